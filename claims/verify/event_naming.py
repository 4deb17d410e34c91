"""Events are named after their claims while nobody has named them."""

from __future__ import annotations

from collections.abc import Sequence

from claims import record
from claims.models import Appearance, Claim, ClaimReading, Event

from .grouping.titles import Named, named
from .meaning.told import told_of_json

ENOUGH = 200  # claims that a name is made from, the first of the event


def event_name(event: Event) -> None:
    """Name the event anew after its claims, in the caller's transaction, unless a person named it."""
    if event.kept_by_id is not None:
        return
    claims = list(Claim.objects.filter(event=event).order_by("created_at", "pk")[:ENOUGH])
    if not claims:
        return
    found = name_of(claims)
    record.change(
        event,
        actor=None,
        action="event.name",
        title=found.title,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        place=found.place,
    )


def name_of(claims: Sequence[Claim]) -> Named:
    """Return what the claims call their event."""
    ids = [claim.pk for claim in claims]
    accounts = ClaimReading.objects.filter(pk__in=ids).order_by("claim__created_at", "pk")
    told = [told_of_json(account) for account in accounts.values_list("account", flat=True)]
    first = (
        Appearance.objects.filter(claim__in=ids)
        .select_related("version__article")
        .defer("version__text")
        .order_by("version__article__published_at", "version__captured_at", "start")
        .first()
    )
    headline = first.version.article.title if first else ""
    return named(told, [claim.place for claim in claims], headline or claims[0].statement)

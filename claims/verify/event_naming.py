"""Events are named after their claims while nobody has named them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count

from claims import record
from claims.models import Appearance, Claim, ClaimReading, Event

from .grouping.titles import Named, named
from .meaning.told import Told, told_of_json

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
    accounts = ClaimReading.objects.filter(pk__in=ids).values_list("account", flat=True)
    told = sorted((told_of_json(account) for account in accounts), key=_when_and_what)
    headline = _headline(ids)
    return named(told, [claim.place for claim in claims], headline or claims[0].statement)


def _when_and_what(told: Told) -> tuple[str, str]:
    return told.told_at.isoformat() if told.told_at else "", told.statement


def _headline(ids: Sequence[UUID]) -> str:
    """Return the headline of the article that most of the claims stand in, of equal ones the earliest."""
    places = Appearance.objects.filter(claim__in=ids).order_by().values("version__article")
    counted = places.annotate(n=Count("claim", distinct=True)).order_by(
        "-n", "version__article__published_at"
    )
    first = counted.values_list("version__article__title", flat=True).first()
    return first or ""

"""Ten thousand copies of one wire report: the first few are compared, the others only counted.

Copies say the same statement in the same sentence, by the same source or each in its outlet's own voice.
Which of them are compared follows from when they were published, not from the order in which they came; one
that has to make way, or may come forward, is matched again. A claim that stands back has no reading, so no
index finds it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Substr

from claims import rematch
from claims.models import Appearance, Claim, ClaimCopy, ClaimReading
from claims.models.source import SourceKind, fold_name

from .candidates import open_to_matching

COMPARED = 5  # of one row of copies


def standing_back(claims: Sequence[Claim]) -> set[UUID]:
    """Put claims into their rows of copies; returns those of them that are not to be compared.

    Claims of others that make way, or come forward, are put on the list of those to match again.
    """
    if not claims:
        return set()
    mine = {claim.pk for claim in claims}
    with transaction.atomic():
        one_at_a_time(claims[0].desk_id)
        touched = _kept(claims)
        front: set[UUID] = set()
        behind: set[UUID] = set()
        for (desk_id, key), count in sorted(touched.items(), key=str):
            row = list(_row(desk_id, key)[: COMPARED + count])
            front.update(row[:COMPARED])
            behind.update(row[COMPARED:])
        rematch.claims_again(Claim.objects.filter(pk__in=_moved(front - mine, behind - mine)))
        back = _in_a_row(mine) - front
        ClaimReading.objects.filter(pk__in=back).delete()
    return back


def one_at_a_time(desk_id: UUID) -> None:
    """Let one transaction at a time order the desk's claims and write its proposals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"match {desk_id}"])


def more_of_the_same(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many other claims say the same in the same words, for the claims that have such copies."""
    rows = {row.claim_id: row for row in ClaimCopy.objects.filter(claim__in=ids)}
    wanted = Q(pk__in=[])
    for row in rows.values():
        wanted |= Q(desk=row.desk_id, key=row.key)
    taking_part = ClaimCopy.objects.filter(wanted, claim__in=Claim.objects.filter(open_to_matching()))
    sizes = Counter(taking_part.values_list("desk_id", "key")) if rows else Counter()
    found = {pk: sizes[row.desk_id, row.key] - 1 for pk, row in rows.items()}
    return {pk: count for pk, count in found.items() if count > 0}


def row_keys(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the key of the row of copies of each claim: claims with one key are shown as one."""
    return dict(ClaimCopy.objects.filter(claim__in=ids).values_list("claim_id", "key"))


def _kept(claims: Sequence[Claim]) -> Counter[tuple[UUID, str]]:
    """Store where the claims stand; returns the rows they stand in, or stood in, with their numbers there."""
    found = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("source__merged_into")
    by_id = {claim.pk: claim for claim in found}
    places = _places(by_id)
    rows = [
        ClaimCopy(
            claim_id=pk,
            desk_id=by_id[pk].desk_id,
            key=_key(by_id[pk], place),
            stood=_stood(by_id[pk], place)[:300],
        )
        for pk, place in sorted(places.items())
    ]
    before = ClaimCopy.objects.filter(claim__in=by_id).values_list("desk_id", "key")
    touched = Counter([*before, *((row.desk_id, row.key) for row in rows)])
    ClaimCopy.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["claim"], update_fields=["key", "stood"]
    )
    return touched


def _places(ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Return the first place of each claim, with its sentence cut out by the database."""
    places = (
        Appearance.objects.filter(claim__in=list(ids))
        .select_related("version__article__outlet")
        .defer("version__text")
        .annotate(
            sentence=Substr(
                "version__text",
                F("sentence_start") + 1,
                Greatest(F("sentence_end") - F("sentence_start"), Value(0)),
            )
        )
        .order_by("version__captured_at", "start")
    )
    found: dict[UUID, Any] = {}
    for place in places:
        found.setdefault(place.claim_id, place)
    return found


def _key(claim: Claim, place: Any) -> str:
    source = claim.source.merged_into or claim.source if claim.source else None
    own = source is None or source.kind == SourceKind.OUTLET
    parts = (
        _words(claim.statement),
        "" if own or source is None else fold_name(source.name),
        _words(place.sentence or place.exact),
        f"{claim.event_from} {claim.event_to}",
    )
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _stood(claim: Claim, place: Any) -> str:
    article = place.version.article
    published = (article.published_at or place.version.captured_at).astimezone(UTC)
    outlet = article.outlet.folded if article.outlet else ""
    return f"{published.isoformat(timespec='microseconds')} {outlet[:120]} {place.start:09d} {claim.pk}"


def _row(desk_id: UUID, key: str) -> QuerySet[ClaimCopy, UUID]:
    """Return the claims of a row that take part in matching, the earliest first."""
    taking_part = Claim.objects.filter(open_to_matching())
    rows = ClaimCopy.objects.filter(desk=desk_id, key=key, claim__in=taking_part)
    return rows.order_by("stood").values_list("claim_id", flat=True)


def _in_a_row(ids: set[UUID]) -> set[UUID]:
    """Return the claims that take part in matching and stand in a row."""
    rows = ClaimCopy.objects.filter(claim__in=Claim.objects.filter(open_to_matching(), pk__in=ids))
    return set(rows.values_list("pk", flat=True))


def _moved(front: set[UUID], behind: set[UUID]) -> set[UUID]:
    """Return the claims whose turn has changed: in front without a reading, or behind with one."""
    read = set(ClaimReading.objects.filter(pk__in=front | behind).values_list("pk", flat=True))
    return (front - read) | (behind & read)

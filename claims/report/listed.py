"""The claims of a list as the content of a file: who is asked for, in which order, batch by batch.

The order is that of creation, so that a worker who takes over goes on behind the last claim written, however
many were decided, edited or added meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Claim, User
from claims.review.asking import asked_by
from claims.review.query import query_of

from .builder import claim_of
from .parts import moment
from .selectors import claims_in_full

SCHEMA = "second-source/claims/1"
BATCH = 200
Content = dict[str, Any]
Place = tuple[datetime, UUID]  # of a claim in the order: when it was made, and its id


def asked(user: User, asks: str, until: datetime) -> QuerySet[Claim]:
    """Return the claims that the queue shows `user` for `asks`, those made after `until` left out."""
    return in_order(asked_by(user, query_of(asks)), until)


def in_order(rows: QuerySet[Claim], until: datetime) -> QuerySet[Claim]:
    """Return the claims in the order of a file, those made after `until` left out."""
    return rows.filter(created_at__lte=until).order_by("created_at", "pk")


def around(user: User, asks: str, as_of: datetime) -> Content:
    """Return the content without its claims. Report and edition are those of no report.

    `asks` is empty for the whole queue and for claims that were ticked.
    """
    return {
        "schema": SCHEMA,
        "report": None,
        "edition": {"number": None, "as_of": moment(as_of), "frozen_by": None},
        "asked": {"for": asks, "by": user.display_name, "desk": user.desk.name if user.desk else ""},
    }


def batch(
    rows: QuerySet[Claim], place: Place | None, done: int, as_of: datetime
) -> tuple[list[Content], Place | None]:
    """Return the contents of the next claims behind `place`, where `done` are, and the new place."""
    if place is not None:
        at, pk = place
        rows = rows.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk), created_at__gte=at)
    found = list(claims_in_full(rows)[:BATCH])
    contents = [
        claim_of(claim, number, as_of, sealed=getattr(claim, "sealed", None))
        for number, claim in enumerate(found, done + 1)
    ]
    return contents, (found[-1].created_at, found[-1].pk) if found else place


def contents(rows: QuerySet[Claim], as_of: datetime) -> Iterator[Content]:
    """Yield the content of every claim of `rows`, a batch in memory at a time."""
    place, done = None, 0
    while True:
        found, place = batch(rows, place, done, as_of)
        if not found:
            return
        yield from found
        done += len(found)

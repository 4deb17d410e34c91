"""Counts beside views and saved searches: exact up to CAP, "1,000+" beyond.

What was well beyond CAP a moment ago is not counted again at once. It would take hundreds of decisions within
that time to make "1,000+" wrong; a count that is shown as a figure is always counted anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import redis
from django.core.cache import cache
from django.db.models import IntegerField, Q, QuerySet, Subquery, Value

from claims.access import visible_to
from claims.models import Claim, User

CAP = 1_000
BEYOND = 1.2  # times CAP, from where on a count is not repeated
KEPT = 20  # seconds
FAILURES = (redis.RedisError, OSError)


class _Few(Subquery):
    """How many rows a query has, counted a little further than CAP, within another query."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS few)"

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: int(CAP * BEYOND) + 1], output_field=IntegerField())


def few_of(user: User, asked: Mapping[str, Q]) -> dict[str, int]:
    """Return how many claims each condition finds, by its name, in one query at most; CAP + 1 for many.

    The name says all of the condition that does not follow from who asks.
    """
    keys = {f"queue-many:{user.pk}:{hashlib.sha256(name.encode()).hexdigest()}": name for name in asked}
    many = {keys[key] for key in _known(keys)}
    rest = {name: q for name, q in asked.items() if name not in many}
    counts = dict.fromkeys(many, CAP + 1) | _counted(user, rest)
    _keep([key for key, name in keys.items() if name in rest and counts[name] > CAP * BEYOND])
    return {name: min(counts[name], CAP + 1) for name in asked}


def _counted(user: User, asked: Mapping[str, Q]) -> dict[str, int]:
    if not asked:
        return {}
    everything = visible_to(user, Claim)
    columns = {f"n{number}": _Few(everything.filter(q)) for number, q in enumerate(asked.values())}
    row = User.objects.filter(pk=user.pk).annotate(one=Value(1), **columns).values_list(*columns).get()
    return dict(zip(asked, row, strict=True))


def _known(keys: Mapping[str, str]) -> list[str]:
    try:
        return list(cache.get_many(keys))
    except FAILURES:
        return []


def _keep(keys: list[str]) -> None:
    try:
        if keys:
            cache.set_many(dict.fromkeys(keys, 1), KEPT)
    except FAILURES:
        return

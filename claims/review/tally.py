"""How many claims have what: counted in full while they are few, from an even share of them when many.

The ids of claims are random, so the claims with the lowest ids are a fair sample of all.
"""

# ruff: noqa: S608 - statements are put together from what the ORM made
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet

from claims.access import visible_to
from claims.models import Claim, User
from claims.states import Review

from .asking import Conditions, all_of
from .query import ASIDE, OPINION, Query

COUNTED = 4_000  # claims that are looked at in full
FROM_INDEX = 200_000  # and where only their statuses are asked for
STATUSES = ("review", "verdict", "attribution", "freshness", "reason")
COLUMNS = {
    "reason": "reject_reason",
    "verdict": "verdict",
    "attribution": "attribution_verdict",
    "freshness": "freshness",
}
# In the order of the index claim_facets, from which they are then counted as they lie.
CELL = ("review_state", "set_aside", "second_opinion", *COLUMNS.values())
Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Statuses:
    """The claims of a question by all their statuses at once; `share` of them were counted."""

    cells: tuple[tuple[dict[str, Any], int], ...]
    share: float

    @property
    def exact(self) -> bool:
        """Whether all were counted."""
        return self.share >= 1

    def count(self, query: Query, *, without: str = "") -> int:
        """Return how many claims have the statuses asked for, those of one filter left out."""
        wanted = tests(query, without)
        return self._whole(sum(n for cell, n in self.cells if all(test(cell) for test in wanted)))

    def by(self, query: Query, name: str) -> Counter[str]:
        """Return how many claims have each value of the filter `name`, its own choice left out."""
        wanted, found = tests(query, name), Counter[str]()
        for cell, n in self.cells:
            if all(test(cell) for test in wanted):
                for value in values(cell, name):
                    found[value] += n
        return Counter({value: self._whole(n) for value, n in found.items()})

    def _whole(self, counted: int) -> int:
        return counted if self.exact else rounded(counted / self.share)


def rounded(number: float) -> int:
    """Return an estimate with two digits that mean something."""
    return int(float(f"{number:.2g}"))


Test = Callable[[Cell], bool]


def _has(name: str, asked: set[str]) -> Test:
    return lambda cell: bool(values(cell, name) & asked)


def tests(query: Query, without: str) -> list[Test]:
    """Return what a cell has to pass for `query`, one test for each filter of a status."""
    found: list[Test] = []
    for name in STATUSES:
        if name == without:
            continue
        asked = getattr(query, name)
        if name == "review" and not asked:
            found.append(lambda cell: ASIDE not in values(cell, "review"))
        elif asked:
            found.append(_has(name, set(asked)))
    return found


def values(cell: Cell, name: str) -> set[str]:
    """Return the values of the filter `name` that a cell has; a claim can wait and be asked about again."""
    if name != "review":
        return {cell[COLUMNS[name]]}
    if cell["review_state"] != Review.EXTRACTED:
        return {cell["review_state"]}
    found = {ASIDE if cell["set_aside"] else str(Review.EXTRACTED)}
    return found | {OPINION} if cell["second_opinion"] else found


def statuses(user: User, asked: Conditions, part: float) -> Statuses:
    """Count a share of the claims of a question by their statuses, whatever statuses were asked for."""
    rows = visible_to(user, Claim).filter(all_of(asked, *STATUSES)).order_by()
    counted = share(rows, part).values_list(*CELL).annotate(n=Count("*"))  # the index knows no ids
    cells = tuple((dict(zip(CELL, row, strict=False)), row[-1]) for row in counted)
    return Statuses(cells, part)


# --- Shares ------------------------------------------------------------------------------------------------


def estimates(rows: Sequence[QuerySet[Claim]]) -> list[int]:
    """Return how many rows each query has by the planner's estimate, at least 1, in one query."""
    named = [(f"n{number}", *sql_of(query)) for number, query in enumerate(rows)]
    ctes = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql, _ in named)
    asked = ", ".join(f"(SELECT 1 FROM {name} LIMIT 1)" for name, _, _ in named)
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) WITH {ctes} SELECT {asked}",
            [value for _, _, params in named for value in params],
        )
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    found = dict(_estimated(plan[0]["Plan"]))
    return [max(1, found.get(f"CTE {name}", 1)) for name, _, _ in named]


def _estimated(plan: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    if "Subplan Name" in plan:
        yield plan["Subplan Name"], plan["Plan Rows"]
    for child in plan.get("Plans", ()):
        yield from _estimated(child)


def sql_of(rows: QuerySet[Any], *columns: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of a query for some columns (the id at least), with its parameters."""
    try:
        return rows.order_by().values_list("pk", *columns).query.sql_with_params()
    except EmptyResultSet:
        names = ", ".join(f"NULL::uuid AS {name}" for name in ("id", *columns))
        return f"SELECT {names} WHERE false", ()


def part_of(estimated: int, most: int) -> float:
    """Return the share of so many rows that holds about `most`; 1 for all."""
    return 1.0 if estimated <= most else most / estimated


def share(rows: QuerySet[Claim], part: float) -> QuerySet[Claim]:
    """Return an even share of `rows`, all for 1."""
    return rows if part >= 1 else rows.filter(pk__lt=UUID(int=int(part * 2**128)))

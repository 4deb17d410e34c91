"""Counts of a question that finds few claims, statuses and values alike, from one look at them.

Every facet is counted without its own filter. What all these counts have in common (the words, mostly) is
looked up once; the rest is asked of what was found.
"""

# ruff: noqa: S608 - statements are put together from constants and what the ORM made
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from claims.access import visible_to
from claims.models import Claim, User

from . import valued
from .asking import Conditions, all_of
from .facets import Counted
from .query import Query
from .tally import CELL, STATUSES, Statuses, sql_of

FEW = 6_000  # claims that are looked at once and counted in full
# What a condition of a status or a facet may ask of a claim.
_ASKED = ("desk_id", *valued.COLUMNS, *(name for name in CELL if name not in valued.COLUMNS))
_CELLS = f"""SELECT 'cells', json_build_array({", ".join(CELL)})::text, '', count(*)
    FROM cells GROUP BY {", ".join(CELL)}"""


@dataclass(frozen=True)
class Counts:
    """Statuses in full, values in `parts` of the claims, and the ids found (see `listed`) if they are few."""

    statuses: Statuses
    values: Sequence[Counted]
    parts: Mapping[str, float]
    ids: str | None


def counts(user: User, query: Query, common: QuerySet[Claim], asked: Conditions, most: int) -> Counts | None:
    """Count what stands beside the queue in one statement; None where nothing can be found at all.

    `common` are the claims among which all is counted, `asked` the filters of statuses and facets. Values are
    counted among at most `most` claims of each, those with the lowest ids, a fair sample.
    """
    everything = visible_to(user, Claim)
    own = {name: everything.filter(all_of(asked, name)) for name in asked if name not in STATUSES}
    try:
        looked = common.values_list("pk", *_ASKED).query.sql_with_params()
    except EmptyResultSet:
        return None
    # Under the name of the table: the conditions below are asked of what was looked up.
    ctes, values = [f"claims_claim (id, {', '.join(_ASKED)}) AS MATERIALIZED ({looked[0]})"], [*looked[1]]
    sql, params = sql_of(everything.filter(all_of(asked, *STATUSES)), *_ASKED)
    ctes.append(f"cells (id, {', '.join(_ASKED)}) AS MATERIALIZED ({sql})")
    values += params
    # What has the values asked for is known by then; only the statuses are left to ask.
    found = everything.filter(all_of({name: q for name, q in asked.items() if name in STATUSES}))
    bases = {"found": found} | {f"found_{name}": rows for name, rows in own.items()}
    for name, rows in bases.items():
        sql, params = sql_of(rows, *valued.COLUMNS)
        among = "WITH claims_claim AS (SELECT * FROM cells) " if name == "found" else ""
        ctes.append(f"all_{name} (id, {', '.join(valued.COLUMNS)}) AS MATERIALIZED ({among}{sql})")
        values += params
    ctes += [f"{name} AS MATERIALIZED (SELECT * FROM all_{name} ORDER BY id LIMIT {most})" for name in bases]
    more = [_CELLS, "SELECT 'ids', array_agg(id)::text, '', 0 FROM found"]
    more += [f"SELECT 'whole', '{name}', '', count(*) FROM all_{name}" for name in bases]
    return _read(user, valued.ask(user, query, ctes, values, own, more), most)


def _read(user: User, rows: Sequence[Counted], most: int) -> Counts:
    rest: list[Counted] = []
    held: dict[str, list[Counted]] = {"cells": [], "ids": [], "whole": []}
    for row in rows:
        held.get(row.facet, rest).append(row)
    cells = tuple((dict(zip(CELL, json.loads(row.value), strict=True)), row.count) for row in held["cells"])
    parts = {row.value.removeprefix("found_"): min(1.0, most / max(1, row.count)) for row in held["whole"]}
    ids = held["ids"][0].value or "" if parts["found"] >= 1 else None
    return Counts(Statuses(cells, 1.0), valued.facet_values(user, rest), parts, ids)

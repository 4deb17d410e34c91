"""The signals that find candidates, each one query that an index answers and that returns few rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from .lexemes import keys, weights
from .seen import OPEN, as_array

ROWS = 40  # that a signal returns
REACH = 6  # another figure for the same thing is at most six times as large or small
NEAR = 120  # rows with a near value, on either side, that are ranked by likeness
SHARED = 400  # rows with the same rare words that are ranked by how much the words tell
FIGURES = 4  # of a claim that are looked up
NEWEST = 1_500  # claims read last, of all desks, that are compared one by one: as many as time allows
# HNSW goes on until enough rows pass the filters; what it returns is nearly in order.
SETTINGS = "SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL hnsw.ef_search = 100"
_OPEN = f"{OPEN} AND r.claim_id <> ALL(%(left_out)s::uuid[])"
_READINGS = "claims_claimreading r JOIN claims_claim c ON c.id = r.claim_id"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the claim, its words and figures, and the claims that are left out."""

    claim_id: UUID
    desk_id: UUID
    words: Sequence[str]
    figures: Sequence[tuple[str, float]]  # kind of thing counted, value in the measure of the kind
    left_out: Sequence[UUID]
    stored: bool  # whether its vectors are there to be asked with

    def values(self, **more: Any) -> dict[str, Any]:
        """Return the values of a query."""
        known = {"claim": self.claim_id, "desk": self.desk_id, "left_out": as_array(self.left_out)}
        return {**known, "rows": ROWS, **more}


def found_by_signal(asked: Asked) -> dict[str, list[UUID]]:
    """Return the claims that each signal finds, the best first. Must run inside a transaction."""
    lists = {"figure": _by_figure(asked), "words": _by_words(asked)}
    if asked.stored:
        _query(SETTINGS, {})
        newest = _query(_NEWEST, asked.values(newest=NEWEST))
        for place, signal in enumerate(("text", "context"), 1):
            near = dict(_by_vector(asked, f"{signal}_vector"))
            near |= {row[0]: row[place] for row in newest}
            lists[signal] = sorted(near, key=lambda pk: (near[pk], pk))[:ROWS]
    return lists


def _by_vector(asked: Asked, column: str) -> list[tuple[UUID, float]]:
    """Return the nearest claims by one of the two vectors, with their distances."""
    return _query(
        f"""
        SELECT r.claim_id, r.{column} <=> mine.{column} FROM {_READINGS},
        (SELECT {column} FROM claims_claimreading WHERE claim_id = %(claim)s) mine
        WHERE r.desk_id = %(desk)s AND {_OPEN}
        ORDER BY r.{column} <=> (SELECT {column} FROM claims_claimreading WHERE claim_id = %(claim)s)
        LIMIT %(rows)s
        """,  # noqa: S608 - names of this module alone are put in
        asked.values(),
    )


# The first claims of a new story are nobody's nearest neighbours: among very many others nothing in the
# graphs leads to them. Most of what a claim bears on was told days before, so the newest are all compared.
_NEWEST = f"""
    WITH newest AS MATERIALIZED (
        SELECT r.claim_id, r.text_vector <=> mine.text_vector AS text,
            r.context_vector <=> mine.context_vector AS context
        FROM (
            SELECT claim_id, desk_id, text_vector, context_vector FROM claims_claimreading
            ORDER BY read_at DESC LIMIT %(newest)s
        ) r, (SELECT text_vector, context_vector FROM claims_claimreading WHERE claim_id = %(claim)s) mine
        WHERE r.desk_id = %(desk)s AND r.claim_id <> ALL(%(left_out)s::uuid[])
    )
    SELECT r.claim_id, r.text, r.context FROM (
        (SELECT * FROM newest ORDER BY text LIMIT %(rows)s)
        UNION (SELECT * FROM newest ORDER BY context LIMIT %(rows)s)
    ) r JOIN claims_claim c ON c.id = r.claim_id WHERE {OPEN}
"""  # noqa: S608 - a condition of the neighbouring module is put in


def _by_figure(asked: Asked) -> list[UUID]:
    """Return claims that count the same thing: an equal value first, then near ones, each by likeness."""
    found: list[UUID] = []
    for kind, value in asked.figures[:FIGURES]:
        ids = _ids(_FIGURE, asked.values(kind=kind, value=value, reach=REACH, near=NEAR))
        found += [pk for pk in ids if pk not in found]
    return found[: 2 * ROWS]


# Both sides of the value are read from it outwards in the order of the index (desk, kind, low).
_SIDE = """(
    SELECT f.reading_id, f.low FROM claims_readingfigure f
    WHERE f.desk_id = %(desk)s AND f.kind = %(kind)s AND {} LIMIT %(near)s
)"""
_UP = _SIDE.format(
    "f.low >= %(value)s::float8 AND f.low <= greatest(%(value)s::float8, 0) * %(reach)s ORDER BY f.low"
)
_DOWN = _SIDE.format(
    "f.low < %(value)s::float8 AND f.low >= %(value)s::float8 / %(reach)s ORDER BY f.low DESC"
)
_FIGURE = f"""
    SELECT r.claim_id FROM ({_UP} UNION ALL {_DOWN}) f
    JOIN claims_claimreading r ON r.claim_id = f.reading_id JOIN claims_claim c ON c.id = r.claim_id
    LEFT JOIN claims_claimreading mine ON mine.claim_id = %(claim)s
    WHERE {_OPEN}
    ORDER BY f.low = %(value)s::float8 DESC, r.text_vector <=> mine.text_vector, r.claim_id LIMIT %(rows)s
"""  # noqa: S608 - parts of this module alone are put in


def _by_words(asked: Asked) -> list[UUID]:
    """Return claims that share rare words, those first whose shared words tell most."""
    counts = _counts(asked.words)
    groups = keys(asked.words, counts)
    if not groups:
        return []
    told = weights(asked.words, counts, counts.get("", 0))
    either = " OR ".join(f"r.words @> %(group{number})s::varchar[]" for number in range(len(groups)))
    return _ids(
        f"""
        SELECT near.claim_id FROM (
            SELECT r.claim_id, r.words FROM {_READINGS}
            WHERE r.desk_id = %(desk)s AND ({either}) AND {_OPEN} LIMIT %(shared)s
        ) near CROSS JOIN LATERAL (
            SELECT sum(told.weight) AS weight FROM unnest(%(words)s::varchar[], %(weights)s::float8[])
            AS told(word, weight) WHERE told.word = ANY(near.words)
        ) shared ORDER BY shared.weight DESC, near.claim_id LIMIT %(rows)s
        """,  # noqa: S608 - names of this module and placeholders are put in
        asked.values(
            shared=SHARED,
            words=list(told),
            weights=list(told.values()),
            **{f"group{number}": list(group) for number, group in enumerate(groups)},
        ),
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    """Return in how many claims each word stands, and under "" of how many claims that is."""
    sql = "SELECT word, claims FROM claims_wordcount WHERE word = ANY(%(words)s)"
    return dict(_query(sql, {"words": ["", *words]}))


def _ids(sql: str, values: dict[str, Any]) -> list[UUID]:
    return [row[0] for row in _query(sql, values)]


def _query(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []

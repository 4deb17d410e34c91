"""Full-text search in claims: the words of a statement and its quotations, or the name of who says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q

from .wording import Item, alternatives

CONFIG = "english"
NAMED = 200  # sources whose name holds a word

_LOOK = """
    SELECT said.item, numnode(said.query), ARRAY(
        SELECT id FROM claims_source WHERE to_tsvector('english'::regconfig, COALESCE(name, '')) @@ said.query
        UNION
        SELECT source_id FROM claims_sourcealias
        WHERE to_tsvector('english'::regconfig, COALESCE(name, '')) @@ said.query
        LIMIT %s
    ) FROM (
        SELECT item, websearch_to_tsquery('english', item) AS query FROM unnest(%s::text[]) AS item
    ) AS said
"""


@dataclass(frozen=True)
class Meant:
    """What an item means to the database: whether it holds a word at all, and the sources named so."""

    words: bool
    sources: tuple[UUID, ...]


Lexicon = Mapping[str, Meant]


def lexicon(searches: Iterable[str]) -> Lexicon:
    """Look up all words of several searches in one query; none without words."""
    asked = sorted({item.asked for q in searches if q for items in alternatives(q) for item in items})
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [NAMED, asked])
        return {item: Meant(nodes > 0, tuple(sources)) for item, nodes, sources in cursor.fetchall()}


def words_of(q: str, known: Lexicon) -> Q:
    """Return the condition that a claim answers the search `q`. Words too common to be kept do not count."""
    found = Q()
    for items in alternatives(q):
        holds = Q()
        for item in items:
            meant = known[item.asked]
            if meant.words:
                holds &= ~_says(item, meant) if item.minus else _says(item, meant)
        found |= holds
    return found


def _says(item: Item, meant: Meant) -> Q:
    query = SearchQuery(item.asked, config=CONFIG, search_type="websearch")
    said = Q(words=query)
    return said | Q(source__in=meant.sources) if meant.sources else said

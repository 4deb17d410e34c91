"""What a quotation says of the words that were searched, where the statement of its claim does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import QuerySet

from claims.models import Appearance

from .wording import Item, alternatives
from .words import CONFIG

BEGIN, END = "\ue000", "\ue001"  # around what was found: no HTML of the database, whoever wrote the text
MOST_WORDS = 14


def saying(places: QuerySet[Appearance], q: str) -> QuerySet[Any] | None:
    """Keep the places that say something of the words `q`, with a few words `around` it.

    Those of claims whose statement answers the search are left out. None where `q` asks for no word.
    """
    asked = alternatives(q)
    wanted = [_query(item) for items in asked for item in items if not item.minus]
    if not wanted:
        return None
    answer = reduce(or_, (reduce(and_, map(_query, items)) for items in asked))
    anything = reduce(or_, wanted)
    headline: dict[str, Any] = {
        "max_words": MOST_WORDS,
        "min_words": 5,
        "max_fragments": 1,
        "fragment_delimiter": " … ",
    }
    return (
        places.alias(
            stated=SearchVector("claim__statement", config=CONFIG), said=SearchVector("exact", config=CONFIG)
        )
        .filter(said=anything)
        .exclude(stated=answer)
        .annotate(
            around=SearchHeadline("exact", anything, config=CONFIG, start_sel=BEGIN, stop_sel=END, **headline)
        )
    )


def _query(item: Item) -> Any:
    query = SearchQuery(item.asked, config=CONFIG, search_type="websearch")
    return ~query if item.minus else query


def parts(around: str) -> Sequence[tuple[str, bool]]:
    """Return the words `around` a place in pieces, each with whether it was searched; none for nothing."""
    if not around:
        return ()
    first, *rest = around.split(BEGIN)
    pieces = [(first, False)]
    for piece in rest:
        hit, _, after = piece.partition(END)
        pieces += [(hit, True), (after, False)]
    return [(text.replace(END, ""), hit) for text, hit in pieces if text]

"""What a quotation says of the words that were searched, where the statement of its claim does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Case, QuerySet, TextField, Value, When

from claims.models import Appearance

from .wording import Item, alternatives
from .words import CONFIG

BEGIN, END = "\ue000", "\ue001"  # around what was found: no HTML of the database, whoever wrote the text
MOST_WORDS = 14


def with_words(places: QuerySet[Appearance], q: str) -> QuerySet[Appearance]:
    """Give each place a few words around those of `q` that it says, if its claim's statement is no answer."""
    asked = alternatives(q)
    wanted = [_query(item) for items in asked for item in items if not item.minus]
    if not wanted:
        return places
    answer = reduce(or_, (reduce(and_, map(_query, items)) for items in asked))
    anything = reduce(or_, wanted)
    around: dict[str, Any] = {
        "max_words": MOST_WORDS,
        "min_words": 5,
        "max_fragments": 1,
        "fragment_delimiter": " … ",
    }
    headline = SearchHeadline("exact", anything, config=CONFIG, start_sel=BEGIN, stop_sel=END, **around)
    return places.alias(
        stated=SearchVector("claim__statement", config=CONFIG), said=SearchVector("exact", config=CONFIG)
    ).annotate(
        around=Case(
            When(stated=answer, then=Value("")),
            When(said=anything, then=headline),
            default=Value(""),
            output_field=TextField(),
        )
    )


def _query(item: Item) -> Any:
    query = SearchQuery(item.asked, config=CONFIG, search_type="websearch")
    return ~query if item.minus else query


def parts(place: Any) -> Sequence[tuple[str, bool]]:
    """Return the words of `with_words` in pieces, each with whether it was searched; none for nothing."""
    found = getattr(place, "around", "")
    if not found:
        return ()
    first, *rest = found.split(BEGIN)
    pieces = [(first, False)]
    for piece in rest:
        hit, _, after = piece.partition(END)
        pieces += [(hit, True), (after, False)]
    return [(text.replace(END, ""), hit) for text, hit in pieces if text]

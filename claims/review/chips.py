"""What was asked for as chips, each of which can be taken off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from claims.web.templatetags.moments import day

from .facets import NAMED, STATUS_WORDS, Choice, Facet
from .query import Query

RANGES = (
    ("on_from", "on_to", "Event"),
    ("in_from", "in_to", "Arrived"),
    ("worth_from", "worth_to", "Check-worthy"),
    ("sure_from", "sure_to", "Certain"),
)


def chips(query: Query, facets: Mapping[str, Facet]) -> list[Choice]:
    """Return what was asked for, one filter each, with the address without it."""
    return [*_chosen(query, facets), *_ranges(query), *_typed(query)]


TITLES = NAMED | {name: STATUS_WORDS[name][0] for name in ("attribution", "reason")}
TITLES |= {"assignee": "With", "side": "Source", "found": "Found by"}


def _chosen(query: Query, facets: Mapping[str, Facet]) -> Iterator[Choice]:
    for name, facet in facets.items():
        known = {choice.value: choice for choice in facet if choice.on}
        asked = getattr(query, name)
        for value in asked if isinstance(asked, tuple) else filter(None, [asked]):
            label = known[value].label if value in known else "one that is not there"
            title = "" if value == "mine" else TITLES.get(name, "")
            words = f"{title}: {label}" if title else label
            yield Choice(name, words, 0, True, query.without(name, value))


def _ranges(query: Query) -> Iterator[Choice]:
    for begin, end, title in RANGES:
        low, high = (_said(getattr(query, name)) for name in (begin, end))
        if low or high:
            between = (
                low
                if low == high
                else f"{low}–{high}"
                if low and high
                else f"from {low}"
                if low
                else f"to {high}"
            )
            yield Choice(begin, f"{title}: {between}", 0, True, query.params(**{begin: "", end: ""}))


def _said(value: str) -> str:
    return day(date.fromisoformat(value)) if value.count("-") == 2 else value


def _typed(query: Query) -> Iterator[Choice]:
    for name, words in (("place", f"Place: {query.place}"), ("q", f"Words: {query.q}")):
        if getattr(query, name):
            yield Choice(name, words, 0, True, query.params(**{name: ""}))

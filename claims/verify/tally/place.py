"""Where a statement counts its figures: "two in Odesa, three in Donetsk region". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..meaning.names import names_of
from ..meaning.words import is_country

Place = frozenset[str]  # names of one or more places, none where nothing is said
EVERYWHERE: Place = frozenset({"the whole country"})
THERE: Place = frozenset({"a place told before"})

_NAME = r"(?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?: (?:region|oblast|province|district|city|county)s?)?"
_PLACES = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]ver|[Aa]cross|[Tt]hroughout|[Aa]round) ({_NAME}(?:(?:,? and|,) {_NAME})*)"
)
_EVERYWHERE = re.compile(
    r"\b(?:nationwide|countrywide|(?:across|throughout) the (?:whole |entire )?country)\b", re.I
)
_COUNT = r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|another)\b)"
_ENDS = re.compile(rf"[;:.]\s|\s[–—]\s|(?:,| and) (?={_COUNT})")
_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|has|have|had|would|could|may|might)\b)")


def places_in(core: str, texts: Sequence[str]) -> list[Place]:
    """Return for each figure, given as written, the places that the statement counts it in.

    Those behind it up to the next figure, else those before all figures; of a lone figure all of them.
    """
    spans = [(at, at + len(text)) if text and (at := core.find(text)) >= 0 else None for text in texts]
    known = sorted(span for span in spans if span)
    before = _places(core[: known[0][0]] if known else core)
    found = []
    for span in spans:
        later = [start for start, _ in known if span and start > span[0]]
        behind = core[span[1] : min(later, default=len(core))] if span else ""
        found.append(_places(_ENDS.split(behind)[0]) or (_places(core) if len(texts) == 1 else before))
    return found


def _places(words: str) -> Place:
    if _EVERYWHERE.search(words):
        return EVERYWHERE
    names = frozenset(name for match in _PLACES.finditer(words) for name in names_of(f"in {match.group(1)}"))
    towns = frozenset(name for name in names if not is_country(name))
    return towns or names or (THERE if _THERE.search(words) else names)


def place_words(place: Place) -> str:
    """Return a place as people write it: "Kyiv and Odesa", "the whole country"."""
    if place in (EVERYWHERE, THERE):
        return next(iter(place))
    return " and ".join(sorted(name.title() for name in place))

"""Where an article says what a name is: "the airline Skanor", "Edda Quill, a nurse", "the mayor, Tom Ekwe".

The entity recogniser of a small model guesses labels of unfamiliar names; the noun beside the name knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.extract.lexicon.kinds import Noun, nouns
from claims.extract.reading.parse import Parse, TokenRange

_OPENERS = frozenset({"DET", "PRON", "ADJ", "NOUN", "NUM", "PROPN"})
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "NUM", "PART"})
# The longest apposition before its noun ("a former assistant head teacher").
_REACH = 8


@dataclass(frozen=True, slots=True)
class Introduction:
    """A name, and the token of the noun that says what it is."""

    name: TokenRange
    token: int
    noun: Noun


def introductions(parse: Parse, runs: list[TokenRange]) -> Iterator[Introduction]:
    """Yield what the nouns beside the names call them."""
    for run in runs:
        for name, token in _beside(parse, run):
            noun = nouns().get(parse.lemma[token])
            if noun is not None and noun.kind != "document":
                yield Introduction(name, token, noun)


def _beside(parse: Parse, run: TokenRange) -> Iterator[tuple[TokenRange, int]]:
    """Yield name and noun of every construction that ties one to the other."""
    before = run[0] - 1
    if before >= parse.sentence_range(run[0])[0] and parse.tag[before] == "NN":
        yield run, before
    if run[1] - run[0] > 1 and parse.lower[run[0]] in nouns() and not parse.entity[run[0]]:
        yield (run[0] + 1, run[1]), run[0]  # a calling that opens the sentence: "Airline Skanor said"
    for token in (_apposed_before(parse, run), _apposed_after(parse, run)):
        if token is not None:
            yield run, token


def _apposed_before(parse: Parse, run: TokenRange) -> int | None:
    """Return the noun of "the operator, Nocny Express,"."""
    for token in range(*run):
        head = parse.head[token]
        if parse.dep[token] == "appos" and head < run[0] and parse.pos[head] == "NOUN":
            return head
    noun = run[0] - 2
    closed = run[1] >= len(parse) or parse.lower[run[1]] in (",", ".", ")")
    if noun < 0 or parse.lower[run[0] - 1] != "," or parse.pos[noun] != "NOUN" or not closed:
        return None
    return noun if parse.lower[parse.left[noun]] in ("the", "its", "their", "his", "her") else None


def _apposed_after(parse: Parse, run: TokenRange) -> int | None:
    """Return the noun of "Brzask, the Polish heat-pump maker," or "Ana Duval, 34, a nurse"."""
    last = parse.sentence_range(run[0])[1]
    at = run[1]
    if at < last and parse.lower[at] == ",":
        at += 1
    else:
        return None
    if at + 1 < last and parse.pos[at] == "NUM" and parse.lower[at + 1] == ",":
        at += 2
    if at >= last or parse.pos[at] not in _OPENERS:
        return None
    noun = at
    while noun + 1 < min(last, at + _REACH) and _goes_on(parse, noun + 1):
        noun += 1
    if parse.pos[noun] != "NOUN":
        return None
    if parse.dep[noun] == "appos" and run[0] <= parse.head[noun] < run[1]:
        return noun
    return noun if parse.pos[at] in ("DET", "PRON") and _closes(parse, noun + 1, last) else None


def _closes(parse: Parse, token: int, last: int) -> bool:
    """Whether an apposition may end before `token`, and no other name is apposed to it there."""
    if token >= last:
        return True
    named = parse.lower[token] == "," and token + 1 < last and parse.pos[token + 1] == "PROPN"
    return parse.pos[token] not in ("VERB", "AUX", "PROPN") and not named


def _goes_on(parse: Parse, token: int) -> bool:
    """Whether a token may stand inside a noun phrase before or as its noun."""
    inside = parse.pos[token] in _INSIDE or parse.lower[token] == "-"
    return inside or (parse.tag[token] == "VBN" and parse.dep[token] == "amod")

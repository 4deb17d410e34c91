"""Two claims side by side: figures marked in their sentences, and the compared table. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .differing import against
from .figures import Figure, number, told
from .meaning.counted import kind_of
from .meaning.plurals import plural
from .meaning.told import Told
from .meaning.voices import same_side, same_voice

SMALL_NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen").split()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: `look` is "", "same", "differs" or "quoted"."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the compared table. `equal` is None where nothing can be compared."""

    label: str
    mine: str
    yours: str
    outcome: str
    equal: bool | None = None


def looks(mine: Sequence[Figure], yours: Sequence[Figure]) -> tuple[dict[Figure, str], dict[Figure, str]]:
    """Return how the figures of both sides stand against each other: same or differs; others are left out."""
    ours: dict[Figure, str] = {}
    theirs: dict[Figure, str] = {}
    for each in against(mine, yours):
        ours[each.mine] = theirs[each.yours] = "same" if each.equal else "differs"
    return ours, theirs


def marked(sentence: str, figures: dict[Figure, str]) -> list[Piece]:
    """Return `sentence` in pieces, its figures marked where they stand."""
    spans: list[tuple[int, int, str]] = []
    for figure, look in figures.items():
        place = _place(sentence, figure)
        if place and not any(place[0] < end and start < place[1] for start, end, _ in spans):
            spans.append((*place, look))
    return _cut(sentence, sorted(spans))


def quoted(sentence: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return `sentence` in pieces, the words of the claim (`spans`, relative to the sentence) marked."""
    inside = [(max(0, start), min(len(sentence), end), "quoted") for start, end in spans]
    return _cut(sentence, sorted(span for span in inside if span[0] < span[1]))


def _cut(sentence: str, spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, look in spans:
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(sentence[at:start]))
        pieces.append(Piece(sentence[start:end], look))
        at = end
    if at < len(sentence):
        pieces.append(Piece(sentence[at:]))
    return pieces


def _place(sentence: str, figure: Figure) -> tuple[int, int] | None:
    for words in _writings(figure):
        found = re.search(rf"(?<![\w.,]){re.escape(words)}(?![\w]|[.,]\d)", sentence, re.I)
        if found:
            return found.span()
    return None


def _writings(figure: Figure) -> list[str]:
    """Return the ways a figure may be written: "1,200", "1200", "seven"."""
    plain = number(figure.low)
    words = [plain, plain.replace(",", ""), plain.replace(",", " ")]
    if figure.low == int(figure.low) and 0 <= figure.low < len(SMALL_NUMBERS):
        words.append(SMALL_NUMBERS[int(figure.low)])
    return words + ([figure.text] if figure.text else [])


def compared(mine: Told, yours: Told) -> list[Row]:
    """Return the compared table: a row for each thing counted, then the days and the source."""
    return [*_figures(mine, yours), *_days(mine, yours), _source(mine, yours)]


def _figures(mine: Told, yours: Told) -> list[Row]:
    pairs = {id(each.mine): each for each in against(mine.figures, yours.figures)}
    taken = {id(each.yours) for each in pairs.values()}
    rows: list[Row] = []
    for figure in mine.figures:
        if each := pairs.get(id(figure)):
            rows.append(
                Row(_heading(figure), _full(figure), _full(each.yours, figure), each.outcome, each.equal)
            )
        else:
            rows.append(Row(_heading(figure), _full(figure), "–", "not stated"))
    rest = [other for other in yours.figures if id(other) not in taken]
    return rows + [Row(_heading(other), "–", _full(other), "not stated") for other in rest]


def _heading(figure: Figure) -> str:
    words = plural(figure.unit) if figure.unit else "Figure"
    return words[0].upper() + words[1:]


def _full(figure: Figure, beside: Figure | None = None) -> str:
    """Return a figure as the table shows it, with its unit where that is not the one `beside` it."""
    extra = {"cumulative": ", in all", "incremental": ", more"}.get(figure.measure, "")
    exactly = " exactly" if figure.qualifier == "exact" and figure.low == figure.high and not extra else ""
    other_unit = beside is not None and kind_of(figure.unit)[1] != kind_of(beside.unit)[1]
    unit = f" {plural(figure.unit)}" if other_unit else ""
    return f"{told(figure)}{unit}{exactly}{extra}"


def _days(mine: Told, yours: Told) -> list[Row]:
    if not (mine.days and yours.days):
        return []
    same = mine.days[0] <= yours.days[1] and yours.days[0] <= mine.days[1]
    return [Row("Day", _span(*mine.days), _span(*yours.days), "same" if same else "another day", same)]


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B}"
    if first.month == last.month:
        return f"{first.day}–{last.day} {last:%B}"
    return f"{first.day} {first:%B} – {last.day} {last:%B}"


def _source(mine: Told, yours: Told) -> Row:
    if same_voice(mine.voice, yours.voice):
        outcome = "same source"
    elif same_side(mine.voice, yours.voice):
        outcome = "same side"
    elif mine.voice.named and yours.voice.named:
        outcome = "another source"
    else:
        outcome = "origin not clear"
    return Row("Source", mine.voice.name or "–", yours.voice.name or "–", outcome)

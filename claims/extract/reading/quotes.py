"""Find quotations in a text by its marks alone: straight, curly, single, low and angle marks.

Works paragraph by paragraph, so that one malformed mark spoils at most its own paragraph; a mark that
nothing closes opens a quotation only where typography says so, else it is ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation `[start, end)` with its marks; `[inner_start, inner_end)` without them.

    `closed` is False when no closing mark was found and the quotation was taken to the paragraph's end.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: Role
    single: bool


_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"``|''|[\"“”„«»‘’'‹›]")
_OPENING = {"“", "„", "«", "``"}
_CLOSING = {"”", "»", "''"}
_OPENS_AFTER = " \t\u00a0([{—–-/:;,“„«\"‘'"
_CLOSES_BEFORE = " \t\u00a0)]}—–-/:;,.!?…”»\"’'"
_ENDS_SPEECH = frozenset('.,!?…”"')
_MOST_MARKS = 60  # of a paragraph in which quotations are looked for around others
_SHORTEST = 12  # code points of a speech that nothing closes
# Remnants of markup: their attributes quote nobody ('<post author="bell">').
MARKUP = re.compile(r"</?[A-Za-z][^<>\n]*>")
# Leading apostrophes that drop letters: 'em, '90s, 'tis.
_ELISION = re.compile(r"['’‘](?:\d0s\b|em\b|n\b|til\b|tis\b|twas\b|cause\b|bout\b|round\b)", re.I)
_SPEAKER_AFTER = re.compile(
    r"[,.!?]\s+(?=(?:(?:[A-Z][\w.'’-]+\s+){1,4}|(?:he|she|they|it|the \w+)\s+)"
    r"(?:said|says|told|added|wrote|asked|replied|continued)\b)"
)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the outermost quotations of `text` in order; they never overlap or cross a line break."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    found: list[Quotation] = []
    for index, (start, end) in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else (end, end)
        goes_on = _starts_quoted(text, *following)
        found.extend(_paragraph_quotations(text, start, end, goes_on=goes_on))
    return tuple(found)


def _starts_quoted(text: str, start: int, end: int) -> bool:
    """Whether the paragraph opens with a quotation mark, as a speech over paragraphs does."""
    return text[start:end].lstrip()[:1] in ("“", '"', "„", "«", "‘", "'")


def _paragraph_quotations(text: str, start: int, end: int, *, goes_on: bool) -> Iterator[Quotation]:
    """Yield the quotations of one paragraph: double marks first, single ones in what is left."""
    marks = list(_marks(text, start, end))
    singles = [m for m in marks if m.single]
    doubles = list(_pair(text, [m for m in marks if not m.single], start, end, goes_on=goes_on))
    around = list(_around_doubles(text, singles, doubles))
    starts = [quotation.start for quotation in around]
    outer = [*around, *(q for q in doubles if not _inside(around, starts, q.start))]
    outer.sort(key=lambda quotation: quotation.start)
    starts = [quotation.start for quotation in outer]
    free = [m for m in singles if not _inside(outer, starts, m.start)]
    inner = [q for q in _pair_singles(text, free, starts) if q.inner_end > q.inner_start]
    inner += _unclosed_single(text, free, [*outer, *inner], end, goes_on=goes_on)
    yield from sorted(outer + inner, key=lambda quotation: quotation.start)


def _around_doubles(text: str, singles: list[_Mark], doubles: list[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations in single marks that hold one in double marks, as British papers nest them.

    The closing mark must follow another mark, so that no apostrophe is taken for it.
    """
    if not doubles or len(singles) + len(doubles) > _MOST_MARKS:
        return
    reached = 0
    for opened in singles:
        if opened.role != "open" or opened.start < reached or _inside_any(doubles, opened.start):
            continue
        closing = (m for m in singles if m.start > opened.start and _closes_speech(text, m))
        closed = next((m for m in closing if not _inside_any(doubles, m.start)), None)
        if closed is not None and any(opened.start < q.start and q.end <= closed.start for q in doubles):
            reached = closed.end
            yield Quotation(opened.start, closed.end, opened.end, closed.start)


def _closes_speech(text: str, mark: _Mark) -> bool:
    return mark.role == "close" and text[mark.start - 1] in _ENDS_SPEECH


def _inside_any(quotations: list[Quotation], at: int) -> bool:
    return any(q.start < at < q.end - 1 for q in quotations)


def _unclosed_single(
    text: str, singles: list[_Mark], found: list[Quotation], end: int, *, goes_on: bool
) -> list[Quotation]:
    """Return the quotation that a last single mark opens when the speech goes on in the next paragraph."""
    reached = max((quotation.end for quotation in found), default=0)
    later = [m for m in singles if m.start >= reached]
    opened = next((m for m in later if m.role == "open"), None)
    if not goes_on or opened is None or any(_closes_speech(text, m) for m in later):
        return []
    lead = text[max(0, opened.start - 3) : opened.start].rstrip(" \t\u00a0")[-1:]
    if lead not in ("", "\n", ",", ":", ".", "?", "!") or end - opened.end < _SHORTEST:
        return []
    return [Quotation(opened.start, end, opened.end, end, closed=False)]


def _inside(outer: list[Quotation], starts: list[int], at: int) -> bool:
    """Whether `at` lies within one of the quotations, whose starts are given in order."""
    position = bisect_right(starts, at) - 1
    return position >= 0 and at < outer[position].end


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Yield the marks of a paragraph with what each can be, apostrophes left out."""
    tags = (
        [tag.span() for tag in MARKUP.finditer(text, start, end)] if text.find("<", start, end) >= 0 else []
    )
    for match in _MARK.finditer(text, start, end):
        if any(first < match.start() < last for first, last in tags):
            continue
        mark = match.group()
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        before, after = (" " if before == ">" else before), (" " if after == "<" else after)
        role = _role(mark, before, after)
        if mark in "'‘’‹›":
            if role != "either" and not _is_apostrophe(text, match.start(), before, after, role):
                yield _Mark(match.start(), match.end(), role, single=True)
        else:
            yield _Mark(match.start(), match.end(), role, single=False)


def _role(mark: str, before: str, after: str) -> Role:
    """Say what a mark can be: by its place where that is plain (marks are mistyped), else by its shape."""
    opens = before in _OPENS_AFTER and after not in " \t\u00a0"
    closes = after in _CLOSES_BEFORE and before not in " \t\u00a0"
    if opens != closes:
        return "open" if opens else "close"
    if mark in _OPENING or (mark == "‘" and opens):
        return "open"
    return "close" if mark in _CLOSING else "either"


def _is_apostrophe(text: str, at: int, before: str, after: str, role: Role) -> bool:
    """Whether a single mark drops letters or shows possession instead of quoting."""
    if before.isalnum() and after.isalnum():
        return True
    return role == "open" and bool(_ELISION.match(text, at))


def _pair(text: str, marks: list[_Mark], start: int, end: int, *, goes_on: bool) -> Iterator[Quotation]:
    """Pair double marks from left to right; a second opening inside a quotation is nested or a lost close."""
    opened: _Mark | None = None
    for position, mark in enumerate(marks):
        if opened is None:
            if mark.role != "close":
                opened = mark
        elif mark.role != "open" or text[mark.start : mark.end] == '"':
            if mark.role == "open" and _closes_twice(marks[position + 1 : position + 3]):
                continue
            yield Quotation(opened.start, mark.end, opened.end, mark.start)
            opened = None
    if opened is not None:
        yield from _unclosed(text, opened, start, end, goes_on=goes_on)


def _closes_twice(marks: list[_Mark]) -> bool:
    """Whether two closings follow an opening mark inside a quotation: real nesting."""
    return len(marks) == 2 and all(mark.role == "close" for mark in marks)


def _unclosed(text: str, opened: _Mark, start: int, end: int, *, goes_on: bool) -> Iterator[Quotation]:
    """Yield a quotation that nothing closes: to the paragraph's end where it is a speech, else nothing."""
    lead = text[start : opened.start].rstrip()
    if lead and lead[-1] not in ",:" and not goes_on:
        return
    speaker = None if goes_on else _SPEAKER_AFTER.search(text, opened.end, end)
    stop = speaker.start() + 1 if speaker else end
    if stop > opened.end:
        yield Quotation(opened.start, stop, opened.end, stop, closed=False)


def _pair_singles(text: str, marks: list[_Mark], outer: list[int]) -> Iterator[Quotation]:
    """Pair single marks; a closing without an opening is an apostrophe, an opening without closing nothing.

    `outer` holds the starts of the double quotations; single marks around one do not pair.
    """
    opened: _Mark | None = None
    for position, mark in enumerate(marks):
        if mark.role == "open":
            opened = opened or mark
        elif opened is not None and not _possessive(text, marks, position):
            if bisect_right(outer, opened.start) == bisect_right(outer, mark.start):
                yield Quotation(opened.start, mark.end, opened.end, mark.start)
            opened = None


def _possessive(text: str, marks: list[_Mark], position: int) -> bool:
    """Whether a closing single mark is a plural possessive: after an s, with another closing to come."""
    mark = marks[position]
    after_s = text[mark.start - 1 : mark.start] == "s" and text[mark.end : mark.end + 1] == " "
    return after_s and position + 1 < len(marks) and marks[position + 1].role == "close"

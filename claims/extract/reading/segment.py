"""Cut an article into paragraphs and say what each one is: only body and list items hold claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claims.extract.lexicon.kinds import capitals

Kind = Literal[
    "body",
    "list_item",
    "headline",
    "caption",
    "credit",
    "byline",
    "dateline",
    "timestamp",
    "lead_in",
    "boilerplate",
]
CLAIM_KINDS: frozenset[Kind] = frozenset({"body", "list_item"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph `[start, end)`; `body` is where its claims begin, past bullet, dateline or label."""

    start: int
    end: int
    kind: Kind
    body: int

    @property
    def holds_claims(self) -> bool:
        """Whether the paragraph belongs to the body of the article."""
        return self.kind in CLAIM_KINDS


_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_BULLET = re.compile(r"\s*(?:[-–—*•‣◦●▪]|\(?\d{1,2}[.)])\s+")
_CAPTION = re.compile(
    r"^\s*(?:Pictured?|Photos?|Photographs?|Image|Video|Graphic|PIC|File photo|Above|Below)\s*:"
    r"|\b(?:Photographs?|Photo|Picture|PIC|Image|Credit|Courtesy)\s*(?:credit|courtesy of|by)?\s*:\s*\S"
    r"|\((?:Photo|Image|Picture|File photo)\b[^)]*\)\s*$"
    r"|[.!?]\s*(?:Photograph|Photo|Image)\s*(?:by\b(?:[^.]|\b[A-Z]\.)*)?$"
)
_CREDIT = re.compile(r"^\s*(?:Photographs?|Photo|Picture|PIC|Image|Credit|Graphic)s?\s*:\s*\S", re.I)
_BYLINE = re.compile(
    r"^\s*(?:By|BY|Words by|Reported by|Story by)\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,4}"
    r"(?:\s*(?:,|and\b|in\b|\|).*)?$"
)
_TIME = r"\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*(?:GMT|BST|UTC|CET|ET|EST|EDT|PT))?"
_TIMESTAMP = re.compile(
    rf"^\s*(?:(?:Updated|Published|Posted|Last modified|Last updated)\b.*|{_TIME}(?:\s+[–—-]\s+.*)?"
    r"|(?:\d{1,2}\s+\w+\s+\d{4}|\w+\s+\d{1,2},?\s+\d{4}|\d{4}-\d{2}-\d{2}).{0,20})\s*$",
    re.I,
)
_BOILERPLATE = re.compile(
    r"^\s*(?:read (?:more|next|also)|see also|related|more (?:on|from)\b|sign up|subscribe|follow (?:us|our"
    r"|the)"
    r"|have your say|click (?:here|on)|advertisement|sponsored|share this|newsletter|get in touch|contact us"
    r"|got (?:a|any) |do you (?:have|know)|what do you think|send (?:it|us|your)|download our|watch:|listen:"
    r"|this (?:article|story|piece) (?:was|is|has been) (?:originally|first|updated|amended|corrected"
    r"|published)"
    r"|this is a (?:breaking|developing)|additional reporting|\(?(?:reporting|editing|writing) by\b"
    r"|with reporting by"
    r"|all rights reserved|©|\(c\)|copyright\b|continue reading|most read|support (?:us|our)|to (?:support"
    r"|donate)"
    r"|for more (?:news|information|stories)|if you have been affected|comments? (?:are|is) (?:closed|open)"
    r"|terms of|cookie|join (?:us|our)|stay (?:up|tuned|with))",
    re.I,
)
_INLINE_BOILERPLATE = re.compile(
    r"\b(?:newsletter|have your say|in the comments|sign up (?:here|for)|subscribe)\b|\S+@\S+\.\w+", re.I
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'’ -]{2,40}(?:,\s*[^—–\n(]{1,40}?)?(?:\s*\([^)\n]{1,40}\))?"
    r"|[A-Z][\w.'’ -]{2,30}(?:,\s*[^—–\n(]{1,40})?"
    r"\s*\([A-Z][^)\n]{1,40}\))\s*(?:—|–|--|-)\s+"
)
_PLACE_COLON = re.compile(
    rf"\s*(?:[A-Z][A-Z.'’ -]{{2,30}}|(?:{'|'.join(capitals())})(?=:.{{200}})):\s+(?=[A-Z][a-z])", re.S
)
_LABEL = re.compile(
    r"\s*(?:UPDATE|UPDATED|BREAKING|NEW|CORRECTION|EXCLUSIVE|WATCH|LATEST|JUST IN)\b\s*\d?\s*[:–—-]\s*"
)
_CLOCK = re.compile(
    r"\s*\[?(?:[01]?\d|2[0-3])(?:[.:][0-5]\d\s*(?:[apAP]\.?[mM]\b\.?)?|\s*[apAP]\.?[mM]\b\.?)\]?"
    r"(?:\s*(?:GMT|BST|UTC|CES?T|E[SD]?T|P[SD]?T)\b)?\s*[–—:|-]?\s+(?=[A-Z\"“‘])"
)
_STAT_LINE = re.compile(r"[^;\n]*\d[^;\n]*(?:;[^;\n]*\d[^;\n]*)+$")
_RANKING = re.compile(r"\s*1[.)]?\s+[A-Z][^;\n]*;\s*2[.)]?\s+[A-Z][^;\n]*(?:;|$)")
_STAT_LABEL = re.compile(r"\s*[A-Z][\w' ]{2,30}:\s+(?=[^:]*\d)(?=[^:]*;)")
_SEED_DATE = re.compile(r"^\s*(?:date|published)?:?\s*(\d{4}-\d{2}-\d{2})\b", re.I)


def published_in_text(text: str) -> str | None:
    """Return the ISO date that stands at the head of `text` ("date 2025-06-09 ..."), if one does."""
    found = _SEED_DATE.match(text)
    return found.group(1) if found else None


def segment(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `text` in order; together they hold every non-blank line."""
    found: list[Paragraph] = []
    seen_body = False
    for start, end in _lines(text):
        line = text[start:end]
        kind = _kind(line, seen_body=seen_body)
        seen_body = seen_body or kind in CLAIM_KINDS
        found.append(Paragraph(start, end, kind, start + _skip(line, kind)))
    return tuple(found)


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of paragraphs: lines, where hard-wrapped ones are joined again."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        start, end = match.span()
        if spans and _wraps(text, spans[-1], start, end):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _wraps(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether the line at `start` goes on the sentence of the line `before`."""
    if start - before[1] != 1 or _BULLET.match(text, start, end):
        return False
    last = text[text.rfind("\n", before[0], before[1]) + 1 : before[1]]
    if len(last) < 45 or _TERMINAL.search(last):
        return False
    return text[start].islower() or (60 <= len(last) <= 100 and 45 <= end - start <= 100)


def _kind(line: str, *, seen_body: bool) -> Kind:
    """Return the kind of one paragraph; `seen_body` says whether the body has begun."""
    if _BOILERPLATE.match(line) or (len(line) < 160 and _INLINE_BOILERPLATE.search(line)):
        return "boilerplate"
    if _CREDIT.match(line):
        return "credit"
    if _CAPTION.search(line):
        return "caption"
    if _BYLINE.match(line) and len(line) < 120:
        return "byline"
    if _TIMESTAMP.match(line) and len(line) < 80 and not (_CLOCK.match(line) and _FULL_STOP.search(line)):
        return "timestamp"
    if _RANKING.match(line):
        return "headline"  # a result line: who came first, second, third
    if _BULLET.match(line):
        return "list_item"
    return _kind_of_prose(line, seen_body=seen_body)


def _kind_of_prose(line: str, *, seen_body: bool) -> Kind:
    """Tell body from headline and lead-in by how the paragraph ends."""
    if _FULL_STOP.search(line) and not (line.isupper() and not seen_body):
        return "body"
    if line.rstrip().endswith(":"):
        return "lead_in"
    if _STAT_LABEL.match(line) or _STAT_LINE.match(line):
        return "body"
    words = len(line.split())
    if not seen_body:
        return "headline" if words < 30 else "body"
    if words <= 10 and not re.search(r"[\"“”]", line):
        return "headline"
    return "body"


def _skip(line: str, kind: Kind) -> int:
    """Return how many code points of `line` stand before its claims."""
    at = 0
    if kind == "list_item":
        at = _end(_BULLET, line, at)
    if kind in CLAIM_KINDS:
        for pattern in (_CLOCK, _DATELINE, _LABEL, _STAT_LABEL, _PLACE_COLON):
            at = _end(pattern, line, at)
    return at


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    match = pattern.match(line, at)
    return match.end() if match else at

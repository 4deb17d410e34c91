"""The time expressions of English news: a grammar of their forms, and where they stand in a text.

Which days a form names is reckoned in `dates`, which claim it dates is decided in `event_dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claims.extract.lexicon.number_words import UNITS
from claims.extract.when import holidays

MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?))"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]|20)\d\d"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
_SMALL = "|".join(sorted(UNITS, key=len, reverse=True))
_COUNT = rf"(?:\d{{1,3}}|{_SMALL}|an?(?:\s+few|\s+couple\s+of)?|few|several)"
_UNIT = r"(?:day|week|fortnight|month|quarter|year|decade|hour|minute)"
_HOUR = r"(?:noon|midday|midnight|dusk|dawn|daybreak|nightfall|sunset|sunrise|mid-?(?:morning|afternoon))"
_CLOCK = (
    r"(?:\d{1,2}(?:[.:]\d{2})?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:GMT|BST|UTC|CET|local time))?|\d{1,2} o'clock)"
)
_PART = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|lunchtime))?"
_OF_YEAR = (
    rf"(?:\s+(?:of|in)\s+(?:{YEAR}|(?:this|last|next|the)\s+(?:financial\s+|fiscal\s+)?year)|\s+{YEAR})"
)
_NAMED = rf"(?:{MONTH}(?:,?\s+{YEAR})?|(?:the|this|next|last)\s+(?:year|month|week|quarter|decade)|{YEAR})"
_DATE = rf"(?:{DAY}\s+{MONTH}|{MONTH}\s+{DAY}(?!\d)|{MONTH})(?:,?\s+{YEAR})?"
_WHERE = r"(?:(?:the\s+)?(?:start|end|beginning|middle)\s+of\s+|(?:early|late|mid)[ -])?"
_POINT = rf"(?:{_WHERE}(?:{_DATE})|{WEEKDAY}|{YEAR})"
_EARNED = (
    r"(?:profits?|revenues?|sales|loss(?:es)?|earnings|results|output|income|turnover|figures|exports|imports"
    r"|orders|deliveries|net|operating|pre-?tax|core|adjusted|production|growth|deficit|surplus|guidance)"
)

_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"\d{4}-\d{2}-\d{2}(?!\d)"),
    ("numeric", r"\d{1,2}(?P<sep>[./])\d{1,2}(?P=sep)\d{4}(?!\d)"),
    (
        "night",
        rf"(?:{WEEKDAY}\s+(?:night|evening)\s+(?:and|to|into|until)(?:\s+early\s+on)?|(?i:overnight)\s+(?:(?:on|from)\s+)?"
        rf"(?:{WEEKDAY}\s+)?(?:and|in)?to)\s+(?:in(?:to)?\s+)?(?:the\s+)?(?:early\s+(?:hours\s+of\s+)?)?"
        rf"{WEEKDAY}(?:\s+morning)?",
    ),
    (
        "span",
        rf"(?i:between|from)\s+(?:(?:{_POINT})|{DAY}(?=\s+(?:and|to)\s+{DAY}\s+{MONTH}))\s+"
        rf"(?:and|to|through|until|till)\s+(?:{_POINT}|{DAY}(?!\d|[.,]\d)\b)"
        rf"|{MONTH}\s?(?:[-–]|\bto\b|\bthrough\b)\s?{MONTH}(?:,?\s+{YEAR})?(?!\s+\d)"
        rf"|{YEAR}(?:\s?[–-]\s?(?:{YEAR}|\d\d)|/(?:\d\d)?\d\d)(?!\d)",
    ),
    ("days", rf"{DAY}(?:\s?[-–]\s?|\s+(?:and|to|or)\s+){DAY}\s+{MONTH}(?:,?\s+{YEAR})?(?!\w)"),
    (
        "days2",
        rf"{MONTH}\s+{DAY}(?:\s?[-–]\s?|\s+(?:and|to|or|through)\s+){DAY}(?!\d|[.,]\d|\s?%)"
        rf"(?:,?\s+{YEAR}\b|(?=-|\s*(?:[,.;:)]|$)|\s+(?=[A-Z])|\s+(?:in|at|for|by|to|from|with|on|were|was|and"
        r"|but|that|of)\b))",
    ),
    (
        "recalled",
        rf"(?:{DAY}\s+)?{MONTH}(?:\s+{DAY})?\s+(?:of\s+)?(?:that|the\s+same)\s+year\b"
        rf"|(?i:the)\s+(?:following|next|previous|preceding)\s+(?:{MONTH}(?!\s+\d)|{WEEKDAY}\b)",
    ),
    (
        "dmy",
        rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?{DAY}(?:\s+of)?\s+{MONTH}"
        rf"(?:,?\s+{YEAR}|\s+(?:last|this|next)\s+year\b)?(?!\w)",
    ),
    (
        "mdy",
        rf"(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}(?!\d|[.,]\d)"
        rf"(?:,?\s+{YEAR}\b|\s+(?:last|this|next)\s+year\b)?",
    ),
    (
        "weekday",
        rf"(?:(?i:(?:this\s+)?(?:last|past)|next|this)\s+|a\s+week\s+on\s+)?{WEEKDAY}\b{_PART}"
        r"(?:\s+(?:of\s+)?(?:last|next|this)\s+week|\s+week\b(?!\s+of))?",
    ),
    (
        "part",
        rf"(?:(?i:the)\s+)?(?i:end|start|beginning|middle|close|turn)\s+of\s+{_NAMED}"
        rf"|(?:the\s+)?year(?:-|['’]s\s+)end|the\s+year\s+(?:is\s+out|ends)",
    ),
    (
        "stretch",
        rf"(?i:first|last|final|opening|closing)\s+{_COUNT}\s+(?:months|weeks)\s+of\s+"
        rf"(?:{YEAR}|(?:the|this|last|next)\s+year)"
        rf"|(?:{_COUNT}\s+)?(?:months?|year|quarter|half)\s+(?:(?:that|which)\s+)?(?:to|ended|ending|ends|through)"
        rf"\s+(?:on\s+|in\s+)?(?:the\s+end\s+of\s+|end[ -])?(?:{DAY}\s+{MONTH}|{MONTH}(?:\s+{DAY}(?!\d))?)"
        rf"(?:,?\s+{YEAR})?"
        rf"|(?i:week)\s+(?:to|ended|ending|ends|through)\s+(?:on\s+)?(?:{WEEKDAY},?\s+)?"
        rf"(?:{DAY}\s+{MONTH}|{MONTH}\s+{DAY}(?!\d))(?:,?\s+{YEAR})?",
    ),
    (
        "half",
        rf"(?i:first|second)[ -]half{_OF_YEAR}|(?i:first|second)-half(?=\s+{_EARNED}\b)|H[12]\b{_OF_YEAR}?",
    ),
    (
        "quarter",
        rf"(?i:first|second|third|fourth|final)[ -]quarter(?:{_OF_YEAR})?|Q[1-4]\b(?:{_OF_YEAR})?"
        r"|(?i:last|next|this|the\s+(?:previous|latest|current))\s+quarter\b",
    ),
    ("fullyear", r"(?i:full)[ -]year\b"),
    (
        "months",
        rf"(?:(?i:early|late|mid)[ -](?:in\s+)?)?(?:(?i:last|next|this)\s+)?{MONTH}(?!\s+\d{{1,2}}\b)"
        rf"(?:,?\s+(?:of\s+)?{YEAR}\b|\s+(?:last|this|next)\s+year)?",
    ),
    (
        "season",
        rf"(?i:last|next|(?:this|the)\s+past|this|the|that)\s+{SEASON}\b(?:\s+(?:of\s+)?{YEAR})?|{SEASON}\s+(?:of\s+)?{YEAR}"
        rf"|(?:(?<=since )|(?<=by )|(?<=until )|(?<=before )){SEASON}\b(?!\s+\w+ing\b)"
        rf"|{SEASON}\s+(?:last|next|this)\s+year|(?i:the\s+end\s+of)\s+{SEASON}",
    ),
    ("yesterdays", r"(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow))"),
    ("ago", rf"(?i:{_COUNT})(?:-and-a-half)?\s+{_UNIT}s?\s+ago\b"),
    (
        "ahead",
        rf"{_COUNT}\s+(?:day|week|month|year)s?(?:['’]\s+time|['’]s\s+time|\s+from\s+now)",
    ),
    (
        "same",
        r"(?i:the\s+)?(?i:same|corresponding|equivalent|year-earlier|year-ago|prior-year)\s+"
        r"(?:period|quarter|month|week|weeks|months|half|time)"
        rf"(?:\s+(?:of\s+|in\s+)?(?:{YEAR}|last\s+year|a\s+year\s+(?:earlier|ago|before)|the\s+(?:previous"
        r"|prior|preceding)\s+year))?",
    ),
    (
        "offset",
        rf"(?:(?i:{_COUNT})\s+(?:day|week|fortnight|month|year)s?|(?i:the)\s+(?:day|night|week|month|year|evening"
        r"|morning))\s+(?:before|after)(?=\s+(?:the|a|an|his|her|its|their|that|this|[A-Z]\w+|\d)\b)",
    ),
    (
        "earlier",
        rf"(?i:{_COUNT})\s+(?:day|week|fortnight|month|year)s?\s+(?:earlier|later|previously|afterwards"
        r"|before(?=\s*[,.;)”\"]|$)|after(?=\s*[,.;)”\"]|$))"
        r"|(?i:the)\s+(?:day|night|week|month|year|evening|morning|quarter)\s+(?:before|after|earlier)"
        r"(?=\s*[,.;)”\"]|$)"
        r"|(?i:the)\s+(?:previous|next|following|preceding|prior)\s+(?:day|night|week|month|year|evening|morning"
        r"|quarter)\b",
    ),
    (
        "that",
        r"(?i:that|the\s+same)\s+(?:very\s+)?(?:day|night|morning|afternoon|evening|week|weekend|month|quarter"
        r"|year)\b",
    ),
    (
        "period",
        r"(?i:this\s+past\s+(?:week|weekend|month|year)|the\s+past\s+weekend)\b"
        r"|(?i:(?:(?:earlier|later|early|late|mid)[ -])?(?:last|next|this)\s+(?:week|month|year|weekend"
        r"|morning|lunchtime|afternoon|evening|night|decade))\b|(?i:earlier|later)\s+in\s+the\s+(?:day|week|month|year)\b",
    ),
    ("weekend", r"(?i:at|over|during|before|by)\s+the\s+weekend\b"),
    (
        "today",
        r"(?i:today|tonight|overnight|yesterday(?:\s+(?:morning|afternoon|evening|night))?|tomorrow)\b"
        r"|now\b(?!\s+in\s+(?:its|his|her|their))",
    ),
    ("holiday", rf"(?:{holidays.pattern()})(?!\w)(?:,?\s+{YEAR}\b|\s+(?:last|this|next)\s+year)?"),
    ("decade", r"(?:(?i:the\s+)?(?:(?i:early|late|mid)[ -])?)?(?:1[5-9]|20)\d0s\b"),
    (
        "year",
        rf"(?<![\d,.£$€-])(?:(?i:early|late|mid)[ -](?:in\s+)?)?{YEAR}(?![\d,]\d|\d|[-–]\w|\s?%"
        r"|\s+(?:people|homes|jobs)|s\b)",
    ),
    ("clock", rf"{_CLOCK}|{_HOUR}\b"),
)
_OPENERS = (  # the first words an expression can have: nine words in ten are passed over at once
    r"an?|the|that|this|next|last|past|same|corresponding|equivalent|prior|year|years|month|months|week|quarter|half|full"
    r"|between|from|early|late|mid|earlier|later|first|second|third|fourth|final|opening|closing|end|start"
    r"|beginning|middle|close|turn|spring|summer|autumn|fall|winter|today|tonight|overnight|yesterday|tomorrow|now"
    r"|at|over|during|before|by|few|several|noon|midday|midnight|dusk|dawn|daybreak|nightfall|sunset|sunrise"
)
_FIRST = rf"(?=\d|[HQ]\d|{MONTH}|{WEEKDAY}|(?:{holidays.pattern()})|(?i:{_OPENERS}|{_SMALL})\b|(?i:mid)-?)"
_ALL = re.compile(rf"\b{_FIRST}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _FORMS)})")
_NAMES = frozenset(name for name, _ in _FORMS)
_MODAL_MAY = re.compile(r"\s+(?:be|have|not|also|well|still|never|yet|\w+ly)\b|\s+[a-z]+(?<!ed)\b")
_OPENS_SEASON = re.compile(r"\b(?:in|by|until|till|before|since|over|during|through)\s+$", re.I)
_TITLE = re.compile(r"(?P<word>[A-Z][\w'’]*)\s+$")
_QUARTER_ELLIPSIS = re.compile(
    r"\b(?:in|to|from|for) the (?P<which>first|second|third|fourth)(?=\s*(?:[,.;)]|with\b|$))"
)
_ELLIPSIS_REACH = 120


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression `[start, end)` of the text and the name of its form."""

    start: int
    end: int
    form: str
    text: str


@lru_cache(maxsize=8)
def find_expressions(text: str) -> tuple[TimeExpression, ...]:
    """Return the time expressions of `text` in order."""
    found = []
    for match in _ALL.finditer(text):
        form = next(name for name, value in match.groupdict().items() if value and name in _NAMES)
        if not _is_no_time(text, match, form):
            form = "title" if form == "year" and _is_title(text, match) else form
            found.append(TimeExpression(match.start(), match.end(), form, match.group()))
    return tuple(_with_ellipses(text, found))


_NAMES_TOO = frozenset({"Mar", "Jan", "Dec", "Apr", "Nov", "Oct", "Aug", "Sep"})  # "Costa del Mar"
_IN_A_NAME = re.compile(
    r"\b(?:(?!(?:In|On|By|Since|Until|From|Late|Early|Mid|Last|This|Next|To|The)\b)[A-Z][\w’'-]+"
    r"|del|de|la|el) $"
)


def _is_no_time(text: str, match: re.Match[str], form: str) -> bool:
    """Whether a match is the verb "may" or "march", a part of a name, "the fall" of something."""
    word, before = match.group(), text[max(0, match.start() - 8) : match.start()]
    if word in _NAMES_TOO and _IN_A_NAME.search(text, max(0, match.start() - 24), match.start()):
        return True
    if word in ("May", "March") and (match.start() == 0 or before[-2:] in (". ", "\n\n")):
        return bool(_MODAL_MAY.match(text, match.end()))
    return form == "season" and word.lower() == "the fall" and not _OPENS_SEASON.search(before)


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether a year belongs to a name ("Euro 2024") or stands in quotation marks as a mark on a thing."""
    before = text[max(0, match.start() - 20) : match.start()]
    if before[-1:] in "\"“‘'" and text[match.end() : match.end() + 1] in "\"”’'" and before:
        return True
    word = _TITLE.search(before)
    opens = word is not None and re.search(r"(?:[.!?]\s+|\n|^)$", before[: word.start()]) is not None
    return word is not None and not opens and len(word["word"]) > 1 and match.group()[0].isdigit()


def _with_ellipses(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Add "the first" where a quarter was named before ("in the second quarter, up from 9% in the first")."""
    quarters = [e for e in found if e.form == "quarter" and e.text[0] != "Q"]
    added = []
    for quarter in quarters:
        match = _QUARTER_ELLIPSIS.search(text, quarter.end, quarter.end + _ELLIPSIS_REACH)
        if match and ". " not in text[quarter.end : match.start()]:
            which = f"{match['which']} quarter"
            added.append(TimeExpression(match.start("which"), match.end("which"), "quarter", which))
    return sorted([*found, *added], key=lambda e: e.start) if added else found


def time_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of all time expressions, for the number grammar to leave alone."""
    return [(e.start, e.end) for e in find_expressions(text) if e.form not in ("fullyear", "quarter")]

"""Names as they stand in the text: runs of proper nouns, hyphens and particles included."""

from __future__ import annotations

from claims.extract.lexicon.kinds import nouns, titles
from claims.extract.reading.parse import Parse, TokenRange

# What stands behind a name and is no part of it.
HONOURS = frozenset("KC QC SC MP MSP MEP TD OBE MBE CBE PhD MD Jr Sr".split())
_PARTICLES = frozenset("de del della van von der den bin al el la le da di do dos du ibn".split())
_TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY", "ORDINAL"})
_OFFICES = frozenset(
    "attorney chief executive secretary director minister spokesman spokeswoman officer".split()
)
_ASIDE = frozenset({"caption", "credit", "byline", "timestamp", "boilerplate"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# What a hyphen ties to a name without being part of it ("Gdynia-based").
_TIED_ON = frozenset(
    "area backed based born bound built controlled educated era flagged funded held led like linked listed"
    " made majority occupied only owned produced registered ruled run"
    " sized speaking style trained".split()
)


def name_run(parse: Parse, head: int) -> TokenRange | None:
    """Return the run of proper-noun tokens that a head noun ends, hyphenated parts included."""
    first, last = head, head + 1
    if parse.pos[head] != "PROPN":
        return None
    bottom, top = parse.sentence_range(head)
    while first > bottom and _continues(parse, first - 1):
        first -= 1
    while last < top and _continues(parse, last) and parse.lower[last] != "-":
        last += 1
    while last + 1 < top and glued(parse, last) and _second_half(parse, last + 1):
        last += 2
        while last < top and parse.pos[last] == "PROPN":
            last += 1
    while first < head and (parse.lower[first] in ("-", ".") or parse.lower[first] in _PARTICLES):
        first += 1
    while last > head + 1 and parse.lower[last - 1] in _PARTICLES:
        last -= 1
    return first, last


def name_runs(parse: Parse) -> list[TokenRange]:
    """Return the runs of proper nouns of an article in text order, dates and the like left out."""
    found: list[TokenRange] = []
    token = 0
    while token < len(parse):
        if is_outside(parse, token):
            token += 1
            continue
        run = name_run(parse, token) if parse.entity[token] not in _TIMES else None
        if run is None or run[1] <= token:
            token += 1
            continue
        found.append(run)
        token = run[1]
    return found


def is_outside(parse: Parse, token: int) -> bool:
    """Whether a token stands in a caption, byline or credit, or in the dateline before a paragraph's body."""
    number = parse.paragraph[token]
    if number < 0:
        return False
    paragraph = parse.paragraphs[number]
    return paragraph.kind in _ASIDE or parse.start[token] < paragraph.body


def named_entities(parse: Parse) -> list[tuple[int, int, str]]:
    """Return the recogniser's names, without those outside the story and those that hold a clause."""
    return [
        (first, last, label)
        for first, last, label in parse.entities
        if not is_outside(parse, first)
        and "\n" not in parse.words((first, last))
        and not any(parse.tag[token] in _FINITE for token in range(first, last))
    ]


def without_office(parse: Parse, run: TokenRange) -> TokenRange:
    """Return a run of proper nouns without the office written like a name before it."""
    first = run[0]
    for token in range(run[0], run[1] - 2):
        office = nouns().get(parse.lower[token])
        titled = parse.lower[token].rstrip(".") in titles()
        if titled or (office is not None and office.person) or parse.lower[token] in _OFFICES:
            first = token + 1
    person = next((t for t in range(first, run[1]) if parse.entity[t] == "PERSON"), first)
    return (person if run[1] - person >= 2 else first), run[1]


def _second_half(parse: Parse, token: int) -> bool:
    """Whether what a hyphen ties on is more of the name ("Yoon Hae-won", "Adeyemi-Clarke")."""
    if parse.pos[token] == "PROPN":
        return True
    return parse.lower[token].isalpha() and parse.lower[token] not in _TIED_ON


def _continues(parse: Parse, token: int) -> bool:
    """Whether a token can be inside a name."""
    if parse.pos[token] == "PROPN":
        return True
    return glued(parse, token) or parse.lower[token] in _PARTICLES


def glued(parse: Parse, token: int) -> bool:
    """Whether a token is a hyphen without spaces around it."""
    if parse.lower[token] != "-" or not 0 < token < len(parse) - 1:
        return False
    return parse.end[token - 1] == parse.start[token] and parse.start[token + 1] == parse.end[token]

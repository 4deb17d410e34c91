"""The subject of a reporting verb that the parser hung elsewhere, found by where it stands.

Typography shows a subject: a noun phrase right before the verb behind the sentence's start, a comma, a mark
or "and"; one before an interruption that ends at the verb ("Ramos, 58, told"); one between a closing
quotation mark and the verb, or right after the verb behind a mark.
"""

from __future__ import annotations

from claims.extract.attributions.source_spans import source_range
from claims.extract.reading.parse import Parse, TokenRange

_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
# How many tokens may stand between a name and its verb, interruption included.
_APART = 40
_MARKS = frozenset({",", '"', "”", "'", "’", "?", "!"})
_DASHES = frozenset({"-", "–", "—", "--"})
_ALSO_PREPOSITIONS = frozenset({"until", "till", "before", "after", "since"})
_DATED = frozenset({"DATE", "TIME"})
_SOME = frozenset({"few", "many", "most", "others", "several", "some"})
_JOINS = frozenset({"and", "but", "as", "while", "whereas", "because", "that", "if", "when"})


def beside(parse: Parse, group: TokenRange, *, inverts: bool = True) -> TokenRange | None:
    """Return the noun phrase next to a reporting verb whose subject the parser lost, or None."""
    first, last = parse.sentence_range(group[0])
    start = _phrase_start(parse, group[0], first)
    if (
        start < group[0]
        and _opens(parse, start, first)
        and _ends_phrase(parse, group[0] - 1)
        and not _in_apposition(parse, start)
    ):
        return start, group[0]
    behind = _inverted(parse, group, first, last) if inverts else None
    closed = behind is not None and (behind[1] == last or not parse.is_word(behind[1]))
    found = _before_interruption(parse, group[0], first)
    found = found or (behind if closed else None)
    return found or _hung(parse, group[0], first) or behind


def is_stray(parse: Parse, subject: int, verb: int) -> bool:
    """Whether a subject can be none: a date, an age between commas, or words in brackets before the verb."""
    if parse.entity[subject] in _DATED and parse.pos[subject] in ("NOUN", "PROPN", "NUM"):
        return True
    if subject > verb:
        return False
    mark = parse.left[subject] - 1
    if mark >= 0 and parse.lower[mark] in _ALSO_PREPOSITIONS and parse.head[mark] == verb:
        return parse.lower[subject + 1] == ","  # "until Easter, the council said"
    placed = parse.lower[subject + 1] in ("the", "a", "an") and parse.head[subject + 2] == subject
    if placed and parse.pos[subject] == "PROPN":
        return parse.dep[subject + 2] == "appos"  # "In Varnholm the mayor said"
    alone = parse.right[subject] - parse.left[subject] == 1 and subject + 1 < len(parse)
    between = alone and subject > 0 and parse.lower[subject - 1] == "," == parse.lower[subject + 1]
    if between and parse.pos[subject] == "NUM":
        return True
    return alone and parse.lower[subject + 1] == ")"


def _inverted(parse: Parse, group: TokenRange, first: int, last: int) -> TokenRange | None:
    """Return the noun phrase right behind a verb that follows a mark (", said Bell") or opens a sentence."""
    leads = group[0] == first
    if not leads and parse.lower[group[0] - 1] not in _MARKS:
        return None
    end = group[1]
    while end < last and (parse.pos[end] in _NOMINAL or _is_name(parse, end)):
        end += 1
    if end == group[1] or not (_ends_phrase(parse, end - 1) or _is_name(parse, end - 1)):
        return None
    if parse.entity[end - 1] in _DATED or (leads and (end >= last or parse.lower[end] != ":")):
        return None
    return group[1], end


def _is_name(parse: Parse, token: int) -> bool:
    """Whether a word is written as a name is, whatever the parser made of it."""
    return parse.lower[token].isalpha() and parse.word(token)[0].isupper()


def _phrase_start(parse: Parse, end: int, first: int) -> int:
    """Return where the noun phrase that ends at `end` starts, its "of" and "for" phrases included."""
    start = end
    while start > first and parse.quoted[start - 1] == parse.quoted[end - 1]:
        before = start - 1
        if start < end and parse.pos[start] == "DET" and parse.pos[before] not in ("ADP", "DET"):
            break
        glued = parse.lower[before] == "-" and before > first and parse.end[before - 1] == parse.start[before]
        linked = parse.pos[before] == "ADP" and start < end and before > first
        linked = linked and parse.pos[before - 1] in ("NOUN", "PROPN", "NUM")
        if not (parse.pos[before] in _NOMINAL or parse.dep[before] == "compound" or glued or linked):
            break
        start = before
    return start


def _opens(parse: Parse, start: int, first: int) -> bool:
    """Whether a phrase begins where a subject may: at the sentence's start, a mark, a conjunction.

    So does an article behind a phrase the sentence opens with ("In Varnholm the mayor said").
    """
    if start == first or not parse.is_word(start - 1) or parse.lower[start - 1] in _JOINS:
        return True
    fronted = parse.pos[first] == "ADP" and parse.pos[start - 1] in ("NOUN", "PROPN", "NUM")
    return fronted and parse.pos[start] == "DET"


def _ends_phrase(parse: Parse, token: int) -> bool:
    if parse.pos[token] in ("NOUN", "PROPN", "PRON") or parse.lower[token] in _SOME:
        return True
    share = parse.pos[token] == "NUM" and token > 1 and parse.lower[token - 1] == "in"
    return parse.dep[token] == "compound" or (share and parse.pos[token - 2] == "NUM")  # "four in ten say"


def _in_apposition(parse: Parse, start: int) -> bool:
    """Whether the phrase at `start` is the second half of "Rosette Bell, a spokeswoman"."""
    return (
        start > 1
        and parse.lower[start - 1] == ","
        and parse.pos[start] == "DET"
        and parse.pos[start - 2] == "PROPN"
    )


def _before_interruption(parse: Parse, verb: int, first: int) -> TokenRange | None:
    """Return the noun phrase before an age, bracket, apposition or clause that ends at the verb."""
    floor = max(first, verb - _APART)
    closing = verb - 1
    if closing - floor < 2 or parse.quoted[closing] >= 0:
        return None
    if parse.lower[closing] in _DASHES:
        opening = _back_to(parse, closing, floor, parse.lower[closing])
        return None if opening is None else _named(parse, opening, first)
    if parse.lower[closing] == "," and parse.lower[closing - 1] == ")":
        closing -= 1
    if parse.lower[closing] == ")":
        opening = _back_to(parse, closing, floor, "(")
        return None if opening is None else _named(parse, opening, first)
    return _before_commas(parse, closing, floor, first) if parse.lower[closing] == "," else None


def _back_to(parse: Parse, closing: int, floor: int, mark: str) -> int | None:
    """Return the nearest `mark` before a closing one, both outside quotations."""
    for token in range(closing - 1, floor, -1):
        if parse.lower[token] == mark and parse.quoted[token] < 0:
            return token
    return None


def _named(parse: Parse, end: int, first: int) -> TokenRange | None:
    """Return the noun phrase that ends at `end` when it may be a subject."""
    start = _phrase_start(parse, end, first)
    if start == end or not _ends_phrase(parse, end - 1) or not _opens(parse, start, first):
        return None
    return None if parse.entity[end - 1] in _DATED else (start, end)


def _before_commas(parse: Parse, closing: int, floor: int, first: int) -> TokenRange | None:
    """Return the name, or the noun phrase the sentence opens with, before parts between commas."""
    end = closing
    while end > floor:
        comma = _back_to(parse, end, floor, ",")
        if comma is None or any(parse.quoted[token] >= 0 for token in range(comma, end)):
            return None
        if _is_main_clause(parse, comma + 1, end):
            return None
        found = _named(parse, comma, first)
        if found is not None and not _in_apposition(parse, found[0]) and _is_person_or_opening(parse, found):
            return found
        end = comma
    return None


def _is_person_or_opening(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a phrase is a name, no place, or opens its sentence or follows a quotation."""
    first, last = tokens
    opening = first == parse.sentence_range(first)[0] or parse.quoted[first - 1] >= 0
    label = parse.entity[last - 1]
    return opening or (parse.pos[last - 1] == "PROPN" and label not in ("GPE", "LOC", "FAC"))


def _is_main_clause(parse: Parse, first: int, last: int) -> bool:
    """Whether a part between commas has a finite verb of its own, so that it is no interruption."""
    if any(parse.tag[token] in ("WP", "WDT", "IN", "WRB") for token in range(first, min(first + 2, last))):
        return False
    return any(parse.tag[token] in _FINITE for token in range(first, last))


def _hung(parse: Parse, verb: int, first: int) -> TokenRange | None:
    """Return the widest noun phrase ending at the verb that was hung on a word before it."""
    token = verb - 1
    while token > first and not parse.is_word(token):
        token -= 1
    found = None
    while first <= token < verb and parse.right[token] <= verb:
        start = parse.left[token]
        nominal = parse.pos[token] in ("NOUN", "PROPN") and parse.quoted[token] < 0
        if nominal and start >= first and _opens(parse, start, first) and not _in_apposition(parse, start):
            found = token
        if parse.head[token] == token:
            break
        token = parse.head[token]
    if found is None or parse.entity[found] in _DATED or parse.right[found] < verb - 1:
        return None
    return source_range(parse, found, verb)

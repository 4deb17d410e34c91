"""The noun a number counts, found in the parse: modifiers passed over, compounds kept, nations dropped."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from claims.extract.reading.units import has_one_form, is_measure, is_time_unit, singular
from claims.extract.speakers.people import is_people

_MODIFIER_TAGS = frozenset(
    {"JJ", "JJR", "JJS", "VBN", "RB", "RBR", "RBS", "HYPH", "``", "''", "PRP$", "PDT", "POS"}
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_GOES_ON_TAGS = _NOUN_TAGS | {"JJ", "VBN", "VBG"}
_DEGREES = frozenset({"celsius", "fahrenheit", "centigrade"})
_QUOTE_MARKS = frozenset("'\"‘’“”-")
_NOT_UNITS = frozenset("o'clock am pm gmt bst percent cent pc others".split())
_STATES = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "UN", "U.N.", "UAE"})
_REACH = 12  # tokens behind the number
_MOST_PASSED = 9


def noun_after(doc: Doc, at: int, reach: int = _REACH) -> tuple[str, int] | None:
    """Return (unit, end offset) of the noun that a number before token `at` counts, or None if it is elided.

    Modifiers are passed over ("two Russian fighter jets" -> "fighter jet"); at most `reach` tokens are read.
    """
    place, passed = at, 0
    limit = min(len(doc), at + reach)
    if at >= len(doc) or _is_of_a_clause(doc, at):
        return None
    if at < limit and _is_noun_read_as_verb(doc[at]):
        return _unit_of(doc, at, at + 1)  # "3 barges" read as a verb
    while place < limit and passed < _MOST_PASSED:
        token = doc[place]
        if _is_counted_noun(doc, place, limit):
            if _MONTH_OR_DAY.fullmatch(token.text) and place > at:
                return None
            end = _shared_noun_end(doc, _noun_run_end(doc, place, limit), limit)
            if end < limit and doc[end].tag_ == "POS" and not _is_time_noun(doc[end - 1]):
                place, passed = end + 1, passed + 1
                continue
            return _unit_of(doc, place, end)
        if not _passes(doc, place, at):
            return None
        place, passed = place + 1, passed + 1
    return None


def _is_counted_noun(doc: Doc, place: int, limit: int) -> bool:
    token = doc[place]
    if token.tag_ not in _NOUN_TAGS or token.text in _QUOTE_MARKS:
        return False
    return not _in_scare_quotes(doc, place, limit) and not _is_hyphened(doc, place)


def _is_hyphened(doc: Doc, place: int) -> bool:
    """Whether the noun is part of a modifier with a hyphen before the counted noun ("coal-fired plants")."""
    if _glued(doc, place + 1) and place + 3 < len(doc):
        return doc[place + 3].tag_ in _GOES_ON_TAGS or _glued(doc, place + 3)
    if place + 1 < len(doc) and place > 0 and _glued(doc, place - 1):
        return doc[place + 1].tag_ in _GOES_ON_TAGS - {"VBN", "VBG"}
    return False


def _glued(doc: Doc, at: int) -> bool:
    """Whether token `at` is a hyphen without a space on either side."""
    return (
        0 < at < len(doc) and doc[at].text == "-" and not doc[at].whitespace_ and not doc[at - 1].whitespace_
    )


_MONTH_OR_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)


def _is_noun_read_as_verb(token: Token) -> bool:
    """Whether a plural behind a numeral was read as a verb ("3 barges")."""
    plain = token.tag_ == "VBZ" and token.text.islower() and token.text.endswith("s")
    return plain and token.pos_ != "AUX" and token.lemma_.lower() not in ("be", "have", "do")


def _is_of_a_clause(doc: Doc, at: int) -> bool:
    """Whether the noun is the subject of "the 1.45 billion (that) analysts had expected"."""
    if at < 2 or at + 2 >= len(doc) or doc[at].tag_ not in ("NNS", "NNP"):
        return False
    if doc[at].dep_ == "nsubj" and doc[at].head.i == at + 1 and doc[at - 2].lower_ == "the":
        return at > 2 and doc[at - 3].lower_ in ("of", "than")  # "instead of the four lawyers wanted"
    before = [doc[i].lower_ for i in range(max(0, at - 5), at)]
    return (
        "the" in before
        and before[-1].endswith(("illion", "bn"))
        and doc[at + 1].lower_ in ("had", "have")
        and doc[at + 2].tag_ in ("VBN", "VBD")
    )


def _shared_noun_end(doc: Doc, end: int, limit: int) -> int:
    """Return the end of "bus and tram drivers", where two modifiers share the counted noun."""
    if end + 2 >= min(limit, len(doc)) or doc[end - 1].tag_ != "NN" or doc[end].lower_ not in ("and", "or"):
        return end
    if doc[end + 1].tag_ in ("NN", "NNP") and doc[end + 1].text.islower() and doc[end + 2].tag_ == "NNS":
        return end + 3
    return end


def _in_scare_quotes(doc: Doc, place: int, limit: int) -> bool:
    """Whether the noun is a quoted label and the counted noun comes after it ("two 'jobsworth' wardens")."""
    if place == 0 or place + 2 > limit or doc[place - 1].text not in "'\"‘“":
        return False
    return doc[place + 1].text in "'\"’”" and place + 2 < limit and doc[place + 2].tag_ in _NOUN_TAGS


def _noun_run_end(doc: Doc, place: int, limit: int) -> int:
    end = place
    while end < limit and doc[end].tag_ in _NOUN_TAGS and doc[end].text not in _QUOTE_MARKS:
        end += 1
        plural = doc[end - 1].tag_ in ("NNS", "NNPS") or _is_time_noun(doc[end - 1])
        if plural and end < limit and doc[end].tag_ == "NNS" and doc[end - 1].dep_ == "compound":
            continue  # "teachers unions"
        if end < limit and _is_hyphened(doc, end):
            break
        if plural or (doc[end - 1].text.islower() and end < limit and doc[end].tag_ == "NNP"):
            break
    return end


def _is_time_noun(token: Token) -> bool:
    return is_time_unit(singular(token.text))


def _passes(doc: Doc, place: int, at: int) -> bool:
    """Whether the noun may still come after this token."""
    token = doc[place]
    if token.tag_ in _NOUN_TAGS:
        return _in_scare_quotes(doc, place, len(doc)) or _is_hyphened(doc, place)
    if place > 0 and (_glued(doc, place - 1) or _glued(doc, place + 1)):
        return True
    if token.tag_ in _MODIFIER_TAGS or token.text in _QUOTE_MARKS:
        return True
    if token.tag_ == "CD" and place > at:
        return True
    if token.tag_ == "CC" and place > at and doc[place - 1].tag_ == "JJ":
        return True
    if token.lower_ in ("of", "more", "other", "such"):
        return token.lower_ != "of" or place == at
    if token.tag_ == "VBG":
        begins = place == at or doc[place - 1].tag_ in ("DT", "PRP$")
        return begins and place + 1 < len(doc) and doc[place + 1].tag_ in _NOUN_TAGS
    return token.tag_ in ("DT", "WDT", "IN") and doc[place - 1].lower_ == "of"


def _unit_of(doc: Doc, start: int, end: int) -> tuple[str, int] | None:
    """Return the unit made of tokens `[start, end)`: compounds kept, names of nations dropped."""
    words = [doc[i].text for i in range(start, end)]
    if words[-1].lower() in _NOT_UNITS:
        return None
    joints = [i for i, w in enumerate(words[:-1]) if w in ("and", "or")]
    kept = [] if joints else [w for w in words[:-1] if (w.islower() or w.isupper()) and w not in _STATES]
    if start > 0 and doc[start - 1].lower_ in ("square", "cubic"):
        kept = [doc[start - 1].lower_, *kept]
    unit = " ".join([*kept, _singular_of(doc[end - 1])])
    stop = doc[end - 1].idx + len(doc[end - 1].text)
    if unit == "degree" and end < len(doc) and doc[end].lower_ in _DEGREES:
        return f"degree {doc[end].lower_}", doc[end].idx + len(doc[end].text)
    if end + 1 < len(doc) and doc[end].lower_ == "or" and doc[end + 1].tag_ == "NNS":
        return f"{unit} or {singular(doc[end + 1].text)}", doc[end + 1].idx + len(doc[end + 1].text)
    return unit, stop


def is_singular(doc: Doc, at: int) -> bool:
    """Whether a noun cannot be what two or more are counted in: a singular that has another plural."""
    word = doc[at].text
    if doc[at].tag_ != "NN" or not word.islower() or word.endswith("s"):
        return False
    return not (has_one_form(word) or is_measure(word) or is_time_unit(word) or is_people(word))


def _singular_of(token: Token) -> str:
    """Return the singular of the counted noun, a proper one with its capital ("American")."""
    word = singular(token.text)
    proper = token.tag_ in ("NNP", "NNPS") and token.text[:1].isupper() and not token.text.isupper()
    return word[:1].upper() + word[1:] if proper and word.islower() and word != "person" else word


def joined_noun(doc: Doc, at: int) -> tuple[str, int] | None:
    """Return (unit, end offset) of the noun that a hyphen at token `at` joins to a number, else None."""
    if at + 1 >= len(doc) or doc[at + 1].tag_ not in ("NN", "NNS") or doc[at + 1].text[:1].isupper():
        return None
    unit, last = singular(doc[at + 1].text), at + 1
    pair = at + 3 < len(doc) and doc[at + 2].text == "-" and doc[at + 3].tag_ in ("NN", "NNS")
    if pair and doc[at + 3].lower_ not in ("high", "long", "old", "strong"):
        unit, last = f"{unit} {singular(doc[at + 3].text)}", at + 3
    return unit, doc[last].idx + len(doc[last].text)

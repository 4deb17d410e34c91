"""The edges of a claim: opening conjunctions, quotation marks and final punctuation are no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.reading.pieces import FINITE, Kind
from claims.extract.types import Span

_WORDLESS = frozenset(
    "and but or nor yet so that as while whereas although though then , ; : - – — -- . ( )".split()
)
_STRAY = frozenset(", ; : – — --".split())
_OPENERS = frozenset("and but or nor yet that while whereas although though , ; : - – — --".split())
SAYING = frozenset("say claim add warn note insist allege argue state stress report announce tell".split())
_CUT_MARKS = frozenset("even as after before when because since until".split())


def trim(doc: Doc, tokens: list[int], kind: Kind) -> list[int]:
    """Drop quotation marks at the edges, opening conjunctions and final punctuation."""
    trimmed = [i for i in tokens if not doc[i].is_space]
    while trimmed and (_opens(doc, trimmed, kind) or _is_edge_mark(doc, trimmed[0])):
        trimmed = trimmed[1:]
    while trimmed and (
        (doc[trimmed[-1]].lower_ in _WORDLESS and not _answers(doc, trimmed))
        or _is_edge_mark(doc, trimmed[-1])
        or _lost_object(doc, trimmed)
    ):
        trimmed = trimmed[:-1]
    return [i for start, end in runs(trimmed) for i in _without_edge_commas(doc, start, end)]


def _answers(doc: Doc, tokens: Sequence[int]) -> bool:
    """Whether the last word is part of a short answer ("not yet", "I think so")."""
    return doc[tokens[-1]].lower_ in ("yet", "so") and doc[tokens[-1]].tag_ == "RB" and len(tokens) < 4


def _without_edge_commas(doc: Doc, start: int, end: int) -> range:
    while start <= end and doc[start].text in _STRAY | {")"}:
        start += 1
    while end >= start and (
        doc[end].text in _STRAY | {"("} or (doc[end].tag_ == "CC" and doc[end].lower_ == "and")
    ):
        end -= 1
    return range(start, end + 1)


def _opens(doc: Doc, tokens: list[int], kind: Kind) -> bool:
    """Whether the first token only joins the claim to what is before it ("but", "claiming")."""
    first = doc[tokens[0]]
    if kind == "clause" and _is_cut_mark(first):
        return True
    if kind == "clause" and first.ent_type_ == "DATE" and any(_is_cut_mark(doc[i]) for i in tokens[1:3]):
        return True  # "came two days after the senate voted"
    if first.lower_ == "that":
        return first.tag_ == "IN" or first.dep_ == "mark"
    if first.lower_ == "when" and len(tokens) > 1 and doc[tokens[1]].tag_ not in FINITE:
        return first.head.dep_ == "relcl"
    if first.tag_ == "VBG" and first.lemma_.lower() in SAYING:
        return any(c.dep_ == "ccomp" for c in first.children)
    if first.tag_ in ("WDT", "WP") and len(tokens) > 1 and doc[tokens[1]].lemma_.lower() in SAYING:
        return True
    if (
        first.lemma_.lower() in SAYING
        and first.tag_ in FINITE
        and tokens[0] > 0
        and doc[tokens[0] - 1].tag_ in ("WDT", "WP")
    ):
        return True
    return first.lower_ in _OPENERS


def _is_cut_mark(token: Token) -> bool:
    return token.lower_ in _CUT_MARKS and token.dep_ in ("mark", "advmod")


def _lost_object(doc: Doc, tokens: list[int]) -> bool:
    """Whether the last token is a preposition whose object went to another piece."""
    last = doc[tokens[-1]]
    if last.i + 1 >= len(doc) or doc[last.i + 1].is_punct:
        return False  # "unaccounted for"
    return last.dep_ == "prep" and any(c.i not in tokens for c in last.children)


def _is_edge_mark(doc: Doc, i: int) -> bool:
    return doc[i].text in "\"“”‘’'.!?…•*" or doc[i].text in ("''", "``", "...")


def runs(tokens: Sequence[int]) -> list[Span]:
    """Return the contiguous runs of token indices, both ends included."""
    found: list[Span] = []
    for i in tokens:
        if found and i == found[-1][1] + 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def words_of(doc: Doc, tokens: Sequence[int]) -> str:
    """Return the text of token indices, pieces joined by a space."""
    return re.sub(r"\s+", " ", " ".join(doc[s : e + 1].text for s, e in runs(tokens)))

"""What a figure is of, and whether it is an addition, a total or preliminary."""

from __future__ import annotations

import re

from spacy.tokens import Token

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage

_ADDED_BEFORE = re.compile(r"\b(?:another|a further|an additional|an extra|a fresh)\s+(?:\w+\s+)?$", re.I)
_ADDED_AFTER = re.compile(r"\s+(?:more|new|additional|further|extra|fresh|others?)\b(?!\s+than)")
_TOTAL_BEFORE = re.compile(
    r"\b(?:total of|total (?:number|toll|count|cost|bill)?[^.;]{0,20}(?:to|at|was|is)|toll\b[^.;]*"
    r"|overall|in all,?|altogether,?|in total,?"
    r"|(?:bring|brought|tak|took|rais)\w*\b[^.;]{0,50}\bto)\s*$",
    re.I,
)
_TOTAL_AFTER = re.compile(r"[^.;]{0,40}\b(?:so far|in total|in all|altogether|to date)\b", re.I)
_PRELIMINARY = re.compile(
    r"\b(?:provisional\w*|preliminar\w+|unconfirmed|so far|initial(?:ly)?|interim|partial (?:results?"
    r"|counts?)"
    r"|(?:early|first) (?:counts?|estimates?|results?|returns?|figures?|reports?)|not (?:yet )?final"
    r"|(?:could|may|is expected to|are expected to|likely to) (?:still )?(?:rise|climb|grow|go up))\b",
    re.I,
)
_REACH = 100  # code points on each side of the figure within its sentence
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "case", "nummod", "quantmod", "advmod", "punct"})
_LONGEST = 8  # words


def measure_of(passage: Passage, number: Number) -> str:
    """Return "incremental" for an addition, "cumulative" for a total, else ""."""
    before, after = passage.before(number, 70), passage.after(number, 60)
    if _ADDED_BEFORE.search(before) or _ADDED_AFTER.match(after):
        return "incremental"
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after):
        return "cumulative"
    return ""


def is_preliminary(passage: Passage, number: Number) -> bool:
    """Whether the sentence says near the figure that it may still change."""
    before, sentence = passage.sentence(number)
    at = len(before)
    return _PRELIMINARY.search(sentence, max(0, at - _REACH), at + _REACH) is not None


def object_of(passage: Passage, number: Number, end: int, unit: str) -> str:
    """Return the words for what the figure is of.

    The counted phrase ("Russian fighter jets"), the whole of a share ("the library's books"), what an amount
    is paid for ("hardship payment"), else the subject of the clause ("Inflation"); "" when nothing fits.
    """
    doc, tokens = passage.doc, passage.tokens
    last = tokens.at(max(number.start, end - 1))
    behind = last + 1
    if behind < len(doc) and doc[behind].lower_ == "of" and unit == "%":
        whole = next((c for c in doc[behind].children if c.dep_ == "pobj"), None)
        return _phrase(whole) if whole is not None else ""
    if doc[last].tag_ in ("NNS", "NN", "NNP") and tokens.from_(number.end) <= last and unit[:3].islower():
        return _phrase(doc[last], from_=tokens.from_(number.end))
    heads = (doc[tokens.at(number.start)].head, doc[last].head)
    paid = next((h for h in heads if last < h.i <= last + 3 and h.tag_ in ("NN", "NNS")), None)
    if unit.isupper() and paid is not None:
        return _phrase(paid, from_=last + 1)
    return _subject(doc[last]) if unit == "%" or unit.isupper() else ""


def _phrase(head: Token, from_: int = -1) -> str:
    """Return the noun phrase of `head` without what hangs behind it."""
    left = [t.i for t in head.lefts if t.dep_ in _MODIFIERS | {"det"} and t.i >= from_]
    start = max(min([*left, head.i]), from_, head.i - _LONGEST)
    return str(head.doc[start : head.i + 1].text).strip(" -")


def _subject(token: Token) -> str:
    """Return the subject of the clause a token stands in."""
    for above in token.ancestors:
        subject = next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and subject.left_edge.i <= token.i <= subject.right_edge.i:
            return ""
        if subject is not None:
            return _phrase(subject) if subject.tag_ in ("NN", "NNS", "NNP", "NNPS") else ""
    return ""

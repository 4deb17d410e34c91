"""Cuts where the verb is said once for two: "£9m on roads and £4m on parks", "won 41 seats and its rival 38".

A parser hangs the second half anywhere, so the halves are told by the frame of their figures: the words
before the second figure must answer those before the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.extract.reading.pieces import FINITE, Figure, Piece, Sentence, is_verb

_JOINTS = frozenset({"and", "but"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "PART", "PUNCT", "ADP"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WRB", "WP$"})
_LONGEST_SUBJECT = 12  # tokens of a noun phrase that may stand before the second figure


@dataclass(frozen=True, slots=True)
class _Gap:
    """Tokens of a gapped conjunct: what both share, the first half, the second, a common end."""

    shared: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]
    tail: tuple[int, ...]


def cut_gaps(sentence: Sentence, piece: Piece, *, strict: bool) -> list[Piece]:
    """Return the two halves of a gapped piece, or the piece alone.

    `strict` asks that the first figure has a place, time or purpose of its own; without it the words
    behind the second may belong to both.
    """
    if piece.kind in ("figure", "record", "item") or len(_figures(sentence, piece.tokens)) < 2:
        return [piece]
    if _has(sentence, piece.tokens, "respectively"):
        return [piece]
    for at, after in _joints(sentence, piece.tokens):
        left, right = piece.tokens[:at], piece.tokens[after:]
        gap = _object_gap(sentence, left, right, strict=strict) or _subject_gap(sentence, left, right)
        if gap is not None:
            rest = [i for i in piece.tokens[at:after] if sentence.doc[i].is_punct]
            return _halves(piece, gap, rest)
    return [piece]


def _has(sentence: Sentence, tokens: Sequence[int], word: str) -> bool:
    return any(sentence.doc[i].lower_ == word for i in tokens)


def _halves(piece: Piece, gap: _Gap, rest: Sequence[int]) -> list[Piece]:
    first = sorted({*gap.shared, *gap.first, *rest})
    one = Piece(piece.head, piece.kind, first, sorted({*piece.borrowed, *gap.tail}))
    two = Piece(piece.head, "shared", [*gap.second, *gap.tail], sorted({*piece.borrowed, *gap.shared}))
    return [one, two]


def _joints(sentence: Sentence, tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where a conjunction stands in `tokens`, and the place after it."""
    doc = sentence.doc
    for place, i in enumerate(tokens):
        if doc[i].tag_ == "CC" and doc[i].lower_ in _JOINTS:
            yield place, place + 1
        elif [doc[k].lower_ for k in tokens[place : place + 3]] == ["as", "well", "as"]:
            yield place, place + 3


def _figures(sentence: Sentence, tokens: Sequence[int]) -> list[Figure]:
    return [f for i in tokens if (f := sentence.figures.get(i)) is not None and not f.is_age]


def _object_gap(
    sentence: Sentence, left: Sequence[int], right: Sequence[int], *, strict: bool
) -> _Gap | None:
    """ "will spend | £9m on roads" and "£4m on parks": the second half opens with its figure."""
    doc, counted = sentence.doc, _figures(sentence, right)
    verb, figure = _verb_and_figure(sentence, left)
    if verb is None or figure is None or not counted or not _has_no_clause(sentence, right):
        return None
    lead = right[: right.index(counted[0].start)]
    if len(lead) > 1 or (lead and doc[lead[0]].lower_ != doc[figure.start - 1].lower_):
        return None
    if lead and doc[lead[0]].pos_ != "ADP":
        return None
    bare = all(counted[0].start <= i < counted[0].end or doc[i].is_punct for i in right)
    if bare and _has(sentence, left, "aged"):
        return None
    if strict and not any(i >= figure.end and doc[i].pos_ in ("ADP", "ADV") for i in left):
        return None
    if doc[figure.start].lower_ == "between" or doc[figure.start - 1].lower_ == "between":
        return None
    begin = verb + 1
    if not lead and doc[figure.start - 1].pos_ == "ADP" and figure.start - 1 == begin:
        begin = figure.start
    shared = tuple(i for i in left if i < begin)
    first = tuple(i for i in left if i >= begin)
    tail = _common_time(sentence, first, right)
    return _Gap(shared, first, tuple(i for i in right if i not in tail), tail)


def _subject_gap(sentence: Sentence, left: Sequence[int], right: Sequence[int]) -> _Gap | None:
    """ "rose 12% to £4m" and "revenue 3% to £81m": the second half has a noun phrase before its figure."""
    counted = _figures(sentence, right)
    verb, figure = _verb_and_figure(sentence, left)
    if verb is None or figure is None or not counted or not _has_no_clause(sentence, right):
        return None
    lead = right[: right.index(counted[0].start)]
    frame = _frame(sentence, figure)
    phrase = lead[:-1] if frame else lead
    if not 0 < len(phrase) <= _LONGEST_SUBJECT or _frame(sentence, counted[0]) != frame:
        return None
    if not _is_nominal(sentence, phrase):
        return None
    between = [i for i in left if verb < i < figure.start - bool(frame)]
    if between and not _is_nominal(sentence, between):
        return None
    shared = tuple(i for i in left if i <= verb) if between else (*_auxiliaries(sentence, verb, left), verb)
    kept = tuple(i for i in left if i not in shared)
    return _Gap(shared, kept, tuple(right), ())


def _frame(sentence: Sentence, figure: Figure) -> str:
    """Return the preposition that stands right before a figure, "" without one."""
    before = sentence.doc[figure.start - 1] if figure.start > sentence.start else None
    return before.lower_ if before is not None and before.pos_ == "ADP" else ""


def _auxiliaries(sentence: Sentence, verb: int, left: Sequence[int]) -> list[int]:
    return [c.i for c in sentence.doc[verb].children if c.dep_ in ("aux", "auxpass") and c.i in left]


def _verb_and_figure(sentence: Sentence, left: Sequence[int]) -> tuple[int | None, Figure | None]:
    """Return the last verb of the first half that has a figure behind it, and that figure."""
    verbs = [i for i in left if is_verb(sentence.doc[i]) and sentence.doc[i].dep_ not in ("aux", "auxpass")]
    for verb in reversed(verbs):
        behind = _figures(sentence, [i for i in left if i > verb])
        if behind and sentence.doc[verb].dep_ not in ("relcl", "acl", "amod"):
            return verb, behind[0]
    return None, None


def _has_no_clause(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """Whether no verb stands in the second half, save in a relative clause or a subordinate one."""
    opened = False
    for i in tokens:
        token = sentence.doc[i]
        opened = opened or token.tag_ in _RELATIVE_TAGS or token.dep_ == "mark"
        if (token.tag_ in FINITE or token.tag_ == "VB") and not opened:
            return False
    return True


def _is_nominal(sentence: Sentence, phrase: Sequence[int]) -> bool:
    """Whether tokens look like one noun phrase, an apposition between commas included."""
    doc = sentence.doc
    return (
        all(doc[i].pos_ in _NOMINAL and doc[i].text not in ";:()" for i in phrase)
        and doc[phrase[0]].pos_ not in ("PUNCT", "ADP")
        and any(doc[i].pos_ in ("NOUN", "PROPN", "PRON") or doc[i].tag_ == "JJS" for i in phrase)
    )


def _common_time(sentence: Sentence, first: Sequence[int], right: Sequence[int]) -> tuple[int, ...]:
    """Return the time at the end of the second half when the first has none: it belongs to both."""
    doc = sentence.doc
    if any(doc[i].ent_type_ in ("DATE", "TIME") for i in first):
        return ()
    words = [i for i in right if not doc[i].is_punct]
    begin = len(words)
    while begin > 0 and doc[words[begin - 1]].ent_type_ in ("DATE", "TIME"):
        begin -= 1
    if begin == len(words):
        return ()
    if begin > 0 and doc[words[begin - 1]].pos_ == "ADP":
        begin -= 1
    return tuple(words[begin:]) if begin > 2 else ()

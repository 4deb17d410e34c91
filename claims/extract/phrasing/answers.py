"""Short answers as sentences: "Will it close?" and "Probably not" make "It will probably not close"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.phrasing.inflect import past, third_person
from claims.extract.phrasing.telling import Telling
from claims.extract.phrasing.wording import Wording
from claims.extract.reading.pieces import FINITE, subject_of

_SURE = frozenset("yes yeah certainly definitely absolutely indeed sure".split())
_DOUBTING = frozenset("probably perhaps maybe possibly hopefully hardly never".split())
_DENYING = frozenset({"no", "not", "n't", "nope"})
_SPARE = frozenset("sadly unfortunately of course quite well yet at all".split())
_LONGEST = 5  # tokens
_QUESTION_BACK = 6  # tokens between a question and its answer: marks, "he said"


def question_before(doc: Doc, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Return the tokens of the yes-or-no question that a short answer follows, or ()."""
    words = [doc[i] for i in tokens if not doc[i].is_punct]
    known = _SURE | _DOUBTING | _DENYING
    if not words or len(words) > _LONGEST or not all(w.lower_ in known | _SPARE for w in words):
        return ()
    if not any(w.lower_ in known for w in words):
        return ()
    mark = next(
        (i for i in range(tokens[0] - 1, max(0, tokens[0] - _QUESTION_BACK), -1) if doc[i].text == "?"), -1
    )
    if mark < 0:
        return ()
    first = doc[mark].sent.start
    while first < mark and (doc[first].is_punct or doc[first].is_space):
        first += 1
    return tuple(i for i in range(first, mark) if not doc[i].is_space)


def answered(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return a short answer with the words of its question, None for questions of who and what."""
    doc, asked = told.doc, told.question
    if not asked or doc[asked[0]].tag_ not in FINITE:
        return None
    opener = doc[asked[0]]
    main = opener.head if opener.dep_ in ("aux", "auxpass") else opener
    subject = subject_of(main)
    if subject is None or subject.i <= opener.i:
        return None
    phrase = [t.i for t in subject.subtree if t.i in asked]
    rest = [i for i in asked if i > phrase[-1]]
    if not phrase or phrase[0] != opener.i + 1:
        return None
    words = [doc[i].lower_ for i in line.order]
    denied = any(w in _DENYING for w in words)
    adverbs = [w for w in words if w in _DOUBTING] + ["not"] * denied
    said = Wording(doc, [*phrase, opener.i, *rest], dict(told.names))
    if opener.lemma_ == "do" and main is not opener:
        base = main.lemma_.lower()
        bent = past(base) if opener.tag_ == "VBD" else third_person(base) if opener.lower_ == "does" else base
        said.instead[opener.i] = " ".join(adverbs) if not denied else f"{opener.lower_} {' '.join(adverbs)}"
        said.instead[main.i] = base if denied else bent
    else:
        said.instead[opener.i] = " ".join([opener.lower_, *adverbs])
    return said

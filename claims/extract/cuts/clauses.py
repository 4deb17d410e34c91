"""Cuts by syntax: which tokens head a clause that could stand alone.

The rules are those of annotation: one predicate a claim. Whatever hangs on a head goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

from claims.extract.reading.pieces import (
    Kind,
    Sentence,
    asked_first,
    has_own_object,
    is_finite,
    is_verb,
    own_range,
    subject_of,
)

CONTRAST = frozenset({"while", "whereas", "although", "though", "but"})
CONDITIONS = frozenset({"if", "unless", "whether", "that", "lest"})
_NO_AUTHORITY = frozenset({"i", "we", "you"})
_TOLD = frozenset("tell warn inform notify assure advise remind".split())
_LEXICON = Path(__file__).parents[1] / "lexicon" / "acts.tsv"
_EVENT_NOUNS = re.compile(
    r"(?:ment|tion|sion|ing|attack|strike|raid|fire|quake|assault|swap|exchange|protest|offensive|exodus"
    r"|crash|loss"
    r"|gain|drop|fall|rise|win|defeat|surge|slump|outbreak|disaster|battle|barrage|shooting|collapse)$",
    re.I,
)


@lru_cache(maxsize=1)
def _official_acts() -> frozenset[str]:
    """Return the past forms of what an authority does to somebody ("fined", "detained")."""
    lines = _LEXICON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def tree_heads(sentence: Sentence) -> dict[int, Kind]:
    """Return the tokens that head a piece by syntax."""
    heads: dict[int, Kind] = {}
    for i in sentence.tokens():
        token = sentence.doc[i]
        kind = _head_kind(sentence, token, heads)
        if kind is not None:
            heads[i] = kind
    return heads


def _head_kind(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    if token.dep_ == "ROOT" or token.head.i == token.i or not sentence.start <= token.head.i < sentence.end:
        return "main"
    if token.i in sentence.cues and is_verb(token):
        return "main"
    for rule in (_complement, _conjoined, _adverbial, _relative, _apposition, _with_figure, _record_place):
        kind = rule(sentence, token, heads)
        if kind is not None:
            return kind
    return None


def _complement(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut the content of a cue from the saying; cut clauses side by side."""
    if token.dep_ in ("ccomp", "xcomp", "pcomp", "acl") and token.head.i in sentence.cues:
        return "main"
    if token.dep_ == "parataxis" and is_finite(token) and subject_of(token) is not None:
        return "clause"
    if token.dep_ == "ccomp" and is_finite(token) and subject_of(token) is not None:
        between = sentence.text(min(token.i, token.head.i), max(token.i, token.head.i))
        if token.i < token.head.i and re.search(r"[;,]", between) and not _has_mark(token):
            return "clause"
    return None


def _has_mark(token: Token) -> bool:
    return any(c.dep_ == "mark" for c in token.children)


def _conjoined(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut the second of two verbs when each has something of its own."""
    if token.dep_ != "conj" or not is_verb(token) or not is_verb(token.head):
        return None
    if _was_told(sentence, token.head):
        return None
    own = own_range(sentence, token)
    figure = bool(sentence.figures_in(*own))
    if heads.get(token.head.i) == "relative" and subject_of(token) is None:
        return "relative" if figure or token.lower_ in _official_acts() else None
    if not _at_clause_level(sentence, token, heads):
        second: Kind = "participle" if heads.get(token.head.i) == "participle" else "clause"
        return second if figure and sentence.figures_in(token.head.i, token.i) else None
    if subject_of(token) is not None and is_finite(token):
        return "clause"
    if not is_finite(token) and (token.tag_ == "VBG" or _is_infinitive(token)):
        return "clause" if figure and has_own_object(token) else None
    has_aux = any(c.dep_ in ("aux", "auxpass") for c in token.children)
    return "clause" if has_aux or figure or (has_own_object(token) and has_own_object(token.head)) else None


def _was_told(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause is what somebody was told: the telling is the claim, whatever it holds."""
    teller = verb.head
    passive = any(c.dep_ == "auxpass" for c in teller.children)
    return verb.dep_ == "ccomp" and passive and teller.i not in sentence.cues and teller.lemma_ in _TOLD


def _is_infinitive(token: Token) -> bool:
    if token.tag_ != "VB":
        return False
    chain = [token, token.head]
    return any(c.tag_ == "TO" for verb in chain for c in verb.children if c.dep_ == "aux")


def _at_clause_level(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> bool:
    """Whether the first of the conjoined verbs is a clause that may stand alone."""
    first = token.head
    while first.dep_ == "conj" and first.head.i != first.i and first.i not in heads:
        first = first.head
    if first.i in heads or first.dep_ == "ROOT":
        return heads.get(first.i) != "participle"
    return first.dep_ == "ccomp"


def _adverbial(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut contrastive clauses, and others only with a figure of their own."""
    if token.dep_ not in ("advcl", "acl", "pcomp") or not is_verb(token):
        return None
    if token.i < token.head.i and asked_first(sentence) == token:
        return "participle"
    marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod", "cc")}
    start, end = own_range(sentence, token)
    if _goes_on_with_that(sentence, token, marks):
        return "clause"
    if marks & CONDITIONS:
        return None
    if "as" in marks and is_finite(token) and any(token.head.i < i < start for i in sentence.cues):
        return "clause"  # "A, the ministry said, as B"
    if token.head.lemma_ in ("come", "follow") and marks & {"after", "as"} and is_finite(token):
        return "clause"
    figures = sentence.figures_in(start, end)
    figure = bool(figures)
    if is_finite(token) and subject_of(token) is not None:
        even_as = start > 0 and "as" in marks and sentence.doc[start - 1].lower_ == "even"
        if marks & CONTRAST or "even" in marks or even_as:
            return "clause"
        figure = figure and any(not _in_participle(sentence, token, f.start) for f in figures)
        return "clause" if figure and _figure_is_own(sentence, token) and token.i > token.head.i else None
    return "participle" if figure and _is_comma_participle(sentence, token) else None


def _in_participle(sentence: Sentence, clause: Token, i: int) -> bool:
    """Whether a figure of a clause stands in a participle that is cut off ("before it sank, killing two")."""
    above = (t for t in sentence.doc[i].ancestors if clause.is_ancestor(t))
    return any(t.dep_ == "advcl" and _is_comma_participle(sentence, t) for t in above)


def _goes_on_with_that(sentence: Sentence, token: Token, marks: set[str]) -> bool:
    """Whether a clause is a further content of the same cue ("said A, that B and that C")."""
    if marks - {"and", "but"} != {"that"} or not is_finite(token) or subject_of(token) is None:
        return False
    mark = next(c for c in token.children if c.lower_ == "that")
    before = sentence.doc[max(sentence.start, mark.i - 1)]
    governed = any(t.i in sentence.cues for t in token.ancestors)
    return governed and (before.text == "," or before.dep_ == "cc")


def _figure_is_own(sentence: Sentence, token: Token) -> bool:
    """Whether main clause and adverbial clause both remain claims once cut."""
    return sentence.doc[token.head.i].i not in sentence.cues or bool(has_own_object(token))


def _is_comma_participle(sentence: Sentence, token: Token) -> bool:
    if token.tag_ not in ("VBG", "VBN"):
        return False
    if token.i < token.head.i:
        return _opens_sentence(sentence, token)
    before = sentence.doc[max(sentence.start, token.left_edge.i - 1)]
    return before.text in (",", "—", "–", "--") and has_own_object(token)


def _opens_sentence(sentence: Sentence, token: Token) -> bool:
    """Whether a participle opens a sentence that has a figure behind it too ("Built for 90, it held 200")."""
    start, end = own_range(sentence, token)
    closed = end < token.head.i and sentence.doc[end].text == ","
    alone = start == token.i and not sentence.doc[start - 1].is_alpha
    return closed and alone and has_own_object(token) and bool(sentence.figures_in(end, sentence.end))


def _relative(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut relative clauses with a figure, an official act or a predicted record."""
    if (
        token.dep_ != "relcl"
        or not is_finite(token)
        or (token.head.dep_ == "ROOT" and not is_verb(token.head))
    ):
        return None
    start, end = own_range(sentence, token)
    if _says_which(sentence, token, start):
        return None
    if sentence.figures_in(start, end):
        return "relative"
    subject = subject_of(token)
    if token.lower_ in _official_acts() and (subject is None or subject.lower_ not in _NO_AUTHORITY):
        return "relative"
    words = {sentence.doc[i].lower_ for i in range(start, end)}
    superlative = any(sentence.doc[i].tag_ in ("JJS", "RBS") for i in range(start, end))
    return "relative" if superlative and words & {"could", "will", "would", "may", "might"} else None


def _apposition(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut an apposition between commas that counts something ("a bakery with 400 staff")."""
    if token.dep_ != "appos" or token.pos_ != "NOUN" or token.head.pos_ not in ("PROPN", "NOUN"):
        return None
    start, end = own_range(sentence, token)
    commas = sentence.doc[start - 1].text == "," and sentence.doc[min(end, sentence.end - 1)].is_punct
    opened = sentence.doc[start].lower_ in ("a", "an", "the") and start > sentence.start
    if not commas or not opened or any(i in sentence.cues for i in range(start, end)):
        return None
    held = (f.start for f in sentence.figures_in(token.i + 1, end))
    return "relative" if any(_is_held(sentence, token, i) for i in held) else None


def _is_held(sentence: Sentence, noun: Token, i: int) -> bool:
    """Whether a figure belongs to a noun itself, and to no relative clause or later part of it."""
    above = (t for t in sentence.doc[i].ancestors if t.i > noun.i and noun.is_ancestor(t))
    return all(sentence.doc[k].text != "," for k in range(noun.i, i)) and all(
        t.dep_ not in ("relcl", "acl") for t in above
    )


def _says_which(sentence: Sentence, token: Token, start: int) -> bool:
    """Whether the clause only tells which of a kind is meant ("those who slept less")."""
    noun = token.head
    if start > sentence.start and sentence.doc[start - 1].is_punct:
        return False
    pronoun = noun.pos_ == "PRON" or noun.tag_ == "DT" or noun.lower_ in ("people", "those")
    counted = any(c.dep_ in ("det", "poss", "nummod", "amod", "compound") for c in noun.children)
    return pronoun or (noun.tag_ == "NNS" and not counted)


def _with_figure(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut "with 16 games left" when the clause has a figure already."""
    if token.dep_ != "prep" or token.lower_ != "with" or not is_verb(token.head):
        return None
    start, end = own_range(sentence, token)
    if not sentence.figures_in(start, end):
        return None
    clause = token.head
    others = sentence.figures_in(max(sentence.start, clause.left_edge.i), start)
    return "figure" if others else None


def _record_place(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut "in the war's biggest bombardment" after a clause with a figure."""
    if token.lower_ != "in" or token.dep_ != "prep":
        return None
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or not _EVENT_NOUNS.search(noun.text):
        return None
    if not any(c.tag_ == "JJS" for c in noun.children):
        return None
    return "record" if sentence.figures_in(sentence.start, token.i) else None


def label(sentence: Sentence, heads: Mapping[int, Kind]) -> dict[int, int]:
    """Return for every token the nearest head above it."""
    labels: dict[int, int] = {}
    for i in sentence.tokens():
        token = sentence.doc[i]
        steps = 0
        while token.i not in heads and steps < 200:
            token, steps = token.head, steps + 1
        labels[i] = token.i if token.i in heads else sentence.start
    return labels

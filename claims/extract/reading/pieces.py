"""What a sentence is cut into, and the grammar the cutters ask of a parse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

Kind = Literal["main", "clause", "participle", "relative", "figure", "record", "item", "shared"]

# kinds that are claims by the way they were cut, verb or not
ALONE: frozenset[Kind] = frozenset({"figure", "record", "item", "participle", "relative", "shared"})
_ASKED = frozenset("asked pressed questioned quizzed challenged invited speaking".split())
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as the cutter sees it: token range, unit, whether it is an age."""

    start: int
    end: int
    unit: str

    @property
    def is_age(self) -> bool:
        """Whether the figure is an age, which never makes a claim of its own."""
        return self.unit.endswith("of age")


@dataclass(slots=True)
class Piece:
    """Tokens that make one claim, and the tokens borrowed from elsewhere (subject, antecedent)."""

    head: int
    kind: Kind
    tokens: list[int]
    borrowed: list[int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be cut: tokens `[start, end)`, its figures by first token, the cue tokens."""

    doc: Doc
    start: int
    end: int
    figures: Mapping[int, Figure]
    cues: frozenset[int]

    def tokens(self) -> range:
        """Return the indices of the sentence's tokens."""
        return range(self.start, self.end)

    def figures_in(self, start: int, end: int, *, ages: bool = False) -> list[Figure]:
        """Return the figures whose numeral lies in `[start, end)`."""
        found = (self.figures[i] for i in range(start, end) if i in self.figures)
        return [figure for figure in found if ages or not figure.is_age]

    def text(self, start: int, end: int) -> str:
        """Return the text of tokens `[start, end)`."""
        return str(self.doc[start:end].text) if end > start else ""


def is_finite(token: Token) -> bool:
    """Whether a verb is finite by itself or through an auxiliary."""
    if token.tag_ in FINITE:
        return True
    if token.tag_ == "VBN" and token.dep_ == "ROOT" and not any(c.dep_ == "aux" for c in token.children):
        return subject_of(token) is not None  # "shut", "put": past read as participle
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in token.children)


def asked_first(sentence: Sentence) -> Token | None:
    """Return the participle a sentence opens with if it tells of a question ("Asked about fines, ...")."""
    first = next((sentence.doc[i] for i in sentence.tokens() if sentence.doc[i].is_alpha), None)
    asks = first is not None and first.lower_ in _ASKED and first.tag_ in ("VBN", "VBG", "VBD")
    return first if asks else None


def subject_of(token: Token) -> Token | None:
    """Return the verb's own subject, if it has one."""
    return next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")), None)


def is_verb(token: Token) -> bool:
    """Whether a token is a verb or an auxiliary."""
    return token.pos_ in ("VERB", "AUX")


def has_own_object(token: Token) -> bool:
    """Whether something of its own follows a verb: object, complement, place or time."""
    wanted = (
        "dobj",
        "attr",
        "acomp",
        "prep",
        "agent",
        "xcomp",
        "ccomp",
        "oprd",
        "dative",
        "npadvmod",
        "advcl",
    )
    return any(c.dep_ in wanted for c in token.children if c.i > token.i)


def own_range(sentence: Sentence, token: Token) -> tuple[int, int]:
    """Return the token range of a subtree within the sentence."""
    return max(token.left_edge.i, sentence.start), min(token.right_edge.i + 1, sentence.end)


def noun_phrase(doc: Doc, noun: Token) -> list[int]:
    """Return the tokens of a noun phrase without its relative clauses and comma appositions."""
    dropped: set[int] = set()
    for child in noun.children:
        named = (
            child.dep_ == "appos" and not doc[child.left_edge.i - 1].is_punct
        )  # "climbers Petrov and Gamez"
        if child.i > noun.i and child.dep_ in ("relcl", "acl", "appos", "punct", "advcl") and not named:
            dropped |= {t.i for t in child.subtree}
    return [t.i for t in noun.subtree if t.i not in dropped]

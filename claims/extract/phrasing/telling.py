"""What the wording of one claim may look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from claims.extract.phrasing.called import shown
from claims.extract.phrasing.inflect import possessive
from claims.extract.phrasing.wording import Wording
from claims.extract.reading.pieces import Kind, noun_phrase, subject_of
from claims.extract.types import Speaker

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim to be put into words.

    `names` gives the words for pronouns behind the clause an adjunct hangs on, `own_names` those for the
    claim alone; `figures` the tokens of its quantities, `cue` those of its cue, `host` the clause an adjunct
    of the same sentence hangs on, `host_head` its verb and `host_line` its statement; `first` is the first
    token of the sentence's body, behind any dateline; `lead` the words that introduce the list it is in,
    `question` those of the question it answers.
    """

    doc: Doc
    tokens: tuple[int, ...]
    head: int
    kind: Kind
    speaker: Speaker | None = None
    figures: frozenset[int] = frozenset()
    names: dict[int, str] = field(default_factory=dict)
    own_names: dict[int, str] = field(default_factory=dict)
    denied: bool = False
    cue: tuple[int, ...] = ()
    cue_lemma: str = ""
    cue_kind: str = ""
    host: tuple[int, ...] = ()
    host_head: int = -1
    host_line: str = ""
    first: int = 0
    lead: tuple[int, ...] = ()
    question: tuple[int, ...] = ()

    def wording(self, tokens: tuple[int, ...] | list[int], *, alone: bool = False) -> Wording:
        """Return tokens as a line with the names for their pronouns; `alone` says that no clause leads it."""
        return Wording(self.doc, list(tokens), dict(self.own_names if alone else self.names))

    def gap(self) -> list[int]:
        """Return the tokens between the cue and the claim behind it, marks left out."""
        if not self.cue or self.cue[-1] >= self.tokens[0]:
            return []
        return [i for i in range(self.cue[-1] + 1, self.tokens[0]) if not self.doc[i].is_punct]

    def verb(self) -> Token | None:
        """Return the main verb among the tokens."""
        return main_verb(self.doc, self.tokens, self.head)


def main_verb(doc: Doc, tokens: tuple[int, ...] | list[int], head: int) -> Token | None:
    """Return the head when it is a verb among the tokens, else the topmost verb there, else None."""
    if head in tokens and doc[head].pos_ in ("VERB", "AUX"):
        return doc[head]
    inside = set(tokens)
    verbs = [t for t in map(doc.__getitem__, tokens) if t.pos_ in ("VERB", "AUX")]
    verbs = [t for t in verbs if t.dep_ not in ("aux", "auxpass")]
    top = [v for v in verbs if v.head.i not in inside or v.head.i == v.i]
    return next((v for v in top if v.dep_ not in ("acl", "relcl", "amod")), next(iter(top or verbs), None))


def finite_word(verb: Token) -> Token | None:
    """Return the finite word of a verb group: the verb or its first auxiliary."""
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass") and child.tag_ in FINITE and child.i < verb.i + 2:
            return child
    return verb if verb.tag_ in FINITE else None


def inherited_subject(verb: Token) -> Token | None:
    """Return the subject of a verb, or of the verbs it is conjoined with."""
    seen = verb
    for _ in range(4):
        found = subject_of(seen)
        if found is not None:
            return found
        if seen.dep_ not in ("conj", "xcomp", "advcl") or seen.head.i == seen.i:
            return None
        seen = seen.head
    return None


def short_phrase(doc: Doc, noun: Token, *, most: int = 8) -> list[int]:
    """Return a noun phrase without clauses and appositions, and without later modifiers when long."""
    tokens = noun_phrase(doc, noun)
    if len(tokens) > most:
        tokens = [i for i in tokens if i <= noun.i or _is_of(doc, i, noun)]
    return tokens if len(tokens) <= most else [i for i in tokens if noun.i - most < i <= noun.i]


def _is_of(doc: Doc, i: int, noun: Token) -> bool:
    at = doc[i]
    for _ in range(6):
        if at.head.i == noun.i:
            return bool(at.lower_ == "of")
        at = at.head
    return False


def name_once(told: Telling, line: Wording) -> str:
    """Return the speaker's name for the front of a line, where pronouns stand for it from then on."""
    name = shown(told.speaker) if told.speaker is not None else ""
    for i, word in list(line.instead.items()):
        if word in (name, possessive(name)) and told.doc[i].tag_ in ("PRP", "PRP$"):
            del line.instead[i]
    return name

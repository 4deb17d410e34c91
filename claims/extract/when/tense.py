"""The main verb of a claim and its tense, auxiliaries shared among conjuncts ("will close A and sell B")."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Doc, Token

from claims.extract.cuts.atoms import Atom

Tense = Literal["past", "pluperfect", "perfect", "present", "future", ""]
FUTURE_MODALS = frozenset(
    {"will", "'ll", "’ll", "wo", "shall", "would", "'d", "could", "should", "might", "may"}
)
_HAVE = frozenset({"has", "have", "'ve", "’ve", "'s", "’s"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_UNCHANGING = frozenset(
    "lay cut put set shut hit cost spread quit let split read beat bid shed hurt burst".split()
)
_PLANS = frozenset({"schedule", "expect", "plan", "set", "slate", "book"})
_BARE = frozenset({"VB", "VBN", "VBG", "VBP", "VBD", "NN"})  # a bare conjunct is often mistagged


def main_verb(doc: Doc, atom: Atom) -> Token | None:
    """Return the verb that heads an atom, else its first full verb."""
    if atom.head in atom.tokens and doc[atom.head].pos_ in ("VERB", "AUX"):
        return doc[atom.head]
    return next(
        (
            doc[i]
            for i in atom.tokens
            if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ not in ("aux", "auxpass")
        ),
        None,
    )


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliaries of a verb: its own, or those of the verb it is joined to without a subject."""
    while True:
        own = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
        if (
            own
            or verb.dep_ != "conj"
            or verb.tag_ not in _BARE
            or any(c.dep_ in _SUBJECTS for c in verb.children)
        ):
            return own
        first = verb.head
        bare = verb.tag_ != "VBD" or verb.lower_ in _UNCHANGING
        perfect = verb.lower_.endswith("ed") and any(
            c.lemma_ == "have" for c in first.children if c.dep_ == "aux"
        )
        if first.tag_ != verb.tag_ and not perfect and not (bare and _has_modal(first)):
            return own
        verb = first


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)


def _has_modal(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in verb.children)


def tense_of(verb: Token | None) -> Tense:
    """Return the tense of a verb with its auxiliaries; "" when it has none of its own."""
    if verb is None:
        return ""
    aux = auxiliaries(verb)
    tags = {a.lower_ if a.lemma_ == "have" else a.tag_ for a in aux}
    if "MD" in tags:
        return "future"
    if "TO" in tags and "have" in tags and not any(c.dep_ == "auxpass" for c in verb.head.children):
        return "past"  # "claimed to have sunk two boats"; "is said to have" is hearsay of any time
    if tags & _HAVE:
        return "perfect"
    if "had" in tags or "'d" in tags:
        return "pluperfect"
    if verb.tag_ == "VBD" or "VBD" in tags or (verb.tag_ == "VBN" and not aux and _has_subject(verb)):
        return "past"
    if verb.tag_ == "VBP" and not aux and verb.lower_ in _UNCHANGING:
        return "past"  # "militants hit a convoy": the news tells of what was
    return "present" if verb.tag_ in ("VBZ", "VBP") or tags & {"VBZ", "VBP"} else ""


def is_future(verb: Token | None) -> bool | None:
    """Whether a verb has a modal of the future; None without a verb."""
    if verb is None:
        return None
    return any(a.tag_ == "MD" and a.lower_ in FUTURE_MODALS for a in auxiliaries(verb))


def same_time(one: Tense, other: Tense) -> bool:
    """Whether two verbs may tell of one time."""
    return not one or not other or one == other or {one, other} <= {"past", "pluperfect"}


def is_planned(verb: Token) -> bool:
    """Whether an infinitive tells what was planned ("was due to sing", "had been scheduled to meet")."""
    above = verb.head
    if verb.dep_ != "xcomp" or not any(c.tag_ == "TO" for c in verb.children):
        return False
    if above.lemma_ == "be":
        due = any(c.dep_ == "acomp" and c.lower_ == "due" for c in above.children)
        return due or not any(c.dep_ in ("acomp", "attr") for c in above.children)
    passive = any(c.dep_ == "auxpass" for c in above.children)
    return above.lower_ == "due" or (passive and above.lemma_ in _PLANS)

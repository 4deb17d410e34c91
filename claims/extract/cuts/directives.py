"""What tells somebody to do something, which is no claim: "told swimmers to heed the flags"."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.reading.pieces import subject_of

# with a hearer and an infinitive these pass on a command; to urge or ask is a demand, to order an act
_COMMANDS = frozenset({"tell", "warn", "advise", "remind"})
_PUBLIC_NOTICES = frozenset("ask urge advise remind invite encourage request warn tell".split())
_ANYONE = frozenset("anyone anybody everyone everybody those people you".split())
_WAYS_TO_REACH = frozenset("call ring phone telephone write email text contact visit".split())
_NOW = frozenset({"is", "are", "being"})


def is_directive(head: Token) -> bool:
    """Whether the clause of this verb only tells somebody what to do."""
    return _commands(head) or _is_commanded(head) or _is_public_notice(head) or _says_whom_to_reach(head)


def _commands(verb: Token) -> bool:
    """ "told jurors not to look it up": the verb is the telling."""
    return verb.lemma_.lower() in _COMMANDS and any(_is_ordered(verb, c) for c in verb.children)


def _is_commanded(verb: Token) -> bool:
    """ "warned couples not to pay": the verb is what they are told."""
    over = verb.head
    return over.lemma_.lower() in _COMMANDS and _is_ordered(over, verb)


def _is_ordered(teller: Token, verb: Token) -> bool:
    if verb.i <= teller.i or not _is_infinitive(verb) or _is_passive(teller):
        return False
    hearer = subject_of(verb) or next((c for c in teller.children if c.dep_ in ("dobj", "dative")), None)
    return hearer is not None and teller.i < hearer.i < verb.i


def _is_public_notice(verb: Token) -> bool:
    """ "Anyone with information is asked to call": a passive of today, and nobody said to ask."""
    for over in (verb, verb.head):
        asked = over.lemma_.lower() in _PUBLIC_NOTICES and any(
            c.dep_ == "auxpass" and c.lower_ in _NOW for c in over.children
        )
        if asked and not any(c.dep_ == "agent" for c in over.children):
            return any(c.dep_ == "xcomp" and _is_infinitive(c) for c in over.children)
    return False


def _says_whom_to_reach(verb: Token) -> bool:
    """ "Witnesses should call 101", "anyone who saw it should write to the board"."""
    if verb.lemma_.lower() not in _WAYS_TO_REACH or verb.tag_ != "VB":
        return False
    subject = subject_of(verb)
    plural = subject is not None and (subject.tag_ == "NNS" or subject.lower_ in _ANYONE)
    return plural and any(c.lower_ == "should" for c in verb.children)


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.tag_ == "TO" and c.dep_ == "aux" for c in verb.children)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in verb.children)

"""Sentences for headline-like fragments: "46% of ballots counted", "shots 24-6", "one arrest"."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.deeds import is_plural
from claims.extract.phrasing.telling import Telling, finite_word, short_phrase
from claims.extract.phrasing.wording import Wording, words_of
from claims.extract.reading.pieces import subject_of

_STANDING = frozenset(
    "ahead behind up down out open closed shut dead missing safe level unchanged absent unhurt alive away"
    " cancelled".split()
)


def verbless(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return a fragment of the outlet's own words as a sentence, None where it is of no known form."""
    if told.cue and told.cue_lemma not in ("source", "show", "report"):
        return None
    noun = _opening_noun(line)
    if noun is None:
        return None
    for make in (_done, _standing, _scored):
        found = make(line, noun)
        if found is not None:
            return found
    return _there_is(told, line, noun)


def _opening_noun(line: Wording) -> Token | None:
    """Return the head of the noun phrase that opens a line and is its head."""
    inside = frozenset(line.order)
    top = [t for t in map(line.doc.__getitem__, line.order) if t.head.i not in inside or t.head.i == t.i]
    head = next((t for t in top if not t.is_punct and not t.is_space), None)
    if head is None:
        return None
    if head.pos_ in ("VERB", "AUX"):
        head = subject_of(head)
    if head is None or head.pos_ not in ("NOUN", "PROPN", "NUM") or head.left_edge.i > line.order[0] + 1:
        return None
    return head


def _done(line: Wording, noun: Token) -> Wording | None:
    """Return "46% of ballots were counted"."""
    for i in line.order:
        token = line.doc[i]
        if token.tag_ in ("VBN", "VBD") and i > noun.i and token.left_edge.i in (i, noun.left_edge.i):
            if token.dep_ == "acl" or subject_of(token) is noun or subject_of(token) == noun:
                of = next((c for c in noun.children if c.lower_ == "of"), None)
                counted = next((c for c in of.children if c.dep_ == "pobj"), noun) if of is not None else noun
                if finite_word(token) is None or token.tag_ == "VBN":
                    line.before[i] = "were" if is_plural(counted) else "was"
                    return line
            return None
    return None


def _standing(line: Wording, noun: Token) -> Wording | None:
    """Return "Teixeira is ahead by 90,000 votes"."""
    for i in line.order:
        token = line.doc[i]
        if i > noun.i and token.lower_ in _STANDING and token.pos_ in ("ADV", "ADJ", "ADP"):
            line.before[i] = "are" if is_plural(noun) else "is"
            return line
        if i > noun.i and token.is_punct:
            return None
    return None


def _scored(line: Wording, noun: Token) -> Wording | None:
    """Return "Shots were 24-6" for "shots 24-6"."""
    words = [line.doc[i] for i in line.order]
    at = next((k for k, t in enumerate(words) if t.like_num or t.text[:1].isdigit()), 0)
    numbers = all(t.like_num or t.is_punct or t.text[:1].isdigit() or t.text in "%-–" for t in words[at:])
    if not 1 <= at <= 3 or not numbers or words[at - 1].pos_ not in ("NOUN", "PROPN", "VERB"):
        return None
    line.before[words[at].i] = "were" if words[at - 1].tag_ == "NNS" else "was"
    return line


def _there_is(told: Telling, line: Wording, noun: Token) -> Wording | None:
    """Return "There was one arrest" for the item "one arrest"."""
    first = line.doc[line.order[0]]
    counted = first.pos_ == "NUM" or any(c.dep_ == "nummod" and c.i == first.i for c in noun.children)
    if not counted or noun.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT") or told.host:
        return None
    line.before[first.i] = "there were" if is_plural(noun) else "there was"
    return line


def gapped(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "In 2023, the firm dropped one of $1 billion" behind "In 2021 the firm dropped a bid"."""
    doc, order = told.doc, line.order
    first = doc[order[0]]
    if told.host_head < 0 or verb is not None or first.dep_ != "prep" or first.right_edge.i + 1 >= order[-1]:
        return None
    host = doc[told.host_head]
    subject = subject_of(host)
    thing = any(c.dep_ == "dobj" for c in host.children)
    rest = [i for i in order if i > first.right_edge.i and not doc[i].is_punct]
    if (
        subject is None
        or not thing
        or not rest
        or finite_word(host) is None
        or host.sent.start != first.sent.start
    ):
        return None
    if doc[rest[0]].pos_ not in ("NUM", "DET", "NOUN", "PROPN"):
        return None
    group = [c.i for c in host.children if c.dep_ in ("aux", "auxpass", "neg")]
    phrase = [i for i in short_phrase(doc, subject) if i >= told.first]
    names = {i: told.names[i] for i in phrase if i in told.names}
    said = words_of(doc, sorted([*group, host.i]))
    line.before[rest[0]] = f"{words_of(doc, phrase, names)} {said}"
    return line

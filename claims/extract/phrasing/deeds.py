"""Participles beside a clause as sentences: what its subject did, or how something stood.

"The firm sold its yard, raising $2 million" says that the firm raised $2 million; "with half of it sold"
says that half of it was sold; "taking the toll to 81" that the toll was 81.
"""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.inflect import past, third_person
from claims.extract.phrasing.telling import Telling, finite_word, inherited_subject, short_phrase
from claims.extract.phrasing.wording import Wording, words_of
from claims.extract.reading.pieces import subject_of

_MOVING = frozenset(
    "bring take push raise lift cut trim reduce increase extend narrow widen swell put".split()
)
_NO_DEED = frozenset(
    "include accord follow depend regard consider base compare make mean be have start begin concern leave"
    " represent mark send prompt spark trigger cause".split()
)
_FULL = {"wo": "will", "'ll": "will", "'d": "would", "ca": "can"}
_HARM = frozenset({"kill", "injure", "wound", "hurt", "displace"})
_PARTS = frozenset({"half", "third", "quarter", "%", "percent", "cent", "majority", "most", "rest"})
_PLURALS = frozenset({"NNS", "NNPS"})


def is_plural(noun: Token) -> bool:
    """Whether a noun takes a plural verb: by its form, as several joined by "and", as part of several."""
    if noun.lemma_.lower() in _PARTS:
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        whole = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        return whole is not None and is_plural(whole)
    joined = any(c.dep_ == "cc" and c.lower_ == "and" for c in noun.children)
    return noun.tag_ in _PLURALS or joined or noun.lower_ in ("they", "we", "people", "police")


def absolute(told: Telling, host: Token) -> Wording | None:
    """Return "Half of the stock was sold" for "with half of the stock sold"."""
    doc, tokens = told.doc, list(told.tokens)
    while tokens and (doc[tokens[0]].is_punct or doc[tokens[0]].dep_ == "cc"):
        tokens = tokens[1:]
    if len(tokens) < 3 or doc[tokens[0]].lower_ != "with" or not doc[tokens[0] - 1].is_punct:
        return None
    found = _predication(doc[tokens[0]], frozenset(tokens))
    if found is None:
        return None
    noun, predicate = found
    line = told.wording(tokens[1:], alone=True)
    if predicate.tag_ == "VBG":
        line.instead[predicate.i] = _bent(predicate, host, plural=is_plural(noun))
    else:
        line.before[predicate.i] = "were" if is_plural(noun) or _counts_many(noun) else "was"
    return line


def _counts_many(noun: Token) -> bool:
    """Whether a number word stands for several ("nine in ten")."""
    return noun.pos_ == "NUM" and noun.lower_ not in ("one", "1", "half", "quarter", "third")


def _predication(preposition: Token, inside: frozenset[int]) -> tuple[Token, Token] | None:
    """Return the noun behind "with" and what is said of it, or None where nothing is."""
    clause = next((c for c in preposition.children if c.dep_ == "pcomp" and c.i in inside), None)
    if preposition.dep_ == "mark" and preposition.head.i in inside:
        clause = preposition.head
    if clause is not None:
        noun = subject_of(clause)
        return (noun, clause) if noun is not None and clause.tag_ in ("VBG", "VBN") else None
    noun = next((c for c in preposition.children if c.dep_ == "pobj" and c.i in inside), None)
    if noun is None:
        return None
    said = (c for c in noun.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBG") and c.i in inside)
    predicate = next(said, None)
    if predicate is None or predicate.left_edge.i < noun.i or predicate.left_edge.i != predicate.i:
        return None
    return noun, predicate


def deed(told: Telling, host: Token) -> Wording | None:
    """Return "The firm raised $2 million" for "raising $2 million" beside what else the firm did."""
    doc = told.doc
    first = next((i for i in told.tokens if not doc[i].is_punct and doc[i].dep_ != "cc"), told.tokens[0])
    verb = doc[first]
    if verb.tag_ != "VBG" or verb.pos_ != "VERB" or verb.dep_ not in ("advcl", "conj", "acl", "xcomp"):
        return None
    tokens = [i for i in told.tokens if i >= first]
    if verb.lemma_.lower() in _MOVING:
        moved = _moved(told, verb, tokens)
        if moved is not None:
            return moved
    subject = subject_of(host) or inherited_subject(host)
    if verb.lemma_.lower() in _NO_DEED or subject is None or subject.i > host.i:
        return None
    if subject.tag_ in ("WDT", "WP", "EX") or subject.dep_ == "csubj" or verb.dep_ == "acl":
        return None
    if verb.lemma_.lower() in _HARM and not (subject.ent_type_ or subject.tag_ in _PLURALS):
        return None  # "the dam gave way, killing four"
    phrase = [i for i in short_phrase(doc, subject) if i not in told.tokens and i >= told.first]
    if not phrase:
        return None
    line = told.wording(tokens)
    name = words_of(doc, phrase, {i: told.names[i] for i in phrase if i in told.names})
    line.instead[first] = f"{name} {_bent(verb, host, plural=is_plural(subject))}"
    _bend_joined(line, verb, host, plural=is_plural(subject))
    return line


def _bend_joined(line: Wording, verb: Token, host: Token, *, plural: bool) -> None:
    for other in verb.conjuncts:
        if other.tag_ == "VBG" and other.i in line.order and other.i > verb.i:
            line.instead[other.i] = _bent(other, host, plural=plural)


def _moved(told: Telling, verb: Token, tokens: list[int]) -> Wording | None:
    """Return "The toll was 81" for "taking the toll to 81"."""
    doc = told.doc
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i in tokens), None)
    to = next((i for i in tokens if thing is not None and i > thing.i and doc[i].lower_ == "to"), None)
    if thing is None or to is None or not any(i > to for i in told.figures):
        return None
    if doc[to].tag_ == "TO" or any(thing.left_edge.i <= i < to for i in told.figures):
        return None
    line = told.wording([i for i in tokens if i > verb.i], alone=True)
    line.instead[to] = "were" if is_plural(thing) else "was"
    return line


def _bent(verb: Token, host: Token, *, plural: bool) -> str:
    """Return a participle as a finite verb in the tense of its clause."""
    base, word = verb.lemma_.lower(), finite_word(host)
    if word is None or word.tag_ == "VBD" or word.lemma_ == "have":
        return past(base)
    if word.tag_ == "MD":
        modal = _FULL.get(word.lower_, word.lower_)
        return f"{modal} {base}"
    return base if plural else third_person(base)

"""Sentences for claims that are no clause of their own: participles, figures beside a clause, records.

"Killing four" takes the subject of its clause, "with half of it sold" needs none; "compared with 90 a year
earlier" becomes what the measure was then; what is left takes the clause it hangs on, cut to its core.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from claims.extract.phrasing.deeds import absolute, deed
from claims.extract.phrasing.shorten import MAX_WORDS, core, shorten
from claims.extract.phrasing.telling import FINITE, Telling, finite_word, main_verb, short_phrase
from claims.extract.phrasing.wording import Wording, join
from claims.extract.reading.pieces import subject_of

_LEAST = 6  # words of the clause an adjunct hangs on
_CHANGE = frozenset(
    "be come fall rise slip drop grow climb jump stand reach total hit increase decrease decline gain lose"
    " amount average shrink soar plunge tumble".split()
)
_FROM = re.compile(
    r"(?:(?:up|down)(?: \w+)? from|compared (?:with|to)|against|versus|from)\s+(?=\D{0,14}\d|a |an )"
)


def adjunct_line(told: Telling) -> str:
    """Return an adjunct with the core of the clause it hangs on, or what a measure was before."""
    own = told.wording(told.tokens)
    host = main_verb(told.doc, told.host, told.host_head) if told.host else None
    bare = host is not None and host.tag_ in ("VB", "VBG", "VBN") and finite_word(host) is None
    if host is None or bare:
        return behind(told, told.host_line, own) if told.host_line else own.text()
    before = former_value(told, own, host)
    if before:
        return before
    for make in (absolute, deed):
        line = make(told, host)
        if line is not None:
            shorten(line, told.figures | {host.i}, None)
            return line.text()
    lead = told.wording(_until(told))
    shorten(own, told.figures, None)
    core(lead, _arguments(told.doc, host), host.i, max(_LEAST, MAX_WORDS - own.length()))
    return behind(told, lead.text(), own)


def behind(told: Telling, lead: str, own: Wording) -> str:
    """Return an adjunct behind its clause, with the mark that stood before it."""
    joint = ": " if told.doc[told.tokens[0] - 1].text == ":" else ", "
    phrase, opening = own.text(), told.doc[told.tokens[0]]
    if not opening.text[:1].isupper() or not opening.ent_type_:
        phrase = phrase[:1].lower() + phrase[1:]
    return join(lead + joint + phrase)


def _until(told: Telling) -> list[int]:
    """Return the tokens of the host without the adjunct itself and opening conjunctions."""
    tokens = [i for i in told.host if i not in told.tokens]
    while tokens and (told.doc[tokens[0]].dep_ in ("cc", "mark") or told.doc[tokens[0]].is_punct):
        tokens = tokens[1:]
    return tokens


def _arguments(doc: Doc, verb: Token) -> frozenset[int]:
    """Return the verb group with its negation and the heads of its subject and objects."""
    wanted = ("nsubj", "nsubjpass", "dobj", "attr", "acomp", "oprd", "aux", "auxpass", "neg", "prt", "nummod")
    kept = {verb.i, *(c.i for c in verb.children if c.dep_ in wanted)}
    return frozenset(kept)


def former_value(told: Telling, own: Wording, verb: Token) -> str:
    """Return "The toll was 12 on Monday" for "up from 12 on Monday" behind a verb of measure."""
    subject = subject_of(verb)
    match = _FROM.match(own.text()[:1].lower() + own.text()[1:])
    if match is None or subject is None or subject.pos_ == "PRON" or verb.lemma_.lower() not in _CHANGE:
        return ""
    if any(t.dep_ == "cc" for t in subject.children) or len(told.figures) == 0:
        return ""
    phrase = [i for i in short_phrase(told.doc, subject) if i not in told.tokens and i >= told.first]
    plural = subject.tag_ in ("NNS", "NNPS")
    rest = own.text()[match.end() :]
    if plural and not re.search(r"%|percent|per cent|euro|dollar|[$£€]", rest):
        return ""
    if not phrase:
        return ""
    name = told.wording(phrase).text()
    return join(name, "were" if plural else "was", rest)


def is_fragment(told: Telling) -> bool:
    """Whether the tokens hold no finite verb outside of relative clauses."""
    for i in told.tokens:
        token = told.doc[i]
        if token.tag_ in FINITE:
            verb = token.head if token.dep_ in ("aux", "auxpass") else token
            if verb.dep_ != "relcl":
                return False
        if token.tag_ == "VBN" and {"nsubj", "dobj"} <= {c.dep_ for c in token.children}:
            return False  # a past tense read as a participle
    return True

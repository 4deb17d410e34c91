"""Sentences for claims that are no clause of their own: relative clauses, adjuncts, records.

"which employs 3,400 people" takes its antecedent for the pronoun; "up from 12 on Monday" takes the clause
it hangs on, cut to its core; "compared with 90 a year earlier" becomes what the measure was then.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from .inflect import possessive
from .pieces import subject_of
from .shorten import core, shorten
from .telling import FINITE, Telling, finite_word, main_verb, short_phrase
from .wording import Wording, join, words_of

_CORE = 11  # words of the clause an adjunct hangs on
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_CHANGE = frozenset(
    "be come fall rise slip drop grow climb jump stand reach total hit increase decrease decline gain lose"
    " amount average shrink soar plunge tumble".split()
)
_FROM = re.compile(
    r"(?:(?:up|down)(?: \w+)? from|compared (?:with|to)|against|versus|from)\s+(?=\D{0,14}\d|a |an )"
)
_SENTENTIAL = frozenset({"make", "mean", "bring", "take", "raise", "lift"})
_LEADING = frozenset({"DT", "PDT", "RB", "RBR", "RBS", "JJR", "JJS", "IN"})


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
    lead = told.wording(_until(told))
    kept = _arguments(told.doc, host)
    core(lead, kept, host.i, _CORE)
    shorten(own, told.figures, None)
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


def relative_line(told: Telling) -> Wording | None:
    """Return a relative clause as a sentence with its antecedent; None where there is none to be found."""
    doc = told.doc
    clause = _relative_verb(told)
    if clause is None:
        return None
    inside = [i for i in told.tokens if i >= clause.left_edge.i]
    pronoun = next((doc[i] for i in inside if doc[i].tag_ in _RELATIVES or _is_that(doc[i])), None)
    noun = clause.head
    if pronoun is None or pronoun.i > clause.i:
        return None
    line = told.wording(inside)
    name = _antecedent_words(told, noun, clause)
    lower = pronoun.lower_
    if _is_sentential(clause, noun):
        name = "this"
    if lower in ("where", "when"):
        place = noun.head.text.lower() if noun.dep_ == "pobj" and lower == "when" else "in"
        line.instead[pronoun.i] = f"{place} {name}," if name != "this" else ""
    elif lower == "whose":
        line.instead[pronoun.i] = possessive(name)
    elif pronoun.dep_ in ("dobj", "attr") or (pronoun.dep_ == "pobj" and pronoun.head.i > pronoun.i):
        line.instead[pronoun.i] = ""
        at = pronoun.head if pronoun.dep_ == "pobj" else clause
        line.instead[at.i] = f"{line.instead.get(at.i, doc[at.i].text)} {name}"
    elif pronoun.dep_ == "pobj":
        line.instead[pronoun.i] = name if name == "this" else _definite(told, noun, name)
        if inside[0] == pronoun.head.i:
            line.instead[pronoun.i] += ","
    else:
        line.instead[pronoun.i] = name
    return line


def _is_that(token: Token) -> bool:
    return token.lower_ == "that" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")


def _relative_verb(told: Telling) -> Token | None:
    """Return the verb of the relative clause: the head of the claim, or the relative clause within."""
    doc = told.doc
    at = doc[told.head]
    for _ in range(4):
        if at.dep_ == "relcl":
            return at
        at = at.head
    return next((doc[i] for i in told.tokens if doc[i].dep_ == "relcl"), None)


def _is_sentential(clause: Token, noun: Token) -> bool:
    """Whether "which" stands for the whole clause before it ("which makes it the worst in a century")."""
    if clause.lemma_.lower() in _SENTENTIAL and any(c.lower_ == "which" for c in clause.children):
        return clause.left_edge.i > 0 and clause.doc[clause.left_edge.i - 1].text == ","
    return noun.ent_type_ in ("DATE", "TIME")


def _antecedent_words(told: Telling, noun: Token, clause: Token) -> str:
    """Return the antecedent as a definite phrase of a few words."""
    first = clause.left_edge.i
    tokens = [i for i in short_phrase(told.doc, noun, most=9) if told.first <= i < first]
    if not tokens:
        tokens = [noun.i]
    name = words_of(told.doc, tokens, {i: told.names[i] for i in tokens if i in told.names})
    opening = told.doc[tokens[0]]
    if opening.lower_ in ("a", "an"):
        return "the " + words_of(told.doc, tokens[1:])
    if opening.tag_ == "DT" or opening.tag_ == "PRP$":
        return name[:1].lower() + name[1:] if tokens[0] not in told.names else name
    return name


def _definite(told: Telling, noun: Token, name: str) -> str:
    """Return "the 30,000 volunteers" for "at least 30,000 volunteers"."""
    tokens = [i for i in short_phrase(told.doc, noun, most=5) if i <= noun.i]
    while tokens and told.doc[tokens[0]].tag_ in _LEADING and tokens[0] != noun.i:
        tokens = tokens[1:]
    if noun.tag_ in ("NNS", "NN") and noun.ent_type_ != "PERSON":
        return f"the {words_of(told.doc, tokens)}"
    return name


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

"""Sentences for relative clauses: "which employs 3,400 people" takes its antecedent for the pronoun."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.inflect import possessive
from claims.extract.phrasing.telling import Telling, short_phrase
from claims.extract.phrasing.wording import Wording, words_of

_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_SENTENTIAL = frozenset({"make", "mean", "bring", "take", "raise", "lift"})
_LEADING = frozenset({"DT", "PDT", "RB", "RBR", "RBS", "JJR", "JJS", "IN"})


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

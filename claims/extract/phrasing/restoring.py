"""What a clause lost when it was cut off, put back: subject, auxiliary, antecedent, negation."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.telling import Telling, finite_word, inherited_subject, short_phrase
from claims.extract.phrasing.wording import Wording, words_of
from claims.extract.reading.pieces import subject_of

_RECORDS = frozenset({"first", "second", "third", "fourth", "fifth", "worst", "best", "only", "last"})
_POINTING = frozenset({"this", "that", "these", "those"})


def replace_relative(line: Wording) -> None:
    """Put "this" for a "which" whose antecedent is not known, and leave out "where" and "when"."""
    first = line.doc[line.order[0]]
    if first.tag_ == "WDT" and first.lower_ == "which":
        line.instead[first.i] = "this"
    elif first.tag_ == "WRB" and first.lower_ in ("where", "when") and len(line.order) > 3:
        following = line.doc[line.order[1]]
        if following.pos_ not in ("VERB", "AUX") and first.head.dep_ in ("relcl", "advcl", "ccomp"):
            line.drop([first.i])


def give_subject(told: Telling, line: Wording, verb: Token) -> None:
    """Put the subject of the clauses before in front of a verb that has none in the line."""
    doc, inside = told.doc, set(line.order)
    if finite_word(verb) is None and verb.tag_ != "VBN":
        return
    own = subject_of(verb)
    if own is not None and own.i in inside:
        give_auxiliary(line, verb, own)
        return
    if any(_may_be_subject(doc[i]) for i in inside if i < verb.i):
        return
    subject = own or inherited_subject(verb)
    if subject is not None and subject.tag_ in ("WP", "WDT"):
        subject = _antecedent(subject)
    if subject is None or subject.i > verb.i or subject.sent.start != verb.sent.start:
        return
    phrase = [i for i in short_phrase(doc, subject) if i >= told.first]
    if not phrase or inside & set(phrase):
        return
    name = words_of(doc, phrase, {i: told.names[i] for i in phrase if i in told.names})
    group = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    first = verb.i
    while first - 1 in group:
        first -= 1
    line.before[first if first in line.order else line.order[0]] = name
    if finite_word(verb) is None:
        give_auxiliary(line, verb, subject)


def _antecedent(pronoun: Token) -> Token | None:
    """Return the noun a relative pronoun stands for."""
    verb = pronoun.head
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else None


def _may_be_subject(token: Token) -> bool:
    """Whether a word before a verb may be its subject, though the parser hung it elsewhere."""
    if token.dep_ in ("nsubj", "nsubjpass", "expl", "csubj"):
        return True
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM") or token.ent_type_ in ("DATE", "TIME"):
        return False
    return token.dep_ not in ("pobj", "compound", "poss", "nummod", "npadvmod", "nmod")


def give_auxiliary(line: Wording, verb: Token, subject: Token) -> None:
    """Put "was" or "were" before a participle that shares the auxiliary of the clause before."""
    if verb.tag_ != "VBN" or finite_word(verb) is not None or verb.i not in line.order:
        return
    first = verb.head if verb.dep_ == "conj" else None
    aux = next((c for c in first.children if c.dep_ == "auxpass"), None) if first is not None else None
    if aux is None:
        return
    plural = subject.tag_ in ("NNS", "NNPS") or subject.pos_ == "NUM"
    forms = {"was": ("was", "were"), "were": ("was", "were"), "is": ("is", "are"), "are": ("is", "are")}
    word = forms.get(aux.lower_, (aux.lower_, aux.lower_))[plural]
    at = next((c.i for c in verb.children if c.dep_ == "advmod" and c.i == verb.i - 1), verb.i)
    line.before[at] = word


def negate(line: Wording, verb: Token) -> None:
    """Negate the verb, for a denial asserts the contrary."""
    if any(c.dep_ == "neg" for c in verb.children):
        return
    word = finite_word(verb)
    if word is None or word.i not in line.order:
        line.before[line.order[0]] = "it is not true that"
    elif word.i != verb.i or word.lemma_ == "be":
        line.instead[word.i] = f"{line.instead.get(word.i, word.text)} not"
    else:
        does = {"VBZ": "does", "VBP": "do"}.get(word.tag_, "did")
        line.instead[word.i] = f"{does} not {word.lemma_}"


def name_superlative(line: Wording, verb: Token) -> None:
    """Put "The raid was the deadliest since May" for "It was the deadliest raid since May"."""
    subject, thing = subject_of(verb), next((c for c in verb.children if c.dep_ == "attr"), None)
    if (
        verb.lemma_ != "be"
        or subject is None
        or thing is None
        or subject.lower_ not in ("it", "this", "that")
    ):
        return
    if subject.i not in line.order or line.instead.get(subject.i) or thing.i not in line.order:
        return
    before = [t for t in thing.lefts if t.i in line.order]
    most = next((t for t in before if t.tag_ == "JJS" or t.lower_ in _RECORDS), None)
    first = before[0] if before else thing
    if most is None or first.tag_ not in ("DT", "PRP$") or thing.tag_ not in ("NN", "NNP"):
        return
    names = [i for i in range(most.i + 1, thing.i + 1) if i in line.order]
    line.instead[subject.i] = "the " + words_of(line.doc, names, line.instead)
    line.order = [i for i in line.order if i not in names]


def soften(line: Wording) -> None:
    """Put "the" for the "this" and "these" that point outside the statement."""
    for place, i in enumerate(line.order[:-1]):
        token = line.doc[i]
        if token.tag_ != "DT" or token.lower_ not in _POINTING or i in line.instead or i in line.before:
            continue
        noun = token.head
        if token.dep_ != "det" or noun.pos_ != "NOUN" or noun.ent_type_ in ("DATE", "TIME") or noun.i <= i:
            continue
        bound = any(c.dep_ in ("relcl", "acl", "prep") for c in noun.children) and token.lower_ == "those"
        known = any(line.doc[k].lemma_ == noun.lemma_ for k in line.order[:place])
        if not bound and not known:
            line.instead[i] = "the"

"""Sentences for contents without a finite verb: the verb that reports them lends what they lack.

"To close two branches" of somebody who promises it becomes "The bank will close two branches"; what is put
at a figure is it; a noun phrase takes the verb of reporting itself.
"""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.inflect import past, third_person
from claims.extract.phrasing.restoring import give_auxiliary
from claims.extract.phrasing.telling import (
    FINITE,
    Telling,
    finite_word,
    inherited_subject,
    name_once,
    short_phrase,
)
from claims.extract.phrasing.wording import Wording, words_of
from claims.extract.reading.pieces import subject_of

_WILLING = frozenset({"promise", "intent", "agreement", "expectation", "reference", "hope"})
_FORESEEING = frozenset({"expectation", "belief", "hope"})
_COUNTING = frozenset("report count confirm say list announce record register".split())
_DONE_TO = frozenset(
    "kill wound injure hurt destroy damage arrest detain displace evacuate capture shoot sink burn flood hit"
    " strike miss intercept down jail rescue save find identify release free".split()
)
_HELD = frozenset("say allege believe report think know understand rumour rumor".split())
_PUTTING = frozenset({"put", "estimate", "place", "set"})
_PLAIN = frozenset("say tell add state note".split())  # report clauses, no things
_LONGEST_FRAME = 9  # tokens from the cue to its content


def _willing(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "The bank will close two branches" for a promise "to close two branches"."""
    first = line.order[0]
    negated = told.doc[first].lower_ == "not"
    at = line.order[1] if negated and len(line.order) > 2 else first
    if told.speaker is None or told.doc[at].tag_ != "TO" or told.cue_kind not in _WILLING:
        return None
    if told.cue and first - told.cue[-1] > 2:
        return None
    line.instead[at] = ""
    line.before[first] = f"{name_once(told, line)} will"
    return line


def _said_to(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "The wall is the oldest" for "The wall is said to be the oldest"."""
    doc, first = told.doc, line.order[0]
    if verb is None or doc[first].tag_ != "TO" or verb.dep_ != "xcomp":
        return None
    subject = inherited_subject(verb.head)
    word = next((c for c in verb.children if c.tag_ == "VB" and c.dep_ in ("aux", "auxpass")), verb)
    passive = any(c.dep_ == "auxpass" for c in verb.head.children)
    if subject is None or word.tag_ != "VB" or not passive:
        return None
    phrase = [i for i in short_phrase(doc, subject) if i >= told.first]
    name = words_of(doc, phrase, {i: told.names[i] for i in phrase if i in told.names})
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("they", "we")
    base = word.lemma_.lower()
    plain = {"be": "are"}.get(base, base)
    line.instead[first] = name
    line.instead[word.i] = plain if plural else third_person(base)
    return line


def _chained(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "Rovers came back to lead" for "and lead" behind "came back to win"."""
    if verb is None or verb.tag_ != "VB" or verb.dep_ != "conj":
        return None
    first = verb.head
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    governor = first.head
    if first.dep_ not in ("advcl", "xcomp") or finite_word(governor) is None or governor.i > first.i:
        return None
    subject = inherited_subject(governor)
    if subject is None:
        return None
    start = [i for i in short_phrase(told.doc, subject) if i >= told.first]
    own = [i for i in line.order if i >= verb.left_edge.i]
    between = range(governor.left_edge.i if subject.i < governor.left_edge.i else governor.i, verb.i)
    to = next((c.i for c in first.children if c.tag_ == "TO"), None)
    if to is None:
        return None
    aux = [c.i for c in governor.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < governor.i]
    line.order = [*start, *aux, *(i for i in between if governor.i <= i <= to), *(i for i in own if i > to)]
    return line


def _foreseen(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "Growth will slow" for "Growth to slow" and "X has left" for "X to have left"."""
    doc = told.doc
    if verb is None or not any(c.tag_ == "TO" for c in verb.children):
        aimed = (doc[i].head for i in line.order if doc[i].tag_ == "TO" and doc[i].head.i in line.order)
        verb = next(aimed, verb)
    if verb is None or verb.tag_ not in ("VB", "VBN", "VBG"):
        return None
    to = next((c for c in verb.children if c.tag_ == "TO" and c.i in line.order), None)
    subject = subject_of(verb) or inherited_subject(verb)
    if to is None or line.order[0] == to.i:
        return None
    nouns = [i for i in line.order if i < to.i and doc[i].pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return None
    have = next((c for c in verb.children if c.lower_ == "have"), None)
    subject = subject or doc[nouns[-1]]
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ == "they"
    if have is not None:
        line.instead[to.i], line.instead[have.i] = "", "have" if plural else "has"
    elif told.cue_lemma in _HELD:
        be = next((c for c in [verb, *verb.children] if c.lower_ == "be"), None)
        if be is None:
            return None
        line.instead[to.i], line.instead[be.i] = "", "are" if plural else "is"
    elif told.cue_kind in _FORESEEING | {"promise", "intent", "agreement"}:
        line.instead[to.i] = "will"
    else:
        return None
    return line


def _gapped(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "Two officers were hurt" for "two officers hurt" behind "one man was killed and"."""
    if verb is None or verb.tag_ != "VBN" or verb.dep_ != "conj":
        return None
    subject = subject_of(verb)
    if subject is None or subject.i not in line.order:
        return None
    give_auxiliary(line, verb, subject)
    return line if line.before else None


def _counted(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "19 missiles were destroyed" for a report of "19 missiles destroyed"."""
    if verb is None or verb.tag_ not in ("VBN", "VBD") or told.cue_lemma not in _COUNTING:
        return None
    if verb.lemma_.lower() not in _DONE_TO:
        return None
    noun = verb.head if verb.dep_ in ("acl", "amod") else subject_of(verb)
    # of several that share the verb, the one that this claim is about
    noun = next((n for n in [noun, *noun.conjuncts] if n.i in line.order), None) if noun is not None else None
    if noun is None or noun.i > verb.i or verb.i not in line.order:
        return None
    plural = noun.tag_ in ("NNS", "NNPS")
    line.before[verb.i] = "were" if plural else "was"
    return line


def _put(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "The toll was 81" for "put the toll at 81"."""
    doc = told.doc
    if told.cue_lemma not in _PUTTING:
        return None
    at = next((i for i in line.order[1:] if doc[i].lower_ == "at" and doc[i].tag_ == "IN"), None)
    if at is None or not any(i > at for i in told.figures):
        return None
    head = doc[at].head if doc[at].head.pos_ in ("NOUN", "PROPN") else None
    nouns = [i for i in line.order if i < at and doc[i].pos_ in ("NOUN", "PROPN")]
    if not nouns:
        return None
    noun = head or doc[next((i for i in nouns if doc[i].head.i not in line.order), nouns[0])]
    line.instead[at] = "were" if noun.tag_ in ("NNS", "NNPS") else "was"
    return line


def _framed(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return source, reporting verb and what it brings: "Halvorsen reported a 22% fall in profit"."""
    if told.speaker is None or not told.cue or told.cue_lemma in _PLAIN:
        return None
    doc, first = told.doc, line.order[0]
    between = range(told.cue[-1] + 1, first)
    gap = [i for i in between if not doc[i].is_punct or doc[i].text == "-"]
    same = doc[told.cue[0]].sent.start == doc[first].sent.start
    if told.cue[0] > first or len(gap) > _LONGEST_FRAME or not same:
        return None
    unnamed = told.speaker.canonical == "unspecified"
    name, said = (
        (_passive_subject(told), told.doc[told.cue[0] : told.cue[-1] + 1].text) if unnamed else ("", "")
    )
    if not unnamed:
        name, said = name_once(told, line), _reporting(told)
    if not said or not name:
        return None
    line.before[first] = join_lower(name, said, words_of(doc, gap) if gap else "")
    return line


def _passive_subject(told: Telling) -> str:
    """Return the subject of "was treated as a crime", whom nobody is named to treat so, or ""."""
    doc, inside = told.doc, set(told.tokens)
    verb = next((doc[i] for i in told.cue if doc[i].tag_ == "VBN"), None)
    subject = inherited_subject(verb) if verb is not None else None
    if subject is None or subject.dep_ != "nsubjpass" or subject.i in inside or subject.i > told.cue[0]:
        return ""
    if not any(doc[i].dep_ == "auxpass" for i in told.cue):
        return ""
    return words_of(doc, [i for i in short_phrase(doc, subject) if i >= told.first])


def join_lower(*parts: str) -> str:
    """Return parts in a row as they are."""
    return " ".join(part for part in parts if part)


def _reporting(told: Telling) -> str:
    """Return the cue as a finite verb group, or "" when it is none."""
    doc = told.doc
    verbs = (doc[i] for i in told.cue if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ != "aux")
    verb = next(verbs, None)
    if verb is None or verb.lemma_ == "accord" or any(doc[i].dep_ == "auxpass" for i in told.cue):
        return ""
    words = " ".join(doc[i].text for i in told.cue)
    if any(doc[i].tag_ in FINITE for i in told.cue):
        return words[:1].lower() + words[1:]
    if verb.tag_ in ("VBG", "VBN"):
        return past(verb.lemma_.lower())
    return ""


COMPLETIONS = (_willing, _said_to, _chained, _foreseen, _gapped, _counted, _put, _framed)

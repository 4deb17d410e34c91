"""Mending of cue phrases that close a statement, read by the parser as one more noun phrase of it.

"Prices fell by a third, customs data show", "..., the study projects, a third of them in May": a comma, a
source of a known kind and a form that agrees with it show them.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.extract.lexicon.cues import cue_of
from claims.extract.lexicon.kinds import nouns

_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "PART", "ADP", "NUM"})
_KINDS = frozenset({"speech", "evidence", "belief", "expectation", "warning", "insistence", "calculation"})
_CLOSING = frozenset({",", "—", "–", ";", ".", "?", "!"})
_PASTS = {"forecast": "forecast", "heard": "hear"}  # past forms that a parser takes for nouns
_LONGEST = 16  # tokens of a source with its phrases


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A cue phrase: its comma, the head of its source, the verb, and the verb of the statement before it."""

    comma: int
    speaker: Token
    cue: Token
    root: Token


def closing_noun(doc: Doc, token: Token) -> bool:
    """ "Three shops could reopen, budget officer Ann Hale forecast.": the last word is the cue."""
    lemma = _cue_lemma(token)
    if lemma is None or not _is_closed(doc, token):
        return False
    if token.dep_ == "ROOT":
        return _retag_root(token, lemma)
    phrase = _phrase(doc, token)
    if phrase is None or not _agrees(phrase.speaker, token, lemma):
        return False
    _retag(token, lemma)
    _raise(doc, phrase)
    return True


def _retag(token: Token, lemma: str) -> None:
    token.lemma_, token.pos_ = lemma, "VERB"
    token.tag_ = "VBD" if token.lower_ in _PASTS else "VBZ" if token.lower_ != lemma else "VBP"


def _retag_root(token: Token, lemma: str) -> bool:
    """Make a verb of a noun that has a subject and a statement already."""
    before = {child.dep_ for child in token.children if child.i < token.i}
    if not before >= {"nsubj", "ccomp"}:
        return False
    _retag(token, lemma)
    return True


def _cue_lemma(token: Token) -> str | None:
    """Return the verb a word read as a noun may be a present form of, when that verb reports."""
    if token.pos_ not in ("NOUN", "PROPN") or not token.text.islower():
        return None
    if token.lower_ in _PASTS:
        return _PASTS[token.lower_]
    for lemma in (token.lower_, token.lower_.removesuffix("s"), token.lower_.removesuffix("es")):
        cue = cue_of("verb", lemma)
        if cue is not None and cue.strength > 1 and cue.kind in _KINDS and "that" in cue.frames:
            return lemma
    return None


def _is_closed(doc: Doc, token: Token) -> bool:
    """Whether a mark closes the phrase and no list of nouns goes on behind it."""
    end = token.sent.end
    if token.i + 1 >= end:
        return True
    if doc[token.i + 1].text not in _CLOSING:
        return False
    joint = doc[token.i + 2] if token.i + 2 < end else None
    if joint is None or joint.dep_ != "cc":
        return True
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[joint.i + 1 : end]) or doc[
        token.i + 1
    ].text in ("—", "–")


def _phrase(doc: Doc, cue: Token) -> _Phrase | None:
    """Return the phrase of a source that stands between a comma and the cue, behind a statement."""
    first = cue.sent.start
    at = cue.i - 1
    while at > first and cue.i - at < _LONGEST and (doc[at].pos_ in _NOMINAL or doc[at].text == "-"):
        at -= 1
    root = cue.sent.root
    if doc[at].text != "," or at + 1 == cue.i or root.i >= at:
        return None
    if not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[first:at]):
        return None
    speaker = _head(doc, at + 1, cue.i)
    return None if speaker is None else _Phrase(at, speaker, cue, root)


def _head(doc: Doc, first: int, last: int) -> Token | None:
    """Return the noun a phrase is about: the last before its first preposition."""
    if doc[first].pos_ == "ADP":
        return None
    prep = next((t.i for t in doc[first:last] if t.pos_ == "ADP"), last)
    head = doc[prep - 1]
    named = head.text[:1].isupper() and head.text.isalpha()
    return head if head.pos_ in ("NOUN", "PROPN", "PRON") or named else None


def _agrees(speaker: Token, token: Token, lemma: str) -> bool:
    """Whether a noun of a known kind, or a name, goes with the form of the verb behind it."""
    name = speaker.text[:1].isupper() and speaker.pos_ != "PRON"
    noun = nouns().get(speaker.lemma_.lower()) or nouns().get(speaker.lower_)
    if not name and noun is None:
        return False
    if token.lower_ in _PASTS:
        return True
    plural = speaker.tag_ in ("NNS", "NNPS") or speaker.lower_ in ("data", "police", "staff", "people")
    if token.lower_ == lemma:
        return plural
    determined = any(t.pos_ in ("DET", "PRON") or t.tag_ == "PRP$" for t in _noun_phrase(speaker))
    return name or (determined and (speaker.tag_ == "NN" or not plural))


def _noun_phrase(head: Token) -> list[Token]:
    """Return the words before a noun back to the mark that opens its phrase."""
    found = []
    at = head.i - 1
    while at >= head.sent.start and head.doc[at].pos_ in _NOMINAL:
        found.append(head.doc[at])
        at -= 1
    return found


def _raise(doc: Doc, phrase: _Phrase) -> None:
    """Make the cue the main verb, its source the subject and the statement its complement."""
    cue, root, speaker = phrase.cue, phrase.root, phrase.speaker
    cue.pos_, cue.head, cue.dep_ = "VERB", cue, "ROOT"
    root.head, root.dep_ = cue, "ccomp"
    inside = range(phrase.comma + 1, cue.i)
    _part_phrase(doc, speaker, cue)
    speaker.head, speaker.dep_ = cue, "nsubj"
    for word in doc[cue.sent.start : cue.sent.end]:
        own = word.i in inside or word.i in (cue.i, root.i)
        if not own and not word.is_punct and (word.head.i in inside or word.head.i == cue.i):
            later = word.i > cue.i and word.pos_ == "ADP" and word.head.i == cue.i
            word.head = cue if later else root


def _part_phrase(doc: Doc, speaker: Token, cue: Token) -> None:
    """Give the words of a source that hung on the cue, or outside, to the nouns they stand with."""
    first = cue.i - 1
    while first > speaker.i and doc[first].pos_ != "ADP":
        first -= 1
    inner = doc[cue.i - 1] if first > speaker.i else speaker
    for word in doc[max(speaker.sent.start, speaker.i - _LONGEST) : cue.i]:
        if word.i == speaker.i or word.i == inner.i or word.is_punct:
            continue
        mine = inner if word.i > first > speaker.i else speaker
        if word.head.i == cue.i and word.pos_ in _NOMINAL and _beside(doc, word.i, cue.i):
            word.head = mine
    if inner.i != speaker.i:
        inner.head, inner.dep_ = doc[first], "pobj"


def _beside(doc: Doc, first: int, last: int) -> bool:
    return not any(t.text == "," for t in doc[first:last])

"""Mending of the main verb: a small parser takes a cue, a noun or a subordinate clause for it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.lexicon.cues import cue_of

_VERBS = frozenset({"VERB", "AUX"})
_MARKS = frozenset("after as because when while before since although though until whereas".split())
_ALWAYS = 3  # strength of cues that report wherever they stand
_NOUNS = frozenset({"NOUN", "PROPN"})


def late_subject(doc: Doc, token: Token) -> bool:
    """ "X cut 9 jobs, 4% of its staff, after its chief said ...": the main verb is the first."""
    if token.dep_ != "ROOT" or token.pos_ not in _VERBS:
        return False
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in _MARKS), None)
    if mark is None:
        return False
    first = next((c for c in token.children if c.dep_ == "ccomp" and c.i < mark.i), None)
    if first is None or any(c.dep_ in ("mark", "advmod") and c.lower_ in _MARKS for c in first.children):
        return False
    left = [c for c in token.children if c.i < mark.i and c.i != first.i]
    first.head, first.dep_ = first, "ROOT"
    token.head, token.dep_ = first, "advcl"
    for child in left:
        child.head = first
        if child.dep_ in ("nsubj", "nsubjpass"):
            nouns = [t for t in first.subtree if first.i < t.i < child.left_edge.i and t.pos_ == "NOUN"]
            child.head, child.dep_ = (nouns[-1] if nouns else first), "appos"
    return True


def closing_cue(doc: Doc, token: Token) -> bool:
    """ "Two men died and nine people were hurt, the office said": the cue stands over the whole sentence."""
    cue = cue_of("verb", token.lemma_.lower()) if token.tag_ in ("VBD", "VBZ") else None
    if cue is None or cue.strength < _ALWAYS or token.dep_ not in ("conj", "ROOT"):
        return False
    subjects = [c for c in token.children if c.dep_ == "nsubj" and c.i < token.i]
    first = token.head if token.dep_ == "conj" else None
    if first is None:
        first = next((c for c in token.children if c.dep_ == "ccomp" and c.i < token.i), None)
    if first is None or first.i > token.i or not subjects or (first.dep_ != "ROOT" and token.dep_ == "conj"):
        return False
    speaker = subjects[-1]
    before = doc[max(0, speaker.left_edge.i - 1)]
    if token.dep_ == "ROOT" and before.is_punct:
        return False
    if before.text != ",":
        speaker = next((c for c in speaker.children if c.dep_ == "appos"), speaker)
        if speaker.i < subjects[-1].i or doc[speaker.left_edge.i - 1].text != ",":
            return False
        speaker.head, speaker.dep_ = token, "nsubj"
    elif len(subjects) < 2 or token.dep_ == "ROOT":
        return False
    left = next((c for c in subjects if c.i != speaker.i and c.i < speaker.i), None)
    if token.dep_ == "conj":
        token.head, token.dep_ = token, "ROOT"
        first.head, first.dep_ = token, "ccomp"
    if left is not None:
        _belongs_before(left, first)
    return True


def _belongs_before(noun: Token, verb: Token) -> None:
    """Hang what was taken for a subject of the cue on the clause it stands in."""
    participle = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")), None)
    if participle is not None and any(c.dep_ == "auxpass" for c in verb.children):
        participle.tag_ = "VBN"
        participle.head, participle.dep_ = verb, "conj"
        noun.head, noun.dep_ = participle, "nsubjpass"
        return
    complete = any(c.dep_ in ("attr", "acomp", "dobj") for c in verb.children)
    noun.head, noun.dep_ = verb, "attr" if verb.lemma_ == "be" and not complete else "dobj"


def verbless_sentence(doc: Doc, token: Token) -> bool:
    """ "About 30 homes burned on Monday.": a sentence has a verb, and this is the only one it can be."""
    if (
        token.dep_ != "acl"
        or token.tag_ != "VBN"
        or token.head.dep_ != "ROOT"
        or token.head.pos_ not in _NOUNS
    ):
        return False
    noun, sentence = token.head, token.sent
    if sentence[-1].text not in (".", "!") or len(sentence) < 5 or not _is_next(doc, noun, token):
        return False
    between = {t.i for c in noun.children if c.dep_ == "relcl" and c.i < token.i for t in c.subtree}
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.i not in between for t in sentence)
    if finite or any(c.dep_ == "agent" for c in token.children):
        return False
    token.tag_, token.head, token.dep_ = "VBD", token, "ROOT"
    noun.head, noun.dep_ = token, "nsubj"
    for child in list(noun.children):
        if child.i > token.i:
            child.head = token
    return True


def _is_next(doc: Doc, noun: Token, token: Token) -> bool:
    """Whether a form that may be a past tense is right behind a noun, or behind commas around an aside."""
    if noun.i == token.i - 1:
        return True
    aside = doc[noun.i + 1].text == "," == doc[token.i - 1].text and noun.i + 2 < token.i
    return aside and not token.lower_.endswith("n")


def past_in_clause(doc: Doc, token: Token) -> bool:
    """ "whereas wages barely moved": with a subject and no auxiliary a participle is a past tense."""
    if token.tag_ != "VBN" or token.dep_ not in ("advcl", "ccomp", "conj") or token.lower_.endswith("n"):
        return False
    if any(c.dep_ in ("aux", "auxpass", "nsubjpass") for c in token.children):
        return False
    listed = token.dep_ == "ccomp" and token.i < token.head.i  # "homes burned, barns collapsed and ..."
    marked = listed or any(c.dep_ == "mark" and c.lower_ in _MARKS for c in token.children)
    if marked and any(c.dep_ == "nsubj" and c.i < token.i for c in token.children):
        token.tag_ = "VBD"
    return False  # other rules may still move it


def counted_subject(doc: Doc, token: Token) -> bool:
    """ "said between eight and ten miners were missing": the range counts a subject, and is no place."""
    if token.lower_ != "between" or token.dep_ != "prep":
        return False
    noun = next((c for c in token.children if c.dep_ == "pobj" and c.i > token.i), None)
    if noun is None or noun.right_edge.i + 1 >= len(doc):
        return False
    numeral = next((c for c in noun.children if c.dep_ == "nummod"), None)
    after = doc[noun.right_edge.i + 1]
    verb = after.head if after.dep_ in ("aux", "auxpass") else after
    has_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    if numeral is None or after.tag_ not in ("VBD", "VBZ", "VBP", "MD") or has_subject or verb.i < token.i:
        return False
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"
    token.head, token.dep_ = numeral, "quantmod"
    return True


def past_main_verb(doc: Doc, token: Token) -> bool:
    """ "The plane overshot the runway": the main verb of a statement with a subject is no infinitive."""
    if (
        token.tag_ != "VB"
        or token.dep_ != "ROOT"
        or any(c.dep_ in ("aux", "auxpass") for c in token.children)
    ):
        return False
    if any(c.dep_ == "nsubj" and c.i < token.i for c in token.children):
        token.tag_ = "VBD"
    return False  # other rules may still move it

"""Mending of clauses that something interrupts: a participle, a cue or a name between commas, a quotation."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.lexicon.cues import cue_of
from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.pieces import FINITE, is_verb, subject_of

_ALWAYS = 3  # strength of cues that report wherever they stand
_SUBJECTS = ("nsubj", "nsubjpass")
_QUOTES = frozenset('"“”')
_SAYING_FORMS = frozenset({"VBD", "VBZ", "VBN"})
_STRAYED = frozenset({"npadvmod", "dep", "dobj", "nsubj", "intj", "appos"})


def interrupted_subject(doc: Doc, token: Token) -> bool:
    """ "five plants, closed in May, were to reopen": what stands between the commas is no main verb."""
    if token.tag_ not in ("VBD", "VBN") or token.i < 2 or doc[token.i - 1].text != ",":
        return False
    subject = next((c for c in token.children if c.dep_ in _SUBJECTS and c.i < token.i), None)
    if subject is None or any(c.dep_ in ("aux", "auxpass") for c in token.children):
        return False
    verb = _resumed(doc, token)
    if verb is None or any(t.text == "," for t in doc[subject.i : token.i - 1]):
        return False
    verb.head, verb.dep_ = (verb, "ROOT") if token.head.i == token.i else (token.head, token.dep_)
    for child in [c for c in token.children if c.i < token.i and c.dep_ != "punct"]:
        child.head = verb
    token.head, token.dep_, token.tag_ = subject, "acl", "VBN"
    return True


def _resumed(doc: Doc, token: Token) -> Token | None:
    """Return the finite verb without a subject that stands behind the comma that ends the interruption."""
    last = token.sent.end
    comma = next((i for i in range(token.i + 1, last) if doc[i].text == ","), last)
    if comma + 1 >= last or any(doc[i].tag_ in FINITE for i in range(token.i + 1, comma)):
        return None
    word = doc[comma + 1]
    if word.tag_ not in FINITE:
        return None
    verb = word.head if word.dep_ in ("aux", "auxpass") else word
    free = is_verb(verb) and verb.i > comma and subject_of(verb) is None
    return verb if free and verb.i != token.i and not _is_reporting(verb) else None


def _is_reporting(verb: Token) -> bool:
    cue = cue_of("verb", verb.lemma_.lower())
    return cue is not None and cue.strength >= _ALWAYS


def parted_subject(doc: Doc, token: Token) -> bool:
    """ "Nobody, she admitted, had counted the votes": the first noun belongs to the verb behind the cue."""
    cue = _cue_between(token)
    if cue is None or cue.i > token.i or not is_verb(cue) or subject_of(token) is not None:
        return False
    own = [c.i for c in token.children if c.i > cue.i and c.dep_ != "punct"]
    opens = min([token.i, *own])
    if opens < 3 or doc[opens - 1].text != "," or doc[opens].tag_ not in FINITE:
        return False
    noun = next((c for c in cue.children if c.dep_ in _STRAYED and c.i < cue.i), None)
    if noun is None or noun.right_edge.i + 1 >= cue.i or doc[noun.right_edge.i + 1].text != ",":
        return False
    if noun.left_edge.i != token.sent.start or noun.ent_type_ in ("DATE", "TIME"):
        return False
    if not any(c.dep_ == "nsubj" and c.i != noun.i for c in cue.children):
        return False
    passive = any(c.dep_ == "auxpass" for c in token.children)
    noun.head, noun.dep_ = token, "nsubjpass" if passive else "nsubj"
    return True


def _cue_between(token: Token) -> Token | None:
    """Return the verb of saying that a verb hangs on, or that hangs on it."""
    if token.dep_ == "ccomp":
        return token.head
    return next((c for c in token.children if c.dep_ == "parataxis" and c.i < token.i), None)


def closing_speaker(doc: Doc, token: Token) -> bool:
    """ "The price will double, an economist at the bank, Lena Ross, warned": the economist is her."""
    if token.tag_ not in _SAYING_FORMS or not _is_reporting(token) or doc[token.i - 1].text != ",":
        return False
    opens = _phrase_start(doc, token.i - 1)
    name = doc[token.i - 2]
    if opens is None or any(t.pos_ != "PROPN" for t in doc[opens : token.i - 1]):
        return False
    start = _phrase_start(doc, opens - 1)
    if start is None or any(t.tag_ in FINITE and not _in_relative(t) for t in doc[start : opens - 1]):
        return False
    noun = next((t for t in doc[start:opens] if not start <= t.head.i < opens - 1), None)
    if noun is None or noun.pos_ not in ("NOUN", "NUM", "PROPN") or noun.head.i == token.i:
        return False
    if not _close(doc, token, start):
        return False
    noun.head, noun.dep_ = token, "nsubj"
    while name.dep_ == "compound" and name.head.i < token.i:
        name = name.head
    name.head, name.dep_ = noun, "appos"
    return True


def closing_forum(doc: Doc, token: Token) -> bool:
    """ "The dam leaked before it burst, an inquest heard on Monday": the last words are the cue."""
    noun = token.head
    if token.dep_ != "acl" or token.tag_ != "VBN" or noun.i != token.i - 1 or not _is_reporting(token):
        return False
    start = noun.left_edge.i
    if start <= token.sent.start or doc[start - 1].text != "," or noun.dep_ in _SUBJECTS:
        return False
    if any(c.dep_ in ("agent", "xcomp", "ccomp") for c in token.children) or not _may_say(noun):
        return False
    if any(not t.is_punct and not token.is_ancestor(t) for t in doc[token.i + 1 : token.sent.end]):
        return False
    if not _close(doc, token, start):
        return False
    noun.head, noun.dep_ = token, "nsubj"
    return True


def _may_say(noun: Token) -> bool:
    """Whether a noun names somebody or a body, no plan or paper that was announced."""
    known = nouns().get(noun.lemma_.lower())
    return noun.pos_ == "PROPN" or (known is not None and known.kind != "document")


def _close(doc: Doc, cue: Token, start: int) -> bool:
    """Put a cue at the end of a sentence over the clause before it; return whether that could be done."""
    root = cue.sent.root
    if root.i != cue.i:
        finite = root.tag_ in FINITE or any(c.tag_ in FINITE for c in root.children)
        if not start > root.i or not is_verb(root) or not finite:
            return False
        cue.head, cue.dep_ = cue, "ROOT"
        root.head, root.dep_ = cue, "ccomp"
    cue.tag_ = "VBD" if cue.tag_ == "VBN" else cue.tag_
    return True


def _phrase_start(doc: Doc, end: int) -> int | None:
    """Return where the words between the comma before them and `end` begin, or None."""
    at = end - 1
    while at > doc[end].sent.start and doc[at].text not in (",", ";", ":"):
        at -= 1
    return at + 1 if doc[at].text == "," and at + 1 < end else None


def _in_relative(token: Token) -> bool:
    return token.dep_ == "relcl" or token.head.dep_ == "relcl"


def verb_behind_quotation(doc: Doc, token: Token) -> bool:
    """ "said the meters “work well” and blamed the crew": what is joined behind the mark is the speaker's."""
    inner = token.head
    if token.dep_ != "conj" or token.tag_ not in FINITE or subject_of(token) is not None:
        return False
    start = token.sent.start
    if not _marks(doc, start, inner.i) % 2 or _marks(doc, start, token.i) % 2:
        return False
    cue = next((t for t in inner.ancestors if t.tag_ == token.tag_), None)
    if cue is None or cue.i > inner.i or _marks(doc, start, cue.i) % 2 or subject_of(cue) is None:
        return False
    joint = next((c for c in inner.children if c.dep_ == "cc" and inner.i < c.i < token.i), None)
    token.head = cue
    if joint is not None:
        joint.head = cue
    return True


def _marks(doc: Doc, start: int, end: int) -> int:
    return sum(doc[i].text in _QUOTES for i in range(start, end))


RULES = (interrupted_subject, parted_subject, closing_speaker, closing_forum, verb_behind_quotation)

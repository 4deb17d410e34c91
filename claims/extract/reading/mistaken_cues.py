"""Reports that the parser lost: "Prosecutors allege Holt took it", "told the agency Zeta that ice formed".

Without "that" a small parser reads a plural, a bare verb form and a name as one long noun. What shows the
construction is a source of a known kind, a form that agrees with it and a clause with its own subject.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.lexicon.kinds import nouns

_FORMS = frozenset(
    "allege argue believe claim confirm estimate fear forecast indicate insist note predict reckon record"
    " reveal say show state suggest suspect warn".split()
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"det", "amod", "compound", "nmod", "nummod"})
_MODIFIERS = frozenset({"acl", "prep"})
_FAR = 14  # tokens between a source and its verb


def mend_mistaken_cue(doc: Doc, token: Token) -> bool:
    """Make a verb of a noun between a plural source and a clause; return whether anything was mended."""
    if token.lower_ not in _FORMS or token.pos_ not in ("NOUN", "PROPN") or token.i == 0:
        return False
    subject = _subject_behind(doc, token)
    source = None if subject is None else _source_before(doc, token)
    if source is None or subject is None:
        return False
    verb = subject.head
    token.pos_, token.tag_, token.lemma_ = "VERB", "VBP", token.lower_
    _release(doc, token, source)
    over = verb.head if verb.i not in (verb.head.i, token.i) else token
    free = over.i in (token.i, source.i) or over.is_ancestor(source) or token.is_ancestor(over)
    token.head, token.dep_ = (token, "ROOT") if free else (over, verb.dep_)
    verb.head, verb.dep_ = token, "ccomp"
    source.head, source.dep_ = token, "nsubj"
    return True


def mend_told_clause(doc: Doc, token: Token) -> bool:
    """Give "told the agency Zeta that ice formed" its clause, which was hung on the name as a relative."""
    name = token.head
    if token.dep_ != "relcl" or name.pos_ != "PROPN" or name.i + 1 >= token.i:
        return False
    teller = name.head if name.dep_ in ("dobj", "dative") else name.head.head
    that = doc[name.i + 1]
    if teller.lemma_ != "tell" or teller.i > name.i or that.lower_ != "that":
        return False
    if not any(c.dep_.startswith("nsubj") and c.i > that.i for c in token.children):
        return False
    token.head, token.dep_ = teller, "ccomp"
    that.head, that.dep_, that.tag_, that.pos_ = token, "mark", "IN", "SCONJ"
    return True


def _subject_behind(doc: Doc, token: Token) -> Token | None:
    """Return the subject right behind a token whose clause is finite, or None."""
    last = token.sent.end
    at = token.i + 1
    while at < last and not doc[at].dep_.startswith("nsubj"):
        if doc[at].is_punct or doc[at].pos_ in ("VERB", "AUX", "ADP"):
            return None
        at += 1
    if at >= last or doc[at].head.i <= at:
        return None
    verb = doc[at].head
    finite = verb.tag_ in _FINITE or any(c.tag_ in _FINITE and c.i > at for c in verb.children)
    return doc[at] if finite else None


def _source_before(doc: Doc, token: Token) -> Token | None:
    """Return the plural that opens the clause: right before the token, or parted by its own modifiers."""
    first = max(token.sent.start, token.i - _FAR)
    before = doc[token.i - 1]
    if _is_source(before):
        return before
    for at in range(first, token.i - 1):
        noun = doc[at]
        if noun.tag_ in _FINITE:
            return None
        follows = doc[at + 1]
        if _is_source(noun) and follows.dep_ in _MODIFIERS and follows.head.i == noun.i:
            verbless = all(doc[k].tag_ not in _FINITE for k in range(at, token.i))
            return noun if verbless else None
    return None


def _is_source(noun: Token) -> bool:
    """Whether a noun is a plural that may report, with no article of the singular."""
    if noun.tag_ not in ("NNS", "NNPS") or nouns().get(noun.lemma_.lower()) is None:
        return False
    return not any(c.lower_ in ("a", "an") for c in noun.children)


def _release(doc: Doc, token: Token, source: Token) -> None:
    """Give what was tied to the noun the token was to the name before it ("seen by the Post show")."""
    left = [c for c in token.children if c.i < token.i and c.i != source.i and c.dep_ in _NOMINAL]
    if not left:
        return
    name = doc[token.i - 1]
    if name.i == source.i:
        for child in left:
            child.head = source
        return
    edge = min(child.left_edge.i for child in left)
    prep = doc[edge - 1] if edge else token
    if prep.pos_ != "ADP":
        return
    name.head, name.dep_ = prep, "pobj"
    for child in left:
        if child.i != name.i:
            child.head = name

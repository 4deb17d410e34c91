"""What a cut-off clause takes from the rest of the sentence: subject, auxiliary, antecedent."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from claims.extract.reading.pieces import (
    FINITE,
    Kind,
    Piece,
    Sentence,
    is_finite,
    is_verb,
    noun_phrase,
    own_range,
    subject_of,
)

_TIMES = frozenset("after when before during since overnight yesterday today on".split())
_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})


def own_head(doc: Doc, piece: Piece) -> int:
    """Return the head of a piece, or the topmost verb of what a cut left of it."""
    if piece.head in piece.tokens:
        return piece.head
    inside = set(piece.tokens)
    verbs = (i for i in piece.tokens if is_verb(doc[i]) and doc[i].head.i not in inside)
    return next(verbs, piece.tokens[0])


def adopt_subjects(sentence: Sentence, heads: Mapping[int, Kind], labels: dict[int, int]) -> set[int]:
    """Give a second clause the subject that the parser hung on the noun before "and".

    "pumping concrete on Thursday and South Parade should be open": the noun phrase between "and" and a
    finite verb without subject is that verb's subject. Returns the verbs so mended.
    """
    mended: set[int] = set()
    for head, kind in heads.items():
        verb = sentence.doc[head]
        if kind != "clause" or verb.dep_ != "conj" or subject_of(verb) is not None or not is_finite(verb):
            continue
        first = min(
            [c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < head], default=head
        )
        joint = first - 1
        while joint > sentence.start and labels.get(joint) != head and sentence.doc[joint].tag_ != "CC":
            joint -= 1
        phrase = range(joint + 1, first)
        if sentence.doc[joint].tag_ == "CC" and (
            (0 < len(phrase) <= 6 and _is_noun_phrase(sentence.doc, phrase))
            or (0 < len(phrase) <= 14 and _disagrees(verb) and _is_long_phrase(sentence.doc, phrase))
        ):
            for i in (joint, *phrase):
                labels[i] = head
            mended.add(head)
    return mended


def _disagrees(verb: Token) -> bool:
    """Whether a verb cannot share the subject of the verb it is joined to: their numbers differ."""
    word = next((c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE), verb)
    subject = subject_of(verb.head)
    if subject is None or word.lower_ not in _NUMBERED:
        return False
    plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    return plural != _NUMBERED[word.lower_]


_NUMBERED = {"was": False, "is": False, "has": False, "were": True, "are": True, "have": True}


def _is_long_phrase(doc: Doc, phrase: range) -> bool:
    allowed = ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART", "ADP")
    return all(doc[i].pos_ in allowed for i in phrase) and doc[phrase[0]].pos_ in (
        "DET",
        "ADJ",
        "NUM",
        "NOUN",
        "PROPN",
    )


def _is_noun_phrase(doc: Doc, phrase: range) -> bool:
    allowed = ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART")
    return all(doc[i].pos_ in allowed for i in phrase) and doc[phrase[-1]].pos_ in ("NOUN", "PROPN", "PRON")


def borrow(sentence: Sentence, piece: Piece, pieces: Mapping[int, Piece]) -> None:
    """Give a cut-off verb its subject and auxiliary, a cut-off relative clause its antecedent."""
    token = sentence.doc[piece.head]
    if piece.kind == "relative" and token.dep_ == "relcl":
        piece.borrowed = _antecedent(sentence, token)
    elif piece.kind in ("clause", "main", "relative") and token.dep_ == "conj" and subject_of(token) is None:
        piece.borrowed = _shared_subject(sentence, token)


def _antecedent(sentence: Sentence, token: Token) -> list[int]:
    """Return the noun phrase a restrictive relative clause qualifies; none after a comma."""
    start = token.left_edge.i
    if sentence.doc[start].lower_ in ("when", "where", "after", "before") and subject_of(token) is not None:
        return []
    if start > sentence.start and sentence.doc[start - 1].text in (",", "—", "–", "(", "-"):
        return []
    noun = token.head
    return [i for i in range(max(noun.left_edge.i, sentence.start), start) if i not in sentence.cues]


def _between(sentence: Sentence, clause: Token, end: int) -> list[int]:
    return [i for i in range(clause.left_edge.i, end) if i in sentence.tokens()]


def _shared_subject(sentence: Sentence, token: Token) -> list[int]:
    """Return subject and, for a bare participle or infinitive, the auxiliaries of the first conjunct."""
    first, borrowed = token.head, []
    while first.dep_ == "conj" and subject_of(first) is None and is_verb(first.head):
        first = first.head
    subject = subject_of(first)
    if subject is None and first.dep_ == "xcomp" and _is_raised(first.head):
        subject = subject_of(first.head)  # "is said to have fallen and broken a leg"
    if subject is not None and first.dep_ == "relcl" and subject.tag_ in ("WDT", "WP"):
        return [*_antecedent(sentence, first), *_between(sentence, first, subject.i + 1)]
    if subject is None and first.dep_ in ("acl", "relcl"):
        return [i for i in range(first.head.left_edge.i, first.left_edge.i) if i in sentence.tokens()]
    if subject is not None:
        borrowed = _told_apart(sentence, subject)
    if not is_finite(token):
        own = {c.dep_ for c in token.children}
        wanted = ("aux", "neg") if own & {"auxpass"} else () if "aux" in own else ("aux", "auxpass", "neg")
        borrowed += [c.i for c in first.children if c.dep_ in wanted and c.i < token.i]
    return sorted(i for i in borrowed if sentence.start <= i < sentence.end)


def _is_raised(verb: Token) -> bool:
    """Whether a passive lends its subject to the infinitive behind it ("he is thought to have drowned")."""
    return any(c.dep_ == "auxpass" for c in verb.children)


def _told_apart(sentence: Sentence, noun: Token) -> list[int]:
    """Return a noun phrase with the clauses that say which is meant ("trustees who signed the cheque")."""
    doc, kept = sentence.doc, set(noun_phrase(sentence.doc, noun))
    for child in noun.children:
        start, end = own_range(sentence, child)
        opened = child.dep_ == "acl" or doc[start].tag_ in _RELATIVES
        restricts = child.dep_ in ("relcl", "acl") and start > noun.i and not doc[start - 1].is_punct
        if (
            opened
            and restricts
            and not sentence.figures_in(start, end)
            and sentence.cues.isdisjoint(range(start, end))
        ):
            kept.update(range(start, end))
    return sorted(kept)


def share_tails(sentence: Sentence, pieces: Mapping[int, Piece]) -> None:
    """Give the first of two predicates what stands behind the second, when only the second lacks a verb.

    "Four people are dead and about 60 hurt after a train left the rails": both happened after it.
    """
    for piece in pieces.values():
        verb = sentence.doc[piece.head]
        gapped = verb.tag_ == "VBN" and verb.dep_ == "conj" and subject_of(verb) is not None
        if not gapped or piece.kind != "clause" or any(c.dep_ in ("aux", "auxpass") for c in verb.children):
            continue
        first = next((p for p in pieces.values() if verb.head.i in p.tokens), None)
        if first is not None:
            _share_tail(sentence, verb, first, piece)


def _share_tail(sentence: Sentence, verb: Token, first: Piece, second: Piece) -> None:
    tail = [i for i in sorted({*first.tokens, *second.tokens}) if i > verb.i]
    if not tail or not (sentence.doc[tail[0]].dep_ == "mark" or sentence.doc[tail[0]].lower_ in _TIMES):
        return
    adjuncts = [c for c in verb.head.children if c.dep_ in ("prep", "advcl", "npadvmod", "advmod")]
    if any(verb.head.i < c.i < verb.i for c in adjuncts):
        return
    for piece in (first, second):
        piece.borrowed = sorted({*piece.borrowed, *(i for i in tail if i not in piece.tokens)})

"""Reports within reports: what somebody says that somebody said.

"P, the ministry said on Monday, according to state media": the outermost attribution is the medium's;
for a claim the source is whoever said it first, and the one who passes it on is what it came through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.parse import text_of
from claims.extract.types import Attribution, Span

_SPEECH = 3  # strength of cues that report wherever they stand
_CHAIN = frozenset({"ROOT", "ccomp", "conj", "parataxis"})
# Cues whose content may be a bare act ("denies taking bribes", "promised to leave").
_OF_ACTS = frozenset({"denial", "promise"})
# Cues whose content may be an object with what is said of it ("put the toll at 9", "called it a scandal").
_OF_OBJECTS = frozenset({"calculation", "description"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def relayed(doc: Doc, attributions: Sequence[Attribution]) -> dict[int, Attribution]:
    """Return, by the number of the outer attribution, the one that its content holds."""
    found: dict[int, Attribution] = {}
    for number, outer in enumerate(attributions):
        if outer.negated or outer.follows is not None:
            continue
        inner = next((a for span in outer.content if (a := _inside(doc, span, outer))), None)
        if inner is not None:
            found[number] = inner
    return found


def first_hand(
    doc: Doc, attributions: Sequence[Attribution], inner: dict[int, Attribution]
) -> list[Attribution]:
    """Return the attributions with those passed on, whose content the outer ones lose, and their `via`."""
    found: list[Attribution] = []
    for number, outer in enumerate(attributions):
        passed = inner.get(number)
        if passed is None:
            found.append(outer)
            continue
        same = outer.speaker is None or passed.speaker == outer.speaker or outer.source is None
        via = () if same or outer.speaker is None else (outer.speaker.canonical, *outer.via)
        found.append(replace(passed, via=(*passed.via, *via)))
        rest = _without(doc, outer.content, passed)
        found.append(replace(outer, content=rest))  # though empty: its source and cue are no claim
    return found


def _without(doc: Doc, content: Sequence[Span], passed: Attribution) -> tuple[Span, ...]:
    """Return a content without the clause of another attribution, when words are left."""
    spans = [*passed.content, *(passed.source or ()), *(passed.cue or ())]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    cut = [(s, min(e, start)) for s, e in content if s < start] + [
        (max(s, end), e) for s, e in content if e > end
    ]
    return tuple((s, e) for s, e in cut if sum(w.isalpha() for w in text_of(doc)[s:e].split()) > _SPEECH)


def _inside(doc: Doc, span: Span, outer: Attribution) -> Attribution | None:
    """Return the attribution that a content holds as a clause of its own, or None."""
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None:
        return None
    for token in words:
        cue = cue_of("verb", token.lemma_.lower()) if token.pos_ == "VERB" else None
        weak = cue is not None and cue.strength < _SPEECH and cue.kind not in _OF_OBJECTS
        if cue is None or weak or not _asserts(token):
            continue
        parts = _parts(doc, token, cue, words.start, words.end, direct=outer.type == "direct")
        if parts is not None and _stands_free(token, words.start, words.end):
            said = (token.idx, token.idx + len(token.text))
            return replace(
                outer,
                source=(parts[0],),
                content=(parts[1],),
                cue=(said,),
                cue_lemma=cue.lemma,
                kind=cue.kind,
            )
    return None


def _asserts(token: Token) -> bool:
    """Whether a verb says that something was said: finite, not negated, not conditional."""
    kids = list(token.children)
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.tag_ == "MD") or c.dep_ == "mark" for c in kids):
        return False
    perfect = token.tag_ == "VBN" and any(c.lemma_ == "have" and c.tag_ in _FINITE for c in kids)
    return token.tag_ in _FINITE or perfect


def _stands_free(token: Token, first: int, last: int) -> bool:
    """Whether no clause of the content stands over the verb save those beside it."""
    above = [t for t in token.ancestors if first <= t.i < last]
    return token.dep_ in _CHAIN and all(t.dep_ in _CHAIN and t.pos_ in ("VERB", "AUX") for t in above)


def _parts(
    doc: Doc, token: Token, cue: Cue, first: int, last: int, *, direct: bool
) -> tuple[Span, Span] | None:
    """Return source and content of a reporting verb within tokens `[first, last)`."""
    subject = next((c for c in token.children if c.dep_ == "nsubj" and first <= c.i < last), None)
    if subject is None or not _speaks(subject, direct=direct):
        return None
    inside = [c for c in token.children if first <= c.i < last]
    act = next((c for c in inside if c.dep_ == "xcomp" and cue.kind in _OF_ACTS and c.i > token.i), None)
    if act is not None and not direct:
        return _span(doc, subject, first, last), _span(doc, act, first, last)
    judged = _judged(token, cue, inside)
    if judged is not None and not direct:
        return _span(doc, subject, first, last), _stretch(doc, judged, last)
    clause = next((c for c in inside if c.dep_ == "ccomp"), None)
    if clause is None:
        return None
    if direct and clause.i < token.i:
        return None
    if not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in clause.children):
        return None
    if any(c.tag_ in ("WRB", "WP") and c.i < clause.i for c in clause.children):
        return None
    return _span(doc, subject, first, last), _span(doc, clause, first, last)


def _judged(token: Token, cue: Cue, inside: Sequence[Token]) -> Token | None:
    """Return the object of "put the toll at 9" or "called the plan a scandal", with something said of it."""
    judged = next((c for c in inside if c.dep_ == "dobj" and c.i > token.i), None)
    if cue.kind not in _OF_OBJECTS or judged is None:
        return None
    beside = [c for c in (*inside, *judged.children) if c.i > judged.i]
    said = any(c.dep_ in ("oprd", "acomp") or (c.dep_ == "prep" and c.lower_ in cue.frames) for c in beside)
    return judged if said and "pred" in cue.frames else None


def _stretch(doc: Doc, judged: Token, last: int) -> Span:
    """Return the code points from an object to the end of its clause."""
    end = min(max((t.right_edge.i for t in (judged, judged.head)), default=judged.i) + 1, last)
    while doc[end - 1].text in (",", ";", "."):
        end -= 1
    return doc[judged.left_edge.i].idx, doc[end - 1].idx + len(doc[end - 1].text)


def _speaks(subject: Token, *, direct: bool) -> bool:
    """Whether a subject is somebody: a name, a person or a body, no document, no "they" of a quotation."""
    if subject.pos_ == "PRON":
        return not direct and subject.lower_ in ("he", "she", "they")
    noun = nouns().get(subject.lemma_.lower())
    return subject.pos_ == "PROPN" or (noun is not None and noun.kind != "document")


def _span(doc: Doc, token: Token, first: int, last: int) -> Span:
    """Return the code points of a subtree within tokens, edge marks and "that" left out."""
    start, end = max(token.left_edge.i, first), min(token.right_edge.i + 1, last)
    while start < end and (doc[start].is_punct or doc[start].dep_ == "mark"):
        start += 1
    while end > start and doc[end - 1].text in (",", ";", "—", "–"):
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)

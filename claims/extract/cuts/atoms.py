"""Atoms: the pieces of every sentence, each with the attribution it stands under.

An attribution covers its whole sentence. What is left over after contents, sources and cues are taken
away is the outlet's own voice, when it has a clause of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.extract.cuts.clauses import CONDITIONS
from claims.extract.cuts.cutting import cut
from claims.extract.cuts.edges import runs, trim
from claims.extract.cuts.owners import Roles, by_owner, find_roles
from claims.extract.cuts.refusals import is_mere_phrase, is_no_claim
from claims.extract.reading.pieces import ALONE, FINITE, Figure, Kind, Sentence
from claims.extract.reading.segment import Paragraph
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, Quantity, Span

_BOUND = CONDITIONS | {"because"}
_LONGEST_SENTENCE = 300  # tokens; what is longer is no prose, and cutting it would take ever longer


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens of one claim, the index of its attribution (None: own voice), how and where it was cut."""

    tokens: tuple[int, ...]
    attribution: int | None
    kind: Kind
    head: int
    sentence: Span  # tokens


def find_atoms(
    doc: Doc,
    paragraphs: Sequence[Paragraph],
    attributions: Sequence[Attribution],
    quantities: Sequence[Quantity],
) -> list[Atom]:
    """Return the atoms of the claim-bearing paragraphs in text order."""
    tokens = TokenMap(doc)
    roles = find_roles(doc, tokens, attributions)
    figures = {f.start: f for f in (_figure(tokens, q) for q in quantities)}
    cues = frozenset(roles.cue)
    atoms: list[Atom] = []
    for paragraph in paragraphs:
        if paragraph.holds_claims:
            for start, end in sentence_spans(doc, tokens, paragraph):
                own = {i: figures[i] for i in range(start, end) if i in figures}
                sentence = Sentence(doc, start, end, own, cues)
                atoms.extend(_atoms_of(sentence, roles, attributions, paragraph))
    return atoms


def sentence_spans(doc: Doc, tokens: TokenMap, paragraph: Paragraph) -> list[Span]:
    """Return the token spans of the sentences of a paragraph's body."""
    first, last = tokens.from_(paragraph.body), tokens.from_(paragraph.end)
    spans: list[Span] = []
    for i in range(first, min(last, len(doc))):
        if not spans or doc[i].is_sent_start or i - spans[-1][0] >= _LONGEST_SENTENCE:
            spans.append((i, i + 1))
        else:
            spans[-1] = (spans[-1][0], i + 1)
    return spans


def _figure(tokens: TokenMap, quantity: Quantity) -> Figure:
    start = tokens.at(quantity.start)
    return Figure(start, max(start + 1, tokens.from_(quantity.end)), quantity.unit)


def _atoms_of(
    sentence: Sentence, roles: Roles, attributions: Sequence[Attribution], paragraph: Paragraph
) -> list[Atom]:
    """Return the atoms of one sentence, unlikely ones dropped."""
    doc, found = sentence.doc, []
    for piece in cut(sentence):
        for held_by, tokens in by_owner(sentence, piece, roles).items():
            trimmed = trim(doc, tokens, piece.kind)
            silent = held_by is not None and attributions[held_by].negated
            owner = None if silent and piece.kind == "relative" else held_by  # "nobody claimed X, which ..."
            if trimmed and not is_no_claim(sentence, piece, owner, trimmed, roles, attributions, paragraph):
                found.append(
                    Atom(tuple(trimmed), owner, piece.kind, piece.head, (sentence.start, sentence.end))
                )
    whole = [atom for atom in _merge_slivers(doc, found) if not _is_scrap(sentence, atom)]
    if paragraph.kind == "list_item":
        return whole  # what its lead-in says of it makes it a claim
    return [a for a in whole if not is_mere_phrase(sentence, a.tokens, _owner(a, attributions))]


def _owner(atom: Atom, attributions: Sequence[Attribution]) -> Attribution | None:
    return None if atom.attribution is None else attributions[atom.attribution]


def _is_scrap(sentence: Sentence, atom: Atom) -> bool:
    """Whether an atom is what cuts left over (no verb, no figure, torn apart), or an open question."""
    doc, words = sentence.doc, [i for i in atom.tokens if sentence.doc[i].is_alpha]
    if words and _is_asked(doc[words[0]]):
        return True
    if any(f.start in atom.tokens for f in sentence.figures.values()) or _has_verb(doc, atom):
        return False
    return len(runs(atom.tokens)) > 1 and len(words) < 6


def _is_asked(mark: Token) -> bool:
    """Whether a clause opens with "whether", or with the "if" of something asked."""
    if mark.dep_ != "mark":
        return False
    return mark.lower_ == "whether" or (mark.lower_ == "if" and mark.head.head.lemma_ in ("ask", "wonder"))


def _merge_slivers(doc: Doc, atoms: list[Atom]) -> list[Atom]:
    """Join fragments without a verb or a cut of their own to the largest atom of their attribution."""
    kept: list[Atom] = []
    for atom in atoms:
        host = next((k for k, other in enumerate(kept) if other.attribution == atom.attribution), None)
        bound = _is_condition(doc, atom) or (host is not None and _is_condition(doc, kept[host]))
        whole = _has_verb(doc, atom) and not bound
        if (
            host is not None
            and atom.kind == "main"
            and not (_is_finite(doc, atom) or _is_finite(doc, kept[host]))
        ):
            whole = False
        if host is not None and atom.head not in atom.tokens and _is_time_of_saying(doc, atom):
            continue
        if host is None or atom.kind in ALONE or (whole and _has_verb(doc, kept[host])):
            kept.append(atom)
        else:
            kept[host] = _joined(kept[host], atom, doc)
    return kept


def _is_condition(doc: Doc, atom: Atom) -> bool:
    """Whether an atom is a clause that needs another: "if head office wants silence"."""
    first = doc[atom.tokens[0]]
    return first.dep_ == "mark" and first.lower_ in _BOUND and not _has_main_verb(doc, atom)


def _has_main_verb(doc: Doc, atom: Atom) -> bool:
    """Whether a finite clause of the atom stands without a mark of its own."""
    bound = {t.i for i in atom.tokens if doc[i].dep_ == "mark" for t in doc[i].head.subtree}
    return any(doc[i].tag_ in FINITE and i not in bound for i in atom.tokens)


def _is_time_of_saying(doc: Doc, atom: Atom) -> bool:
    """Whether a fragment that hangs on the cue only says when it was said ("on Tuesday")."""
    inner = [doc[i] for i in atom.tokens if doc[i].tag_ not in ("IN", "DT")]
    return len(atom.tokens) <= 4 and bool(inner) and all(t.ent_type_ in ("DATE", "TIME") for t in inner)


def _has_verb(doc: Doc, atom: Atom) -> bool:
    return any(doc[i].pos_ in ("VERB", "AUX") for i in atom.tokens)


def _is_finite(doc: Doc, atom: Atom) -> bool:
    return any(doc[i].tag_ in FINITE for i in atom.tokens)


def _joined(one: Atom, two: Atom, doc: Doc) -> Atom:
    tokens = tuple(sorted({*one.tokens, *two.tokens}))
    main = one if _has_verb(doc, one) else two
    return Atom(tokens, one.attribution, main.kind, main.head, one.sentence)

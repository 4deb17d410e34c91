"""Atoms: the pieces of every sentence, each with the attribution it stands under.

An attribution covers its whole sentence. What is left over after contents, sources and cues are taken
away is the outlet's own voice, when it has a clause of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from . import nonclaims
from .clauses import CONDITIONS, Figure, Kind, Piece, Sentence, cut, is_finite, noun_phrase, subject_of
from .segment import Paragraph
from .types import Attribution, Quantity, Span
from .units import TokenMap

_WORDLESS = frozenset(
    "and but or nor yet so that as while whereas although though then , ; : - – — -- . ( )".split()
)
_STRAY = frozenset(", ; : – — --".split())
_OPENERS = frozenset("and but or nor yet that while whereas although though , ; : - – — --".split())
_LONGEST_SENTENCE = 300  # tokens; what is longer is no prose, and cutting it would take ever longer
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SAYING = frozenset("say claim add warn note insist allege argue state stress report announce tell".split())
_CUT_MARKS = frozenset("even as after before when because since until".split())
_ALONE: frozenset[Kind] = frozenset({"figure", "record", "item", "participle", "relative", "shared"})


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens of one claim, the index of its attribution (None: own voice), how and where it was cut."""

    tokens: tuple[int, ...]
    attribution: int | None
    kind: Kind
    head: int
    sentence: Span  # tokens


@dataclass(frozen=True, slots=True)
class _Roles:
    """What each token is: content of which attribution, source or cue of which."""

    content: Mapping[int, int]
    source: Mapping[int, int]
    cue: Mapping[int, int]


def find_atoms(
    doc: Doc,
    paragraphs: Sequence[Paragraph],
    attributions: Sequence[Attribution],
    quantities: Sequence[Quantity],
) -> list[Atom]:
    """Return the atoms of the claim-bearing paragraphs in text order."""
    tokens = TokenMap(doc)
    roles = _roles(doc, tokens, attributions)
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


def _roles(doc: Doc, tokens: TokenMap, attributions: Sequence[Attribution]) -> _Roles:
    content: dict[int, int] = {}
    source: dict[int, int] = {}
    cue: dict[int, int] = {}
    order = sorted(range(len(attributions)), key=lambda k: -sum(e - s for s, e in attributions[k].content))
    for k in order:
        _mark(tokens, attributions[k].content, content, k)
    for k in order:
        _mark(tokens, attributions[k].source or (), source, k)
        _mark(tokens, attributions[k].cue or (), cue, k)
    for i in cue:
        content.pop(i, None)
    for i, k in source.items():
        if content.get(i) == k:
            content.pop(i)
    return _Roles(content, source, cue)


def _mark(tokens: TokenMap, spans: Iterable[Span], into: dict[int, int], k: int) -> None:
    for start, end in spans:
        for i in range(tokens.at(start), tokens.from_(end)):
            into[i] = k


def _atoms_of(
    sentence: Sentence, roles: _Roles, attributions: Sequence[Attribution], paragraph: Paragraph
) -> list[Atom]:
    """Return the atoms of one sentence, unlikely ones dropped."""
    doc, found = sentence.doc, []
    for piece in cut(sentence):
        for owner, tokens in _by_owner(sentence, piece, roles).items():
            trimmed = _trim(doc, tokens, piece.kind)
            if trimmed and not _is_no_claim(sentence, piece, owner, trimmed, roles, attributions, paragraph):
                found.append(
                    Atom(tuple(trimmed), owner, piece.kind, piece.head, (sentence.start, sentence.end))
                )
    return [atom for atom in _merge_slivers(doc, found) if not _is_scrap(sentence, atom)]


def _by_owner(sentence: Sentence, piece: Piece, roles: _Roles) -> dict[int | None, list[int]]:
    """Split the tokens of a piece by the attribution whose content they are; None is own voice."""
    parts: dict[int | None, list[int]] = {}
    subject = _own_subject(sentence, piece, roles)
    for i in piece.tokens:
        if i in roles.content and i not in subject:
            parts.setdefault(roles.content[i], []).append(i)
        elif (
            (piece.kind == "relative" and i in roles.source)
            or i in subject
            or (i not in roles.source and i not in roles.cue)
        ):
            parts.setdefault(None, []).append(i)
    if None in parts and piece.kind in ("figure", "record", "item", "participle", "shared"):
        heir = _sentence_attribution(sentence, roles, piece)
        if heir is not None:
            parts.setdefault(heir, []).extend(parts.pop(None))
    for owner, tokens in parts.items():
        borrowed = [i for i in piece.borrowed if owner is None or roles.content.get(i) == owner]
        parts[owner] = sorted({*tokens, *borrowed})
    return parts


def _own_subject(sentence: Sentence, piece: Piece, roles: _Roles) -> frozenset[int]:
    """Return the subject of a verb that is no cue, though a later cue makes it a source too."""
    head = sentence.doc[piece.head]
    subject = subject_of(head)
    if (
        subject is None
        or head.i in roles.cue
        or (subject.i not in roles.source and subject.i not in roles.content)
    ):
        return frozenset()
    owner = roles.source.get(subject.i, roles.content.get(subject.i))
    cue_below = any(
        k == owner and sentence.doc[i].head.i == head.i and sentence.doc[i].dep_ == "conj"
        for i, k in roles.cue.items()
    )
    return frozenset(noun_phrase(sentence.doc, subject)) if cue_below else frozenset()


def _sentence_attribution(sentence: Sentence, roles: _Roles, piece: Piece) -> int | None:
    """Return the attribution that stands over a figure adjunct: the nearest content or cue before it."""
    for i in range(min(piece.tokens) - 1, sentence.start - 1, -1):
        owner = roles.content.get(i, roles.cue.get(i))
        if owner is not None:
            return owner
        if (
            sentence.doc[i].tag_ in ("VBD", "VBZ", "VBP")
            and i not in roles.cue
            and not _below_cue(sentence, i, roles)
        ):
            return None
    return None


def _below_cue(sentence: Sentence, i: int, roles: _Roles) -> bool:
    return any(t.i in roles.cue for t in sentence.doc[i].ancestors)


def _trim(doc: Doc, tokens: list[int], kind: Kind) -> list[int]:
    """Drop quotation marks at the edges, opening conjunctions and final punctuation."""
    trimmed = [i for i in tokens if not doc[i].is_space]
    while trimmed and (_opens(doc, trimmed, kind) or _is_edge_mark(doc, trimmed[0])):
        trimmed = trimmed[1:]
    while trimmed and (
        doc[trimmed[-1]].lower_ in _WORDLESS or _is_edge_mark(doc, trimmed[-1]) or _lost_object(doc, trimmed)
    ):
        trimmed = trimmed[:-1]
    return [i for start, end in runs(trimmed) for i in _without_edge_commas(doc, start, end)]


def _without_edge_commas(doc: Doc, start: int, end: int) -> range:
    while start <= end and doc[start].text in _STRAY:
        start += 1
    while end >= start and doc[end].text in _STRAY:
        end -= 1
    return range(start, end + 1)


def _opens(doc: Doc, tokens: list[int], kind: Kind) -> bool:
    """Whether the first token only joins the claim to what is before it ("but", "claiming")."""
    first = doc[tokens[0]]
    if kind == "clause" and first.lower_ in _CUT_MARKS and first.dep_ in ("mark", "advmod"):
        return True
    if first.lower_ == "that":
        return first.tag_ == "IN"
    if first.lower_ == "when" and len(tokens) > 1 and doc[tokens[1]].tag_ not in _FINITE:
        return first.head.dep_ == "relcl"
    if first.tag_ == "VBG" and first.lemma_.lower() in _SAYING:
        return any(c.dep_ == "ccomp" for c in first.children)
    if first.tag_ in ("WDT", "WP") and len(tokens) > 1 and doc[tokens[1]].lemma_.lower() in _SAYING:
        return True
    if (
        first.lemma_.lower() in _SAYING
        and first.tag_ in _FINITE
        and tokens[0] > 0
        and doc[tokens[0] - 1].tag_ in ("WDT", "WP")
    ):
        return True
    return first.lower_ in _OPENERS


def _lost_object(doc: Doc, tokens: list[int]) -> bool:
    """Whether the last token is a preposition whose object went to another piece."""
    last = doc[tokens[-1]]
    if last.i + 1 >= len(doc) or doc[last.i + 1].is_punct:
        return False  # "unaccounted for"
    return last.dep_ == "prep" and any(c.i not in tokens for c in last.children)


def _is_edge_mark(doc: Doc, i: int) -> bool:
    return doc[i].text in "\"“”‘’'.!?…•*" or doc[i].text in ("''", "``", "...")


def _is_no_claim(
    sentence: Sentence,
    piece: Piece,
    owner: int | None,
    tokens: list[int],
    roles: _Roles,
    attributions: Sequence[Attribution],
    paragraph: Paragraph,
) -> bool:
    doc = sentence.doc
    text = _text(doc, tokens)
    words = [i for i in tokens if any(c.isalnum() for c in doc[i].text)]
    if not words or nonclaims.is_question(text, doc[tokens[-1] + 1 : tokens[-1] + 4].text):
        return True
    if nonclaims.is_formula(text) or nonclaims.is_imperative(doc, tokens):
        return True
    if not all(i in roles.content for i in tokens) and nonclaims.is_absent_attribution(text):
        return True
    if all(doc[i].tag_ in ("PRP", "DT", "PRP$", "WP") for i in words) or _modifies_source(doc, tokens, roles):
        return piece.kind != "relative"
    if owner is None:
        return _is_no_own_claim(sentence, piece, tokens, roles, paragraph)
    if attributions[owner].negated:
        return True
    figures = any(f.start in tokens for f in sentence.figures.values())
    return len(words) < 2 and not figures and piece.kind != "main"


def _is_scrap(sentence: Sentence, atom: Atom) -> bool:
    """Whether an atom is what cuts left over (no verb, no figure, torn apart), or an open question."""
    doc, words = sentence.doc, [i for i in atom.tokens if sentence.doc[i].is_alpha]
    if words and doc[words[0]].lower_ == "whether" and doc[words[0]].dep_ == "mark":
        return True
    if any(f.start in atom.tokens for f in sentence.figures.values()) or _has_verb(doc, atom):
        return False
    return len(runs(atom.tokens)) > 1 and len(words) < 6


def _modifies_source(doc: Doc, tokens: list[int], roles: _Roles) -> bool:
    """Whether the words are a relative clause about the source ("who got a cheer of his own")."""
    first = doc[tokens[0]]
    if first.tag_ not in ("WP", "WDT") or first.head.dep_ != "relcl":
        return False
    return first.head.head.i in roles.source


def _text(doc: Doc, tokens: Sequence[int]) -> str:
    return re.sub(r"\s+", " ", " ".join(doc[s : e + 1].text for s, e in runs(tokens)))


def runs(tokens: Sequence[int]) -> list[Span]:
    """Return the contiguous runs of token indices, both ends included."""
    found: list[Span] = []
    for i in tokens:
        if found and i == found[-1][1] + 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def _is_no_own_claim(
    sentence: Sentence, piece: Piece, tokens: list[int], roles: _Roles, paragraph: Paragraph
) -> bool:
    """Whether words outside every attribution make no claim of the outlet's."""
    doc = sentence.doc
    text = _text(doc, tokens)
    if len(tokens) < 6 and nonclaims.is_absent_attribution(doc[sentence.start : sentence.end].text):
        return True
    if piece.kind == "item" and not any(doc[i].pos_ in ("VERB", "AUX", "NUM") for i in tokens):
        return True  # "Northam; Kaine's wife; and dozens of others"
    if piece.kind in _ALONE:
        return False
    if paragraph.kind == "list_item" and not roles.content.keys() & set(sentence.tokens()):
        return len(text.split()) < 2
    head = doc[piece.head]
    if head.i in roles.cue or head.i not in tokens:
        return True
    figures = sum(f.start in tokens and not f.is_age for f in sentence.figures.values())
    return not _stands_alone(sentence, piece, tokens, roles) or nonclaims.is_stance(head, figures=figures)


def _stands_alone(sentence: Sentence, piece: Piece, tokens: list[int], roles: _Roles) -> bool:
    """Whether the piece has a finite verb, and a subject that is its own."""
    doc, head = sentence.doc, sentence.doc[piece.head]
    if (
        piece.kind == "clause"
        and piece.borrowed
        and any(f.start in tokens for f in sentence.figures.values())
    ):
        return True
    if not any(is_finite(doc[i]) for i in tokens if doc[i].pos_ in ("VERB", "AUX")):
        return False
    subject = subject_of(head)
    if (
        subject is not None
        and subject.i not in tokens
        and (subject.i in roles.cue or subject.i in roles.content)
    ):
        return False
    return len(tokens) >= 3 or any(f.start in tokens for f in sentence.figures.values())


def _merge_slivers(doc: Doc, atoms: list[Atom]) -> list[Atom]:
    """Join fragments without a verb or a cut of their own to the largest atom of their attribution."""
    kept: list[Atom] = []
    for atom in atoms:
        host = next((k for k, other in enumerate(kept) if other.attribution == atom.attribution), None)
        bound = any(doc[i].dep_ == "mark" and doc[i].lower_ in CONDITIONS for i in atom.tokens[:1])
        whole = _has_verb(doc, atom) and not bound
        if (
            host is not None
            and atom.kind == "main"
            and not (_is_finite(doc, atom) or _is_finite(doc, kept[host]))
        ):
            whole = False
        if host is not None and atom.head not in atom.tokens and _is_time_of_saying(doc, atom):
            continue
        if host is None or atom.kind in _ALONE or (whole and _has_verb(doc, kept[host])):
            kept.append(atom)
        else:
            kept[host] = _joined(kept[host], atom, doc)
    return kept


def _is_time_of_saying(doc: Doc, atom: Atom) -> bool:
    """Whether a fragment that hangs on the cue only says when it was said ("on Tuesday")."""
    inner = [doc[i] for i in atom.tokens if doc[i].tag_ not in ("IN", "DT")]
    return len(atom.tokens) <= 4 and bool(inner) and all(t.ent_type_ in ("DATE", "TIME") for t in inner)


def _has_verb(doc: Doc, atom: Atom) -> bool:
    return any(doc[i].pos_ in ("VERB", "AUX") for i in atom.tokens)


def _is_finite(doc: Doc, atom: Atom) -> bool:
    return any(doc[i].tag_ in _FINITE for i in atom.tokens)


def _joined(one: Atom, two: Atom, doc: Doc) -> Atom:
    tokens = tuple(sorted({*one.tokens, *two.tokens}))
    main = one if _has_verb(doc, one) else two
    return Atom(tokens, one.attribution, main.kind, main.head, one.sentence)

"""From proposals to claim drafts: the model gave the cut and the source, our own grammar reads the rest.

Figures, dates, modality, worth and, where the model's sentence may not stand, the statement come from the
same stages as for claims of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from claims.extract.article import Article
from claims.extract.attributions.attribution import find_attributions
from claims.extract.cuts.atoms import Atom, sentence_spans
from claims.extract.drafts import make_drafts
from claims.extract.figures.quantities import find_quantities
from claims.extract.reading.language_model import clean_text, parse_text
from claims.extract.reading.mend import mend
from claims.extract.reading.segment import Paragraph
from claims.extract.reading.units import TokenMap
from claims.extract.speakers.coreference import resolve_speakers
from claims.extract.types import Attribution, ClaimDraft, Span

from .places import overlaps
from .validate import Proposal

SURE, SOURCE_LOST = 0.4, 0.3  # confidence of what only a model found


def drafts(
    text: str, proposals: Sequence[Proposal], *, outlet: str = "", published: date | None = None
) -> list[ClaimDraft]:
    """Return one draft a proposal, in text order; those without a word that was parsed are left out."""
    if not proposals:
        return []
    doc = mend(parse_text(clean_text(text)))
    tokens = TokenMap(doc)
    placed = [(p, atom) for p in proposals if (atom := _atom(doc, tokens, p)) is not None]
    voiced = _attributions(doc, [p for p, _ in placed], outlet)
    article = Article(doc, [a for a in voiced if a is not None], find_quantities(doc), published)
    indices = [sum(a is not None for a in voiced[:number]) for number in range(len(voiced))]
    atoms = [
        replace(atom, attribution=None if voice is None else index)
        for (_, atom), voice, index in zip(placed, voiced, indices, strict=True)
    ]
    made = make_drafts(article, atoms)
    return [_finished(draft, p) for draft, (p, _) in zip(made, placed, strict=True)]


def _finished(draft: ClaimDraft, proposal: Proposal) -> ClaimDraft:
    sure = SOURCE_LOST if proposal.source_lost else SURE
    return replace(draft, canonical=proposal.statement or draft.canonical, confidence=sure)


def _atom(doc: Doc, tokens: TokenMap, proposal: Proposal) -> Atom | None:
    """Return the atom that a proposal's words are, without the spaces among them."""
    inside = sorted({i for start, end in proposal.spans for i in range(tokens.at(start), tokens.from_(end))})
    words = tuple(i for i in inside if not doc[i].is_space)
    if not words:
        return None
    return Atom(words, None, "clause", _head(doc, words), _sentence(doc, tokens, proposal, words))


def _head(doc: Doc, words: Sequence[int]) -> int:
    """Return the verb (else the word) within `words` that hangs on nothing within them."""
    within = set(words)
    tops: list[Token] = [doc[i] for i in words if doc[i].head.i not in within or doc[i].head.i == i]
    verb = next((t for t in tops if t.pos_ in ("VERB", "AUX")), None)
    return (verb or next(iter(tops), doc[words[0]])).i


def _sentence(doc: Doc, tokens: TokenMap, proposal: Proposal, words: Sequence[int]) -> Span:
    """Return the tokens of the sentence (or the sentences) in which the words stand."""
    paragraph = Paragraph(proposal.paragraph.start, proposal.paragraph.end, "body", proposal.paragraph.start)
    touched = [(s, e) for s, e in sentence_spans(doc, tokens, paragraph) if s <= words[-1] and words[0] < e]
    return (touched[0][0], touched[-1][1]) if touched else (words[0], words[-1] + 1)


def _attributions(doc: Doc, proposals: Sequence[Proposal], outlet: str) -> list[Attribution | None]:
    """Return the resolved attribution of each proposal, None in the outlet's own voice.

    Speakers are resolved together with those of our own attributions, so that "she" finds who spoke before.
    """
    ours = find_attributions(doc)
    mine = [_attribution(doc, p, ours) if p.attributed else None for p in proposals]
    of_rules = [a for a in ours if a.follows is None and a.content]
    asked = sorted([*of_rules, *(a for a in mine if a is not None)], key=lambda a: a.content[0])
    resolved = {id(a): b for a, b in zip(asked, resolve_speakers(doc, asked, outlet=outlet), strict=True)}
    return [resolved[id(a)] if a is not None else None for a in mine]


def _attribution(doc: Doc, proposal: Proposal, ours: Sequence[Attribution]) -> Attribution:
    """Return the attribution as the model gave it, with the kind of the cue where we know the cue."""
    known = next((a for a in ours if proposal.cue and a.cue and overlaps(proposal.cue, a.cue)), None)
    return Attribution(
        content=proposal.spans,
        source=(proposal.source,) if proposal.source else None,
        cue=(proposal.cue,) if proposal.cue else None,
        type="indirect",
        cue_lemma=known.cue_lemma if known else _lemma(doc, proposal.cue),
        kind=known.kind if known else "speech",
    )


def _lemma(doc: Doc, cue: Span | None) -> str:
    span = doc.char_span(*cue, alignment_mode="expand") if cue else None
    return str(span.root.lemma_) if span is not None else ""

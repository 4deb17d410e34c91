"""The pipeline: article text in, attributions and atomic claims out. Pure; nothing is stored.

A long text is read in chunks of whole paragraphs, so that time grows linearly and memory stays flat;
speakers are resolved within a chunk, which holds any article of usual length whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from spacy.tokens import Doc

from claims.extract.article import Article
from claims.extract.attributions.attribution import find_reports
from claims.extract.attributions.relay import first_hand, relayed
from claims.extract.chunks import Reading, in_groups, made_ready
from claims.extract.cuts.atoms import find_atoms, sentence_spans
from claims.extract.cuts.wanted import with_wanted
from claims.extract.drafts import bisect_paragraph, make_drafts
from claims.extract.figures.quantities import find_quantities
from claims.extract.judging import notes
from claims.extract.reading.language_model import parse_text, parse_texts
from claims.extract.reading.mend import mend
from claims.extract.reading.parse import text_of
from claims.extract.reading.segment import Paragraph
from claims.extract.reading.units import TokenMap
from claims.extract.speakers.coreference import resolve_speakers
from claims.extract.types import (
    ArticleText,
    Attribution,
    ClaimDraft,
    Extraction,
    Quantity,
    Span,
    VerificationNote,
)
from claims.extract.voices import is_own_voice, stat_attributions, without_own_boast, without_saying_time

VERSION = "rules-2"
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one chunk gave, in offsets of the whole text."""

    attributions: list[Attribution]
    claims: list[ClaimDraft]
    notes: list[VerificationNote]


def extract(
    article: ArticleText, *, progress: Progress | None = None, wanted: Sequence[Span] = ()
) -> Extraction:
    """Return attributions, claims and notes of `article` in text order, every span in its own offsets.

    `progress` is called with a share in 0..1 and what is being done, in words. When the article has no
    publication date, one at the head of the text is used and reported in `facts["published"]`. Each of the
    `wanted` stretches that no claim covers is made one.
    """
    tell = progress or (lambda share, doing: None)
    reading = replace(made_ready(article), wanted=wanted)
    tell(0.05, "reading paragraphs")
    parts: list[_Part] = []
    for number, text in enumerate(reading.texts()):
        parts.append(_read_chunk(parse_text(text), number, reading))
        tell(0.05 + 0.95 * (number + 1) / len(reading.chunks), "finding claims")
    return _joined(parts, reading)


def extract_many(articles: Iterable[ArticleText]) -> Iterator[Extraction]:
    """Yield the extraction of each article in order, short ones parsed together, which is faster.

    Articles are taken and answered in groups of about CHUNK code points, so memory stays flat.
    """
    for group in in_groups(articles):
        if len(group) == 1:
            yield extract(group[0])
            continue
        readings = [made_ready(article) for article in group]
        docs = iter(parse_texts([text for reading in readings for text in reading.texts()]))
        for reading in readings:
            parsed = islice(docs, len(reading.chunks))
            yield _joined([_read_chunk(doc, n, reading) for n, doc in enumerate(parsed)], reading)


def _read_chunk(parsed: Doc, number: int, reading: Reading) -> _Part:
    """Return what the chunk of that number holds, in offsets of the whole text."""
    offset, _, paragraphs = reading.chunks[number]
    local = [Paragraph(p.start - offset, p.end - offset, p.kind, p.body - offset) for p in paragraphs]
    doc, text = mend(parsed), text_of(parsed)
    outer, unreported = find_reports(doc)
    passed_on = relayed(doc, outer)
    resolved = resolve_speakers(doc, [*outer, *passed_on.values()], outlet=reading.outlet)
    attributions = [*resolved[: len(outer)], *stat_attributions(text, local)]
    quantities = find_quantities(doc)
    inner = dict(zip(passed_on, resolved[len(outer) :], strict=True))
    voiced = [a for a in first_hand(doc, attributions, inner) if not is_own_voice(a, text)]
    timed = [without_saying_time(without_own_boast(a, text), text) for a in voiced]
    read = Article(doc, timed, quantities, reading.published)
    claims, found = _claims_and_notes(read, local, _move(reading.wanted, -offset))
    return _Part(
        [_moved_attribution(a, offset) for a in (*attributions, *unreported)],
        [_moved_claim(c, offset) for c in claims],
        [replace(n, start=n.start + offset, end=n.end + offset) for n in found],
    )


def _claims_and_notes(
    read: Article, paragraphs: Sequence[Paragraph], wanted: Sequence[Span]
) -> tuple[list[ClaimDraft], list[VerificationNote]]:
    """Return the drafts and the notes of one parsed chunk, tied to each other."""
    doc = read.doc
    found_notes = _find_notes(doc, paragraphs, read.attributions)
    atoms = [
        atom
        for atom in find_atoms(doc, paragraphs, read.attributions, read.quantities)
        if not any(_inside(doc[atom.tokens[0]].idx, note) for note in found_notes)
    ]
    drafts = make_drafts(read, with_wanted(doc, paragraphs, read.attributions, atoms, wanted))
    drafts.sort(key=lambda d: (d.start, d.end))
    bound = _bind(read.text, paragraphs, drafts, found_notes)
    covering = {claim: number for number, note in enumerate(bound) for claim in note.claims}
    return [replace(d, unverified_note=covering.get(i)) for i, d in enumerate(drafts)], bound


def _inside(offset: int, note: VerificationNote) -> bool:
    return note.start <= offset < note.end


def _find_notes(
    doc: Doc, paragraphs: Sequence[Paragraph], attributions: Sequence[Attribution]
) -> list[VerificationNote]:
    """Return the sentences outside every quotation and report that say something is unverified."""
    tokens, text = TokenMap(doc), text_of(doc)
    contents = sorted(span for a in attributions for span in a.content)
    found = []
    for paragraph in paragraphs:
        if not paragraph.holds_claims:
            continue
        for first, last in sentence_spans(doc, tokens, paragraph):
            start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text)
            raw = text[start:end]
            start, end = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
            kind = notes.note_kind(text[start:end])
            start += notes.trailing(text[start:end]) if kind == "no_evidence" else 0
            if kind and not any(s <= start and end - 2 <= e for s, e in contents):
                found.append(VerificationNote(start, end, text[start:end], kind))
    return found


def _bind(
    text: str,
    paragraphs: Sequence[Paragraph],
    drafts: Sequence[ClaimDraft],
    found: Sequence[VerificationNote],
) -> list[VerificationNote]:
    starts = [p.start for p in paragraphs]
    openings = [text[p.body : p.body + 40] for p in paragraphs]
    places = [notes.Place(i, d.sentence, bisect_paragraph(starts, d.start), d) for i, d in enumerate(drafts)]
    ends = [0, *(note.end for note in found)]
    return [
        notes.bind(note, bisect_paragraph(starts, note.start), places, openings, after)
        for note, after in zip(found, ends, strict=False)
    ]


def _move(spans: Sequence[Span], offset: int) -> tuple[Span, ...]:
    return tuple((start + offset, end + offset) for start, end in spans)


def _moved_attribution(attribution: Attribution, offset: int) -> Attribution:
    return replace(
        attribution,
        content=_move(attribution.content, offset),
        source=_move(attribution.source, offset) if attribution.source else None,
        cue=_move(attribution.cue, offset) if attribution.cue else None,
    )


def _moved_claim(claim: ClaimDraft, offset: int) -> ClaimDraft:
    return replace(
        claim,
        spans=_move(claim.spans, offset),
        source_spans=_move(claim.source_spans, offset),
        cue_spans=_move(claim.cue_spans, offset),
        quantities=tuple(_moved_quantity(q, offset) for q in claim.quantities),
        sentence=(claim.sentence[0] + offset, claim.sentence[1] + offset),
    )


def _moved_quantity(quantity: Quantity, offset: int) -> Quantity:
    start, end = quantity.start + offset, quantity.end + offset
    return replace(quantity, start=start, end=end, numeral=quantity.numeral + offset)


def _joined(parts: Sequence[_Part], reading: Reading) -> Extraction:
    """Return the parts as one extraction, indices counted through."""
    attributions: list[Attribution] = []
    claims: list[ClaimDraft] = []
    all_notes: list[VerificationNote] = []
    for part in parts:
        base_a, base_c, base_n = len(attributions), len(claims), len(all_notes)
        attributions += [
            replace(a, follows=a.follows + base_a) if a.follows is not None else a for a in part.attributions
        ]
        claims += [
            replace(c, unverified_note=c.unverified_note + base_n) if c.unverified_note is not None else c
            for c in part.claims
        ]
        all_notes += [replace(n, claims=tuple(i + base_c for i in n.claims)) for n in part.notes]
    facts = {
        "published": reading.published.isoformat() if reading.published else None,
        "published_in_text": reading.found_date,
        "paragraphs": [(p.start, p.end, p.kind) for p in reading.paragraphs],
    }
    return Extraction(tuple(attributions), tuple(claims), tuple(all_notes), VERSION, facts)

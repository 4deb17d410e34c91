"""The pipeline: article text in, attributions and atomic claims out. Pure; nothing is stored.

A long text is read in chunks of whole paragraphs, so that time grows linearly and memory stays flat;
speakers are resolved within a chunk, which holds any article of usual length whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from spacy.tokens import Doc

from claims.extract.attributions.attribution import find_reports
from claims.extract.attributions.relay import first_hand, relayed
from claims.extract.cuts.atoms import find_atoms, sentence_spans
from claims.extract.cuts.wanted import with_wanted
from claims.extract.drafts import Article, bisect_paragraph, make_drafts
from claims.extract.figures.quantities import find_quantities
from claims.extract.judging import notes
from claims.extract.reading.language_model import clean_text, parse_text, parse_texts
from claims.extract.reading.mend import mend
from claims.extract.reading.parse import text_of
from claims.extract.reading.segment import Paragraph, published_in_text, segment
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
from claims.extract.when.dates import find_expressions

VERSION = "rules-2"
CHUNK = 40_000  # code points; about 6,500 words
Progress = Callable[[float, str], None]
_OWN_VOICE_PASSIVES = frozenset(
    "expect due set schedule plan forecast project confirm slate tell warn inform notify remind assure advise"
    " brief alert".split()
)
_DELIBERATIONS = frozenset({"debate", "discuss"})  # acts of a body, whatever it comes to think
_CAN_REVEAL = re.compile(r"\bcan (?:exclusively |now |today )?(?:reveal|disclose)\b")  # a paper of itself
_ABOUT_SOURCE_CUES = frozenset({"ask", "request", "speak"})  # "who asked not to be named"
_SAID_WHEN = re.compile(r"(?:(?:late|early|earlier) )?(?:(?:on|in|at|over|during)(?: [\w']+){0,3} )?")
_THEN_SAID = re.compile(r" (?=(?:it|he|she|they|we|that|the|a|an|its|his|her|their|[A-Z]\w+|\d+)\b)")
_SAID_WITHIN = 60  # code points
_ONLY_LATE = re.compile(r"\s+(?:(?:late|early|earlier) )?")  # may stand between a cue and its day
_UNFINISHED = re.compile(r"\b(?:to|that|had|has|of|in|and|or|the|a|an|with|for|by|was|were|is|are)$")
_COUNT_OF = re.compile(r"(?:(?:about|some|over|more than|nearly|almost|at least|another|up to) )?\d")
_PRICE = re.compile(r"(?:(?:about|up to|over|more than|just|only|as much as) )?(?:[A-Z]{0,3}[$£€¥₦]|\d)")
_STAT_SOURCE = re.compile(r"(?<=[.;] )Source: (?P<name>[A-Z][^.\n]{1,60})\.?\s*$")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one chunk gave, in offsets of the whole text."""

    attributions: list[Attribution]
    claims: list[ClaimDraft]
    notes: list[VerificationNote]


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article made ready: cleaned text, paragraphs, the chunks to parse, and its date."""

    outlet: str
    text: str
    paragraphs: Sequence[Paragraph]
    chunks: Sequence[tuple[int, int, list[Paragraph]]]
    published: date | None
    found_date: str | None
    wanted: Sequence[Span] = ()  # what must be read as a claim whatever the cuts make of it

    def texts(self) -> list[str]:
        """Return the texts of the chunks."""
        return [self.text[start:end] for start, end, _ in self.chunks]


def extract(
    article: ArticleText, *, progress: Progress | None = None, wanted: Sequence[Span] = ()
) -> Extraction:
    """Return attributions, claims and notes of `article` in text order, every span in its own offsets.

    `progress` is called with a share in 0..1 and what is being done, in words. When the article has no
    publication date, one at the head of the text is used and reported in `facts["published"]`. Each of the
    `wanted` stretches that no claim covers is made one.
    """
    tell = progress or (lambda share, doing: None)
    reading = replace(_made_ready(article), wanted=wanted)
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
    for group in _groups(articles):
        if len(group) == 1:
            yield extract(group[0])
            continue
        readings = [_made_ready(article) for article in group]
        docs = iter(parse_texts([text for reading in readings for text in reading.texts()]))
        for reading in readings:
            parsed = islice(docs, len(reading.chunks))
            yield _joined([_read_chunk(doc, n, reading) for n, doc in enumerate(parsed)], reading)


def _groups(articles: Iterable[ArticleText]) -> Iterator[list[ArticleText]]:
    """Yield the articles in groups of at most CHUNK code points, or one longer article alone."""
    group: list[ArticleText] = []
    size = 0
    for article in articles:
        if group and size + len(article.text) > CHUNK:
            yield group
            group, size = [], 0
        group.append(article)
        size += len(article.text)
    if group:
        yield group


def _made_ready(article: ArticleText) -> _Reading:
    text = clean_text(article.text)
    paragraphs = segment(text)
    found_date = published_in_text(text)
    published = _as_date(article.published) or _parse(found_date)
    chunks = list(_chunks(text, paragraphs))
    return _Reading(article.outlet, text, paragraphs, chunks, published, found_date)


def _as_date(value: datetime | date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _parse(found: str | None) -> date | None:
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        return None


def _chunks(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int, list[Paragraph]]]:
    """Yield (start, end, paragraphs) of stretches of at most about CHUNK code points."""
    inside: list[Paragraph] = []
    for paragraph in _cut_long(text, paragraphs):
        if inside and paragraph.end - inside[0].start > CHUNK:
            yield inside[0].start, inside[-1].end, inside
            inside = []
        inside.append(paragraph)
    if inside:
        yield inside[0].start, inside[-1].end, inside


def _cut_long(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, those longer than a chunk cut at a sentence or word end."""
    for paragraph in paragraphs:
        start, body = paragraph.start, paragraph.body
        while paragraph.end - start > CHUNK:
            window = text[start : start + CHUNK]
            cut = start + max(window.rfind(". ") + 1, window.rfind(" "), CHUNK // 2)
            yield Paragraph(start, cut, paragraph.kind, min(body, cut))
            start = body = cut
        yield Paragraph(start, paragraph.end, paragraph.kind, max(body, start))


def _read_chunk(parsed: Doc, number: int, reading: _Reading) -> _Part:
    """Return what the chunk of that number holds, in offsets of the whole text."""
    offset, _, paragraphs = reading.chunks[number]
    local = [Paragraph(p.start - offset, p.end - offset, p.kind, p.body - offset) for p in paragraphs]
    doc, text = mend(parsed), text_of(parsed)
    outer, unreported = find_reports(doc)
    passed_on = relayed(doc, outer)
    resolved = resolve_speakers(doc, [*outer, *passed_on.values()], outlet=reading.outlet)
    attributions = [*resolved[: len(outer)], *_stat_attributions(text, local)]
    quantities = find_quantities(doc)
    inner = dict(zip(passed_on, resolved[len(outer) :], strict=True))
    voiced = [a for a in first_hand(doc, attributions, inner) if not _is_own_voice(a, text)]
    timed = [_without_saying_time(_without_own_boast(a, text), text) for a in voiced]
    read = Article(doc, timed, quantities, reading.published)
    claims, found = _claims_and_notes(read, local, _move(reading.wanted, -offset))
    return _Part(
        [_moved_attribution(a, offset) for a in (*attributions, *unreported)],
        [_moved_claim(c, offset) for c in claims],
        [replace(n, start=n.start + offset, end=n.end + offset) for n in found],
    )


def _is_own_voice(attribution: Attribution, text: str) -> bool:
    """Whether "is expected to" or "we" makes it the outlet's own, or it only modifies a source."""
    if attribution.speaker is not None and attribution.speaker.kind == "outlet":
        return True
    if attribution.source is not None and _is_no_source(attribution, text):
        return True
    if attribution.source is not None and attribution.cue_lemma in _ABOUT_SOURCE_CUES:
        words = " ".join(text[start:end] for start, end in attribution.source).lower()
        return words in ("who", "which", "that")
    passive = attribution.source is None and attribution.cue is not None
    # "Residents were warned that" is the claim itself; of a jury that was told, the subject is the source.
    return passive and attribution.cue_lemma in _OWN_VOICE_PASSIVES


def _is_no_source(attribution: Attribution, text: str) -> bool:
    """Whether the source is a broken phrase, or the cue an act upon people ("dismissed 14,000 workers")."""
    source = " ".join(text[start:end] for start, end in attribution.source or ())
    if _UNFINISHED.search(source):
        return True
    if attribution.kind == "stance" and _COUNT_OF.match(source):
        return True  # "212 backed the merger" counts votes
    if attribution.cue_lemma in _DELIBERATIONS:
        return True
    opening = text[attribution.content[0][0] :][:40] if attribution.content else ""
    if attribution.cue_lemma == "charge" and _PRICE.match(opening):
        return True
    return attribution.cue_lemma == "dismiss" and _COUNT_OF.match(opening) is not None


def _without_own_boast(attribution: Attribution, text: str) -> Attribution:
    """Return "..., The Post can reveal" without its content: the paper says it itself, the phrase nothing."""
    boasts = any(_CAN_REVEAL.search(text, max(0, start - 16), end) for start, end in attribution.cue or ())
    return replace(attribution, content=()) if boasts else attribution


def _without_saying_time(attribution: Attribution, text: str) -> Attribution:
    """Return the attribution with the day of the saying moved to the cue ("said on Tuesday it would")."""
    if not attribution.cue or not attribution.content:
        return attribution
    start, end = attribution.content[0]
    if not any(_ONLY_LATE.fullmatch(text, e, start) for _, e in attribution.cue if e < start):
        return attribution
    opening = text[start : min(end, start + _SAID_WITHIN)]
    times = (e for e in find_expressions(opening) if e.form != "clock")
    when = next((e for e in times if _SAID_WHEN.fullmatch(opening, 0, e.start)), None)
    said = _THEN_SAID.match(opening, when.end) if when else None
    if when is None or said is None:
        return attribution
    content = ((start + said.end(), end), *attribution.content[1:])
    return replace(attribution, content=content, cue=(*attribution.cue, (start, start + when.end)))


def _stat_attributions(text: str, paragraphs: Sequence[Paragraph]) -> list[Attribution]:
    """Return the attribution of lines that end in "Source: NAME"."""
    found = []
    for paragraph in paragraphs:
        match = _STAT_SOURCE.search(text[paragraph.body : paragraph.end])
        if match and paragraph.holds_claims:
            at = paragraph.body
            name = (at + match.start("name"), at + match.end("name"))
            cue = (at + match.start(), at + match.start() + len("Source:"))
            found.append(Attribution(((at, cue[0]),), (name,), (cue,), "indirect", "source"))
    return found


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


def _joined(parts: Sequence[_Part], reading: _Reading) -> Extraction:
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

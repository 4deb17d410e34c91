"""A claim that somebody gives with its words is read as the pipeline reads its own. Pure; nothing is stored.

The article is extracted once, with a line behind it for every name that is given as a speaker, so that
"the ministry" and "Medinsky" are resolved by the cast of the whole article. A given claim then takes from
the draft at its words what only the article tells (date, place, modality, worth) and from its own statement
what that says better: figures, a day, a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from claims.extract.given_names import heard_at, lines_behind, plain_name, resolved_names, voice_of
from claims.extract.given_words import find_words
from claims.extract.pipeline import extract
from claims.extract.statement import StatementRead, read_statements
from claims.extract.types import (
    ArticleText,
    AttributionType,
    ClaimDraft,
    Extraction,
    Modality,
    Quantity,
    Span,
    Speaker,
)
from claims.extract.when.days import Days, iso

_GAP = "\n\n"
_PLAIN: frozenset[Modality] = frozenset({"denied", "promised", "predicted"})
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|refut|rebut|untrue\b|reject\w* as\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Given:
    """A claim as somebody gives it: its statement, who says so, and the words that say it."""

    id: str
    text: str
    speaker: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """The article as read: its drafts, who the given names are, its outlet."""

    text: str
    drafts: Sequence[ClaimDraft]
    voices: dict[str, Speaker]
    outlet: str


def given_claims(article: ArticleText, given: Sequence[Given]) -> list[ClaimDraft]:
    """Return a draft for each given claim, in the order given."""
    if not given:
        return []
    spans = [find_words(article.text, claim.quote, claim.text) for claim in given]
    told, published = _told(article, given, spans)
    read = read_statements([claim.text for claim in given], published)
    return [_draft(told, *each) for each in zip(given, spans, read, strict=True)]


def _told(article: ArticleText, given: Sequence[Given], spans: Sequence[Span]) -> tuple[_Told, date | None]:
    """Extract the article with a line for each given speaker behind it, of which only the speaker stays."""
    end, text, lines = len(article.text), article.text, []
    for name, line in lines_behind(plain_name(claim.speaker) for claim in given).items():
        lines.append((name, len(text) + len(_GAP)))
        text += _GAP + line
    extraction = extract(replace(article, text=text), wanted=sorted(set(spans)))
    drafts = [draft for draft in extraction.claims if draft.end <= end]
    voices = resolved_names(extraction.attributions, lines)
    return _Told(article.text, drafts, voices, article.outlet), _published(article, extraction)


def _published(article: ArticleText, extraction: Extraction) -> date | None:
    known = article.published
    if known is None:
        found = extraction.facts.get("published")
        return date.fromisoformat(found) if found else None
    return known.date() if isinstance(known, datetime) else known


def _draft(told: _Told, given: Given, span: Span, read: StatementRead) -> ClaimDraft:
    """Return the draft of one given claim."""
    at = _at(told.drafts, span)
    host = _nearest(at, span, read.quantities)
    said = heard_at(given.speaker, [*([host] if host else []), *at])
    resolved = said.speaker if said else told.voices.get(plain_name(given.speaker))
    speaker = voice_of(given.speaker, told.outlet, resolved)
    said = said if speaker is not None else None
    return ClaimDraft(
        spans=(span,),
        canonical=given.text.strip(),
        attribution=_attribution(host, speaker),
        source=given.speaker if speaker else None,
        speaker=_called(speaker, given.speaker),
        source_spans=said.source_spans if said else (),
        cue=said.cue if said else None,
        cue_spans=said.cue_spans if said else (),
        via=host.via if host else (),
        quantities=_quantities(told, span, read, at),
        event_date=_event_date(host, read.days),
        place=read.place or (host.place if host else None),
        modality=_modality(host, read, told.text[span[0] : span[1]]),
        check_worthy=host.check_worthy if host else 0.5,
        worth_reason=host.worth_reason if host else "",
        confidence=1.0,
        sentence=host.sentence if host else span,
        unverified_note=None,
    )


def _at(drafts: Sequence[ClaimDraft], span: Span) -> list[ClaimDraft]:
    """Return the drafts that share characters with a stretch, else those of its sentence."""
    over = [draft for draft in drafts if _shared(draft, span)]
    return over or [d for d in drafts if d.sentence[0] <= span[0] < d.sentence[1]]


def _shared(draft: ClaimDraft, span: Span) -> int:
    """Return how many characters a draft shares with a stretch."""
    return sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in draft.spans)


def _nearest(drafts: Sequence[ClaimDraft], span: Span, quantities: Sequence[Quantity]) -> ClaimDraft | None:
    """Return the draft with the statement's figure that shares most with the stretch."""
    values = {q.low for q in quantities[:1]}

    def fit(draft: ClaimDraft) -> tuple[bool, int]:
        return bool(values & {q.low for q in draft.quantities}), _shared(draft, span)

    return max(drafts, key=fit, default=None)


def _attribution(host: ClaimDraft | None, speaker: Speaker | None) -> AttributionType:
    if speaker is None:
        return "none"
    return host.attribution if host and host.attribution != "none" else "indirect"


def _called(speaker: Speaker | None, given: str) -> Speaker | None:
    """Return the speaker with the given name as what it is called here."""
    if speaker is None:
        return None
    aliases = {*speaker.aliases, given} - {speaker.canonical, ""}
    return replace(speaker, surface=given, aliases=tuple(sorted(aliases)))


def _quantities(
    told: _Told, span: Span, read: StatementRead, at: Sequence[ClaimDraft]
) -> tuple[Quantity, ...]:
    """Return the statement's figures, each placed where the words hold it; else the figures of the words."""
    inside = [q for draft in at for q in draft.quantities if span[0] <= q.start and q.end <= span[1]]
    if read.quantities:
        return tuple(_placed(quantity, inside, span) for quantity in read.quantities)
    return tuple(dict.fromkeys(inside))


def _placed(quantity: Quantity, inside: Sequence[Quantity], span: Span) -> Quantity:
    """Return a figure of the statement with the offsets and the role of the same figure in the text."""
    same = next((q for q in inside if (q.low, q.high) == (quantity.low, quantity.high)), None)
    if same is None:
        return replace(quantity, start=span[0], end=span[1], numeral=span[0])
    return replace(
        quantity,
        start=same.start,
        end=same.end,
        numeral=same.numeral,
        object=quantity.object or same.object,
        measure=quantity.measure or same.measure,
        preliminary=quantity.preliminary or same.preliminary,
    )


def _event_date(host: ClaimDraft | None, days: Days | None) -> str | None:
    """Return the days the statement names, those of the article when they lie within or it names none."""
    own = host.event_date if host else None
    if days is None:
        return own
    first, last = (own or "").split("/")[0], (own or "").split("/")[-1]
    narrower = own is not None and days[0].isoformat() <= first and last <= days[1].isoformat()
    return own if narrower else iso(days)


def _modality(host: ClaimDraft | None, read: StatementRead, words: str) -> Modality:
    """Return a denial or plan as the statement or its words put it, else how the article does."""
    if _DENIES.search(words):
        return "denied"
    if host is None or read.modality in _PLAIN:
        return read.modality
    return host.modality

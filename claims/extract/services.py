"""What the pipeline found becomes rows: immutable machine output, and the claims people will review.

Everything of one article version is written in one transaction together with the end of the stage, so a
worker may die at any moment. The same version extracted again adds only what is not there yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, Value

from claims import flow, record
from claims.extract import sources
from claims.extract.pipeline import extract
from claims.extract.selectors import published_day
from claims.extract.types import ArticleText, ClaimDraft
from claims.extract.wire import claim_to_wire
from claims.models import (
    Appearance,
    Article,
    ArticleVersion,
    Claim,
    ExtractedClaim,
    Quantity,
    User,
    Work,
)
from claims.states import ArticleState

CONTEXT = 32  # characters of prefix and suffix in a text quote selector
LARGEST = 1e17  # what the quantity columns hold


def version_extract(*, work: Work) -> int:
    """Split the version of `work` into claims, store them, end the stage; returns how many are new.

    Raises flow.LostLease when another worker has taken the row over; nothing is stored then.
    """
    version, article = work.version, work.article
    assert version is not None, "extraction is queued for a version"  # noqa: S101 - narrows the type
    article_start(work)
    found = extract(
        article_text(article, version),
        progress=lambda part, step: flow.progress(work, round(part * 90), step),
    )
    with transaction.atomic():
        flow.hold(work)
        notes = [note.text for note in found.notes]
        new = drafts_store(
            version=version, article=article, found=found.claims, extractor=found.version, notes=notes
        )
        article_ready(article)
        flow.finish(work)
        if settings.SECOND_OPINION_URL:
            flow.enqueue("opinion", article, version)
    return len(new)


def article_text(article: Article, version: ArticleVersion) -> ArticleText:
    """Return an article as the pipeline reads it."""
    return ArticleText(
        text=version.text,
        id=str(article.pk),
        title=article.title,
        outlet=article.outlet.name if article.outlet else "",
        published=published_day(article),
    )


def article_start(work: Work) -> None:
    """Say that the article of `work` is being split into claims."""
    with transaction.atomic():
        flow.hold(work)
        article = Article.objects.select_for_update().get(pk=work.article_id)
        if article.state == ArticleState.QUEUED:
            record.change(article, actor=None, action="article.start", state=ArticleState.RUNNING, message="")


def article_ready(article: Article) -> None:
    """Say that an article's claims are stored, in the caller's transaction."""
    locked = Article.objects.select_for_update().get(pk=article.pk)
    record.change(locked, actor=None, action="article.ready", state=ArticleState.READY, message="")


def drafts_store(
    *,
    version: ArticleVersion,
    article: Article,
    found: Sequence[ClaimDraft],
    extractor: str,
    notes: Sequence[str] = (),
    more: Mapping[str, Mapping[str, Any]] | None = None,
    note: str = "",
) -> list[Claim]:
    """Store the drafts that no claim stands for yet, in the caller's transaction; returns their claims.

    `notes` are the outlet's words that drafts point to by number, `more` what the stored payload of a
    draft (by its span key) says beside the draft; `note` goes on the record with each claim.
    """
    drafts = _unknown(version, found)
    extracted = [
        ExtractedClaim(
            version=version,
            extractor=extractor,
            span_key=span_key(draft),
            payload=claim_to_wire(draft) | dict((more or {}).get(span_key(draft), {})),
        )
        for draft in drafts
    ]
    ExtractedClaim.objects.bulk_create(extracted)
    who = sources.Register(article)
    claims = [_claim(version, article, draft, who, notes) for draft in drafts]
    for claim, machine in zip(claims, extracted, strict=True):
        claim.extracted = machine
        claim.set_aside = claim.worth < settings.WORTH_THRESHOLD
    _insert(version, drafts, claims)
    who.learn()
    record.created_many(claims, actor=None, action="claim.extract", note=note)
    return claims


def given_store(
    *, version: ArticleVersion, article: Article, drafts: Sequence[ClaimDraft], user: User | None
) -> list[Claim]:
    """Store the drafts of claims that a person gave, one claim each, in the caller's transaction."""
    who = sources.Register(article)
    claims = [_claim(version, article, draft, who, ()) for draft in drafts]
    for claim in claims:
        claim.added_by = user
    _insert(version, drafts, claims)
    who.learn()
    record.created_many(claims, actor=user, action="claim.add")
    return claims


def _insert(version: ArticleVersion, drafts: Sequence[ClaimDraft], claims: Sequence[Claim]) -> None:
    pairs = list(zip(drafts, claims, strict=True))
    for draft, claim in pairs:  # here, and not by the database, which would write each row a second time
        said = (Value(claim.statement), Value(version.text[draft.start : draft.end]))
        claim.words = Func(*said, function="claim_words", output_field=SearchVectorField())
    Claim.objects.bulk_create(claims)
    Appearance.objects.bulk_create(_appearance(version, draft, claim) for draft, claim in pairs)
    Quantity.objects.bulk_create(row for draft, claim in pairs for row in _quantities(draft, claim))


def span_key(draft: ClaimDraft) -> str:
    """Return the key of a claim's pieces, "3659-3696,3712-3725"; long ones end in their envelope."""
    key = ",".join(f"{start}-{end}" for start, end in draft.spans)
    return key if len(key) <= 300 else f"{draft.start}-{draft.end}"


def _unknown(version: ArticleVersion, found: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """Return the drafts that no claim of this version stands for yet, one for each set of pieces.

    A second opinion's own cut of a claim (filed without a claim of its own) stands in nobody's way.
    """
    known = {
        ",".join(f"{start}-{end}" for start, end in spans)
        for spans in Appearance.objects.filter(version=version).values_list("spans", flat=True)
    }
    filed = ExtractedClaim.objects.filter(version=version, claim__isnull=False)
    known |= set(filed.values_list("span_key", flat=True))
    drafts = []
    for draft in found:
        key = span_key(draft)
        if key not in known:
            known.add(key)
            drafts.append(draft)
    return drafts


def _claim(
    version: ArticleVersion, article: Article, draft: ClaimDraft, who: sources.Register, notes: Sequence[str]
) -> Claim:
    first, last = _days(draft.event_date)
    note = notes[draft.unverified_note] if draft.unverified_note is not None else ""
    words = " ".join(version.text[start:end] for start, end in draft.spans)
    return Claim(
        desk_id=article.desk_id,
        source=who.source_of(draft.speaker),
        statement=draft.canonical.strip() or words,
        attribution=draft.attribution,
        modality=draft.modality,
        place=(draft.place or "")[:200],
        event_from=first,
        event_to=last,
        worth=min(1.0, max(0.0, draft.check_worthy)),
        worth_reason=draft.worth_reason[:200],
        confidence=draft.confidence,
        unverified_note=note,
    )


def _days(event_date: str | None) -> tuple[date | None, date | None]:
    """Return first and last day of "2025-06-08/2025-06-09" or of one date; (None, None) when unknown."""
    if not event_date:
        return None, None
    first, _, last = event_date.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None, None


def _appearance(version: ArticleVersion, draft: ClaimDraft, claim: Claim) -> Appearance:
    text = version.text
    return Appearance(
        claim=claim,
        version=version,
        start=draft.start,
        end=draft.end,
        exact=text[draft.start : draft.end],
        prefix=text[max(0, draft.start - CONTEXT) : draft.start],
        suffix=text[draft.end : draft.end + CONTEXT],
        spans=[list(span) for span in draft.spans],
        source_spans=[list(span) for span in draft.source_spans],
        cue_spans=[list(span) for span in draft.cue_spans],
        sentence_start=draft.sentence[0],
        sentence_end=draft.sentence[1],
        source_words=(draft.source or "")[:500],
        cue=(draft.cue or "")[:200],
        via=[name[:200] for name in draft.via],
    )


def _quantities(draft: ClaimDraft, claim: Claim) -> list[Quantity]:
    return [
        Quantity(
            claim=claim,
            position=position,
            low=Decimal(str(round(quantity.low, 6))),
            high=Decimal(str(round(quantity.high, 6))),
            unit=quantity.unit[:120],
            object=quantity.object[:120],
            qualifier=quantity.qualifier,
            measure=quantity.measure,
            preliminary=quantity.preliminary,
            text=quantity.text[:200],
        )
        for position, quantity in enumerate(draft.quantities)
        if abs(quantity.low) < LARGEST and abs(quantity.high) < LARGEST
    ]

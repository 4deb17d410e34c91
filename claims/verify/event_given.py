"""From the rows of an event's claims to the figures that the tally reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from django.utils import timezone

from claims.models import Article, Claim, Source
from claims.models.source import SourceKind

from .candidates.told import figures_of, voice_of
from .meaning.voices import made_voice
from .tally.given import Given, Saying, Speaker, given_of
from .tally.scope import scoped

UNNAMED = "An outlet that is not named"


def given_by(claims: Iterable[Claim]) -> list[Given]:
    """Return every figure of the claims of an event; quantities, places and sources are at hand with each."""
    speakers: dict[str, Speaker] = {}
    return scoped(one for claim in claims for one in _given(claim, speakers))


def _given(claim: Claim, speakers: dict[str, Speaker]) -> Iterator[Given]:
    rows = list(claim.quantities.all())
    if not rows:
        return
    articles = sorted((row.version.article for row in claim.appearances.all()), key=_moment)
    first = articles[0] if articles else None
    saying = Saying(
        claim=str(claim.pk),
        statement=claim.statement,
        speaker=_speaker(claim.source, first, speakers),
        at=_published(first),
        day_only=first is not None and first.published_day_only,
        days=(claim.event_from, claim.event_to or claim.event_from) if claim.event_from else None,
        article=str(first.pk) if first else "",
        outlets=tuple(dict.fromkeys(article.outlet.name for article in articles if article.outlet)),
        modality=claim.modality,
        review=claim.review_state,
        verdict=claim.verdict,
    )
    things = [row.object for row in rows]
    yield from given_of(saying, list(zip(figures_of(claim), things, strict=True)))


def _moment(article: Article) -> tuple[bool, datetime, str]:
    return (
        article.published_at is None,
        article.published_at or datetime.min.replace(tzinfo=UTC),
        str(article.pk),
    )


def _published(article: Article | None) -> datetime | None:
    """Return when an article was published, in the reader's zone; a day alone stays that day."""
    if article is None or article.published_at is None:
        return None
    if article.published_day_only:
        day = article.published_at.astimezone(UTC).date()
        return datetime.combine(day, time(), timezone.get_current_timezone())
    return timezone.localtime(article.published_at)


def _speaker(source: Source | None, article: Article | None, known: dict[str, Speaker]) -> Speaker:
    """Return who speaks; an outlet in its own voice is one for itself."""
    source = source.merged_into or source if source else None
    if source is None or source.kind == SourceKind.OUTLET:
        name = (article.outlet.name if article and article.outlet else "") or (
            source.name if source else UNNAMED
        )
        key = f"outlet {name}"
        if key not in known:
            known[key] = Speaker(key, name, made_voice(id="", name=name, kind="outlet"), own=True)
        return known[key]
    key = str(source.pk)
    if key not in known:
        known[key] = Speaker(key, source.name, voice_of(source))
    return known[key]

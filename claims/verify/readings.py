"""Reading claims once: what comparing needs is kept beside each claim, and made anew when it is stale.

Called by workers alone: the sentence model is loaded here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from claims.models import (
    Appearance,
    ArticleVersion,
    Claim,
    ClaimReading,
    ReadingFigure,
    VersionReading,
    WordCount,
)

from .candidates.lexemes import lexemes
from .candidates.seen import first_places
from .candidates.told import READ_BY, counted_of, words_of
from .meaning.read import Words, read, spoken
from .vectors.encoder import MODEL, vector_of
from .vectors.passage import passage_of

if TYPE_CHECKING:
    from .vectors.encoder import Vector

BATCH = 50
KIND = 60  # letters of a kind that are kept
RECOUNT = 0.1  # words are counted anew when so many more claims were read, and a few at least
A_FEW = 50


@dataclass(frozen=True, slots=True)
class Read:
    """A claim and the words that it is read from."""

    claim: Claim
    words: Words
    version: ArticleVersion | None

    @property
    def fingerprint(self) -> str:
        """The hash of everything that the reading follows from; the article's text is known by its own."""
        words = replace(self.words, text=self.version.sha256 if self.version else "")
        return _hash(asdict(words))

    @property
    def context(self) -> str:
        """The statement with its place, days and headline: the second view of it."""
        words = self.words
        days = dict.fromkeys(day.isoformat() for day in (words.event_from, words.event_to) if day)
        return f"{words.statement}. {words.place} {'/'.join(days)} {words.title}"


def keep(claims: Iterable[Claim]) -> int:
    """Read the claims that have no reading, or a stale one, and store it; returns how many were read.

    Safe to repeat and to run from several workers at once.
    """
    ids = sorted({claim.pk for claim in claims})
    done = sum(_keep(ids[at : at + BATCH]) for at in range(0, len(ids), BATCH))
    if done:
        count_words()
    return done


def _keep(ids: Sequence[UUID]) -> int:
    stale = _stale(ids)
    if not stale:
        return 0
    rows = [_row(item) for item in stale]
    pieces = _pieces(stale)
    with transaction.atomic():
        current = _unchanged([item.claim for item in stale])
        _store([row for row in rows if row.claim_id in current])
        _upsert(VersionReading, "version", pieces)
    return len(current)


def _stale(ids: Sequence[UUID]) -> list[Read]:
    claims = (
        Claim.objects.filter(pk__in=ids)
        .select_related("source__merged_into")
        .prefetch_related("quantities")
        .order_by("pk")
    )
    places = first_places(claims)
    known = dict(
        ClaimReading.objects.filter(pk__in=ids, reader=READ_BY).values_list("claim_id", "fingerprint")
    )
    found = (_found(claim, places.get(claim.pk)) for claim in claims)
    return [item for item in found if known.get(item.claim.pk) != item.fingerprint]


def _found(claim: Claim, place: Appearance | None) -> Read:
    return Read(claim, words_of(claim, place), place.version if place else None)


def _row(item: Read) -> ClaimReading:
    passage = passage_of(item.words.title, item.words.text, item.words.sentence)
    return ClaimReading(
        claim=item.claim,
        desk_id=item.claim.desk_id,
        version=item.version,
        reader=READ_BY,
        fingerprint=item.fingerprint,
        account=read(item.words).as_json(),
        text_vector=vector_of(spoken(item.words.statement)),
        context_vector=vector_of(item.context),
        passage_vector=_passage_vector(passage) if passage else None,
        words=lexemes(item.words.statement),
        read_at=timezone.now(),
    )


@lru_cache(maxsize=BATCH)  # the claims of a sentence stand in one passage
def _passage_vector(passage: str) -> Vector:
    return vector_of(passage)


def _pieces(items: Sequence[Read]) -> list[VersionReading]:
    """Return what is to be stored of the articles that the claims stand in."""
    texts = {item.version.pk: f"{item.words.title}. {item.words.text}" for item in items if item.version}
    prints = {pk: _hash(text) for pk, text in texts.items()}
    known = dict(
        VersionReading.objects.filter(pk__in=texts, reader=MODEL).values_list("version_id", "fingerprint")
    )
    return [
        VersionReading(version_id=pk, reader=MODEL, fingerprint=prints[pk], vector=vector_of(text))
        for pk, text in sorted(texts.items())
        if known.get(pk) != prints[pk]
    ]


def _hash(data: object) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _unchanged(claims: Sequence[Claim]) -> set[UUID]:
    """Return the claims that nobody changed while they were read, held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version FROM claims_claim WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [[claim.pk for claim in claims]],
        )
        now = dict(cursor.fetchall())
    return {claim.pk for claim in claims if now.get(claim.pk) == claim.version}


def _store(rows: Sequence[ClaimReading]) -> None:
    _upsert(ClaimReading, "claim", rows)
    # The rows above are ours until the end, so no other worker is between these two statements.
    ReadingFigure.objects.filter(reading__in=[row.claim_id for row in rows]).delete()
    ReadingFigure.objects.bulk_create(figure for row in rows for figure in _figures(row))


def _upsert(table: type[models.Model], key: str, rows: Sequence[models.Model]) -> None:
    fields = [field.name for field in table._meta.fields if not field.primary_key]
    table._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)


def _figures(row: ClaimReading) -> Iterable[ReadingFigure]:
    for figure in counted_of(row.claim):
        yield ReadingFigure(
            reading=row, desk_id=row.desk_id, kind=figure.kind[:KIND], low=figure.low, high=figure.high
        )


def count_words(*, always: bool = False) -> bool:
    """Count anew in how many claims each word stands once enough more were read; returns whether it did."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('count words', 0))")
        if not cursor.fetchone()[0] or not (always or _many_more()):
            return False
        cursor.execute(_COUNT, {"now": timezone.now()})
    return True


def _many_more() -> bool:
    last = WordCount.objects.filter(word="").first()
    if last is None:
        return True
    more = ClaimReading.objects.filter(read_at__gt=last.counted_at).count()
    return more >= max(A_FEW, last.claims * RECOUNT)


# Words of one or two claims are rare whatever the number: they are not kept once there are many claims.
_COUNT = """
    INSERT INTO claims_wordcount (word, claims, counted_at)
    SELECT word, count(*), %(now)s FROM claims_claimreading, unnest(words) AS word
    GROUP BY word HAVING count(*) > 2 OR (SELECT count(*) < 1000 FROM claims_claimreading)
    UNION ALL SELECT '', count(*), %(now)s FROM claims_claimreading
    ON CONFLICT (word) DO UPDATE SET claims = excluded.claims, counted_at = excluded.counted_at
    WHERE claims_wordcount.claims <> excluded.claims OR excluded.word = ''
"""

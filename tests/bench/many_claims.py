"""A desk with very many claims: mutants of real ones, copied in with what was read in them.

A mutant has other names, figures and days than its original, the same account otherwise, and vectors that lie
around the original's as far as those of a really changed statement would.
"""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from claims.models import Desk, Outlet, Source
from claims.verify.candidates.lexemes import lexemes
from claims.verify.candidates.told import READ_BY
from claims.verify.figures import Figure
from claims.verify.meaning.counted import counted
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.told import told_of_json
from claims.verify.meaning.voices import made_voice
from claims.verify.vectors.encoder import vector_of
from tests.bench.measure import GoldArticle, days

Vectors = NDArray[np.float32]
PER_ARTICLE = 20
BATCH = 10_000
NEAR, FAR = 0.55, 0.92  # cosines of a mutant with its original
NEAREST_INDEXES = ("reading_text_near", "reading_context_near")


@dataclass(frozen=True)
class Bases:
    """Real claims as they were read, that mutants are made of."""

    accounts: Sequence[dict[str, Any]]
    words: Sequence[Sequence[str]]
    text: Vectors
    context: Vectors
    names: Sequence[str]

    @classmethod
    def of(cls, articles: Sequence[GoldArticle]) -> Bases:
        """Read the claims of annotated articles."""
        words = [item for article in articles for item in _words(article)]
        accounts = [read(item).as_json() for item in words]
        return cls(
            accounts,
            [lexemes(item.statement) for item in words],
            np.array([vector_of(item.statement) for item in words]),
            np.array([vector_of(f"{item.statement}. {item.place} {item.title}") for item in words]),
            sorted({name for account in accounts for name in account["names"]}),
        )


def _words(article: GoldArticle) -> Iterator[Words]:
    """Yield the claims of an article as they are annotated."""
    data = article.data
    for claim in article.claims:
        source = claim.data["source_canonical"] or data["outlet"]
        dates = days(claim.data["event_date"])
        yield Words(
            statement=claim.data["canonical"],
            voice=made_voice(id=source, name=source, kind=claim.data["source_kind"] or "outlet"),
            figures=[_figure(quantity) for quantity in claim.data["quantities"]],
            event_from=dates[0] if dates else None,
            event_to=dates[1] if dates else None,
            told_at=datetime.fromisoformat(data["published"]).replace(tzinfo=UTC),
            place=claim.data["place"] or "",
            modality=claim.data["modality"],
            sentence=data["paras"][claim.data["at"][0]][claim.data["at"][1]],
            title=data["title"],
            outlet=data["outlet"],
            text=article.text,
        )


def _figure(quantity: dict[str, Any]) -> Figure:
    value = quantity["value"]
    low, high = value if isinstance(value, list) else (value, value)
    return Figure(
        Decimal(str(low)), Decimal(str(high)), quantity["unit"], quantity["qualifier"], "", quantity["text"]
    )


@dataclass(frozen=True)
class Mutant:
    """A claim made of another: its account, its words, its figures by kind."""

    id: UUID
    account: dict[str, Any]
    words: Sequence[str]
    figures: Sequence[tuple[str, float, float]]


def grow(desk: Desk, bases: Bases, more: int, seed: int) -> None:
    """Add `more` mutants to the desk, each batch committed. The two HNSW indexes must not be there."""
    register_vector(connection.connection)
    dice = random.Random(seed)  # noqa: S311 - the same desk every time
    noise = np.random.default_rng(seed)
    sources, outlets = _sources(bases), _outlets()
    for begun in range(0, more, BATCH):
        number = min(BATCH, more - begun)
        chosen = np.array([dice.randrange(len(bases.accounts)) for _ in range(number)])
        mutants = [_mutant(bases, int(base), dice) for base in chosen]
        text, context = (_around(vectors[chosen], noise) for vectors in (bases.text, bases.context))
        with transaction.atomic():
            _copy_all(desk, mutants, text, context, sources, outlets, dice)


def _sources(bases: Bases) -> list[UUID]:
    """Return a source for each voice of the real claims, made unless it is there."""
    if not Source.objects.exists():
        voices = {account["voice"]["name"]: account["voice"] for account in bases.accounts}
        Source.objects.bulk_create(
            Source(name=voice["name"], kind=voice["kind"], role=voice["about"][:300])
            for voice in voices.values()
        )
    return list(Source.objects.values_list("pk", flat=True))


def _outlets() -> list[UUID]:
    names = [f"Outlet {number}" for number in range(200)]
    rows = [Outlet(name=name, folded=name.casefold()) for name in names]
    Outlet.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Outlet.objects.values_list("pk", flat=True))


def _mutant(bases: Bases, base: int, dice: random.Random) -> Mutant:
    account = copy.copy(bases.accounts[base])
    swaps = {name: dice.choice(bases.names) for name in account["names"] if dice.random() < 0.7}
    by = dice.choice((0.3, 0.5, 0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 2.0, 5.0))
    account["figures"] = [_scaled(figure, by) for figure in account["figures"]]
    swaps |= {
        _plain(old["low"]): _plain(new["low"])
        for old, new in zip(bases.accounts[base]["figures"], account["figures"], strict=True)
    }
    shift = timedelta(days=dice.randint(1, 1500))
    for key in ("event_from", "event_to"):
        account[key] = account[key] and (date.fromisoformat(account[key]) - shift).isoformat()
    account["told_at"] = (
        account["told_at"] and (datetime.fromisoformat(account["told_at"]) - shift).isoformat()
    )
    account["names"] = sorted({swaps.get(name, name) for name in account["names"]})
    words = sorted({swaps.get(word, word) for word in bases.words[base]})
    account["statement"] = f"{account['statement']} ({dice.randrange(10**9)})"
    figures = [counted(figure) for figure in told_of_json(account).figures]
    return Mutant(uuid4(), account, words, [(f.kind, f.low, f.high) for f in figures if f.kind])


def _scaled(figure: dict[str, Any], by: float) -> dict[str, Any]:
    low, high = (round(float(figure[key]) * by) for key in ("low", "high"))
    return {**figure, "low": str(low), "high": str(high)}


def _plain(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value


def _around(vectors: Vectors, noise: np.random.Generator) -> Vectors:
    """Return vectors of length 1 whose cosines with the given ones lie between NEAR and FAR."""
    cosines = noise.uniform(NEAR, FAR, (len(vectors), 1)).astype(np.float32)
    other = noise.standard_normal(vectors.shape).astype(np.float32)
    other -= (other * vectors).sum(axis=1, keepdims=True) * vectors
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    return cosines * vectors + np.sqrt(1 - cosines**2) * other


def _copy_all(
    desk: Desk,
    mutants: Sequence[Mutant],
    text: Vectors,
    context: Vectors,
    sources: Sequence[UUID],
    outlets: Sequence[UUID],
    dice: random.Random,
) -> None:
    now = timezone.now()
    pieces = [mutants[at : at + PER_ARTICLE] for at in range(0, len(mutants), PER_ARTICLE)]
    articles, versions = [uuid4() for _ in pieces], [uuid4() for _ in pieces]
    texts = ["\n".join(claim.account["statement"] for claim in piece) for piece in pieces]
    published = [_published(piece) for piece in pieces]
    _copy(
        "claims_article (id, created_at, desk_id, outlet_id, agency, title, byline, url, published_at,"
        " published_day_only, language, digest, state, message)",
        "uuid timestamptz uuid uuid text text text text timestamptz bool text bool text text",
        (
            (pk, now, desk.pk, dice.choice(outlets), "", "", "", "", at, False, "en", False, "ready", "")
            for pk, at in zip(articles, published, strict=True)
        ),
    )
    _copy(
        "claims_articleversion (id, created_at, article_id, number, text, sha256, method, captured_at)",
        "uuid timestamptz uuid int4 text text text timestamptz",
        (
            (pk, now, article, 1, body, hashlib.sha256(body.encode()).hexdigest(), "paste", now)
            for pk, article, body in zip(versions, articles, texts, strict=True)
        ),
    )
    _copy(
        "claims_claim (id, created_at, desk_id, source_id, statement, attribution, modality, place, worth,"
        " worth_reason, confidence, set_aside, unverified_note, review_state, reject_reason, second_opinion,"
        " high_stakes, verdict, attribution_verdict, freshness, freshness_cause, version, grouper)",
        "uuid timestamptz uuid uuid text text text text float8 text float8 bool text text text bool bool text"
        " text text text int4 text",
        (
            (claim.id, now, desk.pk, dice.choice(sources), claim.account["statement"], "none", "asserted")
            + (
                "",
                0.9,
                "",
                0.9,
                False,
                "",
                "extracted",
                "",
                False,
                False,
                "unassessed",
                "unchecked",
                "current",
                "",
                1,
                "",
            )
            for claim in mutants
        ),
    )
    _copy(
        'claims_appearance (id, created_at, claim_id, version_id, start, "end", exact, prefix, suffix, spans,'
        " source_spans, cue_spans, sentence_start, sentence_end, source_words, cue, via, via_roles)",
        "uuid timestamptz uuid uuid int4 int4 text text text jsonb jsonb jsonb int4 int4 text text varchar[]"
        " varchar[]",
        _appearances(pieces, versions, now),
    )
    _copy(
        "claims_versionreading (version_id, reader, fingerprint, vector)",
        "uuid text text halfvec",
        ((pk, "", "", HalfVector(context[number * PER_ARTICLE])) for number, pk in enumerate(versions)),
    )
    _copy(
        "claims_claimreading (claim_id, desk_id, version_id, reader, fingerprint, account, text_vector,"
        " context_vector, words, read_at)",
        "uuid uuid uuid text text jsonb halfvec halfvec varchar[] timestamptz",
        (
            (claim.id, desk.pk, versions[number // PER_ARTICLE], READ_BY, "", claim.account)
            + (HalfVector(text[number]), HalfVector(context[number]), list(claim.words), now)
            for number, claim in enumerate(mutants)
        ),
    )
    _copy(
        "claims_readingfigure (reading_id, desk_id, kind, low, high)",
        "uuid uuid varchar float8 float8",
        ((claim.id, desk.pk, *figure) for claim in mutants for figure in claim.figures),
    )


def _published(piece: Sequence[Mutant]) -> datetime:
    told = next((claim.account["told_at"] for claim in piece if claim.account["told_at"]), None)
    return datetime.fromisoformat(told) if told else datetime(2020, 1, 1, tzinfo=UTC)


def _appearances(
    pieces: Sequence[Sequence[Mutant]], versions: Sequence[UUID], now: datetime
) -> Iterator[tuple[Any, ...]]:
    for piece, version in zip(pieces, versions, strict=True):
        start = 0
        for claim in piece:
            words = claim.account["statement"]
            end = start + len(words)
            yield (
                *(uuid4(), now, claim.id, version, start, end, words, "", "", [], [], []),
                *(start, end, "", "", [], []),
            )
            start = end + 1


def _copy(into: str, types: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN (FORMAT binary)") as stream:
        stream.set_types(types.split())
        for row in rows:
            stream.write_row(row)

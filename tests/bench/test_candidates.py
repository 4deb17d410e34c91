"""How long finding and comparing takes for one new claim, and what it finds, by the number of claims.

`CLAIMS=1000,10000` are the sizes. `STORIES=directory` holds stream.jsonl, as `manage.py match` takes it, and
relations.jsonl; without it annotated articles are the stream, and nobody knows what should be found.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.management.desk import ThrowawayDesk
from claims.management.stream import Document, read_document
from claims.models import Claim, ClaimReading
from claims.verify import readings
from claims.verify.candidates import beside, found_for
from tests.bench.many_claims import Bases, grow
from tests.bench.measure import GoldArticle

SIZES = [int(size) for size in os.environ.get("CLAIMS", "1000,10000").split(",")]
STORIES = os.environ.get("STORIES", "")
GOLD = Path(__file__).parent / "gold" / "articles.jsonl"
# p50 and p95 of finding and comparing, in milliseconds, that are not to be exceeded.
BARS = {10_000: (80, 40), 1_000_000: (80, 150)}
WALKABLE = 100_000  # claims, from which on no table is read as a whole
ANSWERS = 12  # claims that are asked without an index
GRAPH = "WITH (m = 16, ef_construction = 200)"  # as the models say
INDEXES = {
    "reading_text_near": f"claims_claimreading USING hnsw (text_vector halfvec_cosine_ops) {GRAPH}",
    "reading_context_near": f"claims_claimreading USING hnsw (context_vector halfvec_cosine_ops) {GRAPH}",
    "reading_words": "claims_claimreading USING gin (words)",
}


class _Names(dict[UUID, str]):
    """The names of the stream's claims; the others go by their ids."""

    def __missing__(self, key: UUID) -> str:
        return str(key)


@dataclass
class Figures:
    """What was measured at one size."""

    size: int
    whole: list[float] = field(default_factory=list)  # finding and comparing, ms
    finding: list[float] = field(default_factory=list)
    scan: list[float] = field(default_factory=list)
    nearest: list[float] = field(default_factory=list)
    recall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def line(self) -> str:
        """Return the figures as one line of the table."""
        recalls = ", ".join(f"{name} {statistics.mean(v):.3f}" for name, v in self.recall.items())
        return (
            f"{self.size:>9,} claims: p50 {_at(self.whole, 0.5):.1f} ms, p95 {_at(self.whole, 0.95):.1f}; "
            f"of it finding p50 {_at(self.finding, 0.5):.1f}, p95 {_at(self.finding, 0.95):.1f}; "
            f"nearest text alone {_at(self.nearest, 0.5):.1f}; scan {_at(self.scan, 0.5):.0f}; {recalls}"
        )


def _at(times: Sequence[float], part: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_candidates_by_the_number_of_claims():
    stream = list(_stream())
    gold = _gold()
    home = ThrowawayDesk.open()
    bases = _bases()
    have = 0
    found: list[Figures] = []
    for size in SIZES:
        _grow(home, bases, size - have, size)
        have = size
        found.append(_measured(home, stream, gold, size))
        print(found[-1].line())
    _print_sizes()
    for figures in found:
        p50, p95 = BARS.get(figures.size, (1e9, 1e9))
        assert _at(figures.whole, 0.5) <= p50
        assert _at(figures.whole, 0.95) <= p95


def _stream() -> Iterator[Document]:
    if not STORIES:
        yield from islice(_annotated(), 12)
        return
    for line in (Path(STORIES) / "stream.jsonl").read_text(encoding="utf-8").splitlines():
        yield read_document(line)


def _annotated() -> Iterator[Document]:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        article = GoldArticle(json.loads(line))
        data = {
            **{key: article.data[key] for key in ("title", "outlet", "published")},
            "doc_id": article.data["id"],
            "text": article.text,
            "claims": [
                {
                    "claim_id": f"{article.data['id']}-{number}",
                    "text": claim["canonical"],
                    "speaker": claim["source_canonical"] or "",
                    "content_quote": claim["parts"][0],
                }
                for number, claim in enumerate(article.data["claims"])
            ],
        }
        yield read_document(json.dumps(data))


def _gold() -> dict[str, set[str]]:
    """Return, for each later claim, the earlier ones that it bears on directly."""
    gold: dict[str, set[str]] = defaultdict(set)
    if STORIES:
        for line in (Path(STORIES) / "relations.jsonl").read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            if pair.get("direct", True) and pair["relation"] != "same_event_other_aspect":
                gold[pair["later"]].add(pair["earlier"])
    return gold


def _undone(do: Callable[[], None]) -> None:
    """Run inside a transaction and take all of it back."""
    with transaction.atomic():
        do()
        transaction.set_rollback(True)


def _bases() -> Bases:
    articles = [GoldArticle(json.loads(line)) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    bases = Bases.of(articles)
    print(f"\n{len(bases.accounts)} real claims read in {time.perf_counter() - began:.0f} s")
    return bases


def _grow(home: ThrowawayDesk, bases: Bases, more: int, seed: int) -> None:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '2GB'; SET max_parallel_maintenance_workers = 2")
        for name in INDEXES:
            cursor.execute(f"DROP INDEX {name}")
    assert home.user.desk is not None
    grow(home.user.desk, bases, more, seed)
    print(f"{more:,} claims copied in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        for name, what in INDEXES.items():
            began = time.perf_counter()
            cursor.execute(f"CREATE INDEX {name} ON {what}")
            print(f"{name} built in {time.perf_counter() - began:.0f} s")
        cursor.execute("VACUUM ANALYZE")
    began = time.perf_counter()
    readings.count_words(always=True)
    print(f"words counted in {time.perf_counter() - began:.1f} s")


def _measured(
    home: ThrowawayDesk, stream: Sequence[Document], gold: dict[str, set[str]], size: int
) -> Figures:
    figures = Figures(size)

    def run() -> None:
        desk = ThrowawayDesk(home.user, _Names())
        for document in stream:
            before = len(desk.looks)
            lines = list(desk.take(document))
            _again(desk, [look.claim for look in desk.looks[before:]], lines, gold, figures)
        if size >= WALKABLE:
            _no_walk(desk.looks[-1].claim)
        figures.whole = [look.seconds * 1000 for look in desk.looks[len(desk.looks) // 10 :]]
        _without_index(figures)

    _undone(run)
    return figures


def _again(
    desk: ThrowawayDesk,
    claims: Sequence[Claim],
    lines: list[dict[str, Any]],
    gold: dict[str, set[str]],
    figures: Figures,
) -> None:
    """Ask for the candidates of the claims that came last, once more, and see what stands among them."""
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        scores[line["later"]][line["earlier"]] = line["score"]
    for claim in claims:
        began = time.perf_counter()
        found = [item.id for item in found_for(claim)]
        figures.finding.append((time.perf_counter() - began) * 1000)
        name = desk.names[claim.pk]
        if wanted := gold.get(name):
            compared = sorted(scores[name], key=lambda other: -scores[name][other])
            _recall(figures, wanted, {"": [desk.names[pk] for pk in found], "compared ": compared})


def _recall(figures: Figures, wanted: set[str], lists: dict[str, list[str]]) -> None:
    for name, ranked in lists.items():
        for depth in (10,) if name else (10, 30, 60):
            hits = len(wanted & set(ranked[:depth]))
            figures.recall[f"{name}R@{depth}"].append(hits / min(depth, len(wanted)))


def _no_walk(claim: Claim) -> None:
    """Fail when a query that finds or loads candidates reads a whole table that grows with the claims."""
    with CaptureQueriesContext(connection) as captured:
        beside(claim, [item.id for item in found_for(claim)])
    with connection.cursor() as cursor:
        for sql in (query["sql"] for query in captured if "claims_claimreading" in query["sql"]):
            cursor.execute(f"EXPLAIN {sql}")
            walked = [row[0] for row in cursor.fetchall() if "Seq Scan" in row[0] and "source" not in row[0]]
            assert not walked, (walked, sql)


def _without_index(figures: Figures) -> None:
    """Time the nearest statements by the index alone, and by a scan of all claims."""
    nearest = (
        "SELECT claim_id FROM claims_claimreading ORDER BY text_vector <=>"
        " (SELECT text_vector FROM claims_claimreading WHERE claim_id = %s) LIMIT 40"
    )
    ids = list(ClaimReading.objects.order_by("-read_at").values_list("pk", flat=True)[:ANSWERS])
    with connection.cursor() as cursor:
        for times, off in ((figures.nearest, "off"), (figures.scan, "on")):
            cursor.execute(f"SET LOCAL enable_indexscan = {'off' if off == 'on' else 'on'}")
            for pk in ids:
                began = time.perf_counter()
                cursor.execute(nearest, [pk])
                cursor.fetchall()
                times.append((time.perf_counter() - began) * 1000)


def _print_sizes() -> None:
    tables = ("claims_claimreading", "claims_readingfigure", "claims_versionreading", "claims_wordcount")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relname = ANY(%s)"
            " UNION ALL SELECT indexrelid::regclass::text, pg_size_pretty(pg_relation_size(indexrelid))"
            " FROM pg_index WHERE indrelid = ANY(%s::regclass[])",
            [list(tables), list(tables)],
        )
        for name, size in cursor.fetchall():
            print(f"  {name:44} {size}")
    print(f"memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")

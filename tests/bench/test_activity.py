"""How long a page of the feed takes on a record of a million entries."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import AuditEntry
from claims.together.activity import Asked, feed, new_count

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ENTRIES = 1_000_000
MOST = 0.3  # seconds of a page, on a machine that does other things too


def fill(bob, alice, claim) -> None:
    """Write a million entries of two years: most are the machine's, few are of a rare kind or by Alice."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO claims_auditentry
                (at, desk_id, actor_id, action, subject_type, subject_id, claim_id, before, after, note)
            SELECT now() - (%s - n) * interval '63 seconds', %s,
                CASE WHEN n %% 50000 = 0 THEN %s::uuid WHEN n %% 8 = 0 THEN %s::uuid END,
                CASE WHEN n %% 100000 = 0 THEN 'event.rename'
                     WHEN n %% 8 = 0 THEN 'claim.accept' ELSE 'evidence.propose' END,
                'claim', %s, CASE WHEN n %% 20000 = 0 THEN %s::uuid END, '{}', '{}', ''
            FROM generate_series(1, %s) n
            """,
            [ENTRIES, bob.desk_id, alice.pk, bob.pk, claim.pk, claim.pk, ENTRIES],
        )
        cursor.execute("ANALYZE claims_auditentry")


def test_a_page_is_quick_whatever_is_asked_for(bob, alice, twelve):
    fill(bob, alice, twelve)
    middle = AuditEntry.objects.order_by("id")[ENTRIES // 2].pk
    year = timezone.localdate() - timedelta(days=400)
    pages = {
        "everything": (Asked(), None),
        "people": (Asked(who="people"), None),
        "the machine": (Asked(who="machine"), None),
        "the middle": (Asked(), middle),
        "a person of few acts": (Asked(actor=alice.pk), None),
        "a common kind": (Asked(kind="evidence"), None),
        "a rare kind": (Asked(kind="events"), None),
        "a kind there is none of": (Asked(kind="reports"), None),
        "a claim": (Asked(claim=twelve.pk), None),
        "a week of last year": (Asked(first=year, last=year + timedelta(days=7)), None),
        "until last year, by people": (Asked(who="people", last=year), None),
    }
    times = {
        name: _median(lambda asked=asked, before=before: feed(bob, asked, before))
        for name, (asked, before) in pages.items()
    }
    times["what is new"] = _median(lambda: new_count(bob, Asked(), middle))
    for name, seconds in times.items():
        print(f"{name}: {seconds * 1000:.1f} ms")
    assert max(times.values()) < MOST


def _median(run) -> float:
    found = []
    for _ in range(5):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)

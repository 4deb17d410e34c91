"""How long a look back takes on a claim with two thousand entries."""

from __future__ import annotations

import statistics
import time

import pytest
from django.db import connection
from django.urls import reverse

from claims.asof.moments import written
from claims.models import AuditEntry

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ENTRIES = 2000
MOST = 0.3  # seconds of a page


def fill(claim, user) -> None:
    """Write edits of the claim, a minute apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO claims_auditentry
                (at, desk_id, actor_id, action, subject_type, subject_id, claim_id, before, after, note)
            SELECT now() - (%s - n) * interval '1 minute', %s, %s, 'claim.edit', 'claim', %s, %s,
                jsonb_build_object('statement', 'Statement ' || n, 'quantities', '[]'::jsonb),
                jsonb_build_object('statement', 'Statement ' || n + 1, 'quantities', '[]'::jsonb), ''
            FROM generate_series(1, %s) n
            """,
            [ENTRIES, claim.desk_id, user.pk, claim.pk, claim.pk, ENTRIES],
        )
        cursor.execute("UPDATE claims_claim SET created_at = now() - interval '30 days'")
        cursor.execute("UPDATE claims_appearance SET created_at = now() - interval '30 days'")
        cursor.execute("ANALYZE claims_auditentry")


def test_a_claim_with_two_thousand_entries_is_quick_at_any_moment(twelve, bob, as_user):
    fill(twelve, bob)
    client, address = as_user(bob), reverse("claims:claim", args=[twelve.pk])
    entries = AuditEntry.objects.filter(claim=twelve).order_by("link")
    for place in (0, ENTRIES // 2, ENTRIES - 1):
        at, times = written(entries[place].at), []
        for _ in range(7):
            start = time.perf_counter()
            answer = client.get(address, {"as_of": at})
            times.append(time.perf_counter() - start)
        assert f"Statement {place + 2}<" in answer.content.decode() or place == ENTRIES - 1
        print(f"behind entry {place + 1}: {statistics.median(times) * 1000:.0f} ms")
        assert statistics.median(times) < MOST

"""How many rows a second `verify_audit` proves, of a million entries about a hundred thousand claims."""

from __future__ import annotations

import os
import time

import pytest
from django.db import connection

from claims import proving, seal

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
CHAINS, LINKS = 100_000, 10
LEAST = 20_000  # rows a second

# The entries of one link of all chains, each behind the one before it: what the trigger does, at once.
LINK = """
INSERT INTO claims_auditentry (id, at, desk_id, actor_id, action, subject_type, subject_id, before, after,
    note, chain, link, hash)
SELECT e.id, e.at, e.desk_id, e.actor_id, e.action, e.subject_type, e.subject_id, e.before, e.after, e.note,
    e.chain, e.link, record_hash(known.hash, e)
FROM generate_series(1, %(chains)s) n
CROSS JOIN LATERAL (SELECT md5(n::text)::uuid AS chain) c
LEFT JOIN claims_auditentry known ON known.chain = c.chain AND known.link = %(link)s - 1
CROSS JOIN LATERAL jsonb_populate_record(NULL::claims_auditentry, jsonb_build_object(
    'id', (%(link)s - 1) * %(chains)s + n, 'at', now(),
    'desk_id', %(desk)s::text, 'actor_id', %(actor)s::text,
    'action', 'claim.edit', 'subject_type', 'source', 'subject_id', c.chain, 'chain', c.chain,
    'link', %(link)s, 'note', 'The port authority counted again',
    'before', jsonb_build_object('statement', 'Crews recovered ' || n || ' ships', 'verdict', 'unassessed'),
    'after', jsonb_build_object('statement', 'Crews recovered ' || n + 1, 'verdict', 'corroborated')
)) e
"""
ENDS = """
INSERT INTO claims_auditchain (chain, length, hash)
SELECT chain, link, hash FROM claims_auditentry WHERE link = %s
"""


@pytest.fixture
def record(foreign_desk, bob):
    chains = int(os.environ.get("CHAINS", CHAINS))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_auditentry DISABLE TRIGGER USER")
        for link in range(1, LINKS + 1):
            asked = {"chains": chains, "link": link, "desk": foreign_desk.pk, "actor": bob.pk}
            cursor.execute(LINK, asked)
            cursor.execute("ANALYZE claims_auditentry")
        cursor.execute(ENDS, [LINKS])
        cursor.execute("ALTER TABLE claims_auditentry ENABLE TRIGGER USER")
        cursor.execute("ANALYZE claims_auditchain")
    seal.checkpoint()
    return chains * LINKS


def test_a_million_entries_are_proved_quickly(record):
    began = time.perf_counter()
    assert proving.faults() == []
    rate = record / (time.perf_counter() - began)
    print(f"\n{record:,} entries: {rate:,.0f} rows/s")
    assert rate > LEAST

"""A desk with very many claims of every kind, made by the database itself in a few statements.

Statements are those of annotated articles with another number behind them, quotations others of them. What a
claim has (a verdict, a tag, a person) hangs on a hash of its id, so a desk that grows keeps its proportions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from claims.models import Assignment, Claim, Desk, Outlet, Source, User

GOLD = Path(__file__).parent / "gold" / "articles.jsonl"
PER_ARTICLE = 20


def grow(desk: Desk, user: User, have: int, size: int) -> None:
    """Bring the desk from `have` to `size` claims."""
    statements, sources = _gold()
    if not have:
        Source.objects.bulk_create(Source(name=name, kind="government") for name in sources)
        Source.objects.filter(name__contains="Russia").update(party_to="the war")
        Outlet.objects.bulk_create(Outlet(name=f"Outlet {n}", folded=f"outlet {n}") for n in range(200))
    asked = {
        "desk": desk.pk,
        "user": user.pk,
        "first": have,
        "last": size - 1,
        "statements": statements,
        "per": PER_ARTICLE,
    }
    with connection.cursor() as cursor:
        for statement in _CLAIMS:
            cursor.execute(statement, asked)
        _hand_out(desk, user)
        for statement in _variety():
            cursor.execute(statement, asked)
        cursor.execute("VACUUM ANALYZE")


def _hand_out(desk: Desk, user: User) -> None:
    """Give one new claim in twenty to `user`, due within some days before and after today."""
    new = Claim.objects.filter(desk=desk, worth=0.5).order_by("pk").values_list("pk", flat=True)
    now = timezone.now()
    given = {"assignee": user, "assigned_by": user}
    Assignment.objects.bulk_create(
        (
            Assignment(claim_id=pk, due_at=now + timedelta(minutes=pk.int % 9000 - 4500), **given)
            for pk in new[::20]
        ),
        batch_size=1000,
    )


def _gold() -> tuple[list[str], list[str]]:
    claims = [
        claim
        for line in GOLD.read_text(encoding="utf-8").splitlines()
        for claim in json.loads(line)["claims"]
    ]
    names = {claim["source_canonical"] for claim in claims if claim["source_canonical"]}
    return [claim["canonical"] for claim in claims], sorted(names)


_CLAIMS = (
    """CREATE TEMP TABLE made AS SELECT n, n / %(per)s AS piece, gen_random_uuid() AS id,
        (%(statements)s::text[])[1 + (hashint4(n) & 2147483647) %% cardinality(%(statements)s::text[])]
        || ' (' || n || ')' AS statement,
        (%(statements)s::text[])[1 + (hashint4(n + 3) & 2147483647) %% cardinality(%(statements)s::text[])]
        AS quoted FROM generate_series(%(first)s, %(last)s) AS n""",
    """CREATE TEMP TABLE pieces AS SELECT piece, gen_random_uuid() AS article, gen_random_uuid() AS version,
        string_agg(quoted, E'\\n' ORDER BY n) AS text FROM made GROUP BY piece""",
    """INSERT INTO claims_article (id, created_at, desk_id, outlet_id, agency, title, byline, url,
        published_day_only, language, digest, state, message)
        SELECT article, now(), %(desk)s, o.id, '', 'Article ' || piece, '', '', false, 'en', false,
        'ready', ''
        FROM pieces JOIN claims_outlet o
        ON o.name = 'Outlet ' || CASE WHEN piece %% 10 < 3 THEN 0 ELSE piece %% 200 END""",
    """INSERT INTO claims_articleversion (id, created_at, article_id, number, text, sha256, method,
        captured_at) SELECT version, now(), article, 1, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'),
        'paste', now() FROM pieces""",
    """INSERT INTO claims_claim (id, created_at, desk_id, source_id, statement, attribution, modality, place,
        worth, worth_reason, confidence, set_aside, unverified_note, review_state, reject_reason,
        second_opinion, high_stakes, verdict, attribution_verdict, freshness, freshness_cause, version,
        grouper, words)
        SELECT made.id, now(), %(desk)s, s.id, statement, 'none', 'asserted', '', 0.5, '', 0.5, false, '',
        'extracted', '', false, false, 'unassessed', 'unchecked', 'current', '', 1, '',
        claim_words(statement, quoted) FROM made
        JOIN (SELECT id, row_number() OVER (ORDER BY name, id) - 1 AS k, count(*) OVER () AS many
        FROM claims_source) s ON s.k = (hashint4(n + 7) & 2147483647) %% s.many""",
    """INSERT INTO claims_appearance (id, created_at, claim_id, version_id, start, "end", exact, prefix,
        suffix, spans, source_spans, cue_spans, sentence_start, sentence_end, source_words, cue, via,
        via_roles) SELECT gen_random_uuid(), now(), id, version, at, at + length(quoted), quoted, '', '',
        '[]', '[]', '[]', at, at + length(quoted), '', '', '{}', '{}' FROM (SELECT made.*,
        (sum(length(quoted) + 1) OVER (PARTITION BY piece ORDER BY n) - length(quoted) - 1)::int AS at
        FROM made) placed JOIN pieces USING (piece)""",
    "DROP TABLE made, pieces",
)


def _share(salt: str, of: str = "id") -> str:
    """Return the SQL of a number from 0 to 9,999 that hangs on an id."""
    return f"(('x' || substr(md5({of}::text || '{salt}'), 1, 7))::bit(28)::int %% 10000)"


_NEW = "desk_id = %(desk)s AND worth = 0.5"


def _variety() -> Iterator[str]:
    """Yield what gives new claims days, decisions, verdicts, tags, work, later sources and figures."""
    decided = "reviewed_by_id = %(user)s, reviewed_at = now()"
    yield f"""UPDATE claims_claim SET review_state = 'accepted', {decided},
        verdict = (ARRAY['unassessed', 'single_source', 'corroborated', 'disputed'])[1 + {_share("v")} %% 4],
        freshness = CASE WHEN {_share("f")} < 300 THEN 'needs_recheck' ELSE 'current' END,
        freshness_cause = CASE WHEN {_share("f")} < 300 THEN 'a later source' ELSE '' END
        WHERE {_NEW} AND {_share("r")} < 4000"""
    yield f"""UPDATE claims_claim SET review_state = 'rejected', {decided},
        reject_reason = (ARRAY['vague', 'opinion', 'duplicate'])[1 + {_share("v")} %% 3]
        WHERE {_NEW} AND {_share("r")} BETWEEN 4000 AND 5500"""
    yield f"""INSERT INTO claims_evidence (id, created_at, claim_id, kind, relation, state, url, body, reason,
        score, details, matcher, decision_note, searched_where, searched_what, reliability, credibility)
        SELECT gen_random_uuid(), now(), c.id, 'note', 'updates', 'proposed', '', 'A note', '', 0.7, '{{}}',
        '', '', '', '', '', ''
        FROM claims_claim c WHERE {_NEW} AND {_share("k", "c.id")} < 600"""
    yield f"""INSERT INTO claims_quantity (id, created_at, claim_id, position, low, high, unit, object,
        qualifier, measure, preliminary, text) SELECT gen_random_uuid(), now(), c.id, 0, n, n,
        (ARRAY['drone', 'missile', 'person', 'prisoner', 'percent', 'dollar'])[1 + n %% 6], '', 'exact', '',
        false, '' FROM (SELECT id, {_share("q")} AS n FROM claims_claim WHERE {_NEW}) c WHERE n < 6000"""
    yield """INSERT INTO claims_tag (id, created_at, desk_id, name) SELECT gen_random_uuid(), now(), %(desk)s,
        'Tag ' || n FROM generate_series(1, 12) AS n ON CONFLICT DO NOTHING"""
    yield f"""INSERT INTO claims_claimtag (id, created_at, claim_id, tag_id, added_by_id)
        SELECT gen_random_uuid(), now(), c.id, t.id, %(user)s FROM claims_claim c JOIN claims_tag t
        ON t.desk_id = c.desk_id AND t.name = 'Tag ' || (1 + {_share("g", "c.id")} %% 12)
        WHERE c.desk_id = %(desk)s AND c.worth = 0.5 AND {_share("h", "c.id")} < 1500"""
    yield f"""UPDATE claims_claim SET worth = ({_share("w")} + 0.5) / 10000.0,
        confidence = {_share("c")} / 10000.0,
        set_aside = review_state = 'extracted' AND {_share("a")} < 800,
        place = CASE WHEN {_share("p")} < 3000 THEN 'Kyiv' ELSE '' END,
        event_from = date '2025-01-01' + {_share("e")} %% 400,
        created_at = now() - {_share("t")} * interval '30 minutes' WHERE {_NEW}"""

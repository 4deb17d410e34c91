"""Counts of a facet's values in one statement: outlets, sources, events, people, tags, units and so on."""

# ruff: noqa: S608 - statements are put together from constants and what the ORM made
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from claims.models import Claim, Role, User
from claims.models.proposed import SURE

from .facets import Counted
from .query import Query
from .tally import sql_of

COLUMNS = ("source_id", "event_id", "extracted_id", "freshness")
LISTED = 24  # values of a facet, those with most claims

_PLACES = """SELECT DISTINCT found.id, version.article_id, article.outlet_id FROM {found} found
    JOIN claims_appearance seen ON seen.claim_id = found.id AND seen.removed_at IS NULL
    JOIN claims_articleversion version ON version.id = seen.version_id
    JOIN claims_article article ON article.id = version.article_id"""
# Where the planner would read a whole table for some hundred claims, it is given their ids as one value.
_OF_FOUND = "= ANY(ARRAY(SELECT id FROM {found}))"
_HELD = f"FROM claims_assignment held WHERE held.claim_id {_OF_FOUND} AND held.state = 'open'"
_ONE = "SELECT count(*) FROM {found}"


def _top(value: str, source: str, label: str, count: str = "count(*)") -> str:
    """Return the values with most claims in `source`, each with a name that `label` looks up."""
    return f"""SELECT top.value::text, {label}, top.n FROM (
        SELECT {value} AS value, {count} AS n {source}
        GROUP BY 1 ORDER BY n DESC LIMIT {LISTED}) top WHERE top.value IS NOT NULL"""


def _name(table: str, column: str = "o.name") -> str:
    return f"(SELECT {column} FROM {table} o WHERE o.id = top.value)"


_TOLD = f"state = 'proposed' AND (score IS NULL OR score >= {SURE})"  # as models.proposed.worth_telling
_TITLE = "coalesce(nullif(o.title, ''), nullif(o.url, ''), 'Untitled article')"
GROUPS: dict[str, str] = {
    "outlet": _top("outlet_id", "FROM places_{found}", _name("claims_outlet"), count="count(DISTINCT id)"),
    "article": _top("article_id", "FROM places_{found}", _name("claims_article", _TITLE)),
    "source": _top("source_id", "FROM {found}", _name("claims_source")),
    "event": _top("event_id", "FROM {found}", _name("claims_event", "o.title"))
    + f" UNION ALL SELECT 'none', 'In no event', ({_ONE} WHERE event_id IS NULL)",
    "tag": _top("tag_id", f"FROM claims_claimtag WHERE claim_id {_OF_FOUND}", _name("claims_tag")),
    "unit": _top(
        "nullif(unit, '')",
        f"FROM claims_quantity WHERE claim_id {_OF_FOUND}",
        "top.value",
        count="count(DISTINCT claim_id)",
    ),
    "assignee": f"""SELECT coalesce(held.assignee_id::text, 'pool'), '', count(*) {_HELD} GROUP BY 1
        UNION ALL SELECT 'held', '', count(*) {_HELD}
        UNION ALL SELECT 'all', '', count(*) FROM {{found}}""",
    "side": """SELECT CASE WHEN o.party_to <> '' THEN 'party' ELSE 'other' END, '', count(*)
        FROM {found} found LEFT JOIN claims_source o ON o.id = found.source_id GROUP BY 1""",
    "found": f"""SELECT found_by, '', count(*) FROM claims_machineopinion
        WHERE claim_id {_OF_FOUND} AND claim_id IN (SELECT id FROM {{found}} WHERE extracted_id IS NOT NULL)
        GROUP BY 1
        UNION ALL SELECT 'person', '', ({_ONE} WHERE extracted_id IS NULL)
        UNION ALL SELECT 'extracted', '', ({_ONE} WHERE extracted_id IS NOT NULL)""",
    "due": f"""SELECT due.name, '', due.n FROM (
        SELECT count(*) FILTER (WHERE held.due_at < now()) AS overdue,
               count(*) FILTER (WHERE held.due_at < %(today)s) AS today,
               count(*) FILTER (WHERE held.due_at < %(week)s) AS week,
               ({_ONE}) - count(held.due_at) AS none
        {_HELD}) counted
        CROSS JOIN LATERAL (VALUES ('overdue', overdue), ('today', today), ('week', week), ('none', none))
            AS due (name, n)""",
    "proposed": f"""SELECT 'yes', '', count(DISTINCT claim_id) FROM claims_evidence
        WHERE claim_id {_OF_FOUND} AND {_TOLD}""",
    "touched": f"""SELECT 'yes', '', count(*) FROM (
        SELECT claim_id FROM claims_evidence WHERE claim_id {_OF_FOUND} AND {_TOLD}
        UNION SELECT id FROM {{found}} WHERE freshness = 'needs_recheck') AS touched""",
}

# What is listed though no claim has it: the desk's people and tags, and whatever was asked for.
ALWAYS: dict[str, str] = {
    "assignee": """SELECT id::text, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username), 0
        FROM claims_user WHERE is_active AND desk_id = %(desk)s AND role <> 'viewer'""",
    "tag": """SELECT id::text, name, 0 FROM claims_tag
        WHERE desk_id = %(desk)s OR id = ANY(%(tag)s::uuid[]) AND %(all)s""",
    "outlet": "SELECT id::text, name, 0 FROM claims_outlet WHERE id = ANY(%(outlet)s::uuid[])",
    "source": """SELECT o.id::text, o.name, 0 FROM claims_source o
        LEFT JOIN claims_article a ON a.id = o.within_id
        WHERE o.id = ANY(%(source)s::uuid[]) AND (%(all)s OR a.id IS NULL OR a.desk_id = %(desk)s)""",
    "article": """SELECT id::text, coalesce(nullif(title, ''), nullif(url, ''), 'Untitled article'), 0
        FROM claims_article WHERE id = ANY(%(article)s::uuid[]) AND (%(all)s OR desk_id = %(desk)s)""",
    "event": """SELECT id::text, title, 0 FROM claims_event
        WHERE id = ANY(%(event)s::uuid[]) AND (%(all)s OR desk_id = %(desk)s)""",
    "unit": "SELECT unit, unit, 0 FROM unnest(%(unit)s::text[]) AS unit",
}


def counted(
    user: User, query: Query, found: QuerySet[Claim], own: Mapping[str, QuerySet[Claim]]
) -> list[Counted]:
    """Return the values of all facets with their counts; a facet in `own` is counted among other claims."""
    bases = {"found": sql_of(found, *COLUMNS)}
    bases |= {f"found_{name}": sql_of(rows, *COLUMNS) for name, rows in own.items()}
    values = [value for _, params in bases.values() for value in params]
    ctes = [f"{name} (id, {', '.join(COLUMNS)}) AS MATERIALIZED ({sql})" for name, (sql, _) in bases.items()]
    return facet_values(user, ask(user, query, ctes, values, own))


def ask(
    user: User,
    query: Query,
    ctes: Iterable[str],
    values: Iterable[Any],
    own: Mapping[str, object],
    more: Iterable[str] = (),
) -> list[Counted]:
    """Return the rows of the statement that counts values in `ctes`, which define "found" and those of `own`.

    `more` are statements of four columns whose rows come along.
    """
    stood = {"found", *(f"found_{name}" for name in ("outlet", "article") if name in own)}
    ctes = [
        *ctes,
        *(f"places_{name} AS MATERIALIZED ({_PLACES.format(found=name)})" for name in sorted(stood)),
    ]
    parts = [
        f"SELECT '{facet}', * FROM ({sql.format(found=_base(facet, own))}) AS counted"
        for table in (GROUPS, ALWAYS)
        for facet, sql in table.items()
    ]
    values, named = list(values), _named(user, query)

    def place(match: re.Match[str]) -> str:
        values.append(named[match[1]])
        return "%s"

    body = re.sub(r"%\((\w+)\)s", place, " UNION ALL ".join([*parts, *more]))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(ctes)} {body}", values)
        return [Counted(*row) for row in cursor.fetchall()]


def facet_values(user: User, rows: Sequence[Counted]) -> list[Counted]:
    """Return the values of facets among the rows of `ask`: people by name, and who found a claim."""
    plain = [row for row in rows if row.facet not in {"assignee", "found"}]
    return [*plain, *_people(user, rows), *_finders(rows)]


def _base(facet: str, own: Mapping[str, Any]) -> str:
    return f"found_{facet}" if facet in own else "found"


def _named(user: User, query: Query) -> dict[str, Any]:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "today": today + timedelta(days=1),
        "week": today + timedelta(days=7),
        "desk": user.desk_id,
        "all": user.role == Role.ADMIN,
        **{
            name: [value for value in getattr(query, name) if value != "none" or name == "unit"]
            for name in ("outlet", "source", "article", "event", "tag", "unit")
        },
    }


def _people(user: User, rows: Iterable[Counted]) -> Iterator[Counted]:
    """Yield "mine", "none", then the desk's people by name, each with the claims in their hands."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.facet == "assignee":
            counts[row.value] = max(row.count, counts.get(row.value, 0))
            names[row.value] = row.label or names.get(row.value, "")
    yield Counted("assignee", "mine", "Assigned to me", counts.get(str(user.pk), 0))
    yield Counted("assignee", "none", "Nobody", counts.get("all", 0) - counts.get("held", 0))
    yield Counted("assignee", "pool", "The desk’s pool", counts.get("pool", 0))
    for pk, name in sorted(names.items(), key=lambda item: item[1].casefold()):
        if name and pk != str(user.pk):
            yield Counted("assignee", pk, name, counts[pk])


def _finders(rows: Iterable[Counted]) -> Iterator[Counted]:
    """Yield who found the claims; what the machine found and no model looked at is the rules' own."""
    counts = {row.value: row.count for row in rows if row.facet == "found"}
    machine = counts.pop("extracted", 0)
    others = sum(counts.get(name, 0) for name in ("both", "model"))
    yield from (Counted("found", name, "", n) for name, n in counts.items() if name != "rules")
    yield Counted("found", "rules", "", machine - others)

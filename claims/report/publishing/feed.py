"""Published verdicts as an Atom feed (RFC 4287): those of editions that the desk lets everybody find.

A desk may have a feed of its own besides (desk_feed.py). An entry is one claim of one report and keeps its id
through all editions; a corrected verdict moves its `updated`. When a report is taken back its entries say so,
for a while, instead of vanishing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Min, Prefetch, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from claims.models import Publication, PublicLink
from claims.states import LinkState, PublicationState, Verdict
from claims.web.vocabulary import ATTRIBUTION, VERDICT

from . import cached, tokens

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ENTRIES = 100
REPORTS = 200  # newest published, that are looked through
TOLD_FOR = timedelta(days=90)  # how long an entry says that it was taken back
SPACE = UUID("6f1c8a52-0a3e-4b0e-9a4c-1f6d4f1f7f0e")  # of the feed's ids

ROWS = """
    SELECT e.id, (c->>'position')::int, c->>'id', c->>'statement', c->>'print_line', c->>'verdict',
        c->>'attribution_verdict', c->'assessment'->>'reason',
        greatest((c->'assessment'->>'approved_at')::timestamptz, corrected.at) AS updated
    FROM claims_reportedition e
    CROSS JOIN LATERAL jsonb_array_elements(e.content->'claims') c
    LEFT JOIN LATERAL (
        SELECT max((k->>'at')::timestamptz) AS at FROM jsonb_array_elements(e.content->'corrections') k
        WHERE k->>'claim' = c->>'id'
    ) corrected ON true
    WHERE e.id = ANY(%s) AND c->>'verdict' <> %s
    ORDER BY updated DESC NULLS LAST, e.id, 2 LIMIT %s
"""


@dataclass(frozen=True)
class Verdicts:
    """A verdict in the feed."""

    id: str
    title: str
    text: str
    address: str
    desk: str
    categories: list[str | None]
    published: datetime
    updated: datetime


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Return the feed of verdicts that anybody may find; 304 to who has it."""
    return answer(request, Feed("Published verdicts", reverse("claims:feed"), Q(listed=True), urn_of("feed")))


@dataclass(frozen=True)
class Feed:
    """A feed: what it is called, where it is, which publications it tells of, and its id."""

    title: str
    path: str
    which: Q
    id: str


def answer(request: HttpRequest, asked: Feed) -> HttpResponseBase:
    """Return a feed; 304 to who has it."""
    found = _publications(asked.which)
    stamps = ((row.edition_id, row.state, row.published_at, row.withdrawn_at, row.told) for row in found)
    links = [link.token_hash for row in found for link in row.live]  # type: ignore[attr-defined]
    tag = cached.tag_of("feed", asked.path, *stamps, *links)
    return cached.page(request, tag, lambda: _written(found, asked), CONTENT_TYPE)


def _publications(which: Q) -> list[Publication]:
    """Return the newest edition of each report: the published one, else the one taken back lately."""
    live = Prefetch("links", PublicLink.objects.filter(state=LinkState.LIVE), to_attr="live")
    rows = (
        Publication.objects.filter(which, state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN])
        .select_related("edition__report__desk")
        .defer("edition__content")
        .prefetch_related(live)
        .annotate(begun=Min("edition__report__editions__publication__published_at"))
        .order_by("-edition__number")
    )
    best: dict[UUID, Publication] = {}
    for row in sorted(rows, key=lambda row: row.state != PublicationState.PUBLISHED):
        best.setdefault(row.edition.report_id, row)
    known = [row for row in best.values() if row.state == PublicationState.PUBLISHED or _lately(row)]
    return sorted(known, key=lambda row: (row.published_at, row.pk), reverse=True)[:REPORTS]


def _lately(row: Publication) -> bool:
    return row.withdrawn_at is not None and row.withdrawn_at > timezone.now() - TOLD_FOR


def _written(publications: list[Publication], asked: Feed) -> str:
    home = f"{settings.SITE_URL}{reverse('claims:methodology')}"
    own = f"{settings.SITE_URL}{asked.path}"
    words = "Verdicts on claims, with who said them and where they stand."
    atom = Atom1Feed(_plain(asked.title), home, words, "en-gb", feed_url=own, feed_guid=asked.id)
    for row in _entries(publications):
        atom.add_item(
            _plain(row.title),
            row.address,
            _plain(row.text),
            author_name=_plain(row.desk),
            unique_id=row.id,
            pubdate=row.published,
            updateddate=row.updated,
            categories=row.categories,
        )
    return str(atom.writeString("utf-8"))


def _entries(publications: list[Publication]) -> list[Verdicts]:
    by_edition = {row.edition_id: row for row in publications}
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [list(by_edition), Verdict.UNASSESSED, ENTRIES])
        rows = cursor.fetchall()
    found = [_entry(by_edition[row[0]], row[1:]) for row in rows]
    return sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)


def _entry(publication: Publication, row: tuple[Any, ...]) -> Verdicts:
    position, claim, statement, line, verdict, said, reason, updated = row
    report = publication.edition.report
    path = next((tokens.path_of(link) for link in publication.live), "")  # type: ignore[attr-defined]
    gone = publication.state == PublicationState.WITHDRAWN
    label = VERDICT[verdict].label
    words = [line, f"Did the source say it? {ATTRIBUTION[said].label}.", f"Why: {reason}" if reason else ""]
    begun: datetime = publication.begun  # type: ignore[attr-defined]
    return Verdicts(
        id=urn_of(f"{report.pk}:{claim}"),
        title="A verdict that is no longer published" if gone else f"{label}: {statement}",
        text=publication.told or "The report was taken back." if gone else "\n".join(filter(None, words)),
        address=f"{settings.SITE_URL}{path}" + ("" if gone or not path else f"{position}/"),
        desk=report.desk.name,
        categories=[] if gone else [label],
        published=begun,
        updated=publication.withdrawn_at or updated if gone else max(updated or begun, begun),
    )


def urn_of(what: str) -> str:
    """Return the id of something in feeds, always the same."""
    return f"urn:uuid:{uuid5(SPACE, what)}"


def _plain(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return "".join(_allowed(text))


def _allowed(text: Iterable[str]) -> Iterator[str]:
    for character in text:
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}:
            yield character

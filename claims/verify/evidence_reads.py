"""Reads of the page of one piece of evidence: what it is, its passage in context, and where it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.access import visible_to
from claims.models import (
    Article,
    ArticleVersion,
    Assessment,
    AuditEntry,
    Evidence,
    Report,
    ReportItem,
    User,
)
from claims.states import AssessmentState
from claims.together.sentences import Told, told

from .gathered import place_of

AROUND = 240  # characters of the text on each side of a passage
USES = 50  # claims that the page names
RESTS = (AssessmentState.APPROVED, AssessmentState.SUBMITTED)


@dataclass(frozen=True)
class Context:
    """A passage in its text: the words before it, itself, and the words behind it."""

    before: str
    words: str
    after: str
    start: int
    end: int


@dataclass
class Use:
    """A claim on which the thing is evidence, with the reports that hold it, frozen or not."""

    row: Evidence
    reports: list[Any] = field(default_factory=list)

    @property
    def rests(self) -> bool:
        """Whether a verdict that stands or waits rests on it."""
        return bool(getattr(self.row, "rests", False))


@dataclass(frozen=True)
class EvidencePage:
    """Everything on the page of one piece of evidence."""

    row: Evidence
    read: ArticleVersion | None
    article: Article | None
    context: Context | None
    lost: bool  # a passage was given that does not stand in the text
    uses: list[Use]
    more: bool
    history: list[Told]


def in_full(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Add to a query of evidence what its page shows beside it."""
    return rows.select_related(
        "claim__source",
        "other__source",
        "version__article__outlet",
        "page__outlet",
        "document__added_by",
        "source__merged_into",
        "proposed_by",
        "decided_by",
    ).defer("version__text")


def evidence_page(user: User, row: Evidence) -> EvidencePage:
    """Return the page of `row`, which was read with `in_full`. Some 6 queries."""
    read = row.read
    context = _context(row, read)
    uses = _uses(user, row)
    history = AuditEntry.objects.filter(claim=row.claim_id, subject_type="evidence", subject_id=row.pk)
    return EvidencePage(
        row=row,
        read=read,
        article=read.article if read else row.page,
        context=context,
        lost=bool(row.body and read is not None and context is None),
        uses=uses[:USES],
        more=len(uses) > USES,
        history=told(list(history.select_related("actor").order_by("-id")[:20])),
    )


def _context(row: Evidence, read: ArticleVersion | None) -> Context | None:
    """Return the passage where it stands; the text is cut here, for it never changes."""
    if read is None or not row.body:
        return None
    text = ArticleVersion.objects.values_list("text", flat=True).get(pk=read.pk)
    known = row.start is not None and row.end is not None and row.version_id == read.pk
    place: Any = (row.start, row.end) if known else place_of(text, row.body)
    if place is None:
        return None
    start, end = place
    return Context(
        text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND], start, end
    )


def same_thing(row: Evidence) -> Q:
    """Return the condition of evidence that is the same file, address or text as `row`."""
    if row.document_id:
        return Q(document=row.document_id)
    if row.page_id:
        return Q(page=row.page_id)
    return Q(version=row.version_id) if row.version_id else Q(pk=row.pk)


def _uses(user: User, row: Evidence) -> list[Use]:
    rests = Assessment.rests_on.through.objects.filter(evidence=OuterRef("pk"), assessment__state__in=RESTS)
    rows = (
        visible_to(user, Evidence)
        .filter(same_thing(row))
        .select_related("claim__source", "decided_by", "proposed_by")
        .annotate(rests=Exists(rests))
        .order_by("created_at", "pk")[: USES + 1]
    )
    uses = [Use(each) for each in rows]
    reports = _reports(user, {use.row.claim_id for use in uses})
    for use in uses:
        use.reports = reports.get(use.row.claim_id, [])
    return uses


def _reports(user: User, claims: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Return the reports that hold the claims, by claim (1 query)."""
    found: dict[UUID, list[Any]] = {}
    items: Iterable[ReportItem] = (
        ReportItem.objects.filter(report__in=visible_to(user, Report), claim__in=claims)
        .select_related("report")
        .order_by("report__title")
    )
    for item in items:
        found.setdefault(item.claim_id, []).append(item.report)
    return found

"""Reads of the report room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.access import Action, may, visible_to
from claims.models import (
    Appearance,
    Article,
    Assessment,
    AuditEntry,
    Claim,
    Desk,
    Evidence,
    Report,
    ReportEdition,
    ReportItem,
    Touch,
    User,
)
from claims.models.blast import Outcome
from claims.models.evidence import first_texts
from claims.models.proposed import SURE, worth_telling
from claims.seal import SealOf
from claims.states import AssessmentState, EvidenceState, Review, Verdict

from . import corrections

PICK_LIMIT = 50  # claims on one page of the picker
ADD_LIMIT = 2000  # claims that "add all that match" takes at once
PREVIEW_LIMIT = 20  # claims shown in the builder's preview
UUID_IN_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def reports_for(user: User) -> QuerySet[Report]:
    """Return the reports `user` may know of, last touched first, each with claims, edition and as_of.

    Who cannot build reports sees those with a frozen edition only.
    """
    newest = ReportEdition.objects.filter(report=OuterRef("pk")).order_by("-number")
    rows = (
        visible_to(user, Report)
        .select_related("created_by")
        .annotate(
            claims=Count("items"),
            edition=Subquery(newest.values("number")[:1]),
            as_of=Subquery(newest.values("as_of")[:1]),
            way=Subquery(newest.values("publication__state")[:1]),
            touched=Coalesce("changed_at", "created_at"),
        )
        .order_by("-touched", "pk")
    )
    return rows if may(user, Action.BUILD_REPORT) else rows.filter(edition__isnull=False)


def touched_counts(reports: Iterable[Report]) -> dict[UUID, int]:
    """Return how many claims of each report's newest edition later sources, or changed articles, touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT newest.report_id, count(DISTINCT e.claim_id) FROM (
                SELECT DISTINCT ON (report_id) report_id, as_of, content FROM claims_reportedition
                WHERE report_id = ANY(%s) ORDER BY report_id, number DESC
            ) newest
            CROSS JOIN LATERAL jsonb_array_elements(newest.content->'claims') printed
            JOIN LATERAL (
                SELECT claim_id FROM claims_evidence v WHERE v.claim_id = (printed->>'id')::uuid
                    AND v.state = 'proposed' AND v.created_at > newest.as_of
                    AND (v.score IS NULL OR v.score >= %s)
                UNION SELECT claim_id FROM claims_touch t WHERE t.claim_id = (printed->>'id')::uuid
                    AND t.outcome = 'open' AND t.created_at > newest.as_of
            ) e ON true
            GROUP BY newest.report_id
            """,
            [[report.pk for report in reports], SURE],
        )
        return dict(cursor.fetchall())


def touched_since(edition: ReportEdition) -> list[Claim]:
    """Return the claims of an edition that later sources or changed articles touched since, in order."""
    ids = [UUID(claim["id"]) for claim in edition.content["claims"]]
    open_since = Evidence.objects.filter(
        worth_telling(), claim__in=ids, state=EvidenceState.PROPOSED, created_at__gt=edition.as_of
    )
    changed = Touch.objects.filter(claim__in=ids, outcome=Outcome.OPEN, created_at__gt=edition.as_of)
    touched = open_since.order_by().values_list("claim_id", flat=True)
    found = Claim.objects.in_bulk(list(touched.union(changed.order_by().values_list("claim_id", flat=True))))
    return [found[pk] for pk in ids if pk in found]


def editions_of(report: Report) -> QuerySet[ReportEdition]:
    """Return the frozen editions, newest first, without their content but with how many `claims` each has."""
    return (
        report.editions.select_related("frozen_by", "publication")
        .annotate(
            claims=Func(F("content__claims"), function="jsonb_array_length", output_field=IntegerField())
        )
        .defer("content")
        .order_by("-number")
    )


def printed_facts(report: Report) -> dict[str, dict[str, str]]:
    """Return what the newest edition printed, by claim id (corrections.facts_of); {} before the first."""
    newest = report.editions.order_by("-number").values_list("content__claims", flat=True).first()
    return {claim["id"]: corrections.facts_of(claim) for claim in newest or []}


def items_in_brief(report: Report) -> list[ReportItem]:
    """Return the claims of the report in order, with what the builder's list and its checks need."""
    open_or_approved = Assessment.objects.filter(
        state__in=[AssessmentState.APPROVED, AssessmentState.SUBMITTED, AssessmentState.CHANGES_REQUESTED]
    )
    rows = (
        report.items.select_related("claim__source")
        .prefetch_related(Prefetch("claim__assessments", open_or_approved))
        .order_by("position")
    )
    return list(rows)


def items_in_full(report: Report, limit: int | None = None) -> list[ReportItem]:
    """Return the claims of the report in order with all that an edition says of them.

    The number of queries does not depend on the number of claims, and a text that many claims stand in is
    read once. Texts of the articles that evidence comes from stay unread.
    """
    related, loaded = _in_full("claim__")
    rows = report.items.annotate(sealed=SealOf(F("claim"))).select_related(*related)
    rows = rows.prefetch_related(*loaded).order_by("position")
    return list(rows[:limit] if limit else rows)


def claims_in_full(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the claims with all that an edition says of them, as `items_in_full` does."""
    related, loaded = _in_full("")
    return rows.annotate(sealed=SealOf(F("pk"))).select_related(*related).prefetch_related(*loaded)


def _in_full(to: str) -> tuple[list[str], list[str | Prefetch[Any]]]:
    """Return what is joined and what is loaded beside, `to` leading to the claim."""
    own, seen = places()
    confirmed = (
        Evidence.objects.filter(state=EvidenceState.CONFIRMED)
        .select_related("version__article__outlet", "other__source", "proposed_by", "decided_by")
        .select_related("document", "page__outlet", "source")
        .defer("version__text")
        .prefetch_related(Prefetch("other__appearances", seen), first_texts())
    )
    approved = (
        Assessment.objects.filter(state=AssessmentState.APPROVED)
        .select_related("author", "approver")
        .prefetch_related("rests_on")
    )
    related = [f"{to}source__outlet", f"{to}event", f"{to}reviewed_by"]
    loaded: list[str | Prefetch[Any]] = [
        Prefetch(f"{to}appearances", own),
        Prefetch(f"{to}evidence", confirmed),
        Prefetch(f"{to}assessments", approved),
        f"{to}quantities",
    ]
    return related, loaded


def places(*, ever: bool = False) -> tuple[QuerySet[Appearance], QuerySet[Appearance]]:
    """Return how the places of an edition's claims are read, and those of the claims that bear on them.

    `ever` is for looks into the past: places that were taken back since are among them.
    """
    rows = Appearance.ever if ever else Appearance.objects
    own = rows.prefetch_related("version__article__outlet")
    seen = rows.select_related("version__article__outlet").defer("version__text")
    return own, seen


@dataclass(frozen=True)
class Wanted:
    """What the picker looks for: words of the statement or the source, and a verdict."""

    words: str = ""
    verdict: str = ""


def candidates(user: User, wanted: Wanted, *, beside: Report | None = None) -> QuerySet[Claim]:
    """Return the accepted claims that match, newest first, except those in the report `beside` already."""
    rows = visible_to(user, Claim).filter(review_state=Review.ACCEPTED)
    if beside:
        rows = rows.filter(desk=beside.desk_id).exclude(in_reports__report=beside)
    for word in wanted.words.split():
        rows = rows.filter(Q(statement__icontains=word) | Q(source__name__icontains=word))
    if wanted.verdict in set(Verdict):
        rows = rows.filter(verdict=wanted.verdict)
    return rows.select_related("source").order_by("-created_at", "pk")


def ids_in(texts: Iterable[str]) -> list[UUID]:
    """Return the ids that stand anywhere in `texts` (bare, or inside addresses), each once, in order."""
    found = (match.lower() for text in texts for match in UUID_IN_TEXT.findall(text))
    return [UUID(text) for text in dict.fromkeys(found)]


def chosen(user: User, ids: list[UUID], *, desk: Desk | None = None) -> list[Claim]:
    """Return the claims with these ids in their order, without those of other desks."""
    rows = visible_to(user, Claim).select_related("source", "desk")
    found = (rows.filter(desk=desk) if desk else rows).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def accepted_of(article: Article) -> list[Claim]:
    """Return the accepted claims that stand in an article, in the order of its text, each once."""
    rows = Claim.objects.filter(
        appearances__version__article=article, desk=article.desk_id, review_state=Review.ACCEPTED
    )
    return list(rows.annotate(first_at=Min("appearances__start")).order_by("first_at", "pk"))


def last_change(report: Report) -> AuditEntry | None:
    """Return the newest entry of the record about the report: who touched it last, and when."""
    return (
        AuditEntry.objects.filter(subject_type="report", subject_id=report.pk).select_related("actor").first()
    )

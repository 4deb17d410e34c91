"""What the claim page reads of a claim itself: the row with all beside it, its verdicts, its history."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.models import Assessment, Assignment, AuditEntry, Claim, Evidence, OriginRuling, User
from claims.seal import SealOf, SignedOf
from claims.states import AssessmentState
from claims.together.sentences import Told, told

from .event_reads import event_claims
from .places import Item
from .taking_back import LastAct, act_of, is_decision, last_decision

HISTORY_ROWS = 12
BESIDE = (
    "source__merged_into",
    "event",
    "event_by",
    "reviewed_by",
    "split_from",
    "machine_opinion",
)


def in_full(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Add to a query of claims what the page shows of one beside its evidence."""
    return rows.annotate(
        assigned=Exists(Assignment.objects.filter(claim=OuterRef("pk"))),
        event_claims=event_claims(),
        sealed=SealOf(F("pk")),
        signed=SignedOf(F("pk")),
        ruled=Exists(OriginRuling.objects.filter(claim=OuterRef("pk"))),
    ).select_related(*BESIDE)


def assessments_of(
    claim: Claim, items: Sequence[Item]
) -> tuple[dict[str, Assessment], dict[UUID, list[Evidence]]]:
    """Return the newest assessment of each state that matters on the page, and what each rests on.

    The evidence is that of the page, which was read already; what the page leaves out is read beside it.
    """
    rows = claim.assessments.exclude(state=AssessmentState.SUPERSEDED).select_related("author", "approver")
    found: dict[str, Assessment] = {}
    for row in rows.annotate(on=ArrayAgg("rests_on", filter=Q(rests_on__isnull=False))).order_by(
        "-created_at"
    ):
        found.setdefault(row.state, row)
    wanted = {pk for row in found.values() for pk in row.on or ()}  # type: ignore[attr-defined]
    known = {item.row.pk: item.row for item in items if item.row.pk in wanted}
    if missing := wanted - set(known):
        known |= Evidence.objects.select_related("other").in_bulk(missing)
    order = sorted(known.values(), key=lambda row: (row.created_at, row.pk))
    rests = {row.pk: [each for each in order if each.pk in (row.on or ())] for row in found.values()}  # type: ignore[attr-defined]
    return found, rests


def history_of(user: User, claim: Claim, whole: bool) -> tuple[list[Told], LastAct | None]:
    """Return the newest entries, one more than shown, and what the person may take back (1 query)."""
    rows = AuditEntry.objects.filter(claim=claim).order_by("-id")
    newest = rows if whole else rows[: HISTORY_ROWS + 1]
    both = Q(pk__in=newest.values("pk")) | Q(pk__in=last_decision(claim).values("pk"))
    undone = Exists(AuditEntry.objects.filter(undoes=OuterRef("pk")))
    found = list(rows.filter(both).annotate(undone=undone).select_related("actor"))
    acts = [row for row in found if is_decision(row) and not row.undone]
    shown = found if whole else found[: HISTORY_ROWS + 1]
    return told(shown), act_of(user, acts[0] if acts else None)


def changed_by(claim: Claim) -> str:
    """Return who did something to the claim last and when: "I. Duarte changed this claim at 09:41:02."."""
    rows = AuditEntry.objects.filter(claim=claim, subject_type="claim").select_related("actor")
    last = rows.order_by("-id").first()
    who = last.actor.display_name if last and last.actor else "A later source"
    did = "took over" if last and last.action == "claim.take_over" else "changed"
    at = timezone.localtime(last.at if last else None)
    return f"{who} {did} this claim at {at:%H:%M:%S}."


def changes_since(claim: Claim, version: int) -> list[Told]:
    """Return what changed the claim since `version`, newest first (each change of the claim adds one)."""
    rows = (
        AuditEntry.objects.filter(claim=claim, subject_type="claim").select_related("actor").order_by("-id")
    )
    return told(list(rows[: max(0, min(claim.version - version, 20))]))

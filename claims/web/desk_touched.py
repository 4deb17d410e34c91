"""Reads of the desk page: claims that later sources touch, and those to be checked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, OuterRef, QuerySet, Subquery, Value

from claims.access import visible_to
from claims.models import Appearance, Claim, Evidence, User
from claims.models.proposed import worth_telling
from claims.states import AssignmentState, EvidenceState, Freshness, Relation, Review

WINDOW = 200  # newest open proposals among which the strongest are looked for
COUNTED = 1000
RANK = {Relation.CONTRADICTS: 0, Relation.UPDATES: 1, Relation.NARROWS: 2}


@dataclass(frozen=True)
class Touched:
    """A claim with open proposals: the one that unsettles it most, where it stood, and how many there are."""

    evidence: Evidence
    outlet: str
    mine: bool
    count: int
    reports: int

    @property
    def line(self) -> dict[str, str]:
        """The figures that were compared, {} for none."""
        found = self.evidence.details.get("lines") or [{}]
        return dict(found[0])


def proposed(user: User) -> QuerySet[Evidence]:
    """Return the open proposals of the desk that are worth telling of."""
    return (
        visible_to(user, Evidence)
        .filter(worth_telling(), state=EvidenceState.PROPOSED, other__isnull=False)
        .exclude(claim__review_state=Review.REJECTED)
    )


def touched_claims(user: User) -> QuerySet[Evidence, Any]:
    """Return the claims with open proposals, COUNTED at most, to be counted."""
    return proposed(user).order_by().values("claim").distinct()[:COUNTED]


def touched(user: User, rows: int) -> list[Touched]:
    """Return claims with open proposals: the person's own, then those unsettled most, then the newest."""
    every = proposed(user)
    own = every.filter(claim__assignments__assignee=user, claim__assignments__state=AssignmentState.OPEN)
    fields = ("claim_id", "relation", "created_at", "pk", "own")
    parts = [
        part.annotate(own=Value(mine, output_field=BooleanField()))
        .order_by("-created_at")
        .values_list(*fields)[:WINDOW]
        for part, mine in ((own, True), (every, False))
    ]
    found = list(parts[0].union(parts[1]))
    held = {row[0] for row in found if row[4]}
    best: dict[Any, Any] = {}
    for row in sorted(found, key=lambda row: (RANK.get(row[1], 3), -row[2].timestamp(), str(row[3]))):
        best.setdefault(row[0], row)
    chosen = sorted(best.values(), key=lambda row: row[0] not in held)[:rows]
    return _in_full([row[3] for row in chosen], held) if chosen else []


def _in_full(ids: list[Any], held: set[Any]) -> list[Touched]:
    place = Appearance.objects.filter(claim=OuterRef("other")).order_by("version__captured_at", "start")
    beside = Evidence.objects.filter(worth_telling(), claim=OuterRef("claim"), state=EvidenceState.PROPOSED)
    found = (
        Evidence.objects.filter(pk__in=ids)
        .select_related("claim__source", "other__source")
        .annotate(
            outlet=Subquery(place.values("version__article__outlet__name")[:1]),
            open_count=Subquery(beside.values("claim").annotate(n=Count("pk")).values("n")),
            report_count=Count("claim__in_reports", distinct=True),
        )
        .in_bulk(ids)
    )
    rows = (found[pk] for pk in ids if pk in found)
    return [
        Touched(row, row.outlet or "Outlet not known", row.claim_id in held, row.open_count, row.report_count)
        for row in rows
    ]


def check_again(user: User) -> QuerySet[Claim]:
    """Return claims whose verdict may not be relied on and that no open proposal leads to, newest first."""
    waiting = Evidence.objects.filter(worth_telling(), claim=OuterRef("pk"), state=EvidenceState.PROPOSED)
    return (
        visible_to(user, Claim)
        .filter(~Exists(waiting), freshness__in=[Freshness.NEEDS_RECHECK, Freshness.DUE])
        .exclude(review_state=Review.REJECTED)
        .order_by("-changed_at")
    )

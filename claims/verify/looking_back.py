"""The claim page as of a moment: what was known then, and nothing that acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from claims.asof.past import claims_at
from claims.models import Appearance, Assessment, AuditEntry, Claim, Evidence
from claims.seal import Seal
from claims.seal import read as read_seal
from claims.states import AssessmentState, EvidenceState, Review
from claims.together.sentences import Told, told

from .claim_reads import HISTORY_ROWS
from .places import Item, Place, place_of, with_sentence
from .summary import line_of

PROPOSALS = 12  # open ones that are named; the others are counted


@dataclass(frozen=True)
class Then:
    """Everything on the page of one claim as of a moment."""

    claim: Claim
    places: list[Place]
    items: list[Item]
    left_out: int
    line: str
    verdicts: dict[str, Assessment]  # the newest of each state
    rests: dict[UUID, list[Evidence]]
    history: list[Told]
    more_history: bool
    seal: Seal

    @property
    def first(self) -> Place | None:
        """The first place the claim was captured at."""
        return self.places[0] if self.places else None

    @property
    def standing(self) -> Assessment | None:
        """The verdict that was approved."""
        return self.verdicts.get(AssessmentState.APPROVED)

    @property
    def waiting(self) -> Assessment | None:
        """The verdict that waited for approval."""
        return self.verdicts.get(AssessmentState.SUBMITTED)

    @property
    def returned(self) -> Assessment | None:
        """The verdict for which changes were asked."""
        return self.verdicts.get(AssessmentState.CHANGES_REQUESTED)


def claim_then(found: Claim, at: datetime, *, whole: bool) -> Then | None:
    """Return the page of a claim (read by asof.past.with_seal) as of `at`, None before its record begins.

    `whole` asks for the whole history up to then, not for its end.
    """
    past = claims_at([found], at, places=with_sentence(Appearance.ever.all()), proposals=PROPOSALS)
    claim = past.claims.get(found.pk)
    if claim is None:
        return None
    places = [place_of(row) for row in claim.appearances.all()]
    items = [_item(row) for row in claim.evidence.all() if row.state != EvidenceState.WITHDRAWN]
    verdicts: dict[str, Assessment] = {}
    for row in claim.assessments.all():
        verdicts.setdefault(row.state, row)
    local = timezone.localtime(at, timezone.get_default_timezone())
    seal = read_seal(past.sealed[claim.pk])
    history = _history(claim, seal.entries, whole)
    return Then(
        claim=claim,
        places=places,
        items=items,
        left_out=past.left_out[claim.pk],
        line="" if claim.review_state == Review.REJECTED else line_of(claim, places, items, local),
        verdicts=verdicts,
        rests={row.pk: [each for each in row.rests_on.all() if each.kind] for row in verdicts.values()},
        history=history if whole else history[:HISTORY_ROWS],
        more_history=not whole and len(history) > HISTORY_ROWS,
        seal=seal,
    )


def _item(row: Evidence) -> Item:
    """Return evidence with where it stands; claims that bear on this one are there with their places."""
    there = list(row.other.appearances.all()) if row.other else []
    place = place_of(cast(Any, there[0])) if there else None
    outlet = place.outlet if place else ""
    if row.version is not None and row.version.article.outlet is not None:
        outlet = row.version.article.outlet.name
    return Item(row, place, outlet)


def _history(claim: Claim, entries: int, whole: bool) -> list[Told]:
    """Return the newest of the first `entries` entries, one more than is shown, or all of them."""
    rows = AuditEntry.objects.filter(claim=claim, link__lte=entries).order_by("-link")
    return told((rows if whole else rows[: HISTORY_ROWS + 1]).select_related("actor"))

"""Reads of the claim page: everything it shows, in a dozen queries whatever the amount of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from claims.access import Action, may
from claims.models import Assessment, Assignment, Claim, Evidence, Quantity, User
from claims.seal import Seal, Signed, read_signed
from claims.seal import read as read_seal
from claims.states import AssessmentState
from claims.together.sentences import Told

from . import sides
from .assessments import against
from .candidates import told_of, voice_of
from .claim_reads import HISTORY_ROWS, assessments_of, history_of, in_full
from .copies import more_of_the_same
from .handed import of_claim
from .manner import how_sure
from .meaning.voices import same_side, same_voice
from .origin_reads import origins_of_claims
from .origins import Drawing, Origins, drawing_of
from .places import Item, Place, items_of
from .proposals import Group, group_with, groups_of
from .summary import line_of
from .taking_back import LastAct
from .workload import desk_people

GROUPS = 12  # groups of proposals that the page names
STEPS = 60  # rows of the timeline, the newest, unless all are asked for


@dataclass(frozen=True)
class Step:
    """A row of the timeline: where the claim was captured, the outlet's own note, or a piece of evidence."""

    at: datetime
    kind: str  # "first", "again", "note", "evidence"
    place: Place | None = None
    item: Item | None = None


@dataclass(frozen=True)
class Comparison:
    """A proposal beside the claim: both sentences with marks, the table, and what to know before deciding."""

    item: Item
    mine: list[sides.Piece]
    yours: list[sides.Piece]
    rows: list[sides.Row]
    caution: str
    group: Group
    copies: int = 0  # claims in the same words that were only counted

    @property
    def sure(self) -> str:
        """How often such proposals are right, from the score."""
        return how_sure(self.item.row.score)

    @property
    def title(self) -> str:
        """What the section is called."""
        outcomes = {row.equal for row in self.rows if row.label not in {"Source", "Day"}}
        if False in outcomes:
            return "A later source has a different figure"
        return (
            "A later source has the same figure"
            if True in outcomes
            else "A later source says something alike"
        )


@dataclass(frozen=True)
class ClaimPage:
    """Everything on the page of one claim."""

    claim: Claim
    quantities: list[Quantity]
    places: list[Place]
    items: list[Item]
    timeline: list[Step]
    more_steps: int
    groups: list[Group]  # of open proposals that are worth telling
    weaker: list[Group]  # of the others, which are folded
    group: Group | None
    open_count: int
    undo: LastAct | None
    comparison: Comparison | None
    origins: Origins
    drawing: Drawing
    line: str
    as_of: datetime
    standing: Assessment | None
    waiting: Assessment | None
    returned: Assessment | None
    rests: dict[UUID, list[Evidence]]  # what each of the three rests on
    warnings: list[str]
    assignment: Assignment | None
    last_closed: Assignment | None
    history: list[Told]
    more_history: bool
    seal: Seal
    signed: Signed | None
    event_claims: int

    @property
    def first(self) -> Place | None:
        """The first place the claim was captured at."""
        return self.places[0] if self.places else None

    @property
    def evidence_count(self) -> int:
        """How much evidence there is, open proposals of one origin counted each."""
        return self.open_count + sum(not item.proposed for item in self.items)

    @property
    def home(self) -> str:
        """The article from which origins are counted."""
        return str(self.places[0].row.version.article_id) if self.places else ""


def claim_page(
    user: User,
    claim: Claim,
    *,
    proposal: UUID | None = None,
    whole: bool = False,
    all_steps: bool = False,
    loaded: bool = False,
) -> ClaimPage:
    """Return the page of `claim`; `proposal` is the one to compare first, `whole` asks for all history.

    `loaded` says that the claim was read with `in_full` just now.
    """
    claim = claim if loaded else in_full(Claim.objects.all()).get(pk=claim.pk)
    every = groups_of(claim.pk)
    groups, weaker = [each for each in every if not each.weak], [each for each in every if each.weak]
    group = group_with(every, proposal) or (groups[0] if groups else None)
    named = {each.lead.pk for each in groups[:GROUPS]}
    if group:
        named |= {proposal} if proposal in {row.pk for row in group.rows} else {group.lead.pk}
    all_items, all_places = items_of([claim], named)
    items, places = all_items.get(claim.pk, []), all_places.get(claim.pk, [])
    comparison = _comparison(claim, places, items, group, proposal) if group else None
    steps = _timeline(claim, places, items)
    assessments, rests = assessments_of(claim, items)
    waiting = assessments.get(AssessmentState.SUBMITTED)
    origins = origins_of_claims([claim], all_places, all_items)[claim.pk]
    as_of = timezone.localtime()
    read: Any = claim  # with what in_full adds
    history, undo = history_of(user, claim, whole)
    held, closed = of_claim(claim) if read.assigned else (None, None)
    return ClaimPage(
        claim=claim,
        quantities=list(claim.quantities.all()),
        places=places,
        items=items,
        timeline=steps if all_steps else steps[-STEPS:],
        more_steps=0 if all_steps else max(0, len(steps) - STEPS),
        groups=groups,
        weaker=weaker,
        group=group,
        open_count=sum(len(each.rows) for each in groups),
        undo=undo,
        comparison=comparison,
        origins=origins,
        drawing=drawing_of(origins),
        line=line_of(claim, places, items, as_of),
        as_of=as_of,
        standing=assessments.get(AssessmentState.APPROVED),
        waiting=waiting,
        returned=assessments.get(AssessmentState.CHANGES_REQUESTED),
        rests=rests,
        warnings=against(waiting, [item.row for item in items], rests, origins) if waiting else [],
        assignment=held,
        last_closed=closed,
        history=history[:HISTORY_ROWS] if not whole else history,
        more_history=not whole and len(history) > HISTORY_ROWS,
        seal=read_seal(read.sealed),
        signed=read_signed(read.signed),
        event_claims=read.event_claims or 0,
    )


def _timeline(claim: Claim, places: Sequence[Place], items: Sequence[Item]) -> list[Step]:
    """Return the rows of the timeline by arrival; the outlet's note stands behind the first place."""
    steps = [
        Step(place.row.version.captured_at, "again" if number else "first", place)
        for number, place in enumerate(places)
    ]
    if claim.unverified_note and places:
        steps.insert(1, Step(steps[0].at, "note", places[0]))
    steps += [Step(item.row.created_at, "evidence", item=item) for item in items]
    return sorted(steps, key=lambda step: step.at)


def _comparison(
    claim: Claim, places: Sequence[Place], items: Sequence[Item], group: Group, wanted: UUID | None
) -> Comparison | None:
    by_id = {item.row.pk: item for item in items if item.proposed and item.place is not None}
    item = by_id.get(wanted) if wanted else None
    item = item or by_id.get(group.lead.pk)
    if item is None or item.row.other is None or item.place is None:
        return None
    mine, yours = told_of(claim), told_of(item.row.other)
    ours, theirs = sides.looks(mine.figures, yours.figures)
    return Comparison(
        item=item,
        mine=sides.marked(places[0].sentence if places else claim.statement, ours),
        yours=sides.marked(item.place.sentence, theirs),
        rows=sides.compared(mine, yours),
        caution=_caution(claim, item.row.other),
        group=group,
        copies=_only_counted(group),
    )


def _only_counted(group: Group) -> int:
    """Return how many claims in the same words stand behind those that were compared."""
    if not group.lead.row:
        return 0
    here = sum(row.row == group.lead.row for row in group.rows)
    others = more_of_the_same([group.lead.other]).get(group.lead.other, 0)
    return max(0, others + 1 - here)


def _caution(claim: Claim, other: Claim) -> str:
    """Return what to know before calling it corroboration."""
    mine, yours = voice_of(claim.source), voice_of(other.source)
    if same_voice(mine, yours):
        return "Same source, so C would add no second origin."
    if same_side(mine, yours):
        return "Same side, so C would add no independent origin."
    if yours.outlet:
        return "The outlet names no source here, so its origin is not known."
    return ""


def people_of(user: User, claim: Claim) -> list[User]:
    """Return who may get the claim: the desk's people who review; for others than editors themselves."""
    if not may(user, Action.ASSIGN):
        return [user]
    return desk_people(claim.desk_id)

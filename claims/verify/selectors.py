"""Reads of the claim page: everything it shows, in a dozen queries whatever the amount of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Value
from django.db.models.functions import Greatest, Substr
from django.utils import timezone

from claims.access import Action, may
from claims.models import Appearance, Assessment, Assignment, AuditEntry, Claim, Evidence, Quantity, User
from claims.models.source import SourceKind
from claims.states import AssessmentState, AssignmentState, EvidenceState, Relation, Verdict

from . import sides
from .assessments import warnings
from .candidates import candidate_ids, figures_of, seen, told_of, voice_of
from .history import Told as Entry
from .history import entries_of
from .origins import Carrier, Drawing, Origins, drawing_of, origins_of
from .printline import Line, print_line
from .relate import difference
from .wording import same_side, same_voice

HISTORY_ROWS = 12
SUPPORTS = frozenset({Relation.REPEATS, Relation.CORROBORATES})
DECIDING = {Verdict.CORROBORATED: Relation.CORROBORATES, Verdict.DISPUTED: Relation.CONTRADICTS}


@dataclass(frozen=True)
class Place:
    """Where a claim stands: the article, the sentence, and the quoted words in it."""

    row: Appearance
    sentence: str
    pieces: list[sides.Piece]

    @property
    def outlet(self) -> str:
        """The outlet's name, or words for an unknown one."""
        outlet = self.row.version.article.outlet
        return outlet.name if outlet else "Outlet not known"


@dataclass(frozen=True)
class Item:
    """A piece of evidence with the places of the other claim, for the timeline and the comparison."""

    row: Evidence
    place: Place | None
    outlet: str

    @property
    def proposed(self) -> bool:
        """Whether it waits for a person's decision."""
        return self.row.state == EvidenceState.PROPOSED


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
    proposals: list[Item]
    comparison: Comparison | None
    origins: Origins
    drawing: Drawing
    line: str
    as_of: datetime
    standing: Assessment | None
    waiting: Assessment | None
    returned: Assessment | None
    warnings: list[str]
    assignment: Assignment | None
    history: list[Entry]
    more_history: bool

    @property
    def first(self) -> Place | None:
        """The first place the claim was captured at."""
        return self.places[0] if self.places else None


def claim_page(user: User, claim: Claim, *, proposal: UUID | None = None, whole: bool = False) -> ClaimPage:
    """Return the page of `claim`; `proposal` is the one to compare first, `whole` asks for all history."""
    claim = _with_all(claim.pk)
    items = _items(claim)
    places = _places([claim.pk]).get(claim.pk, [])
    open_items = [item for item in items if item.proposed and item.place is not None]
    chosen = next(
        (item for item in open_items if item.row.pk == proposal), open_items[0] if open_items else None
    )
    assessments = _assessments(claim)
    waiting = assessments.get(AssessmentState.SUBMITTED)
    origins = origins_of(_carriers(claim, places, items))
    as_of = timezone.localtime()
    history = _history(claim, whole)
    return ClaimPage(
        claim=claim,
        quantities=list(claim.quantities.all()),
        places=places,
        items=items,
        timeline=_timeline(claim, places, items),
        proposals=open_items,
        comparison=_comparison(claim, places, chosen) if chosen else None,
        origins=origins,
        drawing=drawing_of(origins),
        line=line_of(claim, places, items, as_of),
        as_of=as_of,
        standing=assessments.get(AssessmentState.APPROVED),
        waiting=waiting,
        returned=assessments.get(AssessmentState.CHANGES_REQUESTED),
        warnings=warnings(waiting.verdict, [item.row for item in items]) if waiting else [],
        assignment=_assignment(claim),
        history=history[:HISTORY_ROWS] if not whole else history,
        more_history=not whole and len(history) > HISTORY_ROWS,
    )


def _with_all(pk: UUID) -> Claim:
    rows = Claim.objects.select_related("source__merged_into", "event", "reviewed_by", "split_from")
    return rows.prefetch_related("quantities").get(pk=pk)


def _items(claim: Claim) -> list[Item]:
    rows = list(
        claim.evidence.select_related(
            "other__source__merged_into", "version__article__outlet", "decided_by", "proposed_by"
        )
        .defer("version__text")
        .prefetch_related("other__quantities")
        .order_by("created_at", "id")
    )
    places = _places([row.other_id for row in rows if row.other_id])
    return [_item(row, places) for row in rows]


def _item(row: Evidence, places: dict[UUID, list[Place]]) -> Item:
    place = (places.get(row.other_id) or [None])[0] if row.other_id else None
    outlet = place.outlet if place else ""
    if row.version is not None and row.version.article.outlet is not None:
        outlet = row.version.article.outlet.name
    return Item(row, place, outlet)


def _places(ids: Sequence[UUID]) -> dict[UUID, list[Place]]:
    """Return where claims stand, first captured first; the database cuts the sentence out of the text."""
    rows = (
        Appearance.objects.filter(claim__in=ids)
        .select_related("version__article__outlet")
        .defer("version__text")
        .annotate(
            sentence=Substr(
                "version__text",
                F("sentence_start") + 1,
                Greatest(F("sentence_end") - F("sentence_start"), Value(0)),
            )
        )
        .order_by("version__captured_at", "start")
    )
    found: dict[UUID, list[Place]] = {}
    for row in rows:
        words = row.sentence or row.exact  # type: ignore[attr-defined]
        at = row.sentence_start if row.sentence else row.start  # type: ignore[attr-defined]
        spans = [(start - at, end - at) for start, end in row.spans or [[row.start, row.end]]]
        found.setdefault(row.claim_id, []).append(Place(row, words, sides.quoted(words, spans)))
    return found


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


def _comparison(claim: Claim, places: Sequence[Place], item: Item) -> Comparison:
    other = item.row.other or claim
    mine, yours = told_of(claim), told_of(other)
    sentence = places[0].sentence if places else claim.statement
    return Comparison(
        item=item,
        mine=sides.marked(sentence, sides.looks(mine.figures, yours.figures)),
        yours=sides.marked(
            item.place.sentence if item.place else other.statement, sides.looks(yours.figures, mine.figures)
        ),
        rows=sides.compared(mine, yours),
        caution=_caution(claim, other),
    )


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


def _assessments(claim: Claim) -> dict[str, Assessment]:
    """Return the newest assessment of each state that matters on the page."""
    rows = claim.assessments.exclude(state=AssessmentState.SUPERSEDED).select_related("author", "approver")
    found: dict[str, Assessment] = {}
    for row in rows.prefetch_related(
        Prefetch("rests_on", queryset=Evidence.objects.select_related("other"))
    ).order_by("-created_at"):
        found.setdefault(row.state, row)
    return found


def _assignment(claim: Claim) -> Assignment | None:
    rows = claim.assignments.filter(state=AssignmentState.OPEN)
    return rows.select_related("assignee", "assigned_by").first()


def _history(claim: Claim, whole: bool) -> list[Entry]:
    rows = AuditEntry.objects.filter(claim=claim).select_related("actor").order_by("-id")
    return entries_of(list(rows if whole else rows[: HISTORY_ROWS + 1]))


def _carriers(claim: Claim, places: Sequence[Place], items: Sequence[Item]) -> list[Carrier]:
    """Return the articles that carry the claim: its own places, and confirmed repetitions and support."""
    home = ""
    found: list[Carrier] = []
    for place in places:
        carrier = _carrier(place, claim, "")
        home = home or carrier.origin
        found.append(carrier)
    for item in items:
        row = item.row
        if row.state == EvidenceState.CONFIRMED and row.relation in SUPPORTS and row.other and item.place:
            shared = row.relation == Relation.REPEATS or _one_origin(claim, row.other)
            found.append(_carrier(item.place, row.other, home if shared else ""))
    return found


def _one_origin(claim: Claim, other: Claim) -> bool:
    return same_voice(voice_of(claim.source), voice_of(other.source))


def _carrier(place: Place, claim: Claim, origin: str) -> Carrier:
    article = place.row.version.article
    source = claim.source
    if source is not None and source.kind != SourceKind.OUTLET:
        source = source.merged_into or source
        return Carrier(place.outlet, origin or str(source.pk), source.name, source.party_to, article.agency)
    own = article.agency or place.outlet
    return Carrier(place.outlet, origin or own.casefold(), own, agency=article.agency)


def line_of(claim: Claim, places: Sequence[Place], items: Sequence[Item], as_of: datetime) -> str:
    """Return the print line of the claim as it stands, as of `as_of`."""
    source = claim.source
    own = source is None or source.kind == SourceKind.OUTLET
    deciding = DECIDING.get(Verdict(claim.verdict))
    others = [
        item.row.other.source.name if item.row.other and item.row.other.source else item.outlet
        for item in items
        if item.row.state == EvidenceState.CONFIRMED and item.row.relation == deciding
    ]
    return print_line(
        Line(
            statement=claim.statement,
            source="" if own or source is None else source.name,
            person=bool(source and source.kind == SourceKind.PERSON),
            outlet=places[0].outlet if places and places[0].row.version.article.outlet else "",
            verdict=claim.verdict,
            attribution_verdict=claim.attribution_verdict,
            noted=bool(claim.unverified_note),
            others=[name for name in others if name],
            text=" ".join(place.sentence for place in places),
        ),
        as_of,
    )


def claim_print_line(claim: Claim, as_of: datetime) -> str:
    """Return the print line of `claim` for a report, as of `as_of` in the zone it carries (4 queries)."""
    claim = _with_all(claim.pk)
    return line_of(claim, _places([claim.pk]).get(claim.pk, []), _items(claim), as_of)


def changed_by(claim: Claim) -> str:
    """Return who changed the claim last and when: "I. Duarte changed this claim at 09:41:02."."""
    who = claim.changed_by.display_name if claim.changed_by else "A later source"
    at = timezone.localtime(claim.changed_at) if claim.changed_at else timezone.localtime()
    return f"{who} changed this claim at {at:%H:%M:%S}."


def changes_since(claim: Claim, version: int) -> list[Entry]:
    """Return what changed the claim since `version`, newest first (each change of the claim adds one)."""
    rows = (
        AuditEntry.objects.filter(claim=claim, subject_type="claim").select_related("actor").order_by("-id")
    )
    return entries_of(list(rows[: max(0, min(claim.version - version, 20))]))


def people_of(user: User, claim: Claim) -> list[User]:
    """Return who may get the claim: the desk's people who review; for others than editors themselves."""
    if not may(user, Action.ASSIGN):
        return [user]
    rows = User.objects.filter(desk_id=claim.desk_id, is_active=True).order_by("first_name", "username")
    return [row for row in rows if may(row, Action.REVIEW)]


@dataclass(frozen=True)
class Similar:
    """Another claim like the one looked at: where it stood, and how its figure stands against ours."""

    claim: Claim
    outlet: str
    outcome: str
    same: bool


def similar_claims(claim: Claim, limit: int = 3) -> list[Similar]:
    """Return other claims of the desk that share a figure or much of the wording, the same figures first."""
    rows = seen({*candidate_ids(claim), claim.pk})
    mine = rows.pop(claim.pk, None)
    told = mine.told if mine else told_of(claim)
    found = []
    for other in rows.values():
        pairs = [(a, b) for a in told.figures for b in figures_of(other.claim) if sides.comparable(a, b)]
        outcome = min((difference(a, b) for a, b in pairs), key=lambda words: words != "same", default="")
        found.append(Similar(other.claim, other.outlet, outcome, outcome == "same"))
    return sorted(found, key=lambda item: (not item.same, not item.outcome, str(item.claim.pk)))[:limit]

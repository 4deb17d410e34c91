"""Every status of the newsroom and the one table of moves between them. Pure: no Django.

Three axes describe a claim and are never mixed: review state (did a person look at it), verdict (what
the newsroom holds of it) and freshness (may the verdict still be relied on). Each other thing with a
status (evidence, assessment, assignment, article, work, report) has its own row in `TRANSITIONS`.
The database enforces the same table by triggers made from it.
"""

from __future__ import annotations

from enum import StrEnum


class Review(StrEnum):
    """Has a person looked at what the machine found?"""

    EXTRACTED = "extracted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RejectReason(StrEnum):
    """Why a claim was rejected: 1 to 6 are a person's choices, the others follow from an action."""

    NOT_A_CLAIM = "not_a_claim"
    OPINION = "opinion"
    VAGUE = "vague"
    WRONG_SOURCE = "wrong_source"
    WRONG_TEXT = "wrong_text"
    DUPLICATE = "duplicate"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


CHOSEN_REASONS: tuple[RejectReason, ...] = (
    RejectReason.NOT_A_CLAIM,
    RejectReason.OPINION,
    RejectReason.VAGUE,
    RejectReason.WRONG_SOURCE,
    RejectReason.WRONG_TEXT,
    RejectReason.DUPLICATE,
)


class Verdict(StrEnum):
    """What the newsroom holds of the content of a claim."""

    UNASSESSED = "unassessed"
    SINGLE_SOURCE = "single_source"
    CORROBORATED = "corroborated"
    MOSTLY_ACCURATE = "mostly_accurate"
    DISPUTED = "disputed"
    MISSING_CONTEXT = "missing_context"
    INACCURATE = "inaccurate"
    UNVERIFIABLE = "unverifiable"


class AttributionVerdict(StrEnum):
    """Did the source say it?"""

    UNCHECKED = "unchecked"
    VERBATIM = "verbatim"
    FAIR_PARAPHRASE = "fair_paraphrase"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"


class Freshness(StrEnum):
    """May the verdict still be relied on?"""

    CURRENT = "current"
    DUE = "due"
    NEEDS_RECHECK = "needs_recheck"


class AssessmentState(StrEnum):
    """The life of a proposed verdict."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Capture(StrEnum):
    """How far the capture of an address that is evidence is; read from its article, never stored."""

    FETCHING = "fetching"
    CAPTURED = "captured"
    FAILED = "failed"


class Relation(StrEnum):
    """How a piece of evidence bears on a claim."""

    CORROBORATES = "corroborates"
    REPEATS = "repeats"
    UPDATES = "updates"
    CONTRADICTS = "contradicts"
    NARROWS = "narrows"
    CONTEXT = "context"
    ABSENCE = "absence"


class EvidenceState(StrEnum):
    """The machine or a person proposes; a person confirms or dismisses; the machine withdraws its own."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class AssignmentState(StrEnum):
    """Work handed to a person."""

    OPEN = "open"
    DONE = "done"
    HANDED_BACK = "handed_back"
    WITHDRAWN = "withdrawn"


class ArticleState(StrEnum):
    """Where an article stands between capture and review. `kept`: stored, but not split into claims."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    KEPT = "kept"
    FAILED = "failed"


class WorkState(StrEnum):
    """One stage of the pipeline for one article."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobState(StrEnum):
    """Long work beside the pages, done slice by slice (claims/jobs.py)."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class ReportState(StrEnum):
    """A report is edited as a draft; each freeze makes an edition that never changes."""

    DRAFT = "draft"
    FROZEN = "frozen"


class PublicationState(StrEnum):
    """The way of a frozen edition to its readers: approved by a second person, published, taken back."""

    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LinkState(StrEnum):
    """A public address leads to its edition until another takes its place."""

    LIVE = "live"
    VOID = "void"


Table = dict[str, frozenset[str]]


def _moves(*edges: tuple[str, str]) -> Table:
    table: dict[str, set[str]] = {}
    for old, new in edges:
        table.setdefault(old, set()).add(new)
    return {old: frozenset(news) for old, news in table.items()}


JOB = (
    (JobState.QUEUED, JobState.RUNNING),
    (JobState.QUEUED, JobState.STOPPED),
    (JobState.RUNNING, JobState.QUEUED),  # a slice is done, or the worker failed
    (JobState.RUNNING, JobState.RUNNING),  # a lease that ran out is taken over
    (JobState.RUNNING, JobState.DONE),
    (JobState.RUNNING, JobState.FAILED),
    (JobState.RUNNING, JobState.STOPPED),
)
JOB_AGAIN = (
    (JobState.QUEUED, JobState.FAILED),  # begun too often
    (JobState.FAILED, JobState.QUEUED),  # tried again
    (JobState.STOPPED, JobState.QUEUED),
)
TRANSITIONS: dict[str, Table] = {
    "claim.review_state": _moves(
        (Review.EXTRACTED, Review.ACCEPTED),
        (Review.EXTRACTED, Review.REJECTED),
        (Review.ACCEPTED, Review.EXTRACTED),  # undo
        (Review.ACCEPTED, Review.REJECTED),
        (Review.REJECTED, Review.EXTRACTED),  # undo
        (Review.REJECTED, Review.ACCEPTED),
    ),
    "claim.freshness": _moves(
        (Freshness.CURRENT, Freshness.DUE),
        (Freshness.CURRENT, Freshness.NEEDS_RECHECK),
        (Freshness.DUE, Freshness.CURRENT),
        (Freshness.DUE, Freshness.NEEDS_RECHECK),
        (Freshness.NEEDS_RECHECK, Freshness.CURRENT),
    ),
    "assessment.state": _moves(
        (AssessmentState.DRAFT, AssessmentState.SUBMITTED),
        (AssessmentState.DRAFT, AssessmentState.SUPERSEDED),
        (AssessmentState.SUBMITTED, AssessmentState.APPROVED),
        (AssessmentState.SUBMITTED, AssessmentState.CHANGES_REQUESTED),
        (AssessmentState.SUBMITTED, AssessmentState.SUPERSEDED),
        (AssessmentState.CHANGES_REQUESTED, AssessmentState.SUPERSEDED),
        (AssessmentState.APPROVED, AssessmentState.SUPERSEDED),
    ),
    "evidence.state": _moves(
        (EvidenceState.PROPOSED, EvidenceState.CONFIRMED),
        (EvidenceState.PROPOSED, EvidenceState.DISMISSED),
        (EvidenceState.CONFIRMED, EvidenceState.DISMISSED),
        (EvidenceState.DISMISSED, EvidenceState.CONFIRMED),
        (EvidenceState.CONFIRMED, EvidenceState.PROPOSED),  # undo
        (EvidenceState.DISMISSED, EvidenceState.PROPOSED),  # undo
        (EvidenceState.PROPOSED, EvidenceState.WITHDRAWN),  # the matcher sees it no longer
        (EvidenceState.WITHDRAWN, EvidenceState.PROPOSED),  # and sees it again
        (EvidenceState.WITHDRAWN, EvidenceState.CONFIRMED),  # a person adds it after all
    ),
    "assignment.state": _moves(
        (AssignmentState.OPEN, AssignmentState.DONE),
        (AssignmentState.OPEN, AssignmentState.HANDED_BACK),
        (AssignmentState.OPEN, AssignmentState.WITHDRAWN),
        (AssignmentState.WITHDRAWN, AssignmentState.OPEN),  # undo of a merge
    ),
    "article.state": _moves(
        (ArticleState.QUEUED, ArticleState.RUNNING),
        (ArticleState.QUEUED, ArticleState.KEPT),
        (ArticleState.QUEUED, ArticleState.FAILED),
        (ArticleState.RUNNING, ArticleState.QUEUED),
        (ArticleState.RUNNING, ArticleState.READY),
        (ArticleState.RUNNING, ArticleState.KEPT),
        (ArticleState.RUNNING, ArticleState.FAILED),
        (ArticleState.READY, ArticleState.QUEUED),
        (ArticleState.KEPT, ArticleState.QUEUED),
        (ArticleState.FAILED, ArticleState.QUEUED),
    ),
    "work.state": _moves(
        (WorkState.QUEUED, WorkState.RUNNING),
        (WorkState.QUEUED, WorkState.FAILED),  # begun too often
        (WorkState.RUNNING, WorkState.QUEUED),
        (WorkState.RUNNING, WorkState.RUNNING),  # a lease that ran out is taken over
        (WorkState.RUNNING, WorkState.DONE),
        (WorkState.RUNNING, WorkState.FAILED),
        (WorkState.DONE, WorkState.QUEUED),
        (WorkState.FAILED, WorkState.QUEUED),
    ),
    "matchjob.state": _moves(*JOB),
    "claimbatch.state": _moves(*JOB, *JOB_AGAIN, (JobState.DONE, JobState.QUEUED)),  # undone
    "export.state": _moves(*JOB, *JOB_AGAIN),
    "report.state": _moves(
        (ReportState.DRAFT, ReportState.FROZEN),
        (ReportState.FROZEN, ReportState.DRAFT),
    ),
    "publication.state": _moves(
        (PublicationState.WAITING, PublicationState.APPROVED),
        (PublicationState.WAITING, PublicationState.RETURNED),
        (PublicationState.RETURNED, PublicationState.WAITING),  # asked again
        (PublicationState.APPROVED, PublicationState.WAITING),  # approval taken back
        (PublicationState.APPROVED, PublicationState.PUBLISHED),
        (PublicationState.PUBLISHED, PublicationState.WITHDRAWN),
        (PublicationState.WITHDRAWN, PublicationState.PUBLISHED),
    ),
    "publiclink.state": _moves((LinkState.LIVE, LinkState.VOID)),
}


class RefusedTransition(Exception):
    """The table has no such move. The message names the field and both states."""

    def __init__(self, field: str, old: str, new: str) -> None:
        self.field, self.old, self.new = field, old, new
        super().__init__(f"{field} cannot go from {old} to {new}")


def allowed(field: str, old: str, new: str) -> bool:
    """Return whether `field` ("claim.review_state") may go from `old` to `new`.

    A field without a row in the table is not a status and moves freely.
    """
    table = TRANSITIONS.get(field)
    return table is None or new in table.get(old, frozenset())


def guard(field: str, old: str, new: str) -> None:
    """Raise RefusedTransition when the table has no move of `field` from `old` to `new`."""
    if old != new and not allowed(field, old, new):
        raise RefusedTransition(field, old, new)


def edges(field: str) -> list[tuple[str, str]]:
    """Return the moves of `field` as sorted pairs (old, new), for triggers and tests."""
    return sorted((old, new) for old, news in TRANSITIONS[field].items() for new in news)

"""The one door: who may do what, and the only way a view gets a row.

`ROLE_ACTIONS` is the whole table. People see rows of their own desk (admins of all); a row of another
desk does not exist for them (404), an action their role lacks is refused (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from claims.models import (
    Appearance,
    Article,
    ArticleChange,
    ArticleVersion,
    Assessment,
    Assignment,
    AuditEntry,
    BlindReview,
    BlindRound,
    Claim,
    ClaimBatch,
    Comment,
    Document,
    Event,
    Evidence,
    Export,
    ExportKind,
    MatchJob,
    Notification,
    Publication,
    PublicLink,
    Report,
    ReportEdition,
    Role,
    SavedSearch,
    Source,
    Tag,
    Touch,
    TouchedReport,
    User,
    Work,
)

M = TypeVar("M", bound=Model)


class Action(StrEnum):
    """What can be done, as people would say it."""

    READ = "read"  # articles, claims, sources, assignments
    INGEST = "ingest"  # add an article, ask for it again
    CORRECT = "correct"  # say that an article was corrected, retracted or is gone
    SETTLE = "settle"  # mark claims high-stakes, settle what two people differ on
    REVIEW = "review"  # accept, reject, edit, split, undo
    EVIDENCE = "evidence"  # add, confirm, dismiss
    ORIGINS = "origins"  # say that two texts are the same, that an origin is separate
    DISCUSS = "discuss"  # comment on claims and articles
    GROUP = "group"  # name, move, merge and split events
    ASSESS = "assess"  # propose a verdict
    APPROVE = "approve"  # approve somebody else's verdict
    ASSIGN = "assign"
    TAKE_OVER = "take_over"  # a claim that somebody else is on
    REMATCH = "rematch"  # have articles matched again
    BUILD_REPORT = "build_report"
    PUBLISH = "publish"  # approve editions that somebody else froze, publish them, take them back
    READ_REPORT = "read_report"
    ADMINISTER = "administer"


READER = frozenset({Action.READ_REPORT})
REPORTER = READER | {
    Action.READ,
    Action.INGEST,
    Action.REVIEW,
    Action.EVIDENCE,
    Action.ORIGINS,
    Action.DISCUSS,
    Action.GROUP,
    Action.ASSESS,
    Action.BUILD_REPORT,
}
EDITOR = REPORTER | {
    Action.CORRECT,
    Action.SETTLE,
    Action.APPROVE,
    Action.ASSIGN,
    Action.TAKE_OVER,
    Action.REMATCH,
    Action.PUBLISH,
}

ROLE_ACTIONS: dict[str, frozenset[Action]] = {
    Role.VIEWER: READER,
    Role.REPORTER: REPORTER,
    Role.EDITOR: EDITOR,
    Role.ADMIN: EDITOR | {Action.ADMINISTER},
}

DESK_OF: dict[type[Model], str] = {
    Article: "desk",
    ArticleVersion: "article__desk",
    ArticleChange: "article__desk",
    Work: "article__desk",
    Claim: "desk",
    Touch: "claim__desk",
    TouchedReport: "report__desk",
    Appearance: "claim__desk",
    Event: "desk",
    Evidence: "claim__desk",
    Document: "desk",
    Assessment: "claim__desk",
    Assignment: "claim__desk",
    Report: "desk",
    ReportEdition: "report__desk",
    Publication: "edition__report__desk",
    AuditEntry: "desk",
    BlindRound: "claim__desk",
    BlindReview: "claim__desk",
    MatchJob: "desk",
    Notification: "claim__desk",  # a mention may stand on an article instead: see visible_to
    Comment: "desk",
    Export: "desk",
    Tag: "desk",
    SavedSearch: "desk",
    ClaimBatch: "desk",
}


def may(user: Any, action: Action) -> bool:
    """Return whether the role of `user` allows `action` at all (the row is another question)."""
    return bool(user.is_authenticated and user.is_active) and action in ROLE_ACTIONS.get(
        user.role, frozenset()
    )


def require(user: Any, action: Action) -> None:
    """Raise PermissionDenied (403) when the role of `user` lacks `action`; the door of list pages."""
    if not may(user, action):
        raise PermissionDenied("Your role does not include this. Ask an administrator if you need it.")


def visible_to(user: User, model: type[M]) -> QuerySet[M]:
    """Return the rows of `model` that `user` may know of: those of the own desk, for admins all.

    Sources are shared between desks, except those that mean something inside one article only.
    """
    rows: QuerySet[M] = model._default_manager.all()
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    if model is SavedSearch:  # a person's own, and what others share with the desk
        rows = rows.filter(Q(owner=user) | Q(shared=True), removed_at__isnull=True)
    if model is Notification:
        rows = rows.filter(user=user)  # a person's own, an administrator's too
    if model is BlindReview:
        rows = rows.filter(Q(reviewer=user) | Q(round__complete=True))  # nobody looks over a shoulder
    if user.role == Role.ADMIN:
        return rows
    if model is Source:
        return rows.filter(Q(within__isnull=True) | Q(within__desk=user.desk_id))
    if user.desk_id is None:
        return rows.none()
    if model is Notification:
        of_reports = Q(claim=None, article=None, report__desk=user.desk_id)
        of_articles = Q(claim=None, article__desk=user.desk_id)
        return rows.filter(Q(claim__desk=user.desk_id) | of_articles | of_reports)
    if model is Export:
        rows = rows.filter(_files_for(user))
    return rows.filter(**{DESK_OF[model]: user.desk_id})


def _files_for(user: User) -> Q:
    """Return which files are for `user`: editions for all readers, lists of claims for who asked for them,
    a report of the past for those who build reports, an archive for those who publish them."""
    found = Q(edition__isnull=False)
    if may(user, Action.READ):
        found |= Q(started_by=user.pk, report=None)
    if may(user, Action.BUILD_REPORT):
        found |= Q(report__isnull=False) & ~Q(kind=ExportKind.ARCHIVE)
    if may(user, Action.PUBLISH):
        found |= Q(kind=ExportKind.ARCHIVE)
    return found


def _enter(
    user: User,
    model: type[M],
    pk: UUID | str,
    action: Action,
    lock: bool,
    shape: Callable[[QuerySet[M]], QuerySet[M]] | None = None,
) -> M:
    """Return the one row or raise: 404 if it is not visible, 403 if the role lacks the action."""
    rows = visible_to(user, model)
    rows = shape(rows) if shape else rows
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        row = rows.get(pk=pk)
    except (model.DoesNotExist, ValidationError, ValueError) as error:  # type: ignore[attr-defined]
        raise Http404(f"No such {model._meta.verbose_name}") from error
    require(user, action)
    return row


def access_article(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Article:
    """Return the article for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Article, pk, action, lock)


def access_claim(
    user: User,
    pk: UUID | str,
    action: Action,
    *,
    lock: bool = False,
    shape: Callable[[QuerySet[Claim]], QuerySet[Claim]] | None = None,
) -> Claim:
    """Return the claim for `action`, locked until commit if `lock`; raises Http404, PermissionDenied.

    `shape` adds to the query what a page reads together with the claim.
    """
    return _enter(user, Claim, pk, action, lock, shape)


def access_claims(user: User, pks: Iterable[UUID], action: Action) -> dict[UUID, Claim]:
    """Return the claims by id, locked until commit; raises Http404, PermissionDenied.

    In one order for everybody: two who need the same claims wait for one another, never in a circle.
    """
    wanted = set(pks)
    rows = visible_to(user, Claim).filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",))
    found = {row.pk: row for row in rows}
    if found.keys() != wanted:
        raise Http404("No such claim")
    require(user, action)
    return found


def access_evidence(
    user: User,
    pk: UUID | str,
    action: Action,
    *,
    lock: bool = False,
    shape: Callable[[QuerySet[Evidence]], QuerySet[Evidence]] | None = None,
) -> Evidence:
    """Return the evidence for `action`, locked until commit if `lock`; raises Http404, PermissionDenied.

    `shape` adds to the query what a page reads together with it.
    """
    return _enter(user, Evidence, pk, action, lock, shape)


def access_event(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Event:
    """Return the event for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Event, pk, action, lock)


def access_assessment(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Assessment:
    """Return the assessment for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Assessment, pk, action, lock)


def access_assignment(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Assignment:
    """Return the assignment for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Assignment, pk, action, lock)


def access_job(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> MatchJob:
    """Return the job for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, MatchJob, pk, action, lock)


def access_comment(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Comment:
    """Return the comment for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Comment, pk, action, lock)


def access_export(user: User, pk: UUID | str, *, lock: bool = False) -> Export:
    """Return the export, locked until commit if `lock`; raises Http404, PermissionDenied.

    Whoever reads reports may have its files; lists of claims are not visible to readers of reports.
    """
    return _enter(user, Export, pk, Action.READ_REPORT, lock)


def access_report(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Report:
    """Return the report for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Report, pk, action, lock)


def access_edition(user: User, pk: UUID | str, action: Action) -> ReportEdition:
    """Return the frozen edition for `action`; raises Http404, PermissionDenied."""
    return _enter(user, ReportEdition, pk, action, lock=False)


def access_publication(user: User, edition: UUID, action: Action) -> Publication:
    """Return the way of an edition to its readers, locked until commit; raises Http404, PermissionDenied."""
    known = visible_to(user, Publication).filter(edition=edition).values_list("pk", flat=True).first()
    if known is None:
        raise Http404("No such edition")
    return _enter(user, Publication, known, action, lock=True)


def access_public(digest: str) -> PublicLink:
    """Return the public address whose secret has this SHA-256, with its edition but for the content.

    The door of everybody without log-in. Raises Http404; whether the edition may be read is for the caller.
    """
    rows = PublicLink.objects.select_related("publication__edition__report__desk", "publication__approver")
    try:
        return rows.defer("publication__edition__content").get(token_hash=digest)
    except PublicLink.DoesNotExist as error:
        raise Http404("No such report") from error


def access_change(user: User, pk: UUID | str, action: Action) -> ArticleChange:
    """Return the change of an article for `action`; raises Http404, PermissionDenied."""
    return _enter(user, ArticleChange, pk, action, lock=False)


def access_touch(user: User, pk: UUID | str, action: Action) -> Touch:
    """Return what a change means for one claim, for `action`; raises Http404, PermissionDenied."""
    return _enter(user, Touch, pk, action, lock=False)


def access_source(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> Source:
    """Return the source for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, Source, pk, action, lock)


def access_search(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> SavedSearch:
    """Return the saved search for `action`, locked if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, SavedSearch, pk, action, lock)


LONG = ("claims", "entries")  # up to 20,000 ids each, which no page shows


def access_batch(user: User, pk: UUID | str, action: Action, *, lock: bool = False) -> ClaimBatch:
    """Return the batch for `action`, locked until commit if `lock`; raises Http404, PermissionDenied."""
    return _enter(user, ClaimBatch, pk, action, lock, None if lock else lambda rows: rows.defer(*LONG))

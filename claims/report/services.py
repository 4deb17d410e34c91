"""What people do to reports. Every change locks the report, counts its version and writes the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from psycopg.errors import SerializationFailure

from claims import record
from claims.models import Claim, Desk, Publication, Report, ReportEdition, ReportItem, User
from claims.states import ReportState

from . import builder, facts, selectors, signatures

MAX_CLAIMS = 10_000
FREEZE_ATTEMPTS = 5
T = TypeVar("T")


class Stale(Exception):
    """Somebody changed the report since it was shown: `report` is its present state."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(f"report {report.pk} is at version {report.version}")


class StaleNote(Exception):
    """Somebody changed the note since it was shown: `item` holds the present one."""

    def __init__(self, item: ReportItem) -> None:
        self.item = item
        super().__init__(f"the note of {item.pk} was changed")


class Changed(Exception):
    """Claims say something else than the page showed: `changes` says what, in sentences."""

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__("; ".join(changes))


class NothingToFreeze(Exception):
    """The report has no claims."""


class TooManyClaims(Exception):
    """The report would hold more than MAX_CLAIMS."""


@transaction.atomic
def report_create(
    *, user: User, desk: Desk, title: str, introduction: str = "", claims: Iterable[Claim] = ()
) -> Report:
    """Return a new draft with `claims` in their order. Raises TooManyClaims."""
    report = Report.objects.create(desk=desk, title=title, introduction=introduction, created_by=user)
    added = _append(report, claims)
    record.created(report, actor=user, action="report.create", after={"title": title, "claims": _ids(added)})
    return report


@transaction.atomic
def report_edit(*, user: User, report: Report, title: str, introduction: str, version: int | None) -> Report:
    """Set title and introduction of the report, if it is still at `version`. Raises Stale."""
    held = _hold(report)
    if (held.title, held.introduction) == (title, introduction):
        return held
    if version is not None and held.version != version:
        raise Stale(held)
    _touch(held, user, "report.edit", title=title, introduction=introduction)
    return held


@transaction.atomic
def report_add(*, user: User, report: Report, claims: Iterable[Claim]) -> list[Claim]:
    """Append the claims that are not in the report yet; returns those. Raises TooManyClaims."""
    held = _hold(report)
    added = _append(held, claims)
    if added:
        _touch(held, user, "report.add", extra=({}, {"claims": _ids(added)}))
    return added


@transaction.atomic
def report_remove(*, user: User, report: Report, item_id: UUID) -> Report:
    """Take the item out and close the gap. An item that is gone already stays gone."""
    held = _hold(report)
    gone = held.items.filter(pk=item_id).select_related("claim").first()
    if gone is None:
        return held
    before = {"claims": _ids([gone.claim]), "position": gone.position, "note": gone.note}
    gone.delete()
    held.items.filter(position__gt=gone.position).update(position=F("position") - 1)
    _touch(held, user, "report.remove", extra=(before, {}))
    return held


@transaction.atomic
def report_move(*, user: User, report: Report, item_id: UUID, up: bool) -> Report:
    """Swap the item with the one before it (`up`) or after it; at the end of the list nothing happens."""
    held = _hold(report)
    moved = held.items.filter(pk=item_id).first()
    if moved is None:
        return held
    side = (
        held.items.filter(position__lt=moved.position).order_by("-position")
        if up
        else held.items.filter(position__gt=moved.position).order_by("position")
    )
    other = side.first()
    if other is None:
        return held
    before, after = moved.position, other.position
    moved.position, other.position = after, before
    ReportItem.objects.bulk_update([moved, other], ["position"])
    claim = {"claims": [str(moved.claim_id)]}
    _touch(held, user, "report.move", extra=({"position": before}, {**claim, "position": after}))
    return held


@transaction.atomic
def report_note(*, user: User, report: Report, item_id: UUID, note: str, was: str | None) -> ReportItem:
    """Set the note for readers, if it still reads as `was` (None: the caller does not mind).

    Notes have their own guard, because moving another claim is no reason to refuse one. Raises StaleNote,
    and ReportItem.DoesNotExist when the claim was taken out.
    """
    report = _hold(report)
    held = report.items.select_related("claim").get(pk=item_id)
    if held.note == note:
        return held
    if was is not None and held.note != was:
        raise StaleNote(held)
    before = {"note": held.note}
    held.note = note
    held.save(update_fields=["note"])
    _touch(report, user, "report.note", extra=(before, {"claims": [str(held.claim_id)], "note": note}))
    return held


def report_freeze(
    *, user: User, report: Report, version: int | None, shown: str | None = None
) -> ReportEdition:
    """Freeze what the report says now as its next edition. Raises Stale, Changed and NothingToFreeze.

    `shown` is what the person saw of each claim (facts.shown_of); None: the caller does not mind.

    Everything is read in one repeatable-read transaction, so the edition is the state of one moment. Of
    two freezes at once the second reads again after the first has committed, and gets the next number.
    """
    return _again_when_overtaken(lambda: _freeze(user, report, version, shown))


def _freeze(user: User, report: Report, version: int | None, shown: str | None) -> ReportEdition:
    as_of = timezone.now()  # before anything is read: what is stored later is no part of the edition
    with _one_moment():
        held = _hold(report)
        if version is not None and held.version != version:
            raise Stale(held)
        items = selectors.items_in_full(held)
        if not items:
            raise NothingToFreeze
        if shown is not None and (changes := facts.changes_since(shown, items)):
            raise Changed(changes)
        last = held.editions.order_by("-number").first()
        content = builder.content_of(
            held,
            items,
            number=last.number + 1 if last else 1,
            as_of=as_of,
            by=user,
            previous=last.content if last else None,
        )
        edition = _store(held, content, as_of, user)
        after = {"edition": edition.number, "sha256": edition.sha256, "claims": len(items)}
        record.change(held, actor=user, action="report.freeze", state=ReportState.FROZEN, extra=({}, after))
    return edition


def _store(report: Report, content: builder.Content, as_of: datetime, user: User) -> ReportEdition:
    sha256 = builder.seal(content)
    edition = ReportEdition.objects.create(
        report=report,
        number=content["edition"]["number"],
        as_of=as_of,
        content=content,
        sha256=sha256,
        signatures=signatures.made(content, sha256),
        frozen_by=user,
    )
    Publication.objects.create(edition=edition)
    return edition


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction of its own that sees one moment of the database throughout.

    `durable` proves that it is the outermost one; only the wrapper of a test case may stand around it,
    and that one has chosen its isolation already.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(durable=True):
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _again_when_overtaken(do: Callable[[], T]) -> T:
    """Return what `do` returns, trying again when another transaction changed the locked row first."""
    for _ in range(FREEZE_ATTEMPTS - 1):
        try:
            return do()
        except OperationalError as error:
            if not isinstance(error.__cause__, SerializationFailure):
                raise
    return do()


def _hold(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("desk").get(pk=report.pk)


def _touch(report: Report, user: User, action: str, **values: Any) -> None:
    """Write a change of the locked report: one version further, and a draft again."""
    record.change(
        report,
        actor=user,
        action=action,
        state=ReportState.DRAFT,
        version=report.version + 1,
        changed_at=timezone.now(),
        **values,
    )


def _append(report: Report, claims: Iterable[Claim]) -> list[Claim]:
    present = set(report.items.values_list("claim_id", flat=True))
    new = [claim for claim in dict.fromkeys(claims) if claim.pk not in present]
    if len(present) + len(new) > MAX_CLAIMS:
        raise TooManyClaims
    last = report.items.aggregate(last=Max("position"))["last"] or 0
    ReportItem.objects.bulk_create(
        ReportItem(report=report, claim=claim, position=place) for place, claim in enumerate(new, last + 1)
    )
    return new


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [str(claim.pk) for claim in claims]

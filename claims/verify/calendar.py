"""A person's due times as a calendar that other programs subscribe to, behind an address nobody can guess.

The address holds the person and a seal over a key of theirs: another key makes the old address void, and the
database alone does not give the address away.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import icalendar
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.crypto import salted_hmac

from claims import record
from claims.access import Action, may, visible_to
from claims.models import Assignment, AuditEntry, User
from claims.models.assignment import Priority
from claims.states import AssignmentState

MOST = 1000  # events of one calendar
IMPORTANCE = {Priority.HIGH: 1, Priority.NORMAL: 5, Priority.LOW: 9}  # RFC 5545, 3.8.1.9


def token_of(user: User) -> str:
    """Return what stands in the address of the person's calendar, "" when there is none."""
    if not user.calendar_key:
        return ""
    seal = salted_hmac("claims.verify.calendar", f"{user.pk}:{user.calendar_key}", algorithm="sha256")
    return f"{user.pk.hex}{seal.hexdigest()}"


def address_of(user: User) -> str:
    """Return the whole address of the person's calendar, "" when there is none."""
    token = token_of(user)
    return f"{settings.SITE_URL}{reverse('claims:assignment-calendar', args=[token])}" if token else ""


def owner_of(token: str) -> User | None:
    """Return whose calendar a token opens; None for a void one, and for people who may not read any more."""
    try:
        user = User.objects.get(pk=UUID(token[:32]))
    except (ValueError, User.DoesNotExist):
        return None
    known = token_of(user)
    same = bool(known) and hmac.compare_digest(known.encode(), token.encode("utf-8", "replace"))
    return user if same and may(user, Action.READ) else None


def calendar_renew(*, user: User) -> None:
    """Give the person a calendar under a new address; the one before is void from now on."""
    _set_key(user, secrets.token_hex(24), "calendar.renew")


def calendar_revoke(*, user: User) -> None:
    """Take the person's calendar away; its address is void from now on."""
    _set_key(user, "", "calendar.revoke")


def _set_key(user: User, key: str, action: str) -> None:
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(calendar_key=key)
        record.created(
            user, actor=user, action=action
        )  # that it was done; the key itself is nobody's business
    user.calendar_key = key


def due_assignments(user: User) -> QuerySet[Assignment]:
    """Return the person's open assignments with a due time, with `changes` and `changed_at` of the record."""
    entries = AuditEntry.objects.filter(subject_type="assignment", subject_id=OuterRef("pk")).order_by()
    grouped = entries.values("subject_id")
    return (
        visible_to(user, Assignment)
        .filter(assignee=user, state=AssignmentState.OPEN, due_at__isnull=False)
        .select_related("claim", "assigned_by")
        .annotate(
            changes=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 1),
            changed_at=Coalesce(Subquery(grouped.annotate(at=Max("at")).values("at")), "created_at"),
        )
        .order_by("due_at", "pk")
    )


def calendar_of(user: User) -> bytes:
    """Return the person's due times as iCalendar (RFC 5545); the same rows give the same bytes."""
    return _calendar(user, due_assignments(user)[:MOST])


def _calendar(user: User, rows: Iterable[Assignment]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Second Source//Assignments//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Due: {user.display_name}")
    for row in rows:
        calendar.add_component(_event(row))
    found: bytes = calendar.to_ical()
    return found


def _event(row: Assignment) -> icalendar.Event:
    """Return a due time as an event without length that blocks no time."""
    address = f"{settings.SITE_URL}{reverse('claims:claim', args=[row.claim_id])}"
    said = (row.instruction, row.question, f"Given by {row.assigned_by}.", address)
    changed: datetime = row.changed_at  # type: ignore[attr-defined]
    event = icalendar.Event()
    event.add("uid", f"{row.pk}@second-source")
    event.add("dtstamp", _utc(changed))
    event.add("last-modified", _utc(changed))
    event.add("sequence", max(0, row.changes - 1))  # type: ignore[attr-defined]
    event.add("dtstart", _utc(row.due_at or changed))
    event.add("summary", f"Due: {row.claim.statement}")
    event.add("description", "\n\n".join(part for part in said if part))
    event.add("url", address)
    event.add("priority", IMPORTANCE[Priority(row.priority)])
    event.add("transp", "TRANSPARENT")
    return event


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)

"""Notices of late work by e-mail: at once, or once a day in the morning of the person's own time zone.

A message is marked as sent before it goes out, in a transaction of its own: a worker that is killed in
between loses one message (the notice stays in the inbox) and never sends one twice. A server that refuses is
asked again by the next run.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone

from claims.models import Notification, User
from claims.models.notification import NAGS, NoticeKind
from claims.models.people import NagMail
from claims.states import AssignmentState

MORNING = time(8, 0)
TOO_OLD = {NagMail.AT_ONCE: timedelta(hours=24), NagMail.DAILY: timedelta(days=4)}  # over a long weekend
ROWS = 50  # lines of one message
log = logging.getLogger(__name__)


def mail_send(*, now: datetime | None = None) -> int:
    """Send what is to be sent now; returns how many messages went out. Safe to run at any time, twice."""
    now = now or timezone.now()
    return sum(_to(user, now) for user in _people(now))


def _people(now: datetime) -> Iterator[User]:
    """Yield who may get a message now: an address, the wish, and (for a daily one) a morning not yet had."""
    waiting = Notification.objects.filter(user=OuterRef("pk"), kind__in=NAGS, mailed_at__isnull=True)
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    yield from people.filter(Exists(waiting), nag_mail=NagMail.AT_ONCE)
    ahead = now.date() + timedelta(days=1)  # of every zone's date
    digest = people.filter(Q(digest_on__isnull=True) | Q(digest_on__lt=ahead), nag_mail=NagMail.DAILY)
    yield from (user for user in digest if _morning(user, now))


def _morning(user: User, now: datetime) -> bool:
    """Return whether this morning's digest is still to be made."""
    local = now.astimezone(user.zone)
    return local.time() >= MORNING and (user.digest_on is None or user.digest_on < local.date())


def _to(user: User, now: datetime) -> bool:
    before, notices = _taken(user, now)
    if not notices:
        return False
    try:
        _message(user, notices).send()
    except OSError as error:  # smtplib's errors are among them
        log.warning("Mail to %s could not be sent and is tried again: %s", user.pk, error)
        with transaction.atomic():
            Notification.objects.filter(pk__in=[row.pk for row in notices]).update(mailed_at=None)
            User.objects.filter(pk=user.pk).update(digest_on=before)
        return False
    return True


def _taken(user: User, now: datetime) -> tuple[object, list[Notification]]:
    """Mark the person's notices as sent and return them, with the digest day before; [] when another did."""
    with transaction.atomic():
        locked = User.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=user.pk).first()
        if locked is None or locked.nag_mail == NagMail.OFF:
            return None, []
        before = locked.digest_on
        if locked.nag_mail == NagMail.DAILY:
            if not _morning(locked, now):
                return before, []
            User.objects.filter(pk=user.pk).update(digest_on=now.astimezone(locked.zone).date())
        waiting = Notification.objects.filter(user=locked, kind__in=NAGS, mailed_at__isnull=True)
        recent = waiting.filter(created_at__gt=now - TOO_OLD[NagMail(locked.nag_mail)])
        rows = recent.filter(assignment__state=AssignmentState.OPEN).select_related("claim", "assignment")
        found = list(rows.order_by("kind", "created_at"))
        waiting.update(mailed_at=now)
    return before, found


def _message(user: User, notices: list[Notification]) -> EmailMessage:
    """Return the message; its id follows from the notices, so that a doubled one could be told."""
    late = sum(row.kind != NoticeKind.STALE for row in notices)
    subject = f"{len(notices)} assignment{'' if len(notices) == 1 else 's'}: {late} overdue or reminded"
    key = hashlib.sha256("".join(sorted(str(row.pk) for row in notices)).encode()).hexdigest()[:32]
    context = {
        "user": user,
        "notices": notices[:ROWS],
        "more": max(0, len(notices) - ROWS),
        "site": settings.SITE_URL,
    }
    return EmailMessage(
        subject,
        render_to_string("claims/verify/nag_mail.txt", context),
        to=[user.email],
        headers={"Message-ID": f"<{key}@second-source>", "Auto-Submitted": "auto-generated"},
    )

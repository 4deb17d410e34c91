"""Late work is told once for each state, in the inbox and by mail, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.models import Assignment, AuditEntry, Notification
from claims.verify import assignments, nag_mail, nags, tasks
from tracker import env

from .scene import submitted

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 10, 12, 0, tzinfo=UTC)


def give(by, claims, to, **more) -> list[Assignment]:
    with transaction.atomic():
        return assignments.assignment_give(user=by, claims=list(claims), assignee=to, **more)


def told(**of) -> list[tuple[str, str]]:
    return sorted(Notification.objects.filter(**of).values_list("user__username", "kind"))


@pytest.fixture
def late(alice, bob, twelve) -> Assignment:
    """An assignment of Bob's that was due an hour ago."""
    return give(alice, [twelve], bob, due_at=timezone.now() - timedelta(hours=1))[0]


@pytest.fixture
def postman(bob, settings) -> None:
    """Bob has an address and wants mail at once."""
    bob.email, bob.nag_mail = "bob@example.org", "at_once"
    bob.save()


# --- In the inbox ---------------------------------------------------------------------------------------


def test_an_overdue_assignment_is_told_once_and_again_only_for_another_due_time(late, bob):
    nags.nags_make()
    nags.nags_make()
    assert told() == [("bob", "overdue")]
    Assignment.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    nags.nags_make()
    assert told() == [("bob", "overdue")] * 2


def test_what_is_not_due_waits_for_approval_or_is_closed_is_not_told(alice, bob, twelve, accepted):
    now = timezone.now()
    give(alice, [twelve], bob, due_at=now + timedelta(minutes=1))
    row = give(alice, [accepted], bob, due_at=now - timedelta(hours=1))[0]
    submitted(accepted, bob)
    nags.nags_make()
    assert told() == []
    Assignment.objects.filter(pk=row.pk).update(state="done", closed_at=now)
    accepted.assessments.update(state="superseded")
    nags.nags_make()
    assert told() == []


def test_stale_is_told_once_for_each_silence(alice, bob, twelve, settings):
    settings.ASSIGNMENT_STALE_HOURS = 48
    row = give(alice, [twelve], bob)[0]
    later = timezone.now() + timedelta(hours=47)
    nags.nags_make(now=later)
    assert told() == []
    for hours in (49, 60):
        nags.nags_make(now=timezone.now() + timedelta(hours=hours))
    assert told() == [("bob", "stale")]
    AuditEntry.objects.create(
        claim=twelve, actor=bob, action="claim.edit", subject_type="claim", subject_id=twelve.pk
    )
    nags.nags_make(now=timezone.now() + timedelta(hours=60))
    assert told(assignment=row) == [("bob", "stale")] * 2
    settings.ASSIGNMENT_STALE_HOURS = 0
    nags.nags_make(now=timezone.now() + timedelta(days=60))
    assert len(told()) == 2


def test_what_the_machine_does_is_no_work_of_a_person(alice, bob, twelve):
    give(alice, [twelve], bob)
    AuditEntry.objects.create(claim=twelve, action="x", subject_type="claim", subject_id=twelve.pk)
    nags.nags_make(now=timezone.now() + timedelta(hours=49))
    assert told() == [("bob", "stale")]


def test_for_the_pool_and_a_closed_account_who_gave_it_is_told(alice, bob, late, accepted):
    give(alice, [accepted], None, due_at=timezone.now() - timedelta(hours=1))
    bob.is_active = False
    bob.save()
    nags.nags_make()
    assert told() == [("alice", "overdue")] * 2


def test_the_next_holder_is_told_too(alice, edna, late, twelve):
    nags.nags_make()
    give(alice, [twelve], edna)
    nags.nags_make()
    assert told() == [("bob", "overdue"), ("edna", "overdue")]


def test_the_database_holds_a_state_once(late, bob, twelve):
    nags.nags_make()
    row = Notification.objects.get()
    row.pk = None
    row._state.adding = True
    with pytest.raises(IntegrityError, match="notification_nag_once"), transaction.atomic():
        Notification.objects.create(
            user=bob, kind=row.kind, claim=twelve, assignment=late, state_at=row.state_at
        )
    with pytest.raises(IntegrityError, match="notification_of_one_thing"), transaction.atomic():
        Notification.objects.create(user=bob, kind="overdue", claim=twelve)


def test_the_inbox_says_what_is_late_and_why(late, bob, as_user):
    nags.nags_make()
    page = as_user(bob).get("/inbox/").content.decode()
    assert "Overdue" in page
    assert "It was due" in page
    assert "its crews recovered 12 containers" in page
    assert 'aria-label="Inbox, 1 unread"' in page


def test_an_editor_reminds_once_a_day_and_it_stands_in_the_history(late, alice, edna, bob, as_user):
    client = as_user(alice)
    assert client.post("/assignments/remind/").status_code == 303
    assert client.post("/assignments/remind/").status_code == 303
    assert told() == [("bob", "reminded")]
    assert AuditEntry.objects.filter(action="assignment.remind", actor=alice).count() == 1
    assert as_user(bob).post("/assignments/remind/").status_code == 403


def test_nobody_is_reminded_of_what_is_on_time(alice, bob, twelve, as_user):
    give(alice, [twelve], bob, due_at=timezone.now() + timedelta(hours=1))
    as_user(alice).post("/assignments/remind/")
    assert told() == []
    as_user(alice).post("/assignments/change/", {"claim": str(twelve.pk), "do": "remind"})
    assert told() == [("bob", "reminded")]


# --- By mail ---------------------------------------------------------------------------------------------


def test_mail_at_once_goes_out_once_with_everything_in_one_message(alice, bob, late, accepted, postman):
    give(alice, [accepted], bob, due_at=timezone.now() - timedelta(hours=2), instruction="Ask.")
    assert tasks.nag() == (2, 1)
    assert tasks.nag() == (0, 0)
    (message,) = mail.outbox
    assert message.to == ["bob@example.org"]
    assert message.subject == "2 assignments: 2 overdue or reminded"
    for words in ("its crews recovered 12 containers", "41 containers", "Ask.", f"/claims/{accepted.pk}/"):
        assert words in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("change", [{"nag_mail": "off"}, {"email": ""}, {"is_active": False}])
def test_no_mail_for_who_wants_none_has_no_address_or_left(late, bob, postman, change):
    for name, value in change.items():
        setattr(bob, name, value)
    bob.save()
    tasks.nag()
    assert mail.outbox == []


def test_a_digest_comes_once_a_day_in_the_morning_of_the_persons_zone(late, bob):
    bob.email, bob.nag_mail, bob.time_zone = "bob@example.org", "daily", "Asia/Tokyo"
    bob.digest_on = (NOW - timedelta(days=1)).date()
    bob.save()
    nags.nags_make()
    Notification.objects.update(created_at=NOW - timedelta(hours=20))
    before, morning = datetime(2025, 6, 9, 22, 59, tzinfo=UTC), datetime(2025, 6, 9, 23, 0, tzinfo=UTC)
    assert nag_mail.mail_send(now=before) == 0  # 7:59 in Tokyo
    assert nag_mail.mail_send(now=morning) == 1  # 8:00 on the 10th
    assert nag_mail.mail_send(now=NOW) == 0
    bob.refresh_from_db()
    assert str(bob.digest_on) == "2025-06-10"
    Notification.objects.update(mailed_at=None)
    assert nag_mail.mail_send(now=NOW) == 0  # the next one waits for the next morning
    assert nag_mail.mail_send(now=morning + timedelta(days=1)) == 1


def test_a_worker_killed_after_the_mark_sends_nothing_twice(late, bob, postman, monkeypatch):
    nags.nags_make()

    def killed(self, messages):
        raise SystemExit  # what a kill leaves behind: the mark is committed, nothing more happens

    monkeypatch.setattr(EmailBackend, "send_messages", killed)
    with pytest.raises(SystemExit):
        nag_mail.mail_send()
    monkeypatch.undo()
    assert Notification.objects.get().mailed_at
    assert nag_mail.mail_send() == 0
    assert mail.outbox == []


def test_a_worker_killed_after_sending_sends_nothing_twice(late, bob, postman, monkeypatch):
    nags.nags_make()
    send = EmailBackend.send_messages

    def sent_then_killed(self, messages):
        send(self, messages)
        raise SystemExit

    monkeypatch.setattr(EmailBackend, "send_messages", sent_then_killed)
    with pytest.raises(SystemExit):
        nag_mail.mail_send()
    monkeypatch.undo()
    nag_mail.mail_send()
    assert len(mail.outbox) == 1


def test_a_server_that_refuses_is_asked_again(late, bob, postman, monkeypatch):
    nags.nags_make()

    def refused(self, messages):
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(EmailBackend, "send_messages", refused)
    assert nag_mail.mail_send() == 0
    monkeypatch.undo()
    assert nag_mail.mail_send() == 1


def test_old_notices_and_finished_work_are_not_mailed(late, bob, postman):
    nags.nags_make()
    Notification.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert nag_mail.mail_send() == 0
    Notification.objects.update(mailed_at=None, created_at=timezone.now())
    Assignment.objects.update(state="done", closed_at=timezone.now())
    assert nag_mail.mail_send() == 0
    assert mail.outbox == []


def test_the_wish_and_the_address_are_set_in_the_settings(bob, alice, as_user):
    alice.email = "Alice@example.org"
    alice.save()
    client = as_user(bob)
    sent = {"theme": "", "keys_enabled": "on", "nag_mail": "at_once", "email": "bob@example.org"}
    assert client.post("/settings/", sent).status_code == 302
    bob.refresh_from_db()
    assert (bob.email, bob.nag_mail) == ("bob@example.org", "at_once")
    taken = client.post("/settings/", {**sent, "email": "alice@example.org"})
    assert taken.status_code == 422
    assert "Somebody else has this address" in taken.content.decode()
    client.post("/settings/", {"theme": "dark"})
    bob.refresh_from_db()
    assert (bob.email, bob.nag_mail) == ("bob@example.org", "at_once")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", {"EMAIL_FILE_PATH": "/mail"}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("smtp://u%40x:p%2F@host:587?tls=yes", {"EMAIL_HOST_USER": "u@x", "EMAIL_HOST_PASSWORD": "p/"}),
        ("smtp://host?tls=yes", {"EMAIL_PORT": 25, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False}),
        ("smtps://host", {"EMAIL_PORT": 465, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True}),
    ],
)
def test_the_mail_server_is_named_by_an_address(url, found):
    assert env.mail(url, "/mail").items() >= found.items()


@pytest.mark.parametrize("url", ["host", "http://host", "smtp://", "smtp://host:x"])
def test_a_mail_address_that_is_none_stops_the_start(url):
    with pytest.raises(env.BadSetting, match="EMAIL_URL"):
        env.mail(url, "/mail")

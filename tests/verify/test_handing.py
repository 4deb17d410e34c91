"""The pool, taking, questions, changes many at once, undo, and the list by state and page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from claims.models import Assignment, AuditEntry
from claims.review.queue import claim_lease_next
from claims.verify import assignments, handed, reassigning, workload
from claims.verify.handed import Wanted
from claims.verify.handing_forms import preset_due
from claims.verify.refusal import CannotDecide
from tests.cast import make_claims, person

from .scene import submitted

pytestmark = pytest.mark.django_db
CHANGE = "/assignments/change/"


def give(by, claims, to, **more) -> list[Assignment]:
    with transaction.atomic():
        return assignments.assignment_give(user=by, claims=list(claims), assignee=to, **more)


def take(user, claim) -> Assignment:
    with transaction.atomic():
        return assignments.claim_take(user=user, claim=claim)


def undo(user, act: str) -> int:
    with transaction.atomic():
        return reassigning.act_undo(user=user, act=act)


def act_of(row: Assignment) -> str:
    return str(AuditEntry.objects.filter(subject_id=row.pk).order_by("-id")[0].after["act"])


@pytest.fixture
def many(harbour, authority):
    rows = [("12 containers", {"statement": f"Statement {number:03d}"}) for number in range(60)]
    return make_claims(harbour, rows, source=authority)


# --- The pool ---------------------------------------------------------------------------------------


def test_anyone_of_the_desk_takes_from_the_pool_what_was_given_there(alice, bob, edna, twelve):
    due = timezone.now() + timedelta(hours=2)
    row = give(alice, [twelve], None, due_at=due, priority=1, question="Which harbour?")[0]
    assert row.assignee is None
    assert not workload.unassigned(bob).exists()
    taken = take(bob, twelve)
    assert (taken.pk, taken.assignee, taken.due_at, taken.question) == (row.pk, bob, due, "Which harbour?")
    entry = AuditEntry.objects.get(action="assignment.take")
    assert (entry.actor, entry.before["assignee"], entry.after["assignee"]["name"]) == (bob, None, "Bob")
    with pytest.raises(CannotDecide, match="Bob has this claim"):
        take(edna, twelve)
    with pytest.raises(CannotDecide, match="already"):
        take(bob, twelve)


def test_another_desk_takes_nothing_from_the_pool(alice, charlie, ada, other_desk, twelve, as_user):
    give(alice, [twelve], None)
    assert as_user(charlie).post(reverse("claims:claim-take", args=[twelve.pk])).status_code == 404
    root = person("root", "admin", other_desk)
    with pytest.raises(CannotDecide, match="another desk"):
        take(root, twelve)


def test_only_editors_fill_the_pool_and_what_is_in_it_is_taken_before_it_is_done(alice, bob, twelve):
    with pytest.raises(CannotDecide, match="Only editors"):
        give(bob, [twelve], None)
    row = give(alice, [twelve], None)[0]
    with pytest.raises(CannotDecide, match="Take it first"), transaction.atomic():
        assignments.assignment_done(user=bob, assignment=row)


def test_the_review_queue_offers_what_is_in_the_pool_and_not_what_others_have(alice, bob, edna, twelve):
    row = give(alice, [twelve], None)[0]
    assert claim_lease_next(user=bob) == twelve
    twelve.__class__.objects.update(lease_holder=None, lease_until=None)
    Assignment.objects.filter(pk=row.pk).update(assignee=edna)
    assert claim_lease_next(user=bob) is None


def test_the_database_keeps_a_claim_from_being_in_the_pool_and_in_a_hand(alice, bob, twelve):
    give(alice, [twelve], None)
    with pytest.raises(IntegrityError, match="assignment_one_open"), transaction.atomic():
        Assignment.objects.create(claim=twelve, assignee=bob, assigned_by=alice)


def test_a_claim_is_taken_on_its_page_and_the_second_to_come_is_told_who_has_it(bob, alice, twelve, as_user):
    address = reverse("claims:claim-take", args=[twelve.pk])
    page = as_user(bob).get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert f'action="{address}"' in page
    assert as_user(bob).post(address).status_code == 303
    late = as_user(alice).post(address)
    assert late.status_code == 409
    assert "Bob has this claim" in late.content.decode()


# --- Questions, reassigning ---------------------------------------------------------------------------


def test_a_question_is_answered_before_it_is_done(alice, bob, twelve, as_user):
    row = give(alice, [twelve], bob, question="Who counted?")[0]
    client, address = as_user(bob), reverse("claims:assignment-done", args=[row.pk])
    refused = client.post(address, {"answer": " "})
    assert refused.status_code == 422
    assert "Who counted?" in refused.content.decode()
    assert client.post(address, {"answer": "The harbour master."}).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.answer) == ("done", "The harbour master.")
    page = client.get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert "The harbour master." in page


def test_what_is_typed_when_handing_back_is_refused_is_kept(alice, bob, edna, twelve, as_user):
    row = give(alice, [twelve], bob)[0]
    with transaction.atomic():
        assignments.assignment_done(user=bob, assignment=row)
    sent = {"reason": "Not my subject"}
    answer = as_user(bob).post(reverse("claims:assignment-hand-back", args=[row.pk]), sent)
    assert answer.status_code == 422
    assert "closed already" in answer.content.decode()


def test_reassigning_keeps_the_history_and_takes_over_what_is_not_said_anew(alice, bob, edna, twelve):
    due = timezone.now() + timedelta(days=1)
    old = give(alice, [twelve], bob, due_at=due, priority=1, instruction="Call the port.", question="Why?")[0]
    new = give(alice, [twelve], edna)[0]
    old.refresh_from_db()
    assert (old.state, old.assignee, old.closing_note) == ("withdrawn", bob, "Given to Edna")
    assert (new.due_at, new.priority, new.instruction, new.question) == (due, 1, "Call the port.", "Why?")


def test_many_are_changed_by_one_form_in_place(alice, bob, edna, many, as_user):
    give(alice, many[:3], bob)
    ids = [str(claim.pk) for claim in many[:3]]
    client = as_user(alice)
    answer = client.post(CHANGE, {"claim": ids, "priority": "1", "due": "2030-06-10T16:00", "do": "change"})
    assert answer.status_code == 303
    assert set(Assignment.objects.values_list("priority", "state", "assignee")) == {(1, "open", bob.pk)}
    assert AuditEntry.objects.filter(action="assignment.set").count() == 3
    assert client.post(CHANGE, {"claim": ids, "assignee": str(edna.pk)}).status_code == 303
    assert set(Assignment.objects.filter(state="open").values_list("assignee", "priority")) == {(edna.pk, 1)}
    assert client.post(CHANGE, {"claim": ids, "do": "take-back"}).status_code == 303
    assert not Assignment.objects.filter(state="open").exists()
    assert as_user(bob).post(CHANGE, {"claim": ids}).status_code == 403


def test_a_change_that_is_refused_keeps_what_was_ticked_and_chosen(alice, bob, many, as_user):
    give(alice, many[:12], bob)  # all on one page
    ticked = {str(claim.pk) for claim in many[:2]}
    sent = {"claim": sorted(ticked), "due": "soon", "priority": "1", "assignee": "pool", "preset": "noon"}
    html = as_user(alice).post(f"{CHANGE}?person=all", sent).content.decode()
    boxes = re.findall(r'name="claim" value="([^"]+)"( checked)?', html)
    assert {pk for pk, checked in boxes if checked} == ticked
    assert len(boxes) > len(ticked)
    bar = html.split('id="reassign-bar"')[1].split("</form>")[0]
    assert re.findall(r'value="([^"]+)" selected', bar) == ["pool", "noon", "1"]
    assert 'value="soon"' in bar
    assert 'value="soon"' not in html.split("Not handed out")[1], "it was typed in the other form"


@pytest.mark.parametrize(
    ("sent", "words"),
    [({}, "Choose what to change"), ({"due": "soon"}, "Write a date"), ({"claim": []}, "at least one")],
)
def test_a_change_that_says_nothing_is_refused_with_what_to_do(alice, bob, many, as_user, sent, words):
    give(alice, many[:1], bob)
    answer = as_user(alice).post(CHANGE, {"claim": [str(many[0].pk)], **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()


# --- Undo -----------------------------------------------------------------------------------------------


def test_a_handout_of_many_is_undone_as_one_and_the_old_holders_have_theirs_again(alice, bob, edna, many):
    first = give(alice, many[:1], bob, instruction="Mine")
    given = give(alice, many[:3], edna)
    act = act_of(given[0])
    assert undo(alice, act) == 3
    rows = Assignment.objects.filter(state="open")
    assert [(row.claim, row.assignee, row.instruction) for row in rows] == [(many[0], bob, "Mine")]
    assert rows[0].pk != first[0].pk
    with pytest.raises(CannotDecide, match="undone already"):
        undo(alice, act)


@pytest.mark.parametrize("how", ["done", "hand_back", "take", "set", "take_back"])
def test_every_other_act_is_undone_too(alice, bob, many, how):
    claims, now = many[:2], timezone.now()
    rows = give(alice, claims, None if how == "take" else bob, due_at=now)
    who = alice if how in {"set", "take_back"} else bob
    with transaction.atomic():
        if how == "done":
            assignments.assignment_done(user=bob, assignment=rows[0])
        elif how == "hand_back":
            assignments.assignment_hand_back(user=bob, assignment=rows[0], reason="Away")
        elif how == "take":
            assignments.claim_take(user=bob, claim=claims[0])
        elif how == "set":
            reassigning.assignments_set(user=alice, claims=claims, due_at=now + timedelta(1), priority=3)
        else:
            reassigning.assignments_take_back(user=alice, claims=claims)
    entry = reassigning.last_act(who)
    undo(who, entry.after["act"])
    found = set(
        Assignment.objects.filter(state="open").values_list("claim", "assignee", "due_at", "priority")
    )
    holder = None if how == "take" else bob.pk
    assert found == {(claim.pk, holder, now, 2) for claim in claims}
    assert reassigning.last_act(who) is None


def test_undo_changes_nothing_when_somebody_went_on(alice, bob, edna, many):
    given = give(alice, many[:2], bob)
    act = act_of(given[0])
    with transaction.atomic():
        assignments.assignment_done(user=bob, assignment=given[0])
    with pytest.raises(CannotDecide, match="was changed since"):
        undo(alice, act)
    assert Assignment.objects.get(pk=given[1].pk).state == "open"


def test_nobody_undoes_what_another_did(alice, bob, edna, twelve):
    act = act_of(give(alice, [twelve], bob)[0])
    with pytest.raises(CannotDecide, match="nothing to undo"):
        undo(edna, act)


def test_the_page_offers_undo_and_undoes(alice, bob, many, as_user):
    client = as_user(alice)
    client.post("/claims/assign/", {"claim": [str(many[0].pk)], "assignee": str(bob.pk)})
    entry = reassigning.last_act(alice)
    assert entry.after["act"] in client.get("/assignments/").content.decode()
    client.post("/assignments/undo/", {"act": entry.after["act"]})
    assert not Assignment.objects.filter(state="open").exists()


# --- Due times -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "now", "due"),
    [
        ("2h", "2025-06-10T20:30", "2025-06-10T22:30"),
        ("today", "2025-06-10T09:00", "2025-06-10T15:00"),  # 18:00 in Kyiv
        ("today", "2025-06-10T16:00", "2025-06-10T20:59"),  # after work: the end of the day
        ("noon", "2025-06-10T20:30", "2025-06-11T09:00"),
        ("noon", "2025-06-10T21:30", "2025-06-12T09:00"),  # past midnight in Kyiv already
        ("noon", "2025-10-25T12:00", "2025-10-26T10:00"),  # the clocks go back in between
        ("never", "2025-06-10T20:30", None),
    ],
)
def test_presets_are_meant_in_the_persons_zone(preset, now, due):
    with timezone.override(ZoneInfo("Europe/Kyiv")):
        found = preset_due(preset, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(due).replace(tzinfo=UTC) if due else None)


# --- The list -------------------------------------------------------------------------------------------


def test_each_assignment_is_in_one_state_and_the_counts_add_up(alice, bob, edna, many, accepted):
    now = timezone.now()
    give(alice, many[:2], bob, due_at=now - timedelta(hours=1))
    give(alice, many[2:3], bob, due_at=min(now + timedelta(minutes=1), handed.end_of_day() - timedelta(0, 1)))
    give(alice, many[3:7], bob, due_at=now + timedelta(days=2))
    give(alice, [accepted], bob, due_at=now - timedelta(hours=1))
    page = handed.page(alice, Wanted(person=str(bob.pk)))
    assert page.counts == {"overdue": 3, "today": 1, "work": 0, "new": 4, "waiting": 0}
    submitted(accepted, bob)
    page = handed.page(alice, Wanted(person=str(bob.pk)))
    assert page.counts == {"overdue": 2, "today": 1, "work": 0, "new": 4, "waiting": 1}
    assert page.total == Assignment.objects.count() == len(page.rows)
    for name, count in page.counts.items():
        assert len(handed.page(alice, Wanted(person=str(bob.pk), state=name)).rows) == count


def test_pages_go_on_where_the_last_one_ended_with_and_without_due_times(alice, bob, many, as_user):
    now = timezone.now()
    give(alice, many[:20], bob, due_at=now)  # all at the same moment
    give(alice, many[20:40], bob)
    give(alice, many[40:], bob, due_at=now + timedelta(days=1))
    first = handed.page(alice, Wanted(person=str(bob.pk)))
    second = handed.page(alice, Wanted(person=str(bob.pk), after=first.onward))
    seen = [item.row.pk for item in first.rows + second.rows]
    assert (len(first.rows), len(seen), len(set(seen)), second.onward) == (50, 60, 60, "")
    assert [item.row.due_at is None for item in first.rows + second.rows] == [False] * 40 + [True] * 20
    for strange in ("x", "||", "2025-13-45|1|x", "|9|", f"2025-06-10T10:00|1|{bob.pk}"):
        assert len(handed.page(alice, Wanted(person=str(bob.pk), after=strange)).rows) == 50
    address = f"/assignments/?person={bob.pk}"
    html = as_user(alice).get(address).content.decode()
    assert "Next 50" in html
    assert "50 of 60" in html


def test_filters_by_priority_words_and_everybody(alice, bob, edna, many):
    give(alice, many[:2], bob, priority=1)
    give(alice, many[2:3], edna, instruction="Ask the wharfinger")
    give(alice, many[3:4], None)
    assert handed.page(alice, Wanted(person="all")).total == 4
    assert handed.page(alice, Wanted(person="all", priority="1")).total == 2
    assert handed.page(alice, Wanted(person="all", words="wharfinger")).total == 1
    assert handed.page(alice, Wanted(person="pool")).total == 1


def test_a_reporter_looks_at_the_own_list_and_the_pool_only(alice, bob, edna, many, as_user):
    give(alice, many[:1], edna)
    give(alice, many[1:2], None)
    client = as_user(bob)
    for person_ in ("all", str(edna.pk)):
        html = client.get(f"/assignments/?person={person_}").content.decode()
        assert "Nothing is in your hands" in html
    assert "Take it" in client.get("/assignments/?person=pool").content.decode()


def test_work_of_a_closed_account_stays_visible_and_can_be_given_on(alice, bob, many, as_user):
    give(alice, many[:1], bob)
    bob.is_active = False
    bob.save()
    html = as_user(alice).get("/assignments/").content.decode()
    assert "account closed" in html
    assert f'<option value="{bob.pk}">To Bob' not in html


def test_the_list_of_everybody_takes_few_queries(
    alice, bob, edna, many, as_user, django_assert_max_num_queries
):
    give(alice, many[:30], bob)
    give(alice, many[30:50], edna)
    give(alice, many[50:], None)
    client = as_user(alice)
    client.get("/assignments/?person=all")
    with django_assert_max_num_queries(12):
        client.get("/assignments/?person=all")

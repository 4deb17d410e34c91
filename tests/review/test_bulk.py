"""One decision on many claims: preview, confirmation, what stays, progress by workers, undo, tags, export."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import flow, jobs
from claims.models import AuditEntry, Claim, ClaimBatch, ClaimTag, Tag
from claims.review import bulk
from claims.states import JobState, Review
from tests.cast import make_article, make_claims


@pytest.fixture
def twenty(foreign_desk, bob):
    """Twenty claims, of which 18 and 19 are decided and 17 is held by somebody else."""
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(20)))
    decided = {"review_state": Review.ACCEPTED, "reviewed_by": bob}
    rows = [(f"Item {n}.", {"worth": n / 20} if n < 18 else decided) for n in range(20)]
    return make_claims(article, rows)


@pytest.fixture
def held(twenty, alice):
    Claim.objects.filter(pk=twenty[17].pk).update(
        lease_holder=alice, lease_until=timezone.now() + timedelta(minutes=5)
    )
    return twenty[17]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    sent = []
    monkeypatch.setattr(jobs.app, "send_task", lambda name, args, **_: sent.append((name, args)))
    return sent


def preview(client, **data):
    return client.post(reverse("claims:claim-batch-new"), {"all": "yes", "asks": "", **data})


def start(client, **data):
    return client.post(reverse("claims:claim-batch-start"), {"all": "yes", "asks": "", **data})


def states() -> dict[str, int]:
    rows = list(Claim.objects.values_list("review_state", flat=True))
    return {state: rows.count(state) for state in sorted(set(rows))}


@pytest.mark.django_db
def test_the_count_is_shown_before_anything_happens(as_user, bob, twenty, held):
    page = preview(as_user(bob), action="accept")
    assert "Accept 17 claims?" in page.text
    assert "3 others are held, high-stakes or already decided and stay as they are." in page.text
    assert states() == {"accepted": 2, "extracted": 18}
    assert not ClaimBatch.objects.exists()


@pytest.mark.django_db
def test_all_that_match_are_accepted_and_undone_as_one(as_user, bob, twenty, held):
    client = as_user(bob)
    answer = start(client, action="accept", count="17", next="/claims/?q=Item")
    batch = ClaimBatch.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/claims/batch/{batch.pk}/?q=Item"
    assert (batch.state, batch.changed, batch.done) == (JobState.DONE, 17, 17)
    assert states() == {"accepted": 19, "extracted": 1}
    assert AuditEntry.objects.filter(action="claim.accept", actor=bob).count() == 17
    page = client.get(answer["Location"]).text
    assert "17 claims accepted" in page
    assert 'href="/claims/?q=Item"' in page
    client.post(reverse("claims:claim-batch-undo", args=[batch.pk]))
    assert states() == {"accepted": 2, "extracted": 18}
    assert "17 of 17 undone" in client.get(reverse("claims:claim-batch", args=[batch.pk])).text
    again = client.post(reverse("claims:claim-batch-undo", args=[batch.pk]), follow=True)
    assert "undone already" in again.text


@pytest.mark.django_db
def test_a_count_that_changed_is_shown_again_and_nothing_happens(as_user, bob, twenty):
    answer = start(as_user(bob), action="accept", count="17")
    assert answer.status_code == 409
    assert "Meanwhile 18 claims would change, not 17" in answer.text
    assert states() == {"accepted": 2, "extracted": 18}


@pytest.mark.django_db
def test_only_the_ticked_claims_are_rejected_with_their_reason(as_user, bob, twenty):
    ids = [str(claim.pk) for claim in twenty[:3]]
    answer = start(as_user(bob), all="", claim=ids, action="reject:vague", count="3")
    assert answer.status_code == 303
    rejected = Claim.objects.filter(review_state=Review.REJECTED)
    assert {str(claim.pk) for claim in rejected} == set(ids)
    assert {claim.reject_reason for claim in rejected} == {"vague"}


@pytest.mark.django_db
def test_undo_leaves_what_was_worked_on_since(as_user, bob, alice, twenty):
    start(as_user(bob), action="accept", count="18")
    as_user(alice).post(reverse("claims:claim-reject", args=[twenty[0].pk]), {"reason": "opinion"})
    batch = ClaimBatch.objects.get()
    as_user(bob).post(reverse("claims:claim-batch-undo", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.undone, batch.changed) == (17, 18)
    assert states() == {"accepted": 2, "extracted": 17, "rejected": 1}


@pytest.mark.django_db
def test_nobody_else_undoes_it(as_user, bob, alice, twenty):
    start(as_user(bob), action="accept", count="18")
    batch = ClaimBatch.objects.get()
    answer = as_user(alice).post(reverse("claims:claim-batch-undo", args=[batch.pk]), follow=True)
    assert "Only they can undo it" in answer.text
    assert states() == {"accepted": 20}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"action": "burn"}, "Choose what to do"),
        ({"action": "reject:because"}, "Choose a reason"),
        ({"action": "tag", "tag": " "}, "Write a tag"),
        ({"action": "untag", "tag": "none"}, "There is no such tag"),
        ({"action": "tag", "tag": "x" * 61}, "at most 60 characters"),
    ],
)
def test_nonsense_is_refused_with_what_to_do(as_user, bob, twenty, data, words):
    answer = preview(as_user(bob), **data)
    assert answer.status_code == 422
    assert words in answer.text
    assert not Tag.objects.exists()


@pytest.fixture
def slow(monkeypatch):
    """Six claims and more are done by a worker, four in a slice."""
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    monkeypatch.setattr(bulk, "SLICE", 4)


@pytest.mark.django_db
def test_many_are_done_by_a_worker_slice_by_slice(
    as_user, bob, twenty, slow, no_broker, django_capture_on_commit_callbacks
):
    client = as_user(bob)
    with django_capture_on_commit_callbacks(execute=True):
        answer = start(client, action="accept", count="18")
    batch = ClaimBatch.objects.get()
    assert no_broker == [(jobs.KINDS[ClaimBatch].task, [str(batch.pk)])]
    assert batch.state == JobState.QUEUED
    assert 'hx-trigger="every 1s"' in client.get(answer["Location"]).text
    first = jobs.begin(ClaimBatch, str(batch.pk))
    assert first is not None
    bulk._slice(first)
    batch.refresh_from_db()
    assert (batch.done, batch.percent, batch.changed) == (4, 22, 4)
    assert bulk.batch_slice(str(batch.pk)) is False, "two workers would do it twice"
    ClaimBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert bulk.batch_slice(str(batch.pk), seconds=0) is True  # another goes on where the first one died
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (JobState.QUEUED, 8)
    assert bulk.batch_slice(str(batch.pk)) is False
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.changed) == (JobState.DONE, 18, 18)
    assert AuditEntry.objects.filter(action="claim.accept").count() == 18
    with pytest.raises(flow.LostLease, match="Accept 18 claims"):
        bulk._slice(first)


@pytest.mark.django_db
def test_it_is_listed_stopped_gone_on_with_and_undone_like_other_work(as_user, alice, bob, twenty, slow):
    client, other = as_user(bob), as_user(alice)
    start(client, action="accept", count="18")
    batch = ClaimBatch.objects.get()
    jobs_page, page = reverse("claims:job-list"), reverse("claims:claim-batch", args=[batch.pk])
    stop, again = (reverse(f"claims:claim-batch-{what}", args=[batch.pk]) for what in ("stop", "again"))
    assert bulk.batch_slice(str(batch.pk), seconds=0) is True
    for shown in (client.get(jobs_page).text, client.get(page).text):
        assert "4 of 18 claims" in shown
        assert f'action="{stop}"' in shown
    assert 'aria-label="1 running in the background"' in client.get("/").text
    assert "Nothing runs" in other.get(jobs_page).text
    assert f'action="{stop}"' not in other.get(page).text
    assert other.get(reverse("claims:job", args=["batch", batch.pk])).status_code == 404
    assert "Only they can stop it" in other.post(stop, follow=True).text
    answer = client.post(stop, {"next": "/claims/?q=Item"})
    assert answer["Location"] == f"{page}?q=Item"
    assert bulk.batch_slice(str(batch.pk)) is False
    assert states() == {"accepted": 6, "extracted": 14}
    assert f'action="{again}"' in client.get(page).text
    client.post(again)
    bulk.batch_slice(str(batch.pk))
    assert states() == {"accepted": 20}
    client.post(reverse("claims:claim-batch-undo", args=[batch.pk]))
    bulk.batch_slice(str(batch.pk), seconds=0)
    client.post(stop)
    assert f'action="{again}"' in client.get(jobs_page).text, "half undone, and no way on"
    client.post(again)
    bulk.batch_slice(str(batch.pk))
    assert states() == {"accepted": 2, "extracted": 18}
    told = AuditEntry.objects.filter(subject_id=batch.pk).order_by("id").values_list("action", flat=True)
    assert [action.removeprefix("batch.") for action in told] == [
        "start", "stop", "again", "undo", "stop", "again"
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_small_one_is_not_work_in_the_background(as_user, bob, twenty, no_broker):
    start(as_user(bob), action="accept", count="18")
    assert ClaimBatch.objects.get().state == JobState.DONE
    assert "Nothing runs" in as_user(bob).get(reverse("claims:job-list")).text
    assert no_broker == []


@pytest.mark.django_db
def test_a_small_one_that_fails_is_gone_on_with_by_a_worker(bob, twenty, no_broker, monkeypatch):
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(bulk, "_done", lambda *_: 1 / 0)
        bulk.batch_start(user=bob, deed=bulk.Deed("accept"), claims=[claim.pk for claim in twenty[:3]])
    batch = ClaimBatch.objects.get()
    assert jobs.sweep() == 0, "it is tried again at once, and fails at once"
    ClaimBatch.objects.update(sent_at=timezone.now() - timedelta(minutes=1))
    assert jobs.sweep() == 1
    assert no_broker == [(jobs.KINDS[ClaimBatch].task, [str(batch.pk)])]
    bulk.batch_slice(str(batch.pk))
    assert states() == {"accepted": 5, "extracted": 15}


@pytest.mark.django_db
def test_a_batch_begun_too_often_fails_and_waiting_ones_are_sent_again(bob, foreign_desk, no_broker):
    old = timezone.now() - timedelta(minutes=1)
    made = [
        ClaimBatch.objects.create(
            desk=foreign_desk, started_by=bob, action="accept", created_at=old, attempts=attempts
        )
        for attempts in (0, 5)
    ]
    assert jobs.sweep() == 1
    assert no_broker == [(jobs.KINDS[ClaimBatch].task, [str(made[0].pk)])]
    made[1].refresh_from_db()
    assert (made[1].state, made[1].error) == (JobState.FAILED, jobs.KINDS[ClaimBatch].failure)


@pytest.mark.django_db
def test_a_tag_that_is_refused_can_be_put_right_with_the_claims_still_chosen(as_user, bob, twenty):
    ids = [str(claim.pk) for claim in twenty[:3]]
    page = preview(as_user(bob), all="", claim=ids, action="tag", tag="x" * 61)
    assert page.status_code == 422
    assert all(f'name="claim" value="{pk}"' in page.text for pk in ids)
    assert f'value="{"x" * 61}"' in page.text
    page = preview(as_user(bob), asks="q=Item", action="untag", tag="none")
    assert 'name="all" value="yes"' in page.text
    assert 'name="asks" value="q=Item"' in page.text


@pytest.mark.django_db
def test_tags_are_put_on_many_taken_off_and_on_record(as_user, bob, twenty):
    client = as_user(bob)
    assert "Tag “Front page” on 20 claims?" in preview(client, action="tag", tag=" Front  page ").text
    assert not Tag.objects.exists()
    start(client, action="tag", tag="Front page", count="20")
    assert ClaimTag.objects.count() == 20
    answer = preview(client, action="tag", tag="front PAGE")
    assert "None of these claims would change" in answer.text
    start(client, all="", claim=[str(twenty[0].pk)], action="untag", tag="front page", count="1")
    assert ClaimTag.objects.count() == 19
    entries = AuditEntry.objects.filter(claim=twenty[0]).values_list("action", "after")
    assert {action for action, _ in entries} >= {"claim.tag", "claim.untag"}
    batch = ClaimBatch.objects.get(action="tag")
    client.post(reverse("claims:claim-batch-undo", args=[batch.pk]))
    assert ClaimTag.objects.count() == 0
    batch.refresh_from_db()
    assert batch.undone == 19


@pytest.mark.django_db
def test_a_tag_on_one_row(as_user, bob, charlie, twelve):
    client = as_user(bob)
    client.post(reverse("claims:claim-tag", args=[twelve.pk]), {"tag": "Ports"})
    page = client.get(reverse("claims:claim-list")).text
    assert f'formaction="{reverse("claims:claim-untag", args=[twelve.pk])}"' in page
    assert (
        as_user(charlie).post(reverse("claims:claim-untag", args=[twelve.pk]), {"tag": "Ports"}).status_code
        == 404
    )
    before = Claim.objects.get().version
    client.post(reverse("claims:claim-untag", args=[twelve.pk]), {"tag": ["", "ports"]})
    assert not ClaimTag.objects.exists()
    assert Claim.objects.get().version == before, "a tag is no change that a form must know of"


@pytest.mark.django_db
def test_another_desks_claims_are_left_alone(as_user, charlie, twenty):
    ids = [str(claim.pk) for claim in twenty]
    assert "None of these" in preview(as_user(charlie), all="", claim=ids, action="accept").text
    assert start(as_user(charlie), all="", claim=ids, action="accept", count="18").status_code == 422
    assert states() == {"accepted": 2, "extracted": 18}


@pytest.mark.django_db
def test_all_that_match_are_ticked_and_carried_along(as_user, alice, foreign_desk):
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(70)))
    make_claims(article, [(f"Item {n}.", {}) for n in range(70)])
    client = as_user(alice)
    assert 'href="?all=1"' in client.get(reverse("claims:claim-list")).text
    page = client.get(reverse("claims:claim-list"), {"all": "1", "q": "Item"}).text
    assert page.count('name="claim" value="') - page.count('class="linkbtn" name="claim"') == 70
    assert 'data-more="20"' in page
    assert '<input type="hidden" name="all" value="yes">' in page

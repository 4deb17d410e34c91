"""What two people decide apart is decided by no batch, stroke, merge or undo, and no such way tells of it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from claims.models import AuditEntry, Claim, ClaimBatch
from claims.review import bulk, decisions, services
from claims.states import Review
from tests.cast import make_claim
from tests.review.acting import HTMX, act, bench, deeds, edit_data, fresh
from tests.review.blind.test_rounds import SECRET, accept, marked, post, reject  # noqa: F401 - a fixture
from tests.review.test_article_rest import accept_rest, offer_rest
from tests.review.test_bulk import preview, start
from tests.review.test_merge import merge
from tests.review.test_undo import undo

# ruff: noqa: F811 - marked is a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def boats(harbour, authority):
    return make_claim(harbour, "3 boats", source=authority, worth=0.95)


@pytest.fixture
def half(as_user, edna, marked):
    """The high-stakes claim when Edna alone has decided: she rejects it, and says why."""
    assert reject(as_user(edna), marked, reason="duplicate", note=SECRET).status_code == 303
    return fresh(marked)


def open_still(claim):
    return fresh(claim).review_state == Review.EXTRACTED


# --- A decision on many claims ---------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["accept", "reject:vague"])
def test_a_batch_counts_and_decides_only_what_one_person_may(as_user, bob, half, boats, action):
    client = as_user(bob)
    page = preview(client, action=action)
    assert (page.context["count"], page.context["stay"]) == (1, 1)
    assert half.statement not in page.text
    start(client, action=action, count="1")
    assert open_still(half)
    assert not open_still(boats)
    assert ClaimBatch.objects.get().claims == [boats.pk]


def test_without_the_mark_the_same_batch_takes_both(as_user, bob, half, boats):
    """The control: it is the mark alone that keeps the claim out."""
    Claim.objects.filter(pk=half.pk).update(high_stakes=False)
    start(as_user(bob), action="accept", count="2")
    assert not open_still(half)
    assert not open_still(boats)


def test_a_claim_marked_while_a_batch_waits_stays_open(as_user, bob, alice, twelve, boats):
    """The count is older than the mark: what does the deed asks again."""
    deed = bulk.deed_of(user=bob, action="accept")
    post(as_user(alice), twelve, "stakes", reason="It leads")
    done = bulk.batch_start(user=bob, deed=deed, claims=[twelve.pk, boats.pk])
    assert (done.total, done.changed) == (2, 1)
    assert open_still(twelve)
    assert "claim.accept" not in deeds(twelve)


def test_with_the_guard_off_the_database_still_refuses(as_user, bob, alice, twelve, monkeypatch):
    post(as_user(alice), twelve, "stakes", reason="It leads")
    monkeypatch.setattr(decisions, "not_apart", lambda claim: None)
    with pytest.raises(DatabaseError, match="decided by a round of two people"), transaction.atomic():
        services.claim_accept(user=bob, claim=fresh(twelve))
    assert open_still(twelve)


def test_undoing_a_batch_touches_nothing_that_a_round_decided_since(as_user, bob, alice, edna, twelve, boats):
    client = as_user(bob)
    start(client, action="accept", count="2")
    batch = ClaimBatch.objects.get()
    client.post(reverse("claims:claim-undo", args=[twelve.pk]))  # one of them alone
    post(as_user(alice), twelve, "stakes", reason="It leads")
    reject(client, twelve)
    assert open_still(twelve)
    client.post(reverse("claims:claim-batch-undo", args=[batch.pk]))
    assert open_still(twelve)
    assert open_still(boats)
    assert AuditEntry.objects.filter(claim=twelve, action="claim.undo").count() == 1
    reject(as_user(edna), twelve)
    assert fresh(twelve).review_state == Review.REJECTED


# --- What is left of an article, at one stroke -----------------------------------------------------------


def test_the_rest_of_an_article_is_accepted_without_it(as_user, bob, harbour, half, boats):
    client = as_user(bob)
    Claim.objects.filter(pk=half.pk).update(worth=0.95)
    other = make_claim(harbour, "only 2 ships were delayed", worth=0.95)
    assert "Accept the 2 claims left" in bench(client, harbour).text
    page = accept_rest(client, harbour, [half, boats, other], **HTMX)  # as if the page had offered it
    assert "2 claims accepted; 1 changed in the meantime" in page.text
    assert SECRET not in page.text
    assert open_still(half)
    Claim.objects.filter(pk=half.pk).update(high_stakes=False)
    accept_rest(client, harbour, [fresh(half)])  # the control
    assert not open_still(half)


def test_taking_the_stroke_back_leaves_what_a_round_has_begun_on(as_user, bob, alice, edna, harbour, twelve):
    client = as_user(bob)
    Claim.objects.filter(pk=twelve.pk).update(worth=0.95)
    accept_rest(client, harbour, [twelve])
    client.post(reverse("claims:claim-undo", args=[twelve.pk]))
    post(as_user(alice), twelve, "stakes", reason="It leads")
    accept(as_user(bob), twelve)
    accept(as_user(edna), twelve)
    version = fresh(twelve).version
    undo(client, harbour)
    assert (fresh(twelve).review_state, fresh(twelve).version) == (Review.ACCEPTED, version)


def test_offering_all_decides_nothing(as_user, bob, harbour, half):
    Claim.objects.filter(pk=half.pk).update(set_aside=True)
    assert offer_rest(as_user(bob), harbour, [fresh(half)]).status_code == 303
    assert open_still(half)
    assert fresh(half).high_stakes


# --- Merging -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_it_is_merged_neither_into_another_nor_another_into_it(as_user, bob, half, boats, turned):
    claim, other = (boats, half) if turned else (half, boats)
    page = merge(as_user(bob), claim, other, htmx=True)
    assert page.status_code == 422
    assert "two people decide it apart" in page.text
    assert SECRET not in page.text
    assert fresh(claim).merged_into is None
    assert open_still(half)
    assert half.appearances.count() == 1
    Claim.objects.filter(pk=half.pk).update(high_stakes=False)
    assert merge(as_user(bob), claim, other).status_code == 303  # the control


def test_the_list_to_merge_with_tells_nothing_of_what_one_decided(as_user, bob, half, boats):
    page = as_user(bob).get(reverse("claims:claim-merge", args=[boats.pk]), **HTMX)
    assert page.status_code == 200
    for secret in (SECRET, "Duplicate", "rejected"):
        assert secret not in page.text


@pytest.fixture
def taken_in(as_user, bob, twelve, boats):
    """The twelve containers, with Bob's boats merged into them before anybody marked anything."""
    assert merge(as_user(bob), boats, twelve).status_code == 303
    return twelve


def test_a_merge_is_not_undone_under_the_eyes_of_the_second(
    as_user, bob, alice, edna, harbour, taken_in, boats
):
    post(as_user(alice), taken_in, "stakes", reason="It leads")
    accept(as_user(edna), taken_in)
    seen = sorted(taken_in.appearances.values_list("pk", flat=True))
    answer = undo(as_user(bob), harbour, **HTMX)
    assert "Somebody has decided about these very words" in answer.text
    assert sorted(taken_in.appearances.values_list("pk", flat=True)) == seen
    assert fresh(boats).merged_into == taken_in
    accept(as_user(bob), taken_in)
    assert not open_still(taken_in)
    undo(as_user(bob), harbour)  # both are in: nobody is misled any more
    assert fresh(boats).merged_into is None


def test_before_anybody_has_decided_the_merge_is_undone(as_user, bob, alice, harbour, taken_in, boats):
    """The control of the test above."""
    post(as_user(alice), taken_in, "stakes", reason="It leads")
    undo(as_user(bob), harbour)
    assert fresh(boats).merged_into is None


# --- Undo ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_an_edit_is_not_taken_back_once_somebody_decided_about_it(
    as_user, bob, edna, harbour, marked, turned
):
    """The words that one has decided about are those that the other sees."""
    client = as_user(bob)
    act(client, marked, "edit", **edit_data(marked, statement="Crews found 12 containers"))
    if turned:  # the control: nobody has decided yet
        undo(client, harbour)
        assert fresh(marked).statement == marked.statement
        return
    accept(as_user(edna), marked)
    answer = undo(client, harbour, **HTMX)
    assert answer.status_code == 422
    assert "Somebody has decided about these very words" in answer.text
    assert fresh(marked).statement == "Crews found 12 containers"
    assert client.post(reverse("claims:claim-undo", args=[marked.pk])).status_code == 422


def test_nobody_takes_back_alone_what_two_decided(as_user, bob, edna, harbour, marked):
    accept(as_user(bob), marked)
    accept(as_user(edna), marked)
    for who in (bob, edna):
        undo(as_user(who), harbour)
        as_user(who).post(reverse("claims:claim-undo", args=[marked.pk]))
    assert fresh(marked).review_state == Review.ACCEPTED


def test_the_services_hold_without_the_pages(bob, edna, half, boats):
    for deed in (
        lambda: services.claim_accept(user=bob, claim=half),
        lambda: services.claim_reject(user=bob, claim=half, reason="vague"),
        lambda: services.claim_merge(user=bob, claim=boats, keep=half),
        lambda: services.claim_merge(user=bob, claim=half, keep=boats),
        lambda: services.claim_undo(user=edna, claim=half),
        lambda: services.claim_source_use(user=bob, claim=half, source=boats.source),
    ):
        with pytest.raises(services.CannotDecide):
            deed()
    assert open_still(half)

"""What is left above a threshold is accepted at one stroke, as it was shown, and taken back at one stroke."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import AuditEntry, Claim
from claims.states import Review
from tests.cast import make_claim, make_claims
from tests.review.acting import HTMX, act, bench, deeds, fresh
from tests.review.test_undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(harbour, authority):
    """Three claims worth it, one that is not."""
    words = ("41 containers were missing", "its crews recovered 12 containers", "3 boats")
    rows = [make_claim(harbour, text, source=authority, worth=0.95) for text in words]
    return [*rows, make_claim(harbour, "only 2 ships were delayed", worth=0.6)]


def accept_rest(client, article, rows, **more):
    seen = [f"{row.pk}:{row.version}" for row in rows]
    return client.post(reverse("claims:review-accept", args=[article.pk]), {"claim": seen}, **more)


def states(rows):
    return [fresh(row).review_state for row in rows]


def test_the_button_says_how_many_and_accepts_just_those(as_user, bob, harbour, four):
    client = as_user(bob)
    page = bench(client, harbour).text
    assert "Accept the 3 claims left above 0.90" in page
    assert accept_rest(client, harbour, four[:3]).status_code == 303
    assert states(four) == ["accepted"] * 3 + ["extracted"]
    assert {row.reviewed_by for row in Claim.objects.filter(review_state=Review.ACCEPTED)} == {bob}
    head = AuditEntry.objects.get(action="article.accept_rest")
    assert (head.article, head.actor, len(head.after["claims"])) == (harbour, bob, 3)
    assert deeds(four[0]) == ["claim.accept_with"]


def test_one_undo_takes_all_of_it_back_and_the_next_one_what_came_before(as_user, bob, harbour, four):
    client = as_user(bob)
    act(client, four[3], "reject", reason="vague")
    accept_rest(client, harbour, four[:3])
    response = undo(client, harbour, **HTMX)
    assert "3 claims open again" in response.text
    assert states(four) == ["extracted"] * 3 + ["rejected"]
    undo(client, harbour)
    assert states(four) == ["extracted"] * 4


def test_what_was_changed_since_stays_when_the_batch_is_undone(as_user, bob, alice, harbour, four):
    client = as_user(bob)
    accept_rest(client, harbour, four[:3])
    act(as_user(alice), fresh(four[1]), "reject", reason="vague")
    assert "2 claims open again; 1 changed since and stay as they are" in undo(client, harbour, **HTMX).text
    assert states(four) == ["extracted", "rejected", "extracted", "extracted"]


def test_a_single_claim_of_the_batch_can_be_taken_back(as_user, bob, harbour, four):
    client = as_user(bob)
    accept_rest(client, harbour, four[:3])
    act(client, fresh(four[0]), "undo")
    assert states(four) == ["extracted", "accepted", "accepted", "extracted"]


def test_nobody_accepts_what_they_have_not_seen(as_user, bob, alice, harbour, four):
    act(as_user(alice), four[0], "opinion")
    Claim.objects.filter(pk=four[1].pk).update(
        lease_holder=alice, lease_until=timezone.now() + timedelta(minutes=3)
    )
    client = as_user(bob)
    assert "claims left above" not in bench(client, harbour).text  # one alone is a plain accept
    page = accept_rest(client, harbour, four, **HTMX)
    assert "1 claim accepted; 3 changed in the meantime" in page.text
    assert states(four) == ["extracted", "extracted", "accepted", "extracted"]
    again = accept_rest(client, harbour, four, **HTMX)
    assert (again.status_code, "None of these claims is left" in again.text) == (422, True)


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("dana", 403)])
def test_who_may_not(request, as_user, harbour, four, who, status):
    client = as_user(request.getfixturevalue(who))
    assert accept_rest(client, harbour, four).status_code == status
    assert states(four) == ["extracted"] * 4


def test_a_claim_of_another_article_is_not_carried_along(as_user, bob, harbour, foreign_desk, four):
    from tests.cast import make_article

    other = make_claim(make_article(foreign_desk, text="Noon it was."), "Noon it was", worth=0.99)
    accept_rest(as_user(bob), harbour, [*four[:3], other])
    assert fresh(other).review_state == Review.EXTRACTED


def test_a_large_batch_is_one_answer(as_user, bob, foreign_desk):
    from tests.cast import make_article

    text = " ".join(f"{at} ships sank." for at in range(10, 70))
    article = make_article(foreign_desk, text=text)
    rows = make_claims(article, [(f"{at} ships sank", {}) for at in range(10, 70)], worth=0.95)
    client = as_user(bob)
    page = accept_rest(client, article, rows, **HTMX)
    assert "60 claims accepted" in page.text
    assert "All 60 claims of this article are decided" in page.text


# --- What the machine set aside, offered at one stroke ---------------------------------------------------


@pytest.fixture
def aside(harbour, four):
    words = ("The harbour authority", "before dawn")
    return [make_claim(harbour, text, set_aside=True, worth=0.2, worth_reason="too little") for text in words]


def offer_rest(client, article, rows, **more):
    seen = [f"{row.pk}:{row.version}" for row in rows]
    return client.post(reverse("claims:review-offer", args=[article.pk]), {"claim": seen}, **more)


def are_aside(rows):
    return [fresh(row).set_aside for row in rows]


def test_all_that_was_set_aside_is_offered_and_set_aside_again_by_one_undo(as_user, bob, harbour, aside):
    client = as_user(bob)
    page = bench(client, harbour).text
    assert "Offer all 2 for review" in page
    assert page.count(f'value="{aside[0].pk}:1"') == 1
    assert offer_rest(client, harbour, aside).status_code == 303
    assert are_aside(aside) == [False, False]
    head = AuditEntry.objects.get(action="article.offer_rest")
    assert (head.article, head.actor, len(head.after["claims"])) == (harbour, bob, 2)
    assert deeds(aside[0]) == ["claim.offer_with"]
    assert "Offer all" not in bench(client, harbour).text
    undo(client, harbour)
    assert are_aside(aside) == [True, True]
    assert AuditEntry.objects.get(action="article.aside_rest").undoes == head


def test_what_was_decided_since_it_was_offered_stays(as_user, bob, alice, harbour, aside):
    client = as_user(bob)
    offer_rest(client, harbour, aside)
    act(as_user(alice), fresh(aside[0]), "accept")
    undo(client, harbour)
    assert are_aside(aside) == [False, True]
    assert fresh(aside[0]).review_state == Review.ACCEPTED


def test_one_of_those_offered_is_taken_back_alone(as_user, bob, harbour, aside):
    client = as_user(bob)
    offer_rest(client, harbour, aside)
    client.post(reverse("claims:claim-undo", args=[aside[0].pk]))
    assert are_aside(aside) == [True, False]


def test_a_claim_offered_or_changed_meanwhile_is_left_as_it_is(as_user, bob, alice, harbour, four, aside):
    client = as_user(bob)
    act(as_user(alice), aside[0], "offer")
    assert offer_rest(client, harbour, [*aside, four[0]]).status_code == 303
    head = AuditEntry.objects.get(action="article.offer_rest")
    assert head.after["claims"] == [str(aside[1].pk)]
    assert offer_rest(client, harbour, aside).status_code == 422

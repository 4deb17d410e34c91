"""What is left above a threshold is accepted at one stroke, as it was shown, and taken back at one stroke."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import AuditEntry, Claim
from claims.states import Review
from tests.cast import make_claim
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
    rows = [make_claim(article, f"{at} ships sank", worth=0.95) for at in range(10, 70)]
    client = as_user(bob)
    page = accept_rest(client, article, rows, **HTMX)
    assert "60 claims accepted" in page.text
    assert "All 60 claims of this article are decided" in page.text

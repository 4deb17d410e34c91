"""Accepting, rejecting, asking for a second opinion, offering: who may, what is written, where it leads."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.states import CHOSEN_REASONS, RejectReason, Review
from tests.cast import make_claim
from tests.review.acting import act, bench, deeds, edit_data, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def boats(harbour, authority):
    return make_claim(harbour, "3 boats before dawn", source=authority)


def test_accepting_moves_to_the_next_open_claim_in_the_order_of_the_text(
    as_user, bob, harbour, twelve, boats
):
    response = act(as_user(bob), twelve, "accept")
    assert response.status_code == 303
    assert response.url == f"{reverse('claims:workbench', args=[harbour.pk])}?claim={boats.pk}"
    claim = fresh(twelve)
    assert (claim.review_state, claim.reviewed_by, claim.version) == (Review.ACCEPTED, bob, 2)
    assert deeds(twelve) == ["claim.accept"]


def test_after_the_last_claim_the_bench_goes_on_with_an_earlier_open_one(as_user, bob, twelve, boats):
    assert f"claim={twelve.pk}" in act(as_user(bob), boats, "accept").url


def test_when_all_is_decided_the_card_says_so_and_leads_on(as_user, bob, harbour, twelve):
    client = as_user(bob)
    page = client.get(act(client, twelve, "accept").url)
    assert "All 1 claims of this article are decided" in page.text
    assert reverse("claims:review") in page.text


@pytest.mark.parametrize("reason", CHOSEN_REASONS)
def test_each_of_the_six_reasons_rejects(as_user, bob, twelve, reason):
    assert act(as_user(bob), twelve, "reject", reason=reason).status_code == 303
    claim = fresh(twelve)
    assert (claim.review_state, claim.reject_reason) == (Review.REJECTED, reason)


@pytest.mark.parametrize("reason", ["", "split", "withdrawn", "because", "\x00"])
def test_a_reason_that_people_cannot_choose_changes_nothing(as_user, bob, twelve, reason):
    response = act(as_user(bob), twelve, "reject", reason=reason)
    assert response.status_code == 422
    assert "Choose a reason from 1 to 6" in response.text
    assert fresh(twelve).version == 1


def test_a_second_opinion_leaves_the_claim_open_and_goes_on(as_user, bob, twelve, boats):
    assert f"claim={boats.pk}" in act(as_user(bob), twelve, "opinion").url
    claim = fresh(twelve)
    assert (claim.review_state, claim.second_opinion) == (Review.EXTRACTED, True)


def test_a_decision_settles_the_second_opinion(as_user, bob, alice, twelve):
    act(as_user(bob), twelve, "opinion")
    act(as_user(alice), fresh(twelve), "accept")
    assert fresh(twelve).second_opinion is False


def test_no_second_opinion_on_a_decided_claim(as_user, alice, accepted):
    response = act(as_user(alice), accepted, "opinion")
    assert response.status_code == 422
    assert fresh(accepted).version == 1


def test_a_claim_set_aside_is_offered_with_a_number(as_user, bob, harbour, authority):
    aside = make_claim(harbour, "2 ships were delayed", source=authority, set_aside=True, worth=0.2)
    client = as_user(bob)
    before = bench(client, harbour)
    assert "Set aside by the machine" in before.text
    assert "0 of 0" in before.text
    assert act(client, aside, "offer").status_code == 303
    assert fresh(aside).set_aside is False
    assert "0 of 1" in bench(client, harbour).text
    assert deeds(aside) == ["claim.offer"]


def test_a_rejected_claim_may_be_accepted_after_all(as_user, bob, twelve):
    client = as_user(bob)
    act(client, twelve, "reject", reason=RejectReason.VAGUE)
    act(client, fresh(twelve), "accept")
    assert (fresh(twelve).review_state, fresh(twelve).reject_reason) == (Review.ACCEPTED, "")


def test_looking_never_changes_a_claim(as_user, bob, harbour, twelve):
    client = as_user(bob)
    for name in ("accept", "reject", "opinion", "offer", "undo", "hold"):
        assert client.get(reverse(f"claims:claim-{name}", args=[twelve.pk])).status_code == 405
    bench(client, harbour, twelve)
    client.get(reverse("claims:claim-edit", args=[twelve.pk]))
    client.get(reverse("claims:claim-split", args=[twelve.pk]))
    assert (fresh(twelve).version, deeds(twelve)) == (1, [])


# --- Who may: one setup for success and denial ---------------------------------------------------------

ACTIONS = {
    "accept": {},
    "reject": {"reason": "vague"},
    "opinion": {},
    "offer": {},
    "hold": {},
    "edit": {"statement": "12 containers were recovered"},
    "split": {
        "statement_0": "Crews recovered containers",
        "words_0": "its crews recovered",
        "statement_1": "There were 12 containers",
        "words_1": "12 containers",
    },
}
PEOPLE = {"alice": True, "bob": True, "ada": True, "charlie": 404, "dana": 403}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_decide(request, as_user, twelve, action, who):
    user = request.getfixturevalue(who)
    data = edit_data(twelve) | ACTIONS[action] if action == "edit" else ACTIONS[action]
    response = act(as_user(user), twelve, action, **data)
    if PEOPLE[who] is True:
        assert response.status_code == (204 if action == "hold" else 303)
        assert fresh(twelve).version == (1 if action == "hold" else 2)
    else:
        assert response.status_code == PEOPLE[who]
        assert (fresh(twelve).version, deeds(twelve)) == (1, [])


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_the_workbench_and_its_forms(request, as_user, harbour, twelve, who):
    client = as_user(request.getfixturevalue(who))
    wanted = 200 if PEOPLE[who] is True else PEOPLE[who]
    assert bench(client, harbour, twelve).status_code == wanted
    for name in ("edit", "split"):
        assert client.get(reverse(f"claims:claim-{name}", args=[twelve.pk])).status_code == wanted


@pytest.mark.parametrize(("who", "status"), [("bob", 302), ("alice", 302), ("dana", 403)])
def test_who_gets_the_next_claim(request, as_user, twelve, who, status):
    assert as_user(request.getfixturevalue(who)).get(reverse("claims:review")).status_code == status


def test_somebody_who_is_not_signed_in_is_asked_to(client, twelve):
    response = act(client, twelve, "accept")
    assert response.status_code == 302
    assert "/accounts/login/" in response.url
    assert fresh(twelve).version == 1

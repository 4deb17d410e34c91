"""Who is on a claim, how long still, who else looks, and how an editor takes a claim over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import AuditEntry, Claim
from claims.review import presence, services
from claims.states import Review
from claims.verify.claim_reads import changed_by
from tests.cast import make_claim
from tests.review.acting import HTMX, act, bench, edit_data, fresh

pytestmark = pytest.mark.django_db


def test_the_bar_says_until_when_a_claim_is_mine(as_user, bob, harbour, twelve):
    page = bench(as_user(bob), harbour, twelve).text
    until = timezone.localtime(fresh(twelve).lease_until)
    assert f"Yours until {until:%H:%M}" in page
    assert 'data-key="y"' in page


def test_others_see_how_long_it_lasts(as_user, bob, alice, harbour, twelve):
    bench(as_user(bob), harbour, twelve)
    page = bench(as_user(alice), harbour, twelve).text
    assert "5 minutes left" in page
    assert "Yours until" not in page


def test_a_lease_that_ran_out_is_not_shown(as_user, bob, alice, harbour, twelve):
    Claim.objects.filter(pk=twelve.pk).update(
        lease_holder=bob, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert "is on it" not in bench(as_user(alice), harbour, twelve).text


def test_keeping_a_claim_answers_with_the_new_time_alone(as_user, bob, harbour, twelve):
    client = as_user(bob)
    bench(client, harbour, twelve)
    page = act(client, twelve, "hold", htmx=True).text
    assert 'id="lease" hx-swap-oob="true"' in page
    assert f'data-left="{int(settings.REVIEW_LEASE.total_seconds()) - 1}"' in page
    assert 'id="card"' not in page


def test_a_claim_that_was_decided_meanwhile_leaves_with_a_sentence(as_user, bob, alice, harbour, twelve):
    boats = make_claim(harbour, "3 boats")
    client = as_user(bob)
    bench(client, harbour, twelve)
    act(as_user(alice), twelve, "accept")
    response = act(client, twelve, "hold", htmx=True)
    assert "Alice accepted claim 1 meanwhile" in response.text
    assert response["HX-Retarget"] == "#card"
    assert fresh(boats).lease_holder == bob


def test_a_form_in_which_somebody_types_is_not_swapped_away(as_user, bob, alice, harbour, twelve):
    bench(as_user(alice), harbour, twelve)
    page = act(as_user(bob), twelve, "hold", htmx=True, typing="1").text
    assert "Alice is on this claim now" in page
    assert 'id="card"' not in page


# --- Taking over -----------------------------------------------------------------------------------------


def test_an_editor_takes_a_claim_over_and_the_record_says_why(as_user, bob, alice, harbour, twelve):
    bench(as_user(bob), harbour, twelve)
    response = act(as_user(alice), twelve, "take-over", htmx=True, reason="Bob is at lunch")
    assert response.status_code == 200
    assert "Claim 1 taken over from Bob" in response.text
    claim = fresh(twelve)
    assert (claim.lease_holder, claim.version) == (alice, 2)
    entry = AuditEntry.objects.get(claim=twelve)
    assert (entry.action, entry.note, entry.actor) == ("claim.take_over", "Bob is at lunch", alice)
    assert entry.before["lease_holder"]["name"] == "Bob"


def test_what_the_other_person_saves_next_is_a_conflict_that_keeps_it(as_user, bob, alice, harbour, twelve):
    client = as_user(bob)
    bench(client, harbour, twelve)
    act(as_user(alice), twelve, "take-over", reason="Deadline")
    response = act(client, twelve, "edit", htmx=True, **edit_data(twelve, statement="What Bob typed"))
    assert response.status_code == 409
    assert "What Bob typed" in response.text
    assert "Took over" in response.text
    assert "Deadline" in response.text
    assert fresh(twelve).statement == twelve.statement


def test_who_changed_the_claim_last_stays_who_it_was(as_user, bob, alice, edna, harbour, twelve):
    act(as_user(bob), twelve, "opinion")
    asked = fresh(twelve)
    until = timezone.now() + settings.REVIEW_LEASE
    Claim.objects.filter(pk=twelve.pk).update(lease_holder=edna, lease_until=until)
    act(as_user(alice), asked, "take-over", reason="Deadline")
    claim = fresh(twelve)
    assert claim.lease_holder == alice
    assert (claim.changed_by, claim.changed_at) == (bob, asked.changed_at)
    assert changed_by(claim).startswith("Alice took over this claim at ")
    Claim.objects.update(lease_until=None, lease_holder=None)
    assert services.claim_lease_next(user=bob) is None, "he asked for somebody else's opinion"


def test_a_reporter_may_not_take_over_and_sees_no_button(as_user, bob, alice, harbour, twelve):
    bench(as_user(alice), harbour, twelve)
    client = as_user(bob)
    assert "Take over" not in bench(client, harbour, twelve).text
    assert act(client, twelve, "take-over", reason="I want it").status_code == 403
    assert fresh(twelve).lease_holder == alice
    assert "Take over" in bench(as_user(alice), harbour, twelve_of(bob, harbour)).text


def twelve_of(user, article) -> Claim:
    """Return another claim of the article that `user` is on."""
    claim = make_claim(article, "only 2 ships were delayed")
    until = timezone.now() + settings.REVIEW_LEASE
    Claim.objects.filter(pk=claim.pk).update(lease_holder=user, lease_until=until)
    return claim


def test_taking_over_needs_a_reason_and_somebody_to_take_from(as_user, bob, alice, harbour, twelve):
    client = as_user(alice)
    response = act(client, twelve, "take-over", htmx=True, reason="Deadline")
    assert (response.status_code, "Nobody is on this claim" in response.text) == (422, True)
    Claim.objects.filter(pk=twelve.pk).update(
        lease_holder=bob, lease_until=timezone.now() + settings.REVIEW_LEASE
    )
    response = act(client, twelve, "take-over", htmx=True, reason="  ")
    assert (response.status_code, "Say why" in response.text) == (422, True)
    assert (fresh(twelve).version, fresh(twelve).review_state) == (1, Review.EXTRACTED)


# --- Who looks -------------------------------------------------------------------------------------------


def test_people_who_look_at_the_same_article_see_each_other(as_user, bob, alice, harbour, twelve):
    assert "Also here" not in bench(as_user(bob), harbour, twelve).text
    page = bench(as_user(alice), harbour, twelve).text
    assert "Also here" in page
    assert "Bob" in page.split('id="lookers"')[1].split("</header>")[0]
    assert 'id="lookers" hx-swap-oob="true"' in bench(as_user(bob), harbour, twelve, **HTMX).text


def test_who_asks_for_nothing_is_gone_after_a_while(alice, bob, harbour, monkeypatch):
    presence.looking(harbour.pk, bob)
    assert [one.display_name for one in presence.looking(harbour.pk, alice)] == ["Bob"]
    later = presence.time.time() + presence.SHOWN + 1
    monkeypatch.setattr(presence.time, "time", lambda: later)
    assert presence.looking(harbour.pk, alice) == []


def test_without_redis_nobody_is_shown_and_the_page_works(as_user, bob, harbour, twelve, monkeypatch):
    monkeypatch.setattr(presence, "_redis", lambda: presence.redis.Redis(host="127.0.0.1", port=1))
    assert bench(as_user(bob), harbour, twelve).status_code == 200


def test_looking_ahead_takes_no_lease_and_says_nothing(as_user, bob, harbour, twelve):
    boats = make_claim(harbour, "3 boats")
    client = as_user(bob)
    bench(client, harbour, twelve)
    answer = client.get(f"/review/{harbour.pk}/", {"ahead": "1", "after": twelve.pk}, **HTMX)
    assert f'id="current-claim" name="from" value="{boats.pk}"' in answer.text
    assert 'id="lease"' not in answer.text
    assert 'id="toasts"' not in answer.text
    assert "<b>1 of 2</b>" in answer.text
    assert (fresh(twelve).lease_holder, fresh(boats).lease_holder) == (bob, None)
    done = {"ahead": "1", "after": boats.pk, "skip": [twelve.pk]}
    assert client.get(f"/review/{harbour.pk}/", done, **HTMX).status_code == 204

"""Two people, one claim: the later one is told who did what, and loses nothing that was typed."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from claims import record
from claims.states import Review
from tests.review.acting import act, bench, deeds, edit_data, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(as_user, bob, alice, twelve):
    """Alice has the claim open at version 1; Bob accepts it meanwhile."""
    act(as_user(bob), twelve, "accept")
    return twelve


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_decision_is_refused_and_names_who_was_first(as_user, alice, decided, htmx):
    response = act(as_user(alice), decided, "reject", reason="vague", htmx=htmx)
    assert response.status_code == 409
    assert "Bob changed claim 1 first" in response.text
    assert "Your decision was not saved" in response.text
    assert "Rejected: too vague to check" in response.text
    claim = fresh(decided)
    assert (claim.review_state, claim.version, deeds(decided)) == (Review.ACCEPTED, 2, ["claim.accept"])


def test_without_the_version_check_the_later_decision_would_win(as_user, alice, decided):
    """The control: the same request at the present version goes through."""
    assert act(as_user(alice), fresh(decided), "reject", reason="vague").status_code == 303
    assert fresh(decided).review_state == Review.REJECTED


def test_a_stale_edit_shows_both_and_keeps_every_typed_value(as_user, alice, decided):
    typed = edit_data(decided, statement="Crews found 13 containers", place="Odesa quay", value_0="13")
    response = act(as_user(alice), decided, "edit", htmx=True, **typed)
    assert response.status_code == 409
    page = response.text
    assert "Your changes were not saved, and are kept here" in page
    for value in ("Crews found 13 containers", "Odesa quay", decided.statement):
        assert value in page
    assert '<input type="hidden" name="value_0" value="13">' in page
    assert '<input type="hidden" name="version" value="2">' in page
    assert fresh(decided).statement == decided.statement


def test_overwriting_is_the_same_form_at_the_new_version(as_user, alice, decided):
    client = as_user(alice)
    typed = edit_data(decided, statement="Crews found 13 containers")
    assert act(client, decided, "edit", **typed).status_code == 409
    assert act(client, fresh(decided), "edit", **typed).status_code == 303
    assert fresh(decided).statement == "Crews found 13 containers"


def test_looking_at_the_own_values_saves_nothing(as_user, alice, decided):
    typed = edit_data(decided, statement="Crews found 13 containers", look="1")
    response = act(as_user(alice), fresh(decided), "edit", **typed)
    assert response.status_code == 200
    assert "Crews found 13 containers" in response.text
    assert fresh(decided).statement == decided.statement


def test_taking_theirs_leads_to_the_next_open_claim(as_user, alice, harbour, decided):
    page = act(as_user(alice), decided, "accept").text
    onward = f"{reverse('claims:workbench', args=[harbour.pk])}?after={decided.pk}"
    assert onward in page
    assert as_user(alice).get(onward).status_code == 200


def test_a_stale_split_is_refused_and_makes_no_parts(as_user, alice, decided):
    response = act(
        as_user(alice),
        decided,
        "split",
        statement_0="Crews recovered",
        words_0="its crews",
        statement_1="12 containers",
        words_1="12 containers",
    )
    assert response.status_code == 409
    assert decided.parts.count() == 0
    assert "Crews recovered" in response.text


@pytest.mark.parametrize("version", ["", "-1", "zwölf", "999999999999999999999", "1 OR 1=1"])
def test_a_version_that_is_none_conflicts_instead_of_overwriting(as_user, bob, twelve, version):
    assert act(as_user(bob), twelve, "accept", version=version).status_code == 409
    assert fresh(twelve).version == 1


def test_my_own_other_window_is_called_that(as_user, bob, twelve):
    client = as_user(bob)
    act(client, twelve, "accept")
    response = act(client, twelve, "accept")
    assert response.status_code == 409
    assert "You changed claim 1 first" in response.text
    assert "in another window" in response.text


def test_hostile_typed_values_come_back_as_text(as_user, alice, decided):
    typed = edit_data(decided, statement='"><script>alert(1)</script>')
    page = act(as_user(alice), decided, "edit", **typed).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_claim_that_the_machine_changed_meanwhile_conflicts_too(as_user, bob, harbour, twelve):
    with transaction.atomic():
        record.change(
            twelve, actor=None, action="claim.recheck", freshness="needs_recheck", freshness_cause="x"
        )
    twelve.version = 1
    response = act(as_user(bob), twelve, "accept")
    assert response.status_code == 409
    assert "first" in response.text
    assert bench(as_user(bob), harbour).status_code == 200

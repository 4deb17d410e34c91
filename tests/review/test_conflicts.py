"""Two people, one claim: the later one is told who did what, and loses nothing that was typed."""

from __future__ import annotations

import html
import re

import pytest
from django.db import transaction
from django.urls import reverse

from claims import record
from claims.states import Review
from tests.cast import make_claim, make_source
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


def merge_form(page: str) -> dict[str, str]:
    """Return the fields of the merge as a browser would send them, the saved values chosen."""
    form = re.search(r'<form class="merge".*?</form>', page, re.S)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes["type"] != "radio" or " checked" in tag:
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


def test_what_does_not_clash_is_merged_by_itself_and_said(as_user, bob, alice, twelve):
    act(as_user(bob), twelve, "edit", **edit_data(twelve, place="Odesa", value_0="13"))
    response = act(as_user(alice), twelve, "edit", htmx=True, **edit_data(twelve, statement="Crews found 12"))
    assert response.status_code == 409
    assert "Nothing clashes" in response.text
    assert "by Bob; you left it as it was" in response.text
    assert "yours; it was not changed meanwhile" in response.text
    assert act(as_user(alice), twelve, "edit", **merge_form(response.text)).status_code == 303
    claim = fresh(twelve)
    assert (claim.statement, claim.place) == ("Crews found 12", "Odesa")
    assert claim.quantities.get().low == 13
    assert (claim.version, claim.changed_by) == (3, alice)


@pytest.mark.parametrize(("pick", "place"), [("theirs", "Odesa"), ("mine", "Kyiv"), ("other", "Lviv")])
def test_a_clash_is_saved_as_it_was_chosen(as_user, bob, alice, twelve, pick, place):
    act(as_user(bob), twelve, "edit", **edit_data(twelve, place="Odesa"))
    response = act(as_user(alice), twelve, "edit", **edit_data(twelve, place="Kyiv", statement="Hers"))
    chosen = merge_form(response.text)
    assert chosen["pick-place"] == "theirs"  # what overwrites nothing
    chosen |= {"pick-place": pick, "other-place-place": "Lviv"}
    assert act(as_user(alice), twelve, "edit", **chosen).status_code == 303
    assert (fresh(twelve).place, fresh(twelve).statement) == (place, "Hers")


def test_who_is_overtaken_while_choosing_merges_again_and_loses_nothing(as_user, bob, alice, edna, twelve):
    act(as_user(bob), twelve, "edit", **edit_data(twelve, place="Odesa"))
    first = act(as_user(alice), twelve, "edit", **edit_data(twelve, place="Kyiv", statement="Hers"))
    act(as_user(edna), fresh(twelve), "edit", **edit_data(fresh(twelve), value_0="14"))
    again = act(as_user(alice), twelve, "edit", **(merge_form(first.text) | {"pick-place": "mine"}))
    assert again.status_code == 409
    assert "Edna changed claim 1 first" in again.text
    assert "Nothing clashes" in again.text  # she has seen Bob's place and chosen hers
    assert act(as_user(alice), twelve, "edit", **merge_form(again.text)).status_code == 303
    claim = fresh(twelve)
    assert (claim.place, claim.statement, claim.quantities.get().low) == ("Kyiv", "Hers", 14)


def test_a_source_changed_from_the_own_voice_is_no_clash_with_one_left_alone(as_user, bob, alice, harbour):
    voice = make_source("Harbour Herald", "outlet", outlet=harbour.outlet)
    claim = make_claim(harbour, "3 boats", source=voice)
    seen = edit_data(claim, source_name="")
    act(as_user(bob), claim, "edit", **(seen | {"source_name": "Harbour authority"}))
    response = act(as_user(alice), claim, "edit", **(seen | {"place": "Odesa"}))
    assert "Nothing clashes" in response.text
    act(as_user(alice), claim, "edit", **merge_form(response.text))
    assert (fresh(claim).source.name, fresh(claim).place) == ("Harbour authority", "Odesa")


def test_a_merge_that_makes_no_sense_comes_back_as_the_form(as_user, bob, alice, twelve):
    act(as_user(bob), twelve, "edit", **edit_data(twelve, event_from="2025-06-09", event_to="2025-06-09"))
    mine = edit_data(twelve, event_from="2025-06-11", event_to="2025-06-12", statement="Hers")
    chosen = merge_form(act(as_user(alice), twelve, "edit", **mine).text)
    response = act(as_user(alice), twelve, "edit", **(chosen | {"pick-event_from": "mine"}))
    assert response.status_code == 422
    assert "The last day is before the first" in response.text
    assert "Hers" in response.text


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

"""The chain of attribution as people correct it: links added, removed, named anew, given a role."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from claims.models import Appearance, AuditEntry, BlindReview, BlindRound
from claims.report.parts import chain_of
from claims.review.merging import merge
from tests.cast import make_claim
from tests.review.acting import HTMX, act, bench, deeds, edit_data, fresh
from tests.review.test_conflicts import merge_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def relayed(twelve):
    """The claim of twelve containers, by way of Coastal Radio, as the machine found it."""
    twelve.appearances.update(via=["Coastal Radio"])
    return twelve


def chain(claim, **links):
    """Return a filled edit form with the links of the claim, some rows typed anew."""
    place = claim.appearances.get()
    rows = {f"link_{at}": name for at, (name, _) in enumerate(place.links)}
    rows |= {f"role_{at}": str(role) for at, (_, role) in enumerate(place.links)}
    return edit_data(claim, **({"chain_of": str(place.pk), "link_0": ""} | rows | links))


def links(claim):
    return [(name, str(role)) for name, role in claim.appearances.get().links]


def test_a_link_is_added_and_gets_a_role_on_record(as_user, bob, relayed):
    typed = chain(relayed, role_0="outlet", link_1="  Ines   Duarte ", role_1="spokesperson")
    assert act(as_user(bob), relayed, "edit", **typed).status_code == 303
    assert links(relayed) == [("Coastal Radio", "outlet"), ("Ines Duarte", "spokesperson")]
    entry = AuditEntry.objects.get(claim=relayed, action="claim.edit")
    assert (entry.before["chain"]["text"], entry.actor) == ("Coastal Radio", bob)
    assert entry.after["chain"]["text"] == "Coastal Radio (outlet) > Ines Duarte (spokesperson)"
    page = as_user(bob).get(reverse("claims:claim", args=[relayed.pk])).text
    assert "“Coastal Radio” became “Coastal Radio (outlet) &gt; Ines Duarte (spokesperson)”" in page


def test_a_link_without_a_name_is_taken_away_and_the_others_move_up(as_user, bob, relayed):
    relayed.appearances.update(via=["Coastal Radio", "The mayor"], via_roles=["outlet", "spokesperson"])
    act(as_user(bob), relayed, "edit", **chain(relayed, link_0=""))
    assert links(relayed) == [("The mayor", "spokesperson")]


def test_a_form_that_leaves_the_chain_alone_writes_nothing_about_it(as_user, bob, relayed):
    act(as_user(bob), relayed, "edit", **chain(relayed, place="Odesa"))
    act(
        as_user(bob), fresh(relayed), "edit", **edit_data(fresh(relayed), place="Kyiv")
    )  # has no links at all
    assert links(relayed) == [("Coastal Radio", "via")]
    assert not any("chain" in entry.after for entry in AuditEntry.objects.filter(claim=relayed))


def test_undo_brings_the_chain_back_as_it_was(as_user, bob, harbour, relayed):
    client = as_user(bob)
    act(client, relayed, "edit", **chain(relayed, link_0="The mayor", role_0="spokesperson", link_1="City"))
    client.post(reverse("claims:review-undo", args=[harbour.pk]))
    assert links(relayed) == [("Coastal Radio", "via")]
    done, undone = AuditEntry.objects.filter(claim=relayed).order_by("id")
    assert undone.after["chain"]["text"] == "Coastal Radio"
    assert undone.before["chain"]["text"] == done.after["chain"]["text"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_name_too_long_is_refused_and_everything_typed_is_kept(as_user, bob, relayed, htmx):
    typed = chain(relayed, link_1="x" * 201, role_1="agency", link_2="Kept too", place="Odesa")
    response = act(as_user(bob), relayed, "edit", htmx=htmx, **typed)
    assert response.status_code == 422
    assert "A name has at most 200 characters." in response.text
    for value in ("x" * 201, "Kept too", "Odesa"):
        assert value in response.text
    assert (links(relayed), fresh(relayed).version) == ([("Coastal Radio", "via")], 1)


def test_two_people_on_one_chain_choose_and_other_fields_fit(as_user, bob, alice, relayed):
    act(as_user(bob), relayed, "edit", **chain(relayed, role_0="agency"))
    typed = chain(relayed, role_0="via", link_0="Radio", place="Odesa")
    response = act(as_user(alice), relayed, "edit", htmx=True, **typed)
    assert response.status_code == 409
    assert "Coastal Radio (agency)" in response.text
    chosen = merge_form(response.text)
    assert chosen["pick-chain"] == "theirs"  # what overwrites nothing
    assert act(as_user(alice), relayed, "edit", **(chosen | {"pick-chain": "mine"})).status_code == 303
    assert (links(relayed), fresh(relayed).place) == ([("Radio", "via")], "Odesa")


def test_a_chain_that_only_one_changed_is_no_clash(as_user, bob, alice, relayed):
    seen = chain(relayed)
    act(as_user(bob), relayed, "edit", **(seen | {"role_0": "agency"}))
    response = act(as_user(alice), relayed, "edit", **(seen | {"statement": "Hers"}))
    assert "Nothing clashes" in response.text
    act(as_user(alice), relayed, "edit", **merge_form(response.text))
    assert (links(relayed), fresh(relayed).statement) == ([("Coastal Radio", "agency")], "Hers")


def test_forms_without_links_merge_as_before():
    plain = {"statement": "A", "place": ""}
    linked = {"link_0": "Radio", "role_0": "via"}
    assert "chain" not in [field.name for field in merge(plain, plain | linked, plain)]
    (field,) = (f for f in merge(linked, linked | {"role_0": "agency"}, linked) if f.outcome != "same")
    assert (field.name, field.saved, field.typed) == ("chain", "Radio (agency)", False)


def test_each_place_of_a_claim_has_a_chain_of_its_own(as_user, bob, harbour, relayed):
    other = make_claim(harbour, "3 boats").appearances.get()
    typed = chain(relayed, link_0="Elsewhere") | {"chain_of": str(other.pk)}
    response = act(as_user(bob), relayed, "edit", **typed)
    assert response.status_code == 422
    assert "no longer stands where you saw it" in response.text
    assert Appearance.objects.get(pk=other.pk).via == []
    assert (links(relayed), fresh(relayed).version) == ([("Coastal Radio", "via")], 1)


def test_a_chain_under_blind_review_stays_as_it_was_decided_about(as_user, alice, bob, relayed):
    type(relayed).objects.filter(pk=relayed.pk).update(high_stakes=True)
    blind = BlindRound.objects.create(claim=relayed, reason="It leads", opened_by=alice)
    BlindReview.objects.create(round=blind, claim=relayed, number=1, reviewer=alice, decision="accept")
    response = act(as_user(bob), relayed, "edit", **chain(relayed, link_0="Elsewhere"))
    assert response.status_code == 422
    assert links(relayed) == [("Coastal Radio", "via")]


def test_the_card_and_the_claim_page_lead_to_each_link(as_user, bob, harbour, relayed):
    relayed.appearances.update(via_roles=["outlet"])
    card = bench(as_user(bob), harbour, relayed).text
    url = reverse("claims:claim-edit", args=[relayed.pk])
    assert f'href="{url}?field=link_0"' in card
    assert f'href="{url}?field=link_1"' in card  # the one that can be added
    form = as_user(bob).get(url, {"field": "link_1"}, **HTMX).text
    assert 'aria-label="Link 2, name" autofocus' in form
    assert form.count("autofocus") == 1
    assert f'href="{url}?field=link_0"' in as_user(bob).get(reverse("claims:claim", args=[relayed.pk])).text


def test_a_report_names_the_role_that_people_gave(relayed):
    place = relayed.appearances.get()
    assert {"kind": "via", "name": "Coastal Radio"} in chain_of(place, relayed.source)
    place.via_roles = ["agency"]
    assert {"kind": "via", "name": "Coastal Radio", "role": "agency"} in chain_of(place, relayed.source)


@pytest.mark.parametrize("roles", [["agency", "agency"], ["nonsense"]])
def test_the_database_refuses_roles_that_fit_no_link(relayed, roles):
    with pytest.raises(IntegrityError), transaction.atomic():
        relayed.appearances.update(via_roles=roles)


def test_an_edit_of_the_chain_alone_counts_as_a_change(as_user, bob, alice, relayed):
    act(as_user(bob), relayed, "edit", **chain(relayed, role_0="agency"))
    assert (fresh(relayed).version, deeds(relayed)) == (2, ["claim.edit"])
    assert act(as_user(alice), relayed, "accept").status_code == 409

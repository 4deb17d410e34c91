"""A claim added by hand stands at just the words that were marked, as its person puts it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import AuditEntry, ChangedClaim, Claim, Source
from claims.review.by_hand import places_of
from claims.states import RejectReason, Review
from tests.cast import make_claim
from tests.review.acting import HTMX, bench, deeds, fresh
from tests.review.test_undo import undo

pytestmark = pytest.mark.django_db
WORDS = "3 boats before dawn"


def url(article):
    return reverse("claims:claim-add", args=[article.pk])


def at(article, words=WORDS):
    text = article.versions.get().text
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def filled(article, words=WORDS, **changes):
    return {
        **at(article, words),
        "of": str(article.versions.get().pk),
        "statement": "Crews recovered 3 boats",
        "source_name": "Harbour authority",
        "value_0": "3",
        "unit_0": "boat",
        **changes,
    }


def test_the_form_starts_with_the_words_and_what_stands_around_them(as_user, bob, harbour, twelve):
    page = as_user(bob).get(url(harbour), at(harbour))
    form = page.context["form"]
    assert form.initial["statement"] == WORDS
    assert form.initial["source_name"] == "Harbour authority"  # as of the claim in the same sentence
    assert [(row["value"], row["unit"]) for row in page.context["rows"]] == [("3", "boat"), ("", "")]
    assert f"<b>{WORDS}</b>" in page.text


def test_without_a_claim_beside_it_the_outlet_speaks_for_itself(as_user, bob, harbour):
    page = as_user(bob).get(url(harbour), at(harbour))
    assert page.context["form"].initial["source_name"] == ""


def test_it_is_stored_where_the_words_stand_and_accepted_by_who_added_it(as_user, bob, harbour, twelve):
    response = as_user(bob).post(url(harbour), filled(harbour))
    assert response.status_code == 303
    claim = Claim.objects.get(added_by=bob)
    place = claim.appearances.get()
    text = place.version.text
    assert (place.exact, text[place.start : place.end], place.spans) == (
        WORDS,
        WORDS,
        [[place.start, place.end]],
    )
    assert (claim.review_state, claim.reviewed_by, claim.extracted) == (Review.ACCEPTED, bob, None)
    assert (claim.statement, claim.source, claim.attribution) == (
        "Crews recovered 3 boats",
        twelve.source,
        "indirect",
    )
    assert [str(q) for q in claim.quantities.all()] == ["3 boat"]
    assert deeds(claim) == ["claim.by_hand"]
    assert ChangedClaim.objects.filter(claim=claim).exists(), "it is matched like any other"
    assert response.url.endswith(f"?claim={claim.pk}")


def test_undo_takes_it_away_and_it_may_be_added_again(as_user, bob, harbour, twelve):
    client = as_user(bob)
    client.post(url(harbour), filled(harbour))
    claim = Claim.objects.get(added_by=bob)
    undo(client, harbour)
    assert (fresh(claim).review_state, fresh(claim).reject_reason) == ("rejected", RejectReason.WITHDRAWN)
    assert AuditEntry.objects.get(action="claim.undo").undoes.action == "claim.by_hand"
    assert str(claim.pk) not in bench(client, harbour).text
    assert client.post(url(harbour), filled(harbour)).status_code == 303


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "5", "end": "3"}, "do not stand at that place"),
        ({"start": "0", "end": "9999"}, "do not stand at that place"),
        ({"text": "4 boats before dawn"}, "do not stand at that place"),
        ({"start": ""}, "Mark the words of the claim first"),
        ({"start": "60", "end": "110"}, "Mark words of one paragraph"),
        ({"of": "00000000-0000-0000-0000-000000000000"}, "has a newer text"),
        ({"statement": ""}, "Write the statement"),
        ({"value_0": "many"}, "Write a number such as"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(as_user, bob, harbour, changes, words):
    page = as_user(bob).post(url(harbour), filled(harbour, **changes))
    assert page.status_code == 422
    assert words in page.text
    assert not Claim.objects.exists()


def test_the_same_words_are_added_once(as_user, bob, harbour):
    make_claim(harbour, WORDS)
    page = as_user(bob).post(url(harbour), filled(harbour, statement="Other words"), **HTMX)
    assert page.status_code == 422
    assert "A claim stands at just these words already" in page.text
    assert "Other words" in page.text, "what was typed is kept"


def test_typed_words_are_found_with_any_spaces_and_marks(as_user, bob, harbour):
    page = as_user(bob).get(url(harbour), {"words": " 3  boats before\ndawn"})
    place = at(harbour)
    assert f"?start={place['start']}&amp;end={place['end']}" in page.text
    absent = as_user(bob).get(url(harbour), {"words": "five boats"})
    assert (absent.status_code, "do not stand in the text" in absent.text) == (422, True)
    assert places_of('the “port” – open, the "port" - open', 'the "port" - open') == [(0, 17), (19, 36)]
    assert places_of("a.b axb", "a.b") == [(0, 3)]


def test_words_that_stand_twice_are_told_apart(as_user, bob, harbour):
    page = as_user(bob).get(url(harbour), {"words": "containers"})
    assert "They stand in 2 places" in page.text


@pytest.mark.django_db(transaction=True)
def test_a_source_made_on_the_way_goes_when_the_claim_is_refused(as_user, bob, harbour):
    client = as_user(bob)
    party = {"source_kind": "military", "source_party": "The harbour war"}
    make_claim(harbour, WORDS)
    assert client.post(url(harbour), filled(harbour, source_name="Coast guard", **party)).status_code == 422
    assert not Source.objects.filter(name="Coast guard").exists()
    other = filled(harbour, "only 2 ships", source_name="Coast guard", **party)
    assert client.post(url(harbour), other).status_code == 303
    made = Source.objects.get(name="Coast guard")
    assert (made.kind, made.party_to) == ("military", "The harbour war")


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("dana", 403)])
def test_who_may_not(request, as_user, harbour, who, status):
    client = as_user(request.getfixturevalue(who))
    assert client.post(url(harbour), filled(harbour)).status_code == status
    assert client.get(url(harbour)).status_code == status
    assert not Claim.objects.exists()


def test_its_chain_starts_as_that_of_the_claim_beside_it_and_is_stored_as_typed(
    as_user, bob, harbour, twelve
):
    beside = twelve.appearances.get()
    beside.via, beside.via_roles = ["Port radio"], ["via"]
    beside.save(update_fields=["via", "via_roles"])
    page = as_user(bob).get(url(harbour), at(harbour))
    assert [row["name"] for row in page.context["links"] if row["name"]] == ["Port radio"]
    assert 'name="chain_of"' not in page.text  # it stands nowhere yet
    typed = {"link_0": "Harbour News", "role_0": "via", "link_1": " A. Person ", "role_1": "spokesperson"}
    as_user(bob).post(url(harbour), filled(harbour, **typed))
    place = Claim.objects.get(added_by=bob).appearances.get()
    assert place.links == [("Harbour News", "via"), ("A. Person", "spokesperson")]


def test_a_chain_that_was_emptied_stays_empty_and_one_not_asked_for_is_that_beside_it(
    as_user, bob, harbour, twelve
):
    beside = twelve.appearances.get()
    beside.via, beside.via_roles = ["Port radio"], ["via"]
    beside.save(update_fields=["via", "via_roles"])
    as_user(bob).post(url(harbour), filled(harbour))
    assert Claim.objects.get(added_by=bob).appearances.get().via == ["Port radio"]
    as_user(bob).post(url(harbour), filled(harbour, "3 boats", link_0=""))
    assert Claim.objects.get(added_by=bob, appearances__exact="3 boats").appearances.get().links == []


def test_a_link_too_long_is_refused_with_everything_typed_kept(as_user, bob, harbour, twelve):
    page = as_user(bob).post(url(harbour), filled(harbour, link_0="x" * 201), HTTP_HX_REQUEST="true")
    assert page.status_code == 422
    assert page.context["links"][0]["name"] == "x" * 201
    assert "A name has at most 200 characters" in page.text
    assert not Claim.objects.filter(added_by=bob).exists()

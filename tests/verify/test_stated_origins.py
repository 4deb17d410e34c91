"""Evidence that is no claim counts as an origin where a person says whose it is, and by the same rules."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import AuditEntry, Claim, Evidence, Source
from claims.states import Freshness
from tests.cast import make_claim, make_source

from .scene import submitted
from .test_origin_page import WORDS, home, page, piece  # noqa: F401 - home is a fixture

pytestmark = pytest.mark.django_db
ONE, PARTIES = "Only one origin is counted.", "Every origin is a party to the conflict."


@pytest.fixture
def claim(home, authority, bob) -> Claim:  # noqa: F811
    return make_claim(home, WORDS, source=authority, review_state="accepted", reviewed_by=bob)


@pytest.fixture
def client(as_user, bob):
    return as_user(bob)


def add(client, claim, relation="corroborates", **values) -> Evidence:
    data = {"kind": "note", "relation": relation, "body": "Divers told us so on the quay.", **values}
    assert client.post(reverse("claims:evidence-add", args=[claim.pk]), data).status_code == 303
    return Evidence.objects.latest("created_at")


def state(client, row, name, note=""):
    return client.post(reverse("claims:evidence-source", args=[row.pk]), {"source_name": name, "note": note})


def test_a_note_whose_source_is_named_is_an_origin(as_user, bob, client, claim):
    row = add(client, claim, source_name="Divers of the salvage firm")
    words = page(as_user, bob, claim)
    assert "1 outlet, 1 note, 2 origins" in words
    assert "is from Divers of the salvage firm" in words
    assert row.source == Source.objects.get(name="Divers of the salvage firm")


def test_nobody_named_counts_as_nothing_and_the_page_says_so(as_user, bob, client, claim):
    row = add(client, claim)
    words = page(as_user, bob, claim)
    assert "1 outlet, 1 origin" in words
    assert "not counted, since nobody says whose it is: Divers told us so on the quay." in words
    assert state(client, row, "Divers of the salvage firm").status_code == 303
    words = page(as_user, bob, claim)
    assert "1 outlet, 1 note, 2 origins" in words
    assert "not counted, since" not in words


def test_the_same_voice_by_another_way_is_the_same_origin(as_user, bob, client, claim):
    add(client, claim, source_name="The harbour authority")
    words = page(as_user, bob, claim)
    assert "1 outlet, 1 note, 1 origin" in words
    assert "is from Harbour authority, as the claim" in words


@pytest.mark.parametrize("relation", ["contradicts", "context", "updates"])
def test_what_does_not_support_the_claim_is_no_origin_of_it(relation, as_user, bob, client, claim):
    add(client, claim, relation, source_name="Divers of the salvage firm")
    assert "1 outlet, 1 origin" in page(as_user, bob, claim)


def test_a_repeat_and_a_withdrawn_piece_add_no_origin(as_user, bob, client, claim):
    add(client, claim, "repeats", source_name="Divers of the salvage firm")
    assert "1 outlet, 1 note, 1 origin" in page(as_user, bob, claim)
    row = add(client, claim, body="Another note.", source_name="The crane firm")
    assert "2 origins" in page(as_user, bob, claim)
    client.post(reverse("claims:evidence-dismiss", args=[row.pk]), {"reason": "He took it back."})
    assert "1 outlet, 1 note, 1 origin" in page(as_user, bob, claim)


def test_an_article_with_the_text_of_the_first_is_no_second_origin(as_user, bob, client, claim, foreign_desk):
    from .test_origin_page import WIRE  # noqa: PLC0415

    copy = piece(foreign_desk, "Harbour Herald", ["LISBON: " + WIRE[0], *WIRE[1:]])
    add(client, claim, kind="later", chosen=f"article:{copy.pk}", source_name="Divers of the salvage firm")
    assert "2 outlets, 1 origin" in page(as_user, bob, claim)


def test_the_warning_on_corroborated_counts_it_and_knows_the_parties(as_user, alice, bob, client, claim):
    submitted(claim, bob, "corroborated")
    assert ONE in page(as_user, alice, claim)
    navy, divers = make_source("The navy"), make_source("Divers of the salvage firm")
    Source.objects.filter(pk__in=[navy.pk, claim.source_id]).update(party_to="the dispute")
    row = add(client, claim, source_name="The navy")
    words = page(as_user, alice, claim)
    assert ONE not in words
    assert PARTIES in words
    state(client, row, divers.name)
    assert PARTIES not in page(as_user, alice, claim)


def test_what_is_used_again_is_the_same_person_s(client, claim, bob, home):  # noqa: F811
    from tests.report import makers  # noqa: PLC0415

    other = make_claim(home, "harbour authority", review_state="accepted", reviewed_by=bob)
    first = makers.brought(other, bob)
    state(client, first, "The navy")
    row = add(client, claim, kind="used", reuse=str(first.pk))
    assert (row.document, row.source.name) == (first.document, "The navy")


def test_a_merged_source_is_the_one_it_was_merged_into(as_user, bob, client, claim):
    row = add(client, claim, source_name="HA of the port")
    assert "2 origins" in page(as_user, bob, claim)
    Source.objects.filter(pk=row.source_id).update(merged_into=claim.source)
    assert "1 outlet, 1 note, 1 origin" in page(as_user, bob, claim)


def test_to_name_another_is_on_record_and_unsettles_a_verdict_that_counts_origins(client, claim):
    row = add(client, claim, "corroborates", source_name="The navy")
    Claim.objects.filter(pk=claim.pk).update(verdict="corroborated", freshness=Freshness.CURRENT)
    assert state(client, row, "", "The officer denies it.").status_code == 303
    claim.refresh_from_db()
    assert claim.freshness == Freshness.NEEDS_RECHECK
    entry = AuditEntry.objects.get(action="evidence.source")
    assert (entry.before["source"]["name"], entry.after["source"]) == ("The navy", None)
    assert entry.note == "The officer denies it."
    state(client, row, "")
    assert AuditEntry.objects.filter(action="evidence.source").count() == 1  # nothing new was said


def test_what_has_a_voice_of_its_own_is_not_named_anew(client, claim, bob):
    search = {"kind": "search", "body": "The log: containers", "searched_where": "The log"}
    row = Evidence.objects.create(
        claim=claim, relation="absence", proposed_by=bob, searched_what="containers", **search
    )
    answer = state(client, row, "The navy")
    assert answer.status_code == 422
    assert "nobody’s word" in answer.content.decode()
    row.refresh_from_db()
    assert row.source is None

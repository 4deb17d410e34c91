"""Two sources that are one: names and claims move, and come back when they are taken apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import AuditEntry, Claim, MatchJob, Source
from claims.review.sourcing import source_choose
from tests.cast import make_article, make_claim, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def guard(db):
    return make_source("Coast guard", "military")


@pytest.fixture
def watch(harbour, guard):
    """Another name of the coast guard, with a claim."""
    source = make_source("The sea watch", "organisation")
    make_claim(harbour, "12 containers", source=source)
    return source


def post(client, name, source, **data):
    return client.post(reverse(f"claims:source-{name}", args=[source.pk]), data)


def test_names_and_claims_lead_to_the_one_that_stays(as_user, bob, harbour, watch, guard):
    response = post(as_user(bob), "merge", watch, source_name="coast guard")
    assert response.url == reverse("claims:source", args=[guard.pk])
    watch.refresh_from_db()
    assert watch.merged_into == guard
    assert Claim.objects.get().source == guard
    assert set(guard.aliases.values_list("name", flat=True)) == {"Coast guard", "The sea watch"}
    assert source_choose(user=bob, name="the sea watch", article=harbour) == guard
    assert MatchJob.objects.filter(source=guard).exists(), "its articles are matched again"
    page = as_user(bob).get(reverse("claims:source", args=[watch.pk])).text
    assert "Take them apart again" in page


def test_taking_apart_restores_exactly_what_still_stands_there(as_user, bob, alice, harbour, watch, guard):
    client = as_user(bob)
    own = make_claim(harbour, "3 boats", source=guard)
    elsewhere = make_claim(harbour, "2 ships", source=watch)
    post(client, "merge", watch, source_name="x", source_id=str(guard.pk))
    assert Source.objects.get(pk=watch.pk).merged_into is None, "the name must be that of the chosen one"
    post(client, "merge", watch, source_name="Coast guard", source_id=str(guard.pk))
    third = make_source("Harbour master")
    Claim.objects.filter(pk=elsewhere.pk).update(source=third)  # corrected in the meantime
    assert post(as_user(alice), "part", watch).status_code == 303
    watch.refresh_from_db()
    assert watch.merged_into is None
    assert {claim.statement: claim.source for claim in Claim.objects.all()} == {
        "12 containers": watch,
        "3 boats": guard,
        "2 ships": third,
    }
    assert own.source == guard
    assert [alias.name for alias in watch.aliases.all()] == ["The sea watch"]
    done = AuditEntry.objects.get(action="source.part")
    assert (done.undoes.action, done.actor) == ("source.merge", alice)


def test_what_was_merged_before_leads_on(as_user, bob, watch, guard):
    third = make_source("Harbour master")
    client = as_user(bob)
    post(client, "merge", watch, source_name="Coast guard")
    post(client, "merge", guard, source_name="Harbour master")
    assert Source.objects.get(pk=watch.pk).merged_into == third
    assert Claim.objects.get().source == third
    post(client, "part", guard)
    assert Source.objects.get(pk=watch.pk).merged_into == guard
    assert Claim.objects.get().source == guard


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Write the name of the other source"),
        ("Nobody at all", "There is no source called “Nobody at all”"),
        ("the sea watch", "This is the same source"),
        ("Officials", "There is no source called"),
    ],
)
def test_what_cannot_be_merged_is_said(as_user, bob, harbour, watch, name, words):
    make_source("Officials", "anonymous", within=make_article(harbour.desk, text="Noon.", title="Noon"))
    response = post(as_user(bob), "merge", watch, source_name=name)
    assert (response.status_code, words in response.text) == (422, True)
    watch.refresh_from_db()
    assert watch.merged_into is None


def test_a_source_of_one_article_cannot_stay(as_user, bob, harbour, watch):
    local = make_source("Officials at the port", "anonymous", within=harbour)
    response = post(
        as_user(bob), "merge", watch, source_name="Officials at the port", source_id=str(local.pk)
    )
    assert (response.status_code, "in one article only" in response.text) == (422, True)


def test_a_source_that_stands_for_itself_is_not_taken_apart(as_user, bob, watch):
    response = post(as_user(bob), "part", watch)
    assert (response.status_code, "is not merged" in response.text) == (422, True)


@pytest.mark.parametrize("name", ["merge", "part"])
def test_a_viewer_merges_nothing(as_user, dana, watch, name):
    assert post(as_user(dana), name, watch, source_name="Coast guard").status_code in {403, 404}

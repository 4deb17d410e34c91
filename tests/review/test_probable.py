"""Whom a vague source probably means: said with where that one is named, used by one button and undone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import AuditEntry
from claims.review.probable import probable
from tests.cast import make_article, make_claim, make_source
from tests.review.acting import HTMX, act, bench, deeds, edit_data, fresh

pytestmark = pytest.mark.django_db
TEXT = (
    "Ukraine’s air force said 20 missiles were fired.\n\n"
    "It went on for hours. The Kyiv police said 2 roads were closed.\n\n"
    "Ukraine said its air defences destroyed 277 drones.\n\n"
    "A police spokesman said one person was injured. Officials said a school was hit.\n\n"
    "The mayor said 9 flats burned. It was believed that 4 trains stood still."
)


@pytest.fixture
def night(foreign_desk):
    return make_article(foreign_desk, title="The night", text=TEXT)


@pytest.fixture
def force(night):
    source = make_source("Ukraine’s air force", "military")
    make_claim(night, "20 missiles were fired", source=source)
    return source


@pytest.fixture
def ukraine(night, force):
    return make_claim(
        night,
        "its air defences destroyed 277 drones",
        source=make_source("Ukraine"),
        attribution="indirect",
        figure=(277, "drone"),
        place="Kyiv",
    )


def guessed(claim):
    place = claim.appearances.get()
    found = probable(place.version, place.start, claim.source)
    return (found.name, found.where) if found else None


def test_a_part_of_a_longer_name_that_is_quoted(ukraine):
    assert guessed(ukraine) == ("Ukraine’s air force", "named two paragraphs earlier")


def test_a_description_that_shares_a_telling_word(night, force):
    police = make_source("Kyiv police", "organisation")
    make_claim(night, "2 roads were closed", source=police)
    spokesman = make_source("a police spokesman", "anonymous", within=night)
    assert guessed(make_claim(night, "one person was injured", source=spokesman))[0] == "Kyiv police"


def test_nobody_named_is_probably_who_was_named_just_before(night):
    mayor = make_source("Ida Maier", "person", role="mayor")
    make_claim(night, "9 flats burned", source=mayor)
    claim = make_claim(night, "4 trains stood still", attribution="indirect")
    assert guessed(claim) == ("Ida Maier", "named in this paragraph")


def test_it_keeps_quiet_without_a_reason(night, force):
    officials = make_source("officials", "collective", within=night)
    assert guessed(make_claim(night, "a school was hit", source=officials)) is None  # no word in common
    mayor = make_source("Maier", "person")
    assert guessed(make_claim(night, "9 flats burned", source=mayor)) is None  # a person is a person
    assert guessed(make_claim(night, "4 trains stood still", attribution="indirect")) is not None  # the mayor
    own = make_source("Harbour Herald", "outlet", outlet=night.outlet)
    assert guessed(make_claim(night, "It went on for hours", source=own)) is None


def use(client, claim, source, *, htmx=False, **more):
    data = {"source": str(source.pk), "source_name": source.name, **more}
    return act(client, claim, "source", htmx=htmx, **data)


def test_one_button_uses_it_and_undo_takes_it_back(as_user, bob, night, ukraine, force):
    client, before = as_user(bob), ukraine.source
    card = bench(client, night, ukraine).text
    assert "Probably" in card
    assert "named two paragraphs earlier" in card
    assert use(client, ukraine, force).status_code == 303
    claim = fresh(ukraine)
    assert (claim.source, claim.place, claim.statement) == (force, "Kyiv", ukraine.statement)
    assert str(claim.quantities.get()) == "277 drone"
    assert deeds(claim) == ["claim.edit"]
    assert list(AuditEntry.objects.get(claim=claim).after) == ["source"]
    assert "Probably" not in bench(client, night, ukraine).text
    client.post(reverse("claims:review-undo", args=[night.pk]))
    assert fresh(ukraine).source == before


@pytest.mark.parametrize("htmx", [True, False])
def test_who_was_overtaken_sees_both_sources(as_user, bob, alice, ukraine, force, htmx):
    other = make_source("General staff", "military")
    act(as_user(alice), ukraine, "edit", **edit_data(ukraine, source_name="General staff"))
    response = use(as_user(bob), ukraine, force, htmx=htmx)
    assert response.status_code == 409
    assert "General staff" in response.text
    assert "Ukraine’s air force" in response.text
    assert fresh(ukraine).source == other


def test_only_a_source_that_may_be_meant_is_taken(as_user, bob, ukraine, night, other_desk):
    theirs = make_source("two officials", "collective", within=make_article(other_desk, title="Elsewhere"))
    own = make_source("Harbour Herald", "outlet", outlet=night.outlet)
    for source in (theirs, own):
        assert use(as_user(bob), ukraine, source).status_code == 422
    assert act(as_user(bob), ukraine, "source", source="nonsense").status_code == 422
    assert deeds(ukraine) == []


def test_the_forms_offer_it_too(as_user, bob, night, ukraine, force):
    client = as_user(bob)
    form = client.get(reverse("claims:claim-edit", args=[ukraine.pk]), **HTMX).text
    assert f'data-use-source="{force.pk}"' in form
    start = TEXT.index("2 roads were closed")
    asked = {"start": start, "end": start + len("2 roads were closed"), "from": str(ukraine.pk)}
    added = client.get(reverse("claims:claim-add", args=[night.pk]), asked, **HTMX).text
    assert f'data-use-source="{force.pk}"' in added
    assert "named in the paragraph before" in added


def test_a_vague_source_costs_no_more_than_one_query(
    as_user, bob, night, ukraine, force, django_assert_max_num_queries
):
    first = make_claim(night, "It went on for hours", source=force)
    client = as_user(bob)
    bench(client, night, first)
    with django_assert_max_num_queries(12):
        assert "Probably" in act(client, first, "accept", htmx=True).text

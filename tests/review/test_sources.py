"""Sources: the list, the names offered while somebody types, correcting one."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from claims.models import AuditEntry, Source, SourceAlias
from claims.models.source import fold_name
from tests.cast import make_article, make_claim, make_source

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def force(db):
    source = make_source("Ukraine’s air force", "military", role="branch of the armed forces")
    SourceAlias.objects.create(source=source, name="the Air Force", folded=fold_name("the Air Force"))
    return source


def options(client, **params):
    page = client.get(reverse("claims:source-search"), params).text
    return page.count('role="option"'), page


def form(source, **changes):
    names = ("name", "kind", "role", "organisation", "party_to")
    return {name: getattr(source, name) for name in names} | {"alias": ""} | changes


def test_names_and_aliases_are_offered_while_somebody_types(as_user, bob, force, authority):
    client = as_user(bob)
    for typed in ("air", "AIR FORCE", "ukraine’s", "force ukr"):
        count, page = options(client, source_name=typed)
        assert (count, f'data-id="{force.pk}"' in page) == (1, True)
    assert options(client, q="")[0] == 0
    count, page = options(client, q="nobody at all")
    assert count == 0
    assert "Saving makes a new one" in page


def test_the_exact_name_is_offered_first(as_user, bob, force):
    make_source("Air force of a neighbour", "military")
    page = options(as_user(bob), q="air force")[1]
    assert page.index(str(force.pk)) < page.index("neighbour")


def test_an_offered_name_is_text_and_never_markup(as_user, bob):
    make_source('<img src=x onerror="alert(1)"> ministry')
    page = options(as_user(bob), q="ministry")[1]
    assert "<img" not in page


def test_the_list_counts_the_claims_of_the_own_desk(as_user, bob, charlie, harbour, force, other_desk):
    make_claim(harbour, "12 containers", source=force)
    make_claim(make_article(other_desk, text="Elsewhere", title="X"), "Elsewhere", source=force)
    for user in (bob, charlie):
        page = as_user(user).get(reverse("claims:source-list"))
        assert [source.claim_count for source in page.context["sources"]] == [1]


def test_the_list_is_searched_by_name_alias_and_kind(as_user, bob, force, authority):
    client = as_user(bob)
    url = reverse("claims:source-list")
    assert client.get(url, {"q": "the air"}).context["sources"] == [force]
    assert client.get(url, {"kind": "government"}).context["sources"] == [authority]
    assert "Nothing found" in client.get(url, {"q": "zzz"}).text
    assert len(client.get(url, {"from": "-3", "kind": "'"}).context["sources"]) == 2


def test_the_list_and_the_page_keep_their_query_budget(
    as_user, bob, harbour, force, django_assert_max_num_queries
):
    for n in range(30):
        make_claim(harbour, "12 containers", source=make_source(f"Source {n}"))
    client = as_user(bob)
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("claims:source-list"))
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("claims:source", args=[force.pk]))


def test_a_source_shows_its_names_side_and_claims(as_user, bob, harbour, force):
    Source.objects.filter(pk=force.pk).update(party_to="Russia and Ukraine")
    make_claim(harbour, "12 containers", source=force)
    page = strip_tags(as_user(bob).get(reverse("claims:source", args=[force.pk])).text)
    for words in (
        "the Air Force",
        "party to the conflict: Russia and Ukraine",
        "12 containers",
        "armed forces",
    ):
        assert words in page


def test_names_and_side_are_corrected_on_record(as_user, bob, force):
    data = form(force, name="Ukrainian Air Force", party_to="Russia and Ukraine", alias="the UAF")
    assert as_user(bob).post(reverse("claims:source", args=[force.pk]), data).status_code == 303
    force.refresh_from_db()
    assert (force.name, force.party_to) == ("Ukrainian Air Force", "Russia and Ukraine")
    names = set(force.aliases.values_list("folded", flat=True))
    assert {"ukrainian air force", "uaf", fold_name("Ukraine’s air force")} <= names
    entry = AuditEntry.objects.get(action="source.edit")
    assert (entry.actor, entry.before["name"]) == (bob, "Ukraine’s air force")


def test_a_name_of_another_source_is_refused_and_nothing_is_saved(as_user, bob, force, authority):
    data = form(force, party_to="Somebody", alias="Harbour authority")
    response = as_user(bob).post(reverse("claims:source", args=[force.pk]), data)
    assert response.status_code == 422
    assert "is the name of another source" in response.text
    assert 'value="Somebody"' in response.text
    force.refresh_from_db()
    assert force.party_to == ""


def test_an_empty_name_says_what_to_write(as_user, bob, force):
    response = as_user(bob).post(reverse("claims:source", args=[force.pk]), form(force, name=" "))
    assert response.status_code == 422
    assert "Write the name." in response.text


PEOPLE = {
    "bob": (200, 303),
    "alice": (200, 303),
    "ada": (200, 303),
    "charlie": (200, 303),
    "dana": (403, 403),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_read_and_correct_a_source(request, as_user, force, who):
    client, (read, write) = as_user(request.getfixturevalue(who)), PEOPLE[who]
    url = reverse("claims:source", args=[force.pk])
    assert client.get(url).status_code == read
    assert client.get(reverse("claims:source-list")).status_code == read
    assert client.get(reverse("claims:source-search"), {"q": "air"}).status_code == read
    assert client.post(url, form(force, role="changed")).status_code == write
    force.refresh_from_db()
    assert (force.role == "changed") is (write == 303)


def test_a_source_inside_another_desks_article_does_not_exist(as_user, bob, charlie, other_desk):
    theirs = make_article(other_desk, title="X", text="Officials said so.")
    hidden = make_source("Officials of the port", "collective", within=theirs)
    url = reverse("claims:source", args=[hidden.pk])
    assert as_user(charlie).get(url).status_code == 200
    assert as_user(bob).get(url).status_code == 404
    assert options(as_user(bob), q="officials of")[0] == 0

"""Saved searches: kept, shared, named anew, deleted; with counts; columns that are remembered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import AuditEntry, SavedSearch
from claims.review.saved import saved_with_counts
from tests.cast import make_claim


def save(client, name="Open ones", asks="review=extracted&q=containers", **more):
    return client.post(reverse("claims:search-save"), {"name": name, "asks": asks, **more})


def names(client) -> list[str]:
    found = client.get(reverse("claims:claim-list")).context["list"].saved
    return [f"{search.name} {choice.number}" for search, choice in found]


@pytest.fixture
def found(as_user, bob, twelve):
    save(as_user(bob))
    return SavedSearch.objects.get()


@pytest.mark.django_db
def test_a_search_is_kept_with_its_count_and_shown_to_its_owner_alone(as_user, bob, alice, found):
    assert names(as_user(bob)) == ["Open ones 1"]
    assert names(as_user(alice)) == []
    page = as_user(bob).get(f"{reverse('claims:claim-list')}?{found.asks}").text
    assert '<h1 class="title2" dir="auto">Open ones</h1>' in page
    assert AuditEntry.objects.get(action="search.save").after["name"] == "Open ones"


@pytest.mark.django_db
def test_a_shared_one_is_seen_by_the_desk_and_changed_by_its_owner(as_user, bob, alice, charlie, found):
    client = as_user(bob)
    client.post(reverse("claims:search-change", args=[found.pk]), {"name": "Ports", "shared": "on"})
    assert names(as_user(alice)) == ["Ports 1"]
    assert names(as_user(charlie)) == []
    refused = as_user(alice).post(reverse("claims:search-change", args=[found.pk]), {"name": "Mine"})
    assert (refused.status_code, names(client)) == (422, ["Ports 1"])
    assert as_user(alice).post(reverse("claims:search-remove", args=[found.pk])).status_code == 422
    entry = AuditEntry.objects.get(action="search.change")
    assert (entry.before["name"], entry.after["name"]) == ("Open ones", "Ports")


@pytest.mark.django_db
def test_an_unshared_one_of_somebody_else_does_not_exist(as_user, alice, found):
    assert as_user(alice).post(reverse("claims:search-change", args=[found.pk])).status_code == 404


@pytest.mark.django_db
def test_a_deleted_one_leaves_its_filters_set_and_its_name_free(as_user, bob, found):
    client = as_user(bob)
    answer = client.post(reverse("claims:search-remove", args=[found.pk]))
    assert answer["Location"] == f"{reverse('claims:claim-list')}?{found.asks}"
    assert names(client) == []
    assert AuditEntry.objects.filter(action="search.remove").exists()
    assert save(client).status_code == 303
    assert names(client) == ["Open ones 1"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": " "}, "Write a name"),
        ({"name": "open ONES"}, "already"),
        ({"name": "x" * 81}, "at most 80"),
        ({"asks": ""}, "Choose a filter"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_user, bob, found, data, words):
    answer = save(as_user(bob), **{"name": "New", **data})
    assert answer.status_code == 422
    assert words in answer.text
    if data.get("name", "").strip():
        assert f'value="{data["name"]}"' in answer.text


@pytest.mark.django_db
def test_the_desk_page_gets_them_in_three_queries(bob, as_user, found, harbour, django_assert_num_queries):
    for n in range(3):
        save(as_user(bob), name=f"Search {n}", asks=f"q=containers+{n}")
    make_claim(harbour, "41 containers were missing")
    with django_assert_num_queries(3):
        rows = saved_with_counts(bob)
    assert [(search.name, choice.count, choice.url) for search, choice in rows][0] == (
        "Open ones", 2, "review=extracted&q=containers",
    )  # fmt: skip


@pytest.mark.django_db
def test_columns_are_remembered_for_each_person(as_user, bob, alice, twelve):
    client = as_user(bob)
    assert "Freshness</th>" in client.get(reverse("claims:claim-list")).text
    client.post(reverse("claims:queue-columns"), {"show": ["verdict", "due", "nonsense"]})
    page = client.get(reverse("claims:claim-list")).text
    assert "Verdict</th>" in page
    assert "Freshness</th>" not in page
    assert 'data-label="Figure"' not in page
    assert "Freshness</th>" in as_user(alice).get(reverse("claims:claim-list")).text

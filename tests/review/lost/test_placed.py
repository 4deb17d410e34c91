"""A place that a person gave a claim in a new text is taken back, and given again, and the record knows."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from claims.asof import past
from claims.models import Appearance, AuditEntry, Claim
from claims.models.blast import Words
from claims.review.lost import lost_of

from .world import CORRECTED, corrected

pytestmark = pytest.mark.django_db


def choose(client, page, words="14 containers"):
    shown = client.get(page, {"words": words}).context
    spot = shown["spots"][0]
    data = {"start": spot.start, "end": spot.end, "text": spot.words, "of": str(shown["version"].pk)}
    assert client.post(page, data).status_code == 303
    return Appearance.objects.get(claim=shown["claim"], version=shown["version"])


@pytest.fixture
def change(article, twelve, alice):
    return corrected(article, alice)


@pytest.fixture
def place(client, page, change) -> Appearance:
    return choose(client, page)


def take_back(client, page, place):
    return client.post(page, {"do": "take_back", "place": place.pk})


def undo(client, article):
    return client.post(reverse("claims:review-undo", args=[article.pk]))


def is_lost(article, change, claim) -> bool:
    """Whether the claim is among the lost ones, and what the change touches says the same."""
    lost = claim.pk in {row.claim.pk for row in lost_of(article.latest)}
    touch = change.touches.get(claim=claim)
    assert (touch.words, touch.moved_id is None) == ((Words.LOST, True) if lost else (Words.AROUND, False))
    assert Appearance.objects.filter(claim=claim, version=article.latest).exists() is not lost
    return lost


def test_the_workbench_and_the_page_say_who_chose_the_place_and_lead_to_the_way_back(
    client, article, twelve, page, place, bob
):
    bench = client.get(reverse("claims:workbench", args=[article.pk]), {"claim": twelve.pk}).content.decode()
    assert f"<bdi>{bob}</bdi> chose this place in the new text." in bench
    assert f'href="{page}"' in bench
    claim = client.get(reverse("claims:claim", args=[twelve.pk])).content.decode()
    assert claim.count(f'href="{page}"') == 1
    shown = client.get(page)
    assert shown.status_code == 200
    assert "<b>14 containers</b>" in shown.content.decode()
    assert f'name="place" value="{place.pk}"' in shown.content.decode()


def test_anybody_who_reviews_takes_the_place_back_and_the_record_keeps_it(
    as_user, alice, client, article, twelve, change, page, place
):
    answer = take_back(as_user(alice), page, place)
    assert answer.status_code == 303
    assert is_lost(article, change, twelve)
    kept = Appearance.ever.get(pk=place.pk)
    entry = AuditEntry.objects.get(action="claim.words_taken_back")
    assert (entry.actor, entry.after["was"], kept.removed_at) == (alice, "14 containers", entry.at)
    assert "Find its words" in client.get(answer["Location"]).content.decode()
    choose(client, page, "14 containers")  # the same words can be chosen again
    assert not is_lost(article, change, twelve)


def test_undo_takes_a_place_back_and_what_was_taken_back_is_given_again(
    client, article, twelve, change, page, place
):
    assert undo(client, article).status_code == 303
    assert is_lost(article, change, twelve)
    take_back(client, page, again := choose(client, page))
    assert is_lost(article, change, twelve)
    assert undo(client, article)["Location"].endswith(f"?claim={twelve.pk}")
    assert not is_lost(article, change, twelve)
    undo(client, article)  # the placing before it
    assert is_lost(article, change, twelve)
    assert Appearance.ever.filter(claim=twelve, version=again.version).count() == 3
    assert AuditEntry.objects.filter(claim=twelve, action="claim.undo").count() == 3


def test_a_place_that_was_taken_back_meanwhile_is_said_so(client, article, twelve, change, page, place):
    take_back(client, page, place)
    second = choose(client, page, "14 containers and")
    answer = take_back(client, page, place)
    assert answer.status_code == 422
    assert "taken back meanwhile" in answer.content.decode()
    assert Appearance.objects.filter(pk=second.pk).exists()
    assert client.post(page, {"do": "take_back", "place": "nonsense"}).status_code == 422


def test_nobody_takes_back_a_place_that_the_machine_found(client, article, twelve, page):
    mine = twelve.appearances.get()
    assert take_back(client, page, mine).status_code == 303
    assert Appearance.objects.filter(pk=mine.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appearance.objects.filter(pk=mine.pk).update(removed_at=mine.created_at)


def test_a_place_that_was_carried_on_goes_from_every_text(client, article, twelve, alice, page, place):
    second = corrected(article, alice, CORRECTED + " It was a quiet morning.")
    article.refresh_from_db()
    carried = Appearance.objects.get(claim=twelve, version=article.latest)
    assert carried.placed_by == place.placed_by
    take_back(client, page, carried)
    (row,) = lost_of(article.latest)
    assert (row.version, row.words) == (1, "12 containers")
    assert second.touches.get(claim=twelve).words == Words.LOST


def test_a_place_of_a_text_that_lost_it_again_can_be_taken_back_too(
    client, article, twelve, alice, page, place
):
    corrected(article, alice, CORRECTED.replace("14", "16"))
    shown = client.get(page).content.decode()
    assert "Was the place in version 2 wrong?" in shown
    take_back(client, page, place)
    article.refresh_from_db()
    assert [row.version for row in lost_of(article.latest)] == [1]


def test_a_look_into_the_past_finds_the_place_while_it_stood(client, twelve, page, place):
    stood = AuditEntry.objects.get(action="claim.words_found").at
    take_back(client, page, place)
    taken = AuditEntry.objects.get(action="claim.words_taken_back").at
    counts = []
    for at in (place.created_at.replace(year=2001), stood, taken):
        rows = list(past.beside(Claim.objects.filter(pk=twelve.pk)))
        found = past.claims_at(rows, at, places=Appearance.ever.all()).claims.get(twelve.pk)
        counts.append(found and len(found.appearances.all()))
    assert counts == [None, 2, 1]


def test_words_of_a_place_that_was_taken_back_are_not_found_by_search(client, twelve, page, place):
    def found():
        return client.get(reverse("claims:claim-list"), {"q": '"14 containers"'}).context["list"].claims

    assert len(found()) == 1
    take_back(client, page, place)
    assert not found()


def test_another_desk_takes_nothing_back(as_user, charlie, page, place):
    assert take_back(as_user(charlie), page, place).status_code == 404
    assert Appearance.objects.filter(pk=place.pk).exists()

"""Claims whose words a new text of their article does not have: shown, placed by a person, or called gone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Appearance, AuditEntry
from claims.models.blast import Words
from claims.review.lost import lost_of
from claims.states import Review
from tests.cast import make_claim

from .world import corrected

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(article, twelve, bob, alice):
    """The corrected text: one claim has its words there, of the other the numeral is another one."""
    make_claim(article, "3 boats", review_state=Review.ACCEPTED, reviewed_by=bob)
    return corrected(article, alice)


def bench(client, article) -> str:
    return client.get(reverse("claims:workbench", args=[article.pk])).content.decode()


def place(client, page, words, **changes):
    """Find the words, and choose the first place that is offered."""
    shown = client.get(page, {"words": words})
    spot = shown.context["spots"][0]
    data = {"start": spot.start, "end": spot.end, "text": spot.words, "of": str(shown.context["version"].pk)}
    return client.post(page, {**data, **changes})


def test_the_workbench_lists_what_is_lost_with_the_old_sentence(client, article, twelve, change, page):
    shown = bench(client, article)
    assert "Words that are gone from this text" in shown
    assert f'href="{page}"' in shown
    (row,) = lost_of(article.latest)
    assert (row.claim, row.version, row.gone) == (twelve, 1, False)
    assert "12 containers" in row.sentence
    assert row.sentence.replace("12 containers", "<b>12 containers</b>") in shown


def test_a_first_text_has_lost_nothing_and_asks_nothing(article, twelve, django_assert_num_queries):
    version = twelve.appearances.select_related("version").get().version
    with django_assert_num_queries(0):
        assert lost_of(version) == []


def test_a_person_chooses_the_words_and_the_claim_has_its_place(client, article, twelve, change, page):
    shown = client.get(page)
    assert "<ins>14</ins>" in shown.content.decode()
    before = (twelve.statement, twelve.verdict, twelve.review_state)
    answer = place(client, page, "14 containers")
    assert answer.status_code == 303
    new = Appearance.objects.get(claim=twelve, version=article.latest)
    assert new.version.text[new.start : new.end] == new.exact == "14 containers"
    assert Appearance.objects.filter(claim=twelve).count() == 2  # the old one stays
    twelve.refresh_from_db()
    assert (twelve.statement, twelve.verdict, twelve.review_state) == before
    assert AuditEntry.objects.get(action="claim.words_found").after["was"] == "12 containers"
    assert lost_of(article.latest) == []
    assert "Words that are gone" not in bench(client, article)
    touch = change.touches.get(claim=twelve)
    assert (touch.words, touch.moved) == (Words.AROUND, new)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "15 containers"}, "do not stand at that place"),
        ({"of": "", "text": "14 containers"}, "newer text"),
        ({"start": ""}, "Find the words in the text first"),
        ({"start": "0", "end": "999999"}, "do not stand at that place"),
    ],
)
def test_a_place_is_proven_or_not_taken(changes, words, client, twelve, change, page):
    answer = place(client, page, "14 containers", **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Appearance.objects.filter(claim=twelve).count() == 1


def test_words_that_do_not_stand_there_are_kept_and_said(client, change, page):
    answer = client.get(page, {"words": "15 tins"})
    assert answer.status_code == 422
    assert ">15 tins</textarea>" in answer.content.decode()


def test_what_is_marked_as_gone_stays_in_sight_and_is_taken_back(client, article, twelve, change, page):
    assert client.post(page, {"do": "gone"}).status_code == 303
    assert [row.gone for row in lost_of(article.latest)] == [True]
    assert "Marked as gone" in bench(client, article)
    client.post(page, {"do": "gone"})
    assert AuditEntry.objects.filter(action="claim.words_gone").count() == 1
    client.post(page, {"do": "back"})
    assert [row.gone for row in lost_of(article.latest)] == [False]


def test_a_claim_that_has_its_place_is_led_back(client, article, twelve, page):
    assert client.get(page).status_code == 303
    client.post(page, {"do": "gone"})
    assert not AuditEntry.objects.filter(action="claim.words_gone").exists()


def test_another_desk_knows_of_no_such_claim(as_user, charlie, change, page):
    assert as_user(charlie).get(page).status_code == 404
    assert as_user(charlie).post(page, {"do": "gone"}).status_code == 404

"""The pages of a change: the form that takes it, what it touches, and what readers are told."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from claims.ingest import versions
from claims.models import Claim, Touch
from claims.models.blast import ChangeKind
from claims.report.publishing import tokens
from claims.states import Freshness, Review
from tests.cast import TEXT, make_article, make_claim, make_claims
from tests.report import makers

CORRECTED = TEXT.replace("12 containers", "14 containers")


@pytest.fixture
def article(foreign_desk):
    return make_article(foreign_desk)


@pytest.fixture
def claims(article, bob):
    sentence = TEXT[TEXT.index("The harbour") : TEXT.index("\n\nIt was")]
    made = [
        make_claim(article, words, review_state=Review.ACCEPTED, reviewed_by=bob)
        for words in ("12 containers", "41 containers")
    ]
    at = TEXT.index(sentence)
    made[0].appearances.update(sentence_start=at, sentence_end=at + len(sentence))
    return made


def corrected(article, user, kind=ChangeKind.CORRECTED, text=CORRECTED):
    with transaction.atomic():
        return versions.article_change(
            user=user, article=article, kind=kind, reason="The outlet says so.", text=text
        ).change


def test_an_editor_pastes_the_corrected_text_and_sees_what_it_touches(article, claims, alice, as_user):
    client = as_user(alice)
    page = reverse("claims:article-change", args=[article.pk])
    assert "Put on record" in client.get(page).text
    answer = client.post(page, {"kind": "corrected", "reason": "", "text": CORRECTED})
    assert answer.status_code == 422
    assert "14 containers" in answer.text
    sent = {"kind": "corrected", "reason": "A note below the article.", "text": CORRECTED}
    answer = client.post(page, sent, follow=True)
    assert "2 claims and 0 reports are marked" in answer.text
    assert "<del>12</del>" in answer.text
    assert "<ins>14</ins>" in answer.text
    assert "No longer in the text" in answer.text
    assert "What this touches" in client.get(reverse("claims:article", args=[article.pk])).text
    assert "Touched by changed articles" in client.get(reverse("claims:desk")).text
    answer = client.post(page, sent)
    assert answer.status_code == 422


def test_a_touched_claim_is_ticked_off_and_the_tick_taken_back(article, claims, alice, bob, charlie, as_user):
    corrected(article, alice)
    touch = Touch.objects.get(claim=claims[0])
    page = reverse("claims:touch-stand", args=[touch.pk])
    assert as_user(charlie).post(page).status_code == 404
    client = as_user(bob)
    client.post(page, {"note": "Confirmed by the port."})
    claims[0].refresh_from_db()
    assert claims[0].freshness == Freshness.CURRENT
    assert "Confirmed by the port." in client.get(reverse("claims:article-touches", args=[article.pk])).text
    client.post(page, {"do": "reopen"})
    claims[0].refresh_from_db()
    assert claims[0].freshness == Freshness.NEEDS_RECHECK
    assert "Somebody was before you" in client.post(page, {"do": "reopen"}, follow=True).text


def test_claims_whose_sentence_is_unchanged_are_ticked_off_together(article, claims, alice, as_user):
    change = corrected(article, alice)
    answer = as_user(alice).post(reverse("claims:change-stand", args=[change.pk]), follow=True)
    assert "1 claim still stands." in answer.text
    assert Claim.objects.get(freshness=Freshness.NEEDS_RECHECK) == claims[0]


def test_four_hundred_claims_are_shown_by_the_page(
    foreign_desk, alice, as_user, django_assert_max_num_queries
):
    words = [f"{number} containers" for number in range(1000, 1400)]
    article = make_article(foreign_desk, text=f"Lost: {', '.join(words)}.")
    make_claims(article, [(each, {}) for each in words])
    corrected(article, alice, kind=ChangeKind.RETRACTED, text="")
    client = as_user(alice)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("claims:article-touches", args=[article.pk]))
    assert page.text.count("touchline") == 50
    assert "400 to look at" in page.text
    assert "from=50" in page.text


def test_readers_are_told_and_told_what_came_of_it(article, claims, alice, bob, edna, as_user, client):
    publication = makers.published(bob, edna, claims)
    path = tokens.path_of(publication.links.get())
    assert "Since publication" not in client.get(path).text
    change = corrected(article, alice)
    page = client.get(path).text
    assert "Since publication" in page
    assert "by Harbour Herald was corrected on" in page
    assert "2 claims here rest on it; under review." in page
    for touch in change.touches.all():
        as_user(alice).post(reverse("claims:touch-stand", args=[touch.pk]))
    page = client.get(path).text
    assert "what is printed here stands." in page
    assert "The outlet says so." not in page, "the reason is the desk’s own"


def test_the_inbox_has_one_line_for_all_of_it(article, claims, alice, bob, edna, as_user):
    makers.published(bob, edna, claims)
    change = corrected(article, alice)
    client = as_user(bob)
    page = client.get(reverse("claims:inbox")).text
    assert "1 report of yours to look at again" in page
    client.post(reverse("claims:inbox-read"), {"change": str(change.pk)})
    assert "Mark read" not in client.get(reverse("claims:inbox")).text

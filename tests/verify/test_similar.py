"""What the matcher finds like a claim: on its card, as choices to merge with, as a page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim, Evidence, Quantity
from claims.states import EvidenceState, Review
from claims.verify import barriers, readings, relate
from claims.verify.similar import similar_claims
from tests.cast import make_article, make_claim
from tests.review.acting import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(foreign_desk, bob):
    """Two like the claim, one with the same figure, and one that has nothing to do with it."""
    words = (
        "its crews recovered 15 containers",
        "its crews recovered 12 containers",
        "The choir sang at noon",
    )
    article = make_article(foreign_desk, title="Later", text=". ".join(words))
    accepted = {"review_state": Review.ACCEPTED, "reviewed_by": bob}
    return [
        make_claim(article, words[0], figure=(15, "container"), **accepted),
        make_claim(article, words[1], figure=(12, "container")),
        make_claim(article, words[2]),
    ]


def all_found_as(monkeypatch, told):
    """Let the matcher find of each pair what `told` says."""
    monkeypatch.setattr("claims.verify.similar.compare_all", lambda pairs: [told(*pair) for pair in pairs])


def similar(client, claim, **more):
    return client.get(reverse("claims:claim-similar", args=[claim.pk]), more, **HTMX)


def test_the_same_figure_comes_first_and_the_unlike_not_at_all(as_user, bob, twelve, others):
    readings.keep(Claim.objects.all())
    page = similar(as_user(bob), twelve).text
    assert page.index("Same figure") < page.index("Differs, +3")
    assert "choir" not in page
    assert "Harbour Herald" in page
    assert "toasts" not in page, "the card may be gone when this arrives"


def test_a_claim_that_is_not_read_yet_is_looked_for_by_its_words(as_user, bob, twelve, others):
    readings.keep(others)
    assert "Same figure" in similar(as_user(bob), twelve).text


def test_the_choices_to_merge_with_carry_what_the_form_sends(as_user, bob, twelve, others):
    readings.keep(Claim.objects.all())
    page = similar(as_user(bob), twelve, **{"for": "merge"}).text
    assert f'name="with" value="{others[1].pk}:1"' in page
    assert "<html" not in page


def test_rejected_claims_and_those_of_the_same_article_are_left_out(as_user, bob, harbour, twelve, others):
    same = make_claim(harbour, "12 containers", figure=(12, "container"))
    Claim.objects.filter(pk=others[1].pk).update(
        review_state=Review.REJECTED, reject_reason="vague", reviewed_by=bob, reviewed_at=same.created_at
    )
    readings.keep(Claim.objects.all())
    page = similar(as_user(bob), twelve).text
    assert str(others[1].pk) not in page
    assert str(same.pk) not in page
    assert str(others[0].pk) in page


def test_without_scripts_it_is_a_page(as_user, bob, twelve, others, django_assert_max_num_queries):
    readings.keep(Claim.objects.all())
    client = as_user(bob)
    page = client.get(reverse("claims:claim-similar", args=[twelve.pk])).text
    assert "<html" in page
    with django_assert_max_num_queries(21):
        similar(client, twelve)


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("dana", 403)])
def test_who_may_not(request, as_user, twelve, who, status):
    assert similar(as_user(request.getfixturevalue(who)), twelve).status_code == status


def test_three_of_the_same_figure_do_not_hide_the_one_that_differs(
    as_user, bob, twelve, foreign_desk, others
):
    for number in range(3):
        again = make_article(foreign_desk, title=f"Again {number}", text="its crews recovered 12 containers")
        make_claim(again, "its crews recovered 12 containers", figure=(12, "container"))
    readings.keep(Claim.objects.all())
    page = similar(as_user(bob), twelve).text
    assert page.count("Same figure") == 2
    assert page.count("Differs, +3") == 1


def test_what_the_matcher_keeps_apart_is_not_like_the_claim(as_user, bob, twelve, others, monkeypatch):
    readings.keep(Claim.objects.all())
    assert "Same figure" in similar(as_user(bob), twelve).text
    apart = relate.Comparison(0.02, barriers.LIKELY_OTHER_DAYS)
    all_found_as(monkeypatch, lambda *told: apart)
    assert "None is alike yet" in similar(as_user(bob), twelve).text


def test_the_page_of_a_claim_asks_for_them_when_it_is_there(as_user, bob, twelve, others):
    readings.keep(Claim.objects.all())
    client = as_user(bob)
    page = client.get(reverse("claims:claim", args=[twelve.pk])).text
    assert f'hx-get="{reverse("claims:claim-similar", args=[twelve.pk])}?for=claim"' in page
    rows = similar(client, twelve, **{"for": "claim"}).text
    assert "Same figure" in rows
    assert "Similar claims" not in rows, "the page says it"


@pytest.mark.parametrize("earlier_first", [True, False])
def test_an_open_proposal_between_both_is_told_and_leads_to_where_it_is_decided(
    as_user, bob, twelve, others, earlier_first
):
    readings.keep(Claim.objects.all())
    earlier, later = (twelve, others[0]) if earlier_first else (others[0], twelve)
    asked = Evidence.objects.create(
        claim=earlier, other=later, kind="claim", relation="narrows", score=0.3, reason="12 of 15 <b>"
    )
    client = as_user(bob)
    page = similar(client, twelve).text
    there = f"{reverse('claims:claim', args=[earlier.pk])}?proposal={asked.pk}"
    assert page.count(f'href="{there}"') == 1
    assert "12 of 15 &lt;b&gt;" in page
    assert page.count(">See proposal<") == page.count(">Compare<") == 1
    assert "12 of 15 &lt;b&gt;" in client.get(there).text
    Evidence.objects.filter(pk=asked.pk).update(state=EvidenceState.WITHDRAWN)
    assert ">See proposal<" not in similar(client, twelve).text


def test_what_hardly_speaks_of_the_same_thing_is_left_to_those_who_want_to_merge(
    as_user, bob, twelve, others, monkeypatch
):
    readings.keep(Claim.objects.all())
    all_found_as(monkeypatch, lambda *told: relate.Comparison(0.1))
    assert "None is alike yet" in similar(as_user(bob), twelve).text
    assert str(others[1].pk) in similar(as_user(bob), twelve, **{"for": "merge"}).text


def test_of_those_that_differ_the_likelier_comes_first(as_user, bob, twelve, others, monkeypatch):
    readings.keep(Claim.objects.all())
    Quantity.objects.filter(claim=others[1]).update(low=14, high=14)
    sure = {"15": 0.9, "12": 0.4}

    def told(earlier, later, vectors):
        return relate.Comparison(sure[next(n for n in sure if n in earlier.statement + later.statement)])

    all_found_as(monkeypatch, told)
    page = similar(as_user(bob), twelve).text
    assert page.index(str(others[0].pk)) < page.index(str(others[1].pk))


def test_the_candidates_are_compared_at_once(monkeypatch, twelve, others):
    """The matcher walks its trees once for all pairs: each by itself cost 1.7 times as much."""
    readings.keep(Claim.objects.all())
    calls = []
    at_once = relate.compare_all
    monkeypatch.setattr(
        "claims.verify.similar.compare_all", lambda pairs: calls.append(len(pairs)) or at_once(pairs)
    )
    assert [item.claim for item in similar_claims(twelve)] == [others[1], others[0]]
    assert calls == [2]


def test_a_claim_like_no_other_has_no_similar_ones(twelve):
    readings.keep([twelve])
    assert similar_claims(twelve) == []

"""Proposals of one origin as one card, one decision for all of them, and taking a decision back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from claims.models import AuditEntry, Claim, Evidence
from claims.states import Freshness
from claims.verify.manner import how_sure
from claims.verify.proposals import ROWS, groups_of
from tests.cast import make_source

from .scene import (
    approved,
    article_of,
    confirm,
    dismiss,
    earlier_claim,
    later_claim,
    matched,
    proposed,
    submitted,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LINE = {"what": "container", "earlier": "277", "later": "292", "difference": "+15, +5.4 %"}


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


def flood(first: Claim, source, number: int) -> list[Evidence]:
    return [
        proposed(
            first,
            later_claim(first.desk, source, hours=hours),
            score=0.8,
            strength=0.8 - hours / 1e4,
            details={"signals": ["near figure"], "lines": [LINE]},
            matcher="rules-2",
        )
        for hours in range(1, number + 1)
    ]


def post(client, name: str, row: object, **data: str):
    return client.post(reverse(f"claims:{name}", args=[row.pk]), data, headers=HTMX)


def until(html: str) -> str:
    found = re.search(r'name="until" value="([^"]+)"', html)
    assert found
    return found[1]


def test_one_source_with_one_figure_in_many_outlets_is_one_card(first, authority, bob, as_user):
    flood(first, authority, 14)
    html = as_user(bob).get(reverse("claims:claim", args=[first.pk])).content.decode()
    assert "Harbour authority: 292</b>, in 14 outlets; one decision for all 14" in html
    assert "1 of 1 proposal<" in html
    assert "About 8 in 10 such proposals are right." in html
    assert "Found by: near figure." in html
    assert "Matcher rules-2." in html


def test_another_relation_or_another_voice_is_another_card(first, authority, foreign_desk):
    flood(first, authority, 2)
    other = proposed(first, later_claim(foreign_desk, make_source("Ruritania navy"), hours=30), "contradicts")
    groups = groups_of(first.pk)
    assert [len(group.rows) for group in groups] == [2, 1]
    assert groups[1].lead.pk == other.pk


def test_one_decision_for_the_card_writes_an_entry_for_each_row_and_comes_back_as_one(
    first, authority, bob, as_user
):
    rows = flood(first, authority, 4)
    client = as_user(bob)
    page = client.get(reverse("claims:claim", args=[first.pk])).content.decode()
    late = proposed(first, later_claim(first.desk, authority, hours=40), details={"lines": [LINE]})
    answer = post(client, "evidence-confirm", rows[0], relation="updates", seen="proposed", until=until(page))
    assert "All 4 of this origin." in answer.content.decode()
    assert set(Evidence.objects.filter(state="confirmed")) == set(rows)
    assert Evidence.objects.get(pk=late.pk).state == "proposed"
    assert AuditEntry.objects.filter(action="evidence.confirm", actor=bob).count() == 4
    undone = post(client, "evidence-undo", first)
    assert "It waits for a decision again" in undone.content.decode()
    assert set(Evidence.objects.values_list("state", "decided_by")) == {("proposed", None)}
    assert AuditEntry.objects.filter(action="evidence.undo", undoes__isnull=False).count() == 4


def test_the_folded_list_goes_on_behind_its_last_row(first, authority, bob, as_user):
    rows = flood(first, authority, 20)
    client = as_user(bob)
    page = client.get(reverse("claims:claim", args=[first.pk])).content.decode()
    following = re.search(r'hx-get="([^"]+alike/\?after=[^"]+)"', page)
    assert following
    more = client.get(following[1], headers=HTMX).content.decode()
    assert more.count('<li class="row">') == len(rows) - 1 - ROWS


def test_many_proposals_cost_no_more_queries_than_few(
    first, authority, bob, as_user, django_assert_max_num_queries
):
    flood(first, authority, 25)
    client = as_user(bob)
    address = reverse("claims:claim", args=[first.pk])
    client.get(address)
    with django_assert_max_num_queries(19):
        assert client.get(address).status_code == 200


def test_undo_gives_back_relation_and_freshness(first, authority, bob, alice, as_user):
    row = flood(first, authority, 1)[0]
    approved(first, bob, alice)
    Evidence.objects.filter(pk=row.pk).update(relation="repeats")
    client = as_user(bob)
    post(client, "evidence-confirm", row, relation="contradicts", seen="proposed")
    first.refresh_from_db()
    assert (first.freshness, first.freshness_cause) == (Freshness.NEEDS_RECHECK, "later source: Bay Post 1")
    post(client, "evidence-undo", first)
    first.refresh_from_db()
    row.refresh_from_db()
    assert (first.freshness, row.relation, row.state) == (Freshness.CURRENT, "repeats", "proposed")


def test_nobody_undoes_what_another_decided_or_what_a_verdict_rests_on(first, authority, bob, alice, as_user):
    row = flood(first, authority, 1)[0]
    post(as_user(bob), "evidence-confirm", row, relation="updates", seen="proposed")
    assert post(as_user(alice), "evidence-undo", first).status_code == 422
    submitted(first, bob, rests_on=[row])
    refused = post(as_user(bob), "evidence-undo", first)
    assert refused.status_code == 422
    assert "A verdict rests on this decision" in refused.content.decode()


@pytest.mark.parametrize("relation", ["updates", "contradicts"])
def test_confirming_what_unsettles_marks_an_approved_verdict(first, authority, bob, alice, relation):
    row = flood(first, authority, 1)[0]
    approved(first, bob, alice)
    confirm(row, bob, relation)
    first.refresh_from_db()
    assert (first.freshness, first.freshness_cause) == (Freshness.NEEDS_RECHECK, "later source: Bay Post 1")


def test_what_was_dismissed_is_not_asked_again_when_matched_anew(first, authority, foreign_desk, bob):
    later = later_claim(foreign_desk, authority)
    assert matched(article_of(later)) == 1
    dismiss(Evidence.objects.get(), bob)
    assert matched(article_of(later)) == 0
    assert matched(article_of(first)) == 0
    assert Evidence.objects.get().state == "dismissed"


def test_weak_proposals_are_folded_and_open_when_asked_for(first, authority, bob, alice, as_user):
    weak = proposed(first, later_claim(first.desk, authority, hours=2), score=0.4, strength=0.4)
    client, address = as_user(bob), reverse("claims:claim", args=[first.pk])
    html = client.get(address).text
    assert "1 less certain proposal" in html
    assert 'id="proposal-title"' not in html
    assert "proposed" not in html.partition('id="timeline"')[2].partition("</ol>")[0]
    asked = client.get(address, {"proposal": weak.pk}).text
    assert "less certain</span>" in asked
    assert reverse("claims:evidence-confirm", args=[weak.pk]) in asked
    strong = proposed(first, later_claim(first.desk, authority, hours=1), score=0.8, strength=0.8)
    both = client.get(address).text
    assert reverse("claims:evidence-confirm", args=[strong.pk]) in both
    assert "1 of 1 proposal<" in both
    assert "1 less certain proposal" in both
    confirm(weak, alice, weak.relation)
    assert "less certain" not in client.get(address).text


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.8, "about 8 in 10"), (0.97, "more than 9 in 10"), (0.02, "fewer than 1 in 10"), (None, "")],
)
def test_how_sure_is_told_as_people_reckon(score, words):
    assert how_sure(score) == words


def test_undo_is_behind_the_door(first, authority, bob, charlie, dana, as_user):
    row = flood(first, authority, 1)[0]
    post(as_user(bob), "evidence-confirm", row, relation="updates", seen="proposed")
    assert post(as_user(charlie), "evidence-undo", first).status_code == 404
    assert post(as_user(dana), "evidence-undo", first).status_code == 403
    assert Evidence.objects.get().state == "confirmed"

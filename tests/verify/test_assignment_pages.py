"""Handing out on the page: ticked claims, one form, four actions at most."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Assignment, Claim
from tests.cast import make_claims

pytestmark = pytest.mark.django_db
ASSIGN = "/claims/assign/"


@pytest.fixture
def thirty(harbour, authority) -> list[Claim]:
    rows = [("12 containers", {"statement": f"Statement {number}"}) for number in range(30)]
    return make_claims(harbour, rows, source=authority)


def test_thirty_claims_are_handed_out_by_one_form(thirty, alice, bob, as_user):
    sent = {
        "claim": [str(claim.pk) for claim in thirty],
        "assignee": str(bob.pk),
        "due": "2026-06-10T16:00",
        "priority": "1",
        "note": "Find the post itself.",
    }
    answer = as_user(alice).post(ASSIGN, sent)
    assert (answer.status_code, answer["Location"]) == (303, "/assignments/")
    rows = Assignment.objects.filter(assignee=bob)
    assert rows.count() == 30
    local = timezone.make_aware(datetime(2026, 6, 10, 16, 0))
    assert set(rows.values_list("due_at", "priority", "instruction")) == {(local, 1, "Find the post itself.")}


def test_without_a_person_a_small_form_asks_and_keeps_the_claims(thirty, alice, bob, as_user):
    ids = [str(claim.pk) for claim in thirty[:3]]
    page = as_user(alice).post(ASSIGN, {"claim": ids, "next": "/claims/"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Hand out 3 claims" in html
    assert all(f'value="{pk}" checked' in html for pk in ids)
    assert 'name="next" value="/claims/"' in html
    assert not Assignment.objects.exists()


def test_the_way_back_is_ours_only(thirty, alice, bob, as_user):
    sent = {"claim": str(thirty[0].pk), "assignee": str(bob.pk), "next": "https://elsewhere.example/"}
    assert as_user(alice).post(ASSIGN, sent)["Location"] == "/assignments/"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"due": "soon"}, "Write a date and time"),
        ({"assignee": "00000000-0000-0000-0000-000000000000"}, "Choose a person of this desk"),
        ({"claim": "nonsense"}, "not there any more"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(thirty, alice, bob, as_user, sent, problem):
    form = {"claim": str(thirty[0].pk), "assignee": str(bob.pk), "note": "Kept words", **sent}
    answer = as_user(alice).post(ASSIGN, form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert problem in html
    assert not Assignment.objects.exists()
    if "claim" not in sent:
        assert "Kept words" in html


def test_the_editor_sees_everybody_and_a_reporter_only_the_own_list(thirty, alice, bob, as_user):
    as_user(alice).post(ASSIGN, {"claim": str(thirty[0].pk), "assignee": str(bob.pk)})
    editor = as_user(alice).get("/assignments/").content.decode()
    reporter = as_user(bob).get("/assignments/").content.decode()
    assert "By person" in editor
    assert "By person" not in reporter
    assert "Statement 0" in reporter
    assert "<h2>Mine</h2>" in reporter


def test_the_editor_looks_into_one_persons_list(thirty, alice, bob, as_user):
    as_user(alice).post(ASSIGN, {"claim": str(thirty[0].pk), "assignee": str(bob.pk)})
    page = as_user(alice).get(f"/assignments/?person={bob.pk}").content.decode()
    assert "<h2><bdi>Bob</bdi></h2>" in page
    assert 'class="selected"' in page


def test_what_nobody_has_is_told_apart_by_the_work_it_needs(thirty, alice, as_user):
    """The desk counts what is to review alone; both pages say what they count."""
    Claim.objects.filter(pk__in=[claim.pk for claim in thirty[:8]]).update(
        review_state="accepted", reviewed_by=alice, reviewed_at=timezone.now()
    )
    assert "30: 22 to review, 8 to verify</span>" in as_user(alice).get("/assignments/").content.decode()
    assert "22 to review</span>" in as_user(alice).get("/").content.decode()
    Claim.objects.update(review_state="extracted", reviewed_by=None, reviewed_at=None)
    assert '<span class="n">30</span>' in as_user(alice).get("/assignments/").content.decode()


def test_the_workload_bar_is_drawn_with_attributes_not_styles(thirty, alice, bob, as_user):
    sent = {
        "claim": [str(claim.pk) for claim in thirty[:5]],
        "assignee": str(bob.pk),
        "due": "2020-01-01T10:00",
    }
    as_user(alice).post(ASSIGN, sent)
    html = as_user(alice).get("/assignments/").content.decode()
    assert re.search(r'<rect class="over" x="0\.0" y="3" width="59\.0"', html)
    assert "style=" not in html


def test_done_and_handing_back_lead_back_to_the_list(thirty, alice, bob, as_user):
    ids = [str(claim.pk) for claim in thirty[:2]]
    as_user(alice).post(ASSIGN, {"claim": ids, "assignee": str(bob.pk)})
    one, two = Assignment.objects.order_by("pk")
    client = as_user(bob)
    assert client.post(reverse("claims:assignment-done", args=[one.pk])).status_code == 303
    refused = client.post(reverse("claims:assignment-hand-back", args=[two.pk]), {"reason": ""})
    assert refused.status_code == 422
    sent = {"reason": "I am away"}
    assert client.post(reverse("claims:assignment-hand-back", args=[two.pk]), sent).status_code == 303
    assert sorted(Assignment.objects.values_list("state", flat=True)) == ["done", "handed_back"]


def test_the_page_costs_the_same_for_3_claims_and_30(
    thirty, alice, bob, edna, as_user, django_assert_max_num_queries
):
    as_user(alice).post(ASSIGN, {"claim": [str(c.pk) for c in thirty], "assignee": str(bob.pk)})
    client = as_user(alice)
    client.get("/assignments/")
    with django_assert_max_num_queries(12):
        client.get(f"/assignments/?person={bob.pk}")

"""Undo takes back the last thing one did, from the record, and refuses when that would harm others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import AuditEntry, Claim, Report, ReportEdition, ReportItem
from claims.states import RejectReason, Review
from tests.cast import make_claim
from tests.review.acting import HTMX, act, bench, deeds, edit_data, fresh
from tests.review.test_split import PARTS, both  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def undo(client, article, **more):
    return client.post(reverse("claims:review-undo", args=[article.pk]), {}, **more)


@pytest.mark.parametrize(
    ("action", "data"), [("accept", {}), ("reject", {"reason": "vague"}), ("opinion", {}), ("edit", None)]
)
def test_every_decision_is_taken_back_to_what_it_was(as_user, bob, harbour, twelve, action, data):
    client = as_user(bob)
    before = _all(twelve)
    data = edit_data(twelve, statement="Other words", value_0="13", place="Odesa") if data is None else data
    act(client, twelve, action, **data)
    assert _all(twelve) != before
    response = undo(client, harbour)
    assert response.url.endswith(f"?claim={twelve.pk}")
    assert _all(twelve) == before
    done, undone = AuditEntry.objects.filter(claim=twelve).order_by("id")
    assert (undone.undoes, undone.action, fresh(twelve).version) == (done, "claim.undo", 3)


def _all(claim):
    row = fresh(claim)
    fields = (
        "statement",
        "source",
        "place",
        "review_state",
        "reject_reason",
        "reviewed_by",
        "second_opinion",
    )
    return [getattr(row, name) for name in fields], [str(q) for q in row.quantities.all()]


def test_undo_goes_one_step_and_then_the_next(as_user, bob, harbour, twelve):
    boats = make_claim(harbour, "3 boats")
    client = as_user(bob)
    act(client, twelve, "accept")
    act(client, boats, "reject", reason="vague")
    undo(client, harbour)
    assert (fresh(boats).review_state, fresh(twelve).review_state) == (Review.EXTRACTED, Review.ACCEPTED)
    undo(client, harbour)
    assert fresh(twelve).review_state == Review.EXTRACTED


def test_undo_of_a_split_brings_the_whole_back_and_withdraws_its_parts(as_user, bob, harbour, both):  # noqa: F811
    client = as_user(bob)
    act(client, both, "split", **PARTS)
    undo(client, harbour)
    assert fresh(both).review_state == Review.EXTRACTED
    parts = Claim.objects.filter(split_from=both)
    assert {part.reject_reason for part in parts} == {RejectReason.WITHDRAWN}
    assert "0 of 1" in bench(client, harbour).text


def test_a_split_stays_when_a_part_was_worked_on(as_user, bob, alice, harbour, both):  # noqa: F811
    client = as_user(bob)
    act(client, both, "split", **PARTS)
    act(as_user(alice), Claim.objects.filter(split_from=both).first(), "accept")
    response = undo(client, harbour, **HTMX)
    assert response.status_code == 422
    assert "A part of this split has been worked on already" in response.text
    assert fresh(both).reject_reason == RejectReason.SPLIT


def test_undo_is_refused_when_somebody_changed_the_claim_since(as_user, bob, alice, harbour, twelve):
    act(as_user(bob), twelve, "accept")
    act(as_user(alice), fresh(twelve), "reject", reason="vague")
    response = undo(as_user(bob), harbour)
    assert response.status_code == 422
    assert "Alice changed this claim after you" in response.text
    assert fresh(twelve).review_state == Review.REJECTED


def test_nobody_undoes_what_another_person_did(as_user, bob, alice, harbour, twelve):
    act(as_user(bob), twelve, "accept")
    undo(as_user(alice), harbour)
    assert fresh(twelve).review_state == Review.ACCEPTED
    response = act(as_user(alice), twelve, "undo")
    assert response.status_code == 422
    assert fresh(twelve).review_state == Review.ACCEPTED


def test_nothing_to_undo_says_so_and_changes_nothing(as_user, bob, harbour, twelve):
    client = as_user(bob)
    page = client.get(undo(client, harbour).url)
    assert "There is nothing of yours to undo in this article" in page.text
    assert deeds(twelve) == []


@pytest.mark.parametrize(("later", "refused"), [(True, True), (False, False)])
def test_a_decision_in_a_frozen_report_is_not_undone(
    as_user, bob, harbour, twelve, foreign_desk, later, refused
):
    client = as_user(bob)
    act(client, twelve, "accept")
    report = Report.objects.create(desk=foreign_desk, title="Harbour", created_by=bob)
    ReportItem.objects.create(report=report, claim=twelve, position=1)
    moment = timezone.now() + timedelta(minutes=1 if later else -10)
    _freeze(report, bob, moment)
    response = undo(client, harbour)
    assert (response.status_code == 422) is refused
    assert (fresh(twelve).review_state == Review.ACCEPTED) is refused


def _freeze(report, user, moment, **content):
    ReportEdition.objects.create(
        report=report, number=1, as_of=moment, content=content, sha256="0" * 64, frozen_by=user
    )


def test_an_edition_carries_a_decision_even_when_the_claim_left_the_report(
    as_user, bob, harbour, twelve, foreign_desk
):
    client = as_user(bob)
    act(client, twelve, "accept")
    report = Report.objects.create(desk=foreign_desk, title="Harbour", created_by=bob)
    _freeze(report, bob, timezone.now() + timedelta(minutes=1), claims=[{"id": str(twelve.pk), "number": 1}])
    response = undo(client, harbour, **HTMX)
    assert response.status_code == 422
    assert "carries this decision" in response.text
    assert fresh(twelve).review_state == Review.ACCEPTED


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("dana", 403)])
def test_who_may_not_undo(request, as_user, bob, harbour, twelve, who, status):
    act(as_user(bob), twelve, "accept")
    client = as_user(request.getfixturevalue(who))
    assert undo(client, harbour).status_code == status
    assert act(client, twelve, "undo").status_code == status
    assert fresh(twelve).review_state == Review.ACCEPTED

"""Evidence is added, confirmed and dismissed by people, and stays."""

from __future__ import annotations

import pytest
from django.db import transaction

from claims.models import AuditEntry, Claim, Evidence
from claims.states import EvidenceState
from claims.verify import evidence
from claims.verify.refusal import CannotDecide

from .scene import article_of, confirm, dismiss, earlier_claim, later_claim, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


@pytest.fixture
def second(foreign_desk, authority) -> Claim:
    return later_claim(foreign_desk, authority)


def add(claim: Claim, by, **parts) -> Evidence:
    with transaction.atomic():
        return evidence.evidence_add(user=by, claim=claim, item=evidence.Item(**parts))


def test_what_a_person_adds_is_confirmed_by_that_person(first, bob):
    row = add(first, bob, kind="url", relation="context", url="https://example.org/post")
    assert (row.state, row.decided_by, row.proposed_by) == (EvidenceState.CONFIRMED, bob, bob)
    entry = AuditEntry.objects.get(action="evidence.add")
    assert (entry.claim, entry.actor) == (first, bob)


def test_a_search_that_found_nothing_is_absence_whatever_was_chosen(first, bob):
    row = add(first, bob, kind="search", relation="corroborates", body="Bulletins: no count")
    assert row.relation == "absence"


def test_a_later_article_can_be_evidence_without_a_claim(first, second, bob):
    version = article_of(second).versions.get()
    assert add(first, bob, kind="article", relation="context", version=version).version == version


def test_a_claim_is_no_evidence_for_itself(first, bob):
    with pytest.raises(CannotDecide, match="itself"):
        add(first, bob, kind="claim", relation="repeats", other=first)


def test_the_same_claim_is_not_added_twice(first, second, bob):
    add(first, bob, kind="claim", relation="repeats", other=second)
    with pytest.raises(CannotDecide, match="already"):
        add(first, bob, kind="claim", relation="updates", other=second)


def test_a_claim_of_another_desk_is_no_evidence(first, other_desk, authority, ada):
    strange = later_claim(other_desk, authority)
    with pytest.raises(CannotDecide, match="another desk"):
        add(first, ada, kind="claim", relation="repeats", other=strange)


def test_the_person_chooses_the_relation_on_confirming(first, second, bob):
    row = confirm(proposed(first, second, "updates"), bob, "contradicts")
    row.refresh_from_db()
    assert (row.state, row.relation, row.decided_by) == (EvidenceState.CONFIRMED, "contradicts", bob)


def test_a_dismissed_row_stays_with_its_reason(first, second, bob):
    row = dismiss(proposed(first, second), bob, "Another event or day")
    row.refresh_from_db()
    assert (row.state, row.decision_note) == (EvidenceState.DISMISSED, "Another event or day")


def test_dismissing_needs_a_reason(first, second, bob):
    row = proposed(first, second)
    with pytest.raises(CannotDecide, match="Say why"):
        dismiss(row, bob, "  ")
    row.refresh_from_db()
    assert row.state == EvidenceState.PROPOSED


def test_a_dismissal_can_be_taken_back_by_confirming(first, second, bob, alice):
    row = dismiss(proposed(first, second), bob)
    confirm(row, alice, "repeats")
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.decision_note) == (EvidenceState.CONFIRMED, alice, "")


def test_a_decision_on_a_page_that_is_out_of_date_overwrites_nothing(first, second, bob, alice):
    row = proposed(first, second)
    confirm(row, bob, "updates")
    with pytest.raises(evidence.AlreadyDecided, match="Bob decided"), transaction.atomic():
        evidence.evidence_dismiss(user=alice, claim=first, evidence=row, reason="no", seen="proposed")
    row.refresh_from_db()
    assert (row.state, row.relation) == (EvidenceState.CONFIRMED, "updates")

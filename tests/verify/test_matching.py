"""The match stage: what is proposed, on which claim, once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import flow
from claims.models import AuditEntry, Claim, Desk, Evidence
from claims.states import EvidenceState, Freshness, Review, Verdict, WorkState
from claims.verify import tasks
from claims.verify.matching import claims_of, looks_of
from claims.verify.similar import similar_claims

from .scene import LATER, approved, article_of, confirm, dismiss, earlier_claim, later_claim, matched, work_of

pytestmark = pytest.mark.django_db


def the_evidence() -> Evidence:
    return Evidence.objects.get()


def test_a_later_article_proposes_itself_on_the_earlier_claim(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    assert matched(article_of(second)) == 1
    row = the_evidence()
    assert (row.claim, row.other, row.relation, row.state) == (first, second, "updates", "proposed")
    assert row.reason == "Same speaker, another figure: 277 → 292, +15, +5.4 %."
    assert row.matcher


def test_the_earlier_article_may_be_captured_last(foreign_desk, authority):
    second = later_claim(foreign_desk, authority)
    first = earlier_claim(foreign_desk, authority)
    matched(article_of(first))
    assert (the_evidence().claim, the_evidence().other) == (first, second)


def test_the_same_figure_repeats(foreign_desk, authority):
    earlier_claim(foreign_desk, authority)
    matched(article_of(later_claim(foreign_desk, authority, text=LATER, value=277)))
    assert the_evidence().relation == "repeats"


def test_matching_ends_its_stage_in_the_same_transaction(foreign_desk, authority):
    earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    assert work_of(article_of(second)).state == WorkState.DONE


def test_a_worker_that_lost_its_lease_stores_nothing(foreign_desk, authority, monkeypatch):
    earlier_claim(foreign_desk, authority)
    piece = article_of(later_claim(foreign_desk, authority))

    def lost(work):
        raise flow.LostLease(str(work))

    monkeypatch.setattr(flow, "finish", lost)
    with pytest.raises(flow.LostLease):
        matched(piece)
    assert not Evidence.objects.exists()
    assert not AuditEntry.objects.filter(action="evidence.propose").exists()


def test_a_second_run_proposes_nothing_twice(foreign_desk, authority):
    earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    assert [matched(article_of(second)), matched(article_of(second))] == [1, 0]
    assert Evidence.objects.count() == 1


def test_the_other_articles_run_does_not_propose_the_pair_the_other_way_round(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    assert matched(article_of(first)) == 0


def test_what_was_dismissed_is_never_asked_again(foreign_desk, authority, bob):
    earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    dismiss(the_evidence(), bob)
    assert matched(article_of(second)) == 0
    assert the_evidence().state == EvidenceState.DISMISSED


def test_a_second_run_brings_open_proposals_up_to_date_and_leaves_decided_ones(foreign_desk, authority, bob):
    earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    second.quantities.update(low=277, high=277)
    matched(article_of(second))
    assert the_evidence().relation == "repeats"
    confirm(the_evidence(), bob, "corroborates")
    second.quantities.update(low=292, high=292)
    matched(article_of(second))
    assert the_evidence().relation == "corroborates"


def test_claims_of_another_desk_never_meet(foreign_desk, other_desk, authority):
    earlier_claim(other_desk, authority)
    assert matched(article_of(later_claim(foreign_desk, authority))) == 0


@pytest.mark.parametrize("left_out", ["rejected", "set aside"])
def test_rejected_and_set_aside_claims_take_no_part(foreign_desk, authority, bob, left_out):
    more = {"set_aside": True}
    if left_out == "rejected":
        more = {"review_state": Review.REJECTED, "reject_reason": "vague", "reviewed_by": bob}
    earlier_claim(foreign_desk, authority, **more)
    assert matched(article_of(later_claim(foreign_desk, authority))) == 0


def test_a_proposal_on_a_claim_without_verdict_changes_no_freshness(foreign_desk, authority, bob):
    first = earlier_claim(foreign_desk, authority, bob)
    matched(article_of(later_claim(foreign_desk, authority)))
    first.refresh_from_db()
    assert (first.freshness, first.version) == (Freshness.CURRENT, 1)


def test_a_proposed_update_of_an_approved_verdict_asks_for_a_recheck_and_flips_nothing(
    foreign_desk, authority, bob, alice
):
    first = approved(earlier_claim(foreign_desk, authority, bob), bob, alice)
    matched(article_of(later_claim(foreign_desk, authority)))
    first.refresh_from_db()
    assert (first.freshness, first.freshness_cause) == (Freshness.NEEDS_RECHECK, "later source: Bay Post 3")
    assert first.verdict == Verdict.SINGLE_SOURCE
    entry = AuditEntry.objects.filter(action="claim.recheck").get()
    assert entry.actor is None


def test_a_proposed_repetition_leaves_an_approved_verdict_current(foreign_desk, authority, bob, alice):
    first = approved(earlier_claim(foreign_desk, authority, bob), bob, alice)
    matched(article_of(later_claim(foreign_desk, authority, text=LATER, value=277)))
    first.refresh_from_db()
    assert first.freshness == Freshness.CURRENT


def test_the_task_tolerates_a_row_that_is_gone(db):
    tasks.match_version("00000000-0000-0000-0000-000000000000")


def test_each_proposal_is_on_record(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    matched(article_of(later_claim(foreign_desk, authority)))
    entry = AuditEntry.objects.get(action="evidence.propose")
    assert (entry.claim, entry.actor, entry.after["outlet"]) == (first, None, "Bay Post 3")


def test_an_article_with_nothing_to_compare_costs_few_queries(foreign_desk, authority):
    piece = article_of(later_claim(foreign_desk, authority))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        looks = looks_of(claims_of(piece.versions.get()))
        assert [item for each in looks for item in each.compared] == []
    assert len(queries) <= 30, [query["sql"][:80] for query in queries]


def test_similar_claims_come_with_their_difference(foreign_desk, authority):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    found = similar_claims(second)
    assert [(item.claim, item.outcome) for item in found] == [(first, "−15, −5.1 %")]


def test_a_desk_of_its_own_sees_only_its_own(foreign_desk: Desk, other_desk: Desk, authority):
    earlier_claim(other_desk, authority)
    assert similar_claims(Claim.objects.get(pk=later_claim(foreign_desk, authority).pk)) == []

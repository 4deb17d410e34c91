"""The same articles, in any order, end in the same pairs; what was cut, lost or found again is on record."""

from __future__ import annotations

import random

import pytest
from django.db import transaction

from claims.models import AuditEntry, Claim, Desk, Evidence, Source
from claims.states import EvidenceState, Review
from claims.verify import keeping, matching, standing
from claims.verify.evidence import AlreadyDecided, Item, evidence_add, evidence_confirm
from tests.cast import make_source

from .scene import (
    article,
    article_of,
    claim,
    dismiss,
    earlier_claim,
    later_claim,
    matched,
    submitted,
)

pytestmark = pytest.mark.django_db

SAYS = "recovered {} containers from the bay"
STORY = [277, 277, 292, 310, 277, 292, 460, 310]  # what eight articles count, an hour between them


def come_in(desk: Desk, source: Source, order: list[int]) -> set[tuple[int, int]]:
    """Let the articles of STORY come in this order; return the pairs that are open in the end."""
    named: dict[object, int] = {}
    for number in order:
        words = SAYS.format(STORY[number])
        text = f"The harbour authority said on Monday its divers {words} before dawn, report {number}."
        row = claim(article(desk, text, f"Paper {number}", number), words, STORY[number], source)
        named[row.pk] = number
        matched(article_of(row))
    rows = Evidence.objects.filter(claim__desk=desk, state=EvidenceState.PROPOSED)
    return {tuple(sorted((named[row.claim_id], named[row.other_id]))) for row in rows}  # type: ignore[misc]


@pytest.mark.parametrize("kept", [1, 2, 12])
def test_any_order_ends_in_the_same_pairs(db, monkeypatch, kept):
    monkeypatch.setattr(standing, "KEPT", kept)
    monkeypatch.setattr(keeping.pushed_out, "__defaults__", (kept,))
    dice = random.Random(kept)
    source = make_source()
    ends = []
    for turn in range(5):
        desk = Desk.objects.create(name=f"Desk {turn}")
        order = dice.sample(range(len(STORY)), len(STORY)) if turn else list(range(len(STORY)))
        ends.append(come_in(desk, source, order))
    assert all(end == ends[0] for end in ends)
    assert ends[0]
    outdone = AuditEntry.objects.filter(action="evidence.withdraw", note=matching.OUTDONE)
    assert outdone.exists() is (kept < 12)


def again(row: Claim) -> Evidence:
    matched(article_of(row))
    return Evidence.objects.get()


def test_what_the_rules_no_longer_see_is_withdrawn_and_proposed_again_when_they_do(foreign_desk, authority):
    earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    assert again(second).state == EvidenceState.PROPOSED
    second.quantities.update(unit="cow")
    row = again(second)
    assert (row.state, row.decided_by, row.decision_note) == (
        EvidenceState.WITHDRAWN,
        None,
        matching.NOT_SEEN,
    )
    assert AuditEntry.objects.get(action="evidence.withdraw").claim == row.claim
    second.quantities.update(unit="container")
    assert again(second).state == EvidenceState.PROPOSED


def test_a_rejected_claim_takes_its_open_proposals_with_it(foreign_desk, authority, bob):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    Claim.objects.filter(pk=second.pk).update(
        review_state=Review.REJECTED, reject_reason="vague", reviewed_by=bob, reviewed_at=second.created_at
    )
    matched(article_of(second))
    assert Evidence.objects.get(claim=first).state == EvidenceState.WITHDRAWN


def test_what_a_verdict_rests_on_is_not_withdrawn(foreign_desk, authority, bob):
    first = earlier_claim(foreign_desk, authority, bob)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    submitted(first, bob, rests_on=[Evidence.objects.get()])
    second.quantities.update(unit="cow")
    assert again(second).state == EvidenceState.PROPOSED


def test_a_pair_seen_the_other_way_round_is_withdrawn_and_proposed_on_the_other_claim(
    foreign_desk, authority
):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    piece = article_of(first)
    piece.published_at = piece.published_at.replace(hour=23)
    piece.save()
    matched(article_of(second))
    states = {row.claim_id: row.state for row in Evidence.objects.all()}
    assert states == {first.pk: EvidenceState.WITHDRAWN, second.pk: EvidenceState.PROPOSED}


def test_a_dismissed_pair_is_not_asked_again_the_other_way_round(foreign_desk, authority, bob):
    first = earlier_claim(foreign_desk, authority)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    dismiss(Evidence.objects.get(), bob)
    piece = article_of(first)
    piece.published_at = piece.published_at.replace(hour=23)
    piece.save()
    assert matched(article_of(second)) == 0
    assert Evidence.objects.get().state == EvidenceState.DISMISSED


def withdrawn(foreign_desk, authority, bob=None) -> Evidence:
    earlier_claim(foreign_desk, authority, bob)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    second.quantities.update(unit="cow")
    return again(second)


def test_a_person_can_add_what_was_withdrawn(foreign_desk, authority, bob):
    row = withdrawn(foreign_desk, authority)
    with transaction.atomic():
        added = evidence_add(
            user=bob, claim=row.claim, item=Item("claim", "context", other=row.other, reason="Same bay.")
        )
    assert (added.pk, added.state, added.relation, added.proposed_by) == (
        row.pk,
        EvidenceState.CONFIRMED,
        "context",
        bob,
    )


def test_nobody_confirms_what_was_withdrawn_meanwhile(foreign_desk, authority, bob):
    row = withdrawn(foreign_desk, authority)
    with pytest.raises(AlreadyDecided, match="withdrawn"), transaction.atomic():
        evidence_confirm(user=bob, claim=row.claim, evidence=row, relation="updates")


def test_the_page_of_the_claim_lists_it_no_longer(foreign_desk, authority, bob, as_user):
    first = earlier_claim(foreign_desk, authority, bob)
    second = later_claim(foreign_desk, authority)
    matched(article_of(second))
    row, address = Evidence.objects.get(), f"/claims/{first.pk}/"
    assert str(row.pk) in as_user(bob).get(address).content.decode()
    second.quantities.update(unit="cow")
    matched(article_of(second))
    page = as_user(bob).get(address).content.decode()
    assert str(row.pk) not in page
    assert "withdrew proposed evidence for" in page

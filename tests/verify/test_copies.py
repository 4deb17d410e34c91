"""Many copies of one report: a few are compared, whatever the order they come in, the others are counted."""

from __future__ import annotations

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimReading, Desk, Evidence, Source
from claims.review.decisions import claim_reject
from claims.states import EvidenceState
from claims.verify import copies
from claims.verify.rematching import changed_match
from tests.cast import make_source

from .scene import article, article_of, claim, earlier_claim, matched

pytestmark = pytest.mark.django_db

WIRE = "The harbour authority said its divers recovered 292 containers from the bay before dawn on Monday."
SAYS = "its divers recovered 292 containers from the bay"


def copy_of(desk: Desk, source: Source, number: int) -> Claim:
    """Return the claim of one more copy, published in the order of the numbers."""
    return claim(
        article(desk, f"{WIRE}\n\nCopy {number}.", f"Paper {number:03}", 5 + number), SAYS, 292, source
    )


def come_in(desk: Desk, source: Source, count: int) -> list[Claim]:
    """Let copies come in one after the other, each matched; return their claims."""
    rows = []
    for number in range(count):
        rows.append(copy_of(desk, source, number))
        settle(article_of(rows[-1]))
    return rows


def settle(piece) -> None:
    matched(piece)
    while changed_match():
        pass


def open_pairs(desk: Desk) -> set[frozenset[str]]:
    """Return the open pairs, each claim named by its outlet."""
    rows = Evidence.objects.filter(claim__desk=desk, state=EvidenceState.PROPOSED).select_related(
        "claim", "other"
    )
    return {frozenset({article_of(row.claim).outlet.name, article_of(row.other).outlet.name}) for row in rows}


@pytest.fixture
def three(monkeypatch) -> None:
    monkeypatch.setattr(copies, "COMPARED", 3)


def test_the_first_few_are_compared_and_the_others_counted(foreign_desk, authority, three):
    first = earlier_claim(foreign_desk, authority)
    rows = come_in(foreign_desk, authority, 8)
    assert set(Evidence.objects.filter(claim=first).values_list("other", flat=True)) == {
        r.pk for r in rows[:3]
    }
    assert not Evidence.objects.filter(other__in=[row.pk for row in rows[3:]]).exists()
    assert not ClaimReading.objects.filter(claim__in=[row.pk for row in rows[3:]]).exists()
    assert copies.more_of_the_same([first.pk, rows[0].pk]) == {rows[0].pk: 7}
    assert len(set(copies.row_keys([row.pk for row in rows]).values())) == 1


def test_any_order_of_the_copies_ends_in_the_same_pairs(db, three):
    source, dice, ends = make_source(), random.Random(3), []
    for turn in range(5):
        desk = Desk.objects.create(name=f"Desk {turn}")
        first = earlier_claim(desk, source)
        order = dice.sample(range(7), 7) if turn else range(7)
        for at, number in enumerate(order):
            if at == turn:
                settle(article_of(first))
            settle(article_of(copy_of(desk, source, number)))
        ends.append(open_pairs(desk))
    assert all(end == ends[0] for end in ends)
    assert {outlet for pair in ends[0] for outlet in pair} == {
        "Harbour Herald",
        "Paper 000",
        "Paper 001",
        "Paper 002",
    }


def test_when_one_of_the_first_is_rejected_the_next_comes_forward(foreign_desk, authority, bob, three):
    first = earlier_claim(foreign_desk, authority)
    rows = come_in(foreign_desk, authority, 4)
    with transaction.atomic():
        claim_reject(
            user=bob, claim=Claim.objects.select_for_update(of=("self",)).get(pk=rows[0].pk), reason="vague"
        )
    while changed_match():
        pass
    rows_open = Evidence.objects.filter(claim=first, state=EvidenceState.PROPOSED)
    assert set(rows_open.values_list("other", flat=True)) == {row.pk for row in rows[1:]}


def test_the_same_statement_in_another_sentence_or_by_another_source_is_no_copy(foreign_desk, authority):
    other = Source.objects.create(name="Coastguard")
    one = copy_of(foreign_desk, authority, 1)
    two = copy_of(foreign_desk, other, 2)
    text = f"Late on Monday the harbour authority told reporters that {SAYS}."
    three = claim(article(foreign_desk, text, "Bay Post", 9), SAYS, 292, authority)
    for row in (one, two, three):
        row.appearances.update(sentence_start=0, sentence_end=len(WIRE) if row != three else len(text))
        matched(article_of(row))
    assert len(set(copies.row_keys([one.pk, two.pk, three.pk]).values())) == 3
    assert copies.more_of_the_same([one.pk]) == {}


def test_many_copies_cost_no_more_each_than_ten(foreign_desk, authority):
    earlier_claim(foreign_desk, authority)
    counts = []
    for number in range(30):
        piece = article_of(copy_of(foreign_desk, authority, number))
        with CaptureQueriesContext(connection) as queries:
            matched(piece)
        counts.append(len(queries))
    assert counts[-1] <= min(counts[10:20])
    assert Evidence.objects.count() <= (copies.COMPARED + 1) ** 2

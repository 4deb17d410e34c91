"""Thousands of copies of one wire report: each costs no more than those before it, few are proposed."""

from __future__ import annotations

import os
import statistics
import time

import pytest

from claims.models import ClaimReading, Evidence
from claims.verify import copies
from tests.verify.scene import article, article_of, claim, earlier_claim, matched

COPIES = int(os.environ.get("COPIES", "10000"))
WIRE = "The harbour authority said its divers recovered 292 containers from the bay before dawn on Monday."
SAYS = "its divers recovered 292 containers from the bay"
PART = 250


def _quick(times: list[float]) -> float:
    """Return what the quicker fourth of the runs take at most: other work on the machine is left out."""
    return statistics.quantiles(times, n=4)[0]


@pytest.mark.bench
@pytest.mark.django_db
def test_copies_come_in_without_end(foreign_desk, authority, capsys):
    first = earlier_claim(foreign_desk, authority)
    times = []
    for number in range(COPIES):
        row = claim(
            article(foreign_desk, f"{WIRE}\n\nCopy {number}.", f"Paper {number}", 5 + number),
            SAYS,
            292,
            authority,
        )
        piece = article_of(row)
        began = time.perf_counter()
        matched(piece)
        times.append((time.perf_counter() - began) * 1000)
    early, late = _quick(times[copies.COMPARED : PART]), _quick(times[-PART:])
    with capsys.disabled():
        print(
            f"\n{COPIES} copies: each {early:.0f} ms at first, {late:.0f} ms at last,"
            f" {Evidence.objects.count()} proposals, {ClaimReading.objects.count()} readings"
        )
    assert late < 2 * early
    assert Evidence.objects.filter(claim=first).count() == copies.COMPARED
    assert Evidence.objects.count() <= (copies.COMPARED + 1) ** 2
    assert copies.more_of_the_same([first.pk, row.pk]) == {row.pk: COPIES - 1}

"""Thousands of copies of one wire report: each costs no more than those before it, few are proposed."""

from __future__ import annotations

import os
import resource
import statistics
import time

import pytest

from claims.models import ClaimReading, Evidence
from claims.verify import copies
from tests.cast import make_claim
from tests.verify.scene import article, earlier_claim, matched

COPIES = int(os.environ.get("COPIES", "10000"))
WIRE = "The harbour authority said its divers recovered 292 containers from the bay before dawn on Monday."
SAYS = "its divers recovered 292 containers from the bay"
PART = 250


def _quick(times: list[float]) -> float:
    """Return what the quicker fourth of the runs take at most: other work on the machine is left out."""
    return statistics.quantiles(times, n=4)[0]


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)  # each is committed, as they come: nothing lies about unsettled
def test_copies_come_in_without_end(foreign_desk, authority, capsys):
    first = earlier_claim(foreign_desk, authority)
    times, computing = [], []
    for number in range(COPIES):
        piece = article(foreign_desk, f"{WIRE}\n\nCopy {number}.", f"Paper {number}", 5 + number)
        row = make_claim(piece, SAYS, source=authority, figure=(292, "container"))
        began, used = time.perf_counter(), time.process_time()
        matched(piece)
        times.append((time.perf_counter() - began) * 1000)
        computing.append((time.process_time() - used) * 1000)
    early, late = _quick(times[copies.COMPARED : PART]), _quick(times[-PART:])
    with capsys.disabled():
        print(
            f"\n{COPIES} copies: each {early:.0f} ms at first, {late:.0f} ms at last (of it here"
            f" {_quick(computing[copies.COMPARED : PART]):.0f} and {_quick(computing[-PART:]):.0f}),"
            f" {Evidence.objects.count()} proposals, {ClaimReading.objects.count()} readings,"
            f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
        )
    assert late < 2 * early
    assert Evidence.objects.filter(claim=first).count() == copies.COMPARED
    assert Evidence.objects.count() <= (copies.COMPARED + 1) ** 2
    assert ClaimReading.objects.count() == copies.COMPARED + 1
    assert copies.more_of_the_same([first.pk, row.pk]) == {row.pk: COPIES - 1}

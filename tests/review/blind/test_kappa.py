"""Cohen's kappa against published tables, and where it says nothing. Pure."""

from __future__ import annotations

import random

import pytest

from claims.review.blind.kappa import FEWEST, agreement, kappa


def pairs_of(table):
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


# Two dermatologists on 88 patients, documentation of SAS PROC FREQ: 0.3449, 0.0724, 0.2030 to 0.4868.
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]


def test_it_gives_the_published_value_error_and_interval():
    value, error = kappa(pairs_of(SKIN))
    assert (value, error) == (pytest.approx(0.3449, abs=5e-5), pytest.approx(0.0724, abs=5e-5))
    found = agreement(pairs_of(SKIN))
    assert (found.low, found.high) == (pytest.approx(0.2030, abs=5e-5), pytest.approx(0.4868, abs=5e-5))
    assert (found.pairs, found.same) == (88, 45)


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ([[20, 5], [10, 15]], 0.4),  # 50 proposals, two readers
        ([[45, 15], [25, 15]], 0.1304),  # the same share of agreement as the next, less than chance would
        ([[25, 35], [5, 35]], 0.2593),
        ([[10, 0], [0, 10]], 1.0),
        ([[0, 10], [10, 0]], -1.0),
        ([[5, 5], [5, 5]], 0.0),
    ],
)
def test_known_tables(table, value):
    assert kappa(pairs_of(table))[0] == pytest.approx(value, abs=5e-5)


def test_the_error_is_that_of_resampling():
    """An independent way to the same figure: how kappa spreads over samples of the table."""
    pairs, dice = pairs_of(SKIN), random.Random(7)
    values = [kappa(dice.choices(pairs, k=len(pairs)))[0] for _ in range(2000)]
    mean = sum(values) / len(values)
    spread = (sum((each - mean) ** 2 for each in values) / len(values)) ** 0.5
    assert kappa(pairs)[1] == pytest.approx(spread, rel=0.08)


def test_exchanging_the_two_or_naming_decisions_otherwise_changes_nothing():
    pairs = pairs_of(SKIN)
    assert kappa([(b, a) for a, b in pairs]) == pytest.approx(kappa(pairs))
    assert kappa([(f"x{a}", f"x{b}") for a, b in pairs]) == pytest.approx(kappa(pairs))


def test_too_few_pairs_say_nothing_and_enough_do():
    few = pairs_of([[4, 1], [1, FEWEST - 7]])
    assert len(few) == FEWEST - 1
    assert agreement(few).too_few
    assert agreement(few).kappa is None
    assert agreement([*few, (0, 0)]).kappa is not None


def test_all_alike_has_no_kappa_but_is_counted():
    found = agreement([("accept", "accept")] * 12)
    assert (found.kappa, found.pairs, found.share, found.too_few) == (None, 12, 1.0, False)
    assert kappa([]) is None
    assert agreement([]).share == 0


def test_the_interval_stays_within_bounds():
    found = agreement(pairs_of([[11, 1], [0, 1]]))
    assert -1 <= found.low <= found.kappa <= found.high <= 1

"""Which pairs stay when a claim has many neighbours, whatever the order in which they came."""

from __future__ import annotations

import random
from itertools import combinations

from claims.verify.keeping import Link, pushed_out, strength

CLAIMS = range(9)


def every_link(dice: random.Random) -> list[Link]:
    pairs = [pair for pair in combinations(CLAIMS, 2) if dice.random() < 0.8]
    return [Link(a, b, strength(dice.choice([0.5, 0.6, 0.9]), f"{a}", f"{b}")) for a, b in pairs]


def as_they_come(links: list[Link], order: list[int], kept: int) -> set[Link]:
    """Let claims come one by one, each with its links to those that are there; return what stays."""
    stored: set[Link] = set()
    here: set[int] = set()
    for claim in order:
        here.add(claim)
        fresh = [
            link
            for link in links
            if claim in (link.earlier, link.later) and {link.earlier, link.later} <= here
        ]
        stored |= set(fresh)
        stored -= set(pushed_out(stored, {}, {}, kept))
    return stored


def test_what_stays_does_not_depend_on_the_order_of_arrival() -> None:
    dice = random.Random(7)
    cut = 0
    for _ in range(150):
        links, kept = every_link(dice), dice.randint(1, 3)
        orders = [dice.sample(list(CLAIMS), len(CLAIMS)) for _ in range(6)]
        results = [as_they_come(links, order, kept) for order in orders]
        assert all(result == results[0] for result in results)
        assert results[0] == set(links) - set(pushed_out(links, {}, {}, kept))
        cut += len(links) - len(results[0])
    assert cut > 100, "nothing was cut: the test proves nothing"


def test_the_strongest_of_either_claim_stay() -> None:
    links = [Link("a", n, 0.9 - n / 10) for n in (1, 2, 3)]
    assert pushed_out(links, {}, {}, kept=1) == []  # each is the only one of its later claim
    other = {n: {0.95} for n in (1, 2, 3)}
    assert pushed_out(links, {}, other, kept=1) == links[1:]


def test_equal_scores_have_an_order_that_their_words_give() -> None:
    assert strength(0.5, "a", "b") != strength(0.5, "a", "c")
    assert strength(0.5, "a", "b") == strength(0.5, "a", "b")
    assert abs(strength(0.5, "a", "b") - 0.5) < 1e-4

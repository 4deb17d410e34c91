"""Which claims are of one event, and what the event is called."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from claims.verify.figures import Figure
from claims.verify.grouping.kin import Drawn, Kin, kin_of, passages
from claims.verify.grouping.kinship import Member, dated, days_between, gaps, parted
from claims.verify.grouping.linking import linked
from claims.verify.grouping.settling import became, is_event, kept
from claims.verify.grouping.titles import named
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.told import Told
from claims.verify.meaning.voices import made_voice

NIGHT = (date(2025, 6, 8), date(2025, 6, 9))
NEXT_NIGHT = (date(2025, 6, 9), date(2025, 6, 10))
FORCE = made_voice(id="force", name="Ukraine's air force", kind="military")


def told(statement: str, days: Any = None, value: int = 0, unit: str = "", **more: Any) -> Told:
    figures = [Figure(Decimal(value), Decimal(value), unit, text=f"{value:,}")] if value else []
    more.setdefault("told_at", datetime(2025, 6, 9, 15, tzinfo=UTC))
    first, last = days or (None, None)
    return read(Words(statement, FORCE, figures, event_from=first, event_to=last, sentence=statement, **more))


def member(key: str, claim: Told, article: str = "a") -> Member:
    return dated([Member(key, claim, article)])[0]


def test_two_nights_that_share_a_day_are_one_day_apart():
    assert days_between(NIGHT, NIGHT) == 0
    assert days_between(NIGHT, NEXT_NIGHT) == 1
    assert days_between((date(2025, 6, 9), date(2025, 6, 9)), NIGHT) == 0
    assert days_between(NIGHT, None) == 0


def test_the_same_count_of_the_next_night_is_of_another_event():
    one = member("1", told("277 drones destroyed overnight", NIGHT, 277, "drone"))
    same = member("2", told("19 missiles destroyed", NIGHT, 19, "missile"), "b")
    other = member("3", told("277 drones shot down", NEXT_NIGHT, 277, "drone"), "c")
    assert not parted(one, same)
    assert parted(one, other)


def test_a_toll_that_rises_for_weeks_is_not_parted_by_its_days():
    first = member("1", told("40 people killed at the hall", (date(2024, 3, 22),) * 2, 40, "person"))
    later = member("2", told("144 people killed at the hall", (date(2024, 3, 29),) * 2, 144, "person"), "b")
    assert not parted(first, later)


def test_a_total_is_not_parted_from_its_parts():
    lot = member("1", told("1,200 bodies returned", (date(2025, 6, 13),) * 2, 1200, "body"))
    other = member("2", told("1,245 bodies returned", (date(2025, 6, 16),) * 2, 1245, "body"), "b")
    total = member("3", told("6,057 bodies returned in total", (date(2025, 6, 16),) * 2, 6057, "body"), "b")
    assert parted(lot, other)
    assert not parted(lot, total)


def test_a_claim_without_a_day_takes_that_of_its_articles_news():
    rows = [
        Member("1", told("479 drones launched", NIGHT), "a"),
        Member("2", told("20 missiles launched"), "a"),
        Member("3", told("20 missiles launched"), "b"),
    ]
    found = {row.key: row for row in dated(rows)}
    assert (found["1"].days, found["1"].sure) == (NIGHT, True)
    assert (found["2"].days, found["2"].sure) == (NIGHT, False)
    assert found["3"].days == (date(2025, 6, 8), date(2025, 6, 9))
    assert dated([rows[2]], {"b": [NEXT_NIGHT, (date(2025, 6, 9),) * 2]})[0].days == (date(2025, 6, 9),) * 2


def drawn(one: Member, *vector: float, place: int = 0) -> Drawn:
    """Return a member all of whose vectors point one way."""
    way = np.array(vector, np.float32) / np.float32(np.linalg.norm(vector))
    return Drawn(one, way, way, way, way, place)


def test_kinship_does_not_depend_on_who_comes_first_and_sees_another_story():
    rows = [
        drawn(member("1", told("479 drones launched at Ukraine", NIGHT, 479, "drone", title="Drones")), 1, 0),
        drawn(member("2", told("Ten drones hit Rivne", NIGHT, 10, "drone", title="Drones"), "b"), 1, 0.6),
        drawn(member("3", told("Amazon to cut 14,000 jobs", None, 14_000, "job", title="Jobs"), "c"), 0, 1),
    ]
    scores = kin_of(rows).scores
    assert np.allclose(scores, scores.T, atol=1e-5)
    assert scores[0, 1] > 0 > scores[0, 2]
    turned = kin_of(rows[::-1]).scores
    assert np.allclose(turned[::-1, ::-1], scores, atol=1e-5)


def test_gaps_are_the_days_between_every_two():
    day = (date(2025, 6, 9), date(2025, 6, 9))
    spans = [NIGHT, NEXT_NIGHT, day, None, (date(2025, 7, 1), date(2025, 7, 3))]
    rows = [Member(str(number), told("A claim"), "a", days) for number, days in enumerate(spans)]
    expected = [[days_between(one.days, other.days) for other in rows] for one in rows]
    assert gaps(rows).tolist() == expected


def test_the_passage_of_a_claim_is_what_stands_around_it():
    around = passages(np.eye(5, dtype=np.float32))
    assert np.allclose(np.linalg.norm(around, axis=1), 1)
    assert around[0] @ around[1] > around[0] @ around[2] > around[0] @ around[4]


def kin(rows: int, links: dict[tuple[int, int], float], **kept: list[tuple[int, int]]) -> Kin:
    """Return how akin rows are; those that nothing is said of are not."""
    scores = np.full((rows, rows), -3.0, np.float32)
    apart = {name: np.zeros((rows, rows), np.float32) for name in ("parted", "unlike", "turned")}
    for (one, other), score in links.items():
        scores[one, other] = scores[other, one] = score
    for name, pairs in kept.items():
        for one, other in pairs:
            apart[name][one, other] = apart[name][other, one] = 1
    return Kin(scores, **apart)


def test_groups_are_closed_by_the_mean_not_by_one_claim_that_bridges_them():
    chain = {(0, 1): 3.0, (1, 2): 2.0, (2, 3): 3.0}
    assert linked(kin(4, chain)) == [[0, 1], [2, 3]]
    assert linked(kin(3, {(0, 1): 3.0, (1, 2): 2.0, (0, 2): 1.0})) == [[0, 1, 2]]
    assert linked(kin(2, {})) == [[0], [1]]
    assert linked(kin(0, {})) == []


def test_a_night_does_not_join_the_night_before_nor_an_exchange_an_attack():
    alike = {(0, 1): 3.0, (0, 2): 2.0, (1, 2): 2.0}
    assert linked(kin(3, alike)) == [[0, 1, 2]]
    assert linked(kin(3, alike, parted=[(0, 2)])) == [[0, 1], [2]]
    assert linked(kin(3, alike, unlike=[(0, 2), (1, 2)])) == [[0, 1], [2]]


def test_attack_and_exchange_are_unlike_and_two_nights_are_parted():
    rows = [
        drawn(member("1", told("479 drones launched", NIGHT, 479, "drone")), 1, 0),
        drawn(member("2", told("1,200 bodies handed over", NIGHT, 1200, "body"), "b"), 1, 0),
        drawn(member("3", told("315 drones launched", NEXT_NIGHT, 315, "drone"), "c"), 1, 0),
        drawn(member("4", told("Ten people injured", NIGHT, 10, "person"), "d"), 1, 0),
    ]
    found = kin_of(rows)
    assert found.unlike[0].tolist() == [0, 1, 0, 0]
    assert found.parted[0].tolist() == [0, 0, 1, 0]


def test_a_strike_does_not_join_the_strike_of_the_other_side():
    alike = {(one, other): 3.0 for one, other in combinations(range(4), 2)}
    assert linked(kin(4, alike, turned=[(0, 3), (1, 3), (2, 3)])) == [[0, 1, 2], [3]]
    rows = [
        drawn(member("1", told("Russia launched 479 drones at Ukraine", NIGHT, 479, "drone")), 1, 0),
        drawn(member("2", told("Two drones struck a plant in Cheboksary", NIGHT, 2, "drone")), 1, 0),
        drawn(member("3", told("Russia exchanged prisoners with Ukraine", NIGHT)), 1, 0),
    ]
    assert kin_of(rows).turned.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_groups_that_stand_already_stay_and_never_become_one():
    alike = {(one, other): 2.0 for one, other in combinations(range(4), 2)}
    assert linked(kin(4, alike), [7, None, 7, None]) == [[0, 1, 2, 3]]
    assert linked(kin(4, alike), [7, None, 9, None]) in ([[0, 1, 3], [2]], [[0], [1, 2, 3]])
    assert linked(kin(4, {}), [7, None, 7, None]) == [[0, 2], [1], [3]]


def test_the_order_of_the_claims_does_not_matter():
    dice = np.random.default_rng(3)
    scores = dice.normal(size=(24, 24)).astype(np.float32)
    scores += scores.T
    parted = (np.abs(scores) < 0.1).astype(np.float32)
    none = np.zeros_like(scores)
    whole = {frozenset(group) for group in linked(Kin(scores, parted, none, none))}
    for _ in range(5):
        order = dice.permutation(24)
        turned = linked(Kin(scores[np.ix_(order, order)], parted[np.ix_(order, order)], none, none))
        assert {frozenset(int(order[row]) for row in group) for group in turned} == whole


def test_what_nothing_ties_to_a_group_has_no_part_in_it():
    dice = np.random.default_rng(5)
    scores = dice.normal(size=(20, 20)).astype(np.float32)
    scores += scores.T
    scores[:12, 12:] = scores[12:, :12] = -5
    none = np.zeros_like(scores)
    both = {frozenset(group) for group in linked(Kin(scores, none, none, none))}
    few = none[:12, :12]
    first = {frozenset(group) for group in linked(Kin(scores[:12, :12], few, few, few))}
    assert first <= both


def test_an_event_goes_on_where_most_of_its_claims_are():
    was = dict.fromkeys("abcd", "one") | dict.fromkeys("ef", "two")
    groups = ["abe", "cd", "f", "xyz"]
    assert kept(groups, was, ["one", "two"]) == ["one", None, "two", None]
    assert became(groups, was, ["one", "three", "two", None]) == {}
    assert became(["abcdef"], was, ["one"]) == {"two": "one"}
    assert kept(["abcdef"], was, ["two"]) == ["two"]


def test_a_remark_is_no_event_until_another_article_or_two_more_claims_join_it():
    assert not is_event(["a"])
    assert not is_event(["a", "a"])
    assert is_event(["a", "a", "a"])
    assert is_event(["a", "b"])


TITLES = [
    (
        [
            told("Russia launched 479 drones on Ukraine overnight", NIGHT, 479, "drone"),
            told("10 drones hit targets", NIGHT),
        ],
        ["Ukraine", "Ukraine"],
        "Overnight attack on Ukraine",
    ),
    ([told("1,200 bodies handed over", None, 1200, "body")] * 2, ["", ""], "Handover of bodies"),
    ([told("Six people killed in Odesa", NIGHT, 6, "person")] * 2, ["Odesa", "Odesa"], "Deaths in Odesa"),
    ([told("Six people killed in Odesa"), *[told("The choir sang")] * 2], ["", "", ""], "A headline"),
    ([told("The mayor praised the choir")], [""], "A headline"),
    (
        [
            told("Moscow handed over the remains of 1,212 Ukrainian soldiers", None, 1212, "soldier"),
            told("Kyiv received 1,200 bodies", None, 1200, "body"),
            told("A village in Donetsk region was taken"),
        ],
        ["", "", "Donetsk region"],
        "Handover of bodies",
    ),
    (
        [
            told("Ukrainian drones struck a plant in Tambov", NIGHT),
            told("Two drones fell on a depot in Cheboksary", NIGHT),
            told("A drone hit a refinery in Saratov", NIGHT),
        ],
        ["Tambov", "Cheboksary", "Saratov"],
        "Overnight strike on Russia",
    ),
    (
        [told("Three drones struck a plant in Tambov", NIGHT)] * 3,
        ["Tambov"] * 3,
        "Overnight strike in Tambov",
    ),
    ([told("Russia launched 183 drones", NIGHT, 183, "drone")] * 2, ["", ""], "Overnight attack by Russia"),
    ([told("Direct talks in Istanbul led to a swap")] * 2, ["", ""], "Talks in Istanbul"),
    ([told("Ten people injured")], [""], "A headline"),
]


@pytest.mark.parametrize(
    ("claims", "places", "title"), TITLES, ids=[f"{at} {row[2]}" for at, row in enumerate(TITLES)]
)
def test_an_event_is_called_after_what_its_claims_say(claims, places, title):
    assert named(claims, places, "A headline").title == title


def test_the_days_of_an_event_are_those_of_most_claims_and_of_none_when_none_says():
    claims = [told("a", NIGHT), told("b", NIGHT), told("c", (date(2022, 1, 1), date(2022, 12, 31)))]
    found = named(claims, ["", "", ""], "A headline")
    assert (found.starts_on, found.ends_on) == NIGHT
    assert named([told("a")], [""], "A headline").starts_on is None

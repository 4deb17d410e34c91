"""Which claims are of one event, and what the event is called."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from claims.verify.figures import Figure
from claims.verify.grouping.kinship import Member, dated, days_between, kinship, parted
from claims.verify.grouping.placing import Cluster, are_one, barred, groups_of, place
from claims.verify.grouping.titles import named
from claims.verify.likeness import Vectors
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


def test_kinship_does_not_depend_on_who_comes_first_and_sees_another_story():
    one = member("1", told("479 drones launched at Ukraine", NIGHT, 479, "drone", title="Drones at night"))
    other = member("2", told("One person injured in Rivne", NIGHT, 1, "person", title="Drones at night"), "b")
    far = member("3", told("Amazon to cut 14,000 jobs", None, 14_000, "job", title="Amazon cuts jobs"), "c")
    near = Vectors(0.5, 0.6, 0.8)
    assert kinship(one, other, near) == kinship(other, one, near)
    assert kinship(one, other, near) > kinship(one, other, Vectors(0.2, 0.2, 0.2))
    assert kinship(one, far, Vectors(0.1, 0.1, 0.1)) < 0.3
    alike = member("4", told("277 drones shot down at Ukraine", NIGHT, 277, "drone", title="Drones"), "d")
    assert kinship(one, alike, near) > 0.6


def kin_of(links: dict[str, float]) -> Any:
    return lambda one, other: links.get("".join(sorted((one.key, other.key))))


def plain(*keys: str) -> list[Member]:
    return [Member(key, told(f"Claim {key}"), key) for key in keys]


def test_claims_of_an_article_fall_into_groups():
    a, b, c, d = plain("a", "b", "c", "d")
    links = {"ab": 0.9, "ac": 0.2, "bc": 0.3, "cd": 0.8, "ad": 0.1, "bd": 0.1}
    for rows in permutations((a, b, c, d)):
        groups = groups_of(list(rows), kin_of(links))
        assert {frozenset(m.key for m in group) for group in groups} == {frozenset("ab"), frozenset("cd")}


def test_a_group_is_closed_by_the_mean_not_by_one_link():
    a, b, c = plain("a", "b", "c")
    assert len(groups_of([a, b, c], kin_of({"ab": 0.9, "bc": 0.6, "ac": 0.1}))) == 2
    assert len(groups_of([a, b, c], kin_of({"ab": 0.9, "bc": 0.8, "ac": 0.9}))) == 1


def test_claims_that_nobody_compared_do_not_join():
    a, b = plain("a", "b")
    assert len(groups_of([a, b], kin_of({}))) == 2


def test_a_group_joins_the_event_it_is_akin_to_most_or_none():
    a, b, x, y = plain("a", "b", "x", "y")
    kin = kin_of({"ax": 0.9, "bx": 0.7, "ay": 0.6, "by": 0.6})
    events = {"e1": Cluster([x], 1), "e2": Cluster([y], 1)}
    assert [key for key, _ in place([a, b], events, kin)] == ["e1", "e2"]
    assert place([a, b], {"e1": Cluster([x], 3)}, kin) == []  # the other members were not near


def test_a_night_does_not_join_the_event_of_the_night_before():
    mine = [member("a", told("315 drones launched", NEXT_NIGHT, 315, "drone"), "b")]
    theirs = [member("x", told("479 drones launched", NIGHT, 479, "drone"))]
    kin = kin_of({"ax": 0.99})
    assert barred(mine, theirs)
    assert place(mine, {"e": Cluster(theirs, 1)}, kin) == []
    assert not are_one(Cluster(mine, 1), Cluster(theirs, 1), kin)


def test_groups_of_other_nights_are_kept_apart_whatever_else_they_hold():
    mine = [member("a", told("315 drones launched", NEXT_NIGHT, 315, "drone"), "b")]
    mine += [member(str(n), told("Ten people injured"), "b") for n in range(9)]
    theirs = [member("x", told("19 missiles destroyed", NIGHT, 19, "missile"))]
    assert barred(mine, theirs)
    assert not barred(mine[1:], theirs)
    day = (date(2025, 6, 9), date(2025, 6, 9))
    dated_by_day = [member(f"d{n}", told("277 drones destroyed", day, 277, "drone")) for n in range(2)]
    assert not barred(mine, dated_by_day)
    assert barred(mine, [*theirs, *dated_by_day])


def test_events_are_one_when_akin_both_ways():
    a, b, x = plain("a", "b", "x")
    assert are_one(Cluster([a], 1), Cluster([x], 1), kin_of({"ax": 0.8}))
    assert not are_one(Cluster([a, b], 2), Cluster([x], 1), kin_of({"ax": 0.8}))


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
    ([told("The mayor praised the choir")], [""], "A headline"),
    ([told("Ten people injured")], [""], "A headline"),
]


@pytest.mark.parametrize(("claims", "places", "title"), TITLES, ids=[row[2] for row in TITLES])
def test_an_event_is_called_after_what_its_claims_say(claims, places, title):
    assert named(claims, places, "A headline").title == title


def test_the_days_of_an_event_are_those_of_most_claims_and_of_none_when_none_says():
    claims = [told("a", NIGHT), told("b", NIGHT), told("c", (date(2022, 1, 1), date(2022, 12, 31)))]
    found = named(claims, ["", "", ""], "A headline")
    assert (found.starts_on, found.ends_on) == NIGHT
    assert named([told("a")], [""], "A headline").starts_on is None

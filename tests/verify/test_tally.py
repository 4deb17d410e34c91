"""The figures of an event: how two stand, the table, the checks, the charts. No database."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from claims.verify.figures import Figure
from claims.verify.meaning.voices import made_voice
from claims.verify.tally.apart import difference_of
from claims.verify.tally.checks import checks_of
from claims.verify.tally.draw import svg
from claims.verify.tally.frame import PRINT, clipped
from claims.verify.tally.given import Given, Saying, Speaker, _noun, given_of, role_label
from claims.verify.tally.place import THERE, places_in
from claims.verify.tally.scale import scale_of, short, times_of
from claims.verify.tally.scope import scoped
from claims.verify.tally.series import charts_of
from claims.verify.tally.table import table_of

START = datetime(2025, 6, 9, 9, tzinfo=UTC)
NIGHT, NEXT = (date(2025, 6, 8), date(2025, 6, 9)), (date(2025, 6, 9), date(2025, 6, 10))


def speaker(name: str, kind: str = "military", party: str = "the war") -> Speaker:
    return Speaker(name, name, made_voice(id=name, name=name, kind=kind, party=party))


FORCE, MINISTRY = speaker("Ukraine’s air force"), speaker("Russian defence ministry", "government")
number = iter(range(10_000))


def fig(value: int | tuple[int, int], unit: str = "drone", qualifier: str = "exact", **more: str) -> Figure:
    low, high = value if isinstance(value, tuple) else (value, value)
    text = more.pop("text", f"{low} {unit}s")
    return Figure(Decimal(low), Decimal(high), unit, qualifier, more.pop("measure", ""), text)


def said(
    statement: str, *figures: Figure, by: Speaker = FORCE, hours: float | None = 0, **more: object
) -> list[Given]:
    at = None if hours is None else START + timedelta(hours=hours)
    key = str(more.pop("claim", next(number)))
    thing = str(more.pop("thing", ""))
    more.setdefault("days", NIGHT)
    more.setdefault("article", key)
    return given_of(Saying(key, statement, by, at, **more), [(figure, thing) for figure in figures])  # type: ignore[arg-type]


def down(value: int | tuple[int, int], hours: float | None = 0, by: Speaker = FORCE, **more: object) -> Given:
    qualifier = str(more.pop("qualifier", "range" if isinstance(value, tuple) else "exact"))
    figure = fig(value, qualifier=qualifier, measure=str(more.pop("measure", "")))
    return said("Air defences destroyed drones", figure, by=by, hours=hours, **more)[0]


def up(value: int, hours: float = 0, **more: object) -> Given:
    return said("Russia launched drones", fig(value), hours=hours, **more)[0]


def dead(value: int, hours: float | None, by: Speaker = FORCE, **more: object) -> Given:
    measure = str(more.pop("measure", ""))
    return said("A strike killed people", fig(value, "person", measure=measure), by=by, hours=hours, **more)[
        0
    ]


# --- Roles ------------------------------------------------------------------------------------------


def test_a_figure_counts_what_was_done_with_it():
    assert down(277).role == ("drone", "destroyed")
    assert down(277).label == "Drones destroyed"
    assert dead(9, 0).role == ("person", "killed")


def test_of_two_figures_of_one_claim_the_whole_has_its_own_role():
    part, whole = said(
        "Air defences destroyed 460 of 479 drones launched", fig(460, text="460"), fig(479, text="479 drones")
    )
    assert (part.role[1], whole.role[1]) == ("destroyed", "launched")
    part, whole = said(
        "Divers rescued 12 of 20 people", fig(12, "person", text="12"), fig(20, "person", text="20 people")
    )
    assert (part.role[1], whole.role[1]) == ("rescued", "in all")


def test_acres_and_hectares_are_one_role():
    assert said("acres burned", fig(1, "acre"))[0].role == said("hectares burned", fig(1, "hectare"))[0].role


# --- How two figures stand ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind", "words"),
    [
        (down(277), down(292, 5), "update", "+15, +5.4 %"),
        (down(277), down(277, 5), "same", "same"),
        (down(292), down(277, 30), "update", "−15, −5.1 %"),
        (down(277), down(460, 3, by=MINISTRY), "conflict", "+183, +66.1 %"),
        (down(460), down(277, 3), "part", "277 may be a part of 460; the rest is 183"),
        (dead(9, 0), dead(12, 4), "update", "+3, +33.3 %"),
        (down((270, 280)), down((400, 410), 3, by=MINISTRY), "conflict", "the ranges do not meet"),
        (down((270, 280)), down((275, 290), 3, by=MINISTRY), "conflict", "the ranges meet in part"),
        (down(277), down(281, 24, days=NEXT), "apart", "another period: 8–9 June 2025, 9–10 June 2025"),
        (down(277), down(281, 72, days=None), "apart", "another period: 8–9 June 2025, day not stated"),
        (down(277, thing="Shahed"), down(281, 1, thing="decoy"), "apart", "another object: Shahed, decoy"),
        (dead(9, None), dead(12, 4), "apart", "no time of publication, so which is newer is not known"),
        (down(277, article="a"), down(292, article="a"), "apart", "given side by side in one text"),
    ],
)  # fmt: skip
def test_two_figures_stand_as_people_would_say(one, other, kind, words):
    found = difference_of(one, other)
    assert (found.kind, found.words) == (kind, words)
    assert difference_of(other, one) == found


def test_what_cannot_be_compared_says_why():
    missiles = said("Air defences destroyed missiles", fig(19, "missile"))[0]
    assert difference_of(missiles, down(277, 1)).words == "another unit: missile, drone"
    bodies = said("bodies returned", fig(6, "body"), hours=1)[0]
    prisoners = said("prisoners returned", fig(9, "prisoner"))[0]
    assert difference_of(prisoners, bodies).words == "another object: prisoner, body"
    total = difference_of(down(20, measure="incremental"), down(900, 1, measure="cumulative"))
    assert (total.kind, total.words) == ("apart", "a count of one period against a running total")


def test_a_toll_of_another_day_is_an_update():
    assert difference_of(dead(9, 0), dead(12, 24, days=NEXT)).kind == "update"


# --- Of what they are -----------------------------------------------------------------------------------


MAYOR = speaker("The mayor of Kyiv", "person", "")
OUTLET = speaker("The Star", "outlet", "")


def hurt(statement: str, *counts: str, by: Speaker = OUTLET, hours: float = 0) -> list[Given]:
    return said(statement, *(fig(WORDS[text], "person", text=text) for text in counts), by=by, hours=hours)


WORDS = {"four": 4, "nine": 9, "thirteen": 13, "40": 40, "two": 2, "three": 3}


def stands(one: list[Given], other: list[Given], *beside: Given) -> tuple[str, str]:
    rows = scoped([one[0], other[0], *beside])
    found = difference_of(rows[0], rows[1])
    return found.kind, found.words


def test_figures_of_two_places_are_no_conflict_and_a_part_is_one_only_while_it_fits():
    kyiv, odesa = (
        hurt("In Kyiv four people were hurt", "four"),
        hurt("nine people were hurt in Odesa", "nine", by=MAYOR),
    )
    assert stands(kyiv, odesa) == ("apart", "another place: Kyiv, Odesa")
    assert [one.place_words for one in scoped([*kyiv, *odesa])] == ["Kyiv", "Odesa"]
    assert [one.place_words for one in scoped(kyiv)] == [""]
    all_of_it = hurt("thirteen people were hurt nationwide", "thirteen", by=FORCE, hours=1)
    assert stands(kyiv, all_of_it, *odesa) == ("part", "4 in Kyiv may be a part of 13; the rest is 9")
    both = hurt("thirteen people were hurt in Kyiv and Odesa", "thirteen", by=FORCE)
    assert stands(odesa, both, *kyiv)[0] == "part"
    too_many = hurt("40 people were hurt in Kyiv", "40", by=MINISTRY)
    assert stands(too_many, all_of_it, *odesa)[0] == "conflict"
    same = hurt("nine people were hurt in Kyiv", "nine", by=MINISTRY)
    assert stands(same, hurt("In Kyiv four people were hurt", "four", by=FORCE), *odesa)[0] == "conflict"


def test_a_place_that_is_the_only_one_told_keeps_nothing_apart():
    paris, bare = (
        hurt("nine people were hurt in Paris", "nine"),
        hurt("four people were hurt", "four", by=MAYOR, hours=2),
    )
    assert stands(paris, bare)[0] == "conflict"
    assert scoped([*paris, *bare])[0].where == frozenset()
    abroad = hurt("three people were hurt in Berlin", "three")
    assert stands(paris, bare, *abroad)[0] == "conflict"  # a part cannot be more than the whole


def test_each_figure_of_a_list_has_its_own_place():
    core = "nine people died: two in Odesa, three in Donetsk region and one each in Kherson and Sumy"
    assert places_in(core, ["nine", "two", "three"]) == [frozenset(), {"odesa"}, {"donetsk"}]
    assert places_in("In Kyiv, two died and three were hurt", ["two", "three"]) == [{"kyiv"}] * 2
    assert places_in("At least four were killed there", ["four"]) == [THERE]
    assert places_in("Two died in Russia's Kursk region", ["Two"]) == [{"kursk"}]
    assert places_in("Two died in Russia", ["Two"]) == [{"russia"}]
    assert places_in("In June there were four fires", ["four"]) == [frozenset()]


def test_attacks_of_opposite_directions_are_not_set_against_each_other():
    raid = said("10 drones reached their targets in Ukraine", fig(10))
    strike = said("Russia said two drones struck a plant in Cheboksary", fig(2), by=MINISTRY)
    launched = said("Russia launched drones at Ukraine", fig(479))
    assert stands(raid, strike, *launched) == ("apart", "attacks of opposite sides: on Ukraine, on Russia")
    other = said("40 drones reached their targets in Ukraine", fig(40), by=MINISTRY)
    assert stands(raid, other, *launched)[0] == "conflict"


def test_what_hit_one_thing_may_be_a_part_of_all_that_hit():
    one = said("Two drones struck a plant", fig(2), by=MINISTRY)
    every = said("10 drones hit targets", fig(10))
    assert stands(one, every) == ("part", "2 on one thing may be a part of 10; the rest is 8")
    assert stands(said("Twelve drones struck a plant", fig(12), by=MINISTRY), every)[0] == "conflict"


def test_a_lot_of_one_day_is_a_part_of_the_sum_of_many():
    day, week = (date(2025, 6, 16),) * 2, (date(2025, 6, 9), date(2025, 6, 16))
    lot = said("1,248 bodies came", fig(1248, "body"), by=MINISTRY, days=day)
    total = said("6,057 bodies in all came", fig(6057, "body", measure="cumulative"), days=day)
    of_days = said("6,000 bodies came", fig(6000, "body"), days=week)
    assert stands(lot, total) == ("part", "1,248 may be a part of 6,057; the rest is 4,809")
    assert stands(lot, of_days)[0] == "part"
    assert stands(said("1,245 bodies came", fig(1245, "body"), days=day), lot)[0] == "conflict"
    assert (
        stands(said("7,000 bodies came", fig(7000, "body"), by=MINISTRY, days=day), of_days)[0] == "conflict"
    )
    toll = dead(9, 0, MINISTRY, days=day)
    assert stands([toll], [dead(12, 1, measure="cumulative", days=day)])[0] != "part"


def test_drones_and_missiles_together_are_another_count_than_drones():
    both = said("292 drones and missiles were shot down", fig(292, text="292 drones"))[0]
    assert both.role == ("drone or missile", "destroyed")
    assert both.label == "Drones or missiles destroyed"
    either = said("10 drones or missiles came through", fig(10, "drone or missile", text="Just 10"))[0]
    assert either.role == ("drone or missile", "hit")
    assert difference_of(both, down(277)).kind == "apart"


def test_more_and_further_are_no_objects_nor_are_measures():
    again = down(1200, by=MINISTRY, measure="incremental", thing="more drones")
    assert difference_of(again, down(1200, measure="incremental", thing="drones")).kind == "same"
    far = said("a strike 650 km away", fig(650, "km"), thing="km")[0]
    assert difference_of(far, said("about 400 miles away", fig(404, "mile"), thing="miles")[0]).kind == "same"


# --- The table ----------------------------------------------------------------------------------------


def test_a_cell_shows_the_latest_figure_and_strikes_what_it_replaced():
    table = table_of([down(277), down(292, 5), down(281, 30, days=NEXT)])
    cell = table.rows[0].cells[0]
    assert cell.latest.words == "281"
    assert [(was.given.words, was.struck) for was in cell.before] == [("292", False), ("277", True)]
    assert (cell.mixed, cell.latest.period) == (True, "9–10 June 2025")
    assert [row.kind for row in table.differences] == ["update", "apart"]


def test_conflicts_come_first_and_mark_both_cells():
    table = table_of([down(277), down(292, 5), down(460, 3, by=MINISTRY), up(479)])
    assert [head.label for head in table.heads] == ["Drones destroyed", "Drones launched"]
    assert [head.differs for head in table.heads] == [True, False]
    assert [bool(row.cells[0].conflicts) for row in table.rows] == [True, True]
    assert [row.kind for row in table.differences][0] == "conflict"


def test_undated_figures_count_as_the_oldest():
    assert table_of([down(300, None), down(277)]).rows[0].cells[0].latest.words == "277"


def test_what_does_not_fit_is_counted():
    many = [
        said("counted", fig(at, f"thing{chr(97 + place)}"), by=speaker(f"Source {at}"))[0]
        for place in range(12)
        for at in range(1, 46)
    ]
    table = table_of(many)
    assert (len(table.heads), table.more_columns, len(table.rows), table.more_rows) == (10, 2, 40, 5)
    assert len(table.differences) == 12
    assert table.more_differences > 0


figures = st.builds(
    lambda make, value, hours, by, claim, days, qualifier: make(value, hours, by, claim, days, qualifier),
    st.sampled_from(
        [
            lambda v, h, by, c, d, q: down(v, h, by, claim=c, days=d, qualifier=q),
            lambda v, h, by, c, d, q: dead(v, h, by, claim=c, days=d),
            lambda v, h, by, c, d, q: up(v, h or 0, by=by, claim=c, days=d),
        ]
    ),
    st.integers(0, 600),
    st.sampled_from([None, 0, 1, 5, 30]),
    st.sampled_from([FORCE, MINISTRY, speaker("فريق الغواصين"), speaker("B" * 200, "person", "")]),
    st.integers(0, 8),
    st.sampled_from([NIGHT, NEXT, None]),
    st.sampled_from(["exact", "about", "at_least", "at_most"]),
)


@settings(max_examples=60, deadline=None)
@forall(st.lists(figures, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(rows, shuffle):
    mixed = random.Random(shuffle.random()).sample(rows, len(rows))
    assert table_of(rows) == table_of(mixed)
    assert checks_of(rows) == checks_of(mixed)
    assert charts_of(rows) == charts_of(mixed)


@settings(max_examples=60, deadline=None)
@forall(st.lists(figures, min_size=1, max_size=14))
def test_every_figure_is_shown_counted_or_told_once_more(rows):
    table = table_of(rows)
    shown = sum(
        cell.times + cell.more + sum(was.times for was in cell.before)
        for row in table.rows
        for cell in row.cells
        if cell.latest
    )
    assert shown <= len(rows)
    if not any(cell.more for row in table.rows for cell in row.cells):
        assert shown == len(rows)


@settings(max_examples=60, deadline=None)
@forall(st.lists(figures, max_size=14))
def test_a_check_that_fails_says_so_truly(rows):
    found = checks_of(rows)
    assert found.made >= len(found.failed)
    for check in found.failed:
        assert check.sign in {">", "<"}
    for check in found.held:
        assert check.sign in {"≤", "≥"}


# --- Checks -------------------------------------------------------------------------------------------


def told(checks) -> list[tuple[str, str, str, bool]]:
    return [(row.one.words, row.sign, row.other.words, row.holds) for row in (*checks.failed, *checks.held)]


def test_no_more_is_destroyed_than_launched_by_one_source_in_one_period():
    assert told(checks_of([down(460), up(479)])) == [("460", "≤", "479", True)]
    assert told(checks_of([down(500, 2), down(460), up(479)])) == [("500", ">", "479", False)]
    assert checks_of([down(500, days=NEXT), up(479)]).unmade == [("another period", 1)]
    none = checks_of([down(500, by=MINISTRY), up(479)])
    assert (none.made, none.unmade) == (
        0, [("no figure of launches by the same source for the same period", 1)]
    )  # fmt: skip


def test_what_a_claim_does_not_say_it_counts_is_not_checked():
    launched = said("Russia launched missiles", fig(11, "missile"), hours=0)
    bare = said("167 were destroyed", fig(167, "missile", text="167"), hours=0)
    checks = checks_of([*launched, *bare])
    assert (checks.made, checks.unmade) == (0, [("what is counted is not said", 1)])
    told = said("167 missiles were destroyed", fig(167, "missile"))
    assert [check.sign for check in checks_of([*launched, *told]).failed] == [">"]


def test_a_count_of_a_place_is_no_fallen_count_of_all():
    every = hurt("thirteen people were hurt nationwide", "thirteen")
    kyiv = hurt("In Kyiv four people were hurt", "four", hours=1)
    checks = checks_of(scoped([*every, *kyiv, *hurt("two people were hurt in Lviv", "two", by=MAYOR)]))
    assert (checks.failed, ("one may be a part of the other", 1) in checks.unmade) == ([], True)
    fallen = hurt("nine people were hurt nationwide", "nine", hours=1)
    assert [check.sign for check in checks_of(scoped([*every, *fallen, *kyiv])).failed] == ["<"]


@pytest.mark.parametrize(
    ("qualifier", "value", "holds"),
    [("about", 490, True), ("about", 600, False), ("at_most", 900, True), ("at_least", 480, False)],
)
def test_bounds_get_the_room_they_leave(qualifier, value, holds):
    assert told(checks_of([down(value, qualifier=qualifier), up(479)]))[0][3] is holds


def test_a_running_count_does_not_fall():
    found = checks_of([dead(9, 0), dead(12, 4), dead(11, 8)])
    assert told(found) == [("11", "<", "12", False), ("12", "≥", "9", True)]
    missing = [said("people missing", fig(value, "person"), hours=at)[0] for at, value in ((0, 9), (1, 3))]
    assert checks_of(missing).made == 0
    assert checks_of([dead(9, None), dead(12, 4)]).unmade == [
        ("one count only", 1), ("time of publication not known", 1)
    ]  # fmt: skip


def test_parts_and_additions_are_no_more_than_their_total():
    rows = said(
        "Divers rescued 25 of 20 people", fig(25, "person", text="25"), fig(20, "person", text="20 people")
    )
    assert told(checks_of(rows)) == [("25", ">", "20", False)]
    added = [down(20, measure="incremental"), down(900, 1, measure="cumulative")]
    assert ("20", "≤", "900", True) in told(checks_of(added))


def test_a_range_has_its_bounds_in_order():
    wrong = said("destroyed", Figure(Decimal(280), Decimal(270), "drone", "range"))
    assert [row.holds for row in checks_of(wrong).failed] == [False]
    assert checks_of([down((270, 280), by=MINISTRY)]).held[0].holds


# --- Charts -------------------------------------------------------------------------------------------


def drawing(rows: list[Given], **more: object) -> ElementTree.Element:
    chart = charts_of(rows)[0]
    return ElementTree.fromstring(svg(chart, "c", **more))  # type: ignore[arg-type]


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]


HARD = {
    "one point": [down(277)],
    "one moment": [down(277), down(300, by=MINISTRY)],
    "zero": [dead(0, 0)],
    "huge and small": [down(1), down(10**15, 5)],
    "zero and huge": [dead(0, 0), dead(5 * 10**8, 5)],
    "far in time": [down(1), down(2, 24 * 365 * 40)],
    "long names": [down(at, at, by=speaker(f"{at} " + "W" * 200)) for at in range(1, 4)],
    "right to left": [down(277, by=speaker("وزارة الدفاع")), down(281, 2, by=speaker("משרד הביטחון"))],
    "two hundred": [down(at, at) for at in range(1, 301)],
    "twelve sources": [down(at, at, by=speaker(f"Source {at}")) for at in range(1, 13)],
    "hostile": [down(277, by=speaker("</text><script>alert(1)</script>\x00\u202e\ud800"))],
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("size", [None, PRINT])
def test_hard_charts_are_whole_and_stay_within_their_frame(name, size):
    root = drawing(HARD[name], **({"size": size} if size else {}))
    assert root.get("role") == "img"
    assert [each.tag.split("}")[1] for each in root][:2] == ["title", "desc"]
    assert not {each.tag.split("}")[1] for each in root.iter()} - {
        "svg",
        "title",
        "desc",
        "path",
        "rect",
        "text",
        "tspan",
        "g",
    }
    _, _, width, height = map(float, root.get("viewBox").split())
    for each in root.iter():
        for place, most in (("x", width), ("y", height)):
            assert 0 <= float(each.get(place, 0)) <= most
        for x, y in re.findall(r"translate\((-?[\d.]+) (-?[\d.]+)\)", each.get("transform", "")):
            assert (0 <= float(x) <= width, 0 <= float(y) <= height) == (True, True)
    assert not re.search(r"\bon\w+=|style=|javascript:", ElementTree.tostring(root, "unicode"))


def test_many_sources_are_drawn_together_and_many_points_counted():
    chart = charts_of(HARD["twelve sources"])[0]
    assert [series.name for series in chart.series][-1] == "7 more sources"
    assert (len(chart.series), len(chart.rows)) == (6, 12)
    chart = charts_of(HARD["two hundred"])[0]
    assert (len(chart.points), chart.left_out) == (200, 100)


def test_figures_without_a_time_are_counted_not_drawn():
    assert charts_of([down(277, None)]) == []
    chart = charts_of([down(277, None), down(281)])[0]
    assert (len(chart.points), chart.undated) == (1, 1)
    assert charts_of([down(277), up(479)], least=2) == []


def test_a_line_breaks_where_two_figures_cannot_be_compared():
    points = charts_of([down(277), down(292, 1), down(281, 24, days=NEXT)])[0].points
    assert [point.joined for point in points] == [False, True, False]


def test_bounds_ranges_and_preliminary_figures_have_their_marks():
    root = drawing([down((270, 280)), down(300, 1, by=MINISTRY, qualifier="at_least")])
    looks = [each.get("class", "").split(" ")[0] for each in root.iter()]
    assert looks.count("band") == looks.count("cap") == looks.count("open") == 1
    assert "270–280" in " ".join(texts(root))


def test_scales_have_few_round_ticks_and_hold_every_value():
    for values in ([277.0, 292.0], [0.0], [7.0, 9.0], [1.0, 1e15], [0.0, 3.0, 5e8], [-4.0, 9.0], [0.001]):
        scale = scale_of(values)
        assert 2 <= len(scale.ticks) <= 4
        assert all(0 <= scale.place(value) <= 1 for value in values)
        assert scale.place(min(values)) <= scale.place(max(values))
    assert scale_of([1.0, 1e15]).log
    assert scale_of([1.0, 1.0]).ticks == (0.0, 1.0, 2.0)  # of people there are no tenths
    assert [short(tick) for tick in (0.0, 1200.0, 2.5e6, 1e15, -4.0)] == [
        "0",
        "1,200",
        "2.5m",
        "1,000tn",
        "−4",
    ]


@forall(st.lists(st.integers(0, 40_000_000), min_size=1, max_size=5))
def test_time_has_at_most_four_ticks_within_its_span(minutes):
    moments = [START + timedelta(minutes=at) for at in minutes]
    times = times_of(moments)
    assert 1 <= len(times.ticks) <= 4
    assert all(-1e-9 <= place <= 1 for place, _, _ in times.ticks)
    assert all(word for _, word, _ in times.ticks)


def test_a_day_and_a_half_has_hours_for_ticks_where_few_have_room():
    ends = [datetime(2025, 6, 9, 6, 40, tzinfo=UTC), datetime(2025, 6, 10, 21, tzinfo=UTC)]
    assert [word for _, word, _ in times_of(ends, 3).ticks] == ["12:00", "00:00", "12:00"]


def test_a_type_with_a_number_in_its_name_is_not_called_by_that():
    assert [role_label((_noun(unit), "")) for unit in ("Kh-101", "drone", "")] == [
        "Kh-101",
        "Drones",
        "Figure",
    ]


def test_a_long_name_is_cut_and_keeps_its_direction():
    assert clipped("W" * 200, 20) == "\u2068" + "W" * 19 + "…\u2069"

"""Figures marked in the sentence, words of the claim marked in context, and the compared table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.verify.figures import Figure
from claims.verify.meaning.told import Told
from claims.verify.meaning.voices import made_voice
from claims.verify.sides import compared, looks, marked, quoted

UKRAINE = made_voice(id="1", name="Ukraine", kind="government")
AIR_FORCE = made_voice(id="2", name="Ukraine's air force", kind="military")


def figure(value: int, unit: str = "drone", text: str = "") -> Figure:
    return Figure(Decimal(value), Decimal(value), unit, text=text)


def test_a_differing_figure_and_an_equal_one_are_marked_where_they_stand():
    mine = [figure(277), figure(19, "missile")]
    found, _ = looks(mine, [figure(460), figure(19, "missile")])
    pieces = marked("It destroyed 277 drones and 19 missiles, not 2,777", found)
    assert [(piece.text, piece.look) for piece in pieces if piece.look] == [
        ("277", "differs"),
        ("19", "same"),
    ]


def test_a_figure_with_thousands_and_one_in_words_are_found():
    assert [p.text for p in marked("More than 1,212 bodies", {figure(1212): "same"}) if p.look] == ["1,212"]
    assert [p.text for p in marked("Seven people died", {figure(7): "same"}) if p.look] == ["Seven"]


def test_a_part_of_another_number_is_not_marked():
    assert not [piece for piece in marked("It cost 1,277 or 277.5", {figure(277): "same"}) if piece.look]


def test_a_figure_without_counterpart_is_not_marked():
    assert looks([figure(277)], [figure(19, "missile")]) == ({}, {})


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4))
def test_marking_never_loses_or_adds_a_character(sentence, spans):
    assert "".join(piece.text for piece in quoted(sentence, spans)) == sentence


def test_the_table_has_a_row_for_each_thing_counted_and_ends_with_the_source():
    mine = Told("", UKRAINE, (figure(277), figure(19, "missile")), date(2025, 6, 8), date(2025, 6, 9))
    yours = Told("", AIR_FORCE, (figure(460), figure(3, "boat")), date(2025, 6, 9), date(2025, 6, 9))
    rows = [(row.label, row.outcome, row.equal) for row in compared(mine, yours)]
    assert rows == [
        ("Drones", "+183, +66.1 %", False),
        ("Missiles", "not stated", None),
        ("Boats", "not stated", None),
        ("Day", "same", True),
        ("Source", "same side", None),
    ]


def test_acres_and_hectares_are_compared_in_one_measure():
    mine, acres = figure(405, "hectare"), figure(1001, "acre")
    assert looks([mine], [acres]) == ({mine: "same"}, {acres: "same"})
    rows = compared(Told("", UKRAINE, (mine,)), Told("", AIR_FORCE, (acres,)))
    assert (rows[0].yours, rows[0].outcome, rows[0].equal) == ("1,001 acres exactly", "same", True)
    more = compared(Told("", UKRAINE, (mine,)), Told("", AIR_FORCE, (figure(2002, "acre"),)))
    assert more[0].outcome.startswith("+405.2")
    assert more[0].outcome.endswith("in hectare")
    assert more[0].equal is False


@pytest.mark.parametrize(
    ("mine", "yours", "outcome", "equal"),
    [
        (("6000", "6000", "at_least"), ("6057", "6057", "exact"), "within “at least 6,000”", True),
        (("6000", "6000", "at_least"), ("14000", "14000", "exact"), "+8,000, +133.3 %", False),
        (("270", "280", "range"), ("277", "277", "exact"), "within “270–280”", True),
        (("1212", "1212", "exact"), ("1200", "1200", "about"), "covers “1,212”", True),
        (("1212", "1212", "exact"), ("1212", "1212", "at_least"), "same figure, other bound", True),
    ],
)
def test_bounds_and_ranges_leave_room(mine, yours, outcome, equal):
    one, other = (Figure(Decimal(low), Decimal(high), "body", q) for low, high, q in (mine, yours))
    row = compared(Told("", UKRAINE, (one,)), Told("", AIR_FORCE, (other,)))[0]
    assert (row.outcome, row.equal) == (outcome, equal)

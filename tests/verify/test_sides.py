"""Figures marked in the sentence, words of the claim marked in context, and the compared table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

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
    found = looks(mine, [figure(460), figure(19, "missile")])
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
    assert looks([figure(277)], [figure(19, "missile")]) == {}


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

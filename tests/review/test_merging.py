"""Two edits of one claim, field by field: what fits is put together, what clashes is chosen. Pure."""

from __future__ import annotations

import pytest

from claims.review.merging import composed, merge

BASE = {
    "statement": "Crews recovered 12 containers",
    "source_name": "Harbour authority",
    "source_id": "1",
    "event_from": "2025-06-09",
    "event_to": "2025-06-09",
    "place": "",
    "value_0": "12",
    "unit_0": "container",
    "qualifier_0": "exact",
    "value_1": "1,200",
    "unit_1": "ton",
    "qualifier_1": "about",
}


def outcomes(theirs=None, mine=None, base=BASE):
    found = merge(base, BASE | (theirs or {}), BASE | (mine or {}))
    return {field.name: field.outcome for field in found if field.outcome != "same"}


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({}, {}, {}),
        ({"place": "Odesa"}, {}, {"place": "theirs"}),
        ({}, {"place": "Odesa"}, {"place": "mine"}),
        ({"place": "Odesa"}, {"place": "Odesa "}, {}),
        ({"place": "Odesa"}, {"place": "Kyiv"}, {"place": "clash"}),
        ({"statement": "A"}, {"place": "Kyiv"}, {"statement": "theirs", "place": "mine"}),
        ({"value_0": "13"}, {"unit_1": "tonne"}, {"figure_0": "theirs", "figure_1": "mine"}),
        ({"value_0": "13"}, {"value_0": "14"}, {"figure_0": "clash"}),
        ({"value_1": "1200"}, {"value_1": "1 200"}, {}),
        ({"qualifier_0": "at_least"}, {"qualifier_0": "at_most"}, {"figure_0": "clash"}),
        ({"source_name": "Port"}, {"source_name": ""}, {"source": "clash"}),
        ({"event_from": "2025-06-08"}, {"event_to": ""}, {"event_from": "theirs"}),
    ],
)
def test_each_field_comes_out_by_who_changed_it(theirs, mine, expected):
    assert outcomes(theirs, mine) == expected


def test_with_the_sides_exchanged_the_outcome_is_mirrored():
    one, other = {"statement": "A", "place": "Odesa"}, {"place": "Kyiv", "value_0": "13"}
    turn = {"mine": "theirs", "theirs": "mine", "clash": "clash"}
    assert outcomes(other, one) == {name: turn[what] for name, what in outcomes(one, other).items()}


def test_a_figure_taken_away_makes_the_figures_one_list_that_nobody_guesses_at():
    assert outcomes({"value_1": ""}, {"value_0": "13"}) == {"figures": "clash"}
    assert outcomes({"value_1": ""}, {}) == {"figures": "theirs"}


def test_without_a_known_beginning_every_difference_is_a_clash():
    assert outcomes({"place": "Odesa"}, {"statement": "A"}, base=None) == {
        "statement": "clash",
        "place": "clash",
    }


def chosen(theirs, mine, picks, others=None):
    """Return what the merge page would send, composed."""
    post = {"version": "3"}
    for field in merge(BASE, BASE | theirs, BASE | mine):
        if not field.clashes:
            post |= field.result
            continue
        post[f"pick-{field.name}"] = picks[field.name]
        for side, values in (("theirs", field.theirs), ("mine", field.mine)):
            post |= {f"{side}-{field.name}-{name}": value for name, value in values.items()}
    return composed(post | (others or {}))


@pytest.mark.parametrize(
    ("pick", "value", "unit"),
    [("theirs", "13", "box"), ("mine", "14", "container"), ("other", "15", "crate")],
)
def test_what_is_picked_is_what_is_sent(pick, value, unit):
    typed = {"other-figure_0-value_0": "15", "other-figure_0-unit_0": "crate"}
    found = chosen(
        {"value_0": "13", "unit_0": "box", "place": "Odesa"},
        {"value_0": "14", "statement": "Mine"},
        {"figure_0": pick},
        typed,
    )
    assert (found["value_0"], found["unit_0"], found["qualifier_0"]) == (value, unit, "exact")
    assert (found["place"], found["statement"]) == ("Odesa", "Mine")
    assert found["version"] == "3"


def test_a_pick_that_is_none_leaves_the_field_to_the_form():
    assert composed({"pick-place": "<x>", "mine-place-place": "Kyiv", "place": "Odesa"}) == {"place": "Odesa"}

"""Many outlets, few origins: counted, said and drawn."""

from __future__ import annotations

import pytest

from claims.verify.origins import Carrier, drawing_of, origins_of


def carriers(*pairs: tuple[str, str], party: str = "") -> list[Carrier]:
    return [Carrier(outlet, origin, origin.title(), party) for outlet, origin in pairs]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (carriers(("A", "x")), "1 outlet, 1 origin"),
        (
            carriers(("A", "x"), ("B", "x"), ("C", "x"), party="war"),
            "3 outlets, 1 origin; a party to the conflict",
        ),
        (carriers(("A", "x"), ("B", "y")), "2 outlets, 2 origins"),
        (carriers(("A", "x"), ("B", "y"), party="war"), "2 outlets, 2 origins; all parties to the conflict"),
        (
            [*carriers(("A", "x"), party="war"), *carriers(("B", "y"))],
            "2 outlets, 2 origins; 1 of them a party to the conflict",
        ),
    ],
)
def test_the_sentence_counts_outlets_and_origins(given, says):
    assert origins_of(given).says == says


def test_the_same_outlet_twice_is_one_outlet():
    assert origins_of(carriers(("A", "x"), ("A", "x"))).says == "1 outlet, 1 origin"


def test_the_missing_origin_is_drawn_only_while_it_is_missing():
    assert drawing_of(origins_of(carriers(("A", "x")))).gone
    assert not drawing_of(origins_of(carriers(("A", "x"), ("B", "y")))).gone


def test_fourteen_outlets_are_drawn_as_five_rows_and_a_count():
    drawing = drawing_of(origins_of(carriers(*((f"Outlet {n}", "x") for n in range(14)))))
    assert [label.text for label in drawing.labels][-1] == "and 10 more"
    assert len(drawing.labels) == 5
    assert all(0 < label.y < drawing.height for label in drawing.labels)

"""Units in the plural, as tables and charts head their columns."""

from __future__ import annotations

import pytest

from claims.verify.meaning.plurals import plural


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("drone", "drones"),
        ("fighter jet", "fighter jets"),
        ("body", "bodies"),
        ("day", "days"),
        ("man", "men"),
        ("woman", "women"),
        ("young man", "young men"),
        ("serviceman", "servicemen"),
        ("German", "German"),
        ("human", "humans"),
        ("person", "people"),
        ("child", "children"),
        ("virus", "viruses"),
        ("box", "boxes"),
        ("aircraft", "aircraft"),
        ("casualties", "casualties"),
        ("km", "km"),
        ("USD", "USD"),
        ("km/h", "km/h"),
        ("%", "%"),
        ("", ""),
    ],
)
def test_more_than_one(one, many):
    assert plural(one) == many

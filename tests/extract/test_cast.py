"""Who a personal mention is when the entity recogniser does not know the name; articles of our own."""

import pytest

from tests.extract.test_bodies import source

SHELTER = "Ana Duval, 34, and Peter Osei, 51, run the shelter. "


@pytest.mark.parametrize(
    ("mention", "name"), [("Ms Duval", "Ana Duval"), ("Osei", "Peter Osei"), ("She", "Ana Duval")]
)
def test_an_age_makes_a_name_a_person(mention, name):
    assert source(f"{SHELTER}{mention} said 12 dogs were ill.", "12 dogs were ill")[0] == name


@pytest.mark.parametrize("name", ["Park Min-seo", "Tomas Ekwe", "Lia Adeyemi-Frost"])
def test_an_office_before_a_name_is_not_part_of_it(name):
    text = f"Chief Executive {name} told analysts that sales would double."
    assert source(text, "sales would double") == (name, "person")


def test_a_place_behind_a_hyphen_is_no_name():
    text = "The Leith-based engineer Lia Frost said sales would double."
    assert source(text, "sales would double")[0] == "Lia Frost"


def test_who_is_the_analyst_and_not_the_bank():
    text = "Sales will double, said Lena Marsh, an analyst at Hydrolab, who called the report “nonsense”."
    assert source(text, "the report")[0] == "Lena Marsh"


def test_which_stays_with_the_body():
    text = "Lena Marsh left Hydrolab, which said sales would double."
    assert source(text, "sales would double")[0] == "Hydrolab"

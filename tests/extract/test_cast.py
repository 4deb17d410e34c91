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


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Ruta Kalve of Lithuania won the race.", "Ruta Kalve"),
        ("Lithuania's Ruta Kalve beat the Pole Ana Mazur.", "Ruta Kalve"),
        ("The race was long.", "Lithuanian"),
    ],
)
def test_a_nationality_finds_the_person_of_that_nation(before, name):
    assert source(f"{before} The Lithuanian said she was 90 days late.", "90 days") == (
        name,
        "person",
    )


def test_a_title_of_office_is_a_role():
    text = "President Ilse Brandt visited Oslo. The Norlandian president said 40 tanks would follow."
    assert source(text, "40 tanks")[0] == "Ilse Brandt"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("The people", "Four people familiar with the matter"),
        ("Two of the people", "Two people familiar with the matter"),
        ("One of the people", "Person familiar with the matter"),
        ("Two of them", "Two people familiar with the matter"),
    ],
)
def test_a_part_of_a_group_heard_before_is_as_anonymous_as_the_group(part, name):
    text = f"Four people familiar with the matter said the bid was low. {part} said the board was split."
    assert source(text, "the board was split") == (name, "anonymous")


@pytest.mark.parametrize(
    ("mention", "name"),
    [("The 34-year-old", "Lia Frost"), ("The singer", "Lia Frost"), ("The mother-of-two", "Lia Frost")],
)
def test_an_epithet_means_the_person_named_last(mention, name):
    text = f"Lia Frost paid £9,000 for a goat on Friday. {mention} said it had eaten a shoe."
    assert source(text, "it had eaten")[0] == name


@pytest.mark.parametrize("mention", ["The driver", "The judge", "The officer"])
def test_an_office_that_may_be_somebody_elses_does_not(mention):
    text = f"Lia Frost paid £9,000 for a goat on Friday. {mention} said it had eaten a shoe."
    assert source(text, "it had eaten")[0] == mention.removeprefix("The ").capitalize()


@pytest.mark.parametrize("title", ["Det Con", "PC", "Mum", "Rear Admiral", "Dr"])
def test_a_rank_or_title_is_no_part_of_a_name(title):
    assert source(f"{title} Lia Frost said nine boats were lost.", "nine boats")[0] == "Lia Frost"


def test_honours_behind_a_name_are_no_part_of_it():
    assert source("Lia Frost KC, defending, said nine boats were lost.", "nine boats")[0] == "Lia Frost"


@pytest.mark.parametrize("mention", ["Mia", "She"])
def test_a_single_name_beside_what_its_bearer_is_names_a_person(mention):
    text = f"His sister Mia runs the shelter. {mention} said nine dogs were ill."
    assert source(text, "nine dogs were ill") == ("Mia", "person")


def test_what_is_called_a_river_is_no_company():
    river = "Russia said its troops had crossed the river Tarn. The company said its profit fell 12%."
    assert source(river, "its profit fell")[0] == "Company"
    firm = "Skanor opened nine shops on Monday. The company said its profit fell 12%."
    assert source(firm, "its profit fell")[0] == "Skanor"

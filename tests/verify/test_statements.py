"""What the words of a statement say: denial, deed, unit, part, conditions; and what two of them share."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from claims.extract.when.dates import find_expressions
from claims.verify.barriers import barrier
from claims.verify.figures import Figure
from claims.verify.likeness import Vectors, figure_pairs, measures
from claims.verify.meaning.counted import kind_of
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.roles import is_part, is_past
from claims.verify.meaning.told import Told
from claims.verify.meaning.voices import made_voice
from claims.verify.meaning.words import deeds, denies, rest
from claims.verify.relate import compare

MAYOR = made_voice(id="Mayor Okoro", name="Mayor Okoro", kind="person", about="mayor")
ALIKE = Vectors(text=0.7, context=0.7, article=0.7)


def said(statement: str, *values: tuple[float, str], title: str = "Mill fire", **more: object) -> Told:
    figures = tuple(
        Figure(Decimal(str(value)), Decimal(str(value)), unit, text=f"{value:g} {unit}".strip())
        for value, unit in values
    )
    told_at = datetime(2026, 3, 5, 9)
    return read(Words(statement, MAYOR, figures, told_at=told_at, sentence=statement, title=title, **more))


@pytest.mark.parametrize(
    ("words", "denied"),
    [
        ("No fewer than nine miners died", False),
        ("Not only the mill burned", False),
        ("The club rejected an improved offer for the striker", False),
        ("The board rejected $40m", False),
        ("The ministry rejected the report", True),
        ("The owner refuses to leave", True),
        ("No miner died", True),
    ],
)
def test_a_bound_or_an_offer_turned_down_denies_nothing(words, denied):
    assert denies(words) is denied


@pytest.mark.parametrize(
    ("words", "deed"),
    [("The collapse cost nine lives", "killed"), ("The flood took at least 20 lives", "killed")],
)
def test_lives_that_something_cost_are_deaths(words, deed):
    assert deed in deeds(words)


@pytest.mark.parametrize("words", ["The toll reached nine", "The letter reached the mine's office"])
def test_what_reaches_a_number_or_an_office_hits_nothing(words):
    assert "hit" not in deeds(words)


def test_who_counts_bodies_counts_the_killed():
    assert said("9 bodies lie in the chapel", (9, "body")).deeds == {"killed"}


@pytest.mark.parametrize("unit", ["loyalty cardholder", "minor", "pensioner", "asylum seeker"])
def test_people_are_people_under_any_name(unit):
    assert kind_of(unit)[0] == "person"


@pytest.mark.parametrize("unit", ["Kh-101", "S-300", "Boeing 737"])
def test_the_number_in_the_name_of_a_model_is_no_unit(unit):
    assert kind_of(unit)[0] == unit.casefold()


def test_a_number_without_a_unit_is_compared_with_what_is_counted_but_not_with_money():
    bare, people = said("The count was 67", (67, "")), said("55 people died", (55, "person"))
    assert [(pair.earlier.low, pair.later.low) for pair in figure_pairs(bare, people)] == [(67, 55)]
    assert not figure_pairs(bare, said("Damage of 55 euros", (55, "EUR")))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("12 of the dead are children", True),
        ("Five women among the victims", True),
        ("19 miners died", False),
    ],
)
def test_some_of_a_whole_are_a_part(words, part):
    assert is_part(said(words)) is part


def test_another_year_or_a_day_long_ago_is_past():
    assert is_past(said("The mill was sold for 3 million euros in 2019"))
    assert is_past(said("The mill was inspected", event_from=date(2025, 11, 2)))
    assert not is_past(said("The mill burned in 2026"))
    assert not is_past(said("The mill burned", event_from=date(2026, 3, 4)))


def test_conditions_are_what_is_left_of_a_statement_without_deed_and_count():
    assert rest("Confirmed death toll rises to") == frozenset()
    assert rest("9 people killed in the boiler house") == {"boiler", "hous"}


def test_a_word_that_both_articles_come_back_to_is_no_likeness():
    text = "The mill burned. Nobody was in the mill. The mill had stood since 1911."
    one, other = said("Mill was unlocked", text=text), said("Mill lost its roof", text=text)
    found = measures(one, other, ALIKE, [])
    assert found["words"] > 0
    assert found["beyond_none"] == 1.0


def test_a_toll_of_one_deed_may_rise_far():
    one, other = said("7 people killed", (7, "person")), said("300 people killed", (300, "person"))
    assert barrier(one, other, ALIKE, figure_pairs(one, other)) == ""
    sold, priced = said("7 tickets sold", (7, "ticket")), said("300 tickets sold", (300, "ticket"))
    assert barrier(sold, priced, ALIKE, figure_pairs(sold, priced)) == "the figures are far apart"


def test_statements_without_figures_that_are_unlike_are_never_proposed():
    one, other = said("The mill was unlocked"), said("The mill paid its fines")
    unlike = compare(one, other, Vectors(text=0.35, context=0.9, article=0.9))
    assert (unlike.proposal, unlike.barrier) == (None, "the statements are unlike")


@pytest.mark.parametrize("units", [("lorry", "sailor"), ("container", "cow")])
def test_two_units_are_never_one_thing_however_alike_the_words(units):
    one, other = said(f"9 {units[0]} burned", (9, units[0])), said(f"12 {units[1]} burned", (12, units[1]))
    found = compare(one, other, Vectors(text=0.95, context=0.95, article=0.95))
    assert found.proposal is None
    assert found.barrier == "they count other things"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Costa del Mar left the harbour.", []),
        ("Anna Dec and Piet Jan signed.", []),
        ("It opened in Mar and closed on 3 Dec.", ["Mar", "3 Dec."]),
        ("In Dec the Costa sailed.", ["Dec"]),
    ],
)
def test_a_short_month_in_a_name_is_no_date(text, found):
    assert [each.text for each in find_expressions(text)] == found

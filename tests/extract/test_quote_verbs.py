"""Verbs no lexicon knows that speak beside a quotation; sentences of our own."""

import pytest

from tests.extract.test_bodies import source


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We lost nine boats,” beamed Ruth Amsel, a steward.", "Ruth Amsel"),
        ("“We lost nine boats,” spilled an insider.", "Insider"),
        ("“We lost nine boats!” an onlooker spluttered.", "Onlooker"),
        ("“We lost nine boats,” Amsel laughs. Ruth Amsel is a steward.", "Ruth Amsel"),
        ("“We lost nine boats”, a neighbour shrugged.", "Neighbour"),
    ],
)
def test_a_verb_right_beside_a_quotation_that_goes_on_speaks(text, name):
    assert source(text, "We lost nine boats")[0] == name


@pytest.mark.parametrize(
    "text", ["“We lost nine boats” won a prize.", "The film “We lost nine boats” delighted a jury."]
)
def test_a_title_in_quotation_marks_is_said_by_nobody(text):
    assert source(text, "a")[0] is None

"""Reporting verbs read as nouns by the parser; sentences of our own."""

import pytest

from tests.extract.test_bodies import source


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prosecutors allege Holt took £9,000.", "Prosecutors"),
        ("Documents filed on Monday show Holt took £9,000.", "Documents filed on Monday"),
        ("Emails obtained by the Echo show Holt took £9,000.", "Emails obtained by the Echo"),
    ],
)
def test_a_plural_before_a_bare_verb_and_a_clause_is_its_source(text, name):
    assert source(text, "Holt took £9,000")[0] == name


@pytest.mark.parametrize("text", ["The talent show host took £9,000.", "Sports show host Ida took £9,000."])
def test_a_show_that_somebody_hosts_says_nothing(text):
    assert source(text, "took £9,000") == (None, "outlet")


def test_what_an_agency_was_told_is_no_relative_clause_of_its_name():
    text = "Henrik Vale told the news agency NTB that ice had damaged 12 engines."
    assert source(text, "ice had damaged")[0] == "Henrik Vale"


def test_a_relative_clause_of_a_name_stays_one():
    text = "Henrik Vale told the agency NTB, which sold nine boats, that ice had damaged 12 engines."
    assert source(text, "ice had damaged")[0] == "Henrik Vale"

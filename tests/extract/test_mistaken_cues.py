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

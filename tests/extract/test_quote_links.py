"""Whose a quotation is, and what in its sentence is said with it."""

import pytest

from claims.extract.attributions.attribution import find_attributions
from claims.extract.reading.language_model import clean_text, parse_text


def said(text: str) -> list[tuple[str, str]]:
    """Return (source, content) of every attribution, parts of a content joined by " | "."""
    found = find_attributions(parse_text(clean_text(text)))
    return [(_part(text, a.source), _part(text, a.content)) for a in found]


def _part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Edda Lunde issued the following statement:\n\n“The yard will close in May.”",
            "Edda Lunde",
            "“The yard will close in May.”",
        ),
        ("The dockers had one message: “Go home.”", "The dockers", "“Go home.”"),
        ("Lunde issued a statement, “The yard will close in May.”", "Lunde", "“The yard will close in May.”"),
    ],
)
def test_a_noun_of_speech_introduces_a_quotation(text, source, content):
    assert said(text) == [(source, content)]


def test_other_nouns_introduce_nothing():
    assert said("The dockers carried two crates: “Varnholm Tea” and “Northern Rope”.") == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“Out!” Lunde wrote.", "“Out!”"),
        ("Asked about the strike, Lunde said, “Probably.”", "“Probably.”"),
    ],
)
def test_a_single_word_is_speech_where_it_touches_its_cue(text, content):
    assert ("Lunde", content) in said(text)


def test_a_title_is_no_speech():
    assert said("Lunde writes a column and since May has led “Harbours of the North” on the radio.") == []


def test_a_word_quoted_in_a_later_sentence_of_the_reporters_goes_to_nobody():
    text = (
        "“The yard will close,” Lunde said. Dockers could be heard outside the gate calling her a "
        "“friend of the board” and singing."
    )
    assert said(text)[0] == ("Lunde", "“The yard will close,”")


def test_a_speech_goes_on_behind_the_reporters_opening_words():
    text = "“The yard will close,” Lunde said. Now, “there are many in the town who would agree with that.”"
    assert said(text)[0][1].endswith("agree with that.”")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The vote split the members (“I want my money back,” wrote Edda Lunde, a welder) and left.",
            ("Edda Lunde", "“I want my money back,”"),
        ),
        (
            "The talk turned to the yard: “There is too much waste,” Lunde said.",
            ("Lunde", "“There is too much waste,”"),
        ),
        (
            "“It is a battle for the town,” said Edda Lunde, a welder who leads the union.",
            ("Edda Lunde", "“It is a battle for the town,”"),
        ),
        (
            "“It is over,” Lunde said of the strike, in which she was sure the board would win.",
            ("Lunde", "“It is over,”"),
        ),
        ("“We will see,” Lunde said when asked whether the yard would close.", ("Lunde", "“We will see,”")),
    ],
)
def test_what_stands_around_a_quotation_and_its_cue_is_not_said(text, expected):
    assert expected in said(text)


def test_two_reports_in_a_sentence_have_each_what_stands_before_them():
    text = "The road was closed, the mayor said, but the bridge was open, the police said."
    assert said(text) == [("the mayor", "The road was closed"), ("the police", "the bridge was open")]


def test_a_report_of_a_report_keeps_all_of_it():
    text = "The road was closed, the mayor said on Monday, according to the police."
    assert said(text)[-1] == ("the police", "The road was closed, the mayor said on Monday")

""" "Name: words": headlines, transcripts, round-ups of quotations; and what only looks like them."""

import pytest

from claims.extract.attributions.attribution import find_attributions
from claims.extract.reading.language_model import clean_text, parse_text


def turns(text: str) -> list[tuple[str, str]]:
    """Return (source, content) of what a colon attributes."""
    found = find_attributions(parse_text(clean_text(text)))
    return [(_part(text, a.source), _part(text, a.content)) for a in found if _part(text, a.cue) == ":"]


def _part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


BODY = "\n\nEdda Lunde spoke in Varnholm. The mood at the yard was calm."


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        (
            "Lunde: My plan for the yard is not set in stone.",
            "Lunde",
            "My plan for the yard is not set in stone",
        ),
        ("Alma Holm: The yard will open.", "Alma Holm", "The yard will open"),
        ("Lunde to Dockers: The yard will open.", "Lunde", "The yard will open"),
        ("Report: The yard will open in May.", "Report", "The yard will open in May"),
        ("Harbour police: The ferry was unsafe.", "Harbour police", "The ferry was unsafe"),
    ],
)
def test_a_headline_with_a_colon_names_who_speaks(headline, source, content):
    assert (source, content) in turns(headline + BODY)


def test_questions_and_answers_and_names_that_come_back_are_a_transcript():
    text = (
        "Q: Did the ferry sink?\n\nA: No, never.\n\nQ: Who said so?\n\nA: The papers did."
        "\n\nLUNDE: No.\n\nHOLM: Yes, of course."
    )
    assert [source for source, _ in turns(text)] == ["Q", "A", "Q", "A", "LUNDE", "HOLM"]


def test_a_quotation_behind_a_name_and_paper_is_the_writers():
    text = 'Who won?\n\nEdda Lunde, The Varnholm Gazette: "Neither side had a plan for the yard."'
    assert turns(text) == [("Edda Lunde", '"Neither side had a plan for the yard."')]


def test_a_name_within_a_line_counts_only_before_a_quotation():
    quoted = "THE POLLS WERE RIGHT - Edda Lunde: “The last survey missed by two points.”"
    assert turns(quoted) == [("Edda Lunde", "“The last survey missed by two points.”")]
    assert turns("The yard is open - Edda Lunde: a portrait of the woman behind it." + BODY) == []


@pytest.mark.parametrize(
    "line",
    [
        "Where it hurts: The yard lost forty jobs.",
        "Tools of the Trade: Two cranes.",
        "Email: yard@varnholm.example",
        "Photo: The yard in May.",
        "On Sunday, Lunde wrote on a wall: The yard is ours.",
        "RESULT: The yard won by two votes.",
    ],
)
def test_a_label_that_names_nobody_is_no_speaker(line):
    assert turns("The yard opened again on Sunday." + BODY + "\n\n" + line) == []


def test_markup_left_in_a_text_quotes_nobody_and_reports_nothing():
    text = (
        'The yard opened.\n\n<tweet pic="" author="EddaLunde" id="672151">The yard is open at last</tweet>'
        "\n\nLunde said “the yard is ours now” and left."
    )
    found = find_attributions(parse_text(clean_text(text)))
    assert [_part(text, a.source) for a in found] == ["Lunde"]

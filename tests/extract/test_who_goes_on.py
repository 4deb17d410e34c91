"""Who speaks behind a dateline, behind a report, in a parenthesis; verbs whose form the parser misread."""

import pytest

from claims.extract.attributions.attribution import find_attributions
from claims.extract.reading.language_model import clean_text, parse_text


def said(text: str) -> list[tuple[str, str, str]]:
    """Return (source, cue, content) of every attribution of `text`, parts of a content joined by " | "."""
    doc = parse_text(clean_text(text))
    return [(part(text, a.source), part(text, a.cue), part(text, a.content)) for a in find_attributions(doc)]


def part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "VARNHOLM (AP) — President Olof Berg on Tuesday accused his rival of selling the ferry.",
            "President Olof Berg",
        ),
        (
            "VARNHOLM -- President Berg, opening the new pier on Saturday, said it would bring trade.",
            "President Berg",
        ),
        ("Varnholm said the ferry would sail.", "Varnholm"),
    ],
)
def test_the_place_of_a_dateline_never_speaks(text: str, source: str):
    assert [found[0] for found in said(text)] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "“The hull is sound,” said Quill, explaining that two welders had checked it.",
        "The board cannot say that “it is safe,” Quill added, saying it should be up to the town.",
        "Olof Berg would have no chance, Quill recalled, adding that Berg had sold two boats.",
    ],
)
def test_a_participle_right_behind_a_report_goes_on_its_speaker(text: str):
    assert [found[0] for found in said(text)] == ["Quill", "Quill"]


def test_according_to_behind_a_report_names_a_source_of_its_own():
    assert said("“It is safe,” Berg said, according to the Herald.")[0][0] == "the Herald"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“It shows that we can win,” Edda Quill, co-founder of Sailors United, said.", "Edda Quill"),
        (
            "In a letter on Monday, the harbour master, Edda Quill, said the ferry was old.",
            "the harbour master, Edda Quill",
        ),
        ("After the vote, the harbour master, Berg said, will resign.", "Berg"),
    ],
)
def test_a_name_and_its_office_are_told_from_a_parenthesis(text: str, source: str):
    assert said(text)[0][0] == source


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "But in recent days, advisers to the mayor say, the skipper has grown tired.",
            "advisers to the mayor",
            "in recent days | the skipper has grown tired",
        ),
        (
            "That attitude, many argue, could carry a high price if Berg becomes mayor.",
            "many",
            "That attitude | could carry a high price if Berg becomes mayor",
        ),
        (
            "As the Herald's own unit reported just today, the harbour office sent letters to the mayor.",
            "the Herald's own unit",
            "the harbour office sent letters to the mayor",
        ),
    ],
)
def test_a_verb_read_as_infinite_still_reports_the_sentence_around_it(text: str, source: str, content: str):
    assert [(found[0], found[2]) for found in said(text)] == [(source, content)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "As first reported by Reuters, the mayor has resigned.",
            "Reuters",
            "the mayor has resigned",
        ),
        (
            "The ferry, as noted by the board, was built in 1970.",
            "the board",
            "The ferry | was built in 1970",
        ),
    ],
)
def test_what_is_introduced_as_reported_by_somebody_is_their_report(text: str, source: str, content: str):
    assert [(found[0], found[2]) for found in said(text)] == [(source, content)]


def test_as_with_another_participle_reports_nothing():
    assert said("The ship was as loved by the crew as the first one.") == []


def test_polls_show_things_in_headlines_and_relative_clauses():
    assert said("New Polls Show Double-Digit Gaps in Ferry Vote")[0][0] == "New Polls"
    assert said("The mayor shows a ticket at the gate.") == []

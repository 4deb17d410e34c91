"""Verbs of reporting that name a deed are no reports; what a source phrase speaks of ends with its clause."""

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
    "text",
    [
        "The four girls were denied visas to enter Norway until last week.",
        "The clerk was denied a raise by the board.",
        "Six crates of letters were found stuffed in a bin on Quay Street.",
        "Pictures of the boy in a cap were posted online on Tuesday.",
    ],
)
def test_a_deed_named_by_a_verb_of_reporting_reports_nothing(text: str):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The charge was denied by the board.",
            ("the board", "was denied", "The charge"),
        ),
        (
            "The bridge was found to be unsafe.",
            ("", "was found", "The bridge | to be unsafe"),
        ),
        (
            "The price of the ship was not disclosed.",
            ("", "was not disclosed", "The price of the ship"),
        ),
    ],
)
def test_the_same_verbs_still_report_what_was_said(text: str, found: tuple[str, str, str]):
    assert said(text) == [found]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The council has kept a policy which, according to Reuters, two charities have condemned.",
            "two charities have condemned",
        ),
        (
            "He left the valley after, according to his brother, a landslide buried the farm.",
            "a landslide buried the farm",
        ),
        (
            "The dam is leaking, according to the report, and the town will be evacuated.",
            "The dam is leaking | and the town will be evacuated",
        ),
    ],
)
def test_a_source_phrase_that_opens_a_clause_speaks_of_that_clause(text: str, content: str):
    assert [found[2] for found in said(text)] == [content]


def test_a_source_phrase_behind_that_is_part_of_what_was_learned():
    text = "The mayor has learned that according to a police report, the bridge was closed by vandals."
    content = "that according to a police report, the bridge was closed by vandals"
    assert said(text) == [("The mayor", "has learned", content)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The dam is leaking, according to Hydrowatch, a group that studies rivers.", "Hydrowatch"),
        ("The dam is leaking, according to Edda Quill, who inspected it in May.", "Edda Quill"),
    ],
)
def test_who_a_source_is_is_not_said_by_it(text: str, source: str):
    assert said(text) == [(source, "according to", "The dam is leaking")]


def test_a_title_behind_a_preposition_is_where_something_was_said():
    text = "“A ferry was born. Now it is time to say goodbye,” the firm says on “The Ferry Hour”."
    assert said(text) == [("the firm", "says", "“A ferry was born. Now it is time to say goodbye,”")]


def test_a_noun_in_ing_before_a_colon_hands_over_to_the_quotation():
    text = "Bell was weary of the tasks of a skipper, above all mooring: “There is a ton of it,” he said."
    assert said(text)[-1] == ("he", "said", "“There is a ton of it,”")


@pytest.mark.parametrize(
    "text",
    [
        "Just ask the skipper.",
        "There is no evidence to suggest that the ferry was late.",
        "The council doubled its efforts to find a buyer.",
        "When reached by phone, the skipper had little to say.",
    ],
)
def test_commands_and_what_a_noun_is_for_report_nothing(text: str):
    assert said(text) == []


def test_the_first_to_say_something_says_it():
    text = "She was the first mayor to say that the ferry was too old."
    assert [found[2] for found in said(text)] == ["that the ferry was too old"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "She called for cheaper tickets on ferries that leave at night, and for better lights.",
            "cheaper tickets on ferries that leave at night, and for better lights",
        ),
        ("The mayor said the ferry was late, but the crew sailed on.", "the ferry was late"),
    ],
)
def test_what_is_joined_to_a_content_without_a_verb_belongs_to_it(text: str, content: str):
    assert [found[2] for found in said(text)][:1] == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The report states that few if any makers use salt.", "that few if any makers use salt"),
        (
            "The mayor said owning a private boat was costly but not wrong.",
            "owning a private boat was costly but not wrong",
        ),
        ("A man who said he was ill was taken off the ferry.", "he was ill"),
        ("The port is full according to the harbour board.", "The port is full"),
    ],
)
def test_a_content_holds_the_verb_of_its_clause_and_no_other(text: str, content: str):
    assert [found[2] for found in said(text)] == [content]


def test_a_phrase_that_only_says_when_is_no_content():
    text = "Since the vote in May, nobody has responded to the letter."
    assert [found[2] for found in said(text)] == ["the letter"]
    assert said("Not this year, the skipper said.")[0][2] == "Not this year"

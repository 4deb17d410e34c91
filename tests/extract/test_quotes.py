"""Quotations are found by their marks, and a malformed mark spoils no more than itself."""

import time

import pytest

from claims.extract.reading.quotes import find_quotations


def quoted(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We lost,” she said. “Badly.”", ["We lost,", "Badly."]),
        ('"We lost," she said. "Badly."', ["We lost,", "Badly."]),
        ("‘We lost,’ she said.", ["We lost,"]),
        ("'We lost,' she said, 'badly.'", ["We lost,", "badly."]),
        ("«We lost», she said.", ["We lost"]),
        ("„We lost”, she said.", ["We lost"]),
    ],
)
def test_every_common_pair_of_marks_makes_a_quotation(text, expected):
    assert quoted(text) == expected


def test_single_marks_inside_double_ones_are_not_quotations_of_their_own():
    assert quoted("“He told me, ‘Go home,’ and I went,” she said.") == ["He told me, ‘Go home,’ and I went,"]


@pytest.mark.parametrize(
    "text", ["The dogs' owners don't bark.", "It was the '90s, rock 'n' roll.", "Kim’s cat’s bed."]
)
def test_apostrophes_are_no_quotation_marks(text):
    assert quoted(text) == []


def test_a_possessive_plural_does_not_close_a_single_quotation():
    assert quoted("‘The wardens' behaviour was odd,’ he said.") == ["The wardens' behaviour was odd,"]


def test_a_mark_of_inches_or_a_stray_mark_empties_nothing():
    text = 'The 5" pipe burst. “It was loud,” said the plumber.'
    assert quoted(text) == ["It was loud,"]
    assert quoted('A lone " mark stands here. Nothing else.') == []


def test_a_mistyped_closing_mark_still_closes():
    assert quoted("“We lost,“ she said. “Badly.”") == ["We lost,", "Badly."]
    assert quoted("”We lost,” she said.") == ["We lost,"]


def test_a_lost_closing_mark_ends_before_the_speaker():
    assert quoted('"We lost, she said. It rained.') == ["We lost,"]


def test_a_speech_over_paragraphs_needs_no_closing_mark_before_the_last():
    text = "“The dam held.\n\n“It held all night.”"
    assert quoted(text) == ["The dam held.", "It held all night."]
    assert [q.closed for q in find_quotations(text)] == [False, True]


def test_a_malformed_paragraph_leaves_its_neighbours_alone():
    broken = 'She said “ and ” and " and “ again.\n\n“Fine,” he said.'
    assert quoted(broken)[-1] == "Fine,"


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", '"', "“", "”", "''''''", "‏“שלום”‏"])
def test_odd_text_does_not_crash(text):
    for q in find_quotations(text):
        assert 0 <= q.start <= q.inner_start <= q.inner_end <= q.end <= len(text)


@pytest.mark.hard
@pytest.mark.parametrize("unit", ['"a" ', "'a' ", "“a ", "a\" '"])
def test_a_megabyte_in_one_paragraph_is_read_in_linear_time(unit):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        find_quotations(text)
        return time.process_time() - begin

    small, large = seconds(100_000), seconds(1_000_000)
    assert large < 40 * max(small, 0.02)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He said: 'The cook goes: \"Soup is off.\" We had bread for 9 hours.'",
            ['The cook goes: "Soup is off." We had bread for 9 hours.'],
        ),
        ("‘Ida told me, “Take the lot,”’ he said.", ["Ida told me, “Take the lot,”"]),
    ],
)
def test_double_marks_within_single_ones_stay_inside(text, expected):
    assert quoted(text) == expected


def test_possessives_on_both_sides_of_a_double_quotation_do_not_surround_it():
    assert quoted("The drivers' union said “never”, the owners' club too.") == ["never"]


def test_a_speech_in_single_marks_goes_on_in_the_next_paragraph():
    text = "She told jurors: ‘He bought the paint in May.\n\n‘Then he lied about it.’"
    assert quoted(text) == ["He bought the paint in May.", "Then he lied about it."]


def test_a_single_mark_that_nothing_closes_opens_nothing_at_the_end_of_a_speech():
    assert quoted("She told jurors: ‘He bought the paint in May.\n\nThe trial goes on.") == []

"""Paragraph kinds: only body and list items hold claims."""

import pytest

from claims.extract.reading.segment import published_in_text, segment

ARTICLE = """Ferry service to Larne suspended

By Ada Quist, Transport Editor

PORT HALE, May 3 (Northwire) — The ferry to Larne was suspended on Friday.

Four measures were agreed:

- a refund of £12 for every ticket;
- a bus to the airport.

Picture: the ferry at anchor. Credit: N. Ore

Sign up for our newsletter
"""


def kinds(text):
    return [p.kind for p in segment(text)]


def test_each_paragraph_of_an_article_gets_its_kind():
    assert kinds(ARTICLE) == [
        "headline",
        "byline",
        "body",
        "lead_in",
        "list_item",
        "list_item",
        "credit",
        "boilerplate",
    ]


def test_only_body_and_list_items_hold_claims():
    assert {p.kind for p in segment(ARTICLE) if p.holds_claims} == {"body", "list_item"}


def test_the_body_begins_after_the_dateline_and_after_the_bullet():
    starts = [ARTICLE[p.body : p.end] for p in segment(ARTICLE) if p.holds_claims]
    assert starts[0].startswith("The ferry to Larne")
    assert starts[1].startswith("a refund")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("8.52am", "timestamp"),
        ("Read more: ten quiet beaches", "boilerplate"),
        ("Pilgrims cross the bridge. Photograph: A. Lund/Agency", "caption"),
        ("The bridge was closed for nine hours on Tuesday.", "body"),
        ("• Nine people were hurt.", "list_item"),
    ],
)
def test_a_line_after_the_body_has_its_kind(line, kind):
    assert kinds(f"The council met on Monday.\n\n{line}")[1] == kind


def test_a_sentence_without_final_full_stop_is_still_body_once_it_is_long():
    text = (
        "The council met on Monday.\n\n"
        "Officials said the bridge over the Esk would stay closed until engineers had looked at it"
    )
    assert kinds(text)[1] == "body"


def test_hard_wrapped_lines_are_one_paragraph_and_short_lines_are_not():
    wrapped = "The council met on Monday evening to hear that the bridge\nover the Esk would stay closed."
    assert len(segment(wrapped)) == 1
    assert len(segment("9.10am\nThe bridge is open.")) == 2


def test_paragraphs_cover_every_word_of_the_text():
    covered = " ".join(ARTICLE[p.start : p.end] for p in segment(ARTICLE))
    assert covered.split() == ARTICLE.split()


def test_a_date_at_the_head_of_the_text_is_found_and_one_further_on_is_not():
    assert published_in_text(" date 2025-06-09 Soldiers wave") == "2025-06-09"
    assert published_in_text("Soldiers wave on 2025-06-09") is None


def test_empty_text_has_no_paragraphs():
    assert segment("") == ()
    assert segment(" \n \n") == ()


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("10.42am Two men were rescued.", "Two men were rescued."),
        ("10:42 GMT – Two men were rescued.", "Two men were rescued."),
        ("[18:05] “It is over,” he said.", "“It is over,” he said."),
        ("10.42 million people voted.", "10.42 million people voted."),
        ("7.30pm is when the doors open.", "7.30pm is when the doors open."),
    ],
)
def test_a_clock_time_before_a_sentence_is_skipped(line, body):
    text = f"The fire began at dawn.\n{line}"
    assert text[segment(text)[1].body :] == body


def test_a_line_of_scores_is_body_without_a_full_stop():
    assert segment("Hale won.\nShots 24-6; corners 11-2; fouls 9-14")[1].kind == "body"


def test_a_photographer_with_an_initial_is_a_credit():
    assert segment("Hale won.\nA crane lifts a boat. Photograph by A. Mirza")[1].kind == "caption"


def test_a_line_that_ranks_who_came_in_first_is_a_result_line():
    line = "1 G. Tudor 2:22:41; 2 A. Wond 2:23:23; 3 H. Nowak 2:25:02"
    assert [p.kind for p in segment(f"The race was run on Sunday.\n\n{line}")] == ["body", "headline"]
    numbers = "Shots: 12-4; corners 7-1"
    assert [p.kind for p in segment(f"The race was run on Sunday.\n\n{numbers}")] == ["body", "body"]

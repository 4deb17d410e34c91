"""Of an article longer than the model reads, the passage around a claim; of any other, nothing."""

from __future__ import annotations

import pytest

from claims.verify.vectors.passage import WORDS, passage_of
from claims.verify.vectors.wordpiece import LIMIT, numbers_of

LEAD = "The council spoke of schools and of roads for hours. " * 40
SAID = "Divers recovered 277 containers from the bay."
REST = " The mayor left the hall early and said nothing." * 40


def test_a_short_article_is_read_whole():
    assert passage_of("Containers", f"A storm came. {SAID}", SAID) == ""


def test_the_passage_of_a_long_one_has_headline_and_words_on_both_sides_and_is_read_whole():
    found = passage_of("Containers", LEAD + SAID + REST, SAID)
    assert found.startswith("Containers. ")
    assert SAID in found
    assert "roads" in found
    assert "mayor" in found
    assert len(found.split()) == WORDS + 1
    assert len(numbers_of(found, LIMIT + 1)) <= LIMIT


@pytest.mark.parametrize(("text", "missing"), [(SAID + " " + LEAD, "mayor"), (LEAD + SAID, "mayor")])
def test_at_either_end_it_is_as_long(text, missing):
    found = passage_of("Containers", text, SAID)
    assert SAID in found
    assert missing not in found
    assert len(found.split()) == WORDS + 1


def test_a_sentence_longer_than_a_passage_is_kept_whole():
    sentence = "and then again " * WORDS
    assert sentence.strip() in passage_of("Containers", LEAD + sentence + REST, sentence)


def test_what_does_not_stand_in_the_article_has_no_passage():
    assert passage_of("Containers", LEAD + REST, SAID) == ""
    assert passage_of("Containers", LEAD + REST, "") == ""


def test_few_words_of_many_pieces_are_too_long_as_well():
    text = "Incomprehensibilities counterrevolutionaries. " * 60 + SAID
    assert len(text.split()) < LIMIT
    assert SAID in passage_of("Containers", text, SAID)

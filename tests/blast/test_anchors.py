"""The very same words are found again, once and as the same words; a numeral that changed never is."""

from __future__ import annotations

import pytest

from claims.blast.anchors import Place, find, same_words
from claims.blast.sentences import marked, nearest, sentences

OLD = "The harbour said crews recovered 12 containers. Officials counted 3 boats before dawn."


def found(exact: str, new: str, old: str = OLD, sentence: str = ""):
    start = old.index(exact)
    at = old.index(sentence) if sentence else 0
    around = (at, at + len(sentence)) if sentence else (0, 0)
    return find(old, Place(start, start + len(exact), around), new)


def test_words_that_moved_are_found_with_their_sentence():
    new = f"Corrected. {OLD}"
    hit = found("12 containers", new, sentence="The harbour said crews recovered 12 containers.")
    assert hit is not None
    assert hit.shift == 11
    assert hit.same
    assert new[hit.sentence[0] : hit.sentence[1]] == "The harbour said crews recovered 12 containers."


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("12", "14"),
        OLD.replace("12", "112"),
        OLD.replace("12", "1,412"),
        OLD.replace("12", "0.12"),
        OLD.replace("12 containers", "two hundred 12 containers"),
        OLD.replace("12 containers", "12 containersful"),
        OLD.replace("12 containers", "crates"),
        "",
    ],
)
def test_a_numeral_that_changed_is_never_found(new):
    assert found("12 containers", new) is None


@pytest.mark.parametrize("more", [" thousand", ".5", ",000", "%", " million people"])
def test_a_numeral_at_the_end_that_goes_on_is_another_one(more):
    old = "The toll rose to 12 on Monday"
    assert found("The toll rose to 12", old, old) is not None
    assert found("The toll rose to 12", old.replace("12 on Monday", f"12{more}"), old) is None


def test_words_that_stand_there_twice_are_told_apart_by_their_sentence_or_not_at_all():
    twice = f"{OLD} Later, 12 containers were counted."
    assert found("12 containers", twice) is None
    hit = found("12 containers", twice, sentence="The harbour said crews recovered 12 containers.")
    assert hit is not None
    assert hit.shift == 0
    assert hit.same


def test_the_same_words_in_another_sentence_are_found_and_said_to_be_so():
    new = OLD.replace("said crews", "denied that crews")
    hit = found("12 containers", new, sentence="The harbour said crews recovered 12 containers.")
    assert hit is not None
    assert not hit.same


def test_punctuation_beside_the_words_is_not_part_of_them():
    assert found("12 containers", OLD.replace("12 containers.", "12 containers, it said.")) is not None


def test_white_space_is_no_other_text():
    assert same_words("a  b\n\nc", "a b c")
    assert not same_words("a b", "a bc")


def test_the_nearest_sentence_shows_its_new_numeral():
    new = sentences("Something else. The harbour said crews recovered 14 containers. More.")
    old = "The harbour said crews recovered 12 containers."
    now = nearest(old, new)
    assert now == "The harbour said crews recovered 14 containers."
    assert [piece.text for piece in marked(now, old) if piece.changed] == ["14"]
    assert [piece.text for piece in marked(old, now) if piece.changed] == ["12"]
    assert "".join(piece.text for piece in marked(now, old)) == now
    assert nearest(old, ["Nothing of the kind happened at all."]) == ""

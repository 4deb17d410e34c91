"""WordPiece cuts as the reference does, which was compared on whole stories and on odd signs."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest

from claims.verify.vectors.wordpiece import numbers_of, pieces, vocabulary, words


def test_the_vocabulary_is_the_standard_one():
    data = resources.files("claims.verify.vectors").joinpath("vocabulary.txt").read_bytes()
    assert (
        hashlib.sha256(data).hexdigest() == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
    )
    assert (len(vocabulary()), vocabulary()["[PAD]"], vocabulary()["the"]) == (30522, 0, 1996)


def test_the_numbers_of_a_known_sentence():
    # As the reference gives them.
    assert numbers_of("277 drones were destroyed, per Ukraine's air force.") == [
        101,
        *(25578, 24633, 2020, 3908, 1010, 2566, 5924, 1005, 1055, 2250, 2486, 1012),
        102,
    ]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Zürich Élysée", ["zurich", "elysee"]),
        ("Kyïv’s", ["kyiv", "’", "s"]),
        ("北京 said", ["北", "京", "said"]),
        ("東京12", ["東", "京", "12"]),
        ("$1,200 (90%)", ["$", "1", ",", "200", "(", "90", "%", ")"]),
        ("state-of-the-art…", ["state", "-", "of", "-", "the", "-", "art", "…"]),
        ("a\u00a0b\u2003c\td\ne", ["a", "b", "c", "d", "e"]),
        ("zero\u200bwidth\x00\ufffd\x07", ["zerowidth"]),
        ("«Да»", ["«", "да", "»"]),
        ("", []),
        (" \n", []),
    ],
)
def test_words(text, cut):
    assert list(words(text)) == cut


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("unaffable", ["una", "##ffa", "##ble"]),
        ("drones", ["drones"]),
        ("corroborated", ["co", "##rro", "##bor", "##ated"]),
        ("🙂", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
    ],
)
def test_pieces(word, cut):
    assert list(pieces(word)) == cut


def test_a_long_text_is_cut_to_what_the_model_reads():
    numbers = numbers_of("word " * 1000)
    assert len(numbers) == 256
    assert (numbers[0], numbers[-1]) == (101, 102)
    assert numbers_of("word " * 254) == numbers
    assert len(numbers_of("word " * 253)) == 255


def test_nothing_is_begin_and_end():
    assert numbers_of("") == [101, 102]

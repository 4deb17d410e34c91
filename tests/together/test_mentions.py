"""Who a comment mentions, and how its words are cut at the names. Pure."""

from __future__ import annotations

import pytest

from claims.together.mentions import mentioned, pieces

PEOPLE = ["bob", "bob.d", "Édith", "ana+ua"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@bob look", {"bob"}),
        ("Please, @BOB.", {"bob"}),
        ("@bob.d and @bob", {"bob", "bob.d"}),
        ("(@édith)", {"Édith"}),
        ("@ana+ua: 277", {"ana+ua"}),
        ("mail bob@bob and x@bob.d", set()),
        ("@bobby", set()),
        ("@@bob", set()),
        ("@", set()),
        ("", set()),
    ],
)
def test_a_name_behind_an_at_is_a_mention_and_mail_is_not(text, names):
    assert mentioned(text, PEOPLE) == names


@pytest.mark.parametrize("text", ["@bob: no, @bob.d.", "nobody", "@bob", "\u202e@bob\u202c end @x"])
def test_the_pieces_joined_are_the_text(text):
    found = pieces(text, {"bob": "Bob Duarte", "bob.d": "Bob D."})
    assert "".join(piece.words for piece in found) == text


def test_a_mention_carries_the_name_of_the_person():
    found = pieces("Ask @Bob.", {"bob": "Bob Duarte"})
    assert [(piece.words, piece.name) for piece in found] == [("Ask ", ""), ("@Bob", "Bob Duarte"), (".", "")]

"""What two texts share: copies through any editing are the same text, independent reports are not."""

from __future__ import annotations

import json
import random
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingest.reuse.prints import print_of, shared
from claims.ingest.reuse.words import own_words

SEEDS = Path(__file__).parents[3] / "seeds"
NAMES = "Medinsky Istanbul Dnipropetrovsk Kyiv Moscow Odesa Umerov Zelensky Rivne Dubno".split()
SMALL = "the of in to and a on that for was by with at from after its were said as over".split()
SYLLABLES = "ba re to mi lu ka sen dor vil ne pra gol tes fi ham ro".split()
POOL = ["".join(parts) for parts in product(SYLLABLES, SYLLABLES, ("n", "s", "r"))]


def story(seed: int, sentences: int = 24) -> list[str]:
    """Return the paragraphs of an invented report; any two share names, small words and some vocabulary."""
    pick = random.Random(seed)

    def word() -> str:
        return pick.choice(pick.choice((SMALL, SMALL, POOL, POOL, POOL, NAMES)))

    def sentence() -> str:
        return " ".join(word() for _ in range(16)).capitalize() + ", officials said on Monday."

    return [" ".join(sentence() for _ in range(2)) for _ in range(sentences // 2)]


def same(one: str, other: str) -> bool:
    return shared(print_of(one).hashes, print_of(other).hashes).same


def found(one: str, other: str) -> bool:
    """Whether the index of keys would lead from one text to the other."""
    return bool(set(print_of(one).keys) & set(print_of(other).keys))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    kept=st.floats(0.5, 1),
    changed=st.floats(0, 0.12),
    dateline=st.sampled_from(["", "MOSCOW: ", "WASHINGTON, March 3 (AFP) - ", "KYIV, Ukraine (AP) — "]),
    headline=st.sampled_from(["", "Another headline altogether\n\n"]),
    end=st.sampled_from(["", "\n\n© 2025 AFP. All rights reserved.", "\n\nSubscribe to our newsletter"]),
)
def test_a_copy_that_is_cut_and_edited_is_the_same_text(seed, kept, changed, dateline, headline, end):
    paragraphs = story(seed)
    edits = random.Random(seed + 1)
    cut = paragraphs[: max(1, round(len(paragraphs) * kept))]
    words = [
        f"other{n}" if edits.random() < changed else word for n, word in enumerate(" ".join(cut).split())
    ]
    copy = headline + dateline + " ".join(words) + end
    assert same("\n\n".join(paragraphs), copy)
    assert found("\n\n".join(paragraphs), copy)


@settings(max_examples=60, deadline=None)
@given(one=st.integers(0, 10_000), other=st.integers(10_001, 20_000))
def test_two_reports_of_their_own_are_not_the_same_text(one, other):
    assert not same("\n".join(story(one)), "\n".join(story(other)))


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’", "“{}"])
def test_a_statement_that_both_quote_makes_no_copy(marks):
    statement = " ".join(story(5, 10))
    quoted = marks.format(statement)
    one, other = story(1, 6), story(2, 6)
    texts = ["\n".join([part[0], quoted, *part[1:]]) for part in (one, other)]
    assert not same(*texts)
    assert same("\n".join([one[0], statement, *one[1:]]), "\n".join([other[0], statement, *other[1:]]))


def test_copies_that_quote_the_same_are_still_copies():
    text = "\n".join(["“We will repair it,” the minister said. " + part for part in story(3, 8)])
    assert same(text, "LISBON: " + text)


def test_what_an_outlet_puts_under_every_article_makes_no_copy():
    foot = "\n".join(
        [
            "This story has been published from a wire agency feed without modifications to the text.",
            "Sign up for our newsletter to get the day's news in your inbox every morning at seven o'clock.",
            "© 2025 Harbour Media. All rights reserved. No part of this page may be used without leave.",
        ]
    )
    short = ["\n".join([*story(seed, 4), foot, foot]) for seed in (1, 2)]
    assert not same(*short)


@pytest.mark.parametrize(
    "dateline",
    [
        "MOSCOW: ",
        "WASHINGTON, March 3 (AFP) - ",
        "KYIV, Ukraine (AP) — ",
        "(Reuters) - ",
        "PARIS/LONDON (dpa) – ",
    ],
)
def test_a_dateline_is_no_word_of_the_text(dateline):
    assert own_words(dateline + "Russian forces moved on.") == own_words("Russian forces moved on.")


def test_a_sentence_that_begins_in_capitals_is_not_taken_for_a_dateline():
    assert own_words("NATO allies met. AZ said so.") == [["nato", "allies", "met", "az", "said", "so"]]


def test_numbers_and_apostrophes_have_one_spelling():
    assert own_words("Ukraine’s 1,200 café") == own_words("Ukraine's 1200 cafe")


def test_a_text_too_short_to_be_told_from_others_has_no_keys():
    alert = "Explosions were heard in the city centre, the mayor said."
    assert print_of(alert).keys == ()
    assert not same(alert, alert)


def test_keys_do_not_depend_on_the_run():
    """Stored keys must be found by tomorrow's process."""
    text = "\n".join(story(7, 4))
    assert len(print_of(text).keys) == 80
    assert print_of(text).keys[:3] == (-791238722, -185410663, 239823399)


def test_the_wire_copies_among_the_seeds_are_found_and_nothing_else():
    entries = json.loads((SEEDS / "articles.json").read_text(encoding="utf-8"))
    prints = {
        (entry["slug"], entry["outlet"]): print_of((SEEDS / entry["text_file"]).read_text(encoding="utf-8"))
        for entry in entries
    }
    copies = {
        frozenset({one[1], other[1]})
        for one, other in combinations(prints, 2)
        if shared(prints[one].hashes, prints[other].hashes).same
    }
    assert copies == {frozenset({"The Star", "Business Recorder"})}

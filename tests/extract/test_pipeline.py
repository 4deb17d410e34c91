"""The pipeline as a whole: the seed article, odd input, long input."""

import time
from pathlib import Path

import pytest

from claims.extract import chunks, pipeline
from claims.extract.types import ArticleText
from tests.extract.reading import read, words

SEED = (Path(__file__).parents[2] / "seeds" / "articles" / "pow-exchange-2025-06-09.txt").read_text(
    encoding="utf-8"
)


@pytest.fixture(scope="module")
def seed():
    return pipeline.extract(ArticleText(SEED, "seed"))


def find(extraction, part):
    return next(c for c in extraction.claims if part in words(SEED, c))


def test_drones_and_missiles_are_two_claims_of_ukraine(seed):
    drones, missiles = find(seed, "277 drones"), find(seed, "19 missiles")
    assert drones is not missiles
    assert "19 missiles" not in words(SEED, drones)
    assert [c.speaker.canonical for c in (drones, missiles)] == ["Ukraine", "Ukraine"]
    assert [(q.low, q.unit) for q in missiles.quantities] == [(19, "missile")]


def test_the_list_of_prisoners_is_vladimir_medinskys_with_role_and_body(seed):
    claim = find(seed, "640 prisoners")
    assert claim.speaker.canonical == "Vladimir Medinsky"
    assert claim.speaker.role
    assert "Kremlin" in claim.speaker.organisation


def test_the_note_covers_the_air_raid_and_not_the_exchange(seed):
    covered = [words(SEED, seed.claims[i]) for i in seed.notes[0].claims]
    for part in (
        "479 drones",
        "20 missiles",
        "277 drones",
        "19 missiles",
        "only 10 drones",
        "one person was injured",
    ):
        assert any(part in text for text in covered), part
    assert not any("640 prisoners" in text or "fighter jets" in text for text in covered)


def test_captions_and_asides_of_the_seed_are_not_worth_checking(seed):
    worthy = [words(SEED, c) for c in seed.claims if c.check_worthy >= 0.5]
    for part in ("Photograph", "Neither side said", "struggling to catch his breath", "fourth year"):
        assert not any(text.startswith(part) or text == part for text in worthy), part


def test_the_publication_date_is_found_in_the_text_when_none_is_given(seed):
    assert seed.facts["published"] == "2025-06-09"
    assert find(seed, "exchanged prisoners of war").event_date == "2025-06-09"


def test_claims_come_in_text_order_and_every_span_slices_back(seed):
    starts = [c.start for c in seed.claims]
    assert starts == sorted(starts)
    for claim in seed.claims:
        assert all(SEED[s:e].strip() for s, e in (*claim.spans, *claim.source_spans, *claim.cue_spans))
        assert claim.sentence[0] <= claim.start
        assert claim.end <= claim.sentence[1]
        assert all(SEED[q.start : q.end] == q.text for q in claim.quantities)


@pytest.mark.hard
def test_the_seed_is_read_well_within_a_second_and_a_half_once_warm():
    began = time.perf_counter()
    pipeline.extract(ArticleText(SEED, "seed"))
    assert time.perf_counter() - began < 1.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "\x00",
        "The ferry\x00sank. Nine \u202emen\u202c were hurt",
        "A \ud800 lone surrogate sank 9 boats.",
        "“",
        "”’‘“\"'",
        "......",
        "Nine boats sank",
        "said said said, said. “Said,” said.",
        "😀😀 9 😀 boats sank 😀.",
        "\r\nThe ferry sank.\r\n\r\nNine men were hurt.\r\n",
        "according to",
        "1,2,3,4,5,6 7-8-9 £ $ % 1-2-3",
        "٣ boats and ² more sank on 31 February 2025.",
    ],
)
def test_odd_text_is_read_without_error_and_spans_slice_back(text):
    for claim in read(text).claims:
        assert all(0 <= s < e <= len(text) for s, e in claim.spans)


def test_the_same_text_gives_the_same_claims():
    assert read(SEED) == read(SEED)


def test_offsets_count_code_points_of_the_original_text():
    text = "😀 The ferry sank.\x00 The coastguard said\u200f 9 men were hurt."
    claim = read(text).claims[-1]
    assert words(text, claim).startswith("9 men")


def test_a_long_text_is_read_in_chunks_and_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 300)
    paragraph = "The coastguard said 9 boats sank. It was not possible to verify the claim.\n\n"
    text = paragraph * 12
    told = []
    found = pipeline.extract(ArticleText(text), progress=lambda share, doing: told.append(share))
    assert len(found.claims) == len(found.notes) == 12
    assert [text[c.start : c.end] for c in found.claims] == ["9 boats sank"] * 12
    assert [c.unverified_note for c in found.claims] == list(range(12))
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 3


def test_one_paragraph_longer_than_a_chunk_is_read_too(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 300)
    text = "Nine boats sank off Hale. " * 60
    found = pipeline.extract(ArticleText(text))
    assert len(found.claims) == pytest.approx(60, abs=8)
    assert all(text[c.start : c.end] for c in found.claims)


@pytest.mark.hard
def test_a_runaway_sentence_costs_no_more_than_its_length():
    def seconds(times):
        began = time.perf_counter()
        pipeline.extract(ArticleText('said the "x" 9 ' * times))
        return time.perf_counter() - began

    seconds(20)
    assert seconds(1200) < 12 * max(seconds(300), 0.05)


def test_what_a_paper_can_reveal_is_its_own_voice():
    found = read("The duke owes £3m to a casino, The Daily Torch can reveal.").claims
    assert [claim.source for claim in found] == [None]


def test_what_a_study_reveals_is_the_studys():
    found = read("The study reveals that the duke owes £3m to a casino.").claims
    assert [claim.source for claim in found] == ["The study"]

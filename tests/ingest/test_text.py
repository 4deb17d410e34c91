"""Cleaning changes no word, is safe for anything that can be pasted, and takes time in proportion."""

from __future__ import annotations

import time
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingest.agencies import agency_of, split_outlet
from claims.ingest.errors import TextRefused
from claims.ingest.stamps import read_moment, read_stamp
from claims.ingest.text import check, check_published, clean, language, leading_facts, sha256

SEED = Path(__file__).parents[2] / "seeds/articles/pow-exchange-2025-06-09.txt"
UNWANTED = [chr(code) for code in [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0, 7, 0x1B, 0xAD, 0x200B]]


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("One.\r\nTwo.\rThree.\u2028Four.\u2029Five.", "One.\nTwo.\nThree.\nFour.\n\nFive."),
        ("  One.   \n\n \t \n\n\u00a0\nTwo.\n\n", "One.\n\nTwo."),
        ("277\x00 dro\x07nes\tand 19\x1b missiles", "277 drones\tand 19 missiles"),
        ("\ufeffThe inva\u00adsion\u200b", "The invasion"),
        ("\x93No,\x94 he said \x96 twice", "“No,” he said – twice"),
        ("Zelenskiy\ud800 said", "Zelenskiy\ufffd said"),
        ("flag \ud83c\uddfa\ud83c\udde6", "flag 🇺🇦"),
        ("cafe\u0301", "café"),
        ("½ of “5 000” m² — №1 ﬁrst", "½ of “5 000” m² — №1 ﬁrst"),
        ("e" + "\u0301" * 500, unicodedata.normalize("NFC", "e" + "\u0301" * 30)),
    ],
    ids=[
        "line ends", "blank runs", "controls", "invisible", "windows quotes", "lone surrogate",
        "surrogate pair", "composed", "compatibility forms stay", "piled accents",
    ],
)  # fmt: skip
def test_clean(given_text, cleaned):
    assert clean(given_text).text == cleaned


def test_direction_overrides_go_and_right_to_left_writing_stays():
    hebrew = "דובר צה\u05f4ל אמר: 12 הרוגים\u200f."
    persian = "می\u200cخواهم"
    family = "👩\u200d👧"
    text = clean(f"\u202eevil\u202c \u2066x\u2069 {hebrew} {persian} {family}\u200e").text
    assert text == f"evil x {hebrew} {persian} {family}\u200e"


def test_hidden_joiners_between_latin_letters_go():
    assert clean("2\u200d7\u200c7 dro\u200dnes").text == "277 drones"


def test_it_says_what_was_removed_and_is_silent_about_plain_text():
    removed = clean("a\x00b\x00 \u202ec\u200b").removed
    assert removed == ["1 text direction control", "1 invisible character", "2 control characters"]
    assert clean("Plain text.\r\n\r\nOf two paragraphs.").removed == []


@settings(max_examples=400, deadline=None)
@given(
    st.text(
        st.one_of(
            st.characters(),
            st.sampled_from("\r\n \u00a0\u2029\u0301\u0323\u0344\u200d\u200c\u202e\x00\x93क👩ae\ud800\udc00"),
        ),
        max_size=60,
    )
)
def test_cleaning_twice_changes_nothing_and_leaves_nothing_unsafe(text):
    once = clean(text).text
    assert clean(once).text == once
    assert not any(char in once for char in UNWANTED)
    assert "\n\n\n" not in once
    assert once == unicodedata.normalize("NFC", once)
    once.encode("utf-8")  # what PostgreSQL stores


@pytest.mark.parametrize(
    "text",
    [
        " " * 1_000_000 + "x",
        "\n \n" * 300_000,
        "\u00a0\n" * 400_000 + "é",
        "e" + "\u0315\u0300" * 500_000,
        "\u200d" * 1_000_000,
        "é\u200d" * 500_000,
        "\ud800" * 1_000_000,
        "\x00\u202e" * 500_000,
        "(" * 900_000,
    ],
    ids=[
        "blanks",
        "blank lines",
        "nbsp",
        "accents",
        "joiners",
        "mixed",
        "surrogates",
        "controls",
        "brackets",
    ],
)
def test_hostile_text_takes_no_time(text):
    begun = time.process_time()
    cleaned = clean(text).text
    leading_facts(cleaned)
    language(cleaned)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text. Paste"),
        (" \n\t\u00a0", "There is no text. Paste"),
        ("277 + 19 = 296 !!", "no words in it"),
        ("a" * 1_000_001, "1,000,001 characters.*separate articles"),
        ("語" * 1_000_000 + "語" * 700_000, "separate articles"),
    ],
)
def test_text_that_is_empty_or_too_long_is_refused_with_what_to_do(text, words):
    with pytest.raises(TextRefused, match=words):
        check(text)


def test_text_at_the_limits_is_taken():
    check("a" * 1_000_000)
    check("x")


def test_a_publication_date_in_the_future_is_refused_and_one_of_today_in_tokyo_is_not():
    now = datetime(2025, 6, 9, 20, 0, tzinfo=UTC)
    check_published(date(2025, 6, 10), now)
    check_published(datetime(2025, 6, 10, 4, 0, tzinfo=timezone(timedelta(hours=9))), now)
    for late in (
        date(2025, 6, 11),
        datetime(2025, 6, 9, 20, 6, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
    ):
        with pytest.raises(TextRefused, match=r"is in the future. Check the date"):
            check_published(late, now)
    with pytest.raises(TextRefused, match="year 225 cannot be right"):
        check_published(date(225, 6, 9), now)


def test_the_hash_is_that_of_the_utf8_text():
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256("é") != sha256("e\u0301")
    assert sha256(clean("é").text) == sha256(clean("e\u0301").text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ukraine said its air defences destroyed 277 drones and 19 missiles.", "en"),
        ("Le ministère a déclaré lundi que douze personnes avaient été blessées.", "fr"),
        ("Das Ministerium teilte am Montag mit, dass zwölf Menschen verletzt wurden.", "de"),
        ("Міністерство повідомило, що сили ППО збили 277 безпілотників.", "uk"),
        ("Министерство сообщило, что двенадцать человек получили ранения.", "ru"),
        ("El Ministerio dijo el lunes que doce personas resultaron heridas en la capital.", "es"),
        ("وزارت دفاع اعلام کرد که دوازده نفر زخمی شده‌اند", "fa"),
        ("Kyiv", "und"),
        ("277 479 19 10", "und"),
        ("Putin, Zelenskiy, Medinsky, Moscow", "und"),
        ("", "und"),
    ],
)
def test_language(text, code):
    assert language(text) == code
    assert language(text) == code


# --- the head of a pasted article ---------------------------------------------------------------------

BST = timezone(timedelta(hours=1))


def test_the_seed_article_gives_its_date_and_no_false_title():
    facts = leading_facts(clean(SEED.read_text(encoding="utf-8")).text)
    assert facts.published == date(2025, 6, 9)
    assert facts.title == ""  # its first line is a caption, the next the first sentence


BODY = "\n\nRussia and Ukraine exchanged prisoners of war under the age of 25 on Monday, officials said."


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("date 2025-06-09 Ukrainian POWs hug", date(2025, 6, 9)),
        ("June 9, 2025", date(2025, 6, 9)),
        ("Monday, 9th June 2025", date(2025, 6, 9)),
        ("09.06.2025", date(2025, 6, 9)),
        ("Published 9 June 2025 15:40 BST", datetime(2025, 6, 9, 15, 40, tzinfo=BST)),
        ("Mon 9 Jun 2025 15.40 BST", datetime(2025, 6, 9, 15, 40, tzinfo=BST)),
        ("15:40 BST, 9 June 2025", datetime(2025, 6, 9, 15, 40, tzinfo=BST)),
        ("By Jane Doe | 9 June 2025 15:40 BST", datetime(2025, 6, 9, 15, 40, tzinfo=BST)),
        ("2025-06-09T15:40:00Z", datetime(2025, 6, 9, 15, 40, tzinfo=UTC)),
        ("June 9, 2025 11:40 AM EDT / CBS News", datetime(2025, 6, 9, 15, 40, tzinfo=UTC)),
        ("Posted: June 9, 2025, 11:40 a.m. ET", datetime(2025, 6, 9, 15, 40, tzinfo=UTC)),
        ("Jun 09, 2025 - 6:40 pm GMT+3", datetime(2025, 6, 9, 15, 40, tzinfo=UTC)),
        ("9 June 2025 12:10 am UTC", datetime(2025, 6, 9, 0, 10, tzinfo=UTC)),
        ("9 June 2025 15:40", date(2025, 6, 9)),  # a time without its zone is not a moment
        ("9 June 2025 25:99 UTC", date(2025, 6, 9)),
        ("KYIV, June 9, 2025 (Reuters) - Russia launched 479 drones.", date(2025, 6, 9)),
        ("On June 9, 2025, Russia launched 479 drones at Ukraine.", None),
        ("The agreement signed on 2 June 2025 in Istanbul holds", None),
        ("03/04/2025", None),  # two days in two countries
        ("31 June 2025", None),
        ("Updated: June 9, 2025", None),
        ("", None),
    ],
)
def test_the_date_at_the_head(head, published):
    assert leading_facts(head + BODY).published == published


def test_an_update_is_not_taken_for_the_publication():
    facts = leading_facts("Published 8 June 2025 10:00 GMT\nLast updated 9 June 2025 15:40 GMT" + BODY)
    assert facts.published == datetime(2025, 6, 8, 10, 0, tzinfo=UTC)
    assert facts.modified == datetime(2025, 6, 9, 15, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Russia and Ukraine exchange prisoners of war", "Russia and Ukraine exchange prisoners of war"),
        ("World\n\nDid 277 drones fall?\nBy Jane Doe\n9 June 2025", "Did 277 drones fall?"),
        ("Freed POWs pose with flags. Photograph: EPA", ""),
        ("A man walks past rubble in Kyiv (Getty Images)", ""),
        ("File - A drone over Kyiv", ""),
        ("Russia launched 479 drones on Sunday, the air force said.", ""),
        ("The ministry said " * 20, ""),
        ("World", ""),
    ],
)
def test_the_title_is_a_short_first_line_that_is_no_sentence_and_no_caption(head, title):
    assert leading_facts(head + BODY).title == title


def test_one_line_alone_is_text_and_not_a_title():
    assert leading_facts("Russia and Ukraine exchange prisoners").title == ""


def test_the_byline_of_pasted_text_is_found():
    assert (
        leading_facts("Prisoners come home today\nBy Jane Doe and John Roe" + BODY).byline
        == "Jane Doe and John Roe"
    )


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789-:.TZ+ ,JuneMarpm()GMTdatebyupdate/"), max_size=60))
def test_no_scrap_of_a_date_breaks_the_reading(text):
    read_moment(text)
    read_stamp(text)
    leading_facts(text)


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("Daily8 (AP)", ("Daily8", "AP")),
        ("Rediff (ANI, citing RT)", ("Rediff", "ANI")),
        ("Daily Sabah (agencies)", ("Daily Sabah", "agencies")),
        ("The Times (London)", ("The Times (London)", "")),
        ("Reuters", ("Reuters", "")),
        ("", ("", "")),
    ],
)
def test_an_agency_in_the_outlet_name_is_split_off(name, split):
    assert split_outlet(name) == split


@pytest.mark.parametrize(
    ("byline", "text", "agency"),
    [
        ("Jane Doe, Associated Press", "", "AP"),
        ("Jane Doe and Reuters", "", "Reuters"),
        ("", "KYIV, June 9 (Reuters) - Russia launched drones.", "Reuters"),
        ("", "KYIV, Ukraine (AP) — Russia launched drones.", "AP"),
        ("", "Russia launched drones. – Reuters", "Reuters"),
        ("", "Russia launched drones (AFP)", "AFP"),
        ("Jane Doe", "The Russian agency RIA (state-run) said so.", ""),
        ("Jane Doe", "He told Reuters that it was over.", ""),
    ],
)
def test_the_agency_is_read_from_byline_dateline_or_last_words(byline, text, agency):
    assert agency_of(byline, text) == agency

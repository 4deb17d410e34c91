"""Claims given with their words: where they stand, what they count, when, and who says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.extract.given import Given, given_claims
from claims.extract.given_words import find_words
from claims.extract.pipeline import extract
from claims.extract.types import ArticleText, ClaimDraft

TEXT = (
    "Russia launched 479 drones and 20 missiles at Ukraine overnight, the air force in Kyiv said on Monday,"
    " and 277 drones were destroyed.\n\n"
    "Kremlin aide Vladimir Medinsky said Russia had handed over 1,212 bodies on Wednesday. Medinsky denied"
    " that the exchange had stopped. The 1.55 million total did not change.\n\n"
    "Ukraine recovered 1,200 more bodies on June 15."
)
PUBLISHED = datetime(2025, 6, 16, 9, 30)


def one(text: str, quote: str, speaker: str = "", outlet: str = "The Daily Herald (AFP)") -> ClaimDraft:
    """Return the draft of a single given claim of TEXT."""
    article = ArticleText(text=TEXT, outlet=outlet, published=PUBLISHED)
    return given_claims(article, [Given("c1", text, speaker, quote)])[0]


def test_its_words_are_found_whatever_the_spaces_and_marks() -> None:
    draft = one("277 drones destroyed", "277  drones\nwere destroyed")
    assert TEXT[draft.start : draft.end] == "277 drones were destroyed"


def test_words_that_do_not_stand_there_fall_back_on_the_sentence_most_alike() -> None:
    start, end = find_words(TEXT, "the Kremlin's aide says bodies were handed over", "1,212 bodies")
    assert TEXT[start:end].startswith("Kremlin aide Vladimir Medinsky said")
    assert TEXT[start:end].endswith("on Wednesday.")


def test_nothing_to_find_in_no_text() -> None:
    assert find_words("", "anything", "at all") == (0, 0)


def test_figures_are_those_of_the_statement_at_the_words_of_the_text() -> None:
    draft = one(
        "277 drones destroyed, per the air force", "277 drones were destroyed", "the air force in Kyiv"
    )
    (quantity,) = draft.quantities
    assert (quantity.low, quantity.unit, quantity.qualifier) == (277, "drone", "exact")
    assert TEXT[quantity.start : quantity.end] == "277 drones"


def test_a_bound_of_the_statement_is_kept() -> None:
    (quantity,) = one("At least 270 drones destroyed", "277 drones were destroyed").quantities
    assert (quantity.low, quantity.qualifier) == (270, "at_least")


def test_a_statement_without_figures_takes_those_of_its_words() -> None:
    assert [q.low for q in one("Drones were destroyed", "277 drones were destroyed").quantities] == [277]


@pytest.mark.parametrize(
    ("text", "quote", "day"),
    [
        ("1,212 bodies handed over", "Russia had handed over 1,212 bodies", "2025-06-11"),
        ("1,200 bodies recovered on 14 June", "Ukraine recovered 1,200 more bodies", "2025-06-14"),
        ("1,200 bodies recovered in June", "Ukraine recovered 1,200 more bodies", "2025-06-15"),
    ],
)
def test_the_day_is_the_statements_else_the_articles(text: str, quote: str, day: str) -> None:
    assert one(text, quote).event_date == day


def test_a_name_is_resolved_by_the_cast_of_the_article() -> None:
    speaker = one("The exchange goes on, per Medinsky", "the exchange had stopped", "Medinsky").speaker
    assert speaker is not None
    assert (speaker.canonical, speaker.role, speaker.organisation) == (
        "Vladimir Medinsky",
        "Kremlin aide",
        "Kremlin",
    )
    assert "Medinsky" in speaker.aliases


def test_a_body_that_the_text_does_not_hear_is_resolved_all_the_same() -> None:
    speaker = one(
        "1,212 bodies handed over", "1,212 bodies", "Russia's Defence Ministry (evening report)"
    ).speaker
    assert speaker is not None
    assert speaker.kind == "government"


@pytest.mark.parametrize("name", ["AFP", "The Daily Herald", "Daily Herald report", "latest data", ""])
def test_own_voice_has_no_speaker(name: str) -> None:
    draft = one("277 drones destroyed", "277 drones were destroyed", name)
    assert draft.speaker is None
    assert draft.attribution == "none"


def test_another_outlet_is_a_speaker_but_not_when_it_only_cites() -> None:
    heard = one("277 drones destroyed", "277 drones were destroyed", "Reuters report").speaker
    assert heard is not None
    assert (heard.canonical, heard.kind) == ("Reuters", "outlet")
    assert one("277 drones destroyed", "277 drones", "Reuters, citing sources").speaker is None


def test_a_city_in_the_name_of_the_outlet_still_speaks_for_its_government() -> None:
    speaker = one("277 drones destroyed", "277 drones were destroyed", "Moscow", "The Moscow Times").speaker
    assert speaker is not None
    assert speaker.kind == "government"


def test_a_denial_is_a_denial() -> None:
    assert one("The exchange had not stopped", "denied that the exchange had stopped").modality == "denied"


def test_words_no_cut_makes_a_claim_of_are_read_too() -> None:
    article = ArticleText(text=TEXT, published=PUBLISHED)
    start = TEXT.index("said on Monday")
    span = (start, start + len("said on Monday"))
    drafted = extract(article, wanted=[span]).claims
    assert any(d.spans == (span,) for d in drafted)
    assert not any(d.spans == (span,) for d in extract(article).claims)


def test_the_articles_own_claims_stay_as_they_are() -> None:
    article = ArticleText(text=TEXT, published=PUBLISHED)
    whole = (TEXT.index("277"), TEXT.index("277") + 10)
    assert extract(article, wanted=[whole]).claims == extract(article).claims


def test_order_and_number_are_those_given() -> None:
    article = ArticleText(text=TEXT, published=PUBLISHED)
    given = [Given("b", "1,212 bodies handed over", "", "1,212 bodies"), Given("a", "277 drones", "", "277")]
    assert [d.canonical for d in given_claims(article, given)] == [g.text for g in given]
    assert given_claims(article, []) == []

"""What the rules propose for a later claim, and where they keep silent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from claims.verify.figures import Figure, comparable, difference, spellings
from claims.verify.relate import Told, relate
from claims.verify.wording import Voice, places, same_side, same_voice

AIR_FORCE = Voice("1", "Ukraine's air force", "military")
UKRAINE = Voice("2", "Ukraine", "government")
RUSSIA = Voice("3", "Russian Defence Ministry", "government")
OFFICIALS = Voice("4", "Officials", "collective", local=True)
OUTLET = Voice("5", "Daily8", "outlet")
NIGHT, NEXT_NIGHT = (date(2025, 6, 8), date(2025, 6, 9)), (date(2025, 6, 9), date(2025, 6, 10))


def figure(value: int, unit: str = "drone", **more: object) -> Figure:
    return Figure(Decimal(value), Decimal(value), unit, **more)


def told(
    value: int | None = 277,
    *,
    words: str = "Air defences destroyed {} drones in mid-flight",
    voice: Voice = AIR_FORCE,
    days: tuple[date, date] | None = NIGHT,
    unit: str = "drone",
    on: date | None = date(2025, 6, 9),
    **more: object,
) -> Told:
    figures = (figure(value, unit, **more),) if value is not None else ()
    first, last = days or (None, None)
    return Told(words.format(value), voice, figures, first, last, on)


def relation(earlier: Told, later: Told) -> str:
    found = relate(earlier, later)
    return found.relation if found else "none"


def test_the_same_figure_from_the_same_speaker_repeats():
    found = relate(told(), told(words="Air defences shot {} drones out of the sky"))
    assert (found.relation, found.reason) == ("repeats", "Same speaker, same figure 277.")


def test_the_same_figure_from_the_same_side_repeats():
    found = relate(told(), told(voice=UKRAINE))
    assert found.relation == "repeats"
    assert "of the same side" in found.reason


def test_the_same_figure_from_another_side_may_corroborate_and_says_what_was_not_checked():
    found = relate(told(), told(voice=RUSSIA))
    assert found.relation == "corroborates"
    assert "independent was not checked" in found.reason


@pytest.mark.parametrize("voice", [OFFICIALS, OUTLET])
def test_a_voice_without_a_known_side_never_corroborates(voice):
    assert relation(told(), told(voice=voice)) == "repeats"


def test_another_figure_of_the_same_speaker_updates_with_arithmetic():
    found = relate(told(277), told(292))
    assert (found.relation, found.reason) == ("updates", "Same speaker, 277 → 292, +5.4 %.")


def test_another_figure_of_another_speaker_contradicts():
    assert relation(told(277), told(130, voice=RUSSIA)) == "contradicts"


def test_a_toll_that_rises_on_one_day_updates():
    words = "The strike killed at least {} people"
    earlier = told(9, words=words, unit="person", qualifier="at_least", voice=UKRAINE)
    later = told(12, words=words, unit="person", qualifier="at_least", voice=OFFICIALS)
    assert relation(earlier, later) == "updates"


def test_the_same_figure_of_the_next_night_is_another_event():
    assert relation(told(days=NIGHT), told(days=NEXT_NIGHT)) == "none"
    assert relation(told(days=NIGHT), told(days=NIGHT)) == "repeats"


def test_launched_and_destroyed_are_not_compared():
    launched = told(479, words="Russia launched {} drones at Ukraine")
    destroyed = told(277, words="Ukraine destroyed {} drones over Ukraine")
    assert relation(launched, destroyed) == "none"


def test_a_total_and_a_daily_figure_are_not_compared():
    words = "Ukraine has received {} bodies under the Istanbul arrangements"
    earlier = told(1212, words=words, unit="body", measure="incremental")
    assert relation(earlier, told(4012, words=words, unit="body", measure="cumulative")) == "none"


def test_another_1200_twice_are_two_lots_unless_of_one_day():
    words = "Another {} bodies came home"
    first = told(1200, words=words, unit="body", measure="incremental", days=None)
    second = told(1200, words=words, unit="body", measure="incremental", days=None)
    assert relation(first, second) == "none"
    dated = told(1200, words=words, unit="body", measure="incremental", days=NIGHT)
    assert relation(dated, dated) == "repeats"


def test_an_exact_figure_within_a_bound_narrows():
    words = "Moscow will return {} bodies of soldiers to Kyiv"
    earlier = told(6000, words=words, unit="body", qualifier="at_least", voice=RUSSIA)
    assert relation(earlier, told(6057, words=words, unit="body", voice=RUSSIA)) == "narrows"
    assert relation(earlier, told(27, words=words, unit="body", voice=RUSSIA)) != "narrows"


def test_a_rounder_figure_later_repeats_and_does_not_contradict():
    words = "Russia launched {} drones at Ukraine"
    earlier = told(479, words=words)
    assert relation(earlier, told(500, words=words, qualifier="about", voice=RUSSIA)) == "repeats"
    assert relation(earlier, told(700, words=words, qualifier="about", voice=RUSSIA)) == "contradicts"


def test_another_figure_is_compared_only_when_both_say_what_was_done():
    with_deed = told(4, words="At least {} people were hurt in Odesa", unit="person")
    without = told(2, words="The attacks on people: {} in Odesa", unit="person", voice=RUSSIA)
    assert relation(with_deed, without) == "none"


def test_two_towns_with_the_same_number_of_wounded_are_two_things():
    kyiv = told(4, words="In Kyiv {} people were wounded", unit="person")
    odesa = told(4, words="In Odesa {} people were wounded", unit="person")
    assert relation(kyiv, odesa) == "none"
    assert relation(kyiv, kyiv) == "repeats"


def test_a_small_figure_needs_many_words_in_common():
    one = told(2, words="The base lost {} aircraft", unit="aircraft", days=None)
    other = told(2, words="A museum bought {} aircraft of the fifties", unit="aircraft", days=None)
    assert relation(one, other) == "none"


def test_different_units_are_never_compared():
    assert relation(told(19, unit="drone"), told(19, unit="missile")) == "none"


def test_several_figures_in_one_claim_are_compared_only_when_one_is_equal():
    one = told(277)
    many = Told(one.statement, RUSSIA, (figure(479), figure(130)), *NIGHT, date(2025, 6, 9))
    assert relation(one, many) == "none"
    assert relation(one, Told(one.statement, AIR_FORCE, (figure(479), figure(277)), *NIGHT)) == "repeats"


def test_a_denial_in_nearly_the_same_words_contradicts():
    words = "Russian troops have reached the western border of the Donetsk region"
    yes = told(None, words=words, voice=RUSSIA)
    no = told(None, words=f"{words} is not true", voice=UKRAINE)
    assert relation(yes, no) == "contradicts"
    assert relation(yes, told(None, words=words, voice=RUSSIA)) == "repeats"


def test_a_few_common_words_are_no_relation():
    one = told(None, words="The ministry said talks went well in Istanbul")
    other = told(None, words="The ministry bought new ferries for the harbour")
    assert relation(one, other) == "none"


def test_scores_stay_between_0_and_1():
    pairs = [(told(), told()), (told(277), told(292)), (told(), told(voice=RUSSIA))]
    assert all(0 < relate(a, b).score <= 1 for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Russia's Defence Ministry", "Russian Defence Ministry", True),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Zelensky", "Volodymyr Zelenskiy", True),
        ("Ukraine's air force", "Ukraine", False),
        ("Oleh Kiper", "Oleh Syniehubov", False),
    ],
)
def test_one_voice_is_known_through_its_spellings(one, other, same):
    assert same_voice(Voice("a", one), Voice("b", other)) is same


def test_two_articles_officials_are_never_one_voice():
    assert not same_voice(Voice("a", "Officials", local=True), Voice("b", "Officials", local=True))


def test_sides_are_read_from_names_and_offices():
    assert same_side(UKRAINE, AIR_FORCE)
    assert same_side(Voice("a", "Vladimir Medinsky", about="Kremlin aide"), RUSSIA)
    assert not same_side(UKRAINE, RUSSIA)


def test_places_leave_countries_out():
    assert places("In Kyiv four people died, Ukraine said") == {"kyiv"}


@pytest.mark.parametrize(
    ("mine", "yours", "words"),
    [
        (figure(277), figure(460), "+183, +66.1 %"),
        (figure(13), figure(9), "−4, −30.8 %"),
        (figure(5), figure(5), "same"),
        (figure(5), figure(5, qualifier="at_least"), "same figure, other bound"),
        (figure(0), figure(5), "+5"),
    ],
)
def test_a_difference_has_sign_and_percent(mine, yours, words):
    assert difference(mine, yours) == words


def test_an_abbreviated_unit_is_compared_with_the_same_one_spelled_out():
    assert comparable(figure(38, "C"), figure(38, "degree celsius"))
    assert comparable(figure(6, "ft"), figure(6, "foot"))
    assert not comparable(figure(6, "ft"), figure(6, "metre"))
    assert {"C", "°C", "celsius"} <= spellings("C")
    assert spellings("attack drone") == {"attack drone", "drone"}

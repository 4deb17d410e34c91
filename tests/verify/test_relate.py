"""What is proposed for a later claim, and what keeps two look-alikes apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.verify.figures import Figure, comparable, difference, spellings
from claims.verify.likeness import Vectors
from claims.verify.meaning.names import names_of
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.ties import tied
from claims.verify.meaning.told import Told, Voice, told_of_json
from claims.verify.meaning.voices import made_voice, same_side, same_voice
from claims.verify.relate import Comparison, compare


def voice(name: str, kind: str = "government", **more: object) -> Voice:
    return made_voice(id=name, name=name, kind=kind, **more)


AIR_FORCE = voice("Ukraine's air force", "military")
UKRAINE = voice("Ukraine")
RUSSIA = voice("Russian Defence Ministry")
OFFICIALS = voice("Officials", "collective", local=True)
OUTLET = voice("Daily8", "outlet")
NIGHT, NEXT_NIGHT = (date(2025, 6, 8), date(2025, 6, 9)), (date(2025, 6, 9), date(2025, 6, 10))
MORNING = datetime(2025, 6, 9, 9)
ALIKE = Vectors(text=0.9, context=0.85, article=0.85)
ARTICLE = "Russia attacked Kharkiv and Rivne overnight. Kharkiv lost power. In Rivne 79 homes burned."


def figure(value: float, unit: str = "drone", **more: object) -> Figure:
    return Figure(Decimal(str(value)), Decimal(str(value)), unit, **more)


def told(
    value: float | None = 277,
    *,
    words: str = "Air defences destroyed {} drones in mid-flight",
    by: Voice = AIR_FORCE,
    days: tuple[date, date] | None = NIGHT,
    unit: str = "drone",
    at: datetime = MORNING,
    title: str = "Record attack on Kharkiv and Rivne",
    **more: object,
) -> Told:
    figures = (figure(value, unit, **more),) if value is not None else ()
    first, last = days or (None, None)
    statement = words.format(value)
    return read(Words(statement, by, figures, first, last, at, sentence=statement, title=title, text=ARTICLE))


def later(value: float | None = 277, *, hours: float = 3, **more: object) -> Told:
    return told(value, at=MORNING + timedelta(hours=hours), **more)


def relation(earlier: Told, other: Told, vectors: Vectors = ALIKE) -> str:
    found = compare(earlier, other, vectors).proposal
    return found.relation if found else "none"


def barrier(earlier: Told, other: Told, vectors: Vectors = ALIKE) -> str:
    return compare(earlier, other, vectors).barrier


def test_the_same_figure_from_the_same_speaker_repeats():
    found = compare(told(), later(words="Air defences shot {} drones out of the sky"), ALIKE).proposal
    assert (found.relation, found.reason) == ("repeats", "Same speaker: same figure 277.")
    assert found.lines[0].difference == "same"


def test_the_same_figure_from_the_same_side_repeats():
    found = compare(told(), later(by=UKRAINE), ALIKE).proposal
    assert found.relation == "repeats"
    assert "same side" in found.reason


MANY = [
    (
        voice("Ukrainian officials", "collective"),
        "Ukrainian officials and Ukraine's air force speak for the same side",
    ),
    (voice("Officials", "government"), "Officials and Ukraine's air force may be authorities of one country"),
    (voice("Local papers", "outlet"), "Local papers, without a source"),
]


@pytest.mark.parametrize(("by", "reason"), MANY)
def test_a_reason_is_a_sentence_whether_a_name_is_of_one_or_of_many(by, reason):
    """No verb of a reason has a single name as its subject: "Ukrainian officials speaks"."""
    assert compare(told(), later(by=by), ALIKE).proposal.reason == f"{reason}: same figure 277."


def test_the_same_figure_from_another_side_corroborates():
    found = compare(told(), later(by=RUSSIA), ALIKE).proposal
    assert found.relation == "corroborates"
    assert "not of the side of" in found.reason


@pytest.mark.parametrize("by", [OFFICIALS, OUTLET, voice("Beth Smith", "person", about="Senior manager")])
def test_a_voice_whose_side_is_not_known_never_corroborates(by):
    assert relation(told(), later(by=by)) == "repeats"


def test_a_wire_copy_never_corroborates():
    one, other = replace(told(), copy_of="c1"), replace(later(by=RUSSIA), copy_of="c1")
    assert relation(one, other) == "repeats"


def test_two_who_speak_in_one_text_may_contradict_each_other():
    words = "The strike cost {} dollars"
    one = replace(told(277, words=words, unit="USD"), copy_of="c1")
    other = replace(later(200, words=words, unit="USD", by=RUSSIA), copy_of="c1")
    assert relation(one, other) == "contradicts"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ukrainian air force spokesman Yuriy Ihnat said so.", {"ukraine"}),
        ("Sources said so. Yuriy Ihnat, a manager at Orsted, agreed.", {"orsted"}),
        ("Officials in Warsaw and Orsted deny it, while Yuriy Ihnat stays silent.", set()),
    ],
)
def test_the_words_beside_a_name_tie_it_to_a_country_or_firm(text, names):
    assert tied(voice("Yuriy Ihnat", "person"), text, "", "") == names


def test_a_chief_executive_of_nobody_is_that_of_whom_the_headline_speaks_first():
    chief = voice("Ada Lund", "person", about="chief executive")
    text = "Orsted will cut jobs in Denmark, Ada Lund said."
    assert tied(chief, text, "", "Orsted cuts jobs") == {"orsted"}
    assert tied(chief, text, "", "Cuts at Orsted") == frozenset()


def test_another_figure_of_the_same_speaker_updates_with_arithmetic():
    words = "The fee for the striker is {} pounds"
    found = compare(told(100, words=words, unit="GBP"), later(116, words=words, unit="GBP"), ALIKE).proposal
    assert found.relation == "updates"
    assert "100 → 116, +16, +16.0 %" in found.reason


def test_another_figure_of_another_side_contradicts():
    words = "The strike cost {} dollars"
    earlier = told(277, words=words, unit="USD")
    assert relation(earlier, later(200, words=words, unit="USD", by=RUSSIA)) == "contradicts"


def test_a_toll_that_rises_updates_and_one_that_falls_within_hours_contradicts():
    words = "The strike killed at least {} people"
    earlier = told(9, words=words, unit="person", by=UKRAINE)
    assert relation(earlier, later(12, words=words, unit="person", by=AIR_FORCE)) == "updates"
    assert relation(earlier, later(6, words=words, unit="person", by=RUSSIA)) == "contradicts"


def test_a_part_of_a_total_is_no_revision_and_the_rest_is_told():
    earlier = told(460, words="Air defences destroyed {} drones")
    found = compare(earlier, later(277, words="Air defences destroyed {} drones in flight"), ALIKE).proposal
    assert found.relation == "narrows"
    assert "183" in found.reason


@pytest.mark.parametrize(
    ("earlier", "other", "words"),
    [
        (told(days=NIGHT), later(days=(date(2025, 6, 11), date(2025, 6, 11))), "other days"),
        (
            told(479, words="Russia launched {} drones"),
            later(277, words="Ukraine shot down {} drones"),
            "something else",
        ),
        (told(19), later(19, words="Air defences destroyed {} missiles", unit="missile"), "other things"),
        (
            told(4, words="In the raid in Kharkiv {} people were wounded", unit="person"),
            later(4, words="In the raid in Rivne {} people were wounded", unit="person"),
            "other places",
        ),
        (told(3), later(300), "far apart"),
        (
            told(
                1200,
                words="Another {} bodies were returned",
                unit="body",
                measure="incremental",
                days=(date(2025, 6, 13), date(2025, 6, 13)),
            ),
            later(
                1200,
                words="Another {} bodies were returned",
                unit="body",
                measure="incremental",
                days=(date(2025, 6, 15), date(2025, 6, 15)),
            ),
            "other days",
        ),
    ],
)
def test_look_alikes_are_kept_apart_and_the_barrier_is_named(earlier, other, words):
    assert words in barrier(earlier, other)
    assert relation(earlier, other) == "none"


def test_articles_that_share_no_name_and_are_unlike_tell_two_stories():
    other = replace(later(), around=frozenset({"lahaina"}))
    assert barrier(told(), other, Vectors(0.9, 0.6, 0.2)) == "the articles tell other stories"


def test_an_exact_figure_within_a_bound_narrows():
    words = "Moscow will return {} bodies of soldiers to Kyiv"
    earlier = told(6000, words=words, unit="body", qualifier="about", by=RUSSIA)
    assert relation(earlier, later(6057, words=words, unit="body", by=RUSSIA)) == "narrows"


def test_a_rounder_figure_later_repeats():
    words = "Russia launched {} drones at Ukraine"
    assert (
        relation(told(479, words=words), later(500, words=words, qualifier="about", by=UKRAINE)) == "repeats"
    )


def test_other_units_of_one_measure_are_compared_in_it():
    words = "The fire burned {} of forest near Kharkiv"
    earlier = told(1000, words=words, unit="hectare")
    assert relation(earlier, later(2471, words=words, unit="acre")) == "repeats"


def test_a_denial_of_the_same_thing_by_the_other_side_contradicts():
    words = "Russian troops have reached the western border of the Donetsk region"
    yes = told(None, words=words, by=RUSSIA)
    assert relation(yes, later(None, words="Russian troops have not reached the border", by=UKRAINE)) == (
        "contradicts"
    )


def test_a_few_common_words_are_no_relation():
    one = told(None, words="The ministry said talks went well in Istanbul")
    other = later(None, words="The ministry bought new ferries for the harbour")
    assert relation(one, other, Vectors(0.3, 0.3, 0.3)) == "none"


FIGURES = st.builds(
    figure,
    st.integers(0, 10**9),
    st.sampled_from(["drone", "person", "%", "USD", "", "acre", "hectare"]),
    qualifier=st.sampled_from(["exact", "at_least", "at_most", "about"]),
    measure=st.sampled_from(["", "incremental", "cumulative"]),
)
TOLD = st.builds(
    lambda words, by, figures, hours: read(
        Words(words, by, figures, told_at=MORNING + timedelta(hours=hours), sentence=words, text=words)
    ),
    st.text(max_size=60),
    st.sampled_from([AIR_FORCE, RUSSIA, OUTLET, OFFICIALS]),
    st.lists(FIGURES, max_size=3),
    st.integers(0, 1000),
)


LOADED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the first reads the lexicon


@LOADED
@given(TOLD, TOLD, st.floats(-1, 1))
def test_any_two_claims_compare_and_scores_stay_between_0_and_1(one, other, cosine):
    found = compare(one, other, Vectors(cosine, cosine, cosine))
    assert isinstance(found, Comparison)
    assert 0 <= found.score <= 1
    assert found.proposal is None or (0 <= found.proposal.score <= 1 and found.proposal.reason.endswith("."))


@LOADED
@given(TOLD)
def test_what_was_read_comes_back_from_json(one):
    assert told_of_json(json.loads(json.dumps(one.as_json()))) == one


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Russia's Defence Ministry", "Russian Defence Ministry", True),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Ukraine's air force", "Ukraine", False),
        ("Oleh Kiper", "Oleh Syniehubov", False),
    ],
)
def test_one_voice_is_known_through_its_spellings(one, other, same):
    assert same_voice(voice(one, "person"), voice(other, "person")) is same


def test_a_surname_leads_to_the_person():
    assert same_voice(voice("Zelensky", "person"), voice("Volodymyr Zelenskiy", "person"))


def test_two_articles_officials_are_never_one_voice():
    one = replace(OFFICIALS, id="a")
    assert not same_voice(one, replace(OFFICIALS, id="b"))


def test_sides_are_read_from_names_and_offices():
    assert same_side(UKRAINE, AIR_FORCE)
    assert same_side(voice("Vladimir Medinsky", "person", about="Kremlin aide"), RUSSIA)
    assert same_side(voice("FSB"), RUSSIA)
    assert same_side(voice("Amazon", "organisation"), voice("Ann Lee", "person", about="Amazon manager"))
    assert not same_side(UKRAINE, RUSSIA)


def test_a_capital_is_a_town_after_in_and_its_government_as_a_speaker():
    assert names_of("Four people died in Kyiv, Moscow said") == {"kyiv", "russia"}


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

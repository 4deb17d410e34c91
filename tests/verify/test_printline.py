"""The print line says who said it and what was verified, and nothing more."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.verify.printline import Line, joined, print_line

NOW = datetime(2025, 6, 10, 9, 40)


def said(**parts: object) -> str:
    return print_line(Line(**{"statement": "its crews recovered 12 containers", **parts}), NOW)


def test_a_single_source_is_not_independently_verified():
    line = said(
        statement="Ukraine's air defences destroyed 277 drones",
        source="Ukraine",
        verdict="single_source",
        attribution_verdict="verbatim",
    )
    assert line == (
        "Ukraine said its air defences destroyed 277 drones; not independently verified, "
        "as of 10 June 2025, 09:40."
    )


def test_a_body_that_speaks_of_itself_is_it():
    line = said(
        statement="Ukraine’s air force destroyed 277 drones",
        source="Ukraine's air force",
        verdict="single_source",
        attribution_verdict="fair_paraphrase",
    )
    assert line.startswith("Ukraine's air force said it destroyed 277 drones;")


def test_a_person_gets_no_pronoun():
    line = said(
        statement="Vladimir Medinsky will keep to the schedule",
        source="Vladimir Medinsky",
        person=True,
        attribution_verdict="verbatim",
        text="Vladimir Medinsky, as Vladimir Medinsky said",
    )
    assert " he " not in line
    assert " it " not in line.partition(";")[0]


def test_an_unchecked_attribution_names_the_outlet_that_reports_it():
    assert ", according to Daily8;" in said(source="The air force", outlet="Daily8")
    assert "Daily8" not in said(source="The air force", outlet="Daily8", attribution_verdict="verbatim")


def test_the_outlets_own_voice_is_the_outlets():
    assert said(outlet="Daily8", verdict="single_source").startswith("Daily8 said its crews")


def test_an_unknown_outlet_is_said_to_be_unknown():
    assert said().startswith("An article whose outlet is not known said ")


def test_the_outlets_note_is_kept_while_nobody_verified_it():
    noted = said(source="The port", outlet="Daily8", noted=True, verdict="single_source")
    assert "Daily8 says that it could not verify it" in noted
    settled = said(source="The port", outlet="Daily8", noted=True, verdict="corroborated")
    assert "could not verify" not in settled


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("unassessed", "not yet verified by us"),
        ("single_source", "not independently verified"),
        ("mostly_accurate", "right in substance"),
        ("missing_context", "context is missing"),
        ("inaccurate", "the evidence we have contradicts it"),
        ("unverifiable", "cannot be verified"),
        ("corroborated", "Maritime Union said the same"),
        ("disputed", "disputed by Maritime Union"),
    ],
)
def test_each_verdict_has_its_own_honest_ending(verdict, words):
    line = said(source="The port", verdict=verdict, others=["Maritime Union"])
    assert words in line
    assert not {"true", "false", "fake", "debunked", "claimed"} & set(line.lower().replace(",", "").split())


def test_what_the_source_did_not_say_is_not_put_into_its_mouth():
    line = said(
        source="The port", outlet="Daily8", attribution_verdict="misattributed", verdict="single_source"
    )
    assert line.startswith("Daily8 reported that its crews")
    assert "The port did not say this" in line
    assert "The port said" not in line


def test_an_attribution_without_trace_says_so():
    line = said(source="The port", outlet="Daily8", attribution_verdict="not_found")
    assert "we found no record of The port saying so" in line


def test_a_first_word_that_may_be_a_name_keeps_its_capital():
    unsure = said(statement="Groups of drones were seen", source="The port", attribution_verdict="verbatim")
    assert unsure.startswith("Groups of drones were seen, The port said;")
    known = said(
        statement="Groups of drones were seen",
        source="The port",
        attribution_verdict="verbatim",
        text="It said groups of drones were seen.",
    )
    assert known.startswith("The port said groups of drones")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D", "E"], "A, B and 3 others"),
    ],
)
def test_names_are_joined_as_people_say_them(names, words):
    assert joined(names) == words

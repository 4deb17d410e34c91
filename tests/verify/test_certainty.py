"""Which proposal for a claim comes first, and what a bare figure takes from the words around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from claims.verify.bearing import bearing
from claims.verify.independence import standing
from claims.verify.likeness import Vectors
from claims.verify.meaning.clauses import deeds_around
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.words import deeds
from claims.verify.relate import compare

from .test_relate import ALIKE, MORNING, OFFICIALS, OUTLET, UKRAINE, figure, later, told, voice

SENT = (
    "In the night Russia sent 499 drones and missiles: 479 decoy drones and 20 missiles, four of them fast."
)


def bare(value: int, unit: str, sentence: str, at: datetime = MORNING):
    words = f"{value} {unit}s"
    return read(Words(words, OUTLET, (figure(value, unit, text=words),), told_at=at, sentence=sentence))


@pytest.mark.parametrize(
    ("words", "sentence", "found"),
    [
        ("20 missiles", SENT, {"launched"}),
        ("20 missiles", "Russia sent 479 drones, while 20 missiles were shot down", {"destroyed"}),
        ("20 missiles", "There were 20 missiles, and 13 people were hurt", set()),
        ("20 missiles", "Russia sent drones", set()),
        ("", SENT, set()),
    ],
)
def test_the_clause_of_a_figure_or_the_one_before_it_tells_what_was_done(words, sentence, found):
    assert deeds_around(words, sentence) == found


def test_a_claim_that_is_but_a_figure_has_the_deed_of_its_clause():
    assert bare(20, "missile", SENT).deeds == {"launched"}


def test_a_claim_that_says_more_keeps_to_its_own_words():
    words = "Kyiv named 20 missiles"
    one = read(Words(words, OUTLET, (figure(20, "missile", text="20 missiles"),), sentence=SENT))
    assert one.deeds == deeds(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The attack was 315 drones", {"launched"}),
        ("An attack of more than 300 drones and missiles", {"launched"}),
        ("The attack was condemned", set()),
        ("479 decoy drones", set()),
        ("187 were decoys", {"jammed"}),
        ("Shot down in flight", {"destroyed"}),
        ("Ten flights did not leave", {"running"}),
    ],
)
def test_what_was_done_is_read_from_the_words(words, found):
    assert deeds(words) == found


def test_what_was_launched_neither_contradicts_nor_updates_what_was_shot_down():
    shot = told(19, words="Air defences destroyed {} missiles", unit="missile")
    launched = replace(bare(20, "missile", SENT, later().told_at), around=shot.around, setting=shot.setting)
    found = compare(shot, launched, ALIKE)
    assert (found.proposal, found.barrier) == (None, "something else was done")


def test_one_value_under_two_deeds_is_weighed():
    shot = told(277, words="Air defences destroyed {} drones")
    assert compare(shot, later(277, words="Russia launched {} drones"), Vectors(0.3, 0.3, 0.9)).barrier
    assert compare(shot, later(277, words="Russia launched {} drones"), ALIKE).score > 0.05


@pytest.mark.parametrize(
    ("by", "sure"),
    [
        (told().voice, 1.0),
        (UKRAINE, 1.0),
        (OUTLET, 0.8),
        (OFFICIALS, 0.8),
        (voice("Beth Smith", "person", about="Senior manager"), 0.7),
    ],
)
def test_agreement_is_as_sure_a_repeat_as_it_is_known_who_speaks(by, sure):
    found = bearing(told(), later(by=by))
    assert found.relation == "repeats"
    assert standing(told(), later(by=by)).sure_again == sure
    assert found.sure == pytest.approx(0.95 * sure)

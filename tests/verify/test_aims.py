"""Who attacks whom by the words of a claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claims.verify.figures import Figure
from claims.verify.meaning.aims import Aim, aim_of, aims_of
from claims.verify.meaning.read import Words, read
from claims.verify.meaning.told import Told, Voice
from claims.verify.meaning.voices import made_voice

FORCE = made_voice(id="force", name="Ukrainian air force", kind="military")
MINISTRY = made_voice(id="ministry", name="Russian defence ministry", kind="government")
TOWN = made_voice(id="town", name="Officials in Chuvashia", kind="government")
OUTLET = made_voice(id="", name="The Star", kind="outlet")


def told(statement: str, voice: Voice = OUTLET, unit: str = "") -> Told:
    figures = [Figure(Decimal(2), Decimal(2), unit)] if unit else []
    return read(Words(statement, voice, figures))


@pytest.mark.parametrize(
    ("statement", "voice", "by", "on"),
    [
        ("Russia launched 479 drones at Ukraine", OUTLET, "russia", "ukraine"),
        ("Moscow fired almost 500 drones and missiles at Ukraine", OUTLET, "russia", "ukraine"),
        ("Ukraine's military had struck two Russian aircraft", OUTLET, "ukraine", "russia"),
        ("64 drones launched by Algeria at eastern Morocco", OUTLET, "algeria", "morocco"),
        ("Israeli strikes hit a depot near Tehran", OUTLET, "israel", "iran"),
        ("The IDF bombed targets in Gaza", OUTLET, "israel", "palestine"),
        ("Pakistan's army shot down three Indian drones", OUTLET, "india", "pakistan"),
        ("Russia intercepted 49 Ukrainian drones", OUTLET, "ukraine", "russia"),
        ("In Russia's Kursk region a strike killed a man", OUTLET, "", "russia"),
        ("Two drones fell on a plant in Cheboksary", OUTLET, "", "russia"),
        ("460 drones were destroyed", FORCE, "", "ukraine"),
        ("49 drones were destroyed", MINISTRY, "", "russia"),
        ("10 drones reached their targets", FORCE, "", "ukraine"),
        ("Two drones struck an electronics plant", TOWN, "", "russia"),
        # What tells neither side, or both, is left open.
        ("Two drones struck an electronics plant", FORCE, "", ""),
        ("Two drones struck an electronics plant", OUTLET, "", ""),
        ("Drones fell on towns in Russia and in Ukraine", OUTLET, "", ""),
        ("Ukraine struck a Russian drone factory", OUTLET, "ukraine", "russia"),
        ("Russia was hit by Ukrainian drones", OUTLET, "ukraine", ""),
        ("Russia exchanged prisoners with Ukraine", OUTLET, "", ""),
        ("Floods killed 12 people in Germany", OUTLET, "", ""),
    ],
)
def test_words_tell_who_attacks_whom(statement, voice, by, on):
    assert aim_of(told(statement, voice)) == Aim(by, on)


def test_a_speaker_of_one_side_means_it_wherever_an_article_quotes_it():
    rows = [
        (told("Russia launched 20 missiles at Ukraine", FORCE), "a"),
        (told("Twenty missiles were fired at western areas", FORCE), "a"),
        (told("Twenty missiles were fired at western areas", FORCE), "b"),
        (told("Two drones fell on a plant in Cheboksary"), "a"),
        (told("Kharkiv was hit by drones and drones hit Lviv"), "a"),
    ]
    raid = Aim("russia", "ukraine")
    assert aims_of(rows) == [raid, raid, Aim(), Aim("", "russia"), aims_of(rows)[4]]
    assert aims_of(rows[::-1]) == aims_of(rows)[::-1]
    assert raid.turned(aims_of(rows)[3])
    assert not raid.turned(Aim("", "ukraine"))
    assert not raid.turned(Aim())
    # Whom two countries attack, the attacker stays open.
    both = [
        *rows,
        (told("Belarus launched drones at Ukraine"), "c"),
        (told("Drones hit Odesa in Ukraine"), "c"),
    ]
    assert aims_of(both)[-1] == Aim("", "ukraine")

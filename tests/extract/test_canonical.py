"""Statements: at most 16 words that stand alone."""

from claims.extract.canonical import possessive, shorten, statement
from claims.extract.types import Speaker
from tests.extract.reading import read

HOLT = Speaker("Ida Holt", "Ida Holt", "person", organisation="Hale council")


def state(text, **kwargs):
    return statement(text, **{"speaker": None, "names": {}, **kwargs})


def test_the_first_person_becomes_the_speaker_and_the_plural_the_body():
    assert state("I have 40 boats", speaker=HOLT) == "Ida Holt has 40 boats"
    assert state("Our crews saved nine men", speaker=HOLT) == "Hale council's crews saved nine men"


def test_pronouns_take_the_names_they_stand_for():
    assert state("its crews saved nine men", names={"its": "Ashland"}) == "Ashland's crews saved nine men"


def test_a_denial_is_stated_as_what_is_asserted():
    assert state("she had sold the shares", denied=True) == "She had not sold the shares"


def test_an_infinitive_becomes_a_finite_clause():
    assert state("The bank to have sold the shares") == "The bank has sold the shares"
    assert state("not to pay", speaker=HOLT) == "Ida Holt will not pay"


def test_an_adjunct_without_a_verb_gets_its_subject():
    assert state("up from 12 on Sunday", subject="The toll") == "The toll: up from 12 on Sunday"


def test_a_long_claim_is_cut_to_sixteen_words_and_keeps_its_figures():
    long = (
        "The yard on the east bank of the river Esk, which opened in the spring, sold 40 boats"
        " at the old market during a storm after the fair for the poor"
    )
    short = shorten(long)
    assert len(short.split()) <= 16
    assert "40 boats" in short


def test_a_short_claim_is_left_alone():
    assert shorten("Nine boats sank off Hale") == "Nine boats sank off Hale"


def test_no_statement_of_an_article_is_longer_than_sixteen_words_or_ends_in_a_stop():
    text = (
        "The ferry company, which has 40 ships and ran the line to the islands for a hundred years before"
        " it was sold,"
        " said on Monday that it would stop all sailings from the old port by the end of June."
    )
    for claim in read(text).claims:
        assert 0 < len(claim.canonical.split()) <= 16
        assert not claim.canonical.endswith((".", ","))


def test_a_possessive_after_s_takes_only_the_mark():
    assert possessive("Officials") == "Officials'"
    assert possessive("Ashland") == "Ashland's"

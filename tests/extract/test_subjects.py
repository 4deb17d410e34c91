"""Who speaks: sources far from their verb, cut short, handed on, or not there at all."""

import pytest

from claims.extract.attributions.attribution import find_attributions
from claims.extract.reading.language_model import clean_text, parse_text


def sources(text: str) -> dict[str, str]:
    """Return the source of every cue of `text`, by the cue's words; "" where nobody speaks."""
    found = find_attributions(parse_text(clean_text(text)))
    return {_part(text, a.cue): _part(text, a.source) for a in found}


def _part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        (
            "At a briefing this week in Varnholm, Edda K. Lunde, the head of the harbour union, firmly told "
            "members that the strike would go on.",
            "told",
            "Edda K. Lunde",
        ),
        (
            "Lunde - in a letter that seemed aimed at the board - declared that the strike would go on.",
            "declared",
            "Lunde",
        ),
        (
            "“The strike goes on,” Lunde, 58, told the Varnholm Gazette.",
            "told",
            "Lunde",
        ),
        (
            "A marine survey found last week that the hull was cracked.",
            "found",
            "A marine survey",
        ),
        ("Said Lunde: “The strike goes on.”", "Said", "Lunde"),
        ("“The strike goes on,” wrote Edda Lunde on Friday.", "wrote", "Edda Lunde"),
    ],
)
def test_an_interrupted_or_inverted_subject_is_found(text, cue, source):
    assert sources(text)[cue] == source


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        (
            "“The hull was cracked,” Edda Lunde, the former head of the yard, said.",
            "said",
            "Edda Lunde",
        ),
        (
            "A retired engineer from the northern yard, Edda Lunde, said the hull was cracked.",
            "said",
            "A retired engineer from the northern yard, Edda Lunde",
        ),
        ("Yard co-founder Edda Lunde said the hull was cracked.", "said", "Yard co-founder Edda Lunde"),
        ("The two ministers both said the hull was cracked.", "said", "The two ministers"),
    ],
)
def test_a_source_is_neither_half_an_apposition_nor_half_a_word(text, cue, source):
    assert sources(text)[cue] == source


def test_the_content_of_a_parenthesis_is_no_office():
    assert sources("The minister, Lunde said, has resigned.")["said"] == "Lunde"


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        (
            "Lunde turned on the aides who had accused her of fraud, vowing to stay until the spring.",
            "vowing",
            "Lunde",
        ),
        (
            "Lunde met Per Holm, who left saying that he was ill.",
            "saying",
            "who",
        ),
        (
            "Lunde was curt when forced to defend not paying a welder who said he was cheated, saying, “No.”",
            "saying",
            "Lunde",
        ),
        ("Lunde dropped the plan for a second ferry, saying it cost too much.", "saying", "Lunde"),
        ("The leak left many sailors wondering whether the ferry was safe.", "wondering", "many sailors"),
        ("The leak led the harbour board to say that the ferry was unsafe.", "to say", "the harbour board"),
        ("Lunde was jeered by dockers after saying that the strike was over.", "saying", "Lunde"),
    ],
)
def test_a_participle_or_infinitive_has_the_subject_its_place_gives_it(text, cue, source):
    assert sources(text)[cue] == source


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("The yard published a report saying that the hull was cracked.", "saying", "The yard"),
        ("The divers found a report saying that the hull was cracked.", "saying", "a report"),
    ],
)
def test_who_puts_out_a_text_speaks_through_it_and_who_finds_it_does_not(text, cue, source):
    assert sources(text)[cue] == source


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether the hull was cracked, Lunde shrugged.",
        "Lunde, when asked whether the hull was cracked, shrugged.",
    ],
)
def test_who_is_asked_does_not_ask(text):
    assert "Lunde" not in sources(text).get("Asked", "") + sources(text).get("asked", "")


def test_who_asks_does():
    assert sources("Lunde asked whether the hull was cracked.")["asked"] == "Lunde"


def test_amid_allegations_the_subject_does_not_allege_but_in_its_statement_it_does():
    assert sources("Lunde stepped down amid allegations that she took bribes.")["allegations"] == ""
    assert sources("Lunde made the allegation that he took bribes.")["allegation"] == "Lunde"


def test_it_is_worth_noting_has_no_speaker():
    assert sources("It is worth pointing out that the hull was cracked.").get("pointing out", "") == ""


def test_a_relative_clause_does_not_report_the_sentence_it_stands_in():
    assert sources("The network, which reported on the strike, called it a disgrace.") == {
        "called": "The network"
    }
    assert sources("The strike, which the network said was over, goes on.")["said"] == "the network"


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        (
            "The pupils will be taught in a tent until Easter, Varnholm Town Council confirmed on Monday.",
            "confirmed",
            "Varnholm Town Council",
        ),
        (
            "Traffic grew 7.8% last year, data from the ports agency Norvia show, with half of it by night.",
            "show",
            "data from the ports agency Norvia",
        ),
        (
            "In Varnholm the mayor, Edda Lunde, tells the Gazette that a landslide has cut the road.",
            "tells",
            "the mayor, Edda Lunde",
        ),
        ("The inquest was told that the hull was cracked.", "was told", "The inquest"),
    ],
)
def test_a_source_is_found_behind_a_date_a_place_or_within_its_verb(text, cue, source):
    assert sources(text)[cue] == source


def test_who_was_told_is_no_source_unless_it_is_a_forum():
    assert sources("The parents were told that the hull was cracked.").get("were told", "") == ""

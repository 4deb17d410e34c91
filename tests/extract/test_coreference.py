"""Who a source is, resolved within one article; sentences of our own."""

import pytest

from claims.extract.attributions.attribution import find_attributions
from claims.extract.reading.language_model import clean_text, parse_text
from claims.extract.speakers.coreference import resolve_speakers
from claims.extract.types import Speaker


def speakers(text: str, outlet: str = "") -> list[Speaker]:
    doc = parse_text(clean_text(text))
    return [a.speaker for a in resolve_speakers(doc, find_attributions(doc), outlet=outlet)]


def test_a_title_gives_role_and_organisation_and_the_name_stands_alone():
    (speaker,) = speakers("Treasury adviser Helena Brandt said the tax would rise.")
    assert speaker.canonical == "Helena Brandt"
    assert speaker.role == "Treasury adviser"
    assert speaker.organisation == "Treasury"
    assert speaker.kind == "person"


def test_an_office_with_a_name_in_apposition_is_the_person():
    (speaker,) = speakers("The harbour master, Thomas Reed, said the ferry was late.")
    assert (speaker.canonical, speaker.role) == ("Thomas Reed", "harbour master")


@pytest.mark.parametrize("mention", ["Reed", "Mr Reed", "The harbour master", "He"])
def test_later_mentions_find_the_full_name(mention):
    first = "The harbour master, Thomas Reed, said the ferry was late."
    text = f"{first} {mention} added that it would sail at noon."
    assert [speaker.canonical for speaker in speakers(text)] == ["Thomas Reed", "Thomas Reed"]


def test_a_surname_before_the_full_name_is_found_too():
    text = (
        "“We are late,” Reed said.\n\nThomas Reed has run the harbour since May. Thomas Reed said it was old."
    )
    assert {speaker.canonical for speaker in speakers(text)} == {"Thomas Reed"}


def test_she_skips_the_man_named_last():
    text = "Helena Brandt said the tax would rise. It surprised Thomas Reed. She added that fares would fall."
    assert [speaker.canonical for speaker in speakers(text)] == ["Helena Brandt", "Helena Brandt"]


def test_a_relative_pronoun_speaks_for_its_antecedent():
    found = speakers("The barrage was heard by the air force, which said the attack lasted an hour.")
    assert found[-1].surface == "the air force"


def test_a_short_name_of_a_body_finds_the_fuller_one():
    first = "The Norlandic air force said it shot down two drones."
    text = f"{first} The drones were small, according to the air force."
    assert [speaker.canonical for speaker in speakers(text)] == ["Norlandic air force", "Norlandic air force"]
    assert {speaker.kind for speaker in speakers(text)} == {"military"}


def test_the_ministry_finds_the_ministry_named_before():
    text = "The civil defence ministry said 31 people had died. More than 400 were hurt, the ministry said."
    assert [speaker.canonical for speaker in speakers(text)] == [
        "Civil defence ministry",
        "Civil defence ministry",
    ]


def test_an_unnamed_spokesman_is_the_body():
    (speaker,) = speakers("A spokesman for Cobrel Mining said the shaft was closed.")
    assert speaker.canonical == "Cobrel Mining"
    assert speaker.kind == "organisation"


def test_a_named_spokesman_is_the_person():
    (speaker,) = speakers("Cobrel spokesman Thomas Reed said the shaft was closed.")
    assert (speaker.canonical, speaker.kind) == ("Thomas Reed", "person")


def test_a_statement_is_its_authors():
    (speaker,) = speakers("A statement from the harbour board said the ferry was late.")
    assert speaker.canonical == "Harbour board"


def test_a_report_is_a_document():
    (speaker,) = speakers("An internal review found that the ferry was late.")
    assert (speaker.canonical, speaker.kind) == ("Internal review", "document")


@pytest.mark.parametrize(
    "source",
    [
        "Two people familiar with the talks",
        "An official who asked not to be named",
        "A source close to the board",
    ],
)
def test_identity_kept_back_stays_anonymous(source):
    found = speakers(f"{source} said the ferry would be sold.")
    assert [speaker.kind for speaker in found] == ["anonymous"]


def test_a_named_official_is_not_anonymous():
    (speaker,) = speakers("The official, Helena Brandt, said the ferry would be sold.")
    assert speaker.kind == "person"


def test_the_people_are_the_anonymous_people_heard_before():
    text = (
        "The ferry is for sale, three people familiar with the matter said. "
        "A deal could come soon, said the people, who asked not to be named."
    )
    assert [speaker.kind for speaker in speakers(text)] == ["anonymous", "anonymous"]
    assert len({speaker.canonical for speaker in speakers(text)}) == 1


def test_a_capital_speaks_for_its_country():
    (speaker,) = speakers("Paris said its forces had left the island.")
    assert (speaker.canonical, speaker.kind) == ("France", "government")


def test_nobody_named_is_unspecified():
    (speaker,) = speakers("The captain is said to have left early.")
    assert (speaker.canonical, speaker.kind) == ("unspecified", "anonymous")


def test_the_outlet_that_was_told_is_via_but_the_publishing_one_is_not():
    text = "Thomas Reed told Coastal Radio that the ferry was late."
    doc = parse_text(text)
    found = find_attributions(doc)
    assert resolve_speakers(doc, found, outlet="The Pier Gazette")[0].via == ("Coastal Radio",)
    assert resolve_speakers(doc, found, outlet="Coastal Radio")[0].via == ()


def test_a_court_that_was_told_is_no_via():
    doc = parse_text("Thomas Reed told the court that the ferry was late.")
    assert resolve_speakers(doc, find_attributions(doc))[0].via == ()


def test_a_continuation_has_the_speaker_of_its_opening():
    text = "“The pier is old,” Thomas Reed said.\n\n“It will be closed on Monday, and it will stay closed.”"
    assert [speaker.canonical for speaker in speakers(text)] == ["Thomas Reed", "Thomas Reed"]


def test_other_mentions_are_aliases():
    text = "The harbour master, Thomas Reed, said the ferry was late. Mr Reed said it would sail at noon."
    assert any("Mr Reed" in speaker.aliases for speaker in speakers(text))


def test_a_pronoun_is_no_alias():
    text = "Thomas Reed said the ferry was late. He said it would sail at noon."
    assert not any("He" in speaker.aliases for speaker in speakers(text))


@pytest.mark.parametrize(
    "text", ["", "He said it was late.", "It said so.", "They said they knew.", "One of them said it rained."]
)
def test_a_pronoun_without_antecedent_does_not_crash(text):
    for speaker in speakers(text):
        assert speaker.canonical

"""Notes that something is unverified cover the claims before them, never those after."""

import pytest

from claims.extract.judging.notes import note_kind
from tests.extract.reading import read, words

WAR = (
    "The river froze on Friday.\n\n"
    "On Sunday night, Borland fired 90 drones at Ashland, the Ashland air force said.\n\n"
    "Ashland said its forces destroyed 77 drones.\n\n"
    "Officials said one person was hurt. It was not possible to independently verify the claims.\n\n"
    "Ashland said on Monday that it had struck two airfields."
)


def covered(text):
    return [words(text, c) for c in read(text).claims if c.unverified_note is not None]


def test_the_claims_covers_the_run_of_attributed_claims_before_it_and_no_later_one():
    found = covered(WAR)
    assert any("90 drones" in c for c in found)
    assert any("77 drones" in c for c in found)
    assert any("one person was hurt" in c for c in found)
    assert not any("froze" in c or "airfields" in c for c in found)


def test_a_note_is_no_claim_itself():
    assert not any("possible to independently" in words(WAR, c) for c in read(WAR).claims)


def test_note_and_claim_point_at_each_other():
    extraction = read(WAR)
    note = extraction.notes[0]
    assert WAR[note.start : note.end] == note.text
    assert all(extraction.claims[i].unverified_note == 0 for i in note.claims)


def test_either_account_covers_the_last_two_sources_only():
    text = (
        "The mayor said the dam was safe. The yard said all 90 workers were safe. "
        "A union official said 12 miners were missing. The Post could not verify either account."
    )
    found = covered(text)
    assert len(found) == 2
    assert not any("dam" in c for c in found)


def test_this_covers_the_sentence_before_it():
    text = (
        "The mayor said 40 homes flooded. Reports said the mill burned down."
        " We have not been able to verify this."
    )
    assert covered(text) == ["the mill burned down"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The claims could not be independently verified.", "unverified"),
        ("Reuters was unable to confirm the report.", "unverified"),
        ("It offered no evidence for the claim.", "no_evidence"),
        ("The police could not confirm the number of dead.", None),
        ("His agent did not confirm this.", None),
        ("The dam burst on Monday.", None),
    ],
)
def test_only_the_outlets_own_words_are_a_note(text, kind):
    assert note_kind(text) == kind


def test_none_of_this_could_be_verified_is_a_note_and_no_claim():
    article = read("Ashland said Norland sent 40 drones. None of this could be verified independently.")
    assert [claim.canonical for claim in article.claims] == ["Norland sent 40 drones"]
    assert article.notes[0].claims == (0,)


def test_nothing_that_a_body_confirmed_is_no_note():
    article = read("Ashland said none of its crews had been hurt.")
    assert article.notes == ()


def test_his_account_covers_all_that_the_last_speaker_said():
    text = (
        "The minister said 40 pupils were freed. But a parent, Ibro Dan, said families had sold 60 cows.\n\n"
        '"We paid nine men," Dan said.\n\nThe Post could not verify his account.'
    )
    found = covered(text)
    assert len(found) == 2
    assert not any("pupils" in c for c in found)


def test_a_count_named_by_one_word_is_the_only_one_covered():
    text = (
        "The sheriff said the jail was holding 210 inmates and that 12 deputies quit last week."
        " The Post could not independently check the jail count."
    )
    assert ["jail" in c for c in covered(text)] == [True]


def test_whether_it_is_so_speaks_of_the_sentence_before():
    text = (
        "The mayor said 40 homes flooded. An aide said talks with nine towns had never stopped."
        " The Post could not establish whether they were under way."
    )
    assert covered(text) == ["talks with nine towns had never stopped"]


def test_a_claim_before_but_offered_no_evidence_stays_a_claim():
    text = "Aides to the mayor alleged widespread fraud at 40 stations but offered no evidence."
    assert len(covered(text)) == 1

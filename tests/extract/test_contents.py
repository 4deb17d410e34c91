"""Which stretch is said: one construction a test, in sentences of our own, and where a rule must not fire."""

import pytest

from claims.extract.attributions.attribution import find_attributions, find_reports
from claims.extract.lexicon.cues import UNREPORTED
from claims.extract.reading.language_model import clean_text, parse_text
from claims.extract.reading.mend import mend


def said(text: str) -> list[tuple[str, str, str]]:
    """Return (source, cue, content) of every attribution of `text`, parts joined by " | "."""
    found = find_attributions(mend(parse_text(clean_text(text))))
    return [(part(text, a.source), part(text, a.cue), part(text, a.content)) for a in found]


def part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Brandt said after the meeting he would not accept the offer.", "he would not accept the offer"),
        (
            "The board said about half of the delay reflected repairs to the lock.",
            "about half of the delay reflected repairs to the lock",
        ),
        ("The firm reported spending $2 million on repairs.", "spending $2 million on repairs"),
        ("The minister claims to have read the report.", "to have read the report"),
        ("He said no to the merger.", "no to the merger"),
        ('"Rubbish," Bob said.', '"Rubbish,"'),
        ("People like Lund, he said.", "People like Lund"),
        ("The governor added:\n\nThe council knows too little.", "The council knows too little"),
        (
            "The mayor said the ferry was sold to a dealer in Hale, which later went bankrupt.",
            "the ferry was sold to a dealer in Hale",
        ),
        (
            "The mayor said the pier, which burned down in May, will be rebuilt.",
            "the pier, which burned down in May, will be rebuilt",
        ),
        ("The board commented on the delay.", "the delay"),
        ("The unions see the plan as a threat.", "the plan as a threat"),
        ('Lund said, "The pier is safe," but the report tells of cracks.', '"The pier is safe,"'),
        (
            'Lund said "the pier" was safe, and that it would stay.',
            '"the pier" was safe, and that it would stay',
        ),
        ("The mayor made it clear that the pier will stay.", "that the pier will stay"),
        ('"It is a ruin," as Lund put it.', '"It is a ruin,"'),
        ("The union called on the board to resign.", "the board to resign"),
        ("The mayor repeated her claim that the pier was safe.", "that the pier was safe"),
        ("The mayor announced a plan for the pier.", "a plan for the pier"),
        (
            "The mayor outlined three steps: a new lock, a deeper basin and a wider quay.",
            "three steps: a new lock, a deeper basin and a wider quay",
        ),
        ("The union blasted the plan in a letter.", "the plan"),
        ("She insists that the pier will stay and refuses to resign.", "that the pier will stay"),
    ],
)
def test_the_content_is_the_whole_of_what_the_cue_brings(text, content):
    assert said(text)[0][2] == content


def test_a_second_main_clause_with_its_own_speaker_is_parted():
    text = "Four in ten said the party was hostile and two in ten said it was friendly."
    assert said(text) == [
        ("Four in ten", "said", "the party was hostile"),
        ("two in ten", "said", "it was friendly"),
    ]


def test_a_second_verb_of_saying_has_the_same_speaker():
    text = "The director told the agency her group never worked with Hale and said the firm was hired later."
    assert said(text) == [
        ("The director", "told", "her group never worked with Hale"),
        ("The director", "said", "the firm was hired later"),
    ]


def test_a_report_inside_a_report_stays_in_it():
    text = "The clerk said the mayor had told her the pier was safe."
    assert said(text) == [("The clerk", "said", "the mayor had told her the pier was safe")]


def test_a_finite_verb_beside_a_promise_is_no_promise():
    text = "She vowed to keep the ferry running and celebrated the ruling on Monday."
    assert said(text)[0] == ("She", "vowed", "to keep the ferry running")


def test_infinitives_of_one_promise_stay_together():
    text = "She vowed to keep the ferry running and to cut the fares."
    assert said(text)[0] == ("She", "vowed", "to keep the ferry running and to cut the fares")


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The two unions softened their criticism of the plan.", "The two unions", "the plan"),
        ("The mayor faces questions about the pier.", "", "the pier"),
        ("The mayor is critical of the plan.", "The mayor", "the plan"),
        ("The harbour seems to be full.", "", "The harbour | to be full"),
        ("The union voted against the deal.", "The union", "the deal"),
    ],
)
def test_attitudes_and_topics_are_told_apart_from_reports(text, source, content):
    found = find_attributions(mend(parse_text(text)))
    assert [(part(text, a.source), part(text, a.content)) for a in found] == [(source, content)]
    assert all(a.kind in UNREPORTED for a in found)
    assert find_reports(mend(parse_text(text)))[0] == []


def test_an_attitude_hides_no_report():
    text = "The union ignored the warning that the pier was unsafe."
    assert [part(text, a.content) for a in find_reports(mend(parse_text(text)))[0]] == [
        "that the pier was unsafe"
    ]


def test_an_object_that_reports_something_itself_is_no_topic():
    assert said("The yard published a study saying that the hull was cracked.") == [
        ("The yard", "saying", "that the hull was cracked")
    ]


def test_a_noun_is_told_more_of_by_another_speaker():
    text = "Lund cited the ferry, which Berg said was unsafe."
    assert [(source, cue) for source, cue, _ in said(text)] == [("Lund", "cited"), ("Berg", "said")]


def test_a_fixed_phrase_needs_its_fixed_word():
    assert said("The mayor made the harbour safe.") == []

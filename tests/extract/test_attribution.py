"""Who is said to have said what: one construction a test, in sentences of our own."""

import time

import pytest
import spacy

from claims.extract.attributions.attribution import find_attributions, merge_continuations
from claims.extract.reading.language_model import clean_text, load_model, parse_text
from tests.extract.reading import read


def said(text: str) -> list[tuple[str, str, str]]:
    """Return (source, cue, content) of every attribution of `text`, parts of a content joined by " | "."""
    doc = parse_text(clean_text(text))
    return [(part(text, a.source), part(text, a.cue), part(text, a.content)) for a in find_attributions(doc)]


def part(text: str, spans) -> str:
    return " | ".join(text[start:end] for start, end in spans or ())


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The harbour board said the ferry had been withdrawn.",
            "The harbour board",
            "said",
            "the ferry had been withdrawn",
        ),
        (
            "The ferry had been withdrawn, the harbour board said.",
            "the harbour board",
            "said",
            "The ferry had been withdrawn",
        ),
        (
            "The ferry, the harbour board said on Friday, will return in May.",
            "the harbour board",
            "said",
            "The ferry | will return in May",
        ),
        ("“The ferry is late,” said Anna Berg.", "Anna Berg", "said", "“The ferry is late,”"),
        (
            "According to the harbour board, the ferry will return in May.",
            "the harbour board",
            "According to",
            "the ferry will return in May",
        ),
        (
            "The ferry will return in May, according to the harbour board.",
            "the harbour board",
            "according to",
            "The ferry will return in May",
        ),
        (
            "In the board's view, the ferry was too old.",
            "the board",
            "view",
            "the ferry was too old",
        ),
        (
            "The mayor vowed to reopen the pier by June.",
            "The mayor",
            "vowed",
            "to reopen the pier by June",
        ),
        (
            "The inspector told reporters that the bridge was safe.",
            "The inspector",
            "told",
            "that the bridge was safe",
        ),
        (
            "The report's finding that the bridge was unsafe surprised the town.",
            "The report",
            "finding",
            "that the bridge was unsafe",
        ),
        (
            "The union accused the company of hiding the accident.",
            "The union",
            "accused",
            "the company of hiding the accident",
        ),
        (
            "The minister denied that the bridge had been closed.",
            "The minister",
            "denied",
            "that the bridge had been closed",
        ),
        (
            "Officials put the toll at nine.",
            "Officials",
            "put",
            "the toll at nine",
        ),
    ],
)
def test_each_construction_gives_source_cue_and_content(text, source, cue, content):
    assert (source, cue, content) in said(text)


def test_a_reported_passive_has_no_source_and_keeps_its_subject():
    assert ("", "is said", "The captain | to have left early") in said(
        "The captain is said to have left early."
    )


def test_a_passive_agent_is_the_source():
    sources = [source for source, _, _ in said("The closure was announced by the harbour board.")]
    assert sources == ["the harbour board"]


def test_a_plain_sentence_has_no_attribution():
    assert said("The ferry left the harbour at noon and returned at six.") == []


def test_only_the_outermost_attribution_is_given():
    found = said("The mayor said the engineer believed that the pier was rotten.")
    assert [source for source, _, _ in found] == ["The mayor"]


def test_a_second_verb_inherits_its_subject():
    found = said("The mayor opened the pier and said the repairs had cost too much.")
    assert ("The mayor", "said", "the repairs had cost too much") in found


def test_a_participle_behind_a_comma_is_an_attribution_of_its_own():
    found = said("The mayor said the pier was open, adding that the shops would follow in May.")
    assert [(source, cue) for source, cue, _ in found] == [("The mayor", "said"), ("The mayor", "adding")]
    assert found[0][2] == "the pier was open"


def test_a_subject_that_opens_the_text_is_found():
    assert ("She", "promised", "$20m in aid") in said("She promised $20m in aid.")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor did not say how much the pier had cost.",
        "Neither side said how many ships had been lost.",
        "The company declined to comment.",
        "The minister never mentioned the pier.",
    ],
)
def test_what_was_not_said_is_flagged(text):
    found = find_attributions(parse_text(text))
    assert found
    assert all(a.negated for a in found)


def test_what_was_said_is_not_flagged_as_negated():
    assert not any(a.negated for a in find_attributions(parse_text("The mayor said the pier was not safe.")))


def test_a_split_quotation_is_one_attribution():
    found = said("“The pier is old,” the mayor said. “It will be closed on Monday.”")
    assert found == [("the mayor", "said", "“The pier is old,” | “It will be closed on Monday.”")]


def test_a_quotation_is_typed_by_how_much_of_it_is_quoted():
    kinds = {
        "“The pier is old,” the mayor said.": "direct",
        "The mayor said the pier was old.": "indirect",
        "The mayor said the pier was “a wreck”.": "mixed",
    }
    for text, expected in kinds.items():
        assert [a.type for a in find_attributions(parse_text(text))] == [expected]


def test_a_quotation_that_fills_the_next_paragraph_goes_on_the_speech():
    text = "“The pier is old,” the mayor said.\n\n“It will be closed on Monday, and it will stay closed.”"
    found = find_attributions(parse_text(text))
    assert [a.follows for a in found] == [None, 0]
    assert found[1].cue is None
    assert found[1].source == found[0].source


def test_a_caption_between_two_paragraphs_does_not_end_the_speech():
    text = (
        "“The pier is old,” the mayor said.\n\nThe pier at dusk. Photograph: Ports Agency\n\n"
        "“It will be closed on Monday, and it will stay closed.”"
    )
    assert [a.follows for a in find_attributions(parse_text(text))] == [None, 0]


def test_a_quotation_after_a_paragraph_without_speech_goes_on_nothing():
    text = "The pier was built long ago.\n\n“It will be closed on Monday, and it will stay closed.”"
    assert [a.follows for a in find_attributions(parse_text(text)) if a.follows is not None] == []


def test_merged_continuations_are_one_attribution():
    text = "“The pier is old,” the mayor said.\n\n“It will be closed on Monday, and it will stay closed.”"
    merged = merge_continuations(find_attributions(parse_text(text)))
    assert len(merged) == 1
    assert len(merged[0].content) == 2


def test_a_colon_hands_the_next_paragraph_to_the_speaker():
    found = said("The mayor said:\n\n“The pier will be closed on Monday.”")
    assert found == [("The mayor", "said", "“The pier will be closed on Monday.”")]


def test_a_transcript_turn_names_its_speaker():
    found = said("BERG: The pier is old and it will be closed on Monday.")
    assert found[0][0] == "BERG"


@pytest.mark.parametrize(
    "text",
    [
        "Photograph: EPA",
        "Waves break over the pier. Photograph: Ports Agency/Reuters",
        "Picture: Anna Berg says farewell to the pier",
        "By Anna Berg, who told the story first",
    ],
)
def test_captions_and_credits_say_nothing(text):
    assert said(f"The pier was closed.\n\n{text}\n\nThe shops stayed open.") == []


def test_one_malformed_mark_does_not_empty_its_paragraph():
    found = said("The mayor said the pier was “a wreck. The engineer said the repairs would take a year.")
    assert ("The engineer", "said", "the repairs would take a year") in found


def test_spans_slice_back_to_words_without_space_or_comma_at_their_ends():
    text = "“The pier is old,” said Anna Berg, the mayor.  According to her, it will close."
    for attribution in find_attributions(parse_text(text)):
        for start, end in (*attribution.content, *(attribution.source or ()), *(attribution.cue or ())):
            assert text[start:end] == text[start:end].strip(" ,;")
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\x00\x00",
        '"',
        "“",
        "said",
        "said said said",
        "‏אמר “שלום” said‏",
        "According to",
        "He said:",
        ": :",
    ],
)
def test_odd_text_does_not_crash(text):
    find_attributions(parse_text(clean_text(text)))


def test_an_unparsed_document_gives_nothing():
    assert find_attributions(spacy.blank("en")("The mayor said the pier was old.")) == []


@pytest.mark.hard
def test_time_grows_with_the_text_and_not_with_its_square():
    paragraph = "“The pier is old,” the mayor said, adding that it cost $3m, according to the board. "
    model = load_model()

    def seconds(copies: int) -> float:
        doc = model(paragraph * copies)
        begin = time.process_time()
        find_attributions(doc)
        return time.process_time() - begin

    small, large = seconds(40), seconds(800)
    assert large < 60 * max(small, 0.005)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Rosa Quell denied having opened the safe.", "having opened the safe"),
        ("Rosa Quell recalled being shown a map of at least 40 wells.", "being shown a map"),
        ("Marshals estimated the crowd at under 1,500.", "the crowd at under 1,500"),
        ("The harbour log records nine collisions since May.", "nine collisions"),
        ("Phone data placed his van within a mile of the farm.", "his van within a mile"),
    ],
)
def test_what_is_denied_estimated_or_recorded_is_reported(text, part):
    claim = next(c for c in read(text).claims if part in text[c.start : c.end])
    assert claim.source is not None


@pytest.mark.parametrize(
    "text",
    ["Rosa Quell placed the map on the table.", "The team recorded 14 wins."],
)
def test_acts_with_the_same_verbs_are_the_reporters_own(text):
    assert all(claim.source is None for claim in read(text).claims)


def test_an_answer_without_a_verb_is_said_by_who_insists_on_it():
    assert said("No chance, insists Rosa Quell.") == [("Rosa Quell", "insists", "No chance")]


def test_a_name_before_a_stray_comma_still_speaks():
    assert said("Rosa Quell, says the pilot was late.")[0][0] == "Rosa Quell"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("By the union's count, 900 porters walked out.", "the union", "900 porters walked out"),
        ("By her own reckoning, 900 porters walked out.", "her", "900 porters walked out"),
        ("In the eyes of Rosa Quell, the pier is a danger.", "Rosa Quell", "the pier is a danger"),
        ("The pier is ugly, from Rosa Quell's perspective.", "Rosa Quell", "The pier is ugly"),
        ("Rosa Quell is adamant that the pier is safe.", "Rosa Quell", "that the pier is safe"),
        ("Rosa Quell is convinced that the pier is safe.", "Rosa Quell", "that the pier is safe"),
        ("Rosa Quell's hunch is that rust is to blame.", "Rosa Quell", "that rust is to blame"),
        ("The inspector's verdict was that rust had won.", "The inspector", "that rust had won"),
        ("Rosa Quell let slip that the pier had sunk.", "Rosa Quell", "that the pier had sunk"),
        ("Local legend has it that a pilot drowned there.", "Local legend", "that a pilot drowned there"),
    ],
)
def test_views_reckonings_and_convictions_are_reported(text, source, content):
    assert [(s, c) for s, _, c in said(text)] == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "By Friday's count, 900 porters had gone home by the line of the wall.",
        "She stood in line and he ran from the count.",
        "The theory is that rust is to blame.",
    ],
)
def test_nobody_holds_these_views(text):
    assert not any(source for source, _, _ in said(text) if source != "Friday")

"""What the parser gets wrong in news prose again and again, put right before any stage reads it."""

import pytest

from claims.extract.reading.language_model import parse_text
from claims.extract.reading.mend import mend
from tests.extract.reading import contents, quantities, read


def parsed(text):
    return mend(parse_text(text))


def arc(doc, word):
    """(relation, head) of the first token with this text."""
    token = next(t for t in doc if t.text == word)
    return token.dep_, token.head.text


def test_a_plural_behind_a_numeral_is_no_verb():
    doc = parsed("The Norland navy sank 14 boats and 3 barges overnight, Olga Brandt said on Monday.")
    assert arc(doc, "barges") == ("conj", "boats")
    assert arc(doc, "overnight")[1] == "sank"


def test_the_second_participle_of_a_gapped_passive_is_a_verb():
    doc = parsed("At least two men were killed and nine people wounded in Hale, the prosecutor said.")
    assert arc(doc, "people") == ("nsubjpass", "wounded")


def test_a_cue_behind_a_comma_stands_over_the_whole_sentence():
    text = "Two men were killed and nine people wounded in Hale, the regional prosecutor's office said."
    found = read(text).claims
    assert {claim.speaker.canonical for claim in found} == {"Regional prosecutor's office"}
    assert [claim.canonical for claim in found] == ["Two men were killed", "Nine people were wounded in Hale"]


def test_a_speaker_in_front_of_the_cue_keeps_the_quotation():
    doc = parsed('"We are still paying," its director, Colin Abara, said outside court.')
    assert arc(doc, "director")[1] == "said"


def test_a_month_behind_in_is_no_part_of_the_name():
    doc = parsed("In August Newcastle answered the statement.")
    assert arc(doc, "August") == ("pobj", "In")
    assert arc(doc, "Newcastle") == ("nsubj", "answered")


def test_two_adjectives_behind_a_preposition_are_no_clause():
    doc = parsed("The talks produced a deal on seriously ill and wounded captives and on soldiers under 25.")
    assert arc(doc, "captives")[0] == "pobj"


def test_a_list_of_verbs_goes_on_below_that():
    text = (
        "She told the court that Ida Holt had burned letters, forged two signatures and blamed a colleague."
    )
    assert all(claim.attribution == "indirect" for claim in read(text).claims)


def test_a_sentence_that_fits_no_rule_is_left_as_parsed():
    text = "The mayor opened the bridge and a crowd of 400 cheered."
    plain, mended = parse_text(text), parsed(text)
    assert [(t.dep_, t.head.i, t.tag_) for t in plain] == [(t.dep_, t.head.i, t.tag_) for t in mended]


def test_the_parts_of_one_measure_are_one_figure():
    assert quantities("He was jailed for four years and two months.") == [(50, "month", "exact")]
    assert len(contents("The court jailed him for four years and two months on Friday.")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Profit came to 1.31 billion euros against 1.68 billion.", [(1.31e9, "EUR"), (1.68e9, "EUR")]),
        ("Profit was below the 1.45 billion euros analysts had expected.", [(1.45e9, "EUR")]),
        ("Shares fell 8.4% to 112.60 euros.", [(8.4, "%"), (112.6, "EUR")]),
        ("A fee of £120-130 million was named.", [((1.2e8, 1.3e8), "GBP")]),
        ("The search covered 400 square kilometres.", [(400, "square kilometre")]),
        ("The union called out 6,200 bus and tram drivers.", [(6200, "driver")]),
        ("They freed soldiers under 25 on Monday.", [(25, "year of age")]),
        ("Swaps took place on June 9 and 10, with no numbers given.", []),
        ("In the night of June 8-9 Norland sent 40 drones.", [(40, "drone")]),
        ("Doctors put the number of dead at 81.", [(81, "death")]),
    ],
)
def test_figures_that_used_to_be_misread(text, expected):
    assert [(value, unit) for value, unit, _ in quantities(text)] == expected


def test_prices_under_a_figure_are_no_ages():
    assert quantities("They sold tickets under 25 crowns.") == [(25, "crown", "at_most")]


def test_a_noun_behind_that_is_no_verb():
    assert contents("The pier burned down. The union rejects that account.") == ["The pier burned down"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Between 20 and 30 homes burned on Monday.", "Between 20 and 30 homes burned on Monday"),
        (
            "A union official said between eight and ten miners were missing.",
            "between eight and ten miners were missing",
        ),
        ("Output will rise by 4% in May, the bank forecast.", "Output will rise by 4% in May"),
    ],
)
def test_the_subject_and_the_verb_of_a_news_sentence_are_found(text, claim):
    assert contents(text) == [claim]


@pytest.mark.parametrize(
    "text", ["The road runs between 20 and 30 houses.", "He gave the firm, the bank and the state forecasts."]
)
def test_a_place_between_things_and_a_forecast_given_stay(text):
    assert contents(text) == [text[:-1]]


@pytest.mark.parametrize(
    ("text", "canonicals"),
    [
        (
            "The navy spoke on Monday. It reported 460 drones and 19 missiles destroyed and said 10 came.",
            ["460 drones were destroyed", "19 missiles were destroyed"],
        ),
        (
            "The police reported two officers and five protesters injured in the clashes.",
            ["Two officers were injured in the clashes", "Five protesters were injured in the clashes"],
        ),
        (
            "The army reported 14 tanks, three boats and one radar captured on Friday.",
            [
                "14 tanks were captured on 6 June",
                "Three boats were captured on 6 June",
                "One radar was captured on 6 June",
            ],
        ),
    ],
)
def test_what_is_reported_destroyed_is_a_claim_for_each_thing(text, canonicals):
    assert [claim.canonical for claim in read(text).claims if claim.quantities][
        : len(canonicals)
    ] == canonicals


def test_what_somebody_reported_stays_an_object_when_no_participle_follows():
    doc = parsed("The navy reported 460 drones over the coast and said ten had come.")
    assert arc(doc, "drones") == ("dobj", "reported")

"""Pronouns in statements: a name where it is plain who is meant, the pronoun where it is not."""

import pytest

from tests.extract.reading import read


def statements(text, **kwargs) -> list[str]:
    """The statement of every claim of an invented article."""
    return [claim.canonical for claim in read(text, **kwargs).claims]


def test_a_person_named_in_the_sentence_before_is_meant():
    found = statements("Ida Holt sold the ferry in 2019. She bought it back for $2 million.")
    assert found[1].startswith("Ida Holt bought")


def test_of_two_people_the_one_of_the_other_gender_is_not_meant():
    found = statements("Ida Holt met David Osei in Hale. He had sold nine boats.")
    assert "David Osei had sold nine boats" in found


def test_two_people_who_may_both_be_meant_leave_the_pronoun():
    text = "David Osei and Paul Brandt ran the yard. He sold nine boats."
    assert not any(line.startswith(("David Osei sold", "Paul Brandt sold")) for line in statements(text))


def test_a_man_is_not_the_woman_who_speaks_of_him():
    text = "Paul Brandt ran the yard. Judge Maryam Osei said he had burned two ledgers."
    assert not any(line.startswith("Maryam Osei had burned") for line in statements(text))


def test_who_speaks_is_meant_in_reported_speech():
    found = statements("Paul Brandt met David Osei. Osei said he would sell the yard.")
    assert "David Osei would sell the yard" in found


def test_in_direct_speech_he_is_not_the_speaker():
    text = 'Paul Brandt praised David Osei on Monday. "He saved the yard," Brandt said.'
    assert "Paul Brandt saved the yard" not in statements(text)


def test_a_second_mention_in_the_statement_stays_a_pronoun():
    found = statements("Ida Holt runs the ferry. She said she had paid for her boat herself.")
    assert not any(line.count("Ida Holt") > 1 for line in found)


def test_owner_and_thing_joined_to_him_keep_the_pronoun():
    found = statements("David Osei and his men sank nine boats.")
    assert found == ["David Osei and his men sank nine boats"]


def test_a_title_tells_namesakes_apart():
    text = (
        "Anna Brandt leads the council and Paul Brandt, her husband, the yard. Both live in Hale."
        " Mr. Brandt sold nine boats. He kept three."
    )
    assert "Paul Brandt kept three" in statements(text)


def test_it_is_the_body_in_front():
    found = statements("Norwind closed its yard in Hale in 2021. It employs 3,400 people.")
    assert "Norwind employs 3,400 people" in found


def test_it_of_a_predicate_stays():
    found = statements("The ministry hit the depot. It was a mistake.")
    assert "It was a mistake" in found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ida Holt left Hale in May. She's lost nine boats.", "Ida Holt has lost nine boats"),
        (
            "The officials left Hale in May. They're building nine boats.",
            "The officials are building nine boats",
        ),
    ],
)
def test_a_verb_glued_to_a_pronoun_is_spelt_out(text, line):
    assert line in statements(text)


def test_what_was_counted_is_named_without_its_count():
    found = statements("Two officers searched the yard in May. They found nine boats.")
    assert "The officers found nine boats" in found


def test_a_surname_alone_becomes_the_full_name_once():
    text = "Ida Holt, the mayor, sold nine boats. Holt kept the boat that Holt had built in 2019."
    found = statements(text)
    assert any(line.startswith("Ida Holt kept the boat") for line in found)
    assert not any(line.count("Ida Holt") > 1 for line in found)


def test_a_title_goes_with_the_full_name():
    text = "Ida Holt, the mayor, sold nine boats. Mrs Holt kept three."
    assert "Ida Holt kept three" in statements(text)


def test_a_name_that_only_marks_another_noun_stays():
    text = "Ida Holt, the mayor, sold nine boats. The Holt inquiry found nine errors."
    assert "The Holt inquiry found nine errors" in statements(text)

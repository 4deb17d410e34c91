"""Where an event was: the clause, the head of the sentence, the event before; never a source's seat."""

from tests.extract.reading import read


def places(text):
    return [claim.place for claim in read(text).claims]


def test_the_place_stands_in_the_clause():
    assert places("Nine people died in northern Norrland on Monday.") == ["northern Norrland"]


def test_a_sort_of_place_gives_its_name():
    assert places("Nine people died in the southern port of Lorne on Monday.") == ["Lorne"]


def test_the_head_of_the_sentence_places_all_its_claims():
    text = "In Ghent on Monday police arrested nine men and seized 40 guns."
    assert set(places(text)) == {"Ghent"}


def test_what_goes_on_with_an_event_was_where_the_event_was():
    text = "A bomb exploded in Lorne on Monday, killing six people. More than 40 were wounded."
    assert set(places(text)) == {"Lorne"}


def test_the_seat_of_a_source_is_no_place():
    assert places("Officials in Ghent said nine people had died.") == [None]


def test_a_month_and_a_company_are_no_places():
    assert places("Shares in Marne fell 9% in March.") == [None]
    assert places("Engineers at Marne found nine cracks.") == [None]

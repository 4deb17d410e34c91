"""A verb said once for two figures: each figure is a claim that borrows the verb."""

import pytest

from tests.extract.reading import contents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Members voted to spend £90,000 on new lifts and £12,000 on paint.",
            ["Members voted to spend £90,000 on new lifts", "Members voted to spend | £12,000 on paint"],
        ),
        (
            "The storm destroyed 40 homes on the coast and 12 barns inland.",
            ["The storm destroyed 40 homes on the coast", "The storm destroyed | 12 barns inland"],
        ),
        (
            "The council will spend $4m on roads and $2m on parks next year.",
            [
                "The council will spend $4m on roads | next year",
                "The council will spend | $2m on parks next year",
            ],
        ),
        (
            "Prices rose by 3% in May and by 4% in June.",
            ["Prices rose by 3% in May", "Prices rose | by 4% in June"],
        ),
        (
            "Envoys froze the assets of 27 officials as well as €340m belonging to a mill.",
            ["Envoys froze the assets of 27 officials", "Envoys froze | €340m belonging to a mill"],
        ),
        ("The party won 41 seats and its rival 38.", ["The party won 41 seats", "won | its rival 38"]),
        (
            "Profit rose 12% to £4m and revenue 3% to £81 million.",
            ["Profit rose 12% to £4m", "rose | revenue 3% to £81 million"],
        ),
        (
            "A poll gives the mayor 52% and her rival, the former judge Ola Berg, 48%.",
            ["A poll gives the mayor 52%", "A poll gives | her rival, the former judge Ola Berg, 48%"],
        ),
        (
            "The blast killed nine soldiers, three civilians and a child.",
            ["The blast killed nine soldiers", "The blast killed | three civilians and a child"],
        ),
        (
            "It will cost £3m a year and £40m in all.",
            ["It will cost £3m a year", "It will cost | £40m in all"],
        ),
    ],
)
def test_a_verb_said_once_for_two_figures_makes_two_claims(text, expected):
    assert sorted(contents(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "They sold 40 cars and the depot in 20 days.",
        "The ship carried 300 tonnes of grain and its crew of 14.",
        "Rain will bring between 20mm and 30mm to the coast.",
        "The race lasted two hours and 14 minutes.",
        "She has two sons aged four and nine.",
        "It killed 12 soldiers and a boy of 12.",
        "The plan needs 12 votes in the lower house and the support of the king.",
    ],
)
def test_a_second_phrase_without_a_figure_of_the_same_frame_stays(text):
    assert len(contents(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The track is 40 miles (64km) long.",
        "The trail climbs 1,200 metres (about 3,900 feet) above the valley.",
        "The deal cost $3bn (about £2.4bn) in all.",
        "Sales rose 41%, to $1.9 million.",
    ],
)
def test_a_conversion_or_a_level_reached_is_no_claim_of_its_own(text):
    assert len(contents(text)) == 1


def test_a_share_in_brackets_is_a_claim_of_its_own():
    assert contents("It hurt 31 people (12% of the staff).") == ["It hurt 31 people", "12% of the staff"]

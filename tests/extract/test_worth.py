"""What is worth checking, with its reason, and how the source puts it."""

from dataclasses import replace

import pytest

from claims.extract.judging.worth import Evidence, judge, modality
from tests.extract.reading import read


def only(text):
    claims = read(text).claims
    assert len(claims) == 1, [c.canonical for c in claims]
    return claims[0]


@pytest.mark.parametrize(
    "text",
    [
        "Police said the driver had ignored a red light.",
        "The bridge collapsed on Tuesday.",
        "The mayor said 40 homes had been flooded.",
        "It was the hottest May on record.",
        "“Nobody rang me back,” said Vera Holm, a teacher.",
        "The ministry said it would pay £40m by March.",
    ],
)
def test_a_statement_that_evidence_could_settle_is_worth_checking(text):
    claim = only(text)
    assert claim.check_worthy >= 0.5
    assert claim.worth_reason


@pytest.mark.parametrize(
    "text",
    [
        "“It's heartbreaking to see the pier like this,” said Vera Holm, a teacher.",
        "“I am very proud of them,” said Vera Holm, a teacher.",
        "“She's a diamond,” said Vera Holm, a teacher.",
        "The minister said talks could still collapse.",
    ],
)
def test_opinion_feeling_and_open_prediction_are_not(text):
    claim = only(text)
    assert claim.check_worthy < 0.5
    assert claim.worth_reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said the road would reopen on Friday.", "predicted"),
        ("The bank denied that it had sold the shares.", "denied"),
        ("The glare may confuse the birds.", "hedged"),
        ("The river rose two metres.", "asserted"),
    ],
)
def test_the_modality_follows_the_words(text, expected):
    assert only(text).modality == expected


def test_a_promise_is_the_future_act_of_its_own_speaker():
    we = Evidence(
        "we will plant 90 trees", direct=True, attributed=True, figures=1, dated=False, promised_by_self=True
    )
    they = Evidence("they will plant 90 trees", direct=True, attributed=True, figures=1, dated=False)
    assert modality(we) == "promised"
    assert modality(they) == "predicted"


def test_a_figure_makes_a_prediction_checkable():
    with_figure = Evidence(
        "it could hit £90", direct=False, attributed=True, figures=1, dated=False, future=True
    )
    without = Evidence(
        "it could collapse", direct=False, attributed=True, figures=0, dated=False, future=True
    )
    assert judge(with_figure, modality(with_figure))[0] > 0.5 > judge(without, modality(without))[0]


def test_scores_stay_between_nought_and_one():
    rich = Evidence(
        "Ada Bo Cy Di won 9", direct=False, attributed=False, figures=9, dated=True, names=9, past=True
    )
    assert 0 <= judge(rich, "asserted")[0] <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union wants the council to restore $40 per pupil.", "opinion"),
        ("The mayor said the pier “should never have been sold”.", "opinion"),
        ("The mayor said boats should be running by noon.", "predicted"),
        ("“The dinners are free,” said Vera Holm, a teacher.", "opinion"),
        ("“He used the fund as a purse,” said Vera Holm, a teacher.", "opinion"),
        ("“They sold the crane,” said Vera Holm, a teacher.", "asserted"),
        ("The firm expects a profit of £4m.", "predicted"),
        ("The firm reported a profit of £4m.", "asserted"),
        ("Oakley Council said it would close five depots and dismiss 31 workers by July.", "promised"),
        ("A log appears to show that £4m was paid to a clerk.", "hedged"),
    ],
)
def test_demands_duties_and_likenesses_are_opinion_and_what_is_expected_is_predicted(text, expected):
    assert read(text).claims[0].modality == expected


def test_a_name_shared_with_the_speaker_makes_a_promise():
    body = read(
        "Ana Wilk, the head of Harlow Rail, said Harlow Rail would reopen the line on Monday."
    ).claims[0]
    other = read(
        "Ana Wilk, the head of Harlow Rail, said Penby Trams would reopen the line on Monday."
    ).claims[0]
    assert body.modality == "promised"
    assert other.modality == "predicted"


def test_where_the_weights_turn_the_rule_the_reason_says_what_weighed_most():
    present = Evidence("The birds nest here", direct=True, attributed=True, figures=0, dated=False)
    score, reason = judge(present, modality(present))
    assert score < 0.5
    assert "but a quotation" in reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vet believes the herd was poisoned.", "hedged"),
        ("The vet described the herd as poor.", "opinion"),
        ("The club hopes to sell 900 seats by May.", "predicted"),
        ("The council plans to open two pools.", "predicted"),
        ("Ms Holm takes over the orchestra on 1 March.", "predicted"),
        ("Ms Holm took over the orchestra on 1 March.", "asserted"),
        ("“Nobody mends a roof with a speech,” said Vera Holm, a teacher.", "opinion"),
        ("“Nobody mended the roof in March,” said Vera Holm, a teacher.", "asserted"),
        ("“They fight like a pack of dogs,” said Vera Holm, a teacher.", "opinion"),
    ],
)
def test_belief_hedges_hope_and_plans_look_ahead_and_sayings_are_opinion(text, expected):
    assert only(text).modality == expected


def test_what_an_official_source_says_weighs_more_than_what_a_speaker_did():
    told = Evidence("the gate was locked", direct=True, attributed=True, figures=0, dated=False, past=True)
    official = replace(told, speaker_is_official=True)
    own = replace(told, text="We locked the gate")
    scores = [judge(evidence, "asserted")[0] for evidence in (official, told, own)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > scores[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The heat was unbearable,” said Vera Holm, a teacher.", "opinion"),
        ("“Six weeks is too long to wait,” said Vera Holm, a teacher.", "opinion"),
        ("“We looked tired,” said Vera Holm, a teacher.", "opinion"),
        ("“There are no life vests on the boat,” said Vera Holm, a teacher.", "asserted"),
        ("“All of the pupils are safe,” said Vera Holm, a teacher.", "asserted"),
        ("“There is no excuse for it,” said Vera Holm, a teacher.", "opinion"),
    ],
)
def test_a_judgement_is_opinion_and_a_state_of_things_is_none(text, expected):
    claim = only(text)
    assert claim.modality == expected
    assert (claim.check_worthy >= 0.5) == (expected == "asserted")


def test_a_gesture_in_the_own_voice_is_colour():
    assert only("Ms Holm laughed.").check_worthy < only("Ms Holm resigned.").check_worthy

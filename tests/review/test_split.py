"""Splitting: every part has its own proven place; the whole is kept, rejected as split."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.review.cuts import cut, cut_pieces
from tests.cast import make_article, make_claim
from tests.review.acting import act, bench, deeds, fresh

PARTS = {
    "statement_0": "Crews recovered 12 containers",
    "words_0": "its crews recovered 12 containers",
    "statement_1": "Crews recovered 3 boats",
    "words_1": "its crews recovered … 3 boats before dawn",
}


@pytest.fixture
def both(harbour, authority):
    """One claim that says two things, with a figure for each."""
    words = "its crews recovered 12 containers and 3 boats before dawn"
    claim = make_claim(harbour, words, source=authority, figure=(12, "containers"), place="Harbour")
    claim.quantities.create(position=1, low=3, high=3, unit="boats", text="3 boats")
    return claim


@pytest.mark.django_db
def test_a_split_makes_open_parts_with_exact_places_and_their_own_figures(as_user, bob, both):
    response = act(as_user(bob), both, "split", **PARTS)
    assert response.status_code == 303
    first, second = Claim.objects.filter(split_from=both).order_by("appearances__end")
    text = both.appearances.get().version.text
    for part, words in (
        (first, ["its crews recovered 12 containers"]),
        (second, ["its crews recovered", "3 boats before dawn"]),
    ):
        place = part.appearances.get()
        assert [text[start:end] for start, end in place.spans] == words
        assert text[place.start : place.end] == place.exact
        assert (part.source, part.place, part.review_state) == (both.source, "Harbour", "extracted")
        assert deeds(part) == ["claim.part"]
    assert [str(q) for q in first.quantities.all()] == ["12 containers"]
    assert [str(q) for q in second.quantities.all()] == ["3 boats"]
    whole = fresh(both)
    assert (whole.review_state, whole.reject_reason, deeds(both)) == ("rejected", "split", ["claim.split"])


@pytest.mark.django_db
def test_the_whole_leaves_the_bench_and_its_parts_take_its_place(as_user, bob, harbour, both):
    client = as_user(bob)
    act(client, both, "split", **PARTS)
    page = bench(client, harbour).text
    assert "0 of 2" in page
    assert str(both.pk) not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement_1": "", "words_1": ""}, "Write at least two parts."),
        ({"statement_1": ""}, "Write the statement of part 2."),
        ({"words_1": "4 boats"}, "The words of part 2 do not stand in the sentence."),
        ({"words_1": ""}, "The words of part 2 do not stand in the sentence."),
        ({"words_1": "3 boats … its crews"}, "The words of part 2 do not stand in the sentence."),
        ({"words_1": "41 containers"}, "The words of part 2 do not stand in the sentence."),
    ],
)
def test_a_part_without_a_place_is_refused_and_everything_typed_is_kept(
    as_user, bob, both, changes, sentence
):
    response = act(as_user(bob), both, "split", **(PARTS | changes))
    assert response.status_code == 422
    assert sentence in response.text
    assert "Crews recovered 12 containers" in response.text
    assert (fresh(both).version, Claim.objects.filter(split_from=both).count()) == (1, 0)


@pytest.mark.django_db
def test_a_rejected_claim_is_not_split(as_user, bob, both):
    client = as_user(bob)
    act(client, both, "reject", reason="vague")
    assert act(client, fresh(both), "split", **PARTS).status_code == 422


@pytest.mark.django_db
def test_whoever_decides_on_the_whole_meanwhile_is_told_that_it_was_split(as_user, bob, alice, harbour, both):
    act(as_user(alice), both, "split", **PARTS)
    late = act(as_user(bob), both, "accept")
    assert late.status_code == 409
    assert "Alice changed this claim first" in late.text
    assert "Rejected: split into parts" in late.text
    assert f'<input type="hidden" name="version" value="{fresh(both).version}">' in late.text


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["accept", "reject", "opinion", "offer", "edit", "split"])
def test_nothing_more_is_decided_on_a_claim_that_was_split(as_user, bob, both, action):
    client = as_user(bob)
    act(client, both, "split", **PARTS)
    data = {"reason": "vague", "statement": "Other", **PARTS}
    response = act(client, fresh(both), action, **data)
    assert response.status_code == 422
    assert "This claim was split" in response.text
    assert fresh(both).version == 2


@pytest.mark.django_db
def test_characters_that_no_column_holds_are_left_out(as_user, bob, both):
    parts = PARTS | {"statement_0": "Crews\x00 recovered 12", "words_1": "3\x00 boats"}
    assert act(as_user(bob), both, "split", **parts).status_code == 303
    assert Claim.objects.filter(split_from=both, statement="Crews recovered 12").exists()


@pytest.mark.django_db
def test_the_form_proposes_one_part_for_each_figure(as_user, bob, both):
    page = as_user(bob).get(reverse("claims:claim-split", args=[both.pk])).text
    assert "Its crews recovered 12 containers before dawn" in page
    assert "Its crews recovered 3 boats before dawn" in page
    assert "its crews recovered … 3 boats before dawn" in page


def test_figures_side_by_side_are_cut_with_what_they_share():
    text = "its air defences destroyed 277 drones and 19 missiles in mid-flight"
    assert cut(text, ["277 drones", "19 missiles"]) == [
        "Its air defences destroyed 277 drones in mid-flight",
        "Its air defences destroyed 19 missiles in mid-flight",
    ]
    assert cut_pieces(text, ["277 drones", "19 missiles"]) == [
        ["its air defences destroyed 277 drones", "in mid-flight"],
        ["its air defences destroyed", "19 missiles in mid-flight"],
    ]


def test_figures_that_are_not_side_by_side_are_cut_at_the_and():
    assert cut("They took 3 towns and now hold 40 villages", ["3 towns", "40 villages"]) == [
        "They took 3 towns",
        "Now hold 40 villages",
    ]


def test_what_says_one_thing_is_not_cut():
    assert cut("One person was injured", []) == ["One person was injured"]
    assert cut_pieces("277 drones", ["277 drones", "277 drones"]) == []


@pytest.mark.django_db
def test_chosen_words_have_their_place_even_when_equal_words_stand_before_them(as_user, bob, foreign_desk):
    text = "The port lost 2 boats, the fleet lost 2 boats and the coast guard lost 1 boat."
    claim = make_claim(make_article(foreign_desk, text=text), text)
    second = text.index("2 boats", text.index("2 boats") + 1)
    parts = {
        "statement_0": "The fleet lost 2 boats",
        "words_0": "2 boats",
        "spans_0": f"{second}-{second + 7}",
        "statement_1": "The port lost 2 boats",
        "words_1": "2 boats",
    }
    act(as_user(bob), claim, "split", **parts)
    places = {part.statement: part.appearances.get().start for part in Claim.objects.filter(split_from=claim)}
    assert places == {"The fleet lost 2 boats": second, "The port lost 2 boats": text.index("2 boats")}


@pytest.mark.django_db
@pytest.mark.parametrize("spans", ["0-5", "9-3", "x", "99999-100000", "0-5,3-9"])
def test_chosen_places_with_other_words_are_looked_for_by_the_words(as_user, bob, both, spans):
    act(as_user(bob), both, "split", **(PARTS | {"spans_0": spans}))
    exact = set(Claim.objects.filter(split_from=both).values_list("appearances__exact", flat=True))
    assert "its crews recovered 12 containers" in exact


@pytest.mark.django_db
def test_each_part_has_its_own_source_and_figures(as_user, bob, both):
    own = {
        "source_name_0": "Coast guard",
        "source_name_1": "Harbour authority",
        "value_0_0": "12–14",
        "unit_0_0": "container",
        "value_1_0": "",
        "value_1_1": "",
    }
    assert act(as_user(bob), both, "split", **(PARTS | own)).status_code == 303
    first, second = Claim.objects.filter(split_from=both).order_by("appearances__end")
    assert (first.source.name, second.source) == ("Coast guard", both.source)
    assert [(q.low, q.high, q.qualifier) for q in first.quantities.all()] == [(12, 14, "range")]
    assert not second.quantities.exists()


@pytest.mark.django_db
def test_a_figure_that_is_none_keeps_everything_typed(as_user, bob, both):
    response = act(as_user(bob), both, "split", **(PARTS | {"value_0_0": "many", "source_name_0": "Guard"}))
    assert (response.status_code, "Write a number such as" in response.text) == (422, True)
    assert 'value="Guard"' in response.text
    assert not Claim.objects.filter(split_from=both).exists()


@pytest.mark.django_db
def test_the_form_offers_the_words_of_the_sentence_with_their_places(as_user, bob, both):
    page = as_user(bob).get(reverse("claims:claim-split", args=[both.pk])).text
    text = both.appearances.get().version.text
    start = text.index("3 boats")
    assert f'<span data-word="{start}-{start + 1}">3</span>' in page
    assert 'name="value_1_0" value="3"' in page

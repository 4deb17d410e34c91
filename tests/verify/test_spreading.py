"""Claims spread over several people: the shares, shown before, handed out as one act, taken back as one."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Assignment, AuditEntry, Claim
from claims.states import AssignmentState
from claims.verify.spreading import WAYS, dealt, evenly, least_first
from tests.cast import make_claim, make_claims, person

ASSIGN = "/claims/assign/"
LOADS = st.dictionaries(st.integers(0, 50), st.integers(0, 30), min_size=1, max_size=8)


@given(st.integers(0, 60), LOADS)
def test_both_ways_give_out_every_claim_once(claims, loads):
    for way in WAYS.values():
        shares = way(claims, loads)
        assert (sum(shares.values()), set(shares)) == (claims, set(loads))
        hands = dealt(range(claims), shares)
        assert sorted(claim for each in hands.values() for claim in each) == list(range(claims))
        assert {key: len(each) for key, each in hands.items()} == shares


@given(st.integers(0, 60), LOADS)
def test_evenly_nobody_gets_more_than_one_more_and_it_is_the_least_busy_who_do(claims, loads):
    shares = evenly(claims, loads)
    assert max(shares.values()) - min(shares.values()) <= 1
    more = [loads[key] for key, n in shares.items() if n > min(shares.values())]
    less = [loads[key] for key, n in shares.items() if n == min(shares.values())]
    assert not more or max(more) <= max(less)


@given(st.integers(1, 60), LOADS)
def test_with_the_least_first_no_claim_went_to_somebody_who_had_more(claims, loads):
    shares = least_first(claims, loads)
    fullest = max(loads[key] + n for key, n in shares.items() if n)
    assert all(loads[key] + n >= fullest - 1 for key, n in shares.items())


def test_claims_are_dealt_round_and_shares_that_do_not_fit_are_refused():
    assert dealt("abcde", {1: 2, 2: 3}) == {1: ["a", "c"], 2: ["b", "d", "e"]}
    with pytest.raises(ValueError):
        dealt("abc", {1: 2})


# --- On the page ------------------------------------------------------------------------------------------


@pytest.fixture
def seven(harbour, authority) -> list[Claim]:
    return [
        make_claim(harbour, "12 containers", source=authority, statement=f"Statement {n}", worth=0.9 - n / 10)
        for n in range(7)
    ]


@pytest.fixture
def desk(alice, bob, foreign_desk):
    return {"alice": alice, "bob": bob, "fay": person("fay", "reporter", foreign_desk)}


def preview(client, claims, way="evenly", **more):
    return client.post(ASSIGN, {"claim": [str(claim.pk) for claim in claims], "assignee": way, **more})


def form_of(page) -> dict[str, list[str]]:
    """Return the fields of the preview as a browser would send them."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page.text.split('id="spread"')[1]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes["type"] != "checkbox" or " checked" in tag:
            found.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    return found


def held(claims) -> dict[str, int]:
    rows = Assignment.objects.filter(claim__in=claims, state=AssignmentState.OPEN)
    names = [row.assignee.username if row.assignee else "pool" for row in rows]
    return {name: names.count(name) for name in names}


@pytest.mark.django_db
def test_the_shares_are_shown_first_and_nothing_is_handed_out(seven, desk, as_user):
    page = preview(as_user(desk["alice"]), seven, note="Find the post itself.")
    assert page.status_code == 200
    assert "Hand out 7 claims to several people" in page.text
    gets = {row.person.username: row.gets for row in page.context["shares"]}
    assert sorted(gets.values()) == [2, 2, 3]
    assert not Assignment.objects.exists()
    assert form_of(page)["note"] == ["Find the post itself."]


@pytest.mark.django_db
def test_what_was_shown_is_handed_out_in_one_act_and_taken_back_in_one(seven, desk, as_user):
    client = as_user(desk["alice"])
    client.post(ASSIGN, {"claim": str(seven[0].pk), "assignee": "pool"})
    page = preview(client, seven, note="Find the post itself.")
    assert "1 of them is handed out or in the pool already" in page.text
    shown = {row.person.username: row.gets for row in page.context["shares"]}
    answer = client.post(ASSIGN, form_of(page) | {"do": "hand", "assignee": "evenly"})
    assert answer.status_code == 303
    assert held(seven) == shown
    assert set(Assignment.objects.filter(state="open").values_list("instruction", flat=True)) == {
        "Find the post itself."
    }
    acts = set(
        AuditEntry.objects.filter(subject_type="assignment")
        .order_by("id")
        .values_list("after__act", flat=True)
    )
    assert len(acts) == 2  # the pool before, and this
    board = client.get(reverse("claims:assignment-list")).text
    act = re.search(r'name="act" value="(\w+)"', board)[1]
    client.post(reverse("claims:assignment-undo"), {"act": act})
    assert held(seven) == {"pool": 1}


@pytest.mark.django_db
def test_only_those_chosen_get_claims_and_the_least_busy_come_first(seven, desk, as_user):
    client = as_user(desk["alice"])
    client.post(ASSIGN, {"claim": [str(c.pk) for c in seven[:3]], "assignee": str(desk["bob"].pk)})
    chosen = [str(desk[name].pk) for name in ("bob", "fay")]
    page = preview(client, seven[3:], "least", among=chosen, share="", do="count")
    shares = {row.person.username: (row.load, row.gets, row.chosen) for row in page.context["shares"]}
    assert shares == {"bob": (3, 1, True), "fay": (0, 3, True), "alice": (0, 0, False)}
    # Claims that move with the act are no load: they are spread anew.
    again = preview(client, seven, "least", among=chosen, share="", do="count")
    assert {row.person.username: row.load for row in again.context["shares"]}["bob"] == 0


@pytest.mark.django_db
def test_shares_that_are_not_those_shown_are_shown_once_more(seven, desk, as_user):
    client = as_user(desk["alice"])
    form = form_of(preview(client, seven)) | {"do": "hand", "assignee": "evenly"}
    gone = form | {"claim": form["claim"][:5]}  # two were unticked since
    for sent in (gone, form | {"among": form["among"][:2]}, form | {"share": ["x:9"]}):
        answer = client.post(ASSIGN, sent)
        assert answer.status_code == 409
        assert "not what you looked at before" in answer.text
    assert client.post(ASSIGN, form | {"among": [], "do": "hand"}).status_code == 422
    assert not Assignment.objects.exists()
    assert client.post(ASSIGN, form).status_code == 303  # the control: as it was shown
    assert sum(held(seven).values()) == 7


@pytest.mark.django_db
def test_work_in_hand_is_spread_from_the_list_of_assignments_and_keeps_what_it_had(seven, desk, as_user):
    client = as_user(desk["alice"])
    client.post(
        ASSIGN,
        {
            "claim": [str(c.pk) for c in seven],
            "assignee": str(desk["bob"].pk),
            "priority": "1",
            "note": "Why",
        },
    )
    sent = {"claim": [str(c.pk) for c in seven], "assignee": "evenly", "do": "change"}
    page = client.post(reverse("claims:assignment-change"), sent)
    assert page.status_code == 200
    client.post(ASSIGN, form_of(page) | {"do": "hand", "assignee": "evenly"})
    rows = Assignment.objects.filter(state=AssignmentState.OPEN)
    assert len({row.assignee_id for row in rows}) == 3
    assert {(row.priority, row.instruction) for row in rows} == {(1, "Why")}


@pytest.mark.django_db
def test_reporters_spread_nothing(seven, desk, as_user):
    answer = preview(as_user(desk["bob"]), seven)
    assert answer.status_code == 422
    assert "Choose a person of this desk." in answer.text


@pytest.mark.django_db
def test_the_preview_takes_few_queries_however_many_claims(
    harbour, desk, as_user, django_assert_max_num_queries
):
    claims = make_claims(harbour, [("12 containers", {"statement": f"S {n}"}) for n in range(40)])
    client = as_user(desk["alice"])
    with django_assert_max_num_queries(12):
        assert preview(client, claims).status_code == 200

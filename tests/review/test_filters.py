"""Every filter of the queue, its chip, its count; words; counts that are estimated; no filter left out."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim, ClaimTag, Event, Evidence, ExtractedClaim, MachineOpinion, Tag
from claims.review import asking, capped, narrow, search, tally
from claims.review.query import Query, query_of, read_query
from claims.review.wording import Item, alternatives
from claims.states import AttributionVerdict, Review
from tests.cast import make_article, make_claim, make_claims, make_outlet, make_source


def ask(client, **params):
    response = client.get(reverse("claims:claim-list"), params)
    assert response.status_code == 200
    return response


def shown(response) -> set[str]:
    return {claim.statement for claim in response.context["list"].claims}


def extracted_for(claim: Claim) -> None:
    """Give a claim what the machine found, as if it had come from there."""
    found = ExtractedClaim.objects.create(
        version=claim.appearances.get().version, extractor="rules", span_key=str(claim.pk), payload={}
    )
    Claim.objects.filter(pk=claim.pk).update(extracted=found)


@pytest.fixture
def desk_of_four(foreign_desk, alice, bob, harbour, authority):
    """Four claims that differ in every field: A and B in one article, C and D in another."""
    party = make_source("The army", "military", party_to="the war")
    other = make_article(
        foreign_desk, title="Two", text="C said so. D said so.", outlet=make_outlet("Second Paper")
    )
    event = Event.objects.create(desk=foreign_desk, title="The raid")
    a = make_claim(
        harbour, "12 containers", statement="A", source=authority, figure=(12, "container"), worth=0.9,
        confidence=0.2, event_from=date(2025, 6, 8), event_to=date(2025, 6, 9), place="Kyiv region",
        event=event,
    )  # fmt: skip
    b = make_claim(
        harbour, "3 boats", statement="B", source=party, figure=(3, "boat"), worth=0.6, confidence=0.6,
        event_from=date(2025, 6, 10), review_state=Review.REJECTED, reject_reason="vague", reviewed_by=bob,
    )  # fmt: skip
    c = make_claim(
        other, "C said so", statement="C", worth=0.4, confidence=0.9, review_state=Review.ACCEPTED,
        reviewed_by=bob, attribution_verdict=AttributionVerdict.VERBATIM,
    )  # fmt: skip
    d = make_claim(other, "D said so", statement="D", worth=0.1, confidence=1.0)
    Claim.objects.filter(pk=d.pk).update(created_at=timezone.now() - timedelta(days=9))
    a.assignments.create(assignee=bob, assigned_by=alice, due_at=timezone.now() - timedelta(hours=1))
    b.assignments.create(assignee=alice, assigned_by=alice)
    Evidence.objects.create(claim=c, relation="updates", state="proposed", kind="note", body="A note")
    Evidence.objects.create(claim=d, relation="updates", state="proposed", kind="claim", other=c, score=0.5)
    tag = Tag.objects.create(desk=foreign_desk, name="Front page")
    ClaimTag.objects.create(claim=d, tag=tag, added_by=bob)
    return {"a": a, "b": b, "c": c, "d": d, "tag": tag, "event": event, "army": party, "article": other}


TODAY = timezone.now().date().isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("params", "found", "chip"),
    [
        ({"attribution": "verbatim"}, "C", "Did the source say it?: Verbatim"),
        ({"reason": "vague"}, "B", "Rejected because: Too vague to check"),
        ({"side": "party"}, "B", "Source: Party to the conflict"),
        ({"side": "other"}, "ACD", "Source: No party"),
        ({"source": "army"}, "B", "Source: The army"),
        ({"article": "article"}, "CD", "Article: Two"),
        ({"event": "event"}, "A", "Event: The raid"),
        ({"event": "none"}, "BCD", "Event: In no event"),
        ({"tag": "tag"}, "D", "Tag: Front page"),
        ({"unit": ["boat", "ship"]}, "B", "Unit: boat"),
        ({"assignee": "none"}, "CD", "With: Nobody"),
        ({"due": "overdue"}, "A", "Overdue"),
        ({"due": "none"}, "BCD", "No due time"),
        ({"proposed": "yes"}, "C", "Has open proposals"),
        ({"place": "kyiv"}, "A", "Place: kyiv"),
        ({"on_from": "2025-06-09", "on_to": "2025-06-09"}, "A", "Event: 9 June 2025"),
        ({"on_from": "2025-06-10"}, "B", "Event: from 10 June 2025"),
        ({"in_from": TODAY}, "ABC", "Arrived: from"),
        ({"in_to": (timezone.now() - timedelta(days=3)).date().isoformat()}, "D", "Arrived: to"),
        ({"worth_from": "0.5", "worth_to": "0.7"}, "B", "Check-worthy: 0.5–0.7"),
        ({"sure_to": "50%"}, "A", "Certain: to 0.5"),
        ({"found": "person"}, "ABCD", "Found by: A person"),
        ({"assignee": "00000000-0000-0000-0000-000000000000"}, "", "With: one that is not there"),
    ],
)
def test_every_filter_finds_what_it_says_and_is_a_chip(as_user, bob, desk_of_four, params, found, chip):
    keys = {name: thing.pk for name, thing in desk_of_four.items()}
    asked = {n: keys.get(value, value) if isinstance(value, str) else value for n, value in params.items()}
    response = ask(as_user(bob), **asked)
    assert shown(response) == set(found)
    assert response.context["list"].total == len(found)
    assert chip in " | ".join(choice.label for choice in response.context["chips"])


@pytest.mark.django_db
def test_what_found_a_claim_is_told_apart(as_user, bob, desk_of_four):
    for letter, by in (("a", "both"), ("b", "model"), ("c", None)):
        claim = desk_of_four[letter]
        extracted_for(claim)
        if by:
            MachineOpinion.objects.create(claim=claim, model="m", found_by=by, confidence=0.5)
    client = as_user(bob)
    assert {by: shown(ask(client, found=by)) for by in ("rules", "both", "model", "person")} == {
        "rules": {"C"}, "both": {"A"}, "model": {"B"}, "person": {"D"},
    }  # fmt: skip
    counts = {choice.value: choice.count for choice in ask(client).context["list"].facets["found"]}
    assert counts == {"rules": 1, "both": 1, "model": 1, "person": 1}


def test_no_field_of_a_question_is_without_condition():
    """A field that is read but asks for nothing would be a filter that lies."""
    special = {"review", "q", "sort"}
    assert set(Query.__dataclass_fields__) == set(asking.FILTERS) | special


@pytest.mark.django_db
def test_counts_of_values_are_those_of_the_other_filters(as_user, bob, alice, desk_of_four):
    facets = ask(as_user(bob), assignee="none").context["list"].facets
    assert {c.label: c.count for c in facets["outlet"]} == {"Second Paper": 2}
    assert {c.label: c.count for c in facets["assignee"]} == {
        "Assigned to me": 1,
        "Nobody": 2,
        "The desk’s pool": 0,
        "Alice": 1,
    }
    assert {c.label: c.count for c in facets["tag"]} == {"Front page": 1}
    assert {c.value: c.count for c in facets["due"]} == {"overdue": 0, "today": 0, "week": 0, "none": 2}
    everything = ask(as_user(bob)).context["list"].facets
    assert {c.value: c.count for c in everything["due"]} == {"overdue": 1, "today": 1, "week": 1, "none": 3}
    assert {c.value: c.count for c in everything["side"]} == {"party": 1, "other": 3}
    assert {c.label: c.count for c in everything["unit"]} == {"boat": 1, "container": 1}
    assert {c.value: c.count for c in everything["proposed"]} == {"yes": 1}


@pytest.mark.django_db
def test_each_count_is_what_a_click_on_it_finds(as_user, bob, desk_of_four):
    """The claims themselves are counted: that the page finds and shows just these is tested above."""
    client = as_user(bob)
    for base in ({}, {"worth_from": "0.3"}, {"review": "accepted"}, {"q": "C or D"}):
        for name, facet in ask(client, **base).context["list"].facets.items():
            for choice in facet:
                click = QueryDict(urlencode({**base, name: choice.value}))
                found = asking.asked_by(bob, read_query(click)).count()
                assert found == choice.count, (base, name, choice.value)


@pytest.mark.django_db
def test_a_tag_of_another_desk_is_not_offered(as_user, charlie, desk_of_four):
    found = ask(as_user(charlie), tag=str(desk_of_four["tag"].pk), source=str(desk_of_four["army"].pk))
    assert found.context["list"].facets["tag"].choices == []
    assert "Front page" not in found.text


@pytest.mark.django_db
def test_many_claims_are_estimated_and_say_so(as_user, bob, foreign_desk, monkeypatch):
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(300)))
    rows = [(f"Item {n}.", {"statement": f"Item {n} sank", "confidence": n % 2}) for n in range(300)]
    make_claims(article, rows)
    client = as_user(bob)
    exact = ask(client, q="sank").context["list"]
    assert (exact.total, exact.about, exact.number) == (300, False, "300")
    monkeypatch.setattr(search, "COUNTED", 100)
    monkeypatch.setattr(narrow, "FEW", 100)
    monkeypatch.setattr(search, "estimates", lambda rows: [300 for _ in rows])
    page = ask(client, q="sank")
    found = page.context["list"]
    assert found.about
    assert 150 < found.total < 450
    assert f"of about {found.total}" in page.text
    monkeypatch.setattr(capped, "CAP", 100)
    assert ask(client).context["list"].views[0].number != "300"


@pytest.mark.django_db
def test_the_planner_is_asked_for_all_estimates_at_once(bob, harbour, twelve, django_assert_num_queries):
    rows = [Claim.objects.all(), Claim.objects.none(), Claim.objects.filter(statement="x")]
    with django_assert_num_queries(1):
        assert all(n >= 1 for n in tally.estimates(rows))


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("drones", [[Item("drones")]]),
        ("“shot down” drones", [[Item("shot down", True), Item("drones")]]),
        ('-"air force" -navy', [[Item("air force", True, True), Item("navy", minus=True)]]),
        ("a or b c", [[Item("a")], [Item("b"), Item("c")]]),
        ('say "unclosed words', [[Item("say"), Item("unclosed words", True)]]),
        ('"" or -', [[Item("-")]]),
    ],
)
def test_words_are_read_as_people_type_them(typed, items):
    assert alternatives(typed) == items


@given(st.text(max_size=60))
def test_any_words_are_read(typed):
    assert all(items for items in alternatives(typed))


@given(
    st.dictionaries(
        st.sampled_from([*Query.__dataclass_fields__]),
        st.sampled_from(
            ["yes", "none", "0.25", "50%", "2025-06-09", "extracted", "overdue", "model", "x", "1e3"]
        ),
    )
)
def test_values_that_mean_something_read_back_as_themselves(params):
    data = QueryDict(mutable=True)
    data.update(params)
    query = read_query(data)
    assert query_of(query.params()) == query

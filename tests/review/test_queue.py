"""The queue of claims: filters, order, pages, counts, what is shown of each claim, who may see it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim, Evidence
from claims.review import pages
from claims.review.query import SORTS, Query, read_query
from claims.states import Freshness, Review, Verdict
from tests.cast import make_article, make_claim, make_claims, make_outlet, make_source
from tests.review.acting import act, bench

BUDGET = 12


def ask(client, **params):
    response = client.get(reverse("claims:claim-list"), params)
    assert response.status_code == 200
    return response


def shown(response) -> list[str]:
    return [claim.statement for claim in response.context["list"].claims]


@pytest.fixture
def mixed(foreign_desk, bob, harbour, authority):
    """Claims that differ in every filter: two articles of two outlets, three states."""
    other = make_article(
        foreign_desk, title="Two", text="Alpha Bravo Delta", outlet=make_outlet("Second Paper")
    )
    navy = make_source("The Navy", "military")
    return {
        "open": make_claim(harbour, "12 containers", source=authority, worth=0.9, figure=(12, "container")),
        "accepted": make_claim(
            harbour, "3 boats", source=navy, worth=0.5, review_state=Review.ACCEPTED, reviewed_by=bob,
            verdict=Verdict.DISPUTED,
        ),
        "rejected": make_claim(
            other, "Alpha", source=navy, worth=0.7, review_state=Review.REJECTED, reject_reason="vague",
            reviewed_by=bob,
        ),
        "recheck": make_claim(
            other, "Bravo", worth=0.6, freshness=Freshness.NEEDS_RECHECK, freshness_cause="a later source"
        ),
        "aside": make_claim(other, "Delta", worth=0.1, set_aside=True),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["open", "rejected", "recheck", "accepted"]),
        ({"review": ["accepted", "rejected"]}, ["rejected", "accepted"]),
        ({"review": "aside"}, ["aside"]),
        ({"verdict": "disputed"}, ["accepted"]),
        ({"freshness": "needs_recheck"}, ["recheck"]),
        ({"q": "boats"}, ["accepted"]),
        ({"q": "navy"}, ["rejected", "accepted"]),
        ({"q": "NAVY 3"}, ["accepted"]),
        ({"q": "nothing like it"}, []),
        ({"q": "12 (containers"}, ["open"]),
        ({"q": "container"}, ["open"]),
        ({"q": '"containers 12"'}, []),
        ({"q": "navy -boats"}, ["rejected"]),
        ({"q": "boats or containers"}, ["open", "accepted"]),
        ({"q": "the"}, ["open", "rejected", "recheck", "accepted"]),
        ({"review": "nonsense"}, ["open", "rejected", "recheck", "accepted"]),
        ({"assignee": "none", "review": "extracted"}, ["open", "recheck"]),
    ],
)
def test_the_filters_find_what_they_say(as_user, bob, mixed, params, names):
    response = ask(as_user(bob), **params)
    assert shown(response) == [mixed[name].statement for name in names]
    assert response.context["list"].total == len(names)


def quoted(article, exact, statement):
    return make_claim(article, exact, statement=statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("before dawn", ["Boats were recovered"]),  # only the quotation says so
        ('"3 boats before dawn"', ["Boats were recovered"]),
        ('"recovered 3 boats"', []),  # no phrase begins in the statement and ends in the quotation
        ("recovered -dawn", []),
        ("recovered -dusk", ["Boats were recovered"]),
        ("delayed", ["Few ships came late"]),
        ("dawn or delayed", ["Boats were recovered", "Few ships came late"]),
    ],
)
def test_words_are_looked_for_in_the_quotations_too(as_user, bob, harbour, q, found):
    quoted(harbour, "3 boats before dawn", "Boats were recovered")
    quoted(harbour, "only 2 ships were delayed", "Few ships came late")
    assert sorted(shown(ask(as_user(bob), q=q))) == found


@pytest.mark.django_db
def test_a_quotation_goes_with_its_claim_and_an_edited_statement_is_found_anew(as_user, bob, harbour):
    one = quoted(harbour, "3 boats before dawn", "Boats were recovered")
    two = quoted(harbour, "only 2 ships were delayed", "Few ships came late")
    one.appearances.update(claim=two)  # as merging moves it
    Claim.objects.filter(pk=two.pk).update(statement="Ships waited")
    client = as_user(bob)
    assert shown(ask(client, q="dawn")) == ["Ships waited"]
    assert shown(ask(client, q="delayed")) == ["Ships waited"]
    assert shown(ask(client, q="waited")) == ["Ships waited"]
    assert shown(ask(client, q="late")) == []
    assert shown(ask(client, q="recovered")) == ["Boats were recovered"]


@pytest.mark.django_db
def test_what_is_searched_is_never_what_a_stale_row_says(as_user, bob, harbour):
    claim = quoted(harbour, "3 boats before dawn", "Boats were recovered")
    stale = Claim.objects.get(pk=claim.pk)
    Claim.objects.filter(pk=claim.pk).update(statement="Vessels")
    stale.statement = "Ferries"
    stale.save()  # with the words of the first statement
    assert shown(ask(as_user(bob), q="ferries dawn")) == ["Ferries"]
    assert shown(ask(as_user(bob), q="vessels or recovered")) == []


@pytest.mark.django_db
def test_outlet_source_and_person_narrow_together(as_user, alice, bob, mixed):
    outlet = mixed["rejected"].appearances.get().version.article.outlet
    mixed["recheck"].assignments.create(assignee=bob, assigned_by=alice)
    client = as_user(bob)
    assert shown(ask(client, outlet=outlet.pk)) == ["Alpha", "Bravo"]
    assert shown(ask(client, outlet=outlet.pk, source=mixed["rejected"].source.pk)) == ["Alpha"]
    assert shown(ask(client, assignee="mine")) == ["Bravo"]
    assert shown(ask(client, assignee=str(bob.pk))) == ["Bravo"]
    assert shown(ask(client, assignee=str(alice.pk))) == []


@pytest.mark.django_db
def test_the_orders(as_user, alice, bob, mixed):
    now = timezone.now()
    mixed["accepted"].assignments.create(assignee=bob, assigned_by=alice, due_at=now)
    mixed["recheck"].assignments.create(assignee=bob, assigned_by=alice, due_at=now - timedelta(days=1))
    client = as_user(bob)
    assert shown(ask(client, sort="newest")) == ["Bravo", "Alpha", "3 boats", "12 containers"]
    assert shown(ask(client, sort="due"))[:2] == ["Bravo", "3 boats"]
    assert shown(ask(client, sort="nonsense"))[0] == "12 containers"


@pytest.mark.django_db
def test_counts_stand_beside_every_choice_without_the_facets_own_filter(as_user, bob, mixed):
    facets = ask(as_user(bob), review="accepted").context["list"].facets
    counts = {choice.value: choice.count for choice in facets["review"]}
    assert counts == {"extracted": 2, "opinion": 0, "accepted": 1, "rejected": 1, "aside": 1}
    assert {c.value: c.count for c in facets["verdict"]}["disputed"] == 1
    assert {c.value: c.count for c in facets["verdict"]}["unassessed"] == 0
    assert {c.label: c.count for c in facets["outlet"]} == {"Harbour Herald": 1}


@pytest.mark.django_db
def test_what_later_sources_touched_is_marked_or_has_a_proposal_that_waits(as_user, bob, mixed):
    Evidence.objects.create(
        claim=mixed["open"], relation="updates", state="proposed", kind="note", body="A note"
    )
    client = as_user(bob)
    found = ask(client, touched="yes")
    assert shown(found) == ["12 containers", "Bravo"]
    counts = {view.label: view.count for view in ask(client).context["list"].views}
    assert counts["Touched by later sources"] == 2
    Evidence.objects.update(state="dismissed", decided_by=bob, decided_at=timezone.now())
    assert shown(ask(client, touched="yes")) == ["Bravo"]


@pytest.mark.django_db
def test_each_filter_is_a_chip_that_takes_it_away(as_user, bob, mixed):
    page = ask(as_user(bob), review="accepted", q="boats").text
    assert f'href="{reverse("claims:claim-list")}?q=boats"' in page
    assert f'href="{reverse("claims:claim-list")}?review=accepted"' in page
    assert "Clear all" in page


@pytest.mark.django_db
@pytest.mark.parametrize("sort", list(SORTS))
def test_pages_go_through_all_claims_once_and_back_again(as_user, bob, foreign_desk, sort):
    text = "\n\n".join(f"Item {n}." for n in range(120))
    article = make_article(foreign_desk, text=text)
    make_claims(article, [(f"Item {n}.", {"worth": (n % 7) / 10}) for n in range(120)])
    client, seen, firsts = as_user(bob), [], []
    page = ask(client, sort=sort).context["list"]
    while True:
        seen += page.claims
        firsts.append((page.first, page.last, page.total))
        if not page.onward:
            break
        page = ask(client, sort=sort, at=page.onward).context["list"]
    assert len({claim.pk for claim in seen}) == len(seen) == 120
    assert firsts == [(1, 50, 120), (51, 100, 120), (101, 120, 120)]
    back = ask(client, sort=sort, at=page.back).context["list"]
    assert [claim.pk for claim in back.claims] == [claim.pk for claim in seen[50:100]]
    assert (back.first, bool(back.back), bool(back.onward)) == (51, True, True)
    first = ask(client, sort=sort, at=back.back).context["list"]
    assert [claim.pk for claim in first.claims] == [claim.pk for claim in seen[:50]]
    assert first.back == ""


@pytest.mark.django_db
def test_a_claim_decided_between_two_pages_neither_repeats_nor_hides_another(as_user, bob, foreign_desk):
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(60)))
    claims = make_claims(article, [(f"Item {n}.", {"worth": n / 100}) for n in range(60)])
    client = as_user(bob)
    first = ask(client, review="extracted").context["list"]
    act(client, first.claims[0], "accept")
    second = ask(client, review="extracted", at=first.onward).context["list"]
    assert {c.pk for c in first.claims} | {c.pk for c in second.claims} == {c.pk for c in claims}
    assert len(second.claims) == 10


@pytest.mark.django_db
def test_the_page_keeps_its_query_budget(as_user, alice, bob, foreign_desk, django_assert_max_num_queries):
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(60)))
    source = make_source()
    for n in range(60):
        claim = make_claim(article, f"Item {n}.", source=source, figure=(n, "item"))
        claim.assignments.create(assignee=bob, assigned_by=alice)
    # Each kind of row is among them: what a row shows is read for all rows at once.
    held, asked = article.desk.claims.filter(worth=0.9)[:20], article.desk.claims.filter(worth=0.9)[20:40]
    Claim.objects.filter(pk__in=held.values("pk")).update(
        lease_holder=alice, lease_until=timezone.now() + timedelta(minutes=5)
    )
    Claim.objects.filter(pk__in=asked.values("pk")).update(
        second_opinion=True, freshness=Freshness.NEEDS_RECHECK, freshness_cause="a later source"
    )
    client = as_user(bob)
    with django_assert_max_num_queries(BUDGET):
        ask(client, q="item", review="extracted", outlet=str(article.outlet_id), assignee="mine")


@pytest.mark.django_db
def test_a_row_says_who_and_in_which_outlet(as_user, bob, mixed, harbour):
    harbour.outlet = None
    harbour.save()
    voice = make_source("Second Paper", "outlet")
    Claim.objects.filter(pk=mixed["rejected"].pk).update(source=voice)
    Claim.objects.filter(pk=mixed["aside"].pk).update(attribution="direct")
    rows = ask(as_user(bob), review=["extracted", "accepted", "rejected", "aside"]).context["list"].claims
    said = {claim.pk: claim.voice for claim in rows}
    assert {name: said[claim.pk] for name, claim in mixed.items()} == {
        "open": f"{mixed['open'].source.name}, in an unknown outlet",
        "accepted": "The Navy, in an unknown outlet",
        "rejected": "Second Paper, own voice",
        "recheck": "Second Paper, own voice",
        "aside": "Nobody named, in Second Paper",
    }


@pytest.mark.django_db
def test_a_long_statement_is_cut_where_a_button_names_its_claim(as_user, bob, harbour):
    make_claim(harbour, "3 boats", statement="x" * 80)
    make_claim(harbour, "12 containers", statement="y" * 81)
    page = ask(as_user(bob)).text
    assert f'aria-label="Select: {"x" * 80}"' in page
    assert f'aria-label="Select: {"y" * 79}…"' in page


@pytest.mark.django_db
def test_a_claim_that_somebody_is_on_says_who(as_user, alice, bob, harbour, twelve):
    bench(as_user(alice), harbour, twelve)
    assert "Alice is on it" in ask(as_user(bob)).text
    assert "Alice is on it" not in ask(as_user(alice)).text


@pytest.mark.django_db
def test_ticked_claims_go_to_assigning_and_to_a_report(as_user, alice, twelve):
    page = ask(as_user(alice)).text
    assert f'<form class="bulkform" method="post" action="{reverse("claims:claim-assign")}"' in page
    assert f'formaction="{reverse("claims:report-new")}"' in page
    assert re.search(rf'<input type="checkbox" name="claim" value="{twelve.pk}"', page)


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("bob", 200), ("alice", 200), ("ada", 200), ("dana", 403)])
def test_who_may_see_the_queue(request, as_user, twelve, who, status):
    assert as_user(request.getfixturevalue(who)).get(reverse("claims:claim-list")).status_code == status


@pytest.mark.django_db
def test_another_desks_claims_are_neither_listed_nor_counted(as_user, charlie, bob, mixed):
    assert ask(as_user(bob)).context["list"].total == 4
    theirs = ask(as_user(charlie)).context["list"]
    assert (theirs.total, theirs.claims, theirs.facets["outlet"].choices) == (0, [], [])
    assert not any(choice.count for facet in theirs.facets.values() for choice in facet)


@pytest.mark.django_db
def test_an_empty_desk_and_an_empty_answer_say_what_to_do(as_user, charlie, bob, mixed):
    assert "No claims yet" in ask(as_user(charlie)).text
    assert "Nothing found" in ask(as_user(bob), q="zzz").text


@pytest.mark.django_db
def test_hostile_questions_come_back_as_text(as_user, bob, mixed):
    page = ask(as_user(bob), q='"><script>alert(1)</script>', sort="'", at="f~1~x", source="'").text
    assert "<script>alert(1)" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at", ["x", "f~1~nan~1", "f~1~0.5~nonsense", "~~~", "b~-5~0.5~" + "0" * 32, "f~1~1e999~" + "0" * 32]
)
def test_a_cursor_that_is_none_shows_a_page_all_the_same(as_user, bob, mixed, at):
    ask(as_user(bob), at=at)
    ask(as_user(bob), at=at, sort="due")


@given(st.dictionaries(st.sampled_from([*Query.__dataclass_fields__, "at"]), st.text(max_size=20)))
def test_any_address_is_a_question_that_reads_back_as_itself(params):
    query = read_query(QueryDict(urlencode(params)))
    assert read_query(QueryDict(query.params())) == query


def test_every_order_has_a_column():
    assert all(pages.stretches(sort) for sort in SORTS)
    assert Claim._meta.get_field("worth")

"""The claim page: what it shows, who may do what on it, and what it says when somebody was first."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from claims.models import Assessment, Assignment, Claim, Event, Evidence
from claims.states import AssessmentState, EvidenceState, Review
from tests.cast import make_source

from .scene import approved, article_of, confirm, dismiss, earlier_claim, later_claim, proposed, submitted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


@pytest.fixture
def second(foreign_desk, authority) -> Claim:
    return later_claim(foreign_desk, authority)


def url(name: str, row: object) -> str:
    return reverse(f"claims:{name}", args=[row.pk])


def text_of(response) -> str:
    """Return the words of a page without its tags."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", words)


def test_the_page_shows_statement_axes_print_line_and_place(first, bob, as_user):
    words = text_of(as_user(bob).get(url("claim", first)))
    assert "its divers recovered 277 containers" in words
    for label in ("Verdict", "Did the source say it?", "Review", "Freshness", "Unassessed", "Not checked"):
        assert label in words
    assert "Harbour authority said its divers recovered 277 containers from the bay" in words
    assert "according to Harbour Herald; not yet verified by us" in words
    assert "1 outlet, 1 origin" in words


def test_a_proposal_stands_beside_the_claim_with_the_differing_figure_marked(first, second, bob, as_user):
    proposed(first, second)
    page = as_user(bob).get(url("claim", first))
    html = page.content.decode()
    assert '<span class="differs">277</span>' in html
    assert '<span class="differs">292</span>' in html
    assert "A later source has a different figure" in html
    assert "+15, +5.4 %" in html
    assert "Same source, so C would add no second origin" in html


def test_every_relation_has_a_button_with_a_key_of_its_own(first, second, bob, as_user):
    proposed(first, second)
    html = as_user(bob).get(url("claim", first)).content.decode()
    keys = re.findall(r'data-key="([^"]+)"', html)
    assert len(keys) == len(set(keys)), sorted(keys)
    assert {"c", "u", "n", "d", "r", "w", "p", "e", "g"} <= set(keys)


def test_an_equal_figure_is_dotted(first, second, bob, as_user):
    second.quantities.update(low=277, high=277)
    proposed(first, second, "repeats")
    html = as_user(bob).get(url("claim", first)).content.decode()
    assert '<span class="same">277</span>' in html
    assert "A later source has the same figure" in html


def test_a_dismissed_row_stays_struck_with_its_reason(first, second, bob, as_user):
    row = dismiss(proposed(first, second), bob, "Another event or day")
    html = as_user(bob).get(url("claim", first)).content.decode()
    assert re.search(rf'<li class="dismissed"\s+id="evidence-{row.pk}"', html)
    assert "Another event or day" in html
    assert "A later source has" not in html


def test_the_history_tells_who_did_what(first, second, bob, alice, as_user):
    confirm(proposed(first, second), bob, "contradicts")
    approved(first, bob, alice)
    words = text_of(as_user(bob).get(url("claim", first)))
    for told in (
        "Bob confirmed evidence for this claim: contradicts",
        "Bob submitted a verdict on this claim: single source",
        "Alice set the verdict of this claim: single source",
    ):
        assert told in words


def test_confirmed_repetitions_count_as_one_origin_and_a_party_is_named(foreign_desk, bob, as_user):
    force = make_source("Air force of Ruritania", "military", party_to="the war")
    claim = earlier_claim(foreign_desk, force, bob)
    row = proposed(claim, later_claim(foreign_desk, force), "repeats")
    before = text_of(as_user(bob).get(url("claim", claim)))
    confirm(row, bob, "repeats")
    after = text_of(as_user(bob).get(url("claim", claim)))
    assert "1 outlet, 1 origin; a party to the conflict" in before
    assert "2 outlets, 1 origin; a party to the conflict" in after


def test_an_open_claim_says_that_it_needs_review_first_and_offers_it(foreign_desk, authority, bob, as_user):
    claim = earlier_claim(foreign_desk, authority)
    page = as_user(bob).get(url("claim", claim))
    assert "Only an accepted claim gets a verdict" in text_of(page)
    done = as_user(bob).post(url("assessment-accept-first", claim), {"version": claim.version})
    assert done.status_code == 303
    claim.refresh_from_db()
    assert claim.review_state == Review.ACCEPTED


def test_the_author_never_sees_an_approve_that_works(first, alice, edna, as_user):
    row = submitted(first, alice)
    mine = as_user(alice).get(url("claim", first)).content.decode()
    theirs = as_user(edna).get(url("claim", first)).content.decode()
    assert url("assessment-approve", row) not in mine
    assert "You proposed this verdict" in mine
    assert url("assessment-approve", row) in theirs


def test_the_author_who_posts_an_approval_anyway_is_refused(first, alice, edna, as_user):
    row = submitted(first, alice)
    refused = as_user(alice).post(url("assessment-approve", row), {"version": first.version})
    assert refused.status_code == 403
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED
    allowed = as_user(edna).post(url("assessment-approve", row), {"version": first.version})
    assert allowed.status_code == 303
    assert Claim.objects.get(pk=first.pk).verdict == "single_source"


def test_a_stale_verdict_form_answers_409_and_keeps_the_reason(first, bob, alice, as_user):
    seen = first.version
    approved(first, bob, alice)
    form = {
        "verdict": "disputed",
        "attribution_verdict": "unchecked",
        "reason": "A long typed reason",
        "version": seen,
    }
    answer = as_user(bob).post(url("assessment-submit", first), form)
    words = text_of(answer)
    assert answer.status_code == 409
    assert "A long typed reason" in answer.content.decode()
    assert "This claim changed while you wrote" in words
    assert "Alice set the verdict of this claim: single source" in words
    assert Assessment.objects.count() == 1
    again = {**form, "version": Claim.objects.get(pk=first.pk).version}
    assert as_user(bob).post(url("assessment-submit", first), again).status_code == 303


def test_a_verdict_without_reason_answers_422_and_keeps_the_choice(first, bob, as_user):
    form = {"verdict": "disputed", "attribution_verdict": "verbatim", "reason": "", "version": first.version}
    answer = as_user(bob).post(url("assessment-submit", first), form)
    assert answer.status_code == 422
    assert re.search(r'value="disputed" checked', answer.content.decode())
    assert "Say why" in text_of(answer)


def test_a_changed_claim_stops_an_approval_and_keeps_the_note(first, bob, alice, edna, as_user):
    seen = first.version
    row = submitted(first, bob)
    Claim.objects.filter(pk=first.pk).update(version=seen + 1, changed_by=alice)
    answer = as_user(edna).post(
        url("assessment-return", row), {"version": seen, "note": "Please name the source"}
    )
    assert answer.status_code == 409
    assert "Please name the source" in answer.content.decode()
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED


def test_a_proposal_decided_meanwhile_answers_409_and_names_the_person(first, second, bob, alice, as_user):
    row = confirm(proposed(first, second), alice, "updates")
    form = {"relation": "contradicts", "seen": "proposed"}
    answer = as_user(bob).post(url("evidence-confirm", row), form, headers=HTMX)
    assert answer.status_code == 409
    assert "Alice decided about this evidence first" in text_of(answer)
    assert "<html" not in answer.content.decode()
    assert Evidence.objects.get().relation == "updates"


def test_a_decision_by_key_answers_with_the_grid_and_a_toast(first, second, bob, as_user):
    row = proposed(first, second)
    answer = as_user(bob).post(
        url("evidence-confirm", row), {"relation": "updates", "seen": "proposed"}, headers=HTMX
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="claim"' in html
    assert "Confirmed: updates." in html
    assert "hx-swap-oob" in html


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"kind": "later", "relation": "repeats"}, "Search, then choose"),
        ({"kind": "url", "relation": "context", "url": "not an address"}, "Write a whole address"),
        ({"kind": "url", "relation": "context"}, "Write the address"),
        ({"kind": "url", "relation": "context", "url": "javascript:alert(1)"}, "Write a whole address"),
        ({"kind": "note", "relation": "context"}, "Write the note"),
        ({"kind": "note", "body": "typed words"}, "Choose how it bears"),
        ({"kind": "search", "searched_what": "a count"}, "Say where was searched"),
        ({"kind": "search", "searched_where": "bulletins"}, "Say what was searched for"),
    ],
)
def test_incomplete_evidence_says_what_is_missing_and_keeps_what_was_typed(
    first, bob, as_user, sent, problem
):
    answer = as_user(bob).post(url("evidence-add", first), sent)
    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert sent.get("body", "") in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kind", "relation"),
    [
        ({"kind": "url", "relation": "context", "url": "https://example.org/post"}, "url", "context"),
        ({"kind": "note", "relation": "narrows", "body": "A call"}, "note", "narrows"),
        ({"kind": "search", "searched_where": "Bulletins", "searched_what": "a count"}, "search", "absence"),
    ],
)
def test_each_kind_of_evidence_can_be_added(first, bob, as_user, sent, kind, relation):
    assert as_user(bob).post(url("evidence-add", first), sent).status_code == 303
    row = Evidence.objects.get()
    assert (row.kind, row.relation, row.state) == (kind, relation, EvidenceState.CONFIRMED)


@pytest.mark.parametrize("what", ["claim", "article"])
def test_a_later_claim_or_article_is_found_and_added_without_scripts(first, second, bob, as_user, what):
    client = as_user(bob)
    found = client.post(
        url("evidence-add", first), {"kind": "later", "q": "recovered 292 containers", "find": "1"}
    )
    row = second if what == "claim" else article_of(second)
    if what == "claim":
        assert f'value="claim:{second.pk}"' in found.content.decode()
    sent = {"kind": "later", "relation": "updates", "chosen": f"{what}:{row.pk}"}
    assert client.post(url("evidence-add", first), sent).status_code == 303
    assert Evidence.objects.get().kind == what


def test_the_search_lists_nothing_of_another_desk(first, other_desk, authority, bob, as_user):
    later_claim(other_desk, authority)
    page = as_user(bob).get(url("evidence-search", first), {"q": "recovered 292 containers"}, headers=HTMX)
    assert "Nothing found" in page.content.decode()


def test_a_claim_of_another_desk_cannot_be_smuggled_in(first, other_desk, authority, bob, as_user):
    strange = later_claim(other_desk, authority)
    sent = {"kind": "later", "relation": "updates", "chosen": f"claim:{strange.pk}"}
    assert as_user(bob).post(url("evidence-add", first), sent).status_code == 404
    assert not Evidence.objects.exists()


def test_control_characters_and_right_to_left_marks_are_taken_or_refused_but_never_break_the_page(
    first, second, bob, as_user
):
    client, row = as_user(bob), proposed(first, second)
    nul = {"kind": "note", "relation": "context", "body": "a\x00b"}
    assert client.post(url("evidence-add", first), nul).status_code == 422
    assert client.post(url("evidence-dismiss", row), {"reason": "an\x00other \u202eyad"}).status_code == 303
    assert client.get(url("evidence-search", first), {"q": "con\x00tainers"}).status_code == 200
    page = client.get(url("claim", first))
    assert "another \u202eyad" in page.content.decode()


def test_words_of_the_outlet_are_never_markup(foreign_desk, authority, bob, as_user):
    claim = earlier_claim(foreign_desk, authority, bob, statement="<b>277</b><script>alert(1)</script>")
    html = as_user(bob).get(url("claim", claim)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_page_costs_at_most_12_queries_however_much_evidence(
    first, foreign_desk, authority, bob, alice, as_user, django_assert_max_num_queries
):
    Claim.objects.filter(pk=first.pk).update(event=Event.objects.create(desk=foreign_desk, title="The bay"))
    Assignment.objects.create(claim=first, assignee=bob, assigned_by=alice)
    for hours in range(1, 6):
        row = proposed(first, later_claim(foreign_desk, authority, hours=hours))
        if hours % 2:
            confirm(row, bob, "repeats")
    approved(first, bob, alice)
    submitted(first, bob, verdict="disputed", rests_on=list(first.evidence.all()))
    for person, queries in ((bob, 12), (alice, 13)):  # an editor chooses among the people of the desk
        client = as_user(person)
        client.get(url("claim", first))
        with django_assert_max_num_queries(queries):
            assert client.get(url("claim", first)).status_code == 200

"""Merging: one claim stays with the places of both, the other keeps its row and leads to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from claims.models import (
    Assessment,
    Assignment,
    ChangedClaim,
    Claim,
    Evidence,
    Report,
    ReportEdition,
    ReportItem,
)
from claims.review.worddiff import marked
from claims.states import AssessmentState, AssignmentState, EvidenceState, RejectReason, Review, Verdict
from tests.cast import make_article, make_claim
from tests.review.acting import HTMX, act, bench, deeds, fresh

pytestmark = pytest.mark.django_db
PASSING = {"version", "changed_at", "changed_by_id", "lease_holder_id", "lease_until"}


@pytest.fixture
def boats(harbour, authority):
    return make_claim(harbour, "3 boats", source=authority, figure=(3, "boat"))


@pytest.fixture
def earlier(foreign_desk, authority):
    """The same as `twelve`, told in another article."""
    text = "The harbour authority said its crews recovered 12 containers by noon."
    article = make_article(foreign_desk, text=text, title="Containers found")
    words, figure = "its crews recovered 12 containers", (12, "container")
    return make_claim(article, words, source=authority, statement=f"{words} by noon", figure=figure)


def merge(client, claim, other, *, htmx=False, **data):
    return act(client, claim, "merge", htmx=htmx, **{"with": f"{other.pk}:{other.version}"}, **data)


def undo(client, article, **more):
    return client.post(reverse("claims:review-undo", args=[article.pk]), {}, **more)


def everything(claim):
    """Return all that merging may touch, but for the count of changes."""
    row = fresh(claim)
    evidence = Evidence.objects.filter(claim=row) | Evidence.objects.filter(other=row)
    return {
        "row": {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname
            not in {"version", "changed_at", "changed_by_id", "lease_holder_id", "lease_until"}
        },
        "places": sorted(str(pk) for pk in row.appearances.values_list("pk", flat=True)),
        "evidence": sorted((str(e.pk), e.state, str(e.claim_id), str(e.other_id)) for e in evidence),
        "work": sorted((str(a.pk), a.state, a.closing_note) for a in row.assignments.all()),
        "reports": sorted(str(pk) for pk in row.in_reports.values_list("pk", flat=True)),
    }


def test_a_merged_claim_gives_its_place_and_leads_to_the_one_that_stays(as_user, bob, harbour, twelve, boats):
    response = merge(as_user(bob), boats, twelve)
    assert response.status_code == 303
    gone, kept = fresh(boats), fresh(twelve)
    assert (gone.review_state, gone.reject_reason, gone.merged_into) == ("rejected", "merged", kept)
    assert (kept.review_state, kept.version) == (Review.EXTRACTED, 2)
    assert [place.exact for place in kept.appearances.all()] == [
        "its crews recovered 12 containers",
        "3 boats",
    ]
    assert not gone.appearances.exists()
    assert (deeds(boats), deeds(twelve)) == (["claim.merge"], ["claim.take_in"])
    assert set(ChangedClaim.objects.values_list("claim", flat=True)) == {boats.pk, twelve.pk}


def test_the_workbench_counts_it_once_and_marks_both_places(as_user, bob, harbour, twelve, boats):
    client = as_user(bob)
    merge(client, boats, twelve)
    page = bench(client, harbour).text
    assert "0 of 1" in page
    assert page.count(f'data-claims="{twelve.pk}"') == 2
    assert page.count(f'class="open" data-claim="{twelve.pk}"') == 1
    assert str(boats.pk) not in page


def test_the_page_of_the_merged_claim_leads_on(as_user, bob, twelve, boats):
    client = as_user(bob)
    merge(client, boats, twelve)
    page = client.get(reverse("claims:claim", args=[boats.pk]))
    assert page.status_code == 200
    assert f'href="{reverse("claims:claim", args=[twelve.pk])}"' in page.text
    assert "into another claim" in strip_tags(page.text)
    kept = client.get(reverse("claims:claim", args=[twelve.pk])).text
    assert "merged another claim into this claim" in strip_tags(kept)


def test_an_earlier_claim_of_the_desk_takes_the_place_in(as_user, bob, harbour, twelve, earlier):
    client = as_user(bob)
    merge(client, twelve, earlier)
    articles = set(fresh(earlier).appearances.values_list("version__article__title", flat=True))
    assert articles == {"Containers lost", "Containers found"}
    page = bench(client, harbour, earlier)
    assert page.status_code == 200
    assert "its crews recovered 12 containers" in page.text
    # Deciding it goes on in the article that is looked at, though it stands in another one, too.
    url = f"http://testserver{reverse('claims:workbench', args=[harbour.pk])}"
    response = act(client, fresh(earlier), "accept", htmx=True, HTTP_HX_CURRENT_URL=url)
    assert response.status_code == 200


@pytest.mark.parametrize("both_assigned", [False, True])
def test_undo_restores_exactly(
    as_user, bob, alice, edna, harbour, foreign_desk, twelve, boats, both_assigned
):
    other = make_claim(harbour, "only 2 ships were delayed")
    note = Evidence.objects.create(claim=boats, kind="note", relation="context", body="Seen", proposed_by=bob)
    decided = {"decided_by": bob, "decided_at": timezone.now(), "state": EvidenceState.CONFIRMED}
    pair = Evidence.objects.create(claim=other, other=boats, kind="claim", relation="repeats", **decided)
    machine = Evidence.objects.create(claim=boats, other=other, kind="claim", relation="context")
    Assignment.objects.create(claim=boats, assignee=bob, assigned_by=alice)
    if both_assigned:
        Assignment.objects.create(claim=twelve, assignee=edna, assigned_by=alice)
    report = Report.objects.create(desk=foreign_desk, title="Harbour", created_by=bob)
    item = ReportItem.objects.create(report=report, claim=boats, position=1)
    before = everything(boats), everything(twelve), everything(other)
    client = as_user(bob)
    merge(client, boats, twelve)
    note.refresh_from_db(), pair.refresh_from_db(), machine.refresh_from_db(), item.refresh_from_db()
    assert (note.claim, pair.other, item.claim) == (twelve, twelve, twelve)
    assert machine.claim == boats, "the matcher withdraws its own"
    held = Assignment.objects.get(assignee=bob)
    assert (held.claim, held.state) == (
        (boats, AssignmentState.WITHDRAWN) if both_assigned else (twelve, AssignmentState.OPEN)
    )
    response = undo(client, harbour)
    assert response.status_code == 303
    assert (everything(boats), everything(twelve), everything(other)) == before
    assert deeds(twelve)[-1] == "claim.give_back"


def test_undo_goes_back_through_a_chain_of_merges(as_user, bob, harbour, twelve, boats):
    ships = make_claim(harbour, "only 2 ships were delayed")
    client = as_user(bob)
    merge(client, ships, boats)
    merge(client, fresh(boats), twelve)
    assert fresh(twelve).appearances.count() == 3
    undo(client, harbour)
    assert (fresh(twelve).appearances.count(), fresh(boats).appearances.count()) == (1, 2)
    undo(client, harbour)
    assert (fresh(boats).appearances.count(), fresh(ships).appearances.count()) == (1, 1)


def test_undo_is_refused_when_the_other_one_was_split_since(as_user, bob, harbour, twelve, boats):
    client = as_user(bob)
    merge(client, boats, twelve)
    parts = {"statement_0": "A", "words_0": "its crews", "statement_1": "B", "words_1": "12 containers"}
    act(as_user(bob), fresh(twelve), "split", **parts)
    response = act(client, fresh(boats), "undo")
    assert response.status_code == 422 or response.status_code == 404
    assert fresh(boats).merged_into == twelve


def test_a_place_where_the_other_one_stands_already_stays_with_the_row_that_goes(
    as_user, bob, harbour, twelve
):
    double = make_claim(harbour, "its crews recovered 12 containers", statement="12 containers recovered")
    client = as_user(bob)
    merge(client, double, twelve)
    assert fresh(twelve).appearances.count() == 1
    assert fresh(double).appearances.count() == 1
    assert "0 of 1" in bench(client, harbour).text
    undo(client, harbour)
    assert fresh(double).review_state == Review.EXTRACTED


@pytest.mark.parametrize("side", ["going", "staying"])
@pytest.mark.parametrize("why", ["approved", "proposed", "published", "lease", "rejected"])
def test_who_refuses_to_be_merged_says_why(
    as_user, bob, alice, harbour, foreign_desk, twelve, boats, side, why
):
    row = boats if side == "going" else twelve
    if why == "approved":
        Claim.objects.filter(pk=row.pk).update(verdict=Verdict.SINGLE_SOURCE)
        words = "has an approved verdict and stays as it is"
    elif why == "proposed":
        Assessment.objects.create(
            claim=row,
            verdict="single_source",
            reason="One voice.",
            author=bob,
            state=AssessmentState.SUBMITTED,
            submitted_at=timezone.now(),
        )
        words = "is under way"
    elif why == "published":
        report = Report.objects.create(desk=foreign_desk, title="Harbour", created_by=bob)
        ReportEdition.objects.create(
            report=report,
            number=1,
            as_of=timezone.now(),
            content={"claims": [{"id": str(row.pk)}]},
            sha256="0" * 64,
            frozen_by=bob,
        )
        words = "stands in the published"
    elif why == "lease":
        until = timezone.now() + timedelta(minutes=4)
        Claim.objects.filter(pk=row.pk).update(lease_holder=alice, lease_until=until)
        words = "Alice is on the claim"
    else:
        act(as_user(alice), row, "reject", reason="vague")
        words = "is rejected"
    response = merge(as_user(bob), fresh(boats), fresh(twelve))
    assert response.status_code == 422
    assert words in response.text
    assert fresh(boats).merged_into is None
    assert fresh(boats).appearances.count() == 1


def test_the_words_of_the_current_claim_may_stay(as_user, bob, harbour, twelve, boats):
    merge(as_user(bob), boats, twelve, stays="this")
    assert (fresh(twelve).merged_into, fresh(boats).appearances.count()) == (boats, 2)


def test_a_list_that_is_out_of_date_merges_nothing(as_user, bob, alice, twelve, boats):
    stale = fresh(twelve)
    act(as_user(alice), fresh(twelve), "accept")
    response = merge(as_user(bob), boats, stale)
    assert response.status_code == 422
    assert "was changed since you opened this list" in response.text
    assert act(as_user(bob), boats, "merge", version=0, **{"with": str(twelve.pk)}).status_code == 409
    assert fresh(boats).merged_into is None


def test_the_list_offers_neighbours_and_earlier_claims_with_their_difference(
    as_user, bob, harbour, twelve, boats, earlier
):
    client = as_user(bob)
    page = client.get(reverse("claims:claim-merge", args=[twelve.pk]))
    assert f'value="{boats.pk}:1"' in page.text
    assert f'value="{earlier.pk}:1"' in page.text
    assert "Same figure" in page.text
    assert 'class="differs"' in page.text


def test_typing_finds_claims_of_the_own_desk_alone(as_user, bob, other_desk, twelve, earlier):
    foreign = make_claim(make_article(other_desk, text="Noon containers"), "Noon containers")
    url = reverse("claims:claim-merge", args=[twelve.pk])
    page = as_user(bob).get(url, {"q": "containers authority"}, **HTMX, HTTP_HX_TARGET="merge-options")
    assert str(earlier.pk) in page.text
    assert str(foreign.pk) not in page.text
    assert 'id="card"' not in page.text
    assert "No claim of your desk has these words" in as_user(bob).get(url, {"q": "zzzz"}).text


def test_a_claim_of_another_desk_or_no_claim_at_all_is_refused(as_user, bob, other_desk, twelve):
    foreign = make_claim(make_article(other_desk, text="Noon containers"), "Noon containers")
    assert "no such claim on your desk" in merge(as_user(bob), twelve, foreign).text
    assert "Choose the claim to merge with" in act(as_user(bob), twelve, "merge").text
    assert "the same claim" in merge(as_user(bob), twelve, twelve).text
    assert fresh(twelve).version == 1


def test_the_database_refuses_a_merge_that_leads_nowhere(bob, twelve, boats):
    done = {"review_state": Review.REJECTED, "reviewed_by": bob, "reviewed_at": timezone.now()}
    wrong = (
        {"reject_reason": RejectReason.MERGED, "merged_into": None, **done},
        {"reject_reason": RejectReason.MERGED, "merged_into": twelve, **done},
        {"reject_reason": RejectReason.VAGUE, "merged_into": boats, **done},
        {"reject_reason": RejectReason.MERGED, "merged_into": boats, "verdict": Verdict.DISPUTED, **done},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=twelve.pk).update(**values)
    Claim.objects.filter(pk=twelve.pk).update(
        reject_reason=RejectReason.MERGED, merged_into=boats, **done
    )  # the right one goes through


def test_words_that_differ_are_marked():
    assert marked("12 boats lost.", "12 ships lost") == [("12", False), ("ships", True), ("lost", False)]
    assert marked("a", "") == []
    assert marked("The raid began at night", "Two ships sank") == [("Two ships sank", False)]

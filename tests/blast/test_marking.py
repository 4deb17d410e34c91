"""A changed article marks everything that rests on it, once, and flips nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from claims import flow
from claims.blast import settling
from claims.ingest import services, versions
from claims.ingest import text as texts
from claims.ingest.errors import FetchFailed, PageGone, TextRefused
from claims.ingest.fetch import Fetched
from claims.models import (
    Appearance,
    ArticleChange,
    Assignment,
    AuditEntry,
    Claim,
    Evidence,
    Notification,
    Touch,
    TouchedReport,
    Work,
)
from claims.models.blast import ChangeKind, Outcome, Words
from claims.review.claim_merging import claim_merge
from claims.states import ArticleState, EvidenceState, Freshness, Review, WorkState
from claims.verify import assessments
from tests.cast import TEXT, make_article, make_claim
from tests.report import makers

CORRECTED = TEXT.replace("12 containers", "14 containers")


def change(article, user, kind=ChangeKind.CORRECTED, text="", reason="The outlet corrected it."):
    with transaction.atomic():
        locked = type(article).objects.select_for_update(of=("self",)).get(pk=article.pk)
        return versions.article_change(user=user, article=locked, kind=kind, reason=reason, text=text)


def stand(user, claim, made, note=""):
    with transaction.atomic():
        row = Claim.objects.select_for_update().get(pk=claim.pk)
        return settling.touches_stand(user=user, claims=[row], change=made.change, note=note)


@pytest.fixture
def article(foreign_desk):
    return make_article(foreign_desk)


def states_of(*claims):
    return [
        Claim.objects.values_list("review_state", "verdict", "attribution_verdict").get(pk=claim.pk)
        for claim in claims
    ]


def test_a_corrected_text_marks_what_stands_in_it_and_what_rests_on_that(article, foreign_desk, alice, bob):
    twelve = make_claim(article, "12 containers", review_state=Review.ACCEPTED, reviewed_by=bob)
    boats = make_claim(article, "3 boats", review_state=Review.ACCEPTED, reviewed_by=bob)
    elsewhere = make_claim(make_article(foreign_desk, text="40 boats sank.", title="Other"), "40 boats")
    proposed = make_claim(make_article(foreign_desk, text="41 boats sank.", title="Third"), "41 boats")
    apart = make_claim(make_article(foreign_desk, text="42 boats sank.", title="Fourth"), "42 boats")
    makers.evidence(elsewhere, bob, other=twelve, state=EvidenceState.CONFIRMED)
    makers.evidence(proposed, bob, other=twelve, state=EvidenceState.PROPOSED)
    before = states_of(twelve, boats, elsewhere, proposed, apart)

    made = change(article, alice, text=CORRECTED)

    assert states_of(twelve, boats, elsewhere, proposed, apart) == before
    found = {touch.claim_id: touch for touch in Touch.objects.all()}
    assert set(found) == {twelve.pk, boats.pk, elsewhere.pk}
    assert made.marked.claims == 3
    assert found[twelve.pk].words == Words.LOST
    assert found[twelve.pk].moved is None
    assert found[boats.pk].words in {Words.SAME, Words.AROUND}
    assert found[boats.pk].moved.exact == "3 boats"
    assert found[boats.pk].moved.version.number == 2
    assert found[elsewhere.pk].by_evidence
    assert found[elsewhere.pk].words == Words.LOST
    marked = Claim.objects.filter(freshness=Freshness.NEEDS_RECHECK)
    assert set(marked.values_list("pk", flat=True)) == set(found)
    assert {row.freshness_cause for row in marked} == {"article corrected: Harbour Herald"}
    entry = AuditEntry.objects.get(claim=twelve, action="claim.recheck")
    assert entry.actor == alice
    assert entry.before["freshness"] == "current"
    assert entry.after["freshness"] == "needs_recheck"
    article.refresh_from_db()
    assert article.state == ArticleState.QUEUED
    assert article.latest.number == 2


def test_the_same_text_or_other_white_space_marks_nothing(article, alice):
    make_claim(article, "12 containers")
    for text in (TEXT, TEXT.replace("\n\n", "\n\n\n").replace(" crews", "  crews")):
        with pytest.raises(versions.NothingNew):
            change(article, alice, text=text)
    assert not Touch.objects.exists()
    assert article.versions.count() == 1


def test_a_text_that_goes_back_to_an_earlier_one_is_a_change_too(article, alice):
    make_claim(article, "12 containers")
    change(article, alice, text=CORRECTED)
    type(article).objects.filter(pk=article.pk).update(state=ArticleState.RUNNING)
    type(article).objects.filter(pk=article.pk).update(state=ArticleState.READY)
    change(article, alice, kind=ChangeKind.CHANGED, text=TEXT)
    assert article.versions.count() == 3
    assert Appearance.objects.filter(version__number=3, exact="12 containers").count() == 1


def test_retracted_twice_is_said_once(article, alice, edna):
    make_claim(article, "12 containers")
    change(article, alice, kind=ChangeKind.RETRACTED)
    with pytest.raises(versions.NothingNew):
        change(article, edna, kind=ChangeKind.RETRACTED)
    assert Touch.objects.count() == 1


def test_an_article_without_claims_touches_nothing(article, alice):
    assert change(article, alice, kind=ChangeKind.RETRACTED).marked.claims == 0


def test_a_reason_is_asked_for_and_a_text_is_not_taken_while_another_is_read(article, alice):
    with pytest.raises(versions.NeedsReason):
        change(article, alice, kind=ChangeKind.RETRACTED, reason="  ")
    change(article, alice, text=CORRECTED)
    with pytest.raises(TextRefused):
        change(article, alice, text=TEXT)


def test_claims_that_were_merged_away_mark_the_one_they_went_into(foreign_desk, article, alice, bob):
    stays = make_claim(make_article(foreign_desk, text="12 boxes.", title="Other"), "12 boxes")
    gone = make_claim(article, "12 containers", review_state=Review.ACCEPTED, reviewed_by=bob)
    report = makers.report_of(bob, [gone])
    with transaction.atomic():
        claim_merge(user=alice, claim=gone, keep=stays)
    made = change(article, alice, kind=ChangeKind.RETRACTED)
    assert list(Touch.objects.values_list("claim", flat=True)) == [stays.pk]
    gone.refresh_from_db()
    assert gone.freshness == Freshness.CURRENT
    assert made.change.reports.filter(report=report).exists()


def test_reports_are_marked_as_draft_and_as_edition_and_their_people_told_once(article, alice, bob, edna):
    claims = [
        make_claim(article, words, review_state=Review.ACCEPTED, reviewed_by=bob)
        for words in ("12 containers", "3 boats")
    ]
    published = makers.published(bob, edna, claims)
    made = change(article, alice, kind=ChangeKind.RETRACTED)
    rows = TouchedReport.objects.filter(change=made.change)
    assert {(row.report_id, row.edition_id) for row in rows} == {
        (published.edition.report_id, None),
        (published.edition.report_id, published.edition_id),
    }
    assert all(set(row.claims) == {claim.pk for claim in claims} for row in rows)
    notice = Notification.objects.get(change=made.change)
    assert notice.user == bob
    assert notice.reason == "1 report of yours to look at again"
    assert made.marked.reports == 1


def test_colleagues_of_other_desks_are_told_and_led_to_what_they_may_see(
    article, other_desk, alice, bob, charlie, as_user
):
    boats = make_claim(article, "3 boats", review_state=Review.ACCEPTED, reviewed_by=bob)
    report = makers.report_of(charlie, [boats], title="Boats, by the other desk")
    made = change(article, alice, kind=ChangeKind.RETRACTED)
    notice = Notification.objects.get(change=made.change, user=charlie)
    assert (notice.article, notice.claim, notice.report) == (None, None, report)
    assert notice.reason == "1 report of yours to look at again"
    shown = as_user(charlie).get("/inbox/").content.decode()
    assert f'href="/reports/{report.pk}/"><b class="st" dir="auto">Boats, by the other desk</b>' in shown
    assert "an article of another desk behind it" in shown
    assert article.title not in shown
    assert as_user(charlie).get(f"/articles/{article.pk}/").status_code == 404
    as_user(charlie).post("/inbox/read/", {"change": str(made.change.pk)})
    notice.refresh_from_db()
    assert notice.read_at


def test_who_has_a_claim_of_another_desk_that_rests_on_it_is_told_of_that_claim(
    article, other_desk, alice, bob, charlie, as_user
):
    theirs = make_claim(make_article(other_desk, text="12 boxes.", title="Other"), "12 boxes")
    other = make_claim(article, "12 containers")
    Evidence.objects.create(
        claim=theirs,
        kind="claim",
        other=other,
        relation="repeats",
        state="confirmed",
        decided_by=charlie,
        decided_at=timezone.now(),
    )
    for person in (charlie, bob):  # bob is not of the desk of that claim: he may not know of it
        Assignment.objects.create(claim=theirs, assignee=person, assigned_by=alice, state="open")
        made = change(article, alice, kind=ChangeKind.CORRECTED if person == bob else ChangeKind.RETRACTED)
        told = Notification.objects.filter(change=made.change)
        assert [(row.user, row.claim) for row in told] == ([(charlie, theirs)] if person == charlie else [])
        Assignment.objects.update(state="withdrawn", closed_at=timezone.now())
    assert f'href="/claims/{theirs.pk}/"' in as_user(charlie).get("/inbox/").content.decode()


def test_what_is_looked_at_loses_its_mark_and_only_by_the_last_change(article, alice):
    twelve = make_claim(article, "12 containers")
    first = change(article, alice, kind=ChangeKind.CORRECTED)
    second = change(article, alice, kind=ChangeKind.RETRACTED)
    assert stand(alice, twelve, second, "Confirmed by phone.") == 1
    twelve.refresh_from_db()
    assert (twelve.freshness, twelve.freshness_cause) == ("needs_recheck", first.change.cause)
    assert stand(alice, twelve, second) == 0
    assert stand(alice, twelve, first) == 1
    twelve.refresh_from_db()
    assert (twelve.freshness, twelve.freshness_cause) == ("current", "")
    assert AuditEntry.objects.filter(claim=twelve, action="claim.stands").count() == 2
    with transaction.atomic():
        assert settling.touch_reopen(user=alice, claim=twelve, change=first.change)
    twelve.refresh_from_db()
    assert twelve.freshness == Freshness.NEEDS_RECHECK


def test_a_mark_of_before_comes_back(article, alice):
    twelve = make_claim(
        article, "12 containers", freshness="needs_recheck", freshness_cause="later source: X"
    )
    made = change(article, alice, kind=ChangeKind.RETRACTED)
    stand(alice, twelve, made)
    twelve.refresh_from_db()
    assert (twelve.freshness, twelve.freshness_cause) == ("needs_recheck", "later source: X")


def test_a_retraction_that_was_a_mistake_is_taken_back(article, alice):
    twelve = make_claim(article, "12 containers")
    change(article, alice, kind=ChangeKind.RETRACTED)
    change(article, alice, kind=ChangeKind.RESTORED, reason="It was another article.")
    twelve.refresh_from_db()
    assert twelve.freshness == Freshness.CURRENT
    assert Touch.objects.get().outcome == Outcome.TAKEN_BACK
    assert ArticleChange.objects.count() == 2
    with pytest.raises(versions.NothingNew):
        change(article, alice, kind=ChangeKind.RESTORED, reason="Again.")
    assert change(article, alice, kind=ChangeKind.RETRACTED).marked.claims == 1


def test_an_approved_verdict_settles_it(article, alice, bob):
    twelve = make_claim(article, "12 containers", review_state=Review.ACCEPTED, reviewed_by=bob)
    change(article, alice, kind=ChangeKind.RETRACTED)
    row = makers.assess(twelve, bob, None)
    twelve.refresh_from_db()
    with transaction.atomic():
        assessments.assessment_approve(user=alice, claim=twelve, assessment=row)
    assert Touch.objects.get().outcome == Outcome.VERDICT


# --- The address again -------------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch):
    """Let the address give what the test puts in: a text, or an error."""
    given: dict[str, object] = {}

    def fetched(work):
        if isinstance(given["page"], Exception):
            raise given["page"]
        cleaned = texts.clean(given["page"])
        return Fetched(work.article.url, 200, "text/html", "utf-8", b"<p>", ()), None, cleaned

    monkeypatch.setattr(services, "page_of", fetched)
    return given


def look(article, user):
    with transaction.atomic():
        locked = type(article).objects.select_for_update(of=("self",)).get(pk=article.pk)
        versions.article_check_again(user=user, article=locked)
    work = Work.objects.get(article=article, stage="fetch")
    flow.run(str(work.pk), lambda row: versions.article_fetch_or_check(work=row))
    work.refresh_from_db()
    return work


def test_the_address_is_looked_at_again(foreign_desk, alice, page):
    article = make_article(foreign_desk, url="https://herald.example/containers")
    make_claim(article, "12 containers")
    page["page"] = TEXT
    assert look(article, alice).state == WorkState.DONE
    assert not ArticleChange.objects.exists()
    page["page"] = PageGone("The page could not be read: herald.example has no such page (404).")
    look(article, alice)
    look(article, alice)
    assert [row.kind for row in article.changes.all()] == [ChangeKind.GONE]
    page["page"] = TEXT
    look(article, alice)
    assert article.changes.first().kind == ChangeKind.RESTORED
    assert Touch.objects.get().outcome == Outcome.TAKEN_BACK
    page["page"] = FetchFailed("The page could not be read: a fault at its end (503).")
    work = look(article, alice)
    assert work.state == WorkState.FAILED
    assert "503" in work.error
    page["page"] = CORRECTED
    look(article, alice)
    article.refresh_from_db()
    assert article.changes.first().kind == ChangeKind.CHANGED
    assert article.latest.number == 2
    assert article.latest.method == "url"
    assert article.state == ArticleState.QUEUED

"""Notices of later sources: who gets one, once, and only the own; desk and published reports show them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.access import visible_to
from claims.models import Assignment, Evidence, Notification, Report, ReportItem
from claims.report import services
from tests.cast import make_source

from .scene import article_of, earlier_claim, later_claim, matched, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(foreign_desk, authority, bob):
    return earlier_claim(foreign_desk, authority, bob)


def given(first, to, by):
    return Assignment.objects.create(claim=first, assignee=to, assigned_by=by)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_assignee_and_who_reviewed_are_told_once_for_each_article(
    first, foreign_desk, authority, alice, bob, edna
):
    given(first, alice, edna)
    later = later_claim(foreign_desk, authority)
    assert matched(article_of(later)) == 1
    matched(article_of(later))
    told = set(Notification.objects.values_list("user__username", "kind"))
    assert told == {("alice", "assigned"), ("bob", "decided")}


def test_nobody_of_another_desk_no_reader_and_nobody_disabled_is_told(
    first, foreign_desk, authority, alice, charlie, dana, eve
):
    for number, person in enumerate((charlie, dana, eve)):
        Notification.objects.all().delete()
        Assignment.objects.filter(claim=first).update(state="done", closed_at=timezone.now())
        given(first, person, alice)
        matched(article_of(later_claim(foreign_desk, authority, hours=3 + number)))
        assert set(Notification.objects.values_list("user__username", flat=True)) == {"bob"}


def test_the_inbox_has_a_line_for_each_claim_and_counts_in_the_bar(
    first, foreign_desk, authority, bob, as_user
):
    for hours in (3, 4, 5):
        matched(article_of(later_claim(foreign_desk, authority, hours=hours)))
    client = as_user(bob)
    page = client.get(reverse("claims:inbox"))
    touching = Notification.objects.filter(user=bob, claim=first).count()
    assert touching == 3
    assert "3 later sources touch it" in words(page)
    claims = Notification.objects.filter(user=bob).values("claim").distinct().count()
    assert f'aria-label="Inbox, {claims} unread"' in page.content.decode()
    client.post(reverse("claims:inbox-read"), {"claim": str(first.pk)})
    assert not Notification.objects.filter(user=bob, claim=first, read_at__isnull=True).exists()
    client.post(reverse("claims:inbox-read"))
    assert 'aria-label="Inbox"' in client.get(reverse("claims:inbox-count")).content.decode()


def test_a_notice_is_its_persons_own(first, foreign_desk, authority, bob, alice, ada, charlie, dana, as_user):
    matched(article_of(later_claim(foreign_desk, authority)))
    assert visible_to(bob, Notification).count() == 1
    for other in (alice, ada, charlie, dana):
        assert not visible_to(other, Notification).exists()
    as_user(ada).post(reverse("claims:inbox-read"))
    assert Notification.objects.filter(read_at__isnull=True).count() == 1
    assert as_user(dana).get(reverse("claims:inbox")).status_code == 403
    assert as_user(bob).post(reverse("claims:inbox-read"), {"claim": "x\x00"}).status_code == 303
    assert as_user(bob).get(reverse("claims:inbox") + "?before=2025-13-45T99:00").status_code == 200


def test_the_desk_shows_the_persons_own_first_then_what_unsettles_most(
    first, foreign_desk, authority, alice, bob, as_user
):
    line = {"what": "container", "earlier": "277", "later": "292", "difference": "+15, +5.4 %"}
    navy = make_source("Ruritania navy")
    other = earlier_claim(foreign_desk, navy, bob, statement="Second statement")
    third = earlier_claim(foreign_desk, navy, bob, statement="Third statement")
    later = [later_claim(foreign_desk, navy, hours=hours) for hours in (3, 4, 5)]
    proposed(first, later[0], "repeats", details={"lines": [line]})
    row = proposed(other, later[1], "contradicts", details={"lines": [line]})
    proposed(third, later[2], "updates", details={"lines": [line]})
    given(first, bob, alice)
    html = as_user(bob).get("/").content.decode()
    places = [html.index(str(claim.pk)) for claim in (first, other, third)]
    assert places == sorted(places)
    assert f"{reverse('claims:claim', args=[other.pk])}?proposal={row.pk}" in html
    assert "277 → <b>292</b>" in html
    assert "Bay Post 4" in html


def test_who_decides_about_the_claim_has_read_the_notice(first, foreign_desk, authority, bob, edna, as_user):
    given(first, edna, bob)
    matched(article_of(later_claim(foreign_desk, authority)))
    row = Evidence.objects.get()
    as_user(bob).post(reverse("claims:evidence-confirm", args=[row.pk]), {"relation": "updates"})
    unread = Notification.objects.filter(read_at__isnull=True)
    assert [notice.user for notice in unread] == [edna]


def test_the_desk_counts_claims_not_proposals(foreign_desk, authority, bob, as_user):
    later = [later_claim(foreign_desk, authority, hours=hours) for hours in (3, 4)]
    for number in range(7):
        one = earlier_claim(foreign_desk, authority, bob, statement=f"Statement {number}")
        for other in later:
            proposed(one, other)
    assert "7 claims touched by later sources" in words(as_user(bob).get("/"))


def test_a_desk_without_later_sources_teaches_what_will_stand_there(as_user, bob, harbour):
    assert "No later source bears on a claim of yours" in words(as_user(bob).get("/"))


def test_a_published_report_says_that_later_sources_touch_it(
    first, foreign_desk, authority, bob, dana, as_user
):
    report = Report.objects.create(desk=foreign_desk, title="The bay", created_by=bob)
    ReportItem.objects.create(report=report, claim=first, position=1)
    services.report_freeze(user=bob, report=report, version=None)
    client = as_user(bob)
    assert "touched by later sources" not in words(client.get(reverse("claims:report-list")))
    matched(article_of(later_claim(foreign_desk, authority)))
    assert Notification.objects.get(user=bob).kind == "published"
    assert "1 claim touched by later sources" in words(client.get(reverse("claims:report-list")))
    edition = reverse("claims:edition", args=[report.pk, 1])
    assert "1 claim touched by later sources" in words(client.get(edition))
    assert "touched by later sources" not in words(as_user(dana).get(edition))
    Evidence.objects.update(state="dismissed", decided_by=bob, decided_at=timezone.now())
    assert "touched by later sources" not in words(client.get(edition))

"""Long work as people see it: the fragment that asks again, the list, the mark in the top bar."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import jobs, rematch
from claims.models import Export, MatchJob
from claims.report import exporting, exports
from claims.states import JobState
from claims.web.jobs import describe, running_count
from tests.cast import make_article, make_claim

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def export(bob, twelve):
    return exports.list_start(user=bob, kind="csv", asks="")


def polled(client, job, seen=""):
    return client.get(reverse("claims:job", args=["export", job.pk]), {"seen": seen}, headers=HTMX)


def test_a_page_that_shows_it_already_gets_nothing_to_swap(as_user, bob, export):
    client = as_user(bob)
    first = polled(client, export)
    assert first.status_code == 200
    assert b"hx-trigger" in first.content
    assert first["Cache-Control"] == "no-store"
    assert polled(client, export, describe(export).seen).status_code == 204
    Export.objects.update(total=10, done=1)
    assert polled(client, export, describe(export).seen).status_code == 200


def test_it_stops_asking_when_it_is_over_and_gives_the_link(as_user, bob, export):
    seen = describe(export).seen
    exporting.export_slice(str(export.pk))
    page = polled(as_user(bob), export, seen).content.decode()
    assert "hx-get" not in page
    assert reverse("claims:export-file", args=[export.pk]) in page
    assert "job-said" in page  # the end is read out
    assert "1 of 1 claim" in page


def test_only_a_quarter_more_is_read_out(as_user, bob, export):
    client = as_user(bob)
    Export.objects.update(total=100, done=1)
    export.refresh_from_db()
    seen = describe(export).seen
    Export.objects.update(done=2)
    assert b"job-said" not in polled(client, export, seen).content
    Export.objects.update(done=26)
    assert b"job-said" in polled(client, export, seen).content


@pytest.mark.parametrize(("age", "wait"), [(0, 1), (30, 2), (200, 5), (2000, 15), (9000, 60)])
def test_a_page_asks_less_and_less_often(export, age, wait):
    export.created_at = timezone.now() - timedelta(seconds=age)
    assert describe(export).wait == wait
    export.state = JobState.DONE
    assert describe(export).wait == 0


def test_one_that_failed_says_why_and_can_be_tried_again(as_user, bob, export):
    Export.objects.update(state=JobState.RUNNING, lease_token="0" * 32, lease_until=timezone.now())
    Export.objects.update(state=JobState.FAILED, error=jobs.KINDS[Export].failure)
    client = as_user(bob)
    page = client.get(reverse("claims:job", args=["export", export.pk])).content.decode()
    assert jobs.KINDS[Export].failure in page
    assert "Try again" in page
    client.post(reverse("claims:export-again", args=[export.pk]))
    assert Export.objects.get().state == JobState.QUEUED


def test_stop_and_go_on(as_user, bob, export):
    client = as_user(bob)
    client.post(reverse("claims:export-stop", args=[export.pk]))
    assert Export.objects.get().state == JobState.STOPPED
    assert "Go on" in client.get(reverse("claims:job", args=["export", export.pk])).content.decode()


def test_the_bar_has_a_mark_only_while_something_of_mine_runs(as_user, bob, alice, foreign_desk):
    mine, theirs = as_user(bob), as_user(alice)
    assert "jobsmark" not in mine.get("/").content.decode()
    job = exports.list_start(user=bob, kind="csv", asks="")
    assert 'aria-label="1 running in the background"' in mine.get("/").content.decode()
    assert "jobsmark" not in theirs.get("/").content.decode()
    assert "jobsmark" in mine.get(reverse("claims:jobs-mark")).content.decode()
    exporting.export_slice(str(job.pk))
    assert "jobsmark" not in mine.get(reverse("claims:jobs-mark")).content.decode()
    rematch.job_start(user=alice, desk=foreign_desk)
    assert running_count(alice) == 1
    assert "jobsmark" in theirs.get("/").content.decode()


def test_the_list_shows_open_ones_first(as_user, alice, foreign_desk):
    done = exports.list_start(user=alice, kind="csv", asks="")
    exporting.export_slice(str(done.pk))
    rematch.job_start(user=alice, desk=foreign_desk)
    exports.list_start(user=alice, kind="json", asks="")
    page = as_user(alice).get(reverse("claims:job-list")).content.decode()
    assert page.index(".json") < page.index("Matching again") < page.index(".csv")


def test_nothing_running_says_so(as_user, dana):
    assert "Nothing runs" in as_user(dana).get(reverse("claims:job-list")).content.decode()


def test_a_run_of_matching_is_shown_by_the_same_fragment(as_user, alice, bob, foreign_desk):
    make_claim(make_article(foreign_desk), "41 containers")
    job = rematch.job_start(user=alice, desk=foreign_desk)
    page = as_user(alice).get(reverse("claims:match-jobs")).content.decode()
    assert f'id="job-match-{job.pk}"' in page
    assert "0 of 1 article" in page
    address = reverse("claims:job", args=["match", job.pk])
    assert as_user(alice).get(address, headers=HTMX).status_code == 200
    assert as_user(bob).get(address).status_code == 403
    MatchJob.objects.update(error="ValueError: no")
    assert "Last error: ValueError: no" in as_user(alice).get(address).content.decode()


def test_no_such_kind_of_work_is_not_found(as_user, bob, export):
    assert as_user(bob).get(reverse("claims:job", args=["other", export.pk])).status_code == 404


def test_the_list_takes_few_queries(as_user, alice, foreign_desk, django_assert_max_num_queries):
    client = as_user(alice)
    for number in range(8):
        exporting.export_slice(str(exports.list_start(user=alice, kind="csv", asks=f"q={number}").pk))
    with django_assert_max_num_queries(12):
        client.get(reverse("claims:job-list"))

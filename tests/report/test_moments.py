"""A report as of a moment as files: every format, long ones by a worker, always the same bytes."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import jobs
from claims.models import Export, Report
from claims.report import builder, exporting, exports, replay, then
from claims.report.formats.kinds import KINDS
from claims.states import JobState
from tests.report import made_once, makers
from tests.report.auditing import made, missing
from tests.report.readers import SAID

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES
WORKED = [kind for kind in KINDS if kind != "html"]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


def fresh(edition):
    return Report.objects.select_related("desk").get(pk=edition.report_id)


def asked(client, edition, kind, at):
    address = reverse("claims:report-as-of-file", args=[edition.report_id, kind])
    return client.get(address, {"as_of": at.isoformat()})


def later(edition, alice):
    """Return a moment after the edition, and change things behind it."""
    at = timezone.now()
    makers.evidence(edition.report.items.first().claim, alice, body="Much later")
    return at


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_of_a_draft_names_its_moment_and_carries_everything(kind, edition, bob, alice, as_user):
    at = later(edition, alice)
    client = as_user(bob)
    data = asked(client, edition, kind, at).getvalue()
    content = replay.content_at(fresh(edition), at)
    assert content["edition"]["frozen_by"] is None
    assert missing(kind, data, content) == []
    assert not any("Much later" in said for said in SAID[kind](data))
    assert asked(client, edition, kind, at).getvalue() == data


@pytest.mark.parametrize("kind", KINDS)
def test_at_the_moment_of_an_edition_it_is_the_file_of_the_edition(kind, edition, bob, alice, as_user):
    later(edition, alice)
    assert asked(as_user(bob), edition, kind, edition.as_of).getvalue() == made(edition, kind)


@pytest.mark.parametrize("kind", WORKED)
def test_a_worker_writes_the_same_bytes_and_they_are_sent(kind, edition, bob, alice, as_user, monkeypatch):
    at = later(edition, alice)
    client = as_user(bob)
    data = asked(client, edition, kind, at).getvalue()
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    monkeypatch.setattr(then, "BATCH", 3)
    offer = asked(client, edition, kind, at).text
    prepare = reverse("claims:report-as-of-prepare", args=[edition.report_id, kind])
    assert prepare in offer
    assert "4 claims" in offer
    answer = client.post(f"{prepare}?as_of={at.isoformat().replace('+', '%2B')}")
    job = Export.objects.get()
    assert answer["Location"] == reverse("claims:job", args=["export", job.pk])
    assert "0 of 4 claims" in asked(client, edition, kind, at).text
    exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.error) == (JobState.DONE, 4, 4, "")
    assert asked(client, edition, kind, at).getvalue() == data


def test_read_in_batches_it_is_the_same_content(edition, alice, monkeypatch):
    at = later(edition, alice)
    monkeypatch.setattr(then, "BATCH", 1)
    whole = replay.content_at(fresh(edition), at)
    with then.at_moment(fresh(edition), at) as found:
        assert {**found.around, "claims": list(found.claims())} == whole
        assert found.sealed.sha256 == builder.seal(whole)
    assert whole["corrections"]


def test_who_builds_reports_may_have_them_and_nobody_else(edition, bob, dana, charlie, as_user):
    job = exports.moment_start(
        user=bob, report=edition.report, at=timezone.now(), kind="json", title="The port", claims=4
    )
    exporting.export_slice(str(job.pk))
    address = reverse("claims:export-file", args=[job.pk])
    assert len(json.loads(as_user(bob).get(address).getvalue())["content"]["claims"]) == 4
    assert as_user(dana).get(address).status_code == 404
    assert as_user(charlie).get(address).status_code == 404

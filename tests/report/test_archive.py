"""The archive of a report: what it holds, that anybody can check it, and that it is always the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import jobs, seal
from claims.models import AuditEntry, Export, ExportKind
from claims.report import exporting, exports, in_one_go
from claims.report.archive import members, writing
from claims.report.formats.kinds import KINDS
from claims.states import JobState
from tests.report import archive_checker, makers
from tests.report.auditing import made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


def archive_of(user, report, at=None):
    """Return the job of an archive, written by this process as a worker would."""
    job = exports.archive_start(user=user, report=report, at=at or timezone.now())
    while exporting.export_slice(str(job.pk)):
        pass
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    return job


def bytes_of(job):
    return b"".join(exports.chunks(job))


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def test_it_holds_everything_and_an_outsider_can_check_it(edition, edna, alice):
    seal.checkpoint()
    claim = edition.content["claims"][0]["id"]
    makers.evidence(
        edition.report.items.get(claim=claim).claim, alice, state="proposed", body="=SUM(1) later"
    )
    data = bytes_of(archive_of(edna, edition.report))
    assert archive_checker.faults(data) == []
    with opened(data) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for frozen in edition.report.editions.all():
            for kind in KINDS:
                name = f"editions/{exports.edition_file_name(frozen, kind)}"
                assert archive.read(name) == made(frozen, kind)
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["claims"], len(manifest["editions"]), manifest["left_out"]) == (4, 2, [])
        assert "'=SUM(1) later" in archive.read("evidence.csv").decode()
        actions = [
            json.loads(row["spelling"])[7] for row in archive_checker.lines(archive, "record/entries.jsonl")
        ]
        assert actions.count("report.freeze") == 2
        assert len(archive_checker.lines(archive, "record/checkpoints.jsonl")) == 1
        assert {name for name in names if name.startswith("snapshots/")} - {"snapshots/index.jsonl"}
        assert "sha256sum --check SHA256SUMS" in archive.read("README.txt").decode()


def test_files_that_were_brought_as_evidence_come_along(edition, edna, alice, monkeypatch):
    claim = edition.report.items.first().claim
    brought = makers.brought(claim, alice, b"%PDF-1.7 " + b"the log " * 200_000, "log.pdf")
    data = bytes_of(archive_of(edna, edition.report))
    assert archive_checker.faults(data) == []
    with opened(data) as archive:
        (row,) = archive_checker.lines(archive, "files/index.jsonl")
        assert (row["name"], row["sha256"]) == ("log.pdf", brought.document.sha256)
        assert archive.read(row["file"]) == b"%PDF-1.7 " + b"the log " * 200_000
    monkeypatch.setattr(members.documents, "content", lambda document: iter([b"another file"]))
    assert f"file {row['file']}" in archive_checker.faults(bytes_of(archive_of(edna, edition.report)))


def test_the_same_moment_gives_the_same_bytes_whatever_happens_later(edition, edna, alice, bob):
    at = timezone.now()
    first = archive_of(edna, edition.report, at)
    before = bytes_of(first)
    makers.evidence(edition.report.items.first().claim, alice, body="Later")
    exports.edition_start(user=bob, edition=edition, kind="csv")
    seal.checkpoint()
    Export.objects.filter(pk=first.pk).update(expires_at=at)
    again = exports.export_again(user=edna, job=Export.objects.get(pk=first.pk))
    assert again.pk != first.pk
    exporting.export_slice(str(again.pk))
    assert bytes_of(Export.objects.get(pk=again.pk)) == before


CHANGES = {
    "claims.jsonl": "end of chain",
    "record/entries.jsonl": "entry",
    "record/checkpoints.jsonl": "checkpoint",
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_checker_sees_what_was_changed_with_its_sums(name, edition, edna, monkeypatch):
    """Somebody changes a member and makes new sums: the chains and digests still tell."""
    seal.checkpoint()
    add = writing._add

    def forged(archive, member):
        if member.name != name:
            return add(archive, member)
        sink = io.BytesIO()
        member.write(sink)
        text = sink.getvalue().decode().replace('"link": 1,', '"link": 3,').replace(" 1 ", " 2 ")
        text = text.replace('"head": "', '"head": "0')
        return add(archive, members.Member(name, member.what, lambda file: file.write(text.encode())))

    monkeypatch.setattr(writing, "_add", forged)
    found = archive_checker.faults(bytes_of(archive_of(edna, edition.report)))
    assert found
    assert any(fault.startswith(CHANGES[name]) for fault in found), found
    assert not any(fault.startswith(("sum", "manifest")) for fault in found)


def test_a_changed_byte_is_found_by_the_sums(edition, edna):
    data = bytes_of(archive_of(edna, edition.report))
    out = io.BytesIO()
    with opened(data) as archive, zipfile.ZipFile(out, "w") as forged:
        for name in archive.namelist():
            body = archive.read(name)
            forged.writestr(name, body.replace(b"disputed", b"Disputed") if name.endswith(".csv") else body)
    assert any(fault.startswith("sum of editions/") for fault in archive_checker.faults(out.getvalue()))


def test_a_long_page_is_left_out_and_named(edition, edna, monkeypatch):
    monkeypatch.setattr(members, "LONGEST_HTML", 3)
    monkeypatch.setattr(writing, "LONGEST_HTML", 3)
    with opened(bytes_of(archive_of(edna, edition.report))) as archive:
        left_out = json.loads(archive.read("manifest.json"))["left_out"]
        assert [row["name"].endswith(".html") for row in left_out] == [True, True]
        assert "left out: editions/" in archive.read("README.txt").decode()
        assert not [name for name in archive.namelist() if name.endswith(".html")]


# --- Who may, and the way there -------------------------------------------------------------------------


def test_editors_of_the_desk_have_it_written_and_fetch_it(edition, edna, bob, dana, charlie, as_user):
    address = reverse("claims:report-archive", args=[edition.report_id])
    client = as_user(edna)
    edition_page = reverse("claims:edition", args=[edition.report_id, 2])
    assert address in client.get(edition_page).text
    assert address in client.get(reverse("claims:report", args=[edition.report_id])).text
    assert address not in as_user(bob).get(edition_page).text
    answer = client.post(address)
    job = Export.objects.get(kind=ExportKind.ARCHIVE)
    assert answer["Location"] == reverse("claims:job", args=["export", job.pk])
    assert client.post(address)["Location"] == answer["Location"]  # one at a time
    exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.done, job.total) == (job.total, 2 * 4 * len(KINDS) + 4)
    file = reverse("claims:export-file", args=[job.pk])
    page = client.get(answer["Location"]).text
    assert file in page
    assert f"{job.total} steps" in page
    assert archive_checker.faults(client.get(file).getvalue()) == []
    assert job.file_name in client.get(address).text
    for user, status in ((bob, 404), (dana, 404), (charlie, 404)):
        assert as_user(user).get(file).status_code == status
    assert AuditEntry.objects.filter(action="export.start", actor=edna).count() == 1


def test_who_is_no_editor_any_more_gets_none_written(edition, edna):
    job = exports.archive_start(user=edna, report=edition.report, at=timezone.now())
    edna.role = "reporter"
    edna.save()
    exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, exporting.NO_READER)


def test_a_stopped_archive_ends_soon(edition, edna, monkeypatch):
    """A worker asks, as it goes, whether it still holds the job."""
    monkeypatch.setattr(in_one_go, "TOLD_EVERY", 0)
    job = exports.archive_start(user=edna, report=edition.report, at=timezone.now())
    real = members.editions

    def stopped(case):
        Export.objects.filter(pk=job.pk).update(lease_token=None, lease_until=None, state=JobState.STOPPED)
        yield from real(case)

    monkeypatch.setattr(writing, "MEMBERS", (stopped,))
    exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.chunks.count()) == (JobState.STOPPED, 0)


def test_before_a_report_was_begun_there_is_no_archive(edition, edna):
    job = exports.moment_start(
        user=edna,
        report=edition.report,
        at=edition.report.created_at - timedelta(days=1),
        kind=ExportKind.ARCHIVE,
        title="",
        claims=0,
    )
    with pytest.raises(in_one_go.NoSuchMoment):
        exporting.export_slice(str(job.pk))

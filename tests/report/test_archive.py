"""The archive of a report: what it holds, that anybody can check it, and that it is always the same bytes."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims import jobs, seal, signing
from claims.models import AuditEntry, Claim, Event, Export, ExportKind
from claims.report import exporting, exports, progress
from claims.report.archive import members, printed, writing, zipping
from claims.report.formats.kinds import KINDS
from claims.report.formats.typst_child import NotSet
from claims.states import JobState
from claims.verify import events
from tests.report import archive_checker, made_once, makers
from tests.report.auditing import made

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


def archive_of(user, about, at=None):
    """Return the job of an archive, written by this process as a worker would."""
    job = exports.archive_start(user=user, about=about, at=at or timezone.now())
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
        table = archive.read("evidence.csv").decode()
        assert "'=SUM(1) later" in table
        assert '"Port registry","the registry dispute"\r\n' in table
        assert any(
            row["source"]["name"] == "Port registry"
            for claim in archive_checker.lines(archive, "claims.jsonl")
            for row in claim["claim"]["evidence"]
            if "source" in row
        )
        actions = [
            json.loads(row["spelling"])[7] for row in archive_checker.lines(archive, "record/entries.jsonl")
        ]
        assert actions.count("report.freeze") == 2
        assert len(archive_checker.lines(archive, "record/checkpoints.jsonl")) == 1
        assert {name for name in names if name.startswith("snapshots/")} - {"snapshots/index.jsonl"}
        assert "sha256sum --check --strict SHA256SUMS" in archive.read("README.txt").decode()


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


# --- The signature ----------------------------------------------------------------------------------------

needs_openssl = pytest.mark.skipif(
    "OpenSSL 3" not in (shutil.which("openssl") and subprocess.getoutput("openssl version") or ""),
    reason="no OpenSSL 3 here",
)


def again(data, change):
    """Return the archive with its members changed by `change(name, body)`; None leaves one out."""
    out = io.BytesIO()
    with opened(data) as archive, zipfile.ZipFile(out, "w") as forged:
        for name in archive.namelist():
            body = change(name, archive.read(name))
            if body is not None:
                forged.writestr(name, body)
    return out.getvalue()


def with_new_sums(data):
    """Put the sums right after a change, as somebody would who has no key."""
    with opened(data) as archive:
        rows = [line.split("  ", 1)[1] for line in archive.read("SHA256SUMS").decode().splitlines()]
        sums = "".join(f"{archive_checker.sha256(archive.read(name))}  {name}\n" for name in rows)
    return again(data, lambda name, body: sums.encode() if name == "SHA256SUMS" else body)


@pytest.fixture
def signed(edition, edna):
    seal.checkpoint()
    return bytes_of(archive_of(edna, edition.report))


@needs_openssl
def test_what_the_readme_says_proves_the_archive(signed, tmp_path):
    assert archive_checker.by_readme(signed, tmp_path, signing.public_key().fingerprint) == []
    readme = (tmp_path / "README.txt").read_text()
    assert signing.public_key().fingerprint in readme
    assert reverse("claims:signing-keys") in readme
    assert len(re.findall("openssl pkeyutl -verify", readme)) == 2  # the sums and the last checkpoint


FORGED = {
    "a file": lambda name, body: body + b"x" if name == "claims.jsonl" else body,
    "the manifest": lambda name, body: (
        body.replace(b"edition", b"Edition") if name == "manifest.json" else body
    ),
    "the README": lambda name, body: body + b"All is well.\n" if name == "README.txt" else body,
    "the last checkpoint": lambda name, body: body.replace(b", 1, ", b", 2, ") if "last-ch" in name else body,
}


@needs_openssl
@pytest.mark.parametrize("what", FORGED)
def test_whatever_is_changed_the_readme_finds_it(what, signed, tmp_path):
    changed = again(signed, FORGED[what])
    fingerprint = signing.public_key().fingerprint
    found = archive_checker.by_readme(changed, tmp_path / "1", fingerprint)
    assert any("sha256sum" in fault for fault in found), found
    found = archive_checker.by_readme(with_new_sums(changed), tmp_path / "2", fingerprint)
    assert any("pkeyutl" in fault for fault in found), found


@needs_openssl
def test_a_file_that_is_added_or_gone_is_found(signed, tmp_path):
    out = io.BytesIO(signed)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("claims-2.jsonl", "{}")
    fingerprint = signing.public_key().fingerprint
    assert archive_checker.by_readme(out.getvalue(), tmp_path / "1", fingerprint) == [
        "not listed: claims-2.jsonl"
    ]
    less = again(signed, lambda name, body: None if name == "evidence.csv" else body)
    assert any(
        "evidence.csv" in fault for fault in archive_checker.by_readme(less, tmp_path / "2", fingerprint)
    )


@needs_openssl
def test_another_newsrooms_key_is_found(signed, tmp_path, settings):
    """Somebody signs the archive anew with a key of theirs: all holds but the fingerprint."""
    ours, key = signing.public_key(), f"keys/{signing.public_key().id}.pem"
    settings.SIGNING_KEY = signing._new_pem()
    theirs = signing.public_key().pem.encode()
    changed = with_new_sums(again(signed, lambda name, body: theirs if name == key else body))
    with opened(changed) as archive:
        signature = signing.raw(signing.parted(signing.sign(archive.read("SHA256SUMS")))[2])
    forged = again(changed, lambda name, body: signature if name == "SHA256SUMS.sig" else body)
    found = archive_checker.by_readme(forged, tmp_path, ours.fingerprint)
    assert "another key" in found
    assert not any("SHA256SUMS.sig" in fault for fault in found)


def test_a_checkpoint_by_a_retired_key_brings_that_key_along(edition, edna, own_keys):
    seal.checkpoint()
    before, now = signing.rotate()
    with opened(bytes_of(archive_of(edna, edition.report))) as archive:
        assert {f"keys/{key.id}.pem" for key in (before, now)} <= set(archive.namelist())
        said, signature = (archive.read(f"record/last-checkpoint.txt{end}") for end in ("", ".sig"))
        assert json.loads(archive.read("manifest.json"))["signed_by"]["fingerprint"] == now.fingerprint
    assert signing.holds(said, f"ed25519:{before.id}:{base64.b64encode(signature).decode()}")


CHANGES = {
    "claims.jsonl": "end of chain",
    "record/entries.jsonl": "entry",
    "record/checkpoints.jsonl": "checkpoint",
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_checker_sees_what_was_changed_with_its_sums(name, edition, edna, monkeypatch):
    """Somebody changes a member and makes new sums: the chains and digests still tell."""
    seal.checkpoint()
    add = zipping.Piece.add

    def forged(piece, member):
        if member.name != name:
            return add(piece, member)
        sink = io.BytesIO()
        member.write(sink)
        text = sink.getvalue().decode().replace('"link": 1,', '"link": 3,').replace(" 1 ", " 2 ")
        text = text.replace('"head": "', '"head": "0')
        return add(piece, members.Member(name, member.what, lambda file: file.write(text.encode())))

    monkeypatch.setattr(zipping.Piece, "add", forged)
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


# --- An event ---------------------------------------------------------------------------------------------


@pytest.fixture
def event(edition, bob, alice):
    """An event of two of the edition's claims, one of which readers were given too."""
    row = Event.objects.create(desk=bob.desk, title="The port\u2028fire", starts_on="2025-06-09")
    first, second = (item.claim for item in edition.report.items.order_by("position")[:2])
    Claim.objects.filter(pk__in=[first.pk, second.pk]).update(event=row)
    makers.published(bob, alice, [first, makers.full_claim(bob, alice, words="9 buoys", title="Buoys")])
    makers.published(bob, alice, [makers.full_claim(bob, alice, words="8 ropes", title="Other ropes")])
    return row


def test_the_archive_of_an_event_holds_its_claims_and_what_readers_were_given(event, edition, edna, tmp_path):
    seal.checkpoint()
    data = bytes_of(archive_of(edna, event))
    assert archive_checker.faults(data) == []
    with opened(data) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["event"] == {"id": str(event.pk), "title": event.title, "desk": event.desk.name}
        assert "report" not in manifest
        (given,) = manifest["editions"]
        assert given["title"] == "For everybody"
        assert (manifest["claims"], given["claims"]) == (2, 2)
        folder = f"editions/{given['report']}/"
        assert sum(name.startswith(folder) for name in archive.namelist()) == len(KINDS)
        assert archive.read("README.txt").decode().startswith("Archive of an event: The port fire\n")
        chains = {row["chain"] for row in archive_checker.lines(archive, "record/entries.jsonl")}
        assert given["report"] in chains
    if "OpenSSL 3" in subprocess.getoutput("openssl version"):
        assert archive_checker.by_readme(data, tmp_path, signing.public_key().fingerprint) == []


def test_an_event_is_archived_as_it_was(event, edition, edna):
    at = timezone.now()
    before = bytes_of(archive_of(edna, event, at))
    Export.objects.update(expires_at=at)
    with transaction.atomic():
        events.event_rename(
            user=edna, event=event, title="Another fire", starts_on=None, ends_on=None, place="", note=""
        )
    makers.evidence(edition.report.items.first().claim, edna, body="Later")
    assert bytes_of(archive_of(edna, Event.objects.get(pk=event.pk), at)) == before


def test_who_may_publish_finds_the_archive_on_the_page_of_an_event(event, edna, bob, as_user):
    address = reverse("claims:event-archive", args=[event.pk])
    page = reverse("claims:event", args=[event.pk])
    client = as_user(edna)
    assert address in client.get(page).text
    assert address not in as_user(bob).get(page).text
    answer = client.post(address)
    job = Export.objects.get(event=event)
    assert answer["Location"] == reverse("claims:job", args=["export", job.pk])
    assert client.post(address)["Location"] == answer["Location"]  # one at a time
    exporting.export_slice(str(job.pk))
    assert job.file_name in client.get(address).text
    assert as_user(bob).get(reverse("claims:export-file", args=[job.pk])).status_code == 404


# --- Who takes over ---------------------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("behind", ["editions/", "claims.jsonl", "evidence.csv", "snapshots/", "record/"])
def test_who_takes_over_goes_on_behind_the_last_piece(behind, edition, edna, alice, monkeypatch):
    makers.brought(edition.report.items.first().claim, alice)
    at, seen = timezone.now(), []
    whole = bytes_of(archive_of(edna, edition.report, at))
    Export.objects.update(expires_at=at)
    monkeypatch.setattr(zipping, "LARGE", 1)
    add = zipping.Piece.add

    def watched(piece, member, *, kill=True):
        if kill and any(name.startswith(behind) for name in seen) and not member.name.startswith(behind):
            raise Killed
        seen.append(member.name)
        return add(piece, member)

    monkeypatch.setattr(zipping.Piece, "add", watched)
    job = exports.archive_start(user=edna, about=edition.report, at=at)
    with pytest.raises(Killed):
        exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    kept = [entry["name"] for row in job.chunks.exclude(kept=None) for entry in row.kept["entries"]]
    assert kept
    assert job.size == sum(len(chunk.data) for chunk in job.chunks.all())
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    seen.clear()
    monkeypatch.setattr(zipping.Piece, "add", lambda piece, member: watched(piece, member, kill=False))
    exporting.export_slice(str(job.pk))
    assert not set(kept) & set(seen)
    assert bytes_of(Export.objects.get(pk=job.pk)) == whole


def test_a_pdf_that_cannot_be_set_is_not_missed(edition, edna, monkeypatch):
    written = printed.written

    def broken(kind, *rest):
        if kind == ExportKind.PDF:
            raise NotSet("no fonts")
        return written(kind, *rest)

    monkeypatch.setattr(printed, "written", broken)
    job = exports.archive_start(user=edna, about=edition.report, at=timezone.now())
    with pytest.raises(NotSet, match="no fonts"):
        exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)


def test_the_page_says_which_file_begins_again(edition, edna, bob, as_user):
    at = timezone.now()
    archive = exports.archive_start(user=edna, about=edition.report, at=at)
    past = exports.moment_start(user=edna, report=edition.report, at=at, kind="csv", title="x", claims=1)
    book = exports.edition_start(user=edna, edition=edition, kind="xlsx")
    rows = exports.edition_start(user=edna, edition=edition, kind="csv")
    client = as_user(edna)
    for job, again in ((archive, False), (past, True), (book, True), (rows, False)):
        address = reverse("claims:job", args=["export", job.pk])
        assert ("it is begun again" in client.get(address).text) == again, job.kind
        client.post(reverse("claims:export-stop", args=[job.pk]))
        assert ("begins again" in client.get(address).text) == again, job.kind


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
    job = exports.archive_start(user=edna, about=edition.report, at=timezone.now())
    edna.role = "reporter"
    edna.save()
    exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, exporting.NO_READER)


def test_a_stopped_archive_ends_soon(edition, edna, monkeypatch):
    """A worker asks, as it goes, whether it still holds the job."""
    monkeypatch.setattr(progress, "TOLD_EVERY", 0)
    job = exports.archive_start(user=edna, about=edition.report, at=timezone.now())
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
    with pytest.raises(progress.NoSuchMoment):
        exporting.export_slice(str(job.pk))

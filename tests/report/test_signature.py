"""The signature of an edition: in every format, checked with OpenSSL alone, and never another one later."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import signing
from claims.models import ReportEdition
from claims.report import exporting, exports, services, signature_file
from claims.report.builder import canonical, spelled
from claims.report.formats.kinds import KINDS
from claims.report.formats.sealed import KEY, STATEMENT, VALUE, Sealed
from claims.report.publishing import tokens
from claims.report.publishing.methodology import BY_HAND
from claims.report.signatures import holds, sealed_of
from tests.report import made_once, makers
from tests.report.auditing import made
from tests.report.readers import (
    Text,
    claim_reviews,
    document,
    flat,
    markdown_html,
    of_csv,
    pages,
)

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES
needs_openssl = pytest.mark.skipif(
    "OpenSSL 3" not in (shutil.which("openssl") and subprocess.getoutput("openssl version") or ""),
    reason="no OpenSSL 3 here",
)


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def file_of(edition):
    return signature_file.response_of(edition).getvalue()


def unzipped(data, folder):
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def faults(folder, fingerprint):
    """Run what README.txt says; `fingerprint` is that of the newsroom's key, got by another way."""
    commands = re.findall(r"^      ((?:openssl|grep) .*)$", (folder / "README.txt").read_text(), re.M)
    assert len(commands) == 3
    found = []
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            found.append(command.split()[0])
        elif "DER" in command and fingerprint not in done.stdout:
            found.append("another key")
    return found


def said_by(kind, data):
    """Return (statement, signature, fingerprint) as a file has them, read by a program that is not ours."""
    if kind == "json":
        return parts(json.loads(data)["signature"])
    if kind == "claimreview.zip":
        (said,) = {parts(item["record"]["signature"]) for item in claim_reviews(data)}
        return said
    if kind == "csv":
        (said,) = {
            tuple(re.search(rf"^{name}: (.*) \|$", row, re.M)[1] for name in COLUMNS) for row in of_csv(data)
        }
        return said
    if kind == "xlsx":
        cells = dict(row[:2] for row in openpyxl.load_workbook(io.BytesIO(data))["Report"].values)
        return tuple(cells[label] for label in LABELS)
    text = flat(WORDS[kind](data))
    at = [text.index(label) for label in LABELS]
    ends = [*at[1:], None]
    words = [text[begin:end].split(" ") for begin, end in zip(at, ends, strict=True)]
    statement = " ".join(words[0]).removeprefix(STATEMENT).strip(": ")
    return statement, *(
        next(word for word in row if re.fullmatch(pattern, word))
        for row, pattern in zip(words[1:], (r"[A-Za-z0-9+/]{86}==", r"[0-9a-f]{64}"), strict=True)
    )


COLUMNS, LABELS = ("signed_statement", "signature", "signature_key"), (STATEMENT, VALUE, KEY)
WORDS = {
    "html": lambda data: Text(data.decode()).text,
    "md": lambda data: Text(markdown_html(data)).text,
    "pdf": lambda data: pages(data).pages[0].extract_text(),
    "docx": lambda data: "\n".join(row.text for row in document(data).paragraphs),
}


def parts(data):
    return data["statement"], data["value"], data["fingerprint"]


def by_hand(folder, statement, signature, pem):
    """Run the commands of the methodology page; returns whether the signature holds."""
    folder.mkdir(exist_ok=True)
    (folder / "key.pem").write_text(pem)
    commands = BY_HAND.replace("STATEMENT", statement).replace("SIGNATURE", signature)
    return subprocess.run(["sh", "-c", commands], cwd=folder, capture_output=True).returncode == 0


# --- In every format --------------------------------------------------------------------------------------


def test_an_edition_is_signed_as_it_is_frozen(edition):
    signature = sealed_of(edition).signature
    at = edition.content["edition"]["as_of"]
    assert signature.statement == (
        f"second-source/edition/1 report {edition.report_id} edition 2 as-of {at} sha256 {edition.sha256}"
    )
    assert signature.fingerprint == signing.public_key().fingerprint
    assert holds(signature)


@needs_openssl
@pytest.mark.parametrize("kind", KINDS)
def test_what_every_file_says_holds_by_hand(kind, edition, tmp_path):
    signature, pem = sealed_of(edition).signature, signing.public_key().pem
    said = said_by(kind, made(edition, kind))
    assert said == (signature.statement, signature.value, signature.fingerprint)
    assert by_hand(tmp_path, *said[:2], pem)
    if kind == "json":  # the negative controls, once
        earlier = sealed_of(edition.report.editions.get(number=1)).signature
        assert not by_hand(tmp_path, said[0].replace("edition 2", "edition 3"), said[1], pem)
        assert not by_hand(tmp_path, said[0], earlier.value, pem)
        assert not by_hand(tmp_path, *said[:2], signing.PublicKey(another_key()).pem)


def another_key():
    private = signing._private(signing._new_pem())
    return signing._public_pem(private.public_key())


@pytest.mark.parametrize("kind", KINDS)
def test_an_edition_of_before_says_that_it_is_not_signed(kind, edition):
    edition.signatures = []
    data = made(edition, kind)
    if kind == "json":
        assert json.loads(data)["signature"] is None
    elif kind == "claimreview.zip":
        assert {item["record"]["signature"] for item in claim_reviews(data)} == {None}
    elif kind == "csv":
        assert "signed_statement: |" in flat(of_csv(data)[0])
    elif kind == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(data))["Report"].values)
        assert [row[1].startswith("Not signed: no") for row in rows if row[0] == "Signature"] == [True]
    else:
        text = flat(WORDS[kind](data))
        assert "Not signed: no signature was made when this edition was frozen." in text
        assert STATEMENT not in text


def test_a_signature_of_another_content_is_not_printed(edition):
    """Should a row be changed: what is printed is a signature of this content or none."""
    edition.sha256 = "0" * 64
    assert json.loads(made(edition, "json"))["signature"] is None
    assert signature_file.response_of(edition) is None


# --- The file beside the formats --------------------------------------------------------------------------


@needs_openssl
def test_what_the_readme_says_proves_the_edition(edition, bob, as_user, tmp_path):
    address = reverse("claims:edition-file", args=[edition.report_id, 2, signature_file.KIND])
    page = as_user(bob).get(reverse("claims:edition", args=[edition.report_id, 2])).text
    assert address in page
    answer = as_user(bob).get(address)
    assert answer["Content-Disposition"].endswith('.signature.zip"')
    folder = unzipped(answer.getvalue(), tmp_path / "x")
    assert faults(folder, signing.public_key().fingerprint) == []
    assert (folder / "content.json").read_bytes() == canonical(edition.content)


@needs_openssl
def test_whatever_is_changed_the_readme_finds_it(edition, tmp_path):
    ours = sealed_of(edition).signature.fingerprint
    data = file_of(edition)
    folder = unzipped(data, tmp_path / "content")
    content = folder / "content.json"
    content.write_bytes(content.read_bytes().replace(b"containers", b"Containers", 1))
    assert faults(folder, ours) == ["grep"]

    folder = unzipped(data, tmp_path / "statement")
    changed = (folder / "statement.txt").read_bytes().replace(b"edition 2", b"edition 3")
    (folder / "statement.txt").write_bytes(changed)
    assert faults(folder, ours) == ["openssl"]

    folder = unzipped(data, tmp_path / "other")
    other = unzipped(file_of(edition.report.editions.get(number=1)), tmp_path / "first")
    assert faults(other, ours) == []
    shutil.copy(other / "statement.txt.sig", folder)
    assert faults(folder, ours) == ["openssl"]
    shutil.copy(other / "statement.txt", folder)  # a whole signature, of another edition
    assert faults(folder, ours) == ["grep"]

    folder = unzipped(data, tmp_path / "key")
    (key,) = folder.glob("*.pem")
    private = signing._private(signing._new_pem())
    key.write_text(signing._public_pem(private.public_key()))
    assert faults(folder, ours) == ["openssl", "another key"]
    (folder / "statement.txt.sig").write_bytes(private.sign((folder / "statement.txt").read_bytes()))
    assert faults(folder, ours) == ["another key"]


def test_a_new_key_changes_nothing_that_was_frozen(edition, own_keys, bob, as_user):
    settings_key = signing.public_key()
    first = edition_again(bob, edition)
    before = {kind: made(first, kind) for kind in KINDS}, file_of(first)
    signing.rotate()
    stored = ReportEdition.objects.get(pk=first.pk)
    assert ({kind: made(stored, kind) for kind in KINDS}, file_of(stored)) == before
    assert holds(sealed_of(stored).signature)
    assert sealed_of(stored).signature.key == settings_key.id
    assert sealed_of(edition_again(bob, edition)).signature.key == signing.public_key().id
    signing._own(signing.RETIRED_FILE).unlink()  # a key that is published no more
    with zipfile.ZipFile(io.BytesIO(file_of(stored))) as archive:
        assert "key is not here" in archive.read("README.txt").decode()
        assert not [name for name in archive.namelist() if name.endswith(".pem")]


def edition_again(bob, edition):
    return services.report_freeze(user=bob, report=edition.report, version=None)


def test_a_worker_and_the_past_have_the_same_signature(edition, bob, as_user):
    asked = reverse("claims:report-as-of-file", args=[edition.report_id, "json"])
    then = as_user(bob).get(asked, {"as_of": edition.as_of.isoformat()}).getvalue()
    assert then == made(edition, "json")
    job = exports.moment_start(
        user=bob, report=edition.report, at=edition.as_of, kind="json", title="x", claims=4
    )
    exporting.export_slice(str(job.pk))
    assert b"".join(exports.chunks(job)) == then
    later = as_user(bob).get(asked, {"as_of": timezone.now().isoformat()}).getvalue()
    assert json.loads(later)["signature"] is None


def test_the_content_is_spelled_the_same_in_pieces(edition):
    assert b"".join(spelled(edition.content, edition.content["claims"])) == canonical(edition.content)
    empty = {**edition.content, "claims": []}
    assert b"".join(spelled(empty, [])) == canonical(empty)


# --- What readers have ------------------------------------------------------------------------------------


@needs_openssl
@pytest.mark.parametrize("names", [True, False])
def test_readers_check_what_they_have(names, edition, edna, tmp_path):
    publication = makers.publish(edition, edna, names=names)
    path = tokens.path_of(publication.links.get())
    client = Client()
    page = client.get(path).text
    assert f"{path}report.signature.zip" in page
    answer = client.get(f"{path}report.signature.zip")
    assert answer.status_code == 200
    folder = unzipped(answer.getvalue(), tmp_path / "x")
    assert faults(folder, signing.public_key().fingerprint) == []
    statement = (folder / "statement.txt").read_text()
    assert statement.startswith(
        "second-source/edition/1 " if names else "second-source/edition-without-names/1 "
    )
    file = json.loads(client.get(f"{path}report.json").getvalue())
    assert file["signature"]["statement"] == statement.strip()
    assert file["sha256"] in statement
    assert canonical(file["content"]) == (folder / "content.json").read_bytes()
    assert ("edna" in (folder / "content.json").read_text().lower()) is False or names
    assert statement.strip() in flat(Text(client.get(f"{path}2/").text).text)


def test_an_edition_that_is_not_signed_offers_none(edition, edna, bob, as_user, monkeypatch):
    monkeypatch.setattr("claims.report.signatures.sealed", lambda sha256, _: Sealed(sha256))
    monkeypatch.setattr("claims.report.publishing.reads.sealed", lambda sha256, _: Sealed(sha256))
    path = tokens.path_of(makers.publish(edition, edna).links.get())
    client = Client()
    assert "Not signed: no signature" in client.get(path).text
    assert "signature.zip" not in client.get(path).text
    assert client.get(f"{path}report.signature.zip").status_code == 404
    own = reverse("claims:edition", args=[edition.report_id, 2])
    assert "Not signed: no signature" in as_user(bob).get(own).text
    assert "signature.zip" not in as_user(bob).get(own).text
    file = reverse("claims:edition-file", args=[edition.report_id, 2, signature_file.KIND])
    assert as_user(bob).get(file).status_code == 404


# --- What the documentation says --------------------------------------------------------------------------


@needs_openssl
@pytest.mark.parametrize("file", ["docs/report-format.md", "docs/operations.md"])
def test_the_documented_commands_are_those(file, edition, tmp_path):
    """The commands stand in the documents as they are run above; the ones with a file are run here."""
    text = (settings.BASE_DIR / file).read_text()
    if file.endswith("format.md"):
        assert BY_HAND in text
        commands = re.findall(r"```sh\n(unzip .*?)```", text, re.S)
    else:
        commands = [
            found.replace("\n    ", "\n") for found in re.findall(r"^    (unzip .*(?:\n    .*)*)", text, re.M)
        ]
    (block,) = commands
    (tmp_path / "edition.signature.zip").write_bytes(file_of(edition))
    done = subprocess.run(["sh", "-ec", block], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Signature Verified Successfully" in done.stdout
    assert edition.sha256 in done.stdout
    assert signing.public_key().fingerprint in done.stdout
    value = base64.b64decode(sealed_of(edition).signature.value)
    assert (tmp_path / "statement.txt.sig").read_bytes() == value

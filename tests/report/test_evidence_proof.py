"""A file, its hash and its grade stand in every format that lists evidence."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.management import call_command

from claims.models import Evidence
from claims.report import services
from claims.report.files import bytes_of
from claims.report.formats.proof import proof_of
from claims.report.parts import evidence_of
from tests.cast import make_source
from tests.report import makers
from tests.report.readers import sheet_rows, workbook

pytestmark = pytest.mark.django_db
NAME = "log of the port.pdf"


@pytest.fixture
def edition(accepted, bob):
    makers.brought(accepted, bob, name=NAME)
    report = makers.report_of(bob, [accepted])
    return services.report_freeze(user=bob, report=report, version=None)


def words(data: bytes, kind: str) -> str:
    if kind not in {"docx", "xlsx"}:
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_json_has_the_file_and_the_grade(edition):
    row = Evidence.objects.get()
    (printed,) = json.loads(bytes_of(edition, "json"))["content"]["claims"][0]["evidence"]["for"]
    assert printed["file"] == {
        "name": NAME,
        "sha256": row.document.sha256,
        "size": row.document.size,
        "kind": "pdf",
    }
    assert printed["grade"] == {"reliability": "B", "credibility": "2"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "md", "docx", "html"])
def test_the_other_formats_name_file_hash_and_grade(edition, kind):
    text = words(bytes_of(edition, kind), kind)
    assert NAME in text.replace("\\", "")
    assert Evidence.objects.get().document.sha256 in text
    assert "B2" in text


def test_the_pdf_is_made(edition):
    assert bytes_of(edition, "pdf").startswith(b"%PDF")


def test_whose_it_is_stands_in_the_sheet_and_under_the_grade(edition, bob):
    row = Evidence.objects.get()
    row.source = make_source("Lena Hart", "person", role="harbour master", party_to="the port dispute")
    row.save()
    words = proof_of(evidence_of(row))
    assert words.startswith(
        "Words or data of Lena Hart, harbour master; a side of: the port dispute. File “log of the port.pdf”"
    )
    again = services.report_freeze(user=bob, report=edition.report, version=None)
    (line,) = sheet_rows(workbook(bytes_of(again, "xlsx")), "Evidence")
    names = ("source", "source_role", "source_organisation", "source_party_to")
    assert [line[name] for name in names] == ["Lena Hart", "harbour master", None, "the port dispute"]
    (before,) = sheet_rows(workbook(bytes_of(edition, "xlsx")), "Evidence")
    assert [before[name] for name in names] == [None] * 4


def test_evidence_of_older_editions_has_nothing_beside_its_words():
    assert proof_of({"what": "A call"}) == ""


def test_the_record_is_whole_with_the_new_entries(edition):
    call_command("verify_audit")

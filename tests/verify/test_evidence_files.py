"""Files as evidence: brought, hashed, used again, sent as attachments; what is refused says why."""

from __future__ import annotations

import hashlib
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from django.urls import reverse

from claims.models import AuditEntry, Claim, Document, DocumentChunk, Evidence
from claims.verify import documents
from claims.verify.refusal import CannotDecide
from tests.cast import make_article, make_claim

from .scene import approved, dismiss, submitted
from .test_claim_page import text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nThe port's own log.\n"


def url(name: str, row) -> str:
    return reverse(f"claims:{name}", args=[row.pk])


def bring(client, claim, name="log.pdf", data=PDF, **more):
    values = {"kind": "file", "relation": "corroborates", "reason": "Its own log.", **more}
    return client.post(url("evidence-add", claim), values | {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def client(as_user, bob):
    return as_user(bob)


def test_a_file_is_stored_with_its_hash_and_the_record_holds_it(client, accepted, bob):
    assert bring(client, accepted, reliability="B", credibility="2").status_code == 303
    row = Evidence.objects.get()
    assert (row.kind, row.state, row.grade) == ("file", "confirmed", "B2")
    assert row.document.sha256 == hashlib.sha256(PDF).hexdigest()
    after = AuditEntry.objects.get(action="evidence.add").after
    assert after["file"] == {"name": "log.pdf", "sha256": row.document.sha256}
    assert after["grade"] == ["B", "2"]
    words = text_of(client.get(url("claim", accepted)))
    assert "log.pdf" in words
    assert "B2" in words


def test_it_is_sent_as_an_attachment_and_never_shown(client, accepted):
    bring(client, accepted, name="кошторис «порт».html", data=b"<!doctype html><script>alert(1)</script>")
    answer = client.get(url("evidence-file", Evidence.objects.get()))
    assert b"".join(answer.streaming_content) == b"<!doctype html><script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    again = client.get(
        url("evidence-file", Evidence.objects.get()), headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_another_desk_and_readers_get_no_file(client, accepted, as_user, charlie, dana):
    bring(client, accepted)
    address = url("evidence-file", Evidence.objects.get())
    assert as_user(charlie).get(address).status_code == 404
    assert as_user(dana).get(address).status_code == 403
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.pdf", b"", "The file is empty: it has 0 bytes"),
        ("bomb.zip", b"PK\x03\x04" + b"\0" * 40, "Archives are not taken, and never unpacked"),
        ("scan.pdf", b"\xff\xd8\xff\xe0", "ends with .pdf, which is a PDF, but the content is a JPEG image"),
        ("invoice\u202efdp.exe", b"MZ", "Files that end with .exe are not taken"),
    ],
)
def test_what_is_not_taken_says_why_and_keeps_what_was_typed(client, accepted, name, data, said):
    answer = bring(client, accepted, name, data)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in text_of(answer)
    assert 'value="Its own log."' in html
    assert not Document.objects.exists()


def test_a_file_above_the_limit_is_refused_and_nothing_of_it_is_kept(client, accepted, settings):
    settings.EVIDENCE_FILE_LIMIT = 1024 * 1024
    answer = bring(client, accepted, data=PDF + b"x" * 1024 * 1024)
    assert answer.status_code == 422
    assert "larger than 1 MB, which is the limit" in text_of(answer)
    assert 'value="Its own log."' in answer.content.decode()
    assert bring(client, accepted, data=PDF + b"x" * 1024 * 1000).status_code == 303


def test_of_200_megabytes_next_to_nothing_stands_in_memory(client, accepted):
    """The body is made while it is read, as from a socket."""
    head = (
        b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nfile\r\n'
        b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\nIts own log.\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="log.pdf"\r\n\r\n%PDF-1.7'
    )
    body = Endless(head, 200 * 1024 * 1024, b"\r\n--x--\r\n")
    tracemalloc.start()
    answer = client.generic(
        "POST",
        url("evidence-add", accepted),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(body.left)},
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 422
    assert "larger than 25 MB, which is the limit" in text_of(answer)
    assert 'value="Its own log."' in answer.content.decode()
    assert peak < 20 * 1024 * 1024


class Endless:
    """A body that is made piece by piece."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        self.head, self.tail, self.left = head, tail, len(head) + size + len(tail)

    def read(self, size: int = -1) -> bytes:
        if self.head:
            piece, self.head = self.head, b""
        elif self.left > len(self.tail):
            piece = b"x" * min(65_536 if size < 0 else size, self.left - len(self.tail))
        else:
            piece = self.tail[: self.left]
        self.left -= len(piece)
        return piece

    readline = read


def test_a_large_file_is_stored_in_pieces(accepted, bob):
    file = TemporaryUploadedFile("log.txt", "text/plain", 0, None)
    for _ in range(25):
        file.write(b"a line of the log\n" * 5_000)
    file.size = file.tell()
    with transaction.atomic():
        row = documents.document_keep(user=bob, desk=accepted.desk, file=file)
    assert DocumentChunk.objects.filter(document=row).count() > 2
    whole = hashlib.sha256()
    for piece in documents.content(row):
        assert len(piece) <= documents.PIECE
        whole.update(piece)
    assert (whole.hexdigest(), row.size) == (row.sha256, file.size)


def test_the_same_file_twice_on_a_claim_is_recognised(client, accepted):
    bring(client, accepted)
    answer = bring(client, accepted, name="copy.pdf")
    assert answer.status_code == 422
    assert "This file is in the evidence of this claim already, as “log.pdf”" in text_of(answer)
    assert Evidence.objects.count() == 1


@pytest.fixture
def other(harbour, bob) -> Claim:
    return make_claim(harbour, "only 2 ships were delayed", review_state="accepted", reviewed_by=bob)


def test_the_same_file_on_another_claim_is_one_file(client, accepted, other):
    bring(client, accepted)
    answer = bring(client, other, name="copy.pdf")
    assert answer.status_code == 303
    assert "was here already, as “log.pdf”" in text_of(client.get(answer["Location"]))
    assert (Document.objects.count(), Evidence.objects.count()) == (1, 2)


def test_evidence_of_another_claim_is_found_and_used_again(client, accepted, other):
    bring(client, accepted)
    row = Evidence.objects.get()
    asked = {"kind": "used", "used": "log", "find": "used", "relation": "context"}
    assert f'value="{row.pk}"' in client.post(url("evidence-add", other), asked).content.decode()
    assert f'value="{row.pk}"' not in client.post(url("evidence-add", accepted), asked).content.decode()
    values = {"kind": "used", "used": "log", "reuse": row.pk, "relation": "context"}
    assert client.post(url("evidence-add", other), values).status_code == 303
    used = Evidence.objects.get(claim=other)
    assert (used.document, used.kind, used.relation) == (row.document, "file", "context")
    words = text_of(client.get(url("evidence", used)))
    assert "2 claims" in words
    assert accepted.statement in words


def test_another_desk_s_file_is_not_used(client, accepted, other_desk, charlie, as_user):
    theirs = make_claim(make_article(other_desk), "12 containers")
    bring(as_user(charlie), theirs)
    values = {"kind": "used", "reuse": Evidence.objects.get().pk, "relation": "context", "used": "log"}
    assert client.post(url("evidence-add", accepted), values).status_code == 404
    bring(client, accepted)
    assert Document.objects.count() == 2  # the same bytes on two desks: neither knows of the other


def test_where_used_names_reports_and_the_verdict_that_rests_on_it(client, accepted, bob, alice):
    from tests.report import makers  # noqa: PLC0415

    bring(client, accepted)
    row = Evidence.objects.get()
    makers.report_of(bob, [accepted], title="The port")
    approved(accepted, bob, alice, rests_on=[row])
    words = text_of(client.get(url("evidence", row)))
    assert "A verdict rests on it." in words
    assert "The port" in words


def test_withdrawn_evidence_is_struck_and_what_rests_on_it_says_so(client, accepted, bob, alice):
    bring(client, accepted)
    row = Evidence.objects.get()
    approved(accepted, bob, alice, rests_on=[row])
    answer = client.post(url("evidence-dismiss", row), {"reason": "The log is forged."})
    assert answer.status_code == 303
    words = text_of(client.get(url("claim", accepted)))
    assert "withdrawn since: The log is forged." in words
    assert "evidence it rests on was dismissed" in words
    assert Document.objects.filter(pk=row.document_id).exists()
    again = bring(client, accepted)
    assert "it was withdrawn. Confirm it again there." in text_of(again)


def test_a_verdict_that_waits_warns_of_withdrawn_evidence(client, accepted, bob):
    bring(client, accepted)
    row = Evidence.objects.get()
    submitted(accepted, bob, rests_on=[row])
    assert "was withdrawn or dismissed since" not in text_of(client.get(url("claim", accepted)))
    dismiss(row, bob, "Forged.")
    assert "was withdrawn or dismissed since" in text_of(client.get(url("claim", accepted)))


def test_a_file_moves_with_a_merge_unless_the_other_claim_has_it(client, accepted, other, bob):
    from claims.review.claim_merging import claim_merge  # noqa: PLC0415

    bring(client, accepted)
    bring(client, other)
    with transaction.atomic():
        claim_merge(user=bob, claim=other, keep=accepted)
    assert sorted(Evidence.objects.values_list("claim", flat=True)) == sorted([accepted.pk, other.pk])
    refused = bring(client, other, name="b.pdf", data=b"%PDF-2")
    assert "was merged into another one" in text_of(refused)


def test_files_are_never_changed_or_deleted(client, accepted):
    bring(client, accepted)
    for change in (
        lambda: Document.objects.update(name="other.pdf"),
        lambda: DocumentChunk.objects.update(data=b"other"),
        lambda: DocumentChunk.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()


def test_a_refused_file_raises_for_callers_too(accepted, bob):
    with pytest.raises(CannotDecide, match="0 bytes"), transaction.atomic():
        documents.document_keep(user=bob, desk=accepted.desk, file=SimpleUploadedFile("a.pdf", b""))

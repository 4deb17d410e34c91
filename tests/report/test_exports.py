"""Files of many claims: what they hold, how a worker writes them, and how they are sent."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from claims import jobs
from claims.access import access_export, visible_to
from claims.models import AuditEntry, Claim, Export, ExportChunk
from claims.report import exporting, exports, listed, services
from claims.report.formats import csv as csv_format
from claims.report.formats import json as json_format
from claims.report.formats.pieces import pieces
from claims.report.formats.sealed import Sealed
from claims.report.signatures import sealed_of
from claims.states import JobState
from tests.cast import make_article, make_claim, make_claims
from tests.report import makers

pytestmark = pytest.mark.django_db
MANY = 23


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Seven claims are sent at once, five make a chunk; no broker."""
    monkeypatch.setattr(exports, "AT_ONCE", 7)
    monkeypatch.setattr(listed, "BATCH", 5)
    monkeypatch.setattr(jobs.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def many(foreign_desk, bob):
    """MANY claims of one article."""
    words = [f"{number} containers" for number in range(100, 100 + MANY)]
    article = make_article(foreign_desk, text="The port counts: " + ", ".join(words) + ".")
    return make_claims(article, [(each, {}) for each in words])


@pytest.fixture
def edition(bob, alice, many):
    report = makers.report_of(bob, [makers.full_claim(bob, alice), *many], title="The port")
    return services.report_freeze(user=bob, report=report, version=None)


def start(user, kind="csv", asks=""):
    return exports.list_start(user=user, kind=kind, asks=asks)


def written(job, seconds=60.0):
    while exporting.export_slice(str(job.pk), seconds=seconds):
        pass
    job.refresh_from_db()
    return job


def file_of(job):
    return b"".join(exports.chunks(job))


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# --- what the file holds


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("seconds", [60.0, 0.0])
def test_the_file_of_an_edition_is_the_same_as_when_sent_at_once(kind, seconds, bob, edition):
    whole = {
        "csv": b"".join(csv_format.render(edition.content, sealed_of(edition))),
        "json": json_format.render(edition.content, sealed_of(edition)),
    }
    job = written(exports.edition_start(user=bob, edition=edition, kind=kind), seconds)
    assert file_of(job) == whole[kind]
    assert (job.state, job.done, job.total) == (JobState.DONE, MANY + 1, MANY + 1)
    assert job.sha256 == hashlib.sha256(whole[kind]).hexdigest()
    assert job.size == len(whole[kind])
    assert job.chunks.count() >= 5


@pytest.mark.parametrize("hostile", ['"claims": [', '\n    "claims": [\n      0\n    ]', "]", "\\", "\u2028"])
def test_no_text_of_a_claim_is_taken_for_a_part_of_the_file(hostile, bob, edition):
    content = json.loads(json.dumps(edition.content))
    for place in (content["report"], content["claims"][0]):
        place.update(dict.fromkeys(place.keys() & {"title", "introduction", "statement", "note"}, hostile))
    parts = pieces("json", content, Sealed("seal"))
    made = parts.head + b"".join(parts.row(claim) for claim in content["claims"]) + parts.tail
    assert made == json_format.render(content, Sealed("seal"))


def test_a_list_holds_what_the_queue_shows_in_the_order_of_creation(bob, alice, many):
    Claim.objects.filter(pk=many[3].pk).update(set_aside=True)
    job = written(start(bob))
    rows = rows_of(file_of(job))
    assert [row["statement"] for row in rows] == [each.statement for each in many if each != many[3]]
    assert [row["position"] for row in rows] == [str(number) for number in range(1, MANY)]
    assert {row["report"] for row in rows} == {""}
    assert rows[0]["as_of"]
    asked = written(start(bob, asks="q=110&sort=newest"))
    assert [row["statement"] for row in rows_of(file_of(asked))] == ["110 containers"]


def test_a_list_as_json_says_who_asked_for_what(bob, many):
    content = json.loads(file_of(written(start(bob, "json", "review=extracted"))))["content"]
    assert content["schema"] == "second-source/claims/1"
    assert content["asked"] == {"for": "review=extracted", "by": bob.display_name, "desk": "Foreign desk"}
    assert len(content["claims"]) == MANY


def test_a_list_without_claims_is_a_whole_file(bob):
    assert json.loads(file_of(written(start(bob, "json"))))["content"]["claims"] == []
    assert rows_of(file_of(written(start(bob)))) == []


# --- how it is written


def test_another_worker_goes_on_behind_the_last_claim(bob, many):
    job = start(bob)
    assert exporting.export_slice(str(job.pk), seconds=0) is True
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.QUEUED, 5)
    dead = jobs.begin(Export, str(job.pk))  # a worker that dies before it writes anything
    assert exporting.export_slice(str(job.pk)) is False
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    written(job)
    assert [row["statement"] for row in rows_of(file_of(job))] == [each.statement for each in many]
    with pytest.raises(exporting.jobs.flow.LostLease), transaction.atomic():
        exporting._write(dead, b"twice", 5, None)
    assert job.chunks.filter(data=b"twice").count() == 0


def test_claims_that_are_added_meanwhile_stay_out_and_change_no_place(bob, many, foreign_desk):
    job = start(bob)
    exporting.export_slice(str(job.pk), seconds=0)
    make_claim(make_article(foreign_desk, text="Later: 9 boats.", title="Later"), "9 boats")
    Claim.objects.filter(pk=many[2].pk).update(set_aside=True)
    written(job)
    assert [row["statement"] for row in rows_of(file_of(job))] == [each.statement for each in many]


def test_it_fails_with_a_sentence_after_five_tries_and_goes_on_when_asked(bob, many, monkeypatch):
    job = start(bob)
    exporting.export_slice(str(job.pk), seconds=0)
    with monkeypatch.context() as broken:
        broken.setattr(listed, "claim_of", lambda *_, **__: 1 / 0)
        for _ in range(5):
            with pytest.raises(ZeroDivisionError):
                exporting.export_slice(str(job.pk))
        assert exporting.export_slice(str(job.pk)) is False
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.FAILED, 5)
    assert job.error == jobs.KINDS[Export].failure
    exports.export_again(user=bob, job=job)
    assert len(rows_of(file_of(written(job)))) == MANY
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "export.start",
        "export.again",
    ]


def test_it_is_given_up_when_its_workers_die_again_and_again(bob, many):
    job = start(bob)
    Export.objects.update(
        state=JobState.RUNNING,
        attempts=5,
        lease_token="0" * 32,
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    assert jobs.sweep() == 0
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, jobs.KINDS[Export].failure)


def test_a_stopped_one_writes_nothing_more_and_can_go_on(bob, many):
    job = start(bob)
    working = jobs.begin(Export, str(job.pk))
    job.refresh_from_db()
    exports.export_stop(user=bob, job=job)
    with pytest.raises(jobs.flow.LostLease), transaction.atomic():
        exporting._write(working, b"late", 5, None)
    assert exporting.export_slice(str(job.pk)) is False
    exports.export_again(user=bob, job=job)
    assert written(job).state == JobState.DONE


def test_who_may_no_longer_read_gets_no_file(bob, many):
    job = start(bob)
    bob.role = "viewer"
    bob.save()
    written(job)
    assert (job.state, job.error) == (JobState.FAILED, exporting.NO_READER)


def test_asking_twice_makes_one_file(bob, alice, edition):
    first = exports.edition_start(user=bob, edition=edition, kind="csv")
    assert exports.edition_start(user=alice, edition=edition, kind="csv") == first
    written(first)
    assert exports.edition_start(user=alice, edition=edition, kind="csv") == first
    assert exports.edition_start(user=alice, edition=edition, kind="json") != first
    assert start(bob) == start(bob)


def test_a_file_is_gone_after_a_week_and_can_be_written_again(bob, edition):
    job = written(exports.edition_start(user=bob, edition=edition, kind="csv"))
    assert exports.expire() == 0
    past = timezone.now() - timedelta(days=7, minutes=1)
    Export.objects.update(finished_at=past, expires_at=past + exports.KEEP)
    assert exports.expire() == 1
    assert ExportChunk.objects.count() == 0
    job.refresh_from_db()
    assert job.is_gone
    again = exports.export_again(user=bob, job=job)
    assert again != job
    assert written(again).is_ready


def test_a_half_written_file_that_expired_begins_anew(bob, many):
    job = start(bob)
    exporting.export_slice(str(job.pk), seconds=0)
    job.refresh_from_db()
    exports.export_stop(user=bob, job=job)
    Export.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert exports.expire() == 1
    job.refresh_from_db()
    exports.export_again(user=bob, job=job)
    assert len(rows_of(file_of(written(job)))) == MANY


def test_the_database_keeps_exports_and_refuses_an_unsealed_one(bob, many):
    job = start(bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        job.delete()
    Export.objects.update(state=JobState.RUNNING, lease_token="0" * 32, lease_until=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(state=JobState.DONE)


# --- who may have it


def test_a_list_is_for_who_asked_and_an_edition_for_the_desk(bob, alice, dana, charlie, ada, edition, many):
    mine, frozen = start(bob), exports.edition_start(user=bob, edition=edition, kind="csv")
    seen = {user.username: set(visible_to(user, Export)) for user in (bob, alice, dana, charlie, ada)}
    assert seen == {
        "bob": {mine, frozen},
        "alice": {frozen},
        "dana": {frozen},
        "charlie": set(),
        "ada": {mine, frozen},
    }
    with pytest.raises(Http404):
        access_export(alice, mine.pk)
    bob.role = "viewer"
    bob.save()
    assert set(visible_to(bob, Export)) == {frozen}


# --- how it is sent


def post(client, name, *keys, **data):
    return client.post(reverse(f"claims:{name}", args=keys), data)


def test_a_short_list_is_sent_at_once(bob, as_user, many):
    answer = post(as_user(bob), "claim-export", all="yes", kind="csv", asks="q=110")
    assert (answer.status_code, answer.streaming) == (200, True)
    assert answer["Content-Disposition"].startswith('attachment; filename="claims-foreign-desk-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [row["statement"] for row in rows_of(answer.getvalue())] == ["110 containers"]
    assert Export.objects.count() == 0


def test_a_long_list_is_written_by_a_worker_and_sent_with_length_and_tag(bob, as_user, many):
    client = as_user(bob)
    answer = post(client, "claim-export", all="yes", kind="json")
    job = Export.objects.get()
    assert answer["Location"] == reverse("claims:job", args=["export", job.pk])
    file = reverse("claims:export-file", args=[job.pk])
    assert client.get(file)["Location"] == answer["Location"]
    written(job)
    answer = client.get(file)
    body = answer.getvalue()
    assert answer["Content-Length"] == str(len(body))
    assert answer["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'attachment; filename="{job.file_name}"'
    same = client.get(file, headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_the_link_of_a_long_edition_leads_to_its_file(dana, as_user, edition):
    client = as_user(dana)
    link = reverse("claims:edition-file", args=[edition.report_id, 1, "csv"])
    assert "24 claims" in client.get(link).content.decode()
    assert Export.objects.count() == 0  # looking starts nothing
    post(client, "edition-prepare", edition.report_id, 1, kind="csv")
    job = Export.objects.get()
    assert "0 of 24 claims" in client.get(link).content.decode()
    written(job)
    assert len(rows_of(client.get(link).getvalue())) == 24


@pytest.mark.parametrize("data", [{}, {"kind": "html"}, {"kind": "csv", "asks": "q=" + "a" * 5000}])
def test_what_cannot_be_made_is_not_found(bob, as_user, many, data):
    assert post(as_user(bob), "claim-export", all="yes", **data).status_code == 404


def test_ticked_claims_are_sent_at_once_in_the_order_of_every_file(bob, charlie, as_user, many):
    ticked = [many[each].pk for each in (9, 8, 7, 6, 5, 4, 3, 2, 1)]  # more than are sent of a question
    answer = post(as_user(bob), "claim-export", kind="csv", claim=ticked, asks="q=110")
    assert [row["statement"] for row in rows_of(answer.getvalue())] == [each.statement for each in many[1:10]]
    assert Export.objects.count() == 0
    for client, data in ((as_user(bob), {}), (as_user(charlie), {"claim": ticked})):
        answer = client.post(
            reverse("claims:claim-export"), {"kind": "csv", "next": "/claims/?q=1", **data}, follow=True
        )
        assert answer.redirect_chain == [("/claims/?q=1", 303)]
        assert "Tick the claims" in answer.text


def test_an_address_of_claims_is_a_table_and_a_long_one_is_offered(bob, charlie, as_user, many):
    client = as_user(bob)
    answer = client.get(reverse("claims:claims-export"), {"q": "110"})
    assert answer["Content-Disposition"].startswith('attachment; filename="claims-foreign-desk-')
    assert [row["statement"] for row in rows_of(answer.getvalue())] == ["110 containers"]
    page = client.get(reverse("claims:claims-export"), {"review": "extracted"}).text
    assert f"{MANY} claims as a file" in page
    assert f'action="{reverse("claims:claim-export")}"' in page
    assert 'name="asks" value="review=extracted"' in page
    assert Export.objects.count() == 0  # looking starts nothing
    assert rows_of(as_user(charlie).get(reverse("claims:claims-export")).getvalue()) == []


def test_a_reader_of_reports_gets_no_list_of_claims(dana, as_user, many):
    assert post(as_user(dana), "claim-export", kind="csv").status_code == 403

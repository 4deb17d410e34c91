"""A report of the past: its list step by step, and an edition again to the byte."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Report
from claims.report import services
from claims.report.formats import json as json_file
from claims.report.signatures import sealed_of
from tests.verify.scene import approved, confirm, dismiss, proposed

from .seeing import change_words, then, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(bob, first, foreign_desk) -> Report:
    return services.report_create(user=bob, desk=foreign_desk, title="The bay", claims=[first])


def test_an_edition_is_had_again_from_the_record_to_the_byte(report, first, second, bob, alice, as_user):
    row = confirm(proposed(first, second), bob, "contradicts")
    approved(first, bob, alice, "disputed", [row])
    edition = services.report_freeze(user=alice, report=report, version=None)
    change_words(first, bob, "300 containers were recovered")
    dismiss(row, bob)
    services.report_edit(user=bob, report=report, title="The gulf", introduction="New.", version=None)
    services.report_add(user=bob, report=report, claims=[second])
    file = then(as_user(bob), "report-as-of-file", [report.pk, "json"], edition.as_of).getvalue()
    assert file == json_file.render(edition.content, sealed_of(edition))
    assert json.loads(file)["content"]["edition"]["frozen_by"] == "Alice"
    table = then(as_user(bob), "report-as-of-file", [report.pk, "csv"], edition.as_of)
    frozen = as_user(bob).get(reverse("claims:edition-file", args=[report.pk, 1, "csv"]))
    assert b"".join(table) == b"".join(frozen)
    page = then(as_user(bob), "report", report.pk, edition.as_of)
    words = words_of(page)
    assert "Edition 1 was frozen at this very moment." in words
    assert "The bay" in words
    assert "300 containers" not in words
    assert 'method="post"' not in page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_the_list_of_a_report_goes_back_step_by_step(report, first, second, bob, as_user):
    moments = [timezone.now()]
    services.report_add(user=bob, report=report, claims=[second])
    moments.append(timezone.now())
    services.report_move(user=bob, report=report, item_id=report.items.last().pk, up=True)
    item = report.items.first()
    services.report_note(user=bob, report=report, item_id=item.pk, note="Look.", was=None)
    moments.append(timezone.now())
    services.report_remove(user=bob, report=report, item_id=item.pk)
    moments.append(timezone.now())

    def listed(at):
        data = json.loads(then(as_user(bob), "report-as-of-file", [report.pk, "json"], at).getvalue())
        return [(claim["id"], claim["note"]) for claim in data["content"]["claims"]]

    one, two = str(first.pk), str(second.pk)
    assert [listed(at) for at in moments] == [
        [(one, "")],
        [(one, ""), (two, "")],
        [(two, "Look."), (one, "")],
        [(one, "")],
    ]


def test_a_bad_moment_of_a_report_is_answered_clearly(report, bob, charlie, dana, as_user):
    early, late = report.created_at - timedelta(days=1), timezone.now() + timedelta(days=1)
    client, file = as_user(bob), [report.pk, "csv"]
    assert then(client, "report", report.pk, early).status_code == 404
    assert then(client, "report", report.pk, "soon").status_code == 422
    assert "has not come yet" in words_of(then(client, "report", report.pk, late))
    assert "Its record begins at" in then(client, "report-as-of-file", file, early).content.decode()
    assert then(client, "report-as-of-file", file, early).status_code == 404
    assert then(client, "report-as-of-file", file, late).status_code == 422
    assert then(client, "report-as-of-file", file, "soon").status_code == 422
    assert then(client, "report-as-of-file", [report.pk, "exe"], timezone.now()).status_code == 404
    assert then(as_user(charlie), "report-as-of-file", file, timezone.now()).status_code == 404
    assert then(as_user(dana), "report-as-of-file", file, timezone.now()).status_code == 403

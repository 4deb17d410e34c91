"""Editions are proved with the record: by their seal, by the entry of the freeze, by their signatures."""

from __future__ import annotations

import copy
import io

import pgtrigger
import pytest
from django.core.management import call_command

from claims.models import ReportEdition
from claims.report import services
from claims.report.builder import seal
from claims.report.edition_proofs import edition_faults
from tests.report import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(bob, alice):
    """Return the first edition of a report about one claim."""
    report = makers.report_of(bob, [makers.full_claim(bob, alice)])
    return services.report_freeze(user=bob, report=report, version=None)


def changed(edition, **values):
    """Change an edition as only somebody with all rights in the database can."""
    with pgtrigger.ignore():
        ReportEdition.objects.filter(pk=edition.pk).update(**values)
    return list(edition_faults())


def test_a_frozen_edition_is_proved(edition):
    assert list(edition_faults()) == []
    said = io.StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().strip().endswith("and all editions")


def test_one_changed_letter_is_named(edition):
    content = copy.deepcopy(edition.content)
    content["claims"][0]["statement"] += "."
    (fault,) = changed(edition, content=content)
    assert fault.startswith(f"Edition 1 of “{edition.report.title}”")
    assert "not what was frozen" in fault
    errors = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stderr=errors)
    assert "not what was frozen" in errors.getvalue()


def test_a_seal_that_was_changed_with_the_content_is_known_to_the_record(edition):
    content = copy.deepcopy(edition.content)
    content["claims"][0]["statement"] += "."
    faults = changed(edition, content=content, sha256=seal(content))
    assert [fault.partition(": ")[2] for fault in faults] == [
        "the record says that another content was frozen.",
        "another content was signed than was frozen.",
    ]


def test_a_signature_that_was_made_up_is_named(edition):
    rows = copy.deepcopy(edition.signatures)
    rows[1]["value"] = rows[0]["value"]
    (fault,) = changed(edition, signatures=rows)
    assert f"by key {rows[1]['key']} does not hold" in fault


def test_the_signature_of_another_edition_is_named(edition):
    rows = copy.deepcopy(edition.signatures)
    rows[0]["statement"] = rows[0]["statement"].replace("edition 1 ", "edition 2 ")
    (fault,) = changed(edition, signatures=rows)
    assert "names another edition" in fault


def test_an_edition_that_nobody_froze_is_named(edition):
    with pgtrigger.ignore():
        ReportEdition.objects.create(
            report=edition.report,
            number=7,
            as_of=edition.as_of,
            content=edition.content,
            sha256=edition.sha256,
            frozen_by=edition.frozen_by,
        )
    (fault,) = edition_faults()
    assert fault.startswith("Edition 7 ")
    assert "the record knows of no such freeze" in fault


def test_an_edition_of_an_older_release_lacks_nothing(edition):
    assert changed(edition, signatures=[]) == []


def test_what_was_frozen_before_may_be_left_out(edition):
    content = {**edition.content, "claims": []}
    assert changed(edition, content=content)
    assert list(edition_faults(since=edition.as_of.replace(year=edition.as_of.year + 1))) == []

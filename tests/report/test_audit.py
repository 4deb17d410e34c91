"""The audit of every format: each claim carries all that proves it, as a reader that is not ours finds it."""

from __future__ import annotations

import copy
import re
import zoneinfo

import pytest
from django.utils import timezone

from claims.models import ReportEdition
from claims.report import exporting, exports
from claims.report.formats import html
from claims.report.formats.kinds import KINDS
from claims.report.formats.plain import turns
from claims.report.signatures import sealed_of
from claims.states import JobState
from tests.report import made_once, makers
from tests.report.auditing import HOSTILE, as_shown, frozen, made, missing, shown
from tests.report.readers import SAID, flat

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES


def test_the_audit_reads_every_format():
    assert set(SAID) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_claim_carries_everything(kind, edition):
    assert [claim["verdict"] for claim in edition.content["claims"]][-1] == "unassessed"
    assert missing(kind, made(edition, kind), edition.content) == []


LOST = {
    "quote": lambda claim: claim["appearances"][0]["anchor"]["quote"],
    "snapshot": lambda claim: claim["appearances"][0]["snapshot"],
    "approver": lambda claim: claim["assessment"],
    "author": lambda claim: claim["assessment"],
    "record": lambda claim: claim["record"],
    "start": lambda claim: claim["appearances"][0]["anchor"]["position"],
    "end": lambda claim: claim["appearances"][0]["anchor"]["position"],
    "chain": lambda claim: claim["appearances"][0]["chain"][0],
    "statement": lambda claim: claim,
    "verdict": lambda claim: claim,
    "attribution_verdict": lambda claim: claim,
    "whose": lambda claim: claim["evidence"]["context"][0]["source"],
    "side": lambda claim: claim["evidence"]["context"][0]["source"],
    "quote 2": lambda claim: claim["appearances"][1]["anchor"]["quote"],
    "snapshot 2": lambda claim: claim["appearances"][1]["snapshot"],
    "chain 2": lambda claim: claim["appearances"][1]["chain"][0],
}
KEYS = {"quote": "exact", "snapshot": "sha256", "record": "head", "chain": "name", "whose": "name"}
KEYS |= {"side": "party_to"}
OTHERS = {
    "start": 900_000_001,
    "end": 900_000_001,
    "verdict": "inaccurate",
    "attribution_verdict": "not_found",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lost", LOST)
def test_the_audit_notices_what_is_missing(kind, lost, edition):
    """The negative control of the audit above."""
    whole = copy.deepcopy(edition.content)
    what = lost.removesuffix(" 2")
    LOST[lost](edition.content["claims"][1])[KEYS.get(what, what)] = OTHERS.get(what, "?")
    assert (2, lost) in missing(kind, made(edition, kind), whole)


@pytest.mark.parametrize("kind", KINDS)
def test_the_audit_notices_another_moment(kind, edition):
    whole = copy.deepcopy(edition.content)
    edition.content["edition"]["as_of"] = "2001-02-03T04:05:06+00:00"
    lost = missing(kind, made(edition, kind), whole)
    assert {position for position, name in lost if name == "as_of"} == {1, 2, 3, 4}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_edition_gives_the_same_bytes(kind, edition):
    before = made(edition, kind)
    with timezone.override(zoneinfo.ZoneInfo("Asia/Tokyo")):
        assert made(ReportEdition.objects.get(pk=edition.pk), kind) == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "html"])
def test_a_worker_writes_the_same_bytes(kind, edition, bob):
    job = exports.edition_start(user=bob, edition=edition, kind=kind)
    while exporting.export_slice(str(job.pk), seconds=0):
        pass
    job.refresh_from_db()
    assert (job.state, job.done, job.error) == (JobState.DONE, 4, "")
    assert b"".join(exports.chunks(job)) == made(edition, kind)
    assert job.file_name.endswith(f".{kind}")


def called(text, bob, alice):
    """Return an edition whose title, statement, source, verdict and evidence say the text."""
    claim = makers.full_claim(bob, alice, statement=text, source=makers.authority(text[:200]))
    makers.supersede(claim.assessments.get())
    makers.assess(claim, bob, alice, reason=text)
    makers.evidence(claim, alice, body=text, reason=text)
    return frozen(bob, [claim], title=text[:300])


@pytest.fixture(scope="module")
def hostile(newsroom, standing):
    """Return what gives the edition of each hostile text."""
    bob, alice = (newsroom()[name] for name in ("bob", "alice"))
    return {text: standing(lambda text=text: called(text, bob, alice)) for text in HOSTILE}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stands_in_every_format_as_text(kind, text, hostile, db):
    edition = hostile[text]()
    (said,) = SAID[kind](made(edition, kind))
    if kind == "pdf" and turns(text):  # the reader gives such letters in the order of the page
        assert set(shown(kind, text)) - set(said) <= set("\u202e")
        return
    for wanted in (text, text[:200]):
        assert shown(kind, wanted) in flat(said)
    assert missing(kind, made(edition, kind), as_shown(kind, edition.content)) == []


# --- The page ----------------------------------------------------------------------------------------


def test_the_page_offers_every_format(edition, bob, as_user):
    client = as_user(bob)
    page = client.get(f"/reports/{edition.report_id}/editions/2/").content.decode()
    links = re.findall(r'href="(/reports/[^"]+/editions/2\.[^"]+)">([^<]+)<', page)
    assert [label for _, label in links] == [*(kind.label for kind in KINDS.values()), "Signature"]
    for link, _ in links:
        assert client.get(link).getvalue()
    assert client.get(f"/reports/{edition.report_id}/editions/2.exe").status_code == 404
    assert "JSON-LD of claim 1" not in html.render(edition.content, sealed_of(edition)).decode()

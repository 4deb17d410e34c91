"""The feed of published verdicts, and the page of how the newsroom works."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from claims.models import AuditEntry, Claim, Publication
from claims.report import services as reports
from claims.report.publishing import desk_feed, feed, methodology, services
from claims.states import AttributionVerdict, Verdict
from claims.verify import freshness
from claims.web.vocabulary import ATTRIBUTION, VERDICT
from tests.report import makers

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def claims(bob, alice):
    return [
        makers.full_claim(bob, alice),
        makers.full_claim(bob, alice, words="7 boats", title="Boats found"),
    ]


@pytest.fixture
def report(bob, claims):
    return makers.report_of(bob, claims)


def publish(report, bob, alice, **choices):
    edition = reports.report_freeze(user=bob, report=report, version=None)
    return makers.publish(edition, alice, **choices)


def entries(client):
    """Return the entries of the feed, each checked for what RFC 4287 demands, by id."""
    answer = client.get("/r/feed.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"a:{name}", ATOM)) == 1, name
    assert [link.get("rel") for link in root.findall("a:link", ATOM)] == ["alternate", "self"]
    found = {}
    for entry in root.findall("a:entry", ATOM):
        parts = {name: entry.findtext(f"a:{name}", None, ATOM) for name in ("id", "title", "updated")}
        assert all(parts.values())
        assert parts["id"].startswith("urn:uuid:")
        assert entry.find("a:author/a:name", ATOM).text
        assert datetime.fromisoformat(parts["updated"]).tzinfo
        assert entry.find("a:link", ATOM).get("href").startswith("http")
        found[parts["id"]] = parts | {
            "summary": entry.findtext("a:summary", "", ATOM),
            "link": entry.find("a:link", ATOM).get("href"),
        }
    return found


def test_only_what_may_be_found_is_in_the_feed(report, bob, alice, client):
    publication = publish(report, bob, alice)
    assert entries(client) == {}
    Publication.objects.filter(pk=publication.pk).update(listed=True)
    found = entries(client)
    assert len(found) == 2
    (boats,) = [entry for entry in found.values() if "boats" in entry["title"]]
    assert boats["title"].startswith("Disputed: ")
    assert "Why: A later source gives 460." in boats["summary"]
    assert client.get(boats["link"].removeprefix("http://localhost:8000")).status_code == 200
    names = ("Bob", "Alice")
    assert not any(name in client.get("/r/feed.atom").content.decode() for name in names)


def test_a_claim_without_a_verdict_is_no_entry(report, bob, alice, claims, client):
    makers.supersede(claims[0].assessments.get())
    publish(report, bob, alice, listed=True)
    assert len(entries(client)) == 1


def test_a_corrected_verdict_keeps_its_id_and_is_newer(report, bob, alice, claims, client):
    publish(report, bob, alice, listed=True)
    before = entries(client)
    makers.supersede(claims[0].assessments.get())
    makers.assess(claims[0], bob, alice, verdict="inaccurate", reason="The log says otherwise.")
    unpublished = reports.report_freeze(user=bob, report=report, version=None)
    assert entries(client) == before, "an edition that is not published changes nothing"
    makers.publish(unpublished, alice, listed=True)
    after = entries(client)
    assert set(after) == set(before)
    changed = [key for key in after if after[key]["title"] != before[key]["title"]]
    assert len(changed) == 1
    assert after[changed[0]]["title"].startswith("Inaccurate: ")
    assert after[changed[0]]["updated"] >= before[changed[0]]["updated"]


def test_what_is_taken_back_says_so_under_its_id(report, bob, alice, client):
    publication = publish(report, bob, alice, listed=True)
    before = entries(client)
    with transaction.atomic():
        services.edition_withdraw(user=alice, publication=publication, told="We confused two ports.")
    after = entries(client)
    assert set(after) == set(before)
    for key, entry in after.items():
        assert entry["title"] == "A verdict that is no longer published"
        assert entry["summary"] == "We confused two ports."
        assert entry["updated"] > before[key]["updated"]
        assert client.get(entry["link"].removeprefix("http://localhost:8000")).status_code == 410


def test_the_feed_is_not_sent_twice_and_bears_any_text(report, bob, alice, claims, client):
    Claim.objects.filter(pk=claims[0].pk).update(statement="Bell \x07 and <b>bold</b> & \ufffe more")
    publish(report, bob, alice, listed=True)
    titles = [entry["title"] for entry in entries(client).values()]
    assert any("Bell  and <b>bold</b> &" in title for title in titles)
    first = client.get("/r/feed.atom")
    assert client.get("/r/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert not first.cookies


def test_the_feed_of_an_empty_newsroom_is_whole(db, client):
    cache.clear()
    assert entries(client) == {}


def test_ids_differ_between_claims_and_reports():
    assert len({feed.urn_of(f"{report}:{claim}") for report in "ab" for claim in "cd"}) == 4


# --- How we check claims --------------------------------------------------------------------------------


def test_the_page_of_the_method_says_every_verdict_with_its_meaning(db, client):
    shown = client.get(reverse("claims:methodology")).content.decode()
    for verdict in Verdict:
        assert VERDICT[verdict].label in shown
        assert VERDICT[verdict].meaning in shown
    for said in AttributionVerdict:
        assert ATTRIBUTION[said].label in shown
        assert ATTRIBUTION[said].meaning in shown
    assert "editors and admins may approve" in shown


def test_rules_and_times_come_from_the_code_that_works_by_them(monkeypatch):
    sentences = [line for rule in methodology.rules() for line in rule.sentences]
    assert any(line.startswith("No confirmed evidence corroborates") for line in sentences)
    assert any("may have more than one source" in line for line in sentences)
    assert ("Other claims with figures", "after 24 hours") in methodology.times()
    assert (
        "after 6 hours; when the verdict holds, after 24 hours, then after 7 days"
        in dict(methodology.times()).values()
    )
    assert methodology.TOLLS_AFTER is freshness.TOLLS_AFTER


def test_the_contact_for_corrections_comes_from_the_settings(db, client, settings):
    address = reverse("claims:methodology")
    assert "Tell the desk" in client.get(address).content.decode()
    settings.CORRECTIONS_CONTACT = "corrections@news.example"
    shown = client.get(address).content.decode()
    assert 'href="mailto:corrections@news.example"' in shown
    settings.CORRECTIONS_CONTACT = "https://news.example/corrections"
    assert 'href="https://news.example/corrections"' in client.get(address).content.decode()


# --- The feed of a desk ---------------------------------------------------------------------------------


def address_on(page):
    found = re.search(r'id="desk-feed-address">([^<]+)<', page)
    return urlsplit(found[1]).path if found else None


def test_a_desk_has_a_feed_of_its_own_behind_an_address_that_can_be_taken_back(
    report, edna, bob, alice, charlie, as_user, client
):
    publish(report, bob, alice, listed=False)
    editor = as_user(edna)
    assert address_on(editor.get("/reports/").text) is None
    change = reverse("claims:desk-feed-settings")
    assert editor.post(change, {"do": "make"})["Location"] == "/reports/#desk-feed"
    address = address_on(editor.get("/reports/").text)
    assert len(address) > 96
    assert entries(client) == {}  # it is not listed for everybody
    answer = client.get(address)
    assert len(ET.fromstring(answer.content).findall("a:entry", ATOM)) == 2
    assert ET.fromstring(answer.content).find("a:link[@rel='self']", ATOM).get("href").endswith(address)
    assert answer["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    editor.post(change, {"do": "renew"})
    assert client.get(address).status_code == 404
    newer = address_on(editor.get("/reports/").text)
    assert client.get(newer).status_code == 200
    forged = newer[:-6] + ("0" if newer[-6] != "0" else "1") + ".atom"
    assert client.get(forged).status_code == 404
    editor.post(change, {"do": "revoke"})
    assert client.get(newer).status_code == 404
    assert AuditEntry.objects.filter(action__startswith="feed.", actor=edna).count() == 3


def test_a_feed_tells_of_its_own_desk_alone(report, edna, bob, alice, other_desk, client):
    publish(report, bob, alice)
    with transaction.atomic():
        desk_feed.set_key(user=edna, desk=other_desk, key="b" * 48)
    address = reverse("claims:desk-feed", args=[desk_feed.token_of(other_desk)])
    assert ET.fromstring(client.get(address).content).findall("a:entry", ATOM) == []
    assert client.get(reverse("claims:desk-feed", args=["0" * 96])).status_code == 404
    assert client.get(reverse("claims:desk-feed", args=["é"])).status_code == 404


def test_who_does_not_publish_sees_no_address_of_the_feed(report, bob, edna, as_user):
    desk_feed.set_key(user=edna, desk=bob.desk, key="c" * 48)
    assert address_on(as_user(bob).get("/reports/").text) is None
    assert as_user(bob).post(reverse("claims:desk-feed-settings")).status_code == 403

"""What everybody reads without log-in: the edition, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Publication
from claims.report import builder
from claims.report import services as reports
from claims.report.formats.claimreview import RATINGS
from claims.report.publishing import files, public_views, reads, structured, tokens, withheld
from claims.review import splits
from claims.review.splits import Part
from tests.report import makers, readers

STAFF = {"bob": "Robertine Quill", "alice": "Alicia Vane", "edna": "Ednamary Frost"}


@pytest.fixture
def named(bob, alice, edna):
    """The staff by names that no other word of a page holds."""
    for user in (bob, alice, edna):
        user.first_name, user.last_name = STAFF[user.username].split()
        user.save()
    return list(STAFF.values())


@pytest.fixture
def claims(bob, alice, named):
    first = makers.full_claim(bob, alice)
    second = makers.full_claim(bob, alice, words="7 boats", title="Boats found")
    makers.evidence(first, alice, body="The port’s own log.")
    return [first, second]


@pytest.fixture
def report(bob, claims):
    return makers.report_of(bob, claims, title="For everybody")


@pytest.fixture
def edition(bob, report):
    return reports.report_freeze(user=bob, report=report, version=None)


@pytest.fixture
def publication(edition, edna):
    return makers.publish(edition, edna)


def path_of(publication):
    return tokens.path_of(publication.links.get(state="live"))


def every_page(publication):
    path = path_of(publication)
    return [path, f"{path}1/", f"{path}2/", *(f"{path}report.{kind}" for kind in files.KINDS)]


def body(answer):
    """Return all words of an answer, those inside of files too."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if data.startswith(b"%PDF"):
        read = readers.pages(data)
        return "\n".join([str(read.metadata), *(page.extract_text() for page in read.pages)])
    return data.decode()


def test_everybody_reads_a_published_edition_without_a_session(publication, client):
    for address in every_page(publication):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        text = body(answer)
        assert "containers" in text or "boats" in text, address


def test_nothing_of_an_edition_is_public_before_it_is_published(edition, edna, client):
    token = tokens.token_from(tokens.new_seed())
    for address in (f"/r/{token}/", f"/r/{token}/1/", f"/r/{token}/report.json", "/r/x/", "/r/feed.atom/"):
        assert client.get(address).status_code == 404, address
    assert "For everybody" not in client.get("/r/feed.atom").content.decode()


def test_an_address_that_is_nearly_right_leads_nowhere(publication, client):
    path = path_of(publication)
    token = path.split("/")[2]
    for wrong in (token[:-1], token.swapcase(), token + "a", token[::-1]):
        assert client.get(f"/r/{wrong}/").status_code == 404
    assert client.get(f"{path}0/").status_code == 404
    assert client.get(f"{path}3/").status_code == 404
    assert client.get(f"{path}report.exe").status_code == 404
    assert client.get(f"{path}2/").status_code == 200


def test_no_page_or_file_names_staff_unless_wished(publication, edna, named, client):
    for address in every_page(publication):
        text = body(client.get(address))
        assert [name for name in named if name in text or name.split()[1] in text] == [], address
    Publication.objects.filter(pk=publication.pk).update(names=True)
    shown = body(client.get(path_of(publication)))
    assert [name for name in named if name in shown] == named, "the control of the lines above"


def test_persons_are_told_apart_without_their_names(publication, client):
    content = json.loads(body(client.get(path_of(publication) + "report.json")))["content"]
    given = [claim["assessment"] for claim in content["claims"]]
    assert [(row["author"], row["approver"]) for row in given] == [("Person 1", "Person 2")] * 2
    one = body(client.get(path_of(publication) + "2/"))
    assert "by Person 1" in one
    assert "approved by Person 2" in one


def test_a_public_file_proves_itself_and_names_the_edition_it_comes_from(publication, edition, client):
    file = json.loads(body(client.get(path_of(publication) + "report.json")))
    assert builder.seal(file["content"]) == file["sha256"]
    assert file["content"]["edition"][withheld.SEALED] == edition.sha256
    assert file["sha256"][:4] in body(client.get(path_of(publication)))
    rows = list(csv.DictReader(io.StringIO(body(client.get(path_of(publication) + "report.csv"))[1:])))
    assert [row["approver"] for row in rows] == ["Person 2", "Person 2"]


def test_with_names_the_file_is_the_edition_itself(publication, edition, client):
    Publication.objects.filter(pk=publication.pk).update(names=True)
    file = json.loads(body(client.get(path_of(publication) + "report.json")))
    assert (file["content"], file["sha256"]) == (edition.content, edition.sha256)


def test_a_public_page_leads_to_no_page_of_the_desk(publication, client):
    allowed = re.compile(r"/r/|/static/|/methodology/|https?://|data:|#|report\.|\d+/|mailto:")
    for address in every_page(publication)[:3]:
        links = re.findall(r'(?:href|src|action)="([^"]*)"', body(client.get(address)))
        ours = [link.removeprefix("http://localhost:8000") for link in links]
        assert [link for link in ours if not allowed.match(link)] == [], address
        assert "csrf" not in body(client.get(address))
        scripts = re.findall(r"<script[^>]*>", body(client.get(address)))
        assert set(scripts) <= {'<script type="application/ld+json">'}, "data alone: nothing runs"


def test_nothing_of_other_reports_drafts_and_comments_is_shown(publication, bob, alice, claims, client):
    makers.report_of(bob, claims, title="A draft nobody knows")
    makers.evidence(claims[0], alice, body="A proposal nobody answered.", state="proposed")
    Claim.objects.filter(pk=claims[0].pk).update(statement="Changed since")
    cache.clear()
    text = "".join(body(client.get(address)) for address in every_page(publication))
    assert "nobody" not in text
    assert "Changed since" not in text


# --- Taken back, renewed ---------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_at_once_and_says_why(publication, edna, as_user, client):
    addresses = every_page(publication)
    assert all(client.get(address).status_code == 200 for address in addresses)
    edition = publication.edition
    take_back = reverse("claims:edition-withdraw", args=[edition.report_id, edition.number])
    as_user(edna).post(take_back, {"told": "We confused two ports."})
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert "no longer available" in answer.content.decode()
        assert "We confused two ports." in answer.content.decode()
        assert "containers" not in answer.content.decode()
        assert "public" not in answer["Cache-Control"]


def test_an_old_address_is_gone_and_the_new_one_works(publication, edna, as_user, client):
    old = path_of(publication)
    edition = publication.edition
    as_user(edna).post(reverse("claims:edition-renew", args=[edition.report_id, edition.number]))
    assert client.get(old).status_code == 410
    assert path_of(publication) != old
    assert client.get(path_of(publication)).status_code == 200


# --- Headers ---------------------------------------------------------------------------------------------


def test_pages_may_be_kept_and_are_not_sent_twice(publication, client):
    for address in every_page(publication):
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=60", address
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again["ETag"]) == (304, first["ETag"]), address
        assert again["Cache-Control"] == "public, max-age=60"
        assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_has_another_tag_when_what_it_says_has_changed(publication, bob, edna, report, client):
    path = path_of(publication)
    before = client.get(path)["ETag"]
    Publication.objects.filter(pk=publication.pk).update(listed=True)
    listed = client.get(path)["ETag"]
    makers.publish(reports.report_freeze(user=bob, report=report, version=None), edna)
    assert len({before, listed, client.get(path)["ETag"]}) == 3


def test_a_claim_that_was_divided_says_so_and_leads_on_once_its_parts_are_public(
    publication, bob, edna, alice, claims, report, client
):
    path = path_of(publication)
    assert "Since publication" not in body(client.get(f"{path}1/"))
    words = claims[0].appearances.get().exact
    with transaction.atomic():
        whole = Claim.objects.select_for_update(of=("self",)).get(pk=claims[0].pk)
        parts = splits.claim_split(user=bob, claim=whole, parts=[Part(f"Part {n}", words) for n in (1, 2)])
    cache.clear()  # what a minute does
    page = body(client.get(f"{path}1/"))
    assert "This claim was divided into claims that are checked one by one" in page
    assert "a later edition will say what holds now" in page
    assert "Part 1" not in page
    assert f'<a href="{path}1/">Claim 1</a> was divided' in body(client.get(path))
    assert "Since publication" not in body(client.get(f"{path}2/"))
    decided = {"review_state": "accepted", "reviewed_by": bob, "reviewed_at": timezone.now()}
    Claim.objects.filter(pk__in=[part.pk for part in parts]).update(**decided)
    reports.report_add(user=bob, report=report, claims=list(Claim.objects.filter(pk=parts[1].pk)))
    later = path_of(makers.publish(reports.report_freeze(user=bob, report=report, version=None), edna))
    cache.clear()
    assert f'<a href="{later}3/">claim 3 of edition 2</a>' in body(client.get(f"{path}1/"))


def test_a_claim_that_was_joined_with_another_leads_to_that_one(publication, claims, client):
    first, second = claims
    Claim.objects.filter(pk=first.pk).update(
        merged_into=second, verdict="unassessed", review_state="rejected", reject_reason="merged"
    )
    page = body(client.get(f"{path_of(publication)}1/"))
    assert "This claim was joined with another claim that says the same" in page
    assert f'<a href="{path_of(publication)}2/">claim 2 here</a>' in page


def test_headers_shield_the_page_and_its_address(publication, client):
    answer = client.get(path_of(publication))
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'none'", "form-action 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in body(answer)


def test_search_engines_are_let_in_by_choice(publication, client):
    Publication.objects.filter(pk=publication.pk).update(listed=True)
    answer = client.get(path_of(publication))
    assert "X-Robots-Tag" not in answer
    assert 'name="robots"' not in body(answer)


def test_only_reading_is_possible(publication):
    careful = Client(enforce_csrf_checks=False)
    for address in every_page(publication):
        assert careful.post(address).status_code == 405
        assert careful.head(address).status_code == 200


# --- Later editions --------------------------------------------------------------------------------------


def test_an_old_edition_says_that_there_is_a_newer_one_and_what_it_corrects(
    publication, bob, alice, edna, report, claims, client
):
    old = path_of(publication)
    assert "newer edition" not in body(client.get(old))
    makers.supersede(claims[0].assessments.get())
    makers.assess(claims[0], bob, alice, verdict="single_source", reason="Nobody else counts.")
    later = reports.report_freeze(user=bob, report=report, version=None)
    assert "newer edition" not in body(client.get(old)), "what is not published is nobody's business"
    new = path_of(makers.publish(later, edna))
    shown = body(client.get(old))
    assert f'<a href="{new}">read edition 2</a>' in shown
    assert "Claim 1 was “disputed”; it is now “single source”." in shown
    assert "Nobody else counts." in shown
    assert "Claim 1 was “disputed”" in body(client.get(old + "1/"))
    assert "Claim 1 was" not in body(client.get(old + "2/")), "a correction stands on the page of its claim"
    assert "newer edition" not in body(client.get(new))
    assert "Claim 1 was “disputed”; it is now “single source”." in body(client.get(new))


# --- One claim -------------------------------------------------------------------------------------------


def test_the_page_of_a_claim_has_a_place_for_structured_data_that_no_text_escapes(
    publication, client, monkeypatch
):
    asked = []

    def of_claim(claim, *, around, sealed, address):
        asked.append((claim["position"], around["edition"]["number"], address, sealed))
        return {"@type": "ClaimReview", "claimReviewed": "</script><script>alert(1)</script>"}

    monkeypatch.setattr(structured, "of_claim", of_claim)
    cache.clear()
    shown = body(client.get(path_of(publication) + "2/"))
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
    assert json.loads(data)["claimReviewed"] == "</script><script>alert(1)</script>"
    assert shown.count("<script") == 1
    assert asked[0][:2] == (2, 1)
    assert asked[0][2].endswith(path_of(publication) + "2/")
    assert asked[0][3].sha256 == json.loads(body(client.get(path_of(publication) + "report.json")))["sha256"]


def test_the_page_of_a_rated_claim_is_a_claim_review_of_its_own_address(publication, client):
    path = path_of(publication)
    for number, claim in enumerate(
        json.loads(body(client.get(f"{path}report.json")))["content"]["claims"], 1
    ):
        shown = body(client.get(f"{path}{number}/"))
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
        found = json.loads(data)
        assert found["url"].endswith(f"{path}{number}/")
        assert found["@type"] == ("ClaimReview" if claim["verdict"] in RATINGS else "Claim")


def test_what_takes_long_to_write_is_not_offered(publication, client, monkeypatch):
    path = path_of(publication)
    assert client.get(f"{path}report.pdf").status_code == 200
    monkeypatch.setattr(files, "at_once", lambda kind: 1)
    cache.clear()
    assert client.get(f"{path}report.pdf").status_code == 404
    shown = body(client.get(path))
    assert "report.pdf" not in shown
    assert "report.csv" in shown


def test_the_page_of_a_claim_reads_one_claim_alone(publication, client, django_assert_max_num_queries):
    client.get(path_of(publication) + "1/")
    cache.clear()
    with django_assert_max_num_queries(8):
        client.get(path_of(publication) + "1/")


# --- Cheap -----------------------------------------------------------------------------------------------


def test_a_page_that_is_asked_for_often_is_made_once(
    publication, client, monkeypatch, django_assert_num_queries
):
    made = []
    plain = public_views.render_to_string
    monkeypatch.setattr(public_views, "render_to_string", lambda *args: made.append(args[0]) or plain(*args))
    path = path_of(publication)
    client.get(path)
    # each: the address, the report's editions with theirs, what became of the articles under it
    with django_assert_num_queries(6):
        for _ in range(2):
            assert client.get(path).status_code == 200
    assert len(made) == 1
    client.get(f"{path}?from=77")
    client.get(f"{path}?from=-1&x=y")
    assert len(made) == 1, "strange numbers lead to pages that are kept already"


def test_a_page_is_served_when_nothing_can_be_kept(publication, client, monkeypatch):
    def fails(*_, **__):
        raise ConnectionError

    path = path_of(publication)
    client.get(path)
    monkeypatch.setattr(public_views.cached.cache, "get", fails)
    monkeypatch.setattr(public_views.cached.cache, "set", fails)
    assert client.get(path).status_code == 200


def test_long_files_are_made_two_at_a_time(publication, client, monkeypatch):
    monkeypatch.setattr(files, "LONG", 0)
    address = path_of(publication) + "report.csv"
    busy = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in busy] == [200, 200, 503]
    assert busy[2]["Retry-After"] == "10"
    for answer in busy[:2]:
        body(answer)
    last = client.get(address)
    assert last.status_code == 200
    body(last)
    assert client.get(address, headers={"if-none-match": last["ETag"]}).status_code == 304


def test_a_report_of_many_claims_comes_in_pages(bob, alice, edna, named, client):
    from tests.report.test_freeze import many  # noqa: PLC0415

    edition = reports.report_freeze(user=bob, report=many(bob, alice, 230), version=None)
    path = path_of(makers.publish(edition, edna))
    began = time.perf_counter()
    first = body(client.get(path))
    assert time.perf_counter() - began < 5
    assert first.count('class="report-claim"') == 100
    assert f'href="{path}?from=101"' in first
    last = body(client.get(f"{path}?from=201"))
    assert last.count('class="report-claim"') == 30
    assert "Claims 201–230 of 230" in last
    assert client.get(f"{path}230/").status_code == 200


# --- Names withheld --------------------------------------------------------------------------------------


def test_names_in_words_that_people_wrote_are_found(foreign_desk):
    content = {"claims": [{"note": "As Mia Orr told us", "assessment": {"author": "Jo Hay"}}]}
    assert withheld.named_in(content, ["Mia Orr", "Jo Hay", "Mia O", ""]) == ["Mia Orr"]


def test_who_publishes_is_told_of_staff_that_words_name(bob, alice, edna, claims, as_user):
    report = makers.report_of(bob, claims)
    reports.report_note(
        user=bob, report=report, item_id=report.items.first().pk, note=f"Ask {STAFF['edna']}.", was=""
    )
    reports.report_freeze(user=bob, report=report, version=None)
    shown = as_user(alice).get(reverse("claims:edition", args=[report.pk, 1])).content.decode()
    assert f"Words of this edition name <bdi>{STAFF['edna']}</bdi>." in shown


def test_every_name_that_an_edition_can_hold_is_withheld(bob, alice, edna, claims, edition):
    people = withheld.people_of(edition.content)
    assert {STAFF["bob"], STAFF["alice"]} <= set(people)
    public = withheld.without_names(edition.content, people, edition.sha256)
    text = json.dumps(public, ensure_ascii=False)
    assert [name for name in STAFF.values() if name in text] == []
    assert any(name in json.dumps(edition.content, ensure_ascii=False) for name in STAFF.values())


def test_a_person_without_a_place_in_the_list_is_somebody(edition):
    assert withheld.called([], {"author": "Zed"}) == {"author": "Somebody"}


def test_opened_twice_is_the_same(publication):
    token = path_of(publication).split("/")[2]
    assert reads.opened(token).sha256 == reads.opened(token).sha256

"""The desk: every section, its cap and the way to the whole list, for editors and reporters; first run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from claims import flow
from claims.models import Article, Assignment, Claim, SavedSearch, Source
from claims.verify import assessments, assignments
from claims.web import desk, desk_reads
from tests.cast import make_article, make_claim, make_claims, person
from tests.report import makers
from tests.verify.scene import submitted

pytestmark = pytest.mark.django_db


def give(by, claims, to, **more) -> list[Assignment]:
    with transaction.atomic():
        return assignments.assignment_give(user=by, claims=list(claims), assignee=to, **more)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def many(harbour, authority) -> list[Claim]:
    rows = [("12 containers", {"statement": f"Statement {number:02d}"}) for number in range(30)]
    return make_claims(harbour, rows, source=authority)


def test_the_editor_has_everything_in_one_page_and_each_list_is_capped(
    many, accepted, alice, bob, edna, as_user
):
    now = timezone.now()
    give(alice, many[:8], alice, due_at=now + timedelta(hours=1))
    give(alice, many[8:14], bob, due_at=now - timedelta(hours=1))
    (back,) = give(alice, many[14:15], bob)
    with transaction.atomic():
        assignments.assignment_hand_back(user=bob, assignment=back, reason="No Georgian")
    give(alice, many[15:17], None)
    submitted(accepted, bob)
    page = desk.desk_page(alice)
    assert {name: part.total for name, part in page.part.items()} == {
        "touched": 0,
        "mine": 8,
        "overdue": 6,
        "handed_back": 1,
        "editions": 0,
        "sent_back": 0,
        "approvals": 1,
        "again": 0,
        "unassigned": 14,
    }
    assert page.pool == 2
    for name, part in page.part.items():
        assert len(part.rows) == min(part.total, desk.ROWS[name]), name
    text = words(as_user(alice).get("/"))
    for said in ("8 assigned to you", "14 unassigned", "6 overdue", "No Georgian", "2 in the desk’s pool"):
        assert said in text
    html = as_user(alice).get("/").content.decode()
    for link in (
        "/assignments/?person=all&amp;state=overdue#list",
        "/claims/?assignee=none&amp;review=extracted",
        "/assignments/#list",
    ):
        assert f'href="{link}"' in html


def test_a_reporter_sees_the_own_work_and_what_came_back(many, accepted, alice, bob, as_user):
    give(alice, many[:2], bob)
    row = submitted(accepted, bob)
    with transaction.atomic():
        assessments.assessment_return(user=alice, claim=accepted, assessment=row, note="Which day?")
    text = words(as_user(bob).get("/"))
    assert "2 assigned to you" in text
    assert "Changes asked to your verdict" in text
    assert "Unassigned" not in text
    assert "Overdue" not in text


def test_the_first_due_comes_first_in_every_section(many, alice, bob):
    now = timezone.now()
    for number in (3, 1, 2):
        give(alice, [many[number]], bob, due_at=now - timedelta(days=number))
        give(alice, [many[number + 10]], alice, due_at=now + timedelta(days=number))
    part = desk.desk_page(alice).part
    assert [row.claim.statement for row in part["overdue"].rows] == [many[n].statement for n in (3, 2, 1)]
    assert [row.claim.statement for row in part["mine"].rows] == [many[n].statement for n in (11, 12, 13)]


def test_a_section_is_shown_in_full_when_asked_for(accepted, harbour, alice, bob, as_user):
    claims = [
        make_claim(harbour, "3 boats", statement=f"C{n}", review_state="accepted", reviewed_by=bob)
        for n in range(5)
    ]
    for claim in claims:
        submitted(claim, bob)
    client = as_user(alice)

    def shown(address: str) -> int:
        html = client.get(address).content.decode().partition('id="approvals"')[2].partition("</section>")[0]
        return sum(f">C{n}<" in html for n in range(5))

    assert shown("/") == desk.ROWS["approvals"]
    assert shown("/?all=approvals") == 5


def test_what_others_did_since_the_last_look_is_marked_and_runs_are_one_line(many, alice, bob, edna, as_user):
    alice.last_desk_visit = timezone.now() - timedelta(hours=1)
    alice.save()
    give(alice, many[:2], bob)
    give(edna, many[2:5], bob)
    found = desk_reads.deeds(alice, alice.last_desk_visit)
    assert [(deed.entry.actor, deed.count, deed.new) for deed in found] == [
        (edna, 3, True),
        (alice, 2, False),
    ]
    text = words(as_user(alice).get("/"))
    assert "3 claims changed by others since" in text
    assert "assigned 3 claims, last" in text


def test_a_report_is_named_with_its_page_where_it_was_frozen(accepted, alice, bob, as_user):
    report = makers.report_of(bob, [accepted], title="What is known of the port")
    makers.services.report_freeze(user=bob, report=report, version=None)
    page = as_user(alice).get("/").content.decode()
    activity = page.partition('id="activity"')[2].partition("</section>")[0]
    assert (
        f'froze <a href="/reports/{report.pk}/" dir="auto">What is known of the port</a> (edition 1)'
        in activity
    )


def test_decisions_a_day_are_drawn_with_a_table_for_those_who_do_not_see_it(twelve, alice, bob, as_user):
    as_user(bob).post(f"/claims/{twelve.pk}/accept/", {"version": twelve.version})
    page = desk.desk_page(alice)
    assert [bar.count for bar in page.bars] == [0] * 13 + [1]
    assert (page.kept, page.agreed) == ((1, 1), (0, 0))
    html = as_user(alice).get("/").content.decode()
    assert html.count('<th scope="row">') == 14
    assert "style=" not in html


def test_bars_start_at_zero_and_stay_within_the_drawing():
    starts = desk_reads.day_starts()
    assert len(starts) == 15
    drawn = desk_reads.bars([0, 5, 10], starts)
    assert [bar.height for bar in drawn] == [0, 20, 40]
    assert all(bar.top + bar.height == 56 for bar in drawn)


def test_the_full_desk_takes_no_more_queries_than_an_empty_one(
    many, accepted, alice, bob, edna, as_user, django_assert_max_num_queries
):
    give(alice, many[:8], alice)
    give(alice, many[8:14], bob, due_at=timezone.now() - timedelta(hours=1))
    submitted(accepted, bob)
    client = as_user(alice)
    client.get("/")
    with django_assert_max_num_queries(13):
        client.get("/")


def test_saved_searches_come_after_the_page_with_their_counts(twelve, alice, bob, as_user):
    SavedSearch.objects.create(owner=alice, desk=alice.desk, name="Harbour first", asks="q=containers")
    SavedSearch.objects.create(owner=bob, desk=bob.desk, name="Of Bob alone", asks="")
    client = as_user(alice)
    assert 'hx-get="/desk/saved/"' in client.get("/").content.decode()
    found = words(client.get("/desk/saved/"))
    assert "Harbour first 1" in found
    assert "Of Bob alone" not in found
    assert "stands here with its count" in words(
        as_user(person("nia", "reporter", alice.desk)).get("/desk/saved/")
    )


# --- The first run, the tour --------------------------------------------------------------------------------


def test_a_newsroom_without_articles_is_told_what_to_do_and_has_a_sample(alice, as_user, monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)
    client = as_user(alice)
    text = words(client.get("/"))
    assert "Nothing to review yet" in text
    assert "Load the sample" in text
    answer = client.post("/articles/sample/")
    article = Article.objects.get()
    assert answer["Location"] == f"/articles/{article.pk}/"
    assert (article.desk, article.created_by if hasattr(article, "created_by") else alice) == (
        alice.desk,
        alice,
    )
    assert Source.objects.filter(party_to__gt="").exists()
    assert client.post("/articles/sample/").status_code == 303
    assert Article.objects.count() == 1
    assert "Nothing to review yet" not in words(client.get("/")).split("Articles in review")[0]


def test_another_desks_article_is_no_start(alice, other_desk, as_user):
    make_article(other_desk)
    assert "Load the sample" in words(as_user(alice).get("/"))


@pytest.mark.parametrize("address", ["/articles/", "/events/", "/reports/", "/inbox/"])
def test_an_empty_page_teaches_in_numbered_steps(alice, as_user, address):
    html = as_user(alice).get(address).content.decode()
    assert '<ol class="steps">' in html
    assert html.count("<li><span>") >= 3


def test_the_tour_goes_on_is_closed_for_good_and_begins_again(alice, bob, harbour, as_user):
    client = as_user(bob)
    assert "Tour, 1 of 5" in words(client.get("/"))
    client.post("/tour/", {"step": "2"})
    assert "Tour, 2 of 5" in words(client.get("/"))
    client.post("/tour/", {"step": "0"})
    assert "Tour," not in words(client.get("/"))
    assert "Tour, 1 of 5" in words(as_user(alice).get("/"))
    assert "Start the tour again" in words(client.get("/settings/"))
    client.post("/tour/", {"step": "1"})
    assert "Tour, 1 of 5" in words(client.get("/"))
    for nonsense in ("9", "-1", "x", ""):
        client.post("/tour/", {"step": nonsense})
        bob.refresh_from_db()
        assert bob.tour_step == 0


def test_an_empty_review_says_whether_there_was_ever_anything(as_user, bob, request):
    """Nothing left is not the same as nothing there yet."""
    client = as_user(bob)
    assert "No article has been split into claims yet" in words(client.get("/review/"))
    claim = request.getfixturevalue("twelve")
    Claim.objects.update(set_aside=True)
    assert claim.desk_id == bob.desk_id
    assert "Every claim on your desk is decided" in words(client.get("/review/"))

"""The pages of the report room: who may do what, what they keep, what they refuse."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from claims.models import AuditEntry, Report, ReportItem
from claims.report import services
from claims.states import ReportState, Review
from tests.report import makers

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def claim(bob, alice):
    return makers.full_claim(bob, alice)


@pytest.fixture
def other(bob, alice):
    return makers.full_claim(bob, alice, words="7 boats", title="Boats found")


@pytest.fixture
def report(bob, claim, other):
    return makers.report_of(bob, [claim, other])


@pytest.fixture
def edition(bob, report):
    return services.report_freeze(user=bob, report=report, version=None)


def order(report):
    return list(report.items.order_by("position").values_list("claim_id", flat=True))


# --- Who may do what: for each address the answer for each person, from one setup --------------------

BUILD = {"alice": 200, "bob": 200, "ada": 200, "charlie": 404, "dana": 403, "nobody": 302}
READ = {"alice": 200, "bob": 200, "ada": 200, "charlie": 404, "dana": 200, "nobody": 302}
START = {"alice": 200, "bob": 200, "ada": 200, "charlie": 200, "dana": 403, "nobody": 302}
LISTS = {"alice": 200, "bob": 200, "ada": 200, "charlie": 200, "dana": 200, "nobody": 302}
GETS = {
    "report-list": LISTS,
    "report-new": START,
    "report": BUILD,
    "report-add": BUILD,
    "edition": READ,
    "edition-file": READ,
}
POSTS = ("report", "report-add", "report-remove", "report-move", "report-note", "report-freeze")


def address(name, report):
    item = report.items.order_by("position").first()
    arguments = {
        "report-list": [],
        "report-new": [],
        "edition": [report.pk, 1],
        "edition-file": [report.pk, 1, "csv"],
        "report-remove": [report.pk, item.pk],
        "report-move": [report.pk, item.pk],
        "report-note": [report.pk, item.pk],
    }
    return reverse(f"claims:{name}", args=arguments.get(name, [report.pk]))


@pytest.fixture
def people(alice, bob, charlie, dana, ada):
    return {"alice": alice, "bob": bob, "charlie": charlie, "dana": dana, "ada": ada}


@pytest.mark.parametrize("name", GETS)
def test_who_may_see_a_page(name, report, edition, people, as_user, client):
    for who, expected in GETS[name].items():
        visitor = as_user(people[who]) if who in people else client
        assert visitor.get(address(name, report)).status_code == expected, who


@pytest.mark.parametrize("name", POSTS)
def test_who_may_change_a_report(name, report, people, as_user, client):
    body = {
        "title": "A title",
        "introduction": "",
        "to": "down",
        "note": "A note",
        "claim": str(makers.later_claim(people["alice"]).pk),
    }
    expected = {"charlie": 404, "dana": 403, "nobody": 302, "bob": 303}
    before = (report.version, order(report))
    for who, status in expected.items():
        visitor = as_user(people[who]) if who in people else client
        answer = visitor.post(address(name, report), body)
        assert answer.status_code == status, who
        report.refresh_from_db()
        changed = (report.version, order(report)) != before or report.editions.exists()
        assert changed == (who == "bob"), who


@pytest.mark.parametrize("name", POSTS[1:2] + POSTS[2:])
def test_a_change_needs_the_token(name, report, bob, as_user):
    visitor = as_user(bob, enforce_csrf_checks=True)
    assert visitor.post(address(name, report), {"to": "down"}).status_code == 403
    report.refresh_from_db()
    assert report.version == 1


@pytest.mark.parametrize("name", ["report-remove", "report-move", "report-note", "report-freeze"])
def test_looking_changes_nothing(name, report, bob, as_user):
    assert as_user(bob).get(address(name, report)).status_code == 405


def test_a_reader_sees_frozen_reports_only(report, edition, bob, dana, claim, as_user):
    makers.report_of(bob, [claim], title="Not for readers yet")
    assert "Not for readers yet" in as_user(bob).get(reverse("claims:report-list")).content.decode()
    seen = as_user(dana).get(reverse("claims:report-list")).content.decode()
    assert "Not for readers yet" not in seen
    assert reverse("claims:edition", args=[report.pk, 1]) in seen
    assert f'"{reverse("claims:report", args=[report.pk])}"' not in seen


def test_an_edition_that_does_not_exist_is_not_found(report, edition, bob, as_user):
    for number in (0, 2, 10**40):
        assert as_user(bob).get(f"/reports/{report.pk}/editions/{number}/").status_code == 404
    for kind in ("exe", "csv.exe", "CSV"):
        assert as_user(bob).get(f"/reports/{report.pk}/editions/1.{kind}").status_code == 404
    assert as_user(bob).get(f"/reports/{uuid.uuid4()}/").status_code == 404


# --- Building -------------------------------------------------------------------------------------------


def test_the_queue_brings_its_claims_along(bob, claim, other, as_user):
    answer = as_user(bob).post(reverse("claims:report-new"), {"claim": [str(other.pk), str(claim.pk)]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Report.objects.exists()
    assert page.index(f'value="{other.pk}" checked') < page.index(f'value="{claim.pk}" checked')


def test_a_report_starts_with_a_title_and_claims_in_order(bob, claim, other, as_user):
    body = {
        "title": " The port ",
        "introduction": "a\r\nb",
        "claim": [str(other.pk), str(claim.pk)],
        "create": "1",
    }
    answer = as_user(bob).post(reverse("claims:report-new"), body)
    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("claims:report", args=[report.pk]))
    assert (report.title, report.introduction, report.desk) == ("The port", "a\nb", bob.desk)
    assert order(report) == [other.pk, claim.pk]
    entry = AuditEntry.objects.get(action="report.create")
    assert (entry.actor, entry.desk, entry.subject_id) == (bob, bob.desk, report.pk)


def test_a_report_without_a_title_keeps_what_was_chosen(bob, claim, as_user):
    body = {"title": "  ", "introduction": "Kept words", "claim": [str(claim.pk)], "create": "1"}
    answer = as_user(bob).post(reverse("claims:report-new"), body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a title" in page
    assert "Kept words" in page
    assert f'value="{claim.pk}" checked' in page


def test_claims_of_another_desk_do_not_exist(bob, charlie, ada, as_user, report):
    foreign = makers.full_claim(charlie, ada, words="3 cranes", title="Cranes")
    body = {"title": "T", "claim": [str(foreign.pk)], "create": "1"}
    as_user(bob).post(reverse("claims:report-new"), body)
    assert not Report.objects.get(title="T").items.exists()
    answer = as_user(bob).post(reverse("claims:report-add", args=[report.pk]), {"by_hand": str(foreign.pk)})
    assert answer.status_code == 422
    assert foreign.pk not in order(report)
    page = as_user(bob).get(reverse("claims:report-new")).content.decode()
    assert str(foreign.pk) not in page


def test_a_search_keeps_what_was_typed_and_ticked(bob, claim, other, as_user):
    body = {"title": "Half a title", "q": "boats", "search": "1", "claim": [str(claim.pk)]}
    page = as_user(bob).post(reverse("claims:report-new"), body).content.decode()
    assert "Half a title" in page
    assert f'value="{claim.pk}" checked' in page
    assert f'value="{other.pk}"' in page
    assert not Report.objects.exists()


def test_only_accepted_claims_are_offered(bob, claim, as_user):
    waiting = makers.full_claim(bob, claim.assessments.get().approver, words="5 ropes")
    type(waiting).objects.filter(pk=waiting.pk).update(**{"review_state": Review.EXTRACTED})
    page = as_user(bob).get(reverse("claims:report-new")).content.decode()
    assert str(claim.pk) in page
    assert str(waiting.pk) not in page


def test_all_that_match_are_added_at_once(bob, alice, as_user, claim, other):
    report = makers.report_of(bob, [other])
    third = makers.full_claim(bob, alice, words="9 containers", title="More")
    body = {"q": "containers", "all": "1"}
    answer = as_user(bob).post(reverse("claims:report-add", args=[report.pk]), body)
    assert answer.status_code == 303
    assert order(report)[0] == other.pk
    assert set(order(report)[1:]) == {claim.pk, third.pk}


def test_claims_are_added_by_their_addresses(bob, as_user, claim, other):
    report = makers.report_of(bob, [claim])
    text = f"https://desk.example{reverse('claims:claim', args=[other.pk])}\r\n{claim.pk}"
    as_user(bob).post(reverse("claims:report-add", args=[report.pk]), {"by_hand": text, "by": "hand"})
    assert order(report) == [claim.pk, other.pk]


def test_an_unknown_address_adds_nothing_and_is_kept(bob, as_user, claim, other):
    report = makers.report_of(bob, [claim])
    text = f"{other.pk}\n{uuid.uuid4()}"
    answer = as_user(bob).post(
        reverse("claims:report-add", args=[report.pk]), {"by_hand": text, "by": "hand"}
    )
    assert answer.status_code == 422
    assert str(other.pk) in answer.content.decode()
    assert order(report) == [claim.pk]


def test_a_claim_moves_one_place_and_stops_at_the_ends(bob, as_user, report, claim, other):
    item = report.items.get(claim=other)
    move = reverse("claims:report-move", args=[report.pk, item.pk])
    answer = as_user(bob).post(move, {"to": "up"})
    assert answer.status_code == 303
    assert answer.url.endswith(f"#item-{item.pk}")
    assert order(report) == [other.pk, claim.pk]
    as_user(bob).post(move, {"to": "up"})
    assert order(report) == [other.pk, claim.pk]
    report.refresh_from_db()
    assert report.version == 2


def test_taking_a_claim_out_closes_the_gap_and_is_on_record(bob, as_user, report, claim, other):
    item = report.items.get(claim=claim)
    remove = reverse("claims:report-remove", args=[report.pk, item.pk])
    as_user(bob).post(remove)
    assert list(report.items.values_list("claim", "position")) == [(other.pk, 1)]
    assert AuditEntry.objects.get(action="report.remove").before["claims"] == [str(claim.pk)]
    assert as_user(bob).post(remove).status_code == 303


def test_a_frozen_report_becomes_a_draft_again_when_it_is_changed(bob, report, edition, as_user):
    report.refresh_from_db()
    assert report.state == ReportState.FROZEN
    item = report.items.first()
    as_user(bob).post(reverse("claims:report-note", args=[report.pk, item.pk]), {"note": "New", "was": ""})
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


# --- Two people at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_title_typed_over_a_newer_one_is_refused_and_kept(bob, alice, as_user, report, headers):
    services.report_edit(user=alice, report=report, title="Her title", introduction="", version=1)
    body = {"title": "My title", "introduction": "My words", "version": "1"}
    answer = as_user(bob).post(reverse("claims:report", args=[report.pk]), body, **headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Alice changed this report" in page
    assert "Her title" in page
    if not headers:
        assert "My title" in page
        assert "My words" in page
    report.refresh_from_db()
    assert (report.title, report.version) == ("Her title", 2)
    body["over"] = "2"
    assert as_user(bob).post(reverse("claims:report", args=[report.pk]), body).status_code == 303
    report.refresh_from_db()
    assert report.title == "My title"


def test_the_same_text_again_is_no_conflict(bob, alice, as_user, report):
    services.report_edit(user=alice, report=report, title="Same", introduction="", version=1)
    body = {"title": "Same", "introduction": "", "version": "1"}
    assert as_user(bob).post(reverse("claims:report", args=[report.pk]), body).status_code == 303


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_typed_over_a_newer_one_is_refused_and_kept(bob, alice, as_user, report, headers):
    item = report.items.first()
    services.report_note(user=alice, report=report, item_id=item.pk, note="Hers", was="")
    body = {"note": "Mine", "was": ""}
    answer = as_user(bob).post(reverse("claims:report-note", args=[report.pk, item.pk]), body, **headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page
    if not headers:
        assert "Mine" in page
    assert ReportItem.objects.get(pk=item.pk).note == "Hers"
    body["was"] = "Hers"
    as_user(bob).post(reverse("claims:report-note", args=[report.pk, item.pk]), body)
    assert ReportItem.objects.get(pk=item.pk).note == "Mine"


def test_freezing_a_page_that_is_out_of_date_is_refused(bob, alice, as_user, report):
    services.report_edit(user=alice, report=report, title="Her title", introduction="", version=1)
    freeze = reverse("claims:report-freeze", args=[report.pk])
    answer = as_user(bob).post(freeze, {"version": "1"})
    assert answer.status_code == 409
    assert "was changed after this page was shown" in answer.content.decode()
    assert as_user(bob).post(freeze, {"version": "2"}).status_code == 303


def test_an_empty_report_is_not_frozen(bob, as_user):
    report = makers.report_of(bob, [])
    answer = as_user(bob).post(reverse("claims:report-freeze", args=[report.pk]), {"version": "1"})
    assert answer.status_code == 422
    assert "nothing to freeze" in answer.content.decode()


# --- What the builder shows -----------------------------------------------------------------------------


def test_an_action_by_htmx_answers_with_the_parts_that_changed(bob, as_user, report):
    item = report.items.first()
    answer = as_user(bob).post(
        reverse("claims:report-move", args=[report.pk, item.pk]), {"to": "down"}, **HTMX
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    for part in ("report-items", "version-text", "version-freeze", "report-preview", "report-checks"):
        assert f'id="{part}"' in page
    assert 'value="2"' in page


def test_the_builder_says_what_to_look_at_before_freezing(bob, alice, as_user, claim, other):
    type(claim).objects.filter(pk=claim.pk).update(
        **{"freshness": "needs_recheck", "freshness_cause": "a later source", "review_state": "extracted"}
    )
    makers.supersede(other.assessments.get())
    makers.assess(other, bob, None)
    third = makers.later_claim(alice)
    type(third).objects.filter(pk=third.pk).update(**{"freshness": "due"})
    report = makers.report_of(bob, [claim, other, third])
    page = as_user(bob).get(reverse("claims:report", args=[report.pk])).content.decode()
    for sentence in (
        "1 claim is not accepted yet. It will carry that note.",
        "1 claim needs a re-check. It will carry that note.",
        "1 claim is past its re-check time.",
        "1 claim has no verdict. It will say unassessed.",
        "1 verdict is not approved. The claim will say unassessed.",
    ):
        assert sentence in page
    assert "5 to look at" in page
    assert reverse("claims:claim", args=[claim.pk]) in page
    assert "Under re-check: a later source." in page
    assert "All 3 verdicts are approved." not in page


def test_the_builder_says_when_all_is_well(bob, as_user, report):
    page = as_user(bob).get(reverse("claims:report", args=[report.pk])).content.decode()
    assert "All 2 verdicts are approved." in page
    assert "Every claim is accepted." in page
    assert "to look at" not in page


def test_the_builder_says_what_the_next_edition_corrects(bob, alice, as_user, report, edition, claim):
    url = reverse("claims:report", args=[report.pk])
    assert "Nothing changed since edition 1." in as_user(bob).get(url).content.decode()
    makers.supersede(claim.assessments.get())
    makers.assess(claim, bob, alice, verdict="single_source")
    page = as_user(bob).get(url).content.decode()
    assert "Claim 1 was “disputed”; it is now “single source”." in page


def test_the_preview_is_what_the_edition_prints(bob, as_user, report):
    preview = as_user(bob).get(reverse("claims:report", args=[report.pk])).content.decode()
    services.report_freeze(user=bob, report=report, version=None)
    edition = as_user(bob).get(reverse("claims:edition", args=[report.pk, 1])).content.decode()

    def claims(page):
        found = page[page.index('<ol class="report-claims">') :]
        found = found[: found.index("</ol>")]
        return [line for line in found.splitlines() if "report-to-record" not in line and line.strip()]

    assert claims(preview) == claims(edition)


def test_the_builder_asks_the_database_no_more_for_more_claims(
    bob, alice, as_user, django_assert_max_num_queries
):
    claims = [makers.full_claim(bob, alice, words=f"{n} nets", title=f"Nets {n}") for n in range(12)]
    report = makers.report_of(bob, claims)
    visitor = as_user(bob)
    with django_assert_max_num_queries(20):
        visitor.get(reverse("claims:report", args=[report.pk]))


def test_an_old_edition_says_that_a_newer_one_exists(bob, as_user, report, edition):
    old = reverse("claims:edition", args=[report.pk, 1])
    assert "A newer edition" not in as_user(bob).get(old).content.decode()
    services.report_freeze(user=bob, report=report, version=None)
    assert "A newer edition" in as_user(bob).get(old).content.decode()


def test_nothing_is_offered_to_be_added_where_no_claim_matches(as_user, bob, report):
    """With claims of the desk to choose from there is the button; without, the way to accept some."""
    client, address = as_user(bob), reverse("claims:report-add", args=[report.pk])
    ReportItem.objects.all().delete()
    assert "Add the ticked" in client.get(address).text
    page = client.get(address, {"q": "zeppelin"}).text
    assert "Add the ticked" not in page
    assert f'<a href="{reverse("claims:review")}">accept claims in the review</a>' in page

"""Pages and files of the past: what they show, that nothing on them acts, what a bad moment is answered."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.asof.moments import written
from claims.models import AuditEntry, Claim, Event, Report, Source
from claims.report import services
from claims.report.formats import json as json_file
from claims.review import claim_merging, decisions, edits, source_merging, splits, undo
from claims.states import Review
from claims.verify import events
from tests.cast import make_article, make_claim, make_source
from tests.verify.scene import approved, confirm, dismiss, earlier_claim, later_claim, proposed, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(foreign_desk, authority, bob) -> Claim:
    return earlier_claim(foreign_desk, authority, bob)


@pytest.fixture
def second(foreign_desk, authority) -> Claim:
    return later_claim(foreign_desk, authority)


def then(client, name: str, key: object, at: object, **more: str):
    text = at if isinstance(at, str) else written(at)
    args = key if isinstance(key, list) else [key]
    return client.get(reverse(f"claims:{name}", args=args), {"as_of": text, **more})


def words_of(response) -> str:
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(words))


def change_words(claim: Claim, user, statement: str, source: Source | None = None) -> None:
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        edit = edits.Edit(statement=statement, source=source or held.source)
        edits.claim_edit(user=user, claim=held, edit=edit)


def in_transaction(do, **values):
    with transaction.atomic():
        return do(**values)


# --- A claim ---------------------------------------------------------------------------------------------


def test_a_claim_is_shown_as_it_was_with_a_banner_and_a_way_back(first, second, bob, alice, as_user):
    row = proposed(first, second, "contradicts")
    before = timezone.now()
    confirm(row, bob, "corroborates")
    approved(first, bob, alice, "corroborated", [row])
    change_words(first, bob, "300 containers were recovered")
    page = then(as_user(bob), "claim", first.pk, before)
    words = words_of(page)
    assert page.status_code == 200
    assert "As recorded on " in words
    assert "Unassessed" in words
    assert "Corroborated" not in words
    assert "its divers recovered 277 containers from the bay" in words
    assert "300 containers" not in words
    assert "Contradicts?" in words
    assert "277 container" in words  # the figure that the edit took away
    assert f'href="{reverse("claims:claim", args=[first.pk])}">Back to now</a>' in page.content.decode()
    now = words_of(then(as_user(bob), "claim", first.pk, timezone.now()))
    assert "300 containers were recovered" in now
    assert "Why corroborated" in now


def test_nothing_on_a_page_of_the_past_acts(first, second, bob, alice, as_user):
    proposed(first, second)
    submitted(first, bob)
    page = then(as_user(alice), "claim", first.pk, timezone.now()).content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "A verdict waited for approval" in main
    assert not re.search(r'method="post"|data-key=|hx-(post|get)=', main)
    assert re.findall(r"<button[^>]*>(.*?)</button>", main) == ["Look back"]
    today = as_user(alice).get(reverse("claims:claim", args=[first.pk])).content.decode()
    assert 'method="post"' in today.split("<main", 1)[1].split("</main>", 1)[0]  # the control


def test_each_entry_of_the_history_leads_to_its_moment(first, bob, as_user):
    change_words(first, bob, "300 containers were recovered")
    change_words(first, bob, "301 containers were recovered")
    client = as_user(bob)
    page = client.get(reverse("claims:claim", args=[first.pk])).content.decode()
    links = re.findall(r'href="([^"]+\?as_of=[^"]+)"', page)
    assert len(links) == 2
    shown = [words_of(client.get(link)) for link in links]
    assert "301 containers were recovered" in shown[0]
    assert "300 containers were recovered" in shown[1]
    assert "301 containers" not in shown[1]
    assert 'name="as_of"' in page  # the field that asks for any other moment


def test_before_the_record_the_page_says_when_it_begins_and_leads_there(first, bob, as_user):
    client = as_user(bob)
    page = then(client, "claim", first.pk, first.created_at - timedelta(days=1))
    assert page.status_code == 404
    assert "Nothing was recorded then" in words_of(page)
    (link,) = re.findall(r'href="(\?as_of=[^"]+)"', page.content.decode())
    assert client.get(reverse("claims:claim", args=[first.pk]) + link).status_code == 200


def test_a_part_of_a_split_begins_with_the_split(harbour, authority, bob, as_user):
    whole = make_claim(harbour, "its crews recovered 12 containers and 3 boats", source=authority)
    before = timezone.now()
    parts = [splits.Part("12 recovered", "12 containers"), splits.Part("3 boats recovered", "3 boats")]
    part = in_transaction(splits.claim_split, user=bob, claim=whole, parts=parts)[0]
    assert then(as_user(bob), "claim", part.pk, before).status_code == 404
    made = AuditEntry.objects.get(claim=part).at
    page = then(as_user(bob), "claim", part.pk, made - timedelta(microseconds=1))
    assert page.status_code == 404
    assert written(made) in page.content.decode()
    assert then(as_user(bob), "claim", part.pk, made).status_code == 200
    assert "Accepted" not in words_of(then(as_user(bob), "claim", whole.pk, before))


def test_a_moment_to_come_is_said_and_shown_as_now(first, bob, as_user):
    page = then(as_user(bob), "claim", first.pk, timezone.now() + timedelta(days=1))
    assert page.status_code == 200
    assert "This moment has not come yet. Shown is what is recorded now" in words_of(page)


@pytest.mark.parametrize(
    "text", ["yesterday", "", "2026-13-01T00:00", '"><b>', "9999-12-31T23:59-12:00", "x" * 900]
)
def test_a_moment_that_cannot_be_read_is_answered_with_an_example(first, bob, as_user, text):
    client = as_user(bob)
    for name in ("claim", "claim-record"):
        page = then(client, name, first.pk, text)
        assert page.status_code == 422
        assert "Write it like 2026-03-31T14:05" in words_of(page)
    page = then(client, "claim", first.pk, text)
    assert f'value="{html.escape(text, quote=True)}"' in page.content.decode()  # what was typed is kept


def test_a_time_without_a_zone_is_the_newsrooms_whoever_asks(first, bob, alice, as_user, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    bob.time_zone = "America/New_York"
    bob.save(update_fields=["time_zone"])
    at = (first.created_at + timedelta(hours=1)).astimezone(timezone.get_default_timezone())
    Claim.objects.filter(pk=first.pk).update(created_at=first.created_at - timedelta(days=3))
    naive = (at - timedelta(days=1)).replace(tzinfo=None).isoformat(timespec="seconds")
    pages = [then(as_user(user), "claim-record", first.pk, naive).content for user in (bob, alice)]
    assert pages[0] == pages[1]
    wanted = (at - timedelta(days=1)).replace(microsecond=0)
    assert json.loads(pages[0])["content"]["as_of"] == written(wanted)
    words = words_of(then(as_user(bob), "claim", first.pk, naive))
    assert wanted.strftime("%H:%M:%S EE") in words
    assert "Europe/Kyiv" in words


def test_the_same_moment_gives_the_same_bytes_whatever_comes_later(first, second, bob, alice, as_user):
    confirm(proposed(first, second), bob, "updates")
    client, at = as_user(bob), timezone.now()
    data = then(client, "claim-record", first.pk, at).content
    change_words(first, bob, "300 containers were recovered")
    change_words(second, bob, "301 containers were recovered", make_source("Coast guard"))
    dismiss(first.evidence.get(), bob)
    approved(first, bob, alice)
    assert then(client, "claim-record", first.pk, at).content == data
    assert then(client, "claim-record", first.pk, timezone.now()).content != data
    file = json.loads(data)
    spelled = json.dumps(file["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert file["sha256"] == hashlib.sha256(spelled.encode()).hexdigest()
    assert file["content"]["claim"]["evidence"][0]["what"] == second.statement
    assert file["content"]["record"]["entries"] == 1


def test_merged_sources_are_named_as_they_were(first, bob, as_user):
    before, old = timezone.now(), first.source
    into = make_source("Port authority")
    in_transaction(source_merging.source_merge, user=bob, source=old, into=into)
    between = timezone.now()
    in_transaction(source_merging.source_part, user=bob, source=old)
    client = as_user(bob)
    names = [
        json.loads(then(client, "claim-record", first.pk, at).content)["content"]["claim"]["source"]["name"]
        for at in (before, between, timezone.now())
    ]
    assert names == ["Harbour authority", "Port authority", "Harbour authority"]
    first.refresh_from_db()
    assert first.source == old
    told = words_of(client.get(reverse("claims:claim", args=[first.pk])))
    assert "led this claim to another source" in told


def test_a_merged_claim_has_its_places_and_evidence_back(first, second, bob, as_user):
    Claim.objects.filter(pk=second.pk).update(
        review_state=Review.ACCEPTED, reviewed_by=bob, reviewed_at=timezone.now()
    )
    confirm(proposed(second, first), bob, "context")
    client = as_user(bob)
    moments = [timezone.now()]
    rows = {row.pk: row for row in Claim.objects.select_for_update(of=("self",))}
    third = make_claim(make_article(first.desk, text="Ships sank."), "Ships sank", source=first.source)
    claim, keep = rows[second.pk], Claim.objects.select_for_update(of=("self",)).get(pk=third.pk)
    in_transaction(claim_merging.claim_merge, user=bob, claim=claim, keep=keep)
    moments.append(timezone.now())
    in_transaction(undo.claim_undo, user=bob, claim=Claim.objects.get(pk=second.pk))
    moments.append(timezone.now())

    def seen(pk, at):
        claim = json.loads(then(client, "claim-record", pk, at).content)["content"]["claim"]
        return len(claim["appearances"]), len(claim["evidence"])

    assert [seen(second.pk, at) for at in moments] == [(1, 1), (0, 0), (1, 1)]
    assert [seen(third.pk, at) for at in moments[1:]] == [(2, 1), (1, 0)]


def test_who_may_not_see_the_claim_does_not_see_its_past(first, charlie, dana, as_user):
    for name in ("claim", "claim-record"):
        assert then(as_user(charlie), name, first.pk, timezone.now()).status_code == 404
        assert then(as_user(dana), name, first.pk, timezone.now()).status_code == 403


def test_a_look_back_takes_few_queries(first, second, bob, alice, as_user, django_assert_max_num_queries):
    row = proposed(first, second)
    before = timezone.now()
    confirm(row, bob, "updates")
    approved(first, bob, alice, "disputed", [row])
    change_words(first, bob, "300 containers were recovered", make_source("Coast guard"))
    change_words(second, bob, "301 containers were recovered")
    event = Event.objects.create(desk=first.desk, title="Storm")
    in_transaction(events.event_move, user=bob, claims=[Claim.objects.get(pk=first.pk)], to=event)
    client = as_user(alice)
    with django_assert_max_num_queries(15):
        assert then(client, "claim", first.pk, before).status_code == 200


# --- A report --------------------------------------------------------------------------------------------


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
    file = then(as_user(bob), "report-as-of-file", [report.pk, "json"], edition.as_of)
    assert file.content == json_file.render(edition.content, edition.sha256)
    assert json.loads(file.content)["content"]["edition"]["frozen_by"] == "Alice"
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
        data = json.loads(then(as_user(bob), "report-as-of-file", [report.pk, "json"], at).content)
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


# --- An event --------------------------------------------------------------------------------------------


def test_an_event_is_shown_with_its_name_and_claims_of_then(first, second, bob, as_user):
    with transaction.atomic():
        storm = events.event_start(user=bob, desk=first.desk, title="Storm")
    begun = timezone.now()
    with transaction.atomic():
        rows = list(Claim.objects.filter(pk__in=[first.pk, second.pk]).select_related("event"))
        events.event_move(user=bob, claims=rows, to=storm)
    both = timezone.now()
    with transaction.atomic():
        flood = events.event_start(user=bob, desk=first.desk, title="Flood")
        row = Claim.objects.select_related("event").get(pk=second.pk)
        done = events.event_move(user=bob, claims=[row], to=flood)
        events.event_rename(user=bob, event=storm, title="Gale")
    apart = timezone.now()
    in_transaction(events.event_undo, user=bob, entry=done.entry)
    client = as_user(bob)

    def seen(event, at):
        words = words_of(then(client, "event", event.pk, at))
        return [claim.statement in words for claim in (first, second)]

    assert [seen(storm, at) for at in (begun, both, apart, timezone.now())] == [
        [False, False],
        [True, True],
        [True, False],
        [True, True],
    ]
    assert [seen(flood, at) for at in (apart, timezone.now())] == [[False, True], [False, False]]
    page = then(client, "event", storm.pk, both)
    assert "Storm" in words_of(page)
    assert "Gale" not in words_of(page)
    assert 'method="post"' not in page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert then(client, "event", flood.pk, both).status_code == 404
    assert then(client, "event", flood.pk, "soon").status_code == 422
    assert "has not come yet" in words_of(then(client, "event", flood.pk, timezone.now() + timedelta(days=2)))


def test_a_merged_event_still_has_its_past(first, bob, as_user):
    storm = Event.objects.create(desk=first.desk, title="Storm")
    into = Event.objects.create(desk=first.desk, title="Flood")
    Claim.objects.filter(pk=first.pk).update(event=storm)
    before = timezone.now()
    in_transaction(events.event_merge, user=bob, event=storm, into=into)
    words = words_of(then(as_user(bob), "event", storm.pk, before))
    assert "1 claim by then" in words
    assert "Merged into" not in words
    assert "Merged into" in words_of(then(as_user(bob), "event", storm.pk, timezone.now()))
    assert as_user(bob).get(reverse("claims:event", args=[storm.pk])).status_code == 302


def test_accepting_is_undone_in_the_past_only(twelve, bob, as_user):
    before = timezone.now()
    in_transaction(decisions.claim_accept, user=bob, claim=twelve)
    then(as_user(bob), "claim", twelve.pk, before)
    twelve.refresh_from_db()
    assert twelve.review_state == Review.ACCEPTED

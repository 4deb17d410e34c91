"""A claim of the past: what it shows, that nothing on it acts, what a bad moment is answered."""

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
from claims.extract import sources
from claims.extract.types import Speaker
from claims.models import AuditEntry, Claim, Event
from claims.review import claim_merging, decisions, source_merging, sourcing, splits, undo
from claims.states import Review
from claims.verify import events, evidence, origin_ruling
from tests.cast import make_article, make_claim, make_source
from tests.verify.scene import approved, confirm, dismiss, proposed, submitted

from .seeing import change_words, in_transaction, then, words_of

pytestmark = pytest.mark.django_db


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


def test_whose_evidence_was_is_shown_as_it_was_said_and_called_then(first, bob, edna, as_user):
    registry = make_source("Port registry", role="keeper of the lists")
    row = in_transaction(
        evidence.evidence_add, user=bob, claim=first, item=evidence.Item("note", "context", body="A call")
    )
    moments = [timezone.now()]
    for source in (registry, None):
        in_transaction(origin_ruling.evidence_stated, user=bob, claim=first, evidence=row, source=source)
        moments.append(timezone.now())
    in_transaction(sourcing.source_edit, user=edna, source=registry, role="former keeper")
    client, found = as_user(bob), []
    for at in moments:
        assert ("from Port registry" in words_of(then(client, "claim", first.pk, at))) == (at == moments[1])
        content = json.loads(then(client, "claim-record", first.pk, at).content)["content"]
        found.append(content["claim"]["evidence"][0].get("source"))
    assert (found[0], found[1]["role"], found[2]) == (None, "keeper of the lists", None)


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


def test_what_the_machine_learns_of_a_source_is_on_record(foreign_desk, harbour, bob, as_user):
    story = make_article(foreign_desk, text="Olga Brandt spoke.", title="Later")
    before = sources.Register(harbour)
    source = before.source_of(Speaker("Brandt", "Olga Brandt", "person"))
    claim = make_claim(harbour, "41 containers were missing", source=source)
    at = timezone.now()
    for role in ("Minister", "Minister of Ports"):
        with transaction.atomic():
            register = sources.Register(story)
            register.source_of(Speaker("Brandt", "Olga Brandt", "person", role=role))
            register.learn()

    def role_at(moment):
        file = then(as_user(bob), "claim-record", claim.pk, moment)
        return json.loads(file.content)["content"]["claim"]["source"]["role"]

    entries = AuditEntry.objects.filter(action="source.learn", subject_id=source.pk).order_by("id")
    assert [entry.after["role"] for entry in entries] == ["Minister", "Minister of Ports"]
    assert [role_at(at), role_at(entries[0].at), role_at(timezone.now())] == [
        "",
        "Minister",
        "Minister of Ports",
    ]


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


def test_accepting_is_undone_in_the_past_only(twelve, bob, as_user):
    before = timezone.now()
    in_transaction(decisions.claim_accept, user=bob, claim=twelve)
    then(as_user(bob), "claim", twelve.pk, before)
    twelve.refresh_from_db()
    assert twelve.review_state == Review.ACCEPTED

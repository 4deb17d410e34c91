"""Discussion of claims and articles: said, put right, withdrawn, read; nothing of it is markup or lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from claims.models import AuditEntry, Claim, Comment, CommentText, Notification, ReadMark
from claims.models.discussion import EDITABLE, LONGEST
from claims.together.selectors import SHOWN, tallies
from tests.cast import person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def say(client, row, text, *, kind="claim", htmx=False, **more):
    headers = HTMX if htmx else {}
    return client.post(reverse(f"claims:{kind}-talk", args=[row.pk]), {"text": text, **more}, headers=headers)


def page(client, row, kind="claim"):
    return client.get(reverse(f"claims:{kind}", args=[row.pk])).content.decode()


def address(name, comment):
    return reverse(f"claims:{name}", args=[comment.pk])


def aged(comment, minutes):
    """Make a comment older, past the trigger that lets nobody do so."""
    at = timezone.now() - timedelta(minutes=minutes)
    with pgtrigger.ignore("claims.Comment:only_withdrawn"):
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
    comment.refresh_from_db()


def new_to(user, claim):
    """Return how many comments on a claim there are, and how many of them are new to a person."""
    row = Claim.objects.annotate(**tallies(user, "pk")).get(pk=claim.pk)
    return row.talk_count, row.talk_new


def test_a_comment_stands_on_the_page_of_the_claim_with_an_entry_of_record(as_user, bob, edna, twelve):
    answer = say(as_user(bob), twelve, "Who counted?")
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"/claims/{twelve.pk}/#comment-{comment.pk}")
    html = page(as_user(edna), twelve)
    assert "Who counted?" in html
    assert f'id="comment-{comment.pk}"' in html
    entry = AuditEntry.objects.get(action="comment.add")
    assert (entry.claim, entry.actor, entry.desk) == (twelve, bob, bob.desk)
    assert "commented on this claim." in html  # the history of the claim


def test_an_article_has_a_discussion_too(as_user, bob, edna, harbour):
    say(as_user(bob), harbour, "A second version is out", kind="article")
    assert "A second version is out" in page(as_user(edna), harbour, "article")
    assert AuditEntry.objects.get(action="comment.add").article == harbour


def test_htmx_gets_what_came_behind_the_last_comment_seen_and_an_empty_form(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "First")
    seen = Comment.objects.get()
    say(as_user(edna), twelve, "Meanwhile")
    html = say(as_user(bob), twelve, "Second", htmx=True, last=str(seen.pk)).content.decode()
    assert "First" not in html
    assert html.index("Meanwhile") < html.index("Second")
    assert 'id="talk-form"' in html
    assert 'hx-swap-oob="true"' in html
    newest = Comment.objects.order_by("-created_at").first()
    assert f'name="last" value="{newest.pk}"' in html


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write a comment first."),
        (" \n\t ", "Write a comment first."),
        ("\x00", "Write a comment first."),
        ("x" * (LONGEST + 7), "Take out 7"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_cannot_be_taken_comes_back_in_the_form(as_user, bob, twelve, text, problem, htmx):
    answer = say(as_user(bob), twelve, text, htmx=htmx)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert text.strip("\x00 \n\t") in answer.content.decode()
    assert not Comment.objects.exists()
    if htmx:
        assert answer["HX-Retarget"] == "#talk-form"


def test_a_comment_of_just_the_length_is_taken_line_ends_counted_once(as_user, bob, twelve):
    assert say(as_user(bob), twelve, "ж" * (LONGEST - 2) + "\r\n!").status_code == 303
    assert len(CommentText.objects.get().body) == LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<b hx-get=/x>bold</b>",
        "{{ request.user.password }} {% now 'Y' %}",
        "</textarea><script>alert(2)</script>",
    ],
)
def test_hostile_words_are_words(as_user, bob, twelve, text):
    say(as_user(bob), twelve, text)
    html = page(as_user(bob), twelve) + say(as_user(bob), twelve, text + "x" * LONGEST).content.decode()
    for tag in ("<script>alert", "<img src=x", "<b hx-get"):
        assert tag not in html
    assert CommentText.objects.get().body == text


def test_right_to_left_words_keep_their_direction_to_themselves(as_user, bob, twelve):
    text = "שלום \u202e277\u202c مرحبا"
    say(as_user(bob), twelve, text)
    html = page(as_user(bob), twelve)
    assert f'<p class="words" dir="auto" hx-disable>{text}</p>' in html


# --- Put right, withdrawn -----------------------------------------------------------------------------


@pytest.fixture
def said(as_user, bob, twelve):
    say(as_user(bob), twelve, "12 or 21?")
    return Comment.objects.get()


def test_an_edit_keeps_what_was_said_before(as_user, bob, edna, twelve, said):
    client = as_user(bob)
    assert "12 or 21?" in client.get(address("comment-edit", said)).content.decode()
    assert client.post(address("comment-edit", said), {"text": "12 it is"}).status_code == 303
    html = page(as_user(edna), twelve)
    assert html.index("12 it is") < html.index("Show what it said before") < html.index("12 or 21?")
    assert list(said.texts.values_list("number", "body")) == [(1, "12 or 21?"), (2, "12 it is")]
    assert AuditEntry.objects.filter(action="comment.edit", actor=bob).count() == 1


def test_the_same_words_again_are_no_edit(as_user, bob, said):
    as_user(bob).post(address("comment-edit", said), {"text": "12 or 21? "})
    assert said.texts.count() == 1
    assert not AuditEntry.objects.filter(action="comment.edit").exists()


def test_after_a_quarter_of_an_hour_it_stays_as_it_is_and_what_was_typed_is_kept(as_user, bob, twelve, said):
    client = as_user(bob)
    assert address("comment-edit", said) in page(client, twelve)
    aged(said, 16)
    assert address("comment-edit", said) not in page(client, twelve)
    answer = client.post(address("comment-edit", said), {"text": "Too late, typed"})
    assert answer.status_code == 422
    assert "15 minutes" in answer.content.decode()
    assert "Too late, typed" in answer.content.decode()
    assert said.texts.count() == 1


def test_the_database_refuses_a_late_edit_and_takes_an_early_one(said):
    CommentText.objects.create(comment=said, number=2, body="In time")
    aged(said, EDITABLE.total_seconds() / 60 + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentText.objects.create(comment=said, number=3, body="Late")


def test_only_its_author_edits_and_withdraws(as_user, edna, said):
    client = as_user(edna)
    assert client.post(address("comment-edit", said), {"text": "Mine now"}).status_code == 422
    assert client.post(address("comment-withdraw", said)).status_code == 422
    said.refresh_from_db()
    assert (said.texts.count(), said.withdrawn_at) == (1, None)


def test_a_withdrawn_comment_leaves_a_trace_without_its_words(as_user, bob, edna, twelve, said):
    assert as_user(bob).post(address("comment-withdraw", said)).status_code == 303
    html = page(as_user(edna), twelve)
    assert "12 or 21?" not in html
    assert re.search(r"Withdrawn by its author, <time", html)
    assert f'id="comment-{said.pk}"' in html
    assert AuditEntry.objects.filter(action="comment.withdraw", actor=bob, claim=twelve).exists()
    assert as_user(bob).post(address("comment-withdraw", said)).status_code == 422
    assert as_user(bob).post(address("comment-edit", said), {"text": "Back"}).status_code == 422


def test_the_database_keeps_comments_as_they_were(said):
    rows = Comment.objects.filter(pk=said.pk)
    for change in (
        lambda: rows.update(created_at=timezone.now()),
        lambda: rows.delete(),
        lambda: CommentText.objects.update(body="Other"),
        lambda: CommentText.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    rows.update(withdrawn_at=timezone.now())  # the one change there is, and once
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(withdrawn_at=None)


def test_a_comment_is_about_one_thing(twelve, harbour, bob):
    for row in ({"claim": twelve, "article": harbour}, {}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.create(desk=bob.desk, author=bob, **row)


# --- Addresses ----------------------------------------------------------------------------------------


def test_the_address_of_a_comment_leads_to_its_place(as_user, bob, twelve, said):
    client = as_user(bob)
    assert client.get(address("comment", said))["Location"].endswith(
        f"/claims/{twelve.pk}/#comment-{said.pk}"
    )
    for number in range(SHOWN):
        say(client, twelve, f"More {number}")
    on = client.get(address("comment", said))["Location"]
    assert on.endswith(f"/talk/?upto={said.pk}#comment-{said.pk}")
    assert f'id="comment-{said.pk}"' in client.get(on).content.decode()
    html = page(client, twelve)
    assert f'id="comment-{said.pk}"' not in html
    assert "1 earlier comment<" in html


def test_strangers_and_readers_get_neither_comments_nor_forms(as_user, charlie, dana, twelve, said):
    assert as_user(charlie).get(address("comment", said)).status_code == 404
    assert as_user(charlie).get(reverse("claims:claim-talk", args=[twelve.pk])).status_code == 404
    assert as_user(dana).get(address("comment", said)).status_code == 403
    assert say(as_user(dana), twelve, "Hello").status_code == 403
    assert Comment.objects.count() == 1


def test_a_comment_of_another_thing_is_no_place_in_this_talk(as_user, bob, twelve, accepted, said):
    html = say(as_user(bob), accepted, "Here", htmx=True, last=str(said.pk)).content.decode()
    assert "12 or 21?" not in html
    page_of = as_user(bob).get(reverse("claims:claim-talk", args=[accepted.pk]), {"upto": str(said.pk)})
    assert "12 or 21?" not in page_of.content.decode()


# --- Mentions and the inbox ---------------------------------------------------------------------------


def inbox(client):
    return client.get(reverse("claims:inbox")).content.decode()


def test_a_mention_is_told_once_and_counted_in_the_bar(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "@edna and again @Edna: who counted? @nobody @bob")
    notice = Notification.objects.get()
    assert (notice.user, notice.kind, notice.claim, notice.evidence) == (edna, "mention", twelve, None)
    html = inbox(as_user(edna))
    assert 'aria-label="Inbox, 1 unread"' in html
    assert "who counted?" in html
    assert address("comment", Comment.objects.get()) in html
    assert 'class="mention" title="Edna">@edna</b>' in page(as_user(edna), twelve)


def test_a_mention_on_an_article_is_told_too(as_user, bob, edna, harbour):
    say(as_user(bob), harbour, "@edna look", kind="article")
    assert Notification.objects.get().article == harbour
    html = inbox(as_user(edna))
    assert "Containers lost" in html
    assert "@edna look" in html


def test_an_edit_tells_whom_it_adds_and_nobody_twice(as_user, bob, edna, alice, twelve):
    say(as_user(bob), twelve, "@edna look")
    as_user(bob).post(address("comment-edit", Comment.objects.get()), {"text": "@edna @alice look"})
    assert sorted(Notification.objects.values_list("user__username", flat=True)) == ["alice", "edna"]


def test_nobody_of_another_desk_and_no_reader_of_reports_is_told(as_user, bob, charlie, dana, eve, twelve):
    say(as_user(bob), twelve, "@charlie @dana @eve")
    assert not Notification.objects.exists()


def test_a_withdrawn_mention_says_so_and_shows_no_words(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "@edna a secret")
    as_user(bob).post(address("comment-withdraw", Comment.objects.get()))
    html = inbox(as_user(edna))
    assert "a secret" not in html
    assert "withdrew it" in html
    assert 'aria-label="Inbox"' in html


def test_a_mention_can_be_marked_read_alone(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "@edna one")
    say(as_user(bob), twelve, "@edna two")
    first, _ = Comment.objects.order_by("created_at")
    as_user(edna).post(reverse("claims:inbox-read"), {"comment": str(first.pk)})
    assert Notification.objects.get(read_at__isnull=True).comment_id != first.pk


def test_the_database_refuses_a_notice_that_is_about_nothing_of_its_kind(bob, twelve, harbour):
    for more in ({"kind": "mention"}, {"kind": "assigned", "claim": twelve, "article": harbour}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Notification.objects.create(user=bob, **more)


def test_people_are_offered_as_one_types(as_user, bob, edna, alice, charlie, dana):
    edna.last_name = "<b>Byrne</b>"
    edna.save()
    client = as_user(bob)
    html = client.get(reverse("claims:people-search"), {"q": "ed"}).content.decode()
    assert 'data-value="edna"' in html
    assert "&lt;b&gt;Byrne" in html
    everybody = client.get(reverse("claims:people-search")).content.decode()
    assert {name for name in re.findall(r'data-value="(\w+)"', everybody)} == {"alice", "bob", "edna"}


def test_long_names_and_many_people_stay_a_short_list(as_user, bob, foreign_desk):
    for number in range(30):
        person(f"n{number}" + "x" * 100, "reporter", foreign_desk, last_name="y" * 140)
    html = as_user(bob).get(reverse("claims:people-search"), {"q": "n"}).content.decode()
    assert html.count("<li") == 8


# --- What is new --------------------------------------------------------------------------------------


def test_what_others_said_is_new_until_it_is_read(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "One")
    say(as_user(bob), twelve, "Two")
    client = as_user(edna)
    assert new_to(edna, twelve) == (2, 2)
    assert ", 2 new" in page(client, twelve)
    assert ReadMark.objects.filter(user=edna).count() == 0  # looking writes nothing
    last = Comment.objects.order_by("-created_at").first()
    answer = client.post(address("comment-read", last), headers=HTMX)
    assert answer.status_code == 200
    assert new_to(edna, twelve) == (2, 0)
    assert " new</span>" not in page(client, twelve)
    say(as_user(bob), twelve, "Three")
    assert new_to(edna, twelve)[1] == 1


def test_reading_the_talk_reads_its_mentions(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "@edna look")
    as_user(edna).post(address("comment-read", Comment.objects.get()))
    assert Notification.objects.get().read_at is not None


def test_an_older_comment_marks_nothing_unread_again(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "One")
    say(as_user(bob), twelve, "Two")
    first, second = Comment.objects.order_by("created_at")
    for comment in (second, first):
        as_user(edna).post(address("comment-read", comment))
    assert ReadMark.objects.get(user=edna).until == second.created_at


def test_my_own_words_are_not_new_to_me_and_saying_is_reading(as_user, bob, edna, twelve):
    say(as_user(bob), twelve, "One")
    assert new_to(bob, twelve)[1] == 0
    say(as_user(edna), twelve, "Two")
    assert new_to(edna, twelve)[1] == 0
    assert new_to(bob, twelve)[1] == 1


def test_the_card_of_the_workbench_leads_to_the_discussion(as_user, bob, edna, harbour, twelve):
    say(as_user(bob), twelve, "One")
    html = as_user(edna).get(reverse("claims:workbench", args=[harbour.pk])).content.decode()
    assert re.search(rf'/claims/{twelve.pk}/#discussion">1 comment, <b>1 new</b>', html)


def test_a_long_talk_costs_the_page_no_more_queries(
    as_user, bob, edna, twelve, django_assert_max_num_queries
):
    client = as_user(edna)
    for number in range(SHOWN + 10):
        say(as_user(bob), twelve, f"@edna {number}")
    client.get(reverse("claims:claim", args=[twelve.pk]))
    with django_assert_max_num_queries(12):
        html = page(client, twelve)
    assert html.count('class="said') == SHOWN
    with django_assert_max_num_queries(8):
        client.get(reverse("claims:inbox"))

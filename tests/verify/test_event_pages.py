"""The events pages: what they show, what people do on them, and that size does not break them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import AuditEntry, Claim, Event, Quantity, Source
from claims.states import Review
from tests.cast import make_article, make_claim, make_outlet

from .scene import earlier_claim, later_claim, proposed

pytestmark = pytest.mark.django_db
LONG = "فريق الغواصين " * 20


def at(name: str, *args: object) -> str:
    return reverse(f"claims:{name}", args=args)


@pytest.fixture
def raid(foreign_desk, authority) -> Event:
    """An event of two articles whose figures differ."""
    event = Event.objects.create(
        desk=foreign_desk,
        title="Containers in the bay",
        starts_on=date(2025, 6, 8),
        ends_on=date(2025, 6, 9),
        place="The bay",
    )
    for row in (earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)):
        Claim.objects.filter(pk=row.pk).update(event=event)
    return event


@pytest.fixture
def other(foreign_desk) -> Event:
    event = Event.objects.create(desk=foreign_desk, title="Harbour strike", starts_on=date(2025, 6, 10))
    make_claim(make_article(foreign_desk, title="Strike"), "2 ships", event=event)
    return event


def claims(event: Event) -> list[Claim]:
    return list(Claim.objects.filter(event=event).order_by("pk"))


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_shows_events_with_their_sizes_the_latest_first(raid, other, bob, as_user):
    rows = claims(raid)
    proposed(rows[0], rows[1])
    page = as_user(bob).get(at("event-list"))
    found = [
        (event, size.claims, size.articles, size.outlets, size.proposals)
        for event, size in page.context["list"].events
    ]
    assert found == [(other, 1, 1, 1, 0), (raid, 2, 2, 2, 1)]
    assert "8–9 June 2025" in text(page)


def test_empty_and_merged_events_and_those_of_other_desks_are_not_listed(
    raid, other, bob, other_desk, as_user
):
    Event.objects.create(desk=raid.desk, title="Empty")
    theirs = Event.objects.create(desk=other_desk, title="Theirs")
    make_claim(make_article(other_desk), "2 ships", event=theirs)
    Claim.objects.filter(event=other).update(
        review_state=Review.REJECTED, reject_reason="vague", reviewed_by=bob, reviewed_at=raid.created_at
    )
    page = as_user(bob).get(at("event-list"))
    assert [event for event, _ in page.context["list"].events] == [raid]


def test_the_list_teaches_when_it_is_empty(bob, as_user):
    assert "No events yet" in text(as_user(bob).get(at("event-list")))
    assert "Nothing found" in text(as_user(bob).get(at("event-list"), {"q": "x"}))


@pytest.mark.parametrize("query", ["containers", "the bay", "divers recovered", "BAY containers"])
def test_the_search_looks_in_names_places_and_claims(query, raid, other, bob, as_user):
    page = as_user(bob).get(at("event-list"), {"q": query})
    assert [event for event, _ in page.context["list"].events] == [raid]


def test_pages_follow_each_other_there_and_back(foreign_desk, harbour, bob, as_user):
    for number in range(120):
        day = None if number % 7 == 0 else date(2025, 1 + number % 12, 1 + number % 28)
        event = Event.objects.create(desk=foreign_desk, title=f"Event {number}", starts_on=day)
        make_claim(harbour, "2 ships", event=event)
    client, seen, cursor, pages = as_user(bob), [], "", []
    while True:
        found = client.get(at("event-list"), {"at": cursor}).context["list"]
        pages.append([event.pk for event, _ in found.events])
        seen += pages[-1]
        if not found.onward:
            break
        cursor = found.onward
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len(set(seen)) == 120
    days = list(Event.objects.in_bulk(seen).values())
    assert [event.starts_on is None for event in (Event.objects.get(pk=pk) for pk in seen)] == sorted(
        event.starts_on is None for event in days
    )
    back = client.get(at("event-list"), {"at": found.back}).context["list"]
    assert [event.pk for event, _ in back.events] == pages[1]


def test_the_page_sets_sources_beside_figures_and_marks_what_differs(raid, authority, bob, as_user):
    page = as_user(bob).get(at("event", raid.pk))
    figures = page.context["page"].figures
    assert [(head.label, head.differs) for head in figures.table.heads] == [("Containers handed over", False)]
    assert [row.speaker.key for row in figures.table.rows] == [str(authority.pk)]
    cell = figures.table.rows[0].cells[0]
    assert (cell.latest.words, [was.given.words for was in cell.before]) == ("292", ["277"])
    assert (cell.step.kind, cell.step.words) == ("update", "+15, +5.4 %")
    assert [drawn.chart.title for drawn in figures.charts] == ["Containers handed over"]
    assert "2 claims in 2 articles from 2 outlets." in text(page)


def test_figures_that_agree_are_not_marked(raid, bob, as_user):
    Quantity.objects.filter(low=292).update(low=277, high=277)
    table = as_user(bob).get(at("event", raid.pk)).context["page"].figures.table
    assert not table.heads[0].differs
    assert (table.rows[0].cells[0].times, table.differences) == (2, [])


def test_an_event_without_figures_says_so(other, bob, as_user):
    Event.objects.filter(pk=other.pk).update(title=LONG, starts_on=None)
    page = as_user(bob).get(at("event", other.pk))
    assert "No claim of this event gives a figure." in text(page)
    assert LONG.strip() in text(page)


def test_a_merged_event_leads_to_what_it_became(raid, other, bob, as_user):
    Event.objects.filter(pk=other.pk).update(merged_into=raid)
    answer = as_user(bob).get(at("event", other.pk))
    assert answer.status_code == 302
    assert answer["Location"] == at("event", raid.pk)


def test_naming_and_taking_it_back(raid, bob, as_user):
    client = as_user(bob)
    sent = {"title": "The wreck", "starts_on": "2025-06-08", "ends_on": "2025-06-09", "place": "Bay"}
    assert client.post(at("event-rename", raid.pk), sent).status_code == 303
    raid.refresh_from_db()
    assert (raid.title, raid.place, raid.kept_by) == ("The wreck", "Bay", bob)
    entry = AuditEntry.objects.get(action="event.rename")
    page = client.get(at("event", raid.pk))
    assert at("event-undo", raid.pk, entry.pk) in text(page)
    assert client.post(at("event-undo", raid.pk, entry.pk)).status_code == 303
    raid.refresh_from_db()
    assert raid.title == "Containers in the bay"
    assert at("event-undo", raid.pk, entry.pk) not in text(client.get(at("event", raid.pk)))
    assert client.post(at("event-undo", raid.pk, entry.pk)).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "A", "ends_on": "2025-06-09"}, {"title": "A", "starts_on": "x"}]
)
def test_a_bad_name_is_said_at_its_field(wrong, raid, bob, as_user):
    answer = as_user(bob).post(at("event-rename", raid.pk), wrong)
    assert answer.status_code == 422
    assert "Not saved." in text(answer)
    raid.refresh_from_db()
    assert raid.title == "Containers in the bay"


def test_a_move_shows_its_size_first_and_then_moves(raid, other, bob, as_user):
    client, chosen = as_user(bob), claims(raid)[0]
    preview = client.post(at("event-change", raid.pk), {"act": "move", "claim": str(chosen.pk)})
    assert "1 claim in 1 article from 1 outlet will move. 1 claim stays in" in text(preview)
    assert [event for event, _ in preview.context["targets"]] == [other]
    assert Claim.objects.filter(event=raid).count() == 2
    sent = {
        "act": "move",
        "claim": str(chosen.pk),
        "to": str(other.pk),
        "confirm": "yes",
        "note": "Elsewhere",
    }
    answer = client.post(at("event-change", raid.pk), sent)
    assert answer["Location"] == at("event", other.pk)
    chosen.refresh_from_db()
    assert (chosen.event, chosen.event_by) == (other, bob)


@pytest.mark.parametrize(
    ("act", "more", "problem"),
    [
        ("move", {}, "Choose the event to move to"),
        ("split", {"title": " "}, "Write what the new event is called."),
        ("merge", {"to": "nonsense"}, "Choose the event to move to"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(act, more, problem, raid, bob, as_user):
    sent = {"act": act, "claim": str(claims(raid)[0].pk), "confirm": "yes", **more}
    answer = as_user(bob).post(at("event-change", raid.pk), sent)
    assert answer.status_code == 422
    assert problem in text(answer)
    assert Claim.objects.filter(event=raid, event_by=None).count() == 2


def test_a_split_and_a_merge_from_the_page(raid, other, bob, as_user):
    client, chosen = as_user(bob), claims(raid)[0]
    sent = {"act": "split", "claim": str(chosen.pk), "title": "Another", "confirm": "yes"}
    new = Event.objects.get(pk=client.post(at("event-change", raid.pk), sent)["Location"].split("/")[-2])
    assert (new.title, claims(new)) == ("Another", [chosen])
    sent = {"act": "merge", "to": str(other.pk), "confirm": "yes"}
    assert client.post(at("event-change", raid.pk), sent)["Location"] == at("event", other.pk)
    assert len(claims(other)) == 2


def test_claims_cannot_go_to_another_desk(raid, other_desk, bob, ada, as_user):
    theirs = Event.objects.create(desk=other_desk, title="Theirs")
    for user in (bob, ada):
        sent = {"act": "move", "claim": str(claims(raid)[0].pk), "to": str(theirs.pk), "confirm": "yes"}
        assert as_user(user).post(at("event-change", raid.pk), sent).status_code == 422
    assert not theirs.claims.exists()


def test_the_claim_page_shows_the_event_and_moves_the_claim(raid, other, bob, as_user):
    client, chosen = as_user(bob), claims(raid)[0]
    page = text(client.get(at("claim", chosen.pk)))
    assert at("event", raid.pk) in page
    assert "· 2 claims" in page
    assert [event for event, _ in client.get(at("claim-event", chosen.pk)).context["targets"]] == [other]
    for to, expected in ((str(other.pk), other), ("none", None)):
        assert client.post(at("claim-event", chosen.pk), {"to": to}).status_code == 303
        chosen.refresh_from_db()
        assert (chosen.event, chosen.event_by) == (expected, bob)
    assert client.post(at("claim-event", chosen.pk), {"to": "new", "title": "Own"}).status_code == 303
    chosen.refresh_from_db()
    assert chosen.event is not None
    assert chosen.event.title == "Own"
    assert client.post(at("claim-event", chosen.pk), {"to": "new", "title": ""}).status_code == 422


def test_a_search_on_the_way_changes_nothing(raid, other, bob, as_user):
    chosen = claims(raid)[0]
    sent = {"to": str(other.pk), "q": "strike", "find": "yes"}
    answer = as_user(bob).post(at("claim-event", chosen.pk), sent)
    assert [event for event, _ in answer.context["targets"]] == [other]
    chosen.refresh_from_db()
    assert chosen.event == raid


def many(event: Event, articles: int, each: int) -> None:
    outlet, source = make_outlet("Wire"), Source.objects.create(name="Crew")
    for number in range(articles):
        piece = make_article(event.desk, title=f"Copy {number}", outlet=outlet)
        for _ in range(each):
            make_claim(piece, "12 containers", source=source, figure=(12, "container"), event=event)


def test_the_number_of_queries_does_not_grow_with_the_event(foreign_desk, bob, as_user):
    counts = []
    for articles in (2, 30):
        event = Event.objects.create(desk=foreign_desk, title=f"Of {articles}")
        many(event, articles, 3)
        client = as_user(bob)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get(at("event", event.pk))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
    assert len(page.context["page"].pieces) == 25
    onward = client.get(at("event", event.pk), {"at": page.context["page"].onward}).context["page"]
    assert len(onward.pieces) == 5


def test_a_long_article_is_shown_in_part_and_the_rest_counted(foreign_desk, bob, as_user):
    event = Event.objects.create(desk=foreign_desk, title="Long")
    many(event, 1, 63)
    piece = as_user(bob).get(at("event", event.pk)).context["page"].pieces[0]
    assert (len(piece.claims), piece.more) == (60, 3)

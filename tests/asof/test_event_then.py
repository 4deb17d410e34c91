"""An event of the past: its name and its claims of then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims.asof.moments import written
from claims.models import Claim, Event
from claims.verify import event_looking_back, events
from tests.cast import make_article, make_claim

from .seeing import in_transaction, then, words_of

pytestmark = pytest.mark.django_db


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
    assert 'class="figchart"' in page.content.decode()
    assert "Gale" not in words_of(page)
    assert 'method="post"' not in page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert then(client, "event", flood.pk, both).status_code == 404
    assert then(client, "event", flood.pk, "soon").status_code == 422
    assert "has not come yet" in words_of(then(client, "event", flood.pk, timezone.now() + timedelta(days=2)))


def many(event, count, bob):
    """Put so many claims into the event, each with a figure of its own and a place."""
    article = make_article(event.desk, text="A " + " ".join(f"{number} boats" for number in range(count)))
    for number in range(count):
        make_claim(
            article, f" {number} boats", figure=(number, "boat"), event=event, statement=f"Boats: {number}."
        )


def test_a_large_event_is_shown_page_by_page_and_its_figures_whole(
    foreign_desk, bob, as_user, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(event_looking_back, "SHOWN", 3)
    storm = Event.objects.create(desk=foreign_desk, title="Storm")
    many(storm, 8, bob)
    at, client = timezone.now(), as_user(bob)
    address = reverse("claims:event", args=[storm.pk])

    def seen(page):
        words = client.get(address, {"as_of": written(at), "page": page}).text
        table = words[words.index("Claims</h2>") :]
        return [number for number in range(8) if f"Boats: {number}." in table], table

    assert [seen(page)[0] for page in (1, 2, 3)] == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert "Claims 4–6 of 8" in seen(2)[1]
    assert 'rel="next"' not in seen(3)[1]
    assert [seen(page)[0] for page in ("9", "-1", "x", "٣", "9" * 30)] == [[6, 7], *[[0, 1, 2]] * 4]
    with django_assert_max_num_queries(15):
        whole = event_looking_back.event_then(Event.objects.get(pk=storm.pk), at, page=2)
    assert (whole.figures.looked_at, whole.figures.part) == (8, False)
    monkeypatch.setattr(event_looking_back, "LOOKED_AT", 5)
    part = event_looking_back.event_then(Event.objects.get(pk=storm.pk), at, page=3)
    assert (part.figures.looked_at, part.figures.part, len(part.claims)) == (5, True, 2)
    assert "Only 5 of the claims were looked at." in client.get(address, {"as_of": written(at)}).text


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

"""Who else has the page of a claim open: a courtesy, told to who may see the claim, and never in the way."""

from __future__ import annotations

import pytest
import redis
from django.urls import reverse

from claims.review import presence

pytestmark = pytest.mark.django_db


def page(client, claim, name="claim"):
    return client.get(reverse(f"claims:{name}", args=[claim.pk]))


@pytest.fixture(autouse=True)
def nobody(twelve):
    presence._redis().delete(f"looking:{twelve.pk}")


def test_who_comes_second_reads_who_is_there_and_the_first_learns_it(as_user, bob, edna, twelve):
    first = page(as_user(bob), twelve)
    assert "also here" not in first.text
    assert "Bob" in here(page(as_user(edna), twelve).text)
    answer = page(as_user(bob), twelve, "claim-here")
    assert "Edna" in here(answer.text)
    assert "Bob" not in here(answer.text)
    assert answer["Cache-Control"] == "no-store"


def here(html: str) -> str:
    """Return the words of the line."""
    start = html.index('id="here"')
    return html[start : html.index("also here", start)]


def test_who_asks_no_more_is_gone(as_user, bob, edna, twelve, monkeypatch):
    page(as_user(bob), twelve)
    now = presence.time.time()
    monkeypatch.setattr(presence.time, "time", lambda: now + presence.SHOWN + 1)
    assert "also here" not in page(as_user(edna), twelve).text


def test_another_desk_neither_asks_nor_shows(as_user, bob, charlie, twelve):
    page(as_user(bob), twelve)
    assert page(as_user(charlie), twelve, "claim-here").status_code == 404
    assert "also here" not in page(as_user(bob), twelve).text


def test_without_the_server_of_it_the_page_stands(as_user, bob, twelve, monkeypatch):
    def broken(*_):
        raise redis.ConnectionError

    monkeypatch.setattr(presence, "_redis", lambda: type("Down", (), {"pipeline": broken})())
    answer = page(as_user(bob), twelve)
    assert answer.status_code == 200
    assert "also here" not in answer.text


def test_names_are_words(as_user, bob, edna, twelve):
    bob.first_name, bob.last_name = "<b>Bob</b>", "\u202eששש" * 20
    bob.save()
    page(as_user(bob), twelve)
    html = page(as_user(edna), twelve).text
    assert "<b>Bob</b>" not in html
    assert "&lt;b&gt;Bob" in html


def test_it_costs_no_query(as_user, bob, twelve, django_assert_max_num_queries):
    client = as_user(bob)
    page(client, twelve)
    with django_assert_max_num_queries(3):  # session, person, claim
        page(client, twelve, "claim-here")

"""The desk, settings and health, and what every page sends along."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.models import Assignment


def test_the_desk_shows_what_is_mine_and_unassigned(as_user, alice, bob, twelve, accepted):
    Assignment.objects.create(claim=accepted, assignee=bob, assigned_by=alice, due_at=timezone.now())
    mine = as_user(bob).get("/").content.decode()
    assert "41 containers were missing" in mine
    assert "Unassigned" not in mine
    editors = as_user(alice).get("/").content.decode()
    assert "Unassigned" in editors
    assert "12 containers" in editors


def test_an_empty_desk_says_what_to_do(as_user, alice):
    page = as_user(alice).get("/").content.decode()
    assert "Add an article" in page


def test_a_reader_is_led_to_the_reports(as_user, dana):
    assert as_user(dana).get("/")["Location"] == "/reports/"


def test_the_desk_takes_few_queries(as_user, alice, twelve, accepted, django_assert_max_num_queries):
    client = as_user(alice)
    client.get("/")
    with django_assert_max_num_queries(13):
        client.get("/")


@pytest.mark.parametrize("theme", ["light", "dark", ""])
def test_the_theme_is_set_by_the_server(as_user, bob, theme):
    client = as_user(bob)
    response = client.post("/settings/theme/", {"theme": theme, "next": "/settings/"})
    assert response["Location"] == "/settings/"
    page = client.get("/settings/").content.decode()
    assert (f'data-bs-theme="{theme}"' in page) == bool(theme)


def test_after_the_theme_nobody_is_sent_to_another_site(as_user, bob):
    response = as_user(bob).post("/settings/theme/", {"theme": "dark", "next": "https://example.com/"})
    assert response["Location"] == "/"


def test_a_time_zone_that_does_not_exist_is_refused_and_kept(as_user, bob):
    response = as_user(bob).post("/settings/", {"theme": "", "time_zone": "Mars/Base"})
    assert response.status_code == 422
    assert b"Mars/Base" in response.content


def test_times_are_shown_in_the_readers_zone(as_user, bob, harbour):
    client = as_user(bob)
    assert b"9 June 2025, 15:40" in client.get("/articles/").content
    client.post("/settings/", {"theme": "", "time_zone": "Europe/Kyiv", "keys_enabled": "on"})
    assert b"9 June 2025, 18:40" in client.get("/articles/").content


def test_health_needs_no_log_in_and_names_the_parts(client, db):
    answer = client.get("/healthz")
    assert answer.json()["database"] is True
    assert set(answer.json()) == {"database", "broker", "workers"}


def test_pages_allow_no_inline_code(as_user, bob):
    policy = as_user(bob).get("/settings/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy

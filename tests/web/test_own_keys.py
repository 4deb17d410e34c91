"""Keys of one's own: one key a deed, no clash, shown wherever a key is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from claims.web import own_keys
from claims.web.own_keys import BadKeys, cap, chosen
from tests.review.acting import bench

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_single_key_of_the_pages_can_be_given_another_place():
    found = {
        key.removeprefix("shift+")
        for path in TEMPLATES.rglob("*.html")
        for key in re.findall(r'data-key="([^"{]+)"', path.read_text(encoding="utf-8"))
    }
    letters = {key for key in found if len(key) == 1 and key.isalpha()}
    assert letters  # the search finds keys
    assert letters - set(own_keys.DEEDS) == set()
    assert {key for key in found - letters if len(key) == 1} <= own_keys.RESERVED


def test_only_what_differs_is_kept():
    assert chosen({}) == {}
    assert chosen({"a": "A", "x": ""}) == {}
    assert chosen({"a": "q", "x": " ; "}) == {"a": "q", "x": ";"}


def test_two_deeds_may_change_places():
    assert chosen({"j": "k", "k": "j"}) == {"j": "k", "k": "j"}


@pytest.mark.parametrize("key", ["1", "?", "/", "ab", "é", " "])
def test_a_key_that_is_needed_elsewhere_or_is_no_single_key_is_refused(key):
    if not key.strip():
        assert chosen({"a": key}) == {}
        return
    with pytest.raises(BadKeys):
        chosen({"a": key})


def test_a_key_that_does_something_else_already_is_refused_with_what():
    with pytest.raises(BadKeys, match="Accept"):
        chosen({"x": "a"})


def test_the_cap_shows_the_own_key():
    own = {"a": "q"}
    assert [cap(name, own) for name in ("A", "⇧A", "X", "Esc", "↵", "?")] == ["Q", "⇧Q", "X", "Esc", "↵", "?"]


def settings(client, **more):
    return client.post(
        reverse("claims:settings"), {"theme": "", "time_zone": "", "keys_enabled": "on", **more}
    )


def test_a_person_chooses_keys_and_sees_them_on_the_buttons(as_user, bob, harbour, twelve):
    client = as_user(bob)
    assert settings(client, key_a="q").status_code == 302
    bob.refresh_from_db()
    assert bob.own_keys == {"a": "q"}
    page = bench(client, harbour).text
    assert '<kbd aria-hidden="true">Q</kbd>' in page
    assert '<kbd aria-hidden="true">A</kbd>' not in page
    assert 'data-own-keys="aq "' in page
    assert settings(client, key_a="q", default_keys="on").status_code == 302
    bob.refresh_from_db()
    assert bob.own_keys == {}


def test_a_clash_is_refused_and_what_was_typed_stays(as_user, bob):
    response = settings(as_user(bob), key_a="x", key_x="x")
    assert response.status_code == 422
    assert "X is the key of" in response.text
    assert 'value="X"' in response.text
    bob.refresh_from_db()
    assert bob.own_keys == {}


def test_settings_without_keys_leave_the_own_ones(as_user, bob):
    bob.own_keys = {"a": "q"}
    bob.save()
    assert settings(as_user(bob)).status_code == 302
    bob.refresh_from_db()
    assert bob.own_keys == {"a": "q"}

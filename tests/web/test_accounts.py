"""Signing in and out: who gets in, and what happens to somebody who guesses."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def quick(settings):
    """Argon2 is slow on purpose; these tests are about who is let in, not about how passwords are kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def known(bob):
    bob.set_password(PASSWORD)
    bob.save()
    return bob


def sign_in(client: Client, password: str, name: str = "bob", **headers: str):
    return client.post("/accounts/login/", {"login": name, "password": password}, **headers)


def test_the_right_password_leads_to_the_desk(client, known):
    response = sign_in(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200


def test_a_wrong_password_is_refused_and_keeps_the_name(client, known):
    response = sign_in(client, "wrong")
    assert response.status_code == 200
    assert b'value="bob"' in response.content
    assert client.get("/settings/").status_code == 302


def test_a_disabled_person_cannot_sign_in(client, known):
    known.is_active = False
    known.save()
    sign_in(client, PASSWORD)
    assert client.get("/settings/").status_code == 302


def test_guessing_is_throttled_for_that_name_from_that_address_alone(client, known, alice, settings):
    alice.set_password(PASSWORD)
    alice.save()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in(client, "wrong")
    assert last.status_code == 429
    assert sign_in(client, PASSWORD).status_code == 429
    spoofed = sign_in(client, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert spoofed.status_code == 429
    assert sign_in(Client(), PASSWORD, name="alice").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="203.0.113.7"), PASSWORD).status_code == 302


def test_below_the_limit_nobody_is_locked_out(client, known, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(client, "wrong")
    assert sign_in(client, PASSWORD).status_code == 302


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(client, known):
    client.get("/accounts/login/")
    sign_in(client, PASSWORD)
    old = client.cookies["session"].value
    client.post("/accounts/logout/")
    client.cookies["session"] = old
    assert client.get("/settings/").status_code == 302


def test_there_is_no_sign_up(client, db):
    assert client.get("/accounts/signup/").status_code in {302, 404}


def test_a_log_in_without_its_token_is_refused(known):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, PASSWORD).status_code == 403


def test_somebody_without_a_password_can_set_one(as_user, alice):
    client = as_user(alice)
    response = client.get("/accounts/password/change/", follow=True)
    assert response.status_code == 200
    assert b"Set a password" in response.content
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_more_than_can_be_taken_is_refused_in_words(as_user, bob, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = as_user(bob).post("/articles/new/", {"way": "paste", "text": "long " * 1000})
    assert response.status_code == 413
    assert "larger than 12 MB" in response.content.decode()


# --- A form that met the log-in page -----------------------------------------------------------------

UNSENT = "what you sent was not saved. Send it once more."


def sent_without_session(client: Client, address: str, page: str, **data: str):
    """Send a form from `page` when the session has ended, and sign in; returns where that leads."""
    door = client.post(address, data, headers={"Referer": page})
    assert door.status_code == 302
    assert "not saved" in client.get(door["Location"]).text
    return client.post(door["Location"], {"login": "bob", "password": PASSWORD, **_hidden(client, door)})


def _hidden(client: Client, door) -> dict[str, str]:
    found = re.search(r'name="next" value="([^"]+)"', client.get(door["Location"]).text)
    return {"next": unescape(found[1])} if found else {}


@pytest.mark.parametrize(
    ("address", "page", "data", "to"),
    [
        ("claim-accept", "http://testserver/claims/?q=a&at=2", {}, "/claims/?q=a&at=2"),
        ("claim-accept", "http://testserver/settings/", {"next": "/claims/"}, "/settings/"),
        ("claim-accept", "", {"next": "/claims/"}, "/claims/"),
        ("claim-accept", "https://elsewhere.example/claims/", {}, "/"),
        ("claim-accept", "", {"next": "//elsewhere.example/claims/"}, "/"),
        ("claim-accept", "http://testserver/no/such/page/", {}, "/"),
        ("claim-edit", "itself", {}, "itself"),
        ("claim-reject", "itself", {"next": "/claims/"}, "/claims/"),  # a refusal shown there takes no GET
    ],
)
def test_a_form_leads_back_to_the_page_it_stood_on_and_says_so(
    client, known, twelve, address, page, data, to
):
    address = reverse(f"claims:{address}", args=[twelve.pk])
    page = f"http://testserver{address}" if page == "itself" else page
    answer = sent_without_session(client, address, page, **data)
    assert answer["Location"] == (address if to == "itself" else to)
    shown = client.get(answer["Location"], follow=True)
    assert shown.status_code == 200
    assert UNSENT in shown.text


def test_a_script_and_a_link_are_led_to_where_they_were_going(client, known, twelve):
    address = reverse("claims:claim-accept", args=[twelve.pk])
    for door in (client.post(address, headers={"HX-Request": "true"}), client.get("/claims/?q=a")):
        assert "unsent" not in door["Location"]
    answer = client.post(door["Location"], {"login": "bob", "password": PASSWORD})
    assert answer["Location"] == "/claims/?q=a"
    assert UNSENT not in client.get("/claims/").text

"""From a pasted text to its open review, in a real browser with a real worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Article

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90_000  # milliseconds: the worker starts and reads its language model first
STORY = (
    "date 2025-06-09\n\n"
    "Harbour crews recover containers\n\n"
    "The harbour authority said on Monday that its crews recovered 12 containers and 3 boats before dawn.\n\n"
    "“We counted 41 crates,” said Marta Quill, the port's director.\n\n"
    "It was not possible to verify the claims."
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start_worker():
    """Return a function that starts a worker on this test's database; it is stopped at the end."""
    started = []

    def start():
        database = connection.settings_dict
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        url += f"&port={database['PORT']}" if database["PORT"] else ""
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tracker", "worker", "-c", "1"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def page(visit):
    """A page that nobody has signed in to."""
    return visit(None)


def sign_in(page, user):
    user.set_password("quiet harbour at dawn")
    user.save()
    page.goto("/articles/")
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill("quiet harbour at dawn")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()


def paste(page, text, **fields):
    page.goto(reverse("claims:article-new"))
    page.get_by_label("Text", exact=True).fill(text)
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)


def add(page):
    page.get_by_role("button", name="Add article").click()


def test_from_pasted_text_to_the_open_review(page, bob, start_worker):
    sign_in(page, bob)
    page.keyboard.press("n")
    page.wait_for_url("**/articles/new/")
    page.get_by_label("Text", exact=True).fill(STORY)
    look = page.locator("#text-look")
    expect(look).to_contain_text(f"{len(STORY)} characters. “date 2025-06-09” was read as the date.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/articles/*-*/")
    address = page.url
    expect(page.get_by_role("heading", name="Harbour crews recover containers")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("Read from the text: date 9 June 2025")
    state = page.locator("#article-state")
    expect(state).to_contain_text("Waiting")

    page.evaluate("window.stayed = true")
    start_worker()
    expect(state).to_contain_text("Ready to review", timeout=PATIENCE)
    assert page.evaluate("window.stayed"), "the page was loaded again"
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert not [url for url in asked if "/status/" in url], "it still asks though nothing moves"

    page.get_by_role("link", name="Review").and_(page.locator("#article-state a")).click()
    page.wait_for_url("**/review/**")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("12 containers")
    assert page.problems == []

    paste(page, f"\n{STORY}  ")
    expect(look).to_contain_text("Looks like an article you have")
    add(page)
    page.wait_for_url(address)
    expect(page.locator("#toasts")).to_contain_text("You have this article already")
    assert Article.objects.count() == 1
    assert page.problems == []


def test_a_mistake_keeps_everything_that_was_typed(page, bob):
    sign_in(page, bob)
    typed = {
        "Outlet": "Harbour Herald",
        "Title": "Crates “counted”",
        "Byline": "Jo Field",
        "Published": "2190-01-02",
    }
    paste(page, STORY, **typed)
    add(page)
    expect(page.get_by_role("alert")).to_contain_text("is in the future")
    expect(page.get_by_label("Text", exact=True)).to_have_value(STORY)
    for label, value in typed.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    page.get_by_label("Published", exact=True).fill("2025-06-08")
    add(page)
    page.wait_for_url("**/articles/*-*/")
    expect(page.locator("#article-facts")).to_contain_text("8 June 2025")
    expect(page.locator("#article-facts")).to_contain_text("Harbour Herald")
    assert [each for each in page.problems if "422" not in each] == []  # the form came back once


def test_what_is_typed_survives_a_reload(page, bob):
    sign_in(page, bob)
    paste(page, STORY, Outlet="Harbour Herald")
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value(STORY)
    expect(page.get_by_label("Outlet", exact=True)).to_have_value("Harbour Herald")


def test_an_article_is_added_without_javascript(visit, bob):
    page = visit(None, java_script_enabled=False)
    sign_in(page, bob)
    paste(page, "The port said that 12 crates were lost.")
    add(page)
    expect(page.get_by_role("alert")).to_contain_text("Write the day it was published")
    expect(page.get_by_label("Text", exact=True)).to_have_value("The port said that 12 crates were lost.")
    page.get_by_label("Not known").check()
    add(page)
    expect(page.locator("#article-state")).to_contain_text("Waiting")

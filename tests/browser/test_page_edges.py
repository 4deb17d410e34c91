"""At the edges of every page: its weight, paper, forced colours, the theme, and the pages of errors."""

from __future__ import annotations

import gzip

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from claims.models import Role
from tests.browser.rounds import LATER, OPEN, assert_none, axe, probe, stops
from tests.cast import many_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ERRORS = ["400.html", "413.html", "403_csrf.html", "500.html", "account/locked.html"]


def test_pages_are_compressed_on_their_way(as_user, bob, harbour):
    answer = as_user(bob).get("/articles/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"Containers lost" in gzip.decompress(answer.content)


@pytest.mark.parametrize("name", ["claims:claim", "claims:edition"])
def test_paper_is_white_and_has_no_buttons(world, round_of, name):
    one = round_of(color_scheme="dark")
    stop = next(stop for stop in stops(world) if stop.name == name)
    page = one.go(stop)
    assert probe(page, "unprintable"), "the control: on the screen there are buttons, and it is dark"
    page.emulate_media(media="print")
    assert probe(page, "unprintable") == []


def test_forced_colours_leave_outlines_where_fills_were(round_of):
    one = round_of(forced_colors="active")
    stop = next(stop for stop in stops(None) if stop.name == "claims:styleguide")
    page = one.go(stop)
    assert probe(page, "unlined") == []
    page.evaluate("document.querySelector('main .chip').style.border = 'none'")
    assert len(probe(page, "unlined")) == 1, "the control: one without its edge is found"


@pytest.mark.parametrize("theme", ["light", "dark", ""])
def test_the_first_paint_has_the_colours_of_the_person(alice, round_of, theme):
    """The server names them, in the element and for the ground before any style sheet has come."""
    alice.theme = theme
    alice.save(update_fields=["theme"])
    page = round_of(color_scheme="light", java_script_enabled=False).page(Role.EDITOR)
    html = page.goto(reverse("claims:settings")).text()
    assert f'<meta name="color-scheme" content="{theme or "light dark"}">' in html
    assert (f'data-bs-theme="{theme}"' in html.partition("<head>")[0]) is bool(theme)


def way_on(page):
    """Return whether the page leads on, and says what happened in its heading."""
    ways = page.locator("main :is(a, button)[href]").count()
    return [] if ways and page.locator("h1").count() == 1 else ["no way on, or no heading"]


@pytest.mark.parametrize("template", ERRORS)
def test_pages_of_errors_can_be_read_and_lead_on(round_of, template):
    one = round_of(viewport={"width": 320, "height": 700})
    page = one.page(OPEN)
    html = render_to_string(template)
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/broken/")
    found = axe(page) + probe(page, "sideways", "unseen", "small") + way_on(page)
    page.emulate_media(color_scheme="dark")
    assert_none(found + axe(page, "colours"))


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [(Role.EDITOR, "/nowhere/", 404), (OPEN, "/nowhere/", 404), (Role.VIEWER, "/claims/", 403)],
)
def test_what_is_missing_or_not_yours_says_so_and_leads_on(round_of, who, address, status):
    page = round_of().page(who)
    assert page.goto(address).status == status
    assert_none(axe(page) + way_on(page))


def test_a_form_from_an_old_page_says_that_it_is_old(bob):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(reverse("claims:settings"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "The page was too old" in answer.content.decode()


def test_a_toast_stands_still_when_calm_is_asked_for(round_of):
    """The line that shrinks is gone; the toast still leaves after its time."""
    one = round_of(reduced_motion="no-preference")
    page = one.go(next(stop for stop in stops(None) if stop.name == "claims:match-jobs"))
    page.evaluate("document.getElementById('toasts').innerHTML = '<div class=toast>Saved</div>'")
    assert any("shrink" in line for line in probe(page, "moving")), "the control: it moves"
    page.emulate_media(reduced_motion="reduce")
    assert probe(page, "moving") == []


LISTS = ["claim-list", "article-list", "source-list", "event-list", "assignment-list", "report-list", "desk"]


@pytest.mark.hard
def test_lists_of_ten_thousand_rows_stay_light_and_narrow(world, round_of, foreign_desk, alice, bob):
    many_rows(foreign_desk, alice, bob)
    one, heavy = round_of(), []
    for stop in stops(None):
        if stop.name.removeprefix("claims:") in LISTS and stop.who == Role.EDITOR:
            page = one.go(stop)
            rows = page.locator("main tbody tr, main .list > li").count()
            body = len(gzip.compress(page.content().encode()))
            if rows > 300 or body > LATER:
                heavy.append(f"{stop}: {rows} rows, {body} bytes")
            page.set_viewport_size({"width": 320, "height": 640})
            heavy += probe(page, "sideways")
            page.set_viewport_size({"width": 1440, "height": 1000})
    assert_none(heavy)

"""Every page of the app, light and dark, wide and narrow, by eye, by key and by machine."""

from __future__ import annotations

import gzip
from contextlib import contextmanager

import pytest

from claims.models import Role
from tests.browser.rounds import FIRST, LATER, assert_none, axe, files_of, probe, stops, weight
from tests.cast import FROM_RIGHT, LONG, stretch_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Each page is opened once and looked at from all sides: opening it costs more than looking.
ROOM = ("sideways", "spilling", "undirected")
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
SIZES = ({"width": 320, "height": 640}, {"width": 720, "height": 500})  # 400 %, 200 %


def in_both_themes(page):
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in axe(page, "colours")]
    page.emulate_media(color_scheme="light")
    return found


def past_the_bar(page):
    """Return what is wrong with the skip link: the first stop, seen there, and it leads into the content."""
    if "#" in page.url or page.evaluate("document.activeElement !== document.body"):
        return []  # a page that puts the hand where it is needed, or opens a dialog
    page.keyboard.press("Tab")
    first = page.evaluate("probes.stop()")
    if not first["skip"]:
        return [f"the first stop is {first['html']}"]
    page.keyboard.press("Enter")
    return [] if page.evaluate("probes.stop().content") else ["the skip link leads nowhere"]


def at_sizes(page):
    found = probe(page, *ROOM)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"text at 200 %: {line}" for line in probe(page, "sideways")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    for size in SIZES:
        page.set_viewport_size(size)
        found += probe(page, *ROOM)
    return found


def by_thumb(page):
    with on_a_phone(page):
        return [f"phone: {line}" for line in axe(page, "shapes") + probe(page, "small")]


@contextmanager
def on_a_phone(page):
    """Make the open page one on a phone that is touched, and then a wide one again."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.set_viewport_size(PHONE)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches"), "the page knows that it is touched"
    yield
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    page.set_viewport_size(WIDE)
    session.detach()


def weighed(page, known):
    """Return what weighs too much: all of the page, or all but what the desk had loaded already."""
    files, body = files_of(page), len(gzip.compress(page.content().encode()))
    first, later = (body + sum(map(weight, some)) for some in (files, files - known))
    return [f"{first} bytes at first, {later} later"] if first > FIRST or later > LATER else []


def from_all_sides(page):
    by_key = past_the_bar(page) + probe(page, "moving", "unseen", "disordered")
    return by_key + in_both_themes(page) + at_sizes(page) + by_thumb(page)


def from_two_sides(page):
    """Return what is wrong with a viewer's page: an editor's, seen from all sides, with less on it."""
    found = past_the_bar(page) + axe(page)
    page.set_viewport_size(SIZES[0])
    found += probe(page, *ROOM)
    page.set_viewport_size(WIDE)
    return found


def test_every_page_is_light_and_stands_up_to_axe_keys_thumbs_and_sizes(world, round_of):
    one, every = round_of(), list(stops(world))
    desk = next(stop for stop in every if stop.name == "claims:desk" and stop.who == Role.EDITOR)
    known = files_of(one.go(desk))
    assert len(known) > 10, "the files of a page were counted"
    found = one.ask(
        [stop for stop in every if stop.who != Role.VIEWER],
        lambda page: weighed(page, known) + from_all_sides(page),
    )
    assert_none(found + one.ask([stop for stop in every if stop.who == Role.VIEWER], from_two_sides))
    assert one.seen > 60, "the pages were seen, not taken for fragments"


def test_pages_of_an_empty_newsroom_fit_and_read_well(round_of):
    narrow = round_of(viewport=SIZES[0])
    assert_none(narrow.ask(list(stops(None)), lambda page: axe(page) + probe(page, *ROOM)))


def test_names_of_any_length_and_direction_find_room(world, round_of):
    stretch_names(f"{FROM_RIGHT} {LONG}")
    narrow = round_of(viewport=SIZES[0], with_axe=False)
    where = [stop for stop in stops(world) if stop.who != Role.VIEWER]  # viewers read the same names
    assert_none(narrow.ask(where, lambda page: probe(page, *ROOM)))


FAULTS = {
    "sideways": '<p class="nowrap">' + "word " * 400 + "</p>",
    "spilling": '<section class="fit"><div class="who"><b>' + "w" * 60 + "</b></div></section>",
    "undirected": f"<p>{FROM_RIGHT}</p>",
    "small": '<details><summary aria-label="Low">low</summary></details>',
    "unseen": '<div class="popup" tabindex="0">no ring</div>',
    "disordered": '<button tabindex="3">first</button>',
    "moving": '<svg class="icon spin"></svg>',
    "axed": "<button></button>",
}


def test_every_probe_finds_what_it_looks_for(round_of):
    """The controls of all tests above: each fault is put on a page that has none."""
    one = round_of(viewport={"width": 390, "height": 844}, reduced_motion="no-preference")
    (stop,) = [stop for stop in stops(None) if stop.name == "claims:match-jobs"]
    blind = []
    for name, fault in FAULTS.items():
        page = one.go(stop)
        before = set(probe(page, name))
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", fault)
        if not set(probe(page, name)) - before:
            blind.append(name)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert page.evaluate("probes.refused().length") == 1
    assert blind == []


def test_an_error_in_a_page_is_heard(round_of):
    one = round_of()
    (stop,) = [stop for stop in stops(None) if stop.name == "claims:match-jobs"]
    found = one.ask([stop], lambda page: page.evaluate("console.error('lost')") or [])
    assert found == [f"{stop}: console: lost"]

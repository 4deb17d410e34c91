"""Every page of the app, light and dark, wide and narrow, by eye, by key and by machine."""

from __future__ import annotations

import pytest

from tests.browser.rounds import assert_none, axe, probe, stops
from tests.cast import FROM_RIGHT, LONG, stretch_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_both_themes(page):
    page.emulate_media(color_scheme="light")
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {line}" for line in axe(page, "colours")]


def past_the_bar(page):
    """Return what is wrong with the skip link: the first stop, seen there, and it leads into the content."""
    if "#" in page.url or page.evaluate("document.activeElement !== document.body"):
        return []  # a page that puts the hand where it is needed, or opens a dialog
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    if "skip" not in (first.get_attribute("class") or "") or first.bounding_box()["y"] < 0:
        return [f"the first stop is {first.evaluate('one => one.outerHTML')[:80]}"]
    page.keyboard.press("Enter")
    led = page.evaluate("Boolean(document.activeElement.closest('main'))")
    return [] if led else ["the skip link leads nowhere"]


def by_key(page):
    return probe(page, "unseen", "disordered")


def by_key_and_eye(page):
    return past_the_bar(page) + in_both_themes(page) + by_key(page)


@pytest.mark.xdist_group("pages-wide")
def test_axe_and_the_keyboard_find_nothing_on_a_wide_screen(world, round_of):
    wide = round_of()
    assert_none(wide.ask(list(stops(world)), by_key_and_eye))
    assert wide.seen > 60, "the pages were seen, not taken for fragments"


@pytest.mark.xdist_group("pages-narrow")
def test_axe_and_thumbs_find_nothing_on_a_phone(world, round_of):
    phone = round_of(viewport={"width": 390, "height": 844}, has_touch=True)
    assert_none(phone.ask(list(stops(world)), lambda page: in_both_themes(page) + probe(page, "small")))


def at_sizes(page):
    found = []
    for width, height in ((320, 640), (720, 500), (1440, 1000)):  # 400 %, 200 %, whole
        page.set_viewport_size({"width": width, "height": height})
        found += probe(page, "sideways", "spilling", "undirected")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return found + [f"text at 200 %: {line}" for line in probe(page, "sideways")]


@pytest.mark.xdist_group("pages-narrow")
def test_pages_fit_320_pixels_and_twice_the_size_and_stand_still_when_asked(world, round_of):
    calm = round_of(reduced_motion="reduce")
    assert_none(calm.ask(list(stops(world)), lambda page: probe(page, "moving") + at_sizes(page)))


@pytest.mark.xdist_group("pages-wide")
def test_pages_of_an_empty_newsroom_fit_and_read_well(round_of):
    empty = round_of()
    assert_none(empty.ask(list(stops(None)), lambda page: axe(page) + at_sizes(page)))


@pytest.mark.xdist_group("pages-narrow")
def test_names_of_any_length_and_direction_find_room(world, round_of):
    stretch_names(f"{FROM_RIGHT} {LONG}")
    stretched = round_of()
    assert_none(stretched.ask(list(stops(world)), at_sizes))


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


@pytest.mark.xdist_group("pages-narrow")
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


@pytest.mark.xdist_group("pages-narrow")
def test_an_error_in_a_page_is_heard(round_of):
    one = round_of()
    (stop,) = [stop for stop in stops(None) if stop.name == "claims:match-jobs"]
    found = one.ask([stop], lambda page: page.evaluate("console.error('lost')") or [])
    assert found == [f"{stop}: console: lost"]

"""The workbench as a page and as fragments: marks, card, progress, and what odd articles do to it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from claims.models import Appearance, Article
from tests.cast import make_article, make_claim, make_source
from tests.review.acting import HTMX, act, bench, fresh

pytestmark = pytest.mark.django_db
BUDGET = 12  # savepoints or BEGIN and COMMIT included


@pytest.fixture
def boats(harbour, authority):
    return make_claim(harbour, "3 boats before dawn", source=authority, figure=(3, "boat"))


def mark(page: str, words: str) -> str:
    """Return the opening tag of the mark that holds `words`."""
    found = re.search(rf"(<mark [^>]*>)(?:(?!</mark>).)*{re.escape(words)}", page, re.DOTALL)
    assert found, words
    return found[1]


def test_the_page_shows_the_article_with_the_first_open_claim_current(as_user, bob, harbour, twelve, boats):
    page = bench(as_user(bob), harbour).text
    assert "current" in mark(page, "12 containers")
    assert "open" in mark(page, "3 boats")
    assert "0 of 2" in page
    assert "Claim 1 of 2: its crews recovered 12 containers. 2 left to decide." in strip_tags(page)
    assert '<sup aria-hidden="true">1</sup>' in page
    assert "claim 1, current: " in page


def test_the_address_chooses_the_claim(as_user, bob, harbour, twelve, boats):
    page = bench(as_user(bob), harbour, boats).text
    assert "current" in mark(page, "3 boats")
    assert f'id="current-claim" name="from" value="{boats.pk}"' in page


@pytest.mark.parametrize("claim", ["nonsense", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_an_address_that_names_no_claim_shows_the_first(as_user, bob, harbour, twelve, claim):
    response = as_user(bob).get(reverse("claims:workbench", args=[harbour.pk]), {"claim": claim})
    assert response.status_code == 200
    assert "current" in mark(response.text, "12 containers")


def test_the_card_gives_exact_position_chain_and_figure(as_user, bob, harbour, twelve):
    page = bench(as_user(bob), harbour).text
    place = twelve.appearances.get()
    assert f"Exact, characters {place.start}–{place.end}" in page
    for words in ("Harbour Herald", "No credit line", "Harbour authority", "container"):
        assert words in page


def test_source_and_cue_are_underlined_apart_from_the_fill(as_user, bob, harbour, twelve):
    place = twelve.appearances.get()
    text = place.version.text
    start = text.index("The harbour authority")
    place.source_spans = [[start, start + 21]]
    place.cue_spans = [[start + 22, start + 26]]
    place.save()
    page = bench(as_user(bob), harbour).text
    assert '<span class="src scur">The harbour authority</span>' in page
    assert '<span class="cue ccur">said</span>' in page


def test_what_the_machine_set_aside_is_listed_below_with_its_reason(as_user, bob, harbour, twelve):
    make_claim(harbour, "only 2 ships were delayed", set_aside=True, worth=0.3, worth_reason="too little")
    page = bench(as_user(bob), harbour).text
    assert "aside" in mark(page, "only 2 ships")
    assert "Too little" in page
    assert "1 passage<" in page


def test_the_note_of_the_outlet_is_dashed_and_says_which_claims_it_covers(as_user, bob, harbour):
    make_claim(harbour, "12 containers", unverified_note="It was not possible to verify the claims.")
    page = bench(as_user(bob), harbour).text
    assert "aside" in mark(page, "It was not possible")
    assert "Note on claim 1" in page


def test_a_decision_by_htmx_sends_the_card_the_progress_and_only_changed_paragraphs(
    as_user, bob, harbour, accepted, twelve, boats
):
    response = act(as_user(bob), twelve, "accept", htmx=True)
    page = response.text
    assert response.status_code == 200
    assert page.lstrip().startswith('<section class="card" id="card"')
    assert "<html" not in page
    assert 'id="progress" hx-swap-oob="true"' in page
    assert 'id="benchline"' in page
    assert re.findall(r'id="(para-\d+)" hx-swap-oob', page) == ["para-2"]
    assert "accepted" in mark(page, "12 containers")
    assert "current" in mark(page, "3 boats")
    assert "Claim 2 accepted" in page
    assert response["HX-Push-Url"].endswith(f"?claim={boats.pk}")
    assert "HX-Request" in response["Vary"]


def test_moving_by_htmx_renews_the_paragraph_one_comes_from(as_user, bob, harbour, accepted, twelve):
    url = reverse("claims:workbench", args=[harbour.pk])
    page = as_user(bob).get(url, {"claim": twelve.pk, "from": accepted.pk}, **HTMX).text
    assert re.findall(r'id="(para-\d+)" hx-swap-oob', page) == ["para-1", "para-2"]
    assert "current" not in mark(page, "41 containers")


def test_going_back_in_the_browser_gets_the_whole_page(as_user, bob, harbour, twelve):
    headers = HTMX | {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}
    assert "<html" in bench(as_user(bob), harbour, twelve, **headers).text


def test_from_decision_to_next_card_within_the_query_budget(
    as_user, bob, harbour, twelve, boats, django_assert_max_num_queries
):
    client = as_user(bob)
    bench(client, harbour, twelve)
    with django_assert_max_num_queries(BUDGET):
        assert act(client, twelve, "accept", htmx=True).status_code == 200


def test_the_budget_holds_for_the_page_however_many_claims_there_are(
    as_user, bob, foreign_desk, django_assert_max_num_queries
):
    text = "\n\n".join(f"Harbour item {n} was said to be {n} tonnes." for n in range(300))
    article = make_article(foreign_desk, text=text)
    source = make_source()
    for n in range(300):
        make_claim(article, f"item {n} was said to be {n} tonnes", source=source)
    client = as_user(bob)
    with django_assert_max_num_queries(BUDGET + 2):
        page = bench(client, article).text
    assert page.count("<mark ") == 300
    assert "0 of 300" in page
    assert page.count('<a href="?claim=') == 360  # a link in the margin for each, and 60 cells of five
    assert 'title="Claims 1–5"' in page


# --- Odd and hostile articles -----------------------------------------------------------------------------

HOSTILE = '<script>alert(1)</script> "quoted" & <img src=x onerror=alert(2)> {{ claim }} {% now "Y" %}'


def test_hostile_article_text_is_shown_as_text_and_htmx_ignores_it(as_user, bob, foreign_desk):
    text = f"The mayor said {HOSTILE} was found.\n\n<a hx-get='/claims/' hx-trigger='load'>12 boats</a> sank."
    article = make_article(foreign_desk, text=text, title=f"Found: {HOSTILE}"[:200])
    make_claim(article, f"{HOSTILE} was found", source=make_source(f"Mayor {HOSTILE}"[:200]))
    make_claim(article, "12 boats")
    page = bench(as_user(bob), article).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<a hx-get='/claims/'" not in page
    assert "{{ claim }}" in page
    for block in re.findall(r'<div class="words"[^>]*>', page):
        assert "hx-disable" in block


def test_a_discontinuous_claim_is_numbered_once(as_user, bob, harbour, authority):
    claim = make_claim(harbour, "its crews recovered 12 containers and 3 boats before dawn", source=authority)
    place = claim.appearances.get()
    cut = place.version.text.index(" and 3 boats")
    dawn = place.version.text.index("before dawn")
    Appearance.objects.filter(pk=place.pk).update(spans=[[place.start, cut], [dawn, dawn + 11]])
    page = bench(as_user(bob), harbour).text
    assert page.count("<sup ") == 1
    assert page.count("<mark ") == 2
    assert "<b>its crews recovered 12 containers</b> and 3 boats <b>before dawn</b>" in page


def test_of_two_claims_with_one_envelope_the_one_whose_words_stand_first_has_the_lower_number(
    as_user, bob, harbour
):
    words = "its crews recovered 12 containers and 3 boats before dawn"
    boats, containers = (make_claim(harbour, words, statement=name) for name in ("Boats", "Containers"))
    text = containers.appearances.get().version.text
    for claim, pieces in (
        (boats, ["its crews recovered", "3 boats before dawn"]),
        (containers, ["its crews recovered 12 containers", "before dawn"]),
    ):
        spans = [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]
        Appearance.objects.filter(claim=claim).update(spans=spans)
    assert "Claim 1 of 2: Containers." in strip_tags(bench(as_user(bob), harbour).text)


def test_right_to_left_text_and_long_names_stay_whole(as_user, bob, foreign_desk):
    text = "قال مسؤولون إن 277 طائرة دمرت.\n\nOfficials said 3 were lost."
    article = make_article(foreign_desk, text=text, title="خبر")
    Article.objects.filter(pk=article.pk).update(language="ar")
    name = "Ministry of " + "very " * 36 + "long names"
    make_claim(article, "277 طائرة دمرت", source=make_source(name[:200]))
    page = bench(as_user(bob), article).text
    assert "277 طائرة دمرت" in page
    assert 'dir="auto"' in page
    assert 'lang="ar"' in page
    assert name[:200] in page


def test_an_article_without_claims_says_so(as_user, bob, harbour):
    response = bench(as_user(bob), harbour)
    assert response.status_code == 200
    assert "No claims in this article" in response.text


def test_the_live_line_counts_down(as_user, bob, harbour, twelve, boats):
    page = act(as_user(bob), twelve, "accept", htmx=True).text
    assert "Claim 2 of 2: 3 boats before dawn. 1 left to decide." in strip_tags(page)


def test_similar_claims_are_asked_for_when_the_card_is_there(as_user, bob, harbour, twelve):
    page = bench(as_user(bob), harbour).text
    assert f'hx-get="{reverse("claims:claim-similar", args=[twelve.pk])}" hx-trigger="load' in page
    assert f'href="{reverse("claims:claim-similar", args=[twelve.pk])}"' in page, (
        "without scripts a link leads there"
    )


def test_every_control_of_the_card_is_a_form_or_link_without_scripts(as_user, bob, harbour, twelve, boats):
    page = bench(as_user(bob), harbour, twelve).text
    for tag in re.findall(r"<[^>]*\shx-(?:post|get)=[^>]*>", page):
        if "hx-trigger" in tag:
            continue  # completion and the lease renew themselves by script only
        assert " action=" in tag or " href=" in tag, tag
    assert not re.search(r"\son\w+=|style=|hx-on|javascript:", page)
    assert fresh(twelve).version == 1


@pytest.mark.parametrize(
    ("name", "of", "label"),
    [
        ("workbench", "article", "Review"),
        ("claim-add", "article", "Review"),
        ("claim-edit", "claim", "Review"),
        ("claim-merge", "claim", "Review"),
        ("claim-assign", "", "Assignments"),
        ("claim", "claim", "Claims"),
    ],
)
def test_the_bar_says_in_which_place_a_page_is(as_user, alice, harbour, twelve, name, of, label):
    keys = {"article": [harbour.pk], "claim": [twelve.pk]}.get(of, [])
    page = as_user(alice).get(reverse(f"claims:{name}", args=keys))
    assert [item["label"] for item in page.context["nav"] if item["active"]] == [label]

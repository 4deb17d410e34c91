"""The list and the state of articles: each state reads as it should, live, in few queries."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import flow
from claims.models import Article, ArticleVersion, Claim, User, Work
from claims.states import ArticleState, Review, WorkState
from tests.cast import TEXT, make_article, make_claim

LIST = reverse("claims:article-list")
FIGURES = ("41 containers", "12 containers", "3 boats", "2 ships")


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def bobs(as_user, bob):
    return as_user(bob)


def article_in(desk, state, *, decided=0, claims=0, **more):
    """Return an article in a state of the list: `decided` of its `claims` are decided."""
    article = make_article(desk, state=state, **more)
    someone = User.objects.filter(desk=desk).first()
    for number, words in enumerate(FIGURES[:claims]):
        done = {"review_state": Review.ACCEPTED, "reviewed_by": someone} if number < decided else {}
        make_claim(article, words, **done)
    return article


def working(article, stage, state=WorkState.RUNNING, **more):
    if state == WorkState.RUNNING:
        more |= {"lease_until": timezone.now(), "lease_token": uuid4()}
    work = Work.objects.create(stage=stage, article=article)
    Work.objects.filter(pk=work.pk).update(state=state, **more)
    return work


def status_of(client, article, row=False):
    return client.get(
        reverse("claims:article-status", args=[article.pk]) + ("?row" if row else "")
    ).content.decode()


@pytest.mark.parametrize(
    ("state", "claims", "decided", "says", "leads"),
    [
        ("ready", 3, 0, "Ready to review", True),
        ("ready", 3, 1, "In review", True),
        ("ready", 2, 2, "Reviewed", True),
        ("ready", 0, 0, "No claims worth checking were found", True),
        ("kept", 0, 0, "Kept", False),
        ("failed", 0, 0, "Could not be read", False),
    ],
)
def test_a_state_that_rests_says_what_is_next_and_asks_no_more(
    bobs, foreign_desk, state, claims, decided, says, leads
):
    article = article_in(foreign_desk, state, claims=claims, decided=decided, message="Some reason.")
    shown = status_of(bobs, article)
    assert says in shown
    assert "hx-get" not in shown
    assert (reverse("claims:workbench", args=[article.pk]) in shown) == leads
    assert ("Some reason." in shown) == (state in {"kept", "failed"})
    assert "hx-get" not in status_of(bobs, article, row=True)


def test_a_set_aside_claim_is_not_counted(bobs, foreign_desk):
    article = article_in(foreign_desk, "ready", claims=3, decided=1)
    Claim.objects.filter(review_state=Review.EXTRACTED).update(set_aside=True)
    assert "Reviewed" in status_of(bobs, article)


def test_work_under_way_shows_its_step_and_asks_again(bobs, foreign_desk):
    article = article_in(foreign_desk, "running")
    working(article, "extract", percent=62, step="Resolving who spoke")
    for row in (False, True):
        shown = status_of(bobs, article, row=row)
        assert "Splitting into claims" in shown
        assert 'value="62"' in shown
        assert "62%" in shown
        assert f'hx-get="{reverse("claims:article-status", args=[article.pk])}' in shown
    assert "Resolving who spoke" in status_of(bobs, article)


def asks(page: str) -> tuple[str, int]:
    """Return where a fragment asks again, and after how many seconds."""
    address, wait = re.search(r'hx-get="([^"]+)" hx-trigger="look, every (\d+)s"', page).groups()
    return html.unescape(address), int(wait)


@pytest.mark.parametrize(("row", "first", "longest"), [(True, 2, 30), (False, 1, 15)])
def test_who_sees_nothing_new_asks_ever_more_rarely(bobs, foreign_desk, row, first, longest):
    article = article_in(foreign_desk, "running")
    work = working(article, "extract", percent=20)
    shown = status_of(bobs, article, row=row)
    waits = []
    for _ in range(12):
        address, wait = asks(shown)
        waits.append(wait)
        shown = bobs.get(address).text
    assert waits[0] == first
    assert waits == sorted(waits)
    assert waits[1] > first
    assert waits[-1] == longest
    Work.objects.filter(pk=work.pk).update(percent=60)  # something happens
    shown = bobs.get(asks(shown)[0]).text
    assert 'value="60"' in shown
    assert asks(shown)[1] == first


@pytest.mark.parametrize("wait", ["", "-4", "99999999", "often"])
def test_a_wait_that_is_none_is_kept_within_bounds(bobs, foreign_desk, wait):
    article = article_in(foreign_desk, "running")
    working(article, "extract", percent=20)
    address, _ = asks(status_of(bobs, article, row=True))
    page = bobs.get(re.sub(r"wait=\d+", f"wait={wait}", address)).text
    assert 2 <= asks(page)[1] <= 30


def test_a_fetch_under_way_is_not_called_waiting(bobs, foreign_desk):
    article = article_in(foreign_desk, "queued")
    working(article, "fetch", percent=10, step="Fetching the page")
    shown = status_of(bobs, article)
    assert "Fetching the page, 10%" in shown
    assert "Waiting" not in shown
    assert "hx-get" in shown


def test_who_waits_is_told_how_many_wait_before(bobs, foreign_desk, other_desk):
    first = article_in(other_desk, "queued", title="Theirs")
    working(first, "extract", WorkState.QUEUED)
    second = article_in(foreign_desk, "queued")
    working(second, "extract", WorkState.QUEUED)
    shown = status_of(bobs, second)
    assert "for 1 article" in shown
    assert "hx-get" in shown
    assert "Theirs" not in shown
    Work.objects.filter(article=first).update(
        state=WorkState.RUNNING, lease_until=timezone.now(), lease_token=uuid4()
    )
    assert "next in line" in status_of(bobs, second)


def test_the_answer_that_ends_the_waiting_brings_text_and_facts(bobs, foreign_desk):
    """What a fetch found out must stand on the page that waited for it, without a reload."""
    article = article_in(foreign_desk, "running", title="What the page was called")
    work = working(article, "extract")
    assert "air defences" not in status_of(bobs, article)
    Article.objects.update(state=ArticleState.READY)
    Work.objects.filter(pk=work.pk).update(state=WorkState.DONE)
    shown = status_of(bobs, article)
    assert shown.count('hx-swap-oob="true"') == 5
    assert "41 containers were missing" in shown
    assert "What the page was called" in shown
    assert "hx-swap-oob" not in status_of(bobs, article, row=True)
    assert "hx-swap-oob" not in bobs.get(reverse("claims:article", args=[article.pk])).content.decode()


def test_the_state_is_never_kept_by_a_cache(bobs, harbour):
    answer = bobs.get(reverse("claims:article-status", args=[harbour.pk]))
    assert "no-store" in answer["Cache-Control"]


def test_fifty_rows_of_every_kind_take_at_most_ten_queries(bobs, foreign_desk, django_assert_max_num_queries):
    kinds = ["queued", "running", "ready", "kept", "failed"]
    for number in range(50):
        article = article_in(
            foreign_desk,
            kinds[number % 5],
            claims=4 if number % 5 == 2 else 0,
            decided=number % 3,
            title=f"Article {number}",
        )
        if number % 5 < 2:
            working(article, "extract", WorkState.QUEUED if number % 5 == 0 else WorkState.RUNNING)
    bobs.get(LIST)
    with django_assert_max_num_queries(10) as counted:
        page = bobs.get(LIST).content.decode()
    assert page.count('<td class="two">') == 50
    assert "20 in work and 10 failed" in page
    assert not [query for query in counted.captured_queries if '"text"' in query["sql"]]


@pytest.mark.parametrize(("page", "most"), [("article", 12), ("article-status", 10)])
def test_one_article_takes_few_queries(bobs, foreign_desk, page, most, django_assert_max_num_queries):
    article = article_in(foreign_desk, "ready", claims=4, decided=2)
    address = reverse(f"claims:{page}", args=[article.pk])
    bobs.get(address)
    with django_assert_max_num_queries(most):
        bobs.get(address)


@pytest.fixture
def many(foreign_desk):
    """120 articles, "Story 119" the newest."""
    outlet = make_article(foreign_desk, title="Story 0").outlet
    Article.objects.bulk_create(
        Article(desk=foreign_desk, title=f"Story {number}", outlet=outlet, state=ArticleState.READY)
        for number in range(1, 120)
    )


def stories(page):
    return [int(part.split("<")[0]) for part in page.split(">Story ")[1:]]


@pytest.mark.usefixtures("many")
def test_a_hundred_and_twenty_articles_are_three_pages_without_gap_or_double(bobs):
    seen = []
    for start, shown, back, more in (
        (0, "1–50", False, True),
        (50, "51–100", True, True),
        (100, "101–120", True, False),
    ):
        page = bobs.get(LIST, {"from": start}).content.decode()
        assert f"{shown} of 120" in page
        assert (">Back<" in page) == back
        assert (">Next<" in page) == more
        seen += stories(page)
    assert sorted(seen) == list(range(120))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("start", ["121", "900000"])
def test_past_the_end_the_last_page_is_shown(bobs, start):
    page = bobs.get(LIST, {"from": start}).content.decode()
    assert "101–120 of 120" in page
    assert "No articles yet" not in page


@pytest.mark.usefixtures("many")
def test_the_list_is_searched_and_filtered_and_keeps_both_while_paging(bobs, foreign_desk):
    make_article(foreign_desk, title="Bridge closed", state=ArticleState.FAILED)
    assert "Bridge closed" in bobs.get(LIST, {"q": "bridge"}).content.decode()
    assert stories(bobs.get(LIST, {"q": "bridge"}).content.decode()) == []
    assert stories(bobs.get(LIST, {"state": "failed"}).content.decode()) == []
    assert "Nothing found" in bobs.get(LIST, {"q": "no such words"}).content.decode()
    page = bobs.get(LIST, {"q": "Story", "state": "ready"}).content.decode()
    assert "?q=Story&amp;state=ready&amp;from=50" in page


def test_an_empty_list_says_how_to_begin(bobs):
    page = bobs.get(LIST).content.decode()
    assert "No articles yet" in page
    assert reverse("claims:article-new") in page


def test_an_article_without_text_says_so(bobs, foreign_desk):
    article = make_article(foreign_desk, state=ArticleState.QUEUED)
    assert TEXT.split("\n")[0] in bobs.get(reverse("claims:article", args=[article.pk])).content.decode()
    bare = Article.objects.create(desk=foreign_desk, url="https://example.com/a")
    assert not ArticleVersion.objects.filter(article=bare).exists()
    assert "No text yet" in bobs.get(reverse("claims:article", args=[bare.pk])).content.decode()

"""An address from the form to the page, over real sockets, and what is said when no page comes."""

from __future__ import annotations

import socket
from urllib.parse import quote

import pytest
from django.urls import reverse

from claims import flow
from claims.ingest import services
from claims.models import Article, Work
from claims.states import ArticleState, WorkState
from tests.cast import make_article
from tests.ingest.pages import TEXT, newspaper
from tests.ingest.site import page, redirect, serving

NEW = reverse("claims:article-new")


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def fetched(as_user, bob, settings):
    """Return a function: an address goes through the form and the fetch; gives the article and its page."""
    client = as_user(bob)

    def through(url, allow, **typed):
        settings.FETCH_ALLOW = [allow]
        answer = client.post(NEW, {"way": "url", "url": url, **typed})
        assert answer.status_code == 302, answer.content.decode()
        services.article_fetch(work=flow.begin(str(Work.objects.get(stage="fetch").pk)))
        return Article.objects.get(url=url), client.get(answer["Location"]).content.decode()

    return through


def of(site):
    return f"127.0.0.1:{site.port}"


def assert_failed(article, shown, *, says):
    assert article.state == ArticleState.FAILED
    assert says in article.message
    assert says in shown
    assert "Try again" in shown
    assert "Paste the text" in shown
    assert article.latest is None
    assert Work.objects.get().state == WorkState.FAILED


def test_a_page_is_fetched_and_shown_without_its_scripts(fetched):
    with serving(page(newspaper())) as site:
        article, shown = fetched(site.url("/a"), of(site))
    assert article.state == ArticleState.QUEUED
    assert Work.objects.get(stage="extract").version == article.latest
    assert "277 drones" in shown
    assert "Script text" not in shown
    assert article.title == "Record drone attack on Ukraine"


def test_what_was_typed_wins_over_what_the_page_says(fetched):
    typed = {"title": "Our title", "outlet": "Harbour Herald", "published_on": "2025-06-01"}
    with serving(page(newspaper())) as site:
        article, _ = fetched(site.url("/a"), of(site), **typed)
    assert (article.title, article.outlet.name) == ("Our title", "Harbour Herald")
    assert article.published_at.date().isoformat() == "2025-06-01"


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://10.0.0.7/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_into_the_private_network_is_not_followed(fetched, inside):
    with serving(redirect(inside)) as site:
        article, shown = fetched(site.url("/moved"), of(site))
        assert site.connections == 1
    assert_failed(article, shown, says="fetched")


def test_a_redirect_that_leads_to_a_page_is_followed(fetched):
    """The control of the test above: it is the place that is refused, not the redirect."""

    def answer(conn, path):
        conn.sendall(redirect("/there") if path == "/moved" else page(newspaper()))

    with serving(answer) as site:
        article, _ = fetched(site.url("/moved"), of(site))
    assert "277 drones" in article.latest.text
    assert article.latest.capture.final_url == site.url("/there")


@pytest.mark.parametrize(
    ("status", "says"),
    [("404 Not Found", "no such page"), ("403 Forbidden", "refuses to show this page"), ("500 Oops", "500")],
)
def test_a_page_that_is_not_there_says_so(fetched, status, says):
    with serving(page(newspaper(), status=status)) as site:
        article, shown = fetched(site.url("/gone"), of(site))
    assert_failed(article, shown, says=says)


def test_a_host_that_cannot_be_reached_says_so(fetched):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    article, shown = fetched(f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}")
    assert_failed(article, shown, says="Paste the text instead.")


def test_a_page_without_an_article_says_so(fetched):
    with serving(page(b"<html><body><p>Hello</p></body></html>")) as site:
        article, shown = fetched(site.url(), of(site))
    assert_failed(article, shown, says="no readable article text")


def test_a_picture_called_a_page_says_so(fetched):
    with serving(page(b"\x89PNG\r\n" + bytes(3000))) as site:
        article, shown = fetched(site.url(), of(site))
    assert_failed(article, shown, says="looks like a picture")


def test_a_failed_address_can_be_tried_again_and_then_works(fetched, as_user, bob):
    with serving(page(b"", status="404 Not Found")) as site:
        article, _ = fetched(site.url("/a"), of(site))
        as_user(bob).post(reverse("claims:article-retry", args=[article.pk]))
        site.answer = lambda conn, _path: conn.sendall(page(newspaper()))
        services.article_fetch(work=flow.begin(str(Work.objects.get(stage="fetch").pk)))
    article.refresh_from_db()
    assert "277 drones" in article.latest.text
    assert article.message == ""


def test_the_way_to_paste_carries_the_address(fetched, as_user, bob):
    with serving(page(b"", status="404 Not Found")) as site:
        article, shown = fetched(site.url("/a?b=1&c=2"), of(site))
    form = as_user(bob).get(NEW, {"by": "paste", "url": article.url}).content.decode()
    assert f"?by=paste&amp;url={quote(article.url)}" in shown
    assert f'value="{article.url.replace("&", "&amp;")}"' in form


def test_a_text_that_is_here_already_says_where(fetched, foreign_desk):
    make_article(foreign_desk, text=TEXT, title="The first")
    with serving(page(TEXT.encode(), headers="Content-Type: text/plain; charset=utf-8\r\n")) as site:
        article, shown = fetched(site.url("/a"), of(site))
    assert article.state == ArticleState.KEPT
    assert "Same text as “The first”." in shown

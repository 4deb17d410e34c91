"""Whatever an article says of itself is text on our pages, never markup and never an address that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims import flow
from claims.models import Article, Outlet
from claims.states import ArticleState
from tests.cast import make_article, make_outlet

PAYLOADS = [
    "<script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<svg/onload=xss()>",
    '"><script>xss()</script>',
    "' autofocus onfocus='xss()",
    '" autofocus onfocus="xss()',
    "</textarea><script>xss()</script>",
    "</title><script>xss()</script>",
    "<!--><script>xss()</script>-->",
    "<a href=javascript:xss()>read on</a>",
    '<div hx-get="/x" hx-trigger="load">',
    "<iframe srcdoc='<script>xss()</script>'></iframe>",
    "{{ 7|add:7 }}{% csrf_token %}",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "<base href=//evil.example>",
    "<style>*{display:none}</style>",
    "</option></datalist><script>xss()</script>",
]
ACTS = re.compile(r"\s*(?:javascript|data|vbscript):", re.IGNORECASE)
ICON = "data:image/svg+xml,"  # of base.html


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


class Markup(HTMLParser):
    """Counts the tags of a page and notes what could act."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.acting: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"srcdoc", "style"}:
                self.acting.append(f"{tag} {name}")
            if name in {"href", "src", "action"} and ACTS.match(value or "") and not value.startswith(ICON):
                self.acting.append(f"{tag} {name}={value}")


def shape(page):
    """Return the page's tags in order, with nothing that acts."""
    found = Markup(page)
    assert found.acting == []
    return found.tags


def hostile(desk, words, **more):
    return make_article(
        desk,
        title=words,
        outlet=make_outlet(words),
        agency=words,
        byline=words,
        url=f"https://example.com/{words}",
        message=words,
        text=words,
        **more,
    )


def pages(client, article):
    """Return the markup of every page that shows an article."""
    own = [reverse(f"claims:{name}", args=[article.pk]) for name in ("article", "article-status")]
    for address in (reverse("claims:article-list"), *own, own[1] + "?row", reverse("claims:article-new")):
        yield address, client.get(address).content.decode()


@pytest.mark.parametrize("state", [ArticleState.READY, ArticleState.FAILED, ArticleState.KEPT])
def test_a_hostile_article_has_the_markup_of_a_harmless_one(as_user, bob, foreign_desk, state):
    client = as_user(bob)
    article = hostile(foreign_desk, "Harmless words", state=state)
    harmless = {address: shape(page) for address, page in pages(client, article)}
    wrong = []
    for words in PAYLOADS:
        Outlet.objects.filter(pk=article.outlet_id).update(name=words, folded=words)
        fields = dict.fromkeys(("title", "agency", "byline", "message"), words)
        Article.objects.filter(pk=article.pk).update(**fields, url=f"https://example.com/{words}")
        seen = {address: shape(page) for address, page in pages(client, article)}
        wrong += [(words, address) for address, tags in seen.items() if tags != harmless[address]]
    assert wrong == []


@pytest.mark.parametrize("words", PAYLOADS)
def test_hostile_text_is_shown_as_the_words_it_is(as_user, bob, foreign_desk, words):
    article = make_article(foreign_desk, text=f"The port said: {words} and no more.")
    page = as_user(bob).get(reverse("claims:article", args=[article.pk])).content.decode()
    plain = make_article(foreign_desk, text="The port said: nothing and no more.")
    expected = as_user(bob).get(reverse("claims:article", args=[plain.pk])).content.decode()
    assert shape(page) == shape(expected)
    assert "7|add:7" in page or "14" not in page.split('class="reading"')[1].split("</div>")[0]


def test_a_form_that_comes_back_carries_hostile_words_as_values(as_user, bob):
    client = as_user(bob)
    names = ("text", "title", "outlet", "agency", "byline", "url", "published_on", "published_time")

    def back(value):
        answer = client.post(reverse("claims:article-new"), {"way": "paste", **dict.fromkeys(names, value)})
        assert answer.status_code == 422
        return shape(answer.content.decode())

    harmless = back("harmless words")
    assert [words for words in PAYLOADS if back(words) != harmless] == []


def test_a_hostile_file_name_is_text(as_user, bob):
    client = as_user(bob)

    def back(name):
        file = SimpleUploadedFile(name, b"%PDF-1.7", content_type="text/plain")
        answer = client.post(reverse("claims:article-new"), {"way": "file", "file": file})
        assert answer.status_code == 422
        return shape(answer.content.decode())

    harmless = back("story.txt")
    assert [words for words in PAYLOADS if back(f"{words}.txt") != harmless] == []


@pytest.mark.parametrize("words", PAYLOADS)
def test_what_is_said_while_pasting_is_text(as_user, bob, words):
    client = as_user(bob)
    text = f"date 2025-06-09 {words}\n\nThe port {words} opens\n\nIts crews went home before dawn."
    assert set(shape(client.post(reverse("claims:article-look"), {"text": text}).content.decode())) <= {"p"}


@pytest.mark.parametrize("words", PAYLOADS)
def test_what_is_said_after_adding_is_text(as_user, bob, words):
    client = as_user(bob)

    def added(title, text):
        answer = client.post(
            reverse("claims:article-new"),
            {
                "way": "paste",
                "text": f"{title} three words\n\nby {title}\n\n{text}",
                "published_on": "2025-06-09",
            },
            follow=True,
        )
        assert answer.status_code == 200
        return shape(answer.content.decode())

    sentence = "The harbour authority said on Monday that its crews recovered containers before dawn"
    tags = added(words, f"{sentence} and went home.")
    assert "script" not in tags[tags.index("body") :]
    assert "iframe" not in tags
    assert "img" not in tags


@pytest.mark.parametrize(
    "url", ["javascript:xss()", "JavaScript:xss()", "data:text/html,<script>", " javascript:xss()"]
)
def test_an_address_that_acts_is_never_a_link(as_user, bob, foreign_desk, url):
    article = make_article(foreign_desk, url=url, state=ArticleState.FAILED)
    for address, page in pages(as_user(bob), article):
        assert Markup(page).acting == [], address


def test_the_reader_of_markup_sees_what_acts():
    """The control of this file: it would notice."""
    assert Markup("<a href=' JavaScript:x'>").acting
    assert Markup("<p onclick=x>").acting
    assert Markup("<p>" + "<script>x</script>").tags == ["p", "script"]

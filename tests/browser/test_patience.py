"""A list of articles in work asks more rarely while nothing changes, and not at all while nobody looks."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Work
from claims.states import ArticleState
from tests.cast import make_article
from tests.ingest.test_progress import working

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEE = """state => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_it_backs_off_rests_while_hidden_and_looks_at_once_on_return(visit, live_server, bob, foreign_desk):
    article = make_article(foreign_desk, title="In work", state=ArticleState.RUNNING)
    work = working(article, "extract", percent=20)
    page, asked = visit(bob), []
    address = reverse("claims:article-status", args=[article.pk])
    page.on("request", lambda request: asked.append(request.url) if address in request.url else None)
    page.clock.install()
    page.goto(live_server.url + reverse("claims:article-list"))
    state = page.locator(f"#state-{article.pk}")

    def waits() -> int:
        trigger = state.get_attribute("hx-trigger") or ""
        return int(trigger.rpartition(" ")[2].removesuffix("s"))

    seen = [waits()]
    for _ in range(3):
        with page.expect_response(lambda answer: address in answer.url):
            page.clock.run_for(1000 * seen[-1] + 50)
        expect(state).not_to_have_attribute("hx-trigger", f"look, every {seen[-1]}s")
        seen.append(waits())
    assert seen == [2, 3, 4, 6]

    page.evaluate(SEE, "hidden")
    before = len(asked)
    page.clock.run_for(120_000)
    assert len(asked) == before

    Work.objects.filter(pk=work.pk).update(percent=60)
    with page.expect_response(lambda answer: address in answer.url):
        page.evaluate(SEE, "visible")
    expect(state).to_contain_text("60%")
    assert waits() == 2
    assert page.problems == []

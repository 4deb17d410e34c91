"""Articles come in: pasted, from a file, or fetched from an address. What is typed is never lost."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from claims import flow, record
from claims.models import Article, ArticleVersion, User, Work
from claims.models.source import fold_name
from claims.states import ArticleState, WorkState

from . import text as texts
from .addresses import PORTS, read_url, vet
from .details import UNNAMED, Details, believable, moment
from .errors import IngestError
from .fetch import Fetched, fetch
from .parse import Parsed, parse_fetched
from .storing import (
    Original,
    capture,
    kept_because,
    new_article,
    one_at_a_time,
    outlet_named,
    route,
    same_text,
)


@dataclass(frozen=True)
class Added:
    """The article that now stands for the text, and whether it was there before."""

    article: Article
    already: bool

    def of_another_outlet(self, name: str) -> bool:
        """Whether the article was there before under another outlet than `name` (empty: not known)."""
        outlet = self.article.outlet
        return bool(self.already and name and outlet and outlet.folded != fold_name(name)[:200])


def article_add_text(
    *,
    user: User,
    text: str,
    details: Details,
    method: str = "paste",
    original: Original | None = None,
    copy: bool = False,
) -> Added:
    """Store cleaned text as a new article with version 1 and queue its extraction.

    The same text is recognised and leads to the article that has it; `copy` says that another outlet
    carries the same words and makes an article of its own. Raises TextRefused (empty, too long).
    """
    cleaned = texts.clean(text)
    texts.check(cleaned.text)
    with transaction.atomic():
        digest = texts.sha256(cleaned.text)
        one_at_a_time(f"{user.desk_id}:{digest}")
        same = same_text(user, digest, details.outlet if copy else None)
        if same is not None:
            return Added(same, already=True)
        article = new_article(user, details)
        capture(article, cleaned.text, user=user, method=method, original=original)
        route(article, cleaned.text)
    return Added(article, already=False)


def article_known(*, user: User, text: str, outlet: str | None = None) -> Article | None:
    """Return the desk's first article with this text, or that outlet's when `outlet` is given."""
    return same_text(user, texts.sha256(texts.clean(text).text), outlet)


def article_add_url(*, user: User, url: str, details: Details) -> Added:
    """Queue the fetch of `url`; an address the desk already has leads to that article.

    Raises FetchRefused for an address that is never fetched.
    """
    refuse_address(url)
    with transaction.atomic():
        one_at_a_time(f"{user.desk_id}:{url}")
        same = Article.objects.filter(desk=user.desk, url=url).exclude(state=ArticleState.FAILED).first()
        if same is not None:
            return Added(same, already=True)
        article = new_article(user, details)
        flow.enqueue("fetch", article)
    return Added(article, already=False)


def article_fetch(*, work: Work) -> None:
    """Fetch and read the address of the article of `work`; ends the stage with a version or a reason."""
    article = work.article
    flow.progress(work, 10, "Fetching the page")
    try:
        page, parsed, cleaned = page_of(work)
    except IngestError as error:
        article_fail(work=work, message=str(error))
        return
    original = Original(page.body, page.content_type, page.url, removed=list(cleaned.removed))
    with transaction.atomic():
        flow.hold(work)
        _take_page(work, article.pk, parsed, cleaned.text, original)


def page_of(work: Work) -> tuple[Fetched, Parsed, texts.Cleaned]:
    """Return the page at the address of the article of `work`, read and cleaned. Raises IngestError."""
    page = fetch(work.article.url, ports=PORTS | _allowed_ports(), allow=_allowed)
    flow.progress(work, 60, "Reading the text")
    parsed = parse_fetched(page.body, content_type=page.content_type, url=page.url, charset=page.charset)
    cleaned = texts.clean(parsed.text)
    texts.check(cleaned.text)
    return page, parsed, cleaned


def _take_page(work: Work, pk: UUID, parsed: Parsed, text: str, original: Original) -> None:
    digest = texts.sha256(text)
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    one_at_a_time(f"{article.desk_id}:{digest}")
    same = (
        ArticleVersion.objects.filter(sha256=digest, article__desk=article.desk_id)
        .exclude(article=article)
        .select_related("article")
        .first()
    )
    record.change(article, actor=None, action="article.read", **_found(article, parsed))
    version = capture(article, text, user=article.added_by, method="url", original=original)
    reason = f"Same text as “{same.article}”." if same else kept_because(article.language)
    if reason:
        record.change(article, actor=None, action="article.keep", state=ArticleState.KEPT, message=reason)
    flow.finish(work, version=version, stop=bool(reason))


def _found(article: Article, parsed: Parsed) -> dict[str, Any]:
    """Return what the page says of itself, for the fields that nobody has filled in."""
    found: dict[str, Any] = {"language": texts.language(parsed.text)}
    if not article.title or article.title == UNNAMED:
        found["title"] = (parsed.title or UNNAMED)[:500]
    if article.outlet is None:
        found["outlet"] = outlet_named(parsed.outlet or urlsplit(article.url).hostname or "")
    if not article.byline:
        found["byline"] = (parsed.byline or "")[:300]
    if not article.agency:
        found["agency"] = (parsed.agency or "")[:200]
    if article.published_at is None and (published := believable(parsed.published)):
        found["published_at"], found["published_day_only"] = moment(published)
    return found


def article_fail(*, work: Work, message: str) -> None:
    """End the stage of `work` for good and say on the article what happened and what to do."""
    with transaction.atomic():
        flow.fail(work, message)
        _say_failed(work.article_id, message)


def article_give_up() -> int:
    """Fail the rows that were begun too often; returns how many. Called by the sweeper."""
    rows = flow.exhausted()
    for work in rows:
        with transaction.atomic():
            flow.abandon(work)
            if work.stage in flow.BESIDE:
                continue  # the article is ready without it
            _say_failed(
                work.article_id,
                "The text could not be processed after several attempts. It is kept; try again, or tell an "
                "administrator.",
            )
    return len(rows)


def _say_failed(article_id: UUID, message: str) -> None:
    article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
    if article.state in {ArticleState.QUEUED, ArticleState.RUNNING}:
        record.change(
            article, actor=None, action="article.fail", state=ArticleState.FAILED, message=message[:500]
        )


def article_retry(*, user: User, article: Article) -> None:
    """Queue a failed or kept article again: the fetch when it has no text yet, else the extraction.

    `article` is locked by the caller. Does nothing for an article that is already on its way.
    """
    if article.state not in {ArticleState.FAILED, ArticleState.KEPT}:
        return
    version = article.latest
    record.change(article, actor=user, action="article.retry", state=ArticleState.QUEUED, message="")
    flow.enqueue("extract" if version else "fetch", article, version)


def article_opinion_retry(*, user: User, article: Article) -> None:
    """Ask again for a second opinion that was unavailable; does nothing in any other case.

    `article` is locked by the caller.
    """
    version = article.latest
    failed = Work.objects.filter(stage="opinion", version=version, state=WorkState.FAILED)
    if settings.SECOND_OPINION_URL and version is not None and failed.exists():
        record.change(article, actor=user, action="article.ask_again")
        flow.enqueue("opinion", article, version)


def refuse_address(url: str) -> None:
    """Raise FetchRefused for an address that can be seen to be refused without asking the network."""
    target = read_url(url, ports=PORTS | _allowed_ports())
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return
    vet(target, [target.host], _allowed)


def _allowed(ip: str, port: int) -> bool:
    return f"{ip}:{port}" in settings.FETCH_ALLOW


def _allowed_ports() -> frozenset[int]:
    return frozenset(int(item.rpartition(":")[2]) for item in settings.FETCH_ALLOW)

"""Articles come in: pasted, from a file, or fetched from an address. What is typed is never lost."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from claims import flow, record
from claims.models import Article, ArticleVersion, Capture, Outlet, User, Work
from claims.models.source import fold_name
from claims.states import ArticleState, WorkState

from . import text as texts
from .addresses import PORTS, read_url, vet
from .agencies import agency_of
from .errors import IngestError, TextRefused
from .fetch import Fetched, fetch
from .parse import Parsed, parse_fetched

LANGUAGES = frozenset({"en"})
UNNAMED = "Untitled article"


@dataclass(frozen=True)
class Details:
    """What is known of an article beside its words. Empty values are unknown."""

    title: str = ""
    outlet: str = ""
    agency: str = ""
    byline: str = ""
    url: str = ""
    published_at: datetime | None = None
    published_day_only: bool = False
    digest: bool = False


@dataclass(frozen=True)
class Original:
    """The bytes the text was made from, kept with the version."""

    body: bytes
    content_type: str = ""
    final_url: str = ""
    filename: str = ""
    removed: list[str] = field(default_factory=list)


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
        _one_at_a_time(f"{user.desk_id}:{digest}")
        same = _same_text(user, digest, details.outlet if copy else None)
        if same is not None:
            return Added(same, already=True)
        article = _article(user, details)
        capture(article, cleaned.text, user=user, method=method, original=original)
        route(article, cleaned.text)
    return Added(article, already=False)


def article_known(*, user: User, text: str, outlet: str | None = None) -> Article | None:
    """Return the desk's first article with this text, or that outlet's when `outlet` is given."""
    return _same_text(user, texts.sha256(texts.clean(text).text), outlet)


def article_add_url(*, user: User, url: str, details: Details) -> Added:
    """Queue the fetch of `url`; an address the desk already has leads to that article.

    Raises FetchRefused for an address that is never fetched.
    """
    refuse_address(url)
    with transaction.atomic():
        _one_at_a_time(f"{user.desk_id}:{url}")
        same = Article.objects.filter(desk=user.desk, url=url).exclude(state=ArticleState.FAILED).first()
        if same is not None:
            return Added(same, already=True)
        article = _article(user, details)
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
    _one_at_a_time(f"{article.desk_id}:{digest}")
    same = (
        ArticleVersion.objects.filter(sha256=digest, article__desk=article.desk_id)
        .exclude(article=article)
        .select_related("article")
        .first()
    )
    record.change(article, actor=None, action="article.read", **_found(article, parsed))
    version = capture(article, text, user=article.added_by, method="url", original=original)
    reason = f"Same text as “{same.article}”." if same else _kept_because(article.language)
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
    if article.published_at is None and (published := _believable(parsed.published)):
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


def completed(details: Details, facts: Parsed | texts.LeadingFacts, text: str = "") -> Details:
    """Return `details` with the empty ones filled from what the page, file or pasted text says of itself."""
    published_at, day_only = details.published_at, details.published_day_only
    if published_at is None and (published := _believable(facts.published)):
        published_at, day_only = moment(published)
    byline = details.byline or facts.byline[:300]
    return replace(
        details,
        title=details.title or facts.title[:500],
        byline=byline,
        outlet=details.outlet or getattr(facts, "outlet", ""),
        agency=(details.agency or getattr(facts, "agency", "") or agency_of(byline, text))[:200],
        published_at=published_at,
        published_day_only=day_only,
    )


def _believable(published: date | datetime | None) -> date | datetime | None:
    """Return the date that was found, None when no article can have it (a future one)."""
    try:
        if published is not None:
            texts.check_published(published, timezone.now())
    except TextRefused:
        return None
    return published


def refuse_address(url: str) -> None:
    """Raise FetchRefused for an address that can be seen to be refused without asking the network."""
    target = read_url(url, ports=PORTS | _allowed_ports())
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return
    vet(target, [target.host], _allowed)


def outlet_named(name: str) -> Outlet | None:
    """Return the outlet of that name, made when new; None for an empty name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    outlet, _ = Outlet.objects.get_or_create(folded=fold_name(name)[:200], defaults={"name": name})
    return outlet


def moment(published: date | datetime) -> tuple[datetime, bool]:
    """Return a publication date as (aware moment, only the day is known); a day counts as its noon, UTC."""
    if isinstance(published, datetime):
        return (published if published.tzinfo else published.replace(tzinfo=UTC)), False
    return datetime.combine(published, time(12), tzinfo=UTC), True


def _article(user: User, details: Details) -> Article:
    if user.desk is None:
        raise IngestError("You belong to no desk yet, so the article has no home. Ask an administrator.")
    article = Article.objects.create(
        desk=user.desk,
        outlet=outlet_named(details.outlet),
        agency=details.agency,
        title=details.title or (UNNAMED if not details.url else ""),
        byline=details.byline,
        url=details.url,
        published_at=details.published_at,
        published_day_only=details.published_day_only,
        digest=details.digest,
        added_by=user,
    )
    record.created(article, actor=user, action="article.add")
    return article


def capture(
    article: Article, text: str, *, user: User | None, method: str, original: Original | None
) -> ArticleVersion:
    """Store the text as the next version of the article, with the bytes it came from."""
    latest = article.latest
    version = ArticleVersion.objects.create(
        article=article,
        number=latest.number + 1 if latest else 1,
        text=text,
        sha256=texts.sha256(text),
        method=method,
        captured_at=timezone.now(),
        captured_by=user,
    )
    if original is not None:
        Capture.objects.create(
            version=version,
            body=original.body,
            content_type=original.content_type[:200],
            final_url=original.final_url[:2000],
            filename=original.filename[:255],
            removed=[item[:200] for item in original.removed],
        )
    return version


def route(article: Article, text: str) -> None:
    """Send the text to extraction, or keep it with a reason when its language is not yet read."""
    language = texts.language(text)
    reason = _kept_because(language)
    if reason:
        record.change(
            article,
            actor=None,
            action="article.keep",
            language=language,
            state=ArticleState.KEPT,
            message=reason,
        )
        return
    record.change(article, actor=None, action="article.language", language=language)
    flow.enqueue("extract", article, article.latest)


def _kept_because(language: str) -> str:
    """Return why a text of `language` is not split into claims, "" when it is. Unsure counts as English."""
    if language in LANGUAGES or language == "und":
        return ""
    return f"Kept, not split: the text looks like {language}, and only English is read for now."


def _same_text(user: User, digest: str, outlet: str | None) -> Article | None:
    """Return the desk's first article with this text, or that outlet's when `outlet` is named."""
    same = ArticleVersion.objects.filter(sha256=digest, article__desk=user.desk_id)
    if outlet and outlet.strip():
        same = same.filter(article__outlet__folded=fold_name(outlet))
    version = same.select_related("article__outlet").order_by("captured_at").first()
    return version.article if version else None


def _allowed(ip: str, port: int) -> bool:
    return f"{ip}:{port}" in settings.FETCH_ALLOW


def _allowed_ports() -> frozenset[int]:
    return frozenset(int(item.rpartition(":")[2]) for item in settings.FETCH_ALLOW)


def _one_at_a_time(key: str) -> None:
    """Let two people who add the same thing at the same moment pass one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])

"""An article and its versions are put down, and sent on their way."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from claims import flow, record
from claims.models import Article, ArticleVersion, Capture, Outlet, User
from claims.models.source import fold_name
from claims.states import ArticleState

from . import text as texts
from .details import UNNAMED, Details
from .errors import IngestError

LANGUAGES = frozenset({"en"})


@dataclass(frozen=True)
class Original:
    """The bytes the text was made from, kept with the version."""

    body: bytes
    content_type: str = ""
    final_url: str = ""
    filename: str = ""
    removed: list[str] = field(default_factory=list)


def outlet_named(name: str) -> Outlet | None:
    """Return the outlet of that name, made when new; None for an empty name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    outlet, _ = Outlet.objects.get_or_create(folded=fold_name(name)[:200], defaults={"name": name})
    return outlet


def new_article(user: User, details: Details) -> Article:
    """Make an article of the user's desk, without a version. Raises IngestError for who has no desk."""
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
    reason = kept_because(language)
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


def kept_because(language: str) -> str:
    """Return why a text of `language` is not split into claims, "" when it is. Unsure counts as English."""
    if language in LANGUAGES or language == "und":
        return ""
    return f"Kept, not split: the text looks like {language}, and only English is read for now."


def same_text(user: User, digest: str, outlet: str | None) -> Article | None:
    """Return the desk's first article with this text, or that outlet's when `outlet` is named."""
    same = ArticleVersion.objects.filter(sha256=digest, article__desk=user.desk_id)
    if outlet and outlet.strip():
        same = same.filter(article__outlet__folded=fold_name(outlet))
    version = same.select_related("article__outlet").order_by("captured_at").first()
    return version.article if version else None


def one_at_a_time(key: str) -> None:
    """Let two people who add the same thing at the same moment pass one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])

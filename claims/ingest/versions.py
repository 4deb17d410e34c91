"""An article after its capture: a new text, a correction, a retraction, an address that leads nowhere.

Whatever becomes of it, the claims and reports that rest on it are marked (claims/blast), none is flipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from claims import flow, record
from claims.blast import carrying, marking, settling
from claims.blast.marking import Marked
from claims.models import Article, ArticleChange, Claim, User, Work
from claims.models.blast import ChangeKind, Outcome
from claims.states import ArticleState, WorkState

from . import services, storing
from . import text as texts
from .errors import IngestError, PageGone, TextRefused

MOVING = (ArticleState.QUEUED, ArticleState.RUNNING)
SAYS = (ChangeKind.CORRECTED, ChangeKind.RETRACTED, ChangeKind.GONE, ChangeKind.RESTORED)
STANDING = (ChangeKind.RETRACTED, ChangeKind.GONE)  # said twice, it is not news


class NothingNew(IngestError):
    """The article stands already as it is said to; nothing was marked."""


class NeedsReason(IngestError):
    """Colleagues must be able to read why."""


@dataclass(frozen=True)
class Changed:
    """A change that was put on record, and how much it touches."""

    change: ArticleChange
    marked: Marked = field(default_factory=Marked)


def article_change(
    *,
    user: User | None,
    article: Article,
    kind: ChangeKind,
    reason: str = "",
    text: str = "",
    method: str = "paste",
    original: storing.Original | None = None,
) -> Changed:
    """Take in what became of the locked `article`; a `text` becomes its next version, which is read anew.

    Raises NothingNew (the same text, white space apart; retracted or gone already), NeedsReason, and
    TextRefused (a changed text that is empty or too long; the article is still being read).
    """
    reason = " ".join(reason.split())
    if kind in SAYS and not reason:
        raise NeedsReason("Say why in a sentence: colleagues and the record need it.")
    _refuse_while_moving(article)
    if kind == ChangeKind.CHANGED or (kind == ChangeKind.CORRECTED and text.strip()):
        return _new_text(user, article, kind, reason, text, method, original)
    return _said(user, article, kind, reason)


def _refuse_while_moving(article: Article) -> None:
    if article.latest is None:
        raise TextRefused(
            "This article has no text yet. Wait until it is read, or add its text as an article."
        )
    if article.state in MOVING:
        raise TextRefused(
            "This article is being read at the moment. Try again in a minute; what you typed is here."
        )


def _new_text(
    user: User | None,
    article: Article,
    kind: ChangeKind,
    reason: str,
    text: str,
    method: str,
    original: storing.Original | None,
) -> Changed:
    cleaned = texts.clean(text).text
    texts.check(cleaned)
    before = article.latest
    if before is not None and before.text.split() == cleaned.split():
        alike = "the same" if before.text == cleaned else "the same but for white space"
        raise NothingNew(f"The text is {alike}; nothing was marked.")
    marking.dependants_lock(article)
    version = storing.capture(article, cleaned, user=user, method=method, original=original)
    carried = carrying.carry(version)
    change, marked = marking.change_mark(
        article=article, kind=kind, user=user, reason=reason, before=before, version=version, carried=carried
    )
    record.change(article, actor=user, action="article.version", state=ArticleState.QUEUED, message="")
    storing.route(article, cleaned)
    return Changed(change, marked)


def _said(user: User | None, article: Article, kind: ChangeKind, reason: str) -> Changed:
    last = article.changes.first()
    if kind in STANDING and last is not None and last.kind == kind:
        raise NothingNew(f"The article is marked as {kind.label.lower()} already; nothing was marked again.")
    marking.dependants_lock(article)
    if kind == ChangeKind.RESTORED:
        return _restored(user, article, reason, last)
    change, marked = marking.change_mark(article=article, kind=kind, user=user, reason=reason)
    return Changed(change, marked)


def _restored(user: User | None, article: Article, reason: str, last: ArticleChange | None) -> Changed:
    """Take back what was said of the article; a change of its text stays, there is a text to show for it."""
    said = list(article.changes.filter(version=None).exclude(kind=ChangeKind.RESTORED))
    if last is None or last.kind not in {*STANDING, ChangeKind.CORRECTED} or not said:
        raise NothingNew("Nothing was said of this article that could be taken back.")
    claims = list(Claim.objects.filter(touches__change__in=said, touches__outcome=Outcome.OPEN).distinct())
    settling.touches_take_back(user=user, claims=claims, changes=said, note=reason)
    change = marking.change_note(article=article, kind=ChangeKind.RESTORED, user=user, reason=reason)
    return Changed(change)


# --- The address again -------------------------------------------------------------------------------------


def article_check_again(*, user: User, article: Article) -> None:
    """Queue another look at the address of the locked `article`. Raises FetchRefused, TextRefused."""
    if not article.url:
        raise TextRefused("This article has no address. Paste its text as it reads now instead.")
    services.refuse_address(article.url)
    _refuse_while_moving(article)
    record.change(article, actor=user, action="article.check")
    flow.enqueue("fetch", article)


def article_fetch_or_check(*, work: Work) -> None:
    """Do a row of the stage that fetches: the first text of an article, or a look whether it still is so."""
    if work.article.versions.exists():
        article_check(work=work)
    else:
        services.article_fetch(work=work)


def article_check(*, work: Work) -> None:
    """Look at the address again: another text is the next version; nothing there means gone."""
    flow.progress(work, 10, "Fetching the page")
    try:
        page, _, cleaned = services.page_of(work)
    except PageGone as error:
        _take(work, ChangeKind.GONE, str(error).removesuffix(" Paste the text instead."))
        return
    except IngestError as error:
        with transaction.atomic():
            flow.fail(work, str(error))
        return
    original = storing.Original(page.body, page.content_type, page.url, removed=list(cleaned.removed))
    _take(work, ChangeKind.CHANGED, "", cleaned.text, original)


def _take(
    work: Work, kind: ChangeKind, reason: str, text: str = "", original: storing.Original | None = None
) -> None:
    with transaction.atomic():
        flow.hold(work)
        article = Article.objects.select_for_update(of=("self",)).get(pk=work.article_id)
        try:
            _found(article, kind, reason, text, original)
        except TextRefused as problem:
            flow.fail(work, str(problem))
            return
        flow.finish(work, stop=True)


def _found(
    article: Article, kind: ChangeKind, reason: str, text: str, original: storing.Original | None
) -> None:
    try:
        article_change(
            user=None, article=article, kind=kind, reason=reason, text=text, method="url", original=original
        )
    except NothingNew as same:
        last = article.changes.first()
        if kind == ChangeKind.CHANGED and last is not None and last.kind == ChangeKind.GONE:
            back = "The page is at its address again, with the same text."
            article_change(user=None, article=article, kind=ChangeKind.RESTORED, reason=back)
            return
        record.change(article, actor=None, action="article.checked", note=str(same))


def check_open(article: Article) -> bool:
    """Return whether a look at the address waits or runs."""
    rows = Work.objects.filter(article=article, stage="fetch", version=None)
    return rows.filter(state__in=[WorkState.QUEUED, WorkState.RUNNING]).exists()

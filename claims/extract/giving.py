"""Claims that a person gives with their words become rows like those that the pipeline finds."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from claims import flow, rematch
from claims.extract.given import Given, given_claims
from claims.extract.services import article_ready, article_start, article_text, given_store
from claims.models import Article, ArticleVersion, Claim, User, Work
from claims.states import ArticleState


def claims_give(
    *, user: User, article: Article, version: ArticleVersion, given: Sequence[Given]
) -> list[Claim]:
    """Store claims of an article that `user` gives, in order, and have them matched."""
    drafts = given_claims(article_text(article, version), given)
    with transaction.atomic():
        claims = given_store(version=version, article=article, drafts=drafts, user=user)
        rematch.claims_again(claims)
    return claims


def version_give(*, work: Work, given: Sequence[Given]) -> list[Claim]:
    """End the extraction of the version of `work` with the given claims instead of found ones.

    Raises flow.LostLease when another worker has taken the row over; nothing is stored then.
    """
    version, article = work.version, work.article
    assert version is not None, "extraction is queued for a version"  # noqa: S101 - narrows the type
    article_start(work)
    drafts = given_claims(article_text(article, version), given)
    with transaction.atomic():
        flow.hold(work)
        claims = given_store(version=version, article=article, drafts=drafts, user=article.added_by)
        if Article.objects.get(pk=article.pk).state == ArticleState.RUNNING:
            article_ready(article)
        flow.finish(work)
    return claims

"""An article whose new text lost the words of a claim, for tests of what people do about it."""

from __future__ import annotations

from django.db import transaction

from claims.ingest import versions
from claims.models import Article, ArticleChange, Claim
from claims.models.blast import ChangeKind
from claims.states import ArticleState, Review
from tests.cast import TEXT, make_claim

CORRECTED = TEXT.replace("12 containers", "14 containers")


def twelve_of(article, bob) -> Claim:
    """Return an accepted claim of the article whose sentence is known."""
    claim = make_claim(article, "12 containers", review_state=Review.ACCEPTED, reviewed_by=bob)
    begin, end = TEXT.index("The harbour"), TEXT.index("delayed.") + len("delayed.")
    claim.appearances.update(sentence_start=begin, sentence_end=end)
    return claim


def corrected(article, alice, text: str = CORRECTED) -> ArticleChange:
    """Give the article a new text, which is read."""
    with transaction.atomic():
        locked = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        made = versions.article_change(
            user=alice, article=locked, kind=ChangeKind.CORRECTED, reason="A new count.", text=text
        )
    for state in (ArticleState.RUNNING, ArticleState.READY):  # its claims are read, too
        Article.objects.filter(pk=article.pk).update(state=state)
    return made.change

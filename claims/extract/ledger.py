"""What second opinions have taken, counted in the database: one limit for all workers."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from claims.extract.second_opinion.budget import Limits, Prices, Spent, Use
from claims.models import ArticleVersion, ModelCall


def limits() -> Limits:
    """Return the limits of the settings."""
    return Limits(
        article_tokens=settings.SECOND_OPINION_MAX_TOKENS,
        article_money=settings.SECOND_OPINION_ARTICLE_LIMIT,
        day_tokens=settings.SECOND_OPINION_DAILY_TOKENS,
        day_money=settings.SECOND_OPINION_DAILY_LIMIT,
    )


def prices() -> Prices:
    """Return the prices of the settings."""
    free = Decimal(0)
    return Prices(settings.SECOND_OPINION_PRICE_IN or free, settings.SECOND_OPINION_PRICE_OUT or free)


class DatabaseLedger:
    """The ledger of one article version. A day is one of the newsroom's time zone.

    What was set apart by a worker that died, or for a call that timed out, stays counted: it may have
    been charged.
    """

    def __init__(self, version: ArticleVersion, model: str) -> None:
        self._version, self._model = version, model
        self._limits, self._prices = limits(), prices()

    def answered(self, question: str) -> str | None:
        """Return the answer this question had at any time, None without one."""
        calls = ModelCall.objects.filter(question=question).exclude(answer="")
        return calls.order_by("created_at").values_list("answer", flat=True).first()

    def afford(self, use: Use) -> None:
        """Raise OverBudget when `use` exceeds what is left of today."""
        today = ModelCall.objects.filter(day=timezone.localdate())
        mine = today.filter(version__article=self._version.article_id)
        more = Spent(use.tokens, self._prices.cost(use))
        self._limits.check(more, article=_spent(mine), day=_spent(today))

    def reserve(self, question: str, use: Use) -> object:
        """Set `use` apart for a call; raises OverBudget. Of two workers at once the second sees the first."""
        with transaction.atomic():
            _one_at_a_time()
            self.afford(use)
            call = ModelCall.objects.create(
                version=self._version,
                model=self._model,
                question=question,
                day=timezone.localdate(),
                tokens=use.tokens,
                money=self._prices.cost(use),
            )
        return call.pk

    def settle(self, receipt: object, use: Use, answer: str) -> None:
        """Write down what the call took and its answer."""
        assert isinstance(receipt, UUID)  # noqa: S101 - narrows the type
        ModelCall.objects.filter(pk=receipt).update(
            tokens=use.tokens,
            money=self._prices.cost(use),
            answer=answer.replace("\0", ""),
            settled_at=timezone.now(),
        )

    def release(self, receipt: object) -> None:
        """Count nothing for a call that was not served."""
        self.settle(receipt, Use(), "")


def _spent(calls: QuerySet[ModelCall]) -> Spent:
    found = calls.aggregate(tokens=Sum("tokens"), money=Sum("money"))
    return Spent(found["tokens"] or 0, found["money"] or Decimal(0))


def _one_at_a_time() -> None:
    """Let one transaction at a time set something apart: two cannot both take what is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('second opinion', 0))")

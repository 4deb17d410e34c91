"""What a second opinion may cost. A call is refused before it is made when its estimate exceeds what is left.

Tokens are counted for an article and for a day, money likewise; an article's share is of one day too. The
counting is a ledger's: the newsroom's stands in the database, so that all workers share one limit.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from .prompt import Message

MILLION = Decimal(1_000_000)
BYTES_A_TOKEN = 3  # English has about four: an estimate must not be too low
ANSWER_LEAST, ANSWER_MOST = 400, 4_000  # tokens that one answer may take
ANSWER_SHARE = 2.5  # an answer repeats the words of the article twice, and its keys


class OverBudget(Exception):
    """The call would exceed a limit; `str(error)` says which, with figures, and names the setting."""


@dataclass(frozen=True, slots=True)
class Use:
    """Tokens of questions and answers."""

    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def tokens(self) -> int:
        """Both together."""
        return self.tokens_in + self.tokens_out

    def __add__(self, other: Use) -> Use:
        return Use(self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out)


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens of questions and of answers; 0 for a model of one's own."""

    questions: Decimal = Decimal(0)
    answers: Decimal = Decimal(0)

    def cost(self, use: Use) -> Decimal:
        """Return what `use` costs."""
        return (use.tokens_in * self.questions + use.tokens_out * self.answers) / MILLION


@dataclass(frozen=True, slots=True)
class Spent:
    """What has been used or set apart so far."""

    tokens: int = 0
    money: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that an article and a day may take; None for no limit."""

    article_tokens: int | None = None
    article_money: Decimal | None = None
    day_tokens: int | None = None
    day_money: Decimal | None = None

    def check(self, estimate: Spent, *, article: Spent, day: Spent) -> None:
        """Raise OverBudget when `estimate` comes on top of `article` and `day` and exceeds a limit."""
        rows = (
            ("an article", "SECOND_OPINION_MAX_TOKENS", self.article_tokens, article.tokens, estimate.tokens),
            ("an article", "SECOND_OPINION_ARTICLE_LIMIT", self.article_money, article.money, estimate.money),
            ("a day", "SECOND_OPINION_DAILY_TOKENS", self.day_tokens, day.tokens, estimate.tokens),
            ("a day", "SECOND_OPINION_DAILY_LIMIT", self.day_money, day.money, estimate.money),
        )
        for of, setting, limit, used, more in rows:
            if limit is not None and used + more > limit:
                raise OverBudget(
                    f"the limit for {of} would be exceeded: {_figure(used)} used, about {_figure(more)} more "
                    f"needed, {_figure(limit)} allowed ({setting})"
                )


def _figure(value: int | Decimal) -> str:
    if isinstance(value, int):
        return f"{value:,} tokens"
    return f"{value.quantize(Decimal('0.01') if value >= 1 else Decimal('0.0001')):f}"


def answer_tokens(characters: int) -> int:
    """Return how long an answer about so many characters of text may be."""
    return round(min(ANSWER_MOST, ANSWER_LEAST + ANSWER_SHARE * characters / BYTES_A_TOKEN))


def estimate(messages: Sequence[Message], most_tokens: int) -> Use:
    """Return the most that a call can be expected to take; rather too much than too little."""
    size = sum(len(message["content"].encode("utf-8")) for message in messages)
    return Use(size // BYTES_A_TOKEN + 20, most_tokens)


class Ledger(Protocol):
    """Counts what one article takes and knows the limits. Every method is whole or has no effect."""

    def answered(self, question: str) -> str | None:
        """Return the answer that was paid for earlier, None when the question (by its key) is new."""

    def afford(self, use: Use) -> None:
        """Raise OverBudget when `use` exceeds what is left; sets nothing apart."""

    def reserve(self, question: str, use: Use) -> object:
        """Set `use` apart for a call that follows and return its receipt; raises OverBudget."""

    def settle(self, receipt: object, use: Use, answer: str) -> None:
        """Replace what was set apart by what was used, and keep the answer ("" when it is of no use)."""

    def release(self, receipt: object) -> None:
        """Give back what was set apart: the call was not served."""


@dataclass(slots=True)
class MemoryLedger:
    """A ledger for one process (the command line), thread-safe; `article` begins the count of another."""

    limits: Limits
    prices: Prices = field(default_factory=Prices)
    _day: dict[int, Spent] = field(default_factory=dict)
    _article: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def article(self) -> MemoryLedger:
        """Begin the next article and return the ledger."""
        self._article.clear()
        return self

    def answered(self, question: str) -> str | None:
        """It keeps no answers."""
        return None

    def afford(self, use: Use) -> None:
        """Raise OverBudget when `use` exceeds what is left."""
        mine = [spent for receipt, spent in self._day.items() if receipt in self._article]
        self.limits.check(self._spent(use), article=total(mine), day=total(list(self._day.values())))

    def reserve(self, question: str, use: Use) -> object:
        """Set `use` apart; raises OverBudget."""
        with self._lock:
            self.afford(use)
            receipt = max(self._day, default=0) + 1
            self._day[receipt] = self._spent(use)
            self._article.add(receipt)
            return receipt

    def settle(self, receipt: object, use: Use, answer: str) -> None:
        """Count what was used."""
        assert isinstance(receipt, int)  # noqa: S101 - narrows the type
        self._day[receipt] = self._spent(use)

    def release(self, receipt: object) -> None:
        """Count nothing for it."""
        self.settle(receipt, Use(), "")

    def _spent(self, use: Use) -> Spent:
        return Spent(use.tokens, self.prices.cost(use))


def total(spent: Sequence[Spent]) -> Spent:
    """Return the sum."""
    return Spent(sum(s.tokens for s in spent), sum((s.money for s in spent), Decimal(0)))

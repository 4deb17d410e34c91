"""What a second opinion may cost: refused before the call, counted after it, one article at a time."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from claims.extract.second_opinion.address import read_address
from claims.extract.second_opinion.asking import ask
from claims.extract.second_opinion.budget import (
    ANSWER_MOST,
    Limits,
    MemoryLedger,
    OverBudget,
    Prices,
    Spent,
    Use,
    answer_tokens,
    estimate,
)
from claims.extract.second_opinion.client import Client, Unavailable
from tests.extract.model_server import model_server, refusing, saying

STORY = "The Norland navy sank 14 boats overnight, Olga Brandt said on Monday."
LONG = "\n\n".join(f"In dock {n} the crews of the harbour found {n + 2} boats on Monday." for n in range(150))
PRICES = Prices(Decimal("0.50"), Decimal("2"))
FOUND = {
    "claims": [{"paragraph": 1, "spans": ["The Norland navy sank 14 boats"], "source": None, "cue": None}]
}


def opinion_on(text, server, ledger, **more):
    return ask(
        text, model=Client(read_address(server.url), "tiny", sleep=lambda _: None, **more), ledger=ledger
    )


def counted(ledger):
    """What the ledger would still allow, read from the refusal of a sum nobody can pay."""
    with pytest.raises(OverBudget) as refused:
        ledger.afford(Use(10**12, 0))
    return int(re.search(r"([\d,]+) tokens used", str(refused.value))[1].replace(",", ""))


def test_the_price_is_for_a_million_tokens():
    assert PRICES.cost(Use(1_000_000, 500_000)) == Decimal("1.50")
    assert Prices().cost(Use(10**9, 10**9)) == 0


@pytest.mark.parametrize(
    ("limits", "setting"),
    [
        (Limits(article_tokens=99), "SECOND_OPINION_MAX_TOKENS"),
        (Limits(article_money=Decimal("0.09")), "SECOND_OPINION_ARTICLE_LIMIT"),
        (Limits(day_tokens=149), "SECOND_OPINION_DAILY_TOKENS"),
        (Limits(day_money=Decimal("0.59")), "SECOND_OPINION_DAILY_LIMIT"),
    ],
)
def test_each_limit_refuses_what_exceeds_it_and_names_itself(limits, setting):
    with pytest.raises(OverBudget, match=setting):
        limits.check(
            Spent(50, Decimal("0.05")), article=Spent(50, Decimal("0.05")), day=Spent(100, Decimal("0.55"))
        )


def test_a_limit_may_be_used_up_to_the_last_token():
    limits = Limits(100, Decimal("0.10"), 150, Decimal("0.60"))
    limits.check(
        Spent(50, Decimal("0.05")), article=Spent(50, Decimal("0.05")), day=Spent(100, Decimal("0.55"))
    )
    Limits().check(Spent(10**9, Decimal(10**9)), article=Spent(), day=Spent())
    Limits(day_money=Decimal(0)).check(Spent(50, Decimal(0)), article=Spent(), day=Spent())  # a free model


def test_an_estimate_is_rather_too_high():
    words = [{"role": "user", "content": "The harbour authority said twelve containers were lost. " * 50}]
    assert estimate(words, 400).tokens_in > 50 * 9 * 1.3  # nine words, about as many tokens
    assert estimate(words, 400).tokens_out == 400
    assert answer_tokens(10**7) == ANSWER_MOST


def test_an_article_over_budget_makes_no_call():
    with model_server(saying(FOUND)) as server:
        with pytest.raises(OverBudget, match="SECOND_OPINION_DAILY_LIMIT"):
            opinion_on(STORY, server, MemoryLedger(Limits(day_money=Decimal("0.0001")), PRICES))
        assert server.requests == []
        opinion_on(STORY, server, MemoryLedger(Limits(day_money=Decimal(1)), PRICES))  # the control
        assert len(server.requests) == 1


def test_a_long_article_is_refused_whole_before_its_first_part():
    with model_server(saying({"claims": []})) as server:
        one_part = Limits(article_tokens=6_000)
        opinion_on(STORY, server, MemoryLedger(one_part))
        assert len(server.asked) == 1
        with pytest.raises(OverBudget):
            opinion_on(LONG, server, MemoryLedger(one_part))
        assert len(server.asked) == 1
        opinion_on(LONG, server, MemoryLedger(Limits()))
        assert len(server.asked) == 1 + 3


def test_what_was_used_is_counted_not_what_was_set_apart():
    ledger = MemoryLedger(Limits(day_tokens=10_000))
    with model_server(saying(FOUND, tokens_in=300, tokens_out=40)) as server:
        opinion_on(STORY, server, ledger)
    assert counted(ledger) == 340


def test_without_a_count_the_estimate_stands():
    ledger = MemoryLedger(Limits(day_tokens=10_000))
    with model_server(saying(FOUND, tokens_in=-1)) as server:
        opinion_on(STORY, server, ledger)
    assert counted(ledger) > 400


def test_a_call_that_was_refused_costs_nothing_and_one_that_timed_out_may_have():
    ledger = MemoryLedger(Limits(day_tokens=10_000))
    with model_server(refusing(401)) as server, pytest.raises(Unavailable):
        opinion_on(STORY, server, ledger)
    assert counted(ledger) == 0
    with model_server(lambda h: h.wfile.write(b"nonsense\n")) as server, pytest.raises(Unavailable):
        opinion_on(STORY, server, ledger)
    assert counted(ledger) > 400


def test_an_answer_that_cannot_be_read_is_unavailable_and_counted():
    ledger = MemoryLedger(Limits(day_tokens=10_000))
    silent = saying("I would rather not.", tokens_in=300, tokens_out=5)
    with model_server(silent) as server, pytest.raises(Unavailable, match="no answer that can be read"):
        opinion_on(STORY, server, ledger)
    assert counted(ledger) == 305


def test_the_days_limit_holds_over_articles_and_the_articles_does_not():
    with model_server(saying(FOUND, tokens_in=300, tokens_out=40)) as server:
        ledger = MemoryLedger(Limits(article_tokens=2_000, day_tokens=2_500))
        for _ in range(5):
            opinion_on(STORY, server, ledger.article())
        with pytest.raises(OverBudget, match="SECOND_OPINION_DAILY_TOKENS"):
            opinion_on(STORY, server, ledger.article())


def test_only_the_article_and_the_instructions_leave_the_house():
    with model_server(saying(FOUND)) as server:
        opinion = opinion_on(STORY, server, MemoryLedger(Limits()))
    assert json.loads(server.article) == {"paragraphs": [{"paragraph": 1, "text": STORY}]}
    assert [STORY[s:e] for p in opinion.proposals for s, e in p.spans] == ["The Norland navy sank 14 boats"]
    assert opinion.model == "tiny"

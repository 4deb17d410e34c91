"""The second opinion on one article: parts, budget, calls, and what of the answers stands in the text."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .budget import Ledger, Use, answer_tokens, estimate
from .client import Reply, Unavailable
from .places import Places
from .prompt import VERSION, Message, Numbered, messages, parts
from .reply import BadAnswer, RawClaim, raw_claims
from .validate import Proposal, checked


class Model(Protocol):
    """What answers (client.Client does)."""

    @property
    def model(self) -> str:
        """Its name."""

    def ask(self, messages: Sequence[Message], most_tokens: int) -> Reply:
        """Return the answer; raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model `model` finds in an article, and how much of its answers was dropped, by reason."""

    model: str
    proposals: tuple[Proposal, ...]
    dropped: Counter[str]


@dataclass(frozen=True, slots=True)
class _Call:
    question: str
    messages: list[Message]
    most_tokens: int

    @property
    def estimate(self) -> Use:
        return estimate(self.messages, self.most_tokens)


def ask(text: str, *, model: Model, ledger: Ledger) -> Opinion:
    """Ask `model` about the article `text`. Answers that `ledger` has are not asked for again.

    Raises OverBudget before the first call when the whole article exceeds a limit, Unavailable when a call
    gives nothing. What was answered until then is kept by the ledger.
    """
    places = Places(text)
    calls = [_call(text, part, model.model) for part in parts(places.paragraphs)]
    kept = {call.question: ledger.answered(call.question) for call in calls}
    open_calls = [call for call in calls if kept[call.question] is None]
    if open_calls:
        ledger.afford(sum((call.estimate for call in open_calls), Use()))
    claims: list[RawClaim] = []
    for call in calls:
        answer = kept[call.question]
        claims += _answered(call, model, ledger) if answer is None else raw_claims(answer)
    found = checked(places, claims)
    return Opinion(model.model, found.proposals, found.dropped)


def _call(text: str, part: Sequence[Numbered], name: str) -> _Call:
    said = messages(text, part)
    key = hashlib.sha256(json.dumps([VERSION, name, said]).encode("ascii")).hexdigest()
    return _Call(key, said, answer_tokens(part[-1].end - part[0].start))


def _answered(call: _Call, model: Model, ledger: Ledger) -> list[RawClaim]:
    """Make one call within the budget; only an answer that can be read is kept."""
    receipt = ledger.reserve(call.question, call.estimate)
    try:
        reply = model.ask(call.messages, call.most_tokens)
    except Unavailable as error:
        if not error.billed:
            ledger.release(receipt)
        raise
    use = reply.use or call.estimate
    try:
        claims = raw_claims(reply.content)
    except BadAnswer as error:
        ledger.settle(receipt, use, "")
        raise Unavailable(f"{model.model} gave no answer that can be read", billed=True) from error
    ledger.settle(receipt, use, reply.content)
    return claims

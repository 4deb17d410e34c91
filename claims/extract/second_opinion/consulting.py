"""The rules' result of an article together with a second opinion, without a database (the command line)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from claims.extract.types import ArticleText, Extraction
from claims.extract.wire import to_wire

from .asking import Model, ask
from .budget import Ledger
from .drafting import drafts
from .merge import FoundBy, Mark, RulesClaim, merge


@dataclass(frozen=True, slots=True)
class Consulted:
    """The claims of the rules, then those that only the model found; `marks` has one for each."""

    extraction: Extraction
    marks: tuple[Mark, ...]
    model: str


def consult(article: ArticleText, found: Extraction, *, model: Model, ledger: Ledger) -> Consulted:
    """Return `found` with what `model` adds; raises OverBudget and Unavailable."""
    opinion = ask(article.text, model=model, ledger=ledger)
    day = article.published
    published = day.date() if isinstance(day, datetime) else day
    theirs = drafts(article.text, opinion.proposals, outlet=article.outlet, published=published)
    merged = merge(article.text, [RulesClaim.of(claim) for claim in found.claims], theirs)
    surer = [replace(c, confidence=m.confidence) for c, m in zip(found.claims, merged.marks, strict=True)]
    new = [theirs[number] for number in merged.new]
    marks = (*merged.marks, *(Mark("model", claim.confidence) for claim in new))
    return Consulted(replace(found, claims=(*surer, *new)), marks, opinion.model)


def consulted_to_wire(article_id: str, consulted: Consulted) -> dict[str, Any]:
    """Return one output line of the extract command: each claim says who found it."""
    line = to_wire(article_id, consulted.extraction)
    for claim, mark in zip(line["claims"], consulted.marks, strict=True):
        claim["found_by"] = mark.found_by
        claim["opinion"] = mark.note
    line["second_opinion"] = {"model": consulted.model}
    return line


LABELS: dict[FoundBy, str] = {"rules": "rules only", "both": "both", "model": "second opinion only"}

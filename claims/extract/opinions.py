"""The second opinion of a language model on a version whose claims of the rules are stored already.

It changes no claim: it files its own cuts, says of each claim who found it, and proposes what only the model
found. People decide on those as on all others. Without SECOND_OPINION_URL none of this is ever reached.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from claims import flow, record
from claims.extract.ledger import DatabaseLedger
from claims.extract.second_opinion.address import read_address
from claims.extract.second_opinion.asking import Opinion, ask
from claims.extract.second_opinion.budget import OverBudget
from claims.extract.second_opinion.client import Client, Unavailable
from claims.extract.second_opinion.drafting import drafts
from claims.extract.second_opinion.merge import Mark, Merged, RulesClaim, merge
from claims.extract.second_opinion.prompt import VERSION
from claims.extract.selectors import published_day
from claims.extract.services import drafts_store, span_key
from claims.extract.types import ClaimDraft
from claims.extract.wire import claim_to_wire
from claims.models import Article, ArticleVersion, Claim, ExtractedClaim, MachineOpinion, Work

EXTRACTOR = "opinion-"  # what extractors of this kind are called, before version and model
SWITCHED_OFF = "it is switched off"
log = logging.getLogger(__name__)


def client() -> Client:
    """Return the model of the settings."""
    return Client(
        address=read_address(settings.SECOND_OPINION_URL),
        model=settings.SECOND_OPINION_MODEL,
        key=settings.SECOND_OPINION_KEY,
        timeout=float(settings.SECOND_OPINION_TIMEOUT),
    )


def version_opinion(*, work: Work) -> int:
    """Ask the model about the version of `work`, store what it says; returns how many claims are new.

    When there is no answer the stage fails with the reason, and nothing else changes. Raises
    flow.LostLease when another worker has taken the row over; nothing is stored then.
    """
    version = work.version
    assert version is not None, "an opinion is queued for a version"  # noqa: S101 - narrows the type
    try:
        opinion = _asked(version)
    except (Unavailable, OverBudget) as error:
        log.warning("no second opinion on %s: %s", work.article, error)
        with transaction.atomic():
            flow.fail(work, str(error))
        return 0
    article = work.article
    found = drafts(
        version.text,
        opinion.proposals,
        outlet=article.outlet.name if article.outlet else "",
        published=published_day(article),
    )
    with transaction.atomic():
        flow.hold(work)
        new = _store(version, article, opinion, found)
        flow.finish(work)
        if new:
            flow.enqueue("match", article, version, anew=True)
    return new


def _asked(version: ArticleVersion) -> Opinion:
    if not settings.SECOND_OPINION_URL:
        raise Unavailable(SWITCHED_OFF)
    model = client()
    return ask(version.text, model=model, ledger=DatabaseLedger(version, model.model))


def _store(version: ArticleVersion, article: Article, opinion: Opinion, found: Sequence[ClaimDraft]) -> int:
    rules = _claims_of_rules(version)
    merged = merge(version.text, [RulesClaim.of_wire(_payload(claim)) for claim in rules], found)
    new = [found[number] for number in merged.new]
    more = {span_key(draft): _origin("model", opinion.model) for draft in new}
    added = drafts_store(
        version=version,
        article=article,
        found=new,
        extractor=_extractor(opinion),
        more=more,
        note=f"Second opinion ({opinion.model})",
    )
    filed = _agreements(version, opinion, merged, found)
    rows = [
        _opinion(claim, mark, opinion.model, filed.get(mark.match))
        for claim, mark in zip(rules, merged.marks, strict=True)
    ]
    rows += [_of_model(claim, opinion.model) for claim in added]
    _file(rows)
    summary = _summary(opinion, merged.marks, len(added))
    record.change(article, actor=None, action="article.opinion", note=summary)
    return len(added)


def _file(rows: Sequence[MachineOpinion]) -> None:
    """Insert the opinions on claims that have none yet."""
    claims = [row.claim_id for row in rows]
    known = set(MachineOpinion.objects.filter(claim__in=claims).values_list("claim_id", flat=True))
    new = [row for row in rows if row.claim_id not in known]
    # in the order in which others lock claims, so that nobody waits in a circle
    MachineOpinion.objects.bulk_create(sorted(new, key=lambda row: row.claim_id))


def _claims_of_rules(version: ArticleVersion) -> list[Claim]:
    """Return the claims as the rules found them, whatever became of them since."""
    rows = Claim.objects.filter(extracted__version=version)
    rows = rows.exclude(extracted__extractor__startswith=EXTRACTOR)
    return list(rows.select_related("extracted").order_by("created_at", "pk"))


def _payload(claim: Claim) -> Mapping[str, Any]:
    assert claim.extracted is not None  # noqa: S101 - narrows the type
    payload: Mapping[str, Any] = claim.extracted.payload
    return payload


def _extractor(opinion: Opinion) -> str:
    return f"{EXTRACTOR}{VERSION} {opinion.model}"[:40]


def _origin(found_by: str, model: str) -> dict[str, Any]:
    return {"second_opinion": {"found_by": found_by, "model": model, "prompt": VERSION}}


def _agreements(
    version: ArticleVersion, opinion: Opinion, merged: Merged, found: Sequence[ClaimDraft]
) -> dict[int | None, ExtractedClaim]:
    """File the model's own cut of the claims that the rules found too; returns the rows by its index."""
    filed: dict[int | None, ExtractedClaim] = {}
    for number in sorted({mark.match for mark in merged.marks if mark.match is not None}):
        payload = claim_to_wire(found[number]) | _origin("both", opinion.model)
        filed[number], _ = ExtractedClaim.objects.get_or_create(
            version=version,
            extractor=_extractor(opinion),
            span_key=span_key(found[number]),
            defaults={"payload": payload},
        )
    return filed


def _opinion(claim: Claim, mark: Mark, model: str, extracted: ExtractedClaim | None) -> MachineOpinion:
    return MachineOpinion(
        claim=claim,
        extracted=extracted,
        model=model,
        found_by=mark.found_by,
        confidence=mark.confidence,
        note=mark.note[:300],
    )


def _of_model(claim: Claim, model: str) -> MachineOpinion:
    return MachineOpinion(
        claim=claim,
        extracted=claim.extracted,
        model=model,
        found_by="model",
        confidence=claim.confidence,
    )


def _summary(opinion: Opinion, marks: Sequence[Mark], new: int) -> str:
    """Return in words what came of it; the article's page shows it."""
    agreed = sum(mark.found_by == "both" for mark in marks)
    words = f"{opinion.model} found {agreed} of the {len(marks)} claims of the rules, and {new or 'no'} more."
    lost = opinion.dropped["not in the text"]
    dropped = f" {lost} of its claims did not stand in the text and {'was' if lost == 1 else 'were'} dropped."
    return words + (dropped if lost else "")

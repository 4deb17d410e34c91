"""What the tests of this room share: two articles about one night, and claims in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from claims import flow
from claims.models import Article, Assessment, Claim, Desk, Evidence, Source, User, Work
from claims.states import Review
from claims.verify import assessments, evidence, readings
from claims.verify.matching import version_match
from tests.cast import make_article, make_claim, make_outlet

EARLIER = "The harbour authority said its divers recovered 277 containers from the bay before dawn on Monday."
LATER = "Divers of the harbour authority recovered 277 containers from the bay, the authority said."
OTHER = "Divers recovered 292 containers from the bay before dawn, the harbour authority said on Monday."
AT = datetime(2025, 6, 9, 15, 40, tzinfo=UTC)


def article(desk: Desk, text: str, outlet: str, hours: int = 0) -> Article:
    """Return a ready article of `outlet`, published `hours` after the first."""
    return make_article(
        desk, text=text, title=text[:40], outlet=make_outlet(outlet), published_at=AT + timedelta(hours=hours)
    )


def claim(piece: Article, words: str, value: int, source: Source, **more: Any) -> Claim:
    """Return a claim of `piece` with one figure of containers, read as a worker would have done."""
    row = make_claim(piece, words, source=source, figure=(value, "container"), **more)
    readings.keep([row])
    return row


def earlier_claim(desk: Desk, source: Source, by: User | None = None, **more: Any) -> Claim:
    """Return the claim of 277 containers in the first article; accepted when `by` is given."""
    if by is not None:
        more |= {"review_state": Review.ACCEPTED, "reviewed_by": by}
    piece = article(desk, EARLIER, "Harbour Herald")
    return claim(piece, "its divers recovered 277 containers from the bay", 277, source, **more)


def later_claim(desk: Desk, source: Source, *, text: str = OTHER, value: int = 292, hours: int = 3) -> Claim:
    """Return a claim of a later article, by default with another figure."""
    piece = article(desk, text, f"Bay Post {hours}", hours)
    words = f"recovered {value} containers from the bay"
    return claim(piece, words, value, source)


def matched(piece: Article) -> int:
    """Run the match stage for an article and return how many proposals are new."""
    version = piece.versions.get(number=1)
    with transaction.atomic():
        work = flow.enqueue("match", piece, version)
    running = flow.begin(str(work.pk))
    assert running is not None
    return version_match(work=running)


def article_of(row: Claim) -> Article:
    return Article.objects.get(versions__appearances__claim=row)


def proposed(on: Claim, other: Claim, relation: str = "updates", **more: Any) -> Evidence:
    """Return evidence that the machine proposed."""
    return Evidence.objects.create(
        claim=on,
        kind="claim",
        other=other,
        relation=relation,
        reason="Same speaker, 277 → 292, +5.4 %.",
        **more,
    )


def submitted(on: Claim, author: User, verdict: str = "single_source", rests_on: Any = ()) -> Assessment:
    """Return a verdict that `author` submitted on an accepted claim."""
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=on.pk)
        return assessments.assessment_submit(
            user=author,
            claim=locked,
            opinion=assessments.Opinion(verdict, "fair_paraphrase", "One voice only.", rests_on),
        )


def approved(
    on: Claim, author: User, approver: User, verdict: str = "single_source", rests_on: Any = ()
) -> Claim:
    """Return the claim with a verdict by `author`, approved by `approver`."""
    assessment = submitted(on, author, verdict, rests_on)
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=on.pk)
        row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        assessments.assessment_approve(user=approver, claim=locked, assessment=row)
    return Claim.objects.get(pk=on.pk)


def confirm(row: Evidence, by: User, relation: str) -> Evidence:
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=row.claim_id)
        return evidence.evidence_confirm(user=by, claim=locked, evidence=row, relation=relation)


def dismiss(row: Evidence, by: User, reason: str = "Another event or day") -> Evidence:
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).get(pk=row.claim_id)
        return evidence.evidence_dismiss(user=by, claim=locked, evidence=row, reason=reason)


def work_of(piece: Article) -> Work:
    return Work.objects.get(article=piece, stage="match")

"""Things the tests of reports speak of, beside the cast."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from claims.models import (
    Appearance,
    Assessment,
    Claim,
    Evidence,
    Publication,
    Report,
    ReportEdition,
    ReportItem,
    Source,
    User,
)
from claims.report import services
from claims.report.publishing import services as publishing
from claims.states import AssessmentState, EvidenceState, Relation, Review
from claims.verify.documents import document_keep
from tests.cast import make_article, make_claim, make_outlet, make_source

WHEN = datetime(2025, 6, 10, 9, 30, tzinfo=UTC)


def assess(claim: Claim, author: User, approver: User | None, **more: Any) -> Assessment:
    """Return an assessment, approved when there is an approver, and mark the claim as record.py would."""
    more.setdefault("verdict", "disputed")
    more.setdefault("attribution_verdict", "verbatim")
    more.setdefault("reason", "A later source gives 460.")
    state = AssessmentState.APPROVED if approver else AssessmentState.SUBMITTED
    row = Assessment.objects.create(
        claim=claim,
        author=author,
        approver=approver,
        state=state,
        submitted_at=WHEN,
        decided_at=WHEN if approver else None,
        **more,
    )
    if approver:
        Claim.objects.filter(pk=claim.pk).update(
            **{"verdict": row.verdict, "attribution_verdict": row.attribution_verdict}
        )
        claim.refresh_from_db()
    return row


def supersede(row: Assessment) -> None:
    """Make room for the next verdict."""
    row.state = AssessmentState.SUPERSEDED
    row.save(update_fields=["state"])


def evidence(claim: Claim, by: User, relation: str = Relation.CONTRADICTS, **more: Any) -> Evidence:
    """Return confirmed evidence on the claim: a note, unless told otherwise."""
    more.setdefault("kind", "note")
    more.setdefault("state", EvidenceState.CONFIRMED)
    more.setdefault("body", "The port's own log counts 40.")
    if more["state"] != EvidenceState.PROPOSED:
        more |= {"decided_by": by, "decided_at": WHEN}
    return Evidence.objects.create(claim=claim, relation=relation, proposed_by=by, **more)


def brought(claim: Claim, by: User, data: bytes = b"%PDF-1.7 the log", name: str = "log.pdf") -> Evidence:
    """Return confirmed evidence that is a file, graded B2."""
    with transaction.atomic():
        file = document_keep(user=by, desk=claim.desk, file=SimpleUploadedFile(name, data))
    more = {"document": file, "body": "", "reliability": "B", "credibility": "2"}
    return evidence(claim, by, Relation.CORROBORATES, kind="file", **more)


def report_of(user: User, claims: Iterable[Claim], title: str = "What is known of the port") -> Report:
    """Return a draft report with the claims in order."""
    report = Report.objects.create(
        desk=user.desk, title=title, introduction="Who said it, and where we read it.", created_by=user
    )
    ReportItem.objects.bulk_create(
        ReportItem(report=report, claim=claim, position=place) for place, claim in enumerate(claims, 1)
    )
    return report


def published(by: User, approver: User, claims: Iterable[Claim], **choices: bool) -> Publication:
    """Return the publication of a report that `by` froze and `approver` approved and published."""
    report = report_of(by, claims, title="For everybody")
    edition = services.report_freeze(user=by, report=report, version=None)
    return publish(edition, approver, **choices)


def publish(edition: ReportEdition, approver: User, **choices: bool) -> Publication:
    """Approve and publish an edition."""
    publication = Publication.objects.get(edition=edition)
    with transaction.atomic():
        publishing.edition_approve(user=approver, publication=publication)
        publishing.edition_publish(
            user=approver, publication=publication, choices=publishing.Choices(**choices)
        )
    return publication


def authority(name: str = "Harbour authority") -> Source:
    """Return the harbour authority, a party to the port dispute."""
    return Source.objects.filter(name=name).first() or make_source(
        name, role="port operator", organisation="Ministry of Ports", party_to="the port dispute"
    )


def full_claim(bob: User, alice: User, *, words: str = "12 containers", **more: Any) -> Claim:
    """Return an accepted, assessed claim with every part an edition speaks of."""
    text = f"Port news.\n\nThe harbour authority said its crews recovered {words} before dawn.\n"
    article = make_article(
        bob.desk,
        text=text,
        title=more.pop("title", "Containers lost"),
        outlet=make_outlet(),
        agency="Coast Wire",
        url="https://herald.example/containers",
    )
    source = more.pop("source", None) or authority()
    claim = make_claim(
        article,
        f"its crews recovered {words}",
        source=source,
        figure=(12, "container"),
        review_state=Review.ACCEPTED,
        reviewed_by=bob,
        attribution="indirect",
        unverified_note="It was not possible to verify the claims.",
        event_from=datetime(2025, 6, 9).date(),
        place="The outer harbour",
        **more,
    )
    Appearance.objects.filter(claim=claim).update(cue="said", via=["the ministry's spokesperson"])
    assess(claim, bob, alice)
    return claim


def later_claim(alice: User, words: str = "40 containers were recovered") -> Claim:
    """Return an accepted claim of another outlet's later article."""
    article = make_article(
        alice.desk,
        text=f"A digest.\n\nInspectors said {words} by noon.",
        title="Inspectors count again",
        outlet=make_outlet("Channel Post"),
        url="https://post.example/count",
        digest=True,
        published_at=datetime(2025, 6, 10, tzinfo=UTC),
        published_day_only=True,
    )
    return make_claim(
        article,
        words,
        source=make_source("Inspectors", "collective", within=article),
        review_state=Review.ACCEPTED,
        reviewed_by=alice,
        reviewed_at=timezone.now(),
    )

"""The page of one piece of evidence: its file, its grade, its text, and where it is used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from claims.access import Action, access_claim, access_evidence, may
from claims.ingest.errors import IngestError
from claims.models import Evidence
from claims.web.request import Request, typed
from claims.web.respond import done
from claims.web.vocabulary import stance_of

from . import documents, origin_ruling, pasting
from . import evidence as services
from .answers import source_named
from .evidence_form import GradeForm
from .evidence_reads import evidence_page, in_full
from .refusal import CannotDecide


@require_safe
def evidence(request: Request, pk: UUID) -> HttpResponse:
    """Show a piece of evidence: what it is, its passage in context, its grade, where it is used."""
    return _page(request, access_evidence(request.user, pk, Action.READ, shape=in_full))


def _page(request: Request, row: Evidence, *, status: int = 200, **more: Any) -> HttpResponse:
    initial = {"reliability": row.reliability, "credibility": row.credibility}
    context = {
        "page": evidence_page(request.user, row),
        "row": row,
        "claim": row.claim,
        "stance": stance_of(row.relation),
        "grade": GradeForm(initial=initial),
        "may_change": may(request.user, Action.EVIDENCE),
        "source_name": row.source.name if row.source else "",
        **more,
    }
    return render(request, "claims/verify/evidence_item.html", context, status=status)


@require_safe
def evidence_file(request: Request, pk: UUID) -> HttpResponseBase:
    """Send the file, to be saved and never shown as a page of ours; 304 to who has it already."""
    row = access_evidence(request.user, pk, Action.READ, shape=in_full)
    document = row.document
    if document is None:
        raise Http404("No such file")
    tag = f'"{document.sha256}"'
    response = StreamingHttpResponse(documents.content(document), content_type="application/octet-stream")
    response["Content-Length"], response["ETag"] = str(document.size), tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = str(content_disposition_header(True, document.name))
    same = get_conditional_response(request, etag=tag)
    return same or response


@require_POST
def evidence_grade(request: Request, pk: UUID) -> HttpResponse:
    """Grade the source and the information, or take a grade back."""
    form = GradeForm(request.POST)
    row = access_evidence(request.user, pk, Action.EVIDENCE, shape=in_full)
    if not form.is_valid():
        return _page(request, row, status=422, problem="Choose both grades from the lists.")
    with transaction.atomic():
        access_claim(request.user, row.claim_id, Action.EVIDENCE, lock=True)
        locked = access_evidence(request.user, pk, Action.EVIDENCE, lock=True)
        services.evidence_grade(
            user=request.user, evidence=locked, grade=form.grade, note=typed(request, "note")
        )
    words = f"Graded {locked.grade}." if locked.grade else "No grade."
    return done(request, reverse("claims:evidence", args=[pk]), words)


@require_POST
def evidence_source(request: Request, pk: UUID) -> HttpResponse:
    """Take whose words or data the evidence is, so that it counts as an origin; no name takes that back."""
    row = access_evidence(request.user, pk, Action.EVIDENCE, shape=in_full)
    name = typed(request, "source_name")
    try:
        with transaction.atomic():
            claim = access_claim(request.user, row.claim_id, Action.EVIDENCE, lock=True)
            locked = access_evidence(request.user, pk, Action.EVIDENCE, lock=True)
            source = source_named(request, locked.read.article if locked.read else None)
            origin_ruling.evidence_stated(
                user=request.user, claim=claim, evidence=locked, source=source, reason=typed(request, "note")
            )
    except CannotDecide as problem:
        return _page(request, row, status=422, problem=str(problem), source_name=name)
    words = f"It is from {source}." if source else "Nobody is named. It counts as no origin."
    return done(request, reverse("claims:evidence", args=[pk]), words)


@require_POST
def evidence_paste(request: Request, pk: UUID) -> HttpResponse:
    """Take the text of an address that could not be fetched, as a person pasted it."""
    text = typed(request, "text")
    row = access_evidence(request.user, pk, Action.EVIDENCE, shape=in_full)
    try:
        with transaction.atomic():
            access_claim(request.user, row.claim_id, Action.EVIDENCE, lock=True)
            locked = access_evidence(request.user, pk, Action.EVIDENCE, lock=True)
            pasting.text_paste(user=request.user, evidence=locked, text=text)
    except (CannotDecide, IngestError) as problem:
        return _page(request, row, status=422, problem=str(problem), text=text)
    return done(request, reverse("claims:evidence", args=[pk]), "The text is kept as the captured page.")

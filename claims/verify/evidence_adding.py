"""Adding evidence on the claim page: the form, what is searched for it, and the thing itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from claims.access import Action, access_article, access_claim, access_evidence
from claims.ingest.details import Details
from claims.ingest.errors import IngestError
from claims.ingest.services import article_add_url
from claims.models import Claim, Evidence
from claims.models.evidence import EvidenceKind
from claims.states import Capture
from claims.web.request import Request
from claims.web.respond import done, fragment
from claims.web.vocabulary import STANCES

from . import documents, evidence, search
from .answers import claim_url, source_named
from .evidence_form import ADDRESS, FILE, LATER, SEARCH, USED, EvidenceForm
from .file_kinds import ACCEPT, TAKEN
from .gathered import Item
from .refusal import CannotDecide


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: Request, pk: UUID) -> HttpResponse:
    """Show the form, look for things (buttons "Search"), or add the evidence."""
    claim = access_claim(request.user, pk, Action.EVIDENCE)
    if request.method != "POST":
        return _form_page(request, claim, EvidenceForm(initial=_asked(request)))
    form = EvidenceForm(request.POST, request.FILES)
    if "find" in request.POST:
        return _form_page(request, claim, EvidenceForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _form_page(request, claim, form, status=422)
    try:
        with transaction.atomic():
            locked = access_claim(request.user, pk, Action.EVIDENCE, lock=True)
            item = _item(request, locked, form)
            row = evidence.evidence_add(user=request.user, claim=locked, item=item)
    except (CannotDecide, IngestError) as problem:
        return _form_page(request, claim, form, status=422, problem=str(problem))
    _say(request, row)
    return done(request, claim_url(claim))


def _asked(request: Request) -> dict[str, str]:
    """Return the kind that the address asks for (`?kind=file`)."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in dict(EvidenceForm.base_fields["kind"].choices) else {}  # type: ignore[attr-defined]


def _say(request: Request, row: Evidence) -> None:
    fetching = row.capture == Capture.FETCHING
    words = " The page is being fetched; see how far it is in the list." if fetching else ""
    if row.document_id and Evidence.objects.filter(document=row.document_id).count() > 1:
        words = f" The file was here already, as “{row.document}”, and is used again."
    messages.success(request, f"Evidence added.{words}")


def _item(request: Request, claim: Claim, form: EvidenceForm) -> Item:
    """Return what the form gives; raises CannotDecide, IngestError, Http404."""
    data = form.cleaned_data
    given: dict[str, Any] = {"kind": form.stored_kind}
    if data["kind"] == LATER:
        given |= _later(request, *data["chosen"])
    elif data["kind"] == ADDRESS:
        given |= _captured(request, claim, data["url"])
    elif data["kind"] == FILE:
        given["document"] = documents.document_keep(user=request.user, desk=claim.desk, file=data["file"])
    elif data["kind"] == USED:
        given |= _used(access_evidence(request.user, data["reuse"], Action.READ), claim)
    if "other" not in given and data["kind"] != SEARCH:
        article = given["version"].article if given.get("version") else given.get("page")
        given["source"] = source_named(request, article) or given.get("source")
    return Item(
        relation=data["relation"],
        body=form.words,
        reason=data["reason"],
        search=form.search,
        grade=form.grade,
        **given,
    )


def _later(request: Request, kind: str, key: UUID) -> dict[str, Any]:
    if kind == "claim":
        return {"other": access_claim(request.user, key, Action.READ)}
    version = access_article(request.user, key, Action.READ).latest
    if version is None:
        raise CannotDecide("That article has no text yet. Choose another one.")
    return {"version": version}


def _captured(request: Request, claim: Claim, url: str) -> dict[str, Any]:
    """Have the address fetched as an article of the desk, or take the text that is here already."""
    if request.user.desk_id != claim.desk_id:
        return {"url": url}  # an administrator of another desk: the address alone, as articles have a home
    page = article_add_url(user=request.user, url=url, details=Details(url=url)).article
    return {"url": url, "page": page, "version": page.latest}


def _used(row: Evidence, claim: Claim) -> dict[str, Any]:
    """Return the file or the captured address of `row`, to be used on another claim, and whose it is."""
    if row.document is None and row.page is None:
        raise CannotDecide("Only files and captured addresses are used again. Choose one of those.")
    desk = row.document.desk_id if row.document else row.claim.desk_id
    if desk != claim.desk_id:
        raise CannotDecide("That evidence belongs to another desk. Choose one of this desk.")
    kind = EvidenceKind.FILE if row.document else EvidenceKind.URL
    thing = {"document": row.document, "page": row.page, "version": row.read, "url": row.url}
    return {"kind": kind, "source": row.source, **thing}


def _form_page(
    request: Request, claim: Claim, form: EvidenceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    words, used = str(form["q"].value() or ""), str(form["used"].value() or "")
    context = {
        "claim": claim,
        "form": form,
        "found": search.later_things(request.user, claim, words) if words else [],
        "searched": bool(words),
        "usable": search.used_things(request.user, claim, used) if used else [],
        "stances": STANCES,
        "accept": ACCEPT,
        "taken": TAKEN,
        "limit": documents.limit_words(),
        "most": settings.EVIDENCE_FILE_LIMIT,
        **more,
    }
    return render(request, "claims/verify/evidence.html", context, status=status)


@require_safe
def evidence_search(request: Request, pk: UUID) -> HttpResponse:
    """Return the choices for the search field: claims and articles of the desk that fit the words."""
    claim = access_claim(request.user, pk, Action.EVIDENCE)
    found = search.later_things(request.user, claim, request.GET.get("q", ""))
    return fragment(request, "claims/verify/_options.html", {"found": found})

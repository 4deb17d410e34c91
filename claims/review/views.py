"""The workbench: one article, one claim at a time. Each view opens the door, calls one service, answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_article, access_claim, require
from claims.models import Article, Claim
from claims.record import Conflict
from claims.web.request import Request, whole_number
from claims.web.respond import fragment, page_or_fragment

from . import decisions, edits, queue, selectors, undo
from .decisions import CannotDecide
from .forms import EditForm, SplitForm
from .workbench import Bench, bench


@require_safe
def review(request: Request) -> HttpResponse:
    """Lead to the next claim for this person, held for them; an empty desk says what to do."""
    require(request.user, Action.REVIEW)
    claim = queue.claim_lease_next(user=request.user)
    if claim is None:
        return render(request, "claims/review/nothing.html", {})
    article = Article.objects.get(versions__appearances=claim.appearances.order_by("version__number").last())
    return HttpResponseRedirect(_bench_url(article, claim))


def _bench_url(article: Article, claim: Claim | None = None) -> str:
    url = reverse("claims:workbench", args=[article.pk])
    return f"{url}?claim={claim.pk}" if claim else url


@require_safe
def workbench(request: Request, pk: UUID) -> HttpResponse:
    """Show the article with its claims marked and the card of the current one."""
    article = access_article(request.user, pk, Action.REVIEW)
    found = _open(request, article, wanted=_uuid(request.GET.get("claim")))
    if found is None:
        return redirect("claims:article", pk=pk)
    if request.htmx:
        return _moved(request, found, {str(request.GET.get("from", "")), _current_key(found)})
    return render(request, "claims/review/workbench.html", _context(found))


def _open(
    request: Request, article: Article, *, wanted: UUID | None = None, after: UUID | None = None
) -> Bench | None:
    """Return the bench and take the lease on its current claim, unless somebody else is on it."""
    found = bench(request.user, article, wanted=wanted, after=after)
    if found is not None and found.current is not None and found.current.open:
        queue.hold(found.current.claim, request.user)
    return found


def _context(found: Bench, **more: Any) -> dict[str, Any]:
    current = found.current
    return {
        "bench": found,
        "article": found.article,
        "entry": current,
        "claim": current.claim if current else None,
        "quantities": list(current.claim.quantities.all()) if current else [],
        "similar": selectors.similar(current.claim) if current else [],
        **more,
    }


def _current_key(found: Bench) -> str:
    return str(found.current.claim.pk) if found.current else ""


def _moved(request: Request, found: Bench, changed: set[str], *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer htmx: the card, the progress, and only those paragraphs whose marks have changed."""
    context = _context(found, lines=found.touched(changed - {""}), **more)
    response = fragment(request, "claims/review/_moved.html", context, status=status)
    response["HX-Push-Url"] = _bench_url(found.article, found.current.claim if found.current else None)
    return response


def _decide(request: Request, pk: UUID, decide: Any, words: str, *, stay: bool = False) -> HttpResponse:
    """Lock the claim, let `decide` change it, and go on to the next open one (or stay on this one)."""
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            decide(claim)
    except Conflict as conflict:
        return conflict_page(request, conflict)
    except CannotDecide as problem:
        return _stay(request, pk, str(problem))
    return _go_on(request, claim, words, stay=stay)


def _go_on(request: Request, claim: Claim, words: str, *, stay: bool, changed: set[str] | None = None) -> HttpResponse:
    article = selectors.article_of(claim)
    messages.success(request, words)
    place = {"wanted": claim.pk} if stay else {"after": claim.pk}
    if not request.htmx:
        found = bench(request.user, article, **place)
        current = found.current.claim if found and found.current else None
        return HttpResponseRedirect(_bench_url(article, current), status=303)
    found = _open(request, article, **place)
    if found is None:
        raise Http404
    return _moved(request, found, {str(claim.pk), _current_key(found), *(changed or set())})


def _stay(request: Request, pk: UUID, problem: str) -> HttpResponse:
    """Show the claim as it is, with the reason why nothing was changed."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    messages.error(request, problem)
    article = selectors.article_of(claim)
    found = _open(request, article, wanted=claim.pk)
    if not request.htmx or found is None:
        return HttpResponseRedirect(_bench_url(article, claim), status=303)
    return _moved(request, found, {str(claim.pk)}, status=422)


@require_POST
def claim_accept(request: Request, pk: UUID) -> HttpResponse:
    """Accept and go on."""
    version = whole_number(request.POST.get("version"))
    return _decide(
        request, pk, lambda claim: decisions.claim_accept(user=request.user, claim=claim, version=version), "Claim accepted."
    )


@require_POST
def claim_reject(request: Request, pk: UUID) -> HttpResponse:
    """Reject for a reason and go on."""
    version, reason = whole_number(request.POST.get("version")), request.POST.get("reason", "")
    return _decide(
        request,
        pk,
        lambda claim: decisions.claim_reject(user=request.user, claim=claim, reason=reason, version=version),
        f"Claim rejected: {selectors.reason_words(reason)}.",
    )


@require_POST
def claim_opinion(request: Request, pk: UUID) -> HttpResponse:
    """Ask for a second opinion and go on."""
    version = whole_number(request.POST.get("version"))
    return _decide(
        request,
        pk,
        lambda claim: decisions.claim_second_opinion(user=request.user, claim=claim, version=version),
        "Second opinion asked.",
    )


@require_POST
def claim_offer(request: Request, pk: UUID) -> HttpResponse:
    """Offer a claim that was set aside, and open it. The numbers change, so the whole page comes anew."""
    with transaction.atomic():
        claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
        decisions.claim_offer(user=request.user, claim=claim)
    return HttpResponseRedirect(_bench_url(selectors.article_of(claim), claim), status=303)


@require_POST
def claim_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back the person's last change of this claim and show it."""
    return _decide(request, pk, lambda claim: undo.claim_undo(user=request.user, claim=claim), "Undone.", stay=True)


@require_POST
def review_undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back the person's last change in this article."""
    article = access_article(request.user, pk, Action.REVIEW)
    entry = undo.last_of(request.user, article)
    if entry is None or entry.claim is None:
        messages.info(request, "There is nothing of yours to undo in this article.")
        found = _open(request, article, wanted=_uuid(request.POST.get("current")))
        if request.htmx and found:
            return _moved(request, found, set())
        return HttpResponseRedirect(_bench_url(article), status=303)
    split = entry.action == "claim.split"
    response = claim_undo(request, entry.claim.pk)
    if split and request.htmx:  # claims appear and vanish: the numbers change
        response = HttpResponse(status=204)
        response["HX-Redirect"] = _bench_url(article, entry.claim)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: Request, pk: UUID) -> HttpResponse:
    """Show the form of one claim, or write it; a mistake or a conflict keeps everything typed."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    if request.method != "POST":
        return _form_page(request, claim, "edit", EditForm(initial=selectors.edit_initial(claim)))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _form_page(request, claim, "edit", form, status=422)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            edits.claim_edit(
                user=request.user,
                claim=claim,
                edit=_edit(request, claim, data),
                version=whole_number(request.POST.get("version")),
            )
    except Conflict as conflict:
        return conflict_page(request, conflict, form=form)
    return _go_on(request, claim, "Changes saved.", stay=True)


def _edit(request: Request, claim: Claim, data: dict[str, Any]) -> edits.Edit:
    source = edits.source_choose(
        user=request.user,
        name=data["source_name"],
        kind=data["source_kind"],
        chosen=str(data["source_id"] or ""),
        own_voice=selectors.own_voice_of(claim),
    )
    said = claim.appearances.first()
    if data["alias"] and source and said and said.source_words:
        edits.alias_add(user=request.user, source=source, name=said.source_words)
    return edits.Edit(
        statement=" ".join(data["statement"].split()),
        source=source,
        figures=data["figures"],
        event_from=data["event_from"],
        event_to=data["event_to"],
        place=data["place"].strip(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def claim_split(request: Request, pk: UUID) -> HttpResponse:
    """Show the form that splits a claim, or split it."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    form = SplitForm(request.POST or None)
    if request.method != "POST":
        return _form_page(request, claim, "split", form, parts=selectors.first_cut(claim))
    parts = form.parts()
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            children = edits.claim_split(
                user=request.user, claim=claim, parts=parts, version=whole_number(request.POST.get("version"))
            )
    except Conflict as conflict:
        return conflict_page(request, conflict)
    except CannotDecide as problem:
        return _form_page(request, claim, "split", form, parts=parts, problem=str(problem), status=422)
    messages.success(request, f"Split into {len(children)} claims.")
    return HttpResponseRedirect(_bench_url(selectors.article_of(claim), children[0]), status=303)


def _form_page(
    request: Request, claim: Claim, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a form about one claim: in place of the card for htmx, as a page otherwise."""
    article = selectors.article_of(claim)
    context = {
        "claim": claim,
        "article": article,
        "place": claim.appearances.select_related("version").first(),
        "form": form,
        "rows": selectors.quantity_rows(claim, form),
        "back": _bench_url(article, claim),
        **more,
    }
    return page_or_fragment(
        request, f"claims/review/{name}.html", f"claims/review/_{name}_form.html", context, status=status
    )


def conflict_page(request: Request, conflict: Conflict, *, form: Any = None) -> HttpResponse:
    """Answer 409: who changed the claim and what it says now, beside what this person typed."""
    claim = conflict.row
    context = {
        "claim": claim,
        "article": selectors.article_of(claim),
        "entry_made": undo.last_on(claim),
        "form": form,
        "typed": [(name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken"],
        "action": request.path,
        "back": _bench_url(selectors.article_of(claim), claim),
    }
    return page_or_fragment(
        request, "claims/review/conflict.html", "claims/review/_conflict.html", context, status=409
    )


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None

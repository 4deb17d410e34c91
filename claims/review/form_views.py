"""The form that edits a claim in the place of its card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from claims.access import Action, access_claim, visible_to
from claims.models import Article, Claim, LinkRole, Source
from claims.models.source import SourceKind
from claims.record import Conflict
from claims.web.request import Request, typed
from claims.web.vocabulary import QUALIFIER

from . import chains, selectors, services
from .answers import answer, bench_of, conflict, go_on, refused, seen_article, seen_version, uuid_of
from .forms import EditForm
from .merging import composed
from .services import CannotDecide

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def claim_edit(request: Request, pk: UUID) -> HttpResponse:
    """Show the form of one claim, or write it; a mistake or a conflict keeps everything typed.

    `look=1` shows what was typed on top of what is saved now, for a person to look over after a conflict;
    `merge=1` takes what was chosen there, field by field.
    """
    claim = access_claim(request.user, pk, Action.REVIEW)
    if request.method != "POST":
        return _edit_form(request, claim, EditForm(initial=selectors.edit_initial(claim)))
    sent = composed(request.POST) if "merge" in request.POST else request.POST
    form = EditForm(sent)
    if not form.is_valid():
        return _edit_form(request, claim, form, status=422)
    if request.POST.get("look"):
        return _edit_form(request, claim, form)
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            services.claim_edit(
                user=request.user,
                claim=claim,
                edit=_edit(request, claim, form),
                version=seen_version(request),
            )
    except Conflict as stale:
        return conflict(request, stale, sent)
    except CannotDecide as problem:
        return refused(request, claim, str(problem))
    return go_on(request, claim, "Changes of {claim} saved", stay=True)


@require_POST
def claim_source(request: Request, pk: UUID) -> HttpResponse:
    """Give a claim the source that it probably means: one that goes by its name everywhere."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    sources = visible_to(request.user, Source).filter(within=None, merged_into=None)
    wanted = uuid_of(typed(request, "source"))
    source = sources.exclude(kind=SourceKind.OUTLET).filter(pk=wanted).first() if wanted else None
    if source is None:
        return refused(request, claim, "This source is not there any more. Edit the claim to choose another.")
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            services.claim_source_use(
                user=request.user, claim=claim, source=source, version=seen_version(request)
            )
    except Conflict as stale:
        return conflict(request, stale)
    except CannotDecide as problem:
        return refused(request, claim, str(problem))
    return go_on(request, claim, "{claim} has another source now", stay=True)


def _edit_form(request: Request, claim: Claim, form: EditForm, *, status: int = 200) -> HttpResponse:
    place = chains.place_shown(claim, seen_article(request))
    return card_form(
        request,
        claim,
        "edit",
        form,
        status=status,
        rows=selectors.quantity_rows(claim, form),
        qualifiers=QUALIFIER.items(),
        links=chains.link_rows(place, form.data if form.is_bound else None),
        link_roles=LinkRole.choices,
        chain_of=form.data.get("chain_of") or (place.pk if place else ""),
    )


def _edit(request: Request, claim: Claim, form: EditForm) -> services.Edit:
    data = form.cleaned_data
    edit = edit_of(request, selectors.version_of(claim, seen_article(request)).article, data)
    said, source = selectors.place_of(claim), edit.source
    if data["alias"] and source and said and said.source_words:
        leads = services.alias_add(
            user=request.user, source=source, name=said.source_words, article=source.within
        )
        if not leads:
            messages.info(request, f"“{said.source_words}” leads to another source already and stays so.")
    return replace(edit, chain=_chain(form))


def _chain(form: EditForm) -> chains.Chain | None:
    place, links = uuid_of(form.data.get("chain_of")), form.cleaned_data["links"]
    return chains.Chain(place, links) if place and links is not None else None


def edit_of(request: Request, article: Article, data: dict[str, Any]) -> services.Edit:
    """Return what a valid form says of a claim of `article`; a new source is made on the way."""
    source = services.source_choose(
        user=request.user,
        name=data["source_name"],
        kind=data["source_kind"],
        party_to=data["source_party"],
        chosen=str(data["source_id"] or ""),
        article=article,
        own_voice=selectors.own_voice_of(article),
    )
    return services.Edit(
        statement=" ".join(data["statement"].split()),
        source=source,
        figures=data["figures"],
        event_from=data["event_from"],
        event_to=data["event_to"],
        place=data["place"].strip(),
    )


def card_form(
    request: Request, claim: Claim, name: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a form about one claim in the place of its card."""
    found = bench_of(request, claim, wanted=claim.pk)
    field, _, row = request.GET.get("field", "statement").partition("_")
    return answer(
        request,
        found,
        status=status,
        card=f"claims/review/_{name}_form.html",
        form=form,
        focus=request.GET.get("field", "statement"),
        focus_field=field,
        focus_row=row,
        **more,
    )

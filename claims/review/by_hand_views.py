"""A claim added by hand: the words come from a selection in the text, or are typed as they stand there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_article
from claims.models import Article, ArticleVersion, LinkRole
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done
from claims.web.vocabulary import QUALIFIER

from . import by_hand, chains, selectors, services
from .answers import answer, bench_url, open_bench, say, uuid_of
from .form_views import edit_of
from .forms import EditForm
from .marks import Span
from .probable import probable
from .services import CannotDecide

FORM = "claims/review/_add_form.html"
PLACES = 8  # of the same words that are offered


@require_http_methods(["GET", "HEAD", "POST"])
def claim_add(request: Request, pk: UUID) -> HttpResponse:
    """Show the form of a new claim for the words that were marked, or store it, accepted by who adds it."""
    article = access_article(request.user, pk, Action.REVIEW)
    version = article.latest
    if version is None:
        return done(request, bench_url(article), "There is no text yet to add a claim from.")
    try:
        span = _span(request, version)
    except CannotDecide as problem:
        return _form(request, article, status=422, problem=problem, words=_said(request, "words"))
    if span is None:
        return _form(request, article, **_found(request, version))
    if request.method != "POST":
        return _form(request, article, **_guessed(article, version, span))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _form(request, article, status=422, **_typed(form, version, span))
    try:
        with transaction.atomic():  # a source that is made on the way goes with it
            edit = edit_of(request, article, form.cleaned_data)
            claim = services.claim_add(
                user=request.user,
                article=article,
                version=version,
                span=span,
                edit=edit,
                links=form.cleaned_data["links"],
            )
    except CannotDecide as problem:
        return _form(request, article, status=422, problem=problem, **_typed(form, version, span))
    say(request, "Claim added and accepted")
    return done(request, bench_url(article, claim))


def _said(request: Request, name: str) -> str:
    if request.method == "POST":
        return typed(request, name)
    return request.GET.get(name, "").replace("\0", "")


def _span(request: Request, version: ArticleVersion) -> Span | None:
    """Return the proven place that the offsets name, None without any; raises CannotDecide."""
    start, end = (whole_number(_said(request, name)) for name in ("start", "end"))
    if start is None or end is None:
        if request.method == "POST":
            raise CannotDecide("Mark the words of the claim first.")
        return None
    shown = _said(request, "text") or None
    if uuid_of(_said(request, "of")) not in {None, version.pk}:
        raise CannotDecide("The article has a newer text. Mark the words there.")
    return by_hand.proven_span(version, start, end, shown)


def _found(request: Request, version: ArticleVersion) -> dict[str, Any]:
    """Return where typed words stand, for a person to choose the place."""
    words = " ".join(_said(request, "words").split())
    if not words:
        return {"words": ""}
    text, places = version.text, by_hand.places_of(version.text, words)[:PLACES]
    around = [(start, end, text[max(0, start - 60) : start], text[end : end + 60]) for start, end in places]
    problem = "" if places else "These words do not stand in the text. Copy them from the article."
    return {"words": words, "places": around, "problem": problem, "status": 200 if places else 422}


def _guessed(article: Article, version: ArticleVersion, span: Span) -> dict[str, Any]:
    guess = by_hand.guess(version, span, selectors.own_voice_of(article))
    claim = guess.near.claim if guess.near else None
    own = guess.source is None or guess.source.kind == "outlet"
    initial = {
        "statement": guess.statement,
        "source_name": "" if own or guess.source is None else guess.source.name,
        "source_id": None if own or guess.source is None else guess.source.pk,
        "source_kind": "person",
        "event_from": claim.event_from if claim else None,
        "event_to": claim.event_to if claim else None,
        "place": claim.place if claim else "",
    }
    rows = selectors.rows_of(guess.figures)
    hint = probable(version, span[0], None, own=True) if own else None
    links = chains.link_rows(None if own else guess.near)
    more = {"rows": rows, "links": links, "probable": hint}
    return {**_words(version, span), "form": EditForm(initial=initial), **more}


def _typed(form: EditForm, version: ArticleVersion, span: Span) -> dict[str, Any]:
    rows, links = selectors.rows_of((), form), chains.link_rows(None, form.data)
    return {**_words(version, span), "form": form, "rows": rows, "links": links}


def _words(version: ArticleVersion, span: Span) -> dict[str, Any]:
    return {"span": span, "marked": version.text[span[0] : span[1]], "of": version.pk}


def _form(request: Request, article: Article, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the form in the place of the card; the claim that was current stays so behind it."""
    more.setdefault("probable", None)  # that of the claim behind it is not meant
    found = open_bench(request, article, wanted=uuid_of(_said(request, "from")))
    if found is None:
        return done(request, bench_url(article), "There is no text yet to add a claim from.")
    choices: dict[str, Any] = {"qualifiers": QUALIFIER.items(), "link_roles": LinkRole.choices}
    return answer(request, found, status=status, card=FORM, focus="statement", **choices, **more)

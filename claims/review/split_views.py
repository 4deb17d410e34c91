"""The form that splits a claim: each part has words chosen in the sentence, a statement, source, figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_claim
from claims.models import Claim, Quantity, Source
from claims.record import Conflict
from claims.web.request import Request
from claims.web.respond import done
from claims.web.vocabulary import QUALIFIER

from . import selectors, services, splits
from .answers import bench_url, conflict, say, seen_article, seen_version
from .form_views import card_form
from .forms import ROWS, SplitForm, TypedPart
from .services import CannotDecide, Part

FIGURES = 2  # rows of figures of a part


@require_http_methods(["GET", "HEAD", "POST"])
def claim_split(request: Request, pk: UUID) -> HttpResponse:
    """Show the form that splits a claim, or split it. The numbers change, so the whole page comes anew."""
    claim = access_claim(request.user, pk, Action.REVIEW)
    form = SplitForm(request.POST or None)
    if request.method != "POST":
        cut = [TypedPart(part.statement, part.words) for part in selectors.first_cut(claim)]
        return _split_form(request, claim, form, cut)
    typed = form.parts()
    try:
        with transaction.atomic():
            claim = access_claim(request.user, pk, Action.REVIEW, lock=True)
            children = services.claim_split(
                user=request.user,
                claim=claim,
                parts=[_part(request, claim, part) for part in typed],
                version=seen_version(request),
            )
    except Conflict as stale:
        return conflict(request, stale)
    except CannotDecide as problem:
        return _split_form(request, claim, form, typed, status=422, problem=problem)
    article = selectors.version_of(claim, seen_article(request)).article
    say(request, f"Split into {len(children)} claims")
    return done(request, bench_url(article, children[0]))


def _part(request: Request, claim: Claim, typed: TypedPart) -> Part:
    """Return a part with its source found or made; raises CannotDecide for a figure that is none."""
    if typed.problem:
        raise CannotDecide(typed.problem)
    source = _source(request, claim, typed)
    return Part(typed.statement, typed.words, typed.spans, source, typed.figures)


def _source(request: Request, claim: Claim, typed: TypedPart) -> Source | None:
    """Return the source of a part, None for that of the whole."""
    if typed.source_name is None or (typed.source_name == _name_of(claim) and not typed.source_id):
        return None
    article = selectors.version_of(claim, seen_article(request)).article
    known = claim.source.kind if claim.source and claim.source.kind != "outlet" else ""
    return services.source_choose(
        user=request.user,
        name=typed.source_name,
        kind=known,
        chosen=typed.source_id,
        article=article,
        own_voice=selectors.own_voice_of(article),
    )


def _name_of(claim: Claim) -> str:
    own = claim.source is None or claim.source.kind == "outlet"
    return "" if own or claim.source is None else claim.source.name


def _split_form(
    request: Request,
    claim: Claim,
    form: SplitForm,
    parts: Sequence[TypedPart],
    *,
    status: int = 200,
    problem: CannotDecide | str = "",
) -> HttpResponse:
    place = selectors.place_of(claim)
    rows = [*parts, *[TypedPart("", "")] * max(1, 2 - len(parts))][:ROWS]
    return card_form(
        request,
        claim,
        "split",
        form,
        status=status,
        problem=problem,
        rows=[_row(claim, number, part) for number, part in enumerate(rows)],
        words=splits.words_of(place) if place else [],
        known=[selectors.rows_of([row])[0] for row in claim.quantities.all()],
        qualifiers=QUALIFIER.items(),
    )


def _row(claim: Claim, number: int, part: TypedPart) -> dict[str, Any]:
    """Return one part for the template: its pieces as "12-30,40-52", source and rows of figures."""
    place = selectors.place_of(claim) if part.words and not part.spans else None
    spans = part.spans or (splits.find_words(place, part.words) if place else [])
    figures: list[Quantity] = splits.figures_in(claim, part.words) if part.figures is None else []
    rows = selectors.rows_of(figures) if part.figures is None else selectors.rows_of(_stored(part))
    return {
        "number": number,
        "statement": part.statement,
        "words": part.words,
        "spans": ",".join(f"{start}-{end}" for start, end in spans),
        "source_name": _name_of(claim) if part.source_name is None else part.source_name,
        "source_id": part.source_id,
        "figures": [*rows, *selectors.rows_of(())][:FIGURES],
    }


def _stored(part: TypedPart) -> list[Quantity]:
    names = ("low", "high", "unit", "qualifier", "text", "object", "measure", "preliminary")
    return [Quantity(**{name: getattr(row, name) for name in names}) for row in part.figures or ()]

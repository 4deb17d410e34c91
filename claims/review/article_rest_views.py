"""What is left of an article, accepted or offered at one stroke and taken back at one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from claims.access import Action, access_article
from claims.models import Article, AuditEntry, Claim
from claims.web.request import Request, whole_number
from claims.web.respond import done

from . import services
from .answers import answer, bench_url, open_bench, say, uuid_of
from .services import CannotDecide


@require_POST
def review_accept(request: Request, pk: UUID) -> HttpResponse:
    """Accept the claims that the button counted, as they were shown."""
    article = access_article(request.user, pk, Action.REVIEW)
    try:
        accepted = services.claims_accept(
            user=request.user, article=article, seen=_seen(request), above=settings.ACCEPT_ABOVE
        )
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return _shown(request, article, (), status=422)
    words = f"{_count(accepted.claims)} accepted"
    if accepted.left:
        words += f"; {accepted.left} changed in the meantime and wait for a look"
    say(request, words)
    return _shown(request, article, accepted.claims)


@require_POST
def review_offer(request: Request, pk: UUID) -> HttpResponse:
    """Offer the claims that the machine set aside, as counted; the numbers change, so the page comes anew."""
    article = access_article(request.user, pk, Action.REVIEW)
    try:
        offered = services.claims_offer(user=request.user, article=article, seen=_seen(request))
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return _shown(request, article, (), status=422)
    say(request, f"{_count(offered.claims)} offered for review")
    return done(request, bench_url(article))


def _count(claims: Sequence[Claim]) -> str:
    return f"{len(claims)} claim{'s' if len(claims) > 1 else ''}"


def claims_reopen(request: Request, article: Article, head: AuditEntry) -> HttpResponse:
    """Take back what was done at one stroke by `head`."""
    try:
        back = services.claims_reopen(user=request.user, head=head)
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return _shown(request, article, (), status=422)
    aside = head.action == "article.offer_rest"
    words = f"{_count(back.claims)} {'set aside' if aside else 'open'} again"
    if back.left:
        words += f"; {back.left} changed since and stay as they are"
    say(request, words, undoable=False)
    return done(request, bench_url(article)) if aside else _shown(request, article, back.claims)


def _seen(request: Request) -> dict[UUID, int]:
    """Return the claims that the form showed, each with its version."""
    pairs = [value.partition(":") for value in request.POST.getlist("claim")]
    return {key: whole_number(seen, default=0) or 0 for pk, _, seen in pairs if (key := uuid_of(pk))}


def _shown(
    request: Request, article: Article, changed: Sequence[Claim], *, status: int = 200
) -> HttpResponse:
    """Go on behind the claim that was current, or stay on it when nothing was changed."""
    current = uuid_of(request.POST.get("current"))
    wanted, after = (None, current) if changed else (current, None)
    found = open_bench(request, article, wanted=wanted, after=after)
    if found is None or (not request.htmx and status == 200):
        onward = found.claim if found else None
        return HttpResponseRedirect(bench_url(article, onward), status=303)
    return answer(request, found, {str(row.pk) for row in changed}, status=status)

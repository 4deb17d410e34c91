"""How the workbench answers: the whole page, or the card with those paragraphs whose marks have changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from claims.access import Action, may
from claims.models import Article, ArticleVersion, Claim, User
from claims.record import Conflict
from claims.web.request import Request, whole_number
from claims.web.respond import fragment

from . import article_rest, differences, merging, queue, selectors, undo, versions
from .leases import lease_of
from .lost import lost_of
from .presence import looking
from .probable import probable_of
from .workbench import Bench, bench, bench_ahead, bench_around

CARD = "claims/review/_card.html"
NOT_TYPED = {"csrfmiddlewaretoken", "version", "look", "merge", "show", "from", "again"}


def bench_url(article: Article, claim: Claim | None = None) -> str:
    """Return the address of the workbench, with `claim` current."""
    url = reverse("claims:workbench", args=[article.pk])
    return f"{url}?claim={claim.pk}" if claim else url


def seen_version(request: Request) -> int | None:
    """Return the version of the claim that the form showed; None when it names none, 0 for nonsense."""
    value = request.POST.get("version")
    return None if value is None else whole_number(value, default=0)


def uuid_of(value: str | None) -> UUID | None:
    """Return the id that a parameter carries, None for anything else."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def seen_article(request: Request) -> UUID | None:
    """Return the article whose workbench the person looks at: a claim may stand in several."""
    shown = (request.htmx.current_url if request.htmx else None) or request.headers.get("Referer", "")
    found = re.search(r"/review/([0-9a-f-]{36})/", shown)
    return uuid_of(found[1]) if found else None


def open_bench(
    request: Request,
    article: Article,
    *,
    version: ArticleVersion | None = None,
    wanted: UUID | None = None,
    after: UUID | None = None,
) -> Bench | None:
    """Return the bench and take the lease on its current claim, unless somebody else is on it."""
    return held(request, bench(request.user, article, version=version, wanted=wanted, after=after))


def held(request: Request, found: Bench | None) -> Bench | None:
    """Take the lease on the current claim of the bench, unless somebody else is on it."""
    claim = found.claim if found else None
    if found and found.current and claim and found.current.open:
        queue.hold(claim, request.user)
    return found


def bench_of(request: Request, claim: Claim, **place: UUID | None) -> Bench:
    """Return the opened bench of the text in which `claim` stands; raises Http404 without one."""
    found = held(request, bench_around(request.user, claim, article=seen_article(request), **place))
    if found is None:
        raise Http404("The claim stands in no article.")
    return found


def _context(request: Request, found: Bench, **more: Any) -> dict[str, Any]:
    entry = found.current
    claim = found.claim
    return {
        "bench": found,
        "article": found.article,
        "entry": entry,
        "claim": claim,
        "lease": lease_of(claim, request.user),
        "may_take_over": may(request.user, Action.TAKE_OVER),
        "quantities": list(claim.quantities.all()) if claim else [],
        "card": CARD,
        "rest": article_rest.waiting(found, request.user),
        "probable": probable_of(found),
        "above": settings.ACCEPT_ABOVE,
        **more,
    }


def bench_page(request: Request, found: Bench, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the whole workbench."""
    lookers = looking(found.article.pk, request.user)
    context = _context(request, found, lookers=lookers, lost=lost_of(found.version), **more)
    response = render(request, "claims/review/workbench.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def moved(
    request: Request, found: Bench, changed: Iterable[str] = (), *, status: int = 200, **more: Any
) -> HttpResponse:
    """Answer htmx: the card, the line at the foot, and the paragraphs that hold marks of claims `changed`."""
    keys = {*changed, current_key(found)} - {""}
    lookers = looking(found.article.pk, request.user)
    context = _context(request, found, lines=found.touched(keys), lookers=lookers, **more)
    response = fragment(request, "claims/review/_moved.html", context, status=status)
    response["HX-Push-Url"] = bench_url(found.article, found.claim)
    return response


def current_key(found: Bench) -> str:
    """Return the id of the current claim as text, "" without one."""
    return str(found.claim.pk) if found.claim else ""


def answer(
    request: Request, found: Bench, changed: Iterable[str] = (), *, status: int, **more: Any
) -> HttpResponse:
    """Answer with the card for htmx and the whole page for everybody else."""
    if request.htmx:
        return moved(request, found, changed, status=status, **more)
    return bench_page(request, found, status=status, **more)


def go_on(
    request: Request, claim: Claim, words: str, *, stay: bool = False, undoable: bool = True
) -> HttpResponse:
    """Say what was done to `claim` and show the next open one (`stay`: the same one)."""
    place = {"wanted": claim.pk} if stay else {"after": claim.pk}
    if not request.htmx:
        found = bench_around(request.user, claim, article=seen_article(request), **place)
        say(request, named(words, found, claim), undoable=undoable)
        article = found.article if found else selectors.article_of(claim)
        return HttpResponseRedirect(bench_url(article, (found and found.claim) or claim), status=303)
    shown = uuid_of(request.POST.get("show"))
    found = bench_of(request, claim, shown=shown, **place)
    say(request, named(words, found, claim), undoable=undoable)
    if shown and found.claim and found.claim.pk != shown:
        messages.info(request, left_the_queue(request.user, found, shown))
    return moved(request, found, {str(claim.pk), *request.POST.getlist("from")})


def done_on(request: Request, claim: Claim, words: str) -> HttpResponse:
    """Say what was done about `claim`, which cannot be undone, and show it."""
    return go_on(request, claim, words, stay=True, undoable=False)


def left_the_queue(user: User, found: Bench, shown: UUID) -> str:
    """Say why the claim that a person was looking at is not theirs to decide any more."""
    entry = next((entry for entry in found.entries if entry.claim.pk == shown), None)
    if entry is None:
        return "The claim you were looking at is no longer in this article."
    who = entry.claim.lease_holder_id if entry.open else entry.claim.changed_by_id
    by = "You" if who == user.pk else str(User.objects.filter(pk__in=[who]).first() or "Somebody")
    if entry.open:
        return f"{by} is on claim {entry.number} now. This is the next one."
    return f"{by} {entry.state} claim {entry.number} meanwhile. It has left your queue."


def look_ahead(request: Request, article: Article, after: UUID) -> HttpResponse:
    """Answer with the card that follows when `after` is decided, 204 when nothing does.

    Nothing is said and nobody's lease changes: the card may never be shown.
    """
    decided = {key for key in map(uuid_of, request.GET.getlist("skip")) if key}
    found = bench_ahead(request.user, article, after=after, decided=decided)
    if found is None:
        return HttpResponse(status=204)
    lines = found.touched({str(after), current_key(found)})
    return render(request, "claims/review/_moved.html", _context(request, found, lines=lines, ahead=True))


def named(words: str, found: Bench | None, claim: Claim) -> str:
    """Return `words` with {claim} replaced by "claim 14", or "the claim" when it has no number."""
    number = found.number_of(claim) if found else None
    said = words.format(claim=f"claim {number}" if number else "the claim")
    return said[:1].upper() + said[1:]


def say(request: Request, words: str, *, undoable: bool = True) -> None:
    """Say what was done; the toast offers to undo it if that is possible."""
    messages.success(request, words, extra_tags="undo" if undoable else "")


def refused(request: Request, claim: Claim, problem: str) -> HttpResponse:
    """Answer 422: the claim as it is, with the reason why nothing was changed."""
    messages.error(request, problem)
    return answer(request, bench_of(request, claim, wanted=claim.pk), status=422)


def conflict(request: Request, stale: Conflict, typed: Mapping[str, str] | None = None) -> HttpResponse:
    """Answer 409: who changed the claim and what it says now, beside what this person typed or decided.

    An edit is merged field by field; `typed` is what was typed when that is not the form as it was sent.
    """
    claim = stale.row
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    entry = undo.last_on(claim)
    typed = request.POST if typed is None else typed
    found = bench_of(request, claim, wanted=claim.pk)
    edits = name == "claim-edit"
    fields = _merged(claim, stale.expected, typed) if edits else []
    clashes = [field.name for field in fields if field.clashes]
    return answer(
        request,
        found,
        {str(claim.pk)},
        status=409,
        conflict={
            "claim": claim,
            "number": found.number_of(claim),
            "onward": f"{reverse('claims:workbench', args=[found.article.pk])}?after={claim.pk}",
            "entry": entry,
            "mine": entry is not None and entry.actor_id == request.user.pk,
            "rows": [] if edits else differences.rows(claim, typed, name),
            "fields": fields,
            "clashes": clashes,
            "first": clashes[0] if clashes else "",
            "typed": [(field, value) for field, value in typed.items() if field not in NOT_TYPED],
            "action": request.path,
            "form": name in {"claim-edit", "claim-split"},
            "edits": edits,
        },
    )


def _merged(claim: Claim, seen: int, typed: Mapping[str, str]) -> list[merging.Field]:
    place = str(uuid_of(typed.get("chain_of")) or "")
    return merging.merge(versions.as_it_was(claim, seen, place), versions.as_saved(claim, place), typed)

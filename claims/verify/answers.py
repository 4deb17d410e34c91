"""How the claim page answers: whole, or its grid for htmx; what was refused is said on top."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from claims.access import Action, may
from claims.models import Article, Claim, Source
from claims.review.blind.reads import round_of
from claims.review.presence import looking
from claims.review.sourcing import source_choose
from claims.together.selectors import talk_of
from claims.together.subjects import Subject
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done, page_or_fragment

from . import forms, selectors
from .proposals import Group

PAGE, GRID = "claims/verify/claim.html", "claims/verify/_claim.html"


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


def source_named(request: Request, article: Article | None) -> Source | None:
    """Return the source that the fields `source_name` and `source_id` name, made if it is new; None for none.

    `article` is where a name may mean somebody of its own.
    """
    chosen = uuid_of(request.POST.get("source_id"))
    return source_choose(
        user=request.user,
        name=typed(request, "source_name"),
        chosen=str(chosen) if chosen else "",
        article=article,
    )


def claim_answer(
    request: Request, claim: Claim, *, status: int = 200, problem: str = "", **more: Any
) -> HttpResponse:
    """Return the page of `claim` (its grid to htmx), with `problem` said on top.

    `loaded` says that the claim was read with `claim_reads.in_full` just now.
    """
    page = selectors.claim_page(
        request.user,
        claim,
        proposal=uuid_of(request.GET.get("proposal")),
        whole=request.GET.get("history") == "all",
        all_steps=request.GET.get("evidence") == "all",
        loaded=bool(more.pop("loaded", False)),
    )
    context: dict[str, Any] = {
        "page": page,
        "claim": page.claim,
        "problem": problem,
        "lookers": looking(page.claim.pk, request.user),
        "talk": None if request.htmx else talk_of(request.user, Subject(page.claim)),
        "round": round_of(request.user, page.claim) if page.claim.high_stakes else None,
        "may_settle": may(request.user, Action.SETTLE),
        "dismissals": forms.DISMISSALS,
        "may_approve": may(request.user, Action.APPROVE),
        "may_group": may(request.user, Action.GROUP),
        "may_assign": may(request.user, Action.ASSIGN),
        "may_correct": may(request.user, Action.ORIGINS),
        **(alike(page.group) if page.group else {}),
        "people": selectors.people_of(request.user, page.claim),
        **more,
    }
    return page_or_fragment(request, PAGE, GRID, context, status=status)


def alike(group: Group, after: UUID | None = None) -> dict[str, Any]:
    """Return the next rows of the folded list of a group, and the one behind which the list goes on."""
    rows = group.after(after)
    more = bool(rows) and rows[-1] != group.rows[-1]
    return {"alike": rows, "alike_lead": group.lead, "alike_after": rows[-1].pk if more else None}


def claim_changed(request: Request, claim: Claim, words: str, *, undo: bool = False) -> HttpResponse:
    """Say what was done: htmx gets the grid as it is now, a plain form goes back to the page.

    `undo` offers to take it back, by the page's own Undo.
    """
    messages.success(request, words, extra_tags="undo" if undo else "")
    return claim_answer(request, claim) if request.htmx else done(request, claim_url(claim))


def claim_url(claim: Claim) -> str:
    """Return the address of the claim page."""
    return reverse("claims:claim", args=[claim.pk])

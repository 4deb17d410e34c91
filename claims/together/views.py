"""Discussions: each view opens the door, calls one service, answers with what is new on the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, access_article, access_claim, access_comment, require
from claims.models import Comment
from claims.models.discussion import LONGEST
from claims.web.request import Request, typed
from claims.web.respond import done, fragment

from . import selectors, services
from .services import CannotSay
from .subjects import Subject, subject_of

PAGE, FORM, ITEM = (f"claims/together/{name}.html" for name in ("talk", "_form", "_comment"))
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def claim_talk(request: Request, pk: UUID) -> HttpResponse:
    """Show the discussion of a claim as a page, or say something in it."""
    return _talk(request, Subject(access_claim(request.user, pk, Action.DISCUSS)))


@require_http_methods(GET_OR_POST)
def article_talk(request: Request, pk: UUID) -> HttpResponse:
    """Show the discussion of an article as a page, or say something in it."""
    return _talk(request, Subject(access_article(request.user, pk, Action.DISCUSS)))


def _talk(request: Request, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return _page(request, subject, upto=_comment_of(request, "upto", subject))
    text = typed(request, "text")
    try:
        with transaction.atomic():
            comment = services.comment_add(user=request.user, subject=subject, text=text)
    except CannotSay as problem:
        return _not_taken(request, subject, text, str(problem))
    if not request.htmx:
        return done(request, f"{subject.url}#comment-{comment.pk}")
    return _appended(request, subject)


def _not_taken(request: Request, subject: Subject, text: str, problem: str) -> HttpResponse:
    """Answer 422: the form with everything that was typed in it, and what to do."""
    if not request.htmx:
        return _page(request, subject, status=422, typed=text, problem=problem)
    talk = selectors.talk_of(request.user, subject, typed=text, problem=problem)
    response = fragment(request, FORM, {"talk": talk}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#talk-form", "outerHTML"
    return response


def _appended(request: Request, subject: Subject) -> HttpResponse:
    """Answer with what came behind the last comment that the page showed, and an empty form."""
    seen = _comment_of(request, "last", subject)
    new = selectors.behind(request.user, subject, seen.pk if seen else None)
    before = Comment.objects.filter(**subject.key).count() - len(new)
    talk = selectors.Talk(subject, new, before)
    return fragment(request, "claims/together/_appended.html", {"talk": talk})


def _page(request: Request, subject: Subject, *, status: int = 200, **more: Any) -> HttpResponse:
    talk = selectors.talk_of(request.user, subject, **more)
    return render(request, PAGE, {"talk": talk}, status=status)


def _comment_of(request: Request, name: str, subject: Subject) -> Comment | None:
    """Return the comment that a parameter names, None unless it stands on `subject`."""
    value = request.POST.get(name) or request.GET.get(name, "")
    try:
        return Comment.objects.filter(pk=UUID(value), **subject.key).first()
    except ValueError:
        return None


@require_safe
def comment(request: Request, pk: UUID) -> HttpResponse:
    """Lead the lasting address of a comment to the page on which it stands; htmx gets the comment itself."""
    found = access_comment(request.user, pk, Action.READ)
    if request.htmx:
        return _item(request, found)
    subject = subject_of(found)
    below = selectors.stands_below(found, subject)
    page = subject.url if below else f"{subject.talk_url}?upto={found.pk}"
    return HttpResponseRedirect(f"{page}#comment-{found.pk}")


@require_http_methods(GET_OR_POST)
def comment_edit(request: Request, pk: UUID) -> HttpResponse:
    """Show the form that puts an own comment right, or write it; what was typed is kept on a mistake."""
    found = access_comment(request.user, pk, Action.DISCUSS)
    text = typed(request, "text")
    if request.method != "POST":
        problem = "" if services.editable(found, request.user) else services.TOO_LATE
        return _edit_form(request, found, problem=problem, status=422 if problem else 200)
    try:
        with transaction.atomic():
            found = access_comment(request.user, pk, Action.DISCUSS, lock=True)
            services.comment_edit(user=request.user, comment=found, text=text)
    except CannotSay as problem:
        return _edit_form(request, found, text=text, problem=str(problem), status=422)
    return _item(request, found)


def _edit_form(
    request: Request, found: Comment, *, text: str | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    said = selectors.said_of(request.user, found)
    context = {
        "said": said,
        "typed": said.body if text is None else text,
        "problem": problem,
        "longest": LONGEST,
        "subject": subject_of(found),
    }
    if request.htmx:
        return fragment(request, "claims/together/_edit.html", context, status=status)
    return render(request, "claims/together/edit.html", context, status=status)


def _item(request: Request, found: Comment) -> HttpResponse:
    """Answer with one comment as it is now; a plain form goes back to its place."""
    if not request.htmx:
        return done(request, f"{subject_of(found).url}#comment-{found.pk}")
    return fragment(request, ITEM, {"said": selectors.said_of(request.user, found), "focus": True})


@require_POST
def comment_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Withdraw an own comment, which leaves a trace."""
    found = access_comment(request.user, pk, Action.DISCUSS)
    try:
        with transaction.atomic():
            found = access_comment(request.user, pk, Action.DISCUSS, lock=True)
            services.comment_withdraw(user=request.user, comment=found)
    except CannotSay as problem:
        return _edit_form(request, found, problem=str(problem), status=422)
    return _item(request, found)


@require_POST
def comment_read(request: Request, pk: UUID) -> HttpResponse:
    """Remember that the discussion is read up to this comment."""
    found = access_comment(request.user, pk, Action.READ)
    with transaction.atomic():
        services.read_until(user=request.user, subject=subject_of(found), until=found.created_at)
    if request.htmx:
        return HttpResponse(render_to_string("claims/together/_read.html", request=request))
    return done(request, f"{subject_of(found).url}#discussion")


@require_safe
def people_search(request: Request) -> HttpResponse:
    """List people of the person's desk whose names start with `q`, for mentions."""
    require(request.user, Action.DISCUSS)
    words = request.GET.get("q", "").replace("\0", "")[:150]
    desk = request.user.desk_id
    found = selectors.people_named(desk, words) if desk else []
    return render(request, "claims/together/_people.html", {"people": found})

"""The page on which a claim gets its place in a new text of its article, or is said to be gone from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_article, access_claim
from claims.blast.sentences import marked, nearest, sentences
from claims.models import Article, ArticleVersion, Claim
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done

from . import lost
from .answers import bench_url, uuid_of
from .decisions import CannotDecide

PLACED = "The claim has its place in the new text. Read it again: its statement and verdict are as before."
SAID = {True: "Marked as gone from the text.", False: "No longer marked as gone."}


@require_http_methods(["GET", "HEAD", "POST"])
def claim_words(request: Request, pk: UUID, claim_id: UUID) -> HttpResponse:
    """Show where the words of a claim may stand in the newest text; store what a person chose."""
    article = access_article(request.user, pk, Action.REVIEW)
    claim = access_claim(request.user, claim_id, Action.REVIEW)
    version = article.latest
    if version is None:
        raise Http404("The article has no text")
    words = " ".join((request.GET.get("words") or typed(request, "words")).replace("\x00", " ").split())[
        :1000
    ]
    if request.method != "POST":
        return _page(request, article, version, claim, words)
    try:
        with transaction.atomic():
            said = _store(
                request, article, version, access_claim(request.user, claim_id, Action.REVIEW, lock=True)
            )
    except CannotDecide as problem:
        return _page(request, article, version, claim, words, status=422, problem=str(problem))
    return done(request, bench_url(article, claim if said == PLACED else None), said)


def _store(request: Request, article: Article, version: ArticleVersion, claim: Claim) -> str:
    if request.POST.get("do") in {"gone", "back"}:
        gone = request.POST["do"] == "gone"
        lost.words_gone(user=request.user, claim=claim, article=article, gone=gone)
        return SAID[gone]
    start, end = (whole_number(request.POST.get(name)) for name in ("start", "end"))
    if start is None or end is None:
        raise CannotDecide("Find the words in the text first, then choose the place.")
    if uuid_of(request.POST.get("of")) != version.pk:
        raise CannotDecide("The article has a newer text. Find the words there.")
    lost.words_place(
        user=request.user, claim=claim, version=version, span=(start, end), words=request.POST.get("text", "")
    )
    return PLACED


def _page(
    request: Request,
    article: Article,
    version: ArticleVersion,
    claim: Claim,
    words: str,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    found = lost.lost_of(version, claim.pk)
    if not found:
        return done(request, bench_url(article, claim), "The words of this claim stand in the newest text.")
    (row,) = found
    like = nearest(row.sentence, sentences(version.text))
    spots = lost.spots_of(version, words) if words else []
    if words and not spots and not problem:
        status, problem = 422, "These words do not stand in the text. Copy them from it, word for word."
    context: dict[str, Any] = {
        "article": article,
        "version": version,
        "claim": claim,
        "row": row,
        "like": like,
        "was": marked(row.sentence, like) if like else [],
        "now": marked(like, row.sentence) if like else [],
        "words": words,
        "spots": spots,
        "problem": problem,
    }
    return render(request, "claims/review/words.html", context, status=status)

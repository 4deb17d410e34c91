"""The page on which a claim gets its place in a new text of its article, or is said to be gone from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from claims.access import Action, access_article, access_claim
from claims.blast.sentences import marked, nearest, sentences
from claims.models import Appearance, Article, ArticleVersion, AuditEntry, Claim
from claims.web.request import Request, typed, whole_number
from claims.web.respond import done

from . import lost, placed
from .answers import bench_url, say, uuid_of
from .decisions import CannotDecide
from .undo import claim_undo

PLACED = "The claim has its place in the new text. Read it again: its statement and verdict are as before."
TAKEN = "The place is taken back. The claim is among the words that are gone from this text."
AGAIN = "The claim has its place in the new text again."
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
    return _back(request, article, claim, said)


def words_undo(request: Request, article: Article, entry: AuditEntry) -> HttpResponse:
    """Undo that a claim got a place, or that one was taken back. The numbers change: the page comes anew."""
    assert entry.claim_id is not None  # noqa: S101 - places are of claims
    claim = access_claim(request.user, entry.claim_id, Action.REVIEW)
    try:
        with transaction.atomic():
            claim = access_claim(request.user, claim.pk, Action.REVIEW, lock=True)
            claim_undo(user=request.user, claim=claim)
    except CannotDecide as problem:
        messages.error(request, str(problem))
        return done(request, bench_url(article, claim))
    found = entry.action == placed.FOUND
    return done(request, bench_url(article, None if found else claim), TAKEN if found else AGAIN)


def _back(request: Request, article: Article, claim: Claim, said: str) -> HttpResponse:
    """Go to the workbench and say what was done; a place given or taken can be undone there."""
    say(request, said, undoable=said in {PLACED, TAKEN})
    return done(request, bench_url(article, claim if said == PLACED else None))


def _store(request: Request, article: Article, version: ArticleVersion, claim: Claim) -> str:
    if request.POST.get("do") in {"gone", "back"}:
        gone = request.POST["do"] == "gone"
        lost.words_gone(user=request.user, claim=claim, article=article, gone=gone)
        return SAID[gone]
    if request.POST.get("do") == "take_back":
        place = uuid_of(request.POST.get("place"))
        placed.place_taken_back(user=request.user, claim=claim, article=article, place=place)
        return TAKEN
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
    found, place = lost.lost_of(version, claim.pk), placed.placed_of(article, claim)
    if not found and place is not None:
        return _placed_page(request, article, claim, place, status=status, problem=problem)
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
        "place": place,
        "like": like,
        "was": marked(row.sentence, like) if like else [],
        "now": marked(like, row.sentence) if like else [],
        "words": words,
        "spots": spots,
        "problem": problem,
    }
    return render(request, "claims/review/words.html", context, status=status)


def _placed_page(
    request: Request, article: Article, claim: Claim, place: Appearance, *, status: int, problem: str
) -> HttpResponse:
    """Show the place that a person chose, in its sentence, and the way to take it back."""
    text, low, high = place.version.text, place.sentence_start, place.sentence_end
    sentence = text[low : place.start], place.exact, text[place.end : max(high, place.end)]
    context = {"article": article, "claim": claim, "place": place, "sentence": sentence, "problem": problem}
    return render(request, "claims/review/words_placed.html", context, status=status)

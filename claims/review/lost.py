"""Claims of an article whose words its newest text does not have: found anew by a person, or said to be gone.

A changed numeral is never carried over by itself (blast/carrying.py), so somebody looks. Nothing is lost: the
place in the earlier text stays, and what is said of it can be said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest, Substr

from claims import record
from claims.models import Appearance, Article, ArticleVersion, AuditEntry, Claim, Touch, User
from claims.models.blast import Words
from claims.states import Review

from .by_hand import place_at, places_of, proven_span
from .decisions import CannotDecide, still_here
from .marks import Span
from .placed import FOUND

GONE, BACK = "claim.words_gone", "claim.words_back"
SHOWN = 200  # claims in the list
PLACES = 8  # of the same words that are offered
AROUND = 60  # characters before and behind a place


@dataclass(frozen=True)
class Lost:
    """A claim whose words the newest text does not have, and the sentence that it stood in."""

    claim: Claim
    sentence: str
    words: str  # of the claim in it
    version: int  # number of the text in which it stood last
    gone: bool  # a person said that the text does not have it any more

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence in three: before the words of the claim, these, and behind them."""
        return self.sentence.partition(self.words)


@dataclass(frozen=True)
class Spot:
    """Words in the text with what stands around them."""

    start: int
    end: int
    before: str
    words: str
    behind: str


def lost_of(version: ArticleVersion, claim: UUID | None = None) -> list[Lost]:
    """Return the claims whose words are lost in `version`, in the order of the text before (1 query).

    `claim` asks for that one alone. A first text has lost nothing.
    """
    if version.number == 1:
        return []
    here = Appearance.objects.filter(version=version, claim=OuterRef("claim"))
    said = AuditEntry.objects.filter(claim=OuterRef("claim"), action__in=(GONE, BACK, FOUND)).order_by("-id")
    rows: Any = (
        Appearance.objects.filter(version__article=version.article_id, version__number__lt=version.number)
        .filter(Q(claim=claim) if claim else ~Q(claim__review_state=Review.REJECTED))
        .exclude(Exists(here))
        .select_related("claim", "version")
        .defer("version__text")
        .annotate(
            said=Subquery(said.values("action")[:1]),
            sentence=Substr(
                "version__text",
                F("sentence_start") + 1,
                Greatest(F("sentence_end") - F("sentence_start"), Value(0)),
            ),
        )
        .order_by("claim_id", "-version__number", "start")
        .distinct("claim_id")
    )
    found = sorted(rows[:SHOWN], key=lambda row: (row.said == GONE, row.start, str(row.claim_id)))
    return [
        Lost(row.claim, row.sentence.strip() or row.exact, row.exact, row.version.number, row.said == GONE)
        for row in found
    ]


def spots_of(version: ArticleVersion, words: str) -> list[Spot]:
    """Return where the words stand in the text, with what is around them."""
    text = version.text
    return [
        Spot(start, end, text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])
        for start, end in places_of(text, words)[:PLACES]
    ]


def words_place(*, user: User, claim: Claim, version: ArticleVersion, span: Span, words: str) -> Appearance:
    """Give the locked `claim` the place of `words` in `version`, as a person chose. Raises CannotDecide."""
    still_here(claim)
    start, end = proven_span(version, *span, words)
    if Appearance.objects.filter(claim=claim, version=version).exists():
        raise CannotDecide("The claim has its place in this text already. Nothing was changed.")
    old = (
        Appearance.objects.filter(claim=claim, version__article=version.article_id)
        .order_by("-version__number", "start")
        .first()
    )
    if old is None:
        raise CannotDecide("The claim is not of this article.")
    place = place_at(claim, version, (start, end), None)
    _take_over(place, old, version.text)
    place.placed_by = user
    place.save()
    Touch.objects.filter(claim=claim, change__version=version, words=Words.LOST).update(
        words=Words.AROUND, moved=place
    )
    record.created(
        claim,
        actor=user,
        action=FOUND,
        after={
            "version": version.number,
            "was": old.exact,
            "now": place.exact,
            "places": [place.pk],
        },
    )
    return place


def _take_over(place: Appearance, old: Appearance, text: str) -> None:
    """Keep who is named and how, as far as the new sentence has these words too."""
    sentence = text[place.sentence_start : place.sentence_end]
    if old.source_words and old.source_words in sentence:
        place.source_words, place.via, place.via_roles = old.source_words, old.via, old.via_roles
    if old.cue and old.cue in sentence:
        place.cue = old.cue


def words_gone(*, user: User, claim: Claim, article: Article, gone: bool) -> bool:
    """Store that the newest text does not have the locked `claim` any more, or take that back.

    Returns whether that says anything new. Raises CannotDecide for a claim that is not lost.
    """
    version = article.latest
    lost = lost_of(version, claim.pk) if version else []
    if version is None or not lost:
        raise CannotDecide("The words of this claim stand in the newest text. Nothing was changed.")
    if lost[0].gone == gone:
        return False
    record.created(claim, actor=user, action=GONE if gone else BACK, after={"version": version.number})
    return True

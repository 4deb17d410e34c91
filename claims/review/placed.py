"""A place that a person gave a claim in a new text: taken back, and given once more when that is undone.

Its row stays either way, so what was known at a moment is told as it was.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from claims import record
from claims.models import Appearance, Article, AuditEntry, Claim, Touch, User
from claims.models.blast import Words

from .decisions import CannotDecide

FOUND, TAKEN = "claim.words_found", "claim.words_taken_back"
PLACES = (FOUND, TAKEN)


def placed_of(article: Article, claim: Claim) -> Appearance | None:
    """Return the place in the newest text that a person gave `claim` in this article, None without one."""
    return (
        Appearance.objects.filter(claim=claim, version__article=article, placed_by__isnull=False)
        .select_related("version", "placed_by")
        .order_by("-version__number", "start")
        .first()
    )


def place_taken_back(*, user: User, claim: Claim, article: Article, place: UUID | None) -> AuditEntry:
    """Take the place back that a person gave the locked `claim`; returns the entry.

    `place` is the one that was shown. It goes from all texts to which it was carried. Raises CannotDecide
    when it is not the claim's any more.
    """
    shown = placed_of(article, claim)
    if shown is None or shown.pk != place:
        raise CannotDecide("This place was taken back meanwhile, or another one was chosen.")
    return _remove(user, claim, _carried(shown))


def placing_undone(*, user: User, claim: Claim, entry: AuditEntry) -> AuditEntry:
    """Undo `entry`, by which the locked `claim` got a place or lost it again; returns the new entry.

    Raises CannotDecide when the text has gone on since.
    """
    ids = entry.after.get("places", [])
    if entry.action == TAKEN:
        return _restore(user, claim, entry, list(Appearance.ever.filter(pk__in=ids, claim=claim)))
    mine = Appearance.objects.filter(claim=claim, placed_by__isnull=False).select_related("version")
    first = mine.filter(Q(pk__in=ids) | Q(exact=entry.after["now"])).order_by("-version__number").first()
    if first is None:
        raise CannotDecide("This place was taken back already.")
    return _remove(user, claim, _carried(first), undoes=entry)


def _carried(place: Appearance) -> list[Appearance]:
    """Return the place with those in other texts of the article that were carried on from it."""
    rows = Appearance.objects.filter(
        claim=place.claim_id, version__article=place.version.article_id, exact=place.exact
    )
    return list(rows.filter(placed_by__isnull=False).order_by("version__number", "start"))


def _remove(
    user: User, claim: Claim, places: list[Appearance], undoes: AuditEntry | None = None
) -> AuditEntry:
    ids = [place.pk for place in places]
    Touch.objects.filter(claim=claim, moved__in=ids).update(words=Words.LOST, moved=None)
    entry = _told(user, claim, {"places": ids, "was": places[0].exact}, TAKEN, undoes)
    # The moment of the entry: a look at what was known then finds both, or neither.
    Appearance.objects.filter(pk__in=ids).update(removed_at=entry.at)
    return entry


def _restore(user: User, claim: Claim, entry: AuditEntry, places: list[Appearance]) -> AuditEntry:
    """Give the claim places like those again, as rows of their own: when the first ones stood stays known."""
    texts = {place.version_id for place in places}
    if not places or Appearance.objects.filter(claim=claim, version__in=texts).exists():
        raise CannotDecide("The claim has another place in this text by now. Nothing was changed.")
    for place in places:
        place.pk = Appearance._meta.pk.get_default()
        place.created_at, place.removed_at, place._state.adding = timezone.now(), None, True
        place.save()
        Touch.objects.filter(claim=claim, change__version=place.version_id, words=Words.LOST).update(
            words=Words.AROUND, moved=place
        )
    after: dict[str, object] = {"places": [place.pk for place in places], "now": places[0].exact}
    return _told(user, claim, after, FOUND, entry)


def _told(
    user: User, claim: Claim, after: dict[str, object], action: str, undoes: AuditEntry | None
) -> AuditEntry:
    """Write the entry; undoing says so, and counts as a change of the claim as other undoing does."""
    if undoes is None:
        return record.created(claim, actor=user, action=action, after=after)
    return record.change(claim, actor=user, action="claim.undo", undoes=undoes, extra=({}, after))

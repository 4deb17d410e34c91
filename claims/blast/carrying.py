"""The places of claims are carried to a new text of their article, where the very same words stand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from claims.models import Appearance, ArticleVersion

from . import anchors

CONTEXT = 32  # characters of prefix and suffix, as extraction stores them


@dataclass(frozen=True)
class Carried:
    """A place of before, that of now (None: the words are gone), whether its sentence is the same."""

    place: UUID
    moved: UUID | None = None
    same: bool = False


def carry(version: ArticleVersion) -> list[Carried]:
    """Give claims their places in `version`, from the newest text in which they have any; returns each.

    Rejected claims are carried too, so that they are not offered again as new ones.
    """
    found: list[Carried] = []
    made: list[Appearance] = []
    taken: set[tuple[UUID, int, int]] = set()
    for row in _places(version):
        where = _found(row, version.text)
        if where is None:
            found.append(Carried(row.pk))
            continue
        new = _moved(row, version, where)
        key = (new.claim_id, new.start, new.end)
        if key not in taken:
            taken.add(key)
            made.append(new)
        kept = next(each for each in reversed(made) if (each.claim_id, each.start, each.end) == key)
        found.append(Carried(row.pk, kept.pk, where.same))
    Appearance.objects.bulk_create(made)
    return found


def _places(version: ArticleVersion) -> list[Appearance]:
    """Return the places of each claim in the newest earlier text that it stands in."""
    rows = Appearance.objects.filter(version__article=version.article_id).exclude(version=version)
    newest: dict[UUID, int] = {}
    places = list(rows.select_related("version").order_by("-version__number", "claim", "start", "end"))
    for row in places:
        newest.setdefault(row.claim_id, row.version.number)
    return [row for row in places if row.version.number == newest[row.claim_id]]


def _found(row: Appearance, text: str) -> anchors.Found | None:
    place = anchors.Place(row.start, row.end, (row.sentence_start, row.sentence_end))
    return anchors.find(row.version.text, place, text)


def _moved(row: Appearance, version: ArticleVersion, where: anchors.Found) -> Appearance:
    text, old, shift = version.text, row.version.text, where.shift
    start, end = row.start + shift, row.end + shift
    return Appearance(
        claim_id=row.claim_id,
        version=version,
        start=start,
        end=end,
        exact=row.exact,
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        spans=[[first + shift, last + shift] for first, last in row.spans],
        source_spans=anchors.shifted(old, text, row.source_spans, shift),
        cue_spans=anchors.shifted(old, text, row.cue_spans, shift),
        sentence_start=where.sentence[0],
        sentence_end=where.sentence[1],
        source_words=row.source_words,
        cue=row.cue,
        via=row.via,
        via_roles=row.via_roles,
        placed_by_id=row.placed_by_id,
    )

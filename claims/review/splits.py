"""Splitting a claim that says several things: each part gets a proven place of its own.

The whole is kept, rejected with reason `split`; undo brings it back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims import record, rematch
from claims.models import Appearance, Claim, Quantity, Source, User
from claims.states import RejectReason, Review

from .cuts import cut, cut_pieces
from .decisions import CannotDecide, not_apart, reviewed_now, still_here
from .edits import Figure, attribution_of, figure_data, set_quantities, typed_data

_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*%?|[^\w\s]")
CONTEXT = 32  # characters of prefix and suffix in a text quote selector
Pieces = Sequence[Sequence[int]]  # pairs of places in the text
Place = tuple[Appearance, list[list[int]]]  # an appearance of the whole, and the pieces of a part in it


@dataclass(frozen=True)
class Part:
    """One part of a split: its statement, and its words as they stand in the sentence ("… " for a gap).

    `spans` say which of several equal words are meant; without them the first in order are. A part without
    `source` or `figures` of its own takes over the whole's source, and its figures that stand in the words.
    """

    statement: str
    words: str
    spans: Pieces = ()
    source: Source | None = None
    figures: Sequence[Figure] | None = None


def claim_split(
    *, user: User, claim: Claim, parts: Sequence[Part], version: int | None = None
) -> list[Claim]:
    """Make one open claim of each part and reject the whole with reason `split`; returns the new claims.

    The words of every part must stand in the sentence, so that each has an exact anchor of its own.
    Raises Conflict, CannotDecide.
    """
    record.expect_version(claim, version)
    still_here(claim)
    not_apart(claim)
    if claim.review_state == Review.REJECTED:
        raise CannotDecide("This claim is rejected. Undo that first.")
    if len(parts) < 2:
        raise CannotDecide("Write at least two parts.")
    appearances = list(claim.appearances.select_related("version"))
    places = [_places(appearances, part, number) for number, part in enumerate(parts, 1)]
    children = [_part(user, claim, part, place) for part, place in zip(parts, places, strict=True)]
    record.change(
        claim,
        actor=user,
        action="claim.split",
        extra=({}, {"parts": [str(child.pk) for child in children]}),
        review_state=Review.REJECTED,
        reject_reason=RejectReason.SPLIT,
        **reviewed_now(user),
    )
    rematch.claims_again([claim, *children])
    return children


def _places(
    appearances: Sequence[Appearance], part: Part, number: int
) -> list[tuple[Appearance, list[list[int]]]]:
    """Return where a part's words stand in each appearance of the whole; raises CannotDecide."""
    if not part.statement.strip():
        raise CannotDecide(f"Write the statement of part {number}.")
    found = [(row, spans) for row in appearances if (spans := _chosen(row, part))]
    if not found:
        raise CannotDecide(
            f"The words of part {number} do not stand in the sentence. Copy them from it; write … for a gap."
        )
    return found


def _chosen(appearance: Appearance, part: Part) -> list[list[int]]:
    """Return the pieces that were chosen when their words stand there, else the first that have the words."""
    text, (low, high) = appearance.version.text, bounds(appearance)
    spans = [list(span) for span in part.spans]
    inside = all(low <= start < end <= high for start, end in spans)
    in_order = all(one[1] <= other[0] for one, other in pairwise(spans))
    if spans and inside and in_order:
        said = [" ".join(text[start:end].split()) for start, end in spans]
        if said == [" ".join(piece.split()) for piece in _GAP.split(part.words.strip())]:
            return spans
    return find_words(appearance, part.words)


def bounds(appearance: Appearance) -> tuple[int, int]:
    """Return where the sentence of a claim begins and ends, the claim itself included."""
    return min(appearance.sentence_start, appearance.start), max(appearance.sentence_end, appearance.end)


def find_words(appearance: Appearance, words: str) -> list[list[int]]:
    """Return the spans of `words` in the sentence of `appearance`, pieces separated by "…"; [] if absent."""
    text, (low, high) = appearance.version.text, bounds(appearance)
    spans: list[list[int]] = []
    for piece in _GAP.split(words.strip()):
        if not piece:
            continue
        pattern = r"\s+".join(map(re.escape, piece.split()))
        match = re.compile(pattern).search(text, spans[-1][1] if spans else low, high)
        if match is None:
            return []
        spans.append([match.start(), match.end()])
    return spans


def _part(
    user: User, whole: Claim, part: Part, places: Sequence[tuple[Appearance, list[list[int]]]]
) -> Claim:
    source = part.source or whole.source
    child = Claim.objects.create(
        desk_id=whole.desk_id,
        event_id=whole.event_id,
        source=source,
        statement=" ".join(part.statement.split()),
        attribution=attribution_of(whole, source),
        modality=whole.modality,
        place=whole.place,
        event_from=whole.event_from,
        event_to=whole.event_to,
        worth=whole.worth,
        worth_reason=whole.worth_reason,
        confidence=whole.confidence,
        unverified_note=whole.unverified_note,
        split_from=whole,
        added_by=user,
    )
    Appearance.objects.bulk_create(_piece(child, row, spans) for row, spans in places)
    said = " ".join(row.version.text[start:end] for row, spans in places for start, end in spans)
    kept = [figure_data(row) for row in figures_in(whole, said)]
    typed = None if part.figures is None else [typed_data(figure) for figure in part.figures]
    set_quantities(child, kept if typed is None else typed)
    record.created(child, actor=user, action="claim.part", after={"split_from": whole.pk})
    return child


def figures_in(whole: Claim, words: str) -> list[Quantity]:
    """Return the figures of a claim that stand in some words."""
    return [row for row in whole.quantities.all() if row.text and row.text in words]


def words_of(appearance: Appearance) -> list[tuple[str, int, int]]:
    """Return the sentence of a claim cut into words, marks and the space between: text, start, end.

    Space has its place twice (start equals end), so that nobody chooses it.
    """
    text, (low, high) = appearance.version.text, bounds(appearance)
    found, at = [], low
    for match in _WORD.finditer(text, low, high):
        if match.start() > at:
            found.append((text[at : match.start()], at, at))
        found.append((match.group(), match.start(), match.end()))
        at = match.end()
    return [*found, (text[at:high], at, at)] if at < high else found


def _piece(child: Claim, whole: Appearance, spans: list[list[int]]) -> Appearance:
    text = whole.version.text
    start, end = spans[0][0], spans[-1][1]
    return Appearance(
        claim=child,
        version=whole.version,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        spans=spans,
        source_spans=whole.source_spans,
        cue_spans=whole.cue_spans,
        sentence_start=whole.sentence_start,
        sentence_end=whole.sentence_end,
        source_words=whole.source_words,
        cue=whole.cue,
        via=whole.via,
        via_roles=whole.via_roles,
    )


def proposed_parts(claim: Claim, appearance: Appearance) -> list[Part]:
    """Return a first cut for the split form: a part for each figure, else at the "and"s; two at least."""
    pieces = [appearance.version.text[start:end] for start, end in appearance.spans] or [appearance.exact]
    words = " … ".join(pieces)
    figures = [row.text for row in claim.quantities.all() if row.text]
    statements = cut(claim.statement, figures)
    quoted = [" … ".join(part) for part in cut_pieces(words, figures)]
    if len(statements) > 1:
        even = len(quoted) == len(statements)
        return [Part(text, quoted[at] if even else words) for at, text in enumerate(statements)]
    return [Part(claim.statement, words), Part("", "")]

"""Splitting a claim that says several things: each part gets a proven place of its own.

The whole is kept, rejected with reason `split`; undo brings it back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims import record, rematch
from claims.models import Appearance, Claim, User
from claims.states import RejectReason, Review

from .cuts import cut, cut_pieces
from .decisions import CannotDecide, reviewed_now, still_here
from .edits import figure_data, set_quantities

CONTEXT = 32  # characters of prefix and suffix in a text quote selector
Place = tuple[Appearance, list[list[int]]]  # an appearance of the whole, and the pieces of a part in it


@dataclass(frozen=True)
class Part:
    """One part of a split: its statement, and its words as they stand in the sentence ("… " for a gap)."""

    statement: str
    words: str


def claim_split(
    *, user: User, claim: Claim, parts: Sequence[Part], version: int | None = None
) -> list[Claim]:
    """Make one open claim of each part and reject the whole with reason `split`; returns the new claims.

    The words of every part must stand in the sentence, so that each has an exact anchor of its own.
    Raises Conflict, CannotDecide.
    """
    record.expect_version(claim, version)
    still_here(claim)
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
    found = [(row, spans) for row in appearances if (spans := find_words(row, part.words))]
    if not found:
        raise CannotDecide(
            f"The words of part {number} do not stand in the sentence. Copy them from it; write … for a gap."
        )
    return found


def find_words(appearance: Appearance, words: str) -> list[list[int]]:
    """Return the spans of `words` in the sentence of `appearance`, pieces separated by "…"; [] if absent."""
    text = appearance.version.text
    low = min(appearance.sentence_start, appearance.start)
    high = max(appearance.sentence_end, appearance.end)
    spans: list[list[int]] = []
    for piece in re.split(r"\s*(?:…|\.\.\.)\s*", words.strip()):
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
    child = Claim.objects.create(
        desk_id=whole.desk_id,
        event_id=whole.event_id,
        source_id=whole.source_id,
        statement=" ".join(part.statement.split()),
        attribution=whole.attribution,
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
    kept = [figure_data(row) for row in whole.quantities.all() if row.text and row.text in said]
    set_quantities(child, kept)
    record.created(child, actor=user, action="claim.part", after={"split_from": whole.pk})
    return child


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

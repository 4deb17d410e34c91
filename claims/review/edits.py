"""Changes to what a claim says: its statement, source, figures, date and place; and splitting it.

What the machine gave stays in ExtractedClaim; an edit is an overlay, with before and after on record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from claims import record
from claims.access import visible_to
from claims.models import Appearance, Article, AuditEntry, Claim, Quantity, Source, SourceAlias, User
from claims.models.source import SourceKind, fold_name
from claims.states import RejectReason, Review

from .cuts import cut, cut_pieces
from .decisions import CannotDecide, _now, still_here

CONTEXT = 32


@dataclass(frozen=True)
class Figure:
    """A quantity as a person typed it."""

    low: Decimal
    high: Decimal
    unit: str = ""
    qualifier: str = "exact"
    text: str = ""
    object: str = ""
    measure: str = ""
    preliminary: bool = False


@dataclass(frozen=True)
class Edit:
    """Everything of a claim that people may change."""

    statement: str
    source: Source | None
    figures: tuple[Figure, ...] = ()
    event_from: date | None = None
    event_to: date | None = None
    place: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a split: its statement, and its words as they stand in the sentence ("… " for a gap)."""

    statement: str
    words: str


def claim_edit(*, user: User, claim: Claim, edit: Edit, version: int | None = None) -> AuditEntry:
    """Write what a person changed; the claim stays in its state. Raises Conflict."""
    record.expect_version(claim, version)
    still_here(claim)
    before = [figure_data(row) for row in claim.quantities.all()]
    after = [_typed_data(figure) for figure in edit.figures]
    extra = ({"quantities": before}, {"quantities": after}) if before != after else None
    if extra:
        set_quantities(claim, after)
    return record.change(
        claim,
        actor=user,
        action="claim.edit",
        extra=extra,
        statement=edit.statement,
        source=edit.source,
        attribution=_attribution(claim, edit.source),
        event_from=edit.event_from,
        event_to=edit.event_to or edit.event_from,
        place=edit.place,
    )


def _attribution(claim: Claim, source: Source | None) -> str:
    """Return the kind of attribution: none in an outlet's own voice, else as found, indirect if new."""
    if source is None or source.kind == SourceKind.OUTLET:
        return "none"
    return "indirect" if claim.attribution == "none" else claim.attribution


def figure_words(low: Decimal, high: Decimal, unit: str) -> str:
    """Return "277 drone", "270–280 drone"."""
    numbers = [f"{number.normalize():f}" for number in dict.fromkeys((low, high))]
    return f"{'–'.join(numbers)} {unit}".strip()


def figure_data(row: Quantity) -> dict[str, Any]:
    """Return a quantity as the record keeps it."""
    return {
        "low": f"{row.low.normalize():f}",
        "high": f"{row.high.normalize():f}",
        "unit": row.unit,
        "object": row.object,
        "qualifier": row.qualifier,
        "measure": row.measure,
        "preliminary": row.preliminary,
        "text": row.text,
    }


def _typed_data(figure: Figure) -> dict[str, Any]:
    return figure_data(Quantity(**{name: getattr(figure, name) for name in Figure.__dataclass_fields__}))


def set_quantities(claim: Claim, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the quantities of a claim by `rows` (as `figure_data` gives them)."""
    claim.quantities.all().delete()
    Quantity.objects.bulk_create(
        Quantity(claim=claim, position=position, **row) for position, row in enumerate(rows)
    )


def source_choose(
    *,
    user: User,
    name: str,
    kind: str = "",
    chosen: str = "",
    article: Article,
    own_voice: Source | None = None,
) -> Source | None:
    """Return the source a person meant: the chosen one, one of that name, else a new one of `kind`.

    A name that means something only inside `article` comes before the same name elsewhere. An empty name
    means the outlet's `own_voice`. Making a source is on record.
    """
    name = " ".join(name.split())[:300]
    folded = fold_name(name)
    if not folded:
        return own_voice
    aliases = SourceAlias.objects.filter(folded=folded).select_related("source__merged_into")
    here = aliases.filter(Q(within=None) | Q(within=article))
    alias = aliases.filter(source_id=chosen).first() if chosen else None
    alias = alias or here.order_by(F("within").asc(nulls_last=True)).first()
    if alias is not None and _may_use(user, alias.source):
        return alias.source.merged_into or alias.source
    return _source_add(user, name, folded, kind)


def _may_use(user: User, source: Source) -> bool:
    return visible_to(user, Source).filter(pk=source.pk).exists()


def _source_add(user: User, name: str, folded: str, kind: str) -> Source:
    """Make the source; when two people make it at the same moment, both get the first one's."""
    known = kind in SourceKind.values and kind != SourceKind.OUTLET
    try:
        with transaction.atomic():
            source = Source.objects.create(name=name, kind=kind if known else SourceKind.PERSON)
            SourceAlias.objects.create(source=source, name=name, folded=folded)
    except IntegrityError:
        return SourceAlias.objects.select_related("source").get(folded=folded, within=None).source
    record.created(source, actor=user, action="source.add", note=name)
    return source


def alias_add(*, user: User, source: Source, name: str, article: Article | None = None) -> bool:
    """Let `name` lead to `source` (inside `article` only, if given); False when it leads elsewhere."""
    name = " ".join(name.split())[:300]
    folded = fold_name(name)
    if not folded:
        return False
    alias, made = SourceAlias.objects.get_or_create(
        folded=folded, within=article, defaults={"name": name, "source": source}
    )
    if made:
        record.created(source, actor=user, action="source.alias", note=name)
    return alias.source_id == source.pk


def source_edit(*, user: User, source: Source, **values: Any) -> AuditEntry | None:
    """Correct name, kind, role, organisation or side of the locked `source`; None when nothing changed.

    A new name leads to the source, too; names it had before go on leading to it.
    """
    values = {name: " ".join(value.split()) for name, value in values.items()}
    changed: dict[str, Any] = {
        name: value for name, value in values.items() if getattr(source, name) != value
    }
    if "name" in changed:
        alias_add(user=user, source=source, name=changed["name"], article=source.within)
    return record.change(source, actor=user, action="source.edit", **changed) if changed else None


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
        **_now(user),
    )
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

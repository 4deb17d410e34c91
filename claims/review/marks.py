"""Layered marks on a text, cut into flat segments. Pure.

Claims overlap, nest and come in pieces; HTML elements may only nest. So the text is cut at every boundary
of every mark, and each segment says what lies on it: the fill of one claim (the current one, else the
shortest, else the earliest), a ring where a longer claim runs on beneath, and the underlines of sources
and cues, which are drawn over any fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layer:
    """The marks of one claim. `state`: open, accepted, rejected, aside; `number` as on the page, or None."""

    key: str
    number: int | None
    state: str
    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    current: bool = False

    @property
    def length(self) -> int:
        """How many code points the content covers."""
        return sum(end - start for start, end in self.content)

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(start for start, _ in self.content)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text on which the same marks lie."""

    text: str
    fill: str = ""  # "current", "open", "accepted", "rejected", "aside" or ""
    key: str = ""  # the claim a click chooses
    keys: tuple[str, ...] = ()  # every claim whose content lies here, the shortest first
    number: int | None = None  # shown before the first piece of a claim
    ring: bool = False  # a longer claim runs on beneath
    edge: tuple[str, ...] = ()  # in a claim that others lie on: "edge", and "from" or "to" at its own ends
    source: str = ""  # "", "source" or "current"
    cue: str = ""

    @property
    def plain(self) -> bool:
        """Whether nothing lies on it."""
        return not (self.fill or self.source or self.cue)


def segments(text: str, start: int, end: int, layers: Sequence[Layer]) -> list[Segment]:
    """Return the segments of text[start:end] in order; their texts join to exactly that slice.

    A claim's number stands on the first segment that the claim fills; one that begins before `start` has
    its number there already.
    """
    touching = [layer for layer in layers if _touches(layer, start, end)]
    numbered = {layer.key for layer in touching if layer.start < start}
    cuts = sorted({start, end, *_boundaries(touching, start, end)})
    places = list(pairwise(cuts))
    found = [_segment(text, left, right, touching, numbered) for left, right in places]
    beneath = {key for segment in found if segment.ring for key in segment.keys if key != segment.key}
    outer = [layer for layer in touching if layer.key in beneath and layer.state != "aside"]
    if not outer:
        return found
    return [replace(one, edge=_edge(outer, *place)) for one, place in zip(found, places, strict=True)]


def _edge(outer: Sequence[Layer], left: int, right: int) -> tuple[str, ...]:
    """Return how the ring of the claims on which others lie passes a segment."""
    spans = [(a, b) for layer in outer for a, b in layer.content if a <= left and right <= b]
    if not spans:
        return ()
    begins, ends = any(a == left for a, _ in spans), any(b == right for _, b in spans)
    return ("edge", *(["from"] if begins else []), *(["to"] if ends else []))


def _touches(layer: Layer, start: int, end: int) -> bool:
    return any(left < end and right > start for left, right in (*layer.content, *layer.source, *layer.cue))


def _boundaries(layers: Iterable[Layer], start: int, end: int) -> Iterable[int]:
    for layer in layers:
        for span in (*layer.content, *layer.source, *layer.cue):
            for place in span:
                if start < place < end:
                    yield place


def _segment(text: str, left: int, right: int, layers: Sequence[Layer], numbered: set[str]) -> Segment:
    here = sorted(
        (layer for layer in layers if _covers(layer.content, left, right)),
        key=lambda layer: (not layer.current, layer.state == "aside", layer.length, layer.start),
    )
    top = here[0] if here else None
    number = top.number if top and top.key not in numbered and text[left:right].strip() else None
    if top and number:
        numbered.add(top.key)
    return Segment(
        text=text[left:right],
        fill=("current" if top.current else top.state) if top else "",
        key=top.key if top else "",
        keys=tuple(layer.key for layer in here),
        number=number,
        ring=len([layer for layer in here if layer.state != "aside"]) > 1,
        source=_underline(layers, "source", left, right),
        cue=_underline(layers, "cue", left, right),
    )


def _covers(spans: Iterable[Span], left: int, right: int) -> bool:
    return any(start <= left and right <= end for start, end in spans)


def _underline(layers: Iterable[Layer], kind: str, left: int, right: int) -> str:
    found = [layer for layer in layers if _covers(getattr(layer, kind), left, right)]
    if not found:
        return ""
    return "current" if any(layer.current for layer in found) else kind

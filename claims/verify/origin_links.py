"""Why an article leads to an origin: whom it quotes or cites, whose copy it is, what people say. Pure.

Whoever is quoted is the origin of what an outlet prints of him, through whichever agency; what an outlet says
in its own voice comes from the agency it credits, the outlet it cites, or itself. Articles of one text are
one origin whatever they say, and what people confirmed as a repetition leads to the claim it repeats. A
person's word on an article comes before all of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.ingest.reuse.grouping import Groups

from .origins import Carrier

SAME, SEPARATE = "same", "separate"


@dataclass(frozen=True, slots=True)
class Carried:
    """An article that carries the claim, with everything that shows where it has it from."""

    article: str
    outlet: str
    agency: str = ""
    source: str = ""  # key of whoever is quoted, "" in the outlet's own voice
    name: str = ""  # of whoever is quoted
    party: str = ""
    cites: str = ""  # another outlet or an agency whose report it passes on
    text: str = ""  # text cluster
    share: int = 0  # per cent of the text in common with the first article of that cluster
    bare_copy: bool = False  # known by its text alone: nobody read whom it quotes there
    repeats: bool = False  # confirmed as a repetition of the claim
    ruling: str = ""
    beside: str = ""  # the article that a person named beside it; "": the claim's own
    ruled: str = ""  # who said so and why
    evidence: str = ""  # the piece of evidence that it is, for what is no claim
    kind: str = ""  # what it is, when no outlet carries it: "file", "note"
    stated: bool = False  # a person says whose it is

    @property
    def end(self) -> tuple[str, str]:
        """Where it leads by itself: (kind, name)."""
        if self.source:
            return "source", self.source
        if self.cites:
            return "outlet", _folded(self.cites)
        if self.agency and self.agency.casefold() != "agencies":
            return "outlet", _folded(self.agency)  # an agency's own site speaks with the same voice
        return "outlet", _folded(self.outlet)

    @property
    def called(self) -> str:
        """What to call where it leads."""
        return self.name if self.source else self.cites or self.agency or self.outlet


def linked(carried: Sequence[Carried]) -> list[Carrier]:
    """Return the carriers in the order given, each with its origin's key and name and the reasons for it."""
    groups = _groups(carried)
    members: dict[object, list[int]] = {}
    for place in range(len(carried)):
        members.setdefault(groups.of(place), []).append(place)
    found: dict[int, Carrier] = {}
    for key, places in members.items():
        first = min(places, key=lambda place: (_rank(carried[place]), place))
        lead = carried[first]
        for place in places:
            item = carried[place]
            found[place] = Carrier(
                outlet=item.outlet,
                origin=f"{key}",
                name=lead.called,
                party=lead.party or next((carried[at].party for at in places if carried[at].party), ""),
                agency=item.agency,
                article=item.article,
                reasons=tuple(_reasons(item, [carried[at] for at in places if at < place])),
                ruling=item.ruling,
                copy=bool(item.text and item.text == carried[0].text and place),
                evidence=item.evidence,
                kind=item.kind,
            )
    return [found[place] for place in range(len(carried))]


def _rank(item: Carried) -> int:
    """A quoted source names an origin better than an agency, and an agency better than an outlet."""
    if item.bare_copy:
        return 3
    return 0 if item.source else 1 if item.cites or item.agency else 2


def _groups(carried: Sequence[Carried]) -> Groups:
    separate = [place for place, item in enumerate(carried) if item.ruling == SEPARATE and place]
    groups = Groups([(place, _beside(carried, place)) for place in separate])
    order = sorted(range(len(carried)), key=lambda place: place in separate)
    for place in order:  # those set apart come last: what they would bring together stands by then
        item = carried[place]
        if item.ruling == SAME:
            groups.join(_beside(carried, place), place)
        if item.repeats and (item.ruling != SEPARATE or item.beside):
            groups.join(0, place)
        if item.text:
            groups.join(("text", item.text), place)
        if not item.bare_copy:
            groups.join(item.end, place)
    for place, item in enumerate(carried):
        if item.cites:
            _follow(groups, carried, place)
    return groups


def _beside(carried: Sequence[Carried], place: int) -> int:
    """Return the place of the article that a person named beside that at `place`; without one the first."""
    wanted = carried[place].beside
    at = (at for at, item in enumerate(carried) if item.article == wanted and at != place)
    return next(at, 0) if wanted else 0


def _follow(groups: Groups, carried: Sequence[Carried], place: int) -> None:
    """Lead an article that cites an outlet to wherever that outlet's own article leads."""
    for at, other in enumerate(carried):
        if at != place and _folded(other.outlet) == _folded(carried[place].cites):
            groups.join(at, place)


def _reasons(item: Carried, before: Sequence[Carried]) -> list[str]:
    """Return why `item` is of one origin with those `before` it; for the first, where it leads by itself."""
    reasons = []
    if item.ruling:
        reasons.append(f"{'same' if item.ruling == SAME else 'separate'} origin, {item.ruled}")
    copied = next((other for other in before if item.text and other.text == item.text), None)
    if copied:
        reasons.append(f"same text as {copied.outlet}, {item.share} %")
    if not item.bare_copy:
        reasons.append(_leads(item, before))
    if item.repeats:
        reasons.append("confirmed as a repeat")
    return [reason for reason in reasons if reason]


def _leads(item: Carried, before: Sequence[Carried]) -> str:
    if item.stated:
        return _stated(item, before)
    if item.source:
        both = any(other.source == item.source for other in before)
        return f"{'both quote' if both else 'quotes'} {item.name}"
    if item.cites:
        return f"cites {item.cites}"
    if item.agency:
        return f"credit: {item.agency}"
    return "" if before else "names no source"


def _stated(item: Carried, before: Sequence[Carried]) -> str:
    """Return whose it is by a person's word, and whether somebody before it leads there too."""
    also = ", as the claim" if any(other.end == item.end for other in before) else ""
    return f"is from {item.called}{also}" if item.source or item.cites else "speaks for itself"


def _folded(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())

"""Where a claim really comes from: many outlets, few origins. Pure: no Django.

origin_links.py says which articles lead to one origin, and why; here they are counted, said and drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claims.states import Verdict

ONE = "Only one origin is counted. Corroborated needs a second one, with another source at its end."
PARTIES = "Every origin is a party to the conflict. Corroborated needs at least one that is not."
MORE = "More than one origin is counted, so it may be more than a single source."
DOUBTS: dict[str, tuple[str, ...]] = {  # what a count of origins can say against a verdict
    Verdict.CORROBORATED: (ONE, PARTIES),
    Verdict.SINGLE_SOURCE: (MORE,),
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """One article that carries the claim: its outlet, the origin it leads to, and whose side that is."""

    outlet: str
    origin: str  # a key: the same origin has the same key
    name: str
    party: str = ""
    agency: str = ""
    article: str = ""
    reasons: tuple[str, ...] = ()
    ruling: str = ""  # what a person said of it: "same", "separate"
    copy: bool = False  # has the text of the claim's own article
    evidence: str = ""  # the piece of evidence that it is, for what is no claim
    kind: str = ""  # what it is, when no outlet carries it: "file", "note"

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin and the outlets that lead to it."""

    name: str
    party: str
    outlets: tuple[str, ...]
    carriers: tuple[Carrier, ...] = ()

    @property
    def article(self) -> str:
        """An article that leads there, "" when none does."""
        return next((carrier.article for carrier in self.carriers if carrier.article), "")


@dataclass(frozen=True, slots=True)
class Left:
    """Supporting evidence that is not counted, since nobody says whose it is."""

    evidence: str
    words: str


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins of a claim, the claim's own first."""

    outlets: tuple[str, ...]
    origins: tuple[Origin, ...]
    others: tuple[tuple[str, int], ...] = ()  # what else carries it, and how many: ("note", 1)
    left: tuple[Left, ...] = ()

    @property
    def says(self) -> str:
        """The sentence: "3 outlets, 1 note, 2 origins; 1 of them a party to the conflict"."""
        rows = [(len(self.outlets), "outlet"), *((many, kind) for kind, many in self.others)]
        rows = [row for row in rows if row[0] or not self.others]
        counted = ", ".join(_count(many, word) for many, word in [*rows, (len(self.origins), "origin")])
        parties = sum(1 for origin in self.origins if origin.party)
        if not parties:
            return counted
        if parties == len(self.origins) > 1:
            return f"{counted}; all parties to the conflict"
        of_them = f"{parties} of them " if len(self.origins) > 1 else ""
        return f"{counted}; {of_them}{'a party' if parties == 1 else 'parties'} to the conflict"

    def doubts(self, verdict: str) -> list[str]:
        """Return what the count of origins says against a verdict; [] when nothing is counted yet."""
        ends = {origin.name.casefold() for origin in self.origins}
        if verdict == Verdict.SINGLE_SOURCE and len(ends) > 1:
            return [MORE]
        if verdict != Verdict.CORROBORATED or not self.origins:
            return []
        if len(ends) < 2:
            return [ONE]
        return [PARTIES] if all(origin.party for origin in self.origins) else []

    @property
    def alone(self) -> bool:
        """Whether no second origin is known."""
        return len(self.origins) < 2


def origins_of(carriers: Sequence[Carrier], left: tuple[Left, ...] = ()) -> Origins:
    """Return the origins behind `carriers`, in the order they came in; `left` is told beside them."""
    groups: dict[str, list[Carrier]] = {}
    for carrier in carriers:
        groups.setdefault(carrier.origin, []).append(carrier)
    origins = tuple(
        Origin(
            name=group[0].name,
            party=next((carrier.party for carrier in group if carrier.party), ""),
            outlets=tuple(dict.fromkeys(carrier.outlet for carrier in group)),
            carriers=tuple(group),
        )
        for group in groups.values()
    )
    outlets = tuple(dict.fromkeys(carrier.outlet for carrier in carriers if not carrier.kind))
    others = Counter(carrier.kind for carrier in carriers if carrier.kind)
    return Origins(outlets, origins, tuple(others.items()), left)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the drawing at its height, with the line that leads on from it."""

    text: str
    y: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Disc:
    """An origin in the drawing."""

    name: str
    party: str
    y: int
    free: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map of outlets to origins, as numbers for an SVG 372 units wide."""

    height: int
    labels: tuple[Label, ...]
    discs: tuple[Disc, ...]
    gone: int  # height of the hollow disc for the origin that is missing, 0 for none


ROW = 26
SHOWN = 5  # outlets of one origin; more are counted
DISC = 176


def drawing_of(found: Origins) -> Drawing:
    """Return where everything stands: outlets at the left, each origin at the middle of its outlets."""
    labels: list[Label] = []
    discs: list[Disc] = []
    y = 16
    for place, origin in enumerate(found.origins):
        names = list(origin.outlets[:SHOWN])
        if len(origin.outlets) > SHOWN:
            names[-1] = f"and {len(origin.outlets) - SHOWN + 1} more"
        room = max(len(names) * ROW, 2 * ROW)
        middle = y + (room - ROW) // 2
        top = middle - (len(names) - 1) * ROW // 2
        labels += [_label(name, top + row * ROW, middle) for row, name in enumerate(names)]
        discs.append(Disc(_short(origin.name, 26), origin.party, middle, free=place > 0))
        y += room + 8
    gone = y + 6 if found.alone else 0
    return Drawing(height=(gone or y - ROW) + 18, labels=tuple(labels), discs=tuple(discs), gone=gone)


def _label(name: str, y: int, middle: int) -> Label:
    return Label(_short(name, 15), y, f"M106 {y}H136C156 {y} 150 {middle} 168 {middle}")


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

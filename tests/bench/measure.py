"""Measures of extraction against gold claims: found, cut, source, figures, date, worth. Plain and small."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from claims.extract.types import ClaimDraft, Extraction, Quantity, Span

FOUND = 0.5  # overlap of words, shared over all, from which a claim counts as found
_WORD = re.compile(r"[^\W_]+(?:[.,'’:-][^\W_]+)*")
_SMALL = frozenset("the a an of for in at from by on to with s mr mrs ms dr prof sir".split())
_NOBODY = frozenset({"", "unspecified"})


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One annotated claim and the words of the text it covers."""

    data: dict[str, Any]
    spans: tuple[Span, ...]
    words: frozenset[int]


@dataclass(slots=True)
class GoldArticle:
    """An annotated article, its text put together from paragraphs of sentences."""

    data: dict[str, Any]
    text: str = ""
    places: dict[tuple[int, int], Span] = field(default_factory=dict)
    claims: list[GoldClaim] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Build text and offsets."""
        for p, paragraph in enumerate(self.data["paras"]):
            self.text += "\n\n" if p else ""
            for s, sentence in enumerate(paragraph):
                self.text += " " if s else ""
                self.places[p, s] = (len(self.text), len(self.text) + len(sentence))
                self.text += sentence
        for claim in self.data["claims"]:
            spans = tuple(self._find(tuple(claim["at"]), claim["parts"]))
            self.claims.append(GoldClaim(claim, spans, self.words(spans)))

    def _find(self, at: tuple[int, int], parts: Sequence[str]) -> Iterator[Span]:
        start, end = self.places[at]
        place = start
        for part in parts:
            found = self.text.find(part, place, end)
            found = found if found >= 0 else self.text.index(part, start, end)
            place = found + len(part)
            yield found, place

    def words(self, spans: Sequence[Span]) -> frozenset[int]:
        """Return the numbers of the words that spans touch."""
        words = [match.span() for match in _WORD.finditer(self.text)]
        return frozenset(i for i, (s, e) in enumerate(words) if any(s < b and e > a for a, b in spans))

    def others(self) -> list[frozenset[int]]:
        """Return the words of each stretch that is no claim."""
        return [
            self.words(tuple(self._find(tuple(none["at"]), [none["text"]])))
            for none in self.data["non_claims"]
        ]


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the words shared over the words of either."""
    return len(one & other) / len(one | other) if one and other else 0.0


def pair(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]]) -> dict[int, tuple[int, float]]:
    """Return gold number -> (found number, overlap), the best overlaps first, one to one."""
    ranked = sorted(
        ((overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for share, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = (j, share)
            taken.add(j)
    return pairs


def _name(text: str | None) -> frozenset[str]:
    return frozenset(w.lower() for w in re.findall(r"[^\W_]+", text or "")) - _SMALL


def same_source(gold: dict[str, Any], claim: ClaimDraft) -> bool:
    """Whether a claim is filed under a name that the annotation accepts."""
    ours = claim.speaker.canonical if claim.speaker else None
    if gold["source_canonical"] is None:
        return ours is None
    if gold["source_canonical"] in _NOBODY:
        return (ours or "") in _NOBODY
    names = [_name(n) for n in (gold["source_canonical"], *gold["source_aliases"])]
    mine = _name(ours)
    return any(
        mine == name or (len(min(mine, name, key=len)) > 1 and (mine <= name or name <= mine))
        for name in names
    )


def _value(quantity: Quantity) -> list[float]:
    return [quantity.low] if quantity.low == quantity.high else [quantity.low, quantity.high]


def figures_found(gold: Sequence[dict[str, Any]], claim: ClaimDraft) -> tuple[int, int]:
    """Return how many annotated figures have their value, and how many unit and qualifier too."""
    left = list(claim.quantities)
    values = whole = 0
    for figure in gold:
        wanted = figure["value"] if isinstance(figure["value"], list) else [figure["value"]]
        near = [q for q in left if _close(wanted, _value(q))]
        exact = [
            q for q in near if _unit(q.unit) == _unit(figure["unit"]) and q.qualifier == figure["qualifier"]
        ]
        if near:
            left.remove((exact or near)[0])
            values, whole = values + 1, whole + bool(exact)
    return values, whole


def _close(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= 0.002 * max(abs(a), abs(b), 1e-9) for a, b in zip(one, other, strict=True)
    )


def _unit(unit: str) -> str:
    return unit.lower().split(" per ")[0].split(" ")[-1].rstrip("s")


def days(text: str | None) -> tuple[date, date] | None:
    """Return the interval of an ISO day or day/day."""
    if not text:
        return None
    first, _, last = text.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def area(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the chance that a right one scores above a wrong one (area under the curve)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return wins / max(1, len(right) * len(wrong))


@dataclass(slots=True)
class Tally:
    """Counts over articles, and the measures made of them."""

    counts: dict[str, float] = field(default_factory=dict)
    worth: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, article: GoldArticle, found: Extraction) -> None:
        """Count one article."""
        ours = [article.words(claim.spans) for claim in found.claims]
        pairs = pair([gold.words for gold in article.claims], ours)
        hits = {i: j for i, (j, share) in pairs.items() if share >= FOUND}
        self._count(gold=len(article.claims), ours=len(ours), found=len(hits))
        self._count(shared=sum(share for _, share in pairs.values()))
        sentences = [tuple(gold.data["at"]) for gold in article.claims]
        parted = [i for i, at in enumerate(sentences) if sentences.count(at) > 1]
        self._count(parted=len(parted), parted_found=sum(i in hits for i in parted))
        loose = [words for j, words in enumerate(ours) if j not in hits.values()]
        none = article.others()
        self._count(none=len(none), none_taken=sum(any(overlap(n, w) >= FOUND for w in loose) for n in none))
        for i, j in hits.items():
            self._compare(article.claims[i].data, found.claims[j])
        right = {j: same_source(article.claims[i].data, found.claims[j]) for i, j in hits.items()}
        self.sure += [(claim.confidence, right.get(j, False)) for j, claim in enumerate(found.claims)]

    def _compare(self, gold: dict[str, Any], claim: ClaimDraft) -> None:
        said = gold["attribution"] != "none"
        self._count(said=said, said_right=said and same_source(gold, claim))
        values, whole = figures_found(gold["quantities"], claim)
        self._count(figures=len(gold["quantities"]), values=values, whole=whole)
        wanted, ours = days(gold["event_date"]), days(claim.event_date)
        meets = wanted is not None and ours is not None and wanted[0] <= ours[1] and ours[0] <= wanted[1]
        self._count(dated=wanted is not None, day_same=wanted is not None and wanted == ours, day_meets=meets)
        self.worth[0 if gold["check_worthy"] else 1].append(claim.check_worthy)

    def _count(self, **more: float) -> None:
        for name, number in more.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def measures(self) -> dict[str, float]:
        """Return the measures by name, shares of 0..1."""
        c = self.counts

        def f1(hits: float) -> float:
            return 2 * hits / max(1, c["gold"] + c["ours"])

        def share(part: str, whole: str) -> float:
            return c[part] / max(1, c[whole])

        return {
            "claims found, F1": f1(c["found"]),
            "claims, soft F1": f1(c["shared"]),
            "atoms of one sentence found": share("parted_found", "parted"),
            "non-claims taken": share("none_taken", "none"),
            "source of attributed claims": share("said_right", "said"),
            "figure: value": share("values", "figures"),
            "figure: value, unit, qualifier": share("whole", "figures"),
            "event date same": share("day_same", "dated"),
            "event date meets": share("day_meets", "dated"),
            "worth checking, area": area(*self.worth),
            "confidence, area": area([s for s, ok in self.sure if ok], [s for s, ok in self.sure if not ok]),
            "confidence, squared error": sum((s - ok) ** 2 for s, ok in self.sure) / max(1, len(self.sure)),
        }

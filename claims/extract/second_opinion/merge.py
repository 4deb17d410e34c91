"""The rules' claims beside the model's: who found what, how sure that makes us, where they disagree.

Two claims are one when they share half of their words. The rules' claim then stays as it is, its source too;
a claim of the model stands for itself only where the rules found nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from claims.extract.types import ClaimDraft, Span

from .places import WORD, words_at

FoundBy = Literal["rules", "both", "model"]
SAME = 0.5  # intersection over union of words from which two claims are one
WITHIN = 0.8  # share of a claim's words that stand in a longer one of the other side
NEW = 0.5  # share of a model's claim that the rules may have found for it still to be a new one
ALONE = 0.95  # what is left of the confidence in a claim that only the rules found
_SAYS_NOTHING = frozenset(
    "a an the he she they it who we i his her their its of in for at to and official officials source"
    " sources".split()
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i", "one", "both"})


@dataclass(frozen=True, slots=True)
class RulesClaim:
    """A claim of the rules as the merge needs it. `names`: all that the article calls its source."""

    spans: tuple[Span, ...]
    names: tuple[str, ...]  # empty in the outlet's own voice
    confidence: float

    @classmethod
    def of(cls, draft: ClaimDraft) -> RulesClaim:
        """Return the claim of a draft."""
        speaker = draft.speaker
        names = (
            draft.source or "",
            *((speaker.canonical, speaker.role, *speaker.aliases) if speaker else ()),
        )
        return cls(draft.spans, tuple(name for name in names if name), draft.confidence)

    @classmethod
    def of_wire(cls, wire: Mapping[str, Any]) -> RulesClaim:
        """Return the claim of a stored payload (wire.claim_to_wire)."""
        names = (wire.get("source"), wire.get("source_canonical"), wire.get("source_role"))
        spans = tuple((int(start), int(end)) for start, end in wire["spans"])
        return cls(spans, tuple(str(name) for name in names if name), float(wire["confidence"]))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the second opinion is on one claim of the rules. `match` is the model's claim, by index."""

    found_by: FoundBy
    confidence: float
    note: str = ""
    match: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A mark for each claim of the rules, in order, and which of the model's claims are new, by index."""

    marks: tuple[Mark, ...]
    new: tuple[int, ...]


def merge(text: str, rules: Sequence[RulesClaim], model: Sequence[ClaimDraft]) -> Merged:
    """Return who found what in `text`."""
    ours = [words_at(text, claim.spans) for claim in rules]
    theirs = [words_at(text, draft.spans) for draft in model]
    pairs = _pairs(ours, theirs)
    marks = tuple(
        _mark(claim, pairs.get(number, _longer(words, theirs)), number in pairs, model)
        for number, (claim, words) in enumerate(zip(rules, ours, strict=True))
    )
    taken = {match for match in pairs.values()}
    found = set().union(*ours)
    new = [
        number
        for number, words in enumerate(theirs)
        if number not in taken and words and len(words & found) < NEW * len(words)
    ]
    return Merged(marks, tuple(new))


def _pairs(ours: Sequence[set[int]], theirs: Sequence[set[int]]) -> dict[int, int]:
    """Return which claim of the model is which of ours, one to one, the most alike first."""
    scored = [
        (-len(a & b) / len(a | b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs) if a & b
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored):
        if -score >= SAME and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _longer(words: set[int], theirs: Sequence[set[int]]) -> int | None:
    """Return the first claim of the model that holds nearly all of `words`."""
    return next(
        (j for j, other in enumerate(theirs) if words and len(words & other) >= WITHIN * len(words)), None
    )


def _mark(claim: RulesClaim, match: int | None, same_cut: bool, model: Sequence[ClaimDraft]) -> Mark:
    if match is None:
        return Mark("rules", round(claim.confidence * ALONE, 2))
    doubt = _source_doubt(claim, model[match])
    notes = [doubt, "" if same_cut else "It does not split this sentence here."]
    # half of the doubt goes; where the source is in question, none of it
    sure = claim.confidence if doubt else 1 - (1 - claim.confidence) / 2
    return Mark("both", round(min(sure, 0.99), 2), " ".join(filter(None, notes)), match)


def _source_doubt(claim: RulesClaim, draft: ClaimDraft) -> str:
    """Return in words where the model sees another source, "" where it agrees or says nothing that tells."""
    if draft.speaker is None:
        return "It reads this as the outlet's own words." if claim.names else ""
    if not draft.source:
        return ""  # what it named does not stand in the text
    if not claim.names:
        return f"It names a source: “{draft.source[:120]}”."
    theirs = _telling([draft.source, draft.speaker.canonical, *draft.speaker.aliases])
    if theirs & _telling(claim.names) or _is_pronoun(draft.source) or not theirs:
        return ""
    return f"It names another source: “{draft.source[:120]}”."


def _telling(names: Sequence[str]) -> set[str]:
    """Return the words of names that tell one source from another; of a bare description all of them."""
    words = {word.lower() for name in names for word in WORD.findall(name)}
    return words - _SAYS_NOTHING or words


def _is_pronoun(source: str) -> bool:
    return source.lower() in _PRONOUNS

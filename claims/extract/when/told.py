"""A claim as the story sees it, and what kind of telling it is: an event, a state, a figure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Token

from claims.extract.cuts.atoms import Atom
from claims.extract.types import ClaimDraft
from claims.extract.when.days import Days
from claims.extract.when.hanging import stands_apart
from claims.extract.when.tense import Tense

SHORT = 2  # days an event may last that later paragraphs go on with
PAST: tuple[Tense, ...] = ("past", "pluperfect")
_STATES = frozenset(
    "have own hold belong need want know believe think seem appear remain cost face contain".split()
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as the story sees it."""

    atom: Atom
    draft: ClaimDraft
    head: Token | None
    tense: Tense
    paragraph: int


@dataclass(frozen=True, slots=True)
class Told:
    """A dated claim as those after it remember it."""

    days: Days
    claim: Telling
    paragraph: int
    short: bool  # one or two days


def told_of(days: Days, claim: Telling) -> Told:
    """Return a dated claim as those after it remember it."""
    return Told(days, claim, claim.paragraph, (days[1] - days[0]).days < SHORT)


def is_before(claim: Telling, last: Told) -> bool:
    """Whether a claim stands in a clause of the dated sentence that opens with "after" or the like."""
    if claim.head is None or claim.atom.sentence != last.claim.atom.sentence:
        return False
    path = takewhile(lambda above: above != last.claim.head, (claim.head, *claim.head.ancestors))
    return any(above.dep_ == "advcl" and stands_apart(above) for above in path)


def is_of_report(claim: Telling) -> bool:
    """Whether a source tells of something before ("said a boy had waited three hours last month")."""
    return claim.tense == "pluperfect" and claim.draft.attribution in ("indirect", "mixed")


def is_bare_figure(claim: Telling) -> bool:
    """Whether a claim is a figure without a verb, outside quotations."""
    return bool(claim.draft.quantities) and not claim.tense and claim.draft.attribution != "direct"


def tells_event(claim: Telling) -> bool:
    """Whether a claim tells what happened: no state, no plan, no belief."""
    if claim.draft.modality != "asserted" or claim.tense not in PAST or claim.draft.check_worthy < 0.4:
        return False
    if claim.atom.kind == "relative" and claim.tense == "pluperfect":
        return False
    return not _is_backshifted_state(claim)


def _is_backshifted_state(claim: Telling) -> bool:
    """Whether a past tense may only be the present of what was said ("said it was weighing a sale")."""
    if claim.draft.attribution not in ("indirect", "mixed") or claim.head is None:
        return False
    return claim.head.lemma_ == "be" or claim.head.tag_ == "VBG" or claim.head.lemma_ in _STATES

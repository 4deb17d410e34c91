"""The words the extraction stages speak to each other. Pure: no Django, no spaCy.

Every offset is a Unicode code point of the article text, end exclusive; every span of a result
slices back to the words it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Span = tuple[int, int]
AttributionType = Literal["direct", "indirect", "mixed", "none"]
SourceKind = Literal[
    "person", "government", "military", "organisation", "collective", "document", "anonymous", "outlet"
]
Modality = Literal["asserted", "predicted", "promised", "denied", "hedged", "opinion"]
Qualifier = Literal["exact", "at_least", "at_most", "about", "range"]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What the pipeline reads: the text and what is known about it."""

    text: str
    id: str = ""
    title: str = ""
    outlet: str = ""
    published: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as resolved within one article.

    `canonical` is the name to file it under ("Vladimir Medinsky"); `role` and `organisation` are what
    the article says of it ("Kremlin aide", "Kremlin"); `aliases` are the other mentions in the article.
    """

    surface: str
    canonical: str
    kind: SourceKind
    role: str = ""
    organisation: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """One outermost attribution: who is said to have said (thought, announced) what.

    `source` is None when nobody is named ("it is believed"); `cue` is None for a quotation that goes on
    without one. `follows` is the index of the attribution a continuation quote belongs to.
    """

    content: tuple[Span, ...]
    source: tuple[Span, ...] | None
    cue: tuple[Span, ...] | None
    type: AttributionType
    cue_lemma: str = ""
    kind: str = "speech"  # lexicon kind: speech, belief, denial, accusation, promise, expectation ...
    negated: bool = False  # "did not say": carries no content claim
    speaker: Speaker | None = None
    via: tuple[str, ...] = ()
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number: low == high unless a range. `unit` is singular, "%" or an ISO currency."""

    low: float
    high: float
    unit: str
    qualifier: Qualifier
    text: str
    start: int
    end: int
    object: str = ""
    measure: str = ""  # "", "incremental", "cumulative"
    preliminary: bool = False
    numeral: int = -1  # where the numeral begins, past the words that qualify it


@dataclass(frozen=True, slots=True)
class VerificationNote:
    """The outlet's own words that something is not verified, and the claims (by index) it covers."""

    start: int
    end: int
    text: str
    kind: str  # "unverified" or "no_evidence"
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """An atomic claim as the machine proposes it."""

    spans: tuple[Span, ...]
    canonical: str
    attribution: AttributionType
    source: str | None  # surface mention; None in the outlet's own voice
    speaker: Speaker | None  # None in the outlet's own voice
    source_spans: tuple[Span, ...] = ()
    cue: str | None = None
    cue_spans: tuple[Span, ...] = ()
    via: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    event_date: str | None = None  # ISO date or date/date interval
    place: str | None = None
    modality: Modality = "asserted"
    check_worthy: float = 0.0
    worth_reason: str = ""
    confidence: float = 0.0
    sentence: Span = (0, 0)
    unverified_note: int | None = None  # index into Extraction.notes

    @property
    def start(self) -> int:
        """First code point of the claim."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """One past the last code point of the claim."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the pipeline found in one article, in text order."""

    attributions: tuple[Attribution, ...] = ()
    claims: tuple[ClaimDraft, ...] = ()
    notes: tuple[VerificationNote, ...] = ()
    version: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

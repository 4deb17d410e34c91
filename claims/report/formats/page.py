"""An edition as readers see it: content becomes what the templates print.

Times are shown in the newsroom's zone, never the reader's, so that everybody sees the same edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from claims.web.vocabulary import RELATION, VERDICT

from .cautions import Caution, cautions_of
from .proof import proofs
from .sealed import UNSEALED, Sealed, unsigned
from .words import NUMBER_WORDS, counted, day_of, moment, parse, sentence_of, span, web_address

Content = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """An article as a reader looks it up."""

    outlet: str
    title: str
    href: str  # empty unless it is a web address
    date: str
    digest: bool


@dataclass(frozen=True)
class Line:
    """One thing said for, against or about a claim."""

    text: str
    place: Place | None = None
    relation: str = ""
    reason: str = ""
    proofs: tuple[tuple[str, str], ...] = ()  # words, and the hash behind them or ""


@dataclass(frozen=True)
class Correction:
    """What an earlier edition printed and this one does not."""

    when: str
    edition: int
    sentence: str
    reason: str


@dataclass(frozen=True)
class Record:
    """One place where a claim stands, with all that proves it."""

    place: Place
    anchor: Content
    chain: str
    source_words: str
    cue: str
    snapshot: Content
    captured: str


@dataclass(frozen=True)
class Entry:
    """One claim as readers see it."""

    claim: Content
    places: list[Place]
    outlets: str
    sides: list[tuple[str, list[Line], str]]
    cautions: list[Caution]
    records: list[Record]
    when: dict[str, str] = field(default_factory=dict)

    @property
    def party(self) -> bool:
        """Whether the source is a side of the conflict."""
        return bool(self.claim["source"] and self.claim["source"]["party_to"])


@dataclass(frozen=True)
class Page:
    """An edition, or the preview of one."""

    content: Content
    sealed: Sealed
    as_of: str
    zone: str
    counted: str
    year: int
    entries: list[Entry]
    corrections: list[Correction]

    @property
    def sha256(self) -> str:
        """The seal; "" of a preview."""
        return self.sealed.sha256

    @property
    def signed(self) -> list[tuple[str, str]]:
        """The signature with its labels; [] without one."""
        return self.sealed.lines

    @property
    def unsigned(self) -> str:
        """What is said where no signature is; "" where one is, and in a preview."""
        return unsigned(self.content["edition"]) if self.sha256 and not self.signed else ""

    @property
    def tally(self) -> list[Content]:
        """How many claims have which verdict, most first."""
        order = list(VERDICT)
        rows: list[Content] = self.content["tally"]
        return sorted(rows, key=lambda row: (-row["claims"], order.index(row["verdict"])))

    @property
    def short_seal(self) -> str:
        """The first twelve and last four digits of the seal, in groups of four."""
        groups = [self.sha256[i : i + 4] for i in range(0, 12, 4)]
        return " ".join([*groups, "…", self.sha256[-4:]]) if self.sha256 else ""


def page_of(content: Content, sealed: Sealed = UNSEALED) -> Page:
    """Return what the templates print of `content`; without a seal it is a preview."""
    as_of = parse(content["edition"]["as_of"])
    claims = content["claims"]
    return Page(
        content=content,
        sealed=sealed,
        as_of=moment(content["edition"]["as_of"]),
        zone=timezone.localtime(as_of, timezone.get_default_timezone()).tzname() or "",
        counted=counted(sum(row["claims"] for row in content["tally"])),
        year=as_of.year,
        entries=[entry_of(claim, as_of.year) for claim in claims],
        corrections=[_correction(row) for row in content["corrections"]],
    )


def entry_of(claim: Content, year: int) -> Entry:
    """Return one claim as readers see it; `year` is that of the edition, and is not printed."""
    # Two texts of one article are one place to readers; the record lists both.
    places = list(dict.fromkeys(_place(row["article"], year) for row in claim["appearances"]))
    assessment = claim["assessment"] or {}
    times = {
        "reviewed": claim["review"]["at"],
        "submitted": assessment.get("submitted_at"),
        "approved": assessment.get("approved_at"),
    }
    return Entry(
        claim=claim,
        places=places,
        outlets=_outlets(places),
        sides=_sides(claim, year),
        cautions=cautions_of(claim),
        records=[_record(row, year) for row in claim["appearances"]],
        when={key: moment(value) for key, value in times.items() if value} | {"event": span(claim["event"])},
    )


def _sides(claim: Content, year: int) -> list[tuple[str, list[Line], str]]:
    """Return the rows For, Against and Context; the first two say so when they are empty."""
    evidence = claim["evidence"]
    rows = [
        ("For", _lines(evidence["for"], year), "No independent source on record."),
        ("Against", _lines(evidence["against"], year), "None on record."),
        ("Context", _lines(evidence["context"], year, named=True), ""),
    ]
    return [row for row in rows if row[1] or row[2]]


def _lines(rows: Iterable[Content], year: int, *, named: bool = False) -> list[Line]:
    return [
        Line(
            text=_said(row),
            place=_place(row["where"], year) if row["where"] else None,
            relation=RELATION[row["relation"]].label if named else "",
            reason=row["reason"],
            proofs=tuple(proofs(row)),
        )
        for row in rows
    ]


def _said(row: Content) -> str:
    what = str(row["what"]).rstrip(" .")
    return f"{what}, {row['said_by']} said" if row["said_by"] and what else what


def _record(row: Content, year: int) -> Record:
    return Record(
        place=_place(row["article"], year),
        anchor=row["anchor"],
        chain=" > ".join(step["name"] or "unnamed outlet" for step in row["chain"]),
        source_words=row["source_words"],
        cue=row["cue"],
        snapshot=row["snapshot"],
        captured=moment(row["snapshot"]["captured_at"]),
    )


def _place(article: Content, year: int) -> Place:
    url = article.get("url", "")
    agency = article.get("agency", "")
    outlet = article.get("outlet") or (urlsplit(url).hostname if web_address(url) else "") or "Unnamed outlet"
    return Place(
        outlet=f"{outlet} ({agency})" if agency and agency not in outlet else outlet,
        title=article.get("title", ""),
        href=web_address(url),
        date=day_of(article.get("published"), year),
        digest=article.get("digest", False),
    )


def _outlets(places: list[Place]) -> str:
    """Return "Two outlets." where the claim stands in several; one needs no count."""
    number = len({place.outlet for place in places})
    return f"{NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else number} outlets." if number > 1 else ""


def _correction(row: Content) -> Correction:
    number = f"Claim {row['position']}" if row["position"] else "A claim"
    return Correction(
        when=moment(row["at"]),
        edition=row["edition"] - 1,
        sentence=sentence_of(row, number),
        reason=row["reason"],
    )

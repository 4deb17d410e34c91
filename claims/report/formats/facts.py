"""A claim as lines of a label and words: printed by Markdown, DOCX and PDF, which so say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from claims.web.vocabulary import ATTRIBUTION, REVIEW, VERDICT

from .cautions import Caution
from .page import Entry, Line, Page, Place, Record, entry_of
from .plain import printable

Content = dict[str, Any]
PLAIN, STRONG, FAINT, CODE, ADDRESS = "plain", "strong", "faint", "code", "address"


@dataclass(frozen=True)
class Part:
    """Words and how they are set: plain, strong, faint, code (a hash) or address (of the web)."""

    text: str
    style: str = PLAIN


Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Fact:
    """One line: what it is about, and the words."""

    label: str
    parts: Parts


@dataclass(frozen=True)
class Block:
    """One claim: its number and statement, its verdicts and who said it, what is known, and the record."""

    position: int
    statement: str
    said: Parts
    facts: tuple[Fact, ...]
    record: tuple[Fact, ...]


def block_of(claim: Content, page: Page) -> Block:
    """Return what is printed of a claim; of `page` only what stands around the claims is read."""
    entry = entry_of(claim, page.year)
    return Block(
        position=claim["position"],
        statement=printable(claim["statement"]),
        said=_printable(_said(entry)),
        facts=tuple(_made(_facts(entry))),
        record=tuple(_made(_record(entry, page))),
    )


def _made(rows: Iterable[tuple[str, Iterable[Part]]]) -> Iterator[Fact]:
    return (Fact(label, _printable(parts)) for label, parts in rows)


def _printable(parts: Iterable[Part]) -> Parts:
    """Return the parts as they can be shown, without empty ones."""
    shown = (Part(printable(part.text), part.style) for part in parts)
    return tuple(part for part in shown if part.text)


def _text(*words: str) -> list[Part]:
    return [Part("".join(words))]


def _said(entry: Entry) -> list[Part]:
    source = entry.claim["source"]
    parts = [Part(VERDICT[entry.claim["verdict"]].label, STRONG), Part("; said by ")]
    parts.append(Part(source["name"] if source else "the outlet itself", STRONG))
    if source and source["role"]:
        parts.append(Part(f", {source['role']}"))
    if entry.party:
        parts.append(Part(", party to the conflict"))
    return [
        *parts,
        Part(f". Did the source say it? {ATTRIBUTION[entry.claim['attribution_verdict']].label}."),
    ]


def _facts(entry: Entry) -> Iterator[tuple[str, list[Part]]]:
    claim = entry.claim
    if claim["print_line"]:
        yield "For copy", _text(claim["print_line"])
    yield "Where", _where(entry)
    for side, lines, nothing in entry.sides:
        for line in lines:
            yield side, _line(line)
        if not lines:
            yield side, _text(nothing)
    if claim["assessment"]:
        yield "Why", _text(claim["assessment"]["reason"])
    if claim["unverified_note"]:
        yield "Outlet’s note", _text("“", claim["unverified_note"], "”")
    if claim["note"]:
        yield "Note", _text(claim["note"])
    yield from (("Note", _caution(caution)) for caution in entry.cautions)


def _where(entry: Entry) -> list[Part]:
    if not entry.places:
        return _text("No place in a text on record.")
    parts: list[Part] = []
    for place in entry.places:
        parts += [*_place(place), Part("; ")]
    return [*parts[:-1], Part(f". {entry.outlets}".rstrip())]


def _place(place: Place) -> list[Part]:
    digest = " (our digest)" if place.digest else ""
    return [Part(place.outlet), Part(f"{digest}, {place.date}" if place.date else digest)]


def _line(line: Line) -> list[Part]:
    parts = [Part(f"{line.relation}: ")] if line.relation else []
    if line.place:
        parts += [*_place(line.place), Part(": " if line.text else "")]
    parts += [Part(f"{line.text}." if line.text or not line.proofs else "")]
    parts += [Part(f" {line.reason}" if line.reason else "")]
    for words, digest in line.proofs:
        parts += [Part(f" {words}{' ' if digest else '.'}"), Part(digest, CODE), Part("." if digest else "")]
    return parts


def _caution(caution: Caution) -> list[Part]:
    return [Part(caution.sentence, STRONG)]


def _record(entry: Entry, page: Page) -> Iterator[tuple[str, list[Part]]]:
    claim = entry.claim
    for record in entry.records:
        yield from _seen(record)
    yield "Source", _source(claim["source"])
    if claim["quantities"]:
        yield "Figures", _text("; ".join(figure_of(row) for row in claim["quantities"]))
    event = [claim["event"]["title"], entry.when["event"], claim["event"]["place"]]
    if any(event):
        yield "Event", _text("; ".join(filter(None, event)))
    yield (
        "Review",
        _text(REVIEW[claim["review"]["state"]].label, _reviewed(entry)),
    )
    yield "Verdict", _text(VERDICT[claim["verdict"]].label, _decided(entry))
    yield "Said it?", _text(ATTRIBUTION[claim["attribution_verdict"]].label)
    yield "As of", _text(f"{page.as_of} {page.zone}, edition {page.content['edition']['number']}")
    yield "Seal", _seal(claim.get("record"))


def _seen(record: Record) -> Iterator[tuple[str, list[Part]]]:
    quote, position = record.anchor["quote"], record.anchor["position"]
    yield (
        "Quote",
        [Part(quote["prefix"], FAINT), Part(quote["exact"], STRONG), Part(quote["suffix"], FAINT)],
    )
    title = f": {record.place.title}" if record.place.title else ""
    href = [Part(" "), Part(record.place.href, ADDRESS)] if record.place.href else []
    yield "Read in", [*_place(record.place), Part(title), *href]
    yield "Chain", _text(record.chain)
    words = f"“{record.source_words}”" if record.source_words else "source not named"
    if record.source_words or record.cue:
        yield "Words", _text(words, f", “{record.cue}”" if record.cue else "")
    pieces = record.anchor["pieces"]
    apart = ", in pieces " + ", ".join(f"{begin}–{end}" for begin, end in pieces) if len(pieces) > 1 else ""
    version = f" of version {record.snapshot['version']}"
    yield "Place", _text(f"characters {position['start']}–{position['end']}", version, apart)
    yield "Snapshot", [Part(f"captured {record.captured}, SHA-256 "), Part(record.snapshot["sha256"], CODE)]


def _source(source: Content | None) -> list[Part]:
    if source is None:
        return _text("the outlet itself")
    side = f"; a side of: {source['party_to']}" if source["party_to"] else ""
    return _text(", ".join(filter(None, (source["name"], source["role"], source["organisation"]))), side)


def figure_of(row: Content) -> str:
    """Return a measured number in the words of the text, else its value and unit."""
    value = row["low"] if row["low"] == row["high"] else f"{row['low']}–{row['high']}"
    return row["text"] or f"{value} {row['unit']}".strip()


def _reviewed(entry: Entry) -> str:
    person = entry.claim["review"]["by"]
    return f" by {person}, {entry.when.get('reviewed', '')}".rstrip(", ") if person else ""


def _decided(entry: Entry) -> str:
    row = entry.claim["assessment"]
    if not row:
        return ": no approved verdict"
    submitted = f", {entry.when['submitted']}" if "submitted" in entry.when else ""
    return f", by {row['author']}{submitted}; approved by {row['approver']}, {entry.when['approved']}"


def _seal(record: Content | None) -> list[Part]:
    if not record:
        return _text("frozen before the record had seals")
    if not record["entries"]:
        return _text("nothing on record")
    state = "chain intact" if record["intact"] else "the chain is broken"
    return [
        Part(f"{record['entries']} entries on record, {state}, the last one "),
        Part(record["head"], CODE),
    ]

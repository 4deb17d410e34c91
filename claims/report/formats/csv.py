"""An edition as CSV: one row for each claim. Columns, the apostrophe rule and how to read it back stand in
docs/report-format.md.

RFC 4180: commas, every field quoted, lines end with CR LF, header first. UTF-8 with a byte order mark,
because spreadsheets take the file for another encoding without it.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from claims.web import vocabulary

from .proof import proof_of
from .sealed import Sealed

CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
Content = dict[str, Any]

# A spreadsheet runs a cell that begins with one of these; the wide forms count in East Asian settings.
STARTS_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫−")
ESCAPE = "'"


def neutral(text: str) -> str:
    """Return `text` as no spreadsheet runs it: with an apostrophe before what could start a formula.

    White space, control and invisible characters at the front are looked through, and a leading tab,
    carriage return or line feed counts by itself. Text that begins with an apostrophe gets one more, so
    that taking one away (`plain`) gives back every text exactly.
    """
    if not text:
        return text
    if text[0] in "\t\r\n" + ESCAPE or _first_visible(text) in STARTS_FORMULA:
        return ESCAPE + text
    return text


def plain(cell: str) -> str:
    """Return the text that `neutral` was given."""
    return cell.removeprefix(ESCAPE)


def _first_visible(text: str) -> str:
    for character in text:
        if not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf", "Zs"}:
            return character
    return ""


def columns() -> list[str]:
    """Return the names of the columns; new ones are only ever added at the end."""
    return [*(name for name, _ in COLUMNS), *SEAL]


def render(content: Content, sealed: Sealed) -> Iterator[bytes]:
    """Yield the file piece by piece: mark and header, then one row for each claim."""
    yield head()
    for claim in content["claims"]:
        yield row(content, claim, sealed)


def head() -> bytes:
    """Return the mark and the header."""
    return (BYTE_ORDER_MARK + _line(columns())).encode()


def row(content: Content, claim: Content, sealed: Sealed | None) -> bytes:
    """Return the line of one claim; of `content` only what stands around the claims is read."""
    cells = [*(cell(content, claim) for _, cell in COLUMNS), *_seal(sealed)]
    return _line([neutral(text_of(cell)) for cell in cells]).encode()


def _seal(sealed: Sealed | None) -> list[str]:
    """Return what every line says of the edition's seal and signature; nothing in a list of claims."""
    found = sealed.signature if sealed else None
    signature = [found.statement, found.value, found.fingerprint] if found else ["", "", ""]
    return [sealed.sha256 if sealed else "", *signature]


def _line(cells: list[str]) -> str:
    return str(csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells))


class _Echo:
    """A file that gives back what is written, so that rows can be streamed."""

    def write(self, value: str) -> str:
        return value


def text_of(value: Any) -> str:
    """Return a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


Cell = Callable[[Content, Content], Any]


def _of_edition(*path: str) -> Cell:
    return lambda content, claim: _dig(content, path)


def _of_claim(*path: str) -> Cell:
    return lambda content, claim: _dig(claim, path)


def _of_record(name: str) -> Cell:
    """Of the record about the claim; empty in editions that were frozen before there were chains."""
    return lambda content, claim: _dig(claim.get("record"), (name,))


def _of_first(*path: str) -> Cell:
    """Of the first place where the claim stands; `appearances_json` holds them all."""
    return lambda content, claim: _dig(claim["appearances"][0], path) if claim["appearances"] else None


def _dig(value: Any, path: Iterable[str]) -> Any:
    for key in path:
        value = value[key] if value else None
    return value


def _chain(content: Content, claim: Content) -> str:
    return chain_of(claim["appearances"][0]["chain"]) if claim["appearances"] else ""


def chain_of(steps: Iterable[Content]) -> str:
    """Return "Herald > Coast Wire > Harbour authority"."""
    return " > ".join(step["name"] for step in steps if step["name"])


def _figures(content: Content, claim: Content) -> str:
    return "; ".join(row["text"] or f"{row['low']} {row['unit']}".strip() for row in claim["quantities"])


def _evidence(side: str) -> Cell:
    return lambda content, claim: "\n".join(_sentence(row) for row in claim["evidence"][side])


def _sentence(row: Content) -> str:
    where = row["where"] or {}
    parts = (
        row["relation"],
        where.get("outlet"),
        row["said_by"],
        row["what"],
        where.get("url"),
        proof_of(row),
    )
    return " | ".join(part for part in parts if part)


SEAL = ("edition_sha256", "signed_statement", "signature", "signature_key")
COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("report", _of_edition("report", "title")),
    ("report_id", _of_edition("report", "id")),
    ("edition", _of_edition("edition", "number")),
    ("as_of", _of_edition("edition", "as_of")),
    ("position", _of_claim("position")),
    ("claim_id", _of_claim("id")),
    ("statement", _of_claim("statement")),
    ("print_line", _of_claim("print_line")),
    ("note", _of_claim("note")),
    ("source", _of_claim("source", "name")),
    ("source_kind", _of_claim("source", "kind")),
    ("source_role", _of_claim("source", "role")),
    ("source_organisation", _of_claim("source", "organisation")),
    ("source_party_to", _of_claim("source", "party_to")),
    ("source_words", _of_first("source_words")),
    ("cue", _of_first("cue")),
    ("attribution_type", _of_claim("attribution_type")),
    ("chain", _chain),
    ("verdict", _of_claim("verdict")),
    ("verdict_label", lambda content, claim: vocabulary.VERDICT[claim["verdict"]].label),
    ("attribution_verdict", _of_claim("attribution_verdict")),
    (
        "attribution_verdict_label",
        lambda content, claim: vocabulary.ATTRIBUTION[claim["attribution_verdict"]].label,
    ),
    ("reason", _of_claim("assessment", "reason")),
    ("author", _of_claim("assessment", "author")),
    ("approver", _of_claim("assessment", "approver")),
    ("submitted_at", _of_claim("assessment", "submitted_at")),
    ("approved_at", _of_claim("assessment", "approved_at")),
    ("review_state", _of_claim("review", "state")),
    ("review_reason", _of_claim("review", "reason")),
    ("reviewed_by", _of_claim("review", "by")),
    ("reviewed_at", _of_claim("review", "at")),
    ("freshness", _of_claim("freshness", "state")),
    ("freshness_cause", _of_claim("freshness", "cause")),
    ("quantities", _figures),
    ("event", _of_claim("event", "title")),
    ("event_from", _of_claim("event", "from")),
    ("event_to", _of_claim("event", "to")),
    ("place", _of_claim("event", "place")),
    ("unverified_note", _of_claim("unverified_note")),
    ("outlet", _of_first("article", "outlet")),
    ("agency", _of_first("article", "agency")),
    ("article_title", _of_first("article", "title")),
    ("article_url", _of_first("article", "url")),
    ("article_published", _of_first("article", "published")),
    ("article_is_digest", _of_first("article", "digest")),
    ("article_version", _of_first("snapshot", "version")),
    ("snapshot_sha256", _of_first("snapshot", "sha256")),
    ("captured_at", _of_first("snapshot", "captured_at")),
    ("quote_exact", _of_first("anchor", "quote", "exact")),
    ("quote_prefix", _of_first("anchor", "quote", "prefix")),
    ("quote_suffix", _of_first("anchor", "quote", "suffix")),
    ("position_start", _of_first("anchor", "position", "start")),
    ("position_end", _of_first("anchor", "position", "end")),
    ("pieces", _of_first("anchor", "pieces")),
    ("appearances", lambda content, claim: len(claim["appearances"])),
    ("evidence_for", _evidence("for")),
    ("evidence_against", _evidence("against")),
    ("evidence_context", _evidence("context")),
    ("appearances_json", _of_claim("appearances")),
    ("quantities_json", _of_claim("quantities")),
    ("evidence_json", _of_claim("evidence")),
    ("record_entries", _of_record("entries")),
    ("record_intact", _of_record("intact")),
    ("record_head", _of_record("head")),
)

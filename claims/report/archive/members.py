"""The members of an archive, each written in pieces. A new kind of member is one function in MEMBERS."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import IO, Any

from django.db.models import Q

from claims.asof.past import claims_at, with_seal
from claims.asof.spelling import claim_content
from claims.models import ArticleVersion, Claim, Document, ExportKind, ReportEdition
from claims.verify import documents

from .. import exports, selectors
from ..formats.csv import neutral, text_of
from ..formats.kinds import KINDS
from ..formats.proof import whose
from .case import Case
from .printed import Printed
from .zipping import Member

Content = dict[str, Any]
BATCH = 200  # claims that are looked back at together
TEXTS = 10  # that are read together
IN_MEMORY = 4_000_000
LONGEST_HTML = 1000  # claims; a longer page is too much for a browser, and for us
EVIDENCE = (
    "claim", "id", "kind", "relation", "state", "added_at", "bears_on_by", "what", "said_by", "url",
    "article", "snapshot_sha256", "reason", "proposed_by", "decided_by", "decided_at", "note", "source",
    "source_party_to",
)  # fmt: skip


def editions(case: Case) -> Iterator[Member]:
    """Yield every frozen edition in every format, as it is downloaded; its PDF last, as it takes longest."""
    for edition in case.editions:
        with closing(Printed(edition, case.step)) as printed:
            names = dict(_names(case, edition))
            left = [kind for kind, name in names.items() if name not in case.known]
            for kind in sorted(left, key=lambda kind: kind == ExportKind.PDF):
                printed.begin(pdf=ExportKind.PDF in left)
                what = f"edition {edition.number} as {KINDS[kind].label}"
                yield Member(names[kind], what, partial(_edition, case, printed, kind))


def _names(case: Case, edition: ReportEdition) -> Iterator[tuple[str, str]]:
    """Yield the formats of an edition with the names of their files; notes which one is left out."""
    for kind in KINDS:
        name = f"{_folder(case, edition)}/{exports.printed_file_name(case.titles[edition.pk], edition, kind)}"
        if kind == "html" and case.lengths[edition.pk] > LONGEST_HTML:
            case.left_out.append({"name": name, "why": f"more than {LONGEST_HTML:,} claims"})
        else:
            yield kind, name


def _edition(case: Case, printed: Printed, kind: str, sink: IO[bytes]) -> None:
    printed.write(kind, _seen(case, printed.claims(), noted=kind == ExportKind.JSON), sink)


def _folder(case: Case, edition: ReportEdition) -> str:
    """Return where the files of an edition lie; reports of an event may have the same title."""
    return "editions" if case.kind == "report" else f"editions/{edition.report_id}"


def _seen(case: Case, claims: Iterable[Content], *, noted: bool) -> Iterator[Content]:
    for claim in claims:
        if noted:
            case.snapshots.update(place["snapshot"]["sha256"] for place in claim["appearances"])
            case.snapshots.update(_behind(claim["evidence"]))
        yield claim
        case.step(1)


def _behind(evidence: dict[str, list[Content]]) -> Iterator[str]:
    places = (row["where"] or {} for rows in evidence.values() for row in rows)
    return (place["snapshot"]["sha256"] for place in places if "snapshot" in place)


def claims(case: Case) -> Iterator[Member]:
    """Yield the claims as data with all evidence and verdicts, and the evidence as a table."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as table:
        what = "every claim as of the moment, one a line"
        yield Member("claims.jsonl", what, partial(_claims, case, table), joined=True)
        table.seek(0)
        yield Member("evidence.csv", "all evidence on the claims", partial(shutil.copyfileobj, table))


def _claims(case: Case, table: IO[bytes], sink: IO[bytes]) -> None:
    table.write(b"\xef\xbb\xbf" + _row(EVIDENCE))
    own, seen = selectors.places(ever=True)
    for begin in range(0, len(case.claims), BATCH):
        ids = case.claims[begin : begin + BATCH]
        rows = with_seal(Claim.objects.filter(pk__in=ids).order_by("pk"))
        past = claims_at(list(rows), case.at, places=own, others=seen)
        for pk in sorted(past.claims, key=str):
            claim = past.claims[pk]
            content = claim_content(claim, case.at, past.sealed[pk])
            sink.write(line_of(content))
            _note_texts(case, claim)
            for row in content["claim"]["evidence"]:
                table.write(_row(_evidence(content["claim"]["id"], row)))
        case.step(len(ids))


def _note_texts(case: Case, claim: Claim) -> None:
    case.versions.update(row.version_id for row in claim.appearances.all())
    case.versions.update(row.version_id for row in claim.evidence.all() if row.version_id)
    case.documents.update(row.document_id for row in claim.evidence.all() if row.document_id)


def _evidence(claim: str, row: Content) -> list[Any]:
    text = row["text"] or {}
    return [
        claim, row["id"], row["kind"], row["relation"], row["state"], row["added_at"], row["claim"],
        row["what"], row["said_by"], row["url"], text.get("article", {}).get("title"), text.get("sha256"),
        row["reason"], row["proposed_by"], row["decided_by"], row["decided_at"], row["note"],
        whose(row).get("name"), whose(row).get("party_to"),
    ]  # fmt: skip


def _row(cells: Iterable[Any]) -> bytes:
    out = io.StringIO(newline="")
    row = [neutral(text_of(cell)) for cell in cells]
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(row)
    return out.getvalue().encode()


def snapshots(case: Case) -> Iterator[Member]:
    """Yield the texts in which claims and evidence stand, each named after its SHA-256, and their list."""
    wanted = Q(pk__in=case.versions) | Q(sha256__in=case.snapshots, article__desk=case.about.desk_id)
    rows = ArticleVersion.objects.filter(wanted).order_by("sha256", "article_id")
    known: list[Content] = []
    written_last = ""
    for row in rows.iterator(chunk_size=TEXTS):
        name = f"snapshots/{row.sha256}.txt"
        known.append(_version(row, name))
        if row.sha256 != written_last:
            written_last, data = row.sha256, row.text.encode()
            yield Member(name, "text of an article as captured", partial(put, data))
    lines = b"".join(map(line_of, known))
    yield Member("snapshots/index.jsonl", "which text is of which article", partial(put, lines))


def files(case: Case) -> Iterator[Member]:
    """Yield the files that people brought as evidence, each named after its SHA-256, and their list."""
    known: list[Content] = []
    for row in Document.objects.filter(pk__in=case.documents).order_by("sha256", "pk"):
        name = f"files/{row.sha256}.{row.kind}"
        known.append({"file": name, "name": row.name, "sha256": row.sha256, "size": row.size})
        yield Member(name, "a file brought as evidence", partial(_file, row))
    if known:
        yield Member(
            "files/index.jsonl", "what each file was called", partial(put, b"".join(map(line_of, known)))
        )


def _file(document: Document, sink: IO[bytes]) -> None:
    for piece in documents.content(document):
        sink.write(piece)


def _version(row: ArticleVersion, name: str) -> Content:
    return {
        "article": str(row.article_id),
        "version": row.number,
        "captured_at": row.captured_at.isoformat(),
        "method": row.method,
        "sha256": row.sha256,
        "file": name,
    }


def put(data: bytes, sink: IO[bytes]) -> None:
    """Write a member that is there as a whole."""
    sink.write(data)


def line_of(value: Content) -> bytes:
    """Return a value as one line of JSON, keys sorted."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()

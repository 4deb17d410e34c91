"""An edition as a tagged PDF, set by typst with our own fonts in processes of its own.

A long one is set part by part, so that memory stays flat, and joined (pdf_join.py): while a part is set, the
one before is written.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from claims.web.vocabulary import VERDICT

from .coverage import said_of, undrawn
from .facts import PLAIN, Block, Fact, block_of
from .figures import HEADS, Picture, Seen
from .page import Page, page_of
from .pdf_join import Joiner, Part
from .plain import isolated, printable, starts_right
from .sealed import Sealed
from .typst_child import finish, start

Content = dict[str, Any]
TEMPLATE = "report.typ"
PART = 1000  # claims that are set together, with some 500 MB
LONGEST_TITLE = 70


def write(around: Content, claims: Iterable[Content], sealed: Sealed, sink: IO[bytes]) -> None:
    """Write the PDF of an edition. Raises NotSet."""
    page = page_of({**around, "claims": []}, sealed)
    total = sum(row["claims"] for row in around["tally"])
    seen = Seen()
    blocks = (block_of(claim, page) for claim in seen.passing(claims))
    with tempfile.TemporaryDirectory() as folder:
        if total <= PART:
            file = Path(folder) / "whole.pdf"
            data = _data(page, list(blocks), first_page=1, section="")
            finish(start(TEMPLATE, data | _charts(seen.pictures()), file))
            with file.open("rb") as made:
                shutil.copyfileobj(made, sink)
        else:
            _in_parts(page, blocks, seen, total, Path(folder), sink)


def _in_parts(
    page: Page, blocks: Iterator[Block], seen: Seen, total: int, folder: Path, sink: IO[bytes]
) -> None:
    joiner, first_page, before = Joiner(sink), 1, b""
    for begin in range(1, total + 1, PART):
        section = f"Claims {begin:,} to {min(begin + PART - 1, total):,}"
        file = folder / "part.pdf"
        data = _data(page, list(islice(blocks, PART)), first_page=first_page, section=section)
        last = begin + PART > total
        child = start(TEMPLATE, data | _charts(seen.pictures() if last else []), file)
        try:
            if before:
                joiner.add(before)
        finally:
            finish(child)
        before = file.read_bytes()
        first_page += Part(before).number_of_pages
    joiner.add(before)
    joiner.end(page.sha256[:32].encode())


# --- What the template is given -----------------------------------------------------------------------------


def _data(page: Page, blocks: list[Block], *, first_page: int, section: str) -> Content:
    report, edition = page.content["report"], page.content["edition"]
    title = _one_line(report["title"])
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    at = datetime.fromisoformat(edition["as_of"])
    corrections = [
        [row.when, isolated(printable(f"{row.sentence} {row.reason}".strip()))] for row in page.corrections
    ]
    around = [title, report["desk"], report["introduction"], edition["frozen_by"] or ""]
    lost = undrawn("".join([*around, *(words for _, words in corrections)]))
    return {
        "title": title,
        "undrawn": said_of(lost) if lost else "",
        "right": starts_right(title),
        "desk": isolated(_one_line(report["desk"])),
        "description": f"Edition {edition['number']}, SHA-256 {page.sha256}",
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "foot": f"{isolated(short)}. As of {page.as_of} {page.zone}, seal {page.short_seal}",
        "page": first_page,
        "first": first_page == 1,
        "introduction": [
            isolated(part.strip())
            for part in re.split(r"\n\s*\n", printable(report["introduction"]))
            if part.strip()
        ],
        "as_of": f"{page.as_of} {page.zone}",
        "edition": str(edition["number"]),
        "frozen_by": isolated(_one_line(edition["frozen_by"] or "")),
        "sha256": page.sha256,
        "signed": page.signed,
        "unsigned": page.unsigned,
        "corrections": corrections,
        "counted": page.counted,
        "tally": [[VERDICT[row["verdict"]].label, str(row["claims"])] for row in page.tally],
        "section": section,
        "claims": [_claim(block) for block in blocks],
    }


def _charts(pictures: Iterable[Picture]) -> Content:
    """Return what the template draws behind the last claim."""
    charts = [
        {
            "title": isolated(_one_line(picture.title)),
            "svg": picture.svg,
            "alt": picture.alt,
            "heads": HEADS,
            "rows": [[isolated(cell) for cell in row] for row in picture.rows],
            "note": picture.note,
        }
        for picture in pictures
    ]
    return {"charts": charts}


def _claim(block: Block) -> Content:
    statement = " ".join(block.statement.split())
    lost = undrawn("".join(_texts(block)))
    notes = [["Not drawn", [[PLAIN, said_of(lost)]]]] if lost else []
    return {
        "heading": f"{block.position}. {isolated(statement)}",
        "right": starts_right(statement),
        "said": _words(block.said),
        "facts": [*(_fact(fact) for fact in block.facts), *notes],
        "record": [_fact(fact) for fact in block.record],
    }


def _texts(block: Block) -> Iterator[str]:
    yield block.statement
    yield from (part.text for part in block.said)
    yield from (part.text for fact in (*block.facts, *block.record) for part in fact.parts)


def _fact(fact: Fact) -> list[Any]:
    return [fact.label, _words(fact.parts)]


def _words(parts: Iterable[Any]) -> list[list[str]]:
    return [[part.style, isolated(part.text)] for part in parts]


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())

"""Each format read back by a program that is not ours: what a file says of each claim, as text.

`said(kind, data)` gives a list, one for each claim: all that stands in the file about it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser

import docx
import openpyxl
import pypdf
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape

FOOT = 50  # points above the edge of the paper; the margin is 57
MANY_SPACES = re.compile(r"\s+")


def flat(text: str) -> str:
    """Return the text without isolates, each white space as one blank: what a reader of a page can tell."""
    return MANY_SPACES.sub(" ", re.sub("[\u2068\u2069]", "", text)).strip()


class Text(HTMLParser):
    """The text of HTML, a blank between the elements that are blocks."""

    def __init__(self, whole: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts, self.tags = [], []
        self.feed(whole)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag in {"p", "li", "dt", "dd", "br", "h2", "h3", "div", "blockquote"}:
            self.parts.append("\n")

    def handle_data(self, data):
        self.parts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def of_csv(data: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [
        strings({name: read_cell(name, cell.removeprefix("'")) for name, cell in row.items()}) for row in rows
    ]


def read_cell(name: str, cell: str):
    """Return what a cell holds: the columns that end in "_json" hold JSON."""
    return json.loads(cell) if name.endswith("_json") and cell else cell


def of_json(data: bytes) -> list[str]:
    return [strings(claim) for claim in json.loads(data)["content"]["claims"]]


def strings(value, name: str = "") -> str:
    """Return all texts and numbers in a JSON value as "name: value |", chains also as printed."""
    if isinstance(value, dict):
        steps = value.get("chain")
        chain = [" > ".join(step["name"] for step in steps)] if isinstance(steps, list) else []
        return "\n".join(chain + [strings(each, key) for key, each in value.items()])
    if isinstance(value, list):
        return "\n".join(strings(each, name) for each in value)
    return "" if value is None else f"{name}: {value} |"


def of_html(data: bytes) -> list[str]:
    """Return the record of each claim, with what stands above of what is for and against it."""
    whole = data.decode()
    cut = re.split(r'(?=<li id="record-\d+">)', whole)[1:]
    claims = re.split(r'(?=<li class="report-claim" id="claim-\d+">)', whole)[1:]
    above = [each.split("</ol>")[0] for each in claims]
    records = [re.split("</section>", part)[0] for part in cut]
    return [Text(each + record).text for each, record in zip(above, records, strict=True)]


def markdown_html(data: bytes) -> str:
    return MarkdownIt("commonmark").enable("table").render(data.decode())


def of_markdown(data: bytes) -> list[str]:
    return [Text("<h3>" + part).text for part in markdown_html(data).split("<h3>")[1:]]


def workbook(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_rows(book, name: str) -> list[dict[str, object]]:
    """Return the rows of a sheet, each cell as what it holds, escapes of control characters undone."""
    rows = list(book[name].iter_rows())
    names = [cell.value for cell in rows[0]]
    values = [[unescape(c.value) if isinstance(c.value, str) else c.value for c in row] for row in rows[1:]]
    return [dict(zip(names, row, strict=True)) for row in values]


def of_xlsx(data: bytes) -> list[str]:
    book = workbook(data)
    whole = {row["position"]: [row] for row in sheet_rows(book, "Claims")}
    for name in ("Places", "Evidence", "Figures"):
        for row in sheet_rows(book, name):
            whole[row["position"]].append(row)
    return [strings(rows) for rows in whole.values()]


def of_claim_reviews(data: bytes) -> list[str]:
    return [strings(each) for each in claim_reviews(data)]


def claim_reviews(data: bytes) -> list[dict]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [json.loads(archive.read(name)) for name in archive.namelist()]


def pages(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def without_foot(page) -> str:
    """Return the text of a page without its foot, which would part words that run on behind it."""
    parts = []

    def seen(text, place, *_):
        if place[5] > FOOT or not text.strip():
            parts.append(text)

    page.extract_text(visitor_text=seen)
    return "".join(parts)


def of_pdf(data: bytes) -> list[str]:
    """Cut behind the seals, which are what is said last of each claim."""
    whole = "\n".join(map(without_foot, pages(data).pages))
    return re.findall(r"(?s).*?\nSeal [^\n]*(?:\n[0-9a-f]{64})?", whole)


def document(data: bytes):
    return docx.Document(io.BytesIO(data))


def of_docx(data: bytes) -> list[str]:
    said: list[str] = []
    for paragraph in document(data).paragraphs:
        if paragraph.style.name == "Heading 2":
            said.append("")
        if said:
            said[-1] += f"\n{paragraph.text}"
    return said


SAID: dict[str, Callable[[bytes], list[str]]] = {
    "html": of_html,
    "csv": of_csv,
    "json": of_json,
    "md": of_markdown,
    "pdf": of_pdf,
    "docx": of_docx,
    "xlsx": of_xlsx,
    "claimreview.zip": of_claim_reviews,
}

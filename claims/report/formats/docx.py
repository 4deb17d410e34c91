"""An edition as a Word document: python-docx makes all that stands around the claims, the claims are put in
one by one while the file is written, so that memory stays flat. Headings, language and title are set, so
that screen readers find their way; nothing in it runs or is loaded from elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from claims.web.vocabulary import VERDICT

from . import docx_charts
from .facts import ADDRESS, CODE, FAINT, STRONG, Block, Fact, Part, Parts, block_of
from .figures import Seen
from .page import Page, page_of
from .plain import isolated, printable, starts_right, turns
from .plain import stamp as stamp_of
from .sealed import Sealed

Content = dict[str, Any]
TYPES, BODY, RELATIONS = "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"
ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
INK, GREY = RGBColor(0x16, 0x18, 0x1C), RGBColor(0x55, 0x5A, 0x63)
LABEL = Mm(26)
# No text can hold it: in text "<" is escaped.
HERE = "<?claims here?>"
LOOKS = {
    STRONG: "<w:b/>",
    FAINT: '<w:color w:val="555A63"/>',
    CODE: '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="17"/>',
    ADDRESS: '<w:color w:val="555A63"/>',
}


def write(around: Content, claims: Iterable[Content], sealed: Sealed, sink: IO[bytes]) -> None:
    """Write the document of an edition."""
    page, seen = page_of({**around, "claims": []}, sealed), Seen()
    base = io.BytesIO()
    _around(page).save(base)
    with zipfile.ZipFile(base) as made, zipfile.ZipFile(sink, "w") as archive:
        _put(archive, TYPES, docx_charts.typed(made.read(TYPES)))
        blocks = (block_of(claim, page) for claim in seen.passing(claims))
        with archive.open(_entry(BODY), "w", force_zip64=True) as file:
            pngs = _body(file, made.read(BODY).decode(), blocks, seen)
        # What belongs to the charts comes behind the claims: only then it is known how many there are.
        for name in sorted(set(made.namelist()) - {TYPES, BODY}):
            data = made.read(name)
            _put(archive, name, docx_charts.related(data, len(pngs)) if name == RELATIONS else data)
        for number, png in enumerate(pngs, 1):
            _put(archive, f"word/media/chart{number}.png", png)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIPPED_AT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    with archive.open(_entry(name), "w") as file:
        file.write(data)


def _body(file: IO[bytes], body: str, blocks: Iterable[Block], seen: Seen) -> list[bytes]:
    """Write the claims and the charts of their figures; returns the pictures."""
    before, after = body.split(HERE, 1)
    file.write(before.encode())
    for block in blocks:
        file.write("".join(_claim(block)).encode())
    pictures = seen.pictures()
    pngs = docx_charts.rendered(pictures)
    file.write("".join(docx_charts.elements(pictures, pngs)).encode())
    file.write(after.encode())
    return pngs


# --- A claim ------------------------------------------------------------------------------------------------


def _claim(block: Block) -> Iterator[str]:
    statement = " ".join(block.statement.split())
    yield _paragraph(
        "Heading2", (Part(f"{block.position}. "), Part(statement)), right=starts_right(statement)
    )
    yield _paragraph("Normal", block.said, keep=True)
    yield from (_fact(fact) for fact in block.facts)
    yield _paragraph("Heading3", (Part(f"Record of claim {block.position}"),))
    yield from (_fact(fact) for fact in block.record)


def _fact(fact: Fact) -> str:
    return _paragraph("Fact", (Part(fact.label, STRONG), Part("\t"), *fact.parts))


def _paragraph(style: str, parts: Parts, *, right: bool = False, keep: bool = False) -> str:
    looks = f'<w:pStyle w:val="{style}"/>{"<w:keepNext/>" * keep}{"<w:bidi/>" * right}'
    return f"<w:p><w:pPr>{looks}</w:pPr>{''.join(map(_run, parts))}</w:p>"


def _run(part: Part) -> str:
    looks = LOOKS.get(part.style, "") + ("<w:rtl/>" if turns(part.text) and starts_right(part.text) else "")
    words = re.sub(r"\t|\n", _space, escape(isolated(part.text)))
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _space(found: re.Match[str]) -> str:
    element = "<w:tab/>" if found[0] == "\t" else "<w:br/>"
    return f'</w:t>{element}<w:t xml:space="preserve">'


# --- Around the claims --------------------------------------------------------------------------------------


def _around(page: Page) -> Any:
    """Return the document without its claims, with a mark where they belong."""
    document = Document()
    _properties(document, page)
    _styles(document)
    _margins(document, page)
    _head(document, page)
    document.element.body.sectPr.addprevious(etree.ProcessingInstruction("claims", "here"))
    return document


def _properties(document: Any, page: Page) -> None:
    report, edition = page.content["report"], page.content["edition"]
    at = datetime.fromisoformat(edition["as_of"]).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author = _one_line(report["title"])[:255], _one_line(report["desk"])[:255]
    core.last_modified_by, core.comments = "", f"Edition {edition['number']}, SHA-256 {page.sha256}"
    core.created = core.modified = at
    core.revision, core.language = 1, "en-GB"


def _styles(document: Any) -> None:
    styles = document.styles
    for name, font, size, bold in (
        ("Normal", "Calibri", 10.5, False),
        ("Title", "Georgia", 24, True),
        ("Heading 1", "Georgia", 15, True),
        ("Heading 2", "Georgia", 13, True),
        ("Heading 3", "Calibri", 10.5, True),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    _language(styles["Normal"])
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Heading 3"].font.color.rgb = GREY
    fact = styles.add_style("Fact", WD_STYLE_TYPE.PARAGRAPH)
    fact.base_style = styles["Normal"]
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = LABEL, -LABEL
    fact.paragraph_format.tab_stops.add_tab_stop(LABEL)
    fact.paragraph_format.space_after = Pt(2)


def _language(style: Any) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(lang)


def _margins(document: Any, page: Page) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    foot = section.footer.paragraphs[0]
    title = _one_line(page.content["report"]["title"])
    short = title if len(title) <= 70 else f"{title[:69]}…"
    foot.add_run(
        f"{isolated(short)}. As of {page.as_of} {page.zone}, seal {page.short_seal}. Page "
    ).font.size = Pt(8)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _head(document: Any, page: Page) -> None:
    report, edition = page.content["report"], page.content["edition"]
    document.add_paragraph(isolated(_one_line(report["title"])), style="Title")
    for part in re.split(r"\n\s*\n", printable(report["introduction"])):
        if part.strip():
            document.add_paragraph(isolated(part.strip()))
    stamp = document.add_paragraph()
    stamp.add_run(f"As of {page.as_of} {page.zone}").bold = True
    stamp.add_run(f", {stamp_of(edition)}. ")
    stamp.add_run(
        f"Report by the {isolated(_one_line(report['desk']))}. SHA-256 of this edition: {page.sha256}"
    )
    _signature(document, page)
    if page.corrections:
        document.add_paragraph("Corrections", style="Heading 1")
    for row in page.corrections:
        line = document.add_paragraph()
        line.add_run(f"{row.when}. ").bold = True
        line.add_run(isolated(printable(f"{row.sentence} {row.reason}".strip())))
    document.add_paragraph(page.counted, style="Heading 1")
    for count in page.tally:
        words = f"{VERDICT[count['verdict']].label}\t{count['claims']}"
        document.add_paragraph(words, style="Fact")


def _signature(document: Any, page: Page) -> None:
    if page.unsigned:
        document.add_paragraph(page.unsigned)
    for label, words in page.signed:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        run = line.add_run(words)
        run.font.name, run.font.size = "Consolas", Pt(8.5)


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())

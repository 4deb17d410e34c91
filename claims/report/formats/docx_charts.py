"""The charts of an edition in a Word document: a picture that says what it shows, and its table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .figures import HEADS, Picture
from .plain import isolated
from .typst_child import finish, start

TYPES = b'<Default Extension="png" ContentType="image/png"/></Types>'
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
WIDE = 170 * 36_000  # English metric units: 170 mm, the width of the text


def typed(content_types: bytes) -> bytes:
    """Return the list of content types with that of our pictures."""
    return content_types if b'Extension="png"' in content_types else content_types.replace(b"</Types>", TYPES)


def related(rels: bytes, count: int) -> bytes:
    """Return the relations of the document with those to its pictures."""
    rows = "".join(
        f'<Relationship Id="chart{number}" Type="{_IMAGE}" Target="media/chart{number}.png"/>'
        for number in range(1, count + 1)
    )
    return rels.replace(b"</Relationships>", f"{rows}</Relationships>".encode())


def rendered(pictures: Sequence[Picture]) -> list[bytes]:
    """Return each drawing as PNG, [] for none. Raises NotSet."""
    if not pictures:
        return []
    with tempfile.TemporaryDirectory() as folder:
        drawings = [picture.svg for picture in pictures]
        finish(start("chart.typ", {"drawings": drawings}, Path(folder) / "chart-{p}.png"))
        files = sorted(Path(folder).glob("*.png"), key=lambda file: int(file.stem.partition("-")[2]))
        return [file.read_bytes() for file in files]


def elements(pictures: Sequence[Picture], pngs: Sequence[bytes]) -> Iterator[str]:
    """Yield what stands behind the claims: for each chart a heading, the picture, the table."""
    for number, (picture, png) in enumerate(zip(pictures, pngs, strict=True), 1):
        title = " ".join(picture.title.split())
        yield _paragraph(title, style="Heading1")
        yield _image(number, picture.alt, png)
        yield _table(picture)
        yield _paragraph(picture.note)


def _paragraph(words: str, *, style: str = "Normal", bold: bool = False) -> str:
    looks = "<w:rPr><w:b/></w:rPr>" * bold
    run = f'<w:r>{looks}<w:t xml:space="preserve">{escape(isolated(words))}</w:t></w:r>' if words else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _image(number: int, alt: str, png: bytes) -> str:
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))  # of the PNG's head
    size = f'cx="{WIDE}" cy="{WIDE * height // width}"'
    named = f'id="{number}" name="Chart {number}"'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}'
        f'/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {named} descr={quoteattr(alt)}/>"
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="chart{number}" xmlns:r="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _table(picture: Picture) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="BFBFB7"/>' for edge in ("top", "bottom", "insideH")
    )
    looks = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2400"/>' * len(HEADS) + "</w:tblGrid>"
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(_cell(name, bold=True) for name in HEADS)}</w:tr>"
    rows = (f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in picture.rows)
    return f"<w:tbl>{looks}{grid}{head}{''.join(rows)}</w:tbl>"


def _cell(words: str, *, bold: bool = False) -> str:
    return f"<w:tc><w:tcPr/>{_paragraph(words, bold=bold)}</w:tc>"

"""Which files are taken, told by content against name, and how a name is made safe."""

from __future__ import annotations

import io
import zipfile

import pytest

from claims.verify.file_kinds import LONGEST, FileRefused, ending_of, kind_of, may_be_text, safe_name


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
TAKEN = {
    "a.pdf": b"%PDF-1.7\n", "a.png": PNG, "a.JPG": b"\xff\xd8\xff\xe0", "a.webp": b"RIFF\0\0\0\0WEBP",
    "a.gif": b"GIF89a", "a.txt": b"Caf\xe9, yesterday\n", "a.csv": b"a;b\r\n1;2\r\n", "a.docx": DOCX,
    "a.xlsx": XLSX, "a.eml": b"From: a@example.org\nSubject: Hello\n\nHello", "a.mp3": b"ID3\x04",
    "a.html": b"<!doctype html><p>Hello</p>", "a.mp4": b"\0\0\0\x20ftypisom", "a.wav": b"RIFF\0\0\0\0WAVE",
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), TAKEN.items(), ids=TAKEN)
def test_a_file_that_is_what_it_says_is_taken(name, data):
    assert kind_of(name, data, data) == {"jpg": "jpeg"}.get(ending_of(name), ending_of(name))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("scan.pdf", PNG, r"ends with \.pdf, which is a PDF, but the content is a PNG image"),
        ("photo.png", b"%PDF-1.7", "a PNG image, but the content is a PDF"),
        ("letter.docx", zipped("bomb.txt"), "a DOCX document, but the content is an archive"),
        ("letter.docx", XLSX, "a DOCX document, but the content is an XLSX workbook"),
        ("notes.txt", b"MZ\x90\0", "plain text, but the content is a program"),
        ("mail.eml", b"no header at all", "but the content is not an EML message"),
        ("page.html", b"just words", "but the content is not an HTML page"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        ("bomb.zip", zipped("a"), "Archives are not taken, and never unpacked"),
        ("bomb.tar.gz", b"\x1f\x8b\x08", "Archives are not taken"),
        ("plan.bin", zipped("a"), "Archives are not taken"),
        ("run.exe", b"MZ", r"Files that end with \.exe are not taken\. Taken are PDF"),
        ("README", b"words", "no ending"),
        ("drawing.svg", b"<svg onload=alert(1)>", r"\.svg are not taken"),
    ],
)
def test_what_is_not_taken_is_refused_with_both_names(name, data, said):
    with pytest.raises(FileRefused, match=said):
        kind_of(name, data, data)


def test_text_with_control_characters_is_no_text():
    assert may_be_text(b"a\tb\r\n\xe9", wide=False)
    assert not may_be_text(b"a\0b", wide=False)
    assert may_be_text("a".encode("utf-16"), wide=True)
    with pytest.raises(FileRefused, match="not plain text"):
        kind_of("a.txt", b"a", b"a", text=False)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("C:\\evil\\..\\log.pdf", "log.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        (".htaccess", "htaccess"),
        ("\u2066\u2069", "file"),
        ("", "file"),
    ],
)
def test_a_name_cannot_mislead(name, safe):
    assert safe_name(name) == safe


def test_a_name_of_200_characters_is_kept_and_a_longer_one_keeps_its_ending():
    assert safe_name("a" * 196 + ".pdf") == "a" * 196 + ".pdf"
    long = safe_name("b" * 240 + ".pdf")
    assert len(long) <= LONGEST
    assert long.endswith("….pdf")

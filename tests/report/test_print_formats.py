"""What is particular to DOCX and PDF."""

from __future__ import annotations

import io
import zipfile

import pytest

from claims.report import exporting, exports
from claims.report.formats import coverage, pdf, pdf_join
from claims.report.formats.typst_child import NotSet
from claims.states import JobState
from tests.report import made_once, makers
from tests.report.auditing import HOSTILE, frozen, made, missing
from tests.report.readers import document, flat, of_pdf, pages

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES


# --- DOCX --------------------------------------------------------------------------------------------


def test_a_document_has_headings_a_language_a_title_and_nothing_from_elsewhere(edition):
    data = made(edition, "docx")
    found = document(data)
    assert found.core_properties.title == edition.content["report"]["title"]
    assert found.core_properties.created == edition.as_of.replace(microsecond=0)
    levels = [row.style.name for row in found.paragraphs if row.style.name.startswith(("Heading", "Title"))]
    assert levels[:4] == ["Title", "Heading 1", "Heading 1", "Heading 2"]
    assert levels.count("Heading 2") == len(edition.content["claims"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        rels = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
        assert b'w:lang w:val="en-GB"' in archive.read("word/styles.xml")
    assert not [rel for rel in rels if b"External" in rel]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_of_people_are_elements(text, bob, alice):
    def elements(words, title):
        claim = makers.full_claim(bob, alice, statement=words, title=title)
        makers.evidence(claim, alice, body=words, reason=words)
        found = document(made(frozen(bob, [claim], title=words[:300]), "docx"))
        names = [each.tag.split("}")[1] for each in found.element.body.iter() if isinstance(each.tag, str)]
        return sorted(set(names)), names.count("p")

    got, plain = elements(text, "Words"), elements("Plain", "Plain")
    assert set(got[0]) - set(plain[0]) <= {"br", "tab", "bidi", "rtl"}
    assert got[1] == plain[1]


# --- PDF ---------------------------------------------------------------------------------------------


def tags(reader):
    """Return the kinds of all structure elements, walked from the root."""
    found, wait = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while wait:
        element = wait.pop().get_object()
        if isinstance(element, list):
            wait += element
        elif isinstance(element, dict):
            found += [element["/S"]] if "/S" in element else []
            wait += [element["/K"]] if "/K" in element else []
    return found


def bookmarks(rows):
    return sum(bookmarks(row) if isinstance(row, list) else 1 for row in rows)


def test_a_pdf_is_tagged_and_brings_its_fonts(edition):
    reader = pages(made(edition, "pdf"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert tags(reader).count("/H2") == len(edition.content["claims"])
    assert reader.metadata.title == edition.content["report"]["title"]
    assert reader.metadata.creation_date == edition.as_of.replace(microsecond=0)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(below)
            assert "/ToUnicode" in font


def test_a_long_pdf_is_joined_from_parts_and_says_the_same(edition, monkeypatch):
    whole = made(edition, "pdf")
    monkeypatch.setattr(pdf, "PART", 1)
    joined = made(edition, "pdf")
    assert joined == made(edition, "pdf")
    assert missing("pdf", joined, edition.content) == []
    one, many = pages(whole), pages(joined)
    assert [kind for kind in tags(many) if kind == "/H2"] == ["/H2"] * 4
    assert tags(many).count("/P") == tags(one).count("/P")
    assert bookmarks(many.outline) == bookmarks(one.outline) + 4  # "Claims 1 to 1" and so on
    assert [page["/StructParents"] for page in many.pages] == list(range(len(many.pages)))
    places = many.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert places[::2] == list(range(len(many.pages)))
    for number, page in enumerate(many.pages):
        owners = {id_of(each["/Pg"]) for each in places[2 * number + 1].get_object() if "/Pg" in each}
        assert owners <= {id_of(page.indirect_reference)}
        assert page.extract_text().rstrip().endswith(str(number + 1))


def id_of(reference):
    return reference.indirect_reference.idnum if hasattr(reference, "indirect_reference") else reference.idnum


def test_numbers_in_texts_are_no_references():
    body = rb"<</Title(a \) 1 0 R (b 2 0 R)\\)/P 3 0 R/K[4 0 R 5 0 R]/StructParents 7/W[0 0 1]>>"
    assert pdf_join.renumbered(body, lambda number: number + 10, 100) == (
        rb"<</Title(a \) 1 0 R (b 2 0 R)\\)/P 13 0 R/K[14 0 R 15 0 R]/StructParents 107/W[0 0 1]>>"
    )


WRITTEN = {
    "NotoSansSC": "中国外交部发言人表示 臺灣總統府 東京電力は カタカナ ひらがな 「引用」",
    "NotoSansKR": "국방부는 무인기를 격추했다고 밝혔다",
    "NotoSansThai": "ทำลายโดรน",
}


@pytest.mark.parametrize("font", WRITTEN)
def test_scripts_of_east_asia_are_drawn(font, bob, alice):
    claim = makers.full_claim(bob, alice, statement=WRITTEN[font])
    data = made(frozen(bob, [claim]), "pdf")
    (said,) = of_pdf(data)
    assert "Not drawn" not in said
    if font != "NotoSansThai":  # the reader puts its vowels elsewhere
        assert WRITTEN[font] in flat(said)
    names = {
        str(each["/BaseFont"]) for page in pages(data).pages for each in page["/Resources"]["/Font"].values()
    }
    assert any(font in name for name in names)


def test_letters_without_a_font_are_named(bob, alice):
    claim = makers.full_claim(bob, alice, statement="কর and ꦲ")
    edition = frozen(bob, [claim], title="ꦲ 277")
    text = flat("\n".join(page.extract_text() for page in pages(made(edition, "pdf")).pages))
    assert "One character could not be drawn" in text  # above, for the title
    assert "Not drawn 3 characters could not be drawn" in text
    assert "U+0995 bengali letter ka, U+09B0 bengali letter ra, U+A9B2 javanese letter ha" in text
    assert "Every other format of this edition has the whole text." in text


def test_only_letters_that_no_font_has_are_not_drawn():
    assert (
        coverage.undrawn(
            "Plain, “quoted”, Ελλ, Ђ, العربية, עברית, 🛰️ 👩‍👩‍👧, 日本, 한국, ไทย \u2068x\u2069 \ufffd"
        )
        == []
    )
    assert coverage.undrawn("a\u0995b\u0995") == ["\u0995"]
    many = coverage.said_of([chr(0x0985 + number) for number in range(15)])
    assert "15 characters" in many
    assert " and 3 more" in many


def test_a_pdf_that_cannot_be_set_fails_with_its_reason(edition, bob, monkeypatch, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no paper")')
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    with pytest.raises(NotSet, match="no paper"):
        made(edition, "pdf")
    job = exports.edition_start(user=bob, edition=edition, kind="pdf")
    with pytest.raises(NotSet):
        exporting.export_slice(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.chunks.count()) == (JobState.QUEUED, 0)

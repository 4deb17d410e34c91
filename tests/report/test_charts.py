"""Charts in the files of a report: of claims that share an event, from the frozen content alone."""

from __future__ import annotations

import io
import zipfile

import pytest

from claims.asof.moments import written
from claims.models import Claim, Event, Quantity, Source
from claims.report.formats.figures import Seen, pictures_of
from tests.report import makers
from tests.report.auditing import frozen, made
from tests.report.readers import document, pages
from tests.report.test_public import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wreck(bob, alice) -> list[Claim]:
    """Two claims of one event with a figure of one kind each, by two sources."""
    event = Event.objects.create(desk=bob.desk, title="The wreck")
    other = Source.objects.create(name="اتحاد عمال الميناء", kind="organisation")
    first = makers.full_claim(bob, alice)
    second = makers.full_claim(bob, alice, words="15 containers", source=other)
    for claim in (first, second):
        Claim.objects.filter(pk=claim.pk).update(event=event)
    return list(Claim.objects.filter(event=event).order_by("created_at"))


def seen(content):
    found = Seen()
    assert list(found.passing(content["claims"])) == content["claims"]
    return found.pictures()


def test_figures_of_one_event_are_drawn_with_their_table(bob, wreck):
    edition = frozen(bob, wreck)
    (picture,) = seen(edition.content)
    assert picture.title.startswith("Containers")
    assert picture.title.endswith(", as reported over time: The wreck")
    assert [row[1] for row in picture.rows] == [
        claim["source"]["name"] for claim in sorted(edition.content["claims"], key=lambda row: row["id"])
    ]
    printed = " ".join(page.extract_text() for page in pages(made(edition, "pdf")).pages)
    assert "Containers handed over, as reported over time" in " ".join(printed.split())


def test_a_document_has_the_picture_with_its_words_and_the_table(bob, wreck):
    edition = frozen(bob, wreck)
    (picture,) = seen(edition.content)
    data = made(edition, "docx")
    found = document(data)
    assert [shape.type for shape in found.inline_shapes]
    assert picture.alt in found.element.xml
    assert [cell.text for cell in found.tables[0].rows[0].cells] == [
        "Published",
        "Source",
        "Figure",
        "Status",
    ]
    assert len(found.tables[0].rows) == 3
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/media/chart1.png").startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_what_changes_later_changes_no_byte(kind, bob, wreck):
    edition = frozen(bob, wreck)
    before = made(edition, kind)
    Quantity.objects.update(low=99, high=99)
    Source.objects.update(name="Somebody else")
    Event.objects.update(title="Another name")
    assert made(edition, kind) == before


def test_pages_have_the_drawing_of_the_file_and_its_table(bob, edna, wreck, as_user, client):
    edition = frozen(bob, wreck)
    (picture,) = pictures_of(edition.content["claims"])
    assert "<style>" not in picture.svg  # pages forbid styles of their own
    address = f"/reports/{edition.report_id}/"
    asked = (f"editions/{edition.number}/", "", f"?as_of={written(edition.as_of)}")
    shown = [as_user(bob).get(f"{address}{page}").content.decode() for page in asked]
    public = client.get(path_of(makers.publish(edition, edna))).content.decode()
    for page in (*shown, public, made(edition, "html").decode()):
        assert picture.svg in page
        for reference in ("title", "desc", "caption", "table"):  # what the drawing leads to is there once
            assert page.count(f'id="{picture.name}-{reference}"') == 1
        assert page.count("<tbody><tr><td") == 1
        assert all(f"<bdi>{row[1]}</bdi>" in page for row in picture.rows)


def test_a_page_without_figures_in_common_has_no_charts(bob, wreck):
    assert "figchartbox" not in made(frozen(bob, wreck[:1]), "html").decode().rpartition("</style>")[2]


def test_a_chart_stands_at_the_end_of_a_long_report(bob, wreck, monkeypatch):
    monkeypatch.setattr("claims.report.formats.pdf.PART", 1)
    reader = pages(made(frozen(bob, wreck), "pdf"))
    holds = [number for number, page in enumerate(reader.pages) if "over time" in page.extract_text()]
    assert len(holds) == 1
    assert holds[0] >= len(reader.pages) - 2


def test_one_dated_figure_or_none_in_common_draws_nothing(bob, alice, wreck):
    first, second = wreck
    assert seen(frozen(bob, [first]).content) == []
    Claim.objects.filter(pk=second.pk).update(event=None)
    content = frozen(bob, list(Claim.objects.filter(pk__in=[first.pk, second.pk]))).content
    assert seen(content) == []
    claims = frozen(bob, wreck).content["claims"]
    for claim in claims:
        claim["event"].pop("id")  # as editions had it before events had an id
        claim["event"]["title"] = "The wreck"
        claim["appearances"][0]["article"]["published"] = None
    assert seen({"claims": claims}) == []

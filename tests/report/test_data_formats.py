"""What is particular to XLSX, Markdown and ClaimReview."""

from __future__ import annotations

import json
import re

import pytest

from claims.report.builder import seal
from claims.report.formats import claimreview
from claims.report.formats.sealed import UNSEALED
from claims.states import Verdict
from tests.report import made_once, makers
from tests.report.auditing import HOSTILE, frozen, made
from tests.report.readers import Text, claim_reviews, markdown_html, sheet_rows, workbook

pytestmark = pytest.mark.django_db
newsroom, own, foreign_desk, alice, bob, edition = made_once.FIXTURES


# --- XLSX --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(text, bob, alice):
    claim = makers.full_claim(bob, alice, statement=text)
    makers.evidence(claim, alice, body=text, url="https://herald.example/x", kind="url")
    book = workbook(made(frozen(bob, [claim], title=text[:300]), "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert [cell for cell in cells if cell.data_type == "s" and not cell.font.bold]
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s" and not cell.font.bold)


def test_a_workbook_holds_all_places_and_evidence(edition):
    book = workbook(made(edition, "xlsx"))
    assert book.sheetnames == ["Report", "Claims", "Places", "Evidence", "Figures"]
    claims = edition.content["claims"]
    assert len(sheet_rows(book, "Places")) == sum(len(claim["appearances"]) for claim in claims)
    assert [row["what"] for row in sheet_rows(book, "Evidence")][0] == "The log agrees"
    assert len(sheet_rows(book, "Figures")) == sum(len(claim["quantities"]) for claim in claims)
    assert book["Report"]["B7"].value == edition.sha256
    assert book.properties.created == edition.as_of.replace(tzinfo=None, microsecond=0)


def test_a_text_longer_than_a_cell_is_cut_and_says_so(bob, alice):
    claim = makers.full_claim(bob, alice)
    makers.supersede(claim.assessments.get())
    makers.assess(claim, bob, alice, reason="🛰" * 20_000)
    (row,) = sheet_rows(workbook(made(frozen(bob, [claim]), "xlsx")), "Claims")
    assert row["reason"].endswith("(cut here; the JSON has the whole)")
    assert len(row["reason"].encode("utf-16-le")) // 2 <= 32_767
    assert row["reason"].startswith("🛰" * 16_000)


# --- Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_of_people_are_markup(text, bob, alice):
    claim = makers.full_claim(bob, alice, statement=text)
    makers.evidence(claim, alice, body=text, reason=text)
    plain = makers.full_claim(bob, alice, words="7 boats", title="Boats", statement="Plain")
    makers.evidence(plain, alice, body="Plain", reason="Plain")
    tags = [
        Text(markdown_html(made(frozen(bob, [each], title=title), "md"))).tags
        for each, title in ((claim, text[:300]), (plain, "Plain"))
    ]
    assert set(tags[0]) - set(tags[1]) <= {"br"}
    assert tags[0].count("h3") == tags[1].count("h3") == 1
    assert tags[0].count("li") == tags[1].count("li")


# --- ClaimReview -------------------------------------------------------------------------------------

RATED = {
    "corroborated": {"alternateName": "True", "ratingValue": 5},
    "mostly_accurate": {"alternateName": "Mostly true", "ratingValue": 4},
    "disputed": {"alternateName": "Disputed"},
    "missing_context": {"alternateName": "Missing context", "ratingValue": 2},
    "inaccurate": {"alternateName": "False", "ratingValue": 1},
}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_claim_is_rated_by_the_mapping_or_not_at_all(verdict, bob, alice):
    claim = makers.full_claim(bob, alice)
    makers.supersede(claim.assessments.get())
    if verdict != Verdict.UNASSESSED:
        makers.assess(claim, bob, alice, verdict=verdict)
    edition = frozen(bob, [claim])
    (item,) = claim_reviews(made(edition, "claimreview.zip"))
    check_shape(item, edition.content["claims"][0])
    if verdict in RATED:
        rating = item["reviewRating"]
        assert {key: rating[key] for key in ("alternateName", "ratingValue") if key in rating} == RATED[
            verdict
        ]
    else:
        assert item["@type"] == "Claim"
        assert "Rating" not in json.dumps({key: value for key, value in item.items() if key != "record"})


def check_shape(item, claim):
    """What schema.org and the readers of ClaimReview ask for, written down a second time."""
    assert item["@context"][0] == "https://schema.org"
    about = item
    if item["@type"] == "ClaimReview":
        assert item["claimReviewed"] == claim["statement"]
        assert item["author"]["@type"] == "Organization"
        assert item["author"]["name"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", item["datePublished"])
        rating = item["reviewRating"]
        assert rating["@type"] == "Rating"
        assert rating["alternateName"]
        if "ratingValue" in rating:
            assert (rating["worstRating"], rating["bestRating"]) == (1, 5)
            assert 1 <= rating["ratingValue"] <= 5
        else:
            assert set(rating) == {"@type", "alternateName"}
        about = item["itemReviewed"]
    assert about["@type"] == "Claim"
    assert about["author"]["@type"] in {"Person", "Organization"}
    assert about["firstAppearance"] in about["appearance"]
    assert all(each["url"].startswith("https://") for each in about["appearance"])
    assert item["record"]["claim"] == claim


def test_one_claim_can_be_had_alone(edition, bob, charlie, as_user):
    address = f"/reports/{edition.report_id}/editions/2/claims/2.jsonld"
    answer = as_user(bob).get(address)
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Content-Disposition"].endswith('.claim-2.jsonld"')
    assert json.loads(answer.content) == claim_reviews(made(edition, "claimreview.zip"))[1]
    assert as_user(charlie).get(address).status_code == 404
    for position in (0, 5):
        assert as_user(bob).get(address.replace("/2.jsonld", f"/{position}.jsonld")).status_code == 404


def test_the_files_of_an_edition_prove_its_seal(edition):
    content = json.loads(made(edition, "json"))["content"]
    assert seal(content) == edition.sha256
    for item in claim_reviews(made(edition, "claimreview.zip")):
        assert item["record"]["sha256"] == edition.sha256
        assert item["record"]["claim"] in content["claims"]
    assert claimreview.of(content, content["claims"][0], UNSEALED, url="https://x.example/r")["url"]

"""Every format carries everything, safely, and always with the same bytes."""

from __future__ import annotations

import csv as reader
import hashlib
import io
import json as parser
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.models import ReportEdition
from claims.report import services
from claims.report.builder import canonical
from claims.report.formats import csv, html, json, page, words
from claims.report.signatures import sealed_of
from claims.states import Relation
from claims.web import vocabulary
from tests.report import made_once, makers

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "＝1+1",
    "'=1+1",
    "''",
    "'",
    '"quoted", with comma',
    "two\nlines\r\nand\rmore",
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    'href="/static/icons.svg#x"',
    "<style></style><svg></svg>",
    "\u202egnp.exe\u202c right to left",
    "العربية and עברית",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "x" * 300,
    "𝔘𝔫𝔦 🛰️ code",
    "\u2028line\u2029separators",
]


def read_csv(data: bytes) -> list[dict[str, str]]:
    """Return the rows as docs/report-format.md says to read them."""
    with io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="") as file:
        return [{key: cell.removeprefix("'") for key, cell in row.items()} for row in reader.DictReader(file)]


class Seen(HTMLParser):
    """What a browser would find: text, tags, attributes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.texts, self.tags, self.attributes = [], [], []
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def edition_of(bob, alice):
    """Three claims: one with evidence of each side, one re-assessed since edition 1, one plain."""
    first = makers.full_claim(bob, alice, statement="Crews of the port recovered twelve")
    second = makers.full_claim(bob, alice, words="7 boats", title="Boats found", statement="Seven were found")
    third = makers.full_claim(bob, alice, words="3 cranes", title="Cranes")
    makers.evidence(first, alice, Relation.CORROBORATES, body="The log agrees")
    makers.evidence(first, alice, kind="claim", other=makers.later_claim(alice), body="")
    makers.evidence(first, alice, Relation.REPEATS, body="Carried by a second paper")
    report = makers.report_of(bob, [first, second, third])
    services.report_freeze(user=bob, report=report, version=None)
    makers.supersede(second.assessments.get())
    makers.assess(second, bob, alice, verdict="single_source", attribution_verdict="fair_paraphrase")
    return services.report_freeze(user=bob, report=report, version=None)


_, own, foreign_desk, alice, bob, edition = made_once.FIXTURES
newsroom = made_once.newsroom_of(edition_of)


def rendered(edition: ReportEdition) -> dict[str, bytes]:
    return {
        "csv": b"".join(csv.render(edition.content, sealed_of(edition))),
        "json": json.render(edition.content, sealed_of(edition)),
        "html": html.render(edition.content, sealed_of(edition)),
    }


# --- The audit: nothing may be missing for any claim -------------------------------------------------


def must_have(claim):
    """Return what each format must say of a claim, as text, by the name of its CSV column."""
    place = claim["appearances"][0]
    return {
        "statement": claim["statement"],
        "quote_exact": place["anchor"]["quote"]["exact"],
        "position_start": str(place["anchor"]["position"]["start"]),
        "position_end": str(place["anchor"]["position"]["end"]),
        "snapshot_sha256": place["snapshot"]["sha256"],
        "source": claim["source"]["name"],
        "chain": " > ".join(step["name"] for step in place["chain"]),
        "verdict_label": vocabulary.VERDICT[claim["verdict"]].label,
        "attribution_verdict_label": vocabulary.ATTRIBUTION[claim["attribution_verdict"]].label,
        "author": claim["assessment"]["author"],
        "approver": claim["assessment"]["approver"],
    }


def missing_in_csv(data, content):
    """Return (position, what) for all that the file does not say in its column."""
    rows = read_csv(data)
    assert len(rows) == len(content["claims"])
    wanted = [{**must_have(claim), "as_of": content["edition"]["as_of"]} for claim in content["claims"]]
    return [
        (place, key)
        for place, (row, fields) in enumerate(zip(rows, wanted, strict=True), 1)
        for key, text in fields.items()
        if not text or row[key] != text
    ]


def missing_in_json(data, content):
    """Return (position, what) for all that the file does not say."""
    claims = parser.loads(data)["content"]["claims"]
    assert len(claims) == len(content["claims"])
    return [
        (claim["position"], key)
        for found, claim in zip(claims, content["claims"], strict=True)
        for key, text in must_have(claim).items()
        if not text or must_have(found)[key] != text
    ]


def missing_in_html(data, content):
    """Return (position, what) for all that the record of a claim does not say."""
    whole = data.decode()
    assert f'datetime="{content["edition"]["as_of"]}"' in whole
    found = []
    for claim in content["claims"]:
        record = Seen(_between(whole, f'id="record-{claim["position"]}"', "</li>").encode()).text
        wanted = must_have(claim).items()
        found += [(claim["position"], key) for key, text in wanted if not text or text not in record]
    return found


MISSING = {"csv": missing_in_csv, "json": missing_in_json, "html": missing_in_html}


def _between(whole: str, start: str, end: str) -> str:
    begin = whole.index(start)
    return whole[begin : whole.index(end, begin)]


@pytest.mark.parametrize("kind", MISSING)
def test_every_claim_is_complete_in_every_format(kind, edition):
    assert MISSING[kind](rendered(edition)[kind], edition.content) == []


@pytest.mark.parametrize("kind", MISSING)
@pytest.mark.parametrize("lost", ["snapshot_sha256", "quote_exact", "chain", "approver"])
def test_the_audit_notices_what_is_missing(kind, lost, edition):
    """The negative control of the audit above."""
    whole = ReportEdition.objects.get(pk=edition.pk).content
    claim = edition.content["claims"][1]
    place = claim["appearances"][0]
    if lost == "chain":
        place["chain"] = place["chain"][:1]
    else:
        part = {"snapshot_sha256": place["snapshot"], "quote_exact": place["anchor"]["quote"]}
        part.get(lost, claim["assessment"])[lost.removeprefix("snapshot_").removeprefix("quote_")] = ""
    assert MISSING[kind](rendered(edition)[kind], whole) == [(2, lost)]


def test_the_csv_holds_all_appearances_and_all_evidence(edition):
    for row, claim in zip(read_csv(rendered(edition)["csv"]), edition.content["claims"], strict=True):
        assert parser.loads(row["appearances_json"]) == claim["appearances"]
        assert parser.loads(row["evidence_json"]) == claim["evidence"]
        assert parser.loads(row["quantities_json"]) == claim["quantities"]


def test_the_json_is_the_content_with_its_seal(edition):
    file = parser.loads(rendered(edition)["json"])
    signature = sealed_of(edition).data
    assert file == {"content": edition.content, "sha256": edition.sha256, "signature": signature}
    assert file["content"]["edition"]["as_of"].endswith("+00:00")


def test_a_claim_says_its_verdicts_where_it_stands(edition):
    whole = rendered(edition)["html"].decode()
    for claim in edition.content["claims"]:
        body = _between(whole, f'id="claim-{claim["position"]}"', "</dl>")
        assert must_have(claim)["verdict_label"] in body
        assert must_have(claim)["attribution_verdict_label"] in body


def test_the_same_edition_gives_the_same_bytes(edition, bob, alice):
    before = rendered(ReportEdition.objects.get(pk=edition.pk))
    with timezone.override("Asia/Tokyo"):
        assert rendered(ReportEdition.objects.get(pk=edition.pk)) == before


def test_the_seal_can_be_checked_as_documented(edition):
    file = parser.loads(rendered(edition)["json"])
    spelling = parser.dumps(file["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert spelling.encode() == canonical(edition.content)
    assert hashlib.sha256(spelling.encode()).hexdigest() == file["sha256"]


# --- Hostile text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_whole_from_every_format(text, bob, alice):
    claim = makers.full_claim(bob, alice, statement=text)
    type(claim.source).objects.filter(pk=claim.source.pk).update(name=text)
    makers.evidence(claim, alice, body=text, reason=text)
    report = makers.report_of(bob, [claim], title=text)
    services.report_note(user=bob, report=report, item_id=report.items.get().pk, note=text, was=None)
    edition = services.report_freeze(user=bob, report=report, version=None)
    files = rendered(edition)

    (row,) = read_csv(files["csv"])
    assert [row[name] for name in ("report", "statement", "source", "note")] == [text] * 4
    (raw,) = reader.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"), newline=""))
    assert not [cell for cell in raw.values() if _runs(cell)]

    (found,) = parser.loads(files["json"])["content"]["claims"]
    assert (found["statement"], found["source"]["name"], found["note"]) == (text, text, text)

    seen = Seen(files["html"])
    assert {"script", "img", "iframe", "object"}.isdisjoint(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "src"]
    assert _flat(text) in _flat(seen.text)


def _runs(cell: str) -> bool:
    """A second opinion on what a spreadsheet runs, not the product's own rule."""
    return bool(re.match(r"[\s\u200b\u202e\ufeff\u00a0]*[=+\-@＝＋－＠]", cell)) or cell[:1] in {
        "\t",
        "\r",
        "\n",
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_neutral_cells_never_run_and_lose_nothing(text):
    cell = csv.neutral(text)
    assert not _runs(cell)
    assert csv.plain(cell) == text


def test_cells_that_need_no_apostrophe_stay_as_they_are():
    for text in ("", "277 drones", "a=b", "1-2", "“quoted”", "[[1, 2]]"):
        assert csv.neutral(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_any_cells_come_back_from_the_file(texts):
    row = reader.writer(sink := io.StringIO(), quoting=reader.QUOTE_ALL, lineterminator="\r\n")
    row.writerow([csv.neutral(text) for text in texts])
    (back,) = reader.reader(io.StringIO(sink.getvalue(), newline=""))
    assert [csv.plain(cell) for cell in back] == texts


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//[bad", "ftp://x"]
)
def test_only_web_addresses_become_links(url):
    assert words.web_address(url) == ""
    assert words.web_address("https://herald.example/a?b=c") == "https://herald.example/a?b=c"


def test_a_javascript_address_is_printed_but_not_linked(bob, alice):
    claim = makers.full_claim(bob, alice)
    article = claim.appearances.get().version.article
    type(article).objects.filter(pk=article.pk).update(url="javascript:alert(1)")
    makers.evidence(claim, alice, kind="url", url="javascript:alert(2)", body="Bad")
    edition = services.report_freeze(user=bob, report=makers.report_of(bob, [claim]), version=None)
    links = [value for name, value in Seen(rendered(edition)["html"]).attributes if name == "href"]
    assert links
    assert not [link for link in links if not link.startswith("#")]


# --- The files as they are sent ---------------------------------------------------------------------


def test_the_csv_is_plain_rfc_4180_with_a_mark_and_stable_columns(edition):
    data = rendered(edition)["csv"]
    assert data.startswith(b'\xef\xbb\xbf"report","report_id","edition","as_of","position","claim_id"')
    assert data.endswith(b'"\r\n')
    rows = list(reader.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == csv.columns()
    assert len(set(rows[0])) == len(rows[0])
    assert {len(row) for row in rows} == {len(rows[0])}


def test_every_column_and_key_is_documented(edition):
    with open("docs/report-format.md", encoding="utf-8") as file:
        words = set(re.findall(r"[a-z_0-9]+", file.read()))

    def keys(value):
        if isinstance(value, dict):
            return set(value) | set().union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(edition.content) - words == set()
    assert set(csv.columns()) - words == set()


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("csv", "text/csv"), ("json", "application/json"), ("html", "text/html")],
)
def test_a_file_is_sent_as_a_download_with_a_plain_name(kind, content_type, edition, bob, as_user):
    answer = as_user(bob).get(reverse("claims:edition-file", args=[edition.report_id, 2, kind]))
    assert answer["Content-Type"] == f"{content_type}; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    stamp = f"{edition.as_of:%Y-%m-%dT%H%MZ}"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="what-is-known-of-the-port-edition-2-as-of-{stamp}.{kind}"'
    )
    assert answer.streaming == (kind != "html")
    assert answer.getvalue() == rendered(edition)[kind]


def test_a_title_of_any_letters_gives_a_plain_file_name(bob, alice, as_user):
    report = makers.report_of(bob, [makers.full_claim(bob, alice)], title='"\r\nX: 1"; ./../рапорт')
    services.report_freeze(user=bob, report=report, version=None)
    answer = as_user(bob).get(reverse("claims:edition-file", args=[report.pk, 1, "csv"]))
    assert re.fullmatch(
        r'attachment; filename="[a-z0-9-]+-edition-1-as-of-[0-9TZ-]+\.csv"', answer["Content-Disposition"]
    )


def test_the_html_file_needs_nothing_else(edition):
    seen = Seen(rendered(edition)["html"])
    assert {"script", "link", "img", "iframe"}.isdisjoint(seen.tags)
    uses = [value for name, value in seen.attributes if name == "href" and value.startswith("#")]
    ids = {value for name, value in seen.attributes if name == "id"}
    assert {use[1:] for use in uses} <= ids
    assert [value for name, value in seen.attributes if name == "href" and "icons.svg" in value] == []


def test_the_page_obeys_the_content_security_policy(edition, bob, as_user):
    answer = as_user(bob).get(reverse("claims:edition", args=[edition.report_id, 2]))
    seen = Seen(answer.content)
    assert {"script", "style"}.isdisjoint(seen.tags)
    assert "style" not in dict(seen.attributes)
    assert "nav" not in seen.tags


def test_two_texts_of_one_article_are_one_place_to_readers_and_two_on_record(edition):
    claim = edition.content["claims"][0]
    (seen,) = claim["appearances"]
    entry = page.entry_of({**claim, "appearances": [seen, seen]}, 2025)
    assert (len(entry.places), len(entry.records)) == (1, 2)


def test_no_space_stands_before_a_comma_or_a_full_stop(edition):
    text = Seen(rendered(edition)["html"]).text
    article = text[text.index("Where") :]
    assert not re.search(r"\w\s+[,.;:](\s|$)", article)


def test_corrections_are_printed_above_the_tally(edition):
    text = Seen(rendered(edition)["html"]).text
    assert "Claim 2 was “disputed”; it is now “single source”." in text
    assert text.index("Corrections") < text.index("Three claims")

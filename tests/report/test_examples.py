"""docs/examples/ is what the code makes today: the JSON from the seeds, every other format from the JSON."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from claims.management.commands.example_report import NAME, SIGNATURE, key_in, read, signature_of
from claims.management.example import example_freeze
from claims.report.builder import seal
from claims.report.files import bytes_of
from claims.report.formats.kinds import KINDS

FOLDER = settings.BASE_DIR / "docs/examples"
AGAIN = (
    "It is not what the code makes: run manage.py example_report docs/examples and look at the difference."
)
# What differs from one run to the next: ids, times, and the hashes that are made of them.
RUN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|20\d\d-\d\d-\d\dT[\d:.]+\+00:00|\d+ \w+ 20\d\d, \d\d:\d\d"
)


def stands(kind: str) -> bytes:
    return (FOLDER / f"{NAME}.{kind}").read_bytes()


def contents(data: bytes) -> dict[str, bytes]:
    """Return what stands in a zip: how it is packed differs with the library that packs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def own(data: bytes) -> bytes:
    """Return a file without the styles and icons of the site that lie in it, which change by themselves."""
    return re.sub(rb"(?s)<style>.*?</style>|<svg hidden.*?</svg>", b"", data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_is_made_of_the_json(kind):
    made, there = bytes_of(read(FOLDER), kind), stands(kind)
    if made[:2] == b"PK":
        assert contents(made) == contents(there), AGAIN
    else:
        assert own(made) == own(there), AGAIN


def test_the_signature_is_what_is_made_of_the_json():
    made = signature_of(read(FOLDER), key_in(FOLDER))
    assert contents(made) == contents((FOLDER / SIGNATURE).read_bytes()), AGAIN


@pytest.mark.django_db
def test_the_json_is_what_is_made_of_the_seeds():
    edition = example_freeze()
    assert comparable(edition.content) == comparable(read(FOLDER).content), AGAIN


def comparable(content):
    """Return a content without what differs from run to run."""
    whole = json.loads(RUN.sub("#", json.dumps(content)))
    for claim in whole["claims"]:
        claim["record"]["head"] = "#"
        if claim["assessment"]:
            claim["assessment"]["rests_on"] = len(claim["assessment"]["rests_on"])
    return whole


def test_the_example_is_sealed_and_its_quotations_stand_in_the_seeds():
    edition = read(FOLDER)
    assert seal(edition.content) == edition.sha256
    texts = [
        path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "seeds/articles").glob("*.txt")
    ]
    places = [place for claim in edition.content["claims"] for place in claim["appearances"]]
    assert len(places) >= len(edition.content["claims"])
    for place in places:
        anchor = place["anchor"]
        assert [text for text in texts if anchor["quote"]["exact"] in text]
        position = anchor["position"]
        assert position["end"] - position["start"] == len(anchor["quote"]["exact"])


def test_nothing_else_lies_with_the_examples():
    there = {path.name for path in Path(FOLDER).iterdir()}
    assert there == {"README.md", SIGNATURE} | {f"{NAME}.{kind}" for kind in KINDS}

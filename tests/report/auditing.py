"""What the tests of all formats share: hostile words, files as they are sent, and the audit itself."""

from __future__ import annotations

import json
import re

from claims import record
from claims.report import files, services
from claims.report.formats.page import page_of
from claims.web import vocabulary
from tests.report import makers
from tests.report.readers import SAID, Text, flat

STRUCTURED = {"csv", "json", "xlsx", "claimreview.zip"}
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "العربية: ٢٧٧ טייס and עברית",
    "\u202egnp.exe right to left without an end",
    "ring \x07 the bell \x1b[31m \x0b and \x7f",
    "🛰️ 👩‍👩‍👧 𝔘𝔫𝔦",
    "_x0041_ and _x005F_",
    "**bold** [a](javascript:alert(1)) ![x](y) `code` <b>x</b> &amp; ~~no~~ # no\n# no\n- no\n1. no\n---",
    "\n".join(f"Reason {number}: because of line {number}." for number in range(1, 51)),
    "Sir Very Longname " + "of the Harbour " * 13,
    "</w:t></w:r><w:r><w:t>",
    '#panic("typst") $x$ @ref *b* `r` \\u{41} // c',
    "]]> <?claims?> <!-- -->",
]


def recorded(bob, *claims):
    """Have something on record about each claim, so that it has a seal."""
    for claim in claims:
        record.created(claim, actor=bob, action="claim.by_hand", after={"version": 1})


def frozen(bob, claims, **more):
    recorded(bob, *claims)
    return services.report_freeze(user=bob, report=makers.report_of(bob, claims, **more), version=None)


def made(edition, kind):
    """Return the file as it is sent."""
    return files.response_of(edition, kind).getvalue()


def must_have(claim, content, kind):
    """Return what a format must say of a claim, by name: values with their names, or words for people.

    Short values (a position, a name that stands elsewhere too) count only where they belong. What is said of
    a further place has its number behind the name.
    """
    wanted = {"statement": claim["statement"], "record": claim["record"]["head"]}
    for number, place in enumerate(claim["appearances"], 1):
        position, said = place["anchor"]["position"], values if kind in STRUCTURED else words
        here = "json" if kind == "csv" and number > 1 else kind  # a line of CSV has the others as JSON
        proof = {
            "quote": place["anchor"]["quote"]["exact"],
            "snapshot": place["snapshot"]["sha256"],
            "chain": " > ".join(step["name"] for step in place["chain"]),
            **said(claim, content, position, here),
        }
        wanted |= {name if number == 1 else f"{name} {number}": value for name, value in proof.items()}
    return wanted | whose(claim, kind)


def whose(claim, kind):
    """Return what a format must say of whose a piece of evidence is, where a person said so."""
    rows = (row for side in claim["evidence"].values() for row in side)
    source = next((row["source"] for row in rows if "source" in row), None)
    if source is None:
        return {}
    if kind == "xlsx":
        return {"whose": f"source: {source['name']} |", "side": f"source_party_to: {source['party_to']} |"}
    if kind in STRUCTURED:
        return {"whose": f"name: {source['name']} |", "side": f"party_to: {source['party_to']} |"}
    words = f"Words or data of {source['name']}, {source['role']}"
    return {"whose": words, "side": f"{words}; a side of: {source['party_to']}"}


def values(claim, content, position, kind):
    """Return what data formats must say, under the names that they give it."""
    assessment = claim["assessment"] or {}
    prefix, as_of = "position_" if kind in {"csv", "xlsx"} else "", content["edition"]["as_of"]
    return {
        "start": f"{prefix}start: {position['start']} |",
        "end": f"{prefix}end: {position['end']} |",
        "verdict": f"verdict: {claim['verdict']} |",
        "attribution_verdict": f"attribution_verdict: {claim['attribution_verdict']} |",
        "as_of": as_of if kind == "json" else f"as_of: {as_of} |",  # the signed line names it too
        **{name: f"{name}: {assessment[name]} |" if assessment else "" for name in ("author", "approver")},
    }


def words(claim, content, position, kind):
    """Return what formats for people must say, as the lines of the record have it."""
    assessment, page = claim["assessment"], page_of({**content, "claims": []})
    verdict = vocabulary.VERDICT[claim["verdict"]].label
    place = f"characters {position['start']}–{position['end']} of version"
    nobody = f"{verdict}: no approved verdict"
    return {
        "start": place,
        "end": place,
        "verdict": verdict,
        "attribution_verdict": vocabulary.ATTRIBUTION[claim["attribution_verdict"]].label,
        "as_of": f"{page.as_of} {page.zone}",
        "author": f"{verdict}, by {assessment['author']}" if assessment else nobody,
        "approver": f"approved by {assessment['approver']}," if assessment else nobody,
    }


def around(kind, data, content):
    """Return what a file says once for all claims, where that counts for each: JSON and HTML, in the head."""
    if kind == "json":
        return json.dumps(json.loads(data)["content"]["edition"])
    return Text(data.decode()).text if kind == "html" else ""


def missing(kind, data, content):
    """Return (position, what) for all that the file does not say of a claim."""
    said = SAID[kind](data)
    assert len(said) == len(content["claims"])
    once = flat(around(kind, data, content))
    lost = []
    for claim, text in zip(content["claims"], map(flat, said), strict=True):
        for name, wanted in must_have(claim, content, kind).items():
            assert wanted or name.split()[0] in {"author", "approver"}
            where = f"{text} {once}" if name.startswith("as_of") else text
            if flat(wanted) not in where:
                lost.append((claim["position"], name))
    return lost


def shown(kind, text):
    """Return hostile text as a format can show it: U+FFFD for what XML and pages cannot hold."""
    return flat(
        text if kind in STRUCTURED | {"html"} else re.sub(r"[\x00-\x08\x0c\x0e-\x1f\x7f]", "\ufffd", text)
    )


def as_shown(kind, value):
    """Return a content with all its texts as the format can show them."""
    if isinstance(value, dict):
        return {key: as_shown(kind, each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_shown(kind, each) for each in value]
    return shown(kind, value) if isinstance(value, str) else value

"""Checks an archive with nothing but the standard library, as somebody outside would.

`faults(data)` gives what is wrong, in words; an archive that is whole gives []. `by_readme` runs the very
commands that the README of an archive tells people to run.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shlex
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def lines(archive: zipfile.ZipFile, name: str) -> list[dict]:
    return [json.loads(line) for line in archive.read(name).decode().split("\n") if line]


def faults(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [*sums(archive), *editions(archive), *texts(archive), *chains(archive), *checkpoints(archive)]


def by_readme(data: bytes, folder: Path, fingerprint: str) -> list[str]:
    """Unzip and run what the README says; `fingerprint` is that of the newsroom's key, got by another way."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        extra = set(archive.namelist()) - {"SHA256SUMS", "SHA256SUMS.sig"}
    words = (folder / "README.txt").read_text().replace("\\\n", " ")
    found, commands = [], re.findall(r"^      ((?:openssl|sha256sum) .*)$", words, re.M)
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            found.append(f"{shlex.split(command)[:2]}: {done.stdout}{done.stderr}".strip())
        elif "DER" in command and done.stdout.split()[0] != fingerprint:
            found.append("another key")
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    return [*found, *(f"not listed: {name}" for name in sorted(extra - listed))]


def sums(archive: zipfile.ZipFile) -> Iterator[str]:
    """The sums and the manifest name every member but themselves, each as it is."""
    listed = [line.split("  ", 1) for line in archive.read("SHA256SUMS").decode().splitlines()]
    yield from (f"sum of {name}" for found, name in listed if sha256(archive.read(name)) != found)
    if sorted(name for _, name in listed) != sorted(
        set(archive.namelist()) - {"SHA256SUMS", "SHA256SUMS.sig"}
    ):
        yield "the sums name other members"
    manifest = json.loads(archive.read("manifest.json"))
    for row in manifest["members"]:
        body = archive.read(row["name"])
        if (len(body), sha256(body)) != (row["size"], row["sha256"]):
            yield f"manifest of {row['name']}"
    unlisted = {"manifest.json", "SHA256SUMS", "SHA256SUMS.sig"}
    if {row["name"] for row in manifest["members"]} | unlisted != set(archive.namelist()):
        yield "the manifest names other members"


def editions(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each edition's JSON carries its seal, and the manifest has the same; its claims are there as data."""
    manifest = json.loads(archive.read("manifest.json"))
    sealed = {row["sha256"] for row in manifest["editions"]}
    known = {row["claim"]["id"] for row in lines(archive, "claims.jsonl")}
    for name in archive.namelist():
        if name.startswith("editions/") and name.endswith(".json"):
            file = json.loads(archive.read(name))
            spelled = json.dumps(file["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            if sha256(spelled.encode()) != file["sha256"] or file["sha256"] not in sealed:
                yield f"seal of {name}"
            printed = {claim["id"] for claim in file["content"]["claims"]}
            if not (printed <= known if "report" in manifest else printed & known):
                yield f"claims of {name}"


def texts(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each text has the hash that names it; each quotation stands in one at its place; evidence is whole."""
    for row in lines(archive, "snapshots/index.jsonl"):
        if sha256(archive.read(row["file"])) != row["sha256"] or row["sha256"] not in row["file"]:
            yield f"text {row['file']}"
    files = lines(archive, "files/index.jsonl") if "files/index.jsonl" in archive.namelist() else []
    for row in files:
        if sha256(archive.read(row["file"])) != row["sha256"] or row["sha256"] not in row["file"]:
            yield f"file {row['file']}"
    evidence = 0
    for claim in (row["claim"] for row in lines(archive, "claims.jsonl")):
        evidence += len(claim["evidence"])
        for seen in claim["appearances"]:
            text = archive.read(f"snapshots/{seen['text']['sha256']}.txt").decode()
            if text[seen["start"] : seen["end"]] != seen["exact"]:
                yield f"quotation of {claim['id']}"
    table = csv.DictReader(io.StringIO(archive.read("evidence.csv").decode("utf-8-sig"), newline=""))
    if len(list(table)) != evidence:
        yield "evidence"


def chains(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each entry follows from the one before, says where it belongs, and ends where the claim's seal says."""
    last: dict[str, tuple[int, str]] = {}
    for row in lines(archive, "record/entries.jsonl"):
        link, before = last.get(row["chain"], (0, ""))
        spelled = json.loads(row["spelling"])
        follows = sha256(f"{before}\n{row['spelling']}".encode()) == row["sha256"]
        if not follows or spelled[1:4] != [row["chain"], link + 1, row["entry"]]:
            yield f"entry {row['entry']}"
        last[row["chain"]] = (row["link"], row["sha256"])
    for row in lines(archive, "claims.jsonl"):
        known = (row["record"]["entries"], row["record"]["head"])
        if row["record"]["entries"] and last.get(row["claim"]["id"]) != known:
            yield f"end of chain {row['claim']['id']}"


def checkpoints(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each digest follows from the one before and the heads; heads of chains that are here are those here."""
    here = defaultdict(dict)
    for row in lines(archive, "record/entries.jsonl"):
        here[row["chain"]][row["link"]] = row["sha256"]
    before = None
    for mark in lines(archive, "record/checkpoints.jsonl"):
        said = sha256(f"{mark['previous']}\n{mark['heads']}".encode())
        spelled = [mark[name] for name in ("number", "at", "first", "last", "entries", "digest")]
        if (
            said != mark["digest"]
            or json.loads(mark["spelling"])[1:] != spelled
            or before not in {None, mark["previous"]}
        ):
            yield f"checkpoint {mark['number']}"
        before = mark["digest"]
        for chain, link, found in (line.split(" ") for line in mark["heads"].splitlines()):
            if chain in here and here[chain].get(int(link)) != found:
                yield f"checkpoint {mark['number']} of {chain}"

"""What the archive says of itself: how it is laid out and how anybody checks it without us."""

from __future__ import annotations

from .case import Case

README = """\
Archive of a report: {title}
Desk: {desk}
As of: {at} (a time of the record; everything here is what was on record then)

The same report at the same moment gives the same archive, to the byte, of one release of Second Source.

What is here
  editions/               every frozen edition in every format
  claims.jsonl            each claim as of the moment with all its evidence and verdicts, one a line
  evidence.csv            the same evidence as a table (a leading apostrophe in a cell is not part of it)
  snapshots/<sha256>.txt  the articles as captured, UTF-8; the name is the SHA-256 of the file
  snapshots/index.jsonl   of which article and version each text is
  files/<sha256>.<kind>   files brought as evidence, if there are any; files/index.jsonl has their names
  record/entries.jsonl    the record: what was done, by whom, when; each claim's entries are a chain
  record/checkpoints.jsonl  checkpoints of the whole record
  manifest.json           each file with what it is, its size and its SHA-256
  SHA256SUMS              the same hashes, for sha256sum
{left_out}
How to check that nothing was changed since
  unzip this archive into an empty folder, and there:
      sha256sum --check SHA256SUMS
  Keep the SHA-256 of the archive itself where nobody who has the archive can change it.

How to check the chain of the record
  Entry by entry, in the order of record/entries.jsonl. `sha256` of an entry is the SHA-256 (UTF-8) of
      the `sha256` of the entry before it in its chain (nothing for link 1), a line feed, `spelling`
  `spelling` is a JSON list: 1, chain, link, entry, time, desk, actor, action, subject type, subject,
  claim, article, before, after, note, undoes. In Python:

      import hashlib, json
      last = {{}}
      for line in open("record/entries.jsonl", encoding="utf-8"):
          entry = json.loads(line)
          link, before = last.get(entry["chain"], (0, ""))
          found = hashlib.sha256((before + "\\n" + entry["spelling"]).encode()).hexdigest()
          assert entry["link"] == link + 1 and entry["sha256"] == found, entry
          last[entry["chain"]] = (entry["link"], found)

How to check the checkpoints
  `digest` of a checkpoint is the SHA-256 of `previous` (the digest of the checkpoint before), a line feed,
  and `heads`. `heads` lists, a line each, the chains that had grown: chain, link, and the SHA-256 of that
  entry, which must be that in record/entries.jsonl if the chain is here. Of others only hashes are here.
  Newsrooms keep the digests of their checkpoints elsewhere; ask for that of checkpoint {last}.
  `signature` is an HMAC-SHA256, by a key that only the newsroom has, of the JSON list
      [1, number, at, first, last, entries, digest]
  Nobody without the key can make or check it: a checkpoint is proved to others by its digest.
"""


def readme(case: Case, last: str) -> bytes:
    """Return README.txt; `last` is the number of the last checkpoint, or that there is none."""
    left_out = "".join(f"  left out: {row['name']} ({row['why']})\n" for row in case.left_out)
    title = " ".join(case.report.title.split())
    return README.format(
        title=title, desk=case.report.desk.name, at=case.at.isoformat(), left_out=left_out, last=last
    ).encode()

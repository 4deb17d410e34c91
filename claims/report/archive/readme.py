"""What the archive says of itself: how it is laid out and how anybody checks it without us."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from claims.models import AuditCheckpoint
from claims.signing import PublicKey, parted

from .case import Case

README = """\
Archive of {kind}: {title}
Desk: {desk}
As of: {at} (a time of the record; everything here is what was on record then)

The same {what} at the same moment gives the same archive, to the byte, of one release of Second Source and by
one key.

What is here
  editions/               {editions} in every format
  claims.jsonl            each claim as of the moment with all its evidence and verdicts, one a line
  evidence.csv            the same evidence as a table (a leading apostrophe in a cell is not part of it)
  snapshots/<sha256>.txt  the articles as captured, UTF-8; the name is the SHA-256 of the file
  snapshots/index.jsonl   of which article and version each text is
  files/<sha256>.<kind>   files brought as evidence, if there are any; files/index.jsonl has their names
  record/entries.jsonl    the record: what was done, by whom, when; each claim's entries are a chain
  record/checkpoints.jsonl  checkpoints of the whole record
  record/last-checkpoint.txt  what the last of them says, and record/last-checkpoint.txt.sig its signature
  keys/<key>.pem          public keys
  manifest.json           each file with what it is, its size and its SHA-256
  SHA256SUMS              the same hashes, for sha256sum
  SHA256SUMS.sig          the signature of SHA256SUMS
{left_out}
How to check that it is ours and that nothing was changed
  Unzip this archive into an empty folder, and there, with OpenSSL 3:
      openssl pkeyutl -verify -pubin -inkey keys/{key}.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig
      sha256sum --check --strict SHA256SUMS
  The first says that SHA256SUMS was signed by the key that lies here, the second that every file it names is
  the one that was signed. A file that SHA256SUMS does not name is none of ours. Whether the key is that of
  the newsroom, no archive can prove of itself. Its fingerprint is
      {fingerprint}
  Compare it with that at {site},
  or ask the newsroom by a way that you trust. That of the file here is printed by
      openssl pkey -pubin -in keys/{key}.pem -outform DER | sha256sum

How to check one edition by itself
  `signature` of an edition in manifest.json, and in its JSON file, says what was signed when it was frozen:
  the `statement`, signed with a line feed behind it. `value` is the signature as base64, by keys/<key>.pem.
  Files of the edition carry the same. Its page gives all of it as files ("Signature").

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
  `signature` is "ed25519:<key>:<base64>", by that key over `spelling`, a JSON list of what it is, number, at,
  first, last, entries, digest. (Without "ed25519" it is of an older release, by a key that only the newsroom
  has.) {last}
  Newsrooms keep the lines of their checkpoints elsewhere too; ask for them.
"""


EDITIONS = {
    "report": "every frozen edition",
    "event": "each edition that readers were given of any of the claims, by report,",
}
LAST = """\
The last one that is
  signed, number {number}, stands in files of its own:
      openssl pkeyutl -verify -pubin -inkey keys/{key}.pem -rawin -in record/last-checkpoint.txt \\
          -sigfile record/last-checkpoint.txt.sig
  As its digest covers those before it, it proves them too."""


def readme(case: Case, last: AuditCheckpoint | None, key: PublicKey) -> bytes:
    """Return README.txt; `last` is the last checkpoint, `key` the one that signs the archive."""
    left_out = "".join(f"  left out: {row['name']} ({row['why']})\n" for row in case.left_out)
    return README.format(
        kind="a report" if case.kind == "report" else "an event",
        what=case.kind,
        editions=EDITIONS[case.kind],
        title=case.title,
        desk=case.about.desk.name,
        at=case.at.isoformat(),
        left_out=left_out,
        last=_last(last),
        key=key.id,
        fingerprint=key.fingerprint,
        site=f"{settings.SITE_URL}{reverse('claims:signing-keys')}",
    ).encode()


def _last(mark: AuditCheckpoint | None) -> str:
    key = parted(mark.signature)[1] if mark else ""
    return LAST.format(number=mark.number, key=key) if mark and key else "None is signed so yet."

"""The print line: one sentence an editor can paste into copy, honest about who said it and what was verified.

Pure: no Django. "Ukraine said its air defences destroyed 277 drones; not independently verified, as of
10 June 2025, 09:40."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

SMALL = frozenset(
    (
        "a about after all almost among an another any around as at before both by during each early "
        "eight eleven  every few fifteen fifty five for forty four fourteen from half he her his "
        "hundreds in it its many more  most nearly neither nine no none on one only other our over "
        "people seven several she since six some ten  that the their there these they thirteen thirty "
        "this those thousands three twelve twenty two under  we what when while with "
    ).split()
)
TAIL = {
    "unassessed": "not yet verified by us",
    "single_source": "not independently verified",
    "mostly_accurate": "right in substance, with differences in detail",
    "missing_context": "important context is missing",
    "inaccurate": "the evidence we have contradicts it",
    "unverifiable": "it cannot be verified",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What the sentence is made of.

    `source` is empty when the outlet speaks in its own voice. `noted` says that the outlet itself wrote that
    it could not verify the claim. `others` are the sources of the confirmed evidence that decides the
    verdict: for "corroborated" those that say the same, for "disputed" those that say otherwise.
    `text` is the article, in which the writing of a first word is looked up.
    """

    statement: str
    source: str = ""
    person: bool = False
    outlet: str = ""
    verdict: str = "unassessed"
    attribution_verdict: str = "unchecked"
    noted: bool = False
    others: Sequence[str] = ()
    text: str = ""


def print_line(line: Line, as_of: datetime) -> str:
    """Return the sentence, as of `as_of` in the zone it carries. Never says "true", "false" or "fake"."""
    moment = f"{as_of.day} {as_of:%B %Y, %H:%M}"
    doubt = _not_said(line)
    if doubt:
        return f"{doubt}, as of {moment}."
    return f"{_said(line)}; {_tail(line)}, as of {moment}."


def _outlet(line: Line) -> str:
    return line.outlet or "An article whose outlet is not known"


def _not_said(line: Line) -> str:
    """Return the whole sentence when the source did not say it or no trace of it was found."""
    if not line.source or line.attribution_verdict not in {"misattributed", "not_found"}:
        return ""
    reported = f"{_outlet(line)} reported that {_after(line)}"
    if line.attribution_verdict == "misattributed":
        return f"{reported}, attributing it to {line.source}; {line.source} did not say this"
    return f"{reported}, attributing it to {line.source}; we found no record of {line.source} saying so"


def _said(line: Line) -> str:
    """Return who said what: verified sayings without the outlet, all others with it."""
    speaker = line.source or _outlet(line)
    words = _itself(line.statement, line.source) if line.source and not line.person else ""
    known = _lowered(words or line.statement, line.text)
    sentence = f"{speaker} said {known}" if known else f"{_bare(line.statement)}, {speaker} said"
    through = line.source and line.attribution_verdict == "unchecked"
    return (
        f"{sentence}, according to {line.outlet or 'an article whose outlet is not known'}"
        if through
        else sentence
    )


def _tail(line: Line) -> str:
    """Return what was verified."""
    names = joined(line.others)
    if line.verdict == "corroborated":
        return f"{names} said the same" if names else "a second source said the same"
    if line.verdict == "disputed":
        return f"disputed by {names}" if names else "sources contradict each other"
    tail = TAIL[line.verdict]
    if line.noted and line.verdict in {"unassessed", "single_source", "unverifiable"}:
        return f"{tail}, and {line.outlet or 'the outlet'} says that it could not verify it"
    return tail


def joined(names: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C", or "A, B and 3 others"."""
    known = list(dict.fromkeys(names))
    if len(known) > 3:
        return f"{known[0]}, {known[1]} and {len(known) - 2} others"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def _bare(statement: str) -> str:
    return " ".join(statement.split()).rstrip(" .;,:")


def _after(line: Line) -> str:
    """Return the statement as it stands behind "that"."""
    return _lowered(line.statement, line.text) or _bare(line.statement)


def _itself(statement: str, source: str) -> str:
    """Return the statement with the speaking body as "it", "its"; empty when it does not begin with it."""
    bare = _bare(statement).replace("'", "’")
    name = source.replace("'", "’")
    if bare.casefold().startswith(f"{name.casefold()}’s "):
        return f"its {bare[len(name) + 3 :]}"
    if bare.casefold().startswith(f"{name.casefold()} "):
        return f"it {bare[len(name) + 1 :]}"
    return ""


def _lowered(statement: str, text: str) -> str:
    """Return the statement as it stands behind "said", or nothing when its first word may be a name.

    A first word is written small when it is a small word, or when the article writes it small elsewhere.
    """
    bare = _bare(statement)
    first = re.match(r"[^\W\d_][\w’'-]*", bare)
    if first is None or not first[0][0].isupper():
        return bare
    small = first[0][0].lower() + first[0][1:]
    if small.casefold() in SMALL or re.search(rf"(?<!\w){re.escape(small)}(?!\w)", text):
        return small + bare[len(first[0]) :]
    if _certainly_a_name(bare, first[0], text):
        return bare
    return ""


def _certainly_a_name(bare: str, first: str, text: str) -> bool:
    """Return whether the word is a name: possessive, or written large within a sentence."""
    return "’s" in first or "'s" in first or bool(re.search(rf"[\w,] {re.escape(first)}(?!\w)", text))

"""Contents that go on behind "and" or "but" though the parser hung the rest on their cue."""

from __future__ import annotations

from claims.extract.candidate import Candidate
from claims.extract.parse import Parse

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_JOINTS = frozenset({"and", "but"})


def take_joined(parse: Parse, kept: list[Candidate]) -> None:
    """Give contents behind their cue the rest of a sentence that is joined to them and has no verb, in place.

    "He urged calm in the harbour, and for the crews to meet": with a verb of its own the rest would be a
    new clause, with a cue of its own another report.
    """
    cues = {candidate.cue_range[0] for candidate in kept}
    for candidate in kept:
        if not candidate.content or candidate.content[-1][0] < candidate.cue_range[1]:
            continue
        first, last = candidate.content[-1]
        end = _rest_end(parse, last, cues)
        if end is not None:
            candidate.content[-1] = (first, end)


def _rest_end(parse: Parse, last: int, cues: set[int]) -> int | None:
    """Return the end of the sentence when what follows `last` is joined to it without a verb or cue."""
    end = parse.sentence_range(last - 1)[1]
    joint = last + 1 if last < end and parse.lower[last] == "," else last
    if joint + 1 >= end or parse.lower[joint] not in _JOINTS:
        return None
    if any(parse.tag[token] in _FINITE or token in cues for token in range(joint, end)):
        return None
    number = parse.quoted[last - 1]
    return end if all(parse.quoted[token] == number for token in range(joint, end - 1)) else None

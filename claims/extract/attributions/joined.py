"""Contents that go on behind "and" or "but" though the parser hung the rest on their cue."""

from __future__ import annotations

from claims.extract.attributions.candidate import Candidate
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAIN = frozenset({"ROOT", "conj", "parataxis"})
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
        end = _rest_end(parse, last, cues) or _torn_end(parse, candidate, last, cues)
        if end is not None:
            candidate.content[-1] = (first, end)


def _torn_end(parse: Parse, candidate: Candidate, last: int, cues: set[int]) -> int | None:
    """Return the end of a clause whose verb was torn off its subject ("said owning a boat | was a joy").

    A main clause's verb of reporting has no other verb right behind its content.
    """
    end, token = parse.sentence_range(last - 1)[1], candidate.token
    if _is_bare_that(parse, candidate.content[-1]) and last < end and parse.is_word(last):
        return end
    if last >= end or parse.tag[last] not in _FINITE or parse.dep[token] not in _MAIN:
        return None
    if parse.pos[token] != "VERB" or voice.is_passive(parse, token) or last in cues:
        return None
    verb = parse.head[last] if parse.dep[last] in ("aux", "auxpass") else last
    stop = max(parse.right[verb], last + 1)
    torn = all(parse.quoted[at] == parse.quoted[last - 1] for at in range(last, min(stop, end) - 1))
    return min(stop, end) if torn and not any(at in cues for at in range(last, stop)) else None


def _is_bare_that(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a content is "that" and a word or two without a verb ("said that few | if any came")."""
    first, last = tokens
    verbal = any(parse.pos[token] in ("VERB", "AUX") for token in range(first, last))
    return parse.lower[first] == "that" and first + 1 < last <= first + 3 and not verbal


def _rest_end(parse: Parse, last: int, cues: set[int]) -> int | None:
    """Return the end of the sentence when what follows `last` is joined to it without a verb or cue."""
    end = parse.sentence_range(last - 1)[1]
    joint = last + 1 if last < end and parse.lower[last] == "," else last
    joint = last - 1 if parse.lower[last - 1] in _JOINTS else joint
    if joint + 1 >= end or parse.lower[joint] not in _JOINTS:
        return None
    if any(parse.tag[token] in _FINITE or token in cues for token in range(joint, end)):
        return None
    number = parse.quoted[last - 1]
    return end if all(parse.quoted[token] == number for token in range(joint, end - 1)) else None

"""Verbs that speak only because they stand beside a quotation: "“We won,” beamed Ida Roth"."""

from __future__ import annotations

from claims.extract.attributions.candidate import Candidate, make_candidate
from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.reading.parse import Parse, TokenRange

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_LIGHT = frozenset(
    "be have do go come get make take give become see use seem appear mean show leave keep win lose play"
    " call".split()
)
_ENDINGS = frozenset({",", "!", "?", "—", "–"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"})
_ADJUNCT = frozenset({"ADP", "ADV"})
_LONGEST = 10  # tokens of a source
_WORDS = 2  # a quotation of fewer words is a label


def quoting_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of a verb that no lexicon knows to report, right beside what it quotes."""
    if not _is_past_or_present(parse, token) or parse.lemma[token] in _LIGHT:
        return None
    known = cue_of("verb", parse.lemma[token])
    if known is not None and (known.strength >= 3 or parse.child(token, "nsubj") is not None):
        return None
    source = _inverted(parse, token) or _between(parse, token)
    if source is None:
        return None
    cue = Cue(parse.lemma[token], "verb", "speech", 3, frozenset({"quote"}))
    return make_candidate(parse, token, cue, (token, token + 1), source, [], rank=cue.strength)


def _is_past_or_present(parse: Parse, token: int) -> bool:
    """Whether a word is a finite verb, or has the ending of one where the parser saw a noun ("spilled")."""
    if parse.pos[token] == "VERB" and parse.tag[token] != "VBN":
        return parse.tag[token] in _FINITE
    if parse.child(token, "aux", "auxpass", "agent") is not None:
        return False
    return parse.lower[token].endswith("ed") and parse.pos[token] in ("NOUN", "ADJ", "VERB")


def _inverted(parse: Parse, token: int) -> TokenRange | None:
    """Return the source of "“...,” beamed Ida Roth"."""
    if not _closes_speech(parse, token - 1):
        return None
    last = token + 1
    top = min(parse.sentence_range(token)[1], token + _LONGEST)
    while last < top and (parse.pos[last] in _NOMINAL or _is_hyphen(parse, last)):
        last += 1
    ends = last > token + 1 and parse.pos[last - 1] in ("NOUN", "PROPN", "PRON")
    return (token + 1, last) if ends else None


def _between(parse: Parse, token: int) -> TokenRange | None:
    """Return the source of "“...,” an onlooker spilled"."""
    first, floor = token, max(0, token - _LONGEST)
    while first > floor and (parse.pos[first - 1] in _NOMINAL or _is_hyphen(parse, first - 1)):
        first -= 1
    if first == token or parse.pos[token - 1] not in ("NOUN", "PROPN", "PRON"):
        return None
    closed = token + 1 >= len(parse) or not parse.is_word(token + 1) or parse.pos[token + 1] in _ADJUNCT
    return (first, token) if closed and _closes_speech(parse, first - 1) else None


def _closes_speech(parse: Parse, mark: int) -> bool:
    """Whether a token ends a quotation of some words that goes on in its sentence ("..., ”")."""
    if mark < 1:
        return False
    if parse.lower[mark] == "," and parse.is_mark(mark - 1):
        mark -= 1
        comma = True
    else:
        comma = parse.lower[mark - 1] in _ENDINGS
    if not comma or not parse.is_mark(mark) or parse.quoted[mark] < 0:
        return False
    first, last = parse.quote_ranges[parse.quoted[mark]]
    return last == mark + 1 and sum(parse.is_word(at) for at in range(first, last)) >= _WORDS


def _is_hyphen(parse: Parse, token: int) -> bool:
    return parse.lower[token] == "-"

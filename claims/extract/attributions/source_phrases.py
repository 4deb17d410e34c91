"""Phrases that name a source: "according to X", "in X's view", "by X's count", and what they speak of."""

from __future__ import annotations

from claims.extract.attributions import contents, source_spans
from claims.extract.attributions.candidate import Candidate, make_candidate
from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.reading.parse import Parse, TokenRange

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_REPORTS = 3
# Prepositions of whose account something is ("in her view", "by the union's count").
_ACCOUNTS = frozenset({"in", "by", "on", "from"})
_OWN_COUNT = frozenset({"own", "latest", "first"})
_RELATIVE_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj", "advmod")
# Words that open a clause of which alone the source phrase behind them speaks.
_OPENERS = frozenset(
    {"which", "who", "where", "because", "after", "since", "although", "though", "when", "if", "as"}
)


def preposition_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "according to X", "per X" or "in X's view"."""
    word = parse.lower[token]
    if word == "according" and token + 1 < len(parse) and parse.lower[token + 1] == "to":
        return _source_phrase(parse, token, token + 1, cue_of("prep", "according to"))
    if word == "per" and _sets_off(parse, token):
        return _source_phrase(parse, token, token, cue_of("prep", "per"))
    if word in _ACCOUNTS:
        return _account(parse, token)
    return None


def reported_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "as reported by X": the sentence around it is what X reports."""
    first = token - 1
    while first > 0 and parse.pos[first] == "ADV" and parse.lower[first] != "as":
        first -= 1
    if first < 0 or parse.lower[first] != "as" or parse.tag[token] != "VBN":
        return None
    cue, by = cue_of("verb", parse.lemma[token]), token + 1
    if cue is None or cue.strength < _REPORTS or by >= len(parse) or parse.lower[by] != "by":
        return None
    noun = parse.child(by, "pobj")
    source = None if noun is None else source_spans.source_range(parse, noun, token)
    if noun is None or source is None:
        return None
    content = _around(parse, (first, max(source[1], min(parse.right[noun], _comma_after(parse, source[1])))))
    return make_candidate(parse, token, cue, (first, by), source, content, rank=4) if content else None


def _sets_off(parse: Parse, token: int) -> bool:
    """Whether a preposition opens the sentence or follows a comma, so that it is no rate ("per day")."""
    first = parse.sentence_range(token)[0]
    return token == first or parse.lower[token - 1] in (",", "”", '"', "—", "(")


def _source_phrase(parse: Parse, token: int, prep: int, cue: Cue | None) -> Candidate | None:
    """Return the candidate whose source is the object of `prep` and content the sentence around it."""
    noun = parse.child(prep, "pobj")
    if noun is None or cue is None:
        return None
    source = source_spans.source_range(parse, noun, token)
    if source is None:
        return None
    chunk = (token, max(source[1], min(parse.right[noun], _comma_after(parse, source[1]))))
    content = _clause_opened(parse, chunk) or _around(parse, chunk)
    return make_candidate(parse, token, cue, (token, prep + 1), source, content, rank=4) if content else None


def _comma_after(parse: Parse, token: int) -> int:
    """Return the next comma of the sentence, or its end: a source's own relative clause stops there."""
    last = parse.sentence_range(token - 1)[1]
    return next((at for at in range(token, last) if parse.lower[at] == ","), last)


def _clause_opened(parse: Parse, chunk: TokenRange) -> list[TokenRange]:
    """Return what is left of a clause that a source phrase opens ("which, according to Bell, leaks")."""
    opener = chunk[0] - 1
    if opener > 0 and parse.lower[opener] in (",", "—", "–"):
        opener -= 1
    word, behind = parse.lower[opener], chunk[1]
    apart = opener < chunk[0] - 1
    if opener <= parse.sentence_range(chunk[0])[0] or parse.quoted[opener] >= 0:
        return []
    if behind < len(parse) and parse.lower[behind] in (",", "—", "–"):
        behind += 1
    elif apart:
        return []
    if parse.dep[opener] not in ("mark", *_RELATIVE_ROLES) or (word not in _OPENERS and word != "that"):
        return []
    clause = parse.head[opener]
    return [(behind, parse.right[clause])] if parse.right[clause] > behind else []


def _closing_aside(parse: Parse, chunk: TokenRange) -> TokenRange:
    """Return a source phrase with what tells, up to the end of its sentence, who that is.

    So do a relative clause and a noun without a verb ("according to Bell, who owns it", "..., a lawyer").
    """
    last = parse.sentence_range(chunk[0])[1]
    first = chunk[1] + 1
    if first >= last or parse.lower[chunk[1]] != "," or parse.quoted[first] >= 0:
        return chunk
    told = parse.lower[first] in ("who", "whose", "which")
    if not told and not (parse.pos[first] == "DET" and parse.lower[first] in ("a", "an", "the")):
        return chunk
    ruled = False
    for token in range(first, last):
        ruled = ruled or parse.tag[token] in ("WP", "WDT", "WP$", "WRB")
        if parse.quoted[token] >= 0 or (parse.tag[token] in _FINITE and not ruled):
            return chunk
    return chunk[0], last


def _around(parse: Parse, chunk: TokenRange) -> list[TokenRange]:
    """Return the sentence around a source phrase, with or without commas."""
    first, last = parse.sentence_range(chunk[0])
    before, after = (first, chunk[0]), (chunk[1], last)
    opening = chunk[0] - first <= 1 or (
        parse.lower[chunk[0] - 1] in ("and", "but", "while", "whereas") and parse.lower[chunk[0] - 2] == ","
    )
    if opening:
        return [after]
    chunk = _closing_aside(parse, chunk)
    content = contents.sentence_content(parse, chunk, clause=False)
    if not content or content[0][0] >= chunk[1]:
        return [before]
    return content


def _account(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "in X's view", "by X's own count" or "in the eyes of X"."""
    noun = parse.child(token, "pobj")
    cue = None if noun is None else _frame(parse, token, noun)
    if noun is None or cue is None:
        return None
    owner, last = _holder_of_view(parse, noun)
    narrowed = [kid for kid in parse.children(noun, "amod", "compound") if parse.lower[kid] not in _OWN_COUNT]
    if owner is None or narrowed or parse.pos[owner] not in ("NOUN", "PROPN", "PRON"):
        return None
    source = source_spans.source_range(parse, owner, token)
    content = _around(parse, (token, last))
    return (
        make_candidate(parse, token, cue, (noun, noun + 1), source, content) if content and source else None
    )


def _frame(parse: Parse, prep: int, noun: int) -> Cue | None:
    """Return the lexicon line of a noun of view or reckoning, if it goes with the preposition."""
    cue = cue_of("frame", parse.lower[noun]) or cue_of("frame", parse.lemma[noun])
    return cue if cue is not None and parse.lower[prep] in (cue.frames or {"in"}) else None


def _holder_of_view(parse: Parse, noun: int) -> tuple[int | None, int]:
    """Return whose view a noun names, and where the phrase ends."""
    owner = parse.child(noun, "poss")
    if owner is not None:
        return owner, noun + 1
    behind = next((kid for kid in parse.children(noun, "prep") if parse.lower[kid] == "of"), None)
    owner = None if behind is None else parse.child(behind, "pobj")
    if owner is None:
        return None, noun + 1
    return owner, max(owner + 1, min(parse.right[owner], _comma_after(parse, owner + 1)))

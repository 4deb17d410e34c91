"""Every place in a parsed article where somebody may be said to say something."""

from __future__ import annotations

from collections.abc import Callable

from claims.extract.attributions.candidate import Candidate, is_silent
from claims.extract.attributions.phrase_cues import (
    adjective_candidate,
    adverb_candidate,
    noun_candidate,
    participle_candidate,
)
from claims.extract.attributions.quote_verbs import quoting_candidate
from claims.extract.attributions.source_phrases import preposition_candidate, reported_candidate
from claims.extract.attributions.turns import speaker_turns
from claims.extract.attributions.verb_cues import verb_candidate
from claims.extract.reading.parse import Parse
from claims.extract.reading.quotes import MARKUP

Finder = Callable[[Parse, int], "Candidate | None"]
_FINDERS: dict[str, tuple[Finder, ...]] = {
    "VERB": (
        preposition_candidate,
        participle_candidate,
        reported_candidate,
        quoting_candidate,
        verb_candidate,
    ),
    "AUX": (verb_candidate,),
    "ADP": (preposition_candidate,),
    "SCONJ": (preposition_candidate,),
    "ADV": (adverb_candidate,),
    "NOUN": (noun_candidate, quoting_candidate),
    "ADJ": (adjective_candidate, quoting_candidate),
}


def find_candidates(parse: Parse) -> list[Candidate]:
    """Return candidates of every kind in text order; a token anchors at most one."""
    found: list[Candidate] = []
    markup = _in_markup(parse)
    for token in range(len(parse)):
        if parse.quoted[token] >= 0 or not parse.lower[token][0].isalpha() or is_silent(parse, token):
            continue
        if token in markup:
            continue
        for finder in _FINDERS.get(parse.pos[token], ()):
            candidate = finder(parse, token)
            if candidate is not None:
                found.append(candidate)
                break
    found.extend(speaker_turns(parse))
    return sorted(found, key=lambda candidate: candidate.token)


def _in_markup(parse: Parse) -> set[int]:
    """Return the tokens within remnants of markup, which say nothing (" <post author=...>")."""
    if "<" not in parse.text:
        return set()
    tags = [parse.tokens_of(match.span()) for match in MARKUP.finditer(parse.text)]
    return {token for first, last in tags for token in range(first, last)}

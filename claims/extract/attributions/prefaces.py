"""Quotations that a noun of speech introduces: "Bell issued the following statement: “...”"."""

from __future__ import annotations

from claims.extract.attributions.candidate import Candidate
from claims.extract.attributions.source_spans import source_range
from claims.extract.attributions.subjects import subject
from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.reading.parse import Parse
from claims.extract.reading.voice import is_passive

_OPENERS = frozenset({":", ","})
_NOT_SAID = frozenset({"appearance", "conference", "interview", "text"})
_SAID = frozenset({"announcement", "answer", "chant", "claim", "explanation", "question", "slogan", "word"})


def prefaced(parse: Parse, quotations: list[int]) -> list[Candidate]:
    """Return an attribution for each of the quotations that a clause with such a noun hands over to."""
    found = (_prefaced(parse, number) for number in quotations)
    return [candidate for candidate in found if candidate is not None]


def _prefaced(parse: Parse, number: int) -> Candidate | None:
    """Return the attribution of a quotation behind ":" or ",", when its sentence says who put it out."""
    first, last = parse.quote_ranges[number]
    mark = first - 1
    while mark > 0 and parse.pos[mark] == "SPACE":
        mark -= 1
    if last <= first or mark < 1 or parse.lower[mark] not in _OPENERS or parse.quoted[mark] >= 0:
        return None
    if parse.lower[mark] == "," and parse.paragraph[mark] != parse.paragraph[first]:
        return None
    noun = _noun_of_speech(parse, mark)
    if noun is None:
        return None
    verb = parse.head[noun]
    head = subject(parse, verb)
    source = None if head is None or is_passive(parse, verb) else source_range(parse, head, verb)
    if source is None or parse.quoted[source[0]] >= 0:
        return None
    return Candidate(
        token=verb,
        cue=Cue(parse.lemma[noun], "noun", "speech", 3, frozenset({"quote"})),
        cue_range=(verb, noun + 1),
        source=[source],
        content=[(first, last)],
        sentence=parse.sentence[verb],
        paragraph=parse.paragraph[verb],
    )


def _noun_of_speech(parse: Parse, mark: int) -> int | None:
    """Return the noun before a mark that is object of a verb and names words ("statement", "answer")."""
    begin = parse.sentence_range(mark)[0]
    for token in range(mark - 1, begin, -1):
        if parse.pos[token] != "NOUN" or parse.dep[token] != "dobj" or parse.quoted[token] >= 0:
            continue
        lemma = parse.lemma[token]
        known = cue_of("vehicle", lemma) is not None or lemma in _SAID
        known = known or (parse.lower[mark] == ":" and cue_of("noun", lemma) is not None)
        return token if known and lemma not in _NOT_SAID and parse.head[token] < token else None
    return None

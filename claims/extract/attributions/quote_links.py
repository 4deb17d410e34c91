"""Give every quotation to the attribution it belongs to, and carry a speech on over paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from claims.extract.attributions.candidate import Candidate
from claims.extract.reading.parse import Parse, TokenRange, merge, overlap

# Strength of cues that report wherever they stand.
_REPORTS = 3
# Words shorter than this may be small in a title.
_SMALL_WORD = 5
# Longest way, in tokens, from a quotation to a cue outside its sentence.
_REACH = 14
# A scare quote is no speech; this many words are.
_SPEECH_WORDS = 3
_CLAUSE_WORDS = 7
# A quotation may follow another in its paragraph this many tokens on.
_CONTINUES_WITHIN = 80
# A cue with a clause of its own takes a quotation that begins within this many tokens of the clause.
_ADJOINING = 3
_TOO_FAR = 40
_NEIGHBOURS = 8


@dataclass(slots=True)
class _Linker:
    """The state of linking: candidates in text order and whom each quotation went to."""

    parse: Parse
    candidates: list[Candidate]
    tokens: list[int]
    owner: dict[int, int]  # quotation -> candidate


def link_quotations(parse: Parse, candidates: list[Candidate]) -> list[int]:
    """Extend the candidates' contents and continuations by their quotations; return those of nobody."""
    linker = _Linker(parse, candidates, [c.token for c in candidates], {})
    _link_touched(linker)
    for number in range(len(parse.quotations)):
        if number in linker.owner:
            continue
        _ = (
            _link_after_colon(linker, number)
            or (_stands_alone(parse, number) and _link_same_paragraph(linker, number))
            or _link_near(linker, number)
            or (_goes_on(parse, number) and _link_same_paragraph(linker, number))
            or _link_follow_on(linker, number)
            or _link_paragraph_before(linker, number)
        )
    return [number for number in range(len(parse.quotations)) if number not in linker.owner]


def _stands_alone(parse: Parse, number: int) -> bool:
    """Whether a quotation is whole sentences with nothing said about it."""
    first, last = parse.quote_ranges[number]
    if first >= last:
        return False
    begin, end = parse.sentence_range(first)[0], parse.sentence_range(last - 1)[1]
    outside = [*range(begin, first), *range(last, end)]
    return not any(parse.is_word(token) for token in outside)


def _goes_on(parse: Parse, number: int) -> bool:
    """Whether a quotation is a sentence of its speaker, though opened by words of the reporter's.

    "Now, “within the trade there are many who agree.”" goes on a speech; a word quoted within somebody
    else's sentence does not.
    """
    first, last = parse.quote_ranges[number]
    if first >= last or number == 0 or _is_named_place(parse, first):
        return False
    if parse.sentence[parse.quote_ranges[number - 1][1] - 1] == parse.sentence[first]:
        return True
    if last - first < _CLAUSE_WORDS or parse.sentence[first] != parse.sentence[last - 1]:
        return False
    begin, end = parse.sentence_range(first)
    ends = not any(parse.is_word(token) for token in range(last, end))
    leads = first > begin and parse.lower[first - 1] == ","
    return ends and leads and any(parse.head[token] == token for token in range(first, last))


def _is_named_place(parse: Parse, first: int) -> bool:
    """Whether quoted words are where something was said ("Bell says on “The Ferry Hour”")."""
    if not 1 < first < len(parse) - 1 or not _is_title(parse, parse.quote_ranges[parse.quoted[first]]):
        return False
    return parse.pos[first - 1] == "ADP" and parse.pos[first - 2] != "SCONJ"


def _link_after_colon(linker: _Linker, number: int) -> bool:
    """Give a quotation that opens a paragraph to the cue that ended the one before with a colon."""
    parse = linker.parse
    first, last = parse.quote_ranges[number]
    if first >= last or parse.paragraph[first] < 1:
        return False
    paragraph = parse.paragraphs[parse.paragraph[first]]
    before = parse.paragraphs[parse.paragraph[first] - 1]
    opens = parse.quotations[number].start - paragraph.start <= 1
    if not opens or not parse.text[before.start : before.end].rstrip().endswith(":"):
        return False
    index = bisect_left(linker.tokens, first) - 1
    while index >= 0 and linker.candidates[index].token > first:
        index -= 1
    if index < 0 or linker.candidates[index].paragraph != parse.paragraph[first] - 1:
        return False
    if not linker.candidates[index].takes_quotation:
        return False
    linker.owner[number] = index
    linker.candidates[index].content = [parse.quote_ranges[number]]
    return True


def _link_touched(linker: _Linker) -> None:
    """Give quotations to the candidate whose content they overlap, whole."""
    for index, candidate in enumerate(linker.candidates):
        touched = {
            linker.parse.quoted[token]
            for first, last in candidate.content
            for token in range(first, last)
            if linker.parse.quoted[token] >= 0
        }
        for number in sorted(touched - linker.owner.keys()):
            quotation = linker.parse.quote_ranges[number]
            if overlap([quotation], merge(candidate.content)) >= min(2, quotation[1] - quotation[0]):
                _give(linker, number, index)


def _give(linker: _Linker, number: int, index: int) -> None:
    linker.owner[number] = index
    linker.candidates[index].content.append(linker.parse.quote_ranges[number])


def _words(parse: Parse, tokens: TokenRange) -> int:
    return sum(parse.is_word(token) for token in range(*tokens))


def _link_near(linker: _Linker, number: int) -> bool:
    """Give a quotation to the nearest cue of its sentence or neighbourhood that takes quotations."""
    parse = linker.parse
    quotation = parse.quote_ranges[number]
    if quotation[1] <= quotation[0] or _is_title(parse, quotation):
        return False
    if _words(parse, quotation) < _SPEECH_WORDS:
        return _link_cry(linker, number)
    at = bisect_left(linker.tokens, quotation[0])
    near = range(max(0, at - _NEIGHBOURS), min(len(linker.candidates), at + _NEIGHBOURS))
    scored = [(cost, index) for index in near if (cost := _cost(linker, quotation, index)) is not None]
    if not scored or min(scored)[0] >= _TOO_FAR:
        return False
    _give(linker, number, min(scored)[1])
    return True


def _link_cry(linker: _Linker, number: int) -> bool:
    """Give a word or two to the cue they touch, if it has no content ("“Out!” she wrote")."""
    parse, (first, last) = linker.parse, linker.parse.quote_ranges[number]
    at = bisect_left(linker.tokens, first)
    for index in range(max(0, at - 1), min(len(linker.candidates), at + 1)):
        candidate = linker.candidates[index]
        begin = min([candidate.cue_range[0], *(start for start, _ in candidate.source)])
        behind = candidate.cue_range[1] == first or (
            candidate.cue_range[1] == first - 1 and parse.lower[first - 1] in (",", ":")
        )
        before = begin == last and not parse.is_word(last - 2)
        open_ = not candidate.content and candidate.takes_quotation and candidate.cue.strength >= _REPORTS
        if open_ and (behind or before):
            _give(linker, number, index)
            return True
    return False


def _is_title(parse: Parse, quotation: TokenRange) -> bool:
    """Whether quoted words are a name or title in capitals, no speech a comma or colon hands over to."""
    first, last = quotation
    if first > 0 and parse.lower[first - 1] in (",", ":"):
        return False
    words = [parse.word(token) for token in range(first, last) if parse.is_word(token)]
    if not words or words[0].isupper() or not parse.is_mark(last - 1) or not parse.is_word(last - 2):
        return False
    return all(word[0].isupper() or word[0].isdigit() or len(word) < _SMALL_WORD for word in words)


def _cost(linker: _Linker, quotation: TokenRange, index: int) -> int | None:
    """Return how far a candidate is from a quotation, or None when it cannot own it."""
    parse, candidate = linker.parse, linker.candidates[index]
    paragraphs = {parse.paragraph[quotation[0]], parse.paragraph[quotation[1] - 1]}
    if not candidate.takes_quotation or candidate.paragraph not in paragraphs:
        return None
    token = candidate.token
    distance = min(abs(token - quotation[1]), abs(quotation[0] - token))
    sentence = parse.sentences[candidate.sentence]
    same = sentence[0] < quotation[1] and sentence[1] > quotation[0]
    if distance > _REACH and not same:
        return None
    if candidate.content and not _holds_quotation(parse, candidate):
        first, last = candidate.content[0][0], candidate.content[-1][1]
        if not -_ADJOINING <= quotation[0] - last <= _ADJOINING and first - quotation[1] > _ADJOINING:
            return None
        distance += 20
    return distance + (0 if same else 8)


def _holds_quotation(parse: Parse, candidate: Candidate) -> bool:
    """Whether the content has quoted words already."""
    return any(parse.quoted[token] >= 0 for first, last in candidate.content for token in range(first, last))


def _link_same_paragraph(linker: _Linker, number: int) -> bool:
    """Let a quotation follow the one before it in the same paragraph."""
    parse = linker.parse
    if number == 0 or number - 1 not in linker.owner:
        return False
    before, this = parse.quote_ranges[number - 1], parse.quote_ranges[number]
    if this[1] <= this[0] or parse.paragraph[before[1] - 1] != parse.paragraph[this[0]]:
        return False
    if this[0] - before[1] >= _CONTINUES_WITHIN or _words(parse, this) < _SPEECH_WORDS:
        return False
    _give(linker, number, linker.owner[number - 1])
    return True


def _link_follow_on(linker: _Linker, number: int) -> bool:
    """Let a paragraph that is one quotation go on the speech of the paragraph before it."""
    parse = linker.parse
    if number == 0 or number - 1 not in linker.owner:
        return False
    before, this = parse.quote_ranges[number - 1], parse.quote_ranges[number]
    if this[1] <= this[0] or not _fills_paragraph(parse, number):
        return False
    between = parse.paragraphs[parse.paragraph[before[1] - 1] + 1 : parse.paragraph[this[0]]]
    if any(paragraph.holds_claims for paragraph in between) or len(between) > 1:
        return False
    index = linker.owner[number - 1]
    linker.owner[number] = index
    linker.candidates[index].continuations.append([this])
    return True


def _link_paragraph_before(linker: _Linker, number: int) -> bool:
    """Let a paragraph that is one quotation go on the indirect speech that closed the one before."""
    parse = linker.parse
    this = parse.quote_ranges[number]
    if this[1] <= this[0] or not _fills_paragraph(parse, number):
        return False
    index = bisect_left(linker.tokens, this[0]) - 1
    if index < 0:
        return False
    candidate = linker.candidates[index]
    near = parse.paragraph[this[0]] - candidate.paragraph == 1
    if not near or not candidate.takes_quotation or not candidate.source or not candidate.content:
        return False
    linker.owner[number] = index
    candidate.continuations.append([this])
    return True


def _fills_paragraph(parse: Parse, number: int) -> bool:
    """Whether a paragraph holds at most one word outside the quotation."""
    quotation = parse.quotations[number]
    paragraph = parse.paragraphs[parse.paragraph[parse.quote_ranges[number][0]]]
    outside = parse.text[paragraph.start : quotation.start] + parse.text[quotation.end : paragraph.end]
    return len(outside.split()) <= 1

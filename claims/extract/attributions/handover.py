"""Where a sentence hands over to a quotation and back: what stands around a cue phrase and is not said."""

from __future__ import annotations

from claims.extract.reading.parse import Parse, TokenRange, subtract

_SOME_WORDS = 3


def handed_over(parse: Parse, chunk: TokenRange, content: list[TokenRange]) -> list[TokenRange]:
    """Return what a cue phrase follows without what is outside its brackets or leads up to a quotation."""
    first, last = parse.sentence_range(chunk[0])
    inner = within_brackets(parse, chunk, (first, last))
    begin = quotation_start(parse, inner[0], chunk[0])
    cut = [(first, begin), (inner[1], last)]
    return subtract(content, cut) if (begin, inner[1]) != (first, last) else content


def quotation_precedes(parse: Parse, chunk: TokenRange) -> bool:
    """Whether a cue phrase stands right behind a quotation of some words in its sentence."""
    mark = chunk[0] - 1
    if mark < parse.sentence_range(chunk[0])[0] or parse.quoted[mark] < 0 or not parse.is_mark(mark):
        return False
    return (
        sum(parse.is_word(token) for token in range(*parse.quote_ranges[parse.quoted[mark]])) >= _SOME_WORDS
    )


def quotation_follows(parse: Parse, chunk: TokenRange) -> bool:
    """Whether a cue phrase hands over to a quotation and none stands before it (", she said, “Go”")."""
    after = chunk[1]
    while after < len(parse) and parse.lower[after] in (",", ":"):
        after += 1
    before = chunk[0] - 1
    while before >= 0 and parse.lower[before] == ",":
        before -= 1
    opens = after < len(parse) and parse.quoted[after] >= 0 and parse.is_mark(after)
    return opens and (before < 0 or parse.quoted[before] < 0)


def within_brackets(parse: Parse, chunk: TokenRange, sentence: TokenRange) -> TokenRange:
    """Return the part of a sentence that the brackets around a cue phrase leave it."""
    first, last = sentence
    for token in range(chunk[0] - 1, first - 1, -1):
        if parse.quoted[token] >= 0:
            continue
        if parse.lower[token] == ")":
            return sentence
        if parse.lower[token] == "(":
            closing = (at for at in range(chunk[1], last) if parse.lower[at] == ")" and parse.quoted[at] < 0)
            return token + 1, next(closing, last)
    return sentence


def quotation_start(parse: Parse, first: int, last: int) -> int:
    """Return where a quotation right before a cue starts if a colon or dash hands over to it."""
    close = last - 1
    if close <= first or parse.quoted[close] < 0 or not parse.is_mark(close):
        return first
    start = close
    while start > first and parse.quoted[start - 1] == parse.quoted[close]:
        start -= 1
    handed = start - 1 > first and parse.lower[start - 1] in (":", "-", "–", "—", "--")
    speaks = parse.pos[start - 2] == "VERB" and parse.tag[start - 2] != "VBG"
    return start if handed and not speaks else first


def has_quotation(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a stretch has quoted words."""
    return any(parse.quoted[token] >= 0 for token in range(*tokens))


def is_quotation(parse: Parse, tokens: TokenRange) -> bool:
    """Whether all words of a stretch are quoted: what follows the cue unquoted is not said by the speaker."""
    return all(parse.quoted[token] >= 0 or not parse.is_word(token) for token in range(*tokens))

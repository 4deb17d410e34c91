"""What is said when no complement of the cue says it: the sentence around a cue phrase."""

from __future__ import annotations

from claims.extract.attributions.handover import has_quotation, is_quotation, quotation_start, within_brackets
from claims.extract.lexicon.cues import cue_of
from claims.extract.reading.parse import Parse, TokenRange, merge, subtract

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BREAKS = frozenset({",", '"', "”", "“", "’", "'", "—", "–", "--", "-", ")", "?", "!"})
_ASIDE = frozenset({"which", "who"})
_ADJUNCTS = frozenset(
    {"prep", "npadvmod", "advmod", "dative", "dobj", "nsubj", "prt", "punct", "agent", "tmod", "aux", "neg"}
)


def is_set_off(parse: Parse, verb: int, group: TokenRange, source: TokenRange | None) -> bool:
    """Whether a cue phrase behind its content is parted from it by a comma or mark."""
    first = min(group[0], source[0]) if source else group[0]
    bottom = parse.sentence_range(verb)[0]
    while first > bottom and parse.pos[first - 1] in ("CCONJ", "ADV", "PRON", "SCONJ"):
        first -= 1
    return first > bottom and parse.lower[first - 1] in _BREAKS


def sentence_content(
    parse: Parse, chunk: TokenRange, *, trailing: bool = True, following: bool = True, clause: bool = True
) -> list[TokenRange]:
    """Return what the sentence of a cue phrase `chunk` says around it.

    A phrase set off by a comma or mark on its left speaks for what stands before it (and after it, when
    it is a parenthesis); else for what comes after, if `following` is allowed. With `clause` each must hold
    a clause or quotation.
    """
    first, last = within_brackets(parse, chunk, parse.sentence_range(chunk[0]))
    before = (_clause_start(parse, first, chunk[0]), chunk[0])
    after = (chunk[1], _clause_end(parse, chunk[1], last))
    set_off = chunk[0] > first and parse.lower[chunk[0] - 1] in _BREAKS
    if set_off and _has_words(parse, before):
        before = (quotation_start(parse, *before), chunk[0])
        goes_on = trailing and not parse.is_mark(chunk[0] - 1) and _is_parenthesis(parse, chunk, last)
        goes_on = goes_on and (has_quotation(parse, after) or not is_quotation(parse, before))
        whole = not goes_on and _closes(parse, chunk, last)
        whole = whole and not _is_adjunct(parse, before)
        if not clause or whole or _is_clause(parse, before) or (goes_on and _is_clause(parse, after)):
            return [before, after] if goes_on else [before]
    if not following or not _has_words(parse, after) or parse.lower[after[0]] == "to":
        return []
    return [after] if not clause or _is_clause(parse, after) else []


def _is_adjunct(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a stretch opens with a preposition, so that it only says when or where ("In a letter, ...")."""
    return parse.pos[tokens[0]] in ("ADP", "SCONJ") and all(
        parse.quoted[token] < 0 for token in range(*tokens)
    )


def _closes(parse: Parse, chunk: TokenRange, last: int) -> bool:
    """Whether a cue phrase ends its sentence behind a comma, so that all before it is said."""
    end = next((at for at in range(chunk[1], last) if parse.pos[at] != "SPACE"), last)
    return parse.lower[chunk[0] - 1] == "," and (end == last or parse.lower[end] in (".", "?", "!"))


def _is_clause(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a stretch holds a finite clause or a quotation of its own, no mere adverbial."""
    return any(
        parse.quoted[token] >= 0
        or (parse.tag[token] in _FINITE and parse.dep[_clause_head(parse, token)] not in ("advcl", "relcl"))
        for token in range(*tokens)
    )


def _clause_head(parse: Parse, token: int) -> int:
    """Return the verb an auxiliary belongs to, or the token itself."""
    return parse.head[token] if parse.dep[token] in ("aux", "auxpass") else token


def _is_parenthesis(parse: Parse, chunk: TokenRange, last: int) -> bool:
    """Whether the sentence goes on after a comma that closes the cue phrase."""
    return chunk[1] < last and parse.lower[chunk[1]] in _BREAKS


def _clause_start(parse: Parse, first: int, stop: int) -> int:
    """Return where the words before a cue begin, past an opening conjunction: it covers all of them."""
    begin = first
    while begin < stop and (parse.is_edge(begin) or parse.lower[begin] in ("but", "and", "so", "still")):
        begin += 1
    return begin


def _clause_end(parse: Parse, first: int, stop: int) -> int:
    """Return where the clause after `first` ends: at a semicolon outside quotations."""
    for token in range(first, stop):
        if parse.lower[token] == ";" and parse.quoted[token] < 0:
            return token
    return stop


def _has_words(parse: Parse, tokens: TokenRange) -> bool:
    return any(parse.is_word(token) for token in range(*tokens))


def cue_chunk(parse: Parse, verb: int, cue: TokenRange, source: TokenRange | None) -> TokenRange:
    """Return cue and source together with the adjuncts that hang on the cue ("told MPs on Monday")."""
    first, last = min(cue[0], source[0]) if source else cue[0], max(cue[1], source[1]) if source else cue[1]
    stop = parse.sentence_range(verb)[1]
    if source and source[0] > cue[0]:  # "said Anna Berg, a pollster"
        last = max([last, *(parse.right[kid] for kid in parse.children(verb, "nsubj") if kid > verb)])
    moved = True
    while moved and last < stop:
        moved = False
        for kid in parse.kids[verb]:
            if parse.left[kid] == last and parse.dep[kid] in _ADJUNCTS and parse.dep[kid] != "punct":
                last, moved = parse.right[kid], True
    return first, min(last, stop)


def with_elaboration(parse: Parse, cue: int, content: list[TokenRange]) -> list[TokenRange]:
    """Return content behind a cue with what a colon adds to it ("three rules: first, ...")."""
    if not content or content[-1][0] < cue:
        return content
    first, last = content[-1]
    end = parse.sentence_range(cue)[1]
    if last + 1 >= end or parse.lower[last] != ":" or parse.paragraph[last + 1] != parse.paragraph[cue]:
        return content
    if any(parse.quoted[token] >= 0 for token in range(last, min(last + 3, end))):
        return content
    return [*content[:-1], (first, _clause_end(parse, last, end))]


def without_aside(parse: Parse, cue: int, content: list[TokenRange]) -> list[TokenRange]:
    """Return content behind a cue without a ", which" clause that ends it: most are the reporter's own."""
    if not content or content[-1][0] < cue:
        return content
    first, last = content[-1]
    closed = _quotation_end(parse, first, last)
    if closed is not None:
        return [*content[:-1], (first, closed)]
    for token in range(first + 2, last):
        if parse.lower[token] not in _ASIDE or parse.lower[token - 1] != ",":
            continue
        top = _clause_of(parse, token)
        if top is None or parse.right[top] < last - 1:
            continue
        if all(parse.quoted[at] < 0 for at in range(token, last)):
            return [*content[:-1], (first, token - 1)]
    return content


def _quotation_end(parse: Parse, first: int, last: int) -> int | None:
    """Return where a quotation that opens the content ends with a comma and the reporter goes on."""
    number = parse.quoted[first]
    if number < 0:
        return None
    end = parse.quote_ranges[number][1]
    inside = first <= parse.quote_ranges[number][0] + 1 and end < last and parse.lower[end - 2] == ","
    return end if inside and all(parse.quoted[token] < 0 for token in range(end, last)) else None


def _clause_of(parse: Parse, pronoun: int) -> int | None:
    """Return the relative clause a pronoun opens."""
    top = pronoun
    while parse.left[parse.head[top]] == pronoun and parse.head[top] != top:
        top = parse.head[top]
    return top if parse.dep[top] == "relcl" else None


def without(parse: Parse, content: list[TokenRange], *cut: TokenRange | None) -> list[TokenRange]:
    """Return content with cue, source and the like taken out."""
    return subtract(merge(content), [part for part in cut if part is not None])


def is_vehicle(parse: Parse, noun: int) -> bool:
    """Whether a noun is a thing people speak through (statement, letter, post)."""
    return cue_of("vehicle", parse.lemma[noun]) is not None

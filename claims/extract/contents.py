"""What is said: the part of the sentence a cue brings, by the constructions its lexicon line allows."""

from __future__ import annotations

from claims.extract.cues import Cue, cue_of
from claims.extract.parse import Parse, TokenRange, merge, subtract

_OBJECTS = ("dobj", "attr", "oprd", "dative")
_HEARER_PRONOUNS = frozenset({"me", "us", "him", "her", "them", "you"})
_BREAKS = frozenset({",", '"', "”", "“", "’", "'", "—", "–", "--", "-", ")", "?", "!"})
_PURPOSE = frozenset({"demand", "hope", "desire"})
_ADJUNCTS = frozenset(
    {"prep", "npadvmod", "advmod", "dative", "dobj", "nsubj", "prt", "punct", "agent", "tmod", "aux", "neg"}
)


def clause_content(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return the complement clauses of a verb, "that" included."""
    found = [parse.subtree(kid) for kid in parse.kids[verb] if _is_complement(parse, verb, kid, cue)]
    return found or _stranded_clause(parse, verb)


def _is_complement(parse: Parse, verb: int, kid: int, cue: Cue) -> bool:
    """Whether a dependent clause is what the verb reports."""
    dep = parse.dep[kid]
    if dep == "xcomp":
        return _takes_xcomp(parse, kid, cue)
    if dep == "advcl":
        return has_that(parse, kid) or _is_demanded(parse, kid, cue)
    return dep == "ccomp" or (dep == "parataxis" and kid > verb)


def _is_demanded(parse: Parse, kid: int, cue: Cue) -> bool:
    """Whether a clause is what is asked for ("called for the contract to be suspended")."""
    if "for" not in cue.frames or cue.kind not in _PURPOSE:
        return False
    return any(parse.lower[mark] == "for" for mark in parse.children(kid, "mark"))


def is_set_off(parse: Parse, verb: int, group: TokenRange, source: TokenRange | None) -> bool:
    """Whether a cue phrase behind its content is parted from it by a comma or mark."""
    first = min(group[0], source[0]) if source else group[0]
    bottom = parse.sentence_range(verb)[0]
    while first > bottom and parse.pos[first - 1] in ("CCONJ", "ADV", "PRON", "SCONJ"):
        first -= 1
    return first > bottom and parse.lower[first - 1] in _BREAKS


def _takes_xcomp(parse: Parse, kid: int, cue: Cue) -> bool:
    """Whether an open complement is content: an infinitive where allowed, a small clause, a gerund."""
    infinitive = any(parse.lower[k] == "to" for k in parse.children(kid, "aux"))
    if infinitive:
        return "to" in cue.frames
    return "np" in cue.frames or "that" in cue.frames


def has_that(parse: Parse, clause: int) -> bool:
    """Whether a clause is opened by "that" (or whether, if, how, why)."""
    return any(parse.lower[kid] == "that" for kid in parse.children(clause, "mark"))


def _stranded_clause(parse: Parse, verb: int) -> list[TokenRange]:
    """Return a that-clause the parser hung on an object or adjunct of the verb ("said in a letter that")."""
    for kid in parse.children(verb, "dobj", "prep", "npadvmod", "dative"):
        if kid < verb:
            continue
        nouns = parse.children(kid, "pobj") if parse.dep[kid] in ("prep", "dative") else [kid]
        for noun in nouns:
            for clause in parse.children(noun, "acl", "relcl", "ccomp"):
                if has_that(parse, clause):
                    return [parse.subtree(clause)]
    return []


def object_content(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return the object of a verb with the phrases that complete it ("blamed X for Y")."""
    found: list[TokenRange] = []
    if "np" in cue.frames:
        for kid in parse.children(verb, *_OBJECTS):
            if kid > verb or parse.tag[kid] in ("WDT", "WP"):
                found.append(parse.subtree(kid))
    elif "to" in cue.frames and found:
        found.extend(parse.subtree(kid) for kid in parse.children(verb, "xcomp"))
    for kid in parse.children(verb, "prep"):
        if kid > verb and parse.lower[kid] in cue.frames and parse.lower[kid] != "to":
            found.append(_after_preposition(parse, kid, alone=not found))
    if not found and "to" in cue.frames and "that" not in cue.frames:
        found = [parse.subtree(kid) for kid in parse.children(verb, "prep") if parse.lower[kid] == "to"]
    return found


def _after_preposition(parse: Parse, prep: int, *, alone: bool) -> TokenRange:
    """Return a prepositional phrase, without its preposition when it is the whole content."""
    first, last = parse.subtree(prep)
    return (prep + 1, last) if alone and first == prep else (first, last)


def sentence_content(parse: Parse, chunk: TokenRange, *, trailing: bool = True) -> list[TokenRange]:
    """Return what the sentence of a cue phrase `chunk` says around it.

    A phrase set off by a comma or mark on its left speaks for what stands before it (and after it, when
    it is a parenthesis); else for what comes after.
    """
    first, last = parse.sentence_range(chunk[0])
    before = (_clause_start(parse, first, chunk[0]), chunk[0])
    after = (chunk[1], _clause_end(parse, chunk[1], last))
    set_off = chunk[0] > first and parse.lower[chunk[0] - 1] in _BREAKS
    if set_off and _has_words(parse, before):
        parts = [before]
        if trailing and _is_parenthesis(parse, chunk, last):
            parts.append(after)
        return parts
    return [after] if _has_words(parse, after) else []


def _is_parenthesis(parse: Parse, chunk: TokenRange, last: int) -> bool:
    """Whether the sentence goes on after a comma that closes the cue phrase."""
    return chunk[1] < last and parse.lower[chunk[1]] in _BREAKS


def _clause_start(parse: Parse, first: int, stop: int) -> int:
    """Return where the clause before `stop` begins: after a semicolon and an opening conjunction."""
    begin = first
    for token in range(first, stop):
        if parse.lower[token] == ";" and parse.quoted[token] < 0:
            begin = token + 1
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
    moved = True
    while moved and last < stop:
        moved = False
        for kid in parse.kids[verb]:
            if parse.left[kid] == last and parse.dep[kid] in _ADJUNCTS and parse.dep[kid] != "punct":
                last, moved = parse.right[kid], True
    return first, min(last, stop)


def without(parse: Parse, content: list[TokenRange], *cut: TokenRange | None) -> list[TokenRange]:
    """Return content with cue, source and the like taken out."""
    return subtract(merge(content), [part for part in cut if part is not None])


def is_vehicle(parse: Parse, noun: int) -> bool:
    """Whether a noun is a thing people speak through (statement, letter, post)."""
    return cue_of("vehicle", parse.lemma[noun]) is not None

"""The words that name a source: a noun phrase without what merely trails it."""

from __future__ import annotations

from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.parse import Parse, TokenRange

_DUMMY = frozenset({"it", "there"})
_FLOATING = frozenset({"all", "both", "each", "also", "then", "now", "later", "still", "too"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
_PARTING = frozenset({",", "(", "–", "—", "-", "--"})


def source_range(parse: Parse, head: int, cue: int) -> TokenRange | None:
    """Return the range of the noun phrase of `head` without what trails it after a comma.

    A name in apposition to an office stays ("The harbour master, Bethan Coyle"); so do restrictive
    participles ("figures obtained by ..."); clauses do not.
    """
    if parse.lower[head] in _DUMMY and parse.dep[head] in ("expl", "nsubjpass"):
        return None
    first, last = parse.subtree(head)
    for kid in parse.kids[head]:
        holds_cue = parse.left[kid] <= cue < parse.right[kid]
        if kid > head and (holds_cue or _trails(parse, head, kid)):
            last = min(last, parse.left[kid])
    if first <= cue < last:
        first, last = (first, cue) if head < cue else (cue + 1, last)
    while last > first and _hangs_loose(parse, head, last - 1):
        last -= 1
    while first < last and (parse.is_edge(first) or parse.is_mark(first) or parse.dep[first] == "cc"):
        first += 1
    if first < last and parse.dep[last - 1] == "case":
        last -= 1
    return (first, _past_hyphen(parse, last, cue)) if first < last else None


def _past_hyphen(parse: Parse, last: int, cue: int) -> int:
    """Return the end of a phrase that was cut within a hyphenated word ("Facebook co-|founder Bell")."""
    stop = cue if last <= cue else parse.sentence_range(cue)[1]
    if last + 1 >= stop or parse.lower[last] != "-" or parse.end[last - 1] != parse.start[last]:
        return last
    end = last + 1
    while end < stop and parse.pos[end] in _NOMINAL:
        end += 1
    return end


def with_name_or_office(parse: Parse, source: TokenRange, cue: TokenRange) -> TokenRange:
    """Return a source before its cue with the half of an apposition that the parser left out.

    "Anna Bell, the mayor of Reno, said" has the name for source, "The mayor of Reno, Anna Bell, said" both.
    """
    first, last = source
    if not 1 < first < last <= cue[0] or parse.lower[first - 1] != "," or parse.quoted[first - 1] >= 0:
        return source
    closed = parse.lower[last] == ","
    begin = parse.sentence_range(first)[0]
    start = first - 1
    while start > begin and parse.quoted[start - 1] < 0 and parse.is_word(start - 1):
        start -= 1
    if start == first - 1 or not _may_begin(parse, start, begin):
        return source
    if parse.lower[start] in ("but", "and"):
        start += 1
    before = (start, first - 1)
    if closed and parse.pos[first] in ("DET", "NOUN", "ADJ") and _is_name(parse, before):
        return before
    if (closed or not _goes_on(parse, cue)) and _is_office(parse, before) and _is_name(parse, source):
        return start, last
    return source


def _may_begin(parse: Parse, start: int, begin: int) -> bool:
    """Whether a phrase opens its sentence or follows a quotation, a dash, "and" or a fronted phrase."""
    if start == begin or parse.lower[start] in ("but", "and"):
        return True
    if parse.quoted[start - 1] >= 0 or parse.lower[start - 1] in ("—", "–", "--"):
        return True
    fronted = parse.pos[begin] == "ADP" or parse.tag[begin] in ("VBG", "VBN")
    return parse.lower[start - 1] == "," and fronted and parse.lower[begin] != "according"


def _goes_on(parse: Parse, cue: TokenRange) -> bool:
    """Whether a cue is a parenthesis that a clause goes on behind (", Bell said, has resigned")."""
    after = cue[1]
    if after + 1 >= len(parse) or parse.lower[after] != ",":
        return False
    return parse.quoted[after + 1] < 0


def _is_name(parse: Parse, tokens: TokenRange) -> bool:
    """Whether all of a phrase is a name with its titles, no place and no date."""
    words = range(*tokens)
    named = all(parse.pos[t] == "PROPN" or parse.entity[t] in ("PERSON", "ORG") for t in words)
    return named and parse.entity[tokens[1] - 1] not in ("GPE", "LOC", "DATE", "TIME")


def _is_office(parse: Parse, tokens: TokenRange) -> bool:
    """Whether a phrase without a verb says what somebody is ("another friend", "a teacher from Reno")."""
    first, last = tokens
    if any(parse.pos[token] in ("VERB", "AUX", "SCONJ", "ADV") for token in range(first, last)):
        return False
    if parse.pos[first] not in ("DET", "PRON", "ADJ", "NOUN", "PROPN"):
        return False
    head = first
    while head + 1 < last and parse.pos[head + 1] in _NOMINAL:
        head += 1
    known = nouns().get(parse.lemma[head])
    return known is not None and known.kind != "document" and parse.pos[head] == "NOUN"


def _hangs_loose(parse: Parse, head: int, token: int) -> bool:
    """Whether the last token of a phrase is a mark or an adverb no part of it ("the two ministers both")."""
    if parse.is_word(token):
        return token > head and (parse.lower[token] in _FLOATING or parse.dep[token] == "cc")
    return parse.lower[token] not in (")", "%")


def _is_adjunct(parse: Parse, prep: int) -> bool:
    """Whether a phrase behind a source tells to whom or when it spoke ("said Bolden to the crowd")."""
    noun = parse.child(prep, "pobj")
    dated = noun is not None and parse.entity[noun] in ("DATE", "TIME")
    inverted = parse.left[parse.head[prep]] > 0 and parse.dep[parse.head[prep]].startswith("nsubj")
    hearer = parse.lower[prep] == "to" and inverted and parse.head[parse.head[prep]] < parse.head[prep]
    return hearer or (dated and parse.lower[prep] in ("on", "in", "during", "at"))


def _parts(parse: Parse, mark: int) -> bool:
    """Whether a mark sets off what follows: a comma, bracket or dash, no hyphen within a word."""
    if parse.lower[mark] not in _PARTING:
        return False
    return parse.lower[mark] != "-" or mark == 0 or parse.end[mark - 1] != parse.start[mark]


def _trails(parse: Parse, head: int, kid: int) -> bool:
    """Whether a right dependent is not part of the source's name."""
    edge = parse.left[kid]
    after_comma = edge > 0 and _parts(parse, edge - 1)
    dep = parse.dep[kid]
    if dep in ("relcl", "advcl", "ccomp", "parataxis"):
        return dep != "relcl" or after_comma or parse.pos[head] in ("PROPN", "PRON")
    if dep == "appos" and parse.pos[kid] == "PRON":
        return False
    if dep == "appos":
        return not (parse.pos[head] == "NOUN" and parse.pos[kid] == "PROPN")
    if dep == "punct":
        return False
    if dep == "prep" and _is_adjunct(parse, kid):
        return True
    if dep in ("conj", "cc"):
        return parse.pos[kid] in ("VERB", "AUX")
    return after_comma

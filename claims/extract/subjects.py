"""Who speaks: the subject of a reporting verb, however far the grammar has moved it away."""

from __future__ import annotations

from claims.extract.cues import cue_of
from claims.extract.parse import Parse, TokenRange

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLIMB = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp"})
_CLAUSE = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_MAX_CLIMB = 4
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
# How many tokens may stand between a name and its verb, apposition included.
_APART = 24
_MARKS = frozenset({",", '"', "”", "'", "’", "?", "!"})
_DUMMY = frozenset({"it", "there"})


def agent(parse: Parse, verb: int) -> int | None:
    """Return the head of a passive's "by" phrase, or None."""
    by = parse.child(verb, "agent")
    if by is None:
        by = next((kid for kid in parse.children(verb, "prep") if parse.lower[kid] == "by"), None)
        if by is None or not is_passive(parse, verb):
            return None
    return parse.child(by, "pobj")


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is a participle with a passive auxiliary or heads a reduced passive clause."""
    if parse.tag[verb] != "VBN":
        return False
    if any(parse.lower[kid] == "'s" for kid in parse.children(verb, "auxpass")):
        return parse.child(verb, "dobj", "ccomp") is None
    if parse.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    return parse.dep[verb] in ("acl", "advcl") and parse.child(verb, "aux", "nsubj") is None


def is_quoted_as(parse: Parse, verb: int) -> bool:
    """Whether a passive names its speaker as subject ("she was quoted as saying")."""
    return parse.lemma[verb] in ("quote", "cite") and any(
        parse.lower[kid] == "as" for kid in parse.children(verb, "prep")
    )


def subject(parse: Parse, verb: int, depth: int = 0) -> int | None:
    """Return the head token of who does the reporting, or None when nobody is named."""
    if is_passive(parse, verb):
        return parse.child(verb, "nsubjpass") if is_quoted_as(parse, verb) else agent(parse, verb)
    own = parse.child(verb, *_SUBJECTS)
    if own is not None:
        return own
    by = agent(parse, verb)
    if by is not None:
        return by
    if depth >= _MAX_CLIMB:
        return None
    if parse.tag[verb] == "VBG" and parse.dep[verb] == "ROOT":
        return _paratactic(parse, verb)
    if parse.dep[verb] in ("acl", "relcl"):
        return _noun_subject(parse, parse.head[verb], depth)
    if parse.dep[verb] in _CLIMB:
        return _inherited(parse, verb, depth)
    return None


def _paratactic(parse: Parse, verb: int) -> int | None:
    """Return the subject of a clause the parser hung before a participle ("he said, adding ...")."""
    for kid in parse.children(verb, "parataxis", "ccomp"):
        own = parse.child(kid, *_SUBJECTS)
        if kid < verb and own is not None and parse.quoted[own] < 0:
            return own
    return None


def _inherited(parse: Parse, verb: int, depth: int) -> int | None:
    """Return the subject of the clause this one hangs on."""
    above = parse.head[verb]
    if parse.dep[verb] == "ccomp" and parse.tag[verb] != "VBG":
        return None
    while parse.pos[above] not in ("VERB", "AUX") and parse.head[above] != above:
        if parse.pos[above] in ("NOUN", "PROPN") and parse.dep[verb] == "conj":
            return None
        above = parse.head[above]
    if above == verb or parse.pos[above] not in ("VERB", "AUX"):
        return None
    if parse.dep[verb] == "advcl" and above < verb:
        above = _nearest_clause(parse, above, verb)
    own = parse.child(above, *_SUBJECTS)
    return own if own is not None else subject(parse, above, depth + 1)


def _nearest_clause(parse: Parse, above: int, verb: int) -> int:
    """Return the last coordinate of `above` before `verb` that has its own subject, else `above`."""
    for kid in reversed(parse.children(above, "conj")):
        if kid < verb and parse.child(kid, *_SUBJECTS) is not None:
            return kid
    return above


def _noun_subject(parse: Parse, noun: int, depth: int) -> int | None:
    """Return who speaks through a noun ("a statement saying"): itself, its owner or its verb's subject."""
    if cue_of("vehicle", parse.lemma[noun]) is None or parse.dep[noun] in _SUBJECTS:
        return noun
    for found in (owner(parse, noun), governing_subject(parse, noun, depth)):
        if found is not None:
            return found
    return noun


def owner(parse: Parse, noun: int) -> int | None:
    """Return the possessor of a noun ("Medinsky's claim"), or its "by" or "from" phrase."""
    possessor = parse.child(noun, "poss")
    if possessor is not None:
        return possessor
    for prep in parse.children(noun, "prep"):
        if parse.lower[prep] in ("by", "from"):
            return parse.child(prep, "pobj")
    return None


def governing_subject(parse: Parse, token: int, depth: int = 0) -> int | None:
    """Return the subject of the verb a noun phrase is object of, through prepositions."""
    above = parse.head[token]
    for _ in range(_MAX_CLIMB):
        if parse.pos[above] in ("VERB", "AUX"):
            return subject(parse, above, depth + 1)
        if parse.head[above] == above:
            return None
        above = parse.head[above]
    return None


def raised(parse: Parse, verb: int) -> int | None:
    """Return the subject of a passive, its own or that of the verb it is coordinated with."""
    own = parse.child(verb, "nsubjpass", "nsubj")
    if own is None and parse.dep[verb] == "conj" and parse.pos[parse.head[verb]] in ("VERB", "AUX"):
        own = parse.child(parse.head[verb], "nsubjpass", "nsubj")
    return own


def beside(parse: Parse, group: TokenRange, *, inverts: bool = True) -> TokenRange | None:
    """Return the noun phrase next to a reporting verb whose subject the parser lost.

    Only where typography shows it: right before the verb, after the sentence's start, a comma, a mark or
    "and"; between a closing quotation mark and the verb; or right after the verb behind a mark.
    """
    first, last = parse.sentence_range(group[0])
    start = group[0]
    while start > first and (parse.pos[start - 1] in _NOMINAL or parse.dep[start - 1] == "compound"):
        start -= 1
    opens = start == first or not parse.is_word(start - 1) or parse.lower[start - 1] in ("and", "but", "as")
    if start < group[0] and opens and _ends_phrase(parse, group[0] - 1) and not _in_apposition(parse, start):
        return start, group[0]
    apart = _before_apposition(parse, group[0], first)
    if apart is not None:
        return apart
    if inverts and group[0] > first and parse.lower[group[0] - 1] in _MARKS:
        end = group[1]
        while end < last and parse.pos[end] in _NOMINAL:
            end += 1
        if end > group[1] and _ends_phrase(parse, end - 1):
            return group[1], end
    return None


def _ends_phrase(parse: Parse, token: int) -> bool:
    return parse.pos[token] in ("NOUN", "PROPN", "PRON") or parse.dep[token] == "compound"


def _in_apposition(parse: Parse, start: int) -> bool:
    """Whether the phrase at `start` is the second half of "Rosette Bell, a spokeswoman"."""
    return (
        start > 1
        and parse.lower[start - 1] == ","
        and parse.pos[start] == "DET"
        and parse.pos[start - 2] == "PROPN"
    )


def _before_apposition(parse: Parse, verb: int, first: int) -> TokenRange | None:
    """Return the name before an age, bracket or apposition that ends at the verb ("Ramos, 58, told")."""
    if verb - first < 3:
        return None
    floor = max(first, verb - _APART)
    start = verb
    while start > floor and parse.quoted[start - 1] < 0 and parse.tag[start - 1] not in _FINITE:
        start -= 1
    if start > first and not (start > floor and parse.quoted[start - 1] >= 0):
        return None
    end = start
    while end < verb and (parse.pos[end] in _NOMINAL or parse.dep[end] == "compound"):
        end += 1
    closed = end < verb - 1 and parse.lower[end] in (",", "(") and parse.lower[verb - 1] in (",", ")")
    named = end > start and parse.pos[end - 1] == "PROPN"
    return (start, end) if closed and named else None


def source_range(parse: Parse, head: int, cue: int) -> TokenRange | None:
    """Return the range of the noun phrase of `head` without what trails it after a comma.

    A name in apposition to an office stays ("The harbour master, Bethan Coyle"); so do restrictive
    participles ("figures obtained by ..."); clauses do not.
    """
    if parse.lower[head] in _DUMMY and parse.dep[head] in ("expl", "nsubjpass"):
        return None
    first, last = parse.subtree(head)
    for kid in parse.kids[head]:
        if kid > head and _trails(parse, head, kid):
            last = min(last, parse.left[kid])
    if first <= cue < last:
        first, last = (first, cue) if head < cue else (cue + 1, last)
    while last > first and not parse.is_word(last - 1) and parse.lower[last - 1] not in (")", "%"):
        last -= 1
    while first < last and (parse.is_edge(first) or parse.is_mark(first) or parse.dep[first] == "cc"):
        first += 1
    if first < last and parse.dep[last - 1] == "case":
        last -= 1
    return (first, last) if first < last else None


def _is_adjunct(parse: Parse, prep: int) -> bool:
    """Whether a phrase behind a source tells to whom or when it spoke ("said Bolden to the crowd")."""
    noun = parse.child(prep, "pobj")
    dated = noun is not None and parse.entity[noun] in ("DATE", "TIME")
    inverted = parse.left[parse.head[prep]] > 0 and parse.dep[parse.head[prep]].startswith("nsubj")
    hearer = parse.lower[prep] == "to" and inverted and parse.head[parse.head[prep]] < parse.head[prep]
    return hearer or (dated and parse.lower[prep] in ("on", "in", "during", "at"))


def _trails(parse: Parse, head: int, kid: int) -> bool:
    """Whether a right dependent is not part of the source's name."""
    edge = parse.left[kid]
    after_comma = edge > 0 and parse.lower[edge - 1] in (",", "(", "–", "—", "-", "--")
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

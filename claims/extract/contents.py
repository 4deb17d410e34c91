"""What is said: the part of the sentence a cue brings, by the constructions its lexicon line allows."""

from __future__ import annotations

from claims.extract.cues import Cue, cue_of
from claims.extract.handover import has_quotation, is_quotation, quotation_start, within_brackets
from claims.extract.kinds import Noun, nouns
from claims.extract.parse import Parse, TokenRange, merge, subtract

_OBJECTS = ("dobj", "attr", "oprd", "dative")
_INTERROGATIVE = frozenset({"if", "whether", "how", "why", "what", "who", "when", "where"})
_EMPTY_OBJECTS = frozenset({"that", "so", "it", "this", "what", "which"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SMALL_CLAUSE_KINDS = frozenset({"description", "belief", "evidence", "reference"})
# Subordinate clauses that belong to what is said when nothing parts them from it.
_BOUND = frozenset(
    {"because", "if", "unless", "when", "while", "although", "though", "until", "since", "before"}
)
_BREAKS = frozenset({",", '"', "”", "“", "’", "'", "—", "–", "--", "-", ")", "?", "!"})
# Words, the cue's adverbs and hearer, that may stand between a cue and its clause.
_CLOSE = 6
_PURPOSE = frozenset({"demand", "hope", "desire"})
_ADJUNCTS = frozenset(
    {"prep", "npadvmod", "advmod", "dative", "dobj", "nsubj", "prt", "punct", "agent", "tmod", "aux", "neg"}
)


def clause_content(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return the complement clauses of a verb, "that" included."""
    kids = [kid for kid in parse.kids[verb] if _is_complement(parse, verb, kid, cue)]
    if "that" not in cue.frames and "to" not in cue.frames and "np" not in cue.frames:
        kids = [kid for kid in kids if kid < verb]
    after = [kid for kid in kids if kid > verb]
    if after and parse.left[after[0]] - verb <= _CLOSE:
        kids = after
    found = merge([parse.subtree(kid) for kid in kids])
    if after and kids == after:
        found = _bound_clauses(parse, verb, found)
    return found or _stranded_clause(parse, verb)


def _bound_clauses(parse: Parse, verb: int, found: list[TokenRange]) -> list[TokenRange]:
    """Return the content with clauses the parser hung on the cue though they go on the content."""
    last = found[-1][1]
    for kid in parse.kids[verb]:
        if parse.left[kid] < last or parse.dep[kid] not in ("advcl", "conj", "cc"):
            continue
        if parse.left[kid] != last or parse.is_mark(last - 1) or not _goes_on(parse, kid):
            break
        last = parse.right[kid]
    return merge([*found, (found[-1][0], last)]) if last > found[-1][1] else found


def _goes_on(parse: Parse, kid: int) -> bool:
    """Whether a clause right behind the content, without a comma, is more of it."""
    if parse.dep[kid] == "cc":
        return True
    if parse.dep[kid] == "conj":
        return parse.child(kid, "nsubj", "nsubjpass", "expl") is not None
    return any(parse.lower[mark] in _BOUND for mark in parse.children(kid, "mark", "advmod"))


def _is_complement(parse: Parse, verb: int, kid: int, cue: Cue) -> bool:
    """Whether a dependent clause is what the verb reports."""
    dep = parse.dep[kid]
    if dep == "xcomp":
        return _takes_xcomp(parse, kid, cue)
    if dep == "advcl":
        return has_that(parse, kid) or _is_demanded(parse, kid, cue) or _is_asked(parse, verb, kid, cue)
    if dep == "ccomp":
        return kid > verb or "that" in cue.frames or "quote" in cue.frames
    return dep == "parataxis" and kid > verb


def _is_asked(parse: Parse, verb: int, kid: int, cue: Cue) -> bool:
    """Whether a clause behind a verb of asking is the question ("asked if she knew")."""
    marks = {parse.lower[mark] for mark in parse.children(kid, "mark", "advmod", "dobj", "attr")}
    return cue.kind == "question" and kid > verb and bool(marks & _INTERROGATIVE)


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
    return "to" in cue.frames if infinitive else cue.kind in _SMALL_CLAUSE_KINDS


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


def object_content(parse: Parse, verb: int, cue: Cue, source: TokenRange | None) -> list[TokenRange]:
    """Return the object of a verb with the phrases that complete it ("blamed X for Y")."""
    found: list[TokenRange] = []
    if "np" in cue.frames and _takes_object(parse, verb, cue, source):
        objects = [kid for kid in parse.children(verb, *_OBJECTS) if _is_object(parse, verb, kid)]
        found = _with_complements(parse, verb, [parse.subtree(kid) for kid in objects])
    for kid in parse.children(verb, "prep"):
        if kid > verb and parse.lower[kid] in cue.frames and parse.lower[kid] != "to":
            found.append(_after_preposition(parse, kid, alone=not found))
    if not found and "to" in cue.frames and "that" not in cue.frames:
        found = [parse.subtree(kid) for kid in parse.children(verb, "prep") if parse.lower[kid] == "to"]
    return found


def _with_complements(parse: Parse, verb: int, found: list[TokenRange]) -> list[TokenRange]:
    """Return an object with the phrases right behind it, dates apart ("put the toll at 9", "$20m in aid")."""
    for kid in parse.children(verb, "prep"):
        if found and parse.left[kid] == found[-1][1] and found[-1][0] > verb and not _is_dated(parse, kid):
            found = [*found[:-1], (found[-1][0], parse.right[kid])]
    return found


def _is_dated(parse: Parse, prep: int) -> bool:
    """Whether a phrase says when, or has no noun at all."""
    noun = parse.child(prep, "pobj", "pcomp")
    return noun is None or parse.entity[noun] in ("DATE", "TIME")


def _takes_object(parse: Parse, verb: int, cue: Cue, source: TokenRange | None) -> bool:
    """Whether an object is content: a hearer is not, and only a document shows things."""
    if "tell" in cue.frames:
        return parse.child(verb, "dative") is not None and parse.child(verb, "dobj") is not None
    if cue.kind == "evidence":
        if source is None:
            return False
        noun = nouns().get(parse.lemma[source[1] - 1])
        return any(n is not None and n.kind == "document" for n in (noun, *_nouns_of(parse, source)))
    return "pred" not in cue.frames or _has_predicate(parse, verb, cue)


def _has_predicate(parse: Parse, verb: int, cue: Cue) -> bool:
    """Whether something is said of the object ("called it a scandal", "put the toll at 9")."""
    if (
        len(parse.children(verb, "dobj", "oprd", "attr")) > 1
        or parse.child(verb, "oprd", "acomp") is not None
    ):
        return True
    if any(
        parse.lower[kid] in cue.frames and not _is_dated(parse, kid) for kid in parse.children(verb, "prep")
    ):
        return True
    objects = [parse.subtree(kid) for kid in parse.children(verb, "dobj")]
    return "at" not in cue.frames and any(
        parse.quoted[token] >= 0
        for first, last in objects
        for token in range(first, min(last + 1, len(parse)))
    )


def _nouns_of(parse: Parse, tokens: TokenRange) -> list[Noun | None]:
    return [nouns().get(parse.lemma[token]) for token in range(*tokens) if parse.pos[token] == "NOUN"]


def _is_object(parse: Parse, verb: int, kid: int) -> bool:
    """Whether an object says something: not a bare pronoun, unless it is the relative one in front."""
    if kid < verb:
        return parse.tag[kid] in ("WDT", "WP")
    return parse.lower[kid] not in _EMPTY_OBJECTS or parse.right[kid] - parse.left[kid] > 1


def _after_preposition(parse: Parse, prep: int, *, alone: bool) -> TokenRange:
    """Return a prepositional phrase, without its preposition when it is the whole content."""
    first, last = parse.subtree(prep)
    return (prep + 1, last) if alone and first == prep else (first, last)


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
        if not clause or _is_clause(parse, before) or (goes_on and _is_clause(parse, after)):
            return [before, after] if goes_on else [before]
    if not following or not _has_words(parse, after) or parse.lower[after[0]] == "to":
        return []
    return [after] if not clause or _is_clause(parse, after) else []


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

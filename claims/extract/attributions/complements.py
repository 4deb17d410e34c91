"""The clauses a verb reports: its complements, and what the parser hung beside them."""

from __future__ import annotations

from claims.extract.lexicon.cues import Cue
from claims.extract.reading.parse import Parse, TokenRange, merge

_INTERROGATIVE = frozenset({"if", "whether", "how", "why", "what", "who", "when", "where"})
_SMALL_CLAUSE_KINDS = frozenset({"description", "belief", "evidence", "reference"})
_PURPOSE = frozenset({"demand", "hope", "desire"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
# Subordinate clauses that belong to what is said when nothing parts them from it.
_BOUND = frozenset(
    {"because", "if", "unless", "when", "while", "although", "though", "until", "since", "before"}
)
# Words, the cue's adverbs and hearer, that may stand between a cue and its clause.
_CLOSE = 6


def clause_content(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return the complement clauses of a verb, "that" included."""
    kids = [kid for kid in parse.kids[verb] if _is_complement(parse, verb, kid, cue)]
    if not cue.frames & {"that", "to", "np"}:
        kids = [kid for kid in kids if kid < verb]
    after = [kid for kid in kids if kid > verb]
    if after and parse.left[after[0]] - verb <= _CLOSE:
        kids = after
    found = merge([parse.subtree(kid) for kid in kids])
    if after and kids == after:
        found = _bound_clauses(parse, verb, _with_lost_subject(parse, verb, after[0], cue, found))
    return (
        found or _stranded_clause(parse, verb) or _late_clause(parse, verb, cue) or _nested(parse, verb, cue)
    )


def _nested(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return the clause below the adjective of a fixed phrase ("made it clear that ...")."""
    if " " not in cue.lemma:
        return []
    for kid in parse.children(verb, "ccomp", "acomp", "oprd"):
        for clause in parse.children(kid, "ccomp", "advcl", "csubj"):
            if kid > verb and clause > kid and parse.lower[kid] in cue.lemma.split():
                return [parse.subtree(clause)]
    return []


def _with_lost_subject(
    parse: Parse, verb: int, kid: int, cue: Cue, found: list[TokenRange]
) -> list[TokenRange]:
    """Return the content from right behind the cue, when its first verb has no subject of its own.

    The parser hung the subject on the cue instead ("said about half of the loss was due to rain").
    """
    bare = parse.dep[kid] != "ccomp" or "tell" in cue.frames or has_that(parse, kid)
    if bare or parse.child(kid, *_SUBJECTS) is not None or not _is_finite(parse, kid):
        return found
    between = [k for k in parse.kids[verb] if verb < k < parse.left[kid]]
    if (
        not between
        or parse.left[between[0]] != verb + 1
        or parse.dep[between[0]] not in ("prep", "dobj", "nsubj")
    ):
        return found
    return [(verb + 1, found[0][1]), *found[1:]]


def _is_finite(parse: Parse, verb: int) -> bool:
    return parse.tag[verb] in _FINITE or any(
        parse.tag[kid] in (*_FINITE, "MD") for kid in parse.children(verb, "aux", "auxpass")
    )


def _late_clause(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return a clause without "that" behind an adjunct ("said after the match he would go")."""
    if "that" not in cue.frames or cue.strength < 3:
        return []
    for kid in parse.children(verb, "advcl"):
        subject = parse.child(kid, *_SUBJECTS)
        if kid < verb or subject is None or not _is_finite(parse, kid):
            continue
        first = parse.left[subject]
        adjuncts = [k for k in parse.kids[kid] if k < first]
        if first - verb > 1 and adjuncts and all(parse.dep[k] in ("prep", "npadvmod") for k in adjuncts):
            return [(first, parse.right[kid])]
    return []


def _bound_clauses(parse: Parse, verb: int, found: list[TokenRange]) -> list[TokenRange]:
    """Return the content with clauses the parser hung on the cue though they go on the content."""
    last = found[-1][1]
    for kid in parse.kids[verb]:
        if parse.left[kid] < last or parse.dep[kid] not in ("advcl", "conj", "cc"):
            continue
        if parse.left[kid] != last or parse.is_mark(last - 1) or not _goes_on(parse, kid):
            break
        last = parse.right[kid]
    if parse.dep[last - 1] == "cc" and parse.head[last - 1] == verb:
        last -= 1
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


def _takes_xcomp(parse: Parse, kid: int, cue: Cue) -> bool:
    """Whether an open complement is content: an infinitive where allowed, a small clause, a gerund."""
    if any(parse.lower[k] == "to" for k in parse.children(kid, "aux")):
        return "to" in cue.frames
    if _is_gerund(parse, kid) and parse.child(kid, *_SUBJECTS) is None:
        return bool(cue.frames & {"that", "np"})
    return cue.kind in _SMALL_CLAUSE_KINDS or (parse.tag[kid] == "VB" and "that" in cue.frames)


def _is_gerund(parse: Parse, kid: int) -> bool:
    """Whether a complement is an -ing form, also a perfect or passive one ("denies having met")."""
    helpers = parse.children(kid, "aux", "auxpass")
    return parse.tag[kid] == "VBG" or any(
        parse.tag[helper] == "VBG" and parse.lower[helper] in ("having", "being") for helper in helpers
    )


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

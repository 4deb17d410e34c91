"""Cues that are words of other kinds than verbs: "the claim that", "is sure that", "reportedly"."""

from __future__ import annotations

from dataclasses import replace

from claims.extract.attributions import complements, objects, source_spans, subjects
from claims.extract.attributions.candidate import Candidate, make_candidate
from claims.extract.lexicon.cues import TOPIC, Cue, cue_of
from claims.extract.reading.parse import Parse, TokenRange

_CIRCUMSTANTIAL = frozenset(
    {"amid", "amidst", "after", "before", "despite", "following", "given", "minus", "of", "on", "since"}
)
_COPULAS = frozenset({"be", "remain", "seem", "feel"})
# Verbs whose subject meets or stirs up what their object names, and does not say it.
_SUFFERED = frozenset(
    "face draw spark prompt fuel battle attract invite receive get win earn leave bring meet trigger stir"
    " provoke generate renew weather".split()
)


def noun_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "the report's finding that ..." or "a promise to ..."."""
    cue = cue_of("noun", parse.lemma[token])
    if cue is None or objects.is_voiced(parse, token):
        return None
    content = [parse.subtree(kid) for kid in parse.kids[token] if kid > token and _completes(parse, kid, cue)]
    predicated = [] if content else _predicated(parse, token)
    content = content or predicated
    if not content:
        content, cue = objects.phrase_of(parse, token, cue), replace(cue, kind=TOPIC)
    if not content:
        return None
    owner = _holder(parse, token)
    if predicated and owner is None and cue.kind == "belief":
        return None  # "the theory is that": everybody's
    source = None if owner is None else source_spans.source_range(parse, owner, token)
    return make_candidate(parse, token, cue, (token, token + 1), source, content)


def _holder(parse: Parse, token: int) -> int | None:
    """Return who holds the view or makes the claim a noun names: its owner, or the subject of its verb.

    "Both repeated their claim" names both, not "their"; who faces a claim does not make it.
    """
    owner = subjects.owner(parse, token)
    if owner is not None and parse.pos[owner] != "PRON":
        return owner
    if parse.dep[token] == "pobj" and owner is None and not _is_circumstance(parse, token):
        return subjects.governing_subject(parse, token)
    verb = parse.head[token]
    if parse.dep[token] != "dobj" or parse.lemma[verb] in _SUFFERED:
        return owner
    subject = subjects.subject(parse, verb)
    return owner if subject is None else subject


def _is_circumstance(parse: Parse, noun: int) -> bool:
    """Whether a noun only says amid or after what something happens, so that anybody may have said it."""
    return parse.dep[noun] == "pobj" and parse.lower[parse.head[noun]] in _CIRCUMSTANTIAL


def _predicated(parse: Parse, token: int) -> list[TokenRange]:
    """Return the that-clause of "the argument is that ..."."""
    verb = parse.head[token]
    if parse.dep[token] != "nsubj" or parse.lemma[verb] != "be":
        return []
    return [parse.subtree(kid) for kid in parse.children(verb, "ccomp") if _opens_with_that(parse, kid)]


def _opens_with_that(parse: Parse, clause: int) -> bool:
    """Whether a clause begins with "that", even one taken for an article ("is that rust is to blame")."""
    return complements.has_that(parse, clause) or parse.lower[parse.left[clause]] == "that"


def _completes(parse: Parse, kid: int, cue: Cue) -> bool:
    """Whether a dependent of a cue noun is what was said: a that-clause, or an infinitive where allowed."""
    if parse.dep[kid] not in ("acl", "ccomp", "relcl"):
        return False
    if complements.has_that(parse, kid):
        return True
    infinitive = any(parse.lower[k] == "to" for k in parse.children(kid, "aux"))
    return "to" in cue.frames and infinitive and parse.dep[kid] != "relcl"


def adjective_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "is confident that ..."."""
    cue = cue_of("adj", parse.lemma[token])
    if cue is None or parse.dep[token] not in ("acomp", "conj", "advcl", "oprd", "ROOT"):
        return None
    content = [
        parse.subtree(kid)
        for kid in parse.kids[token]
        if kid > token and (parse.dep[kid] == "ccomp" or (parse.dep[kid] == "xcomp" and "to" in cue.frames))
    ]
    verb = parse.head[token]
    if not content and parse.lemma[verb] in _COPULAS:
        content = _hung_on_copula(parse, verb, token)
    if not content:
        content, cue = objects.phrase_of(parse, token, cue), replace(cue, kind=TOPIC)
    if not content:
        return None
    head = subjects.subject(parse, verb) if verb != token else None
    source = None if head is None else source_spans.source_range(parse, head, token)
    first = verb if verb < token and token - verb <= 3 else token
    negated = parse.child(verb, "neg") is not None
    return make_candidate(parse, token, cue, (first, token + 1), source, content, negated=negated)


def _hung_on_copula(parse: Parse, verb: int, adjective: int) -> list[TokenRange]:
    """Return the that-clause right behind an adjective that the parser hung on "is"."""
    behind = [kid for kid in parse.children(verb, "ccomp") if parse.left[kid] == adjective + 1]
    return [parse.subtree(kid) for kid in behind if complements.has_that(parse, kid)]


def participle_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "is convinced that ...", read as a passive: who is so holds the belief."""
    cue = cue_of("adj", parse.lower[token]) if parse.tag[token] == "VBN" else None
    subject = parse.child(token, "nsubjpass")
    if cue is None or subject is None or cue.kind != "belief" or parse.child(token, "agent") is not None:
        return None
    clauses = [
        kid for kid in parse.children(token, "ccomp") if kid > token and complements.has_that(parse, kid)
    ]
    source = source_spans.source_range(parse, subject, token)
    if not clauses or source is None:
        return None
    first = token - 1 if parse.dep[token - 1] == "auxpass" else token
    negated = parse.child(token, "neg") is not None
    content = [parse.subtree(kid) for kid in clauses]
    return make_candidate(parse, token, cue, (first, token + 1), source, content, negated=negated)


def adverb_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "reportedly": the clause it stands in, no source."""
    cue = cue_of("adv", parse.lower[token])
    if cue is None:
        return None
    content = [parse.subtree(parse.head[token])]
    return make_candidate(parse, token, cue, (token, token + 1), None, content)

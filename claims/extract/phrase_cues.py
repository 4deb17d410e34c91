"""Cues that are no verbs: "according to", "in her view", "the claim that", "is sure that", "reportedly"."""

from __future__ import annotations

from dataclasses import replace

from claims.extract import complements, contents, objects, source_spans, subjects
from claims.extract.candidate import Candidate, make_candidate
from claims.extract.cues import TOPIC, Cue, cue_of
from claims.extract.parse import Parse, TokenRange

_CIRCUMSTANTIAL = frozenset(
    {"amid", "amidst", "after", "before", "despite", "following", "given", "minus", "of", "on", "since"}
)
# Verbs whose subject meets or stirs up what their object names, and does not say it.
_SUFFERED = frozenset(
    "face draw spark prompt fuel battle attract invite receive get win earn leave bring meet trigger stir"
    " provoke generate renew weather".split()
)


def preposition_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "according to X", "per X" or "in X's view"."""
    word = parse.lower[token]
    if word == "according" and token + 1 < len(parse) and parse.lower[token + 1] == "to":
        return _source_phrase(parse, token, token + 1, cue_of("prep", "according to"))
    if word == "per" and _sets_off(parse, token):
        return _source_phrase(parse, token, token, cue_of("prep", "per"))
    if word == "in":
        return _account(parse, token)
    return None


def _sets_off(parse: Parse, token: int) -> bool:
    """Whether a preposition opens the sentence or follows a comma, so that it is no rate ("per day")."""
    first = parse.sentence_range(token)[0]
    return token == first or parse.lower[token - 1] in (",", "”", '"', "—", "(")


def _source_phrase(parse: Parse, token: int, prep: int, cue: Cue | None) -> Candidate | None:
    """Return the candidate whose source is the object of `prep` and content the sentence around it."""
    noun = parse.child(prep, "pobj")
    if noun is None or cue is None:
        return None
    source = source_spans.source_range(parse, noun, token)
    if source is None:
        return None
    chunk = (token, max(source[1], min(parse.right[noun], _comma_after(parse, source[1]))))
    content = _around(parse, chunk)
    return make_candidate(parse, token, cue, (token, prep + 1), source, content, rank=4) if content else None


def _comma_after(parse: Parse, token: int) -> int:
    """Return the next comma of the sentence, or its end: a source's own relative clause stops there."""
    last = parse.sentence_range(token - 1)[1]
    return next((at for at in range(token, last) if parse.lower[at] == ","), last)


def _around(parse: Parse, chunk: TokenRange) -> list[TokenRange]:
    """Return the sentence around a source phrase, with or without commas."""
    first, last = parse.sentence_range(chunk[0])
    before, after = (first, chunk[0]), (chunk[1], last)
    opening = chunk[0] - first <= 1 or (
        parse.lower[chunk[0] - 1] in ("and", "but", "while", "whereas") and parse.lower[chunk[0] - 2] == ","
    )
    if opening:
        return [after]
    content = contents.sentence_content(parse, chunk, clause=False)
    if content and content[0][0] >= chunk[1]:
        return [before]
    return content


def _account(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "in X's view"."""
    noun = parse.child(token, "pobj")
    cue = None if noun is None else cue_of("frame", parse.lemma[noun])
    owner = None if noun is None or cue is None else parse.child(noun, "poss")
    if noun is None or cue is None or owner is None or parse.child(noun, "amod", "compound") is not None:
        return None
    source = source_spans.source_range(parse, owner, token)
    content = _around(parse, (token, noun + 1))
    return (
        make_candidate(parse, token, cue, (noun, noun + 1), source, content) if content and source else None
    )


def noun_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "the report's finding that ..." or "a promise to ..."."""
    cue = cue_of("noun", parse.lemma[token])
    if cue is None or objects.is_voiced(parse, token):
        return None
    content = [parse.subtree(kid) for kid in parse.kids[token] if kid > token and _completes(parse, kid, cue)]
    content = content or _predicated(parse, token)
    if not content:
        content, cue = objects.phrase_of(parse, token, cue), replace(cue, kind=TOPIC)
    if not content:
        return None
    owner = _holder(parse, token)
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
    return [parse.subtree(kid) for kid in parse.children(verb, "ccomp") if complements.has_that(parse, kid)]


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
    if not content:
        content, cue = objects.phrase_of(parse, token, cue), replace(cue, kind=TOPIC)
    if not content:
        return None
    verb = parse.head[token]
    head = subjects.subject(parse, verb) if verb != token else None
    source = None if head is None else source_spans.source_range(parse, head, token)
    first = verb if verb < token and token - verb <= 3 else token
    negated = parse.child(verb, "neg") is not None
    return make_candidate(parse, token, cue, (first, token + 1), source, content, negated=negated)


def adverb_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "reportedly": the clause it stands in, no source."""
    cue = cue_of("adv", parse.lower[token])
    if cue is None:
        return None
    content = [parse.subtree(parse.head[token])]
    return make_candidate(parse, token, cue, (token, token + 1), None, content)

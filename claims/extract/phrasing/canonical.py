"""The statement of a claim: a sentence that stands alone, names resolved, no attribution.

At most 16 words where grammar allows it, and never a fragment: a clause that lost its subject gets it
back, a noun phrase takes the verb that reports it ("The minister promised $5,000 a family"), an adjunct
takes the clause it hangs on. The words are the article's own.
"""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.adjuncts import adjunct_line, behind, former_value, is_fragment
from claims.extract.phrasing.answers import answered
from claims.extract.phrasing.completing import COMPLETIONS
from claims.extract.phrasing.items import introduced
from claims.extract.phrasing.recasting import RECASTINGS
from claims.extract.phrasing.relatives import relative_line
from claims.extract.phrasing.restoring import give_subject, name_superlative, negate, replace_relative, soften
from claims.extract.phrasing.shorten import shorten
from claims.extract.phrasing.telling import Telling, finite_word
from claims.extract.phrasing.verbless import gapped, verbless
from claims.extract.phrasing.wording import Wording

_WISHING = frozenset({"want", "need", "like", "wish"})
_TIME_MARKS = frozenset("after before since as when while because until".split())


def statement(told: Telling) -> str:
    """Return the statement of a claim; see the module for its form."""
    if told.kind == "relative" or (told.kind == "shared" and is_fragment(told)):
        line = relative_line(told)
        if line is not None:
            return _finished(told, line)
    doing = told.kind == "shared" and told.doc[told.tokens[0]].tag_ == "VBG"
    if (told.kind in ("figure", "record", "participle") or doing) and is_fragment(told):
        return adjunct_line(told)
    verb = told.verb()
    wished = told.cue_lemma in _WISHING and verb is not None and finite_word(verb) in (None, verb)
    if is_fragment(told) or (wished and verb is not None and verb.tag_ in ("VBD", "VBN")):
        return _completed(told, verb)
    line = told.wording(_without_openers(told))
    if verb is not None and verb.lemma_ == "compare" and finite_word(verb) in (None, verb):
        own = told.wording([i for i in line.order if i >= verb.i])
        before = former_value(told, own, verb.head)
        if before:
            return before
    replace_relative(line)
    if verb is not None:
        give_subject(told, line, verb)
        name_superlative(line, verb)
        if told.denied:
            negate(line, verb)
    return _finished(told, line)


def _finished(told: Telling, line: Wording) -> str:
    verb = told.verb()
    protected = set(told.figures)
    soften(line)
    if verb is not None:
        protected |= {c.i for c in verb.children if c.dep_ in ("neg", "aux", "auxpass", "prt")}
    shorten(line, frozenset(protected), verb.i if verb is not None else None)
    return line.text()


def _without_openers(told: Telling) -> list[int]:
    """Return the tokens without conjunctions and marks at the front."""
    tokens = list(told.tokens)
    if len(tokens) > 3 and told.doc[tokens[0]].lower_ == "only" and told.doc[tokens[1]].dep_ == "mark":
        tokens = tokens[1:]
    if (
        len(tokens) > 3
        and told.doc[tokens[0]].lower_ == "that"
        and told.cue
        and told.cue[-1] == tokens[0] - 1
    ):
        tokens = tokens[1:]
    while len(tokens) > 2 and _is_opener(told.doc[tokens[0]]):
        tokens = tokens[1:]
    return _behind_mark(told, tokens)


def _behind_mark(told: Telling, tokens: list[int]) -> list[int]:
    """Return the tokens behind "two weeks after" or "as", when the claim is that clause alone."""
    verb = told.verb()
    if verb is None or verb.dep_ not in ("advcl", "pcomp", "relcl"):
        return tokens
    mark = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in _TIME_MARKS), None)
    if mark is None or mark.i not in tokens:
        return tokens
    place = tokens.index(mark.i)
    before = (told.doc[i] for i in tokens[:place])
    timed = all(t.ent_type_ in ("DATE", "TIME") or t.pos_ in ("ADV", "PUNCT", "NUM", "CCONJ") for t in before)
    return tokens[place + 1 :] if timed and len(tokens) - place > 3 else tokens


def _is_opener(token: Token) -> bool:
    if token.is_punct and token.text not in "\"“‘'($£€":
        return True
    if token.lower_ == "that":
        return token.dep_ == "mark"
    return token.dep_ == "cc" and token.lower_ in ("and", "but", "or", "nor", "yet")


def _completed(told: Telling, verb: Token | None) -> str:
    """Return a claim without a finite verb as a sentence, by the verb that reports it if need be."""
    line = told.wording(_without_openers(told))
    for make in (answered, *RECASTINGS, introduced, *COMPLETIONS, gapped, verbless):
        found = make(told, line, verb)
        if found is not None:
            return _finished(told, found)
    torn = told.doc[line.order[0]].tag_ in ("IN", "VBG", "RB", "PRP$") and told.kind in ("main", "clause")
    if told.host_line and torn:
        return behind(told, told.host_line, line)
    return _finished(told, line)

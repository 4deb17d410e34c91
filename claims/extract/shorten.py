"""Shortening by grammar: what is least needed goes first, the main verb and its object never.

Modifiers are left out as whole subtrees, so that what is left is a sentence: brackets, appositions,
relative clauses, adverbial clauses, times and places, further clauses. A condition stays, and so does
whatever holds a figure of the claim or a negation.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from .wording import Wording

MAX_WORDS = 16
HARD_WORDS = 22  # better a long sentence than a fragment
_KEPT_MARKS = frozenset({"if", "unless", "whether", "than", "that", "lest"})
_TIMES = frozenset({"DATE", "TIME"})
_NEGATIONS = frozenset("no not n't never nothing nobody none neither nor without".split())
_OPENERS = frozenset(
    "however meanwhile also moreover furthermore indeed thus therefore still yet so then".split()
)
_LIGHT = 6  # ranks up to here go to reach MAX_WORDS, the others only to reach HARD_WORDS


def shorten(line: Wording, protected: frozenset[int], head: int | None) -> None:
    """Leave words out of `line` until it has at most 16, if need be 22, where grammar allows."""
    while line.length() > MAX_WORDS:
        step = _next(line, protected, head, _LIGHT)
        if step is None:
            break
        _leave_out(line, step)
    while line.length() > HARD_WORDS:
        step = _next(line, protected, head, 99)
        if step is None:
            break
        _leave_out(line, step)


def core(line: Wording, protected: frozenset[int], head: int | None, most: int) -> None:
    """Leave words out of a clause that only introduces another, down to `most` words."""
    while line.length() > most:
        step = _next(line, protected, head, 99)
        if step is None:
            return
        _leave_out(line, step)


def _leave_out(line: Wording, tokens: list[int]) -> None:
    """Drop tokens with the comma before them, or after them at the opening."""
    at = line.order.index(tokens[0])
    last = line.order.index(tokens[-1])
    gone = set(tokens)
    doc = line.doc
    if at > 0 and doc[line.order[at - 1]].text in (",", "–", "—", "-", ";"):
        gone.add(line.order[at - 1])
    if (at == 0 or gone - set(tokens)) and last + 1 < len(line.order):
        following = line.order[last + 1]
        if doc[following].text in (",", "–", "—", "-"):
            gone.add(following)
    line.drop(gone)
    _drop_orphan_joint(line, at)


def _drop_orphan_joint(line: Wording, at: int) -> None:
    """Drop an "and" before `at` that has nothing left to join."""
    before = line.order[at - 2 : at] if at >= 2 else []
    joint = next((i for i in before if line.doc[i].dep_ == "cc"), None)
    if joint is None:
        return
    place = line.order.index(joint)
    after = line.order[place + 1] if place + 1 < len(line.order) else None
    if after is None or line.doc[after].is_punct:
        line.drop([joint])


def _next(line: Wording, protected: frozenset[int], head: int | None, most: int) -> list[int] | None:
    """Return the tokens to leave out next: the lowest rank, and of those the last in the line."""
    best: tuple[tuple[int, int], list[int]] | None = None
    inside = frozenset(line.order)
    for token in (line.doc[i] for i in line.order):
        rank = _rank(line.doc, token, head, inside)
        if rank is None or rank > most:
            continue
        tokens = _whole(token, inside, rank)
        if tokens is None or protected & set(tokens) or _negates(line.doc, tokens, rank):
            continue
        if len(line.order) - len(tokens) < 3:
            continue
        key = (rank, -tokens[0])
        if best is None or key < best[0]:
            best = key, tokens
    return best[1] if best else None


def _whole(token: Token, inside: frozenset[int], rank: int) -> list[int] | None:
    """Return the subtree of a token within the line when it is one stretch, with its conjunction."""
    tokens = [t.i for t in token.subtree if t.i in inside]
    span = [i for i in range(tokens[0], tokens[-1] + 1) if i in inside]
    if span != tokens:
        return None
    if token.dep_ == "conj":
        joint = next((c.i for c in token.head.children if c.dep_ == "cc" and c.i < token.i), None)
        later = any(c.dep_ == "conj" for c in token.children)
        if joint is None or joint not in inside or later or joint != tokens[0] - 1:
            return None
        tokens = [joint, *tokens]
    return tokens


def _negates(doc: Doc, tokens: list[int], rank: int) -> bool:
    return rank > 1 and any(doc[i].lower_ in _NEGATIONS for i in tokens) and len(tokens) <= 3


def _rank(doc: Doc, token: Token, head: int | None, inside: frozenset[int]) -> int | None:
    """Return how dispensable a token's subtree is: 0 goes first; None never goes."""
    if token.i == head or token.head.i == token.i or token.head.i not in inside:
        return None
    dep = token.dep_
    if dep == "advmod" and token.lower_ in _OPENERS:
        return 0
    if dep == "appos" and _set_off(doc, token):
        return 1
    if dep in ("relcl", "acl"):
        return _clause_rank(doc, token)
    if dep == "advcl":
        marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod")}
        return None if marks & _KEPT_MARKS or token.tag_ == "VB" else 2
    if dep in ("npadvmod", "advmod", "prep", "agent"):
        return _adjunct_rank(doc, token)
    if dep == "conj":
        return 4 if token.pos_ in ("VERB", "AUX") else 9
    return None


def _set_off(doc: Doc, token: Token) -> bool:
    before = token.left_edge.i - 1
    return before >= 0 and doc[before].text in (",", "(", "—", "–", "-")


def _clause_rank(doc: Doc, token: Token) -> int | None:
    aimed = token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)
    bound = aimed or (token.dep_ == "acl" and token.tag_ == "VBD")
    if bound or any(c.dep_ == "mark" for c in token.children):
        return None  # "the plan to leave", "the fact that"
    if _set_off(doc, token):
        return 1
    return 5 if token.dep_ == "relcl" else 6


def _adjunct_rank(doc: Doc, token: Token) -> int | None:
    """Rank times, places and other adjuncts of verbs and nouns."""
    governor = token.head
    if governor.ent_type_ in _TIMES and governor.pos_ in ("NOUN", "PROPN"):
        return None  # "the Monday after that"
    verbal = governor.pos_ in ("VERB", "AUX")
    timed = token.ent_type_ in _TIMES or any(c.ent_type_ in _TIMES for c in token.children)
    if token.dep_ == "npadvmod":
        return 3 if verbal and timed else None
    if token.dep_ == "advmod":
        return 3 if verbal and token.tag_ == "RB" and token.ent_type_ in _TIMES else None
    if token.dep_ == "agent":
        return 8
    if verbal:
        opening = token.i < governor.i
        if timed or opening:
            return 3
        if not _has_object(governor, token):
            return None if governor.lemma_ in ("be", "lie", "stand", "rank") else 8
        return 4
    if governor.pos_ in ("NOUN", "PROPN") and token.lower_ != "of":
        return 6
    return 8 if token.lower_ != "of" else 10


def _has_object(verb: Token, adjunct: Token) -> bool:
    """Whether a verb has a complement besides this adjunct, so that the adjunct is not its only one."""
    wanted = ("dobj", "attr", "acomp", "oprd", "ccomp", "xcomp", "agent", "dative", "prt")
    others = (c for c in verb.children if c.i != adjunct.i)
    return any(c.dep_ in wanted or (c.dep_ == "prep" and verb.i < c.i < adjunct.i) for c in others)

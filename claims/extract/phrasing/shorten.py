"""Shortening by grammar: what is least needed goes first, the main verb and its object never.

Modifiers are left out as whole subtrees, so that what is left is a sentence: brackets, appositions,
relative clauses, adverbial clauses, times and places, further clauses. A condition stays, and so does
whatever holds a figure of the claim or a negation.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.lexicon.kinds import nouns, titles
from claims.extract.phrasing.wording import Wording

MAX_WORDS = 16
HARD_WORDS = 22  # better a long sentence than a fragment
_KEPT_MARKS = frozenset({"if", "unless", "whether", "than", "that", "lest"})
_TIMES = frozenset({"DATE", "TIME"})
_NEGATIONS = frozenset("no not n't never nothing nobody none neither nor without".split())
_OPENERS = frozenset(
    "however meanwhile also moreover furthermore indeed thus therefore still yet so then".split()
)
_LISTED = frozenset({"dobj", "pobj", "attr"})
_ALL = 99
_TITLE = 4  # rank of what stands before a full name
_LIGHT = 7  # ranks up to here go to reach MAX_WORDS, the others only to reach HARD_WORDS


def shorten(line: Wording, protected: frozenset[int], head: int | None) -> None:
    """Leave words out of `line` until it has at most 16, if need be 22, where grammar allows."""
    if line.length() > MAX_WORDS:
        steps = _steps(line, protected, head)
        _leave_out_to(line, steps, MAX_WORDS, _LIGHT)
        _leave_out_to(line, steps, HARD_WORDS, _ALL)


def core(line: Wording, protected: frozenset[int], head: int | None, most: int) -> None:
    """Leave words out of a clause that only introduces another, down to `most` words."""
    if line.length() > most:
        _leave_out_to(line, _steps(line, protected, head), most, _ALL)


def _leave_out_to(line: Wording, steps: list[tuple[int, int, list[int]]], most: int, rank: int) -> None:
    for at, _, tokens in steps:
        if at > rank or line.length() <= most:
            return
        inside = frozenset(line.order)
        left = [i for i in tokens if i in inside]
        if left and len(inside) - len(left) >= 3:
            if at == _TITLE:
                line.drop(left)
            else:
                _leave_out(line, left)


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


def _steps(line: Wording, protected: frozenset[int], head: int | None) -> list[tuple[int, int, list[int]]]:
    """Return what may be left out as (rank, place, tokens): the lowest rank first, of those the last."""
    found: list[tuple[int, int, list[int]]] = []
    inside = frozenset(line.order)
    for token in (line.doc[i] for i in line.order):
        title = _title(token, inside)
        if title and not protected & set(title):
            found.append((_TITLE, -title[0], title))
        rank = _rank(line.doc, token, head, inside)
        if rank is None:
            continue
        tokens = _whole(token, inside)
        if tokens and not protected & set(tokens) and not _negates(line.doc, tokens, rank):
            found.append((rank, -tokens[0], tokens))
    return sorted(found)


def _title(token: Token, inside: frozenset[int]) -> list[int]:
    """Return the words before a full name that say what somebody is ("harbour master")."""
    if token.ent_type_ != "PERSON" or token.dep_ == "compound":
        return []
    lefts = [t for t in token.subtree if t.i < token.i]
    name = [t for t in lefts if t.ent_type_ == "PERSON"]
    before = [t for t in lefts if name and t.i < name[0].i]
    if not before or not _says_what(before[-1]):
        return []
    if any(t.pos_ in ("VERB", "AUX", "NUM") or t.dep_ in ("poss", "case") for t in before):
        return []
    return [t.i for t in before if t.i in inside]


def _says_what(token: Token) -> bool:
    """Whether a word before a name is a noun or title, not a name itself."""
    low = token.lower_.rstrip(".")
    return token.text[:1].islower() or low in titles() or low in nouns()


def _whole(token: Token, inside: frozenset[int]) -> list[int]:
    """Return the subtree of a token within the line when it is one stretch, with its conjunction."""
    tokens = [t.i for t in token.subtree if t.i in inside]
    if sum(tokens[0] <= i <= tokens[-1] for i in inside) != len(tokens):
        return []
    if token.dep_ == "conj":
        joint = next((c.i for c in token.head.children if c.dep_ == "cc" and c.i < token.i), None)
        later = any(c.dep_ == "conj" for c in token.children)
        if joint is None or joint not in inside or later or joint != tokens[0] - 1:
            return []
        tokens = [joint, *tokens]
    return tokens


def _negates(doc: Doc, tokens: list[int], rank: int) -> bool:
    return rank > 1 and any(doc[i].lower_ in _NEGATIONS for i in tokens) and len(tokens) <= 3


def _rank(doc: Doc, token: Token, head: int | None, inside: frozenset[int]) -> int | None:
    """Return how dispensable a token's subtree is: 0 goes first; None never goes."""
    if token.i == head or token.head.i == token.i or token.head.i not in inside:
        return None
    dep = token.dep_
    if dep == "appos":
        return 1 if _set_off(doc, token) else None
    if dep in ("relcl", "acl"):
        return _clause_rank(doc, token)
    if dep == "advcl":
        return _adverbial_rank(token)
    if dep in ("npadvmod", "advmod", "prep", "agent"):
        return _adverb_rank(token) if dep == "advmod" else _adjunct_rank(token)
    if dep == "conj":
        return _joined_rank(token)
    return None


def _joined_rank(token: Token) -> int:
    """Rank what is joined to something: a verb, one of the things listed, else the last resort."""
    if token.pos_ in ("VERB", "AUX"):
        return 5
    first, joint = token.head, next((c for c in token.head.children if c.dep_ == "cc"), None)
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    listed = first.dep_ in _LISTED and joint is not None and joint.lower_ == "and"
    return 7 if listed and first.head.lower_ != "between" else 9


def _adverbial_rank(token: Token) -> int | None:
    """Rank an adverbial clause: a condition never goes, an aim late."""
    marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod")}
    if marks & _KEPT_MARKS:
        return None
    if token.tag_ == "VB":
        aimed = any(c.tag_ == "TO" for c in token.children)
        done = any(c.dep_ == "dobj" and c.i < token.i for c in token.head.children)
        return 6 if aimed and done else None
    return 2


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
    noun = token.head
    whom = noun.dep_ in ("nsubj", "nsubjpass") and not any(c.lower_ == "the" for c in noun.children)
    if whom and (noun.pos_ in ("PRON", "NUM", "DET") or noun.tag_ == "NNS"):
        return 9  # "voters who", "those who": without it, others are meant
    return 6


def _adverb_rank(token: Token) -> int | None:
    """Rank an adverb: joints of discourse and times; hedges, manners and directions stay."""
    if token.lower_ in _OPENERS or _comments(token):
        return 0
    timed = token.tag_ == "RB" and token.ent_type_ in _TIMES and token.head.pos_ in ("VERB", "AUX")
    return 3 if timed else None


def _comments(token: Token) -> bool:
    """Whether an adverb opens the sentence, a comma behind it ("Actually, ...")."""
    opens = token.is_sent_start or token.doc[token.i - 1].text in '"“'
    return bool(opens) and token.lower_.endswith("ly") and token.nbor(1).text == ","


def _adjunct_rank(token: Token) -> int | None:
    """Rank times, places and other adjuncts of verbs and nouns."""
    governor = token.head
    if governor.ent_type_ in _TIMES and governor.pos_ in ("NOUN", "PROPN"):
        return None  # "the Monday after that"
    verbal = governor.pos_ in ("VERB", "AUX")
    timed = token.ent_type_ in _TIMES or any(c.ent_type_ in _TIMES for c in token.children)
    if token.dep_ == "npadvmod":
        return 3 if verbal and timed else None
    if token.dep_ == "agent":
        return 8
    if verbal:
        if timed or token.i < governor.i:
            return 3
        if not _has_object(governor, token):
            return None if governor.lemma_ in ("be", "lie", "stand", "rank") else 8
        return 5
    if governor.pos_ in ("NOUN", "PROPN") and token.lower_ != "of":
        return 6
    if governor.pos_ == "NUM":
        return None
    return 8 if token.lower_ != "of" else 10


def _has_object(verb: Token, adjunct: Token) -> bool:
    """Whether a verb has a complement besides this adjunct, so that the adjunct is not its only one."""
    wanted = ("dobj", "attr", "acomp", "oprd", "ccomp", "xcomp", "agent", "dative", "prt")
    others = (c for c in verb.children if c.i != adjunct.i)
    return any(c.dep_ in wanted or (c.dep_ == "prep" and verb.i < c.i < adjunct.i) for c in others)

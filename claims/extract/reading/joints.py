"""Mending of what "and" joins: a small parser hangs a second clause on the nearest word, not on its like."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.lexicon.cues import cue_of
from claims.extract.reading.pieces import FINITE, is_verb, subject_of

_SUBORDINATE = frozenset({"advcl", "relcl"})
_CASUALTIES = frozenset(
    "hurt injured wounded dead missing homeless killed displaced stranded trapped ill sick unaccounted"
    " hospitalised hospitalized arrested detained".split()
)
_SAME_FORM = {"VB": ("VB",), "VBD": ("VBD",), "VBZ": ("VBZ",), "VBP": ("VBP", "VB"), "VBN": ("VBN",)}
_JOINING = frozenset({"and", "but", "or"})


def _joint_before(doc: Doc, token: Token) -> Token | None:
    """Return the conjunction right before a verb, adverbs and a negation skipped."""
    at = token.i - 1
    while at > 0 and (doc[at].tag_ in ("RB", "RBR") or doc[at].dep_ in ("aux", "auxpass", "neg")):
        at -= 1
    return doc[at] if doc[at].tag_ == "CC" and doc[at].lower_ in _JOINING else None


def _join(token: Token, verb: Token, joint: Token | None) -> None:
    """Make a verb the second of another."""
    if token.i == verb.i or token.is_ancestor(verb):
        return
    token.head, token.dep_ = verb, "conj"
    if joint is not None and not joint.is_ancestor(verb):
        joint.head = verb


def verb_joined_to_noun(doc: Doc, token: Token) -> bool:
    """ "will skip the games and return in May": the second verb is joined to the first, not to a noun."""
    if token.dep_ != "conj" or not is_verb(token) or is_verb(token.head) or subject_of(token) is not None:
        return False
    joint = _joint_before(doc, token)
    if joint is None or token.head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
        return False
    verb = next((t for t in token.head.ancestors if is_verb(t)), None)
    if verb is None or verb.i > token.head.i or verb.tag_ not in _SAME_FORM.get(token.tag_, ()):
        return False
    _join(token, verb, joint)
    return True


def bare_second_verb(doc: Doc, token: Token) -> bool:
    """ "I train daily and eat well": a bare form behind a present tense is present tense too."""
    first = token.head
    if (
        token.tag_ != "VB"
        or token.dep_ != "conj"
        or first.tag_ != "VBP"
        or first.lemma_ in ("do", "be", "have")
    ):
        return False
    if any(c.dep_ == "aux" for c in (*first.children, *token.children)) or first.dep_ == "aux":
        return False
    token.tag_ = "VBP"
    return False  # other rules may still move it


def plural_subject(doc: Doc, token: Token) -> bool:
    """ "are living with mould and landlords take 74 days": a plural before a bare form is its subject."""
    noun = doc[token.i - 1]
    if token.tag_ != "VB" or token.dep_ != "conj" or token.head.tag_ not in ("VBG", "VBN", "VBD", "VBZ"):
        return False
    if (
        noun.tag_ not in ("NNS", "NNPS")
        or noun.dep_ != "conj"
        or any(c.dep_ == "aux" for c in token.children)
    ):
        return False
    joint = doc[noun.left_edge.i - 1]
    if joint.tag_ != "CC" or subject_of(token) is not None or noun.head.i == token.i:
        return False
    token.tag_ = "VBP"
    noun.head, noun.dep_ = token, "nsubj"
    joint.head = token.head
    return True


def dragged_down(doc: Doc, token: Token) -> bool:
    """ "fell 4%, dragged down by exports": with an agent and no conjunction it is a participle."""
    if token.dep_ != "conj" or token.tag_ != "VBD" or doc[token.i - 1].text != ",":
        return False
    if not any(c.dep_ == "agent" for c in token.children) or subject_of(token) is not None:
        return False
    if any(c.dep_ in ("dobj", "conj", "aux") for c in token.children):
        return False
    token.tag_, token.dep_ = "VBN", "advcl"
    return True


def unmarked_past(doc: Doc, token: Token) -> bool:
    """ "seized £2m, froze six accounts and held two men": a past tense without a mark is no subordinate."""
    first = token.head
    if token.dep_ != "advcl" or token.tag_ != "VBD" or first.tag_ != "VBD" or first.i > token.i:
        return False
    if doc[token.i - 1].text != "," or subject_of(token) is not None:
        return False
    if any(c.dep_ in ("mark", "advmod", "agent") for c in token.children):
        return False
    token.dep_ = "conj"
    return True


def verb_taken_for_adjective(doc: Doc, token: Token) -> bool:
    """ "412 backed industrial action": what has a subject of its own is the verb, and the noun its object."""
    noun = token.head
    if token.dep_ != "amod" or token.tag_ != "VBD" or noun.i < token.i or subject_of(token) is None:
        return False
    token.head, token.dep_ = (token, "ROOT") if noun.head.i == noun.i else (noun.head, noun.dep_)
    token.pos_ = "VERB"
    noun.head, noun.dep_ = token, "dobj"
    for child in [c for c in noun.children if c.i > noun.i and (is_verb(c) or c.dep_ in ("cc", "punct"))]:
        child.head = token
    for child in [c for c in noun.children if c.i < token.i]:
        child.head = token
    return True


def same_form(doc: Doc, token: Token) -> bool:
    """ "would buy stock, raise pay and cut jobs": behind a modal, "cut" is no past tense."""
    if token.tag_ not in ("VBD", "VBN") or token.dep_ != "conj" or token.lemma_.lower() != token.lower_:
        return False
    if token.head.tag_ != "VB" or any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children):
        return False
    token.tag_ = "VB"
    return False  # other rules may still move it


def noun_that_is_a_verb(doc: Doc, token: Token) -> bool:
    """ "will skip the games and return to the track": a bare noun joined to an infinitive is one too."""
    verb = token.head
    if token.tag_ != "NN" or token.dep_ != "conj" or verb.tag_ != "VB" or token.i + 1 >= len(doc):
        return False
    after = doc[token.i + 1]
    if (
        doc[token.i - 1].tag_ != "CC"
        or after.tag_ not in ("IN", "TO", "DT", "RP", "PRP$")
        or after.lower_ == "of"
    ):
        return False
    token.tag_, token.pos_ = "VB", "VERB"
    return True


def second_that(doc: Doc, token: Token) -> bool:
    """ "said that A when B and that C": the second "that" answers the first, or the cue itself."""
    if token.dep_ != "conj" or not is_verb(token):
        return False
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    if mark is None or doc[max(0, mark.i - 1)].tag_ != "CC":
        return False
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in token.head.children):
        return False
    first = next(
        (t for t in token.ancestors if any(c.dep_ == "mark" and c.lower_ == "that" for c in t.children)), None
    )
    first = first or _content_above(token)
    if first is None or first.i > token.i or first.i == token.head.i:
        return False
    _join(token, first, doc[mark.i - 1])
    return True


def _content_above(token: Token) -> Token | None:
    """Return the clause without a "that" that a cue above brings ("said A had to wait and that B")."""
    above = (t for t in token.ancestors if t.dep_ == "ccomp" and t.head.i < t.i)
    return next((t for t in above if cue_of("verb", t.head.lemma_.lower()) is not None), None)


def resumed_clause(doc: Doc, token: Token) -> bool:
    """ "led from May, when Berg fell, and looked safe": behind the comma the main clause goes on."""
    inner = token.head
    if token.dep_ != "conj" or inner.dep_ not in _SUBORDINATE or token.tag_ not in FINITE:
        return False
    joint = _joint_before(doc, token)
    if joint is None or subject_of(token) is not None or joint.i == 0 or doc[joint.i - 1].text != ",":
        return False
    opens = inner.left_edge.i
    main = next((t for t in inner.ancestors if t.tag_ in FINITE or _has_finite_auxiliary(t)), None)
    if main is None or opens == 0 or doc[opens - 1].text != "," or main.i > inner.i:
        return False
    _join(token, main, joint)
    return True


def _has_finite_auxiliary(token: Token) -> bool:
    return is_verb(token) and any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in token.children)


def gapped_predicate(doc: Doc, token: Token) -> bool:
    """ "Four people are dead and about 60 hurt": the second predicate has a subject and shares the verb."""
    if token.lower_ not in _CASUALTIES or token.dep_ == "ROOT":
        return False
    at = token.i - 1
    while at > 0 and (doc[at].tag_ in ("CD", "RB", "JJR", "IN", "JJS", "NNS") or doc[at].lower_ == "others"):
        at -= 1
    counted = [t for t in doc[at + 1 : token.i] if t.tag_ in ("CD", "NNS")]
    if doc[at].tag_ != "CC" or doc[at].lower_ != "and" or not counted or counted[0].tag_ == "NNS":
        return False
    verb = next(
        (t for t in reversed(doc[token.sent.start : at]) if t.lemma_ == "be" and t.tag_ in FINITE), None
    )
    if verb is None:
        return False
    verb = verb.head if verb.dep_ == "auxpass" else verb
    if verb.is_ancestor(token) is False and token.is_ancestor(verb):
        return False
    token.tag_, token.pos_ = "VBN", "VERB"
    _join(token, verb, doc[at])
    subject = counted[-1]
    _gather(doc, at + 1, token, subject)
    return True


def _gather(doc: Doc, start: int, predicate: Token, subject: Token) -> None:
    """Hang the words before a predicate on its subject, and the subject on the predicate."""
    if subject.is_ancestor(predicate):
        subject.head = predicate
    subject.head, subject.dep_ = predicate, "nsubjpass"
    for token in doc[start : predicate.i]:
        if token.i > subject.i:
            token.head, token.dep_ = predicate, "advmod"
        elif token.i != subject.i and token.head.i not in range(start, predicate.i):
            token.head = subject
            token.dep_ = "nummod" if token.tag_ == "CD" else "quantmod"


def counted_list(doc: Doc, token: Token) -> bool:
    """ "Eight men, 12 women and three children": the second is a member of the list, no apposition."""
    if token.dep_ != "appos" or doc[token.left_edge.i - 1].text != ",":
        return False
    member = next((c for c in token.children if c.dep_ == "conj"), None)
    if member is None or not all(_is_counted(t) for t in (token.head, token, member)):
        return False
    token.dep_ = "conj"
    return True


def _is_counted(token: Token) -> bool:
    return any(c.dep_ == "nummod" for c in token.children)


RULES = (
    dragged_down,
    unmarked_past,
    verb_taken_for_adjective,
    counted_list,
    plural_subject,
    noun_that_is_a_verb,
    verb_joined_to_noun,
    second_that,
    resumed_clause,
    gapped_predicate,
)

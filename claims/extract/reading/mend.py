"""Mending of what the small parser gets wrong again and again in news prose, before any stage reads it.

Each rule names one construction and moves whole subtrees; what fits no rule is left as parsed.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.reading import interruptions, joints, main_verbs
from claims.extract.reading.closing_cues import closing_noun
from claims.extract.reading.mistaken_cues import mend_mistaken_cue, mend_told_clause

_TIME_ADVERBS = frozenset("overnight today yesterday tonight tomorrow".split())
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_SCALES = frozenset("m mn mln bn tn k km kg mm cm p c ft".split())
_VERBS = frozenset({"VERB", "AUX"})
# little words no rule begins with
_SOUND = frozenset("det punct case poss cc mark neg nummod quantmod predet".split())
_LONGEST = 400  # tokens of a sentence that is worth mending


def mend(doc: Doc) -> Doc:
    """Return `doc` itself with known parsing errors put right."""
    for sentence in doc.sents:
        if len(sentence) > _LONGEST:
            continue
        for token in sentence:
            dep = token.dep_
            if dep in _SOUND:
                continue
            for rule in _RULES if dep == "conj" else _RULES_ELSEWHERE:
                if rule(doc, token):
                    break
        for token in sentence:
            _shared_time(token)
    return doc


def _attach(token: Token, head: Token, dep: str) -> None:
    """Hang a token on another, unless that would make a ring."""
    if head.i != token.i and not token.is_ancestor(head):
        token.head, token.dep_ = head, dep


def _counted_noun(doc: Doc, token: Token) -> bool:
    """ "sank 14 boats and 3 barges overnight": a plural behind a numeral is a noun, not a verb."""
    if token.tag_ != "VBZ" or not token.text.islower() or not token.text.endswith("s") or token.i == 0:
        return False
    numeral = doc[token.i - 1]
    if numeral.tag_ != "CD" or numeral.head.i != token.i or token.dep_ != "conj":
        return False
    verb = token.head
    counted = (t for t in verb.subtree if t.i < token.i and t.pos_ == "NOUN")
    first = max((t for t in counted if any(c.dep_ == "nummod" for c in t.children)), default=None)
    if verb.pos_ not in _VERBS or first is None:
        return False
    token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", token.text[:-1]
    for child in list(token.children):
        if child.i > token.i:
            _attach(child, verb, child.dep_)
    for joint in [c for c in verb.children if c.dep_ == "cc" and first.i < c.i < token.i]:
        _attach(joint, first, "cc")
    _attach(token, first, "conj")
    return True


def _unit_as_verb(doc: Doc, token: Token) -> bool:
    """ "£3m a year and £40m in all": the m, bn or k behind a numeral is no verb."""
    if token.pos_ not in _VERBS or token.lower_ not in _SCALES or token.i == 0:
        return False
    if doc[token.i - 1].tag_ != "CD" or token.dep_ == "ROOT":
        return False
    token.tag_, token.pos_ = "NN", "NOUN"
    for child in list(token.children):
        if child.i > token.i:
            _attach(child, token.head, child.dep_)
    return True


def _noun_behind_that(doc: Doc, token: Token) -> bool:
    """ "rejects that account": a bare verb form cannot agree with "that", so it is a noun."""
    if token.tag_ not in ("VBP", "VB") or token.i < 2 or doc[token.i - 1].lower_ != "that":
        return False
    that, verb = doc[token.i - 1], doc[token.i - 2]
    closed = all(c.i <= token.i or c.is_punct for c in token.children)
    if (
        token.head.i != verb.i
        or verb.pos_ not in _VERBS
        or token.lemma_ in ("be", "have", "do")
        or not closed
    ):
        return False
    token.tag_, token.pos_, token.dep_ = "NN", "NOUN", "dobj"
    that.tag_, that.pos_, that.dep_, that.head = "DT", "DET", "det", token
    return True


def _gapped_passive(doc: Doc, token: Token) -> bool:
    """ "Two men were killed and nine people wounded": the second participle is a verb too."""
    verb = token.head
    if token.pos_ != "NOUN" or token.dep_ != "conj" or verb.pos_ not in _VERBS:
        return False
    if not any(c.dep_ == "auxpass" for c in verb.children):
        return False
    after = (c for c in token.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD") and c.i > token.i)
    participle = next(after, None)
    if participle is None:
        return False
    participle.tag_ = "VBN"
    participle.head, participle.dep_ = verb, "conj"
    token.head, token.dep_ = participle, "nsubjpass"
    return True


def _listed_verb(doc: Doc, token: Token) -> bool:
    """ "told the court that she had burned letters, forged a will and fled": a list goes on below "that"."""
    if token.dep_ != "conj" or token.pos_ not in _VERBS or token.head.pos_ not in _VERBS:
        return False
    first = min((t.i for t in token.subtree if not t.is_punct), default=token.i)
    listed = first > 0 and doc[first - 1].text == ","
    if not listed or any(c.dep_ in ("nsubj", "nsubjpass", "cc") and c.i < token.i for c in token.children):
        return False
    if not any(c.dep_ == "conj" and c.pos_ in _VERBS for c in token.children):
        return False
    content = next((c for c in token.head.children if c.dep_ == "ccomp" and c.i < token.i), None)
    if content is None or content.i < token.head.i:
        return False
    verbs = [t for t in content.subtree if t.pos_ in _VERBS and t.dep_ in ("ccomp", "conj") and t.i < first]
    if not verbs:
        return False
    token.head = verbs[-1]
    return True


def _regained_verb(doc: Doc, token: Token) -> bool:
    """ "vowed to keep the pier and sold the boats": a finite verb stands beside the finite one."""
    below = token.head
    if token.dep_ != "conj" or token.tag_ not in ("VBD", "VBZ", "VBP") or below.i > token.i:
        return False
    if below.dep_ not in ("xcomp", "ccomp") or below.tag_ not in ("VB", "VBD", "VBZ", "VBP"):
        return False
    verb = below.head
    if verb.tag_ != token.tag_ or below.tag_ == token.tag_ or verb.i > below.i:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl", "mark") for c in token.children):
        return False
    for child in [c for c in below.children if c.dep_ == "cc" and c.i < token.i]:
        child.head = verb
    token.head = verb
    return True


def _partitive_clause(doc: Doc, token: Token) -> bool:
    """ "40 were taken to hospital, 12 of whom were in danger": a relative clause about the forty."""
    if token.dep_ not in ("advcl", "ccomp", "conj", "parataxis") or token.pos_ not in _VERBS:
        return False
    inside = [t for t in token.subtree if t.i < token.i]
    pronoun = next((t for t in inside if t.tag_ in ("WP", "WDT") and t.dep_ == "pobj"), None)
    if pronoun is None or pronoun.head.lower_ != "of":
        return False
    first = min(t.i for t in inside if not t.is_punct)
    counted = [
        t
        for t in doc[token.sent.start : first]
        if t.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr")
        and (t.tag_ == "CD" or any(c.dep_ == "nummod" for c in t.children))
        and t.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT")
    ]
    if not counted or doc[first - 1].text != ",":
        return False
    token.head, token.dep_ = counted[-1], "relcl"
    return True


def _reported_outcome(doc: Doc, token: Token) -> bool:
    """ "reported 460 drones and 19 missiles destroyed": the things are what was destroyed, no object."""
    if token.dep_ != "ccomp" or token.tag_ != "VBN" or token.head.i >= token.i:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "mark") for c in token.children):
        return False
    things = next((c for c in token.head.children if c.dep_ == "dobj" and c.i < token.i), None)
    if things is None or things.right_edge.i + 1 != token.left_edge.i:
        return False
    _attach(things, token, "nsubj")
    return True


def _joined_adjective(doc: Doc, token: Token) -> bool:
    """ "a deal on ill and wounded captives": the second adjective is no verb."""
    if token.tag_ not in ("VBD", "VBN") or token.dep_ != "conj" or token.i < 2:
        return False
    joint, before = doc[token.i - 1], doc[token.i - 2]
    noun = next((c for c in token.children if c.dep_ == "dobj" and c.i > token.i), None)
    if joint.tag_ != "CC" or before.tag_ != "JJ" or before.head.pos_ != "ADP" or noun is None:
        return False
    preposition = before.head
    noun.head, noun.dep_ = preposition, "pobj"
    before.head, before.dep_ = noun, "amod"
    for child in [c for c in token.children if c.i > noun.i]:
        child.head = preposition.head
    token.head, token.dep_, token.pos_, token.tag_ = before, "conj", "ADJ", "JJ"
    joint.head = before
    return True


def _month_before_name(doc: Doc, token: Token) -> bool:
    """ "In August Newcastle answered": the month is no part of the name."""
    if token.text not in _MONTHS or token.dep_ not in ("compound", "nmod") or token.i == 0:
        return False
    preposition, name = doc[token.i - 1], token.head
    if (
        preposition.tag_ != "IN"
        or name.i != token.i + 1
        or any(c.dep_ == "pobj" for c in preposition.children)
    ):
        return _month_and_subject(preposition, token, name)
    token.head, token.dep_ = preposition, "pobj"
    return True


def _month_and_subject(preposition: Token, month: Token, name: Token) -> bool:
    verb = preposition.head
    if preposition.tag_ != "IN" or name.head.i != preposition.i or verb.pos_ not in _VERBS or name.i > verb.i:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    name.head, name.dep_ = verb, "nsubjpass" if passive else "nsubj"
    month.head, month.dep_ = preposition, "pobj"
    return True


_RULES = (
    mend_mistaken_cue,
    mend_told_clause,
    _unit_as_verb,
    _noun_behind_that,
    main_verbs.verbless_sentence,
    main_verbs.counted_subject,
    closing_noun,
    main_verbs.past_main_verb,
    main_verbs.past_in_clause,
    joints.bare_second_verb,
    joints.same_form,
    _month_before_name,
    _counted_noun,
    main_verbs.closing_cue,
    main_verbs.late_subject,
    _gapped_passive,
    _joined_adjective,
    _listed_verb,
    _regained_verb,
    _partitive_clause,
    _reported_outcome,
    *interruptions.RULES,
    *joints.RULES,
)
# rules for the second of a pair; the others are asked of every word
_OF_SECONDS = frozenset(
    {
        joints.bare_second_verb,
        joints.same_form,
        joints.plural_subject,
        joints.noun_that_is_a_verb,
        joints.verb_joined_to_noun,
        joints.second_that,
        joints.resumed_clause,
        _counted_noun,
        _gapped_passive,
        _joined_adjective,
        _listed_verb,
        _regained_verb,
    }
)
_RULES_ELSEWHERE = tuple(rule for rule in _RULES if rule not in _OF_SECONDS)


def _shared_time(token: Token) -> None:
    """ "479 drones and 20 missiles overnight": the time belongs to the verb."""
    if (
        token.lower_ not in _TIME_ADVERBS
        or token.head.dep_ != "conj"
        or token.head.pos_ not in ("NOUN", "PROPN")
    ):
        return
    at = token.head
    while at.pos_ not in _VERBS and at.head.i != at.i:
        at = at.head
    if at.pos_ in _VERBS and at.i < token.i:
        token.head = at
        token.dep_ = "npadvmod" if token.dep_ == "npadvmod" else "advmod"

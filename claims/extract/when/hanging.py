"""How a time hangs in a sentence: on which verb or noun, and to which other clauses that verb passes it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

VERBS = ("VERB", "AUX")
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
AT_ONCE = frozenset({"as", "when", "while", "with", "to"})
_APART = frozenset({"after", "before", "because", "since", "until", "if", "although", "though"})
_NOUNLESS = frozenset("on in at by until till before during since late early over around".split())
_OF_A_DAY = frozenset("hour morning afternoon evening night start end beginning middle".split())
_NO_OUTCOMES = frozenset("cite blame follow include accord say add compare date begin start".split())
_SHARED_DEPS = frozenset({"conj", "advcl", "xcomp", "prep", "pcomp", "acl", "dep", "parataxis", "ccomp"})


def hangs_on(doc: Doc, start: int, end: int) -> tuple[int, int | None]:
    """Return the verb an expression hangs on, and the noun it describes ("Sunday's raid")."""
    inside = range(start, min(end, len(doc)))
    token = next((doc[i] for i in inside if doc[i].head.i not in inside), doc[start])
    before = doc[start - 1 - (start > 1 and doc[start - 1].lower_ == "the")].lower_ if start else ""
    noun: int | None = None
    while token.head != token:
        token = token.head
        if token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass"):
            break
        if (
            noun is None
            and before not in _NOUNLESS
            and token.pos_ in ("NOUN", "PROPN")
            and token.lemma_.lower() not in _OF_A_DAY
            and token.i not in inside
        ):
            noun = token.i
    return token.i, noun


def stands_apart(verb: Token) -> bool:
    """Whether a clause opens with "after", "because" or the like: its time is not that of its main clause."""
    return any(c.lower_ in _APART and c.dep_ in ("mark", "advmod") for c in verb.children)


def is_outcome(verb: Token) -> bool:
    """Whether a bare participle behind a verb tells what came of it at once (", killing four")."""
    if verb.tag_ != "VBG" or verb.i < verb.head.i or verb.lemma_ in _NO_OUTCOMES:
        return False
    return not any(c.dep_ in (*SUBJECTS, "mark", "aux", "auxpass") for c in verb.children)


def lends_up(verb: Token, head: Token) -> bool:
    """Whether the date of a later or lower verb is that of the claim above it."""
    while verb != head:
        if verb.dep_ == "advcl" and not is_outcome(verb):
            marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "aux")}
            if not marks & AT_ONCE or marks & _APART:
                return False
        elif verb.dep_ == "advcl":
            pass
        elif verb.dep_ == "conj":
            if any(c.dep_ in SUBJECTS for c in verb.children) and not _plainly_joined(verb):
                return False
        elif verb.dep_ != "xcomp":
            return False
        verb = verb.head
    return True


def is_marked(verb: Token) -> bool:
    """Whether a conjunction of its own ("that") opens a clause."""
    return any(c.dep_ == "mark" and c.i < verb.i for c in verb.children)


def _plainly_joined(verb: Token) -> bool:
    """Whether a clause with its own subject follows a bare "and" ("nine died and 40 were hurt on Monday")."""
    marked = any(c.dep_ == "mark" for c in verb.children)
    return not marked and any(c.dep_ == "cc" and c.lower_ == "and" for c in verb.head.children)


def lends_down(verb: Token, head: Token, cues: frozenset[int]) -> bool:
    """Whether the date of a verb is that of a claim below it, or beside it round the cue."""
    beside = head.head == verb.head and verb.head.i in cues and verb.i < verb.head.i < head.i
    return beside or _under(head, verb)


def _under(below: Token, above: Token) -> bool:
    """Whether one verb stands under another through clauses that share its time."""
    while below.head != below:
        if below == above:
            return True
        if below.dep_ not in _SHARED_DEPS or stands_apart(below):
            return False
        below = below.head
    return below == above


def dates_saying(doc: Doc, start: int, end: int, cues: frozenset[int]) -> bool:
    """Whether the nearest verb above an expression is a cue, or it stands in a source."""
    if start in cues:
        return True
    inside = range(start, min(end, len(doc)))
    for i in inside:
        if doc[i].head.i in inside:
            continue
        for above in doc[i].ancestors:
            if above.i in cues:
                return True
            if above.pos_ in VERBS:
                return _opens_saying(above, cues)
    return False


def _opens_saying(verb: Token, cues: frozenset[int]) -> bool:
    """Whether a bare participle before a cue says when it was said ("Speaking on Monday, he said ...")."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.head.i not in cues or verb.i > verb.head.i:
        return False
    return not any(c.dep_ in (*SUBJECTS, "mark") for c in verb.children)


def _before_main_verb(token: Token) -> bool:
    """Whether a time hangs on the main verb over a relative ("men who fled last month freed nine")."""
    head = next((a for a in token.ancestors if a.pos_ in VERBS), token)
    subject = next((c for c in head.children if c.dep_ in SUBJECTS and c.i < token.i < head.i), None)
    if subject is None:
        return False
    relatives = [c.i for c in subject.children if c.dep_ == "relcl" and c.i < token.i]
    between = (token.doc[i] for i in range(relatives[-1], head.i)) if relatives else ()
    return bool(relatives) and not any(t.text == "," for t in between)


def in_relative(token: Token, inside: set[int]) -> bool:
    """Whether a word of a claim stands in a relative clause or participle and not under its main verb."""
    if _before_main_verb(token):
        return True
    for above in token.ancestors:
        if above.i not in inside:
            return False
        if above.dep_ in ("relcl", "acl") and above.head.i in inside and above.head.pos_ != "VERB":
            return any(i < above.left_edge.i for i in inside) and above.head.i < above.i
        if above.pos_ in VERBS and above.dep_ in ("ROOT", "conj", "advcl"):
            return False
    return False

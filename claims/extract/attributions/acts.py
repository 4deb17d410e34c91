"""Verbs of reporting that here name a deed: a visa denied, pictures posted, letters found in a shed."""

from __future__ import annotations

from claims.extract.lexicon.cues import Cue
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange

# Pronouns that may be the subject of what was announced or posted without naming any of it.
_BARE = frozenset("that which who whom he she they we i you one anybody nobody".split())
# What is posted or published and holds no words.
_PICTURES = frozenset({"image", "photo", "photograph", "picture", "selfie"})
_OWN = ("nsubj", "nsubjpass", "expl", "aux", "auxpass", "mark")


# Kinds of report that a noun's infinitive only makes possible ("the right to say so").
_POSSIBLE = frozenset({"speech", "evidence", "denial", "reference"})


def is_deed(parse: Parse, verb: int, cue: Cue, source: TokenRange | None) -> bool:
    """Whether a verb of reporting tells of no report: something withheld, a command, what a noun is for."""
    if cue.kind == "denial" and is_withheld(parse, verb):
        return True
    if parse.tag[verb] != "VB" or cue.kind not in (*_POSSIBLE, "question"):
        return False
    if parse.dep[verb] == "ROOT":
        return source is None and parse.child(verb, "aux", "nsubj", "neg") is None
    noun = parse.head[verb]
    singled = any(parse.lower[kid] in voice.SINGLED_OUT for kid in parse.children(noun, "amod", "advmod"))
    return parse.dep[verb] == "acl" and voice.is_infinitive(parse, verb) and not singled


def is_withheld(parse: Parse, verb: int) -> bool:
    """Whether what a verb denies is something not given ("was denied bail", "denied her a visa")."""
    if parse.child(verb, "dative") is not None:
        return True
    return voice.is_passive(parse, verb) and parse.child(verb, "dobj", "oprd", "npadvmod") is not None


def is_found_state(parse: Parse, verb: int) -> bool:
    """Whether a passive tells in what state something was come upon ("were found locked in a shed")."""
    if parse.lemma[verb] != "find":
        return False
    behind = [kid for kid in parse.children(verb, "ccomp", "advcl", "xcomp", "oprd") if kid > verb]
    if not behind or parse.child(behind[0], *_OWN) is not None:
        return False
    return parse.tag[behind[0]] in ("VBN", "VBD", "JJ")


def is_told(parse: Parse, subject: int) -> bool:
    """Whether the subject of a passive names what was told: no bare pronoun and no picture."""
    bare = parse.lower[subject] in _BARE and parse.right[subject] - parse.left[subject] == 1
    return not bare and not is_picture(parse, subject)


def is_picture(parse: Parse, noun: int) -> bool:
    """Whether a noun is something posted or published that holds no words."""
    return parse.lemma[noun] in _PICTURES

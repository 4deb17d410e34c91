"""Active and passive: who does what a verb says, and whether the verb is a passive at all."""

from __future__ import annotations

from claims.extract.lexicon.cues import cue_of
from claims.extract.reading.parse import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
# "the first minister to say": only these let an infinitive speak of the noun before it.
SINGLED_OUT = frozenset({"first", "last", "only", "latest", "next", "second", "third"})
_TELLING = frozenset({"tell", "inform"})
_FORUMS = frozenset(
    "assembly commission committee conference congregation council court forum hearing inquest inquiry jury"
    " meeting panel parliament rally session tribunal trial".split()
)
_BEFORE_ASKED = frozenset({"when", "if", "once", ",", "also", "later", "and"})


def agent(parse: Parse, verb: int) -> int | None:
    """Return the head of a passive's "by" phrase, or None."""
    by = parse.child(verb, "agent")
    if by is None:
        by = next((kid for kid in parse.children(verb, "prep") if parse.lower[kid] == "by"), None)
        if by is None or not is_passive(parse, verb):
            return None
    return parse.child(by, "pobj")


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is a participle with a passive auxiliary or heads a reduced passive clause."""
    if _is_bare_asked(parse, verb):
        return True
    if parse.tag[verb] != "VBN" or _is_mistaken_for_participle(parse, verb):
        return False
    if any(parse.lower[kid] == "'s" for kid in parse.children(verb, "auxpass")):
        return parse.child(verb, "dobj", "ccomp") is None
    if parse.child(verb, "auxpass", "nsubjpass") is not None or _shares_passive(parse, verb):
        return True
    return parse.dep[verb] in ("acl", "advcl") and parse.child(verb, "aux", "nsubj") is None


def _shares_passive(parse: Parse, verb: int) -> bool:
    """Whether a participle shares the auxiliary of a passive ("was arrested and charged with fraud")."""
    if parse.dep[verb] != "conj" or parse.child(verb, "aux", "dobj", "ccomp", *SUBJECTS) is not None:
        return False
    first = parse.head[verb]
    return parse.tag[first] == "VBN" and parse.child(first, "auxpass") is not None


def _is_bare_asked(parse: Parse, verb: int) -> bool:
    """Whether somebody is asked by nobody in particular ("Asked about it, she said")."""
    if parse.lower[verb] != "asked" or parse.dep[verb] in ("ROOT", "conj", "ccomp", "relcl"):
        return False
    if parse.child(verb, "aux", "auxpass", *SUBJECTS) is not None:
        return False
    return verb == parse.sentence_range(verb)[0] or parse.lower[verb - 1] in _BEFORE_ASKED


def _is_mistaken_for_participle(parse: Parse, verb: int) -> bool:
    """Whether "A survey found that ..." was read as a noun with a participle: nothing else is finite."""
    noun = parse.head[verb]
    cue = cue_of("verb", parse.lemma[verb])
    if parse.dep[verb] != "acl" or parse.dep[noun] != "ROOT" or cue is None or "tell" in cue.frames:
        return False
    clause = parse.child(verb, "ccomp")
    return clause is not None and clause > verb > noun and parse.child(verb, "agent") is None


def is_quoted_as(parse: Parse, verb: int) -> bool:
    """Whether a passive names its speaker as subject ("she was quoted as saying")."""
    return parse.lemma[verb] in ("quote", "cite") and any(
        parse.lower[kid] == "as" for kid in parse.children(verb, "prep")
    )


def is_forum_told(parse: Parse, verb: int) -> bool:
    """Whether a passive's subject is a meeting or court, which speaks for who spoke before it."""
    forum = parse.child(verb, "nsubjpass")
    return parse.lemma[verb] in _TELLING and forum is not None and parse.lemma[forum] in _FORUMS


def is_forum_hearing(parse: Parse, verb: int, noun: int) -> bool:
    """Whether a verb and its subject say that a meeting or court heard something."""
    return parse.lemma[noun] in _FORUMS and (parse.lemma[verb] == "hear" or is_forum_told(parse, verb))


def raised(parse: Parse, verb: int) -> int | None:
    """Return the subject of a passive, its own or that of the verb it is coordinated with."""
    own = parse.child(verb, "nsubjpass", "nsubj")
    if own is None and parse.dep[verb] == "conj" and parse.pos[parse.head[verb]] in ("VERB", "AUX"):
        own = parse.child(parse.head[verb], "nsubjpass", "nsubj")
    return own


def is_infinitive(parse: Parse, verb: int) -> bool:
    """Whether a verb has "to"."""
    return any(parse.lower[kid] == "to" for kid in parse.children(verb, "aux"))

"""Who speaks: the subject of a reporting verb, however far the grammar has moved it away."""

from __future__ import annotations

from claims.extract.lexicon.cues import cue_of
from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.parse import Parse
from claims.extract.reading.voice import (
    SINGLED_OUT,
    SUBJECTS,
    agent,
    is_forum_told,
    is_infinitive,
    is_passive,
    is_quoted_as,
    raised,
)

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
MAX_CLIMB = 4
_CLIMB = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp"})
# Verbs that put out a text: who does so speaks through it ("published a report saying").
_ISSUING = frozenset(
    {"release", "publish", "issue", "post", "send", "email", "run", "write", "draft", "circulate", "author"}
)
# Verbs whose object does what the participle right behind it says; of infinitives the lexicon knows.
_LEAVING = frozenset({"leave", "hear", "find", "catch", "have", "send"})
_NOBODY = frozenset({"this", "that", "it", "what", "nothing", "something", "anything"})
_EMPTY = frozenset({"it", "there", "that", "this"})


def subject(parse: Parse, verb: int, depth: int = 0) -> int | None:
    """Return the head token of who does the reporting, or None when nobody is named."""
    if is_passive(parse, verb):
        speaks = is_quoted_as(parse, verb) or is_forum_told(parse, verb)
        return parse.child(verb, "nsubjpass") if speaks else agent(parse, verb)
    own = parse.child(verb, *SUBJECTS)
    if own is not None:
        return own
    by = agent(parse, verb)
    if by is not None:
        return by
    if depth >= MAX_CLIMB:
        return None
    if parse.tag[verb] == "VBG" and parse.dep[verb] == "ROOT":
        return _paratactic(parse, verb)
    if parse.dep[verb] in ("acl", "relcl"):
        return _modified_subject(parse, verb, depth)
    if parse.dep[verb] in _CLIMB:
        return _inherited(parse, verb, depth)
    return None


def _paratactic(parse: Parse, verb: int) -> int | None:
    """Return the subject of a clause the parser hung before a participle ("he said, adding ...")."""
    for kid in parse.children(verb, "parataxis", "ccomp"):
        own = parse.child(kid, *SUBJECTS)
        if kid < verb and own is not None and parse.quoted[own] < 0:
            return own
    return None


def _modified_subject(parse: Parse, verb: int, depth: int) -> int | None:
    """Return who speaks in a clause hung on a noun: the noun, or who does what is done to the noun."""
    noun = parse.head[verb]
    if parse.dep[noun] not in SUBJECTS:
        away = is_infinitive(parse, verb) and not any(
            parse.lower[kid] in SINGLED_OUT for kid in parse.children(noun, "amod", "advmod")
        )
        if (away or is_set_off(parse, verb)) and not is_text(parse, noun):
            found = governing_subject(parse, noun, depth)
            return noun if found is None and not away else found
    return noun_subject(parse, noun, depth)


def is_set_off(parse: Parse, verb: int) -> bool:
    """Whether a participle stands behind a comma or mark ("..., saying")."""
    if parse.tag[verb] != "VBG":
        return False
    first = verb
    while first > 0 and parse.dep[first - 1] == "advmod" and parse.head[first - 1] == verb:
        first -= 1
    return first > 0 and not parse.is_word(first - 1)


def is_text(parse: Parse, noun: int) -> bool:
    """Whether a noun is something written, recorded or told that may itself say things."""
    known = nouns().get(parse.lemma[noun])
    return cue_of("vehicle", parse.lemma[noun]) is not None or (
        known is not None and known.kind == "document"
    )


def noun_subject(parse: Parse, noun: int, depth: int) -> int:
    """Return who speaks through a noun ("a statement saying"): itself, its owner or its verb's subject."""
    vehicle = cue_of("vehicle", parse.lemma[noun]) is not None
    above = parse.head[noun]
    issued = parse.dep[noun] == "dobj" and parse.lemma[above] in _ISSUING and is_text(parse, noun)
    if not (vehicle or issued) or parse.dep[noun] in SUBJECTS:
        return noun
    for found in (owner(parse, noun), governing_subject(parse, noun, depth)):
        if found is not None:
            return found
    return noun


def owner(parse: Parse, noun: int) -> int | None:
    """Return the possessor of a noun ("Medinsky's claim"), or its "by" or "from" phrase."""
    possessor = parse.child(noun, "poss")
    if possessor is not None:
        return possessor
    for prep in parse.children(noun, "prep"):
        if parse.lower[prep] in ("by", "from"):
            return parse.child(prep, "pobj")
    return None


def governing_subject(parse: Parse, token: int, depth: int = 0) -> int | None:
    """Return the subject of the verb a noun phrase is object of, through prepositions."""
    above = parse.head[token]
    for _ in range(MAX_CLIMB):
        if parse.pos[above] in ("VERB", "AUX"):
            return subject(parse, above, depth + 1)
        if parse.head[above] == above:
            return None
        above = parse.head[above]
    return None


def _inherited(parse: Parse, verb: int, depth: int) -> int | None:
    """Return the subject of the clause this one hangs on, or the object that clause hands the saying to."""
    if parse.dep[verb] == "ccomp" and parse.tag[verb] != "VBG":
        return None
    above = _clause_above(parse, verb)
    if above is None:
        return None
    handed = _handed_to(parse, above, verb)
    if handed is not None:
        return noun_subject(parse, handed, depth)
    if parse.dep[verb] == "advcl" and above < verb:
        above = _nearest_clause(parse, above, verb)
    if is_set_off(parse, verb):
        above = _out_of_closed(parse, above)
    own = parse.child(above, *SUBJECTS)
    if own is None and is_passive(parse, above):
        own = raised(parse, above)
        if own is None and parse.dep[above] == "advcl" and depth < MAX_CLIMB:
            return _inherited(parse, above, depth + 1)  # "was curt when forced to defend ..., saying"
    if own is None:
        return subject(parse, above, depth + 1)
    empty = parse.lower[own] in _EMPTY and parse.lemma[above] == "be" and parse.tag[verb] == "VBG"
    return None if empty else own


def _clause_above(parse: Parse, verb: int) -> int | None:
    """Return the verb that the clause of another hangs on, or None."""
    above = parse.head[verb]
    while parse.pos[above] not in ("VERB", "AUX") and parse.head[above] != above:
        if parse.pos[above] in ("NOUN", "PROPN") and parse.dep[verb] == "conj":
            return None
        above = parse.head[above]
    if parse.dep[verb] == "conj" and parse.tag[verb] == "VBG" and parse.tag[above] in ("VB", "VBD", "VBZ"):
        return _participle_above(parse, above)
    return None if above == verb or parse.pos[above] not in ("VERB", "AUX") else above


def _participle_above(parse: Parse, verb: int) -> int:
    """Return the nearest participle over a verb that one cannot be coordinated with, else the verb."""
    above = verb
    for _ in range(MAX_CLIMB):
        above = parse.head[above]
        if parse.tag[above] == "VBG":
            return above
    return verb


def _handed_to(parse: Parse, above: int, verb: int) -> int | None:
    """Return the object that says it: "led him to say", "left many asking", "with her asking"."""
    if parse.tag[verb] not in ("VB", "VBG") or is_set_off(parse, verb):
        return None
    for kid in parse.children(above, "dobj"):
        if not above < kid < verb or parse.quoted[kid] >= 0 or parse.lower[kid] in _NOBODY:
            continue
        if is_infinitive(parse, verb) and (
            parse.dep[verb] == "xcomp" or parse.left[verb] == parse.right[kid]
        ):
            return kid if cue_of("control", parse.lemma[above]) is not None else None
        if parse.lemma[above] in _LEAVING and _is_bare_participle(parse, verb):
            return kid
    if _is_bare_participle(parse, verb):
        return _noun_right_before(parse, above, verb)
    return None


def _is_bare_participle(parse: Parse, verb: int) -> bool:
    """Whether a participle stands by itself, without "while", "by" or the like."""
    return parse.tag[verb] == "VBG" and parse.dep[verb] != "pcomp" and parse.child(verb, "mark") is None


def _noun_right_before(parse: Parse, above: int, verb: int) -> int | None:
    """Return the text, or the object of "with", that ends where a participle begins, dates apart."""
    token = verb - 1
    while token > above and parse.entity[token] in ("DATE", "TIME"):
        token -= 1
    while above < token and parse.right[token] <= verb:
        if parse.pos[token] in ("NOUN", "PROPN"):
            escorted = parse.dep[token] == "pobj" and parse.lower[parse.head[token]] == "with"
            if escorted or is_text(parse, token):
                return token
        token = parse.head[token]
    return None


def _nearest_clause(parse: Parse, above: int, verb: int) -> int:
    """Return the last clause beside `above` before `verb` that has a subject able to speak, else `above`."""
    own = parse.child(above, *SUBJECTS)
    mute = own is not None and is_set_off(parse, verb) and _is_mute(parse, own, above)
    for kid in reversed(parse.children(above, "conj", *(("advcl", "relcl") if mute else ()))):
        actor = parse.child(kid, *SUBJECTS) if kid < verb else None
        if actor is not None and not (mute and _is_mute(parse, actor, kid)):
            return kid
    return above


def _is_mute(parse: Parse, noun: int, verb: int) -> bool:
    """Whether a subject is no name, no pronoun of a person and no word for people, bodies or texts."""
    if parse.pos[noun] == "PRON":
        return parse.lower[noun] in _EMPTY and parse.lemma[verb] == "be"
    return parse.pos[noun] == "NOUN" and not parse.entity[noun] and nouns().get(parse.lemma[noun]) is None


def _out_of_closed(parse: Parse, above: int) -> int:
    """Return the verb over a clause that a comma behind it closes, else `above`.

    Such are restrictive relative clauses ("an aide who resigned, saying") and "for them to go".
    """
    own = parse.child(above, *SUBJECTS)
    if own is not None and is_infinitive(parse, above) and parse.pos[parse.head[above]] == "VERB":
        return parse.head[above]
    if own is None or parse.lower[own] not in RELATIVE or parse.dep[above] != "relcl":
        return above
    first = parse.left[above]
    if first > 0 and parse.lower[first - 1] in (",", "-", "–", "—", "("):
        return above
    governing = parse.head[parse.head[above]]
    while parse.pos[governing] not in ("VERB", "AUX") and parse.head[governing] != governing:
        governing = parse.head[governing]
    return governing if governing < above and parse.pos[governing] in ("VERB", "AUX") else above

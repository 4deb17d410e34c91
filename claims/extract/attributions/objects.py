"""Objects as content: the noun phrase a verb brings with what completes it ("blamed X for Y")."""

from __future__ import annotations

from claims.extract.attributions import acts
from claims.extract.attributions.complements import has_that
from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.lexicon.kinds import Noun, nouns
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange

_OBJECTS = ("dobj", "attr", "oprd", "dative")
_ANSWERS = frozenset("yes no so otherwise little much nothing".split())
# Verbs that only voice what the noun behind them says.
_VOICES = frozenset({"express", "voice"})
_EMPTY_OBJECTS = frozenset({"that", "so", "it", "this", "what", "which"})


def object_content(parse: Parse, verb: int, cue: Cue, source: TokenRange | None) -> list[TokenRange]:
    """Return the object of a verb with the phrases that complete it ("blamed X for Y")."""
    found: list[TokenRange] = []
    if "np" in cue.frames and _takes_object(parse, verb, cue, source):
        objects = [kid for kid in parse.children(verb, *_OBJECTS) if _is_object(parse, verb, kid)]
        whole = [parse.subtree(kid) for kid in objects]
        found = _with_complements(parse, verb, whole, dated=cue.kind == "evidence")
        found = _within(parse, objects, cue) or _with_predicate(parse, verb, found)
    for kid in parse.children(verb, "prep"):
        if kid > verb and parse.lower[kid] in cue.frames and parse.lower[kid] != "to":
            found += _with_predicate(parse, verb, [_after_preposition(parse, kid, alone=not found)])
    if not found and "to" in cue.frames and "that" not in cue.frames:
        found = [parse.subtree(kid) for kid in parse.children(verb, "prep") if parse.lower[kid] == "to"]
    return found


def _with_complements(parse: Parse, verb: int, found: list[TokenRange], *, dated: bool) -> list[TokenRange]:
    """Return an object with the phrases right behind it ("put the toll at 9", "$20m in aid").

    A time dates the saying, unless a document shows something: then it dates what is shown.
    """
    for kid in parse.children(verb, "prep"):
        beside = bool(found) and parse.left[kid] == found[-1][1] and found[-1][0] > verb
        if beside and (not _is_manner(parse, kid) or (dated and parse.child(kid, "pobj") is not None)):
            found = [*found[:-1], (found[-1][0], parse.right[kid])]
    return found


def _within(parse: Parse, objects: list[int], cue: Cue) -> list[TokenRange]:
    """Return what a noun of saying holds when a verb only voices it ("repeated his claim that ...")."""
    if cue.kind != "speech" or len(objects) != 1:
        return []
    inner = cue_of("noun", parse.lemma[objects[0]])
    if inner is None:
        return []
    for kid in parse.kids[objects[0]]:
        if kid < objects[0] or parse.dep[kid] not in ("acl", "ccomp", "relcl"):
            continue
        infinitive = any(parse.lower[k] == "to" for k in parse.children(kid, "aux"))
        if has_that(parse, kid) or (infinitive and "to" in inner.frames):
            return [parse.subtree(kid)]
    return phrase_of(parse, objects[0], inner) if cue.lemma in _VOICES else []


def is_voiced(parse: Parse, noun: int) -> bool:
    """Whether a noun of saying is the object of a verb that brings what the noun holds."""
    verb = parse.head[noun]
    cue = cue_of("verb", parse.lemma[verb]) if parse.dep[noun] == "dobj" else None
    return cue is not None and "np" in cue.frames and bool(_within(parse, [noun], cue))


def phrase_of(parse: Parse, token: int, cue: Cue) -> list[TokenRange]:
    """Return what the phrase of a noun or adjective names ("concern about the ferry")."""
    for prep in parse.children(token, "prep"):
        if prep > token and parse.lower[prep] in cue.frames and parse.right[prep] > prep + 1:
            return [(prep + 1, parse.right[prep])]
    return []


def _with_predicate(parse: Parse, verb: int, found: list[TokenRange]) -> list[TokenRange]:
    """Return an object with what is said of it right behind it ("asked her to go", "shows Lund ahead")."""
    for kid in parse.kids[verb]:
        if not found or parse.left[kid] != found[-1][1] or found[-1][0] <= verb:
            continue
        infinitive = parse.dep[kid] == "advcl" and parse.tag[kid] == "VB"
        if parse.dep[kid] in ("xcomp", "oprd", "acomp") or infinitive or _is_role(parse, kid):
            found = [*found[:-1], (found[-1][0], parse.right[kid])]
    return found


def _is_role(parse: Parse, kid: int) -> bool:
    """Whether a phrase says as what an object is seen ("as a threat")."""
    return parse.dep[kid] in ("prep", "advcl") and parse.lower[parse.left[kid]] == "as"


def _is_manner(parse: Parse, prep: int) -> bool:
    """Whether a phrase says when, in what letter or speech, or by doing what somebody spoke."""
    noun = parse.child(prep, "pobj")
    if _is_dated(parse, prep) or (noun is not None and cue_of("vehicle", parse.lemma[noun]) is not None):
        return True
    return parse.lower[prep] == "by" and parse.child(prep, "pcomp") is not None


def _is_dated(parse: Parse, prep: int) -> bool:
    """Whether a phrase says when, or has no noun at all."""
    noun = parse.child(prep, "pobj", "pcomp")
    return noun is None or parse.entity[noun] in ("DATE", "TIME")


def _takes_object(parse: Parse, verb: int, cue: Cue, source: TokenRange | None) -> bool:
    """Whether an object is content: a hearer is not, and only a document shows things."""
    if "tell" in cue.frames:
        return parse.child(verb, "dative") is not None and parse.child(verb, "dobj") is not None
    if cue.kind == "evidence":
        if source is None:
            return False
        if "at" in cue.frames and _has_predicate(parse, verb, cue):
            return True  # "estimated the crowd at 900"
        last = _antecedent(parse, source[1] - 1)
        noun = nouns().get(parse.lemma[last]) or nouns().get(parse.lower[last].removesuffix("s"))
        return any(n is not None and n.kind == "document" for n in (noun, *_nouns_of(parse, source)))
    return "pred" not in cue.frames or _has_predicate(parse, verb, cue)


def _antecedent(parse: Parse, token: int) -> int:
    """Return the noun before a relative pronoun that opens a clause on it, else the token itself."""
    clause = parse.head[token]
    relative = parse.tag[token] in ("WDT", "WP") and parse.dep[clause] == "relcl"
    return parse.head[clause] if relative else token


def _has_predicate(parse: Parse, verb: int, cue: Cue) -> bool:
    """Whether something is said of the object ("called it a scandal", "put the toll at 9")."""
    if (
        len(parse.children(verb, "dobj", "oprd", "attr")) > 1
        or parse.child(verb, "oprd", "acomp") is not None
    ):
        return True
    over = (verb, *parse.children(verb, "dobj"))  # "see the plan as a threat": the parser hangs it on either
    phrases = [kid for head in over for kid in parse.children(head, "prep") if kid > verb]
    if any(parse.lower[kid] in cue.frames and not _is_dated(parse, kid) for kid in phrases):
        return True
    objects = [parse.subtree(kid) for kid in parse.children(verb, "dobj")]
    return "at" not in cue.frames and any(
        parse.quoted[token] >= 0
        for first, last in objects
        for token in range(first, min(last + 1, len(parse)))
    )


def _nouns_of(parse: Parse, tokens: TokenRange) -> list[Noun | None]:
    return [nouns().get(parse.lemma[token]) for token in range(*tokens) if parse.pos[token] == "NOUN"]


def _is_object(parse: Parse, verb: int, kid: int) -> bool:
    """Whether an object says something: not a bare pronoun, unless it is the relative one in front."""
    if kid < verb:
        return parse.tag[kid] in ("WDT", "WP")
    return parse.lower[kid] not in _EMPTY_OBJECTS or parse.right[kid] - parse.left[kid] > 1


def _after_preposition(parse: Parse, prep: int, *, alone: bool) -> TokenRange:
    """Return a prepositional phrase, without its preposition when it is the whole content."""
    first, last = parse.subtree(prep)
    return (prep + 1, last) if alone and first == prep else (first, last)


def topic(parse: Parse, verb: int, cue: Cue) -> list[TokenRange]:
    """Return what a verb speaks of when it says nothing of it: an answer, an object, an "about" phrase.

    The lexicon line allows it by frames with a tilde ("~np", "~on").
    """
    if voice.is_passive(parse, verb):
        subject = parse.child(verb, "nsubjpass")
        told = cue.kind == "speech" and cue.frames & {"np", "~np"}
        return (
            [parse.subtree(subject)] if subject is not None and told and acts.is_told(parse, subject) else []
        )
    if _is_answer(parse, verb, cue):
        return [(verb + 1, max(parse.right[verb + 1], _completion(parse, verb, verb + 2)))]
    if "~np" in cue.frames:
        for kid in parse.children(verb, "dobj"):
            named = parse.lower[kid] not in _EMPTY_OBJECTS or parse.lower[kid] == "this"
            if kid > verb and named and not acts.is_picture(parse, kid):
                return [(parse.left[kid], _completion(parse, verb, parse.right[kid]))]
    for kid in parse.children(verb, "prep"):
        if kid > verb and "~" + parse.lower[kid] in cue.frames and not _is_dated(parse, kid):
            return [(kid + 1, parse.right[kid])]
    return []


def _is_answer(parse: Parse, verb: int, cue: Cue) -> bool:
    """Whether a word right behind a verb of saying stands for all that was said ("said no to the deal")."""
    if cue.kind != "speech" or verb + 1 >= len(parse):
        return False
    return parse.lower[verb + 1] in _ANSWERS and parse.head[verb + 1] == verb


def _completion(parse: Parse, verb: int, end: int) -> int:
    """Return the end of the phrases right behind an object ("the West as a sea of chaos")."""
    for kid in parse.kids[verb]:
        if parse.left[kid] == end and parse.dep[kid] == "prep" and not _is_dated(parse, kid):
            end = parse.right[kid]
    return end

"""Whom a pronoun stands for: the person, body or group that was heard or named before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from claims.extract.attributions import source_spans
from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers.scene import (
    OWN,
    PARTITIVE,
    PLURAL,
    PLURAL_TAGS,
    SINGULAR,
    THING,
    Scene,
    person_speaker,
    token_of,
)
from claims.extract.types import Speaker

_COUNTS = frozenset("two three four five six seven eight nine ten several some many".split())
# How far back, in sentences, a pronoun looks for a person.
_WINDOW = 12
_MENTIONS = 60
_CLIMB = 6


def antecedent_of(scene: Scene, pronoun: int) -> TokenRange | None:
    """Return the noun phrase a relative pronoun stands for."""
    parse = scene.parse
    verb = parse.head[pronoun]
    for _ in range(4):
        if parse.dep[verb] == "relcl":
            noun = parse.head[verb]
            if parse.lower[pronoun] == "who":
                noun = _somebody(scene, noun)
            return source_spans.source_range(parse, noun, verb)
        verb = parse.head[verb]
    return None


def _somebody(scene: Scene, noun: int) -> int:
    """Return the person a "who" hung on a body or place means: "an analyst at Hydrolab, who"."""
    parse, at = scene.parse, noun
    for _ in range(_CLIMB):
        if _is_somebody(scene, at):
            apposed = parse.dep[at] == "appos" and parse.pos[parse.head[at]] == "PROPN"
            return parse.head[at] if apposed else at
        if parse.dep[at] not in ("pobj", "prep", "appos", "compound", "conj"):
            break
        at = parse.head[at]
    return noun


def _is_somebody(scene: Scene, token: int) -> bool:
    """Whether a noun names a person or people, by the lexicon or as one of the cast."""
    parse = scene.parse
    if parse.pos[token] == "PROPN":
        return scene.bodies.at(token) is None and scene.people.find([parse.word(token)]) is not None
    known = nouns().get(parse.lemma[token])
    return parse.pos[token] == "NOUN" and (
        parse.tag[token] in PLURAL_TAGS or (known is not None and known.person)
    )


def pronoun_speaker(scene: Scene, tokens: TokenRange, head: int, surface: str) -> Speaker | None:
    """Return the antecedent of a pronoun or partitive as speaker, or None when it is neither."""
    word = scene.parse.lower[head]
    if word in SINGULAR:
        return person_before(scene, head, SINGULAR[word], surface)
    if word in OWN:
        return Speaker(surface, scene.outlet or "outlet", "outlet")
    partitive = scene.parse.child(head, "prep")
    if word in PARTITIVE and partitive is not None:
        return _part_of(scene, partitive, surface)
    if word in THING:
        return last_thing(scene, head, surface)
    if word in PLURAL or word in PARTITIVE:
        return _group_before(scene, head, surface)
    return None


def _part_of(scene: Scene, prep: int, surface: str) -> Speaker | None:
    """Return the speaker of "one of them" or "two of the officials"."""
    noun = scene.parse.child(prep, "pobj")
    if noun is None:
        return None
    count = scene.parse.word(scene.parse.head[prep])
    if scene.parse.lower[noun] in PLURAL:
        group = _group_before(scene, noun, surface)
    else:
        found = _heard_group(scene, noun)
        if found is None:
            return None
        group = replace(found, surface=surface)
    alone = count.lower() in ("one", "another")
    canonical = _singular(group.canonical) if alone else _counted(group.canonical, count)
    return replace(group, canonical=canonical)


def _heard_group(scene: Scene, noun: int) -> Speaker | None:
    """Return the group heard before under the noun of "two of the people"."""
    parse = scene.parse
    if parse.lower[parse.left[noun]] not in ("the", "these", "those"):
        return None
    for heard in reversed(scene.heard[-12:]):
        words = heard.speaker.canonical.casefold().split()
        if parse.lower[noun] in words[:4] and heard.speaker.kind != "person":
            return heard.speaker
    return None


def _counted(phrase: str, count: str) -> str:
    """Return a group with another count ("Four people with ...", "two": "Two people with ...")."""
    words = phrase.split()
    if count.lower() in _COUNTS and words[0].lower() in _COUNTS:
        return " ".join([count[:1].upper() + count[1:], *words[1:]])
    return phrase


def _singular(phrase: str) -> str:
    """Return "Two officials with ..." as "Official with ..."."""
    words = phrase.split()
    if len(words) > 1 and words[0].lower() in _COUNTS:
        words = words[1:]
    if words[0].lower() == "people":
        words[0] = "person"
    elif words[0] == words[0].lower() or len(words) > 1:
        words[0] = re.sub(r"(?<=[a-z]{3})s$", "", words[0])
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def person_before(scene: Scene, token: int, pronoun: str, surface: str) -> Speaker:
    """Return the person a "he" or "she" stands for: near, spoken before, subject, fitting."""
    parse = scene.parse
    here = parse.sentence[token]
    best: tuple[float, Speaker] | None = None
    end = bisect_left(scene.mentions, token, key=token_of)
    for at, person in reversed(scene.mentions[max(0, end - _MENTIONS) : end]):
        distance = here - parse.sentence[at]
        if distance > _WINDOW:
            break
        if person.pronoun and person.pronoun != pronoun:
            continue
        score = -distance + 1.5 * _is_subject(parse, at) - 4.0 * (parse.quoted[at] >= 0)
        score += 0.5 * (person.pronoun == pronoun)
        if best is None or score > best[0]:
            best = score, person_speaker(person, surface)
    for heard in reversed(scene.heard[-8:]):
        distance = here - parse.sentence[heard.token]
        if distance > _WINDOW or heard.speaker.kind not in ("person", "anonymous"):
            continue
        if heard.pronoun and heard.pronoun != pronoun:
            continue
        score = (2.5 if heard.speaker.kind == "person" else 0.0) - distance
        if best is None or score > best[0]:
            best = score, replace(heard.speaker, surface=surface)
    return best[1] if best else Speaker(surface, surface, "person")


def _is_subject(parse: Parse, token: int) -> bool:
    """Whether a name at a token is the subject of its clause."""
    top = token
    for _ in range(4):
        if parse.dep[top].startswith("nsubj"):
            return True
        if parse.dep[top] not in ("compound", "appos", "flat"):
            return False
        top = parse.head[top]
    return False


def last_thing(scene: Scene, token: int, surface: str) -> Speaker:
    """Return the body an "it" stands for that nothing near explains: the one spoken of, or heard."""
    body = scene.bodies.called("company", token)
    if body is not None:
        return Speaker(surface, body.name, body.kind)
    last = next((heard for heard in reversed(scene.heard) if heard.pronoun == "it"), None)
    return replace(last.speaker, surface=surface) if last else Speaker(surface, surface, "organisation")


def _group_before(scene: Scene, token: int, surface: str) -> Speaker:
    """Return the group a "they" stands for."""
    for wanted in (("they",), ("it",), ("he", "she", "")):
        for heard in reversed(scene.heard[-6:]):
            if heard.pronoun in wanted:
                return replace(heard.speaker, surface=surface)
    return Speaker(surface, surface, "collective")

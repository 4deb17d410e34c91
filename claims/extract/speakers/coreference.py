"""Who a source is: from the words of the article to a name, a kind, a role and an organisation.

Sources are resolved in text order, each with what was heard before it: a surname finds the full name, a
role or epithet the name it went with, a pronoun the speaker or subject before it, an unnamed spokesperson
the body, a statement its author. Identity that the article keeps back is kept back.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import Any

from claims.extract.attributions import source_spans, subjects
from claims.extract.attributions.contents import is_vehicle
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange, read
from claims.extract.reading.voice import is_forum_hearing
from claims.extract.speakers import roster
from claims.extract.speakers.antecedents import antecedent_of, pronoun_speaker
from claims.extract.speakers.bodies import body_speaker
from claims.extract.speakers.cast import set_scene
from claims.extract.speakers.inanimate import thing_before
from claims.extract.speakers.naming import described_person, named_person
from claims.extract.speakers.roster import PEOPLE
from claims.extract.speakers.scene import (
    OWN,
    PARTITIVE,
    PLURAL,
    PLURAL_TAGS,
    SINGULAR,
    THING,
    Heard,
    Scene,
    head_of,
    person_speaker,
    token_of,
)
from claims.extract.speakers.via import cited_source, intermediaries, medium_name
from claims.extract.types import Attribution, Speaker

UNSPECIFIED = Speaker(surface="", canonical="unspecified", kind="anonymous")
# How many phrases lead from a mention to its speaker at most (the spokesman of the minister who ...).
_MAX_DEPTH = 3
_SPOKESPERSON = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople", "representative"})
# What an author does to a letter or statement; those who saw or obtained it are not its authors.
_AUTHORED = frozenset("write issue send sign publish release post make read record pen".split())
_POINTING = frozenset({"the", "its", "his", "her", "their", "this", "that"})
_NO_ALIAS = frozenset(SINGULAR) | THING | PLURAL | OWN | PARTITIVE | {"", "who", "you"}


def resolve_speakers(doc: Any, attributions: list[Attribution], *, outlet: str = "") -> list[Attribution]:
    """Return the attributions with `speaker` and `via` filled in.

    A source that nobody is named for ("it is believed") gets the canonical name "unspecified"; a
    continuation takes the speaker of the attribution it follows. `outlet` is the publishing outlet.
    """
    parse = read(doc)
    if parse is None:
        return attributions
    scene = set_scene(parse, attributions, outlet)
    resolved: list[Attribution] = []
    for attribution in attributions:
        resolved.append(_resolved(scene, attribution, resolved))
    doc.user_data[PEOPLE] = scene.people.people  # statements name the same people
    return _with_aliases(scene, resolved)


def _resolved(scene: Scene, attribution: Attribution, earlier: list[Attribution]) -> Attribution:
    """Return one attribution with speaker and via."""
    if attribution.follows is not None and attribution.follows < len(earlier):
        opener = earlier[attribution.follows]
        return replace(attribution, speaker=opener.speaker, via=opener.via)
    if not attribution.source:
        return replace(attribution, speaker=UNSPECIFIED)
    tokens = scene.parse.tokens_of((attribution.source[0][0], attribution.source[-1][1]))
    if tokens[0] >= tokens[1]:
        return replace(attribution, speaker=UNSPECIFIED)
    head = head_of(scene.parse, tokens)
    speaker = _speaker(scene, tokens, head)
    via = intermediaries(scene, attribution, head, partial(_speaker, scene))
    quoted = cited_source(scene, attribution, head)
    if quoted is not None:
        via += [_relayer(scene, head, speaker)] if speaker.kind != "outlet" else []
        speaker = _speaker(scene, quoted, head_of(scene.parse, quoted))
    if attribution.cue and is_forum_hearing(
        scene.parse, scene.parse.tokens_of(attribution.cue[0])[1] - 1, head
    ):
        speaker = replace(speaker, kind="collective")
    _remember(scene, head, speaker)
    told = tuple(via) or _still_told(scene, head, attribution, speaker, earlier)
    return replace(attribution, speaker=speaker, via=told)


def _relayer(scene: Scene, head: int, speaker: Speaker) -> str:
    """Return the name of who cites a source, without what an agency is called."""
    return speaker.canonical if speaker.kind == "person" else medium_name(scene, head)


def _still_told(
    scene: Scene, head: int, attribution: Attribution, speaker: Speaker, earlier: list[Attribution]
) -> tuple[str, ...]:
    """Return the outlet a quotation was told to when its pronoun goes on a talk of the same paragraph."""
    before = earlier[-1] if earlier else None
    goes_on = (
        before is not None and before.speaker is not None and before.speaker.canonical == speaker.canonical
    )
    if before is None or not goes_on or not before.source or attribution.type != "direct":
        return ()
    parse = scene.parse
    between = parse.text[before.source[0][0] : parse.start[head]]
    return before.via if parse.lower[head] in SINGULAR and "\n" not in between else ()


def _speaker(scene: Scene, tokens: TokenRange, head: int, depth: int = 0) -> Speaker:
    """Return who the noun phrase `tokens` with this head is; `depth` counts the phrases gone through."""
    parse = scene.parse
    word = parse.lower[head]
    surface = parse.words(tokens)
    if depth > _MAX_DEPTH:
        return body_speaker(scene, tokens, head, surface)
    if word in subjects.RELATIVE:
        antecedent = antecedent_of(scene, head)
        if antecedent is not None:
            return _speaker(scene, antecedent, head_of(parse, antecedent), depth + 1)
    if word in THING:
        thing = _thing(scene, head, depth)
        if thing is not None:
            return replace(thing, surface=surface)
    if parse.pos[head] in ("PRON", "NUM", "DET"):
        pronoun = pronoun_speaker(scene, tokens, head, surface)
        if pronoun is not None:
            return pronoun
    person = named_person(scene, tokens, head)
    if person is not None:
        return person_speaker(person, surface)
    return _unnamed(scene, tokens, head, surface, depth)


def _thing(scene: Scene, pronoun: int, depth: int) -> Speaker | None:
    """Return the body or document an "it" stands for, when one is near."""
    noun = thing_before(scene, pronoun)
    if noun is None:
        return None
    heard = next((heard.speaker for heard in reversed(scene.heard) if heard.token == noun), None)
    tokens = source_spans.source_range(scene.parse, noun, pronoun)
    return heard or (None if tokens is None else _speaker(scene, tokens, noun, depth + 1))


def _owner(scene: Scene, tokens: TokenRange, head: int, depth: int) -> Speaker | None:
    """Return who owns what a phrase names ("its filing", "the institute's report")."""
    parse = scene.parse
    owner = parse.child(head, "poss")
    if owner is None or owner < tokens[0]:
        return None
    described = parse.pos[owner] == "NOUN" and parse.lower[parse.left[owner]] in _POINTING
    if parse.tag[owner] != "PRP$" and not described:
        return None
    found = _speaker(scene, (parse.left[owner], owner + 1), owner, depth + 1)
    return None if found.canonical == found.surface else found


def _unnamed(scene: Scene, tokens: TokenRange, head: int, surface: str, depth: int) -> Speaker:
    """Return the speaker of a phrase without a personal name."""
    parse = scene.parse
    lemma = parse.lemma[head]
    if lemma in _SPOKESPERSON or parse.lower[head] in _SPOKESPERSON:
        body = _body_of(scene, tokens, head, depth + 1)
        if body is not None:
            return replace(body, surface=surface)
    if is_vehicle(parse, head):
        author = _author(scene, head, depth + 1)
        if author is not None:
            return replace(author, surface=surface)
    described = described_person(scene, tokens, head)
    if described is not None:
        return person_speaker(described, surface)
    return body_speaker(scene, tokens, head, surface, _owner(scene, tokens, head, depth))


def _body_of(scene: Scene, tokens: TokenRange, head: int, depth: int) -> Speaker | None:
    """Return the body an unnamed spokesperson speaks for ("A spokesman for the authority")."""
    parse = scene.parse
    for prep in parse.children(head, "prep"):
        noun = parse.child(prep, "pobj")
        if noun is not None and parse.lower[prep] in ("for", "of", "from", "at", "with"):
            inner = source_spans.source_range(parse, noun, head)
            return None if inner is None else _speaker(scene, inner, noun, depth)
    first = tokens[0]
    while first < head and parse.pos[first] in ("DET", "ADV"):
        first += 1
    last = head - 1 if first < head and parse.lower[head - 1] in ("'s", "’s", "'") else head
    if first >= last:
        return None
    if last - first == 1 and parse.pos[first] == "PRON":
        return _speaker(scene, (first, last), first, depth)
    return body_speaker(scene, (first, last), last - 1, parse.words((first, last)), definite=True)


def _author(scene: Scene, head: int, depth: int) -> Speaker | None:
    """Return who wrote or issued a statement, letter or post, if the phrase tells."""
    parse = scene.parse
    token = subjects.owner(parse, head)
    if token is None:
        for clause in parse.children(head, "acl", "relcl"):
            if parse.lemma[clause] in _AUTHORED:
                token = voice.agent(parse, clause) or token
    if token is None or token == head:
        return None
    inner = source_spans.source_range(parse, token, head)
    return None if inner is None else _speaker(scene, inner, token, depth)


def _remember(scene: Scene, head: int, speaker: Speaker) -> None:
    """Keep a speaker for the pronouns after it, and let a pronoun teach what it goes with."""
    parse = scene.parse
    word = parse.lower[head]
    person = scene.people.by_name.get(speaker.canonical.casefold())
    if person is not None:
        person.mentions.append(head)
        if word in SINGULAR:
            person.pronoun = person.pronoun or SINGULAR[word]
        insort(scene.mentions, (head, person), key=token_of)
    scene.heard.append(Heard(head, speaker, _pronoun_for(parse, head, speaker, person)))


def _pronoun_for(parse: Parse, head: int, speaker: Speaker, person: roster.Person | None) -> str:
    """Return the pronoun that may stand for a speaker next."""
    if person is not None:
        return person.pronoun
    if speaker.kind == "person":
        return roster.title_pronoun(speaker.surface)
    if speaker.kind == "outlet":
        return "we"
    plural = parse.tag[head] in PLURAL_TAGS or parse.lower[head] in PLURAL
    return "they" if plural or speaker.kind == "collective" else ("" if speaker.kind == "anonymous" else "it")


def _with_aliases(scene: Scene, attributions: list[Attribution]) -> list[Attribution]:
    """Return the attributions with every speaker's other mentions as aliases."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for attribution in attributions:
        speaker = attribution.speaker
        if speaker is not None and speaker.surface.lower() not in _NO_ALIAS:
            surfaces[speaker.canonical].add(speaker.surface)
    for person in scene.people.people:
        surfaces[person.name] |= {re.sub(r"['’]s$", "", surface) for surface in person.surfaces}
    return [_aliased(attribution, surfaces) for attribution in attributions]


def _aliased(attribution: Attribution, surfaces: dict[str, set[str]]) -> Attribution:
    speaker = attribution.speaker
    if speaker is None or speaker is UNSPECIFIED:
        return attribution
    known = surfaces[speaker.canonical] - {speaker.canonical}
    return replace(attribution, speaker=replace(speaker, aliases=tuple(sorted(known))))

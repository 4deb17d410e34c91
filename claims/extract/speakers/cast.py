"""The cast of an article: who and what it names, gathered once before its sources are resolved."""

from __future__ import annotations

from collections.abc import Sequence

from claims.extract.reading.parse import Parse
from claims.extract.speakers import organisations, referents, roster
from claims.extract.speakers.introductions import introductions
from claims.extract.speakers.names import name_runs
from claims.extract.speakers.naming import personal_name
from claims.extract.speakers.scene import Scene, token_of
from claims.extract.types import Attribution


def set_scene(parse: Parse, attributions: Sequence[Attribution], outlet: str) -> Scene:
    """Return the people and bodies of an article, before anybody has been heard."""
    runs = name_runs(parse)
    introduced = list(introductions(parse, runs))
    people = roster.collect(parse, runs, introduced)
    others = _not_bodies(people, outlet)
    bodies = organisations.collect(parse, runs, introduced, others)
    named = {intro.token: intro.name for intro in introduced}
    scene = Scene(parse, people, referents.collect(parse, others), bodies, outlet, named)
    _note_named_sources(scene, attributions)
    scene.mentions = [(token, person) for person in people.people for token in person.mentions]
    scene.mentions.sort(key=token_of)
    return scene


def _not_bodies(people: roster.Roster, outlet: str) -> frozenset[str]:
    """Return the names, in lower case, that are no organisation of the story: people and the outlet."""
    names = {word.casefold() for person in people.people for word in person.name.split()}
    return frozenset(names | {word.casefold() for word in referents.bare(outlet).split()} - {""})


def _note_named_sources(scene: Scene, attributions: Sequence[Attribution]) -> None:
    """Add to the roster the people named as sources whom the entity recogniser missed."""
    for attribution in attributions:
        for span in attribution.source or ():
            tokens = scene.parse.tokens_of(span)
            if tokens[0] >= tokens[1]:
                continue
            run = personal_name(scene, tokens)
            words = [] if run is None else roster.name_words(scene.parse.words(run))
            if run is not None and 2 <= len(words) <= 5:
                roster.note_person(scene.parse, scene.people, run, words)

"""What the resolution of one source may look at: the parse, the people, the bodies, who spoke before."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers import organisations, referents, roster
from claims.extract.types import Speaker

SINGULAR = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
THING = frozenset({"it", "its", "itself", "this", "that", "which"})
PLURAL = frozenset({"they", "their", "them", "both", "these", "those", "others", "all", "some", "many"})
OWN = frozenset({"i", "we", "us", "our", "me"})
PARTITIVE = frozenset("one two three some both another neither either several many".split())
PLURAL_TAGS = ("NNS", "NNPS")


@dataclass(slots=True)
class Heard:
    """A speaker heard at a token."""

    token: int
    speaker: Speaker
    pronoun: str


@dataclass(slots=True)
class Scene:
    """All that the resolution of one source may look at."""

    parse: Parse
    people: roster.Roster
    things: referents.Referents
    bodies: organisations.Organisations
    outlet: str
    named: dict[int, TokenRange] = field(default_factory=dict)  # noun -> the name it introduces
    heard: list[Heard] = field(default_factory=list)
    mentions: list[tuple[int, roster.Person]] = field(default_factory=list)


def token_of(mention: tuple[int, roster.Person]) -> int:
    return mention[0]


def head_of(parse: Parse, tokens: TokenRange) -> int:
    """Return the head token of a noun phrase: the first that hangs on something outside."""
    inside = range(*tokens)
    roots = [t for t in inside if (parse.head[t] not in inside or parse.head[t] == t) and parse.is_word(t)]
    nominal = [t for t in roots if parse.pos[t] in ("NOUN", "PROPN", "PRON", "NUM")]
    return (nominal or roots or [tokens[1] - 1])[0]


def person_speaker(person: roster.Person, surface: str) -> Speaker:
    return Speaker(surface, person.name, "person", role=person.role, organisation=person.organisation)

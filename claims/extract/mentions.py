"""What an article speaks of: people, things and groups, where each is mentioned and by what name.

One pass over the parse; the words a source is filed under are the surest names, then full names of people,
then noun phrases as they stand. What no phrase names well has no name, but may still be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from .called import is_plural, phrase_name, shown
from .kinds import given_names, nouns, titles
from .pieces import noun_phrase
from .roster import name_words, title_pronoun
from .types import Speaker

Sort = Literal["person", "thing", "group"]
_NO_THING = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_NAMELESS = frozenset("who which that some many others one he she it they you unspecified".split())
_BODIES = frozenset({"government", "military", "organisation"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_WEIGHTS = {
    "nsubj": 1.2, "nsubjpass": 1.1, "csubj": 0.8, "dobj": 0.5, "dative": 0.4, "agent": 0.4, "poss": 0.4,
    "pobj": 0.2, "ROOT": 0.6, "appos": 0.2,
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something spoken of: the words to name it by ("" when none fit), what it is, its pronoun."""

    name: str
    sort: Sort
    pronoun: str = ""
    proper: bool = False
    body: bool = False  # many people under one name, "it" or "they"
    vague: bool = False  # "people", "a new president": perhaps nobody in particular
    count: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entity is spoken of; `weight` says how much it stands in the foreground."""

    token: int
    entity: Entity
    sentence: int
    weight: float


@dataclass(slots=True)
class Mentioned:
    """All entities of an article with their mentions in text order."""

    doc: Doc
    sentence: list[int] = field(default_factory=list)  # number of the sentence by token
    mentions: list[Mention] = field(default_factory=list)
    by_speaker: dict[str, Entity] = field(default_factory=dict)
    _people: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    _roles: dict[str, Entity | None] = field(default_factory=dict)
    _things: dict[str, Entity] = field(default_factory=dict)

    def of_speaker(self, speaker: Speaker | None) -> Entity | None:
        """Return a source as an entity; None when it has no name."""
        if speaker is None or speaker.kind in ("document", "outlet"):
            return None
        key = speaker.canonical.casefold()
        if key in _NAMELESS or not key:
            return None
        if key not in self.by_speaker:
            self.by_speaker[key] = self._entity_of(speaker)
        return self.by_speaker[key]

    def _entity_of(self, speaker: Speaker) -> Entity:
        if speaker.kind != "person":
            sort: Sort = "group" if is_plural(speaker) else "thing"
            return Entity(shown(speaker), sort, body=sort == "thing", proper=True)
        words = name_words(speaker.canonical)
        noun = nouns().get(words[-1].lower()) if words else None
        if not words or (words[-1][:1].islower() and noun is None):
            return Entity(shown(speaker), "thing")
        given = given_names().get(words[0].lower(), "") if words else ""
        entity = Entity(shown(speaker), "person", title_pronoun(f"{speaker.surface} {speaker.role}") or given)
        entity.proper = len(words) > 1 and words[-1][:1].isupper()
        if entity.proper:
            self._people[words[-1].casefold()].append(entity)
        role = speaker.role.casefold().split()
        if role:
            known = self._roles.get(role[-1], entity)
            self._roles[role[-1]] = entity if known is entity else None
        return entity

    def add(self, token: int, entity: Entity, weight: float) -> None:
        """Note a mention; mentions are added in text order."""
        entity.count += 1
        self.mentions.append(Mention(token, entity, self.sentence[token], weight))

    def person(self, words: list[str], title: str = "") -> Entity:
        """Return the person of a name or part of one, made on first sight; a title tells namesakes apart."""
        shows = title_pronoun(title)
        known = self._people.get(words[-1].casefold(), [])
        fitting = [e for e in known if not shows or e.pronoun in ("", shows)]
        same = [e for e in fitting if len(words) == 1 or e.name.split()[0] in (words[0], e.name)]
        if same:
            entity = max(same, key=lambda e: (e.pronoun == shows != "", e.count))
            if len(words) > len(entity.name.split()):
                entity.name = " ".join(words)
            entity.pronoun = entity.pronoun or shows
            return entity
        given = given_names().get(words[0].lower(), "") if len(words) > 1 else ""
        entity = Entity(" ".join(words), "person", shows or given, proper=True)
        self._people.setdefault(words[-1].casefold(), []).append(entity)
        return entity

    def is_person(self, word: str) -> bool:
        """Whether a word is the surname of somebody in the article."""
        return word.casefold() in self._people

    def in_role(self, noun: Token, *, definite: bool) -> Entity | None:
        """Return the one person whose role a definite noun names ("the minister")."""
        return self._roles.get(noun.lower_) if definite else None

    def thing(self, key: str, entity: Entity, *, definite: bool) -> Entity:
        """Return what was spoken of before under the same head noun, or the new entity."""
        known = self._things.get(key)
        if known is not None and definite and known.sort == entity.sort:
            return known
        self._things[key] = entity
        return entity


def collect(doc: Doc, speakers: Mapping[int, Speaker]) -> Mentioned:
    """Return everyone and everything an article mentions; `speakers` are sources by their head token."""
    mentioned = Mentioned(doc)
    for number, sentence in enumerate(doc.sents):
        mentioned.sentence.extend([number] * len(sentence))
    for speaker in speakers.values():
        mentioned.of_speaker(speaker)
    for entity in doc.ents:
        words = name_words(entity.text.strip("-–— ")) if entity.label_ == "PERSON" else []
        if 2 <= len(words) <= 4 and words[-1][:1].isupper():
            mentioned.person(words, doc[max(0, entity.start - 1)].text)
    for token in doc[:-1]:
        if token.pos_ == "PROPN" and token.lower_ in given_names() and _begins_name(token):
            mentioned.person([token.text, doc[token.i + 1].text])
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "nmod", "npadvmod"):
            found = _entity_at(mentioned, token, speakers)
            if found is not None:
                mentioned.add(token.i, found, weight_of(token))
                _add_pair(mentioned, token, found)
    return mentioned


def _begins_name(token: Token) -> bool:
    """Whether a given name stands before a surname that the entity recogniser missed."""
    after = token.doc[token.i + 1]
    if token.ent_type_ == "PERSON" or after.pos_ != "PROPN" or not after.text[:1].isupper():
        return False
    return after.i == token.head.i or token.i == after.head.i


def weight_of(token: Token) -> float:
    """Return how much a noun stands in the foreground: subjects most, the later of a pair least."""
    dep = token.dep_
    if dep == "conj":
        return weight_of(token.head) - 0.1 if token.head.dep_ != "conj" else 0.1
    if dep == "pobj" and token.head.dep_ == "agent":
        dep = "agent"
    weight = _WEIGHTS.get(dep, 0.1)
    if dep in ("nsubj", "nsubjpass") and token.head.dep_ in ("relcl", "advcl", "acl", "pcomp"):
        weight -= 0.4
    return weight


def _entity_at(mentioned: Mentioned, token: Token, speakers: Mapping[int, Speaker]) -> Entity | None:
    """Return what a noun mentions, None for times, amounts, predicates and pronouns."""
    if token.i in speakers:
        return mentioned.of_speaker(speakers[token.i])
    if token.pos_ == "PRON" or token.ent_type_ in _NO_THING or token.dep_ == "attr":
        return None
    named = next((c for c in token.children if c.dep_ == "appos" and _is_name(mentioned, c)), None)
    if token.dep_ == "appos" and (_is_name(mentioned, token.head) or _is_name(mentioned, token)):
        return None
    if _is_name(mentioned, token) or named is not None:
        return _named_person(mentioned, token if named is None or _is_name(mentioned, token) else named)
    return _described(mentioned, token)


def _is_name(mentioned: Mentioned, token: Token) -> bool:
    if token.pos_ != "PROPN" or (token.is_upper and len(token) > 3):
        return False
    return token.ent_type_ == "PERSON" or (
        token.ent_type_ in ("", "ORG", "GPE") and mentioned.is_person(token.text)
    )


def _named_person(mentioned: Mentioned, token: Token) -> Entity:
    """Return the person a proper noun names."""
    doc, first = mentioned.doc, token.i
    while first > 0 and (doc[first - 1].dep_ == "compound" and doc[first - 1].pos_ == "PROPN"):
        first -= 1
    if first > 1 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_:
        first -= 2
    last = token.i + 1
    while last < len(doc) and doc[last].ent_type_ == "PERSON" and doc[last].ent_iob_ == "I":
        last += 1
    words = name_words(doc[first:last].text)
    capitals = [w for w in words if w[:1].isupper()]
    title = " ".join(t.text for t in token.lefts)
    if mentioned.is_person(token.text):
        capitals = [token.text] if len(capitals) > 3 else capitals
    return mentioned.person(capitals[-3:] or [token.text], title)


def _described(mentioned: Mentioned, token: Token) -> Entity:
    """Return what a noun without a personal name mentions."""
    definite = any(c.lower_ in ("the", "this", "that", "these", "those") for c in token.lefts)
    sort, pronoun = sort_of(token)
    role = mentioned.in_role(token, definite=definite) if sort == "person" else None
    if role is not None:
        return role
    others = {t.i for c in token.children if c.dep_ in ("conj", "cc", "preconj") for t in c.subtree}
    name = phrase_name(
        mentioned.doc, token, [i for i in noun_phrase(mentioned.doc, token) if i not in others]
    )
    noun = nouns().get(token.lemma_.lower())
    body = token.ent_type_ in ("ORG", "GPE", "NORP") or (noun is not None and noun.kind in _BODIES)
    bare = token.pos_ == "NOUN" and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
    indefinite = sort != "group" and any(c.lower_ in ("a", "an") for c in token.lefts)
    entity = Entity(name, sort, pronoun, token.pos_ == "PROPN", body, bare or indefinite)
    return mentioned.thing(
        f"{token.lemma_.lower()}/{sort}", entity, definite=definite or token.pos_ == "PROPN"
    )


def sort_of(token: Token) -> tuple[Sort, str]:
    """Return what a noun names and the pronoun it takes, when known."""
    if token.tag_ in _PLURAL_TAGS and token.ent_type_ not in ("GPE", "ORG", "PERSON"):
        return "group", ""
    if token.lower_ in ("people", "police", "media"):
        return "group", ""
    noun = nouns().get(token.lemma_.lower())
    shows = title_pronoun(token.text) if token.lower_.rstrip(".") not in titles() else ""
    return ("person", shows) if shows or (noun is not None and noun.person) else ("thing", "")


def _add_pair(mentioned: Mentioned, token: Token, first: Entity) -> None:
    """Note "A and B" as a group too."""
    if token.dep_ == "conj" or not any(c.dep_ == "cc" and c.lower_ == "and" for c in token.children):
        return
    phrase = noun_phrase(mentioned.doc, token)
    both = len(phrase) <= 9 and all(mentioned.doc[i].tag_ not in ("PRP$", "PRP", "CD") for i in phrase)
    name = phrase_name(mentioned.doc, token, phrase) if both else ""
    conjoined = any(c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") for c in token.children)
    if conjoined:
        mentioned.add(token.i, Entity(name, "group", proper=first.proper), weight_of(token) + 0.1)

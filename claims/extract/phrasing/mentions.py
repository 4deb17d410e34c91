"""What an article speaks of: people, things and groups, where each is mentioned and by what name.

One pass over the parse; the words a source is filed under are the surest names, then full names of people,
then noun phrases as they stand. What no phrase names well has no name, but may still be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
from spacy import symbols
from spacy.tokens import Doc, Token

from claims.extract.lexicon.kinds import given_names, nouns, titles
from claims.extract.phrasing.called import is_plural, phrase_name, shown
from claims.extract.reading.pieces import noun_phrase
from claims.extract.speakers.people import is_people
from claims.extract.speakers.roster import PEOPLE, Person, name_words, title_pronoun
from claims.extract.types import Speaker

Sort = Literal["person", "thing", "group"]
_NO_THING = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_NAMELESS = frozenset("who which that some many others one he she it they you unspecified".split())
_BODIES = frozenset({"government", "military", "organisation"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_LONGEST_NAME = 6  # tokens
_WEIGHTS = {
    "nsubj": 1.2, "nsubjpass": 1.1, "csubj": 0.8, "dobj": 0.5, "dative": 0.4, "agent": 0.4, "poss": 0.4,
    "pobj": 0.2, "ROOT": 0.6, "appos": 0.2,
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something spoken of: the words to name it by ("" when none fit), what it is, its pronoun."""

    words: str
    sort: Sort
    pronoun: str = ""
    proper: bool = False
    body: bool = False  # many people under one name, "it" or "they"
    vague: bool = False  # "people", "a new president": perhaps nobody in particular
    count: int = 0
    spell: Callable[[], str] | None = None  # finds the words when they are asked for

    @property
    def name(self) -> str:
        """Return the words to name it by, "" when none fit."""
        if self.spell is not None:
            self.words, self.spell = self.spell(), None
        return self.words


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
    small: frozenset[str] = frozenset()  # words the article writes without a capital
    people: dict[int, Entity] = field(default_factory=dict)  # by the tokens of their names
    _known: dict[str, Entity] = field(default_factory=dict)  # by full name
    _surnames: dict[str, list[Entity]] = field(default_factory=dict)
    _roles: dict[str, Entity | None] = field(default_factory=dict)
    _things: dict[str, Entity] = field(default_factory=dict)

    def of_speaker(self, speaker: Speaker | None) -> Entity | None:
        """Return a source as an entity; None when it has no name."""
        if speaker is None or speaker.kind in ("document", "outlet"):
            return None
        key = speaker.canonical.casefold()
        if key in _NAMELESS or not key:
            return None
        key = key.removeprefix("the ")
        if key not in self._known:
            self._known[key] = _entity_of(speaker, self.small)
        self._note_role(self._known[key], speaker.role)
        return self._known[key]

    def _note_role(self, entity: Entity, role: str) -> None:
        words = role.casefold().split()
        if words:
            known = self._roles.get(words[-1], entity)
            self._roles[words[-1]] = entity if known is entity else None

    def add(self, token: int, entity: Entity, weight: float) -> None:
        """Note a mention; mentions are added in text order."""
        entity.count += 1
        self.mentions.append(Mention(token, entity, self.sentence[token], weight))

    def enlist(self, person: Person) -> None:
        """Take over a person of the roster with the places of the name."""
        entity = Entity(person.name, "person", person.pronoun, proper=True)
        entity = self._known.setdefault(person.name.casefold(), entity)
        self._surnames.setdefault(person.name.split()[-1].casefold(), []).append(entity)
        self._note_role(entity, person.role)
        for first in person.mentions:
            for i in range(first, min(first + _LONGEST_NAME, len(self.doc))):
                if self.doc[i].pos_ != "PROPN" and self.doc[i].text not in "-–":
                    break
                self.people[i] = entity

    def surnamed(self, words: list[str], title: str) -> Entity:
        """Return the person of a name, made on first sight; a title tells namesakes apart."""
        known, shows = self._surnames.setdefault(words[-1].casefold(), []), title_pronoun(title)
        for entity in known:
            if not shows or entity.pronoun in ("", shows):
                return entity
        given = given_names().get(words[0].lower(), "") if len(words) > 1 else ""
        known.append(Entity(" ".join(words), "person", shows or given, proper=True))
        return known[-1]

    def is_surname(self, word: str) -> bool:
        """Whether somebody of the article has a word for a surname."""
        return word.casefold() in self._surnames

    def in_role(self, noun: Token, *, definite: bool) -> Entity | None:
        """Return the one person whose role a definite noun names ("the minister")."""
        return self._roles.get(noun.lower_) if definite else None

    def thing(self, key: str, entity: Entity, *, definite: bool) -> Entity:
        """Return what was spoken of before under the same name or head noun, or the new entity."""
        source = self._known.get(entity.name.casefold().removeprefix("the ")) if entity.proper else None
        if source is not None and source.sort == entity.sort:
            return source
        known = self._things.get(key)
        if known is not None and definite and known.sort == entity.sort:
            return known
        self._things[key] = entity
        return entity


def _entity_of(speaker: Speaker, small: frozenset[str]) -> Entity:
    """Return a source that is no person of the roster as an entity."""
    last = speaker.canonical.split()[-1].lower()
    alone = speaker.kind in ("anonymous", "collective") and not is_plural(speaker) and is_people(last)
    if alone:
        return Entity(shown(speaker), "person", title_pronoun(speaker.surface))
    if speaker.kind != "person":
        sort: Sort = "group" if is_plural(speaker) else "thing"
        return Entity(shown(speaker), sort, body=sort == "thing", proper=True)
    words = name_words(speaker.canonical)
    common = bool(words) and (words[-1][:1].islower() or (len(words) == 1 and words[0].lower() in small))
    if not words or (common and not is_people(words[-1].lower())):
        return Entity(shown(speaker), "thing")
    given = given_names().get(words[0].lower(), "")
    pronoun = title_pronoun(f"{speaker.surface} {speaker.role}") or given
    return Entity(shown(speaker), "person", pronoun, proper=words[-1][:1].isupper())


def collect(doc: Doc, speakers: Mapping[int, Speaker]) -> Mentioned:
    """Return everyone and everything an article mentions; `speakers` are sources by their head token."""
    mentioned = Mentioned(doc, small=frozenset(t.text for t in doc if t.is_lower))
    for number, sentence in enumerate(doc.sents):
        mentioned.sentence.extend([number] * len(sentence))
    for person in doc.user_data.get(PEOPLE, ()):
        mentioned.enlist(person)
    for speaker in speakers.values():
        mentioned.of_speaker(speaker)
    for token in _with_pos(doc, "PROPN"):
        if token.i + 1 < len(doc) and token.i not in mentioned.people and _begins_name(token):
            person = mentioned.surnamed([token.text, doc[token.i + 1].text], "")
            mentioned.people[token.i] = mentioned.people[token.i + 1] = person
    for token in _with_pos(doc, "NOUN", "PROPN", "PRON"):
        if token.dep_ not in ("compound", "nmod", "npadvmod"):
            found = _entity_at(mentioned, token, speakers)
            if found is not None:
                mentioned.add(token.i, found, weight_of(token))
                _add_pair(mentioned, token, found)
    return mentioned


def _with_pos(doc: Doc, *wanted: str) -> list[Token]:
    """Return the tokens of some parts of speech; reading them all at once is far quicker than one by one."""
    return [
        doc[int(i)] for i in np.isin(doc.to_array("POS"), [symbols.IDS[pos] for pos in wanted]).nonzero()[0]
    ]


def pronouns_of(doc: Doc) -> list[Token]:
    """Return the personal and possessive pronouns of a parsed text in order."""
    tags = [doc.vocab.strings["PRP"], doc.vocab.strings["PRP$"]]
    return [doc[int(i)] for i in np.isin(doc.to_array("TAG"), tags).nonzero()[0]]


def _begins_name(token: Token) -> bool:
    """Whether a given name stands before a surname that neither recogniser nor roster found."""
    after = token.nbor(1)
    joined = after.i == token.head.i or token.i == after.head.i
    return joined and after.pos_ == "PROPN" and after.is_title and token.lower_ in given_names()


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
    if dep == "agent" and token.head.head.dep_ in ("relcl", "acl"):
        weight -= 0.3  # "figures seen by the paper"
    return weight


def _entity_at(mentioned: Mentioned, token: Token, speakers: Mapping[int, Speaker]) -> Entity | None:
    """Return what a noun mentions, None for times, amounts, predicates and pronouns."""
    if token.i in speakers and not _contradicts(mentioned, token, speakers[token.i]):
        return mentioned.of_speaker(speakers[token.i])
    if token.pos_ == "PRON" or token.ent_type_ in _NO_THING or token.dep_ == "attr":
        return None
    named = next((c for c in token.children if c.dep_ == "appos" and _is_name(mentioned, c)), None)
    if token.dep_ == "appos" and (_is_name(mentioned, token.head) or _is_name(mentioned, token)):
        return None
    if _is_name(mentioned, token) or named is not None:
        return _named_person(mentioned, token if named is None or _is_name(mentioned, token) else named)
    return _described(mentioned, token)


def _contradicts(mentioned: Mentioned, token: Token, speaker: Speaker) -> bool:
    """Whether the title before a name shows that it is another of that name ("Mr. Brandt", not Anna)."""
    entity = mentioned.of_speaker(speaker)
    shows = title_pronoun(" ".join(t.text for t in token.lefts)) if token.pos_ == "PROPN" else ""
    return bool(shows) and entity is not None and entity.pronoun not in ("", shows)


def _is_name(mentioned: Mentioned, token: Token) -> bool:
    if token.i in mentioned.people:
        return True
    if token.pos_ != "PROPN" or (token.is_upper and len(token) > 3):
        return False
    return token.ent_type_ == "PERSON" or (token.ent_type_ != "ORG" and mentioned.is_surname(token.text))


def _named_person(mentioned: Mentioned, token: Token) -> Entity:
    """Return the person a proper noun names."""
    title = " ".join(t.text for t in token.lefts)
    if token.i in mentioned.people:
        entity, shows = mentioned.people[token.i], title_pronoun(title)
        if not shows or entity.pronoun in ("", shows):
            return entity
        return mentioned.surnamed(entity.name.split()[-1:], title)
    doc, first = mentioned.doc, token.i
    while first > 0 and doc[first - 1].dep_ == "compound" and doc[first - 1].pos_ == "PROPN":
        first -= 1
    capitals = [w for w in name_words(doc[first : token.i + 1].text) if w[:1].isupper()]
    return mentioned.surnamed(capitals[-3:] or [token.text], title)


def _described(mentioned: Mentioned, token: Token) -> Entity:
    """Return what a noun without a personal name mentions."""
    definite = any(c.lower_ in ("the", "this", "that", "these", "those") for c in token.lefts)
    sort, pronoun = sort_of(token)
    if sort == "person" and not pronoun and token.tag_ == "NN" and not any(True for _ in token.lefts):
        sort = "thing"  # "a bit of batter"
    role = mentioned.in_role(token, definite=definite) if sort == "person" else None
    if role is not None:
        return role
    noun = nouns().get(token.lemma_.lower())
    body = token.ent_type_ in ("ORG", "GPE") or (noun is not None and noun.kind in _BODIES)
    bare = token.pos_ == "NOUN" and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
    indefinite = sort != "group" and any(c.lower_ in ("a", "an") for c in token.lefts)
    proper = token.pos_ == "PROPN" or (token.is_title and token.lower_ not in mentioned.small)
    entity = Entity("", sort, pronoun, proper, body, (bare and not proper) or indefinite)
    entity.spell = partial(_spelt, mentioned, token)
    return mentioned.thing(
        f"{token.lemma_.lower()}/{sort}", entity, definite=definite or token.pos_ == "PROPN"
    )


def _spelt(mentioned: Mentioned, token: Token) -> str:
    """Return the words of a noun phrase without what is joined to it."""
    others = {t.i for c in token.children if c.dep_ in ("conj", "cc", "preconj") for t in c.subtree}
    phrase = [i for i in noun_phrase(mentioned.doc, token) if i not in others]
    return phrase_name(mentioned.doc, token, phrase, mentioned.small)


def sort_of(token: Token) -> tuple[Sort, str]:
    """Return what a noun names and the pronoun it takes, when known."""
    if token.tag_ in _PLURAL_TAGS and token.ent_type_ not in ("GPE", "ORG", "PERSON"):
        return "group", ""
    if token.lower_ in ("people", "police", "media"):
        return "group", ""
    noun = nouns().get(token.lemma_.lower())
    shows = title_pronoun(token.text) if token.lower_.rstrip(".") not in titles() else ""
    person = shows or (noun is not None and noun.person) or is_people(token.lower_)
    return ("person", shows) if person else ("thing", "")


def _add_pair(mentioned: Mentioned, token: Token, first: Entity) -> None:
    """Note "A and B" as a group too."""
    if token.dep_ == "conj" or not any(c.dep_ == "cc" and c.lower_ == "and" for c in token.children):
        return
    phrase = noun_phrase(mentioned.doc, token)
    both = len(phrase) <= 9 and all(mentioned.doc[i].tag_ not in ("PRP$", "PRP", "CD") for i in phrase)
    name = phrase_name(mentioned.doc, token, phrase, mentioned.small) if both else ""
    conjoined = any(c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") for c in token.children)
    if conjoined:
        mentioned.add(token.i, Entity(name, "group", proper=first.proper), weight_of(token) + 0.1)

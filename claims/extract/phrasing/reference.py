"""Whom and what third-person pronouns stand for, over a whole article.

Every earlier mention that agrees in number and gender is weighed: nearer is better, subjects before
objects, who speaks before who is spoken of, and what was a pronoun before goes on being one (the centre of
attention, as centering theory has it). Where a second candidate comes close the pronoun stays unresolved:
a wrong name is worse than a pronoun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from claims.extract.lexicon.kinds import nouns
from claims.extract.phrasing.genders import learn_genders
from claims.extract.phrasing.mentions import Entity, Mention, Mentioned, Sort, collect, pronouns_of, weight_of
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, Speaker

_THIRD: dict[str, tuple[Sort, str]] = {
    "he": ("person", "he"), "him": ("person", "he"), "his": ("person", "he"), "himself": ("person", "he"),
    "she": ("person", "she"), "her": ("person", "she"), "hers": ("person", "she"),
    "herself": ("person", "she"), "it": ("thing", ""), "its": ("thing", ""), "itself": ("thing", ""),
    "they": ("group", ""), "them": ("group", ""), "their": ("group", ""), "theirs": ("group", ""),
    "themselves": ("group", ""),
}  # fmt: skip
_WILL = frozenset({"will", "'ll", "would", "'d", "shall"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_WORTH = frozenset("do make take cost help pay hurt matter require need".split())  # "it helps to"
_WEATHER = frozenset({"rain", "snow", "take", "seem", "appear", "turn", "happen", "mean"})
_REACH: dict[Sort, int] = {"person": 5, "thing": 2, "group": 2}  # sentences back
_MARGIN: dict[Sort, float] = {"person": 0.45, "thing": 0.6, "group": 0.6}
_LOWEST: dict[Sort, float] = {"person": -3.1, "thing": 0.0, "group": 0.0}
_OWN = {"nsubj": 2.3, "nsubjpass": 2.3, "poss": 1.7}  # who reports mostly reports of himself
_LOOKED_AT = 40  # mentions back


@dataclass(slots=True)
class Voices:
    """Under which attribution each token stands (-1: none), and what is quoted."""

    attributions: Sequence[Attribution]
    owner: list[int]
    quoted: frozenset[int]
    sources: Mapping[int, Speaker]  # by head token

    def is_source_before(self, token: int) -> bool:
        """Whether the words that tell whose a content is stand before it."""
        found = self.attributions[self.owner[token]]
        return bool(found.source and found.source[0][0] < found.content[0][0])

    def speaker_of(self, token: int) -> Speaker | None:
        """Return who says a token, None in the outlet's own voice."""
        at = self.owner[token]
        return self.attributions[at].speaker if at >= 0 else None


def voices_of(tokens: TokenMap, attributions: Sequence[Attribution], quoted: frozenset[int]) -> Voices:
    """Return who speaks where in a parsed article; of contents within contents the innermost counts."""
    owner = [-1] * len(tokens.doc)
    sources: dict[int, Speaker] = {}
    sizes = [sum(end - start for start, end in a.content) for a in attributions]
    for k in sorted(range(len(attributions)), key=lambda k: -sizes[k]):
        for start, end in attributions[k].content:
            for i in range(tokens.at(start), tokens.from_(end)):
                owner[i] = k
    for attribution in attributions:
        if attribution.source and attribution.speaker is not None:
            start, end = attribution.source[0][0], attribution.source[-1][1]
            head = _head(tokens.doc, tokens.at(start), tokens.from_(end))
            sources[head] = attribution.speaker
    return Voices(attributions, owner, quoted, sources)


def _head(doc: Doc, first: int, end: int) -> int:
    """Return the token of a phrase that hangs on something outside it, nouns before others."""
    roots = [i for i in range(first, end) if not first <= doc[i].head.i < end or doc[i].head.i == i]
    nominal = [i for i in roots if doc[i].pos_ in ("NOUN", "PROPN", "PRON", "NUM")]
    return (nominal or roots or [first])[0]


@dataclass(slots=True)
class References:
    """What the pronouns of an article stand for, and where everything is mentioned."""

    mentioned: Mentioned
    found: dict[int, Entity] = field(default_factory=dict)
    _at: dict[int, list[Entity]] = field(default_factory=dict)

    def entities_at(self, token: int) -> list[Entity]:
        """Return what a token mentions, by name or by pronoun."""
        if not self._at:
            for mention in self.mentioned.mentions:
                self._at.setdefault(mention.token, []).append(mention.entity)
        return self._at.get(token, [])


def resolve(doc: Doc, voices: Voices) -> References:
    """Return the references of an article."""
    mentioned = collect(doc, voices.sources)
    learn_genders(mentioned)
    references = References(mentioned)
    named, mentioned.mentions, at = mentioned.mentions, [], 0
    unknown: set[tuple[int, Sort, str]] = set()
    for token in pronouns_of(doc):
        while at < len(named) and named[at].token <= token.i:
            mentioned.mentions.append(named[at])
            at += 1
        wanted = _THIRD.get(token.lower_)
        if wanted is None or is_empty(token):
            continue
        key = (mentioned.sentence[token.i], *wanted)
        entity = _meant(mentioned, token, wanted, voices) if key not in unknown else None
        if entity is None:
            unknown.add(key)  # the next of its kind in the sentence is most likely the same
            continue
        references.found[token.i] = entity
        if token.i not in voices.sources:
            mentioned.add(token.i, entity, weight_of(token) + 0.2)
    mentioned.mentions.extend(named[at:])
    return references


def _meant(mentioned: Mentioned, token: Token, wanted: tuple[Sort, str], voices: Voices) -> Entity | None:
    """Return what a pronoun stands for; one that is a source was resolved with the sources."""
    speaker = voices.sources.get(token.i)
    if speaker is None:
        return _antecedent(mentioned, token, wanted, voices)
    entity = mentioned.of_speaker(speaker)
    return entity if entity is not None and _agrees(entity, wanted) is not None else None


def is_empty(token: Token) -> bool:
    """Whether "it" stands for nothing, or for a clause ("It was the worst attack", "it is clear that")."""
    if token.lower_ != "it":
        return False
    verb = token.head
    if token.dep_ == "expl" or verb.lemma_.lower() in _WEATHER:
        return True
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    kids = [c for c in verb.children if c.i > verb.i]
    if verb.lemma_ == "be" and any(c.dep_ == "attr" and c.lemma_.lower() not in nouns() for c in kids):
        return True
    if any(c.dep_ in ("ccomp", "csubj") or (c.dep_ == "xcomp" and verb.lemma_ == "be") for c in kids):
        return verb.lemma_ == "be" or verb.tag_ == "VBN"
    heads = [c for c in kids if c.dep_ in ("attr", "acomp", "prep")] if verb.lemma_ == "be" else []
    if any(k.dep_ in ("ccomp", "xcomp", "relcl", "advcl", "csubj") for c in heads for k in c.children):
        return True
    aims = [k for c in [verb, *kids] for k in c.children if k.tag_ == "VB" and k.i > verb.i]
    return verb.lemma_ in _WORTH and any(k.tag_ == "TO" for aim in aims for k in aim.children)


def _antecedent(
    mentioned: Mentioned, token: Token, wanted: tuple[Sort, str], voices: Voices
) -> Entity | None:
    """Return what a pronoun stands for, or None where two things may be meant."""
    scores: dict[int, tuple[float, Entity]] = {}
    blocked = -9.0  # the best of those that are too far in the background to be named
    for mention in reversed(mentioned.mentions[-_LOOKED_AT:]):
        distance = mentioned.sentence[token.i] - mention.sentence
        if distance > _REACH[wanted[0]]:
            break
        score = _score(mentioned, token, mention, wanted, voices)
        if score is None:
            continue
        if wanted[0] != "person" and not _in_view(token, mention, voices, distance):
            blocked = max(blocked, score if distance == 0 else -9.0)
        else:
            _offer(scores, mention.entity, score)
    own = mentioned.of_speaker(voices.speaker_of(token.i))
    if own is not None and token.i not in voices.quoted:
        _offer(scores, own, _as_speaker(token, own, wanted, voices))
    ranked = sorted(scores.values(), key=lambda pair: -pair[0])
    second = max(ranked[1][0] if len(ranked) > 1 else -9.0, blocked)
    if not ranked or ranked[0][0] < _LOWEST[wanted[0]]:
        return None
    best, rival = ranked[0][1], ranked[1][1] if len(ranked) > 1 else None
    clear = best.body and best.proper and (rival is None or not rival.body)
    margin = _MARGIN[wanted[0]] * (0.5 if clear else 1.0)
    return best if ranked[0][0] - second >= margin - 1e-6 else None


def _as_speaker(token: Token, own: Entity, wanted: tuple[Sort, str], voices: Voices) -> float | None:
    """Return how likely the speaker is what a pronoun of the report stands for."""
    fit = _agrees(own, wanted)
    if fit is None:
        return None
    told_first = own.sort != "person" and not voices.is_source_before(token.i) and not _acts(token)
    return (0.2 if told_first else _OWN.get(token.dep_, 1.0)) + 0.5 * fit


def _offer(scores: dict[int, tuple[float, Entity]], entity: Entity, score: float | None) -> None:
    if score is not None and (id(entity) not in scores or scores[id(entity)][0] < score):
        scores[id(entity)] = score, entity


def _agrees(entity: Entity, wanted: tuple[Sort, str]) -> float | None:
    """Return how well an entity takes a pronoun, 0 at best, None not at all."""
    sort, pronoun = wanted
    if sort == "group" and entity.sort == "thing" and entity.body:
        return -0.7
    if entity.sort != sort:
        return None
    if sort != "person" or entity.pronoun == pronoun:
        return 0.0
    return None if entity.pronoun else -0.6


def _score(
    mentioned: Mentioned, token: Token, mention: Mention, wanted: tuple[Sort, str], voices: Voices
) -> float | None:
    """Return how likely a mention is what a pronoun stands for; None when it cannot be."""
    fit = _agrees(mention.entity, wanted)
    if fit is None or _excluded(token, mentioned.doc[mention.token], voices, mentioned, mention.entity):
        return None
    distance = mentioned.sentence[token.i] - mention.sentence
    score = fit + mention.weight - 0.9 * distance - 0.5 * mention.entity.vague
    if mention.entity.proper:
        score += 0.3 + min(0.3, 0.06 * mention.entity.count)
    if (mention.token in voices.quoted) != (token.i in voices.quoted):
        score -= 0.3
    if token.dep_ in ("nsubj", "nsubjpass") and mention.weight >= 1.0:
        score += 0.3
    if wanted[0] == "thing" and not mention.entity.body and _is_deed(token):
        score -= 0.7  # bodies sell, say and sue; plans and rows do not
    if token.dep_ == "poss" and _owns(mentioned.doc[mention.token], token.head):
        score += 1.5
    return score


def _acts(token: Token) -> bool:
    """Whether a pronoun is the subject of what somebody will do."""
    return token.dep_ == "nsubj" and any(
        c.dep_ == "aux" and c.lower_ in _WILL for c in token.head.children if token.head.lemma_ != "be"
    )


def _is_deed(token: Token) -> bool:
    """Whether a pronoun is the subject of an active verb with an object."""
    verb = token.head
    return token.dep_ == "nsubj" and verb.pos_ == "VERB" and any(c.dep_ == "dobj" for c in verb.children)


def _owns(noun: Token, thing: Token) -> bool:
    """Whether a noun is joined to what is owned or its subject ("Holt and his men", "Holt sold his boat")."""
    if thing.dep_ == "conj" and thing.head.i == noun.i:
        return True
    verb = thing.head.head if thing.dep_ == "pobj" else thing.head
    return noun.dep_ in ("nsubj", "nsubjpass") and noun.head.i == verb.i and noun.i < thing.i


def _in_view(token: Token, mention: Mention, voices: Voices, distance: int) -> bool:
    """Whether a thing or group is near enough: objects only within the sentence, in speech only in speech.

    "It" and "they" of somebody who speaks are mostly a whole matter or people at large.
    """
    quoted = token.i in voices.quoted
    if quoted and mention.token not in voices.quoted and not mention.entity.proper:
        return False
    if token.dep_ not in ("nsubj", "nsubjpass", "poss"):
        plain = token.dep_ != "pobj" and mention.entity.sort == _THIRD[token.lower_][0]
        return distance == 0 and mention.weight >= 0.5 and plain
    return mention.weight >= 0.5 or (distance == 0 and mention.entity.proper)


def _excluded(token: Token, noun: Token, voices: Voices, mentioned: Mentioned, entity: Entity) -> bool:
    """Whether grammar forbids that a pronoun stands for a noun of its own clause or phrase."""
    if token.lower_ in _REFLEXIVE:
        return False
    if token.i in voices.quoted and mentioned.of_speaker(voices.speaker_of(token.i)) is entity:
        return True  # of oneself one says "I"
    if noun.is_ancestor(token) and (token.dep_ == "poss" or noun.i > token.i):
        return noun.left_edge.i <= token.i and not _in_clause_of(token, noun)
    same_verb = noun.head.i == token.head.i or (
        token.dep_ == "pobj" and token.head.head.i == noun.head.i and noun.dep_ in ("nsubj", "nsubjpass")
    )
    return same_verb and token.dep_ != "poss" and noun.head.pos_ in ("VERB", "AUX")


def _in_clause_of(token: Token, noun: Token) -> bool:
    """Whether a pronoun stands in a clause that hangs on the noun ("the man who lost his boat")."""
    return any(above.dep_ in ("relcl", "acl") for above in token.ancestors if noun.is_ancestor(above))

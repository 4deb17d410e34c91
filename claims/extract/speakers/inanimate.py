"""What an "it" that says something stands for: the body, country or document in the reader's mind.

Candidates are the singular nouns of the sentences just before that name something able to speak. Who spoke
last, subjects and names come first, as in centering (Grosz, Joshi and Weinstein 1995).
"""

from __future__ import annotations

from claims.extract.attributions.contents import is_vehicle
from claims.extract.lexicon.kinds import nouns
from claims.extract.reading.parse import Parse
from claims.extract.speakers.organisations import is_subject
from claims.extract.speakers.scene import Scene

_SINGULAR_TAGS = frozenset({"NN", "NNP"})
_BODIES = frozenset({"government", "military", "organisation"})
# Verbs whose subject is a document sooner than a body.
_WRITTEN = frozenset(
    "recommend show list detail conclude find contain indicate suggest read describe".split()
)
_WINDOW = 3  # sentences
_TOKENS = 160
_HEARD = 2.5
_ABOVE = -1.5


def thing_before(scene: Scene, pronoun: int) -> int | None:
    """Return the head noun an "it" or "its" at a token stands for, or None when nothing fits."""
    parse = scene.parse
    heard = {h.token for h in scene.heard[-8:] if h.pronoun == "it"}
    written = parse.lemma[parse.head[pronoun]] in _WRITTEN
    best: tuple[float, int] | None = None
    for token in range(max(0, pronoun - _TOKENS), pronoun):
        distance = parse.sentence[pronoun] - parse.sentence[token]
        if distance > _WINDOW or parse.quoted[token] >= 0:
            continue
        fit = _HEARD if token in heard else _fit(scene, token, written=written)
        if fit is None:
            continue
        score = fit + _place(parse, token) + _ABOVE * distance
        if score > _ABOVE and (best is None or score >= best[0]):
            best = score, token
    return best[1] if best else None


def _fit(scene: Scene, token: int, *, written: bool) -> float | None:
    """Return how well a noun may speak as "it", or None when it may not."""
    parse = scene.parse
    if parse.tag[token] not in _SINGULAR_TAGS or parse.dep[token] == "compound":
        return None
    if parse.entity[token] in ("DATE", "TIME"):
        return None
    if parse.pos[token] == "PROPN":
        return _name_fit(scene, token)
    noun = nouns().get(parse.lemma[token])
    if noun is None or noun.person:
        return None
    if noun.kind in _BODIES:
        return 0.0
    if noun.kind != "document" or is_vehicle(parse, token):
        return None
    return 2.0 if written else -0.5


def _name_fit(scene: Scene, token: int) -> float | None:
    """Return how well a proper name may speak as "it"."""
    parse = scene.parse
    body = scene.bodies.at(token)
    if body is not None:
        return None if body.medium else 0.5
    if parse.entity[token] == "GPE":
        return -1.0
    noun = nouns().get(parse.lower[token])
    return 0.0 if noun is not None and not noun.person and noun.kind in _BODIES else None


def _place(parse: Parse, token: int) -> float:
    """Return how much the grammar of a noun puts it forward: subject, part of one, object, adjunct."""
    if parse.dep[token].startswith("nsubj"):
        return 2.0
    if is_subject(parse, token):
        return 1.5
    return 0.0 if parse.dep[token] in ("dobj", "attr", "appos") else -1.0

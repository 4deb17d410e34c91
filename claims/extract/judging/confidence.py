"""How sure the machine is of a claim: the chance that a person keeps its words and its source as they are.

A logistic model over a few named features; its weights are data (lexicon/confidence.tsv, with how they were
fitted), so that a figure on the screen can be taken apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from claims.extract.reading.pieces import Kind
from claims.extract.reading.prose import read_prose
from claims.extract.types import AttributionType, Speaker

_WEIGHTS = Path(__file__).parents[1] / "lexicon" / "confidence.tsv"
_LONG = 40  # words of a sentence whose parse is no longer to be trusted blindly
_LOWEST, _HIGHEST = 0.02, 0.98  # nothing a machine says is certain
_PRONOUNS = frozenset("he she it they we i who which that this these those one some others".split())


def features(
    *,
    kind: Kind,
    pieces: int,
    attribution: AttributionType,
    speaker: Speaker | None,
    continued: bool,
    finite: bool,
    siblings: int,
    claim: str,
    sentence: str,
) -> dict[str, float]:
    """Return the named features of a claim, most of them 0 or 1.

    `pieces` is how many stretches the claim has, `continued` whether its quotation goes on without a cue,
    `finite` whether it holds a finite verb, `siblings` how many claims its sentence has beside it.
    """
    prose, words = read_prose(sentence), len(sentence.split())
    found = {
        "bias": 1.0,
        f"cut:{kind}": 1.0,
        f"type:{attribution}": 1.0,
        "pieces": float(min(3, pieces - 1)),
        "long sentence": min(1.0, max(0.0, (words - _LONG / 2) / _LONG)),
        "few words": 1.0 if len(claim.split()) < 4 else 0.0,
        "continued": 1.0 if continued else 0.0,
        "siblings": min(1.0, siblings / 4),
        "commas": min(1.0, sentence.count(",") / 6),
        "no finite verb": 0.0 if finite else 1.0,
        "unlike prose": 1.0 - prose.plain,
        "capitals": prose.capitals,
        "broken words": prose.broken,
    }
    if speaker is not None:
        found["nobody named"] = 1.0 if speaker.kind == "anonymous" and not speaker.surface else 0.0
        found["unresolved pronoun"] = 1.0 if speaker.canonical.lower() in _PRONOUNS else 0.0
        found["pronoun"] = 1.0 if speaker.surface.lower() in _PRONOUNS else 0.0
        found["description"] = 1.0 if speaker.canonical[:1].islower() else 0.0
    return found


def confidence(found: Mapping[str, float]) -> float:
    """Return the confidence 0..1 for features, two decimals; a feature without a weight counts nothing."""
    known = weights()
    total = sum(value * known.get(name, 0.0) for name, value in found.items())
    return round(min(_HIGHEST, max(_LOWEST, 1 / (1 + math.exp(-total)))), 2)


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Return the weights by feature name."""
    lines = _WEIGHTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in pairs}

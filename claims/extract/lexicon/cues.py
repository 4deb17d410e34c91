"""The lexicon of cues: which words report, in which construction, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# What is spoken of when no proposition about it is reported.
TOPIC = "topic"
# Kinds that tell of a topic, an attitude or an appearance: nothing their source said is true or false.
UNREPORTED = frozenset({TOPIC, "attitude", "appearance"})
_LEXICON = Path(__file__).parent / "cues.tsv"


@dataclass(frozen=True, slots=True)
class Cue:
    """One lexicon line.

    `strength` 3 reports even in a parenthesis ("..., she said"), 2 needs one of its frames,
    1 only a clause; `frames` are "that", "quote", "to", "np", "tell" (a hearer may stand before the
    content), "seem" (subject and complement) and prepositions; with a tilde they bring a mere topic.
    """

    lemma: str
    word_class: str
    kind: str
    strength: int
    frames: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> dict[str, dict[str, Cue]]:
    """Return the cues by word class, then lemma."""
    found: dict[str, dict[str, Cue]] = {}
    for line in _LEXICON.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        lemma, word_class, kind, strength, frames = line.split("\t")
        cue = Cue(lemma, word_class, kind, int(strength), frozenset(frames.split()))
        found.setdefault(word_class, {})[lemma] = cue
    return found


def cue_of(word_class: str, lemma: str) -> Cue | None:
    """Return the cue for a lemma of a word class ("verb", "noun", "adj", "adv", "vehicle"), or None."""
    return lexicon().get(word_class, {}).get(lemma)

"""What the words of two claims have in common, as numbers of likeness.py. Pure: no Django."""

from __future__ import annotations

from .meaning.roles import OPEN, is_part, is_past, is_planned
from .meaning.told import Told
from .meaning.words import overlap, shared


def wording(earlier: Told, later: Told) -> dict[str, float]:
    """Return what two statements have in common word by word, by the names of likeness.measures."""
    mine, yours = earlier.deeds, later.deeds
    return {
        "words": overlap(earlier.words, later.words),
        "words_shared": shared(earlier.words, later.words),
        "words_none": float(not (earlier.words & later.words) - earlier.names - later.names),
        "words_own": overlap(earlier.words - earlier.names, later.words - later.names),
        "deeds_same": float(bool(mine & yours)),
        "deeds_other": float(differ(mine, yours)),
        "deeds_shared": shared(mine, yours),
        "deeds_in_sentence": shared(earlier.sentence_deeds, later.sentence_deeds),
        "sentence": shared(earlier.sentence_words, later.sentence_words),
        "said_there": max(
            overlap(earlier.words, later.sentence_words), overlap(later.words, earlier.sentence_words)
        ),
        "denial": float(earlier.denies != later.denies),
        "both_deny": float(earlier.denies and later.denies),
        "forecast": float((earlier.modality in OPEN) != (later.modality in OPEN)),
        "planned_other": float(is_planned(earlier) != is_planned(later)),
    }


def conditions(earlier: Told, later: Told) -> dict[str, float]:
    """Return what is said besides deed and count, and besides the words that both articles come back to."""
    topic = earlier.topic & later.topic
    mine, yours = earlier.words - earlier.names - topic, later.words - later.names - topic
    return {
        "rest_none": float(not earlier.rest and not later.rest),
        "rest_one": float(bool(earlier.rest) != bool(later.rest)),
        "rest_other": float(differ(earlier.rest, later.rest)),
        "rest_shared": shared(earlier.rest, later.rest),
        "beyond": overlap(mine, yours),
        "beyond_shared": shared(mine, yours),
        "beyond_none": float(differ(mine, yours)),
        "part_other": float(is_part(earlier) != is_part(later)),
        "both_parts": float(is_part(earlier) and is_part(later)),
        "past_other": float(is_past(earlier) != is_past(later)),
        "both_past": float(is_past(earlier) and is_past(later)),
    }


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether both are known and share nothing."""
    return bool(one and other and not one & other)

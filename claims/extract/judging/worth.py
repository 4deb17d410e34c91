"""Is a claim worth checking, and how is it put: a score with its reason in words, and a modality.

Worth is for the queue: what evidence could settle comes first, opinion and colour stay at the end.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from claims.extract.judging.modality import COLOUR, EVALUATIVE, STATUS, Evidence, modality
from claims.extract.lexicon.word_lists import rows
from claims.extract.types import Modality

__all__ = ["Evidence", "judge", "modality"]

_HALF = 0.5  # from here on a claim is queued
_QUOTED = re.compile(r"[“\"]")

_RECORD = re.compile(
    r"\b(?:record|first|only|biggest|largest|smallest|highest|lowest|worst|best|deadliest|longest|shortest"
    r"|fastest|slowest|busiest|hottest|coldest"
    r"|wettest|driest|strongest|youngest|oldest|most|least|fewest|\w{4,}iest)\b",
    re.I,
)
_PERSONAL = re.compile(
    r"^\W*(?:[\w,]+ ){0,3}I\b(?! (?:still )?(?:have|own|wrote|signed|paid|sent|warned|told|reported)\b)"
    r"|\b(?:we|we're|we are)(?: not)? \w+ing\b",
    re.I,
)
_VAGUE = re.compile(
    r"\b(?:everything possible|we're seeing|we are seeing|one of the (?:few|many|most|key|main)|rag(?:ed|es"
    r"|ing) on|not everyone|differently|float around|hung over|at all times"
    r"|like \w+|as usual|of his own|of her own|in various|some people|many people|tensions?|spoken|speaks?"
    r"|mood)\b",
    re.I,
)
_DATED = re.compile(
    r"\b(?:by|until|before|from|in|on|next|this|within)\b.{0,24}\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Christmas|20\d\d|year|month|week|spring|summer|autumn|winter"
    r"|noon|mid-?afternoon|tomorrow|tonight|weekend)\b|\btomorrow\b",
    re.I,
)
_OWN_DOINGS = re.compile(r"\W*(?:I|my|we|our)\b", re.I)
_MODAL = re.compile(r"\b(?:can|can[’']t|cannot|could|would|should|must|might)\b", re.I)
_READER = re.compile(r"\byou(?:r|rself)?\b", re.I)
_LABELS = frozenset({"accuse", "call", "describe", "brand", "dub", "label"})
_FITTED = 0.6  # share of the fitted weights in the score
_VAGUE_TIME = re.compile(r"\bin the (?:coming|next few) (?:days|weeks|months|years)\b|(?<!as )\bsoon\b", re.I)


def judge(evidence: Evidence, kind: Modality) -> tuple[float, str]:
    """Return (worth in 0..1, the reason in words) of a claim of this modality.

    The score mixes a rule of thumb, which gives the reason, and fitted weights of named features; where they
    turn the verdict of the rule, the reason says what weighed most.
    """
    thumb, reason = _rule_of_thumb(evidence, kind)
    active = _features(evidence, kind)
    weights = _weights()
    weight = sum(weights[name][0] * value for name, value in active.items())
    score = round((1 - _FITTED) * thumb + _FITTED / (1 + math.exp(-weight)), 3)
    if (thumb < _HALF) == (score < _HALF):
        return score, reason
    sign = 1 if score >= _HALF else -1
    turned = max(active, key=lambda name: sign * weights[name][0] * active[name] * (name != "bias"))
    return score, f"{reason}, but {weights[turned][1]}"


def is_colour(evidence: Evidence) -> bool:
    """Whether a quoted sentence is opinion or colour by the rule of thumb, so that it is not cut further."""
    return _rule_of_thumb(evidence, modality(evidence))[0] < _HALF


@lru_cache(maxsize=1)
def _weights() -> dict[str, tuple[float, str]]:
    return {name: (float(weight), words) for name, weight, words in rows("worth")}


def _features(evidence: Evidence, kind: Modality) -> dict[str, float]:
    """Return the value in 0..1 of every feature of the fitted weights."""
    text, direct = evidence.text, evidence.direct
    future = kind in ("predicted", "promised")
    record = _RECORD.search(text) is not None and not direct
    settled = bool(evidence.figures) or _has_term(evidence) or record
    found = {
        "bias": True,
        "opinion": kind == "opinion",
        "open prediction": future and not settled,
        "settled prediction": future and settled,
        "denial": kind == "denied",
        "figure": evidence.figures > 0 and not future,
        "record": record and not future,
        "dated": evidence.dated and not future,
        "past": evidence.past,
        "direct": direct,
        "evaluative": EVALUATIVE.search(text) is not None,
        "shown": _is_shown(evidence),
        "quoted label": not direct and _QUOTED.search(text) is not None,
        "own voice": not evidence.attributed,
        "opinion figure": kind == "opinion" and evidence.figures > 0,
        "present direct": direct and not evidence.past and not future and STATUS.search(text) is None,
        "own doings": direct and evidence.past and _OWN_DOINGS.match(text) is not None,
        "modal": _MODAL.search(text) is not None,
        "official": evidence.speaker_is_official,
        "reader": _READER.search(text) is not None,
        "colour": evidence.verb in COLOUR,
        "label": evidence.cue in _LABELS,
    }
    return {**{name: float(is_so) for name, is_so in found.items()}, "more figures": _more(evidence.figures)}


def _more(figures: int) -> float:
    """Return 0 for one figure, a half for two, 1 for more."""
    return min(max(figures - 1, 0), 2) / 2


def _has_term(evidence: Evidence) -> bool:
    """Whether the claim names the day or time by which it will be settled."""
    dated = evidence.dated or _DATED.search(evidence.text) is not None
    return dated and _VAGUE_TIME.search(evidence.text) is None


def _is_shown(evidence: Evidence) -> bool:
    """Whether the claim tells what pictures show."""
    shown = evidence.speaker_is_document or evidence.cue == "show"
    return shown and not evidence.finite and re.search(r"\w+ing\b", evidence.text) is not None


def _rule_of_thumb(evidence: Evidence, kind: Modality) -> tuple[float, str]:
    """Return worth and reason by the first rule that applies."""
    for rule in (_judge_feeling, _judge_future, _judge_denial, _judge_figure, _judge_record, _judge_vague):
        verdict = rule(evidence, kind)
        if verdict is not None:
            return verdict
    return _judge_plain(evidence)


def _judge_feeling(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    if kind != "opinion":
        return None
    return (0.3, "opinion with a figure") if evidence.figures else (0.12, "opinion or feeling")


def _judge_future(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    """A promise or prediction can be checked when it carries a figure, a date or a record."""
    if kind not in ("predicted", "promised"):
        return None
    verb = "promise" if kind == "promised" else "prediction"
    if evidence.figures:
        return 0.85, f"{verb} with a figure"
    if _has_term(evidence):
        return 0.75, f"{verb} with a date"
    if _RECORD.search(evidence.text) and not evidence.direct:
        return 0.6, f"{verb} of a record"
    return 0.25, f"{verb} without figure or date"


def _judge_denial(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    return (0.8, "denial") if kind == "denied" else None


def _judge_figure(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    if not evidence.figures:
        return None
    if evidence.direct and re.search(r"\bI\b", evidence.text):
        return 0.4, "personal account with a figure"
    return min(0.98, 0.86 + 0.04 * evidence.figures), "states a figure"


def _judge_record(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    if not _RECORD.search(evidence.text) or evidence.direct or _VAGUE.search(evidence.text):
        return None
    return 0.8, "states a record or a first"


def _judge_vague(evidence: Evidence, kind: Modality) -> tuple[float, str] | None:
    if _is_shown(evidence):
        return 0.3, "scene shown in pictures"
    if evidence.direct and _PERSONAL.search(evidence.text) and not evidence.dated:
        return 0.42, "personal account"
    if _VAGUE.search(evidence.text) and not evidence.dated:
        return 0.15, "vague or colour"
    return None


def _judge_plain(evidence: Evidence) -> tuple[float, str]:
    """Judge a plain statement of fact: who, when and what make it checkable."""
    score = 0.58 + 0.06 * min(evidence.names, 3) + (0.1 if evidence.dated else 0.0)
    score += 0.05 if evidence.past else 0.0
    if evidence.direct:
        score -= (0.16 if evidence.copula else 0.08) if not evidence.past else 0.02
        if len(evidence.text.split()) < 4:
            score -= 0.15
    reason = "states an event" if evidence.past else "states a fact"
    return round(max(0.05, min(0.95, score)), 3), f"{reason}, dated" if evidence.dated else reason

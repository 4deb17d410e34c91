"""Is a claim worth checking, and how is it put: a score with its reason in words, and a modality.

Worth is for the queue: what evidence could settle comes first, opinion and colour stay at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .types import Modality

_MODAL = re.compile(r"\b(?:will|won't|shall|'ll|would|could|should|might)\b", re.I)
_FUTURE = re.compile(
    r"\b(?:is|are|was|were|'s|'re) (?:\w+ )?(?:expected|due|set|scheduled|likely|poised|forecast"
    r"|projected|planned|about|going|unlikely|bound) to\b|\b(?:plans?|intends?|aims?|hopes?) to\b"
    r"|\bfaces? up to\b|\b(?:we|I) expect\b|\bexpects? to\b|\b(?:is|are) to (?!be (?:seen|found))[a-z]+\b"
    r"|\bif\b.{3,80},",
    re.I,
)
_PAST_WOULD = re.compile(
    r"\b(?:would|could|should|might) (?:not )?have (?:been|gone|done|had|made|taken|\w+(?:ed|en))\b"
    r"|\bcould not\b|\bcouldn't\b|\bwould not stop\b|\bused to\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:(?-i:may|MAY)|might|appears?|appeared|seems?|seemed|suggests?|suggested|perhaps|possibly|probably"
    r"|apparently|reportedly|feared|believed"
    r"|thought|understood|rumou?red|presumably|potentially)\b",
    re.I,
)
_HEDGE_CUES = frozenset(
    "believe think understand rumour rumor fear suspect suggest suppose assume speculate".split()
)
_OPINION_CUES = frozenset(
    "call describe brand label dub hail slam blast criticise criticize condemn praise urge want demand like"
    " wish hope feel"
    " argue regret lament welcome love hate count".split()
)
_PROMISE_CUES = frozenset("promise vow pledge guarantee commit undertake swear assure".split())
_DENIAL_CUES = frozenset("deny refute rebut".split())
_RECORD = re.compile(
    r"\b(?:record|first|only|biggest|largest|smallest|highest|lowest|worst|best|deadliest|longest|shortest"
    r"|fastest|slowest|busiest|hottest|coldest"
    r"|wettest|driest|strongest|youngest|oldest|most|least|fewest|\w{4,}iest)\b",
    re.I,
)
_EVALUATIVE = re.compile(
    r"\b(?:great|terrible|awful|horrible|horrific|disgrace\w*|disgust\w*|shock\w*|shambles|scandal\w*"
    r"|heartbreak\w*|heartbroken|proud|happy|sad|grateful|glad"
    r"|delight\w*|thrill\w*|angry|furious|upset|devastat\w*|wonderful|fantastic|amazing|incredible"
    r"|unbelievable|beautiful|lovely|nice|brilliant|perfect"
    r"|good|bad|better|wrong|right|honest|fair|unfair|outrageous|absurd|ridiculous|nonsense|nightmare|joke"
    r"|farce|mess|disappoint\w*|frustrat\w*|worr(?:y|ied|ying)"
    r"|concern\w*|confident|hopeful|hope|deserve\w*|love|hate|feel\w*|felt|important|crucial|vital"
    r"|necessary|unacceptable|inexcusable|tragic|tragedy|hero\w*"
    r"|difficult|easy|hard|complex|clear|simple|obvious|serious|dangerous|diamond|like (?:a|an)|magic\w*"
    r"|special|properly|badly|lightly"
    r"|non-story|pure|value|unlucky|lucky|pathetic|shameful|shame|cruel|insult\w*|betray\w*|resilien\w*"
    r"|brave|courage\w*|privilege|honou?r|scary|terrif\w*|frighten\w*)\b",
    re.I,
)
_FEELING = re.compile(
    r"\b(?:I|we)(?:'m| am| are|'re| was| were| have|'ve| had|'d)?(?: \w+ly| just| never| always| nearly"
    r"| still| both)?"
    r" (?:feel|felt|think|thought|hope|hoped|believe|love|loved|hate|want|wanted|wish|know|knew|assum\w+"
    r"|counted|cried|prayed|watched|sat|nearly|"
    r"fell|count on|need|can't|cannot|couldn't|don't|didn't (?:know|want|think|expect)|seen|remember|heard"
    r"|happy|proud|grateful|sorry|sure|glad|lucky"
    r"|delighted|worried|afraid|scared|shocked|devastated|deserve\w*|doing everything)\b|\b(?:my"
    r"|our) (?:heart|thoughts|feeling)",
    re.I,
)
_PERSONAL = re.compile(
    r"^\W*(?:[\w,]+ ){0,3}I\b(?! (?:still )?(?:have|own|wrote|signed|paid|sent|warned|told|reported)\b)"
    r"|\b(?:we|we're|we are)(?: not)? \w+ing\b",
    re.I,
)
_COPULA = re.compile(
    r"^\W*(?:it|that|this|he|she|they|there|these|those)(?:'s|'re| is| are| was| were| has been|'s been)\b",
    re.I,
)
_VAGUE = re.compile(
    r"\b(?:everything possible|we're seeing|we are seeing|one of the (?:few|many|most|key|main)|rag(?:ed|es"
    r"|ing) on|not everyone|differently|float around|hung over|at all times"
    r"|like \w+|as usual|of his own|of her own|in various|some people|many people|tensions?|spoken|speaks?"
    r"|mood)\b",
    re.I,
)
_MODAL_NEED = re.compile(
    r"\b(?:must|has to|have to|ought to|needs? to|can(?:not|'t)?|should(?!.{0,30}\bby\b))\b", re.I
)
_NEGATED = re.compile(r"\b(?:no|not|never|nobody|none|nothing|neither|n't)\b|n't\b", re.I)
_DATED = re.compile(
    r"\b(?:by|until|before|from|in|on|next|this|within)\b.{0,24}\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Christmas|20\d\d|year|month|week|spring|summer|autumn|winter"
    r"|noon|mid-?afternoon|tomorrow|tonight|weekend)\b|\btomorrow\b",
    re.I,
)
_VAGUE_TIME = re.compile(r"\bin the (?:coming|next few) (?:days|weeks|months|years)\b|(?<!as )\bsoon\b", re.I)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a claim when its worth is judged."""

    text: str
    direct: bool  # lies wholly in quotation marks
    attributed: bool
    figures: int
    dated: bool  # a time expression inside the claim
    cue: str = ""  # lemma of the cue
    cue_kind: str = ""
    speaker_is_person: bool = False
    speaker_is_document: bool = False
    names: int = 0  # proper nouns
    past: bool = False  # finite past or perfect
    future: bool | None = None  # the main verb has a modal of the future; None: no verb known
    finite: bool = True  # holds a finite verb
    copula: bool = False  # main verb is "be"
    promised_by_self: bool = False  # the subject of a future act is the source


def modality(evidence: Evidence) -> Modality:
    """Return how the source puts the claim."""
    text, cue = evidence.text, evidence.cue
    if cue in _DENIAL_CUES or evidence.cue_kind == "denial":
        return "denied"
    if cue in _PROMISE_CUES or evidence.cue_kind == "promise":
        return "promised"
    if _is_opinion(evidence):
        return "opinion"
    if _is_future(evidence) and not _PAST_WOULD.search(text):
        return "promised" if evidence.promised_by_self else "predicted"
    if cue in ("expect", "forecast", "predict", "project") or (
        cue in ("warn", "caution") and re.search(r"\bmay\b", text)
    ):
        return "predicted"
    if cue in _HEDGE_CUES or _HEDGE.search(text):
        return "hedged"
    return "asserted"


def _is_future(evidence: Evidence) -> bool:
    if _FUTURE.search(evidence.text):
        return True
    modal = _MODAL.search(evidence.text) is not None
    return modal if evidence.future is None else modal and evidence.future


def _is_opinion(evidence: Evidence) -> bool:
    """Whether the claim evaluates or feels rather than states."""
    text = evidence.text
    if evidence.figures and not evidence.direct:
        return False
    if evidence.cue in _OPINION_CUES and evidence.cue != "argue":
        return True
    if not evidence.direct:
        return bool(
            evidence.attributed and _EVALUATIVE.search(text) and evidence.copula and not _NEGATED.search(text)
        )
    if _FEELING.search(text):
        return True
    if evidence.figures or evidence.dated:
        return False
    if _EVALUATIVE.search(text):
        return True
    return bool(_COPULA.match(text) and not evidence.names and " only " not in text) or bool(
        _MODAL_NEED.search(text)
    )


def judge(evidence: Evidence, kind: Modality) -> tuple[float, str]:
    """Return (worth in 0..1, the reason in words) of a claim of this modality."""
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
    if (evidence.dated or _DATED.search(evidence.text)) and not _VAGUE_TIME.search(evidence.text):
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
    shown = evidence.speaker_is_document or evidence.cue == "show"
    if shown and not evidence.finite and re.search(r"\w+ing\b", evidence.text):
        return 0.3, "scene shown in pictures"
    if evidence.direct and _PERSONAL.search(evidence.text) and not evidence.dated:
        return 0.42, "personal account"
    if _VAGUE.search(evidence.text) and not evidence.dated:
        return 0.35, "vague or colour"
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

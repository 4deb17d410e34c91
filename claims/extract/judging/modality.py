"""How the source puts a claim: as a fact, a prediction, a promise, a denial, a guess or an opinion."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.extract.lexicon.word_lists import rows
from claims.extract.types import Modality

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
    r"\b(?:(?-i:may|MAY)|might|appears?|appeared|seems?|seemed|suggests?|suggested|perhaps|possibly"
    r"|probably"
    r"|apparently|reportedly|feared|believed"
    r"|thought|understood|rumou?red|presumably|potentially)\b",
    re.I,
)
_HEDGE_CUES = frozenset(
    "believe think understand rumour rumor fear suspect suggest suppose assume speculate".split()
)
_OPINION_CUES = frozenset(
    "call describe brand label dub hail slam blast criticise criticize condemn praise urge want demand like"
    " wish feel"
    " argue regret lament welcome love hate count".split()
)
_PROMISE_CUES = frozenset("promise vow pledge guarantee commit undertake swear assure".split())
_OWN_PROMISES = frozenset({"promise", "vow", "pledge"})
_DENIAL_CUES = frozenset("deny refute rebut".split())


def _tone(kind: str) -> frozenset[str]:
    return frozenset(row[0] for row in rows("tone") if row[1] == kind)


COLOUR = _tone("colour")
_SEEMING = _tone("seeming")
EVALUATIVE = re.compile(
    rf"\b(?:{'|'.join(sorted(_tone('evaluative')))})\b|"
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
_COPULA = re.compile(
    r"^\W*(?:it|that|this|he|she|they|there|these|those)(?:'s|'re| is| are| was| were| has been|'s been)\b",
    re.I,
)
_MODAL_NEED = re.compile(
    r"\b(?:must|has to|have to|ought to|needs? to|can(?:not|'t)?|should(?!.{0,30}\bby\b))\b", re.I
)
_NEGATED = re.compile(r"\b(?:no|not|never|nobody|none|nothing|neither|n't)\b|n't\b", re.I)
_JUDGEMENTS = frozenset({"description", "stance"})
_DEMANDS = frozenset({"demand", "desire"})
_AHEAD = frozenset({"hope", "intent"})
_ANYBODY = re.compile(r"\W*(?:you|nobody|no[ -]one|anyone|everyone|everybody)\b", re.I)
_TOO = re.compile(
    r"\btoo (?:long|late|little|much|many|few|high|low|slow|soon|far|big|small|often|easy|hard|expensive)\b",
    re.I,
)
STATUS = re.compile(
    r"\bthere(?: are|[’']re| were) (?:no|\w+ly no|only) (?:\w+ ){0,2}?\w+s\b"
    r"|\b(?:is|are|was|were)(?: (?:now|still|all|not|also))?"
    r" (?:safe|alive|dead|closed|open|missing|shut|unhurt|available|offline|legal|illegal|pregnant|homeless"
    r"|unemployed|contaminated)\b",
    re.I,
)
_SIMILE = re.compile(r"\b(?:like|as if|as though) (?:an?|the|\w+s)\b|\bas \w+ as an? ", re.I)
_ON_A_DAY = re.compile(
    r"\b(?:on|next|from) (?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|week\b|month\b|[A-Z][a-z]+ \d)"
    r"|\btomorrow\b"
)
_STATES = frozenset({"be", "have", "say", "show", "remain"})
_EXPECTED = frozenset({"expect", "forecast", "predict", "project", "anticipate"})
_OUGHT = re.compile(r"(?<!^)\b(?:should|must|ought to|need(?:s|ed)? to|has to|have to)\b(?! the\b)", re.I)
_CONDITION = re.compile(r"\b(?:if|by|unless|before|until|once)\b|\bshould be \w+ing\b", re.I)
_TREATED_AS = re.compile(
    r"\b(?:treat|use|see|regard|run|sell|dress)\w* \S+(?: \S+){0,3} (?:as"
    r"|like) an? ",
    re.I,
)
_NOT_BEFORE = re.compile(r"\b(?:can(?:not|[’']t)|won[’']t) (?:\w+ ){1,3}(?:before|until)\b", re.I)


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
    speaker_is_official: bool = False  # government or military
    names: int = 0  # proper nouns
    past: bool = False  # finite past or perfect
    future: bool | None = None  # the main verb has a modal of the future; None: no verb known
    finite: bool = True  # holds a finite verb
    copula: bool = False  # main verb is "be"
    promised_by_self: bool = False  # the subject of a future act is the source
    cue_words: str = ""  # the cue as written ("appears to show")
    verb: str = ""  # lemma of the main verb
    expected: bool = False  # the object of "expects", "forecasts" and the like


def modality(evidence: Evidence) -> Modality:
    """Return how the source puts the claim."""
    text, cue = evidence.text, evidence.cue
    own = evidence.verb if evidence.finite and evidence.past and not evidence.direct else ""
    if cue in _DENIAL_CUES or evidence.cue_kind == "denial" or own in _DENIAL_CUES:
        return "denied"
    if cue in _PROMISE_CUES or evidence.cue_kind == "promise" or own in _OWN_PROMISES:
        return "promised"
    if _is_opinion(evidence):
        return "opinion"
    if (_is_future(evidence) and not _PAST_WOULD.search(text)) or _NOT_BEFORE.search(text):
        return "promised" if evidence.promised_by_self else "predicted"
    if evidence.cue_kind in _AHEAD or _is_scheduled(evidence):
        return "predicted"
    if evidence.expected or cue in _EXPECTED or (cue in ("warn", "caution") and re.search(r"\bmay\b", text)):
        return "predicted"
    if cue in _HEDGE_CUES or _HEDGE.search(text) or _HEDGE.search(evidence.cue_words):
        return "hedged"
    return "asserted"


def _is_future(evidence: Evidence) -> bool:
    if _FUTURE.search(evidence.text):
        return True
    modal = _MODAL.search(evidence.text) is not None
    return modal if evidence.future is None else modal and evidence.future


def _is_scheduled(evidence: Evidence) -> bool:
    """Whether the present tells what is to come ("takes office on 1 January")."""
    plain = evidence.finite and not (evidence.past or evidence.copula or evidence.direct)
    return plain and evidence.verb not in _STATES and _ON_A_DAY.search(evidence.text) is not None


def _is_opinion(evidence: Evidence) -> bool:
    """Whether the claim evaluates, demands or feels rather than states."""
    if evidence.cue_kind in _DEMANDS or evidence.cue in ("recommend", "urge", "want", "demand"):
        return True
    if evidence.figures and not evidence.direct:
        return False
    if evidence.cue in _OPINION_CUES and evidence.cue != "argue":
        return True
    return _is_said_opinion(evidence) if evidence.direct else _is_told_opinion(evidence)


def _is_told_opinion(evidence: Evidence) -> bool:
    """Whether a paraphrase is an opinion: a judgement, a duty, an evaluation."""
    if not evidence.attributed:
        return False
    if evidence.cue_kind in _JUDGEMENTS and not evidence.finite and not evidence.text.startswith("to "):
        return True
    if _OUGHT.search(evidence.text) and not evidence.dated and not _CONDITION.search(evidence.text):
        return True
    return bool(EVALUATIVE.search(evidence.text) and evidence.copula and not _NEGATED.search(evidence.text))


def _is_said_opinion(evidence: Evidence) -> bool:
    """Whether the words of a quotation are an opinion or a feeling."""
    text = evidence.text
    if _FEELING.search(text) or (not evidence.past and _ANYBODY.match(text)):
        return True
    if _TOO.search(text) and evidence.copula:
        return True
    if evidence.figures or evidence.dated:
        return False
    if evidence.verb in _SEEMING:
        return True
    if STATUS.search(text) and not EVALUATIVE.search(text):
        return False
    if EVALUATIVE.search(text) or _TREATED_AS.search(text) or _SIMILE.search(text):
        return True
    bare = not evidence.names and " only " not in text
    return bool((_COPULA.match(text) or (evidence.copula and not evidence.past)) and bare) or bool(
        _MODAL_NEED.search(text)
    )

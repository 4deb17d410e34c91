"""The outlet's own words that something is not verified, tied to the claims they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.extract.types import ClaimDraft, Span, VerificationNote

_VERIFY = (
    r"(?:verif\w+|confirm\w*|authenticat\w+|corroborat\w+|substantiat\w+|check\w*|establish\w*|validat\w+)"
)
_UNVERIFIED = re.compile(
    rf"\b(?:could|can|was|were|is|are|has|have|had|did)(?: not|n't|not)(?: yet| been| able to| possible"
    rf"| immediately| independently|"
    rf" been able to| been possible to| be| to| for \w+)*\s+(?:independently |immediately |separately "
    rf"|fully )*(?:be )?(?:independently |immediately )*{_VERIFY}"
    rf"|\b(?:unable|impossible|not possible|not able|not been able"
    rf"|no way)(?: \w+){{0,3}}? to (?:independently |immediately |fully )*{_VERIFY}"
    rf"|\b(?:could|can)not (?:be )?(?:independently |immediately )*(?:be )?{_VERIFY}"
    r"|\b(?:have|has|had) not (?:been )?(?:independently |yet )*(?:verified|confirmed|authenticated|checked"
    r"|corroborated)"
    rf"|^\W*(?:none|neither|nothing|no (?:part|claim)s?)\b.{{0,40}}\b(?:could|can|has been|was)(?: be)? "
    rf"(?:independently )?{_VERIFY}"
    r"|\bno independent (?:verification|confirmation)|\b(?:remain\w*|is|are|was|were) unverified\b",
    re.I,
)
_NO_EVIDENCE = re.compile(
    r"\b(?:offer|provid|g[ai]v|present|produc|cit|show)\w*\s+no (?:\w+ )?(?:evidence|proof)"
    r"|\bwithout (?:\w+ )?(?:offering|providing|giving|presenting|citing|showing)?\s?(?:any "
    r"|further )?(?:evidence|proof)"
    r"|\b(?:did|has|have|had)(?: not|n't) (?:\w+ )?(?:offer|provid|give|given|present|produc)\w* (?:any "
    r"|\w+ )?(?:evidence|proof)",
    re.I,
)
_OUTLET_SUBJECT = re.compile(
    r"^\W*(?:it|we|there|the (?:claims?|accounts?|reports?|figures?|videos?|footage|images?|documents?"
    r"|letters?|posts?|details|allegations?|toll|numbers?|statements?)"
    r"|this|that|these|those|neither|none|(?:the )?[A-Z][\w.'’&-]*(?: [A-Z&][\w.'’&-]*){0,4}|journalists"
    r"|reporters)\b"
)
_THING_SUBJECT = re.compile(
    r"^\W*(?:[\w'’-]+ ){0,5}?(?:claims?|accounts?|reports?|figures?|videos?|footage|images?|allegations?"
    r"|toll|numbers?|statements?|assertions?)"
    r"(?: \w+){0,4}? (?:could|can|has|have|was|were|is|are)\b",
    re.I,
)
_NOT_OUTLET = re.compile(
    r"^\W*(?:the )?(?:[A-Z][\w'’-]* )*(?:police|officials?|authorities|ministry|ministers?|office"
    r"|department|council|spokes\w+|army|military|company"
    r"|court|investigators|prosecutors|doctors|agents?)\b",
    re.I,
)
_EITHER = re.compile(
    r"\b(?:either|both|neither|the two) (?:\w+ )?(?:accounts?|claims?|figures?|versions?|reports?|sides?"
    r"|statements?)|\bneither\b",
    re.I,
)
_DEFINITE = re.compile(
    r"\b(?:the|its|his|her|their|those|these) (?P<words>(?:[\w-]+ ){0,3}?(?:claims?|accounts?|figures?"
    r"|reports?|numbers?|allegations?|toll|statements?|details|assertions?|footage|videos?"
    r"|documents?|counts?|tally|estimates?))"
    r"(?P<rest>[^.]*)",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:verif\w+|confirm\w*|authenticat\w+|check\w*|establish\w*|corroborat\w+)\s+(?:this|that|it|so|whether|where|when|who|how)\b"
    r"|^\W*(?:this|that)\b.{0,20}(?:could|has|was|is|cannot)",
    re.I,
)
_OWNED = re.compile(
    r"\b(?:his|her|their|its) (?:[\w-]+ )?(?:claims?|accounts?|version|story|allegations?|assertions?"
    r"|statements?)\b",
    re.I,
)
_STOP = frozenset(
    "the a an of for in on at to from by with and or that which who its his her their this these those"
    " could not be".split()
)
_OPENING = re.compile(
    r"^\W*(?:on|in|at|over|during|meanwhile|separately|earlier|elsewhere|later|overnight|since)\b", re.I
)
_MAX_PARAGRAPHS = 6
_TURN = re.compile(r",\s+(?:(?:but|though|and|while)\s+)?|\s+(?:but|though)\s+")
_SHORT = 3  # words that make no claim before a note in the same sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A claim as the binder sees it: sentence, paragraph number, words."""

    claim: int
    sentence: Span
    paragraph: int
    draft: ClaimDraft


def note_kind(text: str) -> str | None:
    """Return "unverified", "no_evidence" or None for the words of one sentence."""
    if _NO_EVIDENCE.search(text):
        return "no_evidence"
    if not _UNVERIFIED.search(text):
        return None
    plain = re.sub(r"^\W*(?:but|however|and|yet),?\s+", "", text, flags=re.I)
    if _THING_SUBJECT.match(plain):
        return "unverified"
    return "unverified" if _OUTLET_SUBJECT.match(plain) and not _NOT_OUTLET.match(plain) else None


def trailing(text: str) -> int:
    """Return where the note begins in a sentence that first says something else.

    "The protest was paid for from abroad, it said, offering no evidence" is a claim and a note.
    """
    match = _NO_EVIDENCE.search(text)
    if match is None:
        return 0
    before = list(_TURN.finditer(text, 0, match.start() + 1))
    return before[-1].end() if before and len(text[: before[-1].start()].split()) > _SHORT else 0


def bind(
    note: VerificationNote,
    paragraph: int,
    places: Sequence[Place],
    paragraph_starts: Sequence[str],
    after: int = 0,
) -> VerificationNote:
    """Return `note` with the claims it covers: never later ones, never past a change of topic.

    `paragraph_starts` holds the opening words of every paragraph, by number; `after` is the end of the note
    before, which this one does not reach past.
    """
    before = [
        p for p in places if p.draft.start >= after and p.draft.end <= note.end and p.paragraph <= paragraph
    ]
    covered = _covered(
        note.text,
        [p for p in before if p.sentence[0] < note.start or p.draft.end <= note.start],
        paragraph,
        paragraph_starts,
    )
    return replace(note, claims=tuple(sorted(p.claim for p in covered)))


def _covered(text: str, before: list[Place], paragraph: int, starts: Sequence[str]) -> list[Place]:
    if not before:
        return []
    if _EITHER.search(text):
        return _last_sources(before, 2)
    if _OWNED.search(text):
        return _last_speaker(before)
    specific = _specific(text, before)
    if specific:
        return specific
    if _PRONOUN.search(text) or _NO_EVIDENCE.search(text):
        return [p for p in before if p.sentence == before[-1].sentence]
    return _run(before, paragraph, starts)


def _last_sources(before: list[Place], count: int) -> list[Place]:
    """Return the claims of the last `count` sources, unbroken."""
    sources: list[str] = []
    covered: list[Place] = []
    for place in reversed(before):
        source = place.draft.source or ""
        if not source or before[-1].paragraph - place.paragraph > 2:
            break
        if source not in sources:
            if len(sources) == count:
                break
            sources.append(source)
        covered.append(place)
    return covered


def _last_speaker(before: list[Place]) -> list[Place]:
    """Return the unbroken run of claims of the speaker heard last, over paragraphs of quotation too."""
    covered: list[Place] = []
    for place in reversed(before):
        if _speaker(place) != _speaker(before[-1]) or not _speaker(place):
            break
        covered.append(place)
    return covered


def _speaker(place: Place) -> str:
    return place.draft.speaker.canonical if place.draft.speaker else ""


def _specific(text: str, before: list[Place]) -> list[Place]:
    """Return the claims that a described object names ("the figure for schools that received nothing")."""
    found = _DEFINITE.search(text)
    if not found:
        return []
    wanted = _words(found.group("rest")) | (
        _words(found.group("words")) - _words("claim account figure report number count tally estimate")
    )
    if len(wanted) == 1:
        return _of_one_word(wanted, before)
    if not wanted:
        return []
    scores = [(len(wanted & _words(p.draft.canonical)) / len(wanted), p) for p in before]
    best = max(score for score, _ in scores)
    return [p for score, p in scores if score == best] if best >= 0.5 else []


def _of_one_word(wanted: set[str], before: list[Place]) -> list[Place]:
    """Return the figures near a note that one word picks out ("the jail count")."""
    near = [p for p in before if before[-1].paragraph - p.paragraph <= 1 and p.draft.quantities]
    named = [p for p in near if wanted <= _words(p.draft.canonical)]
    return [p for p in named if p.paragraph == named[-1].paragraph] if len(named) < len(near) else []


def _words(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"[a-z]+", text.lower())} - _STOP


def _run(before: list[Place], paragraph: int, starts: Sequence[str]) -> list[Place]:
    """Return the unbroken run of attributed, checkable claims before the note, on its topic."""
    covered: list[Place] = []
    last = paragraph
    for place in reversed(before):
        new_paragraph = place.paragraph != last
        if new_paragraph and (last - place.paragraph > 1 or (_opens(starts, last) and covered)):
            break
        if place.draft.source is None or paragraph - place.paragraph >= _MAX_PARAGRAPHS:
            break
        if new_paragraph and place.draft.attribution == "direct" and covered:
            break
        last = place.paragraph
        if place.draft.check_worthy >= 0.5:
            covered.append(place)
    return covered


def _opens(starts: Sequence[str], paragraph: int) -> bool:
    """Whether a paragraph sets a new time or scene."""
    return bool(_OPENING.match(starts[paragraph])) if 0 <= paragraph < len(starts) else False

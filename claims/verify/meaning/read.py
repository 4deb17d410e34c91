"""From the words of a claim to the claim as it is compared. Pure: no Django."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from ..figures import Figure, number
from .clauses import deeds_around
from .counted import kind_of, known_units
from .names import names_of
from .ties import tied
from .told import Told, Voice, tied_to
from .voices import is_state, proper
from .words import content_words, deeds, denies, is_nation, plain_words, rest, trend

_PER = re.compile(r",? (?:per|according to) [^,;]+(?:\([^)]*\))?$|,? say(?:s|ing)? [A-Z][^,;]{2,40}$")


_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*[\d](?:\.\d+)?(?![\w-]|,\d)")
_IN = re.compile(r"\b(?:in|at|near|on) ((?:[A-Z][\w’'-]+ ?)+)")
_STEP = re.compile(
    r"\b(first|second|third|fourth|fifth|initial|final|interim|previous|earlier|last|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|20[0-4]\d|19\d\d|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday|weekend)\b"
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_NEXT = re.compile(r"[a-z]+")
_JOINED = re.compile(r"[\d.,]*\s*(?:\w+ ){0,2}?([a-z]+s) (?:and|or) ([a-z]+s)\b")
_NO_ONE = re.compile(
    r"\bno (?:immediate )?(?:casualt\w+|deaths?|injur\w+|victims|one was (?:hurt|killed|injured)|fatalit\w+)",
    re.I,
)
_PLAIN = re.compile(r"(?<![\w.,$£€])(\d{1,3}(?:,\d{3})+|\d+) ([a-z]+) and (?=\d)")
_HALF = re.compile(r"\bhalf[ -](?:a )?(?!of\b)[a-z]", re.I)
_OF_PERSONS = frozenset(
    (
        "killed", "hurt", "missing", "found safe", "rescued", "identified", "in hospital", "infected",
        "evacuated", "displaced", "affected", "arrested", "charged",
    )
)  # fmt: skip
_TO_COME = frozenset({"predicted", "promised"})
_VERBS = frozenset({"is", "are", "was", "were", "be", "has", "have"})  # read as a unit in "of them 157 is"
_TIME = frozenset({"hour", "year", "night", "day", "time"})
TOPIC = 12  # words
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()
_FROM_TO = re.compile(r"\bfrom\s+(.{1,24}?)\s+to\s", re.I)


def counts(figure: Figure, core: str, sentence: str) -> bool:
    """Whether a figure is part of what is said; the first of "from 115 to 97" is not."""
    words = figure.text.split()
    if not words:
        return True
    writings = (words[0], number(figure.low), *_small(figure))
    if not any(_stands(writing, core) for writing in writings) and _stands(words[0], sentence):
        return False  # it stands beside the claim; what a person put in stands nowhere and counts
    if _HALF.search(core) and words[0].casefold() == "half":
        return False
    change = _FROM_TO.search(core)
    return not (change and words[0] in change.group(1).split()[:3])


def _stands(writing: str, core: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(writing)}(?!\w|[.,]\d)", core, re.I) is not None


def _small(figure: Figure) -> list[str]:
    """Return the word for a small whole number."""
    value = int(figure.low)
    return [SMALL[value]] if figure.low == value and 0 <= value < len(SMALL) else []


def _main(figures: list[Figure]) -> list[Figure]:
    """Return the figures without ages, and without spans of time when something else is counted."""
    kept = [figure for figure in figures if not figure.unit.endswith(("of age", "old"))]
    counted = [figure for figure in kept if kind_of(figure.unit)[0] not in _TIME]
    return counted or kept


def _left_out(core: str, figures: Sequence[Figure]) -> list[Figure]:
    """Return figures that were read with the one behind them: "460 drones and 19 missiles"."""
    if not figures:
        return []
    known = {figure.low for figure in figures} | {figure.high for figure in figures}
    found = []
    for match in _PLAIN.finditer(core):
        value = Decimal(match.group(1).replace(",", ""))
        if value not in known and _is_unit(match.group(2)):
            found.append(Figure(value, value, kind_of(match.group(2))[2], text=match.group()))
    return found


def _none_of(core: str) -> list[Figure]:
    """Return the figure of "no casualties": zero is a count, not a denial."""
    found = _NO_ONE.search(core)
    return [Figure(Decimal(0), Decimal(0), "person", text=found.group())] if found else []


def _repeated(text: str) -> frozenset[str]:
    """Return words that stand twice or more with a capital and never without: names."""
    capital = Counter(re.sub(r"['’]s$", "", word) for word in _CAPITAL.findall(text))
    small = set(_NEXT.findall(text))
    twice = (word for word, times in capital.items() if times > 1 and word.casefold() not in small)
    return names_of(" ".join(f"of {word}" for word in twice))


def _not_to_come(day: date | None, words: Words) -> date | None:
    """Return the day, of last year when "in March" was read as the next one of something that has been."""
    if day is None or words.told_at is None or words.modality in _TO_COME:
        return day
    far = day - words.told_at.date() > timedelta(days=180)
    return day.replace(year=day.year - 1, day=min(day.day, 28)) if far else day


def _subjects(names: frozenset[str], voice: Voice, tail: str) -> frozenset[str]:
    """Return whom a claim speaks of: the names in it, else the firm or club that speaks of its own."""
    named = frozenset(name for name in names if not is_nation(name))
    joint = " and " in voice.name and not voice.about
    own = (voice.kind == "organisation" or joint) and not voice.outlet and not is_state(voice)
    speaks = proper(voice) | names_of(tail) if own else frozenset[str]()
    return named or frozenset(name for name in speaks if not is_nation(name))


def unit_seen(figure: Figure, core: str) -> Figure:
    """Return the figure with the unit its words show: "drones and missiles" counts both, not drones."""
    at = core.find(figure.text) if figure.text else -1
    if at < 0:
        return figure
    behind = _NEXT.findall(core[at + len(figure.text) :])[:6]
    joined = _JOINED.match(core[at:])
    if joined and kind_of(joined.group(1))[0] != kind_of(joined.group(2))[0] and _is_unit(joined.group(2)):
        return replace(figure, unit=f"{joined.group(1)} and {joined.group(2)}")
    if figure.unit and figure.unit.casefold() not in _VERBS:
        return figure
    before = _NEXT.findall(core[:at])[::-1]
    unit = next((word for word in [*behind, *before] if _is_unit(word)), "")
    return replace(figure, unit=unit or ("person" if deeds(core) & _OF_PERSONS else ""))


def _topic(words: Words) -> frozenset[str]:
    """Return the words that the article comes back to: every claim of it may have them."""
    around = f"{words.title}. {words.text.replace(words.sentence, ' ') if words.sentence else words.text}"
    said = Counter(form for word in plain_words(around) for form in content_words(word))
    return frozenset(word for word, times in said.most_common(TOPIC) if times > 1)


def _counted_deeds(figures: Sequence[Figure]) -> frozenset[str]:
    """Return what the counted things themselves tell was done: who counts bodies counts the killed."""
    return frozenset(deed for figure in figures for deed in deeds(f"{figure.unit} found"))


def _deeds_of_bare(core: str, figures: Sequence[Figure], sentence: str) -> frozenset[str]:
    """Return what was done with the figure of a claim that says nothing else: "20 missiles"."""
    units = frozenset(stem for figure in figures for stem in content_words(figure.unit))
    if not figures or content_words(core) - units:
        return frozenset()
    return deeds_around(core, sentence) or deeds_around(figures[0].text, sentence)


def _is_unit(word: str) -> bool:
    return kind_of(word)[2] in known_units()


@dataclass(frozen=True, slots=True)
class Words:
    """A claim in words, as it is stored: what `read` makes a Told of."""

    statement: str
    voice: Voice
    figures: Sequence[Figure] = ()
    event_from: date | None = None
    event_to: date | None = None
    told_at: datetime | None = None
    place: str = ""
    modality: str = "asserted"
    sentence: str = ""  # verbatim, around the claim
    title: str = ""  # of the article
    outlet: str = ""
    text: str = ""  # of the whole article


def spoken(statement: str) -> str:
    """Return a statement without the words at its end that name its speaker: ", per Kyiv"."""
    return _PER.sub("", statement)


def read(words: Words) -> Told:
    """Return the claim as it is compared."""
    core = spoken(words.statement)
    voice = tied_to(words.voice, tied(words.voice, words.text, words.statement[len(core) :], words.title))
    told_figures = [
        unit_seen(figure, core) for figure in words.figures if counts(figure, core, words.sentence)
    ]
    told_figures += _left_out(core, told_figures)
    none = [] if told_figures else _none_of(core)
    figures = tuple(_main(told_figures) + none)
    known = names_of(words.sentence) | names_of(words.title) | _repeated(f"{words.title}. {words.text}")
    speaker = words.voice.words
    mine = names_of(core, known=known)
    units = frozenset(stem for figure in figures for stem in content_words(figure.unit))
    return Told(
        statement=words.statement,
        voice=voice,
        figures=figures,
        event_from=_not_to_come(words.event_from, words),
        event_to=_not_to_come(words.event_to, words),
        told_at=words.told_at,
        modality=words.modality,
        outlet=words.outlet,
        words=content_words(core) - units,
        deeds=deeds(core) or _counted_deeds(figures) or _deeds_of_bare(core, figures, words.sentence),
        topic=_topic(words),
        rest=rest(core) - units - mine - speaker,
        names=mine - speaker,
        subjects=_subjects(mine, words.voice, words.statement[len(core) :]),
        places=names_of(words.place, known=names_of(f"in {words.place}")),
        setting=mine | known | names_of(words.statement, known=known) | speaker,
        title_words=content_words(words.title),
        sentence_words=content_words(words.sentence),
        sentence_deeds=deeds(words.sentence),
        around=names_of(words.text, known=known) | known,
        numbers=frozenset(number.replace(",", "") for number in _NUMBER.findall(words.text)),
        places_said=frozenset(name for where in _IN.findall(core) for name in names_of(f"in {where}")),
        steps=frozenset(step.casefold() for step in _STEP.findall(core)),
        trend=trend(core),
        denies=not none and (denies(core) or words.modality == "denied"),
    )

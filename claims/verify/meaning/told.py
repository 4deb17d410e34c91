"""A claim as it is compared: who says what of how much, when and where, in which setting. Pure: no Django.

Everything here can be written to JSON and read again, so that a claim is read once, when it is stored, and
compared as often as later claims ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..figures import Figure
from .words import is_nation

READER = "account-8"  # stored accounts of another reader are read anew


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a claim. `local`: the name means somebody in one article only; `outlet`: its own voice.

    `body` is the key of the authority, company or side behind the voice, "" when it shows none; `nations` are
    the countries that name and office speak of, else those that the article ties to it.
    """

    id: str
    name: str
    kind: str = "person"
    about: str = ""  # role and organisation
    local: bool = False
    party: str = ""
    words: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    tied: frozenset[str] = frozenset()  # names that the article's words tie to it (ties.py)

    @property
    def outlet(self) -> bool:
        """Whether an outlet speaks for itself, or nobody is named."""
        return self.kind == "outlet"

    @property
    def named(self) -> bool:
        """Whether the voice can be told from others: a name that holds beyond one article."""
        return bool(self.id) and not self.local and self.kind not in {"anonymous", "outlet", "collective"}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is compared."""

    statement: str
    voice: Voice
    figures: tuple[Figure, ...] = ()
    event_from: date | None = None
    event_to: date | None = None
    told_at: datetime | None = None  # when it was published
    modality: str = "asserted"
    outlet: str = ""
    copy_of: str = ""  # key of the cluster of articles with the same text
    words: frozenset[str] = frozenset()  # stems of the statement's words, speaker and figures left out
    deeds: frozenset[str] = frozenset()  # keys of what was done
    names: frozenset[str] = frozenset()  # names in the statement, the speaker's left out
    subjects: frozenset[str] = (
        frozenset()
    )  # whom it speaks of: names but countries, else the firm that speaks
    places: frozenset[str] = frozenset()
    setting: frozenset[str] = frozenset()  # names in headline, sentence and statement, the speaker's included
    title_words: frozenset[str] = frozenset()
    sentence_words: frozenset[str] = frozenset()
    sentence_deeds: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()  # names in the whole article
    numbers: frozenset[str] = frozenset()  # figures of two and more digits in the whole article, as written
    places_said: frozenset[str] = frozenset()  # names after "in", "at", "near" in the statement
    steps: frozenset[str] = frozenset()  # what tells one round, night or month from the next
    topic: frozenset[str] = frozenset()  # words that the article says again and again outside the sentence
    rest: frozenset[str] = frozenset()  # words of the statement besides deeds, units, names: its conditions
    denies: bool = False
    trend: int = 0  # 1 says that something rises, -1 that it falls

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of what it is about, None when unknown."""
        return (self.event_from, self.event_to or self.event_from) if self.event_from else None

    def as_json(self) -> dict[str, Any]:
        """Return the claim as plain JSON values; `told_of_json` reads it back."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def told_of_json(data: Mapping[str, Any]) -> Told:
    """Return what `Told.as_json` wrote. Raises KeyError or ValueError for what it did not write."""
    voice, figures = data["voice"], data["figures"]
    sets = {key: frozenset(value) for key, value in data.items() if key in _SETS}
    return Told(
        statement=data["statement"],
        voice=Voice(**{**voice, **{key: frozenset(voice[key]) for key in ("words", "nations", "tied")}}),
        figures=tuple(
            Figure(**{**figure, "low": Decimal(figure["low"]), "high": Decimal(figure["high"])})
            for figure in figures
        ),
        event_from=_day(data["event_from"]),
        event_to=_day(data["event_to"]),
        told_at=datetime.fromisoformat(data["told_at"]) if data["told_at"] else None,
        modality=data["modality"],
        outlet=data["outlet"],
        copy_of=data["copy_of"],
        denies=data["denies"],
        trend=data["trend"],
        **sets,
    )


def with_voice(told: Told, voice: Voice) -> Told:
    """Return the claim as said by `voice`: sources are merged and renamed after a claim was read."""
    return replace(told, voice=tied_to(voice, told.voice.tied))


def tied_to(voice: Voice, names: frozenset[str]) -> Voice:
    """Return the voice as an article ties it to `names`; its own name and office come first."""
    nations = voice.nations or frozenset(name for name in names if is_nation(name))
    return replace(voice, tied=names, nations=nations)


_SETS = frozenset(
    {
        "words",
        "deeds",
        "names",
        "places",
        "setting",
        "title_words",
        "sentence_words",
        "sentence_deeds",
        "around",
        "numbers",
        "places_said",
        "steps",
        "subjects",
        "rest",
        "topic",
    }
)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: sets sorted, days and decimals as text."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value

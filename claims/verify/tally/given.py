"""One figure as one claim gives it, and the role it has: what is counted, what was done with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from ..figures import Figure, told
from ..meaning.aims import Aim
from ..meaning.counted import Counted, counted, kind_of
from ..meaning.plurals import plural
from ..meaning.read import spoken, unit_seen
from ..meaning.roles import COLOUR, PERIOD, RUNNING
from ..meaning.told import Told, Voice
from ..meaning.words import deeds, plain_words
from .place import Place, place_words, places_in

Role = tuple[str, str]  # what is counted, what was done with it
IN_ALL = "in all"
# Words that say that a figure comes on top of others, not what is counted.
_ON_TOP = re.compile(r"\b(?:more|further|another|other|additional|extra|new)\b", re.I)
_ONE_THING = re.compile(
    r"\b(?:struck|hits?|(?:fell|landed|came down) (?:on|in|onto)|crashed into) (?:the grounds of )?"
    r"(?:an?|the|one) (?!target|city|country|capital|region)",
    re.I,
)
_JOINT = re.compile(r"\w+(?= (?:or|and) )|(?<= or )\w+$|(?<= and )\w+$")
_UNKNOWN = Aim()
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who gives figures: a source, or an outlet in its own voice. `key` tells one from another."""

    key: str
    name: str
    voice: Voice
    own: bool = False

    @property
    def party(self) -> str:
        """The conflict it is a side of, "" for none."""
        return self.voice.party


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim as the tally reads it. `at` is when it was published, None when nobody knows."""

    claim: str
    statement: str
    speaker: Speaker
    at: datetime | None = None
    day_only: bool = False
    days: tuple[date, date] | None = None
    article: str = ""
    outlets: tuple[str, ...] = ()
    modality: str = "asserted"
    review: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One figure of one claim."""

    saying: Saying
    place: int  # of the figure in its claim
    role: Role
    figure: Figure
    counted: Counted
    told: Told  # the claim with this figure alone, as the rules compare it
    thing: str = ""  # what kind of it is counted, by the words of the claim
    where: Place = frozenset()  # the places that it is counted in, as far as they are said
    aim: Aim = _UNKNOWN  # who attacks whom
    local: bool = False  # whether a town's or region's officials give it, where figures of several are given
    one_thing: bool = False  # whether it tells what hit one thing ("struck a plant"), not all that hit
    implied: bool = False  # whether the claim leaves it to the text around what is counted

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands in time; those of no known time first, those of one moment always alike."""
        said, figure = self.saying, self.figure
        own = (figure.low, figure.high, figure.text, figure.qualifier, figure.measure, figure.unit)
        return (said.at or _NEVER, said.claim, self.place, *own, self.key, self.role, str(said.days))

    @property
    def key(self) -> str:
        """Who gives it."""
        return self.saying.speaker.key

    @property
    def days(self) -> tuple[date, date] | None:
        """The days it is about."""
        return self.saying.days

    @property
    def period(self) -> str:
        """The days it is about, in words."""
        return period_words(self.days)

    @property
    def label(self) -> str:
        """The name of its role."""
        return role_label(self.role)

    @property
    def when(self) -> str:
        """When it was published: "9 Jun 15:40", the day alone where no time is known."""
        at = self.saying.at
        if at is None:
            return "no time known"
        return f"{at.day} {at:%b}" if self.saying.day_only else f"{at.day} {at:%b %H:%M}"

    @property
    def place_words(self) -> str:
        """Where it was counted, in words: "Kyiv and Odesa"; "" where all of its role are of one place."""
        return place_words(self.where)

    @property
    def words(self) -> str:
        """The figure as people say it: "at least 1,200"."""
        return told(self.figure)


def given_of(saying: Saying, figures: Sequence[tuple[Figure, str]]) -> list[Given]:
    """Return the figures of a claim with their roles; each comes with the object that it counts, or ""."""
    core = spoken(saying.statement)
    done = done_in(core)
    figures = [(_both_counted(unit_seen(figure, core)), thing) for figure, thing in figures]
    places = places_in(core, [figure.text for figure, _ in figures])
    one_thing = _ONE_THING.search(core) is not None
    totals = [len(figures) > 1 and _stands_as_total(figure, core) for figure, _ in figures]
    return [
        Given(
            saying,
            place,
            (_noun(figure.unit), _deed_of(figure, done, totals[place], any(totals))),
            figure,
            counted(figure, place),
            _told(saying, figure, done),
            _object(thing, figure),
            places[place],
            one_thing=one_thing and "hit" in done,
            implied=_is_implied(figure, core),
        )
        for place, (figure, thing) in enumerate(figures)
    ]


@lru_cache(maxsize=20_000)
def done_in(core: str) -> tuple[str, ...]:
    """Return what a statement says was done, without what only colours it."""
    return tuple(sorted(deeds(core) - COLOUR, key=lambda deed: (deed == "hit", deed)))


def _deed_of(figure: Figure, done: Sequence[str], total: bool, beside: bool) -> str:
    """Return what was done: of "460 of 479 drones launched" 479 were launched, 460 something else."""
    if total:
        return "launched" if "launched" in done else IN_ALL
    left = [deed for deed in done if deed != "launched"] if beside else list(done)
    person = kind_of(figure.unit)[0] == "person"
    counts = [deed for deed in left if person and deed in RUNNING]  # "a strike killed 9 people"
    return next(iter(counts or left), "")


def _both_counted(figure: Figure) -> Figure:
    """Return a figure of "drone or missile" as one of both, not of missiles."""
    joint = _JOINT.sub(lambda match: plural(match.group()), figure.unit)
    return replace(figure, unit=joint) if joint != figure.unit and " or " in kind_of(joint)[0] else figure


def _object(thing: str, figure: Figure) -> str:
    """Return what is counted without words that say how; a measure is no object: km, miles."""
    return "" if kind_of(figure.unit)[1] != 1 else _ON_TOP.sub("", thing).strip()


def _is_implied(figure: Figure, core: str) -> bool:
    """Whether a statement does not say what its figure counts: "167 were destroyed"."""
    kind = kind_of(figure.unit)[0]
    if not figure.unit or kind == "person" or figure.unit.casefold() in core.casefold():
        return False
    return all(kind_of(word)[0] != kind for word in plain_words(core))


def _stands_as_total(figure: Figure, core: str) -> bool:
    return bool(figure.text) and bool(
        re.search(rf"\d[^.;]*\b(?:out )?of (?:the |its |their |all )*{re.escape(figure.text)}", core)
    )


def _noun(unit: str) -> str:
    """Return the word for what is counted; words of one measure (acres, hectares) are one."""
    kind, factor, noun = kind_of(unit)
    if factor != 1 or (" or " in kind and re.search(r"\b(?:and|or)\b", noun)):
        return kind
    return unit if noun.isdecimal() else noun  # "Kh-101" is counted, not 101


def _told(saying: Saying, figure: Figure, done: Sequence[str]) -> Told:
    first, last = saying.days or (None, None)
    return Told(
        saying.statement,
        saying.speaker.voice,
        (figure,),
        first,
        last,
        saying.at,
        saying.modality,
        saying.outlets[0] if saying.outlets else "",
        deeds=frozenset(done),
    )


def in_order(given: Iterable[Given]) -> list[Given]:
    """Return the figures, the earliest first, whatever order they came in."""
    return sorted(given, key=lambda one: one.order)


def role_label(role: Role) -> str:
    """Return the name of a role: "Drones destroyed"."""
    noun, deed = role
    things = {"%": "Share", "": "Figure"}.get(noun) or (
        noun.upper() if len(noun) == 3 and kind_of(noun)[0] == "money" else _plurals(noun).capitalize()
    )
    return f"{things} {deed}".strip()


def _plurals(noun: str) -> str:
    """Return "drones or missiles" for "drone or missile"."""
    return " or ".join(plural(each) for each in noun.split(" or "))


def of_one_period(role: Role) -> bool:
    """Whether a figure of this role is of one night, day or round."""
    return role[1] in PERIOD


def period_words(days: tuple[date, date] | None) -> str:
    """Return days as people write them: "8–9 June 2025"; "" when they are not known."""
    if days is None:
        return ""
    first, last = days
    if first == last:
        return f"{last.day} {last:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} – {last.day} {last:%B %Y}"

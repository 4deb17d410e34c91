"""How a later claim bears on an earlier one: a simple, honest first rule book. Pure: no Django.

It proposes; people decide. "Repeats" is the default for the same figure, since most agreement is the same
origin again; another side's voice may corroborate, and then the reason says that independence was not
checked. Where it is unsure it proposes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .figures import Figure, comparable, covers, difference, same_value, told
from .wording import Voice, content_words, deeds, nations, negated, overlap, places, same_side, same_voice

MATCHER = "rules-1"
TOLLS = frozenset({"killed", "hurt", "missing"})
NEEDED = {1: 0.6, 2: 0.34, 3: 0.2}  # words in common that an equal figure needs, by its significant digits


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is compared."""

    statement: str
    voice: Voice
    figures: tuple[Figure, ...] = ()
    event_from: date | None = None
    event_to: date | None = None
    told_on: date | None = None  # when it was published

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of what it is about, None when unknown."""
        return (self.event_from, self.event_to or self.event_from) if self.event_from else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules propose: relation, score 0 to 1, and the reason in one sentence."""

    relation: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two claims and what they share."""

    earlier: Told
    later: Told
    alike: float
    shared: frozenset[str] = field(default=frozenset())
    dates: bool | None = None  # same days, other days, or unknown

    @property
    def same_voice(self) -> bool:
        return same_voice(self.earlier.voice, self.later.voice)


def relate(earlier: Told, later: Told) -> Proposal | None:
    """Return how `later` bears on `earlier`, None when the rules see no relation."""
    pair = _pair(earlier, later)
    if pair.dates is False or not _same_deed(earlier, later) or _other_place(earlier, later):
        return None
    figures = [(a, b) for a in earlier.figures for b in later.figures if comparable(a, b)]
    if figures:
        same = [(a, b) for a, b in figures if same_value(a, b)]
        if not same and len(earlier.figures) + len(later.figures) > 2:
            return None  # several figures in one claim: which belongs to which is not certain
        found = [proposal for a, b in same or figures if (proposal := _by_figure(pair, a, b))]
        return max(found, key=lambda proposal: proposal.score, default=None)
    if earlier.figures or later.figures:
        return None
    return _by_words(pair)


def _pair(earlier: Told, later: Told) -> _Pair:
    names = frozenset(
        stem for told in (earlier, later) for figure in told.figures for stem in content_words(figure.unit)
    )
    mine, yours = content_words(earlier.statement), content_words(later.statement)
    return _Pair(earlier, later, overlap(mine, yours), (mine & yours) - names, _same_days(earlier, later))


def _same_days(earlier: Told, later: Told) -> bool | None:
    mine, yours = earlier.days, later.days
    if mine is None or yours is None:
        return None
    if mine[0] > yours[1] or yours[0] > mine[1]:
        return False
    if mine == yours or mine[1] == yours[1]:
        return True
    # The night of 8-9 June and that of 9-10 June share a day, not a night; "9 June" may be either.
    if mine[1] == yours[0] or yours[1] == mine[0]:
        return None if mine[0] == mine[1] or yours[0] == yours[1] else False
    return True


def _other_place(earlier: Told, later: Told) -> bool:
    mine = places(earlier.statement) - content_words(earlier.voice.name)
    yours = places(later.statement) - content_words(later.voice.name)
    return bool(mine and yours and not mine & yours)


def _same_deed(earlier: Told, later: Told) -> bool:
    mine, yours = deeds(earlier.statement), deeds(later.statement)
    return not (mine and yours) or bool(mine & yours)


def _by_figure(pair: _Pair, mine: Figure, yours: Figure) -> Proposal | None:
    more = {mine.measure, yours.measure} == {"incremental"}
    if more and not pair.dates:  # "another 1,200" twice are two lots unless they are of one day
        return None
    if same_value(mine, yours):
        return _same_figure(pair, mine)
    if "incremental" in {mine.measure, yours.measure} or not pair.shared:
        return None
    if pair.alike < (0.5 if pair.dates else 0.6):
        return None
    return _within(pair, mine, yours) or _other_figure(pair, mine, yours)


def _same_figure(pair: _Pair, figure: Figure) -> Proposal | None:
    needed = NEEDED[min(figure.digits, 3)]
    if not pair.shared or pair.alike < needed:
        return None
    score = 0.5 + 0.3 * pair.alike + 0.05 * min(figure.digits, 3) + (0.05 if pair.dates else 0)
    return _agreement(pair, f"same figure {told(figure)}", min(score, 1.0))


def _agreement(pair: _Pair, what: str, score: float) -> Proposal:
    """Return "repeats", or "corroborates" when two named voices of different sides agree."""
    one, other = pair.earlier.voice, pair.later.voice
    if pair.same_voice:
        return Proposal("repeats", score, f"Same speaker, {what}.")
    if one.named and other.named and nations_known(one, other) and not same_side(one, other):
        return Proposal(
            "corroborates",
            score,
            f"{one.name} and {other.name}: {what}. Whether they are independent was not checked.",
        )
    if other.outlet:
        return Proposal("repeats", score, f"{other.name or 'The outlet'} names no source: {what}.")
    if same_side(one, other):
        return Proposal("repeats", score, f"{other.name}, of the same side: {what}.")
    return Proposal("repeats", score, f"{other.name}: {what}. A second origin is not shown.")


def nations_known(one: Voice, other: Voice) -> bool:
    """Return whether both voices belong to a known side, without which independence cannot be proposed."""
    return bool(_sides(one) and _sides(other))


def _sides(voice: Voice) -> frozenset[str]:
    from_name = frozenset({voice.party}) if voice.party else frozenset()
    return from_name | nations(voice)


def _within(pair: _Pair, mine: Figure, yours: Figure) -> Proposal | None:
    """Return "narrows" for an exact figure within the earlier bound or range, "repeats" for a rounder one."""
    score = 0.4 + 0.4 * pair.alike
    if covers(mine, yours):
        return Proposal("narrows", score, f"{told(yours)} lies within {told(mine)}.")
    if covers(yours, mine):
        return Proposal("repeats", score, f"{told(yours)} covers {told(mine)}. A second origin is not shown.")
    return None


def _other_figure(pair: _Pair, mine: Figure, yours: Figure) -> Proposal | None:
    """Return "updates" or "contradicts": another figure for what is surely the same thing."""
    partly = places(pair.earlier.statement) ^ places(pair.later.statement)
    one_day = pair.dates or (pair.earlier.told_on and pair.earlier.told_on == pair.later.told_on)
    if partly and not pair.same_voice:
        return None  # one names a place that the other leaves out: a part, perhaps
    if not (one_day or pair.same_voice):
        return None
    if bool(deeds(pair.earlier.statement)) != bool(deeds(pair.later.statement)):
        return None  # only one of them says what was done
    arithmetic = f"{told(mine)} → {told(yours)}, {_percent(mine, yours)}"
    score = 0.4 + 0.4 * pair.alike + (0.1 if pair.dates else 0)
    if pair.same_voice:
        return Proposal("updates", score, f"Same speaker, {arithmetic}.")
    if yours.low > mine.low and deeds(pair.later.statement) & TOLLS:
        return Proposal("updates", score - 0.05, f"A toll that rose, {arithmetic}; another speaker.")
    return Proposal("contradicts", score - 0.05, f"Another speaker, {arithmetic}.")


def _percent(mine: Figure, yours: Figure) -> str:
    words = difference(mine, yours)
    return words.rpartition(", ")[2]


def _by_words(pair: _Pair) -> Proposal | None:
    """Relate two claims without figures: only nearly the same words count."""
    mine, yours = content_words(pair.earlier.statement), content_words(pair.later.statement)
    if len(pair.shared) < 4 or pair.alike < 0.7 or len(mine & yours) < 0.5 * len(mine | yours):
        return None
    score = 0.3 + 0.5 * pair.alike + (0.1 if pair.dates else 0)
    if negated(pair.earlier.statement) != negated(pair.later.statement):
        return (
            None
            if pair.same_voice
            else Proposal("contradicts", score - 0.1, "Nearly the same words, one denies.")
        )
    return _agreement(pair, "nearly the same words", score)


def best(proposals: Sequence[tuple[str, Proposal]], limit: int) -> list[tuple[str, Proposal]]:
    """Return the `limit` proposals with the highest scores, the highest first."""
    return sorted(proposals, key=lambda item: (-item[1].score, item[0]))[:limit]

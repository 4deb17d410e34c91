"""What two claims have in common, as numbers: the evidence on which "the same thing?" is judged. Pure.

Each number says one thing a person would look at: the figure, what it counts, what was done, when, where, who
is named, who speaks, how alike the words are, whether the articles tell one story. All lie between 0 and 1;
what is not known is 0 and has its own flag, and is never taken for a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log1p, log2

from .figures import Figure
from .meaning.counted import Counted, counted
from .meaning.roles import is_running, of_period
from .meaning.told import Told
from .meaning.voices import same_side, same_voice
from .meaning.words import is_nation, overlap, shared
from .wording import conditions, differ, wording

_MARKED = frozenset({"%", "money"})  # always written with their sign or name: a bare number is none of them
FAR = 400.0  # days: a longer gap says no more
LONG = log1p(FAR)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Cosines of sentence vectors: of the statements, of statements in their setting, of the articles."""

    text: float = 0.0
    context: float = 0.0
    article: float = 0.0


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A figure of each claim that count the same kind of thing."""

    earlier: Counted
    later: Counted

    @property
    def same(self) -> bool:
        """Whether the values are the same."""
        one, other = self.earlier, self.later
        return _near(one.low, other.low) and _near(one.high, other.high)

    @property
    def ratio(self) -> float:
        """How often the smaller value fits into the larger, as a binary logarithm; 0 for equal, at most 8."""
        one, other = abs(self.earlier.low), abs(self.later.low)
        if one == other:
            return 0.0
        return min(8.0, abs(log2(one / other))) if one and other else 8.0


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-3 * max(abs(one), abs(other))


def figure_pairs(earlier: Told, later: Told) -> list[FigurePair]:
    """Return the pairs of figures that count one kind of thing: one noun first, then equal, then near."""
    return pairs_of(earlier.figures, later.figures)


def pairs_of(earlier: Sequence[Figure], later: Sequence[Figure]) -> list[FigurePair]:
    """Return the pairs of figures that count one kind of thing, as `figure_pairs` does for whole claims."""
    pairs = [FigurePair(one, other) for one in _counted(earlier) for other in _counted(later)]
    return sorted(
        (pair for pair in pairs if _one_kind(pair.earlier, pair.later)),
        key=lambda pair: (pair.earlier.noun != pair.later.noun, not pair.same, pair.ratio),
    )


def _one_kind(one: Counted, other: Counted) -> bool:
    if not (one.kind and other.kind):
        return {one.kind, other.kind}.isdisjoint(_MARKED)
    if one.kind != other.kind:
        return False
    return one.group == other.group or not (one.group and other.group)


def _counted(figures: Sequence[Figure]) -> list[Counted]:
    return [counted(figure, place) for place, figure in enumerate(figures)]


def kind_of_pair(earlier: Told, later: Told, pairs: list[FigurePair]) -> str:
    """Return how two claims can be compared: "figures", "words", "mixed" (one has a figure) or "other"."""
    if pairs:
        return "figures"
    if not earlier.figures and not later.figures:
        return "words"
    return "other" if earlier.figures and later.figures else "mixed"


def measures(earlier: Told, later: Told, vectors: Vectors, pairs: list[FigurePair]) -> dict[str, float]:
    """Return what two claims have in common by name; the model's weights use the same names."""
    found = {
        "text": vectors.text,
        "context": vectors.context,
        "article": vectors.article,
        **wording(earlier, later),
        **conditions(earlier, later),
        **_names(earlier, later),
        **_story(earlier, later),
        **_when(earlier, later),
        **_voices(earlier, later),
    }
    if pairs:
        found |= _figures(earlier, later, pairs[0], found)
    found["rare_article"] = found["rare"] * vectors.article
    found["text_around"] = vectors.text * found["around_shared"]
    return found


def _unknown(names: frozenset[str], around: frozenset[str]) -> float:
    """Return the share of `names` that the other article does not know; 0 when there are none."""
    return len(names - around) / len(names) if names else 0.0


def _names(earlier: Told, later: Told) -> dict[str, float]:
    return {
        "unknown": max(_unknown(earlier.names, later.around), _unknown(later.names, earlier.around)),
        "unknown_near": max(_unknown(earlier.names, later.setting), _unknown(later.names, earlier.setting)),
        "said_other": float(differ(earlier.places_said, later.places_said)),
        "said_extra": float(bool(earlier.places_said) != bool(later.places_said)),
        "steps_other": float(differ(earlier.steps, later.steps)),
        "steps_same": float(bool(earlier.steps & later.steps)),
        "names": overlap(earlier.names, later.names),
        "subject_same": float(bool(earlier.subjects & later.subjects)),
        "subject_other": float(differ(earlier.subjects, later.subjects)),
        "names_other": float(differ(earlier.names, later.names)),
        "places_other": float(differ(earlier.places, later.places)),
        "places_same": float(bool(earlier.places & later.places)),
    }


def _story(earlier: Told, later: Told) -> dict[str, float]:
    """Whether the two articles tell one story: names, numbers and headlines they share."""
    own = {format(f.low.normalize(), "f") for f in (*earlier.figures, *later.figures)}
    rare = sum(not is_nation(name) for name in earlier.around & later.around)
    return {
        "rare": min(5, rare) / 5,
        "rare_none": float(rare == 0),
        "around": overlap(earlier.around, later.around),
        "around_shared": shared(earlier.around, later.around),
        "numbers": min(4, len((earlier.numbers & later.numbers) - own)) / 4,
        "setting": overlap(earlier.setting, later.setting),
        "setting_shared": shared(earlier.setting, later.setting),
        "title": shared(earlier.title_words, later.title_words),
        "outlet_same": float(bool(earlier.outlet) and earlier.outlet == later.outlet),
    }


def _when(earlier: Told, later: Told) -> dict[str, float]:
    gap = days_apart(earlier, later)
    return {
        "published": log1p(min(published_apart(earlier, later), FAR)) / LONG,
        "days_known": float(gap is not None),
        "days_same": float(gap == 0),
        "days": log1p(min(gap, FAR)) / LONG if gap is not None else 0.0,
        "days_likely": log1p(min(likely_days_apart(earlier, later), FAR)) / LONG,
        "days_likely_other": float(likely_days_apart(earlier, later) > 0),
    }


def published_apart(earlier: Told, later: Told) -> float:
    """Return how many days lie between the publications; 30 when a date is not known."""
    if not (earlier.told_at and later.told_at):
        return 30.0
    return abs((later.told_at - earlier.told_at).total_seconds()) / 86400


def likely_days_apart(earlier: Told, later: Told) -> int:
    """Return how many days lie between, a claim without a day taken for news of its day; 0 if unknown."""
    mine, yours = likely_days(earlier), likely_days(later)
    if mine is None or yours is None:
        return 0
    if mine != yours and _nights(mine, yours):
        return 1
    return max(0, (yours[0] - mine[1]).days, (mine[0] - yours[1]).days)


def likely_days(told: Told) -> tuple[date, date] | None:
    """Return the days a claim is about, else the day of its publication and the one before."""
    if told.days or not told.told_at:
        return told.days
    day = told.told_at.date()
    return day - timedelta(days=1), day


def days_apart(earlier: Told, later: Told) -> int | None:
    """Return how many days lie between what two claims are about; 0 when they overlap, None if unknown."""
    mine, yours = earlier.days, later.days
    if mine is None or yours is None:
        return None
    if _nights(mine, yours) or _night_to_come(earlier, yours) or _night_to_come(later, mine):
        return 1
    return max(0, (yours[0] - mine[1]).days, (mine[0] - yours[1]).days)


def _night_to_come(told: Told, other: tuple[date, date]) -> bool:
    """Whether the other's is the night after the day that a claim is about and was published on."""
    if told.days is None or told.told_at is None or told.days[0] != told.days[1]:
        return False
    day = told.days[0]
    return other == (day, day + timedelta(days=1)) and told.told_at.date() <= day


def _nights(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether two nights follow each other: that of 8 to 9 June and that of 9 to 10 June share a day only."""
    both = all(last - first == timedelta(days=1) for first, last in (one, other))
    return both and one[1] in other and one != other


def _figures(earlier: Told, later: Told, pair: FigurePair, found: dict[str, float]) -> dict[str, float]:
    same, running = float(pair.same), float(is_running(earlier, later))
    period = float(of_period(earlier, later))
    other_day = found["days_known"] and not found["days_same"]
    return {
        "unit_unknown": float(not (pair.earlier.kind and pair.later.kind)),
        "noun_same": float(pair.earlier.noun == pair.later.noun),
        "value_same": same,
        "value_same_2": same * (pair.earlier.digits >= 2),
        "value_same_3": same * (pair.earlier.digits >= 3),
        "value_far": min(3.0, pair.ratio) / 3,
        "share": float(pair.earlier.kind == "%"),
        "person": float(pair.earlier.kind == "person"),
        "money": float(pair.earlier.kind == "money"),
        "added": float(any(f.measure == "incremental" for f in (*earlier.figures, *later.figures))),
        "running": running,
        "running_rises": running * (pair.later.low > pair.earlier.low),
        "running_alike": running * found["deeds_same"],
        "running_other_day": running * (1 - same) * other_day * (found["numbers"] == 0),
        "period": period,
        "period_other_day": period * other_day,
        "period_likely_other": period * (1 - same) * found["days_likely_other"],
        "running_said_extra": running * (1 - same) * found["said_extra"],
        "other_said_unknown": (1 - same) * _said_unknown(earlier, later),
        "same_name_unknown": same * _name_unknown(earlier, later),
        "running_likely": running * (1 - same) * found["days_likely"],
        "period_later": period * min(1.0, published_apart(earlier, later) / 2) * (1 - same),
        "same_text": same * found["text"],
        "other_text": (1 - same) * found["text"],
        "same_article": same * found["article"],
        "same_deeds_other": same * found["deeds_other"],
    }


def _said_unknown(earlier: Told, later: Told) -> float:
    """Whether one claim names a place that the other's headline and sentence do not know."""
    sides = ((earlier.places_said, later.setting), (later.places_said, earlier.setting))
    return float(any(places and not places & known for places, known in sides))


def _name_unknown(earlier: Told, later: Told) -> float:
    """Whether one claim names what the other article does not know at all."""
    sides = ((earlier.names, later.around), (later.names, earlier.around))
    return float(any(names and not names & known for names, known in sides))


def _voices(earlier: Told, later: Told) -> dict[str, float]:
    one, other = earlier.voice, later.voice
    return {
        "voice_same": float(same_voice(one, other)),
        "side_same": float(same_side(one, other)),
        "voice_words": overlap(one.words, other.words),
        "outlets": (float(one.outlet) + float(other.outlet)) / 2,
    }

"""What keeps two claims apart, however alike their words: another unit, day, place, people, part. Pure.

Sentence vectors rate a changed figure or another night closer than a true paraphrase; these tests are why a
look-alike is not proposed. Each has a name, which is shown when one asks why a claim was passed over. Where
the words are alike, some only weigh against (`doubt`): the reading of a day or a deed may be what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from .figures import Figure
from .likeness import FigurePair, Vectors, days_apart, likely_days_apart
from .meaning.counted import kind_of, known_units
from .meaning.roles import COLOUR, MONTHS, is_added, is_running, is_total, of_period
from .meaning.told import Told
from .meaning.words import is_nation

LIKELY_OTHER_DAYS = "the figures are likely of other days"
# Barriers that the model weighs when the words are alike, under these names; elsewhere they decide.
OTHER_DEED = "something else was done"
DOUBTS = {
    LIKELY_OTHER_DAYS: "stop_days",
    OTHER_DEED: "stop_deed",
    "one names what the other article does not know": "stop_unheard",
    "the tolls are of other days": "stop_toll",
}
UNLIKE_WORDS = "the statements are unlike"
UNLIKE = 0.4  # cosine below which two statements without figures say two things
ALIKE_TEXT, ALIKE_CONTEXT = 0.45, 0.6  # cosines from which words are alike
BROAD = frozenset({"place", "drone or missile"})  # units that other words for the same may count
LIKE = 0.6  # cosine from which two statements with other units may still say one thing
STORY = 0.3  # cosine below which articles that share no name tell two stories
TIMES = 4.0  # binary logarithm: a figure sixteen times as large is of another thing


def barrier(earlier: Told, later: Told, vectors: Vectors, pairs: list[FigurePair]) -> str:
    """Return what keeps the claims apart in a few words, "" when nothing does."""
    if earlier.figures and later.figures and not pairs and not _one_number(earlier, later, vectors):
        return "they count other things"
    if not earlier.figures and not later.figures and vectors.text < UNLIKE:
        return UNLIKE_WORDS
    if vectors.article < STORY and not _shared_names(earlier, later):
        return "the articles tell other stories"
    if earlier.places_said and later.places_said and not earlier.places_said & later.places_said:
        return "they speak of other places"
    return next((words for words, test in _OF_FIGURES if pairs and test(earlier, later, pairs[0])), "")


def doubt(stops: str, vectors: Vectors, pairs: list[FigurePair]) -> str:
    """Return the name of the measure by which the model weighs a barrier, "" when the barrier decides.

    Two values of two deeds are never weighed: 20 missiles launched and 19 shot down stand beside each other.
    """
    if stops == OTHER_DEED and not pairs[0].same:
        return ""
    alike = vectors.text > ALIKE_TEXT or vectors.context > ALIKE_CONTEXT
    return DOUBTS.get(stops, "") if alike else ""


def _one_number(earlier: Told, later: Told, vectors: Vectors) -> bool:
    """Whether one number stands in both and the statements are alike: "10 places hit", "10 got through"."""
    same = any(
        one.low == other.low and not _siblings(one, other)
        for one in earlier.figures
        for other in later.figures
    )
    return same and vectors.text > LIKE


def _siblings(one: Figure, other: Figure) -> bool:
    """Whether two units are known as different things: drones are no missiles, whatever their number."""
    kinds = kind_of(one.unit)[0], kind_of(other.unit)[0]
    return all(kind in known_units() and kind not in BROAD for kind in kinds)


def _shared_names(earlier: Told, later: Told) -> bool:
    return any(not is_nation(name) for name in earlier.around & later.around)


def _other_day(earlier: Told, later: Told, pair: FigurePair) -> bool:
    return of_period(earlier, later) and bool(days_apart(earlier, later))


def _likely_other_day(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether figures of one day each are of two, as far as the news of those days tells."""
    if not of_period(earlier, later):
        return False
    alone = not pair.same or not _other_numbers(earlier, later, pair)
    return alone and likely_days_apart(earlier, later) > 0


def _other_numbers(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether the two articles share figures besides those compared: they count one night."""
    own = {format(figure.low.normalize(), "f") for figure in (*earlier.figures, *later.figures)}
    return bool((earlier.numbers & later.numbers) - own)


def _other_month(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether the figures are of two months by their own words."""
    mine, yours = earlier.steps & MONTHS, later.steps & MONTHS
    return bool(mine and yours and not mine & yours)


def _other_lot(earlier: Told, later: Told, pair: FigurePair) -> bool:
    added = any(figure.measure == "incremental" for figure in (*earlier.figures, *later.figures))
    return added and bool(days_apart(earlier, later))


def _other_people(earlier: Told, later: Told, pair: FigurePair) -> bool:
    mine = {name for name in earlier.names if is_nation(name)}
    yours = {name for name in later.names if is_nation(name)}
    return bool(mine and yours and not mine & yours) and not pair.same


def _other_subject(earlier: Told, later: Told, pair: FigurePair) -> bool:
    mine, yours = earlier.subjects, later.subjects
    return bool(mine and yours and not mine & yours) and not pair.same


def _unheard_of(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether one claim names what the other's article never speaks of: another storm, town, firm."""
    sides = ((earlier.names, later.around), (later.names, earlier.around))
    named = (({name for name in names if not is_nation(name)}, around) for names, around in sides)
    return not pair.same and any(names and not names & around for names, around in named)


def _other_day_of_toll(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether two tolls are of two days and their articles share no other figure."""
    if pair.same or not is_running(earlier, later) or not days_apart(earlier, later):
        return False
    return not earlier.numbers & later.numbers


def _other_sky(earlier: Told, later: Told, pair: FigurePair) -> bool:
    """Whether two countries each count what they shot down over their own land."""
    one, other = earlier.voice.nations, later.voice.nations
    shot = earlier.deeds & later.deeds & {"destroyed", "jammed"}
    return bool(shot and one and other and not one & other) and not pair.same


def _part_and_total(earlier: Told, later: Told, pair: FigurePair) -> bool:
    if pair.same or is_total(earlier) == is_total(later):
        return False
    return is_added(later if is_total(earlier) else earlier)


def _other_deed(earlier: Told, later: Told, pair: FigurePair) -> bool:
    mine, yours = earlier.deeds - COLOUR, later.deeds - COLOUR
    if not mine or not yours or mine & yours:
        return False
    told_there = mine & later.sentence_deeds or yours & earlier.sentence_deeds
    return not (pair.same and pair.earlier.digits >= 2 and told_there)


def _far_off(earlier: Told, later: Told, pair: FigurePair) -> bool:
    if is_running(earlier, later) and earlier.deeds & later.deeds:
        return not pair.same and pair.ratio > 2 * TIMES  # from 7 dead to 300 within a week
    return not pair.same and pair.ratio > TIMES and bool(pair.earlier.low and pair.later.low)


_OF_FIGURES: tuple[tuple[str, Callable[[Told, Told, FigurePair], bool]], ...] = (
    ("the figures are of other days", _other_day),
    (LIKELY_OTHER_DAYS, _likely_other_day),
    ("the figures are of other months", _other_month),
    ("one comes on top of the other", _other_lot),
    ("they speak of other countries' people", _other_people),
    ("they speak of others", _other_subject),
    ("one names what the other article does not know", _unheard_of),
    ("the tolls are of other days", _other_day_of_toll),
    ("each country counts its own", _other_sky),
    ("one is a total, the other a part of it", _part_and_total),
    (OTHER_DEED, _other_deed),
    ("the figures are far apart", _far_off),
)

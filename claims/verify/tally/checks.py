"""Arithmetic that figures of an event must satisfy: a failed check warns a person and changes nothing. Pure.

Bounds get the room they leave: "at least 300" destroyed of 280 launched fails, "about 290" of 280 does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from ..bearing import ABOUT
from ..figures import number
from ..meaning.roles import FALLING, RUNNING
from .apart import kept_apart
from .given import IN_ALL, Given, Role, in_order
from .place import EVERYWHERE
from .scope import part_and_whole

OF_LAUNCHED = ("destroyed", "jammed", "hit")
BACK = 8  # earlier counts among which the one to compare with is looked for
SHOWN = 12  # of the checks that hold

NOT_LAUNCHED = "no figure of launches by the same source for the same period"
NO_TOTAL = "no total by the same source"
NO_TIME = "time of publication not known"
ONE_ONLY = "one count only"
NOT_SAID = "what is counted is not said"
ELSEWHERE = "another place"
A_PART = "one may be a part of the other"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: the rule in words, both figures, whether it holds."""

    rule: str
    one: Given
    other: Given
    sign: str  # how they stand: "≤", "≥" or what breaks the rule
    holds: bool


@dataclass(frozen=True, slots=True)
class Checks:
    """All checks of an event; `unmade` counts by reason those that could not be made."""

    failed: Sequence[Check] = ()
    held: Sequence[Check] = ()
    more: int = 0
    unmade: Sequence[tuple[str, int]] = ()

    @property
    def made(self) -> int:
        """How many were made."""
        return len(self.failed) + len(self.held) + self.more


@dataclass(slots=True)
class _Made:
    checks: list[Check] = field(default_factory=list)
    unmade: Counter[str] = field(default_factory=Counter)

    def add(self, rule: str, small: Given, large: Given, *, rising: bool = False) -> None:
        """Check that `small` may be at most `large`; `rising` tells it with the later one first."""
        holds = lowest(small) <= highest(large)
        one, other = (large, small) if rising else (small, large)
        good, bad = ("≥", "<") if rising else ("≤", ">")
        self.checks.append(Check(rule, one, other, good if holds else bad, holds))


def checks_of(given: Iterable[Given]) -> Checks:
    """Return the checks of the figures of an event; the order they come in makes no difference."""
    ordered = in_order(given)
    made = _Made()
    by_voice: defaultdict[str, defaultdict[Role, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for one in ordered:
        by_voice[one.key][one.role].append(one)
    for _, roles in sorted(by_voice.items()):
        _of_launched(roles, made)
        _parts(roles, made)
        _never_falls(roles, made)
    _ranges(ordered, made)
    failed = [check for check in made.checks if not check.holds]
    held = _once(check for check in made.checks if check.holds)
    return Checks(
        failed, held[:SHOWN], max(0, len(held) - SHOWN), sorted(made.unmade.items(), key=lambda row: row)
    )


def _once(checks: Iterable[Check]) -> list[Check]:
    """Return checks that hold; those of one source that read the same are one: many claims have a figure."""
    read: dict[tuple[object, ...], Check] = {}
    for check in checks:
        pair = ((row.role, row.words, row.days) for row in (check.one, check.other))
        read.setdefault((check.rule, check.one.key, *pair), check)
    return list(read.values())


def lowest(given: Given) -> float:
    """Return the least that a figure can mean, in the measure of its kind."""
    row = given.counted
    return {"at_most": -inf, "about": row.low * (1 - ABOUT)}.get(row.qualifier, row.low)


def highest(given: Given) -> float:
    """Return the most that a figure can mean, in the measure of its kind."""
    row = given.counted
    return {"at_least": inf, "about": row.high * (1 + ABOUT)}.get(row.qualifier, row.high)


def _latest(rows: Sequence[Given]) -> Iterator[Given]:
    """Yield the latest figure of each period."""
    yield from {(one.days, one.thing): one for one in rows}.values()


def _of_launched(roles: dict[Role, list[Given]], made: _Made) -> None:
    """What was destroyed, jammed or hit is part of what was launched, by one source and for one period."""
    launched = [
        one for (_, deed), rows in sorted(roles.items()) if deed == "launched" for one in _latest(rows)
    ]
    for (_, deed), rows in sorted(roles.items()):
        if deed not in OF_LAUNCHED:
            continue
        for one in _latest(rows):
            whole, why = _whole(one, launched)
            if whole is None:
                made.unmade[why] += 1
            else:
                made.add(f"No more {deed} than launched", one, whole)


def _whole(part: Given, launched: Sequence[Given]) -> tuple[Given | None, str]:
    """Return the latest count of launches that a figure is part of, else why there is none."""
    if not launched:
        return None, NOT_LAUNCHED
    same = [one for one in launched if not _apart(part, one)]
    if same:
        return in_order(same)[-1], ""
    reasons = sorted(_apart(part, one).partition(":")[0] for one in launched)
    return None, reasons[0]


def _apart(part: Given, whole: Given) -> str:
    if part.implied or whole.implied:
        return NOT_SAID
    if whole.where not in (frozenset(), EVERYWHERE) and not (part.where and part.where <= whole.where):
        return ELSEWHERE
    reason = kept_apart(part, whole)
    return "" if reason.startswith("given side by side") else reason


def _parts(roles: dict[Role, list[Given]], made: _Made) -> None:
    """A part is no more than its total: of one claim ("460 of 479"), and of one period in a running total."""
    claims: defaultdict[str, list[Given]] = defaultdict(list)
    for _, rows in sorted(roles.items()):
        for one in rows:
            claims[one.saying.claim].append(one)
        _added(rows, made)
    for _, rows in sorted(claims.items()):
        totals = [one for one in rows if one.role[1] in {"launched", IN_ALL}]
        for total in totals:
            for one in rows:
                same = one.counted.kind == total.counted.kind and one.role != total.role
                if same and one.role[1] not in OF_LAUNCHED and one not in totals:
                    made.add("A part is no more than its total", one, total)


def _added(rows: Sequence[Given], made: _Made) -> None:
    totals = [one for one in rows if one.figure.measure == "cumulative"]
    for one in rows:
        if one.figure.measure != "incremental":
            continue
        later = [
            total for total in totals if total.order > one.order and total.counted.kind == one.counted.kind
        ]
        if later:
            made.add("What was added is no more than the total", one, later[0])
        else:
            made.unmade[NO_TOTAL] += 1


def _never_falls(roles: dict[Role, list[Given]], made: _Made) -> None:
    """A count that adds up (dead, total) does not fall; the missing are found, so theirs may."""
    for (_, deed), rows in sorted(roles.items()):
        counts = [one for one in rows if one.figure.measure == "cumulative" or _adds_up(deed, one)]
        dated = [one for one in counts if one.saying.at is not None]
        if len(counts) > len(dated):
            made.unmade[NO_TIME] += len(counts) - len(dated)
        if len(dated) == 1:
            made.unmade[ONE_ONLY] += 1
        for at, later in enumerate(dated[1:], 1):
            before = dated[max(0, at - BACK) : at][::-1]
            earlier = next((one for one in before if not _not_one_count(one, later)), None)
            if earlier is None:
                made.unmade[_not_one_count(before[0], later).partition(":")[0]] += 1
            else:
                made.add("A running count does not fall", earlier, later, rising=True)


def _not_one_count(earlier: Given, later: Given) -> str:
    return kept_apart(earlier, later) or (A_PART if part_and_whole(earlier, later) else "")


def _adds_up(deed: str, one: Given) -> bool:
    return deed in RUNNING - FALLING and one.figure.measure != "incremental"


def _ranges(ordered: Sequence[Given], made: _Made) -> None:
    """The lower bound of a range is at most its upper one."""
    for one in ordered:
        if one.figure.low != one.figure.high:
            holds = one.figure.low <= one.figure.high
            made.checks.append(
                Check("The bounds of a range stand in order", one, one, "≤" if holds else ">", holds)
            )


def bounds(given: Given) -> tuple[str, str]:
    """Return both bounds of a range as people write them."""
    return number(given.figure.low), number(given.figure.high)

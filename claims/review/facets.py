"""What stands beside the queue of claims: views, facets and their counts, the filters as chips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from claims.models import Assignment, User
from claims.states import AssignmentState, AttributionVerdict, Freshness, RejectReason, Review, Verdict
from claims.web import vocabulary

from .asking import among, assigned, offered, shown, touched_ids
from .capped import CAP
from .query import ASIDE, DUES, FINDERS, OPINION, REVIEWS, SIDES, Query
from .tally import Statuses, rounded

SHOWN = 8  # values of a facet without opening the rest


@dataclass(frozen=True)
class Choice:
    """One line of the facets: a value, its words, how many claims it has, whether it is asked for.

    `about` says that the count is an estimate, `more` that it is only the least.
    """

    value: str
    label: str
    count: int
    on: bool
    url: str = ""
    about: bool = False
    more: bool = False

    @property
    def number(self) -> str:
        """The count as it is shown: "148", "~12,000", "1,000+"."""
        return f"{'~' if self.about else ''}{self.count:,}{'+' if self.more else ''}"


@dataclass(frozen=True)
class Facet:
    """One group of the facets. `quiet` ones are folded until they are used."""

    name: str
    words: str
    choices: Sequence[Choice]
    single: bool = False  # one value at a time, as links

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    @cached_property
    def first(self) -> Sequence[Choice]:
        """What is shown at once: what is asked for, then the rest."""
        return self._sorted()[: max(SHOWN, sum(choice.on for choice in self.choices))]

    @cached_property
    def rest(self) -> Sequence[Choice]:
        """What is folded away."""
        return self._sorted()[len(self.first) :]

    @property
    def all_choices(self) -> Sequence[Choice]:
        """What is shown where nothing is folded away."""
        return [*self.first, *self.rest]

    @property
    def used(self) -> bool:
        """Whether something of it is asked for."""
        return any(choice.on for choice in self.choices)

    def _sorted(self) -> Sequence[Choice]:
        return (
            sorted(self.choices, key=lambda choice: not choice.on)
            if len(self.choices) > SHOWN
            else self.choices
        )


def _reviews() -> dict[str, str]:
    words = {str(value): look.label for value, look in vocabulary.REVIEW.items()}
    words |= {OPINION: vocabulary.SECOND_OPINION.label, ASIDE: "Set aside"}
    return {name: words[name] for name in REVIEWS}


STATUS_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "review": ("Review", _reviews()),
    "verdict": ("Verdict", {str(v): vocabulary.VERDICT[v].label for v in Verdict}),
    "freshness": ("Freshness", {str(v): vocabulary.FRESHNESS[v].label for v in Freshness}),
    "attribution": (
        "Did the source say it?",
        {str(v): vocabulary.ATTRIBUTION[v].label for v in AttributionVerdict},
    ),
    "reason": ("Rejected because", {str(v): vocabulary.REJECT_REASON[v].label for v in RejectReason}),
}
NAMED = {
    "outlet": "Outlet",
    "source": "Source",
    "article": "Article",
    "event": "Event",
    "tag": "Tag",
    "unit": "Unit",
}
FIXED: dict[str, tuple[str, Mapping[str, str]]] = {
    "side": ("Side", SIDES),
    "found": ("Found by", FINDERS),
    "due": ("Due", DUES),
    "touched": ("Later sources", {"yes": "Touched by later sources"}),
    "proposed": ("Proposals", {"yes": "Has open proposals"}),
}
SINGLE = ("side", "due", "assignee", "touched", "proposed")


@dataclass(frozen=True)
class Counted:
    """A value of a facet as the database counted it, in the share of claims that was looked at."""

    facet: str
    value: str
    label: str
    count: int


def status_facets(query: Query, found: Statuses) -> dict[str, Facet]:
    """Return the facets of the statuses; values that no claim has stay listed."""
    facets = {}
    for name, (title, words) in STATUS_WORDS.items():
        counts, asked = found.by(query, name), getattr(query, name)
        facets[name] = Facet(
            name,
            title,
            [
                Choice(
                    value, label, counts[value], value in asked, about=not found.exact and counts[value] > 0
                )
                for value, label in words.items()
            ],
        )
    return facets


def value_facets(query: Query, rows: Iterable[Counted], parts: Mapping[str, float]) -> dict[str, Facet]:
    """Return the facets of what is counted by value; `parts` says what share of the claims was counted."""
    seen: dict[str, dict[str, Counted]] = {name: {} for name in (*NAMED, *FIXED, "assignee")}
    for row in rows:
        known = seen[row.facet].get(row.value)
        if known is None or row.count > known.count:
            seen[row.facet][row.value] = row
    for name, (_, words) in FIXED.items():
        seen[name] = {
            value: replace(seen[name].get(value) or Counted(name, value, label, 0), label=label)
            for value, label in words.items()
        }
    titles = NAMED | {name: title for name, (title, _) in FIXED.items()} | {"assignee": "Assignee"}
    facets = {}
    for name, found in seen.items():
        part = parts.get(name, 1.0)
        choices = [_choice(query, row, part) for row in found.values()]
        if name in NAMED:
            choices.sort(key=lambda choice: (-choice.count, choice.label.casefold()))
        facets[name] = Facet(name, titles[name], choices, single=name in SINGLE)
    return facets


def _choice(query: Query, row: Counted, part: float) -> Choice:
    asked = getattr(query, row.facet)
    on = row.value in asked if isinstance(asked, tuple) else row.value == asked
    count = row.count if part >= 1 else rounded(row.count / part)
    url = query.params(**{row.facet: "" if on else row.value}) if row.facet in SINGLE else ""
    return Choice(row.value, row.label, count, on, url, about=part < 1 and count > 0)


# --- Views -------------------------------------------------------------------------------------------------

VIEWS = (
    ("view_all", "All claims", Query()),
    ("view_mine", "Assigned to me", Query(assignee="mine")),
    ("view_none", "Unassigned", Query(assignee="none", review=(str(Review.EXTRACTED),))),
    ("view_opinion", "Second opinion asked", Query(review=(OPINION,))),
    ("view_touched", "Touched by later sources", Query(touched="yes")),
)


def view_conditions(user: User) -> dict[str, Q]:
    """Return the conditions of the views that everybody has, by their names."""
    held = Assignment.objects.filter(state=AssignmentState.OPEN).order_by()
    return {
        "view_all": offered(),
        "view_mine": offered() & among(held.filter(assignee=user).values("claim")),
        "view_none": shown((Review.EXTRACTED,)) & assigned(user, "none"),
        "view_opinion": shown((OPINION,)),
        "view_touched": offered() & among(touched_ids()),
    }


def views_of(query: Query, counts: Mapping[str, int]) -> list[Choice]:
    """Return the views that everybody has, with their counts (see `few_of`)."""
    return [
        capped(name, label, counts[name], ask.filters == query.filters, ask.params())
        for name, label, ask in VIEWS
    ]


def capped(value: str, label: str, n: int, on: bool, url: str) -> Choice:
    """Return a line whose count was stopped behind CAP."""
    return Choice(value, label, min(n, CAP), on, url, more=n > CAP)

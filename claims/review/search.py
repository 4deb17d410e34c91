"""The queue of claims as a page: the claims that a question asks for, in order, with all around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from claims.access import visible_to
from claims.models import Claim, SavedSearch, User

from . import narrow, pages, valued
from .asking import all_of, asked_by, conditions, listed
from .capped import few_of
from .facets import Choice, Facet, capped, status_facets, value_facets, view_conditions, views_of
from .query import Query, query_of
from .saved import saved_for
from .tally import COUNTED, FROM_INDEX, STATUSES, Statuses, estimates, part_of, share, statuses
from .words import Lexicon, lexicon

VALUED = 500  # claims whose outlets, tags and so on are counted in full
OWN = (
    "outlet",
    "source",
    "article",
    "event",
    "tag",
    "unit",
    "side",
    "found",
    "assignee",
    "due",
    "touched",
    "proposed",
)

Ids = str | None  # of all claims of a question (see `listed`), empty for none, None if they are many


@dataclass
class Listing:
    """One page of the queue with everything around it. `total` is an estimate if `about`."""

    query: Query
    claims: list[Claim]
    total: int
    first: int
    back: str
    onward: str
    about: bool = False
    facets: dict[str, Facet] = field(default_factory=dict)
    views: list[Choice] = field(default_factory=list)
    saved: list[tuple[SavedSearch, Choice]] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the last claim shown."""
        return self.first + len(self.claims) - 1

    @property
    def number(self) -> str:
        """The total as it is shown: "148", "about 12,000"."""
        return f"{'about ' if self.about else ''}{self.total:,}"

    @property
    def named(self) -> SavedSearch | None:
        """The saved search that asks for just this."""
        return next((row for row, choice in self.saved if choice.on), None)


def listing(user: User, query: Query, cursor: str = "") -> Listing:
    """Return the page of `query` that starts at `cursor` (see `pages`), with facets and counts."""
    if query.assignee == str(user.pk):
        query = replace(query, assignee="mine")
    kept = saved_for(user)
    known = lexicon([query.q, *(query_of(row.asks).q for row in kept)])
    asked = conditions(user, query, known)
    found, facets, ids = _counts(user, query, asked)
    views, saved = _views(user, query, kept, known)
    rows = asked_by(user, query, known) if ids is None else _listed(user, ids)
    page = pages.page(rows, query.sort, cursor, query.q)
    total = found.count(query)
    return Listing(
        query=query,
        claims=page.claims,
        total=max(total, page.first + len(page.claims) - 1) if page.claims else total,
        first=page.first,
        back=page.back,
        onward=page.onward,
        about=not found.exact and total > 0,
        facets=facets,
        views=views,
        saved=saved,
    )


def _listed(user: User, ids: str) -> QuerySet[Claim]:
    rows = visible_to(user, Claim)
    return rows.filter(listed(ids)) if ids else rows.none()


def _counts(user: User, query: Query, asked: Mapping[str, Q]) -> tuple[Statuses, dict[str, Facet], Ids]:
    """Count the claims of a question by status and by value, an even share of them where they are many.

    Where they are few, their ids come along.
    """
    everything = visible_to(user, Claim).order_by()
    own = {name: everything.filter(all_of(asked, name)) for name in OWN if name in asked}
    all_rows, cells = everything.filter(all_of(asked)), everything.filter(all_of(asked, *STATUSES))
    wide = everything.filter(all_of(asked, *STATUSES, *OWN))
    *guesses, widest = estimates([cells, *own.values(), wide])
    if widest <= narrow.FEW:
        few = narrow.counts(
            user, query, wide, {n: q for n, q in asked.items() if n in {*STATUSES, *OWN}}, VALUED
        )
        if few is not None:
            shares = {**dict.fromkeys(OWN, few.parts["found"]), **few.parts}
            facets = status_facets(query, few.statuses) | value_facets(query, few.values, shares)
            return few.statuses, facets, few.ids
    most = FROM_INDEX if set(asked) <= set(STATUSES) else COUNTED
    found = statuses(user, asked, part_of(guesses[0], most))
    parts = {name: part_of(guess, VALUED) for name, guess in zip(own, guesses[1:], strict=True)}
    common = part_of(found.count(query), VALUED)
    rows = valued.counted(
        user, query, share(all_rows, common), {name: share(rows, parts[name]) for name, rows in own.items()}
    )
    shares = dict.fromkeys(OWN, common) | parts
    return found, status_facets(query, found) | value_facets(query, rows, shares), None


def _views(
    user: User, query: Query, kept: Sequence[SavedSearch], known: Lexicon
) -> tuple[list[Choice], list[tuple[SavedSearch, Choice]]]:
    """Return the views of everybody and the saved searches, with capped counts, in one query."""
    asks = [(row, query_of(row.asks)) for row in kept]
    counts = few_of(
        user, view_conditions(user) | {ask.params(): all_of(conditions(user, ask, known)) for _, ask in asks}
    )
    saved = [
        (row, capped(str(row.pk), row.name, counts[ask.params()], ask.filters == query.filters, ask.params()))
        for row, ask in asks
    ]
    return views_of(query, counts), saved

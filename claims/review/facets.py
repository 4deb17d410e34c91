"""What stands beside the queue of claims: views, facets and their counts, the filters as chips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from claims.models import Appearance, Claim, Outlet, Source, User
from claims.states import Freshness, Review, Verdict
from claims.web import vocabulary

from .query import ASIDE, OPINION, REVIEWS, Query, all_of, assigned, conditions, shown, touched

OUTLETS = 12
LISTS = ("review", "verdict", "freshness", "outlet")


@dataclass(frozen=True)
class Choice:
    """One line of the facets: a value, its words, how many claims it has, whether it is asked for."""

    value: str
    label: str
    count: int
    on: bool
    url: str = ""


# --- Counts: one statement for all of them -----------------------------------------------------------------


def counts_of(user: User, everything: QuerySet[Claim], query: Query) -> dict[str, int]:
    """Return the count of every choice, and the total, in one statement."""
    asked = conditions(user, query)
    offered, mine = shown(()), assigned(user, "mine")
    wanted: dict[str, Q] = {"total": all_of(asked), "view_all": offered, "view_mine": offered & mine}
    wanted["view_none"] = Q(review_state=Review.EXTRACTED, set_aside=False) & assigned(user, "none")
    wanted["view_touched"] = offered & touched()
    wanted["view_opinion"] = shown((OPINION,))
    for name in REVIEWS:
        wanted[f"review_{name}"] = all_of(asked, "review") & shown((name,))
    for value in Verdict:
        wanted[f"verdict_{value}"] = all_of(asked, "verdict") & Q(verdict=value)
    for state in Freshness:
        wanted[f"freshness_{state}"] = all_of(asked, "freshness") & Q(freshness=state)
    for name in ("mine", "none"):
        wanted[f"assignee_{name}"] = all_of(asked, "assignee") & assigned(user, name)
    return everything.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )


def facets_of(
    user: User, everything: QuerySet[Claim], query: Query, counts: Mapping[str, int]
) -> dict[str, list[Choice]]:
    """Return the choices of each facet with their counts."""
    review = {
        **{value: look.label for value, look in vocabulary.REVIEW.items()},
        OPINION: vocabulary.SECOND_OPINION.label,
        ASIDE: "Set aside",
    }
    return {
        "review": [_choice(query, "review", name, review[name], counts) for name in REVIEWS],
        "verdict": [_choice(query, "verdict", v, vocabulary.VERDICT[v].label, counts) for v in Verdict],
        "freshness": [
            _choice(query, "freshness", v, vocabulary.FRESHNESS[v].label, counts) for v in Freshness
        ],
        "assignee": [
            Choice(
                value,
                label,
                counts[f"assignee_{value}"],
                query.assignee == value,
                query.params(assignee="" if query.assignee == value else value),
            )
            for value, label in (("mine", "Assigned to me"), ("none", "Nobody"))
        ],
        "outlet": _outlets(user, everything, query),
    }


def _choice(query: Query, facet: str, value: str, label: str, counts: Mapping[str, int]) -> Choice:
    return Choice(str(value), label, counts[f"{facet}_{value}"], str(value) in getattr(query, facet))


def _outlets(user: User, everything: QuerySet[Claim], query: Query) -> list[Choice]:
    """Return the outlets with most claims, those asked for first."""
    rows = everything.filter(all_of(conditions(user, query), "outlet")).order_by().values("pk")
    places = Appearance.objects.filter(claim__in=rows, version__article__outlet__isnull=False)
    found = (
        places.order_by()
        .values("version__article__outlet", "version__article__outlet__name")
        .annotate(n=Count("claim", distinct=True))
        .order_by("-n", "version__article__outlet__name")
    )
    choices = [
        Choice(str(pk), name, n, str(pk) in query.outlet)
        for pk, name, n in found.values_list(
            "version__article__outlet", "version__article__outlet__name", "n"
        )
    ]
    known = {choice.value for choice in choices}
    missing = Outlet.objects.filter(pk__in=set(query.outlet) - known) if set(query.outlet) - known else []
    choices += [Choice(str(outlet.pk), outlet.name, 0, True) for outlet in missing]
    asked = [choice for choice in choices if choice.on]
    return asked + [choice for choice in choices if not choice.on][: max(0, OUTLETS - len(asked))]


def views_of(query: Query, counts: Mapping[str, int]) -> list[Choice]:
    """Return the views that everybody has."""
    views = (
        ("view_all", "All claims", Query()),
        ("view_mine", "Assigned to me", Query(assignee="mine")),
        ("view_none", "Unassigned", Query(assignee="none", review=(Review.EXTRACTED,))),
        ("view_opinion", "Second opinion asked", Query(review=(OPINION,))),
        ("view_touched", "Touched by later sources", Query(touched="yes")),
    )
    here = query.params(sort="")
    return [
        Choice(name, label, counts[name], ask.params() == here, ask.params()) for name, label, ask in views
    ]


def chips(query: Query, facets: Mapping[str, list[Choice]], source: Source | None) -> list[Choice]:
    """Return what was asked for, one filter each, with the address without it."""
    asked = [
        Choice(
            choice.value,
            choice.label,
            choice.count,
            True,
            query.params(**_without(query, name, choice.value)),
        )
        for name in LISTS
        for choice in facets[name]
        if choice.on
    ]
    single = {
        "assignee": {"": "", "mine": "Assigned to me", "none": "Unassigned"}.get(
            query.assignee, "One person’s"
        ),
        "source": f"Source: {source}" if source else "",
        "touched": "Touched by later sources" if query.touched else "",
        "q": f"“{query.q}”" if query.q else "",
    }
    return asked + [
        Choice(name, label, 0, True, query.params(**{name: ""})) for name, label in single.items() if label
    ]


def _without(query: Query, name: str, value: str) -> dict[str, list[str]]:
    return {name: [other for other in getattr(query, name) if other != value]}

"""The queue of claims: what a person asks for, the page that answers it, and the counts beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from claims.access import visible_to
from claims.models import Appearance, Assignment, Claim, Outlet, Source, User
from claims.states import AssignmentState, Freshness, Review, Verdict
from claims.web import vocabulary

PAGE = 50
OUTLETS = 12
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # sorts claims without a due time last
ASIDE, OPINION = "aside", "opinion"
REVIEWS = (Review.EXTRACTED, OPINION, Review.ACCEPTED, Review.REJECTED, ASIDE)
SORTS = {"worth": "Most check-worthy first", "newest": "Newest first", "due": "Due first"}
KEYS = {"worth": "worth", "newest": "created_at", "due": "due_key"}
LISTS = ("review", "verdict", "freshness", "outlet")
MOST_WORDS = 8


@dataclass(frozen=True)
class Query:
    """What a person asks for. Every list may be empty, which means all."""

    review: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()  # ids, as text
    assignee: str = ""  # "mine", "none", or the id of a person
    source: str = ""
    q: str = ""
    sort: str = "worth"

    def params(self, **changes: Any) -> str:
        """Return the query string of this question, with `changes`."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | changes
        if values["sort"] == "worth":
            values["sort"] = ""
        return urlencode([(k, v) for k, v in values.items() if v], doseq=True)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.params(sort=""))


def read_query(data: QueryDict) -> Query:
    """Read a question from the address; values that mean nothing are left out."""
    return Query(
        review=_known(data.getlist("review"), REVIEWS),
        verdict=_known(data.getlist("verdict"), tuple(Verdict)),
        freshness=_known(data.getlist("freshness"), tuple(Freshness)),
        outlet=tuple(value for value in data.getlist("outlet")[:50] if _uuid(value)),
        assignee=_assignee(data.get("assignee", "")),
        source=data.get("source", "") if _uuid(data.get("source", "")) else "",
        q=" ".join(data.get("q", "").replace("\x00", " ").split())[:200],
        sort=data.get("sort", "") if data.get("sort") in SORTS else "worth",
    )


def _known(values: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value in {str(name) for name in known})


def _assignee(value: str) -> str:
    return value if value in {"mine", "none"} or _uuid(value) else ""


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


@dataclass(frozen=True)
class Choice:
    """One line of the facets: a value, its words, how many claims it has, whether it is asked for."""

    value: str
    label: str
    count: int
    on: bool
    url: str = ""


@dataclass
class Listing:
    """One page of the queue with everything around it."""

    query: Query
    claims: list[Claim]
    total: int
    first: int
    back: str
    onward: str
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    views: list[Choice] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the last claim shown."""
        return self.first + len(self.claims) - 1


def listing(user: User, query: Query, cursor: str = "") -> Listing:
    """Return the page of `query` that starts at `cursor` (see `_cursor`), with facets and counts."""
    everything = _base(user)
    counts = _counts(user, everything, query)
    rows, first, back, onward = _page(_asked(user, everything, query), query, cursor)
    return Listing(
        query=query,
        claims=rows,
        total=counts["total"],
        first=first,
        back=back,
        onward=onward,
        facets=_facets(user, everything, query, counts),
        views=_views(query, counts),
    )


# --- The rows -----------------------------------------------------------------------------------------


def _open_assignment() -> QuerySet[Assignment]:
    return Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)


def _base(user: User) -> QuerySet[Claim]:
    return visible_to(user, Claim)


def _shown(reviews: tuple[str, ...]) -> Q:
    """Return the condition of the review facet; what the machine set aside is shown only when asked for."""
    waiting = Q(review_state=Review.EXTRACTED)
    each = {
        Review.EXTRACTED: waiting & Q(set_aside=False),
        OPINION: waiting & Q(second_opinion=True),
        Review.ACCEPTED: Q(review_state=Review.ACCEPTED),
        Review.REJECTED: Q(review_state=Review.REJECTED),
        ASIDE: waiting & Q(set_aside=True),
    }
    if not reviews:
        return ~(waiting & Q(set_aside=True))
    found = Q()
    for name in reviews:
        found |= each[name]
    return found


def _conditions(user: User, query: Query) -> dict[str, Q]:
    """Return the condition of each facet by its name, so that a facet can be counted without its own."""
    conditions = {"review": _shown(query.review)}
    if query.verdict:
        conditions["verdict"] = Q(verdict__in=query.verdict)
    if query.freshness:
        conditions["freshness"] = Q(freshness__in=query.freshness)
    if query.outlet:
        places = Appearance.objects.filter(
            claim=OuterRef("pk"), version__article__outlet__in=map(UUID, query.outlet)
        )
        conditions["outlet"] = Q(Exists(places))
    if query.assignee:
        conditions["assignee"] = _assigned(user, query.assignee)
    if query.source:
        conditions["source"] = Q(source=query.source)
    if query.q:
        conditions["q"] = _words(query.q)
    return conditions


def _assigned(user: User, assignee: str) -> Q:
    held = _open_assignment()
    if assignee == "none":
        return ~Q(Exists(held))
    return Q(Exists(held.filter(assignee=user.pk if assignee == "mine" else UUID(assignee))))


def _words(q: str) -> Q:
    """Every word stands in the statement or in a name of the source (regex: the trigram index serves it)."""
    found = Q()
    for word in q.split()[:MOST_WORDS]:
        pattern = re.escape(word)
        names = Q(name__iregex=pattern) | Q(aliases__name__iregex=pattern)
        sources = Source.objects.filter(names).values("pk")
        found &= Q(statement__iregex=pattern) | Q(source__in=sources)
    return found


def _all(conditions: Mapping[str, Q], without: str = "") -> Q:
    found = Q()
    for name, condition in conditions.items():
        if name != without:
            found &= condition
    return found


def _asked(user: User, everything: QuerySet[Claim], query: Query) -> QuerySet[Claim]:
    due = _open_assignment().values("due_at")[:1]
    rows = everything.filter(_all(_conditions(user, query))).annotate(
        due_key=Coalesce(Subquery(due), Value(NEVER), output_field=DateTimeField())
    )
    places = Appearance.objects.select_related("version__article__outlet").order_by("-version__captured_at")
    held = Assignment.objects.filter(state=AssignmentState.OPEN).select_related("assignee")
    return rows.select_related("source", "lease_holder").prefetch_related(
        "quantities",
        Prefetch("appearances", queryset=places.defer("version__text"), to_attr="places"),
        Prefetch("assignments", queryset=held, to_attr="held"),
    )


# --- Pages: keyset, so that a claim decided in the meantime neither repeats nor hides another ------------


def _page(rows: QuerySet[Claim], query: Query, cursor: str) -> tuple[list[Claim], int, str, str]:
    """Return the claims of a page, the number of the first, and the cursors back and onward ("" if none)."""
    key = KEYS[query.sort]
    at = _read_cursor(cursor, query.sort)
    backwards = at is not None and at[0] == "b"
    falling = query.sort != "due"
    order = [F(key).desc() if falling != backwards else F(key).asc(), "-id" if backwards else "id"]
    if at is not None:
        rows = rows.filter(_beyond(key, at[2], at[3], falling != backwards, backwards))
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    first = 1 if at is None else max(1, at[1] - len(found) if backwards else at[1])
    has_back, has_onward = (more, True) if backwards else (at is not None, more)
    if not found:
        return [], first, "", ""
    back = _cursor("b", first, key, found[0]) if has_back and first > 1 else ""
    onward = _cursor("f", first + len(found), key, found[-1]) if has_onward else ""
    return found, first, back, onward


def _beyond(key: str, value: Any, pk: UUID, falling: bool, backwards: bool) -> Q:
    further = Q(**{f"{key}__lt" if falling else f"{key}__gt": value})
    return further | Q(**{key: value, "id__lt" if backwards else "id__gt": pk})


def _cursor(direction: str, number: int, key: str, claim: Claim) -> str:
    """Return "f~51~0.91~<id>": onward from the claim that has this value, the next one being number 51."""
    value = getattr(claim, key)
    text = value.isoformat() if isinstance(value, datetime) else repr(value)
    return f"{direction}~{number}~{text}~{claim.pk}"


def _read_cursor(cursor: str, sort: str) -> tuple[str, int, Any, UUID] | None:
    """Read a cursor; None (the first page) for anything that is not one."""
    try:
        direction, number, text, pk = cursor.split("~")
        value = float(text) if sort == "worth" else parse_datetime(text)
        if direction not in {"f", "b"} or value is None or value != value:
            return None
        return direction, int(number), value, UUID(pk)
    except ValueError:
        return None


# --- Counts: one statement for all of them -----------------------------------------------------------------


def _counts(user: User, everything: QuerySet[Claim], query: Query) -> dict[str, int]:
    conditions = _conditions(user, query)
    shown, mine = _shown(()), _assigned(user, "mine")
    wanted: dict[str, Q] = {"total": _all(conditions), "view_all": shown, "view_mine": shown & mine}
    wanted["view_none"] = Q(review_state=Review.EXTRACTED, set_aside=False) & _assigned(user, "none")
    wanted["view_touched"] = Q(freshness=Freshness.NEEDS_RECHECK)
    wanted["view_opinion"] = _shown((OPINION,))
    for name in REVIEWS:
        wanted[f"review_{name}"] = _all(conditions, "review") & _shown((name,))
    for value in Verdict:
        wanted[f"verdict_{value}"] = _all(conditions, "verdict") & Q(verdict=value)
    for state in Freshness:
        wanted[f"freshness_{state}"] = _all(conditions, "freshness") & Q(freshness=state)
    for name in ("mine", "none"):
        wanted[f"assignee_{name}"] = _all(conditions, "assignee") & _assigned(user, name)
    return everything.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )


def _facets(
    user: User, everything: QuerySet[Claim], query: Query, counts: Mapping[str, int]
) -> dict[str, list[Choice]]:
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
    rows = everything.filter(_all(_conditions(user, query), "outlet")).order_by().values("pk")
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


def _views(query: Query, counts: Mapping[str, int]) -> list[Choice]:
    """Return the views that everybody has."""
    views = (
        ("view_all", "All claims", Query()),
        ("view_mine", "Assigned to me", Query(assignee="mine")),
        ("view_none", "Unassigned", Query(assignee="none", review=(Review.EXTRACTED,))),
        ("view_opinion", "Second opinion asked", Query(review=(OPINION,))),
        ("view_touched", "Touched by later sources", Query(freshness=(Freshness.NEEDS_RECHECK,))),
    )
    here = query.params(sort="")
    return [
        Choice(name, label, counts[name], ask.params() == here, ask.params()) for name, label, ask in views
    ]


def chips(query: Query, found: Listing, source: Source | None) -> list[Choice]:
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
        for choice in found.facets[name]
        if choice.on
    ]
    single = {
        "assignee": {"": "", "mine": "Assigned to me", "none": "Unassigned"}.get(
            query.assignee, "One person’s"
        ),
        "source": f"Source: {source}" if source else "",
        "q": f"“{query.q}”" if query.q else "",
    }
    return asked + [
        Choice(name, label, 0, True, query.params(**{name: ""})) for name, label in single.items() if label
    ]


def _without(query: Query, name: str, value: str) -> dict[str, list[str]]:
    return {name: [other for other in getattr(query, name) if other != value]}

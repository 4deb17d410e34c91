"""What a person asks of the queue of claims: read from the address, turned into conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from claims.models import Appearance, Assignment, Evidence, Source, User
from claims.states import AssignmentState, EvidenceState, Freshness, Review, Verdict

ASIDE, OPINION = "aside", "opinion"
REVIEWS = (Review.EXTRACTED, OPINION, Review.ACCEPTED, Review.REJECTED, ASIDE)
SORTS = {"worth": "Most check-worthy first", "newest": "Newest first", "due": "Due first"}
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
    touched: str = ""  # "yes": a later source bears on it and nobody has decided what that means
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
        touched="yes" if data.get("touched") == "yes" else "",
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


# --- As conditions ------------------------------------------------------------------------------------


def open_assignment() -> QuerySet[Assignment]:
    """Return the open assignment of the claim of an outer query."""
    return Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)


def shown(reviews: tuple[str, ...]) -> Q:
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


def conditions(user: User, query: Query) -> dict[str, Q]:
    """Return the condition of each facet by its name, so that a facet can be counted without its own."""
    found = {"review": shown(query.review)}
    if query.verdict:
        found["verdict"] = Q(verdict__in=query.verdict)
    if query.freshness:
        found["freshness"] = Q(freshness__in=query.freshness)
    if query.outlet:
        places = Appearance.objects.filter(
            claim=OuterRef("pk"), version__article__outlet__in=map(UUID, query.outlet)
        )
        found["outlet"] = Q(Exists(places))
    if query.assignee:
        found["assignee"] = assigned(user, query.assignee)
    if query.touched:
        found["touched"] = touched()
    if query.source:
        found["source"] = Q(source=query.source)
    if query.q:
        found["q"] = _words(query.q)
    return found


def touched() -> Q:
    """Return the condition that a later source touched a claim: marked for re-check, or a proposal waits."""
    waiting = Evidence.objects.filter(claim=OuterRef("pk"), state=EvidenceState.PROPOSED)
    return Q(freshness=Freshness.NEEDS_RECHECK) | Q(Exists(waiting))


def assigned(user: User, assignee: str) -> Q:
    """Return the condition that a claim is in the hands of `assignee` ("mine", "none", or an id)."""
    held = open_assignment()
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


def all_of(conditions: Mapping[str, Q], without: str = "") -> Q:
    """Return all `conditions` together, one facet's own left out if asked."""
    found = Q()
    for name, condition in conditions.items():
        if name != without:
            found &= condition
    return found

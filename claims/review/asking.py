"""A question to the queue as conditions of the database, one for each filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from claims.access import visible_to
from claims.models import (
    Appearance,
    Assignment,
    Claim,
    ClaimTag,
    Evidence,
    MachineOpinion,
    Quantity,
    Source,
    User,
)
from claims.models.proposed import worth_telling
from claims.states import AssignmentState, EvidenceState, Freshness, Review

from .query import ASIDE, OPINION, Query
from .words import Lexicon, lexicon, words_of

Conditions = Mapping[str, Q]
FILTERS: dict[str, Callable[[User, Query], Q]] = {}


def asked_by(user: User, query: Query, known: Lexicon | None = None) -> QuerySet[Claim]:
    """Return the claims that `user` may know of and that `query` asks for, in no order."""
    words = lexicon([query.q]) if known is None else known
    return visible_to(user, Claim).filter(all_of(conditions(user, query, words))).order_by()


def conditions(user: User, query: Query, known: Lexicon) -> dict[str, Q]:
    """Return the condition of each filter by its name, so that a facet can be counted without its own."""
    found = {"review": shown(query.review)}
    for name, condition in FILTERS.items():
        if getattr(query, name):
            found[name] = condition(user, query)
    if query.q:
        found["q"] = words_of(query.q, known)
    return found


def all_of(conditions: Conditions, *without: str) -> Q:
    """Return all `conditions` together, those of some filters left out if asked."""
    found = Q()
    for name, condition in conditions.items():
        if name not in without:
            found &= condition
    return found


# --- Statuses ------------------------------------------------------------------------------------------


def shown(reviews: tuple[str, ...]) -> Q:
    """Return the condition of the review filter; what the machine set aside is shown only when asked for."""
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


def offered() -> Q:
    """Return the condition of the queue without any filter."""
    return shown(())


FILTERS["verdict"] = lambda user, query: Q(verdict__in=query.verdict)
FILTERS["attribution"] = lambda user, query: Q(attribution_verdict__in=query.attribution)
FILTERS["freshness"] = lambda user, query: Q(freshness__in=query.freshness)
FILTERS["reason"] = lambda user, query: Q(reject_reason__in=query.reason)


# --- Who says it, where it stands, what it is about --------------------------------------------------------


def _places(**where: object) -> Q:
    return Q(Exists(Appearance.objects.filter(claim=OuterRef("pk"), **where)))


def _event(user: User, query: Query) -> Q:
    found = Q(event__in=[pk for pk in query.event if pk != "none"])
    return found | Q(event__isnull=True) if "none" in query.event else found


def _side(user: User, query: Query) -> Q:
    parties = Q(source__in=Source.objects.exclude(party_to="").values("pk"))
    return parties if query.side == "party" else ~parties | Q(source__isnull=True)


def _found(user: User, query: Query) -> Q:
    opinions = MachineOpinion.objects.filter(claim=OuterRef("pk"))
    by_person = Q(extracted__isnull=True)
    each = {
        "person": by_person,
        "rules": ~by_person & ~Q(Exists(opinions.exclude(found_by="rules"))),
        "both": Q(Exists(opinions.filter(found_by="both"))),
        "model": Q(Exists(opinions.filter(found_by="model"))),
    }
    found = Q()
    for name in query.found:
        found |= each[name]
    return found


FILTERS["source"] = lambda user, query: Q(source__in=query.source)
FILTERS["outlet"] = lambda user, query: _places(version__article__outlet__in=query.outlet)
FILTERS["article"] = lambda user, query: _places(version__article__in=query.article)
FILTERS["event"] = _event
FILTERS["side"] = _side
FILTERS["found"] = _found
FILTERS["place"] = lambda user, query: Q(place__iregex=re.escape(query.place))
FILTERS["unit"] = lambda user, query: Q(
    Exists(Quantity.objects.filter(claim=OuterRef("pk"), unit__in=query.unit))
)
FILTERS["tag"] = lambda user, query: Q(
    Exists(ClaimTag.objects.filter(claim=OuterRef("pk"), tag__in=list(map(UUID, query.tag))))
)


# --- Ranges ------------------------------------------------------------------------------------------------


def midnight(day: str, after: int = 0) -> datetime:
    """Return when `day` begins for the reader (`after` days later)."""
    moment = date.fromisoformat(day)
    if moment < date.max - timedelta(days=after):
        moment += timedelta(days=after)
    return timezone.make_aware(datetime.combine(moment, time()))


FILTERS["on_from"] = lambda user, query: (
    Q(event_to__gte=query.on_from) | Q(event_to__isnull=True, event_from__gte=query.on_from)
)
FILTERS["on_to"] = lambda user, query: Q(event_from__lte=query.on_to)
FILTERS["in_from"] = lambda user, query: Q(created_at__gte=midnight(query.in_from))
FILTERS["in_to"] = lambda user, query: Q(created_at__lt=midnight(query.in_to, 1))
FILTERS["worth_from"] = lambda user, query: Q(worth__gte=float(query.worth_from))
FILTERS["worth_to"] = lambda user, query: Q(worth__lte=float(query.worth_to))
FILTERS["sure_from"] = lambda user, query: Q(confidence__gte=float(query.sure_from))
FILTERS["sure_to"] = lambda user, query: Q(confidence__lte=float(query.sure_to))


# --- Work, and what later sources did ------------------------------------------------------------


def open_assignment() -> QuerySet[Assignment]:
    """Return the open assignment of the claim of an outer query."""
    return Assignment.objects.filter(claim=OuterRef("pk"), state=AssignmentState.OPEN)


class _Among(Func):
    """Whether the id is among those that a query gives, which are looked up once and sent as one value."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()
    conditional = True


def among(ids: QuerySet[Any, Any]) -> Q:
    """Return the condition that a claim's id is one of `ids`; for counting a view, where they are few."""
    return Q(_Among("pk", ArraySubquery(ids)))


def listed(ids: str) -> Q:
    """Return the condition that a claim's id is one of `ids`, an array as the database writes it."""
    return Q(_Among("pk", Cast(Value(ids), ArrayField(UUIDField()))))


def assigned(user: User, assignee: str) -> Q:
    """Return the condition that a claim is in the hands of `assignee` ("mine", "none", "pool", or an id)."""
    if assignee == "none":
        return ~Q(Exists(open_assignment()))
    if assignee == "pool":
        return Q(Exists(open_assignment().filter(assignee__isnull=True)))
    person = user.pk if assignee == "mine" else UUID(assignee)
    return Q(Exists(open_assignment().filter(assignee=person)))


def due(name: str) -> Q:
    """Return the condition that a claim is due: "overdue", "today", "week", or "none" (no due time)."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if name == "none":
        return ~Q(Exists(open_assignment().filter(due_at__isnull=False)))
    until = {"overdue": now, "today": today + timedelta(days=1), "week": today + timedelta(days=7)}[name]
    return Q(Exists(open_assignment().filter(due_at__lt=until)))


def proposals() -> Q:
    """Return the condition that a claim has a proposal that waits and that people are told of."""
    return Q(
        Exists(Evidence.objects.filter(worth_telling(), claim=OuterRef("pk"), state=EvidenceState.PROPOSED))
    )


def touched() -> Q:
    """Return the condition that a later source touched a claim: for re-check, or with open proposals."""
    return Q(pk__in=touched_ids())  # rather than OR, for which every claim would be looked at


def touched_ids() -> QuerySet[Any, Any]:
    """Return the ids of the claims, of all desks, that a later source touched."""
    waiting = (
        Evidence.objects.filter(worth_telling(), state=EvidenceState.PROPOSED).order_by().values("claim")
    )
    again = Claim.objects.filter(freshness=Freshness.NEEDS_RECHECK).order_by().values("pk")
    return again.union(waiting)


FILTERS["assignee"] = lambda user, query: assigned(user, query.assignee)
FILTERS["due"] = lambda user, query: due(query.due)
FILTERS["touched"] = lambda user, query: touched()
FILTERS["proposed"] = lambda user, query: proposals()

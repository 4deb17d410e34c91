"""Reads of the sources pages: who is quoted, under which names, in how many claims."""

from __future__ import annotations

import re

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.access import visible_to
from claims.models import Claim, Source, User
from claims.models.source import SourceKind, fold_name
from claims.states import Review

PAGE = 50
OPTIONS = 8


def shown(user: User) -> QuerySet[Claim]:
    """Return the claims that count: what the machine set aside is left out."""
    return visible_to(user, Claim).exclude(review_state=Review.EXTRACTED, set_aside=True)


def sources(user: User, q: str = "", kind: str = "") -> QuerySet[Source]:
    """Return sources with `claim_count`, the most quoted first; `q` is looked for in names and aliases."""
    counted = (
        shown(user)
        .filter(source=OuterRef("pk"))
        .order_by()
        .values("source")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = named(visible_to(user, Source).filter(merged_into=None), q)
    if kind:
        rows = rows.filter(kind=kind)
    return (
        rows.annotate(claim_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        .select_related("outlet", "within")
        .prefetch_related("aliases")
        .order_by("-claim_count", "name", "id")
    )


def named(rows: QuerySet[Source], q: str) -> QuerySet[Source]:
    """Keep the sources of which a name contains every word of `q`."""
    for word in q.split()[:8]:
        pattern = re.escape(word)
        names = Source.objects.filter(Q(name__iregex=pattern) | Q(aliases__name__iregex=pattern)).values("pk")
        rows = rows.filter(pk__in=names)
    return rows


def options(user: User, q: str) -> list[Source]:
    """Return the sources to choose from while somebody types: the exact name, then beginnings, the rest."""
    if not q.strip():
        return []
    folded = fold_name(q)
    rank = Case(
        When(aliases__folded=folded, then=Value(0)),
        When(name__istartswith=q.strip(), then=Value(1)),
        When(aliases__folded__startswith=folded, then=Value(2)),
        default=Value(3),
    )
    rows = named(visible_to(user, Source).filter(merged_into=None), q).annotate(rank=rank)
    found: dict[object, Source] = {}
    for source in rows.order_by("rank", "name")[: OPTIONS * 8]:
        found.setdefault(source.pk, source)
    return list(found.values())[:OPTIONS]


def called(user: User, name: str, chosen: str = "") -> Source | None:
    """Return the source that was chosen, else the one that goes by just this name everywhere, or None."""
    rows = visible_to(user, Source).exclude(kind=SourceKind.OUTLET)
    folded = fold_name(name)
    picked = rows.filter(pk=chosen, aliases__folded=folded).first() if uuid_like(chosen) else None
    return picked or rows.filter(aliases__folded=folded, aliases__within=None).first()


def uuid_like(value: str) -> bool:
    """Whether a hidden field carries an id."""
    return re.fullmatch(r"[0-9a-f-]{36}", value) is not None

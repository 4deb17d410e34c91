"""Saved searches: questions to the queue under a name, a person's own and those shared with the desk."""

from __future__ import annotations

from django.db.models import Q

from claims.models import SavedSearch, User

from .asking import all_of, conditions
from .capped import few_of
from .facets import Choice, capped
from .query import query_of
from .words import lexicon

MOST = 24  # shown beside the queue


def saved_for(user: User) -> list[SavedSearch]:
    """Return the person's own saved searches and those shared with the desk, by name."""
    shared = Q(shared=True, desk=user.desk_id) if user.desk_id else Q(pk__in=[])
    rows = SavedSearch.objects.filter(Q(owner=user) | shared, removed_at__isnull=True)
    return list(rows.select_related("owner")[:MOST])


def saved_with_counts(user: User) -> list[tuple[SavedSearch, Choice]]:
    """Return the saved searches that a person sees, each with its address and how many claims it finds.

    Three queries. Counts stop behind 1,000 ("1,000+").
    """
    rows = saved_for(user)
    asks = [(row, query_of(row.asks)) for row in rows]
    known = lexicon(ask.q for _, ask in asks)
    counts = few_of(user, {ask.params(): all_of(conditions(user, ask, known)) for _, ask in asks})
    return [
        (row, capped(str(row.pk), row.name, counts[ask.params()], False, ask.params())) for row, ask in asks
    ]

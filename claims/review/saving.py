"""Saved searches as people keep them: saved, named anew, shared, deleted. Each is on record."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims import record
from claims.models import SavedSearch, User

from .decisions import CannotDecide
from .query import Query

LONGEST = 80


@transaction.atomic
def search_save(*, user: User, query: Query, name: str, shared: bool = False) -> SavedSearch:
    """Keep `query` under `name`, for oneself or shared with the desk. Raises CannotDecide."""
    if user.desk is None:
        raise CannotDecide("You belong to no desk, so a search cannot be kept.")
    if not query.narrowed:
        raise CannotDecide("Choose a filter or search for words first; all claims need no saved search.")
    found = SavedSearch(desk=user.desk, owner=user, name=named(name), asks=query.params(), shared=shared)
    _keep(found)
    after = {"name": found.name, "asks": found.asks, "shared": shared}
    record.created(found, actor=user, action="search.save", after=after)
    return found


@transaction.atomic
def search_change(*, user: User, search: SavedSearch, name: str, shared: bool) -> SavedSearch:
    """Name the locked own `search` anew, share it or take it back. Raises CannotDecide."""
    _own(user, search)
    before = {"name": search.name, "shared": search.shared}
    search.name, search.shared = named(name), shared
    _keep(search)
    after = {"name": search.name, "shared": shared}
    if after != before:
        record.change(search, actor=user, action="search.change", extra=(before, after))
    return search


@transaction.atomic
def search_remove(*, user: User, search: SavedSearch) -> None:
    """Delete the locked own `search`; its row stays for the record. Raises CannotDecide."""
    _own(user, search)
    record.change(search, actor=user, action="search.remove", removed_at=timezone.now())


def named(name: str) -> str:
    """Return a name without needless space; raises CannotDecide for none or too long a one."""
    clean = " ".join(name.replace("\0", " ").split())
    if not clean:
        raise CannotDecide("Write a name for the search.")
    if len(clean) > LONGEST:
        raise CannotDecide(f"A name has at most {LONGEST} characters.")
    return clean


def _own(user: User, search: SavedSearch) -> None:
    if search.owner_id != user.pk:
        raise CannotDecide(
            f"“{search.name}” is {search.owner.display_name}’s. Save it under a name of your own."
        )


def _keep(search: SavedSearch) -> None:
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError as error:
        raise CannotDecide(f"You have a search “{search.name}” already. Choose another name.") from error

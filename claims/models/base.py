"""What every row has, and the database rules that several tables share."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims import states


class Row(models.Model):
    """A row with a UUID (it stands in addresses) and its time of creation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True


class StatusField(models.CharField):  # type: ignore[type-arg]
    """Text that holds one value of a StrEnum of claims.states.

    Choices are left out on purpose: labels live in the vocabulary of the pages, and the database
    holds a check constraint (`one_of`) instead of a form's promise.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(*args, **kwargs)


def one_of(table: str, field: str, values: type[StrEnum], *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that `field` holds a member of `values` (or is empty if `blank`)."""
    known = [str(value) for value in values] + ([""] if blank else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=f"{table}_{field}_known")


def moves(table: str, field: str) -> pgtrigger.FSM:
    """Return the trigger that lets `field` take only the moves of the transition table."""
    return pgtrigger.FSM(name=f"{field}_moves", field=field, transitions=states.edges(f"{table}.{field}"))


def kept_forever() -> pgtrigger.Protect:
    """Return the trigger that refuses DELETE: nothing of the record is ever removed."""
    return pgtrigger.Protect(name="kept_forever", operation=pgtrigger.Delete)


def never_changed() -> list[pgtrigger.Protect]:
    """Return the triggers for a table whose rows are written once: no UPDATE, no DELETE."""
    return [kept_forever(), pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

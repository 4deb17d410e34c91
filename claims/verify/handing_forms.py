"""The forms by which work is handed out and changed, and the due times people choose from."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from claims.models import Claim, User
from claims.models.assignment import Priority

from .spreading import WAYS

POOL = "pool"
TWO_HOURS, TODAY, TOMORROW_NOON = "2h", "today", "noon"
PRESETS = ((TWO_HOURS, "In 2 hours"), (TODAY, "Today"), (TOMORROW_NOON, "Tomorrow, 12:00"))
END_OF_WORK = time(18, 0)
BEYOND = time(23, 59)  # "today" chosen in the evening


def preset_due(name: str, now: datetime | None = None) -> datetime | None:
    """Return the moment a preset means in the time zone of the person, None for a name that is none."""
    local = timezone.localtime(now)
    if name == TWO_HOURS:
        return local + timedelta(hours=2)
    if name == TODAY:
        at = END_OF_WORK if local.time() < END_OF_WORK else BEYOND
        return timezone.make_aware(datetime.combine(local.date(), at))
    if name == TOMORROW_NOON:
        return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time(12, 0)))
    return None


class ClaimsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Claims by id; an id that is none is answered like a claim that is gone."""

    def clean(self, value: Any) -> Any:
        """Return the claims; raises ValidationError with the words of this field."""
        try:
            return super().clean([str(UUID(str(key))) for key in value or []])
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"]) from error


class HolderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person of the desk, the desk's pool (POOL), or a way to spread over several people (WAYS)."""

    pool = False  # whether the pool and several people may be chosen

    def clean(self, value: Any) -> Any:
        """Return a person, POOL, a key of WAYS, or None for nothing chosen; raises ValidationError."""
        if self.pool and (value == POOL or value in WAYS):
            return value
        try:
            return super().clean(value)
        except forms.ValidationError as error:  # what is no id has words of Django's own
            words = self.error_messages["invalid_choice" if value else "required"]
            raise forms.ValidationError(words) from error


class HandoutForm(forms.Form):
    """Which claims go to whom, until when, and what is to be found out.

    With `changes` everything but the claims may stay empty: what is empty stays as it is.
    """

    claim = ClaimsField(
        queryset=Claim.objects.none(),
        error_messages={
            "required": "Choose at least one claim.",
            "invalid_choice": "One of the claims is not there any more. Choose again.",
        },
    )
    assignee = HolderField(
        queryset=User.objects.none(),
        error_messages={"required": "Choose a person.", "invalid_choice": "Choose a person of this desk."},
    )
    preset = forms.ChoiceField(choices=(("", ""), *PRESETS), required=False)
    due = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": "Write a date and time such as 2025-06-10 16:00."},
    )
    priority = forms.TypedChoiceField(choices=Priority.choices, coerce=int, required=False, empty_value=None)
    note = forms.CharField(max_length=5000, required=False)
    question = forms.CharField(max_length=1000, required=False)

    def __init__(
        self, *args: Any, claims: Any, people: Any, pool: bool = False, changes: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].queryset = claims  # type: ignore[attr-defined]
        holder: Any = self.fields["assignee"]
        holder.queryset, holder.pool, holder.required = people, pool, not changes

    @property
    def due_at(self) -> datetime | None:
        """The moment chosen: the preset if there is one, else what was written."""
        return preset_due(self.cleaned_data["preset"]) or self.cleaned_data["due"]

    @property
    def holder(self) -> User | None:
        """The person chosen, None for the pool (or, among changes, for nobody chosen)."""
        chosen = self.cleaned_data["assignee"]
        return chosen if isinstance(chosen, User) else None

    @property
    def way(self) -> str:
        """How to spread the claims over several people, "" when they go to one."""
        chosen = self.cleaned_data["assignee"]
        return chosen if isinstance(chosen, str) and chosen in WAYS else ""

    @property
    def to_pool(self) -> bool:
        """Whether the pool was chosen."""
        return bool(self.cleaned_data["assignee"] == POOL)

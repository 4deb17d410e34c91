"""The form of an event's name, days and place."""

from __future__ import annotations

from typing import Any

from django import forms

DAY = "Write a date such as 2025-06-09."


class EventForm(forms.Form):
    """What an event is called, when and where it was."""

    title = forms.CharField(
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": "Write what the event is called."},
    )
    starts_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": DAY}
    )
    ends_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": DAY}
    )
    place = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    note = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if last and first is None and "starts_on" not in self.errors:
            self.add_error("starts_on", "Write the first day, too.")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        return data

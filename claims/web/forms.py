"""A person's own settings."""

from __future__ import annotations

import zoneinfo

from django import forms

from claims.models import User


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Colours, time zone, single keys."""

    class Meta:
        model = User
        fields = ["theme", "time_zone", "keys_enabled"]

    def clean_time_zone(self) -> str:
        """Accept a zone the system knows, or none for the newsroom's."""
        zone: str = self.cleaned_data["time_zone"].strip()
        if zone and zone not in zoneinfo.available_timezones():
            raise forms.ValidationError("Write a time zone such as Europe/Kyiv, or leave it empty.")
        return zone

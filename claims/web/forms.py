"""A person's own settings."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms

from claims.models import User

from . import own_keys


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Colours, time zone, mail about late work, single keys: whether they act, and which (`key_a` ...)."""

    wrong_key: own_keys.BadKeys | None = None

    class Meta:
        model = User
        fields = ["theme", "time_zone", "keys_enabled", "email", "nag_mail"]
        error_messages = {
            "email": {"invalid": "Write an address such as name@example.org, or leave it empty."}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nag_mail"].required = False

    def clean_nag_mail(self) -> str:
        """Keep what was chosen before when nothing is sent."""
        return str(self.cleaned_data["nag_mail"] or self.instance.nag_mail)

    def clean_email(self) -> str:
        """Refuse the address of another person: people sign in with it, too. Nothing sent keeps it."""
        if self.add_prefix("email") not in self.data:
            return str(self.instance.email)
        email: str = self.cleaned_data["email"].strip()
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Somebody else has this address. Write one of your own.")
        return email

    @property
    def shown_keys(self) -> dict[str, str]:
        """The keys to show: those typed, else the person's own."""
        typed = {deed: self.data[f"key_{deed}"] for deed in own_keys.DEEDS if f"key_{deed}" in self.data}
        return typed or self.instance.own_keys

    def clean(self) -> dict[str, Any] | None:
        """Read the person's own keys, when the form carries them; `default_keys` gives everybody's back."""
        if "default_keys" in self.data:
            self.instance.own_keys = {}
        elif any(name.startswith("key_") for name in self.data):
            try:
                self.instance.own_keys = own_keys.chosen(self.shown_keys)
            except own_keys.BadKeys as bad:
                self.wrong_key = bad
                self.add_error(None, f"{own_keys.DEEDS[bad.deed]}: {bad.problem}")
        return super().clean()

    def clean_time_zone(self) -> str:
        """Accept a zone the system knows, or none for the newsroom's."""
        zone: str = self.cleaned_data["time_zone"].strip()
        if zone and zone not in zoneinfo.available_timezones():
            raise forms.ValidationError("Write a time zone such as Europe/Kyiv, or leave it empty.")
        return zone

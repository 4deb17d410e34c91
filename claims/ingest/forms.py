"""The form that takes an article in: pasted text, a file, or an address."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from .errors import IngestError
from .services import refuse_address
from .text import check_published

WAYS = ("paste", "url", "file")
FILE_LIMIT = 10 * 1024 * 1024


class ArticleForm(forms.Form):
    """What the three ways of adding an article share; each way says which field it needs."""

    way = forms.ChoiceField(choices=[(way, way) for way in WAYS], widget=forms.HiddenInput)
    outlet = forms.CharField(max_length=200, required=False)
    agency = forms.CharField(max_length=200, required=False)
    title = forms.CharField(max_length=500, required=False)
    byline = forms.CharField(max_length=300, required=False)
    published_on = forms.DateField(
        required=False, error_messages={"invalid": "Write a date such as 2025-06-09."}
    )
    published_time = forms.TimeField(
        required=False, error_messages={"invalid": "Write a time such as 15:40."}
    )
    date_unknown = forms.BooleanField(required=False)
    copy = forms.BooleanField(required=False)  # the same text, carried by another outlet
    text = forms.CharField(required=False, strip=False)
    url = forms.CharField(max_length=2000, required=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_url(self) -> str:
        """Refuse at once what can be seen to be no public web address."""
        url = str(self.cleaned_data["url"]).strip()
        if url:
            try:
                refuse_address(url)
            except IngestError as error:
                raise forms.ValidationError(str(error)) from error
        return url

    def clean_published_on(self) -> Any:
        """Refuse days that no article can have been published on."""
        day = self.cleaned_data["published_on"]
        if day is not None:
            try:
                check_published(day, timezone.now())
            except IngestError as error:
                raise forms.ValidationError(str(error)) from error
        return day

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > FILE_LIMIT:
            raise forms.ValidationError(
                "The file is larger than 10 MB. Paste the text of the article instead."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for the one thing the chosen way needs."""
        data = super().clean() or {}
        missing = {
            "paste": ("text", "Paste the text of the article."),
            "url": ("url", "Write the address of the article, beginning with https://."),
            "file": ("file", "Choose a .txt or .html file."),
        }
        field, sentence = missing.get(data.get("way", ""), ("text", "Paste the text of the article."))
        if field not in self.errors and not data.get(field):
            self.add_error(field, sentence)
        return data

    def published(self) -> tuple[datetime | None, bool]:
        """Return the moment of publication as typed (None if not) and whether only the day is known."""
        day, at = self.cleaned_data.get("published_on"), self.cleaned_data.get("published_time")
        if day is None:
            return None, False
        if at is None:
            return datetime.combine(day, time(12), tzinfo=UTC), True
        return timezone.make_aware(datetime.combine(day, at)), False

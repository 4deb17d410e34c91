"""The form that takes an article in: pasted text, a file, or an address."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone

from .errors import IngestError
from .services import refuse_address
from .text import check_published, clean

WAYS = ("paste", "url", "file")
FILE_LIMIT = 10 * 1024 * 1024
NEEDED = {
    "paste": ("text", "Paste the text of the article."),
    "url": ("url", "Write the address of the article, beginning with https://."),
    "file": ("file", "Choose a .txt or .html file."),
}
TOO_LONG = {
    "max_length": "This is too long: %(show_value)d characters, and %(limit_value)d fit. Shorten it.",
}
NO_ADDRESS = {"null_characters_not_allowed": "This is not a web address. Copy it again from the browser."}

LOOKS = {
    "hx-post": reverse_lazy("claims:article-look"),
    "hx-params": "text",
    "hx-trigger": "input changed delay:500ms",
    "hx-sync": "this:replace",
    "hx-target": "#text-look",
}
OPTIONAL: dict[str, Any] = {"required": False, "error_messages": TOO_LONG}


def _input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class Line(forms.CharField):
    """One line of text without control characters: they are taken out, not complained of."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned line."""
        return " ".join(clean(super().to_python(value) or "").text.split())


class Text(forms.CharField):
    """Text as it was pasted, without NUL, which no database stores; the rest is cleaned where it is kept."""

    def to_python(self, value: Any) -> str:
        """Return the text."""
        return (super().to_python(value) or "").replace("\0", "")


class ArticleForm(forms.Form):
    """What the three ways of adding an article share; each way says which field it needs."""

    way = forms.ChoiceField(choices=[(way, way) for way in WAYS], widget=forms.HiddenInput)
    outlet = Line(max_length=200, widget=_input(list="outlets", autocomplete="off"), **OPTIONAL)
    agency = Line(max_length=200, widget=_input(placeholder="AP, Reuters"), **OPTIONAL)
    title = Line(max_length=500, widget=_input(dir="auto"), **OPTIONAL)
    byline = Line(max_length=300, widget=_input(dir="auto"), **OPTIONAL)
    published_on = forms.DateField(
        required=False,
        error_messages={"invalid": "Write a date such as 2025-06-09."},
        widget=forms.DateInput(attrs={"type": "date", "class": "fit"}, format="%Y-%m-%d"),
    )
    published_time = forms.TimeField(
        required=False,
        error_messages={"invalid": "Write a time such as 15:40."},
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "fit", "aria-label": "Time, if known"}, format="%H:%M"
        ),
    )
    date_unknown = forms.BooleanField(required=False)
    copy = forms.BooleanField(required=False)  # the same text, carried by another outlet
    text = Text(
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"class": "reading", "dir": "auto", "rows": 14, "cols": 60} | LOOKS),
    )
    url = forms.CharField(
        max_length=2000,
        required=False,
        error_messages=TOO_LONG | NO_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    file = forms.FileField(
        max_length=255,
        required=False,
        allow_empty_file=True,
        error_messages=TOO_LONG,
        widget=forms.FileInput(attrs={"accept": ".txt,.text,.html,.htm,text/plain,text/html"}),
    )

    def needs(self, way: str) -> None:
        """Mark the field that `way` cannot do without, and begin there when nothing has been typed yet."""
        attrs = self.fields[NEEDED[way][0]].widget.attrs
        attrs["required"] = True
        attrs["autofocus"] = not self.is_bound

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
        """Ask for the one thing the chosen way needs, and for a moment that has been."""
        data = super().clean() or {}
        field, sentence = NEEDED.get(data.get("way", ""), NEEDED["paste"])
        if field not in self.errors and not data.get(field):
            self.add_error(field, sentence)
        self._check_moment(data)
        return data

    def _check_moment(self, data: dict[str, Any]) -> None:
        if "published_on" in self.errors or data.get("published_time") is None:
            return
        published, _ = self.published()
        if published is None:
            self.add_error("published_on", "Write the day as well, or leave the time empty.")
            return
        try:
            check_published(published, timezone.now())
        except IngestError as error:
            self.add_error("published_time", str(error))

    def published(self) -> tuple[datetime | None, bool]:
        """Return the moment of publication as typed (None if not) and whether only the day is known."""
        day, at = self.cleaned_data.get("published_on"), self.cleaned_data.get("published_time")
        if day is None:
            return None, False
        if at is None:
            return datetime.combine(day, time(12), tzinfo=UTC), True
        return timezone.make_aware(datetime.combine(day, at)), False

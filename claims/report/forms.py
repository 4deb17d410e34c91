"""What people type into the pages of the report room."""

from __future__ import annotations

from django import forms

from claims.web.vocabulary import VERDICT

from .selectors import Wanted

TITLE_LENGTH = 300
INTRODUCTION_LENGTH = 5_000
NOTE_LENGTH = 2_000


def _lines(text: str) -> str:
    """Return `text` with the line ends that are stored; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class ReportForm(forms.Form):
    """Title and introduction, and versions of the report: `version` is the one that was shown, `seen` the one
    whose conflict is on the page already, `over` one to write over knowingly."""

    title = forms.CharField(
        max_length=TITLE_LENGTH,
        error_messages={"required": "Write a title, such as “The attack of 8 June: what is known”."},
    )
    introduction = forms.CharField(max_length=INTRODUCTION_LENGTH, required=False, widget=forms.Textarea)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    over = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def clean_introduction(self) -> str:
        """Return it with plain line ends."""
        return _lines(self.cleaned_data["introduction"])


class NoteForm(forms.Form):
    """The note of one claim; `was` is the one that was shown."""

    note = forms.CharField(max_length=NOTE_LENGTH, required=False, widget=forms.Textarea)
    was = forms.CharField(max_length=NOTE_LENGTH, required=False, strip=False)

    @property
    def kept(self) -> str:
        """The note with plain line ends."""
        return _lines(self.cleaned_data["note"])

    @property
    def shown(self) -> str | None:
        """The note that was shown, or None when the request does not say."""
        return _lines(self.cleaned_data["was"]) if "was" in self.data else None


class FreezeForm(forms.Form):
    """Which version of the report, and what of its claims (facts.shown_of), was shown to who freezes it."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    shown = forms.CharField(required=False, max_length=200_000)


class PickForm(forms.Form):
    """Which claims to offer. An unknown verdict is no filter."""

    q = forms.CharField(max_length=200, required=False)
    verdict = forms.ChoiceField(
        required=False,
        choices=[("", "Any verdict"), *((str(value), look.label) for value, look in VERDICT.items())],
    )

    @property
    def wanted(self) -> Wanted:
        """What to look for."""
        self.is_valid()
        return Wanted(self.cleaned_data.get("q", ""), self.cleaned_data.get("verdict", ""))

"""The form in which a person adds evidence: one thing, how it bears on the claim, and how good it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from claims.ingest.errors import IngestError
from claims.ingest.services import refuse_address
from claims.models.evidence import EvidenceKind
from claims.states import Relation
from claims.web import vocabulary

from .documents import refuse_size
from .file_kinds import FileRefused
from .gathered import Search

LATER, ADDRESS, FILE, USED, NOTE, SEARCH = "later", "url", "file", "used", "note", "search"
KINDS = (
    (LATER, "A later claim or article"),
    (ADDRESS, "A web address"),
    (FILE, "A file"),
    (USED, "Evidence from another claim"),
    (NOTE, "A note"),
    (SEARCH, "A search that found nothing"),
)
NEEDS = {
    LATER: ("chosen", "q", "Search, then choose a claim or an article."),
    ADDRESS: ("url", "url", "Write the address."),
    FILE: ("file", "file", "Choose a file."),
    USED: ("reuse", "used", "Search, then choose what is to be used here too."),
    NOTE: ("body", "body", "Write the note."),
    SEARCH: ("searched_where", "searched_where", "Say where was searched."),
}
CHOSEN_RELATIONS = [relation for relation in Relation if relation != Relation.ABSENCE]


def _optional(length: int) -> forms.CharField:
    return forms.CharField(max_length=length, required=False)


def _scale(words: dict[str, str]) -> forms.ChoiceField:
    choices = [("", "Not judged"), *((key, f"{key}: {label}") for key, label in words.items())]
    return forms.ChoiceField(required=False, choices=choices)


class GradeForm(forms.Form):
    """Both axes of the Admiralty scale, each of which may be left out."""

    reliability = _scale(vocabulary.RELIABILITY)
    credibility = _scale(vocabulary.CREDIBILITY)

    @property
    def grade(self) -> tuple[str, str]:
        """The two letters."""
        return self.cleaned_data["reliability"], self.cleaned_data["credibility"]


class EvidenceForm(GradeForm):
    """What a person found: exactly one thing, and how it bears on the claim."""

    kind = forms.ChoiceField(choices=KINDS, initial=LATER, error_messages={"required": "Choose what it is."})
    relation = forms.ChoiceField(
        required=False, choices=[(str(value), vocabulary.relation_label(value)) for value in CHOSEN_RELATIONS]
    )
    q = _optional(300)
    chosen = _optional(60)
    used = _optional(300)
    reuse = forms.UUIDField(required=False)
    url = forms.URLField(
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write a whole address, such as https://example.org/page."},
    )
    file = forms.FileField(required=False, allow_empty_file=True, max_length=None)
    body = _optional(20_000)
    passage = _optional(20_000)
    searched_where = _optional(500)
    searched_what = _optional(500)
    searched_at = forms.DateTimeField(
        required=False, error_messages={"invalid": "Write a day and a time, such as 2025-06-09 15:40."}
    )
    reason = _optional(2000)
    source_name = _optional(300)
    source_id = _optional(36)

    def clean_chosen(self) -> tuple[str, UUID] | None:
        """Return ("claim" or "article", id) of what was chosen from the search."""
        kind, _, key = str(self.cleaned_data["chosen"]).partition(":")
        try:
            return (kind, UUID(key)) if kind in {"claim", "article"} else None
        except ValueError:
            return None

    def clean_url(self) -> str:
        """Refuse at once what can be seen to be no public web address."""
        url = str(self.cleaned_data["url"]).strip()
        if url and self.data.get("kind") == ADDRESS:
            try:
                refuse_address(url)
            except IngestError as error:
                raise forms.ValidationError(str(error)) from error
        return url

    def clean_file(self) -> Any:
        """Refuse a file that is empty or too large before it is read."""
        file = self.cleaned_data["file"]
        if file is not None and self.data.get("kind") == FILE:
            try:
                refuse_size(file)
            except FileRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return file

    def clean_searched_at(self) -> Any:
        """Refuse a time that has not been."""
        at = self.cleaned_data["searched_at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("That time has not been yet. Write when the search was made.")
        return at

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        data: dict[str, Any] = super().clean() or {}
        kind = str(data.get("kind"))
        name, at, sentence = NEEDS.get(kind, ("", "", ""))
        if name and not data.get(name) and name not in self.errors:
            self.add_error(at, sentence)
        if kind == SEARCH and not data.get("searched_what"):
            self.add_error("searched_what", "Say what was searched for.")
        if kind in NEEDS and kind != SEARCH and not data.get("relation"):
            self.add_error("relation", "Choose how it bears on the claim.")
        return data

    @property
    def stored_kind(self) -> str:
        """The kind of evidence that the answers make; of evidence used again that of the other row."""
        data = self.cleaned_data
        if data["kind"] == LATER:
            return EvidenceKind.CLAIM if data["chosen"][0] == "claim" else EvidenceKind.ARTICLE
        kinds = {ADDRESS: EvidenceKind.URL, NOTE: EvidenceKind.NOTE, SEARCH: EvidenceKind.SEARCH}
        return kinds.get(data["kind"], EvidenceKind.FILE)

    @property
    def search(self) -> Search | None:
        """The search that found nothing; made now when no time is given."""
        data = self.cleaned_data
        if data["kind"] != SEARCH:
            return None
        return Search(data["searched_where"], data["searched_what"], data["searched_at"] or timezone.now())

    @property
    def words(self) -> str:
        """The note, the passage of a text, or where and what was searched."""
        data = self.cleaned_data
        if data["kind"] == SEARCH:
            return f"{data['searched_where']}: {data['searched_what']}"
        return str(data["body"] if data["kind"] == NOTE else data["passage"])

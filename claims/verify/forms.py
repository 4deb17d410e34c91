"""The forms of the verify room: evidence and verdict."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from claims.models import Claim
from claims.models.evidence import EvidenceKind
from claims.states import AttributionVerdict, EvidenceState, Relation, Verdict
from claims.web import vocabulary

LATER, ADDRESS, NOTE, SEARCH = "later", "url", "note", "search"
KINDS = (
    (LATER, "A later claim or article"),
    (ADDRESS, "A web address"),
    (NOTE, "A note"),
    (SEARCH, "A search that found nothing"),
)
CHOSEN_RELATIONS = [relation for relation in Relation if relation != Relation.ABSENCE]
VERDICTS = [verdict for verdict in Verdict if verdict != Verdict.UNASSESSED]
DISMISSALS = (
    "Another event or day",
    "Something else is counted",
    "Another place or group",
    "Wrongly read by the machine",
    "Says nothing new",
)


class EvidenceForm(forms.Form):
    """What a person found: exactly one thing, and how it bears on the claim."""

    kind = forms.ChoiceField(choices=KINDS, initial=LATER, error_messages={"required": "Choose what it is."})
    relation = forms.ChoiceField(
        required=False, choices=[(str(value), vocabulary.relation_label(value)) for value in CHOSEN_RELATIONS]
    )
    q = forms.CharField(max_length=300, required=False)
    chosen = forms.CharField(max_length=60, required=False)
    url = forms.URLField(
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write a whole address, such as https://example.org/page."},
    )
    body = forms.CharField(max_length=20_000, required=False)
    searched_where = forms.CharField(max_length=500, required=False)
    searched_what = forms.CharField(max_length=500, required=False)
    reason = forms.CharField(max_length=2000, required=False)

    def clean_chosen(self) -> tuple[str, UUID] | None:
        """Return ("claim" or "article", id) of what was chosen from the search."""
        kind, _, key = str(self.cleaned_data["chosen"]).partition(":")
        try:
            return (kind, UUID(key)) if kind in {"claim", "article"} else None
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        needs = {
            LATER: ("q", "Search, then choose a claim or an article.") if not data.get("chosen") else None,
            ADDRESS: ("url", "Write the address.") if not (data.get("url") or "url" in self.errors) else None,
            NOTE: ("body", "Write the note.") if not data.get("body") else None,
            SEARCH: None if data.get("searched_where") else ("searched_where", "Say where was searched."),
        }
        need = needs.get(str(kind))
        if need:
            self.add_error(*need)
        if kind == SEARCH and not data.get("searched_what"):
            self.add_error("searched_what", "Say what was searched for.")
        if kind in {LATER, ADDRESS, NOTE} and not data.get("relation"):
            self.add_error("relation", "Choose how it bears on the claim.")
        return data

    @property
    def stored_kind(self) -> str:
        """The kind of evidence that the answers make."""
        data = self.cleaned_data
        if data["kind"] == LATER:
            return EvidenceKind.CLAIM if data["chosen"][0] == "claim" else EvidenceKind.ARTICLE
        return {ADDRESS: EvidenceKind.URL, NOTE: EvidenceKind.NOTE, SEARCH: EvidenceKind.SEARCH}[data["kind"]]

    @property
    def words(self) -> str:
        """The note, or where and what was searched."""
        data = self.cleaned_data
        if data["kind"] == SEARCH:
            return f"{data['searched_where']}: {data['searched_what']}"
        return str(data["body"])


class VerdictForm(forms.Form):
    """A verdict, whether the source said it, why, and what it rests on."""

    verdict = forms.ChoiceField(
        choices=[(str(value), vocabulary.verdict_label(value)) for value in VERDICTS],
        error_messages={"required": "Choose a verdict.", "invalid_choice": "Choose a verdict."},
    )
    attribution_verdict = forms.ChoiceField(
        choices=[(str(value), vocabulary.attribution_label(value)) for value in AttributionVerdict],
        initial=AttributionVerdict.UNCHECKED,
    )
    reason = forms.CharField(
        max_length=20_000, error_messages={"required": "Say why. The person who approves reads this."}
    )
    rests_on = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = [EvidenceState.DISMISSED, EvidenceState.WITHDRAWN]
        ids = claim.evidence.exclude(state__in=gone).values_list("pk", flat=True)
        self.fields["rests_on"].choices = [(str(pk), str(pk)) for pk in ids]  # type: ignore[attr-defined]

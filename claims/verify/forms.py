"""The form of a verdict, and the words for dismissing evidence."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.models import Claim
from claims.states import AttributionVerdict, EvidenceState, Verdict
from claims.web import vocabulary

VERDICTS = [verdict for verdict in Verdict if verdict != Verdict.UNASSESSED]
DISMISSALS = (
    "Another event or day",
    "Something else is counted",
    "Another place or group",
    "Wrongly read by the machine",
    "Says nothing new",
)


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

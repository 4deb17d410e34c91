"""Forms of the review room. Every one carries the version of the claim that the person saw."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from claims.models.source import SourceKind

from .edits import Figure
from .splits import Part

DATE = "Write a date such as 2025-06-09."
QUALIFIERS = ("exact", "at_least", "at_most", "about", "range")
MEASURES = ("incremental", "cumulative")
ROWS = 6
LARGEST = Decimal(10) ** 17
LONGEST = 60  # characters of a number
MAGNITUDES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
NUMBER = re.compile(r"(-?[\d., ]*\d)\s*([a-z]*)", re.IGNORECASE)


def cleaned(text: str) -> str:
    """Return `text` without what no column can hold (NUL) and without space around it."""
    return text.replace("\x00", "").strip()


def read_number(text: str) -> Decimal:
    """Read "1,200", "1 200", "27.5", "1.2 million"; raises ValueError with what to write."""
    match = NUMBER.fullmatch(text.strip())
    wrong = ValueError("Write a number such as 277, 1,200 or 27.5, or a range such as 270–280.")
    if not match or len(text) > LONGEST or (match[2] and match[2].casefold() not in MAGNITUDES):
        raise wrong
    digits = match[1].replace(" ", "")
    if "," in digits and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        raise wrong
    try:
        value = Decimal(digits.replace(",", "")) * Decimal(10) ** MAGNITUDES.get(match[2].casefold(), 0)
    except InvalidOperation as error:
        raise wrong from error
    if abs(value) >= LARGEST:
        raise ValueError("This number is too large to be stored.")
    return value


def read_range(text: str) -> tuple[Decimal, Decimal]:
    """Read a number or a range such as "270–280", "270-280", "270 to 280"; raises ValueError."""
    pair = re.split(r"\s*(?:–|—|\.\.|(?<=\d)\s?-\s?(?=\d)|\bto\b)\s*", text.strip())
    low, high = read_number(pair[0]), read_number(pair[-1])
    if len(pair) > 2 or high < low:
        raise ValueError("Write the smaller number of a range first: 270–280.")
    return low, high


class EditForm(forms.Form):
    """What a claim says. Quantities come as numbered rows: value_0, unit_0, qualifier_0 ..."""

    statement = forms.CharField(
        max_length=2000, error_messages={"required": "Write the statement: what is claimed, in one sentence."}
    )
    source_name = forms.CharField(max_length=300, required=False)
    source_id = forms.UUIDField(required=False)
    source_kind = forms.ChoiceField(
        choices=[choice for choice in SourceKind.choices if choice[0] != SourceKind.OUTLET], required=False
    )
    alias = forms.BooleanField(required=False)
    event_from = forms.DateField(required=False, error_messages={"invalid": DATE})
    event_to = forms.DateField(required=False, error_messages={"invalid": DATE})
    place = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Check the order of the days and read the rows of quantities."""
        data = super().clean() or {}
        first, last = data.get("event_from"), data.get("event_to")
        if first is None and last is not None:
            self.add_error("event_from", "Write the first day, too.")
        if first and last and last < first:
            self.add_error("event_to", "The last day is before the first.")
        data["figures"] = self._figures()
        return data

    def _figures(self) -> tuple[Figure, ...]:
        figures = []
        for row in range(ROWS):
            value = self._said("value", row)
            if not value:
                continue
            try:
                figures.append(self._figure(row, value))
            except ValueError as error:
                self.add_error(None, forms.ValidationError(str(error), code=f"value_{row}"))
        return tuple(figures)

    def _figure(self, row: int, value: str) -> Figure:
        low, high = read_range(value)
        asked, measure = self._said("qualifier", row), self._said("measure", row)
        known = asked if asked in QUALIFIERS and asked != "range" else "exact"
        return Figure(
            low=low,
            high=high,
            unit=self._said("unit", row)[:120],
            qualifier="range" if high != low else known,
            text=self._said("words", row)[:200],
            object=self._said("object", row)[:120],
            measure=measure if measure in MEASURES else "",
            preliminary=self._said("preliminary", row) == "yes",
        )

    def _said(self, name: str, row: int) -> str:
        return cleaned(self.data.get(f"{name}_{row}", ""))


class SplitForm(forms.Form):
    """Two to six parts: statement_0, words_0 ..."""

    def parts(self) -> list[Part]:
        """Return the parts that were written."""
        found = []
        for row in range(ROWS):
            statement = cleaned(self.data.get(f"statement_{row}", ""))
            words = cleaned(self.data.get(f"words_{row}", ""))
            if statement or words:
                found.append(Part(statement[:2000], words))
        return found


class SourceForm(forms.Form):
    """What people may correct about a source."""

    name = forms.CharField(max_length=300, error_messages={"required": "Write the name."})
    kind = forms.ChoiceField(
        choices=[choice for choice in SourceKind.choices if choice[0] != SourceKind.OUTLET]
    )
    role = forms.CharField(max_length=300, required=False)
    organisation = forms.CharField(max_length=300, required=False)
    party_to = forms.CharField(max_length=200, required=False)
    alias = forms.CharField(max_length=300, required=False)

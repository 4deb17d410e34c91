"""Forms of the review room. Every one carries the version of the claim that the person saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from claims.models.source import SourceKind

from .chains import Links, read_links
from .edits import Figure

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
    source_party = forms.CharField(max_length=200, required=False)
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
        data["links"] = self._links()
        return data

    def _figures(self) -> tuple[Figure, ...]:
        figures, problems = read_figures(self.data)
        for row, problem in problems.items():
            self.add_error(None, forms.ValidationError(problem, code=f"value_{row}"))
        return figures

    def _links(self) -> Links | None:
        """Return the links of the chain, None when the form had no fields for them."""
        if "link_0" not in self.data:
            return None
        links, problems = read_links(self.data)
        for row, problem in problems.items():
            self.add_error(None, forms.ValidationError(problem, code=f"link_{row}"))
        return links


def read_figures(data: Mapping[str, str], part: str = "") -> tuple[tuple[Figure, ...], dict[int, str]]:
    """Read the rows value_0, unit_0 ... (of a part of a split value_1_0 ...).

    Returns the figures, and what is wrong by the number of the row.
    """
    figures, problems = [], {}
    for row in range(ROWS):

        def said(name: str, row: int = row) -> str:
            return cleaned(data.get(f"{name}_{part}{row}", ""))

        if said("value"):
            try:
                figures.append(_figure(said))
            except ValueError as error:
                problems[row] = str(error)
    return tuple(figures), problems


def _figure(said: Callable[[str], str]) -> Figure:
    low, high = read_range(said("value"))
    asked, measure = said("qualifier"), said("measure")
    known = asked if asked in QUALIFIERS and asked != "range" else "exact"
    return Figure(
        low=low,
        high=high,
        unit=said("unit")[:120],
        qualifier="range" if high != low else known,
        text=said("words")[:200],
        object=said("object")[:120],
        measure=measure if measure in MEASURES else "",
        preliminary=said("preliminary") == "yes",
    )


@dataclass(frozen=True)
class TypedPart:
    """A part of a split as it was typed: words, the pieces chosen, the name of its source, its figures."""

    statement: str
    words: str
    spans: Sequence[Sequence[int]] = ()
    source_name: str | None = None  # None: the form had no such field
    source_id: str = ""
    figures: tuple[Figure, ...] | None = None
    problem: str = ""


class SplitForm(forms.Form):
    """Two to six parts: statement_0, words_0, spans_0, source_name_0, value_0_0 ..."""

    def parts(self) -> list[TypedPart]:
        """Return the parts that were written."""
        rows = (self._part(row) for row in range(ROWS))
        return [part for part in rows if part.statement or part.words]

    def _part(self, row: int) -> TypedPart:
        asked, name = f"value_{row}_0" in self.data, self.data.get(f"source_name_{row}")
        figures, problems = read_figures(self.data, f"{row}_") if asked else (None, {})
        return TypedPart(
            statement=cleaned(self.data.get(f"statement_{row}", ""))[:2000],
            words=cleaned(self.data.get(f"words_{row}", "")),
            spans=read_spans(self.data.get(f"spans_{row}", "")),
            source_name=cleaned(name) if name is not None else None,
            source_id=cleaned(self.data.get(f"source_id_{row}", "")),
            figures=figures,
            problem=next(iter(problems.values()), ""),
        )


def read_spans(text: str) -> list[list[int]]:
    """Read "12-30,40-52"; [] for anything else."""
    if not re.fullmatch(r"\d{1,9}-\d{1,9}(,\d{1,9}-\d{1,9}){0,40}", text):
        return []
    return [[int(place) for place in span.split("-")] for span in text.split(",")]


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

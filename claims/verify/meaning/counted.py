"""What figures count: one key and one measure for the words of one unit. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..figures import Figure
from .words import lines

MONEY = frozenset({"usd", "eur", "gbp", "jpy", "inr", "uah", "rub", "chf", "cad", "aud", "try", "cny", "krw"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure in the measure of its kind: acres as hectares, "Shahed drones" as drones.

    `noun` is the word itself, `kind` what it is a kind of; `low`, `high` are None where a bound is open.
    """

    kind: str
    noun: str
    low: float
    high: float
    qualifier: str
    digits: int
    place: int = 0  # of the figure in its claim
    group: str = ""  # within the kind: bodies, prisoners; "" may be any of them


def counted(figure: Figure, place: int = 0) -> Counted:
    """Return what a figure counts; `place` is its number in its claim."""
    kind, factor, noun = kind_of(figure.unit)
    return Counted(
        kind,
        noun,
        float(figure.low) * factor,
        float(figure.high) * factor,
        figure.qualifier if figure.low == figure.high else "range",
        figure.digits,
        place,
        group_of(noun),
    )


@cache
def kind_of(unit: str) -> tuple[str, float, str]:
    """Return the kind of a unit, the factor to the kind's measure, and its noun: ("hectare", 0.4, "acre")."""
    words = unit.casefold().replace("-", " ").split()
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        for form in _forms(phrase):
            if form in _units():
                kind, factor = _units()[form]
                return kind, factor, form
    first = words[0] if words else ""
    if first in _units() and len(words) > 1 and words[1] in {"of", "per", "in", "from"}:
        kind, factor = _units()[first]
        return kind, factor, first
    if unit.upper() == unit and len(unit) == 3:
        return "money", 1.0, unit.casefold()
    if unit in {"%", "percent", "per cent"}:
        return "%", 1.0, "%"
    last = _forms(words[-1])[-1] if words else ""
    if last.isdigit():
        last = unit.casefold()  # "Kh-101" is a name, of which 101 says nothing
    return last, 1.0, last


def _forms(phrase: str) -> list[str]:
    forms = [phrase]
    if phrase.endswith("ies"):
        forms.append(phrase[:-3] + "y")
    elif phrase.endswith("es") and phrase[:-2].endswith(("s", "x", "ch", "sh")):
        forms.append(phrase[:-2])
    if phrase.endswith("s") and not phrase.endswith("ss"):
        forms.append(phrase[:-1])
    return forms


def known_units() -> frozenset[str]:
    """Return the words that are known as units."""
    return frozenset(_units())


@cache
def _units() -> dict[str, tuple[str, float]]:
    return {
        word: (kind.split("/")[0], float(factor)) for kind, factor, *words in lines("units") for word in words
    }


def group_of(noun: str) -> str:
    """Return the group of a noun within its kind, "" for none."""
    return _groups().get(noun, "")


@cache
def _groups() -> dict[str, str]:
    rows = [(kind.partition("/")[2], words) for kind, _, *words in lines("units")]
    return {word: group for group, words in rows if group for word in words}

"""Template filters for figures as people write them. Built in, no `load` needed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from claims.verify.meaning.plurals import plural
from claims.web import vocabulary

register = template.Library()


@register.filter
def figure(value: Any) -> str:
    """Return a number with thousands commas and no needless zeros: 1200.000000 is "1,200"."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    text = f"{number.normalize():,f}" if number != number.to_integral() else f"{number.to_integral():,f}"
    return text.removesuffix(".")


@register.filter
def amount(quantity: Any) -> str:
    """Return the value of a quantity: "277", "≥ 1,200", "270–280", "about 30"."""
    low, high = figure(quantity.low), figure(quantity.high)
    if quantity.low != quantity.high:
        return f"{low}–{high}"
    sign = {"at_least": "≥ ", "at_most": "≤ ", "about": "about "}.get(quantity.qualifier, "")
    return f"{sign}{low}"


@register.filter
def counted(quantity: Any) -> str:
    """Return what a quantity counts, as it stands behind its value: "drones", "drone" behind a 1, "km"."""
    unit: str = quantity.unit
    return unit if quantity.low == quantity.high == 1 else plural(unit)


@register.filter
def qualifier(value: str) -> str:
    """Return the word for a qualifier: "at least"."""
    return vocabulary.QUALIFIER.get(value, value)

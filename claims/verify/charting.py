"""Charts of figures with the signs of the one table of statuses: for pages, and for files of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from claims.states import Review, Verdict
from claims.web.glyphs import glyphs
from claims.web.vocabulary import REVIEW, VERDICT

from .tally.draw import svg
from .tally.frame import PAGE, Size
from .tally.given import Given
from .tally.series import CHARTS, Chart, Mark, charts_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart, its name within the page, and its drawing."""

    chart: Chart
    name: str
    svg: SafeString


def drawn(
    given: Iterable[Given],
    *,
    prefix: str = "chart",
    least: int = 1,
    most: int = CHARTS,
    size: Size = PAGE,
    style: str = "",
) -> Sequence[Drawn]:
    """Return the charts of the roles with `least` dated figures or more, drawn."""
    found = []
    for chart in charts_of(given, least=least, most=most, mark=mark_of):
        name = f"{prefix}-{chart.place}"
        # Every word in it is escaped where it is drawn (tally/frame.py).
        found.append(
            Drawn(chart, name, SafeString(svg(chart, name, size=size, glyphs=glyphs(), style=style)))
        )
    return found


def mark_of(given: Given) -> Mark | None:
    """Return the sign of a figure's claim: its verdict, else that a person accepted it, else none."""
    said = given.saying
    if said.verdict and said.verdict != Verdict.UNASSESSED:
        look = VERDICT[said.verdict]
    elif said.review == Review.ACCEPTED:
        look = REVIEW[said.review]
    else:
        return None
    return Mark(look.icon, look.colour, look.label)

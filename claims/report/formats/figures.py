"""Charts of a frozen edition: figures of claims that share an event, from the frozen content alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from claims.states import Review
from claims.verify.charting import Drawn, drawn
from claims.verify.figures import Figure
from claims.verify.meaning.voices import made_voice
from claims.verify.tally.draw import described
from claims.verify.tally.frame import PAGE, PRINT, Size
from claims.verify.tally.given import Given, Saying, Speaker, given_of
from claims.web.vocabulary import REVIEW

from .plain import printable

Content = dict[str, Any]
LEAST = 2  # dated figures of one role
OF_EVENT, OF_REPORT = 4, 12  # charts
HEADS = ("Published", "Source", "Figure", "Status")
# Paper has no themes: the colours of the light one. Shapes and dashes tell lines apart without them.
STYLE = (
    'text{font-family:"Source Sans 3","Noto Sans Arabic","Noto Sans Hebrew";font-size:13px;fill:#43484d}'
    ".tick{font-size:12px}.value{font-weight:700}.grid{stroke:#dadad3;fill:none}"
    ".axis{stroke:#5c6167;fill:none}.lead{stroke:#bfbfb7;fill:none}"
    ".series{fill:none;stroke:#15181b;stroke-width:2}.cap,.open{fill:none;stroke:#15181b;stroke-width:1.5}"
    ".dot{fill:#15181b;stroke:#15181b;stroke-width:2}.band{fill:#15181b;fill-opacity:.14}"
    + "".join(
        f".series.s{at},.cap.s{at},.open.s{at}{{stroke:{colour}}}.dot.s{at}{{fill:{colour};stroke:{colour}}}"
        f".band.s{at}{{fill:{colour}}}text.s{at}{{fill:{colour}}}.series.s{at}{{stroke-dasharray:{dashes}}}"
        for at, colour, dashes in (
            (1, "#174c7e", "7 3"),
            (2, "#744600", "2 3"),
            (3, "#006d75", "9 3 2 3"),
            (4, "#930f39", "4 4"),
            (5, "#55504b", "12 4"),
        )
    )
    + ".rest{fill:#8b8884;stroke:#8b8884;stroke-width:1}text.rest{fill:#5c6167;stroke:none}"
    ".dot.hollow,.rest.hollow{fill:#fff}"
    ".mark{fill:none;stroke:#5c6167;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}"
    ".mark.pos{stroke:#006d75}.mark.amb{stroke:#744600}.mark.neg{stroke:#930f39}.mark.blu{stroke:#23427a}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart of an edition: its title, drawing and words, and the same figures as rows of a table."""

    name: str  # what the ids inside the drawing begin with
    title: str
    svg: str
    alt: str
    rows: list[list[str]]
    note: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above the columns of `rows`."""
        return HEADS


@dataclass
class Seen:
    """Collects the figures of claims while they pass, event by event."""

    _events: dict[str, tuple[str, list[Given]]] = field(default_factory=dict)

    def passing(self, claims: Iterable[Content]) -> Iterator[Content]:
        """Yield the claims as they come, and keep the figures of those that have an event."""
        for claim in claims:
            event = claim["event"]
            key = event.get("id") or event["title"]
            if key and claim["quantities"] and claim["review"]["state"] != Review.REJECTED:
                self._events.setdefault(key, (event["title"], []))[1].extend(_given(claim))
            yield claim

    def pictures(self, *, size: Size = PRINT, style: str = STYLE) -> list[Picture]:
        """Return the charts: of every event the roles with two dated figures or more.

        Without `style` they take the colours of the page that they stand in.
        """
        found = [
            _picture(chart, title)
            for place, (title, given) in enumerate(self._events.values(), 1)
            for chart in drawn(
                given, prefix=f"event-{place}", least=LEAST, most=OF_EVENT, size=size, style=style
            )
        ]
        return found[:OF_REPORT]


def pictures_of(claims: Iterable[Content]) -> list[Picture]:
    """Return the charts of an edition for a page with our styles: the drawing that pages of events have."""
    seen = Seen()
    for _ in seen.passing(claims):
        pass
    return seen.pictures(size=PAGE, style="")


def _picture(chart: Drawn, event: str) -> Picture:
    drawing = chart.chart
    left = [(drawing.left_out, "earlier"), (drawing.undated, "undated")]
    return Picture(
        name=chart.name,
        title=printable(f"{drawing.title}, as reported over time{f': {event}' if event else ''}"),
        svg=chart.svg,
        alt=printable(f"{drawing.title}, as reported over time. {described(drawing)}"),
        rows=[_row(point.given, point.mark.label if point.mark else "") for _, point in drawing.rows],
        note="; ".join(f"{count} {what} not drawn" for count, what in left if count),
    )


def _row(given: Given, label: str) -> list[str]:
    at = given.saying.at
    moment = "" if at is None else f"{at.day} {at:%B %Y}" + ("" if given.saying.day_only else f", {at:%H:%M}")
    status = label or REVIEW[given.saying.review].label
    status = f"{status}, preliminary" if given.figure.preliminary else status
    return [printable(words) for words in (moment, given.saying.speaker.name, given.words, status)]


def _given(claim: Content) -> list[Given]:
    event = claim["event"]
    articles = [row["article"] for row in claim["appearances"]]
    dated = sorted(
        (row for row in articles if row["published"]), key=lambda row: (row["published"], row["id"])
    )
    first = dated[0] if dated else (articles[0] if articles else None)
    days = [date.fromisoformat(day) for day in (event["from"], event["to"] or event["from"]) if day]
    saying = Saying(
        claim=claim["id"],
        statement=claim["statement"],
        speaker=_speaker(claim["source"], first),
        at=_moment(first["published"]) if first else None,
        day_only=first is not None and len(first["published"] or "") == 10,
        days=(days[0], days[1]) if len(days) == 2 else None,
        article=first["id"] if first else "",
        outlets=tuple(dict.fromkeys(row["outlet"] for row in articles if row["outlet"])),
        modality=claim["modality"],
        review=claim["review"]["state"],
        verdict=claim["verdict"],
    )
    return given_of(saying, [(_figure(row), row["object"]) for row in claim["quantities"]])


def _figure(row: Content) -> Figure:
    low, high = Decimal(row["low"]), Decimal(row["high"])
    return Figure(
        low, high, row["unit"], row["qualifier"], row["measure"], row["text"], preliminary=row["preliminary"]
    )


def _speaker(source: Content | None, article: Content | None) -> Speaker:
    if source is None or source["kind"] == "outlet":
        name = (article["outlet"] if article else "") or (source["name"] if source else "The outlet itself")
        return Speaker(f"outlet {name}", name, made_voice(id="", name=name, kind="outlet"), own=True)
    about = f"{source['role']} {source['organisation']}".strip()
    voice = made_voice(
        id=source["id"], name=source["name"], kind=source["kind"], about=about, party=source["party_to"]
    )
    return Speaker(source["id"], source["name"], voice)


def _moment(published: str | None) -> datetime | None:
    """Return a time of publication in the newsroom's zone; a day alone stays that day."""
    zone = timezone.get_default_timezone()
    if not published:
        return None
    if len(published) == 10:
        return datetime.combine(date.fromisoformat(published), time(), zone)
    return datetime.fromisoformat(published).astimezone(zone)

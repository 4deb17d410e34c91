"""What a person asks of the queue of claims, read from the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from claims.states import AttributionVerdict, Freshness, RejectReason, Review, Verdict

ASIDE, OPINION = "aside", "opinion"
REVIEWS = (Review.EXTRACTED, OPINION, Review.ACCEPTED, Review.REJECTED, ASIDE)
FINDERS = {
    "rules": "The rules",
    "both": "Rules and model",
    "model": "A model",
    "person": "A person",
}
SIDES = {"party": "Party to the conflict", "other": "No party"}
DUES = {"overdue": "Overdue", "today": "Due today", "week": "Due within 7 days", "none": "No due time"}
SORTS = {
    "worth": "Most check-worthy first",
    "uncertain": "Least certain first",
    "newest": "Newest first",
    "due": "Due first",
    "oldest": "Oldest undecided first",
}
MOST = 50  # values of one filter


@dataclass(frozen=True)
class Query:
    """What a person asks for. Every field may be empty, which means all."""

    review: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()  # why it was rejected
    found: tuple[str, ...] = ()  # by whom
    outlet: tuple[str, ...] = ()  # ids, as text
    source: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    event: tuple[str, ...] = ()  # ids, or "none"
    tag: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()  # of its figures
    side: str = ""
    assignee: str = ""  # "mine", "none", "pool", or the id of a person
    due: str = ""
    touched: str = ""  # "yes": a later source bears on it and nobody has decided what that means
    proposed: str = ""  # "yes": it has open proposals
    place: str = ""
    on_from: str = ""  # day of the event, 2025-06-09
    on_to: str = ""
    in_from: str = ""  # day it arrived here
    in_to: str = ""
    worth_from: str = ""  # 0 to 1, as text
    worth_to: str = ""
    sure_from: str = ""
    sure_to: str = ""
    q: str = ""
    sort: str = "worth"

    def params(self, **changes: Any) -> str:
        """Return the query string of this question, with `changes`."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | changes
        if values["sort"] == "worth":
            values["sort"] = ""
        return urlencode([(k, v) for k, v in values.items() if v], doseq=True)

    def without(self, name: str, value: str = "") -> str:
        """Return the query string with the filter `name` taken off, or only `value` of it."""
        now = getattr(self, name)
        if isinstance(now, tuple):
            return self.params(**{name: tuple(other for other in now if value and other != value)})
        return self.params(**{name: ""})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.params(sort=""))

    @property
    def filters(self) -> str:
        """The query string without the order, by which two questions are the same."""
        return self.params(sort="")


Reader = Callable[[str], str]


def read_query(data: QueryDict) -> Query:
    """Read a question from the address; values that mean nothing are left out."""
    many = {name: _several(data.getlist(name), read) for name, read in SEVERAL.items()}
    one = {name: read(data.get(name, "")) for name, read in SINGLE.items()}
    fields: Mapping[str, Any] = many | one
    return Query(**fields)


def query_of(params: str) -> Query:
    """Read a question from a query string."""
    return read_query(QueryDict(params))


def _several(values: list[str], read: Reader) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for raw in values[:MOST] if (value := read(raw))))


def _known(*known: object) -> Reader:
    names = {str(name) for name in known}
    return lambda value: value if value in names else ""


def _id(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""


def _id_or(*words: str) -> Reader:
    return lambda value: value if value in words else _id(value)


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def _part(value: str) -> str:
    """Read a number from 0 to 1; "50%" and "0,5" are 0.5."""
    text = value.strip().replace(",", ".")
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return ""
    return f"{number:.4f}".rstrip("0").rstrip(".") or "0" if 0 <= number <= 1 else ""


def _words(most: int) -> Reader:
    return lambda value: " ".join(value.replace("\x00", " ").split())[:most].strip()


def _sort(value: str) -> str:
    return value if value in SORTS else "worth"


SEVERAL: dict[str, Reader] = {
    "review": _known(*REVIEWS),
    "verdict": _known(*Verdict),
    "attribution": _known(*AttributionVerdict),
    "freshness": _known(*Freshness),
    "reason": _known(*RejectReason),
    "found": _known(*FINDERS),
    "outlet": _id,
    "source": _id,
    "article": _id,
    "event": _id_or("none"),
    "tag": _id,
    "unit": _words(120),
}
SINGLE: dict[str, Reader] = {
    "side": _known(*SIDES),
    "assignee": _id_or("mine", "none", "pool"),
    "due": _known(*DUES),
    "touched": _known("yes"),
    "proposed": _known("yes"),
    "place": _words(200),
    **dict.fromkeys(("on_from", "on_to", "in_from", "in_to"), _day),
    **dict.fromkeys(("worth_from", "worth_to", "sure_from", "sure_to"), _part),
    "q": _words(200),
    "sort": _sort,
}

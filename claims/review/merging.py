"""Two people changed one claim: field by field, what each did, what fits together and what clashes. Pure.

A field is what people see as one thing and may be several inputs of the form (a figure is value, unit ...).
The three sides are filled forms: `base` as both found it (None when it is not known), `theirs` as it is saved
now, `mine` as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Form = Mapping[str, str]
Outcome = Literal["same", "mine", "theirs", "clash"]

ROWS = 6
LINKS = 8
FIGURE = ("value", "unit", "qualifier", "words", "object", "measure", "preliminary")
SHOWN = ("value", "unit")  # of a figure: what people type, the rest comes along
CHAIN = ("chain_of", *(f"{name}_{row}" for row in range(LINKS) for name in ("link", "role")))
PLAIN: dict[str, tuple[str, ...]] = {
    "statement": ("statement",),
    "source": ("source_name", "source_id", "source_kind", "source_party", "alias"),
    "event_from": ("event_from",),
    "event_to": ("event_to",),
    "place": ("place",),
}
LABELS = {
    "statement": "Statement",
    "source": "Source",
    "chain": "Chain of attribution",
    "event_from": "First day",
    "event_to": "Last day",
    "place": "Place",
    "figures": "Figures",
}
MEASURES = {"incremental": "this alone", "cumulative": "in all so far"}
PICKS = ("theirs", "mine", "other")
NOTHING = {"source": "Own voice", "chain": "No link"}


@dataclass(frozen=True)
class Field:
    """One field of the merge: what each side has, and what comes of it."""

    name: str
    label: str
    outcome: Outcome
    theirs: dict[str, str]
    mine: dict[str, str]
    saved: str  # theirs in words
    yours: str  # mine in words

    @property
    def clashes(self) -> bool:
        """Whether somebody has to choose."""
        return self.outcome == "clash"

    @property
    def result(self) -> dict[str, str]:
        """The inputs that the merge takes by itself; for a clash those of the saved claim."""
        return self.mine if self.outcome == "mine" else self.theirs

    @property
    def typed(self) -> bool:
        """Whether another value can be typed beside the two (a figure or a line, not a whole list)."""
        return self.name not in {"figures", "chain"}

    @property
    def figure(self) -> list[tuple[str, str]]:
        """The inputs of one figure that people type: its value and its unit, as typed."""
        row = self.name.removeprefix("figure_")
        return [(f"{name}_{row}", self.mine[f"{name}_{row}"]) for name in SHOWN] if row != self.name else []

    @property
    def line(self) -> str:
        """What was typed in a field of one input."""
        return next(iter(self.mine.values()))


def merge(base: Form | None, theirs: Form, mine: Form) -> list[Field]:
    """Return the fields in the order of the form; a field that nobody changed comes out as "same"."""
    return [_field(name, inputs, base, theirs, mine) for name, inputs in _fields(base, theirs, mine)]


def composed(post: Form) -> dict[str, str]:
    """Return the filled form that somebody chose: plain inputs as they are, clashes by what was picked."""
    found = {name: value for name, value in post.items() if "-" not in name}
    for key, pick in post.items():
        field = key.removeprefix("pick-")
        if field == key or pick not in PICKS:
            continue
        for side in ("mine", "other") if pick == "other" else (pick,):
            start = f"{side}-{field}-"
            found |= {
                name.removeprefix(start): value for name, value in post.items() if name.startswith(start)
            }
    return found


def _fields(*forms: Form | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "statement", PLAIN["statement"]
    yield "source", PLAIN["source"]
    if all(form is None or "link_0" in form for form in forms):
        yield "chain", CHAIN
    counts = {_count(form) for form in forms if form is not None}
    if (
        len(counts) > 1
    ):  # somebody took a figure away or added one: rows cannot be told apart, the list is one
        yield "figures", tuple(f"{name}_{row}" for row in range(ROWS) for name in FIGURE)
    else:
        for row in range(counts.pop()):
            yield f"figure_{row}", tuple(f"{name}_{row}" for name in FIGURE)
    for name in ("event_from", "event_to", "place"):
        yield name, PLAIN[name]


def _count(form: Form) -> int:
    return sum(bool(form.get(f"value_{row}", "").strip()) for row in range(ROWS))


def _field(name: str, inputs: tuple[str, ...], base: Form | None, theirs: Form, mine: Form) -> Field:
    saved, yours = words(name, theirs), words(name, mine)
    was = None if base is None else words(name, base)
    return Field(
        name=name,
        label=LABELS.get(name, f"Figure {int(name[-1]) + 1}" if name[-1].isdigit() else name),
        outcome=_outcome(was, saved, yours),
        theirs={key: theirs.get(key, "") for key in inputs},
        mine={key: mine.get(key, "") for key in inputs},
        saved=saved or NOTHING.get(name, "None"),
        yours=yours or NOTHING.get(name, "None"),
    )


def _outcome(base: str | None, theirs: str, mine: str) -> Outcome:
    if theirs == mine:
        return "same"
    if base == theirs:
        return "mine"
    return "theirs" if base == mine else "clash"


def words(name: str, form: Form) -> str:
    """Return what a side says in a field, as people read it; spaces do not count."""
    if name == "chain":
        return " > ".join(filter(None, (_link(row, form) for row in range(LINKS))))
    if name == "figures":
        return ", ".join(filter(None, (_figure(row, form) for row in range(ROWS))))
    if name.startswith("figure_"):
        return _figure(int(name[-1]), form)
    first = form.get(PLAIN[name][0], "")
    if name == "event_to":
        first = first or form.get("event_from", "")
    return " ".join(first.split())


def _link(row: int, form: Form) -> str:
    """Return "AP (agency)"; a link of which nobody said what it is reads as its name."""
    name, role = " ".join(form.get(f"link_{row}", "").split()), form.get(f"role_{row}", "")
    return f"{name} ({role})" if name and role not in {"", "via"} else name


def _figure(row: int, form: Form) -> str:
    """Return "at least 277 drone"; a number reads the same with and without thousands commas."""
    value = form.get(f"value_{row}", "").replace(",", "").replace(" ", "").replace("-", "–")
    if not value:
        return ""
    qualifier = form.get(f"qualifier_{row}", "") or "exact"
    said = "" if qualifier in {"exact", "range"} else qualifier.replace("_", " ")
    measure = MEASURES.get(form.get(f"measure_{row}", ""), "")
    first = "preliminary" if form.get(f"preliminary_{row}", "") == "yes" else ""
    return " ".join(filter(None, (said, value, form.get(f"unit_{row}", "").strip(), measure, first)))

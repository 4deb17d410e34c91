"""Which event the groups of claims are: what stood before keeps its name and address. Pure: no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

STARTS = 3  # claims of one article that are an event without another article

Claim = TypeVar("Claim", bound=Hashable)
Event = TypeVar("Event", bound=Hashable)


def is_event(articles: Sequence[Hashable]) -> bool:
    """Whether claims of these articles, one for each claim, are an event: two articles, or a few claims."""
    return len(set(articles)) > 1 or len(articles) >= STARTS


def kept(
    groups: Sequence[Sequence[Claim]], was: Mapping[Claim, Event], order: Sequence[Event]
) -> list[Event | None]:
    """Return the event that each group goes on: the one that most of its claims were in, each event once.

    `was` is where the claims were, `order` the events that may be gone on with, the first preferred when
    they are alike.
    """
    places = {event: place for place, event in enumerate(order)}
    shares = [
        (-number, places[event], at)
        for at, group in enumerate(groups)
        for event, number in Counter(was[claim] for claim in group if claim in was).items()
        if event in places
    ]
    found: dict[int, Event] = {}
    for _, place, at in sorted(shares):
        if at not in found and order[place] not in found.values():
            found[at] = order[place]
    return [found.get(at) for at in range(len(groups))]


def became(
    groups: Sequence[Sequence[Claim]], was: Mapping[Claim, Event], events: Sequence[Event | None]
) -> dict[Event, Event]:
    """Return what became of the events that no group goes on: the event that most of their claims are in."""
    went: dict[Event, Counter[Event]] = {}
    for group, event in zip(groups, events, strict=True):
        for claim in group:
            if event is not None and claim in was and was[claim] not in events:
                went.setdefault(was[claim], Counter())[event] += 1
    return {event: counts.most_common(1)[0][0] for event, counts in went.items()}

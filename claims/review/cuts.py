"""Where a statement that says two things may be cut in two. Pure; a person has the last word."""

from __future__ import annotations

import re
from collections.abc import Sequence

_JOINT = re.compile(r"\s*,?\s+(?:and|as well as|plus)\s+|\s*,\s+|\s*;\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*and\s+|;\s+|\s+and\s+)", re.IGNORECASE)
MOST = 4


def cut(statement: str, figures: Sequence[str]) -> list[str]:
    """Return the parts of `statement`: "12 containers and 3 boats were lost" gives one for each figure.

    Each figure keeps the words before the first and behind the last; without two figures the statement is
    cut at its "and". One part means that no cut was found.
    """
    pieces = cut_pieces(statement, figures)
    if len(pieces) > 1:
        return [_sentence(" ".join(words)) for words in pieces]
    halves = [half for half in _AND.split(statement) if half.strip()][:MOST]
    return [_sentence(half) for half in halves] if len(halves) > 1 else [statement]


def cut_pieces(text: str, figures: Sequence[str]) -> list[list[str]]:
    """Return for each figure the pieces of `text` that belong to it, in the order of the text.

    [] when the figures do not stand side by side, joined by "and" or a comma.
    """
    places = sorted((text.find(figure), figure) for figure in dict.fromkeys(figures) if figure in text)
    if len(places) < 2:
        return []
    first, last = places[0][0], places[-1][0] + len(places[-1][1])
    items = _JOINT.split(text[first:last])
    if len(items) != len(places) or not all(
        item.startswith(figure) for item, (_, figure) in zip(items, places, strict=True)
    ):
        return []
    before, behind = text[:first], text[last:]
    parts = []
    for at, item in enumerate(items):
        head = [before + item] if at == 0 else [before, item]
        if at == len(items) - 1:
            head[-1] += behind
        else:
            head.append(behind)
        parts.append([piece.strip() for piece in head if piece.strip(" .,;")])
    return parts


def _sentence(words: str) -> str:
    text = " ".join(words.split()).strip(" ,;")
    return text[:1].upper() + text[1:]

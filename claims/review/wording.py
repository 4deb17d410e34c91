"""The words of a search as people type them: phrases in quotation marks, -minus, or. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_ITEMS = 12
_ITEM = re.compile(r'(?P<minus>-?)(?:[“”„"«](?P<phrase>[^“”"»]*)(?:[“”"»]|$)|(?P<word>\S+))')


@dataclass(frozen=True)
class Item:
    """A word or a phrase that has to be there, or must not."""

    text: str
    phrase: bool = False
    minus: bool = False

    @property
    def asked(self) -> str:
        """The item as PostgreSQL's websearch_to_tsquery reads it."""
        bare = self.text.replace('"', " ")
        return f'"{bare}"'


def alternatives(typed: str) -> list[list[Item]]:
    """Return what was typed as alternatives ("or" between them) of items that all have to hold."""
    found: list[list[Item]] = [[]]
    for match in list(_ITEM.finditer(typed))[:MOST_ITEMS]:
        text = (match["phrase"] if match["phrase"] is not None else match["word"]).strip()
        phrase, minus = match["phrase"] is not None, bool(match["minus"])
        if not phrase and not minus and text.lower() == "or":
            found.append([])
        elif text:
            found[-1].append(Item(text, phrase, minus))
    return [items for items in found if items]

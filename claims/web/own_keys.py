"""Single keys: which there are, what each does, and the person's own in their place.

A button names its key once for everybody (`data-key="a"`). A person's own keys say under which other key the
same button acts for them; caps, legend and the listener follow. So a deed has one key on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

DEEDS: dict[str, str] = {
    "a": "Accept; accept all that are left (with Shift)",
    "x": "Reject",
    "e": "Edit",
    "s": "Split; put an event apart; still stands",
    "m": "Merge",
    "h": "Ask for a second opinion",
    "z": "Undo",
    "k": "Back to the claim before",
    "j": "On to the next claim",
    "y": "Keep the claim for five more minutes",
    "n": "Next, or new; contradicts",
    "f": "Find a claim to merge with",
    "g": "Assign; group",
    "c": "Corroborates; add a claim by hand",
    "u": "Updates",
    "d": "Dismiss",
    "p": "Copy the print line; propose",
    "r": "Review; repeats",
    "t": "Tag",
    "v": "Verdict",
    "w": "Withdraw",
    "o": "Decide anyway; open",
}
RESERVED = frozenset("?/0123456789")
ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz,.;-=[]\\'`")


class BadKeys(Exception):
    """A key that cannot be used, with the deed and a sentence that says what to do."""

    def __init__(self, deed: str, problem: str) -> None:
        self.deed, self.problem = deed, problem
        super().__init__(problem)


def chosen(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that differ from everybody's, as they are stored; raises BadKeys.

    `wanted` gives a key for each deed; an empty one means everybody's.
    """
    keys = {deed: (wanted.get(deed, "").strip().lower() or deed) for deed in DEEDS}
    taken: dict[str, str] = {}
    for deed, key in keys.items():
        if key not in ALLOWED:
            raise BadKeys(deed, "Give one letter, or one of , . ; - = [ ] \\ ' `")
        if key in taken:
            raise BadKeys(
                deed, f"{key.upper()} is the key of “{DEEDS[taken[key]]}” already. Give another one."
            )
        taken[key] = deed
    return {deed: key for deed, key in keys.items() if key != deed}


def cap(name: str, own: Mapping[str, str]) -> str:
    """Return what the cap of a key shows: "Q" for "A" when the person's own is q, and "⇧Q" for "⇧A"."""
    shift, letter = name[:-1], name[-1:]
    key = own.get(letter.lower(), "") if shift in {"", "⇧"} else ""
    return f"{shift}{key.upper()}" if key else name


def rows(own: Mapping[str, str], problem: BadKeys | None = None) -> Iterator[dict[str, str]]:
    """Yield what the settings show of each deed: its words, the person's key, what is wrong with it."""
    for deed, words in DEEDS.items():
        wrong = problem.problem if problem and problem.deed == deed else ""
        yield {"deed": deed, "words": words, "key": (own.get(deed) or deed).upper(), "wrong": wrong}

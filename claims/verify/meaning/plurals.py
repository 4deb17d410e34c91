"""Units in the plural, as tables and charts head their columns. Pure: no Django."""

from __future__ import annotations

import re

_ALIKE = frozenset(
    "aircraft craft cattle dead injured livestock personnel people police series sheep staff wounded".split()
)
_OWN = {
    "child": "children",
    "foot": "feet",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "life": "lives",
    "person": "people",
    "tooth": "teeth",
    "wife": "wives",
}
# Not "German" or "human": only men and women, alone or by what they do.
_MAN = re.compile(
    r"(?:\b|wo|business|chair|congress|country|crafts|crew|fire|fisher|gun|police|rifle|service|spokes|sports)man$"
)


def plural(noun: str) -> str:
    """Return what is counted for more than one: "drones", "fighter jets", "bodies", "people".

    Of several words the last is put in the plural. What is a measure, a currency or a name ("km", "USD",
    "km/h") stays as it is, so does what has its plural already.
    """
    head, gap, last = noun.rpartition(" ")
    return f"{head}{gap}{_word(last)}"


def _word(noun: str) -> str:
    if not noun.isalpha() or not noun.islower() or len(noun) <= 2 or noun in _ALIKE or noun == "mph":
        return noun
    if noun in _OWN:
        return _OWN[noun]
    if _MAN.search(noun):
        return f"{noun[:-2]}en"
    if noun.endswith(("ss", "x", "ch", "sh", "us")):
        return f"{noun}es"
    if noun.endswith("s"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"

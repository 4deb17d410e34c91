"""Whom an article's own words tie a speaker to: "Ukrainian air force spokesman Ihnat" is Ukraine's. Pure.

Read are the words before the name as far as they are offices and names, the words behind it between commas,
and what the statement itself says behind "per".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import TITLES, names_of, spelling
from .told import Voice
from .words import is_nation, plain_words

_TOKEN = re.compile(r"[^\W\d_][\w’'.-]*|[^\w\s]")
_BEHIND = re.compile(r"(?:’s|'s)?,\s+((?:[A-Z]|the |an? |its |head |chief |chair)[^,.;:!?\n“”\"]{2,80})")
OF_FIRMS = re.compile(
    r"\b(?:chief \w+|\w*vice[ -]president|executive|chair\w*|director|manager|coach|spokes\w+|owner)\b",
    re.I,
)
_OFFICES = TITLES | frozenset(
    (
        "the of for and former deputy presidential analyst economist lawyer adviser advisor aide envoy "
        "ambassador negotiator lawmaker commander officer captain professor researcher scientist engineer "
        "coach manager founder owner boss head leader president minister secretary military government "
        "company union party commissioner inspector prosecutor judge correspondent reporter journalist"
    ).split()
)
NEAR = 9  # words before a name that may say its office


def tied(voice: Voice, text: str, tail: str, title: str) -> frozenset[str]:
    """Return the names, countries as their country, that `text` and `tail` tie to the voice.

    A chief executive of nobody is that of whom the headline speaks first.
    """
    if voice.outlet or not voice.name:
        return frozenset()
    own = frozenset(spelling(word) for word in plain_words(voice.name))
    around = [names_of(f"for {words}") for words in (tail, *_offices(voice, text))]
    found = frozenset().union(*around) - own
    if found or voice.nations or voice.kind != "person" or not OF_FIRMS.search(voice.about):
        return found
    first = names_of(f"for {' '.join(title.split()[:2])}")
    first &= names_of(text, known=first)
    return frozenset(name for name in first if not is_nation(name)) - own


def _offices(voice: Voice, text: str) -> Iterator[str]:
    """Yield what stands beside the voice's name in `text`, at most for the first four times."""
    name = re.escape(_last(voice))
    for match in list(re.finditer(rf"\b{name}\b", text))[:4]:
        yield _before(text[max(0, match.start() - 120) : match.start()])
        behind = _BEHIND.match(text, match.end())
        if behind:
            yield behind.group(1)


def _last(voice: Voice) -> str:
    """Return the part of a name by which articles go on to speak of it: a person's last name."""
    return voice.name.split()[-1] if voice.kind == "person" else voice.name


def _before(text: str) -> str:
    """Return the offices and names that lead up to the end of `text`."""
    words: list[str] = []
    for token in reversed(_TOKEN.findall(text)[-NEAR:]):
        plain = token.casefold().replace("’", "'").removesuffix("'s")
        if not (token[0].isupper() or plain in _OFFICES):
            break
        words.append(token)
    return " ".join(reversed(words))

"""The day a court, an inquest or a tribunal sat, which what happened in the room shares.

A report of a hearing names its day once, mostly with the saying ("a court was told on Thursday"), and then
tells in its own voice who pleaded, wept or was granted bail. What is alleged there happened at other times.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Doc, Token

from claims.extract.when.dates import resolve
from claims.extract.when.days import Days
from claims.extract.when.hanging import SUBJECTS
from claims.extract.when.times import Placed, Times

_LEXICON = Path(__file__).parents[1] / "lexicon" / "courtroom.tsv"
_CLASSES = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun"}
_SITTING = frozenset(
    "hear tell plead appear jail sentence convict acquit remand rule testify open begin order fine".split()
)
_OF_A_DAY = frozenset({"weekday", "today", "dmy", "mdy"})


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], str]:
    """Return (lemma, word class) -> forum, deed or thing."""
    lines = _LEXICON.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(lemma, word_class): part for lemma, word_class, part in rows}


def part_of_hearing(token: Token) -> str:
    """Return what a word is to a hearing: forum, deed, thing or ""."""
    return _words().get((token.lemma_.lower(), _CLASSES.get(token.pos_, "")), "")


def day_of_hearing(doc: Doc, times: Times, sentence: tuple[int, int]) -> Days | None:
    """Return the day a sentence says a court, inquest or tribunal heard something, sat or ruled."""
    if times.published is None or not any(part_of_hearing(doc[i]) == "forum" for i in range(*sentence)):
        return None
    for placed in times.between(*sentence):
        if placed.expression.form not in _OF_A_DAY or doc[placed.verb].lemma_ not in _SITTING:
            continue
        days = resolve(placed.expression, times.published, future=False)
        if days is not None and times.has_happened(days):
            return days
    return None


def dates_sitting(doc: Doc, placed: Placed, head: Token | None) -> bool:
    """Whether a time within a claim is that of a forum that heard it (", an inquest heard on Monday")."""
    verb = doc[placed.verb]
    if verb == head or verb.lemma_ not in ("hear", "tell"):
        return False
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    return any(part_of_hearing(noun) == "forum" for noun in (*subjects, verb.head))


def in_the_room(words: Iterable[Token], head: Token | None) -> bool:
    """Whether a claim tells what happened in the room: a deed of its main verb, or a thing of the room."""
    if head is not None and part_of_hearing(head) == "deed":
        return True
    return any(part_of_hearing(word) == "thing" for word in words)

"""Whom a vague source probably means: a source that the same article names, by plain rules that are said.

"Ukraine" is probably "Ukraine’s air force" where the article quotes that; "a police spokesman" the police it
names; where nobody is named, it is the source named just before. It is a hint: people use it or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from claims.models import Appearance, ArticleVersion, Source
from claims.models.source import SourceKind, fold_name

from .entries import HIDDEN
from .workbench import Bench

VAGUE = {SourceKind.ANONYMOUS, SourceKind.COLLECTIVE}
NEAR = 1  # paragraphs back in which words of nobody named may belong to somebody named
COUNTED = ("", "", "two", "three", "four", "five", "six")
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(  # say what somebody is, not who
    "spokesman spokeswoman spokesperson spokespeople official officials source sources people person some "
    "several many other others senior local two three more person with from that their said".split()
)


@dataclass(frozen=True)
class Named:
    """A source that the article names, and where."""

    id: UUID
    name: str
    role: str
    at: int


@dataclass(frozen=True)
class Probable:
    """A guess: who it probably is, and where that one is named, in words."""

    id: UUID
    name: str
    where: str


def probable(
    version: ArticleVersion, at: int, source: Source | None, *, own: bool = False
) -> Probable | None:
    """Return whom `source` of words at `at` probably means, None without a good guess. One query at most.

    With `own` the words have no source yet (they are being added by hand).
    """
    if not own and not _asks(source):
        return None
    named = [row for row in _named(version) if source is None or row.id != source.pk]
    for rule in _rules(None if own else source):
        found = _nearest([row for row in named if rule(row, version.text, at)], at)
        if found:
            return Probable(found.id, found.name, where(version.text, found.at, at))
    return None


def probable_of(found: Bench) -> Probable | None:
    """Return whom the source of the current claim of a bench probably means."""
    claim, entry = found.claim, found.current
    if claim is None or entry is None or entry.own_voice:
        return None
    spans = entry.place.source_spans
    return probable(found.version, int(spans[0][0]) if spans else entry.place.start, claim.source)


def _asks(source: Source | None) -> bool:
    """Whether it is worth looking: nobody named, a description, a name that may be part of another."""
    if source is None:
        return True
    if source.kind == SourceKind.OUTLET:
        return False
    return source.kind in VAGUE or source.within_id is not None or _short(source)


def _short(source: Source) -> bool:
    return source.kind != SourceKind.PERSON and len(source.name.split()) == 1


def _named(version: ArticleVersion) -> list[Named]:
    rows = (
        Appearance.objects.filter(version=version, claim__source__isnull=False, claim__source__within=None)
        .filter(claim__source__merged_into=None)
        .exclude(claim__reject_reason__in=HIDDEN)
        .exclude(claim__source__kind__in=[*VAGUE, SourceKind.OUTLET])
        .values_list("claim__source", "claim__source__name", "claim__source__role", "source_spans", "start")
    )
    return [
        Named(pk, name, role, int(spans[0][0]) if spans else start) for pk, name, role, spans, start in rows
    ]


Rule = Callable[[Named, str, int], bool]


def _rules(source: Source | None) -> Sequence[Rule]:
    """Return the rules for a source, the surest first."""
    if source is None:
        return (_just_before,)

    def longer(row: Named, text: str, at: int) -> bool:
        return _part_of(source.name, row.name)

    def alike(row: Named, text: str, at: int) -> bool:
        return _share_a_word(source.name, row)

    vague = source.kind in VAGUE or source.within_id is not None
    return (longer, alike) if vague else (longer,)


def _part_of(short: str, whole: str) -> bool:
    """Whether a name is a whole word or more of a longer one: "Ukraine" of "Ukraine’s air force"."""
    words, inside = (re.findall(r"\w+", fold_name(name).replace("'s", "")) for name in (short, whole))
    return bool(words) and len(inside) > len(words) and _follow_in(words, inside)


def _follow_in(words: Sequence[str], inside: Sequence[str]) -> bool:
    return any(list(inside[at : at + len(words)]) == list(words) for at in range(len(inside)))


def _share_a_word(described: str, row: Named) -> bool:
    return bool(_telling(described) & (_telling(row.name) | _telling(row.role)))


def _telling(words: str) -> set[str]:
    return set(_WORD.findall(words.casefold())) - _COMMON


def _just_before(row: Named, text: str, at: int) -> bool:
    return row.at < at and steps(text, row.at, at) <= NEAR


def _nearest(rows: Iterable[Named], at: int) -> Named | None:
    """Return the last one named before the words, else the first behind them."""
    return min(rows, key=lambda row: (row.at > at, abs(row.at - at)), default=None)


def steps(text: str, one: int, other: int) -> int:
    """Return how many paragraphs lie from one place to another."""
    return len(re.findall(r"\n+", text[min(one, other) : max(one, other)]))


def where(text: str, named: int, at: int) -> str:
    """Return where somebody is named, seen from the words: "named two paragraphs earlier"."""
    back = steps(text, named, at)
    if back == 0:
        return "named in this paragraph"
    if named > at:
        return "named further down"
    return "named in the paragraph before" if back == 1 else f"named {_count(back)} paragraphs earlier"


def _count(number: int) -> str:
    return COUNTED[number] if number < len(COUNTED) else str(number)

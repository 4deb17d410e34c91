"""The stretch of time that the results of a company, or the figures of a statistical release, are of.

"Profit fell 18% in the fourth quarter" says once of which quarter the figures are; sales, orders and margins
told after it are of the same.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

from claims.extract.when.days import Days
from claims.extract.when.hanging import SUBJECTS

_LEXICON = Path(__file__).parents[1] / "lexicon" / "results.tsv"
_SHORTEST, _LONGEST = 27, 366  # days: a month to a year
_SHARES = frozenset({"share", "stock"})


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    lines = _LEXICON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_reporting_period(days: Days) -> bool:
    """Whether days are a month, quarter, half or year."""
    return _SHORTEST <= (days[1] - days[0]).days <= _LONGEST


def tells_result(verb: Token | None) -> bool:
    """Whether the subject of a verb is what results report ("sales were flat"), no price of shares."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None) if verb is not None else None
    if subject is None or subject.lemma_.lower() not in _measures():
        return False
    return not any(c.lemma_.lower() in _SHARES for c in subject.subtree)

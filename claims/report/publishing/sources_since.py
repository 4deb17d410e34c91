"""What became of the articles under an edition since it was frozen, told to its readers: never silent.

The reasons that the desk writes down are its own; readers have the fact, its day, and what came of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from claims.models.blast import ChangeKind

_SINCE = """
SELECT ch.kind, ch.created_at, COALESCE(o.name, ''), r.claims, count(t.id),
    count(*) FILTER (WHERE t.outcome = 'open' AND c.review_state <> 'rejected'),
    count(*) FILTER (WHERE t.outcome = 'verdict' OR c.review_state IN ('rejected')),
    count(*) FILTER (WHERE t.outcome = 'taken_back'),
    count(*) FILTER (WHERE t.words IN ('lost', 'around')), max(t.settled_at)
FROM claims_touchedreport r
JOIN claims_articlechange ch ON ch.id = r.change_id JOIN claims_article a ON a.id = ch.article_id
LEFT JOIN claims_outlet o ON o.id = a.outlet_id
JOIN claims_touch t ON t.change_id = ch.id AND t.claim_id = ANY(r.claims)
JOIN claims_claim c ON c.id = t.claim_id
WHERE r.edition_id = %s GROUP BY r.id, ch.id, o.name ORDER BY ch.created_at DESC
"""
_BECAME = {
    ChangeKind.CHANGED: "was changed",
    ChangeKind.CORRECTED: "was corrected",
    ChangeKind.RETRACTED: "was retracted",
    ChangeKind.GONE: "was found to be no longer there",
}


@dataclass(frozen=True)
class Since:
    """One thing that became of an article under an edition, and how far the desk is with it."""

    kind: str
    at: datetime
    outlet: str
    claims: Sequence[UUID]
    total: int
    open: int
    anew: int
    taken_back: int
    reworded: int
    settled_at: datetime | None

    @property
    def told(self) -> bool:
        """Whether readers are told: not of a text that changed elsewhere than under what is printed."""
        return self.kind != ChangeKind.CHANGED or bool(self.reworded)

    @property
    def sentence(self) -> str:
        """What became of the article, on which day."""
        whose = f" by {self.outlet}" if self.outlet else ""
        return f"The source article{whose} {_BECAME[ChangeKind(self.kind)]} on {_day(self.at)}."

    @property
    def outcome(self) -> str:
        """What came of it for what is printed here."""
        some = "1 claim here rests" if self.total == 1 else f"{self.total:,} claims here rest"
        rest = f"{some} on it"
        if self.open:
            return f"{rest}; {'under review' if self.open == self.total else f'{self.open:,} under review'}."
        on = f"Looked at again{f' on {_day(self.settled_at)}' if self.settled_at else ''}"
        if self.anew:
            return (
                f"{on}: {self.anew:,} of {self.total:,} claim{'' if self.total == 1 else 's'} decided anew."
            )
        if self.taken_back == self.total:
            return f"{on}: this was a mistake of ours, the article is in order."
        return f"{on}: what is printed here stands."


def since(edition: UUID) -> list[Since]:
    """Return what became of the articles under an edition, newest first (1 query)."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [edition])
        return [row for row in (Since(*found) for found in cursor.fetchall()) if row.told]


def _day(at: datetime) -> str:
    local = at.astimezone(timezone.get_default_timezone())
    return f"{local.day} {local:%B %Y}"

"""What the record says about things since a moment: the entries by which they are taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from claims.models import AuditEntry

# Of each chain everything behind the first entry that came after the moment, and the entry before that one.
# Times are taken where entries are made, links where they are stored: a later link may have an earlier time.
LATER = """
SELECT e.* FROM claims_auditentry e JOIN (
    SELECT chain, min(link) AS link FROM claims_auditentry
    WHERE chain = ANY(%(chains)s) AND at > %(at)s GROUP BY chain
) first ON first.chain = e.chain AND e.link >= first.link - 1
ORDER BY e.chain, e.link
"""


@dataclass(frozen=True)
class Since:
    """The last entry of a chain known at a moment (None: there was none), and those since, newest first."""

    last: AuditEntry | None = None
    entries: tuple[AuditEntry, ...] = ()

    def about(self, *kinds: str) -> list[AuditEntry]:
        """Return the entries about rows of some kinds ("claim", "event")."""
        return [entry for entry in self.entries if entry.subject_type in kinds]


NOTHING = Since()


class Look:
    """A look back at one moment: each chain is read once, when it is asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._since: dict[UUID, Since] = {}
        self._asked: set[UUID] = set()

    def ask(self, chains: Iterable[UUID]) -> None:
        """Read what came since about the chains that were not read yet (1 query, none without any)."""
        new = set(chains) - self._asked
        self._asked |= new
        self._since |= since(new, self.at)

    def of(self, chain: UUID) -> Since:
        """Return what came since about a chain that was asked for."""
        return self._since.get(chain, NOTHING)


def since(chains: Collection[UUID], at: datetime) -> dict[UUID, Since]:
    """Return what came after `at`, by chain; a chain in which nothing did is not there (1 query)."""
    if not chains:
        return {}
    found: dict[UUID, list[AuditEntry]] = {}
    for entry in AuditEntry.objects.raw(LATER, {"chains": list(chains), "at": at}):
        found.setdefault(entry.chain, []).append(entry)
    return {chain: _split(rows, at) for chain, rows in found.items()}


def _split(rows: list[AuditEntry], at: datetime) -> Since:
    known = rows[0] if rows[0].at <= at else None
    return Since(known, tuple(reversed(rows[1:] if known else rows)))


def about_evidence(ids: Iterable[UUID], at: datetime) -> dict[UUID, list[AuditEntry]]:
    """Return the entries since `at` about evidence, newest first, on whichever claim it stood (1 query)."""
    rows = AuditEntry.objects.filter(subject_type="evidence", subject_id__in=list(ids), at__gt=at)
    found: dict[UUID, list[AuditEntry]] = {}
    for entry in rows.order_by("-id"):
        found.setdefault(entry.subject_id, []).append(entry)
    return found

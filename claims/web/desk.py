"""The desk page: what waits for me, what changed, what nobody has. Counts in one query, rows by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from claims.access import Action, may, visible_to
from claims.blast.selectors import open_changes
from claims.ingest.selectors import Phase, counted, phase
from claims.models import Article, AuditEntry, User

from . import desk_reads as reads
from . import desk_touched as later
from .navigation import Rows

ROWS = {"touched": 5, "mine": 6, "again": 2, "overdue": 3, "approvals": 3, "unassigned": 3, "articles": 3}
ROWS |= {"handed_back": 2, "sent_back": 2, "editions": 3, "changes": 3}
MORE = 200  # rows of a section that was asked for in full
COUNTED = 1000


@dataclass(frozen=True)
class Part:
    """The first rows of a section and how many there are in all (COUNTED at most)."""

    rows: list[Any] = field(default_factory=list)
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.total)

    @property
    def more(self) -> bool:
        """Whether there are rows that are not shown."""
        return self.total > len(self.rows)


@dataclass(frozen=True)
class DeskPage:
    """Everything on the desk of one person; sections by name in `part`."""

    since: datetime | None
    part: dict[str, Part]
    changes: Part  # of articles, with claims or reports to be looked at
    articles: list[tuple[Article, Phase]]
    activity: list[reads.Deed]
    changed: int
    pool: int
    bars: list[reads.Bar]
    agreed: tuple[int, int]  # verdicts approved, of how many that were answered
    kept: tuple[int, int]  # claims accepted, of how many that were decided
    started: bool  # whether there is an article at all

    @property
    def today(self) -> int:
        """Decisions of today."""
        return self.bars[-1].count

    @property
    def most(self) -> int:
        """Decisions of the busiest day."""
        return max(bar.count for bar in self.bars)


def desk_page(user: User, *, whole: str = "") -> DeskPage:
    """Return the desk of `user`; editors get what is unassigned, overdue and waiting for approval too.

    `whole` names a section to be shown in full. Eight queries, however much there is, and one more each
    while editions wait for approval and while claims rest on articles that changed.
    """
    editor = may(user, Action.ASSIGN)
    since, starts = user.last_desk_visit, reads.day_starts()
    n = _counts(user, editor, starts)
    rows = {name: MORE if name == whole else count for name, count in ROWS.items()}
    found = _rows(user, editor, rows)
    found["editions"] = _editions(user, rows["editions"]) if n.get("editions") else []
    n.setdefault("editions", 0)
    articles = counted(reads.in_review(user).select_related("outlet")).order_by("-created_at")
    return DeskPage(
        since=since,
        part={name: Part(found[name], n[name]) for name in found},
        changes=_changes(user, rows["changes"], n["article_changes"]),
        articles=[(row, phase(row)) for row in articles[: rows["articles"]]],
        activity=reads.deeds(user, since),
        changed=n["changed"],
        pool=n["pool"],
        bars=reads.bars([n[f"day{number}"] for number in range(reads.DAYS)], starts),
        agreed=(n["approved"], n["approved"] + n["returned"]),
        kept=(n["accepted"], n["accepted"] + n["rejected"]),
        started=bool(n["articles"]),
    )


def _counts(user: User, editor: bool, starts: list[datetime]) -> dict[str, int]:
    """Return every number of the page by one query, and set the desk of `user`, which the page names."""
    asked = {
        "mine": reads.mine(user),
        "pool": reads.pool(user),
        "sent_back": reads.sent_back(user),
        "again": later.check_again(user),
    }
    if editor:
        asked |= {
            "overdue": reads.overdue(user),
            "handed_back": reads.handed_back(user),
            "approvals": reads.approvals(user),
            "editions": reads.editions(user),
            "unassigned": reads.unassigned(user),
        }
    capped = {name: Rows(rows.order_by().values("pk")[:COUNTED]) for name, rows in asked.items()}
    capped["articles"] = Rows(visible_to(user, Article).order_by().values("pk")[:1])
    capped["touched"] = Rows(later.touched_claims(user))
    capped["article_changes"] = Rows(open_changes(user).order_by().values("pk")[:COUNTED])
    capped["changed"] = Rows(reads.changed_by_others(user, user.last_desk_visit))
    for number in range(reads.DAYS):
        made = reads.decided(user, starts[number], starts[number + 1])
        capped[f"day{number}"] = Rows(made.order_by().values("pk"))
    record = visible_to(user, AuditEntry).filter(at__gte=starts[0], at__lt=starts[-1], actor__isnull=False)
    for name, action in AGREEMENT.items():
        capped[name] = Rows(record.filter(action=action).order_by().values("pk"))
    me = (
        User.objects.filter(pk=user.pk)
        .select_related("desk")
        .annotate(**{f"n_{name}": rows for name, rows in capped.items()})
    )
    row = me.get()
    user.desk = row.desk
    return {name: getattr(row, f"n_{name}") for name in capped}


AGREEMENT = {
    "approved": "assessment.approve",
    "returned": "assessment.return",
    "accepted": "claim.accept",
    "rejected": "claim.reject",
}


def _rows(user: User, editor: bool, rows: dict[str, int]) -> dict[str, list[Any]]:
    """Return the rows of the sections: one query for each kind of row, two for what later sources touch."""
    held = {"mine": reads.mine(user)}
    verdicts = {"sent_back": reads.sent_back(user)}
    claims = {"again": later.check_again(user)}
    if editor:
        held |= {"overdue": reads.overdue(user), "handed_back": reads.handed_back(user)}
        verdicts["approvals"] = reads.approvals(user)
        claims["unassigned"] = reads.unassigned(user)
    order = {
        "mine": ("due_at", "priority", "created_at", "pk"),
        "overdue": ("due_at", "pk"),
        "handed_back": (F("closed_at").desc(), "pk"),
        "sent_back": ("submitted_at", "pk"),
        "approvals": ("submitted_at", "pk"),
        "again": (F("changed_at").desc(), "pk"),
        "unassigned": (F("worth").desc(), "pk"),
    }
    asked = (
        {name: part.select_related("claim", "assignee") for name, part in held.items()},
        {name: part.select_related("claim", "author") for name, part in verdicts.items()},
        claims,
    )
    found: dict[str, list[Any]] = {"touched": later.touched(user, rows["touched"])}
    for parts in asked:
        found |= reads.together(parts, order, max(rows[name] for name in parts))
    return {name: part[: rows[name]] for name, part in found.items()}


def _editions(user: User, rows: int) -> list[Any]:
    """Return the first editions that wait for approval, without their content."""
    waiting = reads.editions(user).select_related("edition__report", "edition__frozen_by")
    return list(waiting.defer("edition__content").order_by("edition__as_of", "pk")[:rows])


def _changes(user: User, rows: int, total: int) -> Part:
    """Return the first changes of articles whose claims are to be looked at; no query when there are none."""
    return Part(list(open_changes(user)[:rows]), total) if total else Part()


def desk_seen(user: User) -> None:
    """Remember that the person looked; a second look within ten minutes counts as the same."""
    now = timezone.now()
    if user.last_desk_visit is None or now - user.last_desk_visit > timedelta(minutes=10):
        User.objects.filter(pk=user.pk).update(last_desk_visit=now)

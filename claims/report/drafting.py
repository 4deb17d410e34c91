"""What the builder shows of a draft: its claims, what to look at before freezing, what readers will see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from claims.models import Report, ReportEdition, ReportItem, User
from claims.states import ReportState

from . import builder, checks, corrections, facts, selectors
from .formats.figures import Picture, pictures_of
from .formats.page import Page, page_of
from .formats.words import sentence_of


@dataclass(frozen=True)
class Draft:
    """Everything on the builder page beside the fields of title and introduction."""

    report: Report
    items: list[ReportItem]
    checks: list[checks.Check]
    editions: list[ReportEdition]
    changes: list[str]
    preview: Page
    charts: list[Picture]  # of the claims in the preview
    hidden: int  # claims the preview leaves out
    saved: str

    @property
    def number(self) -> int:
        """The number the next edition will have."""
        return self.editions[0].number + 1 if self.editions else 1

    @property
    def counted(self) -> str:
        """How many claims the draft has, in words: "7 claims"."""
        return "1 claim" if len(self.items) == 1 else f"{len(self.items):,} claims"

    @property
    def to_look_at(self) -> int:
        """How many sentences before freezing ask for a look."""
        return sum(1 for check in self.checks if check.items)

    @property
    def shown(self) -> str:
        """What the page shows of each claim, for the form that freezes it."""
        return facts.shown_of(self.items)

    @property
    def unchanged(self) -> bool:
        """Whether freezing now would print what the newest edition prints."""
        return bool(self.editions) and self.report.state == ReportState.FROZEN and not self.changes


def draft_of(user: User, report: Report) -> Draft:
    """Return what the builder shows of `report` to `user`."""
    items = selectors.items_in_brief(report)
    editions = list(selectors.editions_of(report))
    number = editions[0].number + 1 if editions else 1
    shown = selectors.items_in_full(report, selectors.PREVIEW_LIMIT)
    content = builder.content_of(report, shown, number=number, as_of=timezone.now(), by=user)
    return Draft(
        report=report,
        items=items,
        checks=checks.before_freezing(items),
        editions=editions,
        changes=_changes(report, items),
        preview=page_of(content),
        charts=pictures_of(content["claims"]),
        hidden=len(items) - len(shown),
        saved=_saved(report),
    )


def _changes(report: Report, items: Sequence[ReportItem]) -> list[str]:
    """Return what this draft corrects in the newest edition, in words."""
    printed = selectors.printed_facts(report)
    now = {str(item.claim_id): facts.facts_now(item.claim) for item in items}
    places = {str(item.claim_id): place for place, item in enumerate(items, 1)}
    return [
        sentence_of(change, f"Claim {places.get(change['claim'], '')}")
        for change in corrections.between(printed, now)
    ]


def _saved(report: Report) -> str:
    """Return "Draft, saved 12:10" in the reader's zone."""
    at = timezone.localtime(report.changed_at or report.created_at)
    today = timezone.localtime().date()
    when = f"{at:%H:%M}" if at.date() == today else f"{at.day} {at:%B %Y, %H:%M}"
    return f"Draft, saved {when}"

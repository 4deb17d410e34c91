"""What the templates of public pages print beside the edition itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from ..formats.figures import Picture
from ..formats.page import Correction, Entry, Page, page_of
from . import files, structured
from .became import Became
from .charts import charts_of
from .reads import Opened, Sibling
from .sources_since import Since

AT_A_TIME = 100  # claims on a page
Content = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A public page: the edition as readers have it, and the ways from here."""

    page: Page
    path: str  # of the edition
    address: str  # of this page
    listed: bool
    approver: str  # "" unless names of staff are shown
    siblings: list[Sibling]
    newest: Sibling | None
    sources_since: list[Since]  # what became of the articles under it
    became: list[Became]  # and of its claims
    since: list[Correction]  # what the newest edition corrects in this one
    total: int
    first: int = 1
    last: int = 0
    back: int | None = None
    next: int | None = None
    entry: Entry | None = None  # of the page of one claim
    structured: Content | None = None
    charts: Sequence[Picture] = ()  # of the whole edition, on its first page
    kinds: Sequence[tuple[str, str]] = ()  # the formats of files, with what a link says

    @property
    def many(self) -> bool:
        """Whether the claims need more than one page."""
        return self.total > AT_A_TIME

    @property
    def one(self) -> bool:
        """Whether it is the page of one claim."""
        return self.entry is not None

    @property
    def contact(self) -> str:
        """Where readers report an error, as an address to follow."""
        return contact()


def contact() -> str:
    """Return where readers report an error as an address to follow, "" when the settings name nothing."""
    known = settings.CORRECTIONS_CONTACT
    return f"mailto:{known}" if "@" in known and "://" not in known else known


def page_start(claim: int, total: int) -> int:
    """Return the first claim of the page that a claim is on (both from 1)."""
    return (min(max(claim, 1), max(total, 1)) - 1) // AT_A_TIME * AT_A_TIME + 1


def report_shown(found: Opened, start: int) -> Shown:
    """Return the page of the claims from `start` (page_start) on."""
    total, at = found.total, start - 1
    content = found.content | {"claims": found.content["claims"][at : at + AT_A_TIME]}
    path = f"/r/{found.token}/"
    return Shown(
        page=page_of(content, found.sealed),
        path=path,
        address=f"{settings.SITE_URL}{path}" + (f"?from={at + 1}" if at else ""),
        total=total,
        first=at + 1,
        last=min(at + AT_A_TIME, total),
        back=at + 1 - AT_A_TIME if at else None,
        next=at + 1 + AT_A_TIME if at + AT_A_TIME < total else None,
        charts=() if at else charts_of(found.edition.pk, found.sha256, lambda: found.content),
        **_around(found),
    )


def claim_shown(found: Opened, number: int) -> Shown:
    """Return the page of one claim."""
    claim, around = found.claim(number)
    around = around | {"claims": [claim]}
    around["corrections"] = [row for row in around["corrections"] if row["claim"] == claim["id"]]
    page = page_of(around, found.sealed)
    path = f"/r/{found.token}/"
    address = f"{settings.SITE_URL}{path}{number}/"
    return Shown(
        page=page,
        path=path,
        address=address,
        total=found.total,
        first=page_start(number, found.total),
        back=number - 1 if number > 1 else None,
        next=number + 1 if number < found.total else None,
        entry=page.entries[0],
        structured=structured.of_claim(claim, around=around, sealed=found.sealed, address=address),
        **_around(found, claim["id"]),
    )


def _around(found: Opened, claim: str = "") -> dict[str, Any]:
    publication = found.publication
    rows = [row for row in found.corrections_since() if not claim or row["claim"] == claim]
    approver = publication.approver if publication.names else None
    return {
        "listed": publication.listed,
        "approver": approver.display_name if approver else "",
        "kinds": files.kinds_of(found),
        "siblings": found.siblings,
        "newest": found.newest,
        "sources_since": [row for row in found.sources if not claim or UUID(claim) in row.claims],
        "became": [row for row in found.became if not claim or UUID(claim) == row.claim],
        "since": page_of({**_EMPTY, "corrections": rows}).corrections if rows else [],
    }


_EMPTY: Content = {"edition": {"as_of": "2000-01-01T00:00:00+00:00"}, "tally": [], "claims": []}

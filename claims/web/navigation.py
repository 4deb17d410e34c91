"""What the top bar shows on every page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from claims.access import Action, may
from claims.models import User
from claims.review.selectors import open_review_rows

from .inbox import unread_rows
from .jobs import running_rows


class Rows(Subquery):
    """How many rows a query has, within another query."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS found)"

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows, output_field=IntegerField())


DESTINATIONS = (
    ("Desk", "claims:desk", Action.READ, ("desk", "activity")),
    ("Articles", "claims:article-list", Action.READ, ("article",)),
    ("Review", "claims:review", Action.REVIEW, ("review", "workbench")),
    ("Claims", "claims:claim-list", Action.READ, ("claim", "evidence", "assessment")),
    ("Events", "claims:event-list", Action.READ, ("event",)),
    ("Sources", "claims:source-list", Action.READ, ("source",)),
    ("Assignments", "claims:assignment-list", Action.READ, ("assignment",)),
    ("Reports", "claims:report-list", Action.READ_REPORT, ("report", "edition")),
)
# Forms that open in a place of another name than theirs.
ELSEWHERE = dict.fromkeys(("claim-add", "claim-edit", "claim-split", "claim-merge"), "review")
ELSEWHERE["claim-assign"] = "assignment"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return `nav`, the destinations this person may go to, each with label, url, active and count."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    here = request.resolver_match.url_name if request.resolver_match else ""
    stage = ELSEWHERE.get(here or "") or (here or "").split("-")[0]
    items: list[dict[str, Any]] = [
        {"label": label, "url": reverse(name), "active": stage in stages, "count": None}
        for label, name, action, stages in DESTINATIONS
        if may(user, action)
    ]
    # Counted when the bar is drawn, both in one query: the fragments of htmx have no bar and need none.
    counts = cache(lambda: _counts(user))
    for item in items:
        if item["label"] == "Review":
            item["count"] = lambda: counts()[0]
    reads = may(user, Action.READ)
    return {
        "nav": items,
        "reads": reads,
        "inbox_unread": lambda: counts()[1],
        "desk_name": lambda: counts()[2],
        "jobs_running": lambda: sum(number or 0 for number in counts()[3:]),
    }


def _counts(user: User) -> tuple[int, int, str, *tuple[int | None, ...]]:
    """Return how many claims wait for a decision, how many lines of the inbox are new, the desk's name.

    After them the number of open jobs of each kind, None for a kind that the person has no part in.
    """
    rows = User.objects.filter(pk=user.pk)
    running = [Rows(each.values("pk")) for each in running_rows(user)]
    bar = (Rows(open_review_rows(user)), Rows(unread_rows(user)), "desk__name")
    waiting, unread, desk, *jobs = rows.values_list(*bar, *running).get()
    return waiting, unread, desk or "", *jobs

"""`rematch`: match articles again from the console, beside the workers or without any."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import rematch
from claims.models import Desk, MatchJob
from claims.verify.rematching import job_slice


class Command(BaseCommand):
    """Start (or begin anew) a job and work on it here until it is done."""

    help = "Match all articles of a desk, or of all desks, again; only open proposals of the machine change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the scope, which must be named."""
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("--desk", metavar="NAME", help="the desk whose articles are matched again")
        scope.add_argument("--all", action="store_true", help="all desks")
        parser.add_argument("--queue", action="store_true", help="leave the work to the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; interrupted, the job stays in the queue and the workers go on with it."""
        job = rematch.job_start(user=None, desk=_desk(options["desk"]))
        if options["queue"]:
            self.stdout.write(f"queued: {job.total} articles")
            return
        while job_slice(str(job.pk), seconds=2):
            self._tell(job)
        self._tell(job)

    def _tell(self, job: MatchJob) -> None:
        job.refresh_from_db()
        counts = f"{job.proposed} new, {job.changed} changed, {job.withdrawn} withdrawn"
        self.stdout.write(f"{job.done} of {job.total} articles, {counts} ({job.state})")


def _desk(name: str | None) -> Desk | None:
    if name is None:
        return None
    desk = Desk.objects.filter(name__iexact=name.strip()).first()
    if desk is None:
        known = ", ".join(Desk.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"No desk is called {name!r}. There are: {known or 'none'}.")
    return desk

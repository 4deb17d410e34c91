"""`manage.py up`: run everything, with embedded servers unless addresses of others are given."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.embedded.account import CannotStart
from tracker.embedded.plan import read_plan
from tracker.embedded.progress import Progress
from tracker.embedded.supervisor import Supervisor


class Command(BaseCommand):
    """Start PostgreSQL, Valkey, web, worker and beat under one supervisor; Ctrl-C stops them all."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []  # some ask the database, which is not there yet

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress()
        try:
            code = Supervisor(read_plan(settings.DATA_DIR), progress).run()
        except CannotStart as error:
            progress.end_line()
            raise CommandError(str(error)) from error
        if code:
            sys.exit(code)

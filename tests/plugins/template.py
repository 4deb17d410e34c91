"""One migrated database for all processes of a run. The controller makes it while they still start.

Each process copies it: migrating takes seconds of computing, copying none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
from django.db import connection

from tests.plugins.workers import ROOT, environment, wait_until

NAME = "migrated"
NOTE = "TEST_TEMPLATE"  # in the environment of the processes: the file that says how it went
MIGRATE = (
    "import gc; gc.disable(); from django.core.management import execute_from_command_line as run;"
    "run(['manage.py', 'migrate', '--verbosity=0'])"
)


def begin(data_dir: Path) -> subprocess.Popen[bytes]:
    """Make the database in a process of its own."""
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], port=known["PORT"], user=known["USER"], dbname="postgres", autocommit=True
    ) as opened:
        opened.execute(f"CREATE DATABASE {NAME}")
    os.environ[NOTE] = str(data_dir / "template")
    process = subprocess.Popen(
        [sys.executable, "-c", MIGRATE],
        cwd=ROOT,
        env=environment(
            DJANGO_SETTINGS_MODULE="tracker.settings",
            DATABASE_URL=f"postgres://{known['USER']}@/{NAME}?host={known['HOST']}&port={known['PORT']}",
        ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    threading.Thread(target=_note, args=(process, Path(os.environ[NOTE])), daemon=True).start()
    return process


def _note(process: subprocess.Popen[bytes], note: Path) -> None:
    part = note.with_suffix(".part")
    part.write_text("" if process.wait() else NAME, encoding="ascii")
    part.rename(note)


def take() -> None:
    """Let the test database be a copy. Where none was made it is migrated as ever, and that says why."""
    if NOTE not in os.environ:
        return
    note = Path(os.environ[NOTE])
    if wait_until(note.exists, 300) and (name := note.read_text(encoding="ascii")):
        connection.settings_dict["TEST"]["TEMPLATE"] = name

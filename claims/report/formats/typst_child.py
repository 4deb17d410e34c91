"""Runs typst in another process, whose memory is free again when it ends (typeset.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS, CHILD = HERE / "fonts", HERE / "typeset.py"
SECONDS = 100


class NotSet(RuntimeError):
    """The file could not be made."""


def start(template: str | Path, data: dict[str, Any], file: Path) -> subprocess.Popen[bytes]:
    """Begin to set `file` by a template of this folder; `finish` waits for it.

    A file that ends in .png has a {p} in its name, which is the number of a page.
    """
    given = file.with_suffix(".json")
    given.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-I", *map(str, (CHILD, HERE / template, FONTS, given, file))]
    return subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603


def finish(child: subprocess.Popen[bytes]) -> None:
    """Wait for a file to be set. Raises NotSet."""
    try:
        _, errors = child.communicate(timeout=SECONDS)
    except BaseException as error:
        child.kill()
        child.wait()
        raise NotSet(str(error)) from error
    if child.returncode:
        raise NotSet(errors.decode(errors="replace")[-500:])

"""docs/operations.md lists every setting that the code reads."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""env\.(?:text|flag|number|amount|words)\(\s*"([A-Z_]+)\"""")


def settings_read() -> set[str]:
    """Return the names that settings and the supervisor read from the environment."""
    return {
        name for path in (ROOT / "tracker").rglob("*.py") for name in READ.findall(path.read_text("utf-8"))
    }


def test_every_setting_is_explained():
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text("utf-8")))
    read = settings_read()
    assert {"PORT", "DATABASE_URL", "HTTPS"} <= read  # the reader of this test sees something
    assert read <= explained, f"not in docs/operations.md: {sorted(read - explained)}"

"""Typesets one part of a PDF, or pictures, in a process of its own, whose memory is free again when it ends.

`python typeset.py TEMPLATE FONTS DATA OUTPUT`. The data reach the template as a value, never as text
of it; fonts are those of the folder, so that every machine gives the same bytes.
"""

from __future__ import annotations

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

SECONDS = 90  # of a processor; the end of a child whose parent was killed
PPI = 144.0  # of pictures
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the document has its own date


def typeset(template: Path, fonts: Path, data: Path, output: Path) -> None:
    """Write the PDF that `template` makes of the JSON in `data`. Raises typst.TypstError."""
    typst.compile(
        str(template),
        output=str(output),
        root=str(template.parent),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"data": data.read_text(encoding="utf-8")},
        timestamp=EPOCH,
        format="png" if output.suffix == ".png" else "pdf",
        ppi=PPI,
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    typeset(*map(Path, sys.argv[1:5]))

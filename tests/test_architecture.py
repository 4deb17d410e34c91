"""The house keeps its rooms apart: the import table, and where statuses may be written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from claims import states

ROOT = Path(__file__).parent.parent
STATUS_WRITERS = {"claims/record.py", "claims/record_many.py", "claims/flow.py"}
STATUS_FIELDS = "review_state|freshness|attribution_verdict|verdict"


def test_the_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", ROOT / "pyproject.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _direct_writes(source: str) -> list[str]:
    """Return assignments to a status attribute and `update(status=...)` calls in a module."""
    assigned = re.findall(rf"\b\w+\.(?:{STATUS_FIELDS})\s*=(?!=)", source)
    updated = re.findall(rf"\.update\([^)]*\b(?:{STATUS_FIELDS})\s*=", source)
    return assigned + updated


def test_only_the_record_writes_the_status_of_a_claim():
    offenders = {
        str(path.relative_to(ROOT)): found
        for path in sorted((ROOT / "claims").rglob("*.py"))
        if str(path.relative_to(ROOT)) not in STATUS_WRITERS
        and "migrations" not in path.parts
        and (found := _direct_writes(path.read_text(encoding="utf-8")))
    }
    assert offenders == {}


def test_the_search_for_direct_writes_finds_one():
    assert _direct_writes("claim.review_state = 'accepted'")
    assert _direct_writes("rows.update(verdict='inaccurate')")
    assert not _direct_writes("if claim.verdict == Verdict.UNASSESSED: pass")


def test_there_is_no_utils_module_and_no_signal():
    python = [path for path in (ROOT / "claims").rglob("*.py")] + [
        path for path in (ROOT / "tracker").rglob("*.py")
    ]
    assert not [path for path in python if path.stem in {"utils", "helpers", "common"}]
    assert not [path for path in python if "django.dispatch" in path.read_text(encoding="utf-8")]


def test_every_status_of_a_transition_table_is_a_status():
    kinds = {
        "claim.review_state": states.Review,
        "claim.freshness": states.Freshness,
        "assessment.state": states.AssessmentState,
        "evidence.state": states.EvidenceState,
        "assignment.state": states.AssignmentState,
        "article.state": states.ArticleState,
        "work.state": states.WorkState,
        "matchjob.state": states.JobState,
        "claimbatch.state": states.JobState,
        "export.state": states.JobState,
        "report.state": states.ReportState,
        "publication.state": states.PublicationState,
        "publiclink.state": states.LinkState,
    }
    assert set(kinds) == set(states.TRANSITIONS)
    for field, kind in kinds.items():
        known = set(kind)
        assert {state for edge in states.edges(field) for state in edge} <= known

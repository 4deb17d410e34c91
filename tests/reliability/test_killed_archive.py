"""Workers that write an archive are killed with -9: others go on behind the last finished piece."""

from __future__ import annotations

import hashlib
import random

import pytest
from django.utils import timezone

from claims.models import Export, ExportChunk
from claims.report import exporting, exports
from claims.states import JobState
from tests.plugins.workers import through_kills
from tests.report import archive_checker, makers

FILES = 60  # of more than a piece each: the editions and the claims come before them
BYTES = 1_500_000


@pytest.mark.hard
@pytest.mark.django_db(transaction=True)
def test_a_killed_archive_goes_on_and_is_the_same_bytes(bob, alice, edna, tmp_path):
    claim = makers.full_claim(bob, alice)
    chance = random.Random(7)
    for number in range(FILES):
        makers.brought(claim, bob, b"%PDF-1.7 " + chance.randbytes(BYTES), f"log-{number}.pdf")
    report, at = makers.report_of(bob, [claim]), timezone.now()
    job = exports.archive_start(user=edna, about=report, at=at)
    seen: dict[int, int] = {}

    def chunks() -> int:
        found = dict(ExportChunk.objects.filter(export=job).values_list("pk", "number"))
        assert seen.items() <= found.items(), "what was finished before a kill is written once"
        seen.update(found)
        return len(found)

    def over() -> bool:
        return bool(chunks()) and Export.objects.get(pk=job.pk).state == JobState.DONE

    through_kills(tmp_path / "beat", chunks, FILES, over)
    job.refresh_from_db()
    data = b"".join(exports.chunks(job))
    assert (job.size, job.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert archive_checker.faults(data) == []
    Export.objects.update(expires_at=at)
    whole = exports.archive_start(user=edna, about=report, at=at)
    while exporting.export_slice(str(whole.pk)):
        pass
    assert b"".join(exports.chunks(Export.objects.get(pk=whole.pk))) == data

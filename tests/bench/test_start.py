"""How long a person waits for the first page: with empty data, and every time after."""

from __future__ import annotations

import time

import pytest

from tests.reliability.installation import Installation

WARM = 10.0  # seconds, the promise of the README


@pytest.mark.bench
def test_the_first_page_answers_within_ten_seconds_when_warm():
    site = Installation()
    seconds = []
    try:
        for _ in range(4):
            began = time.monotonic()
            site.start()
            assert site.page() == 200
            seconds.append(time.monotonic() - began)
            site.stop()
    finally:
        site.remove()
    print(f"\nfirst start {seconds[0]:.1f} s; warm {', '.join(f'{s:.1f}' for s in seconds[1:])} s")
    assert max(seconds[1:]) < WARM

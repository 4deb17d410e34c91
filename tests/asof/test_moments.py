"""Moments in addresses: with a zone, without one, and what is no moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from claims.asof.moments import Unreadable, read, said, typed, written

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2026-03-31T14:05Z", 14, 5),
        ("2026-03-31T14:05:00.000000Z", 14, 5),
        ("2026-03-31t14:05z", 14, 5),
        ("2026-03-31T14:05:00+02:00", 12, 5),
        ("2026-03-31T14:05:00 02:00", 12, 5),  # an address makes a space of the plus sign
        ("2026-03-31T14:05:00-0330", 17, 35),
        ("2026-03-31T14:05", 11, 5),  # Kyiv, in summer
        (" 2026-03-31 14:05:00 ", 11, 5),
    ],
)
def test_a_moment_is_read_with_its_zone_else_the_newsrooms(text, hour, minute):
    assert read(text, KYIV) == datetime(2026, 3, 31, hour, minute, tzinfo=UTC)


def test_microseconds_are_kept():
    at = datetime(2026, 3, 31, 14, 5, 1, 234567, tzinfo=UTC)
    assert read(written(at), KYIV) == at


def test_an_hour_that_comes_twice_is_the_first_one():
    assert read("2026-10-25T03:30", KYIV) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2026-03-31", "31.3.2026 14:05", "2026-13-01T10:00", "2026-02-30T10:00",
        "2026-03-31T25:00",
        "2026-03-31T14:05:00+99:00", "0001-01-01T00:00+05:00", "9999-12-31T23:59-05:00", "1774966000",
        "2026-03-31T14:05\0", "2026-03-31T14:05ZZ", "٢٠٢٦-03-31T14:05", "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_an_example(text):
    with pytest.raises(Unreadable) as refused:
        read(text, KYIV)
    assert "Write it like 2026-03-31T14:05" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_moment_is_said_and_typed_in_the_newsrooms_zone():
    at = datetime(2026, 3, 31, 11, 5, 7, tzinfo=UTC)
    assert said(at, KYIV) == "31 March 2026, 14:05:07 EEST"
    assert typed(at, KYIV) == "2026-03-31T14:05:07"
    assert read(typed(at, KYIV), KYIV) == at

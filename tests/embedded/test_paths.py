"""Addresses that follow from DATA_DIR, and the secrets kept in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tracker import env
from tracker.embedded import paths


def test_the_sockets_lie_below_the_data_directory(tmp_path):
    assert paths.run_dir(Path("/srv/news")) == Path("/srv/news/run")


def test_a_path_too_long_for_a_socket_gets_a_short_stable_directory_instead():
    long = Path("/srv") / ("n" * 100)
    short = paths.run_dir(long)
    assert len(str(short)) < 60
    assert short == paths.run_dir(long)
    assert short != paths.run_dir(long / "other")


def test_the_longest_path_kept_still_fits_a_socket_on_every_system():
    for length in range(60, 110):
        data_dir = Path("/" + "d" * length)
        assert len(str(paths.run_dir(data_dir) / f".s.PGSQL.{paths.POSTGRES_PORT}")) <= 103


def test_the_database_address_reads_back_as_the_socket_directory_even_with_spaces():
    read = env.database(paths.database_url(Path("/srv/the news & more")))
    assert (read["HOST"], read["PORT"]) == ("/srv/the news & more/run", "5432")
    assert (read["USER"], read["NAME"], read["OPTIONS"]) == ("app", "second_source", {})


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("redis://cache:6379/2", "redis://cache:6379/2"),
    ],
)
def test_the_broker_address_is_spelled_as_celery_reads_it(given, wanted):
    assert paths.broker_url(given) == wanted


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = paths.kept_secret(tmp_path / "new", "token")
    assert len(first) > 60
    assert paths.kept_secret(tmp_path / "new", "token") == first
    assert stat.S_IMODE((tmp_path / "new" / "token").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["token"]


def test_two_data_directories_have_different_secrets(tmp_path):
    assert paths.kept_secret(tmp_path / "a") != paths.kept_secret(tmp_path / "b")


def test_where_nothing_can_be_written_a_command_still_gets_a_secret(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert len(paths.kept_secret(tmp_path / "file" / "below")) > 60

"""The embedded servers themselves: made whole or not at all, ours alone, with what we need inside."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from tracker.embedded import account, home, paths, postgres
from tracker.embedded.account import CannotStart, private_dir, runs_as, server_account
from tracker.embedded.home import open_home
from tracker.embedded.postgres import connect, make_cluster, start_postgres
from tracker.embedded.testing import TemporaryServers
from tracker.embedded.valkey import start_valkey

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another account")


@pytest.fixture(scope="module")
def servers():
    pair = TemporaryServers()
    pair.start()
    yield open_home(pair.data_dir)
    pair.stop()


@pytest.fixture
def place():
    """A home that the servers' account can enter, unlike pytest's own directories."""
    box = TemporaryServers()
    yield open_home(box.data_dir)
    box.stop()


def test_the_application_is_no_superuser_but_may_make_databases(servers):
    with connect(servers) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'app'"
        ).fetchone()
    assert row == (False, True, False)


def test_a_database_the_application_makes_has_every_extension(servers):
    with psycopg.connect(
        host=str(paths.run_dir(servers.data_dir)),
        port=5432,
        user="app",
        dbname="second_source",
        autocommit=True,
    ) as app:
        app.execute("CREATE DATABASE made_by_app")
    with connect(servers, "made_by_app") as connection:
        found = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    assert found >= set(postgres.EXTENSIONS)


def test_text_sorts_and_folds_the_same_on_every_machine(servers):
    with connect(servers, paths.DATABASE) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datlocale, lower('ÄÖ') FROM pg_database WHERE datname = %s",
            [paths.DATABASE],
        ).fetchone()
    assert row == ("b", "C.UTF-8", "äö")


def test_no_server_listens_on_the_network(servers):
    with connect(servers) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    client = redis.Redis(unix_socket_path=str(paths.valkey_socket(servers.data_dir)))
    assert client.config_get("port") == {"port": "0"}
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_only_the_owner_may_enter_the_directory_of_the_sockets(servers):
    assert stat.S_IMODE(servers.run.stat().st_mode) == 0o700


def test_a_second_server_on_the_same_files_is_refused_not_shared(servers):
    with pytest.raises(CannotStart, match="PostgreSQL stopped while starting"):
        start_postgres(servers, durable=False)
    with connect(servers) as connection:  # and the first one is unharmed
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_initdb_interrupted_half_way_starts_afresh(place, monkeypatch):
    def die_half_way(home, part, *, durable):
        (part / "PG_VERSION").write_text("18\n")
        (part / "half").write_text("written")
        raise KeyboardInterrupt

    whole = postgres._initdb
    monkeypatch.setattr(postgres, "_initdb", die_half_way)
    with pytest.raises(KeyboardInterrupt):
        make_cluster(place, durable=False)
    assert not place.postgres.exists()
    monkeypatch.setattr(postgres, "_initdb", whole)
    assert make_cluster(place, durable=False)
    assert not (place.postgres / "half").exists()


def test_a_cluster_of_another_version_is_refused_in_words(place):
    private_dir(place.postgres, place.account)
    (place.postgres / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 17; this release runs 18"):
        make_cluster(place, durable=False)


def test_files_that_are_no_cluster_are_left_alone(place):
    private_dir(place.postgres, place.account)
    (place.postgres / "thesis.txt").write_text("mine")
    with pytest.raises(CannotStart, match="not a PostgreSQL cluster"):
        make_cluster(place, durable=False)
    assert (place.postgres / "thesis.txt").exists()


def test_data_survive_a_restart_and_a_kill(place):
    server = start_postgres(place)
    cache = start_valkey(place)
    with connect(place, paths.DATABASE) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    redis.Redis(unix_socket_path=str(paths.valkey_socket(place.data_dir))).set("kept", "too")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    cache.stop()
    server, cache = start_postgres(place), start_valkey(place)
    try:
        with connect(place, paths.DATABASE) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert redis.Redis(unix_socket_path=str(paths.valkey_socket(place.data_dir))).get("kept") == b"too"
    finally:
        server.stop()
        cache.stop()


def test_settings_of_another_postgresql_do_not_leak_in(place, monkeypatch):
    for name, value in {"PGPORT": "1", "PGHOST": "/nowhere", "PGDATA": "/nowhere", "PGUSER": "x"}.items():
        monkeypatch.setenv(name, value)
    start_postgres(place, durable=False).stop()


def test_a_data_path_too_long_for_a_socket_works_all_the_same():
    box = TemporaryServers()
    deep = box.data_dir / ("d" * 90)
    found = open_home(deep)
    try:
        assert len(str(found.run)) < 60
        start_postgres(found, durable=False).stop()
    finally:
        found.run.rmdir()
        box.stop()


def test_a_stranger_in_the_shared_temporary_directory_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "real")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        private_dir(tmp_path / "run", None)


@as_root
def test_root_never_runs_the_servers_itself(tmp_path):
    found = server_account(tmp_path / "postgres")
    assert found is not None
    assert found.uid != 0


@as_root
def test_root_keeps_the_account_that_owns_the_data(tmp_path):
    (tmp_path / "postgres").mkdir()
    nobody = account._nobody()
    os.chown(tmp_path / "postgres", nobody.uid, nobody.gid)
    assert server_account(tmp_path / "postgres") == nobody


def test_an_ordinary_person_stays_who_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert server_account(tmp_path) is None


@as_root
def test_below_a_closed_home_data_and_programs_move_to_where_the_account_can_go(monkeypatch, place):
    monkeypatch.setattr(home, "SHARED", place.data_dir / "shared")
    closed = place.data_dir / "home"
    closed.mkdir(mode=0o700)
    moved = open_home(closed / "var")
    assert moved.base.parent == place.data_dir / "shared"
    assert (closed / "var" / "run").resolve() == moved.run
    assert open_home(closed / "var") == moved

    package = closed / "somepackage"
    (package / "bin").mkdir(parents=True)
    (closed / "somepackage.libs").mkdir(mode=0o700)
    tool = package / "bin" / "tool"
    tool.write_text("#!/bin/sh\nexit 0\n")
    tool.chmod(0o700)
    assert not runs_as(moved.account, tool)
    home._copy_package(package, place.data_dir / "shared" / "programs" / "copy")
    assert runs_as(
        moved.account, place.data_dir / "shared" / "programs" / "copy" / "somepackage" / "bin" / "tool"
    )
    assert (place.data_dir / "shared" / "programs" / "copy" / "somepackage.libs").is_dir()


@as_root
def test_a_database_whose_files_are_gone_is_not_replaced_by_an_empty_one(tmp_path):
    (tmp_path / "postgres").symlink_to(Path("/nonexistent/base/postgres"))
    with pytest.raises(CannotStart, match="which is gone"):
        open_home(tmp_path)

"""What a start is to do, and the sentences of a start that cannot be."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tracker.embedded.account import CannotStart
from tracker.embedded.home import make_data_dir
from tracker.embedded.plan import OnlyOne, check_port, free_port, reachable_host, read_plan
from tracker.embedded.programs import programs


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in ("PORT", "HOST", "DATABASE_URL", "REDIS_URL", "DEMO"):
        monkeypatch.delenv(name, raising=False)


def test_without_settings_it_listens_on_this_machine_only(tmp_path):
    plan = read_plan(tmp_path)
    assert (plan.host, plan.port, plan.address) == ("127.0.0.1", 8000, "http://127.0.0.1:8000/")


@pytest.mark.parametrize(
    ("value", "words"), [("http", "PORT must be"), ("0", "PORT"), ("70000", "at most 65535")]
)
def test_a_port_that_is_none_is_refused_by_name(tmp_path, monkeypatch, value, words):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(CannotStart, match=words):
        read_plan(tmp_path)


@pytest.mark.parametrize(
    ("host", "opened"), [("0.0.0.0", "localhost"), ("::", "localhost"), ("news.lan", "news.lan")]
)
def test_the_printed_address_can_be_opened(host, opened):
    assert reachable_host(host) == opened


def test_an_ipv6_address_is_printed_in_brackets(tmp_path, monkeypatch):
    monkeypatch.setenv("HOST", "::1")
    assert read_plan(tmp_path).address == "http://[::1]:8000/"


def test_a_taken_port_is_named_with_a_free_one(taken):
    with pytest.raises(CannotStart) as refused:
        check_port("127.0.0.1", taken)
    assert f"Port {taken} on 127.0.0.1 is taken" in str(refused.value)
    suggested = int(str(refused.value).rpartition("PORT=")[2])
    check_port("127.0.0.1", suggested)


def test_a_free_port_is_accepted():
    check_port("127.0.0.1", free_port("127.0.0.1", 20_000))


def test_a_host_that_is_not_ours_is_refused():
    with pytest.raises(CannotStart, match=r"HOST 192\.0\.2\.1 cannot be listened on"):
        check_port("192.0.2.1", 8000)


def test_a_second_start_names_the_first(tmp_path):
    plan = read_plan(tmp_path)
    first = OnlyOne(plan)
    first.acquire()
    with pytest.raises(
        CannotStart, match=rf"already running: http://127.0.0.1:8000/ \(process {os.getpid()}\)"
    ):
        OnlyOne(plan).acquire()
    first.release()
    OnlyOne(plan).acquire()


def test_the_lock_of_a_killed_process_does_not_bind(tmp_path):
    code = (
        "import os, pathlib, signal; from tracker.embedded.plan import OnlyOne, read_plan;"
        f"lock = OnlyOne(read_plan(pathlib.Path({str(tmp_path)!r}))); lock.acquire();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    OnlyOne(read_plan(tmp_path)).acquire()


def test_a_worker_of_its_own_waits_for_a_model_only_when_one_is_set_up(tmp_path, monkeypatch):
    monkeypatch.delenv("SECOND_OPINION_URL", raising=False)
    assert [p.name for p in programs(read_plan(tmp_path))] == ["web", "beat", "worker"]
    monkeypatch.setenv("SECOND_OPINION_URL", "http://localhost:11434/v1")
    found = {p.name: p.argv for p in programs(read_plan(tmp_path))}
    assert list(found) == ["web", "beat", "second-opinion", "worker"]
    assert "second-opinion" in found["second-opinion"]
    assert "--queues" not in found["worker"]  # the default queue alone


def test_a_data_directory_that_cannot_be_made_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotStart, match="cannot be written"):
        make_data_dir(tmp_path / "file" / "data")

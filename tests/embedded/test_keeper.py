"""A program that dies is started again, with growing pauses, and not for ever. Real processes, small ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tracker.embedded import process
from tracker.embedded.account import CannotStart
from tracker.embedded.keeper import LIMIT, GaveUp, Keeper, how_it_ended, pause_after
from tracker.embedded.process import Program, birth, remember, start, stop_leftovers

SLEEP = "import time; time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import pathlib, signal, sys, time
from tracker.embedded.process import Program, start
program = Program("s", (sys.executable, "-c", sys.argv[1]), {}, pathlib.Path(sys.argv[2]), (), signal.SIGKILL)
print(start(program).pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def program(tmp_path):
    """Return a maker of small programs; what they started is killed at the end."""

    def make(code: str, grace: float = 5.0, orphaned: signal.Signals = signal.SIGKILL) -> Program:
        return Program(
            name="sleeper",
            argv=(sys.executable, "-c", code),
            environ=dict(os.environ),
            log=tmp_path / "sleeper.log",
            stop=((signal.SIGTERM, grace),),
            orphaned=orphaned,
        )

    return make


def wait_for(condition, seconds=10.0):
    """Return whether the condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_killed_program_is_started_again_and_said_so(program):
    said: list[str] = []
    keeper = Keeper(start(program(SLEEP)), said.append)
    first = keeper.child.pid
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: keeper.check(time.monotonic()))
    assert keeper.child.running()
    assert keeper.child.pid != first
    assert said[0] == "sleeper stopped (killed by SIGKILL); starting it again"
    keeper.child.stop()


def test_a_running_program_is_left_alone(program):
    keeper = Keeper(start(program(SLEEP)), pytest.fail)
    assert not keeper.check(time.monotonic())
    keeper.child.stop()


def test_a_program_that_keeps_dying_is_given_up_with_its_last_words(program):
    keeper = Keeper(start(program("print('the disk is full'); raise SystemExit(3)")), lambda text: None)
    restarts = []

    def die_on_and_on():
        for half_seconds in range(1000):
            keeper.child.process.wait()
            restarts.append(keeper.check(half_seconds / 2))

    with pytest.raises(GaveUp, match=r"(?s)exit code 3.*the disk is full"):
        die_on_and_on()
    assert sum(restarts) == LIMIT - 1


def test_deaths_long_ago_are_forgotten(program):
    keeper = Keeper(start(program("pass")), lambda text: None)
    now = 0.0
    for _ in range(LIMIT * 2):
        keeper.child.process.wait()
        keeper.check(now)
        keeper.check(now + 60)
        now += 300
    keeper.child.stop()


def test_the_pauses_grow_and_end_somewhere():
    assert [pause_after(n) for n in (1, 2, 3, 4, 5, 9)] == [0, 1, 2, 4, 8, 15]


def test_an_end_is_told_in_words():
    assert (how_it_ended(-9), how_it_ended(3)) == ("killed by SIGKILL", "exit code 3")


def test_a_program_deaf_to_the_first_signal_is_killed_after_its_grace(program, tmp_path):
    child = start(program(STUBBORN, grace=0.3))
    assert wait_for(lambda: "deaf" in child.last_words())
    child.stop()
    assert not child.running()


def test_a_person_in_a_hurry_waits_less(program, monkeypatch):
    monkeypatch.setattr(process, "HURRY", 0.1)
    child = start(program(STUBBORN, grace=60))
    assert wait_for(lambda: "deaf" in child.last_words())
    began = time.monotonic()
    child.stop(lambda: True)
    assert time.monotonic() - began < 10


def test_a_program_that_is_not_there_is_refused_in_words(program, tmp_path):
    with pytest.raises(CannotStart, match="sleeper cannot be started"):
        start(Program("sleeper", ("/no/such/program",), {}, tmp_path / "log", (), signal.SIGKILL))


@pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel tells children of a dead parent on Linux only"
)
def test_a_child_dies_with_a_killed_parent(program, tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, SLEEP, tmp_path / "log"], stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    assert birth(child)
    parent.kill()
    parent.communicate()
    assert wait_for(lambda: birth(child) is None)


def test_what_a_killed_supervisor_left_is_stopped_at_the_next_start(program, tmp_path):
    child = start(program(SLEEP))
    remember([child], tmp_path / "processes.json")
    assert stop_leftovers(tmp_path / "processes.json") == ["sleeper"]
    assert child.process.wait(5) == -signal.SIGTERM


def test_a_reused_process_number_is_not_touched(program, tmp_path):
    child = start(program(SLEEP))
    remember([child], tmp_path / "processes.json")
    text = (tmp_path / "processes.json").read_text()
    (tmp_path / "processes.json").write_text(text.replace(birth(child.pid), "1"))
    assert stop_leftovers(tmp_path / "processes.json") == []
    assert child.running()
    child.stop()

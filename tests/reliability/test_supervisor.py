"""`make run` as it is lived: started, started twice, killed in every part, stopped. Real processes."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time

import pytest

from tests.reliability.installation import START, Installation, descendants, new_data_dir, until
from tracker.embedded import paths
from tracker.embedded.home import open_home
from tracker.embedded.postgres import connect
from tracker.embedded.process import birth

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")


@pytest.fixture(scope="module")
def place():
    """One DATA_DIR for the module."""
    installation = Installation()
    yield installation
    installation.remove()


@pytest.fixture
def site(place):
    """The installation, running; started again if the test before ended it."""
    if not place.running():
        place.start()
        assert place.page() == 200, "the sign-in page itself is broken"
    return place


@pytest.fixture
def own():
    """An installation of the test's own, not yet started."""
    installation = Installation()
    yield installation
    installation.remove()


def gone(processes: dict[int, str]) -> bool:
    """Return whether none of these processes is left."""
    return not any(birth(pid) == mark for pid, mark in processes.items())


def test_it_ends_with_address_people_data_and_how_to_stop(site):
    block = site.output().partition("is running.")[2]
    assert f"http://127.0.0.1:{site.port}/" in block
    assert str(site.data_dir) in block
    assert re.search(r"Sign in as +\w+ +\w+", block)
    assert (site.data_dir / "demo_password").read_text().strip() in block
    assert f"kill {site.pid}" in block
    assert site.page() == 200


def test_collected_files_lie_with_the_data(site):
    # Two installations that run from one checkout would otherwise take each other's files away.
    assert (site.data_dir / "static" / "staticfiles.json").is_file()


def test_each_step_is_shown_with_its_time(site):
    for step in (
        "Starting PostgreSQL",
        "Starting Valkey",
        "Bringing the database up to date",
        "Starting web",
    ):
        assert re.search(rf"{step}.* \d+\.\d s$", site.output(), re.MULTILINE), step


def test_secrets_are_for_their_owner_only(site):
    for name in ("secret_key", "demo_password"):
        assert stat.S_IMODE((site.data_dir / name).stat().st_mode) == 0o600


def test_other_commands_work_beside_it_without_any_setting_but_the_data_directory(site):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"], env=site.environ({}), check=False, cwd="."
    )
    assert done.returncode == 0


def test_a_second_start_says_so_and_harms_nothing(site):
    second = Installation(site.data_dir, site.port + 1)
    second._output = site.data_dir.with_name("second.out")
    second.start(wait=False)
    assert second.process.wait(START) == 1
    assert f"already running: http://127.0.0.1:{site.port}/ (process {site.pid})" in second.output()
    second._output.unlink()
    assert site.running()
    assert site.page() == 200


def test_a_taken_port_is_named_and_another_offered(site, own):
    own.port = site.port
    own.start(wait=False)
    assert own.process.wait(START) == 1
    assert re.search(rf"Port {site.port} on 127\.0\.0\.1 is taken.*PORT=\d+", own.output())


@pytest.mark.parametrize("name", ["worker", "beat", "web", "Valkey", "PostgreSQL"])
def test_a_killed_child_is_started_again(site, name):
    first = site.child(name)
    below = descendants(first)
    os.kill(first, signal.SIGKILL)
    assert until(lambda: f"{name} is running again" in site.output(), 60), site.output()
    assert until(lambda: site.page() == 200 and site.database_answers(), 30)
    assert site.child(name) != first
    assert until(lambda: gone(below), 30), "the children of the killed process live on"


def test_killing_the_supervisor_leaves_no_process_and_no_loss(site):
    home = open_home(site.data_dir)
    with connect(home, paths.DATABASE) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept_by_test AS SELECT 42 AS answer")
    secret = (site.data_dir / "secret_key").read_text()
    below = descendants(site.pid)
    assert len(below) > 8  # postgres and its helpers, valkey, web with workers, beat, worker with children
    site.send(signal.SIGKILL)
    site.process.wait()
    assert until(lambda: gone(below), 30), f"left: {[pid for pid in below if birth(pid)]} of {below}"
    site.start()
    with connect(home, paths.DATABASE) as connection:
        assert connection.execute("SELECT answer FROM kept_by_test").fetchone() == (42,)
    assert (site.data_dir / "secret_key").read_text() == secret
    assert site.page() == 200


def test_ctrl_c_stops_everything_in_order_and_exits_with_success(site):
    below = descendants(site.pid)
    assert site.stop(signal.SIGINT) == 0
    assert gone(below)
    names = re.findall(r"Stopping (\w+) \.", site.output())
    assert names == ["web", "beat", "worker", "Valkey", "PostgreSQL"]
    assert site.page() is None


@pytest.mark.hard
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_every_polite_signal_stops_it(own, number):
    own.start()
    below = descendants(own.pid)
    assert own.stop(number) == 0
    assert gone(below)


@pytest.mark.hard
def test_a_second_ctrl_c_shortens_the_stop(own):
    own.start()
    below = descendants(own.pid)
    os.kill(own.child("worker"), signal.SIGSTOP)  # deaf to SIGTERM: would wait out its grace
    own.send(signal.SIGINT)
    time.sleep(1)
    began = time.monotonic()
    own.send(signal.SIGINT)
    assert own.process.wait(40) == 0
    assert time.monotonic() - began < 15
    assert gone(below)


@pytest.mark.hard
@pytest.mark.parametrize("after", ["starts with the data", "Starting PostgreSQL", "Bringing the database"])
def test_ctrl_c_while_starting_stops_what_had_started(own, after):
    own.start(wait=False)
    assert until(lambda: after in own.output(), START)
    below = descendants(own.pid)
    own.send(signal.SIGINT)
    assert own.process.wait(30) in {0, 1}
    assert until(lambda: gone(below), 5)
    own.start()
    assert own.page() == 200


@pytest.mark.hard
def test_a_worker_that_dies_six_times_is_given_up_in_words(own):
    own.start(WORKER_CONCURRENCY="1")
    for restarts in range(1, 6):
        os.kill(own.child("worker"), signal.SIGKILL)
        assert until(lambda n=restarts: own.output().count("worker is running again") == n, 30)
    os.kill(own.child("worker"), signal.SIGKILL)
    assert own.process.wait(60) == 1
    assert "worker stopped 6 times within 2 minutes" in own.output()


@pytest.mark.hard
def test_a_path_too_long_for_a_socket_is_served_all_the_same():
    box = new_data_dir()
    own = Installation(box / ("d" * 100), None)
    own._output = box / "out"
    try:
        own.start()
        assert own.page() == 200
    finally:
        own.remove()


@pytest.mark.hard
def test_given_servers_are_used_and_none_is_started(site, own):
    own.start(DATABASE_URL=paths.database_url(site.data_dir), REDIS_URL=paths.redis_url(site.data_dir))
    assert own.page() == 200
    assert "Starting PostgreSQL" not in own.output()
    assert not (own.data_dir / "postgres").exists()
    with pytest.raises(KeyError):
        own.child("PostgreSQL")


@pytest.mark.hard
def test_a_given_database_that_does_not_answer_is_told_without_the_password(own):
    own.start(
        wait=False, DATABASE_URL="postgres://me:hidden-word@127.0.0.1:9/news", REDIS_URL="redis://127.0.0.1:9"
    )
    assert own.process.wait(90) == 1
    assert "The database of DATABASE_URL does not answer" in own.output()
    assert "hidden-word" not in own.output()

"""Twenty people decide on one queue at once, through real web workers: `make test-hard`.

SOAK_SECONDS is how long (300). Nothing that was acknowledged may be lost, no two people may hold one claim,
and no request may fail on the server's side.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.test import Client

from claims.models import AuditEntry, Claim, Desk, Role
from tests.cast import make_article, make_claim, make_source, person
from tests.plugins.workers import ROOT, environment, kill, wait_until

READERS = 20
SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
CLAIMS = int(SECONDS * 30) + 200  # more than two cores decide in that time
PER_ARTICLE = 20
HELD = re.compile(r'id="current-claim" name="from" value="([0-9a-f-]{36})"')
SEEN = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Board:
    """What the readers saw, together."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    holding: dict[str, str] = field(default_factory=dict)
    twice: list[tuple[str, str, str]] = field(default_factory=list)
    decided: dict[str, tuple[str, str]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def takes(self, claim: str, name: str) -> None:
        """Note that `name` was handed `claim`, and whether somebody had it already."""
        with self.lock:
            other = self.holding.get(claim)
            if other not in {None, name} or claim in self.decided:
                self.twice.append((claim, name, other or self.decided[claim][0]))
            self.holding[claim] = name

    def gives_back(self, claim: str) -> None:
        """Note that the claim is about to be decided: from then on the server may hand out nothing of it."""
        with self.lock:
            self.holding.pop(claim, None)

    def acknowledged(self, claim: str, name: str, state: str) -> None:
        """Note a decision that the server confirmed."""
        with self.lock:
            self.decided[claim] = (name, state)


@pytest.fixture
def queue(foreign_desk: Desk) -> Desk:
    """A desk with more claims than anybody will get through."""
    source = make_source()
    for number in range(CLAIMS // PER_ARTICLE):
        lines = [
            f"The harbour authority counted {number * PER_ARTICLE + line} crates."
            for line in range(PER_ARTICLE)
        ]
        piece = make_article(foreign_desk, text="\n".join(lines), title=f"Crates {number}")
        for line in lines:
            make_claim(piece, line.removeprefix("The harbour authority "), source=source)
    return foreign_desk


@pytest.fixture
def address(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The web workers of `make run`, serving this test's database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = ["gunicorn", "tracker.wsgi:application", "--bind", f"127.0.0.1:{port}", "--preload"]
    argv += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    log = tmp_path / "web.log"
    alike = environment(DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY=settings.SECRET_KEY)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=alike, check=True)
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *argv],
            cwd=ROOT,
            env=alike,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    place = f"http://127.0.0.1:{port}"
    try:
        assert wait_until(lambda: _answers(f"{place}/healthz"), 60), log.read_text(encoding="utf-8")[-2000:]
        yield place
    finally:
        kill(process)
        print(log.read_text(encoding="utf-8", errors="replace")[-3000:])


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=10).status_code in {200, 503}  # 503: no worker runs here
    except httpx.TransportError:
        return False


def _reads(address: str, name: str, session: str, until: float, board: Board) -> None:
    """Decide claim after claim, every third one rejected, until the time is over."""
    cookies = {settings.SESSION_COOKIE_NAME: session}
    with httpx.Client(base_url=address, cookies=cookies, timeout=60, follow_redirects=True) as web:
        number = 0
        while time.monotonic() < until:
            page = web.get("/review/")
            with board.lock:
                board.statuses[page.status_code] += 1
            claim, version = HELD.search(page.text), SEEN.search(page.text)
            if claim is None or version is None:
                continue  # nothing left, or a failure, which the count of answers shows
            number += 1
            _decides(web, claim[1], version[1], name, number % 3 == 0, board)


def _decides(web: httpx.Client, claim: str, version: str, name: str, rejects: bool, board: Board) -> None:
    board.takes(claim, name)
    said = {"version": version, "reason": "not_a_claim"} if rejects else {"version": version}
    deed, state = ("reject", "rejected") if rejects else ("accept", "accepted")
    token = web.cookies.get(settings.CSRF_COOKIE_NAME) or ""
    headers = {"HX-Request": "true", "X-CSRFToken": token, "Referer": str(web.base_url)}
    board.gives_back(claim)
    began = time.perf_counter()
    answer = web.post(f"/claims/{claim}/{deed}/", data=said, headers=headers)
    with board.lock:
        board.times.append((time.perf_counter() - began) * 1000)
        board.statuses[answer.status_code] += 1
    if answer.status_code == 200:
        board.acknowledged(claim, name, state)


def test_the_board_sees_a_claim_in_two_hands():
    board = Board()
    board.takes("a claim", "Ana")
    board.takes("another", "Ben")
    board.takes("a claim", "Ben")
    board.gives_back("a claim")
    board.acknowledged("a claim", "Ben", "accepted")
    board.takes("a claim", "Cem")
    assert board.twice == [("a claim", "Ben", "Ana"), ("a claim", "Cem", "Ben")]


@pytest.mark.hard
def test_twenty_readers_lose_nothing_and_share_nothing(queue, address):
    people = [person(f"reader{number}", Role.REPORTER, queue) for number in range(READERS)]
    board, until = Board(), time.monotonic() + SECONDS
    threads = []
    for user in people:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        arguments = (address, user.username, session, until, board)
        threads.append(threading.Thread(target=_reads, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    p95 = statistics.quantiles(board.times, n=20)[-1]
    answers = dict(board.statuses)
    print(f"\n{READERS} readers, {SECONDS:.0f} s: {len(board.decided)} decisions, answers {answers}")
    print(f"decide to next card: median {statistics.median(board.times):.0f} ms, p95 {p95:.0f} ms")
    assert len(board.decided) > READERS
    assert not [status for status in board.statuses if status >= 500]
    assert board.twice == []
    rows = Claim.objects.select_related("reviewed_by").in_bulk(list(board.decided))
    stored = {
        str(pk): (row.reviewed_by.username, row.review_state) for pk, row in rows.items() if row.reviewed_by
    }
    assert stored == board.decided
    entries = AuditEntry.objects.filter(subject_id__in=rows, action__in=["claim.accept", "claim.reject"])
    assert Counter(str(entry.subject_id) for entry in entries) == Counter(board.decided.keys())

"""The programs of Second Source itself: web, worker and beat, and the one that prepares the database."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

from . import paths
from .plan import Plan, reachable_host
from .process import Program

ROOT = Path(__file__).resolve().parents[2]
WEB_GRACE = 5  # seconds for requests under way


def environment(plan: Plan) -> dict[str, str]:
    """Return the environment of the children: as given, with the servers' addresses filled in."""
    environ = {name: value for name, value in os.environ.items() if plan.database_url or name[:2] != "PG"}
    environ |= {
        "DATA_DIR": str(plan.data_dir),
        "DATABASE_URL": plan.database_url or paths.database_url(plan.data_dir),
        "REDIS_URL": plan.redis_url or paths.redis_url(plan.data_dir),
        "DJANGO_SETTINGS_MODULE": environ.get("DJANGO_SETTINGS_MODULE", "tracker.settings"),
        "PYTHONUNBUFFERED": "1",
    }
    if not environ.get("ALLOWED_HOSTS"):
        environ["ALLOWED_HOSTS"] = ",".join(allowed_hosts(plan.host))
    return environ


def allowed_hosts(host: str) -> list[str]:
    """Return the names this machine answers to; a server that listens everywhere adds its own name."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    names.append(socket.gethostname() if reachable_host(host) == "localhost" else host)
    return list(dict.fromkeys(name.lower() for name in names))


def programs(plan: Plan) -> list[Program]:
    """Return web, beat and workers: the order in which they are stopped, so that no new work comes in."""
    asking = [_asking_worker(plan)] if plan.second_opinion else []
    return [_web(plan), _beat(plan), *asking, _worker(plan)]


def _program(
    plan: Plan,
    name: str,
    argv: list[str],
    stop: tuple[tuple[signal.Signals, float], ...],
    last: signal.Signals,
) -> Program:
    return Program(
        name=name,
        argv=(sys.executable, "-m", *argv),
        environ=environment(plan),
        log=plan.data_dir / "log" / f"{name}.log",
        stop=stop,
        orphaned=last,
        directory=ROOT,
    )


def _web(plan: Plan) -> Program:
    """Gunicorn with threads; the application is loaded once, before the workers are forked."""
    host = f"[{plan.host}]" if ":" in plan.host else plan.host
    argv = ["gunicorn", "tracker.wsgi:application", "--bind", f"{host}:{plan.port}", "--preload"]
    argv += ["--worker-class", "gthread", "--workers", str(plan.web_workers)]
    argv += ["--threads", str(plan.web_threads), "--graceful-timeout", str(WEB_GRACE), "--timeout", "60"]
    argv += ["--no-control-socket", "--log-level", "warning"]
    return _program(plan, "web", argv, ((signal.SIGTERM, WEB_GRACE + 3), (signal.SIGQUIT, 3)), signal.SIGTERM)


def _beat(plan: Plan) -> Program:
    """Celery's clock, which asks for the sweeps."""
    argv = ["celery", "-A", "tracker", "beat", "--loglevel", "WARNING", "--pidfile="]
    return _program(plan, "beat", argv, ((signal.SIGTERM, 5),), signal.SIGKILL)


def _worker(plan: Plan) -> Program:
    """Celery's worker. SIGTERM goes to the master alone: running tasks finish; SIGQUIT hands them back.

    Without a supervisor there is no server to finish against, so the kernel then kills the master, and
    Celery's own processes go with it; the sweeper finds their work by its lease.
    """
    return _celery(plan, "worker", "--concurrency", str(plan.worker_concurrency))


def _asking_worker(plan: Plan) -> Program:
    """The worker that waits for answers of a language model, so that the other never does."""
    own = ("--queues", "second-opinion", "--concurrency", "1", "--hostname", "second-opinion@%h")
    return _celery(plan, "second-opinion", *own)


def _celery(plan: Plan, name: str, *options: str) -> Program:
    argv = ["celery", "-A", "tracker", "worker", "--loglevel", "WARNING", *options]
    argv += ["--without-gossip", "--without-mingle"]
    stop = ((signal.SIGTERM, float(plan.stop_grace)), (signal.SIGQUIT, 10.0))
    return _program(plan, name, argv, stop, signal.SIGKILL)

"""Is everything that Second Source needs alive?"""

from __future__ import annotations

from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from tracker.celery import app


@dataclass(frozen=True)
class Health:
    """One line for each part: True when it answers."""

    database: bool
    broker: bool
    workers: int

    @property
    def ready(self) -> bool:
        """Pages can be served; workers may still be starting."""
        return self.database and self.broker


def look(*, workers: bool = True) -> Health:
    """Ask the database, the broker and (unless told not to: it takes up to a second) the workers."""
    broker = _broker_answers()
    return Health(_database_answers(), broker, _workers_answering() if workers and broker else 0)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        with client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _workers_answering() -> int:
    return len(app.control.ping(timeout=0.5) or [])

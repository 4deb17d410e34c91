"""Who looks at an article now: a courtesy, kept in Redis for as long as people keep asking for the page.

Written and read in one round trip with requests that come anyway; nothing polls for it. Without Redis nobody
is shown, and the workbench works on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import redis
from django.conf import settings

from claims.models import User

SHOWN = 150  # seconds after which somebody who asked for nothing is gone; a lease is renewed every 120


@dataclass(frozen=True)
class Looker:
    """Somebody who looks at the same article."""

    key: str
    initials: str
    display_name: str


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3)


def looking(article: UUID, user: User) -> list[Looker]:
    """Say that `user` looks at the article now; returns who else does, who came first ahead."""
    now, name = time.time(), f"looking:{article}"
    me = "\t".join((str(user.pk), user.initials, user.display_name))
    try:
        with _redis().pipeline() as steps:
            steps.zadd(name, {me: now})
            steps.zremrangebyscore(name, "-inf", now - SHOWN)
            steps.expire(name, SHOWN)
            steps.zrange(name, 0, -1)
            found: list[Any] = steps.execute()[-1]
    except redis.RedisError:
        return []
    people = [Looker(*row.decode().split("\t", 2)) for row in found]
    return sorted((one for one in people if one.key != str(user.pk)), key=lambda one: one.display_name)

"""Servers given by DATABASE_URL and REDIS_URL, and our own web server: waiting until they answer."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable

import psycopg
import redis

from tracker import env

from .account import CannotStart
from .plan import Plan, reachable_host

PATIENCE = 30.0  # seconds that a server beside us may take to come up


def wait_for_database(url: str, patience: float = PATIENCE) -> None:
    """Return once the database accepts us; raises CannotStart with its reason, never the password."""
    try:
        given = env.database(url)
    except env.BadSetting as error:
        raise CannotStart(str(error)) from error

    def try_once() -> str:
        try:
            psycopg.connect(
                host=given["HOST"],
                port=given["PORT"] or None,
                user=given["USER"] or None,
                password=given["PASSWORD"] or None,
                dbname=given["NAME"],
                connect_timeout=5,
                **given["OPTIONS"],
            ).close()
        except psycopg.Error as error:
            return str(error).strip()
        return ""

    _insist(try_once, "The database of DATABASE_URL does not answer", patience)


def wait_for_redis(url: str, patience: float = PATIENCE) -> None:
    """Return once the server of REDIS_URL answers; raises CannotStart with its reason."""
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=5)
    except ValueError as error:
        raise CannotStart(f"REDIS_URL: {error}") from error

    def try_once() -> str:
        try:
            client.ping()
        except redis.exceptions.RedisError as error:
            return str(error)
        return ""

    _insist(try_once, "The server of REDIS_URL does not answer", patience)
    client.close()


def _insist(try_once: Callable[[], str], sentence: str, patience: float) -> None:
    """Call until it returns no complaint; raises CannotStart with the last one."""
    end = time.monotonic() + patience
    while complaint := try_once():
        if time.monotonic() > end:
            raise CannotStart(f"{sentence}: {complaint}")
        time.sleep(0.5)


def page_status(plan: Plan) -> int | None:
    """Return the HTTP status of the first page, None while nobody listens."""
    connection = http.client.HTTPConnection(reachable_host(plan.host), plan.port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()

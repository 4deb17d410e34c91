"""How Second Source runs: settings, addresses, workers, the embedded servers. No newsroom rules."""

from .celery import app as celery_app

__all__ = ["celery_app"]

"""The Celery application: hints to workers. What is to be done stands in PostgreSQL (claims.flow)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["claims.ingest", "claims.extract", "claims.review", "claims.verify", "claims.report"])

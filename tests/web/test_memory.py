"""What a web worker keeps for good is out of the collector's sight before the first request."""

from __future__ import annotations

import gc
import subprocess
import sys

from django.template import engines

from tests.plugins.workers import ROOT, environment
from tracker import memory

WORKER = """
import gc, django
django.setup()
from tracker import urls
print(len(gc.get_objects()), gc.get_freeze_count())
from tracker.wsgi import application
print(len(gc.get_objects()), gc.get_freeze_count(), gc.get_threshold()[0])
"""


def test_a_web_worker_looks_through_what_is_new_alone():
    alike = environment(DJANGO_SETTINGS_MODULE="tracker.settings", SECRET_KEY="only for tests")
    said = subprocess.run(
        [sys.executable, "-c", WORKER], cwd=ROOT, env=alike, check=True, capture_output=True, text=True
    )
    before, none, after, kept, threshold = map(int, said.stdout.split())
    assert before > 100_000, "every object of the application would be looked through"
    assert none == 0
    assert after < 5_000
    assert kept > before
    assert threshold == memory.THRESHOLDS[0]


def test_every_template_is_there_before_the_fork():
    before = gc.get_threshold()
    try:
        memory.settle()
        loader = engines["django"].engine.template_loaders[0]
        assert any("claims/review/claims.html" in str(key) for key in loader.get_template_cache)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)

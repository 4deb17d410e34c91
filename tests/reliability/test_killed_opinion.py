"""A worker is killed with -9 while a model thinks: another makes the opinion, once, and all is counted."""

from __future__ import annotations

import subprocess
import threading

import pytest
from django.db import transaction

from claims import flow
from claims.extract import services
from claims.models import Claim, ExtractedClaim, MachineOpinion, ModelCall, Work
from claims.states import ArticleState, WorkState
from tests.cast import make_article
from tests.extract.model_server import completion, model_server, send
from tests.plugins.workers import kill, start, wait_until

STORY = (
    "The Norland navy sank 14 boats overnight, Olga Brandt said on Monday. "
    "Why the third ship left is unclear."
)
FOUND = {
    "claims": [
        {"paragraph": 1, "spans": ["The Norland navy sank 14 boats"], "source": "Olga Brandt", "cue": "said"},
        {"paragraph": 1, "spans": ["the third ship left"], "source": None, "cue": None},
    ]
}


@pytest.mark.hard
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_killing_the_worker_during_a_call_loses_and_doubles_nothing(foreign_desk, settings, tmp_path):
    thinking = threading.Event()

    def answer(handler):
        if len(server.asked) == 1:
            thinking.wait(60)
        send(handler, completion(FOUND))

    processes: list[subprocess.Popen[bytes]] = []
    with model_server(answer) as server:
        own = {
            "SECOND_OPINION_URL": server.url,
            "SECOND_OPINION_MODEL": "tiny",
            "WORK_LEASE_SECONDS": "3",
        }
        settings.SECOND_OPINION_URL = server.url
        try:
            processes.append(asking_worker(tmp_path, own))
            article = make_article(foreign_desk, text=STORY, state=ArticleState.QUEUED)
            work = extracted(article)
            assert wait_until(lambda: len(server.asked) == 1, 60), "the model was never asked"
            kill(processes[0])
            article.refresh_from_db()
            assert (article.state, MachineOpinion.objects.count()) == (ArticleState.READY, 0)
            processes.append(asking_worker(tmp_path, own))
            assert wait_until(lambda: swept_and_done(work), 60), Work.objects.get(pk=work.pk).error
        finally:
            thinking.set()
            for process in processes:
                kill(process)
    claims = Claim.objects.filter(appearances__version=article.latest)
    assert MachineOpinion.objects.count() == claims.count() == 2
    assert claims.filter(machine_opinion__found_by="model").count() == 1
    assert ExtractedClaim.objects.filter(extractor__startswith="opinion-").count() == 2
    assert len(server.asked) == ModelCall.objects.count() == 2
    assert ModelCall.objects.filter(settled_at=None, tokens__gt=0).count() == 1  # it may have been charged


def asking_worker(tmp_path, own):
    options = ("--queues", "second-opinion", "-c", "1", "-P", "prefork")
    return start("worker", *options, log=tmp_path / "worker.log", **own)


def extracted(article):
    """Read the article by the rules; returns the work on its second opinion, whose hint is on its way."""
    with transaction.atomic():
        work = flow.enqueue("extract", article, article.latest)
    services.version_extract(work=flow.begin(str(work.pk)))
    return Work.objects.get(stage="opinion")


def swept_and_done(work) -> bool:
    flow.sweep()
    return Work.objects.get(pk=work.pk).state == WorkState.DONE

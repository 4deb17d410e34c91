"""The queue of record: who gets a row, what happens when a worker dies, when hints are sent."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from claims import flow
from claims.models import Work
from claims.states import WorkState


@pytest.fixture
def hints(monkeypatch):
    """Catch the hints that would go to the broker."""
    sent = []
    monkeypatch.setattr(flow.app, "send_task", lambda name, args, **options: sent.append((name, args[0])))
    return sent


def put(harbour, stage="extract"):
    with transaction.atomic():
        return flow.enqueue(stage, harbour, harbour.latest)


@pytest.mark.django_db(transaction=True)
def test_the_hint_is_sent_after_the_commit_and_not_before(harbour, hints):
    with transaction.atomic():
        work = flow.enqueue("extract", harbour, harbour.latest)
        assert hints == []
    assert hints == [("claims.extract.tasks.extract_version", str(work.pk))]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_sends_no_hint_and_leaves_no_row(harbour, hints):
    with pytest.raises(RuntimeError), transaction.atomic():
        flow.enqueue("extract", harbour, harbour.latest)
        raise RuntimeError
    assert hints == []
    assert not Work.objects.exists()


def test_the_same_stage_twice_is_one_row(harbour, hints):
    assert put(harbour) == put(harbour)


def test_of_two_workers_with_one_hint_one_gets_the_row(harbour, hints):
    work = put(harbour)
    assert flow.begin(str(work.pk)) == work
    assert flow.begin(str(work.pk)) is None


def test_a_row_that_is_gone_is_left_alone(db, hints):
    flow.run("00000000-0000-0000-0000-000000000000", lambda work: pytest.fail("nothing to do"))


def test_finishing_a_stage_queues_the_next(harbour, hints):
    work = flow.begin(str(put(harbour).pk))
    with transaction.atomic():
        flow.finish(work)
    work.refresh_from_db()
    assert (work.state, work.percent) == (WorkState.DONE, 100)
    assert Work.objects.get(stage="match").version == harbour.latest


def test_the_last_stage_queues_nothing(harbour, hints):
    work = flow.begin(str(put(harbour, "match").pk))
    with transaction.atomic():
        flow.finish(work)
    assert Work.objects.count() == 1


def expire(work):
    Work.objects.filter(pk=work.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_worker_whose_lease_ran_out_cannot_write_its_result(harbour, hints):
    row = put(harbour)
    slow = flow.begin(str(row.pk))
    expire(slow)
    quick = flow.begin(str(row.pk))
    assert quick.attempts == 2
    with pytest.raises(flow.LostLease), transaction.atomic():
        flow.finish(slow)
    with transaction.atomic():
        flow.finish(quick)
    row.refresh_from_db()
    assert row.state == WorkState.DONE


def test_the_sweeper_sends_rows_that_wait_or_whose_worker_died(harbour, hints):
    work = put(harbour)
    assert flow.sweep() == 1  # its hint was never sent: this test runs inside a transaction
    assert flow.sweep() == 0  # sent a moment ago
    flow.begin(str(work.pk))
    assert flow.sweep() == 0  # its worker lives
    expire(work)
    assert flow.sweep() == 1


def test_a_row_that_kills_its_workers_is_given_up(harbour, hints):
    work = put(harbour)
    for _ in range(flow.MAX_ATTEMPTS):
        assert flow.begin(str(work.pk))
        expire(work)
    assert flow.sweep() == 0
    assert flow.exhausted() == [work]
    flow.abandon(flow.exhausted()[0])
    work.refresh_from_db()
    assert work.state == WorkState.FAILED


def test_an_error_puts_the_row_back_with_its_cause(harbour, hints):
    work = put(harbour)

    def breaks(_):
        raise ValueError("no such page")

    with pytest.raises(ValueError, match="no such page"):
        flow.run(str(work.pk), breaks)
    work.refresh_from_db()
    assert (work.state, work.attempts) == (WorkState.QUEUED, 1)
    assert "no such page" in work.error
    assert flow.sweep() == 0  # not at once: the sweeper waits a little


def test_a_broker_that_is_away_costs_nothing(harbour, monkeypatch):
    def away(*_, **__):
        raise flow.OperationalError

    monkeypatch.setattr(flow.app, "send_task", away)
    work = put(harbour)
    flow.sweep()
    work.refresh_from_db()
    assert (work.state, work.sent_at) == (WorkState.QUEUED, None)


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_keeps_its_lease_and_a_dead_one_does_not(harbour, hints, settings):
    settings.WORK_LEASE = timedelta(milliseconds=800)
    work = flow.begin(str(put(harbour).pk))
    with flow.Heartbeat(work):
        time.sleep(1.2)
        assert flow.begin(str(work.pk)) is None
    time.sleep(1)
    assert flow.begin(str(work.pk)) == work

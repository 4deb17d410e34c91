"""Matching again: claims that were changed, and jobs that go on wherever the last worker stopped."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from claims import flow, jobs, rematch
from claims.models import ArticleVersion, AuditEntry, ChangedClaim, Claim, Evidence, MatchJob, Source
from claims.review.decisions import claim_accept, claim_offer, claim_reject
from claims.review.edits import Edit, Figure, claim_edit
from claims.review.sourcing import source_edit
from claims.review.splits import Part, claim_split
from claims.review.undo import claim_undo
from claims.states import EvidenceState, JobState
from claims.verify import rematching, tasks
from claims.verify.matching import looks_of

from .scene import article, article_of, claim, dismiss, earlier_claim, later_claim, matched

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(foreign_desk, authority) -> tuple[Claim, Claim]:
    """Two claims that bear on each other, not matched yet."""
    return earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The tasks that were sent."""
    names: list[str] = []
    monkeypatch.setattr(jobs.app, "send_task", lambda name, **_: names.append(name))
    return names


def changed() -> set[object]:
    return set(ChangedClaim.objects.values_list("claim", flat=True))


def locked(row: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).get(pk=row.pk)


# --- claims that were changed


def edit(row: Claim, value: int, bob) -> None:
    words = f"{value} container"
    with transaction.atomic():
        claim_edit(
            user=bob,
            claim=locked(row),
            edit=Edit(
                row.statement, row.source, (Figure(Decimal(value), Decimal(value), "container", text=words),)
            ),
        )


def test_an_edited_claim_is_matched_again(pair, bob, sent, django_capture_on_commit_callbacks):
    matched(article_of(pair[1]))
    assert Evidence.objects.get().relation == "updates"
    with django_capture_on_commit_callbacks(execute=True):
        edit(pair[1], 277, bob)
    assert changed() == {pair[1].pk}
    assert rematch.CHANGED in sent
    assert rematching.changed_match() == 1
    assert Evidence.objects.get().relation == "repeats"
    assert changed() == set()


def test_several_edits_are_matched_once(pair, bob):
    for value in (1, 2, 277):
        edit(pair[1], value, bob)
    assert rematching.changed_match() == 1


def test_an_edit_while_it_is_matched_keeps_the_claim_on_the_list(pair, bob, monkeypatch):
    edit(pair[1], 1, bob)

    def meanwhile(claims):
        looks = looks_of(claims)
        if pair[1].changed_at is None:
            pair[1].changed_at = timezone.now()
            edit(pair[1], 277, bob)
        return looks

    monkeypatch.setattr(rematching, "looks_of", meanwhile)
    assert rematching.changed_match() == 0
    assert not Evidence.objects.exists()
    assert rematching.changed_match() == 1
    assert Evidence.objects.get().relation == "repeats"


def test_a_rejected_claim_loses_its_open_proposals_and_undo_brings_them_back(pair, bob):
    matched(article_of(pair[1]))
    with transaction.atomic():
        claim_reject(user=bob, claim=locked(pair[1]), reason="vague")
    rematching.changed_match()
    assert Evidence.objects.get().state == EvidenceState.WITHDRAWN
    with transaction.atomic():
        claim_undo(user=bob, claim=locked(pair[1]))
    rematching.changed_match()
    assert Evidence.objects.get().state == EvidenceState.PROPOSED


def test_accepting_an_open_claim_asks_for_nothing_but_one_set_aside_comes_in(pair, bob):
    with transaction.atomic():
        claim_accept(user=bob, claim=locked(pair[0]))
    assert changed() == set()
    Claim.objects.filter(pk=pair[1].pk).update(set_aside=True)
    with transaction.atomic():
        claim_accept(user=bob, claim=locked(pair[1]))
    assert changed() == {pair[1].pk}


def test_an_offered_claim_comes_in(pair, bob):
    Claim.objects.filter(pk=pair[1].pk).update(set_aside=True)
    with transaction.atomic():
        claim_offer(user=bob, claim=locked(pair[1]))
    assert rematching.changed_match() == 1
    assert Evidence.objects.count() == 1


def test_the_parts_of_a_split_claim_are_matched_and_the_whole_is_not(foreign_desk, authority, bob):
    earlier_claim(foreign_desk, authority)
    words = "recovered 292 containers and 3 boats from the bay"
    piece = article(
        foreign_desk, f"Divers of the harbour authority {words} on Monday, it said.", "Bay Post", 3
    )
    whole = claim(piece, words, 292, authority)
    matched(piece)
    with transaction.atomic():
        parts = claim_split(
            user=bob,
            claim=locked(whole),
            parts=[
                Part("recovered 292 containers from the bay", "recovered 292 containers"),
                Part("recovered 3 boats from the bay", "3 boats from the bay"),
            ],
        )
    assert changed() == {whole.pk, *(part.pk for part in parts)}
    rematching.changed_match()
    states = dict(Evidence.objects.values_list("other", "state"))
    assert states.get(parts[0].pk) == EvidenceState.PROPOSED
    assert states.get(whole.pk, EvidenceState.WITHDRAWN) == EvidenceState.WITHDRAWN


def test_a_claim_that_cannot_be_matched_does_not_hold_up_others_for_ever(pair, bob, monkeypatch):
    edit(pair[1], 1, bob)
    with monkeypatch.context() as broken:
        broken.setattr(rematching, "looks_of", lambda claims: 1 / 0)
        for _ in range(rematch.TRIES):
            with pytest.raises(ZeroDivisionError):
                rematching.changed_match()
        assert rematching.changed_match() == 0
    edit(pair[1], 277, bob)
    assert rematching.changed_match() == 1


def test_the_sweeper_hints_again_at_claims_that_wait(pair, bob, sent):
    edit(pair[1], 1, bob)
    assert rematch.sweep() == 0
    ChangedClaim.objects.update(since=timezone.now() - timedelta(minutes=1))
    assert rematch.sweep() == 1
    assert sent == [rematch.CHANGED]


def test_a_renamed_source_has_its_articles_matched_again(pair, authority, bob, foreign_desk):
    earlier_claim(foreign_desk, Source.objects.create(name="Somebody else"))
    with transaction.atomic():
        source_edit(user=bob, source=authority, name="Harbour board")
        source_edit(user=bob, source=authority, role="port body")
    job = MatchJob.objects.get()
    assert (job.source, job.total, job.state) == (authority, 2, JobState.QUEUED)
    assert rematching.job_slice(str(job.pk)) is False
    assert Evidence.objects.filter(claim=pair[0], other=pair[1]).exists()


# --- jobs


def run(job: MatchJob, **more) -> MatchJob:
    rematching.job_slice(str(job.pk), **more)
    job.refresh_from_db()
    return job


def test_a_job_matches_every_article_of_the_desk(pair, bob, foreign_desk, other_desk, authority):
    earlier_claim(other_desk, authority)
    job = run(rematch.job_start(user=bob, desk=foreign_desk))
    assert (job.state, job.done, job.total, job.proposed) == (JobState.DONE, 2, 2, 1)
    assert job.finished_at
    assert AuditEntry.objects.get(action="match.start").actor == bob
    assert Evidence.objects.get().claim == pair[0]


def test_a_second_run_changes_nothing_and_leaves_decisions_alone(pair, bob, foreign_desk):
    run(rematch.job_start(user=bob, desk=foreign_desk))
    dismiss(Evidence.objects.get(), bob)
    job = run(rematch.job_start(user=bob, desk=None))
    assert (job.proposed, job.changed, job.withdrawn) == (0, 0, 0)
    assert Evidence.objects.get().state == EvidenceState.DISMISSED


def test_a_job_goes_on_where_it_was_left(pair, bob, foreign_desk, sent, django_capture_on_commit_callbacks):
    job = rematch.job_start(user=bob, desk=foreign_desk)
    with django_capture_on_commit_callbacks(execute=True):
        assert rematching.job_slice(str(job.pk), seconds=0) is True
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.QUEUED, 1)
    assert sent == [jobs.KINDS[MatchJob].task]
    assert [version.article for version in rematch.versions(job)] == [article_of(pair[1])]
    assert run(job).state == JobState.DONE


def test_a_dead_workers_job_is_taken_over(pair, bob, foreign_desk, sent):
    job = rematch.job_start(user=bob, desk=foreign_desk)
    first = jobs.begin(MatchJob, str(job.pk))
    assert jobs.begin(MatchJob, str(job.pk)) is None
    MatchJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.sweep() == 1
    second = jobs.begin(MatchJob, str(job.pk))
    assert second is not None
    with pytest.raises(flow.LostLease), transaction.atomic():
        rematch.advance(first, ArticleVersion.objects.order_by("created_at")[0])
    with transaction.atomic():
        rematch.advance(second, ArticleVersion.objects.order_by("created_at")[0])
    second.refresh_from_db()
    assert second.done == 1


def test_an_article_that_fails_again_and_again_is_left_out(pair, bob, foreign_desk, monkeypatch):
    job = rematch.job_start(user=bob, desk=foreign_desk)
    bad = article_of(pair[0])

    def fails(claims):
        if article_of(claims[0]) == bad:
            raise RuntimeError("broken")
        return looks_of(claims)

    monkeypatch.setattr(rematching, "looks_of", fails)
    for _ in range(rematch.TRIES):
        with pytest.raises(RuntimeError):
            rematching.job_slice(str(job.pk))
    job = run(job)
    assert (job.state, job.done, job.skipped) == (JobState.DONE, 2, 1)
    assert "broken" in job.error


def test_starting_again_begins_anew_and_takes_the_job_from_its_worker(pair, bob, foreign_desk):
    job = rematch.job_start(user=bob, desk=foreign_desk)
    working = jobs.begin(MatchJob, str(job.pk))
    again = rematch.job_start(user=bob, desk=foreign_desk)
    assert again.pk == job.pk
    with pytest.raises(flow.LostLease), transaction.atomic():
        jobs.hold(working)
    assert run(again).done == 2


def test_a_stopped_job_is_over(pair, bob, foreign_desk):
    job = rematch.job_start(user=bob, desk=foreign_desk)
    with transaction.atomic():
        rematch.job_stop(user=bob, job=MatchJob.objects.select_for_update(of=("self",)).get(pk=job.pk))
    assert run(job).state == JobState.STOPPED
    assert not Evidence.objects.exists()


def test_the_tasks_tolerate_what_is_gone(db):
    tasks.match_slice("00000000-0000-0000-0000-000000000000")
    assert tasks.match_changed() == 0
    assert tasks.sweep_jobs() == 0


# --- page and command


def test_an_editor_starts_and_watches_a_job(pair, alice, as_user, foreign_desk):
    client, address = as_user(alice), "/settings/matching/"
    assert "No run yet" in client.get(address).content.decode()
    assert client.post(address, {"scope": "all"}).status_code == 303
    job = MatchJob.objects.get()
    assert job.desk == foreign_desk
    part = client.get(f"/jobs/match/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in part
    assert "<html" not in part
    run(job)
    page = client.get(address).content.decode()
    assert "2 of 2 articles" in page
    assert "every 1s" not in page
    assert "Match all articles again" in client.get("/settings/").content.decode()


def test_only_administrators_start_one_for_all_desks(pair, ada, as_user):
    as_user(ada).post("/settings/matching/", {"scope": "all"})
    assert MatchJob.objects.get().desk is None


def test_the_command_works_until_it_is_done(pair, foreign_desk):
    out = StringIO()
    call_command("rematch", desk="foreign desk", stdout=out)
    assert out.getvalue().strip().endswith("2 of 2 articles, 1 new, 0 changed, 0 withdrawn (done)")


def test_the_command_names_the_desks_there_are(foreign_desk):
    with pytest.raises(CommandError, match="There are: Foreign desk"):
        call_command("rematch", desk="Sport")

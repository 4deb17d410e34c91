"""The record is enough: whatever happened, each earlier moment can be had again to the byte."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.asof.past import claims_at, with_seal
from claims.asof.spelling import state_of
from claims.models import AuditEntry, Claim, Evidence, Quantity, Report, Source
from claims.report.builder import canonical
from claims.report.replay import content_at
from claims.review import claim_merging, edits, undo
from claims.review.chains import Chain

from . import deeds
from . import world as worlds

pytestmark = pytest.mark.django_db


def past(at) -> bytes:
    rows = list(with_seal(Claim.objects.order_by("pk")))
    found = claims_at(rows, at, places=worlds.in_order())
    return worlds.spelled([[state_of(row), found.sealed[pk]] for pk, row in found.claims.items()])


def past_report(pk, at) -> bytes:
    content = content_at(Report.objects.select_related("desk").get(pk=pk), at)
    assert content is not None
    return worlds.spelled(content)


class Again(Exception):
    """The history is over: the next one starts with nothing."""


def live_through(desk, seed: int, length: int, done: Counter) -> None:
    """Let a history happen, and look at each of its moments from its end."""
    world = worlds.begin(Random(seed), desk)
    seen = []
    for _ in range(length):
        step = world.chance.choice(deeds.STEPS)
        if deeds.take(world, step):
            at = timezone.now()
            seen.append((step.__name__, at, worlds.present(), worlds.present_report(world, at)))
    for name, at, state, report in seen:
        done[name] += 1
        assert past(at) == state, (seed, name)
        assert past_report(world.report.pk, at) == report, (seed, name)
    for edition in world.made:
        assert past_report(world.report.pk, edition.as_of) == canonical(edition.content), seed


def histories(count: int, longest: int):
    quick = settings(
        max_examples=count,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        derandomize=True,
        phases=[Phase.generate],  # a history that fails is told by its seed; making it smaller takes an hour
        database=None,
        deadline=None,
    )
    drawn = given(seed=st.integers(0, 2**32), length=st.integers(longest // 2, longest))
    return lambda test: quick(drawn(test))


def once(desk, seed: int, length: int, done: Counter) -> None:
    around = transaction.atomic()
    around._from_testcase = True  # freezing asks for a transaction of its own
    try:
        with around:
            live_through(desk, seed, length, done)
            raise Again
    except Again:
        pass


@pytest.mark.parametrize(
    ("count", "longest", "lacks"), [(10, 18, 14), pytest.param(200, 24, 0, marks=pytest.mark.hard)]
)
def test_each_moment_of_a_history_can_be_had_again(foreign_desk, count, longest, lacks):
    done: Counter = Counter()

    @histories(count, longest)
    def live(seed, length):
        once(foreign_desk, seed, length, done)

    live()
    print(f"{done.total()} moments: {dict(done.most_common())}")
    lacking = {step.__name__ for step in deeds.STEPS} - set(done)
    assert len(lacking) <= lacks, lacking  # what is always refused proves nothing


def test_a_chain_that_was_corrected_on_another_claim_is_what_it_was(foreign_desk):
    """A place goes with its claim into another one, and on, and back; its chain is corrected at each stop."""
    world = worlds.begin(Random(1), foreign_desk)
    first, second, third = list(Claim.objects.order_by("created_at"))[:3]
    place, seen = first.appearances.get(), []

    def took(step, *args):
        step(*args)
        seen.append((timezone.now(), worlds.present()))

    def merge(claim, keep):
        claim_merging.claim_merge(user=world.who(), claim=locked(claim), keep=locked(keep))

    def correct(claim, name):
        chain = Chain(place.pk, ((name, "agency"),))
        data = edits.Edit(statement=f"{name} has it", source=None, figures=(), chain=chain)
        edits.claim_edit(user=world.who(), claim=locked(claim), edit=data)

    def part(claim):
        entry = AuditEntry.objects.get(claim=claim, action="claim.merge", undone_by=None)
        undo.claim_undo(user=entry.actor, claim=locked(claim))

    took(lambda: None)
    took(merge, first, second)
    took(correct, second, "Coast Wire")
    took(merge, second, third)
    took(correct, third, "River Wire")
    took(part, second)
    took(part, first)
    took(correct, first, "Lake Wire")
    assert len({state for _, state in seen}) == len(seen)
    for number, (at, state) in enumerate(seen):
        assert past(at) == state, number


def locked(claim: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).select_related("event", "source").get(pk=claim.pk)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Claim.objects.update(statement="Words that nobody is on record for"),
        lambda: Source.objects.update(role="officer"),
        lambda: Evidence.objects.update(state="dismissed"),
        lambda: Quantity.objects.update(low=1),
    ],
)
def test_what_changes_without_an_entry_is_found(foreign_desk, change):
    """The control of the test above."""
    world = worlds.begin(Random(1), foreign_desk)
    assert deeds.take(world, deeds.accept)
    while not Evidence.objects.exists():
        deeds.take(world, deeds.add_evidence)
    at = timezone.now()
    state = worlds.present()
    assert past(at) == state
    change()
    assert past(at) != state

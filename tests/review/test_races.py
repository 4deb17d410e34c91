"""Many people at once: one decision wins, the others are told; no claim is handed out twice.

Real threads and real transactions: each has a connection of its own.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.access import Action, access_claim, access_claims
from claims.models import AuditEntry, Claim, Role, User
from claims.record import Conflict
from claims.review import queue, services, undo
from claims.states import Review
from tests.cast import make_article, make_claim, person
from tests.review.acting import act, bench, fresh

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


@pytest.fixture
def reporters(foreign_desk) -> list[User]:
    return [person(f"reporter{n}", Role.REPORTER, foreign_desk) for n in range(PEOPLE)]


def at_once(users: list[User], do: Callable[[User], Any]) -> list[Any]:
    """Let every user `do` it at the same moment; returns the results, exceptions included."""
    start = threading.Barrier(len(users))

    def one(user: User) -> Any:
        try:
            start.wait(timeout=20)
            return do(user)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users))


def decide(claim: Claim, *, lock: bool = True) -> Callable[[User], str]:
    """Return what each person does: accept the claim as seen at version 1."""
    everybody_read = threading.Barrier(PEOPLE)

    def accept(user: User) -> str:
        with transaction.atomic():
            row = access_claim(user, claim.pk, Action.REVIEW, lock=lock)
            if not lock:
                everybody_read.wait(timeout=20)
            services.claim_accept(user=user, claim=row, version=1)
        return "accepted"

    return accept


def test_of_many_decisions_at_the_same_version_exactly_one_succeeds(twelve, reporters):
    results = at_once(reporters, decide(twelve))
    assert Counter(map(_kind, results)) == {"accepted": 1, "Conflict": PEOPLE - 1}
    claim = fresh(twelve)
    assert (claim.review_state, claim.version) == (Review.ACCEPTED, 2)
    entry = AuditEntry.objects.get(claim=twelve)
    winner = reporters[[_kind(result) for result in results].index("accepted")]
    assert (entry.actor, claim.reviewed_by) == (winner, winner)


def test_without_the_lock_more_than_one_would_succeed(twelve, reporters):
    """The control: the same threads on rows read without the lock write over each other."""
    results = at_once(reporters, decide(twelve, lock=False))
    assert Counter(map(_kind, results))["accepted"] > 1
    assert AuditEntry.objects.filter(claim=twelve).count() > 1


def _kind(result: Any) -> str:
    return type(result).__name__ if isinstance(result, Exception) else result


def test_by_http_one_person_decides_and_the_others_get_a_conflict(as_user, twelve, reporters):
    clients = {user.pk: as_user(user) for user in reporters}
    statuses = at_once(reporters, lambda user: act(clients[user.pk], twelve, "accept", version=1).status_code)
    assert Counter(statuses) == {303: 1, 409: PEOPLE - 1}
    assert AuditEntry.objects.filter(claim=twelve, action="claim.accept").count() == 1


def test_undo_by_two_windows_at_once_happens_once(twelve, reporters):
    user = reporters[0]
    with transaction.atomic():
        services.claim_accept(user=user, claim=access_claim(user, twelve.pk, Action.REVIEW, lock=True))

    def undo(_: User) -> str:
        with transaction.atomic():
            services.claim_undo(user=user, claim=access_claim(user, twelve.pk, Action.REVIEW, lock=True))
        return "undone"

    assert Counter(map(_kind, at_once(reporters, undo))) == {"undone": 1, "CannotDecide": PEOPLE - 1}
    assert fresh(twelve).version == 3


# --- A merge and the undo of one -------------------------------------------------------------------------


def merge_beside_undo(as_user, users, monkeypatch, one, other) -> list[Any]:
    """Undo the merge of the claim with the higher id; in the middle of that merge the two once more."""
    keep, going = sorted((one, other), key=lambda claim: claim.pk)
    with transaction.atomic():
        rows = access_claims(users[0], [keep.pk, going.pk], Action.REVIEW)
        services.claim_merge(user=users[0], claim=rows[going.pk], keep=rows[keep.pk])
    begun, clients, take_back = (
        threading.Event(),
        {user.pk: as_user(user) for user in users},
        services.claim_undo,
    )

    def slowly(**given: Any) -> Any:
        begun.set()
        time.sleep(0.7)  # by now the other one waits for a claim that is locked here
        return take_back(**given)

    monkeypatch.setattr(services, "claim_undo", slowly)

    def do(user: User) -> int:
        if user == users[0]:
            return act(clients[user.pk], fresh(going), "undo").status_code
        begun.wait(timeout=20)
        return act(clients[user.pk], keep, "merge", **{"with": str(going.pk)}).status_code

    return at_once(users, do)


def test_merging_while_a_merge_of_the_same_claims_is_undone_waits_its_turn(
    as_user, harbour, twelve, reporters, monkeypatch
):
    boats = make_claim(harbour, "3 boats")
    undone, merged = merge_beside_undo(as_user, reporters[:2], monkeypatch, twelve, boats)
    assert undone == 303
    assert merged in {303, 409, 422}
    last = AuditEntry.objects.filter(claim__in=[twelve, boats]).order_by("id")
    assert list(last.values_list("action", flat=True))[:4] == [
        "claim.take_in",
        "claim.merge",
        "claim.give_back",
        "claim.undo",
    ]


def test_locked_one_after_the_other_they_would_wait_in_a_circle(
    as_user, harbour, twelve, reporters, monkeypatch
):
    """The control: an undo that comes to the claim which had taken the other in only when it changes it."""
    monkeypatch.setattr(undo, "touched_by", lambda claim: {claim.pk})
    boats = make_claim(harbour, "3 boats")
    results = merge_beside_undo(as_user, reporters[:2], monkeypatch, twelve, boats)
    assert "OperationalError" in map(_kind, results)


def test_two_people_who_name_the_same_new_source_get_one(harbour, reporters):
    def choose(user: User) -> Any:
        with transaction.atomic():
            return services.source_choose(user=user, name="Coast guard", article=harbour).pk

    assert len(set(at_once(reporters, choose))) == 1


# --- Leases ---------------------------------------------------------------------------------------------


@pytest.fixture
def many(foreign_desk) -> list[Claim]:
    text = "\n\n".join(f"Item {n} was {n} tonnes." for n in range(12))
    article = make_article(foreign_desk, text=text)
    return [make_claim(article, f"Item {n} was", worth=n / 20) for n in range(12)]


def test_no_claim_is_handed_to_two_people(many, reporters):
    got = at_once(reporters, lambda user: services.claim_lease_next(user=user))
    assert all(isinstance(claim, Claim) for claim in got)
    assert len({claim.pk for claim in got}) == PEOPLE
    for user, claim in zip(reporters, got, strict=True):
        assert fresh(claim).lease_holder == user


def test_without_the_lease_people_would_get_the_same_claim(many, reporters, monkeypatch):
    """The control: with leases that nobody heeds several people are handed one claim."""
    monkeypatch.setattr(queue, "free_for", lambda user, rows: rows)
    got = [services.claim_lease_next(user=user).pk for user in reporters]
    assert len(set(got)) == 1


def test_more_people_than_claims_leaves_some_with_nothing(harbour, twelve, reporters):
    got = at_once(reporters, lambda user: services.claim_lease_next(user=user))
    assert sum(claim is not None for claim in got) == 1


def test_a_lease_that_ran_out_is_handed_on_and_the_late_decision_conflicts(
    as_user, bob, alice, harbour, twelve
):
    assert services.claim_lease_next(user=bob) == twelve
    assert services.claim_lease_next(user=alice) is None
    Claim.objects.filter(pk=twelve.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.claim_lease_next(user=alice) == twelve
    act(as_user(alice), twelve, "reject", reason="vague")
    late = act(as_user(bob), twelve, "accept")
    assert late.status_code == 409
    assert "Alice changed claim 1 first" in late.text
    with pytest.raises(Conflict), transaction.atomic():
        services.claim_accept(
            user=bob, claim=access_claim(bob, twelve.pk, Action.REVIEW, lock=True), version=1
        )


def test_others_see_who_is_on_the_claim_and_until_when(as_user, bob, alice, harbour, twelve):
    bench(as_user(bob), harbour, twelve)
    page = bench(as_user(alice), harbour, twelve).text
    until = timezone.localtime(fresh(twelve).lease_until)
    assert f"Bob is on it, until {until:%H:%M}" in page
    assert fresh(twelve).lease_holder == bob


def test_working_renews_the_lease_and_moving_on_ends_it(as_user, bob, harbour, twelve):
    boats = make_claim(harbour, "3 boats")
    client = as_user(bob)
    bench(client, harbour, twelve)
    Claim.objects.filter(pk=twelve.pk).update(lease_until=timezone.now() + timedelta(seconds=9))
    assert act(client, twelve, "hold").status_code == 204
    assert fresh(twelve).lease_until > timezone.now() + timedelta(minutes=4)
    bench(client, harbour, boats)
    assert (fresh(twelve).lease_holder, fresh(boats).lease_holder) == (None, bob)
    assert fresh(twelve).version == 1


def test_who_comes_second_with_an_old_view_of_a_claim_is_told_that_it_is_taken(twelve, bob, alice):
    seen_by_alice, seen_by_bob = fresh(twelve), fresh(twelve)
    assert queue.hold(seen_by_alice, alice)
    assert not queue.hold(seen_by_bob, bob)
    assert seen_by_bob.lease_holder == alice


def test_windows_of_one_person_that_move_at_once_never_wait_in_a_circle(many, bob):
    """Each window takes another claim and gives back those of the other windows: several rows, one order."""
    windows = iter(range(PEOPLE))

    def move(user: User) -> Any:
        mine = many[next(windows) :: PEOPLE] * 20
        return [queue.hold(fresh(claim), user) for claim in mine]

    results = at_once([bob] * PEOPLE, move)
    assert all(kept is True for row in results for kept in row)


def test_somebody_who_lost_the_lease_is_warned(as_user, bob, alice, harbour, twelve):
    bench(as_user(alice), harbour, twelve)
    response = act(as_user(bob), twelve, "hold", htmx=True)
    assert "Alice is on this claim now" in response.text
    assert fresh(twelve).lease_holder == alice


def test_the_next_claim_of_an_article_skips_what_others_hold(as_user, bob, alice, harbour, twelve):
    boats = make_claim(harbour, "3 boats")
    ships = make_claim(harbour, "2 ships")
    bench(as_user(alice), harbour, boats)
    assert f"claim={ships.pk}" in act(as_user(bob), twelve, "accept").url


def test_the_next_claim_may_be_asked_of_one_article(many, harbour, twelve, bob):
    assert services.claim_lease_next(user=bob, article=harbour) == twelve
    assert services.claim_lease_next(user=bob, article=make_article(harbour.desk, text="Empty.")) is None


def test_mine_come_first_then_what_is_due_then_the_most_worth(many, bob, alice, reporters):
    now = timezone.now()
    for claim, user, due in ((many[1], bob, None), (many[0], bob, now), (many[11], alice, now)):
        claim.assignments.create(assignee=user, assigned_by=alice, due_at=due)
    handed = []
    for _ in range(4):
        claim = services.claim_lease_next(user=bob)
        handed.append(claim)
        with transaction.atomic():
            services.claim_accept(user=bob, claim=access_claim(bob, claim.pk, Action.REVIEW, lock=True))
    assert handed == [many[0], many[1], many[10], many[9]]


def test_what_i_asked_a_second_opinion_on_is_not_handed_back_to_me(as_user, bob, alice, twelve):
    act(as_user(bob), twelve, "opinion")
    Claim.objects.update(lease_until=None, lease_holder=None)
    assert services.claim_lease_next(user=bob) is None
    assert services.claim_lease_next(user=alice) == twelve


def test_what_was_set_aside_or_belongs_to_another_desk_is_not_handed_out(twelve, charlie, bob):
    assert services.claim_lease_next(user=charlie) is None
    Claim.objects.update(set_aside=True)
    assert services.claim_lease_next(user=bob) is None

"""Claims that a person gives are stored with proven places, and matched."""

from __future__ import annotations

import pytest
from django.db import transaction

from claims import flow
from claims.extract.given import Given
from claims.extract.giving import claims_give, version_give
from claims.models import AuditEntry, ChangedClaim, Claim, ExtractedClaim, Source, Work
from claims.review.sourcing import source_edit
from claims.states import ArticleState, WorkState
from tests.cast import make_article

pytestmark = pytest.mark.django_db

GIVEN = [
    Given("1", "12 containers recovered", "The harbour authority", "its crews recovered 12 containers"),
    Given("2", "3 boats recovered", "harbour authority", "its crews recovered 12 containers and 3 boats"),
    Given("3", "12 containers recovered again", "", "its crews recovered 12 containers"),
]


def test_given_claims_become_rows_in_their_order_and_are_matched(harbour, bob):
    version = harbour.versions.get()
    claims = claims_give(user=bob, article=harbour, version=version, given=GIVEN)
    assert [claim.statement for claim in claims] == [given.text for given in GIVEN]
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.added_by, row.extracted, row.set_aside, row.source.name) == (
        bob,
        None,
        False,
        "Harbour authority",
    )
    assert row.appearances.get().exact == "its crews recovered 12 containers"
    assert [(q.low, q.unit) for q in claims[1].quantities.all()] == [(3, "boat")]
    assert claims[0].source == claims[1].source
    assert claims[2].source.outlet == harbour.outlet
    assert set(ChangedClaim.objects.values_list("claim", flat=True)) == {claim.pk for claim in claims}
    assert AuditEntry.objects.filter(action="claim.add", actor=bob).count() == 3
    assert not ExtractedClaim.objects.exists()


def test_given_claims_may_stand_in_for_the_extraction(harbour, bob):
    harbour.state = ArticleState.QUEUED
    type(harbour).objects.filter(pk=harbour.pk).update(state=ArticleState.QUEUED)
    with transaction.atomic():
        work = flow.enqueue("extract", harbour, harbour.versions.get())
    flow.run(str(work.pk), lambda row: version_give(work=row, given=GIVEN))
    harbour.refresh_from_db()
    work.refresh_from_db()
    assert (harbour.state, work.state) == (ArticleState.READY, WorkState.DONE)
    assert Claim.objects.count() == 3
    assert Work.objects.filter(stage="match").exists()


def test_a_worker_that_lost_its_lease_gives_nothing(harbour, monkeypatch):
    with transaction.atomic():
        work = flow.enqueue("extract", harbour, harbour.versions.get())
    running = flow.begin(str(work.pk))
    Work.objects.filter(pk=work.pk).update(lease_token="00000000-0000-0000-0000-000000000000")
    with pytest.raises(flow.LostLease):
        version_give(work=running, given=GIVEN)
    assert not Claim.objects.exists()


def speaks(desk, name: str, number: int, user) -> Claim:
    """Give the claim of one more article, in which `name` speaks."""
    text = f"{name} said on Monday that {number} containers were missing from the port."
    piece = make_article(desk, text=text, title=f"Article {number}")
    given = [Given("1", f"{number} containers missing", name, f"{number} containers were missing")]
    return claims_give(user=user, article=piece, version=piece.versions.get(), given=given)[0]


@pytest.mark.parametrize("turn", [1, -1])
def test_what_is_known_of_a_source_does_not_depend_on_which_article_came_first(foreign_desk, bob, turn):
    names = ["Port director Marta Quill of Harbourworks", "Marta Quill"][::turn]
    rows = [speaks(foreign_desk, name, 10 + at, bob) for at, name in enumerate(names)]
    assert rows[0].source == rows[1].source
    source = Source.objects.get(pk=rows[0].source_id)
    assert "director" in source.role


def test_claims_of_a_source_that_is_known_better_are_matched_again(foreign_desk, bob):
    first = speaks(foreign_desk, "Marta Quill", 10, bob)
    ChangedClaim.objects.all().delete()
    speaks(foreign_desk, "Port director Marta Quill", 11, bob)
    assert first.pk in set(ChangedClaim.objects.values_list("claim", flat=True))


def test_what_a_person_said_of_a_source_stays(foreign_desk, bob):
    first = speaks(foreign_desk, "Marta Quill", 10, bob)
    with transaction.atomic():
        source_edit(user=bob, source=first.source, role="harbour master")
    speaks(foreign_desk, "Port director Marta Quill", 11, bob)
    assert Source.objects.get(pk=first.source_id).role == "harbour master"

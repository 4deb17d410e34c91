"""Candidates of a claim: found by what it says and counts, never its own article's claims."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import ArticleVersion, Claim
from claims.states import Review
from claims.verify import readings
from claims.verify.candidates import candidate_ids, candidates_of, signals
from claims.verify.likeness import Vectors
from tests.cast import make_article, make_claim, make_outlet, make_source

pytestmark = pytest.mark.django_db

ASKED = "Russia launched 479 drones overnight, per the air force"


def stored(desk, statement, *, figure=None, outlet="Bay Post", **more) -> Claim:
    """Return a read claim of an article of its own."""
    article = make_article(desk, text=statement, title=outlet, outlet=make_outlet(outlet))
    row = make_claim(article, statement, figure=figure, **more)
    readings.keep([row])
    return row


@pytest.fixture
def asked(foreign_desk) -> Claim:
    return stored(foreign_desk, ASKED, figure=(479, "drone"), outlet="Harbour Herald")


def test_a_paraphrase_without_a_word_in_common_is_found(foreign_desk, asked):
    other = stored(foreign_desk, "Unmanned aircraft attacked Ukraine in the night")
    (found,) = candidates_of(asked)
    assert (found.claim_id, found.rank, found.seen.outlet) == (other.pk, 1, "Bay Post")
    assert set(found.signals) == {"alike in wording", "alike in setting"}
    assert 0.3 < found.vectors.text < 0.9
    assert found.seen.told.statement == other.statement


def test_the_newest_are_found_where_nothing_in_the_graph_leads_to_them(foreign_desk, asked, monkeypatch):
    older = stored(foreign_desk, "Unmanned aircraft attacked Ukraine in the night")
    newest = stored(foreign_desk, "Unmanned aircraft flew over Ukraine")
    monkeypatch.setattr(signals, "_by_vector", lambda *_: [])
    found = candidates_of(asked)
    assert {item.claim_id for item in found} == {older.pk, newest.pk}
    assert set(found[0].signals) == {"alike in wording", "alike in setting"}
    monkeypatch.setattr(signals, "NEWEST", 1)
    assert candidate_ids(asked) == {newest.pk}


def test_a_near_figure_of_the_same_thing_is_found(foreign_desk, asked):
    other = stored(foreign_desk, "Sixty of 460 drones fell", figure=(460, "drone"))
    far = stored(foreign_desk, "He flies 3 drones", figure=(3, "drone"))
    found = {item.claim_id: item for item in candidates_of(asked)}
    assert "near figure" in found[other.pk].signals
    assert "near figure" not in found[far.pk].signals


def test_miles_are_near_kilometres(foreign_desk):
    row = stored(foreign_desk, "They advanced 10 km", figure=(10, "km"))
    other = stored(foreign_desk, "The front moved by 6 miles", figure=(6, "mile"))
    assert "near figure" in candidates_of(row)[0].signals
    assert candidate_ids(row) == {other.pk}


def test_what_every_signal_finds_stands_first(foreign_desk, asked):
    stored(foreign_desk, "The council met on Monday")
    same = stored(foreign_desk, "The air force said Russia had launched 479 drones", figure=(479, "drone"))
    stored(foreign_desk, "Drones are sold in shops")
    found = candidates_of(asked)
    assert found[0].claim_id == same.pk
    assert len(found[0].signals) == 4
    assert [item.rank for item in found] == list(range(1, len(found) + 1))
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)


def test_a_claim_that_is_not_read_yet_is_asked_by_words_and_figures(foreign_desk, asked):
    text = "479 drones were launched, it said"
    fresh = make_claim(make_article(foreign_desk, text=text), text, figure=(479, "drone"))
    (found,) = candidates_of(fresh)
    assert found.claim_id == asked.pk
    assert set(found.signals) == {"near figure", "same rare words"}
    assert found.vectors == Vectors()


def test_claims_of_the_same_article_are_left_out_in_all_its_versions(foreign_desk, asked):
    article = asked.appearances.get().version.article
    text = "Russia launched 478 drones overnight"
    version = ArticleVersion.objects.create(
        article=article,
        number=2,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        method="paste",
        captured_at=timezone.now(),
    )
    row = Claim.objects.create(desk=foreign_desk, statement=text)
    row.appearances.create(version=version, start=0, end=len(text), exact=text)
    readings.keep([row])
    assert candidates_of(asked) == []


def test_rejected_set_aside_and_other_desks_claims_are_left_out(foreign_desk, other_desk, asked, bob):
    gone = {"review_state": Review.REJECTED, "reject_reason": "vague", "reviewed_by": bob}
    kept = {"review_state": Review.ACCEPTED, "reviewed_by": bob, "set_aside": True}
    stored(foreign_desk, ASKED, figure=(479, "drone"), **gone)
    stored(foreign_desk, ASKED, figure=(479, "drone"), set_aside=True)
    stored(other_desk, ASKED, figure=(479, "drone"))
    assert candidates_of(asked) == []
    accepted = stored(foreign_desk, ASKED, figure=(479, "drone"), **kept)
    assert candidate_ids(asked) == {accepted.pk}


def test_a_merged_source_speaks_under_its_new_name(foreign_desk, asked):
    old, new = make_source("Air Force Command"), make_source("Ukraine's air force")
    stored(foreign_desk, "The air force counted 479 drones", source=old)
    old.merged_into = new
    old.save()
    (found,) = candidates_of(asked)
    assert (found.seen.told.voice.id, found.seen.told.voice.name) == (str(new.pk), "Ukraine's air force")


def test_the_number_of_queries_does_not_grow_with_the_candidates(foreign_desk, asked):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            candidates_of(asked)
        return len(queries)

    stored(foreign_desk, "Russia launched 470 drones", figure=(470, "drone"))
    few = count()
    for number in range(5):
        stored(foreign_desk, f"Russia launched 48{number} drones", figure=(480 + number, "drone"))
    assert count() == few <= 14


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "!!!",
        "0",
        "It is -5 °C",
        "x" * 5000,
        "'; DROP TABLE claims_claim; --",
        "50 % %s %(claim)s",
        "北京",
    ],
)
def test_odd_statements_are_asked_without_harm(foreign_desk, asked, statement):
    row = Claim.objects.create(desk=foreign_desk, statement=statement or "…")
    row.quantities.create(low=-5, high=-5, unit="°c")
    row.quantities.create(position=1, low=0, high=0, unit="drone")
    readings.keep([row])
    assert {item.claim_id for item in candidates_of(row)} <= {asked.pk}

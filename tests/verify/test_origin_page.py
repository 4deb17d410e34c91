"""Origins on the claim page: reasons are said, people correct them, the machine leaves it at that."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from claims.ingest.reuse.selectors import cluster_of
from claims.ingest.reuse.store import version_print
from claims.models import AuditEntry, Claim, OriginRuling, Work
from claims.states import Freshness
from tests.cast import make_article, make_claim, make_outlet, make_source
from tests.ingest.reuse.test_prints import story
from tests.verify.scene import approved, article_of, confirm, proposed, submitted

from .test_claim_page import text_of

WORDS = (
    "its divers recovered 277 containers from the bay on Monday morning after the storm of the week before"
)
WIRE = [f"The harbour authority said {WORDS}.", *story(1, 12)]


def piece(desk, outlet, paragraphs):
    row = make_article(desk, text="\n".join(paragraphs), title=outlet, outlet=make_outlet(outlet))
    version_print(row.versions.get())
    return row


@pytest.fixture
def home(foreign_desk):
    return piece(foreign_desk, "Morning Ledger", WIRE)


@pytest.fixture
def claim(home, authority) -> Claim:
    return make_claim(home, WORDS, source=authority)


@pytest.fixture
def copy(foreign_desk, home):
    return piece(foreign_desk, "Harbour Herald", ["LISBON: " + WIRE[0], *WIRE[1:5]])


def page(as_user, user, claim) -> str:
    return text_of(as_user(user).get(reverse("claims:claim", args=[claim.pk])))


def correct(as_user, user, claim, article, choice, reason="I called both desks.", **headers):
    data = {"article": str(article.pk), "choice": choice, "reason": reason}
    return as_user(user).post(reverse("claims:origin-rule", args=[claim.pk]), data, headers=headers)


def test_a_copy_adds_an_outlet_and_no_origin_and_the_page_says_why(as_user, bob, claim, copy):
    words = page(as_user, bob, claim)
    assert "2 outlets, 1 origin" in words
    assert re.search(r"same text as Morning Ledger, (9\d|100) %", words)
    assert "quotes Harbour authority" in words


def test_a_copy_that_is_cut_before_the_sentence_does_not_carry_the_claim(as_user, bob, claim, foreign_desk):
    piece(foreign_desk, "Bay Post", WIRE[1:])
    assert "1 outlet, 1 origin" in page(as_user, bob, claim)


def test_a_reporter_says_that_it_is_a_separate_origin_and_history_shows_it(as_user, bob, claim, copy):
    assert correct(as_user, bob, claim, copy, "separate_origin").status_code == 303
    words = page(as_user, bob, claim)
    assert "2 outlets, 2 origins" in words
    assert "held to be of a separate origin, Harbour Herald" in words
    assert AuditEntry.objects.get(action="origin.rule").claim == claim


def test_what_was_said_is_undone_by_saying_it_again(as_user, bob, alice, claim, copy):
    correct(as_user, bob, claim, copy, "separate_origin")
    correct(as_user, alice, claim, copy, "machine", "He read another edition.")
    words = page(as_user, bob, claim)
    assert "2 outlets, 1 origin" in words
    assert "origin left to the machine, Harbour Herald" in words
    assert OriginRuling.objects.count() == 2


def test_not_the_same_text_divides_the_texts_for_good(as_user, bob, claim, home, copy, foreign_desk):
    correct(as_user, bob, claim, copy, "other_text")
    versions = [home.versions.get().pk, copy.versions.get().pk]
    assert len(set(cluster_of(versions).values())) != 1
    assert "1 outlet, 1 origin" in page(as_user, bob, claim)
    piece(foreign_desk, "Third", ["OSLO: " + WIRE[0], *WIRE[1:]])
    found = cluster_of(versions)
    assert found.get(versions[0]) != found.get(versions[1])
    correct(as_user, bob, claim, copy, "machine")
    assert len(set(cluster_of(versions).values())) == 1


def test_texts_said_to_be_other_are_compared_again(as_user, bob, claim, home, copy):
    for row in (home, copy):
        Work.objects.create(article=row, version=row.versions.get(), stage="match", state="done")
    correct(as_user, bob, claim, copy, "other_text")
    assert set(Work.objects.filter(stage="match").values_list("state", flat=True)) == {"queued"}


def test_a_verdict_that_counts_origins_needs_a_second_look(as_user, bob, edna, home, copy, authority):
    counted = make_claim(home, WORDS, source=authority, review_state="accepted", reviewed_by=bob)
    counted = approved(counted, bob, edna, "single_source")
    correct(as_user, bob, counted, copy, "separate_origin")
    counted.refresh_from_db()
    assert counted.freshness == Freshness.NEEDS_RECHECK


@pytest.mark.parametrize(
    ("choice", "reason"), [("separate_origin", "  "), ("nonsense", "Why"), ("machine", "Why")]
)
def test_what_makes_no_sense_is_refused_with_words(as_user, bob, claim, copy, choice, reason):
    answer = correct(as_user, bob, claim, copy, choice, reason, **{"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not OriginRuling.objects.exists()


def test_the_claim_s_own_article_is_not_corrected(as_user, bob, claim, home):
    assert correct(as_user, bob, claim, home, "separate_origin").status_code == 422


def test_who_only_reads_and_who_is_of_another_desk_cannot_correct(as_user, bob, dana, charlie, claim, copy):
    assert correct(as_user, dana, claim, copy, "separate_origin").status_code == 403
    assert correct(as_user, charlie, claim, copy, "separate_origin").status_code == 404
    assert not OriginRuling.objects.exists()
    assert correct(as_user, bob, claim, copy, "separate_origin").status_code == 303


def test_an_article_of_another_desk_does_not_exist(as_user, bob, claim, other_desk):
    theirs = piece(other_desk, "Theirs", WIRE)
    assert correct(as_user, bob, claim, theirs, "same_text").status_code == 404


def test_htmx_gets_the_grid_with_the_new_count(as_user, bob, claim, copy):
    answer = correct(as_user, bob, claim, copy, "separate_origin", **{"HX-Request": "true"})
    assert "2 outlets, 2 origins" in text_of(answer)
    assert "<html" not in answer.content.decode()


def test_the_article_page_says_whose_text_it_has(as_user, bob, home, copy):
    words = text_of(as_user(bob).get(reverse("claims:article", args=[copy.pk])))
    assert re.search(r"Same text as Morning Ledger, Morning Ledger ?, (9\d|100) %", words)


def test_a_corroborated_verdict_on_one_origin_is_warned_about(as_user, bob, alice, home, copy, authority):
    row = make_claim(home, WORDS, source=authority, review_state="accepted", reviewed_by=bob)
    submitted(row, bob, "corroborated")
    assert "Only one origin is counted." in page(as_user, alice, row)
    correct(as_user, bob, row, copy, "separate_origin")
    assert "Only one origin is counted." not in page(as_user, alice, row)


def test_an_origin_is_joined_with_another_than_the_claim_s_own(as_user, bob, claim, foreign_desk):
    rows = []
    for begin, name in ((100, "Bay Post"), (200, "Coast Times")):
        other = make_claim(
            piece(foreign_desk, name, [f"A nurse of {name} said {WORDS}.", *story(begin, begin + 12)]),
            WORDS,
            source=make_source(f"Nurse {name}"),
        )
        confirm(proposed(claim, other), bob, "corroborates")
        rows.append(article_of(other))
    assert "3 outlets, 3 origins" in page(as_user, bob, claim)
    data = {"article": rows[1].pk, "choice": "same_origin", "beside": rows[0].pk, "reason": "One nurse."}
    as_user(bob).post(reverse("claims:origin-rule", args=[claim.pk]), data)
    words = page(as_user, bob, claim)
    assert "3 outlets, 2 origins" in words
    assert "held to be of the same origin, Coast Times and Bay Post" in words
    assert OriginRuling.objects.get().other == rows[0]
    correct(as_user, bob, claim, rows[1], "machine", "Two nurses after all.")
    assert "3 outlets, 3 origins" in page(as_user, bob, claim)

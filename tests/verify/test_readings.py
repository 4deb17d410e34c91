"""Readings: kept once, made anew when what they follow from has changed, whoever else is at it."""

from __future__ import annotations

from datetime import date

import pytest

from claims.models import Claim, ClaimReading, ReadingFigure, VersionReading, WordCount
from claims.verify import readings
from claims.verify.barriers import STORY
from claims.verify.candidates import beside
from claims.verify.candidates.seen import first_places
from claims.verify.candidates.told import READ_BY, words_of
from claims.verify.comparing import look
from claims.verify.meaning.told import told_of_json
from tests.cast import make_article, make_claim, make_outlet

from .scene import earlier_claim, later_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(twelve) -> ClaimReading:
    assert readings.keep([twelve]) == 1
    return ClaimReading.objects.get()


def test_a_reading_holds_what_comparing_needs(kept, twelve):
    assert kept.claim == twelve
    assert kept.desk == twelve.desk
    assert told_of_json(kept.account).statement == "its crews recovered 12 containers"
    assert told_of_json(kept.account).voice.name == "Harbour authority"
    assert {"12", "crew", "recover", "container"} <= set(kept.words)
    assert len(kept.text_vector) == len(kept.context_vector) == 384
    assert [(row.kind, row.low, row.desk) for row in kept.figures.all()] == [("container", 12, twelve.desk)]


def test_the_second_view_has_place_days_and_headline(twelve):
    twelve.place, twelve.event_from, twelve.event_to = "Odesa", date(2025, 6, 8), date(2025, 6, 9)
    words = words_of(twelve, first_places([twelve])[twelve.pk])
    context = readings.Read(twelve, words, None).context
    assert context == "its crews recovered 12 containers. Odesa 2025-06-08/2025-06-09 Containers lost"


def test_the_vector_of_the_statement_leaves_the_speaker_out(foreign_desk):
    rows = [
        Claim.objects.create(desk=foreign_desk, statement=f"12 containers were found{by}")
        for by in ("", ", per the harbour authority")
    ]
    readings.keep(rows)
    one, other = ClaimReading.objects.all()
    assert one.text_vector == other.text_vector
    assert one.context_vector != other.context_vector


def test_the_article_is_read_once_and_anew_with_its_headline(kept, twelve, harbour):
    first = VersionReading.objects.get()
    assert first.version == kept.version == harbour.versions.get()
    readings.keep([make_claim(harbour, "41 containers were missing")])
    assert VersionReading.objects.get().fingerprint == first.fingerprint
    harbour.title = "Containers found"
    harbour.save()
    readings.keep([twelve])
    assert VersionReading.objects.get().vector != first.vector


def test_reading_again_does_nothing(kept, twelve):
    assert readings.keep([twelve]) == 0
    assert ClaimReading.objects.get().read_at == kept.read_at
    assert ReadingFigure.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "its crews recovered 14 containers"},
        {"place": "Odesa"},
        {"event_from": "2025-06-01"},
    ],
)
def test_a_changed_claim_is_read_anew(kept, twelve, change):
    Claim.objects.filter(pk=twelve.pk).update(**change)
    assert readings.keep([twelve]) == 1
    again = ClaimReading.objects.get()
    assert again.fingerprint != kept.fingerprint
    assert again.context_vector != kept.context_vector
    assert ReadingFigure.objects.count() == 1


def test_a_changed_figure_and_a_changed_headline_are_read_anew(kept, twelve, harbour):
    twelve.quantities.update(low=14, high=14)
    assert readings.keep([twelve]) == 1
    assert ReadingFigure.objects.get().low == 14
    harbour.title = "Containers found"
    harbour.save()
    assert readings.keep([twelve]) == 1


def test_a_newer_reader_reads_anew(kept, twelve, monkeypatch):
    monkeypatch.setattr(readings, "READ_BY", "told-9 other-model")
    assert readings.keep([twelve]) == 1
    assert ClaimReading.objects.get().reader == "told-9 other-model"


def test_a_claim_that_is_changed_while_it_is_read_is_left_to_the_next_run(twelve, monkeypatch):
    vector_of = readings.vector_of

    def slowly(text):
        Claim.objects.filter(pk=twelve.pk).update(statement="another statement", version=2)
        return vector_of(text)

    monkeypatch.setattr(readings, "vector_of", slowly)
    assert readings.keep([twelve]) == 0
    assert not ClaimReading.objects.exists()


def test_a_claim_without_figure_date_place_or_article_is_read(foreign_desk):
    row = Claim.objects.create(desk=foreign_desk, statement="Nobody knows")
    assert readings.keep([row]) == 1
    assert not ReadingFigure.objects.exists()


def test_lengths_are_kept_in_metres(foreign_desk):
    text = "The road is 3 km long. The road is 1.5 miles long."
    article = make_article(foreign_desk, text=text)
    rows = [
        make_claim(article, "The road is 3 km long", figure=(3, "km")),
        make_claim(article, "The road is 1.5 miles long", figure=("1.5", "mile")),
    ]
    readings.keep(rows)
    assert list(ReadingFigure.objects.order_by("low").values_list("kind", "low")) == [
        ("metre", pytest.approx(2414, abs=1)),
        ("metre", 3000),
    ]


def test_words_are_counted_when_many_more_were_read(foreign_desk):
    rows = [Claim.objects.create(desk=foreign_desk, statement=f"Harbour number{n}") for n in range(3)]
    readings.keep(rows[:2])
    assert dict(WordCount.objects.values_list("word", "claims"))["harbour"] == 2
    readings.keep(rows)
    assert WordCount.objects.get(word="harbour").claims == 2, "one more claim is no reason to count"
    assert readings.count_words(always=True)
    assert (WordCount.objects.get(word="harbour").claims, WordCount.objects.get(word="").claims) == (3, 3)


def test_what_an_earlier_version_read_is_read_anew_when_it_is_found(foreign_desk, authority):
    first, second = earlier_claim(foreign_desk, authority), later_claim(foreign_desk, authority)
    ClaimReading.objects.filter(pk=first.pk).update(reader="account-0 other-model", account={})
    (found,) = look(second).compared
    assert (found.earlier.claim_id, found.earlier.told.statement) == (first.pk, first.statement)
    assert ClaimReading.objects.get(pk=first.pk).reader == READ_BY


LEAD = "The council spoke of schools and of roads for hours, and of what its teachers earn. "
BAY = "A freighter lost containers in the storm on Sunday, and boats of the port searched the bay for them. "
SAID = "Crews recovered 12 containers"
LONG = f"{LEAD * 20}{BAY}{SAID}, the harbour authority said. {BAY}{LEAD * 20}"


def of_a_long_article(desk, source) -> Claim:
    """Return a claim far down in an article of another thing."""
    piece = make_article(desk, text=LONG, title="A long evening", outlet=make_outlet("Bay Post"))
    return make_claim(piece, SAID, source=source, figure=(12, "container"))


def test_a_claim_of_a_long_article_is_compared_in_its_passage(kept, twelve, foreign_desk, authority):
    near = of_a_long_article(foreign_desk, authority)
    far = make_claim(near.appearances.get().version.article, LEAD.strip())
    readings.keep([near, far])
    there, lead = ClaimReading.objects.get(claim=near), ClaimReading.objects.get(claim=far)
    assert there.passage_vector
    assert lead.passage_vector
    assert there.passage_vector != lead.passage_vector
    assert kept.passage_vector is None  # a short article is read whole
    beside_it = beside(twelve, [near.pk, far.pk])
    assert beside_it[near.pk].vectors.article > STORY
    assert beside_it[far.pk].vectors.article < STORY
    (found,) = [item for item in look(near).compared if twelve.pk in item.pair]
    assert found.proposal.relation == "repeats"


def test_without_its_passage_the_claim_of_a_long_article_is_kept_apart(twelve, foreign_desk, authority):
    near = of_a_long_article(foreign_desk, authority)
    readings.keep([twelve, near])
    ClaimReading.objects.update(passage_vector=None)
    (found,) = [item for item in look(near).compared if twelve.pk in item.pair]
    assert found.barrier == "the articles tell other stories"

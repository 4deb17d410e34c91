"""From the pipeline's result to rows: whole, once, each quotation proven, sources filed where they belong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from claims import flow
from claims.extract import services, sources
from claims.extract.selectors import published_day
from claims.extract.types import Speaker
from claims.models import Appearance, AuditEntry, Claim, ExtractedClaim, Source, Work
from claims.states import ArticleState
from tests.cast import make_article

STORY = (
    "The Norland navy sank 14 boats and 3 barges overnight, Defence Minister Olga Brandt said on Monday.\n\n"
    "Officials said two people were injured. It was not possible to verify the claims."
)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@pytest.fixture
def story(foreign_desk):
    return make_article(foreign_desk, text=STORY, title="Boats sunk", state=ArticleState.QUEUED)


def begun(article):
    with transaction.atomic():
        work = flow.enqueue("extract", article, article.latest)
    return flow.begin(str(work.pk))


def test_an_article_becomes_claims_with_proven_places(story):
    new = services.version_extract(work=begun(story))
    places = list(Appearance.objects.filter(version=story.latest))
    assert new == len(places) == Claim.objects.count() >= 3
    assert all(STORY[place.start : place.end] == place.exact for place in places)
    assert all(STORY[place.end :].startswith(place.suffix) for place in places)
    figures = {(int(q.low), q.unit) for claim in Claim.objects.all() for q in claim.quantities.all()}
    assert {(14, "boat"), (3, "barge")} <= figures
    story.refresh_from_db()
    assert story.state == ArticleState.READY
    assert Work.objects.get(stage="match").version == story.latest


def test_the_machines_words_are_kept_beside_the_claim_and_on_record(story):
    services.version_extract(work=begun(story))
    for claim in Claim.objects.select_related("extracted"):
        assert claim.extracted.payload["canonical"]
        assert AuditEntry.objects.filter(claim=claim, action="claim.extract", actor=None).count() == 1


def test_extracting_again_adds_nothing(story):
    services.version_extract(work=begun(story))
    before = set(Claim.objects.values_list("pk", flat=True))
    assert services.version_extract(work=begun(story)) == 0
    assert set(Claim.objects.values_list("pk", flat=True)) == before
    assert ExtractedClaim.objects.count() == len(before)


def test_a_worker_that_lost_its_lease_stores_nothing(story):
    work = begun(story)
    Work.objects.filter(pk=work.pk).update(lease_token=story.pk)
    with pytest.raises(flow.LostLease):
        services.version_extract(work=work)
    assert not Claim.objects.exists()


def test_an_event_date_becomes_first_and_last_day():
    assert services._days("2025-06-08/2025-06-09") == (date(2025, 6, 8), date(2025, 6, 9))
    assert services._days("2025-06-08") == (date(2025, 6, 8), date(2025, 6, 8))
    assert services._days(None) == (None, None)
    assert services._days("soon") == (None, None)


@pytest.mark.parametrize(
    ("name", "kind", "local"),
    [
        ("Olga Brandt", "person", False),
        ("Jan van der Berg", "person", False),
        ("one freed soldier", "person", True),
        ("Norland", "government", False),
        ("Norland's defence ministry", "government", False),
        ("Officials in Port Vale", "government", True),
        ("Ministry of Defence", "government", False),
        ("Norland officials", "government", True),
        ("Officials", "government", True),
        ("Police", "government", True),
        ("two people familiar with the matter", "anonymous", True),
        ("the report", "document", True),
        ("Norland navy", "military", False),
    ],
)
def test_a_name_is_everybodys_and_a_description_stays_in_its_article(name, kind, local):
    assert sources.is_local(Speaker(surface=name, canonical=name, kind=kind)) is local


def test_two_articles_officials_are_two_sources_and_their_minister_is_one(story, foreign_desk):
    other = make_article(foreign_desk, text=STORY + " More follows.", title="Again")
    minister = Speaker("Brandt", "Olga Brandt", "person", role="Defence Minister")
    officials = Speaker("Officials", "Officials", "government")
    first, second = sources.Register(story), sources.Register(other)
    assert first.source_of(minister) == second.source_of(minister)
    assert first.source_of(officials) != second.source_of(officials)
    assert Source.objects.get(name="Olga Brandt").role == "Defence Minister"


def test_a_merged_source_leads_to_the_one_it_was_merged_into(story):
    minister = Speaker("Brandt", "Olga Brandt", "person")
    old = sources.Register(story).source_of(minister)
    new = Source.objects.create(name="O. Brandt", kind="person")
    Source.objects.filter(pk=old.pk).update(merged_into=new)
    assert sources.Register(story).source_of(minister) == new


def test_the_own_voice_is_the_outlets_and_nobodys_without_an_outlet(story, foreign_desk):
    assert sources.Register(story).source_of(None).outlet == story.outlet
    nameless = make_article(foreign_desk, text="No outlet is named here.", outlet=None)
    assert sources.Register(nameless).source_of(None) is None


def late_on_sunday(story, **given):
    story.published_at = datetime(2025, 6, 15, 22, 30, tzinfo=UTC)
    for name, value in given.items():
        setattr(story, name, value)
    return published_day(story)


def test_weekdays_count_from_the_day_it_was_in_the_newsroom(story, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    assert late_on_sunday(story) == date(2025, 6, 16)
    settings.TIME_ZONE = "America/Chicago"
    assert late_on_sunday(story) == date(2025, 6, 15)


def test_a_day_without_a_time_is_that_day_in_every_zone(story, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    assert late_on_sunday(story, published_day_only=True) == date(2025, 6, 15)


def test_an_article_without_a_moment_has_no_day(story):
    story.published_at = None
    assert published_day(story) is None

"""The demo newsroom: made once, the same at every start, and never over what people did."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from claims import flow
from claims.ingest import demo
from claims.models import Article, Source, SourceAlias, User


@pytest.fixture(autouse=True)
def no_broker(monkeypatch, settings):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "a password for the demo")


def test_the_seeds_make_people_sources_and_articles(db, password):
    call_command("seed", verbosity=0)
    assert set(User.objects.values_list("username", flat=True)) == {name for name, *_ in demo.PEOPLE}
    assert User.objects.get(username="reporter").check_password("a password for the demo")
    assert Article.objects.filter(digest=False).count() == 1
    assert Article.objects.filter(digest=True, url__startswith="http").count() == 31
    assert all(article.outlet for article in Article.objects.select_related("outlet"))


def test_a_second_start_adds_nothing(db, password):
    call_command("seed", verbosity=0)
    before = (User.objects.count(), Article.objects.count(), Source.objects.count())
    call_command("seed", verbosity=0)
    assert (User.objects.count(), Article.objects.count(), Source.objects.count()) == before


def test_two_names_of_the_air_force_lead_to_one_source_that_is_a_party(db):
    demo.sources_seed()
    names = ("ukraine's air force", "ukrainian air force")
    sources = {SourceAlias.objects.get(folded=name).source for name in names}
    assert len(sources) == 1
    assert sources.pop().party_to


def test_what_people_made_of_a_source_stays(db):
    demo.sources_seed()
    Source.objects.filter(name="Kremlin").update(party_to="")
    demo.sources_seed()
    assert Source.objects.get(name="Kremlin").party_to == ""


def test_without_a_password_nothing_is_made(db, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("seed")
    assert not User.objects.exists()

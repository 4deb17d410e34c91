"""The claim whose words the new text of its article lost, and Bob, who looks for them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Article, Claim
from tests.cast import make_article

from .world import twelve_of


@pytest.fixture(autouse=True)
def no_broker(monkeypatch) -> None:
    monkeypatch.setattr("claims.flow.app.send_task", lambda *_, **__: None)


@pytest.fixture
def article(foreign_desk) -> Article:
    return make_article(foreign_desk)


@pytest.fixture
def twelve(article, bob) -> Claim:
    return twelve_of(article, bob)


@pytest.fixture
def page(article, twelve) -> str:
    return reverse("claims:claim-words", args=[article.pk, twelve.pk])


@pytest.fixture
def client(as_user, bob) -> Client:
    return as_user(bob)

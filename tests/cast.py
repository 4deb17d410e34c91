"""The people and things that tests speak of. Loaded by tests/conftest.py as a plugin.

Alice edits and Bob reports on the foreign desk, Edna edits there too (a second pair of eyes), Charlie
reports on another desk, Dana only reads reports, Eve's account is disabled, Ada administers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from string import ascii_lowercase
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from claims.models import (
    Appearance,
    Article,
    ArticleVersion,
    Assignment,
    Claim,
    Desk,
    Event,
    Evidence,
    Outlet,
    Quantity,
    Report,
    Role,
    Source,
    SourceAlias,
    User,
)
from claims.models.source import SourceKind, fold_name
from claims.states import ArticleState, Review

TEXT = (
    "Officials at the port said on Monday that 41 containers were missing.\n\n"
    "The harbour authority said its crews recovered 12 containers and 3 boats before dawn, "
    "claiming that only 2 ships were delayed.\n\n"
    "It was not possible to verify the claims."
)


@pytest.fixture
def foreign_desk(db: None) -> Desk:
    return Desk.objects.create(name="Foreign desk")


@pytest.fixture
def other_desk(db: None) -> Desk:
    return Desk.objects.create(name="Other desk")


def person(username: str, role: str, desk: Desk | None, **more: Any) -> User:
    user = User(username=username, role=role, desk=desk, first_name=username.title(), **more)
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def alice(foreign_desk: Desk) -> User:
    return person("alice", Role.EDITOR, foreign_desk)


@pytest.fixture
def edna(foreign_desk: Desk) -> User:
    return person("edna", Role.EDITOR, foreign_desk)


@pytest.fixture
def bob(foreign_desk: Desk) -> User:
    return person("bob", Role.REPORTER, foreign_desk)


@pytest.fixture
def charlie(other_desk: Desk) -> User:
    return person("charlie", Role.REPORTER, other_desk)


@pytest.fixture
def dana(foreign_desk: Desk) -> User:
    return person("dana", Role.VIEWER, foreign_desk)


@pytest.fixture
def eve(foreign_desk: Desk) -> User:
    return person("eve", Role.EDITOR, foreign_desk, is_active=False)


@pytest.fixture
def ada(foreign_desk: Desk) -> User:
    return person("ada", Role.ADMIN, foreign_desk)


def sign_in(client: Client, user: User) -> Client:
    """Give the client a session of the person, without all that signing in does beside it."""
    values = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    row = Session.objects.create(
        session_key=get_random_string(32, ascii_lowercase),
        session_data=SessionStore().encode(values),
        expire_date=timezone.now() + timedelta(days=1),
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    return client


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a signed-in client for a person."""
    return lambda user, **options: sign_in(Client(**options), user)


def make_outlet(name: str = "Harbour Herald") -> Outlet:
    outlet, _ = Outlet.objects.get_or_create(folded=fold_name(name), defaults={"name": name})
    return outlet


def make_source(name: str = "Harbour authority", kind: str = SourceKind.GOVERNMENT, **more: Any) -> Source:
    source = Source.objects.create(name=name, kind=kind, **more)
    SourceAlias.objects.create(source=source, name=name, folded=fold_name(name), within=source.within)
    return source


def make_article(desk: Desk, *, text: str = TEXT, title: str = "Containers lost", **more: Any) -> Article:
    """Return an article that is ready for review, with version 1."""
    more.setdefault("outlet", make_outlet())
    more.setdefault("published_at", datetime(2025, 6, 9, 15, 40, tzinfo=UTC))
    more.setdefault("state", ArticleState.READY)
    article = Article.objects.create(desk=desk, title=title, language="en", **more)
    make_version(article, text)
    return article


def make_version(article: Article, text: str, number: int = 1) -> ArticleVersion:
    """Return a text of the article; claims are not carried over to it."""
    return ArticleVersion.objects.create(
        article=article,
        number=number,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        method="paste",
        captured_at=timezone.now(),
    )


def make_claim(article: Article, exact: str, **more: Any) -> Claim:
    """Return a claim whose appearance is `exact` in the article's version 1.

    `figure=(12, "container")` gives it one exact quantity.
    """
    (claim,) = make_claims(article, [(exact, more)])
    return claim


def make_claims(article: Article, rows: Iterable[tuple[str, dict[str, Any]]], **same: Any) -> list[Claim]:
    """Return the claims that `make_claim` would make, one for each `exact, more`; `same` is what all have.

    A hundred of them cost what one costs: three questions to the database.
    """
    version = article.versions.get(number=1)
    claims, places, figures = [], [], []
    for exact, more in rows:
        fields = {"statement": exact, "worth": 0.9, "source": None} | same | more
        figure = fields.pop("figure", None)
        if fields.get("review_state") in {Review.ACCEPTED, Review.REJECTED}:
            fields.setdefault("reviewed_at", timezone.now())
        claim = Claim(desk=article.desk, **fields)
        claims.append(claim)
        places.append(appearance_of(claim, version, exact))
        if figure:
            value, unit = figure
            figures.append(Quantity(claim=claim, low=value, high=value, unit=unit, text=f"{value} {unit}"))
    Claim.objects.bulk_create(claims)
    Appearance.objects.bulk_create(places)
    if figures:
        Quantity.objects.bulk_create(figures)
    return claims


def appearance_of(claim: Claim, version: ArticleVersion, exact: str) -> Appearance:
    """Return where `exact` stands in the version, as the claim's appearance that is yet to be stored."""
    start = version.text.index(exact)
    return Appearance(
        claim=claim,
        version=version,
        start=start,
        end=start + len(exact),
        exact=exact,
        spans=[[start, start + len(exact)]],
        prefix=version.text[max(0, start - 32) : start],
        suffix=version.text[start + len(exact) :][:32],
        sentence_start=start,
        sentence_end=start + len(exact),
        source_words=claim.source.name if claim.source else "",
    )


@pytest.fixture
def harbour(foreign_desk: Desk) -> Article:
    """An article ready for review, without claims."""
    return make_article(foreign_desk)


@pytest.fixture
def authority(db: None) -> Source:
    return make_source()


@pytest.fixture
def twelve(harbour: Article, authority: Source) -> Claim:
    """A claim to decide: 12 containers recovered, per the harbour authority."""
    return make_claim(
        harbour, "its crews recovered 12 containers", source=authority, figure=(12, "container")
    )


@pytest.fixture
def accepted(harbour: Article, authority: Source, bob: User) -> Claim:
    """A claim that Bob accepted: 41 containers missing."""
    return make_claim(
        harbour,
        "41 containers were missing",
        source=authority,
        figure=(41, "container"),
        review_state=Review.ACCEPTED,
        reviewed_by=bob,
    )


LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatent" * 5  # nothing to break a line at
FROM_RIGHT = "قالت هيئة الميناء إن طواقمها انتشلت اثنتي عشرة حاوية"
SAID_BY_PEOPLE = {
    Article: ("title", "byline"),
    Outlet: ("name",),
    Source: ("name", "role"),
    Claim: ("statement", "place"),
    Event: ("title", "place"),
    Evidence: ("body", "reason"),
    Report: ("title", "introduction"),
    Assignment: ("instruction",),
    User: ("first_name",),
    Desk: ("name",),
}


def stretch_names(words: str) -> None:
    """Let everything that people and sources name be called `words`, as much of it as its field holds.

    Up to 200 characters; a number keeps apart what may not share a name.
    """
    for model, names in SAID_BY_PEOPLE.items():
        for place, row in enumerate(model.objects.all()):
            for name in names:
                most = min(200, model._meta.get_field(name).max_length or 200)
                setattr(row, name, words[: most - 3] + str(place))
            row.save(update_fields=names)


def many_rows(desk: Desk, giver: User, assignee: User, number: int = 10_000) -> None:
    """Fill every list of a desk: claims, assignments, articles, sources, events and reports."""
    each = range(number)
    claims = [Claim(desk=desk, statement=f"Containers lost in port {place}", worth=0.9) for place in each]
    Claim.objects.bulk_create(claims, batch_size=1000)
    Assignment.objects.bulk_create(
        [Assignment(claim=claim, assignee=assignee, assigned_by=giver) for claim in claims], batch_size=1000
    )
    for rows in (
        [
            Article(desk=desk, title=f"Port {place}", language="en", state=ArticleState.READY)
            for place in each
        ],
        [Source(name=f"Authority {place}", kind=SourceKind.GOVERNMENT) for place in each],
        [Event(desk=desk, title=f"Storm {place}") for place in each],
        [Report(desk=desk, title=f"Ports {place}", created_by=giver) for place in each],
    ):
        type(rows[0]).objects.bulk_create(rows, batch_size=1000)
    connection.cursor().execute("ANALYZE")  # as the server does by itself after a while


def many_containers(desk: Desk, count: int) -> list[str]:
    """Make `count` claims, a hundred to an article; returns their words in order."""
    words = [f"{number} containers" for number in range(10_000, 10_000 + count)]
    for part in range(0, count, 100):
        some = words[part : part + 100]
        version = make_article(desk, text=f"Part {part}: {', '.join(some)}.").latest
        claims = [Claim(desk=desk, statement=each, worth=0.9) for each in some]
        Claim.objects.bulk_create(claims)
        Appearance.objects.bulk_create(appearance_of(claim, version, claim.statement) for claim in claims)
    return words

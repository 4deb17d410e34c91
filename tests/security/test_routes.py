"""Every address, every role, every method: one table. An address that is not in it fails the test.

`least` is the lowest role that is let in. Below it the answer is 403, for nobody signed in the log-in page,
for another desk's things 404, for a method an address does not have 405.
To add an address: one line in ROUTES, with what GET and POST answer to a person who may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims import flow, rematch
from claims.ingest import versions
from claims.models import (
    Article,
    Assignment,
    Claim,
    ClaimBatch,
    Desk,
    Event,
    ReportItem,
    Role,
    SavedSearch,
    User,
)
from claims.models.blast import ChangeKind
from claims.report import exports
from claims.report import services as report_services
from claims.report.publishing import tokens
from claims.states import ArticleState, EvidenceState
from claims.together import services as together
from claims.together.subjects import Subject
from claims.verify import events
from claims.web.signing_in import opens
from tests.cast import (
    TEXT,
    appearance_of,
    make_article,
    make_claim,
    make_source,
    make_version,
    person,
    sign_in,
)
from tests.report import makers

NO = 405  # the address has no such method
BY_RANK = ["anonymous", Role.VIEWER, Role.REPORTER, Role.EDITOR, Role.ADMIN]
OPEN = "anonymous"


@dataclass(frozen=True)
class Route:
    """What an address answers to those who may: to GET, and to a POST of `data`."""

    least: str
    get: int = NO
    post: int = NO
    of: str = ""  # the thing of `world` whose key the address takes
    data: dict[str, str] = field(default_factory=dict)
    exempt: bool = False  # has its own rules, tested elsewhere

    def answer(self, method: str) -> int:
        return self.get if method == "get" else self.post


VIEWER, REPORTER, EDITOR, ADMIN = Role.VIEWER, Role.REPORTER, Role.EDITOR, Role.ADMIN
ROUTES: dict[str, Route] = {
    # people and pages of no room
    "account_login": Route(OPEN, exempt=True),
    "account_logout": Route(OPEN, exempt=True),
    "account_inactive": Route(OPEN, exempt=True),
    "account_change_password": Route(VIEWER, get=200, post=200),
    "account_set_password": Route(VIEWER, get=302, post=302),  # on to changing it, for who has one
    "claims:desk": Route(VIEWER, get=200),  # a viewer is led on to the reports: see below
    "claims:desk-saved": Route(REPORTER, get=200),
    "claims:tour": Route(REPORTER, post=303, data={"step": "2"}),
    "claims:search": Route(REPORTER, get=302),
    "claims:settings": Route(VIEWER, get=200, post=302, data={"theme": "dark", "keys_enabled": "on"}),
    "claims:inbox": Route(REPORTER, get=200),
    "claims:inbox-count": Route(REPORTER, get=200),
    "claims:inbox-read": Route(REPORTER, post=303),
    "claims:job-list": Route(VIEWER, get=200),
    "claims:jobs-mark": Route(VIEWER, get=200),
    "claims:job": Route(VIEWER, get=200, of="any_job"),
    "claims:theme": Route(VIEWER, post=302),
    "claims:styleguide": Route(ADMIN, get=200),
    "claims:health": Route(OPEN, get=200),
    # ingest
    "claims:article-list": Route(REPORTER, get=200),
    "claims:article-new": Route(REPORTER, get=200, post=422),
    "claims:sample-add": Route(REPORTER, post=303),
    "claims:article-look": Route(REPORTER, post=200, data={"text": "Words."}),
    "claims:article": Route(REPORTER, get=200, of="article"),
    "claims:article-status": Route(REPORTER, get=200, of="article"),
    "claims:article-retry": Route(REPORTER, post=302, of="failed"),
    "claims:article-opinion": Route(REPORTER, get=200, post=302, of="article"),
    "claims:article-change": Route(EDITOR, get=200, post=422, of="article"),
    "claims:article-check": Route(REPORTER, get=200, post=303, of="article"),
    # what changes of articles touch
    "claims:article-touches": Route(REPORTER, get=200, of="retracted"),
    "claims:touch-stand": Route(REPORTER, post=303, of="touch"),
    "claims:change-stand": Route(REPORTER, post=303, of="change"),
    # review
    "claims:review": Route(REPORTER, get=302),
    "claims:workbench": Route(REPORTER, get=200, of="corrected"),
    "claims:review-undo": Route(REPORTER, post=303, of="article"),
    "claims:review-accept": Route(REPORTER, post=422, of="article"),
    "claims:review-offer": Route(REPORTER, post=422, of="article"),
    "claims:claim-add": Route(REPORTER, get=200, post=422, of="article"),
    "claims:claim-words": Route(
        REPORTER, get=200, post=422, of="lost_claim", data={"words": "14 containers"}
    ),  # none is chosen
    "claims:claim-list": Route(REPORTER, get=200),
    "claims:queue-columns": Route(REPORTER, post=303, data={"show": "verdict"}),
    "claims:search-save": Route(REPORTER, post=303, data={"asks": "review=accepted", "name": "Accepted"}),
    "claims:search-change": Route(REPORTER, post=422, of="search", data={"name": "Mine"}),  # another’s
    "claims:search-remove": Route(REPORTER, post=422, of="search"),
    "claims:claim-batch-new": Route(REPORTER, post=200, data={"action": "accept"}),
    "claims:claim-batch-start": Route(REPORTER, post=422, data={"action": "accept"}),
    "claims:claim-batch": Route(REPORTER, get=200, of="batch"),
    "claims:claim-batch-undo": Route(REPORTER, post=303, of="batch"),
    "claims:claim-batch-stop": Route(REPORTER, post=303, of="batch"),
    "claims:claim-batch-again": Route(REPORTER, post=303, of="batch"),
    "claims:claim-tag": Route(REPORTER, post=303, of="open_claim", data={"tag": "Front page"}),
    "claims:claim-untag": Route(REPORTER, post=303, of="open_claim", data={"tag": "Front page"}),
    "claims:claims-export": Route(REPORTER, get=200),
    "claims:claim-accept": Route(REPORTER, post=303, of="open_claim"),
    "claims:claim-reject": Route(REPORTER, post=303, of="open_claim", data={"reason": "vague"}),
    "claims:claim-opinion": Route(REPORTER, post=303, of="open_claim"),
    "claims:claim-offer": Route(REPORTER, post=303, of="aside"),
    "claims:claim-hold": Route(REPORTER, post=204, of="open_claim"),
    "claims:claim-take-over": Route(EDITOR, post=422, of="open_claim", data={"reason": "Deadline."}),
    "claims:claim-source": Route(REPORTER, post=422, of="open_claim"),
    "claims:claim-undo": Route(REPORTER, post=422, of="open_claim"),
    "claims:claim-edit": Route(REPORTER, get=200, post=422, of="open_claim"),
    "claims:claim-split": Route(REPORTER, get=200, post=422, of="open_claim"),
    "claims:claim-merge": Route(REPORTER, get=200, post=422, of="open_claim"),
    "claims:claim-stakes": Route(EDITOR, get=200, post=422, of="open_claim"),
    "claims:claim-blind": Route(REPORTER, get=200, post=422, of="open_claim"),
    "claims:claim-settle": Route(EDITOR, get=200, post=422, of="open_claim"),
    "claims:source-list": Route(REPORTER, get=200),
    "claims:source-search": Route(REPORTER, get=200),
    "claims:source": Route(REPORTER, get=200, post=422, of="source"),
    "claims:source-merge": Route(REPORTER, post=422, of="source"),
    "claims:source-part": Route(REPORTER, post=422, of="source"),
    # verify
    "claims:claim": Route(REPORTER, get=200, of="claim"),
    "claims:report-as-of-file": Route(REPORTER, get=200, of="asof_file"),
    "claims:claim-record": Route(REPORTER, get=200, of="claim"),
    "claims:claim-similar": Route(REPORTER, get=200, of="claim"),
    "claims:claim-here": Route(REPORTER, get=200, of="claim"),
    "claims:origin-rule": Route(REPORTER, post=422, of="claim"),
    "claims:assessment-submit": Route(REPORTER, get=200, post=422, of="claim"),
    "claims:assessment-accept-first": Route(REPORTER, post=303, of="open_claim"),
    "claims:assessment-approve": Route(EDITOR, post=303, of="assessment"),
    "claims:assessment-return": Route(EDITOR, post=303, of="assessment", data={"note": "Why?"}),
    "claims:evidence-add": Route(REPORTER, get=200, post=422, of="claim"),
    "claims:evidence-search": Route(REPORTER, get=200, of="claim"),
    "claims:evidence-undo": Route(REPORTER, post=422, of="claim"),
    "claims:evidence": Route(REPORTER, get=200, of="evidence"),
    "claims:evidence-file": Route(REPORTER, get=200, of="brought"),
    "claims:evidence-grade": Route(REPORTER, post=303, of="evidence", data={"reliability": "B"}),
    "claims:evidence-source": Route(REPORTER, post=303, of="evidence", data={"source_name": "The port"}),
    "claims:evidence-paste": Route(REPORTER, post=422, of="evidence"),
    "claims:evidence-group": Route(REPORTER, get=200, of="evidence"),
    "claims:evidence-confirm": Route(REPORTER, post=303, of="evidence", data={"relation": "contradicts"}),
    "claims:evidence-dismiss": Route(REPORTER, post=303, of="evidence", data={"reason": "Another place."}),
    "claims:event-list": Route(REPORTER, get=200),
    "claims:event": Route(REPORTER, get=200, of="event"),
    "claims:event-rename": Route(REPORTER, post=303, of="event", data={"title": "The raid"}),
    "claims:event-close": Route(REPORTER, post=303, of="event", data={"closed": "yes"}),
    "claims:event-change": Route(REPORTER, get=200, post=200, of="event"),
    "claims:event-undo": Route(REPORTER, post=303, of="event_entry"),
    "claims:claim-event": Route(REPORTER, get=200, post=422, of="claim"),
    "claims:claim-assign": Route(REPORTER, get=200, post=200),
    "claims:claim-take": Route(REPORTER, post=303, of="free_claim"),
    "claims:assignment-change": Route(EDITOR, post=422),
    "claims:assignment-remind": Route(EDITOR, post=303),
    "claims:assignment-calendar": Route(OPEN, of="calendar", exempt=True),  # tests/verify/test_calendar.py
    "claims:calendar-settings": Route(REPORTER, post=303),
    "claims:assignment-undo": Route(REPORTER, post=303),
    "claims:match-jobs": Route(EDITOR, get=200, post=303),
    "claims:match-job-stop": Route(EDITOR, post=303, of="job"),
    "claims:assignment-list": Route(REPORTER, get=200),
    "claims:assignment-done": Route(REPORTER, post=303, of="assignment"),
    "claims:assignment-hand-back": Route(REPORTER, post=303, of="assignment", data={"reason": "Ill."}),
    # together
    "claims:claim-talk": Route(REPORTER, get=200, post=303, of="claim", data={"text": "Who counted?"}),
    "claims:article-talk": Route(REPORTER, get=200, post=303, of="article", data={"text": "Who counted?"}),
    "claims:comment": Route(REPORTER, get=302, of="comment"),
    "claims:comment-edit": Route(REPORTER, get=422, post=422, of="comment"),  # another person's
    "claims:comment-withdraw": Route(REPORTER, post=422, of="comment"),
    "claims:comment-read": Route(REPORTER, post=303, of="comment"),
    "claims:activity": Route(REPORTER, get=200),
    "claims:activity-new": Route(REPORTER, get=200),
    "claims:people-search": Route(REPORTER, get=200),
    # report
    "claims:report-list": Route(VIEWER, get=200),
    "claims:report-new": Route(REPORTER, get=200, post=422, data={"create": "yes"}),
    "claims:article-report": Route(REPORTER, post=302, of="article"),  # nothing accepted: back to it
    "claims:report": Route(REPORTER, get=200, post=422, of="report"),
    "claims:report-add": Route(REPORTER, get=200, post=422, of="report"),
    "claims:report-freeze": Route(REPORTER, post=303, of="report"),
    "claims:report-as-of-prepare": Route(REPORTER, post=303, of="asof_file"),
    "claims:report-archive": Route(EDITOR, get=200, post=303, of="report"),
    "claims:event-archive": Route(EDITOR, get=200, post=303, of="event"),
    "claims:report-remove": Route(REPORTER, post=303, of="item"),
    "claims:report-move": Route(REPORTER, post=303, of="item", data={"by": "1"}),
    "claims:report-note": Route(REPORTER, post=303, of="item", data={"note": "At night."}),
    "claims:edition": Route(VIEWER, get=200, of="edition"),
    "claims:edition-file": Route(VIEWER, get=200, of="file"),
    "claims:edition-claim": Route(VIEWER, get=200, of="edition_claim"),
    "claims:edition-prepare": Route(VIEWER, post=303, of="edition", data={"kind": "csv"}),
    "claims:edition-approve": Route(EDITOR, post=303, of="way", data={"publish": "yes"}),
    "claims:edition-return": Route(EDITOR, post=303, of="way", data={"note": "Name the outlet."}),
    "claims:edition-ask-again": Route(EDITOR, post=422, of="way"),  # nobody has decided yet
    "claims:edition-publish": Route(EDITOR, post=422, of="way"),  # not approved
    "claims:edition-withdraw": Route(EDITOR, post=303, of="published"),
    "claims:edition-renew": Route(EDITOR, post=303, of="published"),
    # for everybody: tests/report/test_public.py
    "claims:public": Route(OPEN, get=200, of="public", exempt=True),
    "claims:public-claim": Route(OPEN, get=200, of="public_claim", exempt=True),
    "claims:public-file": Route(OPEN, get=200, of="public_file", exempt=True),
    "claims:feed": Route(OPEN, get=200),
    "claims:desk-feed": Route(OPEN, of="calendar", exempt=True),  # tests/report/test_feed.py
    "claims:desk-feed-settings": Route(EDITOR, post=303),
    "claims:methodology": Route(OPEN, get=200),
    "claims:signing-keys": Route(OPEN, get=200),
    "claims:claim-export": Route(REPORTER, post=200, data={"kind": "csv", "all": "yes"}),
    "claims:export-file": Route(VIEWER, get=302, of="export"),  # it waits: on to its page
    "claims:export-stop": Route(VIEWER, post=303, of="export"),
    "claims:export-again": Route(VIEWER, post=303, of="export"),
}
TOKEN = "a" * 32
RULED = sorted(name for name, route in ROUTES.items() if not route.exempt)
OF_A_DESK = sorted(name for name in RULED if ROUTES[name].of)


def every_address(patterns: Any = None, space: str = "") -> Iterator[str]:
    for item in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(item, URLResolver):
            yield from every_address(item.url_patterns, item.namespace or space)
        elif isinstance(item, URLPattern):
            yield f"{space}:{item.name}" if space else str(item.name)


def test_every_address_stands_in_the_table():
    found = list(every_address())
    assert sorted(set(found)) == sorted(ROUTES), "add what is missing to ROUTES, take out what is gone"
    assert len(found) == len(set(found)), "two addresses share a name"


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(flow.app, "send_task", lambda *_, **__: None)


@cache
def hashed() -> str:
    """Return a hash of a password: made once, as it takes a third of a second by design."""
    return make_password("only for tests", hasher="pbkdf2_sha256")


def people_of(dana, bob, edna, ada) -> dict[str, User | None]:
    """Give one person of each role a password; returns them, and nobody."""
    for someone in (dana, bob, edna, ada):
        someone.password = hashed()
        someone.save()
    return {OPEN: None, VIEWER: dana, REPORTER: bob, EDITOR: edna, ADMIN: ada}


@pytest.fixture(scope="module")
def newsroom(standing):
    """Return the people and the things of the desk: made once, as every test takes back what it does."""

    def make():
        desk = Desk.objects.create(name="Foreign desk")
        named = {"dana": VIEWER, "bob": REPORTER, "edna": EDITOR, "ada": ADMIN, "alice": EDITOR}
        one = {name: person(name, role, desk) for name, role in named.items()}
        alice = one.pop("alice")
        return people_of(**one), world_of(desk, one["bob"], alice)

    return standing(make)


@pytest.fixture
def own(db, newsroom):
    return newsroom()


@pytest.fixture
def people(own):
    return own[0]


@pytest.fixture
def world(own):
    return own[1]


def world_of(foreign_desk, bob, alice) -> dict[str, list[Any]]:
    """Make one thing of every kind on the desk; returns the keys that their addresses take."""
    article = make_article(foreign_desk)
    failed = make_article(foreign_desk, state=ArticleState.FAILED, message="No such page.", title="Failed")
    source = make_source("The port's crews", within=article)
    open_claim = make_claim(article, "12 containers", source=source)
    free = make_claim(article, "3 boats", source=source)
    aside = make_claim(article, "2 ships", set_aside=True)
    claim = makers.full_claim(bob, alice)
    waiting = makers.full_claim(bob, alice, words="7 boats", title="Boats")
    makers.supersede(waiting.assessments.get())
    assessment = makers.assess(waiting, alice, None)
    evidence = makers.evidence(claim, bob, state=EvidenceState.PROPOSED)
    report = makers.report_of(bob, [claim, waiting])
    item = ReportItem.objects.filter(report=report).first()
    assignment = Assignment.objects.create(claim=open_claim, assignee=bob, assigned_by=alice)
    edition = report_services.report_freeze(
        user=bob, report=makers.report_of(bob, [claim], title="Frozen"), version=None
    ).report
    waits = report_services.report_freeze(
        user=bob, report=makers.report_of(bob, [free], title="Waits"), version=None
    ).report
    published = makers.published(bob, alice, [claim])
    token = tokens.token_from(published.links.get().seed)
    shared = SavedSearch.objects.create(
        desk=foreign_desk, owner=alice, name="Open", asks="review=extracted", shared=True
    )
    batch = ClaimBatch.objects.create(desk=foreign_desk, started_by=alice, action="accept", state="done")
    event = Event.objects.create(desk=foreign_desk, title="Containers lost")
    Claim.objects.filter(pk=open_claim.pk).update(event=event)
    with transaction.atomic():
        closing = events.event_close(user=bob, event=event, closed=True)
    export = exports.edition_start(user=bob, edition=edition.editions.get(), kind="json")
    retracted = make_article(foreign_desk, title="Retracted")
    make_claim(retracted, "2 ships", source=source)
    with transaction.atomic():
        change = versions.article_change(
            user=alice, article=retracted, kind=ChangeKind.RETRACTED, reason="The outlet took it back."
        ).change
    corrected, lost, placed = corrected_article(foreign_desk, bob, source)
    return {
        "corrected": [corrected.pk],
        "lost_claim": [corrected.pk, lost.pk],
        "placed_claim": [corrected.pk, placed.pk],
        "retracted": [retracted.pk],
        "change": [change.pk],
        "touch": [change.touches.get().pk],
        "export": [export.pk],
        "any_job": ["export", export.pk],
        "event": [event.pk],
        "event_entry": [event.pk, closing.entry.pk],
        "search": [shared.pk],
        "batch": [batch.pk],
        "job": [rematch.job_start(user=alice, desk=foreign_desk).pk],
        "article": [article.pk],
        "comment": [comment_on(claim, alice).pk],
        "failed": [failed.pk],
        "source": [source.pk],
        "open_claim": [open_claim.pk],
        "article_claim": [article.pk, open_claim.pk],
        "free_claim": [free.pk],
        "calendar": ["a" * 96],
        "aside": [aside.pk],
        "claim": [claim.pk],
        "assessment": [assessment.pk],
        "evidence": [evidence.pk],
        "brought": [makers.brought(free, bob).pk],
        "assignment": [assignment.pk],
        "report": [report.pk],
        "item": [report.pk, item.pk],
        "edition": [edition.pk, 1],
        "file": [edition.pk, 1, "csv"],
        "asof_file": [report.pk, "json"],
        "way": [waits.pk, 1],
        "published": [published.edition.report_id, 1],
        "public": [token],
        "public_claim": [token, 1],
        "public_file": [token, "csv"],
        "edition_claim": [edition.pk, 1, 1],
    }


def corrected_article(desk, bob, source):
    """Return an article whose new text has lost the words of a claim, that, and one that was placed anew."""
    article = make_article(desk, title="Corrected")
    lost, stays, placed = (
        make_claim(article, words, source=source) for words in ("12 containers", "3 boats", "41 containers")
    )
    make_claim(article, "2 ships", set_aside=True)
    text = TEXT.replace("12 containers", "14 containers").replace("41 containers", "43 containers")
    version = make_version(article, text, 2)
    appearance_of(stays, version, "3 boats").save(force_insert=True)
    place = appearance_of(placed, version, "43 containers")
    place.placed_by = bob
    place.save(force_insert=True)
    return article, lost, placed


def comment_on(claim, author):
    with transaction.atomic():
        return together.comment_add(user=author, subject=Subject(claim), text="Who counted?")


def address_of(name, world):
    return reverse(name, args=world[ROUTES[name].of] if ROUTES[name].of else None)


def signed_in(user, **options):
    client = Client(raise_request_exception=False, **options)
    return client if user is None else sign_in(client, user)


def undone(send):
    """Return the answer of a request, and take back what it did.

    A bare savepoint, because an edition is frozen in a transaction that bears no other around it.
    """
    before = transaction.savepoint()
    try:
        return send()
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(before)


def expected(route, method, role):
    """Return what the table says of a role: a status, or the log-in page."""
    if BY_RANK.index(role) >= BY_RANK.index(route.least):
        return route.answer(method)
    if role == OPEN:
        return "log in"
    return NO if route.answer(method) == NO else 403


def got(answer):
    to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return "log in" if to_login else answer.status_code


def assert_none(wrong):
    """Fail with every line: one look shows all that is to be put right."""
    lines = wrong if isinstance(wrong, list) else [f"{name}: {what}" for name, what in wrong.items()]
    assert not lines, "\n" + "\n".join(lines)


def assert_as_the_table_says(method, role, found):
    """Hold the answers that a role got, by address, against the table."""
    wrong = {}
    for name in RULED:
        led_on = (name, method, role) == ("claims:desk", "get", VIEWER)
        want = 302 if led_on else expected(ROUTES[name], method, role)
        if found[name] != want:
            wrong[f"{method} {name}"] = f"{found[name]}, not {want}"
    assert_none(wrong)


@pytest.mark.parametrize("role", BY_RANK)
def test_each_role_sees_what_the_table_says_and_looking_leaves_no_trace(role, people, world):
    client = signed_in(people[role])
    before = rows(), states()
    found = {name: got(client.get(address_of(name, world))) for name in ROUTES}
    assert (rows(), states()) == before
    assert_as_the_table_says("get", role, found)


@pytest.mark.parametrize("role", BY_RANK)
def test_each_role_may_send_what_the_table_says(role, people, world):
    client = signed_in(people[role])
    found = {
        name: got(undone(lambda: client.post(address_of(name, world), ROUTES[name].data)))  # noqa: B023
        for name in RULED
    }
    assert_as_the_table_says("post", role, found)


@pytest.mark.parametrize("role", [VIEWER, REPORTER, EDITOR])
def test_the_things_of_another_desk_do_not_exist(role, other_desk, world):
    client = signed_in(person("stranger", role, other_desk))
    wrong = {}
    for name in OF_A_DESK:
        for method in ("get", "post"):
            route, address = ROUTES[name], address_of(name, world)
            data = route.data if method == "post" else {}
            answer = undone(lambda: getattr(client, method)(address, data))  # noqa: B023
            want = NO if route.answer(method) == NO else 404
            if answer.status_code != want:
                wrong[f"{method} {name}"] = f"{answer.status_code}, not {want}"
    assert_none(wrong)


def test_where_a_browser_can_go_to_is_known_of_every_address(world):
    """Who had to sign in is led to no address that takes nothing but forms."""
    wrong = {
        name: "takes GET" if ROUTES[name].get != NO else "takes none"
        for name in RULED
        if opens(address_of(name, world)) != (ROUTES[name].get != NO)
    }
    assert_none(wrong)


def test_an_administrator_sees_the_things_of_every_desk(other_desk, world):
    """The control of the test above: the addresses lead somewhere."""
    client = signed_in(person("root", ADMIN, other_desk))
    for name in OF_A_DESK:
        if ROUTES[name].get != NO:
            assert undone(lambda: client.get(address_of(name, world))).status_code == ROUTES[name].get, name  # noqa: B023


def test_a_post_without_its_token_is_refused_everywhere(people, world):
    client = signed_in(people[ADMIN], enforce_csrf_checks=True)
    before = rows()
    for name in ROUTES:
        answer = undone(lambda: client.post(address_of(name, world), ROUTES[name].data))  # noqa: B023
        assert answer.status_code == 403, name
    assert rows() == before
    anonymous = Client(enforce_csrf_checks=True)
    assert anonymous.post(reverse("account_login"), {"login": "x", "password": "y"}).status_code == 403


def test_a_post_with_its_token_is_taken(people, world):
    """The control of the test above: it was the token that was missing."""
    client = signed_in(people[ADMIN], enforce_csrf_checks=True)
    token = {"csrfmiddlewaretoken": TOKEN}
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    wrong = {}
    for name in RULED:
        route = ROUTES[name]
        answer = undone(lambda: client.post(address_of(name, world), token | route.data))  # noqa: B023
        if answer.status_code != route.post:
            wrong[name] = f"{answer.status_code}, not {route.post}"
    assert_none(wrong)


def rows():
    """Return how many rows each table of the newsroom has."""
    return {
        model.__name__: model._default_manager.count() for model in apps.get_app_config("claims").get_models()
    }


def states():
    """Return what is said of each article."""
    return list(Article.objects.order_by("pk").values_list("state", "message"))


STRANGE = [
    "q=%00",
    "q=%ED%A0%80",
    "from=-1",
    "page=0",
    "after=%00",
    "state=%00&sort=%00&source=%00&claim=%00",
]


@pytest.mark.parametrize("query", STRANGE)
def test_no_page_breaks_on_a_strange_query(query, people, world):
    client = signed_in(people[ADMIN])
    broken = []
    for name in RULED:
        if ROUTES[name].get != NO:
            answer = undone(lambda: client.get(f"{address_of(name, world)}?{query}"))  # noqa: B023
            if answer.status_code >= 500:
                broken.append(name)
    assert_none(broken)


def test_no_form_breaks_on_nul_bytes(people, world):
    client = signed_in(people[ADMIN])
    names = "statement note reason body url title introduction name source text version kind relation verdict"
    broken = []
    for name in RULED:
        if ROUTES[name].post != NO:
            data = dict.fromkeys(names.split(), "a\x00b")
            if undone(lambda: client.post(address_of(name, world), data)).status_code >= 500:  # noqa: B023
                broken.append(name)
    assert_none(broken)

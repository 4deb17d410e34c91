"""Who may do what in this room: every person against every view, from one setup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from claims.models import Claim, Desk, Role, User
from tests.cast import make_source, person

from .scene import earlier_claim, later_claim, proposed, submitted

pytestmark = pytest.mark.django_db
READERS = {
    "alice": 200,
    "edna": 200,
    "bob": 200,
    "ada": 200,
    "charlie": 404,
    "dana": 403,
    "eve": 302,
    "nobody": 302,
}
WRITERS = READERS | {"alice": 303, "edna": 303, "bob": 303, "ada": 303}
EDITORS = WRITERS | {"bob": 403}


class Stage:
    """One claim with evidence, a submitted verdict and an assignment, the same for everybody."""

    def __init__(self, desk: Any, authority: Any, bob: Any, alice: Any) -> None:
        self.author = person("frank", "reporter", desk)
        self.claim: Claim = earlier_claim(desk, authority, bob)
        self.evidence = proposed(self.claim, later_claim(desk, authority))
        self.free = earlier_claim(desk, authority, bob, statement="Free to take")
        self.verdict = submitted(self.claim, self.author)


ROLES = {
    "alice": Role.EDITOR,
    "edna": Role.EDITOR,
    "bob": Role.REPORTER,
    "dana": Role.VIEWER,
    "ada": Role.ADMIN,
}


@pytest.fixture(scope="module")
def newsroom(standing) -> Callable[[], tuple[dict[str, User], Stage]]:
    """Return the people, and the stage: made once, as no test changes them for the next."""

    def make() -> tuple[dict[str, User], Stage]:
        desk, other = (Desk.objects.create(name=f"{name} desk") for name in ("Foreign", "Other"))
        people = {name: person(name, role, desk) for name, role in ROLES.items()}
        people["charlie"] = person("charlie", Role.REPORTER, other)
        people["eve"] = person("eve", Role.EDITOR, desk, is_active=False)
        return people, Stage(desk, make_source(), people["bob"], people["alice"])

    return standing(make)


@pytest.fixture
def own(db, newsroom) -> tuple[dict[str, User], Stage]:
    return newsroom()


@pytest.fixture
def people(own) -> dict[str, User]:
    return own[0]


@pytest.fixture
def stage(own) -> Stage:
    return own[1]


VERDICT = {"verdict": "disputed", "attribution_verdict": "unchecked", "reason": "Because."}
VIEWS: dict[str, tuple[Callable[[Stage], str], dict[str, str] | None, dict[str, int]]] = {
    "claim": (lambda s: reverse("claims:claim", args=[s.claim.pk]), None, READERS),
    "verdict form": (lambda s: reverse("claims:assessment-submit", args=[s.free.pk]), None, READERS),
    "submit": (lambda s: reverse("claims:assessment-submit", args=[s.free.pk]), VERDICT, WRITERS),
    "approve": (lambda s: reverse("claims:assessment-approve", args=[s.verdict.pk]), {}, EDITORS),
    "return": (
        lambda s: reverse("claims:assessment-return", args=[s.verdict.pk]),
        {"note": "More."},
        EDITORS,
    ),
    "evidence form": (lambda s: reverse("claims:evidence-add", args=[s.claim.pk]), None, READERS),
    "evidence search": (lambda s: reverse("claims:evidence-search", args=[s.claim.pk]), None, READERS),
    "add": (
        lambda s: reverse("claims:evidence-add", args=[s.claim.pk]),
        {"kind": "note", "relation": "context", "body": "A call"},
        WRITERS,
    ),
    "alike": (lambda s: reverse("claims:evidence-group", args=[s.evidence.pk]), None, READERS),
    "confirm": (
        lambda s: reverse("claims:evidence-confirm", args=[s.evidence.pk]),
        {"relation": "updates"},
        WRITERS,
    ),
    "dismiss": (
        lambda s: reverse("claims:evidence-dismiss", args=[s.evidence.pk]),
        {"reason": "Another event or day"},
        WRITERS,
    ),
}


@pytest.mark.parametrize("who", list(READERS))
@pytest.mark.parametrize("view", list(VIEWS))
def test_each_person_gets_what_the_table_says(view, who, stage, people, as_user, client):
    address, form, expected = VIEWS[view]
    browser = client if who == "nobody" else as_user(people[who])
    answer = browser.get(address(stage)) if form is None else browser.post(address(stage), form)
    assert answer.status_code == expected[who]
    if answer.status_code == 302:
        assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("view", [name for name, (_, form, _) in VIEWS.items() if form is not None])
def test_what_was_refused_changed_nothing(view, stage, people, as_user):
    address, form, _ = VIEWS[view]
    before = _state(stage)
    for who in ("charlie", "dana"):
        as_user(people[who]).post(address(stage), form)
    assert _state(stage) == before
    as_user(people["alice"]).post(address(stage), form)
    assert _state(stage) != before


def _state(stage: Stage) -> tuple[object, ...]:
    claims = Claim.objects.filter(pk__in=[stage.claim.pk, stage.free.pk]).order_by("pk")
    return (
        list(claims.values_list("verdict", "version")),
        sorted(stage.claim.evidence.values_list("state", "kind")),
        sorted(stage.free.assessments.values_list("state", "verdict")),
        sorted(stage.claim.assessments.values_list("state", "verdict")),
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("alice", 303),
        ("bob", 422),
        ("ada", 303),
        ("charlie", 422),
        ("dana", 403),
        ("eve", 302),
        ("nobody", 302),
    ],
)
def test_who_may_hand_a_claim_to_somebody_else(who, expected, stage, people, as_user, client):
    browser = client if who == "nobody" else as_user(people[who])
    sent = {"claim": str(stage.free.pk), "assignee": str(people["edna"].pk)}
    assert browser.post(reverse("claims:claim-assign"), sent).status_code == expected
    assert stage.free.assignments.exists() is (expected == 303)


@pytest.mark.parametrize(("who", "expected"), [("alice", 200), ("bob", 200), ("dana", 403), ("nobody", 302)])
def test_who_sees_the_assignments(who, expected, people, as_user, client):
    browser = client if who == "nobody" else as_user(people[who])
    assert browser.get(reverse("claims:assignment-list")).status_code == expected


def test_every_change_is_a_post(stage, people, as_user):
    for name, row in (("assessment-approve", stage.verdict), ("evidence-confirm", stage.evidence)):
        assert as_user(people["alice"]).get(reverse(f"claims:{name}", args=[row.pk])).status_code == 405

"""The one door: role, desk and row, as a truth table."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from claims.access import ROLE_ACTIONS, Action, access_claim, access_source, may, require, visible_to
from claims.models import Article, Claim, Source
from tests.cast import make_article, make_claim, make_source

READING = {Action.READ, Action.READ_REPORT}
TABLE = {
    "ada": set(Action),
    "alice": set(Action) - {Action.ADMINISTER},
    "bob": READING
    | {
        Action.INGEST,
        Action.REVIEW,
        Action.EVIDENCE,
        Action.ORIGINS,
        Action.DISCUSS,
        Action.GROUP,
        Action.ASSESS,
        Action.BUILD_REPORT,
    },
    "dana": {Action.READ_REPORT},
    "eve": set(),
}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("action", list(Action))
def test_a_role_allows_exactly_its_actions(request, name, action):
    user = request.getfixturevalue(name)
    assert may(user, action) == (action in TABLE[name])
    if action in TABLE[name]:
        require(user, action)
    else:
        with pytest.raises(PermissionDenied):
            require(user, action)


def test_every_role_has_a_row():
    assert set(ROLE_ACTIONS) == {"viewer", "reporter", "editor", "admin"}


def test_a_claim_of_the_own_desk_opens_and_of_another_desk_does_not_exist(twelve, bob, charlie):
    assert access_claim(bob, twelve.pk, Action.REVIEW) == twelve
    with pytest.raises(Http404):
        access_claim(charlie, twelve.pk, Action.REVIEW)


def test_a_role_that_lacks_the_action_is_refused_at_the_same_claim(twelve, bob, dana):
    assert access_claim(bob, twelve.pk, Action.REVIEW) == twelve
    with pytest.raises(PermissionDenied):
        access_claim(dana, twelve.pk, Action.REVIEW)


def test_a_disabled_person_sees_nothing(twelve, eve):
    with pytest.raises(Http404):
        access_claim(eve, twelve.pk, Action.READ)


def test_a_made_up_id_is_not_found(bob):
    with pytest.raises(Http404):
        access_claim(bob, "not-a-uuid", Action.READ)


def test_an_admin_sees_every_desk(twelve, other_desk, ada, bob):
    theirs = make_claim(make_article(other_desk, text="Theirs stands here."), "Theirs stands")
    assert set(visible_to(ada, Claim)) == {twelve, theirs}
    assert set(visible_to(bob, Claim)) == {twelve}


def test_a_source_inside_an_article_stays_with_its_desk(harbour, bob, charlie):
    shared = make_source("Harbour authority")
    local = make_source("officials", within=harbour)
    assert set(visible_to(bob, Source)) == {shared, local}
    assert set(visible_to(charlie, Source)) == {shared}
    with pytest.raises(Http404):
        access_source(charlie, local.pk, Action.READ)


def test_the_door_and_the_list_agree_for_everybody(twelve, harbour, ada, alice, bob, charlie, dana, eve):
    for user in (ada, alice, bob, charlie, dana, eve):
        listed = twelve in set(visible_to(user, Claim))
        try:
            access_claim(user, twelve.pk, Action.READ_REPORT)
            opened = True
        except (Http404, PermissionDenied):
            opened = False
        assert listed == opened
        assert listed == (harbour in set(visible_to(user, Article)))

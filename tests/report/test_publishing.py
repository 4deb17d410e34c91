"""The way of an edition to its readers: two people, one table of moves, a record of every step."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from claims import states
from claims.models import AuditEntry, Publication, PublicLink
from claims.record import change
from claims.report import services as reports
from claims.report.publishing import doubts, services, tokens
from claims.states import LinkState, PublicationState
from tests.report import makers


@pytest.fixture
def claim(bob, alice):
    return makers.full_claim(bob, alice)


@pytest.fixture
def report(bob, claim):
    return makers.report_of(bob, [claim])


@pytest.fixture
def edition(bob, report):
    return reports.report_freeze(user=bob, report=report, version=None)


@pytest.fixture
def publication(edition):
    return Publication.objects.get(edition=edition)


def address(publication, what):
    edition = publication.edition
    return reverse(f"claims:edition-{what}", args=[edition.report_id, edition.number])


def page(publication, client):
    edition = publication.edition
    return client.get(reverse("claims:edition", args=[edition.report_id, edition.number])).content.decode()


def test_a_frozen_edition_waits_for_approval(publication):
    assert publication.state == PublicationState.WAITING
    assert not publication.links.exists()


def test_a_second_person_approves_and_publishes_in_one_step(publication, alice, as_user):
    answer = as_user(alice).post(address(publication, "approve"), {"publish": "yes"})
    assert answer.status_code == 303
    publication.refresh_from_db()
    assert (publication.state, publication.approver) == (PublicationState.PUBLISHED, alice)
    assert (publication.names, publication.listed) == (False, False)
    link = publication.links.get()
    shown = page(publication, as_user(alice))
    assert tokens.address_of(link) in shown
    actions = AuditEntry.objects.filter(subject_type="publication").order_by("id")
    assert list(actions.values_list("action", flat=True)) == ["report.approve", "report.publish"]
    assert {entry.desk_id for entry in actions} == {alice.desk_id}
    assert all(entry.after["edition"] == 1 for entry in actions)


def test_who_froze_an_edition_never_approves_it(alice, claim, as_user):
    own = reports.report_freeze(user=alice, report=makers.report_of(alice, [claim]), version=None)
    mine = Publication.objects.get(edition=own)
    for what, data in (("approve", {"publish": "yes"}), ("return", {"note": "Change it."})):
        answer = as_user(alice).post(address(mine, what), data)
        assert answer.status_code == 422
        assert "You froze this edition" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.state == PublicationState.WAITING
    assert "Approve and publish" not in page(mine, as_user(alice))


def test_the_database_refuses_the_one_who_froze_it(publication, bob):
    with pytest.raises(DatabaseError, match="who froze an edition"), transaction.atomic():
        change(
            publication,
            actor=bob,
            action="report.approve",
            state=PublicationState.APPROVED,
            approver=bob,
            decided_at=publication.created_at,
        )


def every_move():
    every = list(PublicationState)
    return [(old, new) for old in every for new in every if old != new]


@pytest.mark.parametrize(("old", "new"), every_move())
def test_the_database_knows_the_moves_of_the_table_alone(old, new, publication, alice):
    fields = {"approver": alice, "decided_at": publication.created_at, "published_at": publication.created_at}
    fields |= {"reason": "Why."}
    nobody = {"approver": None, "decided_at": None}
    for state in way_to(old):
        Publication.objects.filter(pk=publication.pk).update(
            state=state, **(nobody if state == PublicationState.WAITING else fields)
        )
    try:
        with transaction.atomic():
            Publication.objects.filter(pk=publication.pk).update(
                state=new, **(nobody if new == PublicationState.WAITING else fields)
            )
        moved = True
    except DatabaseError:
        moved = False
    assert moved == states.allowed("publication.state", old, new)


def way_to(state):
    """Return moves of the table from waiting to `state`."""
    return {
        PublicationState.WAITING: [],
        PublicationState.RETURNED: ["returned"],
        PublicationState.APPROVED: ["approved"],
        PublicationState.PUBLISHED: ["approved", "published"],
        PublicationState.WITHDRAWN: ["approved", "published", "withdrawn"],
    }[state]


def test_no_publication_begins_beyond_waiting(edition, alice):
    with pytest.raises(DatabaseError, match="waits for approval first"), transaction.atomic():
        Publication.objects.create(
            edition=edition,
            state=PublicationState.APPROVED,
            approver=alice,
            decided_at=edition.as_of,
        )


def test_an_edition_that_is_not_approved_is_not_published(publication, alice, as_user):
    answer = as_user(alice).post(address(publication, "publish"))
    assert answer.status_code == 422
    assert "once a second person has approved it" in answer.content.decode()
    assert not PublicLink.objects.exists()


def test_sending_back_needs_a_reason_that_is_shown_and_undone(publication, alice, bob, as_user):
    empty = as_user(alice).post(address(publication, "return"), {"note": "  "})
    assert (empty.status_code, "Say what should change." in empty.content.decode()) == (422, True)
    as_user(alice).post(address(publication, "return"), {"note": "Name the outlet."})
    publication.refresh_from_db()
    assert publication.state == PublicationState.RETURNED
    assert "Name the outlet." in page(publication, as_user(bob))
    as_user(alice).post(address(publication, "ask-again"))
    publication.refresh_from_db()
    assert (publication.state, publication.approver, publication.reason) == ("waiting", None, "")


def test_a_published_edition_is_taken_back_and_published_again_at_its_address(publication, alice, as_user):
    makers.publish(publication.edition, alice)
    link = publication.links.get()
    as_user(alice).post(address(publication, "withdraw"), {"told": "A source asked us to."})
    publication.refresh_from_db()
    assert (publication.state, publication.told) == (PublicationState.WITHDRAWN, "A source asked us to.")
    as_user(alice).post(address(publication, "publish"), {"listed": "yes"})
    publication.refresh_from_db()
    assert (publication.state, publication.listed, publication.told) == ("published", True, "")
    assert publication.links.get() == link


def test_a_new_address_makes_the_old_one_void_for_good(publication, alice, as_user):
    makers.publish(publication.edition, alice)
    old = publication.links.get()
    as_user(alice).post(address(publication, "renew"))
    assert publication.links.count() == 2
    old.refresh_from_db()
    assert old.state == LinkState.VOID
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicLink.objects.filter(pk=old.pk).update(state=LinkState.LIVE)
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicLink.objects.filter(pk=old.pk).update(token_hash="0" * 64)


def test_addresses_hold_160_bits_of_which_the_database_holds_a_hash(publication, alice):
    makers.publish(publication.edition, alice)
    link = publication.links.get()
    token = tokens.token_from(link.seed)
    assert len(token) == tokens.LENGTH
    assert tokens.BYTES * 8 >= 128
    stored = repr(PublicLink.objects.values().get(pk=link.pk)) + repr(list(AuditEntry.objects.values()))
    assert token not in stored
    assert link.token_hash in stored, "the control of the line above"
    assert len({tokens.token_from(tokens.new_seed()) for _ in range(500)}) == 500


def test_another_key_of_the_installation_shows_no_address_but_opens_the_old_one(
    publication, alice, as_user, client, settings
):
    makers.publish(publication.edition, alice)
    link = publication.links.get()
    path = tokens.path_of(link)
    settings.SECRET_KEY = "another" * 10
    assert tokens.path_of(link) == ""
    assert client.get(path).status_code == 200


# --- Doubts: what speaks against an approval ------------------------------------------------------------


def test_a_newer_edition_and_a_claim_under_re_check_warn_whoever_approves(
    publication, report, bob, alice, claim, as_user
):
    assert doubts.doubts_of(publication.edition) == []
    claim.freshness, claim.freshness_cause = "needs_recheck", "a later source"
    claim.save(update_fields=["freshness", "freshness_cause"])
    reports.report_freeze(user=bob, report=report, version=None)
    shown = page(publication, as_user(alice))
    assert "Edition 2 is newer than this one." in shown
    assert "Claim 1 needs a re-check since it was frozen." in shown
    assert "Approve and publish all the same" in shown


def test_what_came_up_after_the_page_was_shown_is_shown_before_it_is_approved(
    publication, bob, alice, claim, as_user
):
    visitor = as_user(alice)
    calm = doubts.mark_of([])
    makers.supersede(claim.assessments.get())
    refused = visitor.post(address(publication, "approve"), {"publish": "yes", "seen": calm})
    said = refused.content.decode()
    assert refused.status_code == 409
    assert "Claim 1 was “disputed”; it is now “unassessed”." in said
    publication.refresh_from_db()
    assert publication.state == PublicationState.WAITING
    seen = doubts.mark_of(doubts.doubts_of(publication.edition))
    assert f'value="{seen}"' in said
    again = visitor.post(address(publication, "approve"), {"publish": "yes", "seen": seen})
    assert again.status_code == 303
    entry = AuditEntry.objects.get(action="report.approve")
    assert entry.after["doubts"][0] == "Claim 1 was “disputed”; it is now “unassessed”."


def test_a_later_source_without_an_answer_is_a_doubt(publication, alice, claim):
    makers.evidence(claim, alice, state=states.EvidenceState.PROPOSED)
    (found,) = doubts.doubts_of(publication.edition)
    assert found.sentence == "Claim 1 is touched by a later source."
    assert found.claims == ((1, claim.pk),)


# --- Freezing what was shown ----------------------------------------------------------------------------


def shown_in(client, report):
    builder = client.get(reverse("claims:report", args=[report.pk])).content.decode()
    return builder.split('id="shown" value="')[1].split('"')[0]


def test_a_verdict_lost_between_preview_and_freeze_refuses_the_freeze(report, bob, claim, as_user):
    visitor = as_user(bob)
    shown = shown_in(visitor, report)
    makers.supersede(claim.assessments.get())
    freeze = reverse("claims:report-freeze", args=[report.pk])
    refused = visitor.post(freeze, {"version": report.version, "shown": shown})
    said = refused.content.decode()
    assert refused.status_code == 409
    assert "Claim 1 was “disputed”; it is now “unassessed”." in said
    assert not report.editions.exists()
    assert report.items.count() == 1
    again = said.split('id="shown" value="')[1].split('"')[0]
    assert again != shown
    assert visitor.post(freeze, {"version": report.version, "shown": again}).status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"statement": "Others"}, "Claim 1 has other words or another source now."),
        (
            {"review_state": "extracted", "reviewed_at": None},
            "Claim 1 was “accepted”; it is now “extracted”.",
        ),
        (
            {"freshness": "needs_recheck", "freshness_cause": "a later source"},
            "Claim 1 needs a re-check now.",
        ),
    ],
)
def test_every_change_between_preview_and_freeze_is_named(change, words, report, bob, claim, as_user):
    visitor = as_user(bob)
    shown = shown_in(visitor, report)
    type(claim).objects.filter(pk=claim.pk).update(**change)
    refused = visitor.post(reverse("claims:report-freeze", args=[report.pk]), {"shown": shown})
    assert (refused.status_code, words in refused.content.decode()) == (409, True)


def test_a_strange_mark_of_what_was_shown_refuses_and_breaks_nothing(report, bob, as_user):
    for strange in ("a", "zzzz123456", "-", "\x00", "é" * 10):
        answer = as_user(bob).post(reverse("claims:report-freeze", args=[report.pk]), {"shown": strange})
        assert answer.status_code in {303, 409}, strange


def test_services_need_the_state_they_start_from(publication, alice):
    with pytest.raises(services.CannotPublish), transaction.atomic():
        services.edition_withdraw(user=alice, publication=publication)
    with pytest.raises(services.CannotPublish), transaction.atomic():
        services.link_renew(user=alice, publication=publication)
    with pytest.raises(services.CannotPublish), transaction.atomic():
        services.edition_ask_again(user=alice, publication=publication)

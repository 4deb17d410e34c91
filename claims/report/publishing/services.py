"""What people do with a frozen edition: approve, send back, publish, take back, give another address.

Each takes the publication locked (access.access_publication) and writes the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from claims import record
from claims.models import Publication, PublicLink, User
from claims.states import LinkState, PublicationState

from . import tokens
from .doubts import Doubt, doubts_of, mark_of

TOLD_LENGTH = 300


class CannotPublish(Exception):
    """The edition cannot go that way; the message says why and what to do."""


class OwnEdition(CannotPublish):
    """Who froze an edition does not approve it."""


class Doubted(Exception):
    """Something speaks against the approval that the person was not shown: `doubts` says what."""

    def __init__(self, doubts: list[Doubt]) -> None:
        self.doubts = doubts
        super().__init__("; ".join(doubt.sentence for doubt in doubts))


@dataclass(frozen=True)
class Choices:
    """What the desk wishes readers to have: names of staff, and whether the edition may be found."""

    names: bool = False
    listed: bool = False


def edition_approve(*, user: User, publication: Publication, seen: str | None = None) -> None:
    """Approve the edition as a second person. Raises OwnEdition, CannotPublish, Doubted.

    `seen` is the mark of the doubts that were shown (doubts.mark_of); None: the caller does not mind.
    """
    _can_be_decided(publication, user)
    found = doubts_of(publication.edition)
    if seen is not None and found and mark_of(found) != seen:
        raise Doubted(found)
    record.change(
        publication,
        actor=user,
        action="report.approve",
        extra=({}, _about(publication) | {"doubts": [doubt.sentence for doubt in found]}),
        state=PublicationState.APPROVED,
        approver=user,
        decided_at=timezone.now(),
    )


def edition_return(*, user: User, publication: Publication, note: str) -> None:
    """Send the edition back, saying what should change. Raises OwnEdition, CannotPublish."""
    _can_be_decided(publication, user)
    if not note.strip():
        raise CannotPublish("Say what should change.")
    record.change(
        publication,
        actor=user,
        action="report.return",
        note=note.strip(),
        extra=({}, _about(publication)),
        state=PublicationState.RETURNED,
        approver=user,
        decided_at=timezone.now(),
        reason=note.strip(),
    )


def edition_ask_again(*, user: User, publication: Publication) -> None:
    """Let an edition that was sent back, or approved too soon, wait again. Raises CannotPublish."""
    if publication.state not in {PublicationState.RETURNED, PublicationState.APPROVED}:
        raise CannotPublish("This edition was decided meanwhile. Look at how it stands now.")
    record.change(
        publication,
        actor=user,
        action="report.ask_again",
        extra=({}, _about(publication)),
        state=PublicationState.WAITING,
        approver=None,
        decided_at=None,
        reason="",
    )


def edition_publish(*, user: User, publication: Publication, choices: Choices) -> PublicLink:
    """Publish an approved edition, or one that was taken back; returns its address. Raises CannotPublish."""
    if publication.state not in {PublicationState.APPROVED, PublicationState.WITHDRAWN}:
        raise CannotPublish("An edition is published once a second person has approved it.")
    record.change(
        publication,
        actor=user,
        action="report.publish",
        extra=({}, _about(publication)),
        state=PublicationState.PUBLISHED,
        published_at=publication.published_at or timezone.now(),
        names=choices.names,
        listed=choices.listed,
        withdrawn_at=None,
        told="",
    )
    return live_link(publication) or _new_link(user, publication)


def edition_choices(*, user: User, publication: Publication, choices: Choices) -> None:
    """Change what readers of a published edition have. Raises CannotPublish."""
    _is_published(publication)
    record.change(
        publication,
        actor=user,
        action="report.choices",
        extra=({}, _about(publication)),
        names=choices.names,
        listed=choices.listed,
    )


def edition_withdraw(*, user: User, publication: Publication, told: str = "") -> None:
    """Take a published edition back: its address says so, and `told` why. Raises CannotPublish."""
    _is_published(publication)
    record.change(
        publication,
        actor=user,
        action="report.withdraw",
        note=told.strip()[:TOLD_LENGTH],
        extra=({}, _about(publication)),
        state=PublicationState.WITHDRAWN,
        withdrawn_at=timezone.now(),
        told=told.strip()[:TOLD_LENGTH],
    )


def link_renew(*, user: User, publication: Publication) -> PublicLink:
    """Give a published edition another address; the one before leads nowhere from now on."""
    _is_published(publication)
    old = live_link(publication)
    if old is not None:
        record.change(
            old,
            actor=user,
            action="report.renew",
            extra=({}, _about(publication)),
            state=LinkState.VOID,
            void_at=timezone.now(),
        )
    return _new_link(user, publication)


def live_link(publication: Publication) -> PublicLink | None:
    """Return the address in use, None before the first."""
    return publication.links.filter(state=LinkState.LIVE).first()


def _new_link(user: User, publication: Publication) -> PublicLink:
    seed = tokens.new_seed()
    digest = tokens.hash_of(tokens.token_from(seed))
    return PublicLink.objects.create(publication=publication, seed=seed, token_hash=digest, made_by=user)


def _can_be_decided(publication: Publication, user: User) -> None:
    if publication.edition.frozen_by_id == user.pk:
        raise OwnEdition("You froze this edition. Somebody else approves it.")
    if publication.state != PublicationState.WAITING:
        raise CannotPublish("This edition was decided meanwhile. Look at how it stands now.")


def _is_published(publication: Publication) -> None:
    if publication.state != PublicationState.PUBLISHED:
        raise CannotPublish("This edition is not public now. Look at how it stands.")


def _about(publication: Publication) -> dict[str, object]:
    edition = publication.edition
    return {"report": str(edition.report_id), "edition": edition.number, "sha256": edition.sha256}

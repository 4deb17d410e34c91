"""What the desk sees of an edition's way to its readers."""

from __future__ import annotations

from dataclasses import dataclass

from claims.access import Action, may
from claims.models import Claim, Publication, ReportEdition, User
from claims.states import PublicationState

from . import tokens, withheld
from .doubts import Doubt, doubts_of, mark_of
from .services import live_link


@dataclass(frozen=True)
class Way:
    """How an edition stands, and what this person may do about it."""

    publication: Publication
    may_publish: bool  # the role allows it
    own: bool  # the person froze it, so somebody else approves it
    doubts: list[Doubt]
    named: list[str]  # staff whom words of the edition name, which readers will see in any case
    address: str  # public, "" when there is none or it cannot be shown

    @property
    def decides(self) -> bool:
        """Whether this person may approve it or send it back."""
        return self.may_publish and not self.own and bool(self.publication.state == PublicationState.WAITING)

    @property
    def mark(self) -> str:
        """The mark of the doubts that are shown."""
        return mark_of(self.doubts)


def way_of(user: User, edition: ReportEdition, *, newest: int, touched: list[Claim]) -> Way:
    """Return what `user` sees of the way of `edition`, which comes with its publication."""
    publication = edition.publication
    open_still = publication.state in {PublicationState.WAITING, PublicationState.APPROVED}
    public = publication.state in {PublicationState.PUBLISHED, PublicationState.WITHDRAWN}
    link = live_link(publication) if public else None
    return Way(
        publication=publication,
        may_publish=may(user, Action.PUBLISH),
        own=edition.frozen_by_id == user.pk,
        doubts=doubts_of(edition, newest=newest, touched=touched) if open_still else [],
        named=_named(edition) if open_still and may(user, Action.PUBLISH) else [],
        address=tokens.address_of(link) if link else "",
    )


def _named(edition: ReportEdition) -> list[str]:
    people = User.objects.filter(desk=edition.report.desk_id).order_by("username")
    return withheld.named_in(edition.content, (person.display_name for person in people))

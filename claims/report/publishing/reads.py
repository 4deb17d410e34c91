"""What everybody may read behind a public address: the edition it leads to, and its later ones.

Opening an address takes four queries and reads no content; content is read when a page or a file is made
(cached.py keeps those that are made).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import F, Func, IntegerField

from claims.access import access_public
from claims.models import Publication, PublicLink, ReportEdition
from claims.states import LinkState, PublicationState

from .. import builder
from ..formats.sealed import Sealed
from ..signatures import sealed
from . import cached, tokens, withheld
from .became import Became, became
from .sources_since import Since, since

Content = dict[str, Any]
AN_HOUR = 3600


class Gone(Exception):
    """The address led to an edition once and does no longer; `told` says why, as far as the desk wishes."""

    def __init__(self, told: str = "") -> None:
        self.told = told
        super().__init__(told)


@dataclass(frozen=True)
class Sibling:
    """Another published edition of the same report."""

    number: int
    as_of: datetime
    path: str
    pk: Any


@dataclass(frozen=True)
class Opened:
    """A published edition by its public address."""

    token: str
    publication: Publication
    total: int  # claims
    size: int  # bytes of the content as stored
    siblings: list[Sibling]  # published, by number, itself among them
    sources: list[Since] = field(default_factory=list)  # what became of the articles under it
    became: list[Became] = field(default_factory=list)  # and of its claims

    @property
    def edition(self) -> ReportEdition:
        """The edition; its content is not read yet."""
        return self.publication.edition

    @property
    def newest(self) -> Sibling | None:
        """The newest published edition, when it is a later one."""
        last = self.siblings[-1] if self.siblings else None
        return last if last and last.number > self.edition.number else None

    @cached_property
    def known(self) -> tuple[list[str], str]:
        """The names of staff in the edition, in their order, and the seal of what readers have.

        Kept, since an edition never changes.
        """
        if self.publication.names:
            return [], self.edition.sha256
        return cached.remembered(f"public-edition:{self.edition.pk}", self._looked_through, AN_HOUR)

    def _looked_through(self) -> tuple[list[str], str]:
        content = _whole(self.edition)
        people = withheld.people_of(content)
        return people, builder.seal(withheld.without_names(content, people, self.edition.sha256))

    @cached_property
    def content(self) -> Content:
        """The whole content as readers have it."""
        content = _whole(self.edition)
        if self.publication.names:
            return content
        return withheld.without_names(content, self.known[0], self.edition.sha256)

    @property
    def for_readers(self) -> ReportEdition:
        """The edition as readers have it, for the formats; it is no row."""
        edition = self.edition
        return ReportEdition(
            report_id=edition.report_id,
            number=edition.number,
            as_of=edition.as_of,
            content=self.content,
            sha256=self.sha256,
            signatures=edition.signatures,
        )

    @property
    def sha256(self) -> str:
        """The seal of the content as readers have it."""
        return self.known[1]

    @property
    def sealed(self) -> Sealed:
        """The same with its signature."""
        return sealed(self.sha256, self.edition.signatures)

    def claim(self, position: int) -> tuple[Content, Content]:
        """Return one claim (from 1 to `total`) as readers have it, and the content around the claims."""
        at = position - 1
        names = ("report", "edition", "corrections", "schema", f"claims__{at}")
        row = ReportEdition.objects.filter(pk=self.edition.pk).values_list(*(f"content__{n}" for n in names))
        report, edition, corrections, schema, claim = row[0]
        around = {"schema": schema, "report": report, "edition": edition, "corrections": corrections}
        around |= {"tally": builder.tally([claim]), "claims": []}
        if self.publication.names:
            return claim, around
        people = self.known[0]
        return withheld.called(people, claim), withheld.without_names(around, people, self.edition.sha256)

    def corrections_since(self) -> Sequence[Content]:
        """Return what the newest published edition corrects in this one, newest first."""
        if self.newest is None:
            return []
        rows = ReportEdition.objects.filter(pk=self.newest.pk).values_list("content__corrections", flat=True)
        return [row for row in rows[0] if row["edition"] > self.edition.number]


def opened(token: str) -> Opened:
    """Return what a public address leads to. Raises Http404 (never known) and Gone (no longer available)."""
    link = access_public(tokens.hash_of(token))
    publication = link.publication
    if link.state != LinkState.LIVE:
        raise Gone
    if publication.state != PublicationState.PUBLISHED:
        raise Gone(publication.told)
    total, size = cached.remembered(
        f"public-measure:{publication.edition_id}", lambda: _measured(publication.edition), AN_HOUR
    )
    siblings = _siblings(publication)
    last = siblings[-1] if siblings and siblings[-1].number > publication.edition.number else None
    return Opened(
        token,
        publication,
        total,
        size,
        siblings,
        since(publication.edition_id),
        became(publication.edition_id, f"/r/{token}/", (last.pk, last.number, last.path) if last else None),
    )


def _measured(edition: ReportEdition) -> tuple[int, int]:
    """Return how many claims an edition has, and how many bytes its content takes."""
    claims = Func(F("content__claims"), function="jsonb_array_length", output_field=IntegerField())
    stored = Func(F("content"), function="pg_column_size", output_field=IntegerField())
    found: tuple[int, int] = ReportEdition.objects.values_list(claims, stored).get(pk=edition.pk)
    return found


def _siblings(publication: Publication) -> list[Sibling]:
    rows = PublicLink.objects.filter(
        publication__edition__report=publication.edition.report_id,
        publication__state=PublicationState.PUBLISHED,
        state=LinkState.LIVE,
    ).order_by("publication__edition__number", "-created_at")
    edition = ("number", "as_of", "pk")
    columns = ("seed", "token_hash", *(f"publication__edition__{name}" for name in edition))
    return [
        Sibling(number, as_of, tokens.path_of(PublicLink(seed=seed, token_hash=digest)), pk)
        for seed, digest, number, as_of, pk in rows.values_list(*columns)
    ]


def _whole(edition: ReportEdition) -> Content:
    found: Content = ReportEdition.objects.values_list("content", flat=True).get(pk=edition.pk)
    return found

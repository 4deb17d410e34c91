"""A desk of its own for one command: documents go through the services and stages, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from claims import flow
from claims.extract.giving import version_give
from claims.extract.services import version_extract
from claims.ingest.details import Details, completed
from claims.ingest.services import article_add_text
from claims.ingest.text import leading_facts
from claims.management.stream import Document
from claims.models import Appearance, Article, Claim, Desk, Evidence, Role, User, Work
from claims.states import EvidenceState
from claims.verify.comparing import Compared, Look
from claims.verify.matching import version_compare
from claims.verify.rematching import changed_match

BEHIND = 0.05  # of the score of what was looked at and found unrelated: below every proposal's
LINES = 10  # for each claim, proposals and candidates together
Line = dict[str, Any]


def _rank(line: Line) -> tuple[str, float, str]:
    return line["later"], -line["score"], line["earlier"]


@dataclass(slots=True)
class ThrowawayDesk:
    """A desk, and the names that its claims have in the stream."""

    user: User
    names: dict[UUID, str] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)

    @classmethod
    def open(cls) -> ThrowawayDesk:
        """Make the desk and the person in whose name documents are added."""
        with transaction.atomic():
            desk = Desk.objects.create(name="match")
            return cls(User.objects.create(username="match", role=Role.EDITOR, desk=desk))

    def take(self, document: Document) -> Iterator[Line]:
        """Add a document, match its claims, and yield what is proposed and what was looked at."""
        article = self._added(document)
        version = article.latest
        assert version is not None, "a pasted article has a version"  # noqa: S101 - narrows the type
        with transaction.atomic():
            extraction = flow.enqueue("extract", article, version)
        self._run(extraction, lambda work: self._claims(work, document))
        looks: list[Look] = []
        self._run(
            Work.objects.get(stage="match", version=version),
            lambda work: looks.extend(version_compare(work=work)),
        )
        self.looks += looks
        changed_match()
        yield from self._proposals(article)
        yield from sorted(self._candidates(looks), key=_rank)

    def _added(self, document: Document) -> Article:
        details = Details(
            title=document.title[:500],
            outlet=document.outlet[:200],
            url=document.url[:2000],
            published_at=document.published,
            published_day_only=document.day_only,
        )
        details = completed(details, leading_facts(document.text), document.text)
        return article_add_text(user=self.user, text=document.text, details=details, copy=True).article

    def _run(self, work: Work, do: Callable[[Work], object]) -> None:
        flow.run(str(work.pk), do)

    def _claims(self, work: Work, document: Document) -> None:
        """Store the claims of a document, given or found, under the names they have in the stream."""
        if document.claims is not None:
            claims = version_give(work=work, given=document.claims)
            self.names |= {claim.pk: given.id for claim, given in zip(claims, document.claims, strict=True)}
            return
        version_extract(work=work)
        rows = Appearance.objects.filter(version=work.version).order_by("start", "end", "claim__statement")
        for number, pk in enumerate(rows.values_list("claim_id", flat=True), 1):
            self.names.setdefault(pk, f"{document.id}#{number}")

    def _proposals(self, article: Article) -> Iterator[Line]:
        mine = Claim.objects.filter(appearances__version__article=article)
        rows = Evidence.objects.filter(state=EvidenceState.PROPOSED)
        found = {row.pk: row for row in (*rows.filter(claim__in=mine), *rows.filter(other__in=mine))}
        lines: list[Line] = [
            {
                "later": self.names[row.other_id],
                "earlier": self.names[row.claim_id],
                "relation": str(row.relation),
                "score": row.score or 0.0,
                "reason": row.reason,
            }
            for row in found.values()
            if row.other_id
        ]
        yield from sorted(lines, key=_rank)

    def _candidates(self, looks: list[Look]) -> Iterator[Line]:
        for look in looks:
            rest = max(0, LINES - len(look.proposals))
            others = [item for item in look.compared if item.proposal is None]
            for item in sorted(others, key=lambda item: (-item.score, self._name(item)))[:rest]:
                yield self._candidate(item)

    def _name(self, item: Compared) -> str:
        return self.names[item.earlier.claim_id] + self.names[item.later.claim_id]

    def _candidate(self, item: Compared) -> Line:
        return {
            "later": self.names[item.later.claim_id],
            "earlier": self.names[item.earlier.claim_id],
            "relation": "candidate",
            "score": round(BEHIND * item.score, 6),
            "reason": item.barrier or "nothing shows that both speak of the same thing",
        }

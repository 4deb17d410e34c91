"""A small newsroom in which anything may happen (deeds.py), and what there is in it, read plainly."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.db.models import Prefetch

from claims import seal
from claims.asof.spelling import state_of
from claims.models import Appearance, Assessment, AuditEntry, Claim, Evidence, Report, User
from claims.report import builder, selectors, services
from tests.cast import make_article, make_claim, make_outlet, make_source, person

WORDS = (
    "12 containers were lost",
    "40 containers were lost",
    "3 boats and 2 ships were lost",
    "7 were saved",
)


@dataclass
class World:
    """The people, claims, sources and the report, and the chance that decides."""

    chance: Random
    people: list[User] = field(default_factory=list)
    report: Report | None = None
    made: list[Any] = field(default_factory=list)  # editions

    def claim(self) -> Claim:
        """Return a claim, locked."""
        pk = self.chance.choice(list(Claim.objects.order_by("created_at").values_list("pk", flat=True)))
        return Claim.objects.select_for_update(of=("self",)).select_related("event", "source").get(pk=pk)

    def who(self) -> User:
        """Return somebody."""
        return self.chance.choice(self.people)

    def one_of(self, rows: Any) -> Any:
        """Return one row of a query, None of an empty one. By age: keys are others in each run."""
        age = "id" if rows.model is AuditEntry else "created_at"
        keys = list(rows.order_by(age).values_list("pk", flat=True))
        return rows.get(pk=self.chance.choice(keys)) if keys else None


def begin(chance: Random, desk: Any) -> World:
    """Return a newsroom with four claims of three articles, two sources and a report of two claims."""
    world = World(chance, [person("una", "editor", desk), person("vera", "editor", desk)])
    sources = [make_source("Harbour authority"), make_source("Coast guard", party_to="the dispute")]
    pieces = [make_article(desk, text=". ".join(WORDS) + ".", outlet=make_outlet("Herald"))]
    pieces.append(make_article(desk, text=". ".join(WORDS) + ", it said.", outlet=make_outlet("Post")))
    rows = [
        make_claim(pieces[at % 2], words, source=sources[at % 2], figure=(at + 2, "container"), worth=0.8)
        for at, words in enumerate(WORDS)
    ]
    world.report = services.report_create(user=world.who(), desk=desk, title="The port", claims=rows[:2])
    return world


def spelled(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def in_order() -> Any:
    return Appearance.ever.select_related("version__article__outlet").order_by(
        "version__captured_at", "start", "end", "id"
    )


def present() -> bytes:
    """Return all claims as they stand, with how their chains stand."""
    rows = Claim.objects.select_related("source", "event", "reviewed_by").annotate(sealed=seal.SealOf("pk"))
    rows = rows.prefetch_related(
        Prefetch("appearances", in_order().filter(removed_at=None)),
        Prefetch("evidence", Evidence.objects.select_related("other__source", "proposed_by", "decided_by")),
        Prefetch("assessments", Assessment.objects.prefetch_related("rests_on")),
        "quantities",
    )
    return spelled([[state_of(row), row.sealed] for row in rows.order_by("pk")])  # type: ignore[attr-defined]


def present_report(world: World, at: datetime) -> bytes:
    """Return what an edition that nobody freezes would hold."""
    report = Report.objects.select_related("desk").get(pk=world.report.pk)
    last = report.editions.order_by("-number").first()
    content = builder.content_of(
        report,
        selectors.items_in_full(report),
        number=last.number + 1 if last else 1,
        as_of=at,
        by=None,
        previous=last.content if last else None,
    )
    return spelled(content)

"""The example report of docs/examples/: claims of the seed articles, judged by the people of the demo.

What is judged and why stands in seeds/example_report.json. Everything goes through the services that pages
use, so that the report is a real one, with the record behind it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from claims.ingest import demo
from claims.models import Article, Claim, ReportEdition, Source, User
from claims.report import services
from claims.review.by_hand import claim_add, places_of, proven_span
from claims.review.edits import Edit, Figure
from claims.verify.assessments import Opinion, assessment_approve, assessment_submit
from claims.verify.evidence import evidence_add
from claims.verify.gathered import Item

FILE = demo.SEEDS / "example_report.json"
Entry = dict[str, Any]


def example_freeze() -> ReportEdition:
    """Make the example in an empty database; returns its second edition, which corrects the first."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    maker = _Maker.open(told)
    claims = [maker.claim(entry) for entry in told["claims"]]
    report = services.report_create(
        user=maker.editor,
        desk=claims[0].desk,
        title=told["title"],
        introduction=told["introduction"],
        claims=claims,
    )
    services.report_freeze(user=maker.editor, report=report, version=None)
    for entry, claim in zip(told["claims"], claims, strict=True):
        if "earlier" in entry:
            maker.judge(claim, entry)
    return services.report_freeze(user=maker.editor, report=report, version=None)


@dataclass
class _Maker:
    reporter: User
    editor: User
    articles: dict[str, Article]
    later: dict[str, Entry]
    made: dict[str, Claim] = field(default_factory=dict)

    @classmethod
    def open(cls, told: Entry) -> _Maker:
        """Make the newsroom, its sources and the articles that are spoken of."""
        demo.people_seed(password="")
        demo.sources_seed()
        demo.articles_seed()
        listed = {entry["slug"]: entry for entry in json.loads((demo.SEEDS / "articles.json").read_text())}
        titles = {key: listed[slug]["title"] for key, slug in told["articles"].items()}
        return cls(
            reporter=User.objects.get(username="reporter"),
            editor=User.objects.get(username="editor"),
            articles={key: Article.objects.get(title=title) for key, title in titles.items()},
            later=told["later"],
        )

    def claim(self, entry: Entry) -> Claim:
        """Return a claim of the report with its evidence and its first verdict."""
        claim = self._marked(entry)
        for row in entry["evidence"]:
            self._evidence(claim, row)
        if "verdict" in entry:
            self.judge(claim, entry.get("earlier", entry))
        return claim

    @transaction.atomic
    def judge(self, claim: Claim, entry: Entry) -> None:
        """Have a verdict proposed by one person and approved by another."""
        opinion = Opinion(
            entry["verdict"], entry["attribution_verdict"], entry["reason"], list(claim.evidence.all())
        )
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        proposed = assessment_submit(user=self.reporter, claim=claim, opinion=opinion)
        assessment_approve(user=self.editor, claim=claim, assessment=proposed)

    @transaction.atomic
    def _marked(self, entry: Entry) -> Claim:
        article = self.articles[entry["article"]]
        version = article.latest
        assert version is not None, "a seed article has a version"  # noqa: S101 - narrows the type
        (span,) = places_of(version.text, entry["quote"])
        edit = Edit(
            statement=entry["statement"],
            source=Source.objects.get(name=entry["source"]) if entry["source"] else None,
            figures=_figures(entry),
            event_from=_day(entry, "from"),
            event_to=_day(entry, "to"),
            place=entry.get("place", ""),
        )
        span = proven_span(version, *span)
        return claim_add(user=self.reporter, article=article, version=version, span=span, edit=edit)

    @transaction.atomic
    def _evidence(self, claim: Claim, row: Entry) -> None:
        other = self._later(row["later"]) if "later" in row else None
        found: Entry = {key: row[key] for key in ("body", "reason") if key in row}
        if "article" in row:
            found["version"] = self.articles[row["article"]].latest
        if "source" in row:
            found["source"] = Source.objects.get(name=row["source"])
        item = Item(kind=row["kind"], relation=row["relation"], other=other, **found)
        evidence_add(user=self.reporter, claim=claim, item=item)

    def _later(self, name: str) -> Claim:
        if name not in self.made:
            self.made[name] = self._marked(self.later[name])
        return self.made[name]


def _figures(entry: Entry) -> tuple[Figure, ...]:
    if "figure" not in entry:
        return ()
    value, unit, text = entry["figure"]
    return (Figure(low=Decimal(value), high=Decimal(value), unit=unit, text=text),)


def _day(entry: Entry, name: str) -> date | None:
    return date.fromisoformat(entry[name]) if name in entry else None

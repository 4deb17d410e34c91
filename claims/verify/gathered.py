"""A piece of evidence as a person gives it, and what must hold before it is added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.models import Article, ArticleVersion, Claim, Document, Evidence, Source
from claims.states import EvidenceState

from .refusal import CannotDecide


@dataclass(frozen=True)
class Search:
    """A search that found nothing: where, what for, and when."""

    where: str
    what: str
    at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """A piece of evidence as a person gives it; `relation` absence goes with a search that found nothing.

    `page` is the article that an address is captured as, `grade` both axes of the Admiralty scale.
    """

    kind: str
    relation: str
    body: str = ""
    url: str = ""
    other: Claim | None = None
    version: ArticleVersion | None = None
    page: Article | None = None
    document: Document | None = None
    search: Search | None = None
    grade: tuple[str, str] = ("", "")
    source: Source | None = None  # whose words or data it is
    reason: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The columns of its row, but for kind and relation. Raises CannotDecide for a false quotation."""
        body, place = anchored(self.version, self.body)
        return {
            "other": self.other,
            "version": self.version,
            "url": self.url,
            "page": self.page,
            "source": None if self.other else self.source,
            "document": self.document,
            "body": body,
            "start": place[0] if place else None,
            "end": place[1] if place else None,
            "searched_where": self.search.where if self.search else "",
            "searched_what": self.search.what if self.search else "",
            "searched_at": self.search.at if self.search else None,
            "reliability": self.grade[0],
            "credibility": self.grade[1],
            "reason": self.reason,
        }

    @property
    def said(self) -> dict[str, Any]:
        """What the record keeps of it beside the relation: the hash of a file, the grade, the search."""
        kept: dict[str, Any] = {"kind": self.kind}
        if self.document:
            kept["file"] = {"name": self.document.name, "sha256": self.document.sha256}
        if self.url:
            kept["url"] = self.url
        if self.source and not self.other:
            kept["source"] = {"id": str(self.source.pk), "name": self.source.name}
        if any(self.grade):
            kept["grade"] = list(self.grade)
        if self.search:
            kept["search"] = {"where": self.search.where, "what": self.search.what, "at": self.search.at}
        return kept


def place_of(text: str, words: str) -> tuple[int, int] | None:
    """Return where `words` first stand in `text`, whatever the white space between them; None: nowhere."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else None


def anchored(version: ArticleVersion | None, words: str) -> tuple[str, tuple[int, int] | None]:
    """Return a quotation as it stands in the text of `version`, and where; as it is without a text.

    Raises CannotDecide for words that do not stand there: a quotation is proven or not made.
    """
    if version is None or not words.strip():
        return words, None
    text = ArticleVersion.objects.values_list("text", flat=True).get(pk=version.pk)
    place = place_of(text, words)
    if place is None:
        raise CannotDecide(
            "The passage does not stand in the text word for word. Copy it from the text, or leave it empty."
        )
    return text[slice(*place)], place


def can_be_added(claim: Claim, item: Item) -> None:
    """Raise CannotDecide for what makes no sense, or stands in the evidence of `claim` already."""
    if claim.merged_into_id:
        raise CannotDecide("This claim was merged into another one. Add the evidence there.")
    if item.other is not None and item.other.pk == claim.pk:
        raise CannotDecide("A claim cannot be evidence for itself. Choose another claim.")
    if item.other is not None and item.other.desk_id != claim.desk_id:
        raise CannotDecide("That claim belongs to another desk. Choose one of this desk.")
    stands = Evidence.objects.filter(claim=claim).exclude(state=EvidenceState.WITHDRAWN)
    if item.other is not None and stands.filter(other=item.other).exists():
        raise CannotDecide("That claim stands in the evidence already. Decide about it there.")
    if same := _same(item):
        row = stands.filter(same).select_related("document").first()
        if row is not None:
            raise CannotDecide(_there(row))


def _same(item: Item) -> Q | None:
    """Return the condition of evidence that is the same file, or the same captured address."""
    if item.document is not None:
        return Q(document=item.document)
    return Q(page=item.page) if item.page is not None else None


def _there(row: Evidence) -> str:
    what = (
        f"This file is in the evidence of this claim already, as “{row.document}”"
        if row.document
        else ("This address is in the evidence of this claim already")
    )
    if row.state == EvidenceState.DISMISSED:
        return f"{what}; it was withdrawn. Confirm it again there."
    return f"{what}. Use that one."

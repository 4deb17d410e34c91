"""What people discuss: a claim or an article, and the addresses that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from claims.models import Article, Claim, Comment


@dataclass(frozen=True)
class Subject:
    """A claim or an article that people talk about."""

    row: Claim | Article

    @property
    def kind(self) -> str:
        """ "claim" or "article"."""
        return "claim" if isinstance(self.row, Claim) else "article"

    @property
    def key(self) -> dict[str, Claim | Article]:
        """What picks the rows of this subject: filter(**key), and what makes one: Comment(**key)."""
        return {self.kind: self.row}

    @property
    def url(self) -> str:
        """The page of the claim or the article."""
        return reverse(f"claims:{self.kind}", args=[self.row.pk])

    @property
    def talk_url(self) -> str:
        """The whole discussion as a page of its own; comments are posted there."""
        return reverse(f"claims:{self.kind}-talk", args=[self.row.pk])

    @property
    def title(self) -> str:
        """What is discussed, in words."""
        return str(self.row)


def subject_of(comment: Comment) -> Subject:
    """Return what a comment stands on."""
    row = comment.claim or comment.article
    if row is None:  # the database refuses such a row
        raise ValueError("a comment on nothing")
    return Subject(row)

"""What people say of texts: two articles carry one text, or not. The newest word on a pair counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from claims.models import ArticleVersion, OriginRuling
from claims.models.reuse import About, Ruling

Pairs = list[tuple[UUID, UUID]]


@dataclass(frozen=True, slots=True)
class Texts:
    """A cluster of texts, or one text that is in none."""

    cluster: UUID | None
    version: UUID

    def of(self, field: str) -> Q:
        """Return the condition that the article in `field` of a ruling is among them."""
        if self.cluster:
            return Q(**{f"{field}__versions__text_print__cluster": self.cluster})
        return Q(**{f"{field}__versions": self.version})


def on_article(article_id: UUID) -> bool:
    """Return whether a person has spoken of the texts of this article."""
    about = OriginRuling.objects.filter(about=About.TEXT)
    return about.filter(Q(article=article_id) | Q(other=article_id)).exists()


def apart(one: Texts, other: Texts) -> bool:
    """Return whether a person has set an article of the one group apart from one of the other."""
    rows = OriginRuling.objects.filter(about=About.TEXT)
    rows = rows.filter((one.of("article") & other.of("other")) | (other.of("article") & one.of("other")))
    last = {(row.article_id, row.other_id): row.ruling for row in rows.order_by("created_at", "id")}
    return Ruling.SEPARATE in last.values()


def between_articles(articles: Iterable[UUID]) -> dict[frozenset[UUID], OriginRuling]:
    """Return the word that counts on each pair of the articles that people have spoken of."""
    ids = list(articles)
    rows = OriginRuling.objects.filter(about=About.TEXT, article__in=ids, other__in=ids)
    rows = rows.select_related("ruled_by").order_by("created_at", "id")
    return {frozenset({row.article_id, row.other_id}): row for row in rows if row.other_id}


def between_versions(versions: Iterable[UUID]) -> tuple[Pairs, Pairs]:
    """Return the pairs of texts that people hold to be the same, and those they have set apart."""
    of: dict[UUID, list[UUID]] = defaultdict(list)
    rows = ArticleVersion.objects.filter(pk__in=list(versions)).order_by("-number")
    for pk, article in rows.values_list("pk", "article_id"):
        of[article].append(pk)
    same: Pairs = []
    apart: Pairs = []
    for pair, row in between_articles(of).items():
        one, other = sorted(pair, key=str)
        if row.ruling == Ruling.SAME:
            same.append((of[one][0], of[other][0]))
        elif row.ruling == Ruling.SEPARATE:
            apart += [(mine, yours) for mine in of[one] for yours in of[other]]
    return same, apart

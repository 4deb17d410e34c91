"""Which articles carry one text: asked by the article page, by matching and by whoever counts origins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from claims.models import Article, ArticleVersion, TextPrint

from ..agencies import UNNAMED_AGENCY
from .prints import Hashes, print_of, shared, stands_in, unpacked

NAMED = 6  # copies that the article page names
SHOWN = 50  # copies of one text that a page compares; more are counted


@dataclass(frozen=True, slots=True)
class Copy:
    """An article with the same text as another one, and which part of the shorter text they share."""

    article: Article
    share: float

    @property
    def percent(self) -> int:
        """The share in full percent, never rounded up to all."""
        return int(self.share * 100 + 1e-9)


@dataclass(frozen=True, slots=True)
class Copies:
    """The articles with the same text, those compared first, and how many more there are."""

    rows: tuple[Copy, ...] = ()
    more: int = 0

    @property
    def unnamed(self) -> int:
        """How many a page that names NAMED of them leaves out."""
        return max(0, len(self.rows) - NAMED) + self.more


def cluster_of(version_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the text cluster of each version that is in one (1 query)."""
    rows = TextPrint.objects.filter(version__in=list(version_ids), cluster__isnull=False)
    return {pk: cluster for pk, cluster in rows.values_list("version_id", "cluster_id") if cluster}


def clusters_of_articles(article_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the text cluster of each article's newest version that is in one (1 query)."""
    rows = TextPrint.objects.filter(version__article__in=list(article_ids), cluster__isnull=False)
    pairs = rows.order_by("version__number").values_list("version__article_id", "cluster_id")
    return {article: cluster for article, cluster in pairs if cluster}


def same_origin(one: Article, other: Article) -> str:
    """Return why two articles are one origin, "" when nothing shows it; see `same_origins`."""
    return same_origins([(one, other)])[0]


def same_origins(pairs: Sequence[tuple[Article, Article]]) -> list[str]:
    """Return for each pair of articles why they are one origin, "" when nothing shows it (2 queries).

    One text is one origin whatever it says; one agency credit is one for what both outlets say in their own
    voice, while a source that they quote is the origin of what it says.
    """
    ids = {article.pk for pair in pairs for article in pair}
    clusters = clusters_of_articles(ids)
    together = {pk for pk in ids if pk in clusters}
    prints = _hashes_of(together)
    return [_why(one, other, clusters, prints) for one, other in pairs]


def _why(one: Article, other: Article, clusters: dict[UUID, UUID], prints: dict[UUID, Hashes]) -> str:
    mine, yours = clusters.get(one.pk), clusters.get(other.pk)
    if mine and mine == yours and one.pk != other.pk:
        found = Copy(one, shared(prints[one.pk], prints[other.pk]).containment)
        return f"same text, {found.percent} %"
    if one.agency and one.agency == other.agency and one.agency != UNNAMED_AGENCY:
        return f"both credit {one.agency}"
    return ""


def _hashes_of(article_ids: Collection[UUID]) -> dict[UUID, Hashes]:
    rows = TextPrint.objects.filter(version__article__in=article_ids, cluster__isnull=False)
    pairs = rows.order_by("version__number").values_list("version__article_id", "hashes")
    return {article: unpacked(data) for article, data in pairs}


def copies_of(version: ArticleVersion, *, sentence: str = "") -> Copies:
    """Return the other articles with the text of `version`, the most alike first (2 queries).

    With `sentence` only those in which that sentence stands: a copy may be cut.
    """
    mine = TextPrint.objects.filter(version=version, cluster__isnull=False).first()
    if mine is None:
        return Copies()
    others = TextPrint.objects.filter(cluster=mine.cluster_id).exclude(version__article=version.article_id)
    rows = list(
        others.select_related("version__article__outlet")
        .defer("version__text")
        .order_by("version__captured_at", "version_id")[: SHOWN + 1]
    )
    own, words = unpacked(mine.hashes), print_of(sentence).hashes if sentence else None
    best: dict[UUID, Copy] = {}
    for row in rows[:SHOWN]:
        theirs = unpacked(row.hashes)
        found = Copy(row.version.article, shared(own, theirs).containment)
        had = best.get(found.article.pk)
        if (words is None or stands_in(words, theirs)) and (had is None or had.share < found.share):
            best[found.article.pk] = found
    more = others.count() - SHOWN if len(rows) > SHOWN else 0
    return Copies(tuple(sorted(best.values(), key=lambda copy: -copy.share)), more)

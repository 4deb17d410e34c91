"""Keeping prints and clusters: each text is looked up once, when its article arrives, and joins its copies.

Candidates come through the index of keys alone and are compared over all their shingles. A text that has
no near-identical one in the index takes its place there; others are stood for, so that ten thousand copies
cost ten thousand look-ups of a few rows each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from claims.models import ArticleVersion, TextCluster, TextCopy, TextPrint

from . import rulings
from .grouping import grouped
from .prints import NEAR, SCHEME, Print, Shared, packed, print_of, shared, unpacked

LOOKED_AT = 24  # candidates, those with the most keys in common
ENOUGH = 12  # texts of one cluster that a look-up finds before no more of it are put into the index


@dataclass(frozen=True, slots=True)
class Hit:
    """A stored text that is the same as the new one."""

    version_id: UUID
    cluster_id: UUID | None
    shared: Shared

    @property
    def group(self) -> rulings.Texts:
        """The texts that come with it: its cluster, or itself."""
        return rulings.Texts(cluster=self.cluster_id, version=self.version_id)


def version_print(version: ArticleVersion) -> TextPrint:
    """Return the print of a version, made and put into its cluster when it has none of this scheme yet."""
    known = TextPrint.objects.filter(version=version, scheme=SCHEME).first()
    if known is not None:
        return known
    made = print_of(version.text)
    desk_id = version.article.desk_id
    with transaction.atomic():
        one_at_a_time(desk_id)
        hits = _hits(desk_id, version.pk, made)
        row, _ = TextPrint.objects.update_or_create(
            version=version,
            defaults={
                "desk_id": desk_id,
                "scheme": SCHEME,
                "hashes": packed(made.hashes),
                "keys": [] if _stood_for(hits) else list(made.keys),
            },
        )
        if hits:
            _join(row, hits)
    return row


def one_at_a_time(desk_id: UUID) -> None:
    """Let one transaction at a time group the desk's texts: the second of two copies sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reuse {desk_id}"])


def _hits(desk_id: UUID, version_id: UUID, made: Print) -> list[Hit]:
    """Return the stored texts that are the same as `made`, the most alike first."""
    if not made.keys:
        return []
    keys = list(made.keys)
    # The planner takes 80 keys for far more rows than they lead to, and would read the whole table.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            """
            WITH found AS MATERIALIZED (SELECT * FROM claims_textprint WHERE keys && %s)
            SELECT version_id, cluster_id, hashes FROM found
            WHERE desk_id = %s AND version_id <> %s AND scheme = %s
            ORDER BY (SELECT count(*) FROM unnest(keys) key WHERE key = ANY(%s)) DESC, version_id LIMIT %s
            """,
            [keys, desk_id, version_id, SCHEME, keys, LOOKED_AT],
        )
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    found = [Hit(pk, cluster, shared(made.hashes, unpacked(data))) for pk, cluster, data in rows]
    same = [hit for hit in found if hit.shared.same]
    return sorted(
        same, key=lambda hit: (-hit.shared.containment, -hit.shared.resemblance, str(hit.version_id))
    )


def _stood_for(hits: Sequence[Hit]) -> bool:
    """Whether texts in the index stand for this one already."""
    return len(hits) >= ENOUGH or any(hit.shared.resemblance >= NEAR for hit in hits)


def _join(row: TextPrint, hits: Sequence[Hit]) -> None:
    """Write down the most alike of each cluster, and join the clusters that the text bridges."""
    best: dict[UUID, Hit] = {}
    for hit in hits:
        best.setdefault(hit.cluster_id or hit.version_id, hit)
    TextCopy.objects.bulk_create(
        [
            TextCopy(
                version_id=row.version_id,
                of_id=hit.version_id,
                containment=hit.shared.containment,
                resemblance=hit.shared.resemblance,
                scheme=SCHEME,
            )
            for hit in best.values()
        ],
        ignore_conflicts=True,
    )
    if rulings.on_article(row.version.article_id):
        clusters = {hit.cluster_id for hit in best.values() if hit.cluster_id}
        regroup(row.desk_id, {row.version_id, *best} - clusters, clusters)
    else:
        _unite(row, _compatible(list(best.values())))


def _compatible(hits: Sequence[Hit]) -> list[Hit]:
    """Return the most alike text and those of the others that nobody has set apart from what is joined."""
    kept = list(hits[:1])
    for hit in hits[1:]:
        if not any(rulings.apart(one.group, hit.group) for one in kept):
            kept.append(hit)
    return kept


def _unite(row: TextPrint, hits: Sequence[Hit]) -> None:
    """Bring the text and those it hit together in the largest of their clusters, or in a new one."""
    clusters = {hit.cluster_id for hit in hits if hit.cluster_id}
    loose = {row.version_id, *(hit.version_id for hit in hits if hit.cluster_id is None)}
    into = _largest(clusters) if clusters else TextCluster.objects.create(desk_id=row.desk_id).pk
    TextPrint.objects.filter(version__in=loose).update(cluster=into)
    if len(clusters) > 1:
        TextPrint.objects.filter(cluster__in=clusters - {into}).update(cluster=into)


def _largest(clusters: Collection[UUID]) -> UUID:
    if len(clusters) == 1:
        return next(iter(clusters))
    return max(clusters, key=lambda pk: (TextPrint.objects.filter(cluster=pk).count(), str(pk)))


def regroup(desk_id: UUID, loose: Iterable[UUID], clusters: Iterable[UUID]) -> None:
    """Group the texts of `clusters` and the `loose` ones anew, by the copies found and what people said.

    A group keeps the cluster that most of its texts are in, so that rulings elsewhere change nothing here.
    """
    rows = TextPrint.objects.filter(cluster__in=list(clusters)).values_list("version_id", "cluster_id")
    now: dict[UUID, UUID | None] = {**dict.fromkeys(loose), **dict(rows)}
    found = TextCopy.objects.filter(version__in=now, of__in=now)
    alike = [(row.containment, row.version_id, row.of_id) for row in found]
    same, apart = rulings.between_versions(now)
    taken: set[UUID] = set()
    groups = sorted(
        grouped(now, alike, same=same, apart=apart), key=lambda group: (-len(group), min(map(str, group)))
    )
    for group in groups:
        into = _cluster_for(desk_id, group, now, taken)
        taken.add(into)
        TextPrint.objects.filter(version__in=group).exclude(cluster=into).update(cluster=into)
        TextPrint.objects.filter(version__in=group, cluster=None).update(cluster=into)
    alone = set(now).difference(*groups)
    TextPrint.objects.filter(version__in=alone).update(cluster=None)


def _cluster_for(desk_id: UUID, group: set[UUID], now: dict[UUID, UUID | None], taken: set[UUID]) -> UUID:
    had = [now[pk] for pk in group if now[pk] and now[pk] not in taken]
    if had:
        return max(sorted(set(had), key=str), key=had.count)  # type: ignore[return-value]
    return TextCluster.objects.create(desk_id=desk_id).pk


def regroup_articles(desk_id: UUID, article_ids: Collection[UUID]) -> None:
    """Group the texts of these articles, and all in their clusters, anew: a person has spoken of them."""
    one_at_a_time(desk_id)
    prints = TextPrint.objects.filter(version__article__in=article_ids)
    rows = list(prints.values_list("version_id", "cluster_id"))
    regroup(desk_id, {pk for pk, _ in rows}, {cluster for _, cluster in rows if cluster})

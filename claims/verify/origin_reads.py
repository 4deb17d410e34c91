"""Where claims come from, for the claim page and whoever else counts origins: few queries for many claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from claims.ingest.reuse.prints import Hashes, print_of, shared, stands_in, unpacked
from claims.models import Claim, OriginRuling, TextPrint
from claims.models.reuse import About, Ruling
from claims.states import Relation

from .origin_links import Carried, linked
from .origin_voices import Voices, agency_of, left_of, stated, supports, voiced
from .origins import Origins, origins_of
from .places import Item, Place

COPIES = 300  # of the texts asked for, looked at in one go


@dataclass
class Texts:
    """The prints of the articles that carry claims, and of all others with their text."""

    of: dict[UUID, TextPrint] = field(default_factory=dict)  # by version
    in_cluster: dict[UUID, list[TextPrint]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def around(cls, places: Iterable[Place], more: Iterable[UUID | None] = ()) -> Texts:
        """Return the prints of the texts of `places` and of the others in their clusters (1 query).

        `more` are further clusters to look into.
        """
        prints = (getattr(place.row.version, "text_print", None) for place in places)
        texts = cls({row.version_id: row for row in prints if row})
        clusters = {row.cluster_id for row in texts.of.values() if row.cluster_id} | set(filter(None, more))
        if not clusters:
            return texts
        rows = TextPrint.objects.filter(cluster__in=clusters).select_related("version__article__outlet")
        for row in rows.defer("version__text").order_by("version__captured_at", "version_id")[:COPIES]:
            if row.cluster_id:
                texts.in_cluster[row.cluster_id].append(row)
        return texts

    def cluster(self, version: UUID) -> UUID | None:
        """Return the cluster of a version."""
        row = self.of.get(version)
        return row.cluster_id if row else None

    def hashes(self, version: UUID) -> Hashes:
        """Return the hashes of a version that has a print."""
        return unpacked(self.of[version].hashes)


def origins_of_claims(
    claims: Sequence[Claim],
    places: Mapping[UUID, Sequence[Place]],
    items: Mapping[UUID, Sequence[Item]],
) -> dict[UUID, Origins]:
    """Return the origins of each claim, with `places` and `items` as places.items_of gives them.

    Counted are the places of the claim, the other articles with the text of one of them that hold its
    sentence, and the evidence that people confirmed: claims, and other things of which a person says whose
    they are.
    """
    rulings = _rulings(claims)
    stand = [place for rows in places.values() for place in rows]
    every = [item for rows in items.values() for item in rows]
    clusters = (getattr(item.row, "cluster", None) for item in every if item.row.source_id)
    texts = Texts.around([*stand, *(item.place for item in every if item.place)], clusters)
    found = {}
    for claim in claims:
        mine = list(items.get(claim.pk, ()))
        carried = _carried(claim, places.get(claim.pk, ()), mine, texts, rulings.get(claim.pk, {}))
        found[claim.pk] = origins_of(linked(carried), left_of(mine))
    return found


def _rulings(claims: Sequence[Claim]) -> dict[UUID, dict[UUID, OriginRuling]]:
    """Return the word that counts on each article of each claim; claims read with `ruled` False have none."""
    asked = [claim.pk for claim in claims if getattr(claim, "ruled", True)]
    if not asked:
        return {}
    rows = OriginRuling.objects.filter(about=About.ORIGIN, claim__in=asked)
    found: dict[UUID, dict[UUID, OriginRuling]] = defaultdict(dict)
    for row in rows.select_related("ruled_by").order_by("created_at", "id"):
        if row.claim_id:
            found[row.claim_id][row.article_id] = row
    return found


def _carried(
    claim: Claim,
    places: Sequence[Place],
    items: Sequence[Item],
    texts: Texts,
    rulings: Mapping[UUID, OriginRuling],
) -> list[Carried]:
    voices: Voices = []
    found: dict[UUID, Carried] = {}
    for place in places:
        found.setdefault(place.row.version.article_id, _read(place, claim, voices, texts))
    for item in items:
        row = item.row
        if supports(row) and row.other and item.place:
            carried = _read(item.place, row.other, voices, texts)
            carried = replace(carried, repeats=row.relation == Relation.REPEATS)
            found.setdefault(item.place.row.version.article_id, carried)
        elif other := stated(item, voices):
            found.setdefault(UUID(other.article or other.evidence), other)
    for place in places:
        for pk, copy in _copies(place, texts):
            found.setdefault(pk, copy)
    return [_ruled(item, rulings.get(pk)) for pk, item in _shares(found, places, items, texts).items()]


def _read(place: Place, claim: Claim, voices: Voices, texts: Texts) -> Carried:
    article = place.row.version.article
    cluster = texts.cluster(place.row.version_id)
    plain = Carried(str(article.pk), place.outlet, agency_of(article), text=str(cluster) if cluster else "")
    return voiced(plain, claim.source, article, voices)


def _copies(place: Place, texts: Texts) -> list[tuple[UUID, Carried]]:
    """Return the other articles with the text of this place in which its sentence stands."""
    cluster = texts.cluster(place.row.version_id)
    if cluster is None:
        return []
    words = print_of(place.sentence).hashes
    own = place.row.version.article_id
    return [
        (row.version.article_id, _copy(row))
        for row in texts.in_cluster[cluster]
        if row.version.article_id != own and stands_in(words, unpacked(row.hashes))
    ]


def _copy(row: TextPrint) -> Carried:
    article = row.version.article
    outlet = article.outlet.name if article.outlet else "Outlet not known"
    return Carried(str(article.pk), outlet, agency_of(article), text=str(row.cluster_id), bare_copy=True)


def _shares(
    found: Mapping[UUID, Carried], places: Sequence[Place], items: Sequence[Item], texts: Texts
) -> dict[UUID, Carried]:
    """Add how much of its text each article has in common with the first one of its cluster."""
    prints: dict[UUID, TextPrint] = {}
    for rows in texts.in_cluster.values():
        prints.update({row.version.article_id: row for row in rows})
    for place in [*places, *(item.place for item in items if item.place)]:
        if place.row.version_id in texts.of:
            prints[place.row.version.article_id] = texts.of[place.row.version_id]
    first: dict[str, Hashes] = {}
    filled = {}
    for pk, item in found.items():
        share = 0
        if item.text and pk in prints:
            hashes = unpacked(prints[pk].hashes)
            share = int(100 * shared(first.setdefault(item.text, hashes), hashes).containment + 1e-9)
        filled[pk] = replace(item, share=share)
    return filled


def _ruled(item: Carried, ruling: OriginRuling | None) -> Carried:
    if ruling is None or ruling.ruling == Ruling.MACHINE:
        return item
    words = f"says {ruling.ruled_by.display_name}: {ruling.reason}"
    beside = str(ruling.other_id) if ruling.other_id else ""
    return replace(item, ruling=ruling.ruling, ruled=words, beside=beside)

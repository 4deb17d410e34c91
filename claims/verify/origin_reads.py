"""Where claims come from, for the claim page and whoever else counts origins: few queries for many claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from claims.ingest.agencies import agency_named
from claims.ingest.reuse.prints import Hashes, print_of, shared, stands_in, unpacked
from claims.models import Article, Claim, OriginRuling, Source, TextPrint
from claims.models.reuse import About, Ruling
from claims.models.source import SourceKind, fold_name
from claims.states import EvidenceState, Relation

from .candidates import voice_of
from .meaning.told import Voice
from .meaning.voices import same_voice
from .origin_links import Carried, linked
from .origins import Origins, origins_of
from .places import Item, Place

SUPPORTS = frozenset({Relation.REPEATS, Relation.CORROBORATES})
COPIES = 300  # of the texts asked for, looked at in one go


@dataclass
class Texts:
    """The prints of the articles that carry claims, and of all others with their text."""

    of: dict[UUID, TextPrint] = field(default_factory=dict)  # by version
    in_cluster: dict[UUID, list[TextPrint]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def around(cls, places: Iterable[Place]) -> Texts:
        """Return the prints of the texts of `places` and of the others in their clusters (1 query)."""
        prints = (getattr(place.row.version, "text_print", None) for place in places)
        texts = cls({row.version_id: row for row in prints if row})
        clusters = {row.cluster_id for row in texts.of.values() if row.cluster_id}
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
    sentence, and the evidence that people confirmed.
    """
    rulings = _rulings(claims)
    stand = [place for rows in places.values() for place in rows]
    texts = Texts.around([*stand, *(item.place for rows in items.values() for item in rows if item.place)])
    return {
        claim.pk: origins_of(
            linked(
                _carried(
                    claim,
                    places.get(claim.pk, ()),
                    items.get(claim.pk, ()),
                    texts,
                    rulings.get(claim.pk, {}),
                )
            )
        )
        for claim in claims
    }


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
    voices: list[tuple[Voice, str]] = []
    found: dict[UUID, Carried] = {}
    for place in places:
        found.setdefault(place.row.version.article_id, _read(place, claim, voices, texts))
    for item in items:
        row = item.row
        confirmed = row.state == EvidenceState.CONFIRMED and row.relation in SUPPORTS
        if confirmed and row.other and item.place:
            carried = _read(item.place, row.other, voices, texts)
            carried = replace(carried, repeats=row.relation == Relation.REPEATS)
            found.setdefault(item.place.row.version.article_id, carried)
    for place in places:
        for pk, copy in _copies(place, texts):
            found.setdefault(pk, copy)
    return [_ruled(item, rulings.get(pk)) for pk, item in _shares(found, places, items, texts).items()]


def _read(place: Place, claim: Claim, voices: list[tuple[Voice, str]], texts: Texts) -> Carried:
    article, source = place.row.version.article, claim.source
    cluster = texts.cluster(place.row.version_id)
    plain = Carried(str(article.pk), place.outlet, _agency(article), text=str(cluster) if cluster else "")
    source = (source.merged_into or source) if source else None
    if source is None or _own_voice(source, article):
        return plain
    if source.kind == SourceKind.OUTLET or agency_named(source.name):
        return replace(plain, cites=agency_named(source.name) or source.name)
    return replace(plain, source=_key(source, voices), name=source.name, party=source.party_to)


def _agency(article: Article) -> str:
    """Return the credit, for an agency's own article the agency itself."""
    return article.agency or (agency_named(article.outlet.name) if article.outlet else "")


def _own_voice(source: Source, article: Article) -> bool:
    if source.kind != SourceKind.OUTLET:
        return False
    if source.outlet_id and article.outlet_id:
        return source.outlet_id == article.outlet_id
    return article.outlet is None or fold_name(source.name) == article.outlet.folded


def _key(source: Source, voices: list[tuple[Voice, str]]) -> str:
    """Return the key of a source: that of the first one with the same voice, for names spelled otherwise."""
    voice = voice_of(source)
    for known, key in voices:
        if same_voice(known, voice):
            return key
    voices.append((voice, str(source.pk)))
    return str(source.pk)


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
    return Carried(str(article.pk), outlet, _agency(article), text=str(row.cluster_id), bare_copy=True)


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

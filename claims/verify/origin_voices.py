"""Whose voice an article or a piece of evidence carries, as far as that says where a claim comes from."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from claims.ingest.agencies import agency_named
from claims.models import Article, Evidence, Source
from claims.models.evidence import EvidenceKind
from claims.models.source import SourceKind, fold_name
from claims.states import EvidenceState, Relation

from .candidates import voice_of
from .meaning.told import Voice
from .meaning.voices import same_voice
from .origin_links import Carried
from .origins import Left
from .places import Item

SUPPORTS = frozenset({Relation.REPEATS, Relation.CORROBORATES})
Voices = list[tuple[Voice, str]]  # those met already, with the keys of their sources


def voiced(plain: Carried, source: Source | None, article: Article | None, voices: Voices) -> Carried:
    """Return `plain` with whoever is quoted or cited; unchanged where the outlet speaks for itself."""
    source = (source.merged_into or source) if source else None
    if source is None or own_voice(source, article):
        return plain
    if source.kind == SourceKind.OUTLET or agency_named(source.name):
        return replace(plain, cites=agency_named(source.name) or source.name)
    return replace(plain, source=_key(source, voices), name=source.name, party=source.party_to)


def agency_of(article: Article) -> str:
    """Return the credit, for an agency's own article the agency itself."""
    return article.agency or (agency_named(article.outlet.name) if article.outlet else "")


def own_voice(source: Source, article: Article | None) -> bool:
    """Return whether the source is the outlet of the article."""
    if source.kind != SourceKind.OUTLET or article is None:
        return False
    if source.outlet_id and article.outlet_id:
        return source.outlet_id == article.outlet_id
    return article.outlet is None or fold_name(source.name) == article.outlet.folded


def _key(source: Source, voices: Voices) -> str:
    """Return the key of a source: that of the first one with the same voice, for names spelled otherwise."""
    voice = voice_of(source)
    for known, key in voices:
        if same_voice(known, voice):
            return key
    voices.append((voice, str(source.pk)))
    return str(source.pk)


# --- Evidence that is no claim ------------------------------------------------------------------------------


def supports(row: Evidence) -> bool:
    """Return whether a person confirmed that it speaks for the claim."""
    return row.state == EvidenceState.CONFIRMED and row.relation in SUPPORTS


def stated(item: Item, voices: Voices) -> Carried | None:
    """Return where evidence without a claim leads; None when it does not support, or nobody says whose it is.

    `places.items_of` has read what it needs.
    """
    row = item.row
    if row.other_id or row.source is None or not supports(row):
        return None
    article = row.version.article if row.version else row.page
    cluster = getattr(row, "cluster", None)
    plain = Carried(
        str(article.pk) if article else "",
        _carrier(item, article),
        agency_of(article) if article else "",
        text=str(cluster) if cluster else "",
        repeats=row.relation == Relation.REPEATS,
        evidence=str(row.pk),
        kind="" if article and article.outlet else _KINDS[row.kind],
    )
    return replace(voiced(plain, row.source, article, voices), stated=True)


_KINDS: dict[str, str] = {
    EvidenceKind.ARTICLE: "article",
    EvidenceKind.URL: "web page",
    EvidenceKind.FILE: "file",
    EvidenceKind.NOTE: "note",
}


def _carrier(item: Item, article: Article | None) -> str:
    """Return what to call whatever carries it: the outlet, the site, the file, or that it is a note."""
    row = item.row
    if article and article.outlet:
        return article.outlet.name
    if row.document:
        return row.document.name
    return urlsplit(row.url).hostname or ("A note" if row.kind == EvidenceKind.NOTE else "Outlet not known")


def left_of(items: list[Item]) -> tuple[Left, ...]:
    """Return the supporting evidence that is not counted since nobody says whose it is."""
    return tuple(
        Left(str(item.row.pk), item.row.body[:80] if item.row.kind == EvidenceKind.NOTE else _named(item))
        for item in items
        if supports(item.row) and not item.row.other_id and item.row.source is None
    )


def _named(item: Item) -> str:
    return _carrier(item, item.row.version.article if item.row.version else item.row.page)

"""From the rows of a claim to the claim as it is compared."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Appearance, Claim, Source

from ..figures import Figure
from ..meaning.counted import Counted, counted
from ..meaning.read import Words, read
from ..meaning.told import READER, Told, Voice
from ..meaning.voices import made_voice
from ..vectors.encoder import MODEL

READ_BY = f"{READER} {MODEL}"  # what reads claims now; a reading by another is stale


def told_of(claim: Claim, place: Appearance | None = None) -> Told:
    """Return a claim (with source and quantities at hand) as it is compared, `place` giving the setting."""
    return read(words_of(claim, place))


def words_of(claim: Claim, place: Appearance | None) -> Words:
    """Return the words that a claim is read from."""
    version = place.version if place else None
    article = version.article if version else None
    text = version.text if version else ""
    return Words(
        statement=claim.statement,
        voice=voice_of(claim.source),
        figures=figures_of(claim),
        event_from=claim.event_from,
        event_to=claim.event_to,
        told_at=(article.published_at or version.captured_at) if article and version else None,
        place=claim.place,
        modality=claim.modality,
        sentence=text[place.sentence_start : place.sentence_end] if place else "",
        title=article.title if article else "",
        outlet=article.outlet.name if article and article.outlet else "",
        text=text,
    )


def voice_of(source: Source | None) -> Voice:
    """Return a source as it is compared; merged ones stand for what they were merged into."""
    if source is None:
        return made_voice(id="", name="", kind="outlet")
    source = source.merged_into or source
    return made_voice(
        id=str(source.pk),
        name=source.name,
        kind=source.kind,
        about=f"{source.role} {source.organisation}".strip(),
        local=source.within_id is not None,
        party=source.party_to,
    )


def figures_of(claim: Claim) -> Sequence[Figure]:
    """Return the quantities of a claim as the rules compare them."""
    return [
        Figure(row.low, row.high, row.unit, row.qualifier, row.measure, row.text, row.preliminary)
        for row in claim.quantities.all()
    ]


def counted_of(claim: Claim) -> list[Counted]:
    """Return the figures of a claim that count something, in the measure of their kind."""
    return [found for figure in figures_of(claim) if (found := counted(figure)).kind]

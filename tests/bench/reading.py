"""Claims of annotated stories, read as the application reads them: words, voices, vectors, copies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

from claims.extract.given import Given, given_claims
from claims.extract.types import ArticleText, ClaimDraft, Speaker
from claims.ingest.reuse.prints import Hashes, print_of, shared
from claims.verify.figures import Figure
from claims.verify.meaning.read import Words, read, spoken
from claims.verify.meaning.told import Told, Voice, with_voice
from claims.verify.meaning.voices import made_voice
from claims.verify.vectors.encoder import vector_of
from claims.verify.vectors.passage import passage_of

from .derive import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()  # what a source is called by its article stands beside the models

from claims.extract.sources import SURER, is_local  # noqa: E402

Order = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of a story with its vectors."""

    id: str
    story: str
    doc: str
    order: Order
    told: Told
    text: Any
    context: Any
    article: Any


@dataclass(slots=True)
class Sources:
    """What the articles told of the sources they name, as the application learns it, article by article."""

    said: dict[str, list[tuple[Order, Speaker]]] = field(default_factory=dict)

    def hear(self, order: Order, speaker: Speaker) -> None:
        """Note what an article tells of a source."""
        self.said.setdefault(speaker.canonical, []).append((order, speaker))

    def knows(self, name: str, order: Order) -> bool:
        """Return whether an article up to `order` told of the source; those of other folders did not."""
        return any(when <= order for when, _ in self.said.get(name, ()))

    def voice(self, name: str, order: Order) -> Voice:
        """Return the voice of a source as it is known when the article of `order` has been read."""
        said = [speaker for when, speaker in self.said[name] if when <= order]
        kinds = {speaker.kind for speaker in said}
        role, organisation = max(
            {(one.role, one.organisation) for one in said},
            key=lambda office: (sum(map(bool, office)), len(office[0]), office),
        )
        return made_voice(
            id=name,
            name=name,
            kind=next((str(kind) for kind in SURER if kind in kinds), said[0].kind),
            about=f"{role} {organisation}".strip(),
        )


@dataclass(slots=True)
class Story:
    """The claims of a folder, and the sources they name."""

    claims: list[Claim]
    sources: Sources

    def pair(self, earlier: Claim, later: Claim) -> tuple[Told, Told]:
        """Return two claims as they are compared when the later one's article has been read."""
        return self._then(earlier, later.order), self._then(later, later.order)

    def _then(self, claim: Claim, order: Order) -> Told:
        voice = claim.told.voice
        if voice.outlet or voice.local or not self.sources.knows(voice.id, order):
            return claim.told
        return with_voice(claim.told, self.sources.voice(voice.id, order))


def story_of(folder: Path) -> Story:
    """Return the claims of a folder of docs.jsonl and claims.jsonl, read as the application reads them."""
    sources = Sources()
    claims = list(_claims(folder, sources))
    copies = _copies(load(folder / "docs.jsonl"))
    return Story(
        [
            replace(claim, told=replace(claim.told, copy_of=copies[claim.doc]))
            if claim.doc in copies
            else claim
            for claim in claims
        ],
        sources,
    )


def _claims(folder: Path, sources: Sources) -> Iterator[Claim]:
    claims = load(folder / "claims.jsonl")
    for doc in load(folder / "docs.jsonl"):
        mine = [row for row in claims if row["doc_id"] == doc["doc_id"]]
        at = datetime.fromisoformat(doc["published"])
        article = ArticleText(doc["text"], doc["doc_id"], doc["title"], doc["outlet"], at)
        given = [Given(row["claim_id"], row["text"], row["speaker"], row["content_quote"]) for row in mine]
        whole, order = vector_of(f"{doc['title']}. {doc['text']}"), (doc["published"], doc["doc_id"])
        for row, draft in zip(mine, given_claims(article, given), strict=True):
            if draft.speaker and not is_local(draft.speaker):
                sources.hear(order, draft.speaker)
            sentence = doc["text"][draft.sentence[0] : draft.sentence[1]]
            passage = passage_of(doc["title"], doc["text"], sentence)
            context = f"{draft.canonical}. {draft.place or ''} {draft.event_date or ''} {doc['title']}"
            yield Claim(
                row["claim_id"],
                row.get("story", folder.name),
                doc["doc_id"],
                order,
                _told(draft, doc, at),
                vector_of(spoken(draft.canonical)),
                vector_of(context),
                vector_of(passage) if passage else whole,
            )


def _told(draft: ClaimDraft, doc: dict[str, Any], at: datetime) -> Told:
    first, _, last = (draft.event_date or "").partition("/")
    day = [datetime.fromisoformat(text).date() if text else None for text in (first, last or first)]
    return read(
        Words(
            statement=draft.canonical,
            voice=_voice(draft, doc),
            figures=[
                Figure(
                    Decimal(str(q.low)),
                    Decimal(str(q.high)),
                    q.unit,
                    q.qualifier,
                    q.measure,
                    q.text,
                    q.preliminary,
                )
                for q in draft.quantities
            ],
            event_from=day[0],
            event_to=day[1],
            told_at=at,
            place=draft.place or "",
            modality=draft.modality,
            sentence=doc["text"][draft.sentence[0] : draft.sentence[1]],
            title=doc["title"],
            outlet=doc["outlet"],
            text=doc["text"],
        )
    )


def _voice(draft: ClaimDraft, doc: dict[str, Any]) -> Voice:
    speaker = draft.speaker
    if speaker is None:
        return made_voice(id=doc["outlet"], name=doc["outlet"], kind="outlet")
    local = is_local(speaker)
    return made_voice(
        id=f"{doc['doc_id']} {speaker.canonical}" if local else speaker.canonical,
        name=speaker.canonical,
        kind=speaker.kind,
        about=f"{speaker.role} {speaker.organisation}".strip(),
        local=local,
    )


def _copies(docs: list[dict[str, Any]]) -> dict[str, str]:
    """Return the first article of the same text for those that are copies, itself included."""
    prints: dict[str, Hashes] = {doc["doc_id"]: print_of(doc["text"]).hashes for doc in docs}
    first: dict[str, str] = {}
    names = list(prints)
    for at, name in enumerate(names):
        same = [other for other in names[:at] if shared(prints[other], prints[name]).same]
        if same:
            first[same[0]] = first[name] = first.get(same[0], same[0])
    return first

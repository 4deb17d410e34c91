"""Pairs of claims of annotated stories as they are learnt from and measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from claims.verify.likeness import Vectors
from claims.verify.meaning.told import Told
from claims.verify.sameness import weighed

from .derive import load, relations
from .reading import Claim, Story, story_of

ACROSS = "across"  # the folder of pairs of two folders
STRANGERS = 10  # pairs with the most alike claims of other folders, for each claim
OTHERS = 15  # pairs with the most alike claims of other stories, for each claim
JUDGED = {True: 0.5, False: 2.0}  # pairs that a person judged because the machine had proposed them
LOOSE = {"same_event_other_aspect": 0.15, "ignored": 0.1, "hard": 2.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One pair as it is learnt from."""

    pair: tuple[str, str]  # earlier, later
    folder: str
    story: str
    other_story: str
    earlier: Told
    later: Told
    kind: str
    found: dict[str, float]
    barrier: str  # that decides: not learnt from
    related: bool
    weight: float
    judged: bool = False  # by a person, because the machine had proposed it


def rows_of(folder: Path, read: Story | None = None) -> list[Row]:
    """Return the pairs of a folder: those within a story, and the most alike of other stories.

    Of a folder with judged.jsonl nothing is known but the pairs in it.
    """
    story = read or story_of(folder)
    if judged := load(folder / "judged.jsonl"):
        claims = {claim.id: claim for claim in story.claims}
        return [
            _row(
                folder,
                story,
                claims[row["earlier"]],
                claims[row["later"]],
                related=row["related"],
                weight=JUDGED[row["related"]],
                judged=True,
            )
            for row in judged
        ]
    kinds = {(row["earlier"], row["later"]): row["relation"] for row in relations(folder)}
    loose = {(row["earlier"], row["later"]): "ignored" for row in load(folder / "ignored.jsonl")}
    for name in ("hard", "hard_negatives"):
        loose |= {(row["earlier"], row["later"]): "hard" for row in load(folder / f"{name}.jsonl")}
    found = []
    for later in story.claims:
        for earlier in _before(story.claims, later):
            pair = (earlier.id, later.id)
            relation = kinds.get(pair, "")
            related = relation not in {"", "same_event_other_aspect"}
            weight = 1.0 if related else LOOSE.get(relation or loose.get(pair, ""), 1.0)
            found.append(_row(folder, story, earlier, later, related=related, weight=weight))
    return found


def across(read: Mapping[Path, Story]) -> list[Row]:
    """Return the most alike pairs of claims of two folders: nothing of one story bears on another's."""
    whole = {folder: story for folder, story in read.items() if not (folder / "judged.jsonl").exists()}
    found = []
    for folder, story in whole.items():
        strangers = [one for other, rest in whole.items() if other != folder for one in rest.claims]
        texts, contexts = (
            np.array([getattr(one, name) for one in strangers]) for name in ("text", "context")
        )
        for later in story.claims:
            near = np.maximum(texts @ later.text, contexts @ later.context)
            order = [strangers[place] for place in np.argsort(-near, kind="stable")]
            before = [one for one in order if one.order < later.order][:STRANGERS]
            found += [
                replace(_row(folder, story, one, later, related=False, weight=1.0), folder=ACROSS)
                for one in before
            ]
    return found


def _before(claims: list[Claim], later: Claim) -> list[Claim]:
    before = [one for one in claims if one.order < later.order and one.doc != later.doc]
    others = sorted((one for one in before if one.story != later.story), key=lambda one: -_near(one, later))
    return [one for one in before if one.story == later.story] + others[:OTHERS]


def _near(one: Claim, other: Claim) -> float:
    return max(float(one.text @ other.text), float(one.context @ other.context))


def _row(
    folder: Path,
    story: Story,
    earlier: Claim,
    later: Claim,
    *,
    related: bool,
    weight: float,
    judged: bool = False,
) -> Row:
    vectors = Vectors(
        float(earlier.text @ later.text),
        float(earlier.context @ later.context),
        float(earlier.article @ later.article),
    )
    one, other = story.pair(earlier, later)
    likeness = weighed(one, other, vectors)
    return Row(
        (earlier.id, later.id),
        folder.name,
        later.story,
        earlier.story,
        one,
        other,
        likeness.kind,
        dict(likeness.found),
        likeness.barrier if likeness.decides else "",
        related,
        weight,
        judged,
    )

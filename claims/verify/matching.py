"""The match stage: claims of an article meet the desk's other claims, and evidence is proposed.

The earlier claim (by publication, then capture) gets the later one as proposed evidence, whichever of the
two was captured last. What is open or confirmed in the end follows from the claims, not from the order in
which they came. What people decided is never asked again; a second run changes only open proposals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from claims import flow
from claims.ingest.reuse.store import version_print
from claims.models import ArticleVersion, Claim, Evidence, Work
from claims.states import EvidenceState

from . import copies, readings
from .candidates import open_to_matching
from .comparing import Compared, Look, look
from .event_placing import claims_group
from .proposing import propose, refresh, reopen, strength_of, withdraw
from .standing import Standing, fitting

NOT_SEEN = "the matcher no longer sees that it bears on the claim"
OUTDONE = "others bear more closely on both claims"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run of the stage changed: proposals made (or made again), altered, and withdrawn."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0


def version_match(*, work: Work) -> int:
    """Compare the claims of the version of `work` and end the stage; returns how many proposals are new.

    Raises flow.LostLease when another worker has taken the row over; nothing is stored then.
    """
    return _matched(work)[1].new


def version_compare(*, work: Work) -> list[Look]:
    """Do what `version_match` does; returns what each claim was compared with."""
    return _matched(work)[0]


def _matched(work: Work) -> tuple[list[Look], Settled]:
    version = work.version
    assert version is not None, "matching is queued for a version"  # noqa: S101 - narrows the type
    version_print(version)
    claims = claims_of(version)
    looks = looks_of(claims, work=work)
    claims_group(desk_id=work.article.desk_id, looks=looks)
    with transaction.atomic():  # the row of the stage is locked last, as those do who change a claim
        settled = settle(desk_id=work.article.desk_id, claims=claims, looks=looks)
        flow.finish(work)
    return looks, settled


def claims_of(version: ArticleVersion) -> list[Claim]:
    """Return all claims of a version, those that take no part included: they may have had proposals."""
    return list(
        Claim.objects.filter(appearances__version=version, appearances__removed_at=None)
        .prefetch_related("quantities")
        .distinct()
        .order_by("pk")
    )


def looks_of(claims: Iterable[Claim], *, work: Work | None = None) -> list[Look]:
    """Return what each of the claims that take part compares with, found by index or linked already."""
    rows = _taking_part(claims)
    linked = _linked({claim.pk for claim in rows})
    others = Claim.objects.filter(pk__in={pk for ids in linked.values() for pk in ids})
    readings.keep([*rows, *others])
    looks = []
    for number, claim in enumerate(rows, 1):
        looks.append(look(claim, linked.get(claim.pk, ())))
        if work is not None and number % 10 == 0:
            flow.progress(work, round(number / len(rows) * 90), f"{number} of {len(rows)} claims compared")
    return looks


def _taking_part(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that are compared: not rejected or set aside, no copy behind many others."""
    rows = list(claims)
    taking_part = Claim.objects.filter(open_to_matching(), pk__in=[claim.pk for claim in rows])
    ids = set(taking_part.values_list("pk", flat=True)) - copies.standing_back(rows)
    return [claim for claim in rows if claim.pk in ids]


def _linked(ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the claims that open proposals of the matcher tie to each of the claims."""
    rows = Evidence.objects.filter(
        Q(claim__in=ids) | Q(other__in=ids), other__isnull=False, state=EvidenceState.PROPOSED
    ).values_list("claim_id", "other_id")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for claim_id, other_id in rows:
        found[claim_id].add(other_id)
        found[other_id].add(claim_id)
    return found


def settle(*, desk_id: UUID, claims: Sequence[Claim], looks: Sequence[Look]) -> Settled:
    """Store what the looks propose, in the caller's transaction, and withdraw what they no longer see."""
    copies.one_at_a_time(desk_id)
    best = _strongest(looks)
    standing = Standing.of({claim.pk for claim in claims}, best.values())
    lost = standing.lost(best)
    for row in lost:
        withdraw(row, NOT_SEEN)
    fresh: list[Compared] = []
    changed = 0
    for found in best.values():
        open_row = standing.right_way(found)
        if standing.is_decided(found.pair):
            continue
        if open_row is None or open_row.state == EvidenceState.WITHDRAWN:
            fresh.append(found)
        else:
            changed += refresh(open_row, found)
    kept, displaced = fitting(fresh)
    for row in displaced:
        withdraw(row, OUTDONE)
    _put(kept, standing)
    return Settled(len(kept), changed, len(lost) + len(displaced))


def _strongest(looks: Iterable[Look]) -> dict[frozenset[UUID], Compared]:
    """Return the proposals by pair, the strongest first."""
    found = sorted((item for each in looks for item in each.proposals), key=lambda item: -strength_of(item))
    best: dict[frozenset[UUID], Compared] = {}
    for item in found:
        best.setdefault(item.pair, item)
    return best


def _put(kept: Iterable[Compared], standing: Standing) -> None:
    """Store what fits: a row that was withdrawn is opened again, the others are made together."""
    new = []
    for found in kept:
        claim, row = standing.claims[found.earlier.claim_id], standing.right_way(found)
        if row is None:
            new.append((found, claim))
        else:
            reopen(row, found, claim)
    propose(new)

"""The match stage: claims of a new article meet the desk's other claims, and evidence is proposed.

The earlier claim (by publication, then capture) gets the later one as proposed evidence, whichever of the
two was captured last. What people decided is never asked again; a second run changes only open proposals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from claims import flow, record
from claims.models import ArticleVersion, Claim, Evidence, Work
from claims.models.evidence import EvidenceKind
from claims.states import EvidenceState, Relation

from .candidates import Seen, candidate_ids, open_to_matching, seen
from .freshness import claim_touched
from .likeness import Vectors
from .meaning.told import Told
from .meaning.words import overlap
from .relate import MATCHER, Proposal, compare

PER_CLAIM = 6  # proposals that one claim of the new article may bring
PER_ARTICLE = 2  # proposals on one earlier claim that one later article may bring
UNSETTLING = frozenset({Relation.CONTRADICTS, Relation.UPDATES})


@dataclass(frozen=True, slots=True)
class Match:
    """A later claim that bears on an earlier one, as the rules see it."""

    earlier: Seen
    later: Seen
    proposal: Proposal

    @property
    def pair(self) -> frozenset[UUID]:
        """The two claims, in no order."""
        return frozenset({self.earlier.claim.pk, self.later.claim.pk})


def version_match(*, work: Work) -> int:
    """Compare the claims of the version of `work` and end the stage; returns how many proposals are new.

    Raises flow.LostLease when another worker has taken the row over; nothing is stored then.
    """
    version = work.version
    assert version is not None, "matching is queued for a version"  # noqa: S101 - narrows the type
    matches = matches_of(version, work=work)
    with transaction.atomic():
        flow.hold(work)
        _one_at_a_time(work.article.desk_id)
        new = _store(matches)
        flow.finish(work)
    return new


def matches_of(version: ArticleVersion, *, work: Work | None = None) -> list[Match]:
    """Return what the rules propose for the claims of `version`, the strongest for each pair of articles."""
    claims = list(
        Claim.objects.filter(open_to_matching(), appearances__version=version)
        .prefetch_related("quantities")
        .distinct()
    )
    found: list[Match] = []
    for done, claim in enumerate(claims, 1):
        found += _matches_of_claim(claim)
        if work is not None and done % 10 == 0:
            flow.progress(work, round(done / len(claims) * 90), f"{done} of {len(claims)} claims compared")
    return _strongest(found)


def _matches_of_claim(claim: Claim) -> list[Match]:
    ids = candidate_ids(claim)
    if not ids:
        return []
    rows = seen({*ids, claim.pk})
    mine = rows.pop(claim.pk, None)
    if mine is None:
        return []
    found = [match for other in rows.values() if (match := _match(mine, other))]
    return sorted(found, key=_rank)[:PER_CLAIM]


def _match(one: Seen, other: Seen) -> Match | None:
    if one.article_id == other.article_id:
        return None
    earlier, later = sorted((one, other), key=lambda item: item.order)
    proposal = compare(earlier.told, later.told, _alike(earlier.told, later.told)).proposal
    return Match(earlier, later, proposal) if proposal else None


def _alike(earlier: Told, later: Told) -> Vectors:
    """Return likeness of words in the place of cosines, for claims whose vectors are not stored."""
    words = overlap(earlier.words, later.words)
    around = overlap(earlier.around, later.around)
    return Vectors(0.5 + 0.45 * words, 0.5 + 0.45 * words, 0.7 + 0.3 * around)


def _rank(match: Match) -> tuple[float, str]:
    return -match.proposal.score, str(match.later.claim.pk)


def _strongest(matches: Iterable[Match]) -> list[Match]:
    """Keep the strongest matches between an earlier claim and a later article, one for each pair."""
    kept: dict[tuple[UUID, UUID | None], list[Match]] = defaultdict(list)
    pairs: set[frozenset[UUID]] = set()
    for match in sorted(matches, key=_rank):
        place = kept[match.earlier.claim.pk, match.later.article_id]
        if match.pair not in pairs and len(place) < PER_ARTICLE:
            pairs.add(match.pair)
            place.append(match)
    return [match for place in kept.values() for match in place]


def _one_at_a_time(desk_id: UUID) -> None:
    """Let one transaction at a time write the desk's proposals: two articles cannot both add a pair."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"match {desk_id}"])


def _store(matches: Sequence[Match]) -> int:
    known = _known(matches)
    locked = {
        claim.pk: claim
        for claim in Claim.objects.select_for_update(of=("self",))
        .filter(pk__in={match.earlier.claim.pk for match in matches})
        .order_by("pk")
    }
    new = 0
    for match in matches:
        evidence = known.get(match.pair)
        if evidence is None:
            new += 1
            _propose(match, locked[match.earlier.claim.pk])
        elif evidence.state == EvidenceState.PROPOSED and evidence.proposed_by_id is None:
            _refresh(evidence, match)
    return new


def _known(matches: Sequence[Match]) -> dict[frozenset[UUID], Evidence]:
    """Return the evidence that stands between the pairs already, in either direction, decided or not."""
    ids = {pk for match in matches for pk in match.pair}
    rows = Evidence.objects.select_for_update(of=("self",)).filter(Q(claim__in=ids), Q(other__in=ids))
    return {frozenset({row.claim_id, row.other_id}): row for row in rows if row.other_id}


def _propose(match: Match, claim: Claim) -> None:
    evidence = Evidence.objects.create(
        claim=claim,
        kind=EvidenceKind.CLAIM,
        relation=match.proposal.relation,
        other=match.later.claim,
        score=match.proposal.score,
        matcher=MATCHER,
        reason=match.proposal.reason,
    )
    record.created(
        evidence,
        actor=None,
        action="evidence.propose",
        note=match.proposal.reason,
        after={"relation": evidence.relation, "outlet": match.later.outlet},
    )
    if match.proposal.relation in UNSETTLING:
        claim_touched(
            claim=claim, cause=f"later source: {match.later.outlet or 'outlet not known'}", actor=None
        )


def _refresh(evidence: Evidence, match: Match) -> None:
    """Bring an open proposal of the machine up to date when the rules now see it otherwise."""
    proposal = match.proposal
    stands = (evidence.claim_id, evidence.relation, evidence.reason) == (
        match.earlier.claim.pk,
        proposal.relation,
        proposal.reason,
    )
    if not stands and evidence.claim_id == match.earlier.claim.pk:
        record.change(
            evidence,
            actor=None,
            action="evidence.propose",
            relation=proposal.relation,
            reason=proposal.reason,
            score=proposal.score,
            matcher=MATCHER,
        )

"""A person's word on origins: two articles carry one text or not, an article is of the claim's origin or not,
and whose a piece of evidence is that is no claim.

Callers hold the claim locked. Rulings are only added: the newest counts, the history shows them all, and the
machine never overrides one.
"""

from __future__ import annotations

from django.db.models import Q

from claims import flow, record
from claims.ingest.reuse.store import regroup_articles
from claims.models import Article, Claim, Evidence, OriginRuling, Source, User
from claims.models.evidence import EvidenceKind
from claims.models.reuse import About, Ruling
from claims.states import Verdict

from .freshness import claim_touched
from .origin_voices import supports
from .refusal import CannotDecide

CHOICES: dict[str, tuple[About, Ruling]] = {
    "other_text": (About.TEXT, Ruling.SEPARATE),
    "same_text": (About.TEXT, Ruling.SAME),
    "same_origin": (About.ORIGIN, Ruling.SAME),
    "separate_origin": (About.ORIGIN, Ruling.SEPARATE),
}
MACHINE = "machine"
COUNTED = frozenset({Verdict.SINGLE_SOURCE, Verdict.CORROBORATED})  # verdicts that rest on a count of origins


def origin_rule(
    *,
    user: User,
    claim: Claim,
    home: Article | None,
    article: Article,
    choice: str,
    reason: str,
    beside: Article | None = None,
) -> list[OriginRuling]:
    """Store what `user` says of `article` beside the claim's own article `home`. Raises CannotDecide.

    Of origins it may be said beside another article: two origins are joined, or one is parted. `choice` is
    a key of CHOICES, or MACHINE to take back what was said of the two.
    """
    reason = reason.strip()[:500]
    if home is None or article.pk == home.pk:
        raise CannotDecide("The claim's own article is where its origin is counted from. Choose another one.")
    if beside is not None and beside.pk in {article.pk, home.pk}:
        beside = None
    if article.desk_id != claim.desk_id or (beside is not None and beside.desk_id != claim.desk_id):
        raise CannotDecide("That article belongs to another desk.")
    if not reason:
        raise CannotDecide("Say why, so that others can follow it.")
    if choice == MACHINE:
        said = [about for about in About if _standing(claim, home, article, about)]
        if not said:
            raise CannotDecide("Nobody has said anything of this article's origin yet.")
        rows = [_add(user, claim, home, article, about, Ruling.MACHINE, reason) for about in said]
    elif choice in CHOICES:
        rows = [_add(user, claim, home, article, *CHOICES[choice], reason, beside)]
    else:
        raise CannotDecide("Choose what is to be said of the origin.")
    if any(row.about == About.TEXT for row in rows):
        _texts_changed(home, article)
    if claim.verdict in COUNTED:
        claim_touched(claim=claim, cause=f"origins corrected: {article.outlet or article}", actor=user)
    return rows


def evidence_stated(
    *, user: User, claim: Claim, evidence: Evidence, source: Source | None, reason: str = ""
) -> bool:
    """Store whose words or data the locked `evidence` is; None takes that back. Returns whether it changed.

    `reason` says how one knows, for the record. A verdict that rests on a count of origins needs a second
    look then. Raises CannotDecide.
    """
    if evidence.other_id:
        raise CannotDecide("A claim says itself whose it is. Correct the source of that claim.")
    if evidence.kind == EvidenceKind.SEARCH:
        raise CannotDecide("A search that found nothing is nobody’s word.")
    if evidence.source_id == (source.pk if source else None):
        return False
    record.change(evidence, actor=user, action="evidence.source", note=reason.strip()[:500], source=source)
    if supports(evidence) and claim.verdict in COUNTED:
        claim_touched(claim=claim, cause=f"origins corrected: {source or 'nobody named'}"[:300], actor=user)
    return True


def _standing(claim: Claim, home: Article, article: Article, about: About) -> bool:
    """Whether a person's word that is not taken back stands on the two articles."""
    rows = OriginRuling.objects.filter(about=about)
    if about == About.TEXT:
        one, other = sorted((home.pk, article.pk))
        rows = rows.filter(article=one, other=other)
    else:
        rows = rows.filter(claim=claim, article=article)
    last = rows.order_by("-created_at", "-id").first()
    return last is not None and last.ruling != Ruling.MACHINE


def _add(
    user: User,
    claim: Claim,
    home: Article,
    article: Article,
    about: About,
    ruling: Ruling,
    reason: str,
    beside: Article | None = None,
) -> OriginRuling:
    one, other = sorted((home, article), key=lambda row: row.pk) if about == About.TEXT else (article, beside)
    row = OriginRuling.objects.create(
        desk_id=claim.desk_id,
        about=about,
        ruling=ruling,
        claim=claim,
        article=one,
        other=other,
        reason=reason,
        ruled_by=user,
    )
    record.created(
        row,
        actor=user,
        action="origin.rule",
        note=reason,
        after={
            "about": about,
            "ruling": ruling,
            "outlet": str(article.outlet or article),
            **({"beside": str(beside.outlet or beside)} if about == About.ORIGIN and beside else {}),
        },
    )
    return row


def _texts_changed(one: Article, other: Article) -> None:
    """Group the texts anew, and compare the claims of both articles again: a copy repeats."""
    regroup_articles(one.desk_id, [one.pk, other.pk])
    for article in (one, other):
        version = article.latest
        if version is not None and article.work.filter(Q(stage="match"), version=version).exists():
            flow.enqueue("match", article, version, anew=True)

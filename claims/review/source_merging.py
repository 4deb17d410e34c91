"""Two sources that are one: names and claims move to the one that stays, the other row leads there.

Sources are shared between desks, and so is what is said of them: the record keeps what moved, so that a merge
can be taken apart exactly by whoever finds that it was wrong.
"""

from __future__ import annotations

from django.db.models import QuerySet

from claims import record, rematch
from claims.models import AuditEntry, Claim, Source, SourceAlias, User
from claims.models.source import SourceKind

from .decisions import CannotDecide

MERGE = "source.merge"


def source_merge(*, user: User, source: Source, into: Source) -> AuditEntry:
    """Merge the locked `source` into the locked `into`; returns the entry by which it is taken apart.

    Raises CannotDecide when one of them is an outlet's own voice or merged already, and when the one that is
    to stay means something in one article only.
    """
    _may_merge(source, into)
    moved = {
        "claims": _move_claims(user, Claim.objects.filter(source=source), source, into, f"{MERGE}.claim"),
        "aliases": _move_names(SourceAlias.objects.filter(source=source), into),
        "merged": [],
    }
    earlier = list(Source.objects.select_for_update(of=("self",)).filter(merged_into=source).order_by("pk"))
    moved["merged"] = [str(row.pk) for row in earlier]
    for row in earlier:
        record.change(row, actor=user, action="source.lead", merged_into=into)
    entry = record.change(source, actor=user, action=MERGE, extra=({}, {"moved": moved}), merged_into=into)
    record.created(into, actor=user, action="source.take_in", note=source.name)
    rematch.source_again(user=user, source=into)
    return entry


def _may_merge(source: Source, into: Source) -> None:
    if source.pk == into.pk:
        raise CannotDecide("This is the same source. Choose another one.")
    if SourceKind.OUTLET in {source.kind, into.kind}:
        raise CannotDecide("An outlet’s own voice is no other source.")
    if source.merged_into_id:
        raise CannotDecide(
            f"This source is merged into “{source.merged_into}” already. Take that apart first."
        )
    if into.merged_into_id:
        raise CannotDecide(f"“{into}” is merged into “{into.merged_into}”. Choose that one.")
    if into.within_id and into.within_id != source.within_id:
        raise CannotDecide(f"“{into}” means something in one article only. Merge that one into this one.")


def _move_claims(user: User, rows: QuerySet[Claim], source: Source, into: Source, action: str) -> list[str]:
    """Let claims of `source` be claims of `into`, each with a word in its record; returns their keys.

    Without that word nobody could tell later whom a claim was attributed to before.
    """
    held = list(rows.select_for_update(of=("self",)).only("pk", "desk_id").order_by("pk"))
    record.sourced(held, source, into, actor=user, action=action)
    Claim.objects.filter(pk__in=[row.pk for row in held]).update(source=into)
    return sorted(str(row.pk) for row in held)


def _move_names(rows: QuerySet[SourceAlias], into: Source) -> list[str]:
    """Let names lead to `into`; returns their keys, in order."""
    keys = sorted(str(row.pk) for row in rows.only("pk"))
    rows.update(source=into)
    return keys


def merge_of(source: Source) -> AuditEntry | None:
    """Return the entry by which the source was merged, None if it stands for itself."""
    if source.merged_into_id is None:
        return None
    rows = AuditEntry.objects.filter(subject_type="source", subject_id=source.pk, action=MERGE)
    return rows.filter(undone_by=None).select_related("actor").order_by("-id").first()


def source_part(*, user: User, source: Source) -> AuditEntry:
    """Take the locked, merged `source` apart again: what moved and still stands with the other comes back.

    Raises CannotDecide when it was not merged by a person.
    """
    entry = merge_of(source)
    if entry is None:
        raise CannotDecide("This source is not merged into another one.")
    into = Source.objects.select_for_update(of=("self",)).get(merged=source)
    moved = entry.after["moved"]
    still = Claim.objects.filter(pk__in=moved["claims"], source=into)
    _move_claims(user, still, into, source, "source.part.claim")
    SourceAlias.objects.filter(pk__in=moved["aliases"], source=into).update(source=source)
    for row in Source.objects.select_for_update(of=("self",)).filter(
        pk__in=moved["merged"], merged_into=into
    ):
        record.change(row, actor=user, action="source.lead", merged_into=source)
    back = record.change(source, actor=user, action="source.part", undoes=entry, merged_into=None)
    for row in (source, into):
        rematch.source_again(user=user, source=row)
    return back

"""Tags: the desk's own words on claims. Putting on and taking off is on record with the claim."""

from __future__ import annotations

from claims import record
from claims.models import AuditEntry, Claim, ClaimTag, Desk, Tag, User

from .decisions import CannotDecide

LONGEST = 60


def tag_named(*, user: User, desk: Desk, name: str, make: bool = True) -> Tag:
    """Return the desk's tag of that name, whatever its capitals. Raises CannotDecide.

    A new one is made, or, unless `make`, only thought of.
    """
    clean = " ".join(name.replace("\0", " ").split())
    if not clean:
        raise CannotDecide("Write a tag, or choose one.")
    if len(clean) > LONGEST:
        raise CannotDecide(f"A tag has at most {LONGEST} characters.")
    known = Tag.objects.filter(desk=desk, name__iexact=clean).first()
    if known is not None:
        return known
    if not make:
        return Tag(desk=desk, name=clean)
    made = Tag.objects.create(desk=desk, name=clean)
    record.created(made, actor=user, action="tag.make", after={"name": clean})
    return made


def claim_tag(*, user: User, claim: Claim, tag: Tag) -> AuditEntry | None:
    """Put `tag` on the locked `claim`; None when it is there already or is another desk's."""
    if tag.desk_id != claim.desk_id:
        return None
    row, made = ClaimTag.objects.get_or_create(claim=claim, tag=tag, defaults={"added_by": user})
    if not made:
        return None
    return record.created(row, actor=user, action="claim.tag", after={"tag": tag.name})


def claim_untag(*, user: User, claim: Claim, tag: Tag) -> AuditEntry | None:
    """Take `tag` off the locked `claim`; None when it is not there."""
    row = ClaimTag.objects.filter(claim=claim, tag=tag).first()
    if row is None:
        return None
    entry = record.created(row, actor=user, action="claim.untag", after={"tag": tag.name})
    row.delete()
    return entry

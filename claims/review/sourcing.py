"""Whom a claim is attributed to: choosing a source by name, the names it goes by, correcting it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from claims import record, rematch
from claims.access import visible_to
from claims.models import Article, AuditEntry, Source, SourceAlias, User
from claims.models.source import SourceKind, fold_name


def source_choose(
    *,
    user: User,
    name: str,
    kind: str = "",
    party_to: str = "",
    chosen: str = "",
    article: Article | None,
    own_voice: Source | None = None,
) -> Source | None:
    """Return the source a person meant: the chosen one, one of that name, else a new one of `kind` and side.

    A name that means something only inside `article` comes before the same name elsewhere. An empty name
    means the outlet's `own_voice`. Making a source is on record.
    """
    name = " ".join(name.split())[:300]
    folded = fold_name(name)
    if not folded:
        return own_voice
    aliases = SourceAlias.objects.filter(folded=folded).select_related("source__merged_into")
    here = aliases.filter(Q(within=None) | Q(within=article))
    alias = aliases.filter(source_id=chosen).first() if chosen else None
    alias = alias or here.order_by(F("within").asc(nulls_last=True)).first()
    if alias is not None and _may_use(user, alias.source):
        return alias.source.merged_into or alias.source
    return _source_add(user, name, folded, kind, party_to)


def _may_use(user: User, source: Source) -> bool:
    return visible_to(user, Source).filter(pk=source.pk).exists()


def _source_add(user: User, name: str, folded: str, kind: str, party_to: str) -> Source:
    """Make the source; when two people make it at the same moment, both get the first one's."""
    known = kind in SourceKind.values and kind != SourceKind.OUTLET
    try:
        with transaction.atomic():
            source = Source.objects.create(
                name=name,
                kind=kind if known else SourceKind.PERSON,
                party_to=" ".join(party_to.split())[:200],
            )
            SourceAlias.objects.create(source=source, name=name, folded=folded)
    except IntegrityError:
        return SourceAlias.objects.select_related("source").get(folded=folded, within=None).source
    record.created(source, actor=user, action="source.add", note=name)
    return source


def alias_add(*, user: User, source: Source, name: str, article: Article | None = None) -> bool:
    """Let `name` lead to `source` (inside `article` only, if given); False when it leads elsewhere."""
    name = " ".join(name.split())[:300]
    folded = fold_name(name)
    if not folded:
        return False
    alias, made = SourceAlias.objects.get_or_create(
        folded=folded, within=article, defaults={"name": name, "source": source}
    )
    if made:
        record.created(source, actor=user, action="source.alias", note=name)
    return alias.source_id == source.pk


def source_edit(*, user: User, source: Source, **values: Any) -> AuditEntry | None:
    """Correct name, kind, role, organisation or side of the locked `source`; None when nothing changed.

    A new name leads to the source, too; names it had before go on leading to it.
    """
    values = {name: " ".join(value.split()) for name, value in values.items()}
    changed: dict[str, Any] = {
        name: value for name, value in values.items() if getattr(source, name) != value
    }
    if "name" in changed:
        alias_add(user=user, source=source, name=changed["name"], article=source.within)
    if not changed:
        return None
    rematch.source_again(user=user, source=source)
    return record.change(source, actor=user, action="source.edit", **changed)

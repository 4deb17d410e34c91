"""How the tests of pages of the past look at them, and how they change what is recorded."""

from __future__ import annotations

import html
import re

from django.db import transaction
from django.urls import reverse

from claims.asof.moments import written
from claims.models import Claim, Source
from claims.review import edits


def then(client, name: str, key: object, at: object, **more: str):
    text = at if isinstance(at, str) else written(at)
    args = key if isinstance(key, list) else [key]
    return client.get(reverse(f"claims:{name}", args=args), {"as_of": text, **more})


def words_of(response) -> str:
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(words))


def change_words(claim: Claim, user, statement: str, source: Source | None = None) -> None:
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        edit = edits.Edit(statement=statement, source=source or held.source)
        edits.claim_edit(user=user, claim=held, edit=edit)


def in_transaction(do, **values):
    with transaction.atomic():
        return do(**values)

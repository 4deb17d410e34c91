"""What tests of the review room do again and again."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client
from django.urls import reverse

from claims.models import Article, AuditEntry, Claim
from claims.states import Review

HTMX = {"HTTP_HX_REQUEST": "true"}


def act(client: Client, claim: Claim, action: str, *, htmx: bool = False, **data: Any):
    """Post to an action of the claim ("accept", "reject" ...), as at its present version."""
    data.setdefault("version", claim.version)
    return client.post(reverse(f"claims:claim-{action}", args=[claim.pk]), data, **(HTMX if htmx else {}))


def bench(client: Client, article: Article, claim: Claim | None = None, **headers: Any):
    """Get the workbench, with `claim` current."""
    return client.get(
        reverse("claims:workbench", args=[article.pk]), {"claim": claim.pk} if claim else {}, **headers
    )


def fresh(claim: Claim) -> Claim:
    """Return the claim as stored."""
    return Claim.objects.get(pk=claim.pk)


def saved(claim: Claim, state: str = Review.ACCEPTED) -> Claim:
    """Wait until the server has the decision, and return the claim as stored."""
    for _ in range(400):
        if (row := fresh(claim)).review_state == state:
            return row
        time.sleep(0.05)
    raise AssertionError(f"{row.review_state}, not {state}")


def deeds(claim: Claim) -> list[str]:
    """Return what was done to the claim, oldest first."""
    return list(AuditEntry.objects.filter(claim=claim).order_by("id").values_list("action", flat=True))


def edit_data(claim: Claim, **changes: Any) -> dict[str, Any]:
    """Return a filled edit form."""
    figures: dict[str, Any] = {}
    for row, q in enumerate(claim.quantities.all()):
        figures |= {f"value_{row}": f"{q.low.normalize():f}", f"unit_{row}": q.unit, f"words_{row}": q.text}
        figures[f"qualifier_{row}"] = q.qualifier
    return {
        "statement": claim.statement,
        "source_name": claim.source.name if claim.source else "",
        "event_from": claim.event_from or "",
        "event_to": claim.event_to or "",
        "place": claim.place,
        **figures,
        **changes,
    }

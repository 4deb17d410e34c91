"""Where an event leads that lost its claims to others, as when the machine puts events together anew."""

from __future__ import annotations

from django.db.models import Count

from claims.models import AuditEntry, Claim, Event
from claims.states import Review


def dissolved_into(event: Event) -> Event | None:
    """Return the event that most of the claims are in that `event` held once (3 queries).

    None for an event that holds any claim, a rejected one too, and for one whose claims are in no event now.
    """
    if Claim.objects.filter(event=event).exists():
        return None
    held = AuditEntry.objects.filter(subject_type="event", subject_id=event.pk, claim__isnull=False)
    now = (
        Claim.objects.filter(pk__in=held.values("claim"), event__isnull=False, desk=event.desk_id)
        .exclude(review_state=Review.REJECTED)
        .order_by()
        .values("event")
        .annotate(n=Count("pk"))
        .order_by("-n", "event")
        .first()
    )
    return Event.objects.get(pk=now["event"]) if now else None

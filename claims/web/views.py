"""Pages that belong to no single room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from . import health as health_of


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the parts answer: 200 when pages can be served, else 503."""
    found = health_of.look()
    return JsonResponse(
        {"database": found.database, "broker": found.broker, "workers": found.workers},
        status=200 if found.ready else 503,
    )

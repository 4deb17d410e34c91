"""Pages that belong to no single room: the desk, a person's settings, health, the living style guide."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.access import Action, may, require
from claims.models.people import Theme
from claims.review.blind.reads import desk_rounds
from claims.review.saved import saved_with_counts
from claims.verify import calendar

from . import desk as desk_of
from . import health as health_of
from . import own_keys
from . import styleguide as styleguide_of
from . import tour as tour_of
from .forms import SettingsForm
from .request import Request
from .respond import fragment


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the parts answer: 200 when pages can be served, else 503."""
    found = health_of.look()
    return JsonResponse(
        {"database": found.database, "broker": found.broker, "workers": found.workers},
        status=200 if found.ready else 503,
    )


@require_safe
def desk(request: Request) -> HttpResponse:
    """Show what waits for this person; a reader of reports is led to the reports."""
    if not may(request.user, Action.READ):
        return redirect("claims:report-list")
    page = desk_of.desk_page(request.user, whole=request.GET.get("all", ""))
    desk_of.desk_seen(request.user)
    context = {
        "page": page,
        "perms_editor": may(request.user, Action.ASSIGN),
        "rounds": desk_rounds(request.user),
        "tour": tour_of.step_of(request.user),
    }
    return render(request, "claims/web/desk.html", context)


@require_safe
def desk_saved(request: Request) -> HttpResponse:
    """Return the person's saved searches with their counts, which the desk asks for once it is shown."""
    require(request.user, Action.READ)
    return fragment(request, "claims/web/_desk_saved.html", {"saved": saved_with_counts(request.user)[:5]})


@require_safe
def search(request: HttpRequest) -> HttpResponseRedirect:
    """Lead the search field to the queue, which searches statements and sources."""
    require(request.user, Action.READ)
    query = urlencode({"q": request.GET.get("q", "")})
    return HttpResponseRedirect(f"{reverse('claims:claim-list')}?{query}")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Let people choose their colours, time zone and whether single keys act."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("claims:settings")
    context = {
        "form": form,
        "may_rematch": may(request.user, Action.REMATCH),
        "reads": may(request.user, Action.READ),
        "calendar": calendar.address_of(request.user),
        "keys": own_keys.rows(form.shown_keys, form.wrong_key),
    }
    return render(request, "claims/web/settings.html", context, status=422 if form.errors else 200)


@require_safe
def styleguide(request: Request) -> HttpResponse:
    """Show every component in every state, for the people who build pages (administrators)."""
    require(request.user, Action.ADMINISTER)
    return render(request, "claims/styleguide.html", styleguide_of.context())


@require_POST
def theme(request: Request) -> HttpResponse:
    """Set the colours to light, dark or the system's, and go back to the page."""
    choice = request.POST.get("theme", "")
    if choice in Theme.values:
        request.user.theme = choice
        request.user.save(update_fields=["theme"])
    back = request.POST.get("next") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return HttpResponseRedirect(back)

"""The way to the log-in page and back: to the page that was asked for, or the one that a form stood on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

UNSENT = "unsent"  # stands in the log-in page's address when a form was on its way


class SignInFirst(LoginRequiredMiddleware):
    """Leads everybody who is not signed in to the log-in page.

    A form cannot be sent again by going to its address, which may take nothing but forms: after signing in
    the page comes on which it stood, and says that nothing was saved. Scripts see to their forms themselves.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Return the redirect to the log-in page."""
        if request.method in {"GET", "HEAD"} or "HX-Request" in request.headers:
            return super().handle_no_permission(request, view_func)
        door = resolve_url(settings.LOGIN_URL)
        return HttpResponseRedirect(f"{door}?{urlencode({'next': stood_on(request), UNSENT: 1})}")


def stood_on(request: HttpRequest) -> str:
    """Return the page of ours on which the form stood, else the one it wanted to lead to, else home."""
    referer = urlsplit(request.headers.get("Referer", ""))
    page = f"{referer.path}?{referer.query}" if referer.query else referer.path
    wanted = [page if referer.netloc == request.get_host() else "", request.POST.get("next", "")]
    return next(
        (each for each in wanted if _ours(each) and opens(each)), resolve_url(settings.LOGIN_REDIRECT_URL)
    )


def _ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def opens(address: str) -> bool:
    """Return whether a browser can go to the address: some view is there, and it takes GET."""
    try:
        view: Any = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    while view is not None:
        if "GET" not in _methods(view):
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def _methods(view: Any) -> list[str]:
    """Return the methods that Django's decorator lets through to `view`; it keeps them nowhere else."""
    code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None)
    kept = dict(zip(code.co_freevars, cells, strict=True)) if code and cells else {}
    cell = kept.get("request_method_list")
    return list(cell.cell_contents) if cell else ["GET"]

"""The queue of claims."""

from django.http import HttpResponse

from claims.web.request import Request


def claim_list(request: Request) -> HttpResponse:
    """Stand in until the queue is written."""
    return HttpResponse("")

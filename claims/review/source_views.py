"""Sources."""

from django.http import HttpResponse

from claims.web.request import Request


def source_list(request: Request) -> HttpResponse:
    return HttpResponse("")


source_search = source = source_list

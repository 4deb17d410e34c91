"""Addresses of rows, put together from one look at the routes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.template import Context, Template
from django.urls import reverse, set_script_prefix


def _shown(name, pk):
    return Template(f"{{{{ pk|address:'{name}' }}}}").render(Context({"pk": pk}))


@pytest.mark.parametrize("name", ["claims:claim", "claims:workbench"])
def test_an_address_is_that_of_the_routes(name):
    first, second = uuid4(), uuid4()
    assert _shown(name, first) == reverse(name, args=[first])
    assert _shown(name, str(second)) == reverse(name, args=[second])


def test_it_follows_where_the_site_is_mounted():
    pk = uuid4()
    plain = _shown("claims:claim", pk)
    set_script_prefix("/desk/")
    try:
        assert _shown("claims:claim", pk) == f"/desk{plain}" == reverse("claims:claim", args=[pk])
    finally:
        set_script_prefix("/")

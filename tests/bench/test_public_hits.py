"""What many readers of a public report cost: pages that are kept, and answers to who has them."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from claims.report.publishing import tokens
from tests.report import makers

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

HITS = 2000
MOST = 0.01  # seconds of one hit, on one core


def test_ten_thousand_readers_cost_little(bob, alice, settled):
    words = [f"{number} containers" for number in range(20, 32)]
    claims = [makers.full_claim(bob, alice, words=each, title=each) for each in words]
    path = tokens.path_of(makers.published(bob, alice, claims).links.get())
    client = Client()
    first = client.get(path)
    for what, headers in (("kept", {}), ("not sent again", {"if-none-match": first["ETag"]})):
        began = time.perf_counter()
        answers = {client.get(path, headers=headers).status_code for _ in range(HITS)}
        each = (time.perf_counter() - began) / HITS
        print(f"\n{len(first.content) / 1000:.0f} KB page, {what}: {each * 1000:.2f} ms a hit, {answers}")
        assert each < MOST

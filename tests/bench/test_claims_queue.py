"""How long a page of the queue takes by the number of claims: `QUEUE_CLAIMS=1000,100000` are the sizes.

The bar is the page as it is. A large desk also fills it, where a small one finds a handful: what that makes
is told by a second figure, for pages of the large desk with as many rows as those of the small.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.management.desk import ThrowawayDesk
from claims.models import Outlet, Tag, User
from claims.review import pages
from tests.bench.many_states import grow

SIZES = [int(size) for size in os.environ.get("QUEUE_CLAIMS", "1000,100000").split(",")]
ROUNDS = int(os.environ.get("QUEUE_ROUNDS", "30"))
BAR = 150.0  # milliseconds, the 95th percentile of a page with two filters and words
GROWTH = 1.3  # of the largest desk's 95th percentile over the smallest's
QUERIES = 12


def asked() -> dict[str, dict[str, object]]:
    """Return the questions by name; those with a plus ask for two filters and words."""
    outlet = str(Outlet.objects.order_by("name").values_list("pk", flat=True)[0])
    tag = str(Tag.objects.order_by("name").values_list("pk", flat=True)[0])
    return {
        "all": {},
        "+ verdict, outlet, words": {"verdict": "disputed", "outlet": outlet, "q": "drones"},
        "+ review, freshness, common word": {"review": "accepted", "freshness": "current", "q": "said"},
        "+ review, unit, phrase": {"review": "extracted", "unit": "drone", "q": '"air force"'},
        "+ outlet, tag, minus": {"outlet": outlet, "tag": tag, "q": "Russia -missile"},
        "+ review, assignee, name": {"review": "extracted", "assignee": "none", "q": "defence ministry"},
        "+ due, side, or": {"due": "week", "side": "other", "q": "drones or prisoners"},
        "+ review, a quotation’s words": {"review": "extracted", "unit": "missile", "q": "harbour or border"},
        "+ worth, event days, word": {"worth_from": "0.5", "on_from": "2025-03-01", "q": "attack"},
        "touched": {"touched": "yes"},
        "least certain": {"sort": "uncertain"},
        "due first": {"sort": "due"},
        "oldest undecided": {"sort": "oldest"},
        "outlet": {"outlet": outlet},
    }


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_a_page_of_the_queue_by_the_number_of_claims(settled, monkeypatch):
    home, have, rows = ThrowawayDesk.open(), 0, dict[str, int]()
    assert home.user.desk is not None
    found: list[dict[str, list[float]]] = []
    for size in SIZES:
        grow(home.user.desk, home.user, have, size)
        have = size
        found.append(dict(_measured(home.user, rows)))
        _print(size, found[-1])
    small, large = _plus(found[0]), _plus(found[-1])
    print(f"two filters and words: p95 {small:.0f} ms at {SIZES[0]:,} claims, {large:.0f} at {SIZES[-1]:,}")
    alike = _plus(dict(_measured(home.user, rows, monkeypatch)))
    print(f"with as many rows on the page as at {SIZES[0]:,}: {alike:.0f} at {SIZES[-1]:,}")
    assert large <= BAR
    assert large <= small * GROWTH


def _plus(rows: dict[str, list[float]]) -> float:
    """Return the 95th percentile of the pages with two filters and words, in milliseconds."""
    return _p95([taken for name, times in rows.items() if name[0] == "+" for taken in times])


def _measured(
    user: User, rows: dict[str, int], monkeypatch: pytest.MonkeyPatch | None = None
) -> Iterator[tuple[str, list[float]]]:
    """Yield the milliseconds of each question. `rows` keeps how many rows a page had on the first desk.

    With `monkeypatch` no page has more than that.
    """
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name, params in asked().items():
        address = f"{reverse('claims:claim-list')}?{urlencode(params)}"
        if monkeypatch is not None:
            monkeypatch.setattr(pages, "PAGE", rows[name])
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        rows.setdefault(name, len(page.context["list"].claims))
        # a second stretch of an order, where the first does not fill the page, is one query more
        assert len(captured) <= QUERIES + (params.get("sort") in {"due", "oldest"}), name
        yield name, [_time(client, address) for _ in range(ROUNDS)]


def _time(client: Client, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    assert response.status_code == 200
    return taken


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _print(size: int, rows: dict[str, list[float]]) -> None:
    print(f"\n{size:,} claims                        p50     p95 ms")
    for name, times in rows.items():
        print(f"  {name:34} {statistics.median(times):6.0f}  {_p95(times):6.0f}")

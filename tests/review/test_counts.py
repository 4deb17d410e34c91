"""The counts beside the queue: from one look or several, from a share, and those that stop at a thousand."""

# ruff: noqa: F811 - desk_of_four is a fixture
from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.review import asking, capped, narrow, search, valued
from tests.cast import make_article, make_claim, make_claims
from tests.review.test_filters import ask, desk_of_four  # noqa: F401

pytestmark = pytest.mark.django_db


def test_one_look_counts_what_many_looks_count(as_user, bob, desk_of_four, monkeypatch):
    """Where few claims are found they are looked at once; every count is that of the statements apart."""
    client, keys = as_user(bob), desk_of_four
    outlet = str(keys["a"].appearances.get().version.article.outlet_id)
    asks = [
        {},
        {"q": "C or D", "due": "none", "side": "other"},
        {"outlet": outlet, "tag": str(keys["tag"].pk), "review": ["accepted", "extracted"]},
        {"unit": "boat", "touched": "yes", "assignee": "mine", "worth_from": "0.1"},
        {"found": "person", "event": "none", "verdict": "disputed", "proposed": "yes"},
        {"tag": "00000000-0000-0000-0000-000000000000", "q": "the"},
    ]

    def told() -> list[object]:
        found = [ask(client, **params).context["list"] for params in asks]
        return [
            (one.total, one.claims, {n: [(c.label, c.number) for c in f] for n, f in one.facets.items()})
            for one in found
        ]

    one_look = told()
    monkeypatch.setattr(narrow, "FEW", 0)
    assert told() == one_look


@pytest.mark.parametrize("facet", ["outlet", "source", "article", "event"])
def test_what_was_asked_for_is_found_by_its_key(facet):
    """Reading every article of the desk for the title of one, or of none, takes longer the more there are."""
    asked = {"all": True, "desk": None, facet: [str(UUID(int=1))]}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + valued.ALWAYS[facet], asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (id = ANY" in plan


def test_values_of_more_claims_than_are_looked_at_are_inferred_from_a_share(
    as_user, bob, foreign_desk, monkeypatch
):
    article = make_article(foreign_desk, text="\n\n".join(f"Item {n}." for n in range(40)))
    make_claims(article, [(f"Item {n}.", {"statement": f"Item {n} sank"}) for n in range(40)])
    monkeypatch.setattr(search, "VALUED", 10)
    found = ask(as_user(bob), q="sank").context["list"]
    assert (found.total, found.about) == (40, False)
    assert [choice.number for choice in found.facets["article"]] == ["~40"]


def test_a_view_of_very_many_claims_is_not_counted_each_time(bob, harbour, twelve, monkeypatch):
    monkeypatch.setattr(capped, "CAP", 1)
    make_claim(harbour, "3 boats")
    make_claim(harbour, "2 ships")
    views = {"many": asking.offered(), "few": asking.shown(("rejected",))}
    with CaptureQueriesContext(connection) as first:
        assert capped.few_of(bob, views) == {"many": 2, "few": 0}
    with CaptureQueriesContext(connection) as second:
        assert capped.few_of(bob, views) == {"many": 2, "few": 0}
    assert first.captured_queries[0]["sql"].count("few") == 2
    assert second.captured_queries[0]["sql"].count("few") == 1, "a count that is shown is counted anew"


def test_a_claim_found_by_its_quotation_alone_says_where(as_user, bob, harbour):
    make_claim(harbour, "3 boats before dawn", statement="Vessels were recovered")
    make_claim(harbour, "12 containers", statement="Twelve containers came")
    client = as_user(bob)
    page = ask(client, q="boat -ferry")
    assert "<b>boats</b> before dawn”" in page.text
    assert "heard" not in ask(client, q="containers").text, "its statement says so"
    assert "heard" not in ask(client).text


def test_words_of_a_quotation_are_shown_as_text(as_user, bob, foreign_desk):
    article = make_article(foreign_desk, text="Grain & \ue000oil\ue001 <script>x</script> sank at dawn.")
    make_claim(article, "Grain & \ue000oil\ue001 <script>x</script> sank at dawn", statement="It went down")
    page = ask(as_user(bob), q="dawn").text
    assert "<b>dawn</b>" in page
    assert "Grain &amp;" in page
    assert "<script>x" not in page

"""An edition with something of everything."""

from __future__ import annotations

import pytest

from claims.report import services
from claims.states import Relation
from tests.cast import appearance_of, make_article, make_outlet, make_source
from tests.report import makers
from tests.report.auditing import recorded


@pytest.fixture
def edition(bob, alice):
    """Return edition 2 of a report, see below."""
    return edition_of(bob, alice)


def edition_of(bob, alice):
    """Four claims: with evidence of each side, assessed anew since edition 1, plain, and unassessed."""
    first = makers.full_claim(bob, alice, statement="Crews of the port recovered twelve")
    second = makers.full_claim(bob, alice, words="7 boats", title="Boats found", statement="Seven were found")
    again = make_article(
        bob.desk,
        text="Seen again.\n\nAll day long 7 boats were found, the harbour authority said.",
        title="Boats again",
        outlet=make_outlet("Channel Post"),
        url="https://post.example/boats",
    )
    appearance_of(second, again.versions.get(), "7 boats were found").save()  # a claim of two places
    registry = make_source("Port registry", role="keeper of the lists", party_to="the registry dispute")
    makers.evidence(second, alice, Relation.CONTEXT, body="The registry lists boats", source=registry)
    third = makers.full_claim(bob, alice, words="3 cranes", title="Cranes")
    last = makers.full_claim(bob, alice, words="5 ropes", title="Ropes")
    makers.supersede(last.assessments.get())
    makers.evidence(first, alice, Relation.CORROBORATES, body="The log agrees")
    makers.evidence(first, alice, kind="claim", other=makers.later_claim(alice), body="")
    recorded(bob, first, second, third, last)
    report = makers.report_of(bob, [first, second, third, last])
    services.report_freeze(user=bob, report=report, version=None)
    makers.supersede(second.assessments.get())
    makers.assess(second, bob, alice, verdict="single_source", attribution_verdict="fair_paraphrase")
    return services.report_freeze(user=bob, report=report, version=None)

"""Which articles lead to one origin, and the reason that is given for each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.verify.origin_links import Carried, linked
from claims.verify.origins import origins_of

FORCE = {"source": "s1", "name": "Ukraine's air force", "party": "the war"}
LEDGER = Carried("a", "Morning Ledger", **FORCE)


def origins(*carried: Carried) -> list[tuple[str, ...]]:
    """Return the outlets of each origin."""
    return [origin.outlets for origin in origins_of(linked(carried)).origins]


def why(*carried: Carried) -> list[str]:
    return [carrier.why for carrier in linked(carried)]


def test_outlets_that_quote_one_source_through_any_agency_lead_to_that_source():
    rows = (LEDGER, Carried("b", "Daily8", "AP", **FORCE), Carried("c", "Herald", "AFP", **FORCE))
    assert origins(*rows) == [("Morning Ledger", "Daily8", "Herald")]
    assert why(*rows) == ["quotes Ukraine's air force", *["both quote Ukraine's air force"] * 2]
    assert linked(rows)[1].name == "Ukraine's air force"
    assert linked(rows)[1].party == "the war"


def test_two_sources_are_two_origins_though_one_agency_carries_both():
    other = Carried("b", "Daily8", "AP", source="s2", name="A monitoring group")
    assert len(origins(replace(LEDGER, agency="AP"), other)) == 2


def test_two_outlets_of_one_text_are_one_origin_even_in_their_own_voice():
    rows = (Carried("a", "The Star", text="t"), Carried("b", "Business Recorder", text="t", share=93))
    assert origins(*rows) == [("The Star", "Business Recorder")]
    assert why(*rows)[1] == "same text as The Star, 93 %"
    assert len(origins(rows[0], replace(rows[1], text=""))) == 2


def test_two_outlets_of_one_agency_are_one_origin_in_their_own_voice():
    rows = (Carried("a", "A", "AFP"), Carried("b", "B", "AFP"))
    assert origins(*rows) == [("A", "B")]
    assert why(*rows) == ["credit: AFP", "credit: AFP"]
    assert linked(rows)[0].name == "AFP"
    assert len(origins(rows[0], Carried("b", "B", "Reuters"))) == 2


def test_a_credit_that_names_no_agency_joins_nobody():
    assert len(origins(Carried("a", "A", "agencies"), Carried("b", "B", "agencies"))) == 2


def test_an_agency_s_own_article_is_that_agency():
    assert origins(Carried("a", "Reuters"), Carried("b", "B", "Reuters")) == [("Reuters", "B")]


def test_an_outlet_that_cites_another_leads_to_it_and_on_to_whom_that_one_quotes():
    cites = Carried("b", "Rediff", cites="RT")
    assert origins(Carried("a", "RT"), cites) == [("RT", "Rediff")]
    assert linked([cites])[0].name == "RT"
    quotes = Carried("a", "RT", source="m", name="Vladimir Medinsky")
    assert origins(quotes, cites) == [("RT", "Rediff")]
    assert linked([cites, quotes])[0].name == "Vladimir Medinsky"
    assert why(cites) == ["cites RT"]


def test_a_confirmed_repeat_leads_to_the_claim_it_repeats():
    other = Carried("b", "B", source="s9", name="Officials")
    assert len(origins(LEDGER, other)) == 2
    assert len(origins(LEDGER, replace(other, repeats=True))) == 1
    assert why(LEDGER, replace(other, repeats=True))[1] == "quotes Officials; confirmed as a repeat"


def test_a_copy_known_by_its_text_alone_adds_an_outlet_and_no_origin():
    copy = Carried("b", "Herald", "AFP", text="t", share=94, bare_copy=True)
    rows = (replace(LEDGER, text="t"), copy)
    assert origins(*rows) == [("Morning Ledger", "Herald")]
    assert linked(rows)[1].name == "Ukraine's air force"
    assert why(*rows)[1] == "same text as Morning Ledger, 94 %"


@pytest.mark.parametrize(
    "other",
    [
        Carried("b", "B", **FORCE),
        Carried("b", "B", text="t", share=90),
        Carried("b", "B", repeats=True),
        Carried("b", "B", text="t", share=90, bare_copy=True),
    ],
)
def test_a_person_s_word_that_it_is_separate_comes_before_every_link(other):
    home = replace(LEDGER, text="t")
    assert len(origins(home, other)) == 1
    ruled = replace(other, ruling="separate", ruled="says Bob: I asked both")
    assert len(origins(home, ruled)) == 2
    assert why(home, ruled)[1].startswith("separate origin, says Bob: I asked both")


def test_a_person_s_word_that_it_is_the_same_joins_what_nothing_else_does():
    other = Carried("b", "B", ruling="same", ruled="says Bob: taken from a post")
    assert len(origins(LEDGER, other)) == 1
    assert why(LEDGER, other)[1] == "same origin, says Bob: taken from a post"


def test_what_is_set_apart_does_not_draw_others_with_it():
    rows = [replace(LEDGER, text="t"), *(Carried(key, key, text="t", share=90) for key in "bcd")]
    rows[2] = replace(rows[2], ruling="separate", ruled="says Bob: so")
    assert origins(*rows) == [("Morning Ledger", "b", "d"), ("c",)]


def test_the_order_of_articles_changes_no_grouping():
    rows = [
        Carried("a", "A", "AFP"),
        Carried("b", "B", text="t"),
        Carried("c", "C", "AFP", text="t"),
        Carried("d", "D", cites="B"),
    ]
    assert {frozenset(group) for group in origins(*rows)} == {frozenset("ABCD")}
    assert {frozenset(group) for group in origins(*rows[::-1])} == {frozenset("ABCD")}


def test_two_origins_beside_the_claim_s_own_are_joined_and_one_is_parted():
    one, two = (
        Carried("b", "Daily8", source="s2", name="A witness"),
        Carried("c", "Herald", source="s3", name="A nurse"),
    )
    assert len(origins(LEDGER, one, two)) == 3
    joined = replace(two, ruling="same", beside="b", ruled="says Bob: it is she")
    assert origins(LEDGER, one, joined) == [("Morning Ledger",), ("Daily8", "Herald")]
    same = replace(two, source="s2", name="A witness")
    assert len(origins(LEDGER, one, same)) == 2
    assert len(origins(LEDGER, one, replace(same, ruling="separate", beside="b", ruled="says Bob: two"))) == 3
    assert len(origins(LEDGER, replace(one, ruling="separate", beside="c", ruled="says Bob: two"), same)) == 3


def test_a_ruling_beside_an_article_that_is_gone_is_one_beside_the_claim_s_own():
    two = Carried("c", "Herald", source="s3", name="A nurse", ruling="same", beside="x", ruled="says Bob: so")
    assert len(origins(LEDGER, two)) == 1


@pytest.mark.parametrize(
    ("verdict", "rows", "doubts"),
    [
        ("corroborated", (LEDGER,), 1),
        ("corroborated", (LEDGER, Carried("b", "B", source="s2", name="Russia", party="the war")), 1),
        ("corroborated", (LEDGER, Carried("b", "B", source="s2", name="A monitoring group")), 0),
        ("corroborated", (LEDGER, replace(LEDGER, article="b", ruling="separate", ruled="says Bob: so")), 1),
        ("corroborated", (), 0),
        ("single_source", (LEDGER,), 0),
        ("single_source", (LEDGER, Carried("b", "B", source="s2", name="A monitoring group")), 1),
    ],
)
def test_the_count_of_origins_speaks_against_a_verdict(verdict, rows, doubts):
    assert len(origins_of(linked(rows)).doubts(verdict)) == doubts

"""Through whom a statement came, nearest to its source first; sentences of our own."""

import pytest

from tests.extract.reading import read

HOLT = "Jonas Holt was arrested on Monday. "


def via(text: str, words: str) -> tuple[str | None, list[str]]:
    """Source and chain of the claim that holds the words."""
    claim = next(c for c in read(text).claims if words in text[c.start : c.end])
    return (claim.speaker.canonical if claim.speaker else None), list(claim.via)


@pytest.mark.parametrize(
    ("hearer", "chain"),
    [
        ("the Thornby Echo", ["Thornby Echo"]),
        ("the news agency Zeta", ["Zeta"]),
        ("the Zeta news agency", ["Zeta"]),
        ("TV Info", ["TV Info"]),
        ("our correspondent Ida Roth", ["Ida Roth"]),
        ("the Post", []),
        ("this newspaper", []),
        ("parliament", []),
        ("investors", []),
    ],
)
def test_an_outlet_that_was_told_is_named_without_what_it_is_called(hearer, chain):
    text = f"“The pier has sunk 4cm,” Edda Quill told {hearer}."
    assert via(text, "The pier has sunk") == ("Edda Quill", chain)


@pytest.mark.parametrize(
    ("text", "source", "chain"),
    [
        (
            "Seven men died, state news agency QNA reported, citing the interior ministry.",
            "Interior ministry",
            ["QNA"],
        ),
        (
            "Seven men died, the ministry said, according to the news agency Zeta.",
            "Ministry",
            ["Zeta"],
        ),
        ("Our correspondent Lia Frost hears from dockers that seven men died.", "Dockers", ["Lia Frost"]),
        ("A deserter, quoted by the daily Zorile, said seven men died.", "Deserter", ["Zorile"]),
        (
            "Edda Quill said in a broadcast on Radio Ostra that seven men died.",
            "Edda Quill",
            ["Radio Ostra"],
        ),
        (
            f"{HOLT}Through his lawyer, Ines Fabre, Holt denied that seven men died.",
            "Jonas Holt",
            ["Ines Fabre"],
        ),
        (f"{HOLT}His lawyer, Ines Fabre, said seven men died.", "Ines Fabre", []),
    ],
)
def test_the_source_is_who_said_it_first(text, source, chain):
    words = "even men died"
    assert via(text, words) == (source, chain)


def test_a_lawyer_who_tells_an_agency_what_the_client_denies_comes_before_the_agency():
    text = f"{HOLT}Holt denies taking bribes, his lawyer, Ines Fabre, told Zeta."
    assert via(text, "taking bribes") == ("Jonas Holt", ["Ines Fabre", "Zeta"])


def test_a_talk_with_an_outlet_goes_on_in_its_paragraph_and_not_beyond():
    text = "Edda Quill told Radio Ostra it had sunk. “Seven men died,” she said.\n\n“It was awful,” she said."
    assert via(text, "Seven men died")[1] == ["Radio Ostra"]
    assert via(text, "It was awful")[1] == []


def test_an_estimate_that_an_agency_reports_is_of_who_made_it():
    text = (
        "Tourism minister Rosa Pires put the cost of the storm at 14m euros, the news agency Zeta reported."
    )
    assert via(text, "the cost of the storm") == ("Rosa Pires", ["Zeta"])


def test_what_somebody_did_is_the_claim_of_the_agency_that_reports_it():
    text = "Tourism minister Rosa Pires opened the gate at noon, the news agency Zeta reported."
    assert via(text, "opened the gate") == ("Zeta", [])

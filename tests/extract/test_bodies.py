"""Which body a description or an "it" means; articles of our own."""

import pytest

from tests.extract.reading import read

TAVORA = (
    "Tavora, the Lisbon-based shoe maker, will open 30 shops. It hired 900 people, the trade ministry said. "
)
SKANOR = "Budget airline Skanor cancelled 120 flights on Friday. Brent crude had risen 4% to $90 a barrel. "
CORRIGER = (
    "Corriger Foods is closing its Leith bakery. Tradeforce, a union with 4,000 members, called it cruel. "
)
PLEXO = "The Data Inspectorate fined Plexo €4m. "


def source(text: str, words: str) -> tuple[str | None, str]:
    """Name and kind of who says the shortest claim that holds the words."""
    claims = [c for c in read(text).claims if words in text[c.start : c.end]]
    speaker = min(claims, key=lambda c: c.end - c.start).speaker
    return (speaker.canonical, speaker.kind) if speaker else (None, "outlet")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TAVORA + "Profit will double, the company predicted.", "Tavora"),
        (TAVORA + "Profit will double, the Lisbon-based group predicted.", "Tavora"),
        (SKANOR + "Profit will double, the airline said.", "Skanor"),
        (SKANOR + "Profit will double, a company spokeswoman said.", "Skanor"),
        (CORRIGER + "Profit will double, the company said.", "Corriger Foods"),
        (CORRIGER + "Profit will double, the union said.", "Tradeforce"),
        (PLEXO + "Profit will double, the company said.", "Plexo"),
        (PLEXO + "Profit will double, the regulator said.", "Data Inspectorate"),
    ],
)
def test_a_description_means_the_body_that_was_called_so(text, name):
    assert source(text, "Profit will double")[0] == name


@pytest.mark.parametrize(
    "other",
    ["It was told to Radio Ostra.", "Rivals wrote it on Facebook.", "The news agency Zeta called."],
)
def test_a_medium_is_not_the_company_of_the_story(other):
    text = f"Norvik Rail cancelled 40 trains. {other} Ice had damaged 12 engines, the company said."
    assert source(text, "Ice had damaged") == ("Norvik Rail", "organisation")


def test_a_ministry_is_not_called_a_company():
    text = "The Labour Ministry opened its office. Ice had damaged 12 engines, the company said."
    assert source(text, "Ice had damaged")[0] == "Company"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Shares in Norvik Rail fell 4% on Tuesday after", "Norvik Rail"),
        ("The Data Inspectorate met Plexo.", "Data Inspectorate"),
        ("Karelia's foreign ministry spoke to Radio Ostra.", "Karelia's foreign ministry"),
    ],
)
def test_it_is_the_body_the_sentences_before_are_about(before, name):
    it = "it" if before.endswith("after") else "It"
    assert source(f"{before} {it} said ice had damaged 12 engines.", "ice had damaged")[0] == name


def test_an_owner_in_a_phrase_gets_its_name():
    text = "Tavora replaced its chair. The loss was 40 million euros, its filing showed."
    assert source(text, "The loss was")[0] == "Tavora filing"


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("the roads agency, Vegvesen,", "Vegvesen"), ("mine operator Cobrex", "Cobrex")],
)
def test_a_body_named_beside_its_calling_goes_by_its_name(phrase, name):
    assert source(f"Some 40 roads are shut, {phrase} says.", "40 roads are shut")[0] == name


def test_a_memo_is_not_by_those_who_saw_it():
    text = "According to an internal memo seen by The Harbour Post, 40 jobs will go."
    name, kind = source(text, "40 jobs will go")
    assert (name.startswith("Internal memo"), kind) == (True, "document")


def test_a_name_does_not_become_the_group_that_was_heard_under_it():
    text = "Quill aides said 40 votes were lost. The pier had sunk, Quill said."
    assert source(text, "The pier had sunk")[0] != "Quill aides"


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("The central bank", "government"),
        ("The bank", "organisation"),
        ("The fire service", "government"),
        ("The bus service", "organisation"),
        ("The charge sheet", "document"),
        ("Forecasters at the Weather Office", "collective"),
        ("A security official who requested anonymity", "anonymous"),
    ],
)
def test_the_words_before_a_noun_may_decide_its_kind(phrase, kind):
    assert source(f"{phrase} said 40 roads were shut.", "40 roads were shut")[1] == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The jury was told on Monday that the knife had cost £9.", ("Jury", "collective")),
        ("The council heard that the knife had cost £9.", ("Council", "collective")),
        ("The council said the knife had cost £9.", ("Council", "government")),
        ("Residents were told that the knife had cost £9.", (None, "outlet")),
    ],
)
def test_a_meeting_that_hears_or_is_told_speaks_as_a_forum(text, expected):
    assert source(text, "the knife had cost £9") == expected


def test_a_caption_names_nobody_of_the_story():
    text = "Photograph: Ada Roth/Fotostar\n\nIce had damaged 12 engines, the company said."
    assert source(text, "Ice had damaged")[0] == "Company"


def test_what_is_set_against_a_report_behind_its_cue_is_reported_too():
    text = "In May rents rose by 4%, the bureau said, while wages fell by 2%. Oil was cheap."
    assert source(text, "wages fell") == ("Bureau", "government")
    assert source(text, "Oil was")[0] is None


def test_an_aside_before_the_cue_is_the_outlets_own():
    text = "Port Vale, where nine boats sank, is safe, according to the ministry."
    assert source(text, "nine boats sank")[0] is None
    assert (
        source("Port Vale is safe, the ministry said, and nine boats sank.", "nine boats sank")[0]
        == "Ministry"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A diplomat, speaking on condition of anonymity, said nine boats sank.", "Diplomat"),
        ("Nine boats sank, said an official who was not authorised to speak publicly.", "Official"),
        ("One resident, who did not want to be named, said nine boats sank.", "resident"),
    ],
)
def test_who_asks_not_to_be_named_is_anonymous_and_the_asking_no_part_of_the_name(text, name):
    found, kind = source(text, "ine boats sank")
    assert (found.endswith(name), kind) == (True, "anonymous")


def test_who_speaks_beside_somebody_unnamed_is_not():
    text = "A diplomat said nine boats sank. A trader did not want to be named."
    assert source(text, "nine boats sank")[1] == "person"

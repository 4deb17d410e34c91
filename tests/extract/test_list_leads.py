"""Lists under a cue; texts of our own."""

import pytest

from tests.extract.test_bodies import source

ITEMS = "\n\n- revenue of 4bn crowns;\n\n- a margin of 9 per cent.\n\nThe factory makes 40 boats a year."


@pytest.mark.parametrize(
    "lead", ["For 2026, Skanor expects:", "Key points, Skanor said:", "Skanor said the aims were as follows:"]
)
def test_every_item_has_the_source_of_the_lead_in(lead):
    text = f"Skanor has a plan.\n\n{lead}{ITEMS}"
    assert source(text, "revenue of 4bn")[0] == "Skanor"
    assert source(text, "a margin of 9")[0] == "Skanor"
    assert source(text, "40 boats")[0] is None


@pytest.mark.parametrize("lead", ["The story so far:", "What we know:"])
def test_a_lead_in_without_a_cue_gives_none(lead):
    assert source(f"Skanor has a plan.\n\n{lead}{ITEMS}", "revenue of 4bn")[0] is None

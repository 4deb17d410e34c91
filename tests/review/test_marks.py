"""Layered marks: flat segments that cover the text exactly, whatever lies on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claims.review.marks import Layer, Segment, segments

TEXT = "Kyiv said its guns hit 277 drones and 19 missiles in flight."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def layer(key: str, *words: str, number: int | None = 1, state: str = "open", **more) -> Layer:
    return Layer(key, number, state, tuple(span(piece) for piece in words), **more)


def cut(*layers: Layer) -> list[Segment]:
    return segments(TEXT, 0, len(TEXT), layers)


def on(found: list[Segment], words: str) -> Segment:
    """Return the one segment that holds `words`."""
    return next(segment for segment in found if words in segment.text)


@st.composite
def layered(draw):
    text = draw(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60))
    place = st.integers(0, len(text))
    pair = st.tuples(place, place).map(sorted).filter(lambda two: two[0] < two[1]).map(tuple)
    pieces = st.lists(pair, min_size=1, max_size=3).map(tuple)
    layers = draw(
        st.lists(
            st.builds(
                Layer,
                key=st.uuids().map(str),
                number=st.integers(1, 99),
                state=st.sampled_from(["open", "accepted", "rejected", "aside"]),
                content=pieces,
                source=st.lists(pair, max_size=1).map(tuple),
                cue=st.lists(pair, max_size=1).map(tuple),
                current=st.booleans(),
            ),
            max_size=6,
        )
    )
    start, end = draw(pair)
    return text, start, end, layers


@given(layered())
def test_the_segments_of_any_marks_join_to_exactly_the_text(case):
    text, start, end, layers = case
    assert "".join(segment.text for segment in segments(text, start, end, layers)) == text[start:end]


@given(layered())
def test_every_mark_begins_and_ends_at_a_boundary_of_segments(case):
    text, start, end, layers = case
    at, cuts = start, {start}
    for segment in segments(text, start, end, layers):
        at += len(segment.text)
        cuts.add(at)
    for one in layers:
        for left, right in (*one.content, *one.source, *one.cue):
            assert {place for place in (left, right) if start <= place <= end} <= cuts


@given(layered())
def test_a_segment_lists_exactly_the_claims_that_lie_on_it(case):
    text, start, end, layers = case
    at = start
    for segment in segments(text, start, end, layers):
        stop = at + len(segment.text)
        covering = {one.key for one in layers if any(a <= at and stop <= b for a, b in one.content)}
        assert set(segment.keys) == covering
        at = stop


@given(layered())
def test_a_claim_gets_its_number_at_most_once(case):
    text, start, end, layers = case
    numbered = [segment.key for segment in segments(text, start, end, layers) if segment.number]
    assert len(numbered) == len(set(numbered))


def test_plain_text_is_one_plain_segment():
    assert [segment.plain for segment in cut()] == [True]


def test_a_claim_in_pieces_fills_each_and_leaves_the_gap_to_its_own_mark():
    found = cut(
        layer("a", "its guns hit 277 drones", "in flight"),
        layer("b", "19 missiles", number=2),
    )
    assert [(s.text, s.key, s.number) for s in found if s.fill] == [
        ("its guns hit 277 drones", "a", 1),
        ("19 missiles", "b", 2),
        ("in flight", "a", None),
    ]


def test_the_shortest_claim_has_the_fill_and_the_outer_one_a_ring():
    found = cut(layer("long", "its guns hit 277 drones"), layer("short", "277 drones", number=2))
    inner = on(found, "277 drones")
    assert (inner.key, inner.ring, inner.keys) == ("short", True, ("short", "long"))
    assert on(found, "its guns").ring is False
    assert on(found, "its guns").edge == ("edge", "from")  # the ring is that of the outer claim
    assert inner.edge == ("edge", "to")


def test_without_another_claim_on_it_a_claim_has_no_ring():
    found = cut(layer("long", "its guns hit 277 drones"), layer("note", "277 drones", state="aside"))
    assert [segment.edge for segment in found if segment.edge] == []


def test_the_current_claim_has_the_fill_even_when_it_is_the_longest():
    found = cut(layer("long", "its guns hit 277 drones", current=True), layer("short", "277 drones"))
    assert [s.fill for s in found if s.fill] == ["current", "current"]
    assert on(found, "277 drones").key == "long"


def test_of_two_equally_long_claims_the_earlier_has_the_fill():
    found = segments("abcd", 0, 4, [Layer("b", 2, "open", ((1, 3),)), Layer("a", 1, "open", ((0, 2),))])
    assert on(found, "b").key == "a"


def test_what_the_machine_set_aside_never_covers_an_offered_claim():
    found = cut(layer("aside", "277", state="aside", number=None), layer("a", "its guns hit 277 drones"))
    assert on(found, "277").fill == "open"
    assert on(found, "277").ring is False


def test_source_and_cue_lie_over_any_fill():
    found = cut(
        layer("a", "its guns hit 277 drones", source=(span("Kyiv"),), cue=(span("said"),), current=True),
        layer("b", "Kyiv said", number=2),
    )
    assert (on(found, "Kyiv").source, on(found, "Kyiv").fill) == ("current", "open")
    assert (on(found, "said").cue, on(found, "said").source) == ("current", "")


def test_a_claim_that_began_in_an_earlier_paragraph_is_not_numbered_again():
    one = Layer("a", 7, "open", ((0, 20),))
    assert [s.number for s in segments(TEXT, 0, 10, [one])] == [7]
    assert [s.number for s in segments(TEXT, 10, 30, [one])] == [None, None]

"""Whatever comes in, nothing breaks: any Unicode text, broken marks, tables, lyrics, transcripts, scraps."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.extract.pipeline import extract
from claims.extract.reading.language_model import clean_text, parse_text
from claims.extract.types import ArticleText, Extraction
from tests.extract.reading import PUBLISHED

# A model run an example: few of them in the quick tier, many in the hard one.
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))

_MARKS = "“ ” \" ' ‘ ’ « » „ `` '' — ( ) : ; , . ? ! … $ %".split()
_WORDS = """said says told according to per that who which whether not denied killing ferry boats sank
reportedly and but while with by of nine between June 2024 £40m 9 1,204 2h21m8s 3-1 12.40
SMITH: she it they <b> &amp;""".split()
_PHRASES = [
    "in her view",
    "the mayor",
    "Ines Vale",
    "the ministry",
    "a spokesman",
    "on Monday",
    "last week",
    "up from",
]
_PHRASES += ["was told", "at least", "more than", "Photo: A. Bell", "By Jo Hale", "\n", "\n\n", "- ", "• "]
_ODDITIES = ["😀", "مرحبا", "\u202e", "\u00a0", "\x00", "\ud800"]
_SCRAPS = st.sampled_from([*_MARKS, *_WORDS, *_PHRASES, *_ODDITIES])
_PROSE = st.lists(_SCRAPS, max_size=60).map(" ".join)
_ANY = st.text(max_size=400) | st.text(st.characters(codec=None), max_size=200) | _PROSE


def spans_of(found: Extraction):
    """Every span a result names."""
    for attribution in found.attributions:
        yield from (*attribution.content, *(attribution.source or ()), *(attribution.cue or ()))
    for claim in found.claims:
        yield from (*claim.spans, *claim.source_spans, *claim.cue_spans, claim.sentence)
        yield from ((quantity.start, quantity.end) for quantity in claim.quantities)
    yield from ((note.start, note.end) for note in found.notes)


def check(text: str) -> None:
    """Read a text twice and hold the result against what every result promises."""
    found = extract(ArticleText(text, published=PUBLISHED))
    assert all(0 <= start < end <= len(text) for start, end in spans_of(found))
    assert all(a.follows is None or a.follows < len(found.attributions) for a in found.attributions)
    assert [c.start for c in found.claims] == sorted(c.start for c in found.claims)
    for claim in found.claims:
        assert list(claim.spans) == sorted(claim.spans)
        assert all(q.text == clean_text(text)[q.start : q.end] for q in claim.quantities)
        assert 0 <= claim.confidence <= 1
        assert 0 <= claim.check_worthy <= 1
        assert claim.canonical.strip()
    assert all(0 <= i < len(found.claims) for note in found.notes for i in note.claims)
    assert extract(ArticleText(text, published=PUBLISHED)) == found


@QUICK
@given(_ANY)
def test_any_text_gives_spans_that_slice_back_and_the_same_twice(text):
    check(text)


@pytest.mark.hard
@LONG
@given(_ANY)
def test_any_text_of_a_great_many(text):
    check(text)


def shape(text: str) -> list[tuple[object, ...]]:
    """What the stages read of a parse, without places."""
    return [
        (t.text, t.lemma_, t.tag_, t.dep_, t.head.i - t.i, t.ent_type_, t.is_sent_start)
        for t in parse_text(text)
    ]


@QUICK
@given(
    st.lists(
        st.lists(_SCRAPS.filter(lambda s: "\n" not in s), min_size=1, max_size=14), min_size=1, max_size=5
    )
)
def test_a_paragraph_is_parsed_the_same_alone_and_among_others(paragraphs):
    """Fed alone, in order, paragraphs give the parse of the whole; only the end of a speech looks ahead."""
    # Closed by a full stop, no line goes on another; without double marks no quotation is carried over.
    lines = [
        clean_text(" ".join(words).replace('"', "").replace("“", "")) + " harbourside.\n\n"
        for words in paragraphs
    ]
    whole = shape("".join(lines))
    assert whole == [token for line in lines for token in shape(line)]


ODD = {
    "one word": "Ferry",
    "a table": "Region\tKilled\tInjured\nNorth\t9\t12\nSouth\t4\t31\nTotal\t13\t43\n",
    "lyrics": "Oh the river, the river\nIt took my love away\nOh the river\nNine boats went down\n",
    "a transcript": "SMITH: How many boats sank?\n\nVALE: Nine. We lost nine\n\n(LAUGHTER)\n",
    "all capitals": "NINE BOATS SANK OFF HALE ON MONDAY, THE COASTGUARD SAID. THE MAYOR DENIED IT.",
    "another language": "Neun Boote sind gesunken, sagte der Bürgermeister. „Es war ein Sturm“, sagte er.",
    "scanning noise": "Tlie mayor sa1d th@t n1ne b0ats sank 0ff Ha|e .  . ' , The c0astguard d id n0t",
    "markup": "<p>The mayor <b>said</b> nine boats sank.</p>&nbsp;<a href='x'> <tweet id=\"7\">Sad.</tweet>",
    "marks only": "“”‘’«»\"'“„",
    "right to left": "قال رئيس البلدية إن تسعة قوارب غرقت يوم الاثنين. The mayor said 9 boats sank.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_kinds_of_text_are_read(text):
    check(text)


def test_one_malformed_mark_never_empties_an_article():
    """Each paragraph with a stray mark keeps its neighbours' attributions, and its own."""
    for stray in ("“", '"', "'", "«", "”", "``"):
        text = (
            f"The mayor said nine boats sank off {stray}Hale.\n\n"
            "“The pier is closed,” said Ines Vale, the harbour master.\n\n"
            "The coastguard said two crews were safe."
        )
        found = extract(ArticleText(text, published=PUBLISHED))
        said = [" ".join(text[s:e] for s, e in a.content) for a in found.attributions]
        assert len(said) == 3, stray
        assert "nine boats sank" in said[0]
        assert "two crews were safe" in said[2]


def test_text_that_is_hardly_prose_is_told_apart_by_its_confidence():
    clear = "The coastguard said nine boats sank off Hale on Monday. The mayor said the pier was closed."
    noisy = ODD["scanning noise"] + ". " + ODD["all capitals"]

    def mean(text):
        found = extract(ArticleText(text, published=PUBLISHED)).claims
        return sum(c.confidence for c in found) / len(found)

    assert mean(noisy) < mean(clear) - 0.1


@pytest.mark.hard
@pytest.mark.parametrize(
    ("piece", "most"),
    [
        (
            "The coastguard said 9 boats sank off Hale on Monday. “It was a storm,” said Ines Vale.\n\n",
            1_000_000,
        ),
        ("and then 9 boats the mayor said went down off “Hale” while ", 1_000_000),
        ("Hale\t9\n", 400_000),
    ],
    ids=["prose", "no full stop", "lines of a table"],
)
def test_time_grows_with_the_length_up_to_a_megabyte(piece, most):
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        extract(ArticleText(text, published=PUBLISHED))
        return time.process_time() - began

    seconds(10_000)
    assert seconds(most) < 14 * seconds(most // 10)

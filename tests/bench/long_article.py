"""An article of very many claims, as a live blog or an indictment has: several claims to a paragraph."""

from __future__ import annotations

from claims.models import Article, Claim, Desk
from tests.cast import make_article, make_claim, make_source

TO_A_PARAGRAPH = 4
PLACES = ("Northport", "Saltmouth", "Old Ferry", "Kingsquay", "Lower Weir", "Millbridge", "Harrow Point")


def long_article(desk: Desk, claims: int) -> tuple[Article, list[Claim]]:
    """Return an article with that many open claims, and the claims in the order of the text."""
    said = [
        f"{number + 3} containers were recovered at {PLACES[number % len(PLACES)]} on day {number + 1}"
        for number in range(claims)
    ]
    sentences = [f"The harbour authority said that {words} of the storm." for words in said]
    paragraphs = [
        " ".join(sentences[at : at + TO_A_PARAGRAPH]) for at in range(0, len(sentences), TO_A_PARAGRAPH)
    ]
    article = make_article(desk, text="\n\n".join(paragraphs), title="What the storm took")
    source = make_source()
    rows = []
    for number, words in enumerate(said):
        claim = make_claim(article, words, source=source, figure=(number + 3, "container"))
        place = claim.appearances.get()
        text = place.version.text
        begin = text.rindex("The harbour", 0, place.start)
        place.sentence_start, place.sentence_end = begin, text.index(".", place.end) + 1
        place.source_spans = [[begin, begin + len("The harbour authority")]]
        place.cue_spans = [[begin + len("The harbour authority "), begin + len("The harbour authority said")]]
        place.save()
        rows.append(claim)
    return article, rows

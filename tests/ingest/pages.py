"""Pages as newspapers build them, for the tests: an article among everything that is not the article."""

from __future__ import annotations

PARAGRAPHS = [
    "Ukraine said its air defences destroyed 277 drones and 19 missiles in mid-flight, claiming that only 10 "
    "drones or missiles hit their target.",
    "Officials said one person was injured. It was not possible to independently verify the claims.",
    "“Today’s exchange has begun. It will be done in several stages in the coming days,” Mr Zelenskiy said "
    "on the Telegram app.",
    "Kremlin aide Vladimir Medinsky said at the weekend that a first list of 640 prisoners had been handed "
    "to Ukraine.",
]
TEXT = "\n\n".join(PARAGRAPHS)

GRAPH = """{"@context": "https://schema.org", "@graph": [
  {"@type": "Organization", "@id": "#pub", "name": "The Morning Ledger"},
  {"@type": "Person", "@id": "#p1", "name": "Jane Doe"},
  {"@type": "NewsArticle", "headline": "Record drone attack on Ukraine &amp; prisoners home",
   "datePublished": "2025-06-09T15:40:00+01:00", "dateModified": "2025-06-09T18:02:11Z",
   "author": [{"@id": "#p1"}, {"@type": "Organization", "name": "Reuters"}],
   "publisher": {"@id": "#pub"}}]}"""


def body(paragraphs: list[str] = PARAGRAPHS) -> str:
    return "".join(f"<p>{p}</p>" for p in paragraphs)


def newspaper(head: str = "", inner: str | None = None) -> bytes:
    """A full page: navigation, banner, related links, scripts, comments and footer around the article."""
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">{head}
<script>var x = "<p>Script text that must never be read as news by anybody at all.</p>";</script></head><body>
<div id="cookie-banner"><p>We use cookies to make our site work better for you. Accept all?</p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main><article><h1>Record drone attack on Ukraine</h1>
<figure><img src="x.jpg"><figcaption>Freed POWs pose with flags. Photograph: EPA</figcaption></figure>
<div class="article-body">{body() if inner is None else inner}</div>
<aside class="related"><h3>Related stories</h3>
<ul><li><a href="/a">Ten best beaches this summer</a></li></ul></aside>
</article></main>
<section class="comments"><p>user77: first comment, what an opinion this is!</p></section>
<footer><p>Copyright The Morning Ledger 2025. All rights reserved.</p></footer></body></html>""".encode()


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'

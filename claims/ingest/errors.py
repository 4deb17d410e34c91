"""What can go wrong while an article comes in. Every message is a sentence for a journalist."""

from __future__ import annotations

PASTE = "Paste the text instead."


class IngestError(Exception):
    """The article was not taken in. `str(error)` says what happened and what to do."""


class FetchRefused(IngestError):
    """The address, or where it leads, is one that is never fetched, or the page is over a limit."""


class FetchFailed(IngestError):
    """The address may be fetched, but no page came back."""


class PageGone(FetchFailed):
    """Nothing is at the address any more (404 or 410)."""


class ParseError(IngestError):
    """The page or file holds no article text that can be read."""


class TextRefused(IngestError):
    """The text itself cannot be taken: empty, or too long."""

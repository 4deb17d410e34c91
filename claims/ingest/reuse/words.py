"""The words of an article that are its own: no dateline, no credits, no boilerplate, no quotations. Pure.

Two independent reports may quote the same statement in full, and two of one outlet end in the same lines;
neither makes them copies.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_IN_NUMBER = re.compile(r"(?<=\d)[,.](?=\d)")
# "MOSCOW:", "KYIV, Ukraine (AP) —", "WASHINGTON, March 3 (AFP) -", "(Reuters) - "
_DATELINE = re.compile(
    r"\A\s*(?:[A-Z][A-Z.'’\-]+(?:[ /,]+[A-Z][A-Z.'’\-]+){0,3}"
    r"(?:,? [A-Z][\w.]{1,14}(?: [A-Z][\w.]{1,14})?)?(?:,? \d{1,2}(?: [A-Z][a-z]+)?)?\s*"
    r"(?:\([^()\n]{2,40}\)\s*)?(?::|--|[-–—])|\([A-Z][^()\n]{1,30}\)\s*(?:--|[-–—]))\s*"
)
_QUOTED = re.compile(
    r"“[^“”]*”|“[^“”]*\Z"  # the second: a quotation that goes on in the next paragraph
    r"|\"[^\"]*\""
    r"|‘(?:[^‘’]|’(?=\w)){15,}’(?!\w)"
    r"|(?<!\w)'(?:[^'\n]|'(?=\w)){15,}'(?!\w)"
)
_BOILERPLATE = re.compile(
    r"©|\(c\) \d{4}|\ball rights reserved\b|\bcopyright \d{4}|\bsign up\b.*\b(?:newsletter|email|inbox)"
    r"|\bsubscribe\b|\bfollow us on\b|\bclick here\b|\bread more\b|\bdownload (?:the|our) app\b"
    r"|\badvertisement\b|\bthis (?:story|article|report) (?:has been|was|is) "
    r"(?:published|auto-generated|not been edited|edited)"
    r"|\bwithout (?:any )?modifications? to the text\b|\bterms of (?:use|service)\b|\bprivacy policy\b"
    r"|\bnewsletter\b|\bcontributed to this report\b|\bour standards: |\bwith inputs? from\b"
    r"|\A\W*(?:additional )?(?:reporting|writing|editing) by\b"
    r"|\A\W*(?:also read|related|see also|photo)\b\W*:",
    re.I,
)
LONG_BOILERPLATE = 60  # words: a longer paragraph is text, whatever stands in it


def own_words(text: str) -> list[list[str]]:
    """Return the words of `text` in runs that nothing left out interrupts, folded for comparison."""
    runs: list[list[str]] = []
    paragraphs = [part for part in text.split("\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        if _is_boilerplate(paragraph):
            continue
        if number < 3:  # a dateline may stand below a headline or a date
            paragraph = _DATELINE.sub("", paragraph)
        runs += [words for part in _QUOTED.split(paragraph) if (words := folded(part))]
    return runs


def folded(text: str) -> list[str]:
    """Return the words of a stretch without case, accents and marks: "1,200" and "1200" are one word."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word.removesuffix("'s") for word in _WORD.findall(_IN_NUMBER.sub("", plain))]


def _is_boilerplate(paragraph: str) -> bool:
    if _BOILERPLATE.search(paragraph) is None:
        return False
    return len(paragraph.split()) <= LONG_BOILERPLATE

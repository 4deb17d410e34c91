"""Currencies as news writes them: signs before an amount, nouns behind it, small change."""

from __future__ import annotations

import re
from functools import lru_cache

from claims.extract.lexicon.word_lists import rows

_FORMS = tuple((row[0], row[1], row[2]) for row in rows("currencies"))
_SIGNS = {form: code for form, code, kind in _FORMS if kind in ("sign", "letters")}
_LETTERS = frozenset(form for form, _, kind in _FORMS if kind == "letters")
_NOUNS = {form: code for form, code, kind in _FORMS if kind == "noun"}
_NATIONS = {form: code for form, code, kind in _FORMS if kind == "nation"}


def _either(forms: list[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


SIGN = rf"(?-i:{_either(list(_SIGNS))})"
_SMALLEST_AMOUNT = 500  # of what letters alone announce: "R450 million" but not "R2"
_NOUN = re.compile(
    rf"[ -](?:(?P<nation>{_either(list(_NATIONS))})s?|(?P<noun>{_either(list(_NOUNS))})s?)\b", re.I
)
_SMALL = re.compile(r"(?P<p>p)\b|[ -]?(?:(?P<euro>euro )?(?P<cent>cents?)|(?P<pence>pence))\b", re.I)
_WEIGHT_AFTER = re.compile(
    r"\s+of\s+(?!(?:aid|debt|funding|investment|damage|cash|loans?|profit|public|taxpayers)\b)[a-z]", re.I
)
_WEIGHED = re.compile(
    r"\b(?:weigh\w*|los(?:e|t|ing)|gain\w*|shed|lift\w*|pressure|heavy|bench)\b[^.;]{0,30}$", re.I
)
_WON_PLACE = re.compile(r"\b(?:Korea\w*|Seoul|Busan|KRW)\b|[bmtr]illion won\b")


def code_of_sign(sign: str, amount: float) -> str | None:
    """Return the ISO code of a sign, None when letters are no currency before so small an amount."""
    written = sign.strip()
    if written in _LETTERS and amount < _SMALLEST_AMOUNT:
        return None
    return _SIGNS[written]


def noun_after(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return (ISO code, end offset) of the currency noun behind the numeral `text[start:end]`."""
    match = _NOUN.match(text, end)
    if match is None or text.startswith((" cent", " pence"), match.end()):
        return None
    if match["nation"]:
        return _nations()[_plain(match["nation"])], match.end()
    noun = match["noun"].lower().removesuffix("s") if match["noun"].lower() not in _NOUNS else match["noun"]
    noun = noun.lower()
    if noun == "won" and not _is_korean(text, start, end):
        return None
    if noun == "pound" and _is_weight(text, start, match):
        return "pound", match.end()
    return _NOUNS[noun], match.end()


def small_change(text: str, end: int) -> tuple[str, int] | None:
    """Return (ISO code, end offset) of cents or pence behind a numeral; they count a hundredth."""
    match = _SMALL.match(text, end)
    if match is None:
        return None
    code = "EUR" if match["euro"] else "USD" if match["cent"] else "GBP"
    return code, match.end()


@lru_cache(maxsize=1)
def _nations() -> dict[str, str]:
    return {_plain(form): code for form, code in _NATIONS.items()}


def _plain(phrase: str) -> str:
    return phrase.lower().replace(".", "").removesuffix("s")


def _is_korean(text: str, start: int, end: int) -> bool:
    """Whether "41,350 won" is money and no verb: a large sum in a text about Korea."""
    if re.search(r"illion$|[bt]n$", text[start:end]):
        return True
    return text[start:end].replace(",", "").isdigit() and _speaks_of_korea(text)


@lru_cache(maxsize=8)
def _speaks_of_korea(text: str) -> bool:
    return _WON_PLACE.search(text) is not None


def _is_weight(text: str, start: int, match: re.Match[str]) -> bool:
    if re.search(r"illion|bn$", text[start : match.start()]):
        return False
    hyphen = text[match.start()] == "-" and text[match.end() - 1] not in "sS"
    weighed = _WEIGHED.search(text[max(0, start - 60) : start])
    return bool(hyphen or weighed or _WEIGHT_AFTER.match(text, match.end()))

"""News agencies as outlets name them, so that wire copy can be credited to its origin. Pure."""

from __future__ import annotations

import re

# canonical name: what bylines, datelines and outlet names write
_NAMES = {
    "AAP": ("AAP", "Australian Associated Press"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "ANI": ("ANI", "Asian News International"),
    "ANSA": ("ANSA",),
    "AP": ("AP", "Associated Press", "The Associated Press", "AP News"),
    "Anadolu": ("Anadolu", "Anadolu Agency", "AA"),
    "BNS": ("BNS", "Baltic News Service"),
    "Belga": ("Belga", "Belga News Agency"),
    "Bernama": ("Bernama",),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "CNN": ("CNN", "CNN Newsource", "CNN Wire"),
    "Canadian Press": ("Canadian Press", "The Canadian Press"),
    "APA": ("APA", "Austria Presse Agentur"),
    "CTK": ("CTK", "ČTK", "Czech News Agency"),
    "EFE": ("EFE", "Agencia EFE"),
    "IANS": ("IANS", "Indo-Asian News Service"),
    "IRNA": ("IRNA", "Islamic Republic News Agency"),
    "Interfax": ("Interfax",),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Interfax Ukraine"),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "KCNA": ("KCNA", "Korean Central News Agency"),
    "MTI": ("MTI",),
    "NTB": ("NTB",),
    "PA": ("PA", "PA Media", "Press Association"),
    "PAP": ("PAP", "Polish Press Agency"),
    "PTI": ("PTI", "Press Trust of India"),
    "RIA Novosti": ("RIA Novosti", "RIA", "RIA News"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "SPA": ("Saudi Press Agency",),
    "TASS": ("TASS", "ITAR-TASS", "Tass"),
    "TT": ("TT News Agency",),
    "UPI": ("UPI", "United Press International"),
    "Ukrinform": ("Ukrinform",),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "agencies": ("agencies", "agency", "news agencies", "wire services", "wires", "wire"),
}
UNNAMED_AGENCY = "agencies"  # a credit that names none: two articles with it are not known to share one
_BY_NAME = {name.lower(): canonical for canonical, names in _NAMES.items() for name in names}
# A name that is a word or a family name too counts as an agency only where a credit is the only reading.
_AMBIGUOUS = frozenset({"PA", "AA", "CNN", "Bloomberg", "TT", "agency", "wire"})
_EVERY = (re.escape(name) for names in _NAMES.values() for name in names)
_ANY = "|".join(sorted(_EVERY, key=len, reverse=True))
_ONE = rf"(?<![\w-])(?P<agency>{_ANY})(?![\w-])"
_PARENTHESES = re.compile(r"(?P<outlet>[^()]{2,200}?)\s*\((?P<inside>[^()]{2,60})\)\s*\Z")
_PARTS = re.compile(
    r"\s*(?:[,;|/&+]|\b(?:and|with|by|from|via|inputs?|reporting|staff|additional|writers?|newsroom|using)\b"
    r"|\s[-–—]\s)\s*",
    re.I,
)
_DATELINE = re.compile(r"[^\n]{0,80}?\((?P<agency>[^()\n]{2,40})\)\s*[-–—]")
_TAIL = re.compile(r"(?:\((?:with )?|[-–—]\s?)(?P<agency>[A-Za-z][\w /,&-]{1,60})\)?\.?\s*\Z")
# A line of its own at the end: "AP/dpa", "With inputs from agencies", "Source: Reuters", "© 2025 AFP"
_CREDIT_LINE = re.compile(
    r"\A[^\w©(]*(?:(?:with |additional )?(?:inputs?|reporting|contributions?|material)"
    r"(?: from| by)?(?: the)?\b"
    r"|source\s*:|via\b|(?:copyright|©|\(c\))[ \d]*(?:by )?)?(?P<names>.{2,70}?)"
    r"(?:\s+contributed(?: to this (?:report|story|article))?)?\W*\Z",
    re.I,
)
# In the text, what says that the article itself is drawn from an agency.
_DRAWN = re.compile(
    rf"\b(?:according to|in) an? {_ONE}(?:'s|’s)? (?:news )?(?:report|dispatch|story)"
    rf"|\bas reported by (?:the )?(?P<reported>{_ANY})(?![\w-])"
    rf"|\b(?P<given>{_ANY}) contributed to this (?:report|story|article)"
    rf"|\bwith (?:additional )?(?:inputs?|reporting|material) from (?:the )?(?P<inputs>{_ANY})(?![\w-])"
    rf"|\(with (?:inputs? from )?(?:the )?(?P<within>{_ANY})(?: inputs?)?\)"
)


def agency_named(name: str) -> str:
    """The canonical agency when `name` is one ("Associated Press" is "AP"), else ""."""
    return _BY_NAME.get(" ".join(name.split()).lower(), "")


def agencies_named(credit: str) -> list[str]:
    """The agencies of a credit ("AP/dpa") in its order, named ones before "agencies"."""
    found = [agency for part in _PARTS.split(credit) if part and (agency := agency_named(part.strip(" .()")))]
    return sorted(dict.fromkeys(found), key=lambda name: name == UNNAMED_AGENCY)


def split_outlet(name: str) -> tuple[str, str]:
    """Outlet and agency of a name like "Daily8 (AP)" or "Rediff (ANI, citing RT)"; "" when there is none."""
    name = " ".join(name.split())
    match = _PARENTHESES.match(name)
    found = agencies_named(match["inside"]) if match else []
    return (match["outlet"], found[0]) if match and found else (name, "")


def agency_of(byline: str, text: str) -> str:
    """The agency credited in a byline, a dateline ("KYIV (Reuters) -"), at the end, in the text; else ""."""
    if found := agencies_named(byline):
        return found[0]
    if (match := _DATELINE.match(text)) and (found := agencies_named(match["agency"])):
        return found[0]
    return _at_the_end(text) or _drawn_from(text)


def _at_the_end(text: str) -> str:
    """The agency of the last lines: in brackets, behind a dash, or a credit line of its own."""
    lines = [line for line in text.rstrip()[-400:].split("\n") if line.strip()]
    if not lines:
        return ""
    match = _TAIL.search(lines[-1][-80:])
    if match and (found := agencies_named(match["agency"])):
        return found[0]
    if len(lines) < 2:
        return ""
    for line in lines[-2:][::-1]:
        match = _CREDIT_LINE.match(line.strip()) if len(line) <= 120 else None
        if match and _nothing_else(match["names"]) and (found := agencies_named(match["names"])):
            return found[0]
    return ""


def _nothing_else(names: str) -> bool:
    """Whether a line holds names of agencies alone, so that a sentence that names one is no credit."""
    parts = [part.strip(" .()") for part in _PARTS.split(names) if part]
    return all(agency_named(part) for part in parts if part)


def _drawn_from(text: str) -> str:
    """The agency that the text says it is drawn from: "according to a Reuters report"."""
    for match in _DRAWN.finditer(text):
        name = next(part for part in match.groups() if part)
        if name not in _AMBIGUOUS and (agency := agency_named(name)):
            return agency
    return ""

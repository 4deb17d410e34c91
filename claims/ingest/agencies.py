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
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "CNN": ("CNN", "CNN Newsource", "CNN Wire"),
    "Canadian Press": ("Canadian Press", "The Canadian Press"),
    "EFE": ("EFE", "Agencia EFE"),
    "IANS": ("IANS", "Indo-Asian News Service"),
    "Interfax": ("Interfax",),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Interfax Ukraine"),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "PA": ("PA", "PA Media", "Press Association"),
    "PTI": ("PTI", "Press Trust of India"),
    "RIA Novosti": ("RIA Novosti", "RIA", "RIA News"),
    "Reuters": ("Reuters", "Thomson Reuters"),
    "TASS": ("TASS", "ITAR-TASS"),
    "UPI": ("UPI", "United Press International"),
    "Ukrinform": ("Ukrinform",),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Yonhap": ("Yonhap", "Yonhap News Agency"),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "agencies": ("agencies", "news agencies", "wire services", "wires"),
}
_BY_NAME = {name.lower(): canonical for canonical, names in _NAMES.items() for name in names}
_PARENTHESES = re.compile(r"(?P<outlet>[^()]{2,200}?)\s*\((?P<inside>[^()]{2,60})\)\s*\Z")
_DATELINE = re.compile(r"[^\n]{0,80}?\((?P<agency>[^()\n]{2,40})\)\s*[-–—]")
_TAIL = re.compile(r"(?:\(|[-–—]\s?)(?P<agency>[A-Za-z][\w /-]{1,40})\)?\.?\s*\Z")


def agency_named(name: str) -> str:
    """The canonical agency when `name` is one ("Associated Press" is "AP"), else ""."""
    return _BY_NAME.get(" ".join(name.split()).lower(), "")


def split_outlet(name: str) -> tuple[str, str]:
    """Outlet and agency of a name like "Daily8 (AP)"; the agency is "" when the brackets hold none."""
    name = " ".join(name.split())
    match = _PARENTHESES.match(name)
    agency = agency_named(match["inside"].split(",")[0]) if match else ""
    return (match["outlet"], agency) if match and agency else (name, "")


def agency_of(byline: str, text: str) -> str:
    """The agency credited in a byline, a dateline ("KYIV (Reuters) -") or the last words; else ""."""
    for part in re.split(r"[,;|/]|\band\b|\bwith\b|\bby\b", byline, flags=re.IGNORECASE):
        if agency := agency_named(part):
            return agency
    if (match := _DATELINE.match(text)) and (agency := agency_named(match["agency"])):
        return agency
    match = _TAIL.search(text[-60:])
    return agency_named(match["agency"]) if match else ""

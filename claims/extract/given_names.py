"""Who a given speaker is: found among the voices of the article, or resolved by its cast.

Each name gets a line behind the article that says it ("Medinsky said so."), and is resolved there. An
outlet's own name, and "latest data" that nobody is named for, is the outlet's own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from claims.extract.given_words import folded
from claims.extract.types import Attribution, ClaimDraft, Speaker

_BRACKET = re.compile(r"\s*\([^)]*\)?")
_RELAY = re.compile(r"(?:,\s*|\s+)(?:citing|quoting)\s+.*$", re.I)
_REPORT = re.compile(r"(?:\s+(?:report|reports|count|tally|sources?|story|poll|analysis))+$", re.I)
_AGENCIES = re.compile(
    r"^(?:reuters|ap|associated press|afp|agence france-presse|dpa|bloomberg|ansa|tass|ria(?: novosti)?"
    r"|interfax|xinhua|anadolu|efe|kyodo|pti|ani|upi|press association|pa media)$",
    re.I,
)
_DETERMINER = re.compile(r"^(?:the|a|an)\s+", re.I)
_LINE = "{} said that this was so."


def plain_name(given: str) -> str:
    """Return a given name without what stands in brackets behind it and without what it cites."""
    return _RELAY.sub("", _BRACKET.sub("", given)).strip(" ,;.")


def lines_behind(names: Iterable[str]) -> dict[str, str]:
    """Return the line that is put behind the article for each plain name, in order."""
    return {name: _LINE.format(name) for name in dict.fromkeys(names) if name}


def voice_of(given: str, outlet: str, resolved: Speaker | None) -> Speaker | None:
    """Return the speaker as resolved, an outlet by its own name; None for the outlet's own voice.

    Own voice is the outlet itself, an agency that cites others, and data that nobody is named for.
    """
    name = plain_name(given)
    if not name or resolved is None or _is_own(name, outlet, resolved):
        return None
    agency = _AGENCIES.match(_DETERMINER.sub("", _REPORT.sub("", name)))
    if agency:
        own = agency.group()
        return None if _RELAY.search(given) else Speaker(surface=given, canonical=own, kind="outlet")
    unsaid = resolved.kind in ("document", "anonymous") and not any(c.isupper() for c in name)
    if unsaid and resolved.kind == "document":
        return None
    return resolved


def _is_own(name: str, outlet: str, resolved: Speaker) -> bool:
    """Whether a name is the outlet's, or that of the agency in brackets behind it, whole or in part."""
    bare = _bare(_REPORT.sub("", name))
    for own in _names_in(outlet):
        if bare == own or own.endswith(f" {bare}"):
            return True
        part = own.startswith(f"{bare} ") or bare.startswith(f"{own} ")
        if part and resolved.kind in ("organisation", "outlet", "anonymous"):
            return True
    return False


def _names_in(outlet: str) -> set[str]:
    """Return the names an outlet goes by: "Mint (Reuters)" is Mint and Reuters, "The Times" is Times."""
    parts = re.split(r"[()/]|\bvia\b|\bciting\b", outlet)
    return {_bare(part) for part in (*parts, outlet)} - {""}


def _bare(name: str) -> str:
    return folded(_DETERMINER.sub("", name.strip()))


def heard_at(given: str, drafts: Iterable[ClaimDraft]) -> ClaimDraft | None:
    """Return the draft at the words of a claim whose speaker goes by the given name, if any."""
    wanted = _bare(plain_name(given))
    for draft in drafts:
        speaker = draft.speaker
        if speaker is not None and wanted in {
            _bare(name) for name in (speaker.surface, speaker.canonical, *speaker.aliases)
        }:
            return draft
    return None


def resolved_names(
    attributions: Sequence[Attribution], lines: Sequence[tuple[str, int]]
) -> dict[str, Speaker]:
    """Return the speakers of the lines behind the article, by name; `lines` are names and offsets."""
    found: dict[str, Speaker] = {}
    starts = dict((at, name) for name, at in lines)
    for attribution in attributions:
        name = starts.get(attribution.source[0][0]) if attribution.source else None
        if name is not None and attribution.speaker is not None:
            found.setdefault(name, attribution.speaker)
    return {name: found.get(name) or _unresolved(name) for name, _ in lines}


def _unresolved(name: str) -> Speaker:
    """Return a name that the reading of its line missed, as a body or a group by its first letter."""
    named = name[:1].isupper()
    return Speaker(surface=name, canonical=name, kind="organisation" if named else "collective")

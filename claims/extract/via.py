"""Through whom a statement came: the outlet that was told, the agency that cites."""

from __future__ import annotations

import re

from claims.extract import referents, roster, source_spans
from claims.extract.kinds import kind_of
from claims.extract.parse import TokenRange
from claims.extract.scene import Scene
from claims.extract.types import Attribution

_MEDIUM = re.compile(
    r"\b(?:radio|TV|television|news|newspaper|magazine|agency|times|post|herald|tribune|gazette|journal|podcast"
    r"|broadcaster|BBC|CNN|ITV|NBC|CBS|ABC|NPR|Reuters|AFP|AP|Guardian|Telegraph|Mail|Sun|Mirror|Politico)\b",
    re.I,
)


def told_outlets(scene: Scene, attribution: Attribution) -> list[str]:
    """Return the outlets that were told ("told KVDA radio"), the publishing one left out."""
    if not attribution.cue:
        return []
    parse = scene.parse
    verb = parse.tokens_of(attribution.cue[0])[1] - 1
    found = []
    for kid in parse.children(verb, "dobj", "dative"):
        if parse.lemma[verb] != "tell" or kid < verb:
            continue
        name = referents.bare(parse.words(parse.subtree(kid)))
        if _is_outlet(scene, kid, name):
            found.append(name)
    return found


def _is_outlet(scene: Scene, token: int, name: str) -> bool:
    """Whether a hearer is an outlet other than the publishing one."""
    same = bool(scene.outlet) and referents.bare(scene.outlet).casefold() in name.casefold()
    if same or len(name.split()) > 5:
        return False
    if _MEDIUM.search(name):
        return True
    personal = scene.people.find(roster.name_words(name)) is not None
    label = scene.parse.entity[token]
    return scene.parse.pos[token] == "PROPN" and label == "ORG" and not personal and not _is_official(name)


def _is_official(name: str) -> bool:
    return kind_of(name, "", plural=False) == "government" or len(name) <= 2 or name in ("MPs", "TDs", "MEPs")


def cited_source(scene: Scene, attribution: Attribution, head: int) -> TokenRange | None:
    """Return the source an agency cites ("QNA reported, citing the minister")."""
    if not attribution.cue:
        return None
    parse = scene.parse
    verb = parse.tokens_of(attribution.cue[0])[1] - 1
    for kid in [*parse.children(verb, "advcl"), *parse.children(head, "advcl", "acl")]:
        if parse.lower[kid] in ("citing", "quoting") and kid != verb:
            noun = parse.child(kid, "dobj")
            return None if noun is None else source_spans.source_range(parse, noun, kid)
    return None

"""Names for "I" and "we" in statements: the speaker of a quotation, and the body spoken for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from claims.extract.lexicon.kinds import given_names
from claims.extract.phrasing.agreement import agree, spell_out
from claims.extract.phrasing.called import is_plural, shown
from claims.extract.phrasing.inflect import possessive
from claims.extract.speakers.roster import title_pronoun
from claims.extract.types import Speaker

_SINGULAR_FIRST = {"i": "", "me": "", "my": "'s", "mine": "'s", "myself": ""}
_PLURAL_FIRST = {"we": "", "us": "", "our": "'s", "ours": "'s", "ourselves": ""}
# "We" of a scholar is a team, not the whole house.
_WORKPLACE = re.compile(r"\b(?:University|College|Institute?|School|Hospital|Academy|Observatory|Museum)\b")


def first_person(doc: Doc, tokens: Sequence[int], speaker: Speaker, *, named: bool = False) -> dict[int, str]:
    """Return words for "I" and "we" of a quotation, and for the verbs that must agree."""
    instead: dict[int, str] = {}
    used: set[str] = {"i"} if named else set()
    for i in tokens:
        low = doc[i].lower_
        if low == "my" and i + 1 < len(doc) and doc[i + 1].lower_ in ("lord", "lady", "god"):
            continue
        if low in _SINGULAR_FIRST and doc[i].tag_ in ("PRP", "PRP$"):
            instead[i] = _own_name(speaker, low, again="i" in used)
            used.add("i")
            agree(doc, i, tokens, instead)
        elif low in _PLURAL_FIRST and doc[i].tag_ in ("PRP", "PRP$"):
            name, plural = _body(speaker)
            instead[i] = _owned(name, _PLURAL_FIRST[low]) if "we" not in used else _again(low, plural)
            used.add("we")
            if not plural or "we" not in used:
                agree(doc, i, tokens, instead)
            else:
                spell_out(doc, i, instead, plural=True)
    return instead


def _own_name(speaker: Speaker, low: str, *, again: bool) -> str:
    """Return what stands for "I", "me" or "my": a name, the second time a pronoun."""
    name = _self(speaker, again=again)
    if name in ("he", "she"):
        forms = {"i": name, "me": "him" if name == "he" else "her", "myself": "himself"}
        owned = {"he": "his", "she": "her"}[name]
        return forms.get(low, owned) if low != "myself" or name == "he" else "herself"
    return _owned(name, _SINGULAR_FIRST[low])


def _owned(name: str, mark: str) -> str:
    return possessive(name) if mark else name


def _self(speaker: Speaker, *, again: bool) -> str:
    """Return a speaker by name, the second time by pronoun or surname."""
    words = speaker.canonical.split()
    if not again:
        return shown(speaker)
    if speaker.kind == "person":
        given = given_names().get(words[0].lower(), "")
        pronoun = title_pronoun(f"{speaker.surface} {speaker.role}") or given
        if pronoun:
            return pronoun
    named = len(words) > 1 and all(w[:1].isupper() for w in (words[0], words[-1]))
    return words[-1] if named else f"the {words[-1]}" if words[-1].islower() else speaker.canonical


def _body(speaker: Speaker) -> tuple[str, bool]:
    """Return the body "we" speaks for and whether it is plural."""
    if speaker.kind != "person":
        name = shown(speaker)
        return name, is_plural(speaker)
    if speaker.organisation and not _WORKPLACE.search(speaker.organisation):
        return speaker.organisation, speaker.organisation.endswith("s")
    return f"{shown(speaker)} and colleagues", True


def _again(low: str, plural: bool) -> str:
    forms = {"we": "they", "us": "them", "our": "their", "ours": "theirs", "ourselves": "themselves"}
    single = {"we": "it", "us": "it", "our": "its", "ours": "its", "ourselves": "itself"}
    return (forms if plural else single)[low]

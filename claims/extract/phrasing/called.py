"""What a statement calls a source or a thing: "Ida Holt", "the union", "a freed soldier"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.lexicon.kinds import nations, nouns
from claims.extract.phrasing.wording import words_of
from claims.extract.reading.units import singular
from claims.extract.types import Speaker

_OF_NATIONS = ("ian", "ean", "ish", "ese", "ench", "can", "inian")
_COMMON = ("ed", "ing", "al", "ior", "ent", "ive", "ly", "er", "on", "ist", "ary", "unnamed")
_PLURALS = frozenset({"people", "police", "media"})
_PHRASE = 7  # words of a phrase that still reads as a name
_UNFIT = frozenset({"PRP$", "PRP", "WP$", "WDT", "WP"})
_INDEFINITE = frozenset("a an another some several many few most both".split())
_COUNTING = frozenset({"DT", "CD", "RB", "RBR", "RBS", "JJR", "JJS", "IN", "PDT"})
_LOOSE_ENDS = frozenset({"cc", "prep", "punct", "det", "case"})


def is_plural(speaker: Speaker) -> bool:
    """Whether a source is several people ("officials", "residents of Hale")."""
    if speaker.kind == "person":
        return False
    head = speaker.canonical.split(" of ")[0].split(" in ")[0].split(" with ")[0].split(" familiar")[0]
    last = head.split()[-1] if head.split() else ""
    if last.lower() in _PLURALS:
        return True
    if last[:1].isupper() and last.endswith("s") and last[:-1] in nations():
        return True
    plain = last.islower() or (" " not in head and singular(last) in nouns())
    return plain and last.endswith("s") and not last.endswith("ss") and last.lower() not in nouns()


def shown(speaker: Speaker) -> str:
    """Return a source as a statement names it: "Ida Holt", "the union", "a freed soldier"."""
    words = speaker.canonical.split()
    first = speaker.surface.split()[:1]
    bare = speaker.surface[4:] if first and first[0].lower() == "the" else ""
    if bare.lower() == speaker.canonical.lower() and speaker.kind != "person":
        return f"the {bare}"
    described = len(words) > 0 and words[-1].islower() and words[-1].isalpha()
    if described and words[0].lower() == "one" and len(words) > 1:
        return " ".join(["a", *words[1:]])
    if not described or is_plural(speaker) or words[0].lower() in ("the", "a", "an"):
        return speaker.canonical
    phrase = " ".join([_lowered(words[0]), *words[1:]])
    body = speaker.kind in ("government", "military", "organisation")
    if phrase[:1].isupper() and not words[0].endswith(_OF_NATIONS) and not (body and len(words) > 1):
        return phrase
    if first and first[0].lower() in ("a", "an", "one") and phrase[:1].islower():
        return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"
    return phrase if "'s" in phrase else f"the {phrase}"


def _lowered(word: str) -> str:
    """Return a word that only the start of a name made a capital of, in lower case."""
    common = word.lower() in nouns() or word.endswith(_COMMON)
    return word.lower() if common and not word.isupper() and not word.endswith(_OF_NATIONS) else word


def phrase_name(doc: Doc, noun: Token, phrase: Sequence[int], small: frozenset[str]) -> str:
    """Return a noun phrase as a definite name for its thing, or "" where it makes none.

    `small` are the words the article writes without a capital.
    """
    words, dated = [i for i in phrase if i <= noun.i or doc[i].dep_ != "punct"], False
    while (
        len(words) > 1
        and words[0] < noun.i
        and (doc[words[0]].ent_type_ == "DATE" or doc[words[0]].tag_ == "POS")
    ):
        words = words[1:]  # "today's exchange"
        dated = True
    if (
        any(doc[i].tag_ in _UNFIT or doc[i].ent_type_ == "DATE" for i in words)
        or not words
        or doc[words[-1]].dep_ in _LOOSE_ENDS
    ):
        return ""
    first, counted = doc[words[0]], any(doc[i].tag_ == "CD" and i < noun.i for i in words)
    if counted or first.lower_ in _INDEFINITE:
        while words and words[0] < noun.i and doc[words[0]].tag_ in _COUNTING:
            words = words[1:]
        first = doc[words[0]]
        text = "the " + _uncapped(doc, words, small)
    else:
        text = ("the " if dated else "") + _uncapped(doc, words, small)
    return text if len(words) <= _PHRASE and not any(doc[i].tag_ == "CD" for i in words) else ""


def _uncapped(doc: Doc, words: Sequence[int], small: frozenset[str]) -> str:
    """Return words without the capital that only the start of a sentence gave them."""
    text, first = words_of(doc, words), doc[words[0]]
    return text[:1].lower() + text[1:] if first.tag_ in ("DT", "PDT") or first.lower_ in small else text

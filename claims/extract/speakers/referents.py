"""What a description can point back to: bodies and offices the article has named more fully."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from claims.extract.lexicon.kinds import callings, capitals, is_institution, nouns
from claims.extract.reading.parse import Parse
from claims.extract.speakers.names import is_outside, named_entities

_PREMODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "punct", "case", "nummod"})
_LOOSE = frozenset("same other own new latest whole entire first last senior former".split())
_DETERMINERS = frozenset("the a an its their his her this that these those".split())
_COUNTS = frozenset("one two three four five six seven eight nine ten dozen several many some".split())
_IDLE = _LOOSE | _DETERMINERS | _COUNTS
_NUMERAL = re.compile(r"[\d.,]+$|(?:hundred|thousand|million|billion)$", re.I)
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A body or office as written at a token, without determiner."""

    token: int
    words: tuple[str, ...]
    is_subject: bool
    label: str = ""

    @property
    def text(self) -> str:
        """The phrase as written."""
        return " ".join(self.words)


@dataclass(slots=True)
class Referents:
    """Phrases in text order by their last word, names also by their first."""

    by_last: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    headlines: set[int] = field(default_factory=set)  # tokens of phrases in headlines
    by_first: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))

    def fuller(self, words: list[str], token: int) -> str:
        """Return the fullest earlier (else any) phrase that ends with `words`, or "".

        "air force" finds "Ukrainian air force"; "ministry" finds "civil defense ministry".
        """
        if not words:
            return ""
        tail = tuple(word.casefold() for word in words)
        longer = [
            phrase
            for phrase in self.by_last.get(tail[-1], [])
            if len(phrase.words) > len(tail)
            and tuple(word.casefold() for word in phrase.words[-len(tail) :]) == tail
        ]
        before = [phrase for phrase in longer if phrase.token < token]
        chosen = before[-1] if before else (longer[0] if longer else None)
        if chosen is None and len(words) == 1:
            return self._synonym(words[0].casefold(), token)
        return chosen.text if chosen else ""

    def _synonym(self, word: str, token: int) -> str:
        """Return the last body before `token` that another word stands for ("authority": a council)."""
        found = [
            phrase
            for last in callings().get(word, ())
            for phrase in self.by_last.get(last, [])
            if phrase.token < token and len(phrase.words) > 1 and phrase.token not in self.headlines
        ]
        return max(found, key=lambda phrase: phrase.token).text if found else ""

    def extended(self, words: list[str]) -> str:
        """Return the longest organisation name that begins with `words` ("Verada" -> "Verada Electric")."""
        head = tuple(word.casefold() for word in words)
        found = [
            phrase.text
            for phrase in self.by_first.get(head[0], [])
            if tuple(word.casefold() for word in phrase.words[: len(head)]) == head
        ]
        return max(found, key=len, default="")


def bare(text: str) -> str:
    """Return a phrase without its determiner and surrounding marks."""
    plain = re.sub(r"\s+", " ", text).strip(' ,;:.–—"“”')
    return _DETERMINER.sub("", plain)


def country_of(name: str) -> str:
    """Return the country a capital speaks for, or the name itself."""
    return capitals().get(name, name)


def collect(parse: Parse, excluded: frozenset[str] = frozenset()) -> Referents:
    """Return what the descriptions of an article can point to.

    A name whose last word, in lower case, is among `excluded` is no organisation of the story.
    """
    found = Referents()
    for token in range(len(parse)):
        if is_outside(parse, token):
            continue
        if parse.pos[token] in ("NOUN", "PROPN") and parse.lemma[token] in nouns():
            words = _premodified(parse, token)
            if parse.paragraphs[parse.paragraph[token]].kind == "headline":
                found.headlines.add(token)
            if len(words) > 1:
                _add(found, Phrase(token, tuple(words), parse.dep[token].startswith("nsubj")))
    for first, last, label in named_entities(parse):
        words = bare(parse.words((first, last))).split()
        named = label == "ORG" or (label == "PERSON" and is_institution(" ".join(words)))
        if not named or not words:
            continue
        if words[-1].casefold() not in excluded:
            words[-1] = re.sub(r"['’]s?$", "", words[-1])
            subject = any(parse.dep[token].startswith("nsubj") for token in range(first, last))
            _add(found, Phrase(last - 1, tuple(words), subject, label))
    for phrases in found.by_last.values():
        phrases.sort(key=lambda phrase: phrase.token)
    return found


def _add(found: Referents, phrase: Phrase) -> None:
    found.by_last[phrase.words[-1].casefold()].append(phrase)
    if phrase.label:
        found.by_first[phrase.words[0].casefold()].append(phrase)


def _premodified(parse: Parse, head: int) -> list[str]:
    """Return a noun with the words that narrow it, from the left."""
    first = head
    while (
        first > parse.left[head] and parse.dep[first - 1] in _PREMODIFIERS and parse.lower[first - 1] != ","
    ):
        first -= 1
    words = parse.words((first, head + 1)).replace("\n", " ").split()
    while words and (words[0].lower() in _IDLE or _NUMERAL.match(words[0])):
        words.pop(0)
    return words

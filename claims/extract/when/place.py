"""Where the event of a claim was: in its clause, at the head of its sentence, or where the event before was.

A place is a name behind a preposition of place; where a source sits, or a reporter, is no place of an event.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from claims.extract.cuts.atoms import Atom
from claims.extract.when.days import Days
from claims.extract.when.named_days import MONTHS, WEEKDAYS
from claims.extract.when.occasions import occasion

_AT = frozenset("in at near outside inside across off around throughout".split())
_SORTS = frozenset(
    "area borough capital city coast county district hamlet island municipality neighborhood neighbourhood"
    " part port province region resort state suburb town township valley village".split()
)
_NO_PLACE = frozenset({"PERSON", "NORP", "DATE", "TIME", "MONEY", "EVENT", "LAW", "LANGUAGE", "WORK_OF_ART"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_IN_COMPANIES = frozenset(
    "share stake stock interest holding investor investment trust faith confidence".split()
)
_FRONT = 12  # tokens at the head of a sentence


class Places:
    """Finds the places of the claims of one article, in text order."""

    def __init__(self, doc: Doc, cues: frozenset[int]) -> None:
        """Keep the parse; `cues` are the tokens of sources and cues."""
        self.doc, self.cues = doc, cues
        self._of_event: dict[Days, str] = {}

    def of(self, atom: Atom, days: Days | None, *, stated: bool) -> str | None:
        """Return the place of a claim; `stated`: its own words or sentence date it, the story does not."""
        place = self._first(atom.tokens) or self._fronted(atom)
        if place is None and days is not None and not stated:
            return self._of_event.get(days)
        if place is not None and days is not None and stated:
            self._of_event.setdefault(days, place)
        return place

    def _first(self, tokens: Iterable[int]) -> str | None:
        inside = frozenset(tokens)
        for i in sorted(inside - self.cues):
            token = self.doc[i]
            if token.lower_ in _AT and token.dep_ == "prep" and not self._of_thing(token):
                for name in (c for c in token.children if c.dep_ == "pobj" and c.i in inside):
                    if place := self._named(name):
                        return place
        return None

    def _fronted(self, atom: Atom) -> str | None:
        """Return the place at the head of the sentence, before the first verb ("In Ghent on Monday ...")."""
        first, end = atom.sentence
        head = range(first, min(end, first + _FRONT, atom.tokens[0]))
        verb = next((i for i in head if self.doc[i].pos_ in ("VERB", "AUX")), head.stop)
        return self._first(range(first, verb)) if len(head) else None

    def _of_thing(self, preposition: Token) -> bool:
        """Whether a name only describes a thing or somebody ("shares in Marne", "engineers at Marne")."""
        head = preposition.head
        if head.ent_type_ == "PERSON" or head.lemma_.lower() in _IN_COMPANIES:
            return True
        return preposition.lower_ == "at" and head.pos_ in ("NOUN", "PROPN") and not occasion(head)

    def _named(self, name: Token) -> str | None:
        """Return the words of a named place: "Marne", "northern Norrland", of "port of Lorne" the name."""
        if name.pos_ != "PROPN":
            inner = (g for c in name.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj")
            behind = (c for c in name.children if c.dep_ == "appos")
            named = next((t for t in (*inner, *behind) if t.pos_ == "PROPN"), None)
            if name.lemma_.lower() not in _SORTS:
                return None
            return self._named(named) if named is not None else self._with_sort(name)
        if name.ent_type_ in _NO_PLACE or name.lower_ in MONTHS or name.lower_ in WEEKDAYS:
            return None
        return self._words(name)

    def _with_sort(self, sort: Token) -> str | None:
        """Return "Kharkiv region" for a sort of place with its name before it."""
        return (
            self._words(sort)
            if any(c.pos_ == "PROPN" and c.dep_ in _MODIFIERS for c in sort.children)
            else None
        )

    def _words(self, name: Token) -> str:
        first = name.i
        while first > 0 and self.doc[first - 1].dep_ in _MODIFIERS and self.doc[first - 1].head == name:
            first -= 1
        return self.doc[first : name.i + 1].text

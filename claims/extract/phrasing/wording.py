"""The wording of a statement: words of the article, some left out, some replaced, written as one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

_PAIRS = {"“": "”", "(": ")", "[": "]"}
_SINGLE = (re.compile(r"(?<![\w'])'(?=[A-Za-z])"), re.compile(r"(?<=[\w.,!?])'(?![\w'])"))
_LOOSE_EDGES = " ,;:-–—"


@dataclass(slots=True)
class Wording:
    """Tokens of the article in the order of the statement, with replacements and insertions.

    `order` holds token indices; `instead` gives other words for a token ("" leaves it out); `before`
    gives words put in front of a token.
    """

    doc: Doc
    order: list[int]
    instead: dict[int, str] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)

    def drop(self, tokens: Iterable[int]) -> None:
        """Leave tokens out, and the commas that would be left alone."""
        gone = set(tokens)
        self.order = [i for i in self.order if i not in gone]

    def length(self) -> int:
        """Return the number of words, counted without writing the line."""
        count, previous, counted = 0, -1, False
        for i in self.order:
            token = self.doc[i]
            word, lead = self.instead.get(i, token.text), self.before.get(i, "")
            if not word and not lead:
                continue
            glued = i == previous + 1 and previous >= 0 and not self.doc[previous].whitespace_
            if not glued or lead:
                counted = False
            previous = i
            if lead:
                count += len(lead.split())
            more = len(word.split()) if not token.is_punct or i in self.instead else 0
            if more and not word.startswith(("'", "n't", "%")):
                count += more - (counted and not word.startswith(" "))
                counted = True
        return count

    def text(self) -> str:
        """Return the line: spaces as in the article, no loose marks, capital first."""
        pieces: list[str] = []
        previous: int | None = None
        for i in self.order:
            word = self.instead.get(i, self.doc[i].text)
            lead = self.before.get(i, "")
            if not word and not lead:
                continue
            glued = previous is not None and i == previous + 1 and not self.doc[previous].whitespace_
            pieces.append(("" if glued else " ") + (f"{lead} {word}".strip() if lead else word))
            previous = i
        return tidy("".join(pieces))


def tidy(line: str) -> str:
    """Return a line with single spaces, marks where they belong and pairs closed."""
    line = re.sub(r"\s+", " ", line.replace("’", "'").replace("‘", "'")).strip()
    line = re.sub(r"\s+(?=[,;:.!?)\]%]|'s\b|'(?:re|ve|ll|d|m)\b|n't\b)", "", line)
    line = re.sub(r"(?<=[(\[$£€“])\s+|\s+(?=”)", "", line)
    line = re.sub(r"\s*\(\W*\)|\s*“\W*”", "", line)
    line = re.sub(r",(?:\s*,)+", ",", line)
    line = re.sub(r"\s[-–—]+\s*(?=,|$)", "", line)
    line = _closed(line.strip(_LOOSE_EDGES)).strip(_LOOSE_EDGES)
    return line[:1].upper() + line[1:]


def _closed(line: str) -> str:
    """Return a line whose quotation marks and brackets come in pairs."""
    for opening, closing in _PAIRS.items():
        opened, shut = line.count(opening), line.count(closing)
        if opened > shut:
            line += closing * (opened - shut)
        elif shut > opened:
            line = line.replace(closing, "", shut - opened)
    opened, shut = (len(mark.findall(line)) for mark in _SINGLE)
    if opened > shut:
        line += "'"
    if line.count('"') % 2:
        at = line.rindex('"')
        ends = at == len(line) - 1 or line[at + 1] in " ,.;:"
        line = line[:at] + line[at + 1 :] if ends or line.count('"') > 1 else line + '"'
    return line


def subtree(doc: Doc, token: int, within: frozenset[int]) -> list[int]:
    """Return the tokens below a token, itself included, that are in `within`."""
    return [t.i for t in doc[token].subtree if t.i in within]


def join(*parts: str) -> str:
    """Return parts as one line, the empty ones left out."""
    return tidy(" ".join(part for part in parts if part))


def words_of(doc: Doc, tokens: Sequence[int], instead: Mapping[int, str] | None = None) -> str:
    """Return tokens as text without capital or tidying of pairs."""
    line = Wording(doc, list(tokens), dict(instead or {})).text()
    if tokens and line and doc[tokens[0]].text[:1].islower() and tokens[0] not in (instead or {}):
        return line[:1].lower() + line[1:]
    return line

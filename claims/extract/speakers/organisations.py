"""The bodies an article names, what it calls them, and which of them a description means.

"The airline" is the body that the article introduced as one, or whose name says so; else, for the plain
words of business, the body spoken of most and last. Media that were told something and the places where
people post are bodies, but never the one a story is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.extract.lexicon.cues import cue_of
from claims.extract.lexicon.kinds import (
    MEDIA_NOUNS,
    callings,
    capitals,
    given_names,
    is_institution,
    is_medium,
    kind_of,
    nations,
    nouns,
    titles,
)
from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers.introductions import Introduction
from claims.extract.speakers.names import named_entities
from claims.extract.types import SourceKind

_BODY_KINDS = frozenset({"organisation", "government", "military"})
_OF_STATE = frozenset(
    "ministry minister army navy government parliament president premier ambassador embassy king".split()
)
_UNSURE = frozenset({"", "PERSON", "PRODUCT"})
_PLAIN = frozenset({"company", "firm", "group", "business"})
_TOLD = frozenset({"tell", "inform"})
_MANY = 6  # mentions beyond these add nothing
_DOUBT = 2.0
_FAR = 8  # sentences


@dataclass(slots=True)
class Organisation:
    """A named body: where it is mentioned (head tokens), whether as subject, and what it is called."""

    name: str
    kind: SourceKind
    mentions: list[int] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    medium: bool = False
    weak: bool = False  # nothing says that it is a body but that it is no person or place

    @property
    def callings(self) -> set[str]:
        """The nouns it goes by, the last word of its name among them."""
        return self.called | {self.name.split()[-1].lower()}


@dataclass(slots=True)
class Organisations:
    """The named bodies of an article, found by name or by description."""

    parse: Parse
    known: dict[str, Organisation] = field(default_factory=dict)
    by_token: dict[int, Organisation] = field(default_factory=dict)

    def at(self, token: int) -> Organisation | None:
        """Return the body that is named with its head at a token, or None."""
        return self.by_token.get(token)

    def named(self, name: str) -> Organisation | None:
        """Return the body of a name, or the one whose name begins with it."""
        key = name.casefold()
        if key in self.known:
            return self.known[key]
        longer = [body for known, body in self.known.items() if known.startswith(key + " ")]
        return max(longer, key=lambda body: len(body.name), default=None)

    def called(self, noun: str, token: int) -> Organisation | None:
        """Return the body that "the `noun`" at a token means, or None."""
        found = [body for body in self.known.values() if body.mentions and body.mentions[0] < token]
        exact = [body for body in found if noun in body.callings]
        fitting = exact or [body for body in found if _may_be_called(body, noun)]
        return max(fitting, key=lambda body: self._salience(body, token), default=None)

    def _salience(self, body: Organisation, token: int) -> float:
        """Return how much a body is in the reader's mind at a token: often, lately, as a subject."""
        before = bisect_left(body.mentions, token)
        last = body.mentions[before - 1]
        distance = min(_FAR, self.parse.sentence[token] - self.parse.sentence[last])
        subject = last in body.subjects
        return 0.5 * min(_MANY, before) + 1.5 * subject - 0.5 * distance - _DOUBT * body.weak


def _may_be_called(body: Organisation, noun: str) -> bool:
    """Whether a description fits a body that the article never called so."""
    if body.callings & callings().get(noun, frozenset()):
        return True
    known = body.called & nouns().keys()
    return noun in _BUSINESS and not known and body.kind == "organisation" and not body.medium


_BUSINESS = _PLAIN | frozenset(
    "airline bank lender insurer brand carmaker chain drugmaker maker manufacturer operator retailer startup"
    " supplier developer carrier publisher contractor utility".split()
)


def collect(
    parse: Parse,
    runs: Iterable[TokenRange],
    introduced: Iterable[Introduction],
    excluded: frozenset[str],
) -> Organisations:
    """Return the named bodies of an article; names of people and of the outlet (`excluded`) are none."""
    found = Organisations(parse)
    for first, last, label in named_entities(parse):
        name = _plain(parse.words((first, last)))
        if not name or name.split()[-1].casefold() in excluded:
            continue
        if label == "ORG" or (label in ("PERSON", "GPE") and is_institution(name)):
            _add(found, name, "ORG")
    for introduction in introduced:
        name = _plain(parse.words(introduction.name))
        if introduction.noun.person or introduction.noun.kind not in (
            "organisation",
            "government",
            "military",
        ):
            continue
        if name.split()[-1].casefold() in excluded:
            continue
        body = _add(found, name, "")
        body.weak = False
        body.called.add(parse.lemma[introduction.token])
        body.kind = introduction.noun.kind
        body.medium = body.medium or _names_a_medium(parse, introduction.token)
    runs = list(runs)
    for run in runs:
        if _employs(parse, run):
            _add(found, _plain(parse.words(run)), "ORG")
        name = _plain(parse.words(run))
        if _may_be_a_body(parse, run) and name.casefold() not in excluded and found.named(name) is None:
            _add(found, name, "").weak = True
    _note_mentions(parse, found, runs)
    return found


def _employs(parse: Parse, run: TokenRange) -> bool:
    """Whether a name is where somebody works, or what shares are of ("engineers at Cobrex", "shares in")."""
    prep = parse.head[run[1] - 1]
    if parse.dep[run[1] - 1] != "pobj" or prep >= run[0]:
        return False
    noun = parse.head[prep]
    known = nouns().get(parse.lemma[noun])
    works = parse.lower[prep] == "at" and known is not None and known.person
    return works or (parse.lower[prep] == "in" and parse.lemma[noun] in ("share", "stake"))


def _may_be_a_body(parse: Parse, run: TokenRange) -> bool:
    """Whether a single name that nothing explains may be a body: it acts or is acted on, and is no place."""
    token = run[0]
    word = parse.word(token)
    if run[1] - token > 1 or parse.entity[token] not in _UNSURE or not word[1:].islower():
        return False
    opens = token == parse.sentence_range(token)[0]
    if (opens and not parse.entity[token]) or _is_otherwise_explained(parse, token):
        return False  # the capital may only open the sentence
    if word.lower() in given_names() or word.lower() in titles() or word in nations() or word in capitals():
        return False
    return parse.dep[token].startswith("nsubj") or parse.dep[token] in ("dobj", "agent", "pobj", "poss")


def _is_otherwise_explained(parse: Parse, token: int) -> bool:
    """Whether the noun before a name says that it is no body ("the river Tarn", "the liner Alba")."""
    noun = token - 1
    if noun < 0 or parse.pos[noun] != "NOUN" or token not in (parse.head[noun], *parse.kids[noun]):
        return False
    known = nouns().get(parse.lemma[noun])
    return known is None or known.person


def _rules(parse: Parse, first: int, last: int) -> bool:
    """Whether a name owns a ministry, an army or the like, as a country does ("Velmara's president")."""
    above = parse.head[last - 1]
    return parse.dep[last - 1] == "poss" and above >= last and parse.lemma[above] in _OF_STATE


def _add(found: Organisations, name: str, label: str) -> Organisation:
    """Return the body of a name, made on first sight; a longer form of a known name takes its place."""
    known = found.named(name)
    if known is not None and label:
        known.weak = False
    if known is None:
        key = name.casefold()
        shorter = next((body for short, body in found.known.items() if key.startswith(short + " ")), None)
        kind = kind_of(name, name.split()[-1].lower(), plural=False, label=label or "ORG")
        known = shorter or Organisation(name, kind, medium=is_medium(name))
        known.name = name
        found.known[key] = known
    return known


def _note_mentions(parse: Parse, found: Organisations, runs: Iterable[TokenRange]) -> None:
    """Note where the bodies are named as themselves, not as part of another name or noun."""
    for first, last in runs:
        body = found.named(_plain(parse.words((first, last))))
        if body is None:
            continue
        head = last - 1
        above = parse.head[head]
        if parse.dep[head] == "compound" and parse.pos[above] == "NOUN":
            continue
        if _rules(parse, first, last):
            body.kind = "government"
        body.mentions.append(head)
        found.by_token[head] = body
        if is_subject(parse, head):
            body.subjects.append(head)
        if _is_told(parse, head):
            body.medium = True


def is_subject(parse: Parse, token: int) -> bool:
    """Whether a name is a subject, in apposition to one, or inside one as owner or object of "in"."""
    for _ in range(4):
        if parse.dep[token].startswith("nsubj"):
            return True
        if parse.dep[token] not in ("compound", "appos", "flat", "poss", "pobj", "prep"):
            return False
        token = parse.head[token]
    return False


def _is_told(parse: Parse, token: int) -> bool:
    """Whether a name is the hearer of "told" or the place where something was posted."""
    above = parse.head[token]
    if parse.dep[token] in ("appos", "compound"):
        above = parse.head[above]
    if parse.dep[token] in ("dobj", "dative", "appos") and parse.lemma[above] in _TOLD:
        return True
    return parse.dep[token] == "pobj" and parse.lower[above] == "on" and _tells(parse, parse.head[above])


def _tells(parse: Parse, token: int) -> bool:
    """Whether a word is a verb of reporting or a vehicle of it ("wrote on", "a post on")."""
    return any(cue_of(part, parse.lemma[token]) for part in ("verb", "vehicle"))


def _names_a_medium(parse: Parse, noun: int) -> bool:
    """Whether a calling is that of news: "newspaper", "news agency"."""
    news = any(parse.lower[kid] in ("news", "press") for kid in parse.children(noun, "compound", "amod"))
    return news or parse.lemma[noun] in MEDIA_NOUNS


def _plain(words: str) -> str:
    """Return a name without article, line break and possessive."""
    return re.sub(r"^(?:[Tt]he|[Aa]n?) |['’]s?$", "", re.sub(r"\s+", " ", words).strip())

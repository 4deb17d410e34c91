"""The people of an article: full names with role, organisation and pronoun, found by any mention."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.extract.lexicon.kinds import given_names, is_institution, nations, titles
from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers.introductions import Introduction
from claims.extract.speakers.names import HONOURS, glued, named_entities, without_office

PEOPLE = "people"  # key of what a parsed text keeps its people under
_HE_ROLE = re.compile(
    r"\b(?:spokesman|chairman|widower|father|son|brother|husband|uncle|man|boy|grandfather)\b", re.I
)
_SHE_ROLE = re.compile(
    r"\b(?:spokeswoman|chairwoman|widow|mother|daughter|sister|wife|aunt|woman|girl|grandmother|gran|great-gran)\b",
    re.I,
)
_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_OLDEST = 116
_NEAR = 6
_ROLE_END = re.compile(r"\s*(?:,|;|–|—|\(|\bwho\b|\bwhich\b|\bwhose\b).*$", re.S)
_STATE_OFFICES = frozenset("president premier chancellor minister ambassador king queen".split())
_DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our|my|this|that|former|one)\s+", re.I)


@dataclass(slots=True)
class Person:
    """Someone with a full name; `mentions` are token numbers of where the name stands."""

    name: str
    role: str = ""
    organisation: str = ""
    pronoun: str = ""
    mentions: list[int] = field(default_factory=list)
    surfaces: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Roster:
    """The people of an article by name, and by every word of their names."""

    people: list[Person] = field(default_factory=list)
    by_name: dict[str, Person] = field(default_factory=dict)
    by_word: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str) -> Person:
        """Return the person of a full name, made on first sight."""
        key = name.casefold()
        if key not in self.by_name:
            person = Person(name, pronoun=given_names().get(name.split()[0].lower(), ""))
            self.by_name[key] = person
            self.people.append(person)
            for word in {key.split()[0], key.split()[-1]}:
                self.by_word[word].append(person)
        return self.by_name[key]

    def find(self, words: list[str], pronoun: str = "") -> Person | None:
        """Return the person a name or part of one points at: full name, then surname, then given name.

        `pronoun` is what a title before the name shows; it tells namesakes apart.
        """
        if not words:
            return None
        full = self.by_name.get(" ".join(words).casefold())
        if full is not None:
            return full
        known = self.by_word.get(words[-1].casefold(), []) if len(words) == 1 else self._same_ends(words)
        surname = [p for p in known if p.name.split()[-1].casefold() == words[-1].casefold()]
        shown = [p for p in surname if pronoun and p.pronoun == pronoun]
        return next(iter(shown or surname or known), None)

    def _same_ends(self, words: list[str]) -> list[Person]:
        """Return people with the same first and last name, middle names apart."""
        first, last = words[0].casefold(), words[-1].casefold()
        return [
            person
            for person in self.by_word.get(last, [])
            if person.name.split()[0].casefold() == first and person.name.split()[-1].casefold() == last
        ]


def name_words(text: str) -> list[str]:
    """Return the words of a personal name without titles, possessive and brackets."""
    words = re.sub(r"\(.*?\)|['’]s\b|[\"“”,]", "", text).split()
    while words and words[0].rstrip(".").lower() in titles():
        words.pop(0)
    while len(words) > 1 and words[-1].rstrip(".") in HONOURS:
        words.pop()
    return words


def title_pronoun(text: str) -> str:
    """Return the pronoun a title or role shows ("Ms", "spokesman"), or ""."""
    known = [titles().get(word.rstrip(".").lower()) for word in text.split()[:3]]
    shown = {title.pronoun for title in known if title is not None}
    if "he" in shown or _HE_ROLE.search(text):
        return "he"
    return "she" if "she" in shown or _SHE_ROLE.search(text) else ""


def collect(parse: Parse, runs: Iterable[TokenRange], introduced: Iterable[Introduction]) -> Roster:
    """Return everyone the article names in full, with what it says of them."""
    roster = Roster()
    runs, introduced = list(runs), list(introduced)
    named = [intro.name for intro in introduced if intro.noun.person]
    named += [run for run in runs if _is_plainly_a_person(parse, run)]
    found: list[tuple[TokenRange, list[str]]] = [
        (name, name_words(parse.words(name))) for name in (without_office(parse, run) for run in named)
    ]
    for first, last, label in named_entities(parse):
        if label == "PERSON":
            spread = _spread(parse, first, last)
            found.append((spread, name_words(parse.words(spread))))
    for tokens, words in sorted(found):
        if 2 <= len(words) <= 5 and words[-1][:1].isupper() and not is_institution(" ".join(words)):
            note_person(parse, roster, tokens, words)
    for intro in introduced:
        words = name_words(parse.words(intro.name))
        alone = len(words) == 1 and intro.noun.person and words[0][1:].islower()
        if alone and parse.entity[intro.name[0]] in ("", "PERSON") and roster.find(words) is None:
            note_person(parse, roster, intro.name, words)
    seen = {token for person in roster.people for token in person.mentions}
    for tokens, words in [*found, *((run, name_words(parse.words(run))) for run in runs)]:
        if len(words) == 1 and tokens[0] not in seen:
            seen.add(tokens[0])
            _note_mention(parse, _by_surname(parse, roster, tokens, words), tokens)
    return roster


def _by_surname(parse: Parse, roster: Roster, tokens: TokenRange, words: list[str]) -> Person | None:
    """Return the person of a surname, one of its own when only a title says that it is somebody's."""
    before = parse.lower[tokens[0] - 1] if tokens[0] else ""
    known = roster.find(words, title_pronoun(f"{before} {parse.words(tokens)}"))
    if known is not None:
        return known if known.name.split()[-1] == words[0] or parse.entity[tokens[0]] == "PERSON" else None
    title = titles().get(parse.words(tokens).split()[0].rstrip(".").lower())
    titled = title is not None and title.group == "address"
    return roster.add(words[0]) if titled else None


def _is_plainly_a_person(parse: Parse, run: TokenRange) -> bool:
    """Whether a name has an age behind it, or opens with a given name and is not known as a place."""
    after = run[1]
    aged = (
        after + 1 < len(parse)
        and parse.lower[after] in (",", "(")
        and parse.pos[after + 1] == "NUM"
        and parse.lower[after + 1].isdigit()
        and 5 <= int(parse.lower[after + 1]) < _OLDEST
        and after + 2 < len(parse)
        and parse.lower[after + 2] in (",", ".", ")")
    )
    first, last = without_office(parse, run)
    given = parse.lower[first] in given_names() and last - first > 1
    return aged or (given and parse.entity[last - 1] not in _PLACES)


def _spread(parse: Parse, first: int, last: int) -> TokenRange:
    """Return an entity stretched over hyphens and name parts that the model cut off."""
    while last + 1 < len(parse) and glued(parse, last):
        last += 2
    while first >= 2 and glued(parse, first - 1):
        first -= 2
    return first, min(last, len(parse))


def note_person(parse: Parse, roster: Roster, tokens: TokenRange, words: list[str]) -> Person:
    """Add a full name at `tokens` to the roster with role, organisation and pronoun."""
    person = roster.find(words) or roster.add(" ".join(words))
    _note_mention(parse, person, tokens)
    head = _root(parse, tokens)
    role = role_of(parse, head, tokens) or _office_title(parse, tokens)
    person.nations |= _nations_in(parse, head)
    if role and not person.role:
        person.role = role
        person.organisation = organisation_in(parse, head, tokens)
    person.pronoun = title_pronoun(role) or person.pronoun
    return person


def _note_mention(parse: Parse, person: Person | None, tokens: TokenRange) -> None:
    if person is None:
        return
    person.mentions.append(tokens[0])
    person.surfaces.add(parse.words(tokens))
    before = parse.lower[tokens[0] - 1] if tokens[0] else ""
    person.pronoun = title_pronoun(f"{before} {parse.words(tokens)}") or person.pronoun


def _root(parse: Parse, tokens: TokenRange) -> int:
    """Return the token of a range that hangs on something outside it; the last one if several."""
    inside = range(*tokens)
    roots = [token for token in inside if parse.head[token] not in inside or parse.head[token] == token]
    return roots[-1] if roots else tokens[1] - 1


def _office_title(parse: Parse, name: TokenRange) -> str:
    """Return the office written as a title before a name ("President Ilse Brandt")."""
    first = name[0]
    while first > 0 and parse.lower[first - 1].rstrip(".") in titles() and parse.pos[first - 1] == "PROPN":
        first -= 1
    word = parse.words((first, name[1])).split()[0].rstrip(".")
    title = titles().get(word.lower())
    return word if title is not None and title.group == "office" else ""


def _nations_in(parse: Parse, head: int) -> set[str]:
    """Return the nations a phrase ties to a person ("Kenya's Faith Chelimo", "the Pole Hanna Wrona")."""
    words = {parse.word(token) for token in range(parse.left[head], min(parse.right[head], head + _NEAR))}
    return {nations()[word] for word in words if word in nations()} | (words & set(nations().values()))


def role_of(parse: Parse, head: int, name: TokenRange) -> str:
    """Return what the article calls a person next to the name: before it or in apposition."""
    before = parse.words((parse.left[head], name[0])) if parse.left[head] < name[0] else ""
    if not before and parse.dep[head] == "appos" and parse.head[head] < head:
        before = parse.words((parse.left[parse.head[head]], name[0]))
    role = clean_role(before)
    if role:
        return role
    for kid in parse.children(head, "appos"):
        if kid > head and parse.pos[kid] == "NOUN":
            return clean_role(_ROLE_END.sub("", parse.words(parse.subtree(kid))))
    return ""


def clean_role(words: str) -> str:
    """Return a role without determiners, titles, line breaks and the marks around it."""
    role = re.sub(r"\s+", " ", words.rsplit("\n", 1)[-1]).strip(" ,;:–—-\"“”'")
    while (shorter := _DETERMINER.sub("", role)) != role:
        role = shorter
    if not role or role.rstrip(".").lower() in titles() or len(role.split()) > 10:
        return ""
    return role if re.search(r"[a-z]{3}", role) else ""


def organisation_in(parse: Parse, head: int, name: TokenRange) -> str:
    """Return the body a person speaks for: the proper name within the role or behind "of" and "at"."""
    bases = [head, *parse.children(head, "appos")]
    if parse.dep[head] == "appos":
        bases.append(parse.head[head])
    first = min(parse.left[base] for base in bases)
    last = max(parse.right[base] for base in bases)
    for start, end, label in parse.entities_within(first, last):
        words = re.sub(r"^[Tt]he |['’]s$", "", parse.words((start, end)))
        outside = not (start < name[1] and end > name[0])
        if label in ("ORG", "GPE", "FAC") and outside and words not in nations():
            return words
    return _leading_name(parse, first, name) or _nation(parse, first, name)


def _nation(parse: Parse, first: int, name: TokenRange) -> str:
    """Return the nation an office of state speaks for ("the Ukrainian president"), or ""."""
    role = [parse.lower[token] for token in range(first, name[0])]
    if not _STATE_OFFICES & set(role):
        return ""
    return next((nations()[w] for t in range(first, name[0]) if (w := parse.word(t)) in nations()), "")


def _leading_name(parse: Parse, first: int, name: TokenRange) -> str:
    """Return proper nouns that open the role ("Kremlin aide ...")."""
    while first < name[0] and parse.pos[first] in ("DET", "PRON"):
        first += 1
    last = first
    while last < name[0] and parse.pos[last] == "PROPN" and parse.entity[last] != "NORP":
        if parse.word(last) in nations():
            return ""
        last += 1
    words = parse.words((first, last)) if last > first else ""
    plain = last < name[0] and parse.pos[last] in ("NOUN", "PART")
    return words if plain and words.rstrip(".").lower() not in titles() else ""

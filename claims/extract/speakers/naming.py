"""Which person of the article a noun phrase names, by name or by office."""

from __future__ import annotations

import re

from claims.extract.lexicon.kinds import given_names, is_institution, nations, nouns, titles
from claims.extract.reading.parse import TokenRange
from claims.extract.speakers import roster
from claims.extract.speakers.names import name_run, without_office
from claims.extract.speakers.scene import PLURAL_TAGS, Scene, head_of

_AGED = re.compile(r"the \d{1,3}-year-old$", re.I)
_PARENT = re.compile(r"the (?:mother|father|mum|mom|dad)[- ]of[- ]\w+$", re.I)
_ARTICLES = ("a", "an", "another")
_NEAR = 3  # sentences
_BODY_LABELS = frozenset({"ORG", "GPE", "FAC", "LOC", "PRODUCT"})


def personal_name(scene: Scene, tokens: TokenRange) -> TokenRange | None:
    """Return the run of a personal name in a noun phrase: its head, or in apposition to an office."""
    parse = scene.parse
    head = head_of(parse, tokens)
    for token in _heads(scene, tokens, head):
        run = name_run(parse, token)
        if run is not None and _is_personal(scene, run):
            return without_office(parse, run)
    return None


def _heads(scene: Scene, tokens: TokenRange, head: int) -> list[int]:
    """Return where a phrase may hold the name: its head, an apposition, the name its noun introduces."""
    named = scene.named.get(head)
    if named is not None:
        return [head, named[1] - 1]
    return [t for t in (head, *scene.parse.children(head, "appos")) if tokens[0] <= t < tokens[1]]


def _is_personal(scene: Scene, run: TokenRange) -> bool:
    """Whether a run of proper nouns names a person and not a body or place."""
    parse = scene.parse
    text = parse.words(run)
    body = scene.bodies.named(text)
    if is_institution(text) or "\n" in text or (body is not None and body.called):
        return False
    labels = {parse.entity[token] for token in range(*run)}
    if "PERSON" in labels:
        return True
    if text.split()[0].lower() in given_names() and run[1] - run[0] > 1:
        return True
    titled = text.split()[0].rstrip(".").lower() in titles()
    office = run[0] > 0 and parse.pos[run[0] - 1] == "NOUN" and parse.lemma[run[0] - 1] in nouns()
    return titled or (not labels & _BODY_LABELS) or (office and nouns()[parse.lemma[run[0] - 1]].person)


def named_person(scene: Scene, tokens: TokenRange, head: int) -> roster.Person | None:
    """Return the person a noun phrase names by full name, surname or given name."""
    parse = scene.parse
    for token in _heads(scene, tokens, head):
        run = name_run(parse, token)
        if run is None:
            if parse.word(token).istitle() and (found := scene.people.find([parse.word(token)])):
                return found
            continue
        words = roster.name_words(parse.words(without_office(parse, run)))
        shown = roster.title_pronoun(parse.words(run))
        found = scene.people.find(words, shown) or scene.people.find(words[-2:], shown)
        found = found or scene.people.find(words[-1:], shown)
        if found is not None and (len(words) == 1 or not is_institution(" ".join(words))):
            return found
    return None


def _of_nation(scene: Scene, token: int, nation: str) -> roster.Person | None:
    """Return the person "the Korean" means: of that nation, else the last without one."""
    if scene.parse.tag[token] in PLURAL_TAGS or scene.parse.lower[token - 1] != "the":
        return None
    before = [person for at, person in scene.mentions if at < token]
    own = [person for person in before if nation in person.nations]
    return next(iter([*own[::-1], *(p for p in before[::-1] if not p.nations)]), None)


def described_person(scene: Scene, tokens: TokenRange, head: int) -> roster.Person | None:
    """Return the person whose role a definite description repeats ("the minister")."""
    parse = scene.parse
    noun = nouns().get(parse.lemma[head])
    if _AGED.match(parse.words(tokens)) or _PARENT.match(parse.words(tokens)):
        return _last_named(scene, head)
    nation = nations().get(parse.word(head))
    if nation is not None:
        return _of_nation(scene, head, nation)
    if parse.tag[head] in PLURAL_TAGS or parse.lower[tokens[0]] not in ("the", "this", "that"):
        return None
    if noun is not None and not noun.person:
        return None
    office = parse.lemma[head]
    wanted = {parse.lemma[token] for token in range(tokens[0] + 1, head + 1) if parse.is_word(token)}
    best: tuple[int, roster.Person] | None = None
    for person in scene.people.people:
        words = set(re.findall(r"\w+", person.role.lower()))
        if noun is None and not person.role.lower().endswith(office):
            continue  # "the shire" is not its mayor
        if office in words and (wanted <= words or words <= wanted):
            distance = min(abs(head - at) for at in person.mentions)
            if best is None or distance < best[0]:
                best = distance, person
    if best is None and noun is not None and noun.epithet and not _is_introduced(scene, head):
        return _last_named(scene, head)
    return best[1] if best else None


def _last_named(scene: Scene, token: int) -> roster.Person | None:
    """Return the person named last, a few sentences before a token at most."""
    sentence = scene.parse.sentence
    for at, person in reversed(scene.mentions):
        if at < token:
            return person if sentence[token] - sentence[at] <= _NEAR else None
    return None


def _is_introduced(scene: Scene, head: int) -> bool:
    """Whether the article spoke of one such before without a name ("a striker")."""
    parse = scene.parse
    for token in range(head):
        if parse.lemma[token] == parse.lemma[head] and parse.lower[parse.left[token]] in (
            "a",
            "an",
            "another",
        ):
            return not any(parse.pos[kid] == "PROPN" for kid in parse.children(token, "appos"))
    return False

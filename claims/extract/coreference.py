"""Who a source is: from the words of the article to a name, a kind, a role and an organisation.

Sources are resolved in text order, each with what was heard before it: a surname finds the full name, a
role or epithet the name it went with, a pronoun the speaker or subject before it, an unnamed spokesperson
the body, a statement its author. Identity that the article keeps back is kept back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from claims.extract import referents, roster, subjects
from claims.extract.contents import is_vehicle
from claims.extract.kinds import given_names, is_institution, is_withheld, kind_of, nouns
from claims.extract.parse import Parse, TokenRange, read
from claims.extract.types import Attribution, Speaker

UNSPECIFIED = Speaker(surface="", canonical="unspecified", kind="anonymous")
_SINGULAR = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_THING = frozenset({"it", "its", "itself", "this", "that", "which"})
_PLURAL = frozenset({"they", "their", "them", "both", "these", "those", "others", "all", "some", "many"})
_OWN = frozenset({"i", "we", "us", "our", "me"})
_PARTITIVE = frozenset("one two three some both another neither either several many".split())
_COUNTS = frozenset("two three four five six seven eight nine ten several some many".split())
_OFFICES = frozenset(
    "attorney chief executive secretary director minister spokesman spokeswoman officer".split()
)
_SPOKESPERSON = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople", "representative"})
_BODY_LABELS = frozenset({"ORG", "GPE", "FAC", "LOC", "PRODUCT"})
_PLURAL_TAGS = ("NNS", "NNPS")
# How far back, in sentences, a pronoun looks for a person.
_WINDOW = 12
_MENTIONS = 60
_ORGANISATION_REACH = 150


@dataclass(slots=True)
class _Heard:
    """A speaker heard at a token."""

    token: int
    speaker: Speaker
    pronoun: str


@dataclass(slots=True)
class _Scene:
    """All that the resolution of one source may look at."""

    parse: Parse
    people: roster.Roster
    things: referents.Referents
    outlet: str
    heard: list[_Heard] = field(default_factory=list)
    mentions: list[tuple[int, roster.Person]] = field(default_factory=list)


def resolve_speakers(doc: Any, attributions: list[Attribution], *, outlet: str = "") -> list[Attribution]:
    """Return the attributions with `speaker` and `via` filled in.

    A source that nobody is named for ("it is believed") gets the canonical name "unspecified"; a
    continuation takes the speaker of the attribution it follows. `outlet` is the publishing outlet.
    """
    parse = read(doc)
    if parse is None:
        return attributions
    people = roster.collect(parse)
    scene = _Scene(parse, people, referents.collect(parse, _not_bodies(people, outlet)), outlet)
    _note_named_sources(scene, attributions)
    everyone = scene.people.people
    scene.mentions = [(token, person) for person in everyone for token in person.mentions]
    scene.mentions.sort(key=_token_of)
    resolved: list[Attribution] = []
    for attribution in attributions:
        resolved.append(_resolved(scene, attribution, resolved))
    return _with_aliases(scene, resolved)


def _not_bodies(people: roster.Roster, outlet: str) -> frozenset[str]:
    """Return the names, in lower case, that are no organisation of the story: people and the outlet."""
    names = {word.casefold() for person in people.people for word in person.name.split()}
    return frozenset(names | {word.casefold() for word in referents.bare(outlet).split()} - {""})


def _token_of(mention: tuple[int, roster.Person]) -> int:
    return mention[0]


def _note_named_sources(scene: _Scene, attributions: list[Attribution]) -> None:
    """Add to the roster the people named as sources whom the entity recogniser missed."""
    for attribution in attributions:
        for span in attribution.source or ():
            tokens = scene.parse.tokens_of(span)
            if tokens[0] >= tokens[1]:
                continue
            run = _personal_name(scene, tokens)
            words = [] if run is None else roster.name_words(scene.parse.words(run))
            if run is not None and 2 <= len(words) <= 5:
                roster.note_person(scene.parse, scene.people, run, words)


def _resolved(scene: _Scene, attribution: Attribution, earlier: list[Attribution]) -> Attribution:
    """Return one attribution with speaker and via."""
    if attribution.follows is not None and attribution.follows < len(earlier):
        opener = earlier[attribution.follows]
        return replace(attribution, speaker=opener.speaker, via=opener.via)
    if not attribution.source:
        return replace(attribution, speaker=UNSPECIFIED)
    tokens = scene.parse.tokens_of((attribution.source[0][0], attribution.source[-1][1]))
    if tokens[0] >= tokens[1]:
        return replace(attribution, speaker=UNSPECIFIED)
    head = _head(scene.parse, tokens)
    speaker = _speaker(scene, tokens, head)
    via = list(_told_outlets(scene, attribution))
    quoted = _cited(scene, attribution, head)
    if quoted is not None:
        via.append(speaker.canonical)
        speaker = _speaker(scene, quoted, _head(scene.parse, quoted))
    _remember(scene, head, speaker)
    return replace(attribution, speaker=speaker, via=tuple(via))


def _head(parse: Parse, tokens: TokenRange) -> int:
    """Return the head token of a noun phrase: the first that hangs on something outside."""
    inside = range(*tokens)
    roots = [t for t in inside if (parse.head[t] not in inside or parse.head[t] == t) and parse.is_word(t)]
    nominal = [t for t in roots if parse.pos[t] in ("NOUN", "PROPN", "PRON", "NUM")]
    return (nominal or roots or [tokens[1] - 1])[0]


def _speaker(scene: _Scene, tokens: TokenRange, head: int) -> Speaker:
    """Return who the noun phrase `tokens` with this head is."""
    parse = scene.parse
    word = parse.lower[head]
    surface = parse.words(tokens)
    if word in subjects.RELATIVE:
        antecedent = _antecedent(scene, head)
        if antecedent is not None:
            return _speaker(scene, antecedent, _head(parse, antecedent))
    if parse.pos[head] in ("PRON", "NUM", "DET"):
        pronoun = _pronoun(scene, tokens, head, surface)
        if pronoun is not None:
            return pronoun
    person = _named_person(scene, tokens, head)
    if person is not None:
        return _of_person(person, surface)
    return _unnamed(scene, tokens, head, surface)


def _antecedent(scene: _Scene, pronoun: int) -> TokenRange | None:
    """Return the noun phrase a relative pronoun stands for."""
    parse = scene.parse
    verb = parse.head[pronoun]
    for _ in range(4):
        if parse.dep[verb] == "relcl":
            return subjects.source_range(parse, parse.head[verb], verb)
        verb = parse.head[verb]
    return None


def _of_person(person: roster.Person, surface: str) -> Speaker:
    return Speaker(surface, person.name, "person", role=person.role, organisation=person.organisation)


def _personal_name(scene: _Scene, tokens: TokenRange) -> TokenRange | None:
    """Return the run of a personal name in a noun phrase: its head, or in apposition to an office."""
    parse = scene.parse
    head = _head(parse, tokens)
    for token in (head, *parse.children(head, "appos")):
        if not tokens[0] <= token < tokens[1]:
            continue
        run = roster.name_run(parse, token)
        if run is not None and _is_personal(scene, run):
            return _proper(parse, (max(run[0], tokens[0]), min(run[1], tokens[1])))
    return None


def _proper(parse: Parse, run: TokenRange) -> TokenRange:
    """Return a run of proper nouns without the office written like a name before it."""
    first = run[0]
    for token in range(run[0], run[1] - 2):
        office = nouns().get(parse.lower[token])
        if (office is not None and office.person) or parse.lower[token] in _OFFICES:
            first = token + 1
    person = next((t for t in range(first, run[1]) if parse.entity[t] == "PERSON"), first)
    return (person if run[1] - person >= 2 else first), run[1]


def _is_personal(scene: _Scene, run: TokenRange) -> bool:
    """Whether a run of proper nouns names a person and not a body or place."""
    parse = scene.parse
    text = parse.words(run)
    if is_institution(text) or "\n" in text:
        return False
    labels = {parse.entity[token] for token in range(*run)}
    if "PERSON" in labels:
        return True
    if text.split()[0].lower() in given_names() and run[1] - run[0] > 1:
        return True
    titled = text.split()[0].rstrip(".").lower() in roster.TITLES
    office = run[0] > 0 and parse.pos[run[0] - 1] == "NOUN" and parse.lemma[run[0] - 1] in nouns()
    return titled or (not labels & _BODY_LABELS) or (office and nouns()[parse.lemma[run[0] - 1]].person)


def _named_person(scene: _Scene, tokens: TokenRange, head: int) -> roster.Person | None:
    """Return the person a noun phrase names by full name, surname or given name."""
    parse = scene.parse
    for token in (head, *parse.children(head, "appos")):
        if not tokens[0] <= token < tokens[1]:
            continue
        run = roster.name_run(parse, token)
        if run is None:
            if parse.word(token).istitle() and (found := scene.people.find([parse.word(token)])):
                return found
            continue
        words = roster.name_words(
            parse.words(_proper(parse, (max(run[0], tokens[0]), min(run[1], tokens[1]))))
        )
        found = scene.people.find(words) or scene.people.find(words[-2:]) or scene.people.find(words[-1:])
        if found is not None and (len(words) == 1 or not is_institution(" ".join(words))):
            return found
    return None


def _pronoun(scene: _Scene, tokens: TokenRange, head: int, surface: str) -> Speaker | None:
    """Return the antecedent of a pronoun or partitive as speaker, or None when it is neither."""
    word = scene.parse.lower[head]
    if word in _SINGULAR:
        return _person_before(scene, head, _SINGULAR[word], surface)
    if word in _OWN:
        return Speaker(surface, scene.outlet or "outlet", "outlet")
    partitive = scene.parse.child(head, "prep")
    if word in _PARTITIVE and partitive is not None:
        return _part_of(scene, partitive, surface)
    if word in _THING:
        return _thing_before(scene, head, surface)
    if word in _PLURAL or word in _PARTITIVE:
        return _group_before(scene, head, surface)
    return None


def _part_of(scene: _Scene, prep: int, surface: str) -> Speaker | None:
    """Return the speaker of "one of them" or "two of the officials"."""
    noun = scene.parse.child(prep, "pobj")
    if noun is None:
        return None
    if scene.parse.lower[noun] not in _PLURAL:
        return None
    group = _group_before(scene, noun, surface)
    alone = scene.parse.lower[scene.parse.head[prep]] in ("one", "another")
    return replace(group, canonical=_singular(group.canonical)) if alone else group


def _singular(phrase: str) -> str:
    """Return "Two officials with ..." as "Official with ..."."""
    words = phrase.split()
    if len(words) > 1 and words[0].lower() in _COUNTS:
        words = words[1:]
    if words[0] == words[0].lower() or len(words) > 1:
        words[0] = re.sub(r"(?<=[a-z]{3})s$", "", words[0])
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def _person_before(scene: _Scene, token: int, pronoun: str, surface: str) -> Speaker:
    """Return the person a "he" or "she" stands for: near, spoken before, subject, fitting."""
    parse = scene.parse
    here = parse.sentence[token]
    best: tuple[float, Speaker] | None = None
    end = bisect_left(scene.mentions, token, key=_token_of)
    for at, person in reversed(scene.mentions[max(0, end - _MENTIONS) : end]):
        distance = here - parse.sentence[at]
        if distance > _WINDOW:
            break
        if person.pronoun and person.pronoun != pronoun:
            continue
        score = -distance + 1.5 * _is_subject(parse, at) - 4.0 * (parse.quoted[at] >= 0)
        if best is None or score > best[0]:
            best = score, _of_person(person, surface)
    for heard in reversed(scene.heard[-8:]):
        distance = here - parse.sentence[heard.token]
        if distance > _WINDOW or heard.speaker.kind not in ("person", "anonymous"):
            continue
        if heard.pronoun and heard.pronoun != pronoun:
            continue
        score = (2.5 if heard.speaker.kind == "person" else 0.0) - distance
        if best is None or score > best[0]:
            best = score, replace(heard.speaker, surface=surface)
    return best[1] if best else Speaker(surface, surface, "person")


def _is_subject(parse: Parse, token: int) -> bool:
    """Whether a name at a token is the subject of its clause."""
    top = token
    for _ in range(4):
        if parse.dep[top].startswith("nsubj"):
            return True
        if parse.dep[top] not in ("compound", "appos", "flat"):
            return False
        top = parse.head[top]
    return False


def _thing_before(scene: _Scene, token: int, surface: str) -> Speaker:
    """Return the body or document an "it" stands for."""
    for heard in reversed(scene.heard[-4:]):
        if heard.pronoun == "it" and scene.parse.sentence[token] - scene.parse.sentence[heard.token] <= 3:
            return replace(heard.speaker, surface=surface)
    name = scene.things.last_organisation(token, _ORGANISATION_REACH)
    if name:
        return Speaker(surface, name, kind_of(name, name.split()[-1].lower(), plural=False, label="ORG"))
    last = next((heard for heard in reversed(scene.heard) if heard.pronoun == "it"), None)
    return replace(last.speaker, surface=surface) if last else Speaker(surface, surface, "organisation")


def _group_before(scene: _Scene, token: int, surface: str) -> Speaker:
    """Return the group a "they" stands for."""
    for wanted in (("they",), ("it",), ("he", "she", "")):
        for heard in reversed(scene.heard[-6:]):
            if heard.pronoun in wanted:
                return replace(heard.speaker, surface=surface)
    return Speaker(surface, surface, "collective")


def _unnamed(scene: _Scene, tokens: TokenRange, head: int, surface: str) -> Speaker:
    """Return the speaker of a phrase without a personal name."""
    parse = scene.parse
    lemma = parse.lemma[head]
    if lemma in _SPOKESPERSON or parse.lower[head] in _SPOKESPERSON:
        body = _body_of(scene, tokens, head)
        if body is not None:
            return replace(body, surface=surface)
    if is_vehicle(parse, head):
        author = _author(scene, head, tokens)
        if author is not None:
            return replace(author, surface=surface)
    described = _described_person(scene, tokens, head)
    if described is not None:
        return _of_person(described, surface)
    return _body(scene, tokens, head, surface)


def _body_of(scene: _Scene, tokens: TokenRange, head: int) -> Speaker | None:
    """Return the body an unnamed spokesperson speaks for ("A spokesman for the authority")."""
    parse = scene.parse
    for prep in parse.children(head, "prep"):
        noun = parse.child(prep, "pobj")
        if noun is not None and parse.lower[prep] in ("for", "of", "from", "at", "with"):
            inner = subjects.source_range(parse, noun, head)
            return None if inner is None else _speaker(scene, inner, noun)
    first = tokens[0]
    while first < head and parse.pos[first] in ("DET", "ADV"):
        first += 1
    last = head - 1 if first < head and parse.lower[head - 1] in ("'s", "’s", "'") else head
    if first >= last:
        return None
    if last - first == 1 and parse.pos[first] == "PRON":
        return _speaker(scene, (first, last), first)
    return _body(scene, (first, last), last - 1, parse.words((first, last)))


def _author(scene: _Scene, head: int, tokens: TokenRange) -> Speaker | None:
    """Return who wrote or issued a statement, letter or post, if the phrase tells."""
    parse = scene.parse
    token = subjects.owner(parse, head)
    if token is None:
        for clause in parse.children(head, "acl", "relcl"):
            token = subjects.agent(parse, clause) or token
    if token is None or token == head:
        return None
    inner = subjects.source_range(parse, token, head)
    return None if inner is None else _speaker(scene, inner, token)


def _described_person(scene: _Scene, tokens: TokenRange, head: int) -> roster.Person | None:
    """Return the person whose role a definite description repeats ("the minister")."""
    parse = scene.parse
    noun = nouns().get(parse.lemma[head])
    if parse.tag[head] in _PLURAL_TAGS or parse.lower[tokens[0]] not in ("the", "this", "that"):
        return None
    if noun is not None and not noun.person:
        return None
    office = parse.lemma[head]
    wanted = {parse.lemma[token] for token in range(tokens[0] + 1, head + 1) if parse.is_word(token)}
    best: tuple[int, roster.Person] | None = None
    for person in scene.people.people:
        words = set(re.findall(r"\w+", person.role.lower()))
        if office in words and (wanted <= words or words <= wanted):
            distance = min(abs(head - at) for at in person.mentions)
            if best is None or distance < best[0]:
                best = distance, person
    return best[1] if best else None


def _body(scene: _Scene, tokens: TokenRange, head: int, surface: str) -> Speaker:
    """Return the speaker of a phrase that names a body, a group, a document or an unnamed person."""
    parse = scene.parse
    plural = parse.tag[head] in _PLURAL_TAGS
    phrase = parse.words(tokens)
    words = referents.bare(parse.words((tokens[0], head + 1))).split()
    definite = parse.lower[tokens[0]] in ("the", "this", "that", "these", "those")
    kind = kind_of(
        _with_clause(parse, tokens, head), parse.lemma[head], plural=plural, label=parse.entity[head]
    )
    canonical = _proper_part(parse, tokens, head) or _canonical(scene, tokens, head, phrase)
    if len(words) == 1 and parse.entity[head] == "GPE":
        canonical = referents.country_of(canonical)
    elif definite or parse.pos[head] == "PROPN" or (plural and len(words) == 1):
        repeated = None if is_withheld(phrase) else _repeated(scene, words, definite=definite)
        if repeated is not None:
            return replace(repeated, surface=surface)
        canonical = _fuller(scene, words, head) or canonical
    return Speaker(surface, canonical, kind)


def _proper_part(parse: Parse, tokens: TokenRange, head: int) -> str:
    """Return the name in "state news agency QNA" or "mine operator Cobrex", or ""."""
    run = roster.name_run(parse, head)
    if run is None or run[0] <= tokens[0] or run[1] < tokens[1]:
        return ""
    described = all(parse.pos[token] in ("NOUN", "ADJ", "DET", "PUNCT") for token in range(tokens[0], run[0]))
    named = parse.word(run[0])[:1].isupper() and parse.pos[run[0] - 1] == "NOUN"
    return parse.words(run) if described and named else ""


def _with_clause(parse: Parse, tokens: TokenRange, head: int) -> str:
    """Return a phrase with its relative clauses, where anonymity is asked for."""
    last = max([tokens[1], *(parse.right[kid] for kid in parse.children(head, "relcl", "acl"))])
    return parse.words((tokens[0], last))


def _canonical(scene: _Scene, tokens: TokenRange, head: int, phrase: str) -> str:
    """Return a phrase as a name: no determiner, possessive pronoun replaced, capital first."""
    parse = scene.parse
    first = tokens[0]
    if parse.tag[first] == "PRP$" and first < head:
        owner, owned = _pronoun_owner(scene, first), parse.words((first + 1, tokens[1]))
        phrase = f"{owner}'s {owned}" if owner else owned
    else:
        phrase = _with_owner_named(scene, tokens, head, phrase)
    plain = referents.bare(phrase)
    return plain[:1].upper() + plain[1:]


def _with_owner_named(scene: _Scene, tokens: TokenRange, head: int, phrase: str) -> str:
    """Return "the company's report" with the company's name, where the article gives it."""
    parse = scene.parse
    owner = parse.child(head, "poss")
    if owner is None or owner < tokens[0] or parse.lower[parse.left[owner]] != "the":
        return phrase
    first, last = parse.left[owner], owner + 1
    if not referents.is_body_noun(parse.lemma[owner]) or first != tokens[0]:
        return phrase
    name = _fuller(scene, referents.bare(parse.words((first, last))).split(), owner)
    return name + parse.text[parse.end[owner] : parse.end[tokens[1] - 1]] if name else phrase


def _pronoun_owner(scene: _Scene, token: int) -> str:
    """Return the name a possessive pronoun stands for, or ""."""
    word = scene.parse.lower[token]
    if word in _SINGULAR:
        found = _person_before(scene, token, _SINGULAR[word], "")
    elif word in _THING:
        found = _thing_before(scene, token, "")
    else:
        return ""
    return found.canonical


def _repeated(scene: _Scene, words: list[str], *, definite: bool) -> Speaker | None:
    """Return the speaker heard before under a longer phrase with the same head.

    "the people" finds "three people familiar with the matter"; a bare "officials" only "officials in Kyiv".
    """
    wanted = f" {' '.join(words)} ".casefold()
    for heard in reversed(scene.heard[-12:]):
        phrase = f" {heard.speaker.canonical} ".casefold()
        starts = phrase.startswith(wanted)
        if heard.speaker.kind != "person" and len(words) <= 2 and (starts or (definite and wanted in phrase)):
            return heard.speaker
    return None


def _fuller(scene: _Scene, words: list[str], head: int) -> str:
    """Return a fuller name for a short one, or ""."""
    parse = scene.parse
    if parse.pos[head] == "PROPN":
        return scene.things.extended(words) if words else ""
    fuller = scene.things.fuller(words, head)
    if not fuller and len(words) == 1 and referents.is_body_noun(parse.lemma[head]):
        fuller = scene.things.last_organisation(head, 4 * _ORGANISATION_REACH)
    return fuller[:1].upper() + fuller[1:]


def _told_outlets(scene: _Scene, attribution: Attribution) -> list[str]:
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


_MEDIUM = re.compile(
    r"\b(?:radio|TV|television|news|newspaper|magazine|agency|times|post|herald|tribune|gazette|journal|podcast"
    r"|broadcaster|BBC|CNN|ITV|NBC|CBS|ABC|NPR|Reuters|AFP|AP|Guardian|Telegraph|Mail|Sun|Mirror|Politico)\b",
    re.I,
)


def _is_outlet(scene: _Scene, token: int, name: str) -> bool:
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


def _cited(scene: _Scene, attribution: Attribution, head: int) -> TokenRange | None:
    """Return the source an agency cites ("QNA reported, citing the minister")."""
    if not attribution.cue:
        return None
    parse = scene.parse
    verb = parse.tokens_of(attribution.cue[0])[1] - 1
    for kid in [*parse.children(verb, "advcl"), *parse.children(head, "advcl", "acl")]:
        if parse.lower[kid] in ("citing", "quoting") and kid != verb:
            noun = parse.child(kid, "dobj")
            return None if noun is None else subjects.source_range(parse, noun, kid)
    return None


def _remember(scene: _Scene, head: int, speaker: Speaker) -> None:
    """Keep a speaker for the pronouns after it, and let a pronoun teach what it goes with."""
    parse = scene.parse
    word = parse.lower[head]
    person = scene.people.by_name.get(speaker.canonical.casefold())
    if person is not None:
        person.mentions.append(head)
        if word in _SINGULAR:
            person.pronoun = person.pronoun or _SINGULAR[word]
        insort(scene.mentions, (head, person), key=_token_of)
    scene.heard.append(_Heard(head, speaker, _pronoun_for(parse, head, speaker, person)))


def _pronoun_for(parse: Parse, head: int, speaker: Speaker, person: roster.Person | None) -> str:
    """Return the pronoun that may stand for a speaker next."""
    if person is not None:
        return person.pronoun
    if speaker.kind == "person":
        return roster.title_pronoun(speaker.surface)
    if speaker.kind == "outlet":
        return "we"
    plural = parse.tag[head] in _PLURAL_TAGS or parse.lower[head] in _PLURAL
    return "they" if plural or speaker.kind == "collective" else ("" if speaker.kind == "anonymous" else "it")


def _with_aliases(scene: _Scene, attributions: list[Attribution]) -> list[Attribution]:
    """Return the attributions with every speaker's other mentions as aliases."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for attribution in attributions:
        speaker = attribution.speaker
        if speaker is not None and speaker.surface.lower() not in _NO_ALIAS:
            surfaces[speaker.canonical].add(speaker.surface)
    for person in scene.people.people:
        surfaces[person.name] |= {re.sub(r"['’]s$", "", surface) for surface in person.surfaces}
    return [_aliased(attribution, surfaces) for attribution in attributions]


_NO_ALIAS = frozenset(_SINGULAR) | _THING | _PLURAL | _OWN | _PARTITIVE | {"", "who", "you"}


def _aliased(attribution: Attribution, surfaces: dict[str, set[str]]) -> Attribution:
    speaker = attribution.speaker
    if speaker is None or speaker is UNSPECIFIED:
        return attribution
    known = surfaces[speaker.canonical] - {speaker.canonical}
    return replace(attribution, speaker=replace(speaker, aliases=tuple(sorted(known))))

"""Which body, group or document a noun phrase names, under its fullest name in the article."""

from __future__ import annotations

from dataclasses import replace

from claims.extract import referents, roster
from claims.extract.antecedents import person_before, thing_before
from claims.extract.kinds import is_withheld, kind_of
from claims.extract.parse import Parse, TokenRange
from claims.extract.scene import ORGANISATION_REACH, PLURAL_TAGS, SINGULAR, THING, Scene
from claims.extract.types import Speaker


def body_speaker(scene: Scene, tokens: TokenRange, head: int, surface: str) -> Speaker:
    """Return the speaker of a phrase that names a body, a group, a document or an unnamed person."""
    parse = scene.parse
    plural = parse.tag[head] in PLURAL_TAGS
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
        if not plural or tokens[1] == head + 1:
            canonical = _fuller(scene, words, head, plural=plural) or canonical
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


def _canonical(scene: Scene, tokens: TokenRange, head: int, phrase: str) -> str:
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


def _with_owner_named(scene: Scene, tokens: TokenRange, head: int, phrase: str) -> str:
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


def _pronoun_owner(scene: Scene, token: int) -> str:
    """Return the name a possessive pronoun stands for, or ""."""
    word = scene.parse.lower[token]
    if word in SINGULAR:
        found = person_before(scene, token, SINGULAR[word], "")
    elif word in THING:
        found = thing_before(scene, token, "")
    else:
        return ""
    return found.canonical


def _repeated(scene: Scene, words: list[str], *, definite: bool) -> Speaker | None:
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


def _fuller(scene: Scene, words: list[str], head: int, *, plural: bool = False) -> str:
    """Return a fuller name for a short one, or ""."""
    parse = scene.parse
    if parse.pos[head] == "PROPN":
        return scene.things.extended(words) if words else ""
    fuller = scene.things.fuller(words, head)
    if not fuller and len(words) == 1 and not plural and referents.is_body_noun(parse.lemma[head]):
        name = scene.things.last_organisation(head, 4 * ORGANISATION_REACH)
        kind = kind_of(name, name.split()[-1].lower(), plural=False, label="ORG") if name else ""
        public = kind in ("government", "military") and parse.lemma[head] in referents.BUSINESS_NOUNS
        fuller = "" if public else name
    return fuller[:1].upper() + fuller[1:]

"""Which body, group or document a noun phrase names, under its fullest name in the article."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.extract.lexicon.kinds import asks_anonymity, callings, capitals, is_withheld, kind_of, nations
from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers import referents
from claims.extract.speakers.names import name_run
from claims.extract.speakers.scene import PLURAL_TAGS, Scene
from claims.extract.types import Speaker

# What may follow the head of a source: a preposition, a participle or a clause.
_BEHIND = re.compile(
    r",| (?:of|in|at|from|for|by|on|with|to|near|who|which|that|familiar|close|briefed|seen|obtained"
    r"|published|released|filed|issued|dated|held|involved)\b",
    re.I,
)
# A clause that tells only that the source would not be named is no part of its name.
_ASKING = re.compile(
    r",? who (?:has |had |have )?(?:requested|asked|insisted|declined|spoke|wished|preferred|wanted"
    r"|(?:was|were|is|are|did|does|do|could)(?: not|n['’]t))\b.*$",
    re.I | re.S,
)
_DESCRIBING = frozenset("embattled troubled listed private struggling family beleaguered troubled".split())
_DESCRIBING_ENDS = ("-based", "-owned", "-listed", "-run", "-backed", "-controlled", "-headquartered")


def body_speaker(
    scene: Scene,
    tokens: TokenRange,
    head: int,
    surface: str,
    owner: Speaker | None = None,
    *,
    definite: bool = False,
) -> Speaker:
    """Return the speaker of a phrase that names a body, a group, a document or an unnamed person.

    `owner` is who a possessive in the phrase stands for; with `definite` the phrase points back without "the"
    ("a company spokeswoman").
    """
    parse = scene.parse
    plural = parse.tag[head] in PLURAL_TAGS
    phrase = parse.words(tokens)
    words = referents.bare(parse.words((tokens[0], head + 1))).split()
    definite = definite or parse.lower[tokens[0]] in ("the", "this", "that", "these", "those")
    kind = kind_of(
        _with_clause(parse, tokens, head), parse.lemma[head], plural=plural, label=parse.entity[head]
    )
    if asks_anonymity(_behind(parse, tokens)):
        kind = "anonymous"
    body = scene.bodies.at(head)
    if body is not None and kind != "anonymous":
        kind = body.kind
    canonical = _proper_part(scene, tokens, head) or _canonical(scene, tokens, head, phrase, owner)
    if len(words) == 1 and (parse.entity[head] == "GPE" or words[0] in capitals()):
        kind = "government"
        canonical = referents.country_of(canonical)
    elif definite or parse.pos[head] == "PROPN" or (plural and len(words) == 1):
        repeated = None if is_withheld(phrase) else _repeated(scene, words, definite=definite)
        if repeated is not None:
            return replace(repeated, surface=surface)
        if not plural or tokens[1] == head + 1:
            canonical = _fuller(scene, words, head, plural=plural) or canonical
    return Speaker(surface, canonical, kind)


def _behind(parse: Parse, tokens: TokenRange) -> str:
    """Return the words behind a phrase in its sentence."""
    last = parse.sentence_range(tokens[0])[1]
    return parse.words((tokens[1], last)) if tokens[1] < last else ""


def _proper_part(scene: Scene, tokens: TokenRange, head: int) -> str:
    """Return the name in "state news agency QNA", "mine operator Cobrex" or "the operator, Cobrex", or ""."""
    parse = scene.parse
    introduced = scene.named.get(head)
    if introduced is not None and introduced[1] <= tokens[1]:
        return parse.words(introduced)
    run = name_run(parse, head)
    if run is None or run[0] <= tokens[0] or run[1] < tokens[1]:
        return ""
    described = all(parse.pos[token] in ("NOUN", "ADJ", "DET", "PUNCT") for token in range(tokens[0], run[0]))
    named = parse.word(run[0])[:1].isupper() and parse.pos[run[0] - 1] == "NOUN"
    return parse.words(run) if described and named else ""


def _with_clause(parse: Parse, tokens: TokenRange, head: int) -> str:
    """Return a phrase with its relative clauses, where anonymity is asked for."""
    last = max([tokens[1], *(parse.right[kid] for kid in parse.children(head, "relcl", "acl"))])
    return parse.words((tokens[0], last))


def _canonical(scene: Scene, tokens: TokenRange, head: int, phrase: str, owner: Speaker | None) -> str:
    """Return a phrase as a name: no determiner, the owner by name, capital first."""
    parse = scene.parse
    poss = parse.child(head, "poss")
    if poss is not None and tokens[0] <= poss < head:
        first = poss + 1 + (parse.dep[poss + 1] == "case")
        owned = parse.words((first, tokens[1]))
        phrase = f"{_possessive(owner)} {owned}" if owner else phrase
        phrase = owned if owner is None and parse.tag[poss] == "PRP$" else phrase
    plain = _ASKING.sub("", referents.bare(phrase))
    return plain[:1].upper() + plain[1:]


def _possessive(owner: Speaker) -> str:
    """Return a person's name with "'s", that of a body as it stands ("Tavora filing")."""
    return f"{owner.canonical}'s" if owner.kind in ("person", "anonymous") else owner.canonical


def _repeated(scene: Scene, words: list[str], *, definite: bool) -> Speaker | None:
    """Return the speaker heard before under a longer phrase with the same head.

    "the people" finds "three people familiar with the matter"; a bare "officials" only "officials in Kyiv".
    """
    wanted = " ".join(words).casefold()
    for heard in reversed(scene.heard[-12:]):
        if heard.speaker.kind == "person" or len(words) > 2:
            continue
        named = _head_part(heard.speaker.canonical).casefold()
        if named == wanted or (definite and named.endswith(f" {wanted}")):
            return heard.speaker
    return None


def _head_part(phrase: str) -> str:
    """Return a phrase up to what narrows its head from behind ("Officials" of "Officials in Kyiv")."""
    return _BEHIND.split(phrase, maxsplit=1)[0]


def _fuller(scene: Scene, words: list[str], head: int, *, plural: bool = False) -> str:
    """Return a fuller name for a short one, or ""."""
    parse = scene.parse
    if parse.pos[head] == "PROPN":
        return scene.things.extended(words) if words else ""
    fuller = scene.things.fuller(words, head)
    if not plural and parse.lemma[head] in callings() and _says_no_more(words[:-1]):
        body = scene.bodies.called(parse.lemma[head], head)
        fuller = body.name if body is not None else fuller
    return fuller[:1].upper() + fuller[1:]


def _says_no_more(modifiers: list[str]) -> bool:
    """Whether the words before a calling only describe ("the Leith-based group", "the French firm")."""
    return all(
        word in nations() or word.lower() in _DESCRIBING or word.lower().endswith(_DESCRIBING_ENDS)
        for word in modifiers
    )

"""Through whom a statement came: the outlet that was told, the agency that cites, the lawyer who speaks."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims.extract.attributions import source_spans
from claims.extract.lexicon.kinds import MEDIA_NOUNS, given_names, is_medium, kind_of
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange
from claims.extract.speakers import referents, roster
from claims.extract.speakers.names import name_run
from claims.extract.speakers.scene import Scene
from claims.extract.types import Attribution, Speaker

Resolver = Callable[[TokenRange, int], Speaker]
_REPORTER = re.compile(r"\b(?:reporter|correspondent|journalist|colleague)s?\b", re.I)
# What a paper or agency is called behind its name, not part of it ("the PAP agency").
_GENERIC = re.compile(
    r"(?<=\w) (?:(?:state|national|local|daily|weekly) )?(?:news )?"
    r"(?:agency|newspaper|newswire|paper|magazine|website|channel|broadcaster|network|programme)$"
)
_TOLD_NOUNS = MEDIA_NOUNS | {"agency", "network"}
_TALKS = frozenset({"interview", "broadcast", "comment", "remark", "call", "conversation"})
_HEARSAY = frozenset({"hear", "learn"})


def intermediaries(scene: Scene, attribution: Attribution, head: int, resolve: Resolver) -> list[str]:
    """Return through whom the words of a source came, who stands nearest to it first."""
    verb = _verb(scene, attribution)
    if verb is None:
        return []
    found = [*_spoken_through(scene, verb, resolve), *_quoted_by(scene, head, resolve)]
    return list(dict.fromkeys([*found, *_told(scene, verb), *_interviewed(scene, verb)]))


def cited_source(scene: Scene, attribution: Attribution, head: int) -> TokenRange | None:
    """Return the source behind the subject: "QNA reported, citing the minister", "hears from crew"."""
    verb = _verb(scene, attribution)
    if verb is None:
        return None
    parse = scene.parse
    for kid in [*parse.children(verb, "advcl"), *parse.children(head, "advcl", "acl")]:
        if parse.lower[kid] in ("citing", "quoting") and kid != verb:
            noun = parse.child(kid, "dobj")
            return None if noun is None else source_spans.source_range(parse, noun, kid)
    if parse.lemma[verb] in _HEARSAY:
        noun = _object_of(parse, verb, "from")
        return None if noun is None else source_spans.source_range(parse, noun, verb)
    return None


def _verb(scene: Scene, attribution: Attribution) -> int | None:
    return scene.parse.tokens_of(attribution.cue[0])[1] - 1 if attribution.cue else None


def _object_of(parse: Parse, verb: int, *prepositions: str) -> int | None:
    """Return the object of one of the prepositions that hang on a verb."""
    for prep in parse.children(verb, "prep"):
        if parse.lower[prep] in prepositions:
            return parse.child(prep, "pobj")
    return None


def _spoken_through(scene: Scene, verb: int, resolve: Resolver) -> list[str]:
    """Return the lawyer of "through his lawyer he denied"."""
    parse = scene.parse
    noun = _object_of(parse, verb, "through", "via")
    if noun is None:
        return []
    tokens = source_spans.source_range(parse, noun, verb)
    speaker = None if tokens is None else resolve(tokens, noun)
    return [] if speaker is None or not _may_speak(speaker, parse.lemma[noun]) else [speaker.canonical]


def _may_speak(speaker: Speaker, lemma: str) -> bool:
    """Whether one speaks through somebody, not through a thing ("through the window")."""
    known = kind_of(speaker.canonical, lemma, plural=False)
    return speaker.kind in ("person", "collective", "anonymous") and known != "document"


def _quoted_by(scene: Scene, head: int, resolve: Resolver) -> list[str]:
    """Return the paper of "a deserter, quoted by the daily Zorile, said"."""
    parse = scene.parse
    above = parse.head[head]
    passive = [above] if parse.dep[head] == "nsubjpass" else []
    for clause in [*parse.children(head, "acl", "relcl"), *passive]:
        by = voice.agent(parse, clause) if parse.lemma[clause] in ("quote", "cite") else None
        tokens = None if by is None else source_spans.source_range(parse, by, clause)
        if by is not None and tokens is not None:
            speaker = resolve(tokens, by)
            person = speaker.canonical.casefold() in scene.people.by_name
            return [speaker.canonical if person else medium_name(scene, by)]
    return []


def _told(scene: Scene, verb: int) -> list[str]:
    """Return the outlets that were told ("told KVDA radio"), the publishing one left out."""
    parse = scene.parse
    if parse.lemma[verb] != "tell":
        return []
    for kid in parse.children(verb, "dobj", "dative"):
        if kid < verb:
            continue
        name = medium_name(scene, kid)
        if _is_reporter(scene, kid) or _is_outlet(scene, kid, name):
            return [name]
    return []


def _interviewed(scene: Scene, verb: int) -> list[str]:
    """Return the outlet of "said in an interview with Radio Ostra" or "speaking to the Echo"."""
    parse = scene.parse
    talk = _object_of(parse, verb, "in", "during")
    if talk is not None and parse.lemma[talk] in _TALKS:
        outlet = _object_of(parse, talk, "with", "to", "for", "on")
    else:
        clause = next((kid for kid in parse.children(verb, "advcl") if parse.lower[kid] == "speaking"), None)
        outlet = None if clause is None else _object_of(parse, clause, "to", "on")
    if outlet is None:
        return []
    name = medium_name(scene, outlet)
    return [name] if _is_outlet(scene, outlet, name) else []


def medium_name(scene: Scene, head: int) -> str:
    """Return the name of an outlet without what it is called: "the news agency Efe", "the PAP agency"."""
    parse = scene.parse
    run = scene.named.get(head) or name_run(parse, head)
    if run is not None:
        first = run[0] + (run[1] - run[0] > 1 and parse.lower[run[0]] in ("daily", "weekly"))
        numbered = run[1] < len(parse) and parse.lower[run[1]].isdigit()
        return parse.words((first, run[1] + numbered))
    phrase = referents.bare(parse.words((parse.left[head], head + 1)))
    return _GENERIC.sub("", phrase) if phrase[:1].isupper() else phrase


def _is_reporter(scene: Scene, token: int) -> bool:
    """Whether a hearer is a reporter of the publishing outlet ("our correspondent Ida Roth")."""
    parse = scene.parse
    first = parse.left[token]
    return parse.lower[first] == "our" and bool(_REPORTER.search(parse.words((first, token + 1))))


def _is_outlet(scene: Scene, token: int, name: str) -> bool:
    """Whether a hearer is an outlet other than the publishing one."""
    parse = scene.parse
    if _is_own(scene, name) or len(name.split()) > 5 or parse.lower[parse.left[token]] in ("this", "our"):
        return False
    if is_medium(name) or (parse.lemma[token] in _TOLD_NOUNS and name[:1].isupper()):
        return True
    if parse.pos[token] != "PROPN" or parse.entity[token] in ("GPE", "NORP", "DATE"):
        return False
    words = roster.name_words(name)
    personal = scene.people.find(words) is not None or len(words) != len(name.split())
    given = len(words) > 1 and words[0].lower() in given_names()
    return not given and not personal and not _is_official(name)


def _is_own(scene: Scene, name: str) -> bool:
    """Whether a name is the publishing outlet's, in full or in part ("the Courier")."""
    own, told = referents.bare(scene.outlet).casefold(), referents.bare(name).casefold()
    return bool(own) and (own in told or own.endswith(told))


def _is_official(name: str) -> bool:
    return kind_of(name, "", plural=False) == "government" or len(name) <= 2 or name in ("MPs", "TDs", "MEPs")

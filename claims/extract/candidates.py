"""Every place in a parsed article where somebody may be said to say something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from claims.extract import contents, subjects
from claims.extract.cues import Cue, cue_of
from claims.extract.parse import Parse, TokenRange

# Paragraphs of these kinds hold no attributions ("Photograph: EPA").
SILENT_KINDS = frozenset({"caption", "credit", "byline", "timestamp"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NEGATIVE_SUBJECTS = frozenset({"neither", "no", "none", "nobody", "nothing"})
# Kinds whose cue may open an unparsed sentence that is all content.
_FOLLOWING = frozenset({"speech", "evidence", "insistence", "warning", "denial"})
_SUBORDINATORS = frozenset(
    {"when", "while", "though", "although", "if", "because", "after", "before", "since"}
)
_COLON = Cue(":", "mark", "speech", 3, frozenset({"quote"}))


@dataclass(slots=True)
class Candidate:
    """A possible attribution in token ranges; `token` is its anchor, `rank` decides between rivals."""

    token: int
    cue: Cue
    cue_range: TokenRange
    source: list[TokenRange]
    content: list[TokenRange]
    sentence: int
    paragraph: int
    rank: int = 0
    negated: bool = False
    continuations: list[list[TokenRange]] = field(default_factory=list)

    @property
    def takes_quotation(self) -> bool:
        """Whether a quotation next to the cue may be its content."""
        return "quote" in self.cue.frames


Finder = Callable[[Parse, int], "Candidate | None"]


def find_candidates(parse: Parse) -> list[Candidate]:
    """Return candidates of every kind in text order; a token anchors at most one."""
    found: list[Candidate] = []
    for token in range(len(parse)):
        if parse.quoted[token] >= 0 or not parse.lower[token][0].isalpha() or _is_silent(parse, token):
            continue
        for finder in _FINDERS.get(parse.pos[token], ()):
            candidate = finder(parse, token)
            if candidate is not None:
                found.append(candidate)
                break
    found.extend(_speaker_turns(parse))
    return sorted(found, key=lambda candidate: candidate.token)


def _is_silent(parse: Parse, token: int) -> bool:
    """Whether the token stands in a caption, a credit or the like."""
    number = parse.paragraph[token]
    return number >= 0 and parse.paragraphs[number].kind in SILENT_KINDS


def _candidate(
    parse: Parse,
    token: int,
    cue: Cue,
    cue_range: TokenRange,
    source: TokenRange | None,
    content: list[TokenRange],
    *,
    rank: int = 0,
    negated: bool = False,
) -> Candidate:
    prefix = _prefix(parse, token)
    if source and source[0] < prefix[1]:
        source = (min(prefix[1], source[1] - 1), source[1])
    return Candidate(
        token=token,
        cue=cue,
        cue_range=cue_range,
        source=[source] if source else [],
        content=contents.without(parse, content, cue_range, source, prefix),
        sentence=parse.sentence[token],
        paragraph=parse.paragraph[token],
        rank=rank,
        negated=negated,
    )


def _prefix(parse: Parse, token: int) -> TokenRange:
    """Return the tokens of the paragraph before its body: dateline, bullet or label."""
    first = token
    number = parse.paragraph[token]
    body = parse.paragraphs[number].body if number >= 0 else 0
    begin = parse.sentence_range(token)[0]
    first = begin
    while first < token and parse.start[first] < body:
        first += 1
    return begin, first


def _verb(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of a reporting verb."""
    cue = _verb_cue(parse, token)
    if cue is None:
        return None
    group = verb_group(parse, token)
    head, source = _source(parse, token, cue, group)
    content = _verb_content(parse, token, cue, group, source)
    negated = cue.kind == "refusal" or is_negated(parse, token, head)
    if not content and subjects.is_passive(parse, token) and cue.kind == "reference":
        return None
    if (not content and "quote" not in cue.frames) or _asks_for_anonymity(parse, token):
        return None
    return _candidate(parse, token, cue, group, source, content, rank=cue.strength, negated=negated)


def _asks_for_anonymity(parse: Parse, token: int) -> bool:
    """Whether the words are about the source itself ("who asked not to be named")."""
    return any(
        parse.lemma[kid] in ("name", "identify") and parse.child(kid, "auxpass") is not None
        for kid in parse.children(token, "xcomp", "ccomp")
    )


def _source(parse: Parse, token: int, cue: Cue, group: TokenRange) -> tuple[int | None, TokenRange | None]:
    """Return head and range of who a reporting verb says speaks, by grammar or else by place."""
    subject = parse.child(token, "nsubj", "nsubjpass", "csubj")
    own = subject is not None and (parse.quoted[subject] < 0 or parse.quoted[token] >= 0)
    if not own and cue.strength >= 3 and not subjects.is_passive(parse, token):
        inverts = "tell" not in cue.frames
        beside = subjects.beside(parse, group, inverts=inverts) if parse.tag[token] in _FINITE else None
        if beside is not None:
            return beside[1] - 1, beside
    head = subjects.subject(parse, token)
    if head is not None and parse.quoted[head] >= 0:
        head = None
    if head is None and cue.strength >= 3:
        head = _inverted_subject(parse, token)
    return head, None if head is None else subjects.source_range(parse, head, token)


def _verb_cue(parse: Parse, token: int) -> Cue | None:
    """Return the lexicon line of a verb with its particle, if the verb reports."""
    lemma = parse.lemma[token]
    particle = parse.child(token, "prt")
    if particle is not None:
        phrasal = cue_of("verb", f"{lemma} {parse.lower[particle]}")
        if phrasal is not None:
            return phrasal
    return cue_of("verb", lemma)


def _verb_content(
    parse: Parse, token: int, cue: Cue, group: TokenRange, source: TokenRange | None
) -> list[TokenRange]:
    """Return what a reporting verb brings: clause, passive subject, object, or the sentence around it."""
    clause = contents.clause_content(parse, token, cue)
    if clause and clause[-1][1] <= group[0] and not contents.is_set_off(parse, token, group, source):
        clause = []
    if subjects.is_passive(parse, token):
        raised = _raised_subject(parse, token, cue, clause)
        if raised:
            return raised
    chunk = contents.cue_chunk(parse, token, group, source)
    if clause:
        return _completed(parse, token, clause, chunk)
    objects = contents.object_content(parse, token, cue, source)
    if objects:
        return objects
    if cue.strength >= 3 and source is not None and _may_frame(parse, token, cue):
        if contents.quotation_follows(parse, chunk):
            return []
        follows = "that" in cue.frames and cue.kind in _FOLLOWING and parse.dep[token] != "relcl"
        return contents.sentence_content(parse, chunk, following=follows)
    return []


def _may_frame(parse: Parse, token: int, cue: Cue) -> bool:
    """Whether a verb without complement may speak for the sentence around it: finite, main or behind "as"."""
    if not _is_finite(parse, token):
        return False
    if parse.child(token, "dobj") is not None and "tell" not in cue.frames:
        return False
    marks = {parse.lower[kid] for kid in parse.children(token, "mark", "advmod")}
    return not marks & _SUBORDINATORS


def _raised_subject(parse: Parse, token: int, cue: Cue, clause: list[TokenRange]) -> list[TokenRange]:
    """Return subject and infinitive of "X is said to ...", or the subject of "X was announced by"."""
    subject = subjects.raised(parse, token)
    if subject is None or "tell" in cue.frames or subjects.is_quoted_as(parse, token):
        return []
    if parse.lower[subject] in ("it", "there") and clause:
        return clause
    infinitive = [parse.subtree(kid) for kid in parse.children(token, "xcomp", "oprd")]
    if cue.kind == "evidence":
        infinitive = [part for part in infinitive if parse.lower[part[0]] == "to"]
    named = subjects.agent(parse, token) is not None
    if infinitive or clause or (named and cue.kind != "evidence"):
        return [parse.subtree(subject), *(infinitive or clause)]
    return []


def _completed(parse: Parse, token: int, clause: list[TokenRange], chunk: TokenRange) -> list[TokenRange]:
    """Return a clause before its cue stretched over all of the sentence the cue phrase closes."""
    if clause[-1][0] >= token or parse.dep[token] != "ROOT":
        return clause
    return [*clause, *contents.sentence_content(parse, chunk, trailing=False)]


def _is_finite(parse: Parse, token: int) -> bool:
    """Whether the verb is finite or a perfect: a bare participle claims no sentence by itself."""
    return parse.tag[token] in _FINITE or parse.child(token, "aux") is not None


def _inverted_subject(parse: Parse, token: int) -> int | None:
    """Return the noun after "..., said" that the parser took for an object."""
    if token == 0 or parse.lower[token - 1] not in (",", '"', "”", "'", "’", "?", "!"):
        return None
    return next((kid for kid in parse.children(token, "dobj", "attr", "npadvmod") if kid > token), None)


def verb_group(parse: Parse, token: int) -> TokenRange:
    """Return the verb with the auxiliaries, negation and adverbs right before it and its particle."""
    first, last = token, token + 1
    tied = {kid for kid in parse.kids[token] if parse.dep[kid] in ("aux", "auxpass", "neg", "advmod")}
    while first - 1 in tied and parse.left[first - 1] == first - 1:
        first -= 1
    if last < len(parse) and parse.head[last] == token and parse.dep[last] == "prt":
        last += 1
    while first < token and parse.dep[first] == "advmod":
        first += 1
    return first, last


def is_negated(parse: Parse, verb: int, head: int | None) -> bool:
    """Whether the cue denies that anything was said ("did not say", "neither side said")."""
    if any(parse.dep[kid] == "neg" or parse.lower[kid] == "never" for kid in parse.kids[verb]):
        return True
    above = parse.head[verb]
    if parse.dep[verb] == "xcomp" and parse.lemma[above] in ("decline", "refuse", "fail"):
        return True
    if head is None:
        return False
    return parse.lower[head] in _NEGATIVE_SUBJECTS or any(
        parse.lower[kid] in _NEGATIVE_SUBJECTS for kid in parse.children(head, "det", "preconj")
    )


def _preposition(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "according to X", "per X" or "in X's view"."""
    word = parse.lower[token]
    if word == "according" and token + 1 < len(parse) and parse.lower[token + 1] == "to":
        return _source_phrase(parse, token, token + 1, cue_of("prep", "according to"))
    if word == "per" and _sets_off(parse, token):
        return _source_phrase(parse, token, token, cue_of("prep", "per"))
    if word == "in":
        return _account(parse, token)
    return None


def _sets_off(parse: Parse, token: int) -> bool:
    """Whether a preposition opens the sentence or follows a comma, so that it is no rate ("per day")."""
    first = parse.sentence_range(token)[0]
    return token == first or parse.lower[token - 1] in (",", "”", '"', "—", "(")


def _source_phrase(parse: Parse, token: int, prep: int, cue: Cue | None) -> Candidate | None:
    """Return the candidate whose source is the object of `prep` and content the sentence around it."""
    noun = parse.child(prep, "pobj")
    if noun is None or cue is None:
        return None
    source = subjects.source_range(parse, noun, token)
    if source is None:
        return None
    chunk = (token, max(source[1], min(parse.right[noun], _comma_after(parse, source[1]))))
    content = _around(parse, chunk)
    return _candidate(parse, token, cue, (token, prep + 1), source, content, rank=4) if content else None


def _comma_after(parse: Parse, token: int) -> int:
    """Return the next comma of the sentence, or its end: a source's own relative clause stops there."""
    last = parse.sentence_range(token - 1)[1]
    return next((at for at in range(token, last) if parse.lower[at] == ","), last)


def _around(parse: Parse, chunk: TokenRange) -> list[TokenRange]:
    """Return the sentence around a source phrase, with or without commas."""
    first, last = parse.sentence_range(chunk[0])
    before, after = (first, chunk[0]), (chunk[1], last)
    opening = chunk[0] - first <= 1 or (
        parse.lower[chunk[0] - 1] in ("and", "but", "while", "whereas") and parse.lower[chunk[0] - 2] == ","
    )
    if opening:
        return [after]
    content = contents.sentence_content(parse, chunk, clause=False)
    if content and content[0][0] >= chunk[1]:
        return [before]
    return content


def _account(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "in X's view"."""
    noun = parse.child(token, "pobj")
    cue = None if noun is None else cue_of("frame", parse.lemma[noun])
    owner = None if noun is None or cue is None else parse.child(noun, "poss")
    if noun is None or cue is None or owner is None or parse.child(noun, "amod", "compound") is not None:
        return None
    source = subjects.source_range(parse, owner, token)
    content = _around(parse, (token, noun + 1))
    return _candidate(parse, token, cue, (noun, noun + 1), source, content) if content and source else None


def _noun(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "the report's finding that ..." or "a promise to ..."."""
    cue = cue_of("noun", parse.lemma[token])
    if cue is None:
        return None
    content = [parse.subtree(kid) for kid in parse.kids[token] if kid > token and _completes(parse, kid, cue)]
    content = content or _predicated(parse, token)
    if not content:
        return None
    owner = subjects.owner(parse, token)
    if owner is None and parse.dep[token] in ("dobj", "pobj"):
        owner = subjects.governing_subject(parse, token)
    source = None if owner is None else subjects.source_range(parse, owner, token)
    return _candidate(parse, token, cue, (token, token + 1), source, content)


def _predicated(parse: Parse, token: int) -> list[TokenRange]:
    """Return the that-clause of "the argument is that ..."."""
    verb = parse.head[token]
    if parse.dep[token] != "nsubj" or parse.lemma[verb] != "be":
        return []
    return [parse.subtree(kid) for kid in parse.children(verb, "ccomp") if contents.has_that(parse, kid)]


def _completes(parse: Parse, kid: int, cue: Cue) -> bool:
    """Whether a dependent of a cue noun is what was said: a that-clause, or an infinitive where allowed."""
    if parse.dep[kid] not in ("acl", "ccomp", "relcl"):
        return False
    if contents.has_that(parse, kid):
        return True
    infinitive = any(parse.lower[k] == "to" for k in parse.children(kid, "aux"))
    return "to" in cue.frames and infinitive and parse.dep[kid] != "relcl"


def _adjective(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "is confident that ..."."""
    cue = cue_of("adj", parse.lemma[token])
    if cue is None or parse.dep[token] not in ("acomp", "conj", "advcl", "oprd", "ROOT"):
        return None
    content = [
        parse.subtree(kid)
        for kid in parse.kids[token]
        if kid > token and (parse.dep[kid] == "ccomp" or (parse.dep[kid] == "xcomp" and "to" in cue.frames))
    ]
    if not content:
        return None
    verb = parse.head[token]
    head = subjects.subject(parse, verb) if verb != token else None
    source = None if head is None else subjects.source_range(parse, head, token)
    first = verb if verb < token and token - verb <= 3 else token
    negated = parse.child(verb, "neg") is not None
    return _candidate(parse, token, cue, (first, token + 1), source, content, negated=negated)


def _adverb(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of "reportedly": the clause it stands in, no source."""
    cue = cue_of("adv", parse.lower[token])
    if cue is None:
        return None
    content = [parse.subtree(parse.head[token])]
    return _candidate(parse, token, cue, (token, token + 1), None, content)


_FINDERS: dict[str, tuple[Finder, ...]] = {
    "VERB": (_preposition, _verb),
    "AUX": (_verb,),
    "ADP": (_preposition,),
    "SCONJ": (_preposition,),
    "ADV": (_adverb,),
    "NOUN": (_noun,),
    "ADJ": (_adjective,),
}

_TURN = re.compile(
    r"[\"“]?((?:[A-Z][A-Z.'’-]+)(?: [A-Z][A-Z.'’-]+){0,3}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}): +(?=\S)"
)
_NO_SPEAKER = re.compile(
    r"(?:photo|picture|image|video|graphic|credit|source|update|read|more|watch|live|breaking|exclusive|opinion"
    r"|analysis|related|correction|note|editor|by|listen|poll|report|review|fact|question|answer|q|a|date|pic)",
    re.I,
)
_MAX_TURN_WORDS = 5


def _speaker_turns(parse: Parse) -> Iterator[Candidate]:
    """Yield "Name: words" headlines and transcript turns."""
    first = 0
    for number, paragraph in enumerate(parse.paragraphs):
        while first < len(parse) and parse.paragraph[first] < number:
            first += 1
        match = _TURN.match(parse.text, paragraph.start, paragraph.end)
        if match is None or paragraph.kind in SILENT_KINDS or _NO_SPEAKER.match(match.group(1)):
            continue
        turn = _turn(parse, first, number, match)
        if turn is not None:
            yield turn


def _turn(parse: Parse, first: int, number: int, match: re.Match[str]) -> Candidate | None:
    """Return one speaker turn; a headline needs a name that the model knows as one."""
    last = first
    while last < len(parse) and parse.paragraph[last] == number:
        last += 1
    while first < last and parse.start[first] < match.start(1):
        first += 1
    colon = first
    while colon < last and parse.end[colon] < match.end(1) + 1:
        colon += 1
    if colon >= last - 1 or parse.lower[colon] != ":":
        return None
    named = parse.pos[colon - 1] == "PROPN" or parse.entity[colon - 1] in ("PERSON", "ORG", "GPE", "NORP")
    if not named and not parse.word(colon - 1).isupper():
        return None
    return Candidate(
        token=colon,
        cue=_COLON,
        cue_range=(colon, colon + 1),
        source=[(first, colon)],
        content=[(colon + 1, last)],
        sentence=parse.sentence[colon],
        paragraph=number,
        rank=3,
    )

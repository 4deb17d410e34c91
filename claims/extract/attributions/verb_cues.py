"""Reporting verbs: who their subject is and which part of the sentence they report."""

from __future__ import annotations

from claims.extract.attributions import (
    acts,
    complements,
    contents,
    handover,
    lost_subjects,
    objects,
    source_spans,
    subjects,
)
from claims.extract.attributions.candidate import Candidate, make_candidate
from claims.extract.lexicon.cues import Cue, cue_of
from claims.extract.reading import voice
from claims.extract.reading.parse import Parse, TokenRange, subtract

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NEGATIVE_SUBJECTS = frozenset({"neither", "no", "none", "nobody", "nothing"})
# Kinds whose cue may open an unparsed sentence that is all content.
_FOLLOWING = frozenset({"speech", "evidence", "insistence", "warning", "denial"})
_NEAR = 3
_SET_OFF = frozenset({",", '"', "”", "'", "’", "?", "!"})
_SEEMING = ("xcomp", "oprd", "acomp", "attr", "ccomp")
_CONTRAST = frozenset({"while", "whereas", "nor", "but", "and"})
_FIXED = ("acomp", "oprd", "ccomp", "dobj", "advmod")
_SUBORDINATORS = frozenset(
    {"when", "while", "though", "although", "if", "because", "after", "before", "since", "until"}
)


def verb_candidate(parse: Parse, token: int) -> Candidate | None:
    """Return the candidate of a reporting verb."""
    cue = _verb_cue(parse, token)
    if cue is None:
        return None
    group = verb_group(parse, token)
    fixed = _fixed_word(parse, token)
    if fixed is not None:
        group = group[0], max(group[1], fixed + 1)
    if "seem" in cue.frames:
        return _appearance(parse, token, cue, group)
    head, source = _source(parse, token, cue, group)
    content = _verb_content(parse, token, cue, group, source)
    if source and content and content[0][0] < source[0] and source[1] < group[0]:
        content = subtract(content, [(source[1], group[0])])  # what interrupts "Bell, the mayor, said"
    negated = cue.kind == "refusal" or is_negated(parse, token, head)
    if not content and voice.is_passive(parse, token) and cue.kind == "reference":
        return None
    topic = [] if content else objects.topic(parse, token, cue)
    if (not content and not topic and "quote" not in cue.frames) or _asks_for_anonymity(parse, token):
        return None
    if acts.is_deed(parse, token, cue, source):
        return None
    return make_candidate(
        parse, token, cue, group, source, content, rank=cue.strength, negated=negated, topic=topic
    )


def _appearance(parse: Parse, token: int, cue: Cue, group: TokenRange) -> Candidate | None:
    """Return the candidate of "X seems to ...": what seems so to nobody named."""
    subject = parse.child(token, "nsubj", "expl")
    whole = [parse.subtree(kid) for kid in parse.children(token, *_SEEMING) if kid > token]
    whole += [parse.subtree(kid) for kid in parse.children(token, "prep") if parse.lower[kid] == "like"]
    if subject is None or not whole:
        return None
    bare = parse.lower[subject] in ("it", "there") and parse.child(token, "ccomp", "advcl") is not None
    content = whole if bare else [parse.subtree(subject), *whole]
    return make_candidate(parse, token, cue, group, None, content, rank=cue.strength)


def _asks_for_anonymity(parse: Parse, token: int) -> bool:
    """Whether the words are about the source itself ("who asked not to be named")."""
    return any(
        parse.lemma[kid] in ("name", "identify") and parse.child(kid, "auxpass") is not None
        for kid in parse.children(token, "xcomp", "ccomp")
    )


def _source(parse: Parse, token: int, cue: Cue, group: TokenRange) -> tuple[int | None, TokenRange | None]:
    """Return head and range of who a reporting verb says speaks, by grammar or else by place."""
    subject = _own_subject(parse, token)
    own = subject is not None and (parse.quoted[subject] < 0 or parse.quoted[token] >= 0)
    own = own and not (subject is not None and lost_subjects.is_stray(parse, subject, token))
    if not own and cue.strength >= 3 and not voice.is_passive(parse, token):
        inverts = "tell" not in cue.frames
        beside = lost_subjects.beside(parse, group, inverts=inverts) if parse.tag[token] in _FINITE else None
        if beside is not None:
            return beside[1] - 1, source_spans.with_name_or_office(parse, beside, group)
    head = subject if subject is not None and subject > token else subjects.subject(parse, token)
    if head is not None and parse.quoted[head] >= 0:
        head = None
    if head is None and cue.strength >= 3:
        head = _inverted_subject(parse, token)
    source = None if head is None else source_spans.source_range(parse, head, token)
    source = source and (source[0], _up_to_verb(parse, source[1], group[0]))
    return head, source and source_spans.with_name_or_office(parse, source, group)


def _own_subject(parse: Parse, token: int) -> int | None:
    """Return the subject of a verb: of two, the one behind "..., said", the other being the content's."""
    found = parse.children(token, "nsubj", "nsubjpass", "csubj")
    if len(found) > 1 and found[-1] > token and parse.lower[token - 1] in _SET_OFF:
        return found[-1]
    if len(found) == 1 and _is_answer(parse, found[0], token):
        return None
    return found[0] if found else None


def _is_answer(parse: Parse, subject: int, verb: int) -> bool:
    """Whether what was taken for a subject is what was said: a comma parts it from verb and speaker.

    "No chance, insists Bell."
    """
    speaker = verb + 1 < len(parse) and parse.pos[verb + 1] in ("PROPN", "PRON", "DET")
    parted = subject < verb and parse.lower[verb - 1] == "," and parse.right[subject] == verb - 1
    return parted and speaker and parse.pos[subject] != "PROPN" and parse.tag[verb] in _FINITE


def _up_to_verb(parse: Parse, end: int, verb: int) -> int:
    """Return the end of a source with a name read as part of the verb ("the agency Dockwatch| show")."""
    joined = end < verb and all(
        parse.dep[token] == "compound" and parse.head[token] == verb for token in range(end, verb)
    )
    return verb if joined else end


def _verb_cue(parse: Parse, token: int) -> Cue | None:
    """Return the lexicon line of a verb with its particle, if the verb reports."""
    lemma = parse.lemma[token]
    particle = parse.child(token, "prt")
    if particle is not None:
        phrasal = cue_of("verb", f"{lemma} {parse.lower[particle]}")
        if phrasal is not None:
            return phrasal
    fixed = _fixed_word(parse, token)
    return cue_of("verb", lemma if fixed is None else f"{lemma} {parse.lower[fixed]}")


def _fixed_word(parse: Parse, token: int) -> int | None:
    """Return the word that makes a verb report ("made it clear that", "as she put it")."""
    for kid in parse.kids[token]:
        beside = 0 < kid - token <= 2 and parse.dep[kid] in _FIXED
        if beside and cue_of("verb", f"{parse.lemma[token]} {parse.lower[kid]}") is not None:
            return kid
    return None


def _verb_content(
    parse: Parse, token: int, cue: Cue, group: TokenRange, source: TokenRange | None
) -> list[TokenRange]:
    """Return what a reporting verb brings: clause, passive subject, object, or the sentence around it."""
    clause = complements.clause_content(parse, token, cue)
    if clause and clause[-1][1] <= group[0] and not contents.is_set_off(parse, token, group, source):
        clause = []
    if clause and _is_aside(parse, clause, group, source):
        clause = []
    if voice.is_passive(parse, token):
        raised = _raised_subject(parse, token, cue, clause)
        if raised:
            return raised
    chunk = contents.cue_chunk(parse, token, group, source)
    if clause:
        whole = handover.handed_over(parse, chunk, _completed(parse, token, clause, chunk))
        return contents.with_elaboration(parse, token, contents.without_aside(parse, token, whole))
    found = objects.object_content(parse, token, cue, source)
    if found:
        return contents.with_elaboration(parse, token, contents.without_aside(parse, token, found))
    if cue.strength >= 3 and source is not None and _may_frame(parse, token, cue, source):
        if handover.quotation_follows(parse, chunk):
            return []
        follows = "that" in cue.frames and cue.kind in _FOLLOWING and parse.dep[token] != "relcl"
        return contents.sentence_content(parse, chunk, following=follows)
    return []


def _is_aside(parse: Parse, clause: list[TokenRange], group: TokenRange, source: TokenRange | None) -> bool:
    """Whether a clause behind “...,” said Bell, ...  tells who that is, or of what, and is not said."""
    if source is None or clause[0][0] < group[1] or parse.lower[clause[0][0]] == "that":
        return False
    chunk = (min(group[0], source[0]), max(group[1], source[1]))
    far = group[0] - source[1] > _NEAR
    if far or not handover.quotation_precedes(parse, chunk):
        return False
    apart = clause[0][0] > chunk[1] or (chunk[1] < len(parse) and parse.lower[chunk[1]] == ",")
    return apart and all(parse.quoted[token] < 0 for part in clause for token in range(*part))


def _may_frame(parse: Parse, token: int, cue: Cue, source: TokenRange) -> bool:
    """Whether a verb without complement may speak for the sentence around it: finite, main or behind "as"."""
    if not _is_finite(parse, token):
        return False
    objects_behind = [kid for kid in parse.children(token, "dobj") if kid > token and " " not in cue.lemma]
    objects_behind = [kid for kid in objects_behind if not source[0] <= kid < source[1]]
    if objects_behind and "tell" not in cue.frames:
        return False
    own = parse.child(token, "nsubj")
    if parse.dep[token] == "relcl" and own is not None and parse.tag[own] in ("WP", "WDT"):
        return False
    marks = [kid for kid in parse.children(token, "mark", "advmod") if parse.lower[kid] in _SUBORDINATORS]
    return not marks or (own is not None and lost_subjects.is_stray(parse, own, token))


def _raised_subject(parse: Parse, token: int, cue: Cue, clause: list[TokenRange]) -> list[TokenRange]:
    """Return subject and infinitive of "X is said to ...", or the subject of "X was announced by"."""
    subject = voice.raised(parse, token)
    if subject is None or "tell" in cue.frames or voice.is_quoted_as(parse, token):
        return []
    if parse.lower[subject] in ("it", "there") and clause:
        return clause
    infinitive = [parse.subtree(kid) for kid in parse.children(token, "xcomp", "oprd")]
    if cue.kind == "evidence":
        infinitive = [part for part in infinitive if parse.lower[part[0]] == "to"]
        clause = [] if acts.is_found_state(parse, token) else clause
    named = voice.agent(parse, token) is not None
    if infinitive or clause or (named and cue.kind != "evidence"):
        return [parse.subtree(subject), *(infinitive or clause)]
    return []


def _completed(parse: Parse, token: int, clause: list[TokenRange], chunk: TokenRange) -> list[TokenRange]:
    """Return a clause before its cue stretched over all of the sentence the cue phrase closes."""
    if clause[-1][0] >= token or parse.dep[token] != "ROOT":
        return clause
    return [*clause, *contents.sentence_content(parse, chunk, trailing=_contrasts(parse, chunk))]


def _contrasts(parse: Parse, chunk: TokenRange) -> bool:
    """Whether what follows a cue phrase and its comma is set against what stands before ("..., while")."""
    after = chunk[1] + 1
    return after < len(parse) and parse.lower[chunk[1]] == "," and parse.lower[after] in _CONTRAST


def _is_finite(parse: Parse, token: int) -> bool:
    """Whether the verb is finite or a perfect: a bare participle claims no sentence by itself."""
    if parse.tag[token] in _FINITE:
        return True
    return any(parse.lower[kid] != "to" for kid in parse.children(token, "aux"))


def _inverted_subject(parse: Parse, token: int) -> int | None:
    """Return the noun after "..., said" that the parser took for an object."""
    if token == 0 or parse.lower[token - 1] not in _SET_OFF:
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

"""Cues the parser buried in another's content though the same speaker goes on speaking.

"She said P, adding that Q" and "He said he would P and insisted that Q" are two attributions each.
"""

from __future__ import annotations

from itertools import pairwise

from claims.extract.attributions.candidate import Candidate
from claims.extract.reading.parse import Parse, TokenRange, merge, overlap, subtract

_REPORTS = 3
_JOINING = frozenset({"and", "but", "while", "whereas", "though", ";", "yet"})
_PARTS = frozenset({",", "”", '"', "’", "'", "—", "–"})
_CONTRASTS = frozenset({"while", "whereas", "though", "although"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SAID_ALOUD = frozenset({"speech", "accusation", "denial", "promise", "warning", "demand"})


def promote(parse: Parse, candidates: list[Candidate]) -> None:
    """Cut such cues out of the contents they lie in, in place, and give them the outer speaker."""
    for index, outer in enumerate(candidates):
        for inner in candidates[index + 1 : index + 12]:
            if inner.sentence != outer.sentence:
                break
            if not overlap([inner.cue_range], outer.content):
                continue
            same = _same_speaker(parse, outer, inner)
            if same or _other_speaker(parse, outer, inner):
                outer.content = subtract(merge(outer.content), [_clause(parse, inner)])
                inner.source = list(outer.source) if same else inner.source


def _same_speaker(parse: Parse, outer: Candidate, inner: Candidate) -> bool:
    """Whether the inner cue goes on the outer one: a participle behind a comma, or a finite coordinate."""
    token = inner.token
    if parse.pos[outer.token] not in ("VERB", "AUX") or parse.pos[token] not in ("VERB", "AUX"):
        return False
    if parse.child(token, "nsubj", "nsubjpass") is not None:
        return False
    if parse.dep[token] == "advcl" and parse.tag[token] == "VBG":
        return inner.cue_range[0] > 0 and parse.lower[inner.cue_range[0] - 1] in _PARTS
    return _goes_on_as(parse, outer, inner)


def _goes_on_as(parse: Parse, outer: Candidate, inner: Candidate) -> bool:
    """Whether a coordinate finite verb stands beside the outer cue rather than beside the verb it hangs on.

    So it does when its form fits the cue's and not that of its head ("will stay and refuses"), or when it
    is a verb of saying like the cue ("said he was sorry and promised a refund").
    """
    token, head = inner.token, parse.head[inner.token]
    fits = parse.tag[token] in _FINITE and parse.tag[token] == parse.tag[outer.token]
    if parse.dep[token] != "conj" or not fits or head <= outer.token:
        return False
    aloud = inner.cue.kind in _SAID_ALOUD
    finite = parse.child(head, "aux") is None and parse.tag[head] == parse.tag[token]
    return not finite or (aloud and inner.cue.strength >= 3)


def _other_speaker(parse: Parse, outer: Candidate, inner: Candidate) -> bool:
    """Whether the inner cue is a main clause beside the outer one ("Two said P and three said Q")."""
    token = inner.token
    if not _reports(parse, outer) or not _reports(parse, inner):
        return False
    subject = parse.child(token, "nsubj")
    if subject is None or outer.token > token or not inner.source:
        return False
    if _adds(parse, token):
        return True
    if parse.tag[token] != parse.tag[outer.token]:
        return False
    beside = parse.dep[token] == "conj" or _contrasts(parse, token)
    return beside and overlap([(parse.head[token], parse.head[token] + 1)], outer.content) > 0


def _reports(parse: Parse, candidate: Candidate) -> bool:
    """Whether a candidate is a verb that reports wherever it stands."""
    return parse.pos[candidate.token] == "VERB" and candidate.cue.strength >= 3


def _adds(parse: Parse, token: int) -> bool:
    """Whether a clause tells, behind a comma, who said something of a noun (", which he has denied")."""
    first = parse.left[token]
    return parse.dep[token] == "relcl" and first > 0 and parse.lower[first - 1] == ","


def _contrasts(parse: Parse, token: int) -> bool:
    """Whether a clause is set against its main clause by "while" or "though"."""
    marks = {parse.lower[kid] for kid in parse.children(token, "mark")}
    return parse.dep[token] == "advcl" and bool(marks & _CONTRASTS)


def _clause(parse: Parse, inner: Candidate) -> TokenRange:
    """Return the clause of the inner cue with the conjunction before it, to the end of its content."""
    first = min(parse.left[inner.token], inner.cue_range[0])
    while first > 0 and (parse.dep[first - 1] == "cc" or parse.is_edge(first - 1)):
        first -= 1
    return first, max([parse.right[inner.token], *(last for _, last in inner.content)])


def share_speakers(parse: Parse, candidates: list[Candidate]) -> None:
    """Give a participle right behind a report its speaker, in place (“..., said Bell, adding that ...”)."""
    for before, after in pairwise(candidates):
        token = after.token
        adds = parse.tag[token] == "VBG" and after.cue.word_class == "verb"
        if before.sentence != after.sentence or not adds or not _reports(parse, before):
            continue
        end = max([before.cue_range[1], *(last for _, last in before.source)])
        first = after.cue_range[0]
        bare = parse.child(token, "nsubj", "nsubjpass", "aux", "mark") is None
        if before.source and bare and first == end + 1 and parse.lower[end] == ",":
            after.source = list(before.source)


def part_reports(parse: Parse, candidates: list[Candidate]) -> None:
    """Part two reports of one sentence that each follow what they report, in place.

    "The road is closed, the mayor said, but the bridge is open, the police said": the second has what
    stands behind the first.
    """
    for first, second in pairwise(candidates):
        if first.sentence != second.sentence or min(first.rank, second.rank) < _REPORTS:
            continue
        end = max([first.cue_range[1], *(last for _, last in first.source)])
        if not _trails(first) or not _trails(second) or not overlap([first.cue_range], second.content):
            continue
        stop = min([second.cue_range[0], *(begin for begin, _ in second.source)])
        joint = _joined(parse, end, stop)
        if joint is not None:
            first.content = subtract(merge(first.content), [(joint, len(parse))])
            second.content = subtract(merge(second.content), [(0, joint + 1)])


def _trails(candidate: Candidate) -> bool:
    """Whether a report opens with what it reports and names who says so."""
    if not candidate.source or not candidate.content:
        return False
    return min(candidate.content)[0] < min(candidate.cue_range[0], candidate.source[0][0])


def _joined(parse: Parse, end: int, stop: int) -> int | None:
    """Return the word that joins a clause or quotation of its own to the report before it, or None."""
    for token in range(end, stop):
        if parse.quoted[token] >= 0:
            return None
        if parse.lower[token] in _JOINING:
            behind = range(token + 1, stop)
            own = any(parse.quoted[at] >= 0 or parse.tag[at] in ("VBD", "VBZ", "VBP", "MD") for at in behind)
            return token if own else None
    return None

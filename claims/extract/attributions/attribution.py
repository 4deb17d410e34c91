"""Who says what: the outermost attributions of a parsed article, in text order.

Steps: cues of every kind propose candidates (candidates.py); those inside another's content are
dropped; quotations are given to the candidate they belong to (quote_links.py); spans are cut last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from claims.extract.attributions.blocks import take_blocks
from claims.extract.attributions.candidate import Candidate
from claims.extract.attributions.candidates import find_candidates
from claims.extract.attributions.joined import take_joined
from claims.extract.attributions.list_leads import give_items
from claims.extract.attributions.prefaces import prefaced
from claims.extract.attributions.promotion import part_reports, promote, share_speakers
from claims.extract.attributions.quote_links import link_quotations
from claims.extract.lexicon.cues import TOPIC, UNREPORTED
from claims.extract.reading.parse import Parse, TokenRange, merge, overlap, read, subtract, to_spans
from claims.extract.types import Attribution, AttributionType, Span

# Sentences of more cues than this are no sentences; the pairwise look stays linear.
_WINDOW = 48
# So many cues behind one are looked at for what its object reports.
_NEAR = 4
_DIRECT_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class _Made:
    """An attribution cut from the candidate anchored at `token`; `opens` is False for a continuation."""

    attribution: Attribution
    token: int
    opens: bool


def find_attributions(doc: Any) -> list[Attribution]:
    """Return the outermost attributions of a spaCy document in text order, speakers not yet resolved.

    Negated ones ("did not say") are flagged, not dropped. A quotation that goes on in a later paragraph
    is an attribution of its own whose `follows` is the index of the one it continues. Attributions of a
    kind in `UNREPORTED` tell what somebody spoke of, likes or seems to do.
    """
    parse = read(doc)
    return [] if parse is None else _attributions(parse, find_candidates(parse), topics=True)


def find_reports(doc: Any) -> tuple[list[Attribution], list[Attribution]]:
    """Return the attributions that report something, then those of the kinds in `UNREPORTED`.

    Reports are also found in what somebody likes or seems to do, where find_attributions has but the outer.
    """
    parse = read(doc)
    if parse is None:
        return [], []
    candidates = find_candidates(parse)
    reporting = [c.copy() for c in candidates if c.cue.kind not in UNREPORTED]
    reports = _attributions(parse, reporting, topics=False)
    others = _attributions(parse, candidates, topics=True)
    return reports, [a for a in others if a.kind in UNREPORTED]


def _attributions(parse: Parse, candidates: list[Candidate], *, topics: bool) -> list[Attribution]:
    """Return what candidates make; with `topics` also those that say nothing of what they speak of."""
    share_speakers(parse, candidates)
    promote(parse, candidates)
    part_reports(parse, candidates)
    kept = outermost(candidates)
    _part_neighbours(kept)
    take_joined(parse, kept)
    give_items(parse, kept)
    kept += prefaced(parse, link_quotations(parse, kept))
    take_blocks(parse, kept)
    if topics:
        kept = outermost(_with_topics(kept))
    made = list(chain.from_iterable(_build(parse, candidate) for candidate in kept))
    return _in_text_order(made)


def _with_topics(kept: list[Candidate]) -> list[Candidate]:
    """Give candidates without clause and quotation what they speak of, as attributions of a topic.

    An object that reports something itself ("published a study saying that ...") is no topic.
    """
    for index, candidate in enumerate(kept):
        if candidate.content or candidate.continuations or not candidate.topic:
            continue
        near = kept[index + 1 : index + _NEAR]
        if not any(other.content and overlap([other.cue_range], candidate.topic) for other in near):
            candidate.content = candidate.topic
            candidate.cue = replace(candidate.cue, kind=TOPIC)
    return kept


def merge_continuations(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return one attribution per speech: continuations are joined to the attribution they follow."""
    parts: dict[int, list[Attribution]] = defaultdict(list)
    for attribution in attributions:
        if attribution.follows is not None:
            parts[attribution.follows].append(attribution)
    merged = []
    for index, attribution in enumerate(attributions):
        if attribution.follows is None:
            content = chain(attribution.content, *(part.content for part in parts[index]))
            merged.append(replace(attribution, content=tuple(sorted(content))))
    return merged


def outermost(candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates whose cue does not lie in another's content."""
    by_sentence: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_sentence[candidate.sentence].append(candidate)
    kept: list[Candidate] = []
    for group in by_sentence.values():
        for begin in range(0, len(group), _WINDOW):
            window = group[begin : begin + _WINDOW]
            kept.extend(c for c in window if not any(_holds(other, c) for other in window))
    return sorted(kept, key=lambda candidate: candidate.token)


def _part_neighbours(kept: list[Candidate]) -> None:
    """Take the source and cue of the next attribution out of the content before it in the same sentence."""
    for before, after in pairwise(kept):
        if before.sentence == after.sentence and overlap(after.source, before.content):
            before.content = subtract(merge(before.content), [*after.source, after.cue_range])


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether the cue of `inner` lies in the content of `outer`, and not the other way round."""
    if outer is inner or not overlap([inner.cue_range], outer.content):
        return False
    return not overlap([outer.cue_range], inner.content) or outer.rank > inner.rank


def _build(parse: Parse, candidate: Candidate) -> list[_Made]:
    """Return the attribution of a candidate, then its continuations, each with the candidate's token."""
    cut = [candidate.cue_range, *candidate.source]
    content = subtract(merge(candidate.content), cut)
    spans = to_spans(parse, content)
    if not spans:
        return []
    first = Attribution(
        content=spans,
        source=to_spans(parse, candidate.source) or None,
        cue=to_spans(parse, [candidate.cue_range]) or _marks(parse, candidate.cue_range),
        type=content_type(parse, content),
        cue_lemma=candidate.cue.lemma,
        kind=candidate.cue.kind,
        negated=candidate.negated,
    )
    built = [_Made(first, candidate.token, opens=True)]
    for ranges in candidate.continuations:
        later = to_spans(parse, ranges)
        if later:
            part = replace(first, content=later, cue=None, type=content_type(parse, ranges), negated=False)
            built.append(_Made(part, candidate.token, opens=False))
    return built


def _marks(parse: Parse, tokens: TokenRange) -> tuple[Span, ...]:
    """Return the span of a cue that is only a mark, such as the colon of a speaker turn."""
    return ((parse.start[tokens[0]], parse.end[tokens[1] - 1]),)


def content_type(parse: Parse, ranges: list[TokenRange]) -> AttributionType:
    """Return how much of the content is quoted: all but a trifle, some, or nothing."""
    words = [token for first, last in ranges for token in range(first, last) if parse.is_word(token)]
    quoted = sum(parse.quoted[token] >= 0 for token in words)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT_SHARE * len(words) else "mixed"


def _in_text_order(made: list[_Made]) -> list[Attribution]:
    """Sort by content and point continuations at the index of what they follow."""
    made = sorted(made, key=lambda part: (part.attribution.content[0], part.token))
    opener = {part.token: position for position, part in enumerate(made) if part.opens}
    return [
        part.attribution if part.opens else replace(part.attribution, follows=opener.get(part.token))
        for part in made
    ]

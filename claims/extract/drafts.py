"""From atoms to claim drafts: spans, source, figures, date, modality, worth and statement."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from claims.extract.article import Article
from claims.extract.cuts.atoms import Atom
from claims.extract.cuts.edges import runs
from claims.extract.judging import worth
from claims.extract.judging.confidence import confidence, features
from claims.extract.phrasing.reference import resolve, voices_of
from claims.extract.phrasing.statements import Narrator
from claims.extract.types import Attribution, AttributionType, ClaimDraft, Span, Speaker
from claims.extract.weighing import evidence_of, figures_of, quoted_of
from claims.extract.when.days import iso
from claims.extract.when.lead_ins import LeadIns
from claims.extract.when.place import Places
from claims.extract.when.stated_days import Almanac
from claims.extract.when.timeline import Timeline

UNSPECIFIED = Speaker(surface="", canonical="unspecified", kind="anonymous")


def make_drafts(article: Article, atoms: Sequence[Atom]) -> list[ClaimDraft]:
    """Return one draft an atom, in order."""
    drafts: list[ClaimDraft] = []
    voices = voices_of(article.tokens, article.attributions, article.quoted)
    almanac = Almanac(article.doc, article.published, article.calendar.times.by_calendar)
    lead_ins = LeadIns(article.doc, article.text)
    references = resolve(article.doc, voices)
    narrator = Narrator(article.doc, references, almanac, article.quoted, lead_ins)
    timeline = Timeline(article.doc, article.text, article.calendar, article.cues)
    places = Places(article.doc, article.cues)
    atoms = _merge_colour(article, atoms)
    by_sentence: dict[Span, list[Atom]] = {}
    for atom in atoms:
        by_sentence.setdefault(atom.sentence, []).append(atom)
    for atom in atoms:
        siblings = [other for other in by_sentence[atom.sentence] if other is not atom]
        draft = _draft(article, atom, siblings, narrator)
        days, stated = timeline.date(atom, siblings, draft)
        place = places.of(atom, days, stated=stated)
        drafts.append(replace(draft, event_date=iso(days) if days else None, place=place))
    return drafts


def _merge_colour(article: Article, atoms: Sequence[Atom]) -> list[Atom]:
    """Join the pieces of a quoted sentence again when none of them is worth checking."""
    merged: list[Atom] = []
    for (_, owner), group in groupby(atoms, key=lambda a: (a.sentence, a.attribution)):
        pieces = list(group)
        if len(pieces) > 1 and owner is not None and all(_is_colour(article, piece) for piece in pieces):
            tokens = tuple(sorted({i for piece in pieces for i in piece.tokens}))
            inside = range(tokens[0], tokens[-1] + 1)
            tokens = tuple(
                i for i in inside if i in tokens or not article.doc[i].is_alpha or _is_joint(article, i)
            )
            pieces = [Atom(tokens, owner, pieces[0].kind, pieces[0].head, pieces[0].sentence)]
        merged.extend(pieces)
    return merged


def _is_joint(article: Article, i: int) -> bool:
    """Whether a token between two pieces of a quotation is a conjunction of its own."""
    return article.doc[i].tag_ in ("CC", "IN") and i in article.quoted


def _is_colour(article: Article, atom: Atom) -> bool:
    attribution = article.attributions[atom.attribution] if atom.attribution is not None else None
    if quoted_of(article, atom, attribution) != "direct":
        return False
    evidence = evidence_of(article, atom, attribution, figures_of(article, atom), direct=True)
    return worth.is_colour(evidence)


def _draft(article: Article, atom: Atom, siblings: Sequence[Atom], narrator: Narrator) -> ClaimDraft:
    """Return the draft of one atom, without date and place."""
    attribution = article.attributions[atom.attribution] if atom.attribution is not None else None
    spans = article.spans_of(atom.tokens)
    figures = figures_of(article, atom)
    quoted = quoted_of(article, atom, attribution)
    evidence = evidence_of(article, atom, attribution, figures, direct=quoted == "direct")
    mode = worth.modality(evidence)
    score, reason = worth.judge(evidence, mode)
    speaker = _speaker(article, attribution)
    statement = narrator.tell(
        atom,
        attribution=attribution,
        speaker=speaker,
        direct=quoted == "direct",
        denied=mode == "denied",
        figures=[i for q in figures for i in article.range_of([(q.start, q.end)])],
        cue=article.range_of(attribution.cue or ()) if attribution else (),
        siblings=siblings,
    )
    sentence = article.doc[atom.sentence[0] : atom.sentence[1]]
    return ClaimDraft(
        spans=spans,
        canonical=statement,
        attribution=quoted,
        source=article.words(attribution.source) if attribution and attribution.source else None,
        speaker=speaker,
        source_spans=attribution.source or () if attribution else (),
        cue=_cue(article, atom, attribution),
        cue_spans=attribution.cue or () if attribution else (),
        via=attribution.via if attribution else (),
        quantities=figures,
        modality=mode,
        check_worthy=score,
        worth_reason=reason,
        confidence=_confidence(
            atom, attribution, speaker, evidence, sentence.text, siblings=len(siblings), quoted=quoted
        ),
        sentence=(sentence.start_char, sentence.end_char),
    )


def _speaker(article: Article, attribution: Attribution | None) -> Speaker | None:
    if attribution is None:
        return None
    if attribution.speaker is not None:
        return attribution.speaker
    if attribution.source:
        surface = article.words(attribution.source)
        return Speaker(surface=surface, canonical=surface, kind="person")
    return UNSPECIFIED


def _cue(article: Article, atom: Atom, attribution: Attribution | None) -> str | None:
    """Return the words of the cue when it stands in the claim's own paragraph."""
    if attribution is None or not attribution.cue:
        return None
    between = sorted((attribution.cue[0][0], article.doc[atom.tokens[0]].idx))
    return None if "\n" in article.text[between[0] : between[1]] else article.words(attribution.cue)


def _confidence(
    atom: Atom,
    attribution: Attribution | None,
    speaker: Speaker | None,
    evidence: worth.Evidence,
    sentence: str,
    *,
    siblings: int,
    quoted: AttributionType,
) -> float:
    """Return how sure the cut and the source are, 0..1; see confidence.py."""
    found = features(
        kind=atom.kind,
        pieces=len(runs(atom.tokens)),
        attribution=quoted,
        speaker=speaker,
        continued=attribution is not None and attribution.cue is None,
        finite=evidence.finite,
        siblings=siblings,
        claim=evidence.text,
        sentence=sentence,
    )
    return confidence(found)


def bisect_paragraph(starts: Sequence[int], offset: int) -> int:
    """Return the number of the paragraph that holds `offset`."""
    return max(0, bisect_right(starts, offset) - 1)

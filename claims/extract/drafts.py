"""From atoms to claim drafts: spans, source, figures, date, modality, worth and statement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from spacy.tokens import Doc, Token

from claims.extract.cuts.atoms import Atom
from claims.extract.cuts.edges import runs
from claims.extract.judging import worth
from claims.extract.judging.confidence import confidence, features
from claims.extract.phrasing.reference import resolve, voices_of
from claims.extract.phrasing.statements import Narrator
from claims.extract.reading.parse import text_of
from claims.extract.reading.pieces import subject_of
from claims.extract.reading.quotes import find_quotations
from claims.extract.reading.units import TokenMap
from claims.extract.types import Attribution, AttributionType, ClaimDraft, Quantity, Span, Speaker
from claims.extract.when.days import iso
from claims.extract.when.event_dates import Calendar
from claims.extract.when.lead_ins import LeadIns
from claims.extract.when.place import Places
from claims.extract.when.stated_days import Almanac
from claims.extract.when.tense import is_future, main_verb
from claims.extract.when.timeline import Timeline

UNSPECIFIED = Speaker(surface="", canonical="unspecified", kind="anonymous")


@dataclass(slots=True)
class Article:
    """All that is known of the parsed article when its drafts are made."""

    doc: Doc
    attributions: Sequence[Attribution]
    quantities: Sequence[Quantity]
    published: date | None
    text: str = field(init=False)  # once: Doc.text is joined anew at every call
    tokens: TokenMap = field(init=False)
    calendar: Calendar = field(init=False)
    quoted: frozenset[int] = field(init=False)
    cues: frozenset[int] = field(init=False)
    numerals: dict[int, list[Quantity]] = field(init=False)  # by the token of the numeral

    def __post_init__(self) -> None:
        """Index tokens, dates, quotation marks and cues once."""
        self.text = text_of(self.doc)
        self.tokens = TokenMap(self.doc)
        self.numerals = {}
        for quantity in self.quantities:
            self.numerals.setdefault(self.tokens.at(quantity.numeral), []).append(quantity)
        self.calendar = Calendar(self.doc, self.published)
        self.quoted = frozenset(
            i
            for quotation in find_quotations(self.text)
            for i in range(self.tokens.from_(quotation.inner_start), self.tokens.from_(quotation.inner_end))
        )
        self.cues = frozenset(
            i for a in self.attributions for i in self.range_of((*(a.cue or ()), *(a.source or ())))
        )

    def range_of(self, spans: Sequence[Span]) -> list[int]:
        """Return the token indices of character spans."""
        return [i for start, end in spans for i in range(self.tokens.at(start), self.tokens.from_(end))]

    def spans_of(self, tokens: Sequence[int]) -> tuple[Span, ...]:
        """Return the character spans of token indices, neighbours joined."""
        doc = self.doc
        return tuple((doc[s].idx, doc[e].idx + len(doc[e].text)) for s, e in runs(tokens))

    def words(self, spans: Sequence[Span]) -> str:
        """Return the text of character spans, joined by spaces."""
        return re.sub(r"\s+", " ", " ".join(self.text[s:e] for s, e in spans))


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
    if _type(article, atom, attribution) != "direct":
        return False
    evidence = _evidence(article, atom, attribution, _figures(article, atom), direct=True)
    return worth.is_colour(evidence)


def _figures(article: Article, atom: Atom) -> tuple[Quantity, ...]:
    return tuple(q for i in atom.tokens for q in article.numerals.get(i, ()))


def _draft(article: Article, atom: Atom, siblings: Sequence[Atom], narrator: Narrator) -> ClaimDraft:
    """Return the draft of one atom, without date and place."""
    attribution = article.attributions[atom.attribution] if atom.attribution is not None else None
    spans = article.spans_of(atom.tokens)
    figures = _figures(article, atom)
    quoted = _type(article, atom, attribution)
    evidence = _evidence(article, atom, attribution, figures, direct=quoted == "direct")
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


def _type(article: Article, atom: Atom, attribution: Attribution | None) -> AttributionType:
    """Return direct, mixed or indirect by how many of the words stand in quotation marks."""
    if attribution is None:
        return "none"
    words = [i for i in atom.tokens if any(c.isalnum() for c in article.doc[i].text)]
    quoted = sum(i in article.quoted for i in words)
    if quoted == len(words):
        return "direct"
    return "mixed" if quoted else "indirect"


def _evidence(
    article: Article,
    atom: Atom,
    attribution: Attribution | None,
    figures: Sequence[Quantity],
    *,
    direct: bool,
) -> worth.Evidence:
    doc = article.doc
    tokens = [doc[i] for i in atom.tokens]
    head = main_verb(doc, atom)
    speaker = attribution.speaker if attribution else None
    return worth.Evidence(
        text=article.words(article.spans_of(atom.tokens)),
        direct=direct,
        attributed=attribution is not None,
        figures=sum(not q.unit.endswith("of age") for q in figures),
        dated=article.calendar.has_date(atom.tokens),
        cue=attribution.cue_lemma if attribution else "",
        cue_kind=attribution.kind if attribution else "",
        speaker_is_person=bool(speaker and speaker.kind == "person"),
        speaker_is_document=bool(speaker and speaker.kind == "document"),
        speaker_is_official=bool(speaker and speaker.kind in ("government", "military")),
        names=sum(t.tag_ in ("NNP", "NNPS") for t in tokens),
        past=any(t.tag_ == "VBD" for t in tokens)
        or any(t.tag_ == "VBN" and t.dep_ != "amod" for t in tokens),
        future=is_future(head),
        finite=direct
        or any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.i not in article.quoted for t in tokens),
        copula=head is not None and head.lemma_ == "be",
        promised_by_self=_subject_is_speaker(head, attribution),
        cue_words=_cue_words(article, attribution),
        verb=head.lemma_.lower() if head is not None else "",
        expected=_is_expected(doc, atom),
    )


def _cue_words(article: Article, attribution: Attribution | None) -> str:
    """Return the cue with the verb it hangs on ("appears to show"), "" when there is none."""
    if attribution is None or not attribution.cue:
        return ""
    cue = [article.doc[i] for i in article.range_of(attribution.cue)]
    above = next((f"{token.head.text} " for token in cue if token.dep_ == "xcomp"), "")
    return above + article.words(attribution.cue)


def _is_expected(doc: Doc, atom: Atom) -> bool:
    """Whether the claim is what somebody expects or forecasts, the verb itself left outside."""
    inside = set(atom.tokens)
    head = doc[atom.head]
    above = next((a for a in head.ancestors if a.pos_ == "VERB" and a.i not in inside), None)
    return above is not None and above.lemma_ in ("expect", "forecast", "predict", "project")


def _subject_is_speaker(head: Token | None, attribution: Attribution | None) -> bool:
    """Whether the actor of a future act is the source itself ("it would", "her members would")."""
    if head is None or attribution is None:
        return False
    subject = subject_of(head)
    if subject is None or subject.dep_ != "nsubj":
        return False
    if subject.lower_ in ("i", "we", "he", "she", "they"):
        return True
    if subject.lower_ == "it":
        return bool(attribution.speaker and attribution.speaker.kind != "person" and _is_active(head))
    own = {"our", "my", "its", "his", "her", "their"}
    if any(c.dep_ == "poss" and c.lower_ in own for c in subject.children):
        return True
    return bool(attribution.speaker and _speaks_for(attribution.speaker, subject))


def _speaks_for(speaker: Speaker, subject: Token) -> bool:
    """Whether the subject is named as the speaker or the body the speaker speaks for."""
    named = {t.text for t in subject.subtree if t.tag_ in ("NNP", "NNPS")}
    known = f"{speaker.canonical} {speaker.organisation} {speaker.role}"
    return bool(named & {word for word in known.split() if word[:1].isupper()})


def _is_active(head: Token) -> bool:
    return head.lemma_ not in ("be", "take", "last", "cost", "seem", "appear")


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

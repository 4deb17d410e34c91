"""What a claim is judged by: its figures, how much of it is quoted, its verb and whose act it is."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.article import Article
from claims.extract.cuts.atoms import Atom
from claims.extract.judging import worth
from claims.extract.reading.pieces import subject_of
from claims.extract.types import Attribution, AttributionType, Quantity, Speaker
from claims.extract.when.tense import is_future, main_verb


def figures_of(article: Article, atom: Atom) -> tuple[Quantity, ...]:
    """Return the figures whose numerals stand in the atom."""
    return tuple(q for i in atom.tokens for q in article.numerals.get(i, ()))


def quoted_of(article: Article, atom: Atom, attribution: Attribution | None) -> AttributionType:
    """Return direct, mixed or indirect by how many of the words stand in quotation marks."""
    if attribution is None:
        return "none"
    words = [i for i in atom.tokens if any(c.isalnum() for c in article.doc[i].text)]
    quoted = sum(i in article.quoted for i in words)
    if quoted == len(words):
        return "direct"
    return "mixed" if quoted else "indirect"


def evidence_of(
    article: Article,
    atom: Atom,
    attribution: Attribution | None,
    figures: Sequence[Quantity],
    *,
    direct: bool,
) -> worth.Evidence:
    """Return what the judgement of worth and modality rests on; `direct` says that every word is quoted."""
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

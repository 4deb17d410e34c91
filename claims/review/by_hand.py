"""A claim that a person marks in the text: an exact place, a guess of what goes with it, a row of its own.

What the machine found around the words (who says so, when, where, how it is put) is the guess that the form
starts with; what the person leaves there is what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims import record, rematch
from claims.extract.selectors import paragraphs
from claims.models import Appearance, Article, ArticleVersion, Claim, Quantity, Source, User
from claims.models.source import SourceKind
from claims.states import Review

from .chains import Links
from .decisions import CannotDecide, reviewed_now
from .edits import Edit, set_quantities, typed_data
from .entries import HIDDEN
from .marks import Span
from .splits import CONTEXT

LONGEST = 1000  # characters of one claim's words
FIGURES = 4  # that are guessed
LARGEST = Decimal(10) ** 17
SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s+|\n+")
_LOOSE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES = "-–—"
_FIGURE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s+(thousand|million|billion|trillion))?\s*"
    r"(%|percent\b|per cent\b|[^\W\d_][\w’'-]*)?"
)


@dataclass(frozen=True)
class Guess:
    """What the form starts with: the words marked, a statement, who says so, and what else is around."""

    span: Span
    words: str
    statement: str
    source: Source | None
    near: Appearance | None  # the place whose facts are taken over
    figures: Sequence[Quantity]


def places_of(text: str, words: str) -> list[Span]:
    """Return where the words stand in the text, but for spaces, quotation marks and dashes; [] if nowhere."""
    pattern = r"\s+".join("".join(map(_mark, word)) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def _mark(character: str) -> str:
    if character in _DASHES:
        return f"[{_DASHES}]"
    return _LOOSE.get(character) or re.escape(character)


def proven_span(version: ArticleVersion, start: int, end: int, words: str | None = None) -> Span:
    """Return the span without space at its ends; raises CannotDecide when it is no claim's place.

    `words` is what the person saw there: other words mean that the text is not the one that was shown.
    """
    text = version.text
    if not 0 <= start < end <= len(text) or (words is not None and text[start:end] != words):
        raise CannotDecide("These words do not stand at that place of the text. Mark them again.")
    raw = text[start:end]
    start, end = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    if start >= end or not re.search(r"\w", text[start:end]):
        raise CannotDecide("Mark the words of the claim first.")
    if end - start > LONGEST:
        raise CannotDecide(f"Mark the words of one claim only, {LONGEST} characters at most.")
    if not any(part.start <= start and end <= part.end for part in paragraphs(version)):
        raise CannotDecide("Mark words of one paragraph. Text across paragraphs is more than one claim.")
    return start, end


def guess(version: ArticleVersion, span: Span, own_voice: Source | None) -> Guess:
    """Return what the form starts with for the words at `span`."""
    words = version.text[span[0] : span[1]]
    near = _near(version, span)
    source = near.claim.source if near else own_voice
    statement = " ".join(words.split()).strip(' ,;:“”"').rstrip(".")
    return Guess(
        span=span,
        words=words,
        statement=statement[:1].upper() + statement[1:],
        source=source,
        near=near,
        figures=_figures(words, near, span),
    )


def _near(version: ArticleVersion, span: Span) -> Appearance | None:
    """Return the claim's place in the same sentence that is nearest, with its claim; None without one."""
    low, high = _sentence(version.text, span)
    rows = (
        Appearance.objects.filter(version=version, start__lt=high, end__gt=low)
        .exclude(claim__reject_reason__in=HIDDEN)
        .select_related("claim__source")
    )
    return min(rows, key=lambda row: (_distance(row, span), row.start, str(row.pk)), default=None)


def _distance(row: Appearance, span: Span) -> int:
    return max(0, row.start - span[1], span[0] - row.end)


def _sentence(text: str, span: Span) -> Span:
    """Return the sentence around a span, from full stop to full stop."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, span[0])]
    behind = _SENTENCE_END.search(text, span[1])
    end = behind.start() + len(behind.group().rstrip()) if behind else len(text.rstrip())
    return (ends[-1] if ends else 0), max(end, span[1])


def _figures(words: str, near: Appearance | None, span: Span) -> list[Quantity]:
    """Return the figures of the nearest claim whose words lie in the span, else those that are written."""
    if near is not None and near.start < span[1] and near.end > span[0]:
        known = [row for row in near.claim.quantities.all() if row.text and row.text in words]
        if known:
            return known
    found = (_read(match) for match in _FIGURE.finditer(words))
    return [figure for figure in found if figure][:FIGURES]


def _read(match: re.Match[str]) -> Quantity | None:
    """Return a written figure with the word behind it as what is counted; None for a bare year or day."""
    whole, part, size, noun = match.groups()
    if not (noun or size or part) or noun in MONTHS:
        return None
    value = Decimal(f"{whole.replace(',', '')}{part or ''}") * SIZES.get(size, 1)
    if value >= LARGEST or (noun and not size and re.fullmatch(r"(?:1[89]|20)\d\d", whole)):
        return None
    unit = "%" if noun in {"percent", "per cent", "%"} else _singular(noun or "")
    return Quantity(low=value, high=value, unit=unit[:120], text=match.group().strip()[:200])


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3 else noun


def claim_add(
    *,
    user: User,
    article: Article,
    version: ArticleVersion,
    span: Span,
    edit: Edit,
    links: Links | None = None,
) -> Claim:
    """Store a claim of the proven `span` as `user` puts it, accepted, and have it matched.

    `links` is its chain of attribution; None: that of the claim beside it, if their source is the same.
    Raises CannotDecide when a claim stands at just these words already.
    """
    start, end = span
    there = Appearance.objects.filter(version=version, start=start, end=end)
    if there.exclude(claim__reject_reason__in=HIDDEN).exists():
        raise CannotDecide("A claim stands at just these words already. Edit that one.")
    near = _near(version, span)
    claim = Claim.objects.create(
        desk_id=article.desk_id,
        source=edit.source,
        statement=edit.statement,
        attribution=_attribution(edit.source, near),
        modality=near.claim.modality if near else "asserted",
        place=edit.place,
        event_from=edit.event_from,
        event_to=edit.event_to or edit.event_from,
        worth=near.claim.worth if near else 0.5,
        worth_reason="added by hand",
        confidence=1.0,
        unverified_note=near.claim.unverified_note if near else "",
        review_state=Review.ACCEPTED,
        added_by=user,
        **reviewed_now(user),
    )
    place = place_at(claim, version, span, near)
    if links is not None:
        place.via, place.via_roles = [name for name, _ in links], [role for _, role in links]
    place.save()
    set_quantities(claim, [typed_data(figure) for figure in edit.figures])
    record.created(
        claim, actor=user, action="claim.by_hand", after={"words": version.text[start:end], "version": 1}
    )
    rematch.claims_again([claim])
    return claim


def _attribution(source: Source | None, near: Appearance | None) -> str:
    if source is None or source.kind == SourceKind.OUTLET:
        return "none"
    found = near.claim.attribution if near and near.claim.source_id == source.pk else "none"
    return found if found != "none" else "indirect"


def place_at(claim: Claim, version: ArticleVersion, span: Span, near: Appearance | None) -> Appearance:
    """Return the proven place; of the claim beside it who is named and how, if the source is the same."""
    text, (start, end) = version.text, span
    low, high = _sentence(text, span)
    place = Appearance(
        claim=claim,
        version=version,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        spans=[[start, end]],
        sentence_start=low,
        sentence_end=high,
    )
    if near is not None and claim.source_id and near.claim.source_id == claim.source_id:
        for name in ("source_spans", "cue_spans", "source_words", "cue", "via", "via_roles"):
            setattr(place, name, getattr(near, name))
    return place

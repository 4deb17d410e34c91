"""Each claim of an article given the days of its event, in the order they are told.

A claim is dated by its own words, then by its sentence, then by the story it goes on with (`stories`).
Nothing else is dated: a status, a plan or a background fact without a time has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extract.cuts.atoms import Atom
from claims.extract.types import ClaimDraft
from claims.extract.when.days import Days
from claims.extract.when.event_dates import Asked, Calendar
from claims.extract.when.hanging import AT_ONCE, is_outcome
from claims.extract.when.stories import Story
from claims.extract.when.tense import main_verb, tense_of
from claims.extract.when.told import Telling

_ADJUNCTS = frozenset({"figure", "record", "participle"})
_MEASURED = re.compile(
    r"\b(?:put|estimat|valu|report|post|record|log|regist|forecast|expect|predict|project|anticipat|show)\w*"
)


class Timeline:
    """Dates the claims of one article."""

    def __init__(self, doc: Doc, text: str, calendar: Calendar, cues: frozenset[int]) -> None:
        """Begin at the top of an article; `cues` are the tokens of sources and cues."""
        self.doc, self.calendar, self.cues = doc, calendar, cues
        self.story = Story(doc, text, calendar)
        self._breaks = [i for i, c in enumerate(text) if c == "\n"]
        self._anchor: Days | None = None
        self._host: tuple[object, Days | None] = (None, None)  # the last full clause: where, when
        self._dated: dict[int, Days] = {}  # by the head of a claim

    def date(self, atom: Atom, siblings: Sequence[Atom], draft: ClaimDraft) -> tuple[Days | None, bool]:
        """Return the days of the event of a claim, and whether it states them itself."""
        head = main_verb(self.doc, atom)
        claim = Telling(atom, draft, head, tense_of(head), bisect_right(self._breaks, draft.start))
        self.story.open(claim)
        self.calendar.read_to(atom.sentence[0])
        asked = self._asked(claim, siblings)
        days = self._stated(claim, asked)
        stated = days is not None and atom.kind not in _ADJUNCTS
        if days is not None:
            self.story.remember(claim, days)
        else:
            days = self._told_of(claim, asked)
        self._note(claim, days)
        return days, stated

    def _stated(self, claim: Telling, asked: Asked) -> Days | None:
        """Return the days the claim's own words or its sentence give."""
        tokens, times = claim.atom.tokens, self.calendar.times
        if claim.draft.modality == "opinion" and claim.tense == "present":
            return None
        days = (
            times.before_when(tokens[0])
            or self.calendar.date_in(asked, self._anchor)
            or times.by_hour(tokens)
            or self._since_then(claim)
        )
        if days is not None or claim.draft.modality == "opinion":
            return days
        host = self._of_host(claim.atom) if claim.atom.kind in _ADJUNCTS else None
        return host or self.calendar.date_near(asked, self._anchor)

    def _since_then(self, claim: Telling) -> Days | None:
        """Return the days from the event before to publication ("has sold 9,000 since")."""
        published = self.calendar.published
        if claim.tense != "perfect" or self._anchor is None or published is None:
            return None
        said = (self.doc[i] for i in claim.atom.tokens if self.doc[i].lower_ == "since")
        bare = any(token.n_lefts + token.n_rights == 0 and token.dep_ != "mark" for token in said)
        return (self._anchor[0], published) if bare and self._anchor[0] <= published else None

    def _told_of(self, claim: Telling, asked: Asked) -> Days | None:
        """Return the days of the thing a claim tells of, of the story, or of what it is compared with."""
        days = self.calendar.date_of_thing(asked, self._anchor)
        if days is not None:
            self.story.remember_thing(claim, days)
            return days
        return (
            self.story.inherited(claim)
            or self.calendar.date_of_cause(asked)
            or self.calendar.date_compared(asked, self._anchor)
        )

    def _note(self, claim: Telling, days: Days | None) -> None:
        """Remember a claim as one that adjuncts belong to, and its days to count from."""
        if days is not None:
            self._dated[claim.atom.head] = days
            self._anchor = days
        if claim.atom.kind not in _ADJUNCTS:
            self._host = (claim.atom.sentence, claim.atom.attribution), days
            self.story.close(claim, days)

    def _asked(self, claim: Telling, siblings: Sequence[Atom]) -> Asked:
        atom, tense, mode = claim.atom, claim.tense, claim.draft.modality
        elsewhere = frozenset(i for o in siblings if self._lends_nothing(o, atom) for i in o.tokens)
        if atom.kind == "relative" or tense == "present":
            elsewhere = frozenset(range(*atom.sentence))
        ahead = mode in ("predicted", "promised") or tense in ("present", "future")
        return Asked(
            atom.tokens,
            claim.head,
            atom.sentence,
            elsewhere,
            self.cues,
            future=ahead or (mode == "opinion" and (not tense or _is_wanted(claim.head))),
            pledged=mode in ("predicted", "promised"),
            figure=atom.kind == "figure",
            valued=bool(claim.draft.quantities) and _MEASURED.search(claim.draft.cue or "") is not None,
        )

    def _lends_nothing(self, other: Atom, atom: Atom) -> bool:
        """Whether the times of another claim of the sentence say nothing of when this one was."""
        if other.attribution != atom.attribution:
            return True
        if other.kind in (*_ADJUNCTS, "relative"):
            head = self.doc[other.head]
            return not (other.kind == "participle" and head.head.i == atom.head and is_outcome(head))
        first = other.tokens[0]
        joined = self.doc[first - 1].lower_ in (*AT_ONCE, "and")
        return other.kind == "clause" and first > atom.tokens[-1] and not joined

    def _of_host(self, atom: Atom) -> Days | None:
        """Return the days of the claim above an adjunct, else of the one told last in its sentence."""
        for above in self.doc[atom.head].ancestors:
            if days := self._dated.get(above.i):
                return days
        return self._host[1] if self._host[0] == (atom.sentence, atom.attribution) else None


def _is_wanted(verb: Token | None) -> bool:
    """Whether a bare participle is what somebody wants done ("want the mayor recalled before Easter")."""
    if verb is None or verb.tag_ != "VBN" or verb.dep_ not in ("ccomp", "xcomp"):
        return False
    return not any(c.dep_ in ("aux", "auxpass") for c in verb.children)

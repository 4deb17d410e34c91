"""What an undated claim inherits: the days of an event told before, when it plainly goes on with it.

The event of the opening paragraphs, when it is a sudden event or a contest, may be told of anywhere; another
one only in its own paragraph and the next. The pluperfect tells of something before, save within the
paragraph. A state, a plan, a belief and what a witness says of himself inherit nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from claims.extract.when.days import Days
from claims.extract.when.event_dates import Calendar
from claims.extract.when.hearings import day_of_hearing, in_the_room
from claims.extract.when.lead_ins import LeadIns
from claims.extract.when.occasions import kinds_of, names_again, occasion
from claims.extract.when.results import is_reporting_period, tells_result
from claims.extract.when.told import (
    PAST,
    SHORT,
    Telling,
    Told,
    is_bare_figure,
    is_before,
    is_of_report,
    tells_event,
    told_of,
)

NEXT_PARAGRAPH = 2  # line breaks between neighbours
_OPENING = 2  # paragraphs that may tell the event of the article
_HEADLINE = 30  # tokens
_BESIDE = frozenset({"figure", "record", "relative"})  # these tell of something beside the event
_HARMED = frozenset("toll dead death wound wounded injure injured casualty victim kill killed injury".split())
_COUNTING = frozenset({"one", "some", "most", "many", "all", "another"})
_CROWDS = frozenset({"turnout", "crowd", "attendance", "audience", "marcher", "protester", "demonstrator"})
_AWAITED = re.compile(r"\bhad\b.*\b(?:expected|forecast|predicted|estimated|projected|anticipated|guided)\b")
_NEW_TOPIC = re.compile(
    r"^\W*(?:meanwhile|separately|elsewhere|earlier|previously|in a separate|in another)\b", re.I
)
_PART_OF_THEM = re.compile(
    r"^\W*(?:one|another|the (?:other|others|rest|first|second|third|last|latter|former)|both|neither|none"
    r"|either|all|some|most|many|(?:two|three|four|five|six|\d+) (?:others|more))"
    r"(?: of (?:them|these|those))?\s(?!of\b)",
    re.I,
)


class Story:
    """The events told so far: the last one, and the one the article is about."""

    def __init__(self, doc: Doc, text: str, calendar: Calendar) -> None:
        """Read what the headline says happened."""
        self.doc, self.text, self.calendar = doc, text, calendar
        self.last: Told | None = None
        self.lead: Told | None = None
        self.before: Told | None = None  # the claim right before, when it is dated
        self._lead_ins = LeadIns(doc, text)
        self._paragraphs: set[int] = set()
        self._hearing: Days | None = None
        self._results: Days | None = None
        self._sentence = -1  # where the sentence of the last claim begins
        self._aside = -1  # the paragraph that tells of something else
        first = next((t.i for t in doc if t.is_space and "\n" in t.text), 0)
        self._headline = kinds_of(doc[: min(first, _HEADLINE)])
        self._kinds: frozenset[str] = frozenset()

    def open(self, claim: Telling) -> None:
        """Come to a claim: a new paragraph may end the opening, "meanwhile" the event."""
        self._paragraphs.add(claim.paragraph)
        start = claim.draft.sentence[0]
        if start != self._sentence and _NEW_TOPIC.match(self.text[start : start + 20]):
            self.last, self._aside = None, claim.paragraph
        if start != self._sentence and self._hearing is None and self._is_opening():
            self._hearing = day_of_hearing(self.doc, self.calendar.times, claim.atom.sentence)
        self._sentence = start

    def remember(self, claim: Telling, days: Days) -> None:
        """Remember a dated event of the past for the claims that go on with it."""
        named = self.calendar.times.possessed_day(claim.atom.tokens)
        if named is None and not self._is_event(claim, days):
            return
        if self._results is None and is_reporting_period(days) and tells_result(claim.head):
            self._results = days
        told = told_of(named or days, claim)
        opens = self._may_lead(told)
        if (claim.tense != "present" and not self._is_occasion_of(claim)) or opens:
            self.last = told
        if opens:
            self.lead = told
            self._kinds = self._kinds_told(claim)

    def _is_occasion_of(self, claim: Telling) -> bool:
        """Whether a claim only says what the dated main clause before it came after or because of."""
        return self.last is not None and is_before(claim, self.last)

    def remember_thing(self, claim: Telling, days: Days) -> None:
        """Remember the time of a thing ("the storm, which hit on Monday") when it opens the article."""
        if self.lead is None and self._is_opening() and self._kinds_told(claim):
            self.remember(replace(claim, tense="past") if claim.tense == "perfect" else claim, days)

    def _may_lead(self, told: Told) -> bool:
        if self.lead is not None or not told.short or not self._is_opening():
            return False
        return told.claim.tense not in ("pluperfect", "perfect")

    def _is_opening(self) -> bool:
        return len(self._paragraphs) <= _OPENING

    def _kinds_told(self, claim: Telling) -> frozenset[str]:
        """Return the kinds of event that the sentence of a claim and the headline name."""
        return kinds_of(self.doc[slice(*claim.atom.sentence)]) | self._headline

    def _is_event(self, claim: Telling, days: Days) -> bool:
        """Whether a dated claim tells what happened then, so that others may go on with it."""
        if claim.draft.modality not in ("asserted", "promised") or claim.atom.kind in _BESIDE:
            return False
        if claim.tense == "perfect" and (days[1] - days[0]).days >= SHORT:
            return False  # a state that has come about ("has lost 300 homes since January")
        if claim.tense == "present" and not self.calendar.times.states_date(claim.atom.tokens):
            return False  # how things are now
        times = self.calendar.times
        dated = [p for p in times.within(claim.atom.tokens) if not times.is_bound(p)]
        if dated and all(times.since(p) for p in dated):
            return False  # a state from then on
        return times.has_happened(days)

    def close(self, claim: Telling, days: Days | None) -> None:
        """Leave a full claim behind."""
        self.before = told_of(days, claim) if days else None

    def inherited(self, claim: Telling) -> Days | None:
        """Return the days of the event an undated claim goes on with."""
        if claim.draft.modality == "opinion" or self.calendar.times.dates_event(claim.atom.tokens):
            return None
        rules = (
            self._of_whole,
            self._of_hearing,
            self._of_record,
            self._of_occasion,
            self._of_list,
            self._of_expected,
            self._of_results,
            self._of_harm,
            self._of_crowd,
            self._of_score,
            self._going_on,
        )
        return next((days for rule in rules if (days := rule(claim))), None)

    def _of_whole(self, claim: Telling) -> Days | None:
        """Return the days of the claim before when this one tells of some of those in it ("One resigned")."""
        before = self.before
        if before is None or claim.tense not in PAST or before.claim.atom.sentence == claim.atom.sentence:
            return None
        opening = self.text[claim.draft.start : claim.draft.start + 40]
        near = claim.paragraph - before.paragraph <= NEXT_PARAGRAPH
        first = self.doc[claim.atom.tokens[0]]
        if first.lower_ in _COUNTING and first.dep_ in (
            "det",
            "nummod",
            "predet",
            "amod",
            "advmod",
            "quantmod",
        ):
            return None  # "some 300 people", "another witness": no part of those told of
        return before.days if near and _PART_OF_THEM.match(opening) else None

    def _of_hearing(self, claim: Telling) -> Days | None:
        """Return the day the court sat for what the outlet saw there ("He pleaded not guilty")."""
        if self._hearing is None or claim.tense != "past" or claim.draft.attribution != "none":
            return None
        if claim.draft.modality != "asserted" or claim.atom.kind == "relative":
            return None
        words = (self.doc[i] for i in claim.atom.tokens)
        return self._hearing if in_the_room(words, claim.head) else None

    def _of_record(self, claim: Telling) -> Days | None:
        """Return the days of the article's event when a claim ranks it ("It was the deadliest since")."""
        if not self._followed(claim) or claim.head is None or claim.head.lemma_ != "be":
            return None
        if claim.draft.attribution == "direct" or claim.draft.check_worthy < 0.5:
            return None
        return self._lead_days() if any(self._ranks(self.doc[i]) for i in claim.atom.tokens) else None

    def _ranks(self, token: Token) -> bool:
        if token.lower_ in ("least", "most") and token.i and self.doc[token.i - 1].lower_ == "at":
            return False
        return token.tag_ in ("JJS", "RBS") or token.lower_ == "record"

    def _of_occasion(self, claim: Telling) -> Days | None:
        """Return the day of an occasion a claim names again ("during the meeting", "when the dam burst")."""
        if claim.tense not in PAST or claim.draft.modality not in ("asserted", "denied"):
            return None
        for i in claim.atom.tokens:
            token = self.doc[i]
            if not names_again(token) or token.dep_ not in ("pobj", "nsubj", "nsubjpass"):
                continue
            days = self.calendar.occasions.get(token.lemma_.lower())
            if days is None and occasion(token) in self._kinds:
                days = self._lead_days()
            if days is not None:
                return days
        return self._lead_days() if self._when_it_happened(claim) else None

    def _when_it_happened(self, claim: Telling) -> bool:
        """Whether a claim says what was the case when the article's event came ("when the dam burst")."""
        if claim.head is None or "sudden" not in self._kinds:
            return False
        clauses = (c for c in claim.head.children if c.dep_ == "advcl" and c.i in claim.atom.tokens)
        return any(
            c.tag_ == "VBD"
            and occasion(c) == "sudden"
            and any(m.lower_ in ("when", "as") for m in c.children)
            for c in clauses
        )

    def _of_list(self, claim: Telling) -> Days | None:
        """Return the days that the lead-in of a list gives its items ("Agreed at the meeting:")."""
        span = self._lead_ins.above(claim.draft.start)
        if span is None:
            return None
        nouns = (self.doc[i] for i in range(*span))
        return self.calendar.date_of_lead_in(span) or next(
            (days for noun in nouns if (days := self.calendar.occasions.get(noun.lemma_.lower()))), None
        )

    def _of_expected(self, claim: Telling) -> Days | None:
        """Return the days of the figures before when a claim is what was expected of them."""
        if not is_bare_figure(claim) or self.last is None or claim.paragraph != self.last.paragraph:
            return None
        return self.last.days if _AWAITED.search(claim.draft.cue or "") else None

    def _of_results(self, claim: Telling) -> Days | None:
        """Return the quarter or year of the results told before for another figure of theirs."""
        if claim.tense != "past" or claim.draft.modality != "asserted" or not claim.draft.quantities:
            return None
        told = claim.draft.attribution != "direct" and tells_result(claim.head)
        return self._results if told else None

    def _of_harm(self, claim: Telling) -> Days | None:
        """Return the days of a sudden event for the count of its dead ("put the toll at nine")."""
        if "sudden" not in self._kinds or not is_bare_figure(claim) or claim.draft.modality != "asserted":
            return None
        harmed = any(self.doc[i].lemma_.lower() in _HARMED for i in claim.atom.tokens)
        return self._lead_days() if harmed else None

    def _of_crowd(self, claim: Telling) -> Days | None:
        """Return the day of what drew a crowd that is counted in the same paragraph ("a turnout of 300")."""
        last = self.last
        if last is None or not last.short or last.paragraph != claim.paragraph or not is_bare_figure(claim):
            return None
        counted = any(self.doc[i].lemma_.lower() in _CROWDS for i in claim.atom.tokens)
        return last.days if counted and claim.draft.modality == "asserted" else None

    def _of_score(self, claim: Telling) -> Days | None:
        """Return the day of a contest for the lines of figures of its report ("Shots 9-23; fouls 17-8")."""
        if "contest" not in self._kinds or not is_bare_figure(claim) or claim.draft.modality != "asserted":
            return None
        if claim.atom.kind not in ("main", "item"):
            return None
        span = self._lead_ins.above(claim.draft.start)
        told = span is not None and any(self.doc[i].pos_ in ("VERB", "AUX") for i in range(*span))
        return None if told else self._lead_days()

    def _going_on(self, claim: Telling) -> Days | None:
        """Return the days of the event whose telling a past event goes on with."""
        if not tells_event(claim):
            return None
        last, direct = self.last, claim.draft.attribution == "direct"
        if last is not None and is_before(claim, last):
            return None
        if last is not None and is_of_report(last.claim) and claim.draft.attribution in ("none", "direct"):
            last = None  # what was said to have been before is no thread of the outlet's own telling
        if last is not None and last.paragraph == claim.paragraph and not direct:
            figures = bool(claim.draft.quantities) and claim.tense == "past"
            return last.days if last.short or figures else None
        if direct and not self._is_of_contest(claim):
            return None
        if claim.tense == "pluperfect" and not self._goes_back(claim):
            return None
        if last is not None and not direct and self._is_next(last, claim):
            self.last = Told(last.days, claim, claim.paragraph, last.short)
            return last.days
        return self._lead_days() if self._followed(claim) else None

    def _goes_back(self, claim: Telling) -> bool:
        """Whether the report of a contest goes back in it ("Marne had led at the break")."""
        return "contest" in self._kinds and claim.draft.attribution == "none"

    def _is_next(self, last: Told, claim: Telling) -> bool:
        near = claim.paragraph - last.paragraph <= NEXT_PARAGRAPH
        return near and last.short and last.claim.tense != "pluperfect"

    def _is_of_contest(self, claim: Telling) -> bool:
        return bool(claim.draft.quantities) and "contest" in self._kinds

    def _followed(self, claim: Telling) -> bool:
        """Whether the event of the opening is one that the rest of an article tells of."""
        return self.lead is not None and bool(self._kinds) and claim.paragraph != self._aside

    def _lead_days(self) -> Days | None:
        return self.lead.days if self.lead else None

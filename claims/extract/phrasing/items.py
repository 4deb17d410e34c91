"""Items of a list with the words that introduce the list: "Parents were offered:" and "a bus to Hale".

The item becomes the object that the lead-in lacks, or takes the place of what the lead-in only counts
("Three measures were agreed:" and "free parking" make "Free parking was agreed").
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.extract.phrasing.deeds import is_plural
from claims.extract.phrasing.telling import Telling
from claims.extract.phrasing.wording import Wording
from claims.extract.reading.pieces import FINITE, subject_of

_SHORT_LEAD = 3  # words of "Still closed:"
_COUNTED = frozenset({"following", "these", "several", "some", "various", "other", "further", "more"})
_OPEN_ENDS = frozenset({"VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "IN", "TO", "RP"})


def lead_in(doc: Doc, above: tuple[int, int] | None) -> tuple[int, ...]:
    """Return the sentence of the line above a list that ends in its colon, the colon left out, or ()."""
    if above is None:
        return ()
    last = next((i for i in range(above[1] - 1, above[0], -1) if doc[i].text == ":"), above[0])
    first = max(above[0], doc[last].sent.start)
    # who says so is kept beside the statement
    end = next((i for i in range(first, last) if doc[i].lower_ == "according"), last)
    end -= end > first and doc[end - 1].is_punct
    return tuple(i for i in range(first, end) if not doc[i].is_space)


def introduced(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return an item as a sentence with its lead-in, None where the lead-in has no verb."""
    doc, lead = told.doc, list(told.lead)
    opened = next((k for k, i in enumerate(line.order) if doc[i].text == "("), 0)
    if opened and lead and not any(doc[i].text == ")" for i in line.order):
        line.order = line.order[:opened]
    verbs = [doc[i] for i in lead if doc[i].tag_ in FINITE and doc[i].dep_ not in ("relcl", "advcl")]
    if not lead:
        return None
    if not verbs:
        return _standing(told, line, lead)
    main = verbs[0].head if verbs[0].dep_ in ("aux", "auxpass") else verbs[0]
    if doc[lead[0]].lower_ == "what" and doc[lead[0]].dep_ != "nsubj":
        return _settled(line, lead, main)
    subject = subject_of(main)
    listed = subject is not None and _only_counts(subject) and main.lemma_ not in ("include", "be", "want")
    if doc[lead[-1]].tag_ in _OPEN_ENDS and not listed:
        return Wording(doc, [*lead, *line.order], line.instead, line.before)
    item = next(
        (doc[i] for i in line.order if doc[i].pos_ in ("NOUN", "PROPN") and doc[i].dep_ != "compound"), None
    )
    if item is None:
        return None
    if subject is not None and listed:
        gone = {t.i for t in subject.subtree}
        rest = [i for i in lead if i > subject.i and i not in gone]
        finite = verbs[0]
        if finite.lemma_ in ("be", "have"):
            line.instead[finite.i] = _agreeing(finite, plural=is_plural(item))
        return Wording(doc, [*line.order, *rest], line.instead, line.before)
    thing = next((c for c in main.children if c.dep_ == "dobj"), None)
    if thing is not None and _only_counts(thing) and thing.right_edge.i >= lead[-1] - 1:
        gone = {t.i for t in thing.subtree}
        return Wording(doc, [*(i for i in lead if i not in gone), *line.order], line.instead, line.before)
    return None


def _standing(told: Telling, line: Wording, lead: list[int]) -> Wording | None:
    """Return "The pool is still closed until May" for "Still closed:" and "the pool, until May"."""
    doc = told.doc
    plain = len(lead) <= _SHORT_LEAD and all(doc[i].pos_ in ("ADV", "ADJ", "VERB") for i in lead)
    nouns = [doc[i] for i in line.order if doc[i].pos_ in ("NOUN", "PROPN") and doc[i].dep_ != "compound"]
    if not plain or doc[lead[-1]].tag_ not in ("JJ", "VBN", "VBD") or not nouns:
        return None
    phrase = [i for i in line.order if i <= max(nouns[0].i, _end_of_pair(nouns[0]))]
    rest = line.order[len(phrase) :]
    if rest and doc[rest[0]].is_punct:
        rest = rest[1:]
    line.before[lead[0]] = "are" if is_plural(nouns[0]) else "is"
    line.instead[lead[0]] = doc[lead[0]].lower_
    return Wording(doc, [*phrase, *lead, *rest], line.instead, line.before)


def _end_of_pair(noun: Token) -> int:
    """Return the last token of what is joined to a noun by "and", or the noun's own."""
    joined = [c for c in noun.children if c.dep_ == "conj"]
    return joined[-1].right_edge.i if joined else noun.i


def _settled(line: Wording, lead: list[int], verb: Token) -> Wording | None:
    """Return "Ministers settled nine rules in Hale" for "What ministers settled in Hale:" and the rules."""
    before, after = [i for i in lead[1:] if i <= verb.i], [i for i in lead if i > verb.i]
    if not before or verb.i not in before:
        return None
    return Wording(line.doc, [*before, *line.order, *after], line.instead, line.before)


def _only_counts(noun: Token) -> bool:
    """Whether a noun only says how many things are listed."""
    return any(c.dep_ == "nummod" or c.lower_ in _COUNTED for c in noun.children)


def _agreeing(word: Token, *, plural: bool) -> str:
    forms = {"was": "were", "is": "are", "has": "have"}
    singular = {plural: one for one, plural in forms.items()}
    low = word.lower_
    return forms.get(low, low) if plural else singular.get(low, low)

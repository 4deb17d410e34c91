"""The whole that a bare figure is a part of: "of the seals, only 17", "no warning came; nineteen did"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from claims.extract.figures.numbers import Number
from claims.extract.figures.passage import Passage
from claims.extract.reading import units
from claims.extract.types import Quantity

_REACH = 260  # code points to the noun that lends itself
_OF_THE = re.compile(
    r"\b(?:of|among|from) (?:the|these|those|all|its|their|his|her|our)\b(?P<whole>[^.;:,\d]{3,60}),"
    r" (?:only |just |about |some |nearly |almost |at least |more than |fewer than )?$",
    re.I,
)
_OF_WHOM = re.compile(r"\b(?P<noun>[a-z]+s|people|men|women|children),? of (?:whom|which) (?:there )?\w+ $")
_COMPARED = re.compile(
    r"\b(?:rather than|instead of|not|against|compared (?:with|to)|as opposed to"
    r"|(?:but|and) \w+(?: only| just)?) (?:the |only |just |a full )?$",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:gave|got|served|needed|wanted|took|lasted|waited) (?:him |her |them |only |just )?$", re.I
)
_ENDS = re.compile(r"\s*(?:[.,;:)]|$)")
_ON_TO = re.compile(r"\s+(?:to|from) (?:about |just |nearly |almost |around |some )?(?:over |under )?")
_DENIERS = frozenset("no any each every all most many few several some neither".split())
_AUXILIARIES = frozenset({"do", "be", "have", "will", "would", "can", "could"})
_COMPLEMENTS = frozenset({"dobj", "attr", "acomp", "oprd", "xcomp", "ccomp", "prep", "agent"})
_NO_PERSON_ACTS = frozenset(
    "remain seem become go fall rise open close cost work happen sink burn crash sell ship".split()
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def of_whole(passage: Passage, number: Number) -> str:
    """Return the noun that the words before a bare figure make its whole, "" when they name none."""
    before = passage.text[max(0, number.start - _REACH) : number.start]
    whole = _OF_THE.search(before)
    if whole:
        end = number.start - len(before) + whole.end("whole")
        return _noun_at(passage, end)
    whom = _OF_WHOM.search(before)
    return units.singular(whom["noun"]) if whom else _of_the_denied(passage, number)


def _noun_at(passage: Passage, end: int) -> str:
    """Return the head noun of the phrase that ends at `end`."""
    nouns = [t for t in passage.doc[max(0, passage.tokens.at(end - 1) - 5) : passage.tokens.at(end - 1) + 1]]
    head = next((t for t in reversed(nouns) if t.dep_ == "pobj" and t.tag_ in ("NN", "NNS")), None)
    return units.singular(head.text) if head is not None and not units.is_time_unit(head.text) else ""


def _of_the_denied(passage: Passage, number: Number) -> str:
    """Return the subject that "nineteen did" takes up from "no warning came"."""
    token = passage.doc[passage.tokens.at(number.start)]
    if token.dep_ not in _SUBJECTS or not _is_elliptic(token.head):
        return ""
    start = passage.tokens.at(max(0, number.start - _REACH))
    subjects = [t for t in passage.doc[start : token.i] if t.dep_ in _SUBJECTS and t.tag_ in ("NN", "NNS")]
    counted = (t for t in reversed(subjects) if any(c.lower_ in _DENIERS for c in t.lefts))
    return next((units.singular(t.text) for t in counted), "")


def _is_elliptic(verb: Token) -> bool:
    """Whether an auxiliary stands for the verb before it ("nineteen did")."""
    if verb.lemma_ not in _AUXILIARIES:
        return False
    return not any(child.dep_ in _COMPLEMENTS for child in verb.rights)


def compared(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return the stretch of time that a bare number word is set against ("two days rather than the nine")."""
    start = passage.sentence_of(number).start_char
    if not earlier or earlier[-1].start < start or not units.is_time_unit(earlier[-1].unit):
        return ""
    before = passage.before(number, 40)
    given = _GIVEN.search(before) and _ENDS.match(passage.after(number))
    return earlier[-1].unit if given or _COMPARED.search(before) else ""


def stepped(passage: Passage, number: Number, earlier: list[Quantity]) -> str:
    """Return the measure that "fell by 1.3 years to 78.4" carries on to its second figure."""
    if not earlier or not (units.is_time_unit(earlier[-1].unit) or units.is_measure(earlier[-1].unit)):
        return ""
    return earlier[-1].unit if _ON_TO.fullmatch(passage.text, earlier[-1].end, number.start) else ""


def each(passage: Passage, number: Number) -> str:
    """Return the thing each of which has the figure ("Each kilometre costs $3,000"), else ""."""
    token = passage.doc[passage.tokens.at(number.end - 1)]
    for above in token.ancestors:
        subject = next((c for c in above.children if c.dep_ in _SUBJECTS), None)
        if subject is None:
            continue
        shared = subject.tag_ == "NN" and any(c.lower_ in ("each", "every") for c in subject.lefts)
        return units.singular(subject.text) if shared and subject.i < token.i else ""
    return ""


def crowd_of(passage: Passage, number: Number) -> str:
    """Return "person" for thousands that act ("Thousands are dancing"), else ""."""
    token = passage.doc[passage.tokens.at(number.start)]
    if number.form != "indefinite" or token.dep_ != "nsubj" or token.head.pos_ != "VERB":
        return ""
    return "person" if token.head.lemma_ not in _NO_PERSON_ACTS else ""

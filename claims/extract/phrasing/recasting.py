"""Opinions, demands and accusations as what is asserted, without the one who asserts it.

"Called the plan a farce" becomes "The plan is a farce", "wants the chair to resign" "The chair should
resign", "expects turnout of 78%" "Turnout will be 78%": the source is kept beside the statement.
"""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.phrasing.inflect import past
from claims.extract.phrasing.telling import Telling, finite_word, name_once
from claims.extract.phrasing.wording import Wording
from claims.extract.reading.pieces import subject_of

_NAMING = frozenset("call brand label deem dub term consider declare".split())
_NAMING_AS = frozenset(
    "describe dismiss regard view cast denounce condemn characterise characterize portray see treat".split()
)
_NOMINATIVE = {"him": "he", "her": "she", "them": "they"}
_LONGEST_GAP = 4  # tokens between "called it" and what it was called
_DEMANDING = frozenset(
    "want urge call ask demand recommend advise beg implore order press tell like expect".split()
)
_EXPECTING = frozenset("expect forecast predict project anticipate estimate".split())
_OWNING_UP = frozenset("admit confess deny report claim acknowledge accuse".split())
_SHOWING = frozenset("show depict capture film see picture reveal".split())
_PLURALS = frozenset({"NNS", "NNPS"})
_CHANGING = frozenset("rise fall increase decline drop growth loss gain cut return jump slump".split())


def be(noun: Token, *, was: bool) -> str:
    """Return "is", "are", "was" or "were" for a noun."""
    plural = noun.tag_ in _PLURALS or any(c.dep_ == "conj" for c in noun.children)
    plural = plural or noun.lower_ in ("they", "them", "themselves", "people", "police")
    return ("were" if plural else "was") if was else ("are" if plural else "is")


def _named(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "The plan is a farce" for "called the plan a farce"."""
    if told.cue_lemma not in _NAMING | _NAMING_AS or not told.cue or told.cue[0] > line.order[0]:
        return None
    doc, order = told.doc, line.order
    if told.gap():
        return _named_before(told, line)
    noun = _first_noun(told, order)
    if noun is None or "as" in (doc[i].lower_ for i in (*told.cue, order[0] - 1)):
        return None
    at = next((k for k, i in enumerate(order) if i > noun.i and _opens_predicate(told, i, noun)), None)
    if at is None or at == len(order) - (doc[order[at]].lower_ == "as"):
        return None
    if not _set_nominative(told, line, noun):
        return None
    if doc[order[at]].lower_ == "as":
        line.instead[order[at]] = be(noun, was=False)
    elif told.cue_lemma in _NAMING:
        line.before[order[at]] = be(noun, was=False)
    else:
        return None
    return line


def _named_before(told: Telling, line: Wording) -> Wording | None:
    """Return "The plan is a farce" where "called it" stands before the content."""
    gap = [told.doc[i] for i in told.gap()]
    if len(gap) > _LONGEST_GAP or gap[0].pos_ not in ("PRON", "PROPN", "DET", "NOUN"):
        return None
    if gap[-1].lower_ == "as":
        gap = gap[:-1]
    name = " ".join(told.names.get(t.i, _NOMINATIVE.get(t.lower_, t.text)) for t in gap)
    if (
        not gap
        or gap[-1].pos_ not in ("PRON", "PROPN", "NOUN")
        or gap[-1].lower_.endswith(("self", "selves"))
    ):
        return None
    line.before[line.order[0]] = f"{name} {be(gap[-1], was=False)}"
    return line


def _set_nominative(told: Telling, line: Wording, noun: Token) -> bool:
    """Put the subject's form of a pronoun; False where it stands for nobody known."""
    if noun.i in line.instead or noun.pos_ != "PRON":
        return True
    if noun.lower_.endswith(("self", "selves")):
        line.instead[noun.i] = name_once(told, line)
        return told.speaker is not None and told.speaker.canonical != "unspecified"
    if noun.lower_ in ("me", "us", "you"):
        return False
    line.instead[noun.i] = _NOMINATIVE.get(noun.lower_, noun.text)
    return True


def _opens_predicate(told: Telling, i: int, noun: Token) -> bool:
    """Whether a token behind a noun begins what the noun is called."""
    token = told.doc[i]
    if token.lower_ == "as" and token.dep_ in ("prep", "mark", "advmod"):
        return True
    heads = [token, *token.ancestors]
    return any(
        h.dep_ in ("oprd", "ccomp", "xcomp") and h.left_edge.i in (i, noun.left_edge.i) for h in heads
    ) and (noun.right_edge.i < i or token.dep_ in ("det", "oprd", "amod", "attr"))


def _first_noun(told: Telling, order: list[int]) -> Token | None:
    """Return the head of the noun phrase that a line begins with."""
    token = told.doc[order[0]]
    inside = set(order)
    for _ in range(6):
        if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and token.dep_ not in (
            "compound",
            "poss",
            "nmod",
            "nummod",
        ):
            return token
        if token.head.i == token.i or token.head.i not in inside or token.dep_ in ("prep", "punct"):
            return None
        token = token.head
    return None


def _demanded(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "The chair should resign" for "wants the chair to resign"."""
    if told.cue_lemma not in _DEMANDING or not told.cue or told.cue[0] > line.order[0]:
        return None
    if told.cue_kind not in ("desire", "demand", "stance", "speech", "expectation"):
        return None
    doc, order = told.doc, line.order
    if doc[order[0]].lower_ == "for" and doc[order[0]].dep_ in ("mark", "prep"):
        order = line.order = order[1:]
    elif told.cue_lemma == "call" and "for" not in (doc[i].lower_ for i in (*told.cue, order[0] - 1)):
        return None
    noun = _first_noun(told, order)
    word = "will" if told.cue_lemma == "expect" else "should"
    at = next((i for i in order if doc[i].tag_ == "TO" and doc[i].head.tag_ == "VB"), None)
    if noun is None or not _set_nominative(told, line, noun):
        return None
    if at is not None and at > noun.i and at in (noun.right_edge.i + 1, order[_behind(order, noun)]):
        line.instead[at] = word
        return line
    following = order[_behind(order, noun)] if _behind(order, noun) < len(order) else None
    if following is not None and doc[following].tag_ in ("VBN", "VBD") and told.cue_lemma in ("want", "like"):
        line.before[following] = f"{word} be"
        return line
    return None


def _behind(order: list[int], noun: Token) -> int:
    """Return the place in a line behind the noun and what hangs on it up to a verb."""
    return min(order.index(noun.i) + 1, len(order) - 1)


def _expected(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "Turnout will be about 78%" for "expects turnout of about 78%"."""
    if told.cue_lemma not in _EXPECTING or not told.figures or (told.cue and told.cue[0] > line.order[0]):
        return None
    doc, order = told.doc, line.order
    noun = _first_noun(told, order)
    if noun is None or noun.pos_ != "NOUN" or noun.i in told.figures or verb is not None:
        return None
    of = next(
        (i for i in order if i > noun.i and doc[i].lower_ in ("of", "at") and doc[i].head.i == noun.i), None
    )
    if of is None or not any(i > of for i in told.figures) or noun.lemma_ in _CHANGING:
        return None
    if noun.ent_type_ or doc[order[0]].lower_ in ("a", "an"):
        return None
    line.instead[of] = "will be" if told.cue_lemma != "estimate" else be(noun, was=False)
    return line


def _confessed(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "Lazar robbed nine banks" for "admitted robbing nine banks", negated for a denial."""
    doc, order = told.doc, line.order
    if told.cue_lemma not in _OWNING_UP or told.speaker is None or not told.cue or told.cue[0] > order[0]:
        return None
    if told.cue_lemma == "accuse":
        return _accused(told, line)
    start = order[1] if doc[order[0]].lower_ == "to" and len(order) > 2 else order[0]
    if (
        doc[start].tag_ != "VBG"
        or told.speaker.canonical == "unspecified"
        or doc[start].dep_ in ("amod", "compound")
    ):
        return None
    name = name_once(told, line)
    if start != order[0]:
        line.instead[order[0]] = ""
    if not _in_past(line, doc[start], negated=told.cue_kind == "denial"):
        return None
    line.before[order[0]] = name
    return line


def _accused(told: Telling, line: Wording) -> Wording | None:
    """Return "The firm bundled its software" for "accused the firm of bundling its software"."""
    doc, order = told.doc, line.order
    noun = _first_noun(told, order)
    of = next((i for i in order if noun is not None and i > noun.i and doc[i].lower_ == "of"), None)
    if noun is None or of is None or order.index(of) + 1 >= len(order):
        return None
    start = next((i for i in order if i > of and not doc[i].is_punct), of)
    if doc[start].tag_ != "VBG":
        return None
    if start > of + 1:  # within quotation marks: the words stay
        line.instead[of] = be(noun, was=False)
        return line
    line.instead[of] = ""
    return line if _in_past(line, doc[start], negated=False) else None


def _in_past(line: Wording, gerund: Token, *, negated: bool) -> bool:
    """Put a gerund and those joined to it into the past tense."""
    if gerund.lower_ in ("being", "having") and gerund.dep_ in ("aux", "auxpass"):
        return False
    did = f"did not {gerund.lemma_.lower()}" if negated else past(gerund.lemma_.lower())
    line.instead[gerund.i] = "was not" if negated and gerund.lemma_ == "be" else did
    for other in gerund.conjuncts:
        if other.tag_ == "VBG" and other.i in line.order and other.i > gerund.i:
            line.instead[other.i] = other.lemma_.lower() if negated else past(other.lemma_.lower())
    for i in line.order:
        if i > gerund.i and line.doc[i].lower_ == "of" and line.doc[i].dep_ == "conj":
            line.instead[i] = ""
            for child in line.doc[i].children:
                if child.tag_ == "VBG":
                    line.instead[child.i] = past(child.lemma_.lower())
    return True


def _shown_doing(told: Telling, line: Wording, verb: Token | None) -> Wording | None:
    """Return "A truck was blown into a jet" for a film of "a truck being blown into a jet"."""
    doc, order = told.doc, line.order
    noun = _first_noun(told, order)
    if noun is None or noun.pos_ == "PRON":
        return None
    place = order.index(noun.i)
    at = next((i for i in order[place + 1 :] if doc[i].tag_ == "VBG" and _is_its_verb(doc[i], noun)), None)
    if at is None or told.cue_lemma not in _SHOWING:
        return None
    if doc[at].lower_ == "being" and doc[at].dep_ in ("aux", "auxpass"):
        line.instead[at] = be(noun, was=True)
    else:
        line.before[at] = be(noun, was=True)
    return line


def _is_its_verb(participle: Token, noun: Token) -> bool:
    """Whether a participle tells what a noun was doing."""
    verb = participle.head if participle.dep_ in ("aux", "auxpass") else participle
    own = subject_of(verb)
    if own is not None:
        return own.i == noun.i
    return (verb.head.i == noun.i and verb.dep_ == "acl") or (
        verb.dep_ in ("xcomp", "ccomp") and finite_word(verb) is None
    )


RECASTINGS = (_named, _demanded, _expected, _confessed, _shown_doing)

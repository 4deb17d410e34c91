"""The statement of a claim: a sentence that stands alone, names resolved, no attribution.

At most 16 words where grammar allows it, and never a fragment: a clause that lost its subject gets it
back, a noun phrase takes the verb that reports it ("The minister promised $5,000 a family"), an adjunct
takes the clause it hangs on. The words are the article's own.
"""

from __future__ import annotations

from spacy.tokens import Token

from .adjuncts import adjunct_line, behind, former_value, is_fragment, relative_line
from .called import shown
from .inflect import past, third_person
from .pieces import subject_of
from .shorten import shorten
from .telling import FINITE, Telling, finite_word, inherited_subject, short_phrase
from .wording import Wording, words_of

_WILLING = frozenset({"promise", "intent", "agreement", "expectation", "reference", "hope"})
_FORESEEING = frozenset({"expectation", "belief", "hope"})
_COUNTING = frozenset("report count confirm say list announce record register".split())
_DONE_TO = frozenset(
    "kill wound injure hurt destroy damage arrest detain displace evacuate capture shoot sink burn flood hit"
    " strike miss intercept down jail rescue save find identify release free".split()
)
_WISHING = frozenset({"want", "need", "like", "wish"})
_PUTTING = frozenset({"put", "estimate", "place", "set"})
_TIME_MARKS = frozenset("after before since as when while because until".split())
_PLAIN = frozenset("say tell add state note".split())  # report clauses, no things
_LONGEST_FRAME = 9  # tokens from the cue to its content


def statement(told: Telling) -> str:
    """Return the statement of a claim; see the module for its form."""
    if told.kind == "relative" or (told.kind == "shared" and is_fragment(told)):
        line = relative_line(told)
        if line is not None:
            return _finished(told, line)
    if told.kind in ("figure", "record", "participle") and is_fragment(told):
        return adjunct_line(told)
    verb = told.verb()
    wished = told.cue_lemma in _WISHING and verb is not None and finite_word(verb) in (None, verb)
    if is_fragment(told) or (wished and verb is not None and verb.tag_ in ("VBD", "VBN")):
        return _completed(told, verb)
    line = told.wording(_without_openers(told))
    if verb is not None and verb.lemma_ == "compare" and finite_word(verb) in (None, verb):
        own = told.wording([i for i in line.order if i >= verb.i])
        before = former_value(told, own, verb.head)
        if before:
            return before
    _replace_relative(line)
    if verb is not None:
        _give_subject(told, line, verb)
        if told.denied:
            _negate(line, verb)
    return _finished(told, line)


def _replace_relative(line: Wording) -> None:
    """Put "this" for a "which" whose antecedent is not known, and leave out "where" and "when"."""
    first = line.doc[line.order[0]]
    if first.tag_ == "WDT" and first.lower_ == "which":
        line.instead[first.i] = "this"
    elif first.tag_ == "WRB" and first.lower_ in ("where", "when") and len(line.order) > 3:
        following = line.doc[line.order[1]]
        if following.pos_ not in ("VERB", "AUX") and first.head.dep_ in ("relcl", "advcl", "ccomp"):
            line.drop([first.i])


def _finished(told: Telling, line: Wording) -> str:
    verb = told.verb()
    protected = set(told.figures)
    if verb is not None:
        protected |= {c.i for c in verb.children if c.dep_ in ("neg", "aux", "auxpass", "prt")}
    shorten(line, frozenset(protected), verb.i if verb is not None else None)
    return line.text()


def _without_openers(told: Telling) -> list[int]:
    """Return the tokens without conjunctions and marks at the front."""
    tokens = list(told.tokens)
    if len(tokens) > 3 and told.doc[tokens[0]].lower_ == "only" and told.doc[tokens[1]].dep_ == "mark":
        tokens = tokens[1:]
    while len(tokens) > 2 and _is_opener(told.doc[tokens[0]]):
        tokens = tokens[1:]
    return _behind_mark(told, tokens)


def _behind_mark(told: Telling, tokens: list[int]) -> list[int]:
    """Return the tokens behind "two weeks after" or "as", when the claim is that clause alone."""
    verb = told.verb()
    if verb is None or verb.dep_ not in ("advcl", "pcomp", "relcl"):
        return tokens
    mark = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in _TIME_MARKS), None)
    if mark is None or mark.i not in tokens:
        return tokens
    place = tokens.index(mark.i)
    before = (told.doc[i] for i in tokens[:place])
    timed = all(t.ent_type_ in ("DATE", "TIME") or t.pos_ in ("ADV", "PUNCT", "NUM", "CCONJ") for t in before)
    return tokens[place + 1 :] if timed and len(tokens) - place > 3 else tokens


def _is_opener(token: Token) -> bool:
    if token.is_punct and token.text not in "\"“‘'($£€":
        return True
    if token.lower_ == "that":
        return token.dep_ == "mark"
    return token.dep_ == "cc" and token.lower_ in ("and", "but", "or", "nor", "yet")


def _give_subject(told: Telling, line: Wording, verb: Token) -> None:
    """Put the subject of the clauses before in front of a verb that has none in the line."""
    doc, inside = told.doc, set(line.order)
    if finite_word(verb) is None and verb.tag_ != "VBN":
        return
    own = subject_of(verb)
    if own is not None and own.i in inside:
        _give_auxiliary(line, verb, own)
        return
    if any(_may_be_subject(doc[i]) for i in inside if i < verb.i):
        return
    subject = own or inherited_subject(verb)
    if subject is not None and subject.tag_ in ("WP", "WDT"):
        subject = _antecedent(subject)
    if subject is None or subject.i > verb.i or subject.sent.start != verb.sent.start:
        return
    phrase = [i for i in short_phrase(doc, subject) if i >= told.first]
    if not phrase or inside & set(phrase):
        return
    name = words_of(doc, phrase, {i: told.names[i] for i in phrase if i in told.names})
    group = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    first = verb.i
    while first - 1 in group:
        first -= 1
    line.before[first if first in line.order else line.order[0]] = name
    if finite_word(verb) is None:
        _give_auxiliary(line, verb, subject)


def _antecedent(pronoun: Token) -> Token | None:
    """Return the noun a relative pronoun stands for."""
    verb = pronoun.head
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else None


def _may_be_subject(token: Token) -> bool:
    """Whether a word before a verb may be its subject, though the parser hung it elsewhere."""
    if token.dep_ in ("nsubj", "nsubjpass", "expl", "csubj"):
        return True
    if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM") or token.ent_type_ in ("DATE", "TIME"):
        return False
    return token.dep_ not in ("pobj", "compound", "poss", "nummod", "npadvmod", "nmod")


def _give_auxiliary(line: Wording, verb: Token, subject: Token) -> None:
    """Put "was" or "were" before a participle that shares the auxiliary of the clause before."""
    if verb.tag_ != "VBN" or finite_word(verb) is not None or verb.i not in line.order:
        return
    first = verb.head if verb.dep_ == "conj" else None
    aux = next((c for c in first.children if c.dep_ == "auxpass"), None) if first is not None else None
    if aux is None:
        return
    plural = subject.tag_ in ("NNS", "NNPS") or subject.pos_ == "NUM"
    forms = {"was": ("was", "were"), "were": ("was", "were"), "is": ("is", "are"), "are": ("is", "are")}
    word = forms.get(aux.lower_, (aux.lower_, aux.lower_))[plural]
    at = next((c.i for c in verb.children if c.dep_ == "advmod" and c.i == verb.i - 1), verb.i)
    line.before[at] = word


def _negate(line: Wording, verb: Token) -> None:
    """Negate the verb, for a denial asserts the contrary."""
    if any(c.dep_ == "neg" for c in verb.children):
        return
    word = finite_word(verb)
    if word is None or word.i not in line.order:
        line.before[line.order[0]] = "it is not true that"
    elif word.i != verb.i or word.lemma_ == "be":
        line.instead[word.i] = f"{line.instead.get(word.i, word.text)} not"
    else:
        does = {"VBZ": "does", "VBP": "do"}.get(word.tag_, "did")
        line.instead[word.i] = f"{does} not {word.lemma_}"


def _completed(told: Telling, verb: Token | None) -> str:
    """Return a claim without a finite verb as a sentence, by the verb that reports it if need be."""
    line = told.wording(_without_openers(told))
    for make in (_willing, _said_to, _chained, _foreseen, _gapped, _counted, _put, _framed):
        found = make(told, line, verb)
        if found:
            return found
    torn = told.doc[line.order[0]].tag_ in ("IN", "VBG", "RB") and told.kind in ("main", "clause")
    if told.host_line and torn:
        return behind(told, told.host_line, line)
    return _finished(told, line)


def _willing(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "The bank will close two branches" for a promise "to close two branches"."""
    first = line.order[0]
    negated = told.doc[first].lower_ == "not"
    at = line.order[1] if negated and len(line.order) > 2 else first
    if told.speaker is None or told.doc[at].tag_ != "TO" or told.cue_kind not in _WILLING:
        return ""
    if told.cue and first - told.cue[-1] > 2:
        return ""
    line.instead[at] = ""
    line.before[first] = f"{shown(told.speaker)} will"
    return _finished(told, line)


def _said_to(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "The wall is the oldest" for "The wall is said to be the oldest"."""
    doc, first = told.doc, line.order[0]
    if verb is None or doc[first].tag_ != "TO" or verb.dep_ != "xcomp":
        return ""
    subject = next((c for c in verb.head.children if c.dep_ == "nsubjpass"), None)
    word = next((c for c in verb.children if c.tag_ == "VB" and c.dep_ in ("aux", "auxpass")), verb)
    if subject is None or word.tag_ != "VB":
        return ""
    phrase = [i for i in short_phrase(doc, subject) if i >= told.first]
    name = words_of(doc, phrase, {i: told.names[i] for i in phrase if i in told.names})
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ in ("they", "we")
    base = word.lemma_.lower()
    plain = {"be": "are"}.get(base, base)
    line.instead[first] = name
    line.instead[word.i] = plain if plural else third_person(base)
    return _finished(told, line)


def _chained(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "Rovers came back to lead" for "and lead" behind "came back to win"."""
    if verb is None or verb.tag_ != "VB" or verb.dep_ != "conj":
        return ""
    first = verb.head
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    governor = first.head
    if first.dep_ not in ("advcl", "xcomp") or finite_word(governor) is None or governor.i > first.i:
        return ""
    subject = inherited_subject(governor)
    if subject is None:
        return ""
    start = [i for i in short_phrase(told.doc, subject) if i >= told.first]
    own = [i for i in line.order if i >= verb.left_edge.i]
    between = range(governor.left_edge.i if subject.i < governor.left_edge.i else governor.i, verb.i)
    to = next((c.i for c in first.children if c.tag_ == "TO"), None)
    if to is None:
        return ""
    aux = [c.i for c in governor.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < governor.i]
    line.order = [*start, *aux, *(i for i in between if governor.i <= i <= to), *(i for i in own if i > to)]
    return _finished(told, line)


def _foreseen(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "Growth will slow" for "Growth to slow" and "X has left" for "X to have left"."""
    doc = told.doc
    if verb is None or verb.tag_ not in ("VB", "VBN"):
        return ""
    to = next((c for c in verb.children if c.tag_ == "TO" and c.i in line.order), None)
    subject = subject_of(verb) or inherited_subject(verb)
    if to is None or line.order[0] == to.i:
        return ""
    nouns = [i for i in line.order if i < to.i and doc[i].pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return ""
    have = next((c for c in verb.children if c.lower_ == "have"), None)
    subject = subject or doc[nouns[-1]]
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ == "they"
    if have is not None:
        line.instead[to.i], line.instead[have.i] = "", "have" if plural else "has"
    elif told.cue_kind in _FORESEEING | {"promise", "intent", "agreement"}:
        line.instead[to.i] = "will"
    elif told.cue_lemma in ("say", "allege", "believe", "report", "think", "know", "understand", "rumour"):
        be = next((c for c in [verb, *verb.children] if c.lower_ == "be"), None)
        if be is None:
            return ""
        line.instead[to.i], line.instead[be.i] = "", "are" if plural else "is"
    else:
        return ""
    return _finished(told, line)


def _gapped(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "Two officers were hurt" for "two officers hurt" behind "one man was killed and"."""
    if verb is None or verb.tag_ != "VBN" or verb.dep_ != "conj":
        return ""
    subject = subject_of(verb)
    if subject is None or subject.i not in line.order:
        return ""
    _give_auxiliary(line, verb, subject)
    return _finished(told, line) if line.before else ""


def _counted(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "19 missiles were destroyed" for a report of "19 missiles destroyed"."""
    if verb is None or verb.tag_ not in ("VBN", "VBD") or told.cue_lemma not in _COUNTING:
        return ""
    if verb.lemma_.lower() not in _DONE_TO:
        return ""
    noun = verb.head if verb.dep_ in ("acl", "amod") else subject_of(verb)
    if noun is None or noun.i not in line.order or noun.i > verb.i or verb.i not in line.order:
        return ""
    plural = noun.tag_ in ("NNS", "NNPS")
    line.before[verb.i] = "were" if plural else "was"
    return _finished(told, line)


def _put(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return "The toll was 81" for "put the toll at 81"."""
    doc = told.doc
    if told.cue_lemma not in _PUTTING:
        return ""
    at = next((i for i in line.order[1:] if doc[i].lower_ == "at" and doc[i].tag_ == "IN"), None)
    if at is None or not any(i > at for i in told.figures):
        return ""
    head = doc[at].head if doc[at].head.pos_ in ("NOUN", "PROPN") else None
    nouns = [i for i in line.order if i < at and doc[i].pos_ in ("NOUN", "PROPN")]
    if not nouns:
        return ""
    noun = head or doc[next((i for i in nouns if doc[i].head.i not in line.order), nouns[0])]
    line.instead[at] = "were" if noun.tag_ in ("NNS", "NNPS") else "was"
    return _finished(told, line)


def _framed(told: Telling, line: Wording, verb: Token | None) -> str:
    """Return source, reporting verb and what it brings: "Halvorsen reported a 22% fall in profit"."""
    if told.speaker is None or not told.cue or told.cue_lemma in _PLAIN:
        return ""
    doc, first = told.doc, line.order[0]
    between = range(told.cue[-1] + 1, first)
    gap = [i for i in between if not doc[i].is_punct or doc[i].text == "-"]
    same = doc[told.cue[0]].sent.start == doc[first].sent.start
    if told.cue[0] > first or len(gap) > _LONGEST_FRAME or not same:
        return ""
    unnamed = told.speaker.canonical == "unspecified"
    name, said = (
        (_passive_subject(told), told.doc[told.cue[0] : told.cue[-1] + 1].text) if unnamed else ("", "")
    )
    if not unnamed:
        name, said = shown(told.speaker), _reporting(told)
    if not said or not name:
        return ""
    line.before[first] = join_lower(name, said, words_of(doc, gap) if gap else "")
    return _finished(told, line)


def _passive_subject(told: Telling) -> str:
    """Return the subject of "was treated as a crime", whom nobody is named to treat so, or ""."""
    doc, inside = told.doc, set(told.tokens)
    verb = next((doc[i] for i in told.cue if doc[i].tag_ == "VBN"), None)
    subject = inherited_subject(verb) if verb is not None else None
    if subject is None or subject.dep_ != "nsubjpass" or subject.i in inside or subject.i > told.cue[0]:
        return ""
    if not any(doc[i].dep_ == "auxpass" for i in told.cue):
        return ""
    return words_of(doc, [i for i in short_phrase(doc, subject) if i >= told.first])


def join_lower(*parts: str) -> str:
    """Return parts in a row as they are."""
    return " ".join(part for part in parts if part)


def _reporting(told: Telling) -> str:
    """Return the cue as a finite verb group, or "" when it is none."""
    doc = told.doc
    verbs = (doc[i] for i in told.cue if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ != "aux")
    verb = next(verbs, None)
    if verb is None or verb.lemma_ == "accord" or any(doc[i].dep_ == "auxpass" for i in told.cue):
        return ""
    words = " ".join(doc[i].text for i in told.cue)
    if any(doc[i].tag_ in FINITE for i in told.cue):
        return words[:1].lower() + words[1:]
    if verb.tag_ in ("VBG", "VBN"):
        return past(verb.lemma_.lower())
    return ""

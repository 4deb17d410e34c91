"""Where a sentence is cut: every token gets the piece it belongs to, by clause and by figure.

The rules are those of annotation: one predicate and one quantity role a claim. A clause is cut off when
it could stand alone; a phrase is cut off when it brings a figure or a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

Kind = Literal["main", "clause", "participle", "relative", "figure", "record", "item", "shared"]

CONTRAST = frozenset({"while", "whereas", "although", "though", "but"})
CONDITIONS = frozenset({"if", "unless", "whether", "that", "lest"})
_OFFICIAL_ACTS = frozenset(
    "detain arrest charge fine jail imprison sentence convict acquit sack suspend ban expel dismiss indict"
    " sue"
    " deport extradite sanction".split()
)
_EVENT_NOUNS = re.compile(
    r"(?:ment|tion|sion|ing|attack|strike|raid|fire|quake|assault|swap|exchange|protest|offensive|exodus"
    r"|crash|loss"
    r"|gain|drop|fall|rise|win|defeat|surge|slump|outbreak|disaster|battle|barrage|shooting|collapse)$",
    re.I,
)
_RECORD = re.compile(
    r"(?:(?:its|his|her|their|our|the|a|an|[\w-]+(?: [\w-]+){0,2}'s)\s+)(?:[\w-]+\s+){0,2}?"
    r"(?:\w{3,}est|most|least|first|second|third|fourth|fifth|record|worst|best|only|last)\b",
    re.I,
)
_RECORD_SCOPE = re.compile(
    r"\b(?:since|ever|so far|on record|in (?:a|the|its|their|his|her|\d|more|over|nearly|almost|at least"
    r"|history|years|decades|living|recent"
    r"|modern)|of (?:the|its|his|her|their|this|them|\w+ \w+)|for|this|that|yet|by|to (?:date|do))\b",
    re.I,
)
_FIGURE_OPENERS = re.compile(
    r"(?:up|down|compared|against|versus|or|including|among|with|well|far|nearly|almost|more|less|fewer"
    r"|about|around|roughly"
    r"|over|at|just|only|some|up|a|an|twice|double|half|another|mostly|down|and|about|bringing|plus"
    r"|excluding|under|below|above)\b",
    re.I,
)
_CHANGE = re.compile(
    r"an? (?:\w+ )?(?:drop|rise|fall|increase|decrease|gain|loss|jump|decline|total|average|margin|record"
    r"|cut|profit|surge) of\b",
    re.I,
)
_WHERE = re.compile(
    r"\s*(?:from|away|north|south|east|west|off|outside|inland|offshore|deep|up|down|above|below|long|wide"
    r"|high|tall)\b",
    re.I,
)
_DISTANCE_UNITS = frozenset(
    {"km", "mile", "metre", "meter", "kilometre", "kilometer", "m", "foot", "block", "yard"}
)
_BREAKS = frozenset({",", ";", ":", "—", "–", "--", "(", ")", "[", "]"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_QUOTES = frozenset("\"“”‘’'")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as the cutter sees it: token range, unit, whether it is an age."""

    start: int
    end: int
    unit: str

    @property
    def is_age(self) -> bool:
        """Whether the figure is an age, which never makes a claim of its own."""
        return self.unit.endswith("of age")


@dataclass(slots=True)
class Piece:
    """Tokens that make one claim, and the tokens borrowed from elsewhere (subject, antecedent)."""

    head: int
    kind: Kind
    tokens: list[int]
    borrowed: list[int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be cut: tokens `[start, end)`, its figures by first token, the cue tokens."""

    doc: Doc
    start: int
    end: int
    figures: Mapping[int, Figure]
    cues: frozenset[int]

    def tokens(self) -> range:
        """Return the indices of the sentence's tokens."""
        return range(self.start, self.end)

    def figures_in(self, start: int, end: int, *, ages: bool = False) -> list[Figure]:
        """Return the figures whose numeral lies in `[start, end)`."""
        found = (self.figures[i] for i in range(start, end) if i in self.figures)
        return [figure for figure in found if ages or not figure.is_age]

    def text(self, start: int, end: int) -> str:
        """Return the text of tokens `[start, end)`."""
        return str(self.doc[start:end].text) if end > start else ""


def cut(sentence: Sentence) -> list[Piece]:
    """Return the pieces of a sentence in text order; every token is in exactly one `tokens`."""
    heads = _tree_heads(sentence)
    labels = _label(sentence, heads)
    adopted = _adopt_subjects(sentence, heads, labels)
    kinds: dict[int, Kind] = dict(heads)
    _cut_segments(sentence, labels, kinds)
    pieces: dict[int, Piece] = {}
    for i in sentence.tokens():
        piece = pieces.setdefault(labels[i], Piece(labels[i], kinds.get(labels[i], "main"), [], []))
        piece.tokens.append(i)
    for piece in pieces.values():
        piece.head = _own_head(sentence.doc, piece)
        if piece.head not in adopted:
            _borrow(sentence, piece, pieces)
    return [part for piece in pieces.values() for part in _cut_conjoined_figures(sentence, piece)]


def _own_head(doc: Doc, piece: Piece) -> int:
    """Return the head of a piece, or the topmost verb of what a cut left of it."""
    if piece.head in piece.tokens:
        return piece.head
    inside = set(piece.tokens)
    verbs = (i for i in piece.tokens if _is_verb(doc[i]) and doc[i].head.i not in inside)
    return next(verbs, piece.tokens[0])


def is_finite(token: Token) -> bool:
    """Whether a verb is finite by itself or through an auxiliary."""
    if token.tag_ in _FINITE:
        return True
    if token.tag_ == "VBN" and token.dep_ == "ROOT" and not any(c.dep_ == "aux" for c in token.children):
        return subject_of(token) is not None  # "shut", "put": past read as participle
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE for c in token.children)


def subject_of(token: Token) -> Token | None:
    """Return the verb's own subject, if it has one."""
    return next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")), None)


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def _tree_heads(sentence: Sentence) -> dict[int, Kind]:
    """Return the tokens that head a piece by syntax."""
    heads: dict[int, Kind] = {}
    for i in sentence.tokens():
        token = sentence.doc[i]
        kind = _head_kind(sentence, token, heads)
        if kind is not None:
            heads[i] = kind
    return heads


def _head_kind(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    if token.dep_ == "ROOT" or token.head.i == token.i or not sentence.start <= token.head.i < sentence.end:
        return "main"
    if token.i in sentence.cues and _is_verb(token):
        return "main"
    for rule in (_complement, _conjoined, _adverbial, _relative, _with_figure, _record_place):
        kind = rule(sentence, token, heads)
        if kind is not None:
            return kind
    return None


def _complement(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut the content of a cue from the saying; cut clauses side by side."""
    if token.dep_ in ("ccomp", "xcomp", "pcomp", "acl") and token.head.i in sentence.cues:
        return "main"
    if token.dep_ == "parataxis" and is_finite(token) and subject_of(token) is not None:
        return "clause"
    if token.dep_ == "ccomp" and is_finite(token) and subject_of(token) is not None:
        between = sentence.text(min(token.i, token.head.i), max(token.i, token.head.i))
        if token.i < token.head.i and re.search(r"[;,]", between) and not _has_mark(token):
            return "clause"
    return None


def _has_mark(token: Token) -> bool:
    return any(c.dep_ == "mark" for c in token.children)


def _conjoined(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut the second of two verbs when each has something of its own."""
    if token.dep_ != "conj" or not _is_verb(token) or not _is_verb(token.head):
        return None
    own = _own_range(sentence, token)
    figure = bool(sentence.figures_in(*own))
    if not _at_clause_level(sentence, token, heads):
        return "clause" if figure and sentence.figures_in(token.head.i, token.i) else None
    if subject_of(token) is not None and is_finite(token):
        return "clause"
    if not is_finite(token) and (token.tag_ == "VBG" or _is_infinitive(token)):
        return "clause" if figure and _has_own_object(token) else None
    has_aux = any(c.dep_ in ("aux", "auxpass") for c in token.children)
    return "clause" if has_aux or figure or (_has_own_object(token) and _has_own_object(token.head)) else None


def _is_infinitive(token: Token) -> bool:
    if token.tag_ != "VB":
        return False
    chain = [token, token.head]
    return any(c.tag_ == "TO" for verb in chain for c in verb.children if c.dep_ == "aux")


def _has_own_object(token: Token) -> bool:
    wanted = (
        "dobj",
        "attr",
        "acomp",
        "prep",
        "agent",
        "xcomp",
        "ccomp",
        "oprd",
        "dative",
        "npadvmod",
        "advcl",
    )
    return any(c.dep_ in wanted for c in token.children if c.i > token.i)


def _own_range(sentence: Sentence, token: Token) -> tuple[int, int]:
    return max(token.left_edge.i, sentence.start), min(token.right_edge.i + 1, sentence.end)


def _at_clause_level(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> bool:
    """Whether the first of the conjoined verbs is a clause that may stand alone."""
    first = token.head
    while first.dep_ == "conj" and first.head.i != first.i and first.i not in heads:
        first = first.head
    if first.i in heads or first.dep_ == "ROOT":
        return heads.get(first.i) != "participle"
    return first.dep_ == "ccomp"


def _adverbial(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut contrastive clauses, and others only with a figure of their own."""
    if token.dep_ not in ("advcl", "acl", "pcomp") or not _is_verb(token):
        return None
    marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod", "cc")}
    if _goes_on_with_that(sentence, token, marks):
        return "clause"
    if marks & CONDITIONS:
        return None
    if token.head.lemma_ in ("come", "follow") and marks & {"after", "as"} and is_finite(token):
        return "clause"
    start, end = _own_range(sentence, token)
    figure = bool(sentence.figures_in(start, end))
    if is_finite(token) and subject_of(token) is not None:
        even_as = start > 0 and "as" in marks and sentence.doc[start - 1].lower_ == "even"
        if marks & CONTRAST or "even" in marks or even_as:
            return "clause"
        return "clause" if figure and _figure_is_own(sentence, token) and token.i > token.head.i else None
    return "participle" if figure and _is_comma_participle(sentence, token) else None


def _goes_on_with_that(sentence: Sentence, token: Token, marks: set[str]) -> bool:
    """Whether a clause is a further content of the same cue ("said A, that B and that C")."""
    if marks - {"and", "but"} != {"that"} or not is_finite(token) or subject_of(token) is None:
        return False
    mark = next(c for c in token.children if c.lower_ == "that")
    before = sentence.doc[max(sentence.start, mark.i - 1)]
    governed = any(t.i in sentence.cues for t in token.ancestors)
    return governed and (before.text == "," or before.dep_ == "cc")


def _figure_is_own(sentence: Sentence, token: Token) -> bool:
    """Whether main clause and adverbial clause both remain claims once cut."""
    return sentence.doc[token.head.i].i not in sentence.cues or bool(_has_own_object(token))


def _is_comma_participle(sentence: Sentence, token: Token) -> bool:
    if token.tag_ not in ("VBG", "VBN") or token.i <= token.head.i:
        return False
    before = sentence.doc[max(sentence.start, token.left_edge.i - 1)]
    return before.text in (",", "—", "–", "--") and _has_own_object(token)


def _relative(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut relative clauses with a figure, an official act or a predicted record."""
    if (
        token.dep_ != "relcl"
        or not is_finite(token)
        or (token.head.dep_ == "ROOT" and not _is_verb(token.head))
    ):
        return None
    start, end = _own_range(sentence, token)
    if sentence.figures_in(start, end):
        return "relative"
    if token.lemma_.lower() in _OFFICIAL_ACTS:
        return "relative"
    words = {sentence.doc[i].lower_ for i in range(start, end)}
    superlative = any(sentence.doc[i].tag_ in ("JJS", "RBS") for i in range(start, end))
    return "relative" if superlative and words & {"could", "will", "would", "may", "might"} else None


def _with_figure(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut "with 16 games left" when the clause has a figure already."""
    if token.dep_ != "prep" or token.lower_ != "with" or not _is_verb(token.head):
        return None
    start, end = _own_range(sentence, token)
    if not sentence.figures_in(start, end):
        return None
    clause = token.head
    others = sentence.figures_in(max(sentence.start, clause.left_edge.i), start)
    return "figure" if others else None


def _record_place(sentence: Sentence, token: Token, heads: Mapping[int, Kind]) -> Kind | None:
    """Cut "in the war's biggest bombardment" after a clause with a figure."""
    if token.lower_ != "in" or token.dep_ != "prep":
        return None
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or not _EVENT_NOUNS.search(noun.text):
        return None
    if not any(c.tag_ == "JJS" for c in noun.children):
        return None
    return "record" if sentence.figures_in(sentence.start, token.i) else None


def _label(sentence: Sentence, heads: Mapping[int, Kind]) -> dict[int, int]:
    """Return for every token the nearest head above it."""
    labels: dict[int, int] = {}
    for i in sentence.tokens():
        token = sentence.doc[i]
        steps = 0
        while token.i not in heads and steps < 200:
            token, steps = token.head, steps + 1
        labels[i] = token.i if token.i in heads else sentence.start
    return labels


def _adopt_subjects(sentence: Sentence, heads: Mapping[int, Kind], labels: dict[int, int]) -> set[int]:
    """Give a second clause the subject that the parser hung on the noun before "and".

    "pumping concrete on Thursday and South Parade should be open": the noun phrase between "and" and a
    finite verb without subject is that verb's subject. Returns the verbs so mended.
    """
    mended: set[int] = set()
    for head, kind in heads.items():
        verb = sentence.doc[head]
        if kind != "clause" or verb.dep_ != "conj" or subject_of(verb) is not None or not is_finite(verb):
            continue
        first = min(
            [c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < head], default=head
        )
        joint = first - 1
        while joint > sentence.start and labels.get(joint) != head and sentence.doc[joint].tag_ != "CC":
            joint -= 1
        phrase = range(joint + 1, first)
        if sentence.doc[joint].tag_ == "CC" and (
            (0 < len(phrase) <= 6 and _is_noun_phrase(sentence.doc, phrase))
            or (0 < len(phrase) <= 14 and _disagrees(verb) and _is_long_phrase(sentence.doc, phrase))
        ):
            for i in (joint, *phrase):
                labels[i] = head
            mended.add(head)
    return mended


def _disagrees(verb: Token) -> bool:
    """Whether a verb cannot share the subject of the verb it is joined to: their numbers differ."""
    word = next((c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE), verb)
    subject = subject_of(verb.head)
    if subject is None or word.lower_ not in _NUMBERED:
        return False
    plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    return plural != _NUMBERED[word.lower_]


_NUMBERED = {"was": False, "is": False, "has": False, "were": True, "are": True, "have": True}


def _is_long_phrase(doc: Doc, phrase: range) -> bool:
    allowed = ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART", "ADP")
    return all(doc[i].pos_ in allowed for i in phrase) and doc[phrase[0]].pos_ in (
        "DET",
        "ADJ",
        "NUM",
        "NOUN",
        "PROPN",
    )


def _is_noun_phrase(doc: Doc, phrase: range) -> bool:
    allowed = ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART")
    return all(doc[i].pos_ in allowed for i in phrase) and doc[phrase[-1]].pos_ in ("NOUN", "PROPN", "PRON")


def segments(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return the stretches between commas, brackets, dashes and colons with the mark before each."""
    found, begin, mark = [], sentence.start, ""
    for i in sentence.tokens():
        if sentence.doc[i].text in _BREAKS:
            if i > begin:
                found.append((begin, i, mark))
            begin, mark = i + 1, sentence.doc[i].text
    if sentence.end > begin:
        found.append((begin, sentence.end, mark))
    return found


def _cut_segments(sentence: Sentence, labels: dict[int, int], kinds: dict[int, Kind]) -> None:
    """Relabel the stretches that are figure adjuncts, records, list items or elaborations."""
    cut_off = False
    for start, end, mark in segments(sentence):
        kind = _segment_kind(sentence, start, end, mark)
        if kind is None and cut_off and mark == ";":
            kind = "item"
        if kind is None:
            continue
        if kind == "item":
            end = next((i for i in range(end, sentence.end) if sentence.doc[i].text == ";"), sentence.end)
        cut_off = cut_off or kind == "item"
        first = next((i for i in range(start, end) if sentence.doc[i].text not in _QUOTES), start)
        inner = {i for i in range(start, end) if kinds.get(i, "main") != "main" and i != first}
        for i in range(start, end):
            if labels[i] not in inner and i not in sentence.cues:
                labels[i] = first
        kinds[first] = kind


def _segment_kind(sentence: Sentence, start: int, end: int, mark: str) -> Kind | None:
    if start == sentence.start or not mark:
        return None
    if mark == ";":
        return "item"
    finite = any(_finite_outside_relatives(sentence.doc[i]) for i in range(start, end))
    if mark == ":":
        quoted = sentence.doc[start].text in _QUOTES
        return "record" if end - start >= 3 and not quoted and _verb_before(sentence, start) else None
    if finite or not _verb_before(sentence, start):
        return None
    if _is_figure_adjunct(sentence, start, end, mark):
        return "figure"
    return "record" if _is_record(sentence, start, end) else None


def _finite_outside_relatives(token: Token) -> bool:
    if token.tag_ not in _FINITE:
        return False
    verb = token.head if token.dep_ in ("aux", "auxpass") else token
    if verb.dep_ == "advcl":
        return not any(
            c.dep_ == "mark" and c.lower_ in ("since", "before", "after", "until", "than")
            for c in verb.children
        )
    return verb.dep_ != "relcl"


def _verb_before(sentence: Sentence, start: int) -> bool:
    """Whether a finite verb stands before the stretch, so that it is an adjunct and no opening."""
    return any(sentence.doc[i].tag_ in _FINITE for i in range(sentence.start, start))


def _is_figure_adjunct(sentence: Sentence, start: int, end: int, mark: str) -> bool:
    """Whether the stretch opens with a figure or with words that lead to one ("up from", "including")."""
    figures = sentence.figures_in(start, end)
    if not figures or mark in (")", "]"):
        return False
    text = sentence.text(start, end)
    first = figures[0]
    if first.unit in _DISTANCE_UNITS and _WHERE.match(
        sentence.text(first.end, min(end, first.end + 1)) or " "
    ):
        return False
    if mark == "(" and (end - start <= 3 and first.unit.isupper()):
        return False
    opens = first.start - start <= 1 or bool(_FIGURE_OPENERS.match(text))
    if re.match(r"(?:and|or)\b", text, re.I) and first.start - start > 3:
        return False
    if _CHANGE.match(text):
        return True
    return opens and not re.match(
        r"(?:from|for|at the|at an?|with (?:a|the)|a \w+ (?!more|less|of (?:the|its|their|it)|higher|lower"
        r"|fewer))\b",
        text,
    )


def _is_record(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the stretch states a record or a first about the clause before it, up to its end."""
    text = sentence.text(start, end)
    if not _RECORD.match(text) or end - start < 3:
        return False
    following = sentence.doc[end + 1] if end + 1 < sentence.end else None
    resumes = (
        following is not None and sentence.doc[end].text == "," and following.tag_ in _FINITE | {"VB", "TO"}
    )
    resumes = resumes and following is not None and following.i not in sentence.cues
    return not resumes and bool(_RECORD_SCOPE.search(text))


def _borrow(sentence: Sentence, piece: Piece, pieces: Mapping[int, Piece]) -> None:
    """Give a cut-off verb its subject and auxiliary, a cut-off relative clause its antecedent."""
    token = sentence.doc[piece.head]
    if piece.kind == "relative":
        piece.borrowed = _antecedent(sentence, token)
    elif piece.kind in ("clause", "main") and token.dep_ == "conj" and subject_of(token) is None:
        piece.borrowed = _shared_subject(sentence, token)


def _antecedent(sentence: Sentence, token: Token) -> list[int]:
    """Return the noun phrase a restrictive relative clause qualifies; none after a comma."""
    start = token.left_edge.i
    if sentence.doc[start].lower_ in ("when", "where", "after", "before") and subject_of(token) is not None:
        return []
    if start > sentence.start and sentence.doc[start - 1].text in (",", "—", "–", "(", "-"):
        return []
    noun = token.head
    return [i for i in range(max(noun.left_edge.i, sentence.start), start) if i not in sentence.cues]


def _shared_subject(sentence: Sentence, token: Token) -> list[int]:
    """Return subject and, for a bare participle or infinitive, the auxiliaries of the first conjunct."""
    first, borrowed = token.head, []
    while first.dep_ == "conj" and subject_of(first) is None and _is_verb(first.head):
        first = first.head
    subject = subject_of(first)
    if subject is None and first.dep_ in ("acl", "relcl"):
        return [i for i in range(first.head.left_edge.i, first.left_edge.i) if i in sentence.tokens()]
    if subject is not None:
        borrowed = noun_phrase(sentence.doc, subject)
    if not is_finite(token):
        own = {c.dep_ for c in token.children}
        wanted = ("aux", "neg") if own & {"auxpass"} else () if "aux" in own else ("aux", "auxpass", "neg")
        borrowed += [c.i for c in first.children if c.dep_ in wanted and c.i < token.i]
    return sorted(i for i in borrowed if sentence.start <= i < sentence.end)


def noun_phrase(doc: Doc, noun: Token) -> list[int]:
    """Return the tokens of a noun phrase without its relative clauses and comma appositions."""
    dropped: set[int] = set()
    for child in noun.children:
        named = (
            child.dep_ == "appos" and not doc[child.left_edge.i - 1].is_punct
        )  # "climbers Petrov and Gamez"
        if child.i > noun.i and child.dep_ in ("relcl", "acl", "appos", "punct", "advcl") and not named:
            dropped |= {t.i for t in child.subtree}
    return [t.i for t in noun.subtree if t.i not in dropped]


def _cut_conjoined_figures(sentence: Sentence, piece: Piece) -> list[Piece]:
    """Cut "277 drones and 19 missiles" into two claims that share the rest of the piece."""
    inside = set(piece.tokens)
    chain = _figure_chain(sentence, piece, inside)
    if len(chain) < 2 or _is_one_measure(sentence, chain):
        return [piece]
    phrases = [_phrase_tokens(sentence, noun, chain, inside) for noun in chain]
    used = set().union(*phrases)
    joints = {c.i for noun in chain for c in noun.children if c.dep_ == "cc" or (c.is_punct and c.i > noun.i)}
    rest = [i for i in piece.tokens if i not in used and i not in joints]
    parts = []
    for order, phrase in enumerate(phrases):
        tail = [] if order == 0 else [i for i in rest if i > max(used)]
        own = sorted(set(phrase) | (set(rest) if order == 0 else set(tail)))
        borrowed = piece.borrowed if order == 0 else sorted({*piece.borrowed, *rest} - set(own))
        parts.append(Piece(piece.head, piece.kind if order == 0 else "shared", own, borrowed))
    return parts


_MEASURES = (
    ("year", "month", "week", "day", "hour", "minute", "second"),
    ("mile", "yard", "foot", "inch"),
    ("stone", "pound", "ounce"),
    ("kilometre", "metre", "centimetre", "millimetre"),
)


def _is_one_measure(sentence: Sentence, chain: list[Token]) -> bool:
    """Whether the conjuncts are the parts of one measure ("four years and two months")."""
    names = [noun.lemma_.lower() for noun in chain]
    for scale in _MEASURES:
        if all(name in scale for name in names):
            places = [scale.index(name) for name in names]
            return places == sorted(set(places))
    return False


def _figure_chain(sentence: Sentence, piece: Piece, inside: set[int]) -> list[Token]:
    """Return the conjoined nouns of the piece that each carry a figure of their own."""
    for i in piece.tokens:
        noun = sentence.doc[i]
        if noun.dep_ == "conj" or noun.pos_ not in ("NOUN", "PROPN", "NUM", "SYM"):
            continue
        chain = [noun]
        while True:
            after = next((c for c in chain[-1].children if c.dep_ == "conj" and c.i in inside), None)
            if after is None:
                break
            chain.append(after)
        counted = [_figure_of(sentence, noun) for noun in chain]
        if len(chain) > 1 and None not in counted and len(set(counted)) == len(counted):
            return chain
    return []


def _figure_of(sentence: Sentence, noun: Token) -> Figure | None:
    """Return the figure that counts this noun: its numeral, or the noun itself, hangs directly on it."""
    near = [noun, *(c for c in noun.children if c.dep_ in ("nummod", "quantmod", "amod", "nmod"))]
    figures = [f for f in sentence.figures.values() if any(f.start <= t.i < f.end for t in near)]
    joined = any("or" in f.unit.split() for f in figures)
    other = any(t.dep_ == "cc" and t.lower_ == "or" for t in noun.children)
    return next((f for f in figures if not f.is_age), None) if not joined and not other else None


def _phrase_tokens(sentence: Sentence, noun: Token, chain: list[Token], inside: set[int]) -> set[int]:
    """Return the tokens of one conjunct: its subtree without the later conjuncts."""
    later = {t.i for other in chain if other.i > noun.i for t in other.subtree}
    joints = {c.i for c in noun.children if c.dep_ == "cc" or (c.is_punct and c.i > noun.i)}
    own = {t.i for t in noun.subtree} - later - joints
    if noun is chain[-1]:
        own = {i for i in own if not _is_shared_tail(sentence, i, noun)}
    return own & inside


def _is_shared_tail(sentence: Sentence, i: int, noun: Token) -> bool:
    """Whether a token behind the last conjunct belongs to all of them: a trailing time."""
    if i <= noun.i:
        return False
    at = sentence.doc[i]
    while at.head.i != noun.i and at.head.i != at.i:
        at = at.head
    if at.dep_ == "acl" and at.tag_ == "VBN" and at.i == noun.i + 1:
        return True  # "460 drones and 19 missiles destroyed"
    inner = [t for t in at.subtree if t.pos_ in ("NOUN", "PROPN", "ADV")]
    return at.dep_ in ("advmod", "npadvmod", "prep") and any(t.ent_type_ in ("DATE", "TIME") for t in inner)

"""Cuts between conjoined figures: each counted thing is a claim, the rest of the clause is shared."""

from __future__ import annotations

from spacy.tokens import Token

from claims.extract.reading.pieces import Figure, Piece, Sentence


def cut_conjoined_figures(sentence: Sentence, piece: Piece) -> list[Piece]:
    """Cut "277 drones and 19 missiles" into two claims that share the rest of the piece."""
    inside = set(piece.tokens)
    chain = _figure_chain(sentence, piece, inside)
    if len(chain) < 2 or _is_one_measure(sentence, chain) or _is_range(sentence, chain[0]):
        return [piece]
    phrases = [_phrase_tokens(sentence, noun, chain, inside) for noun in chain]
    used = set().union(*phrases)
    joints = {
        c.i for noun in chain[:-1] for c in noun.children if c.dep_ == "cc" or (c.is_punct and c.i > noun.i)
    }
    rest = [i for i in piece.tokens if i not in used and i not in joints]
    parts = []
    for order, phrase in enumerate(phrases):
        tail = [] if order == 0 else [i for i in rest if i > max(used)]
        own = sorted(set(phrase) | (set(rest) if order == 0 else set(tail)))
        borrowed = piece.borrowed if order == 0 else sorted({*piece.borrowed, *rest} - set(own))
        parts.append(Piece(piece.head, piece.kind if order == 0 else "shared", own, borrowed))
    return parts


def _is_range(sentence: Sentence, noun: Token) -> bool:
    """Whether the first figure is the lower end of a range ("between 20mm and 30mm")."""
    figure = _figure_of(sentence, noun)
    start = figure.start if figure else noun.left_edge.i
    return any(
        sentence.doc[i].lower_ in ("between", "aged") for i in (start, start - 1) if i >= sentence.start
    )


_MEASURES = (
    ("year", "month", "week", "day", "hour", "minute", "second"),
    ("mile", "yard", "foot", "ft", "inch"),
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
    """Return the conjoined nouns of the piece that each carry a figure of their own.

    Nouns without one stay with the last that has ("three civilians and a child").
    """
    for i in piece.tokens:
        noun = sentence.doc[i]
        if noun.dep_ == "conj" or noun.pos_ not in ("NOUN", "PROPN", "NUM", "SYM"):
            continue
        if _is_in_modifier(noun, piece.head):
            continue
        chain = [noun]
        while True:
            after = next((c for c in chain[-1].children if c.dep_ == "conj" and c.i in inside), None)
            if after is None:
                break
            chain.append(after)
        counted = [_figure_of(sentence, noun) for noun in chain]
        known = counted.index(None) if None in counted else len(counted)
        if known > 1 and len(set(counted[:known])) == known:
            return chain[:known]
    return []


def _is_in_modifier(noun: Token, head: int) -> bool:
    """Whether the noun stands in a reduced modifier of another ("a jet carrying 162 people and six crew")."""
    at = noun
    while at.i != head and at.head.i != at.i:
        if at.dep_ in ("acl", "amod"):
            return True
        at = at.head
    return False


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
    joints = (
        set()
        if noun is chain[-1]
        else {c.i for c in noun.children if c.dep_ == "cc" or (c.is_punct and c.i > noun.i)}
    )
    own = {t.i for t in noun.subtree} - later - joints
    figure = _figure_of(sentence, noun)
    own |= set(range(figure.start, figure.end)) if figure else set()  # "£3m a year": "year" is the noun
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

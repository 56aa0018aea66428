"""The network of all-MiniLM-L6-v2, built from its published weights.

A BERT encoder (Devlin et al., 2019) of six layers, the mean over the tokens, length 1. Source of the shapes:
the model's own `config.json`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import openvino
from openvino import opset13 as op

LAYERS, HEADS, SIZE = 6, 12, 384
EPSILON = 1e-12
HIDDEN = -1e9  # added to the attention to padding

Matrix = np.ndarray[Any, np.dtype[np.float32]]
Weights = Mapping[str, Matrix]
Output = Any  # of an OpenVINO operation; the package has no types


def build(weights: Weights, *, as_int8: bool) -> openvino.Model:
    """Return the network: token ids and mask, each int32 [texts, tokens], to float32 [texts, 384].

    `as_int8` keeps the matrices in 8 bits with a scale per row, which is faster on CPUs that know no bfloat16.
    """
    ids = op.parameter([-1, -1], np.int32, name="ids")
    mask = op.parameter([-1, -1], np.int32, name="mask")
    layers = _Layers(weights, as_int8=as_int8)
    given = op.convert(mask, "f32")
    hidden = op.unsqueeze(op.multiply(op.subtract(given, _number(1.0)), _number(-HIDDEN)), _axes(1, 2))
    states = layers.norm(layers.embeddings(ids), "embeddings.LayerNorm")
    for number in range(LAYERS):
        states = layers.layer(states, hidden, f"encoder.layer.{number}.")
    total = op.reduce_sum(op.multiply(states, op.unsqueeze(given, _axes(2))), _axes(1))
    return openvino.Model([op.normalize_l2(total, _axes(1), EPSILON, "max")], [ids, mask], "all-MiniLM-L6-v2")


class _Layers:
    """The parts of the network, each by the name of its weights."""

    def __init__(self, weights: Weights, *, as_int8: bool) -> None:
        self._weights = weights
        self._as_int8 = as_int8

    def embeddings(self, ids: Output) -> Output:
        """Return words plus places; all tokens are of the first of the two kinds of text."""
        table = "embeddings.{}_embeddings.weight"
        words = op.gather(op.constant(self._weights[table.format("word")]), ids, _whole(0))
        length = op.gather(op.shape_of(ids), _whole(1), _whole(0))
        places = self._weights[table.format("position")] + self._weights[table.format("token_type")][0]
        first = op.gather(op.constant(places), op.range(_whole(0), length, _whole(1), "i64"), _whole(0))
        return op.add(words, op.unsqueeze(first, _whole(0)))

    def layer(self, states: Output, hidden: Output, name: str) -> Output:
        """Return one layer's answer: attention, then two linear steps, each added to what came in."""
        query, key, value = (self._heads(states, f"{name}attention.self.{part}") for part in ("query", "key", "value"))
        seen = op.scaled_dot_product_attention(query, key, value, hidden)
        seen = op.reshape(op.transpose(seen, _axes(0, 2, 1, 3)), _axes(0, 0, SIZE), True)
        attended = op.add(self._linear(seen, f"{name}attention.output.dense"), states)
        states = self.norm(attended, f"{name}attention.output.LayerNorm")
        wide = op.gelu(self._linear(states, f"{name}intermediate.dense"), "erf")
        return self.norm(op.add(self._linear(wide, f"{name}output.dense"), states), f"{name}output.LayerNorm")

    def norm(self, states: Output, name: str) -> Output:
        """Return `states` with mean 0 and variance 1, scaled and shifted."""
        plain = op.mvn(states, _axes(-1), True, EPSILON, "inside_sqrt")
        return op.add(op.multiply(plain, self._row(f"{name}.weight")), self._row(f"{name}.bias"))

    def _heads(self, states: Output, name: str) -> Output:
        split = op.reshape(self._linear(states, name), _axes(0, 0, HEADS, SIZE // HEADS), True)
        return op.transpose(split, _axes(0, 2, 1, 3))

    def _linear(self, states: Output, name: str) -> Output:
        product = op.matmul(states, self._matrix(self._weights[f"{name}.weight"]), False, True)
        return op.add(product, self._row(f"{name}.bias"))

    def _matrix(self, values: Matrix) -> Output:
        if not self._as_int8:
            return op.constant(values)
        scale = np.abs(values).max(axis=1, keepdims=True) / 127
        rounded = np.round(values / scale).astype(np.int8)
        return op.multiply(op.convert(op.constant(rounded), "f32"), op.constant(scale.astype(np.float32)))

    def _row(self, name: str) -> Output:
        return op.constant(self._weights[name].reshape(1, 1, -1))


def _number(value: float) -> Output:
    return op.constant(np.float32(value))


def _whole(value: int) -> Output:
    return op.constant(np.int64(value))


def _axes(*values: int) -> Output:
    return op.constant(np.array(values, np.int64))

"""all-MiniLM-L6-v2 as an OpenVINO graph, from the tensors that `quantisation` makes.

    words + positions -> LayerNorm -> 6 x (attention, feed-forward) -> pooling -> unit vectors

Inputs: `words`, shape (texts, tokens, 384), the vectors of the tokens; `bias`, shape
(texts, 1, 1, tokens), 0 for a token and very low for padding; `pooling`, shape (texts, spans,
tokens), the share of each token in each span. Output: shape (texts, spans, 384).

The shape of 8-bit weights times scale, and of FakeQuantize before every linear layer, is what
OpenVINO recognises and runs in integers.
"""

from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.openvino_runtime import opset
from ragqa.embedding.quantisation import LAYERS, LEVELS, Tensors

if TYPE_CHECKING:
    from openvino import Model, Node

WIDTH = 384
HEADS = 12
_EPSILON = 1e-12


def minilm(tensors: Tensors) -> "Model":
    """Return the graph, ready to be compiled."""
    return _Graph(tensors).model()


class _Graph:
    def __init__(self, tensors: Tensors) -> None:
        self._tensors = tensors
        self._op = opset()

    def model(self) -> "Model":
        from openvino import Model

        op = self._op
        words = op.parameter([-1, -1, WIDTH], np.float32, name="words")
        bias = op.parameter([-1, 1, 1, -1], np.float32, name="bias")
        pooling = op.parameter([-1, -1, -1], np.float32, name="pooling")
        hidden = self._norm(op.add(words, self._positions(words)), "embeddings.LayerNorm")
        for number in range(LAYERS):
            hidden = self._layer(hidden, bias, f"encoder.layer.{number}")
        pooled = op.matmul(pooling, hidden, False, False)
        vectors = op.normalize_l2(pooled, self._numbers(2), _EPSILON, "max")
        return Model([vectors], [words, bias, pooling], "all-MiniLM-L6-v2")

    def _positions(self, words: "Node") -> "Node":
        op = self._op
        tokens = op.gather(op.shape_of(words), self._numbers(1), op.constant(0, np.int64))
        return op.slice(
            self._constant("positions"),
            self._numbers(0),
            tokens,
            self._numbers(1),
            self._numbers(0),
        )

    def _layer(self, hidden: "Node", bias: "Node", layer: str) -> "Node":
        op = self._op
        context = self._attention(hidden, bias, layer)
        site = f"{layer}.attention.output.dense"
        attended = op.add(self._linear(self._rounded(context, site), site), hidden)
        hidden = self._norm(attended, f"{layer}.attention.output.LayerNorm")
        wide = self._dense(hidden, f"{layer}.intermediate.dense")
        forward = self._dense(op.gelu(wide, "erf"), f"{layer}.output.dense")
        return self._norm(op.add(forward, hidden), f"{layer}.output.LayerNorm")

    def _attention(self, hidden: "Node", bias: "Node", layer: str) -> "Node":
        op = self._op
        site = f"{layer}.attention.self"
        rounded = self._rounded(self._shrunk(hidden, site), site)
        # One product of all three: a short text costs by the number of operations.
        names = [f"{site}.{part}" for part in ("query", "key", "value")]
        parts = op.split(self._linear(rounded, *names), op.constant(2, np.int64), len(names))
        query, key, value = (
            op.transpose(
                op.reshape(parts.output(number), self._numbers(0, 0, HEADS, WIDTH // HEADS), True),
                self._numbers(0, 2, 1, 3),
            )
            for number in range(len(names))
        )
        heads = op.scaled_dot_product_attention(query, key, value, bias)
        joined = op.transpose(heads, self._numbers(0, 2, 1, 3))
        return op.reshape(joined, self._numbers(0, 0, WIDTH), True)

    def _dense(self, given: "Node", name: str) -> "Node":
        return self._linear(self._rounded(self._shrunk(given, name), name), name)

    def _shrunk(self, given: "Node", site: str) -> "Node":
        shrink = self._tensors[f"{site}.shrink"]
        return self._op.multiply(given, self._op.constant(shrink.reshape(1, 1, -1)))

    def _rounded(self, given: "Node", site: str) -> "Node":
        low, high = (self._op.constant(bound) for bound in self._tensors[f"{site}.bounds"])
        return self._op.fake_quantize(given, low, high, low, high, LEVELS)

    def _linear(self, given: "Node", *names: str) -> "Node":
        """Return what linear layers make of the same numbers, one after the other."""
        op = self._op
        weight, scale, bias = (
            op.constant(np.concatenate([self._tensors[f"{name}.{part}"] for name in names]))
            for part in ("weight", "scale", "bias")
        )
        product = op.matmul(given, op.multiply(op.convert(weight, "f32"), scale), False, True)
        return op.add(product, bias)

    def _norm(self, given: "Node", name: str) -> "Node":
        op = self._op
        scaled = op.mvn(given, self._numbers(-1), True, _EPSILON, "inside_sqrt")
        return op.add(
            op.multiply(scaled, self._constant(f"{name}.weight")), self._constant(f"{name}.bias")
        )

    def _constant(self, name: str) -> "Node":
        return self._op.constant(self._tensors[name])

    def _numbers(self, *values: int) -> "Node":
        return self._op.constant(np.array(values, dtype=np.int64))

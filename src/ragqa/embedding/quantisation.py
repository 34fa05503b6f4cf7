"""all-MiniLM-L6-v2 in 8-bit integers: how its published weights are converted.

Weights get one scale for each row; the inputs of the linear layers one range each, taken from
`calibration.json` (made by `evals/calibrate_encoder.py` from the texts of corpus/). A few
channels reach ten times as far as the rest; they are scaled down before rounding and the
weights that read them scaled up, which changes nothing but the rounding (Xiao et al. 2023,
SmoothQuant, arXiv:2211.10438). Only elementwise IEEE arithmetic is used, so that the result is
the same bytes on every machine and can be known by its hash.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray

RECIPE = "int8-1"

# sha256 of the converted weights; `evals/calibrate_encoder.py` prints it.
CONVERTED_SHA256 = "24df07bebbb78bb4863fcc7bdb08b419778200811694335210b984528878bba0"

LAYERS = 6
POSITIONS = 256
LEVELS = 256

Tensors = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What the inputs of one linear layer were seen to be.

    `low` and `high` bound them once they are divided by `scales`, shape (channels,).
    """

    low: float
    high: float
    scales: FloatArray

    @classmethod
    def of_json(cls, entry: Mapping[str, Any], channels: int) -> Self:
        """Read one entry of the table; channels that it does not list have the scale 1."""
        scales = np.ones(channels, dtype=np.float32)
        for channel, scale in entry["scales"].items():
            scales[int(channel)] = scale
        return cls(low=entry["low"], high=entry["high"], scales=scales)

    def bounds(self) -> npt.NDArray[np.float32]:
        """Return the least and the greatest number that 8 bits express, zero being exact."""
        step = (self.high - self.low) / (LEVELS - 1)
        below = round(-self.low / step)
        return np.array([-below * step, (LEVELS - 1 - below) * step], dtype=np.float32)


def convert(source: Mapping[str, FloatArray]) -> Tensors:
    """Return the quantised tensors of the published weights, by the table shipped for them."""
    table = json.loads((files("ragqa.embedding") / "calibration.json").read_text("utf-8"))
    return converted(source, table)


def converted(source: Mapping[str, FloatArray], table: Mapping[str, Any]) -> Tensors:
    """Return the quantised tensors of any weights of this shape, under the same names.

    `NAME.weight` of a linear layer becomes int8 with `NAME.scale`, shape (rows, 1). `SITE.bounds`
    and `SITE.shrink` say how the input that linear layers share is rounded. Word vectors are
    halved in width; position vectors include that of the first token type.
    """
    tensors: Tensors = {
        "words": source["embeddings.word_embeddings.weight"].astype(np.float16),
        "positions": source["embeddings.position_embeddings.weight"][:POSITIONS]
        + source["embeddings.token_type_embeddings.weight"][0],
        **_norm(source, "embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        tensors.update(_layer(source, f"encoder.layer.{number}", table))
    return tensors


def _layer(source: Mapping[str, FloatArray], layer: str, table: Mapping[str, Any]) -> Tensors:
    tensors = {
        **_norm(source, f"{layer}.attention.output.LayerNorm"),
        **_norm(source, f"{layer}.output.LayerNorm"),
    }
    seen = {
        site: Range.of_json(table[site], source[f"{linear[0]}.weight"].shape[1])
        for site, linear in sites(layer)
    }
    # The context is linear in the values: their rows take the division, at no cost.
    context = seen[f"{layer}.attention.output.dense"].scales
    for site, linear in sites(layer):
        tensors[f"{site}.bounds"] = seen[site].bounds()
        tensors[f"{site}.shrink"] = 1 / seen[site].scales
        for name in linear:
            weight, bias = source[f"{name}.weight"] * seen[site].scales, source[f"{name}.bias"]
            if name.endswith(".value"):
                weight, bias = weight / context[:, np.newaxis], bias / context
            tensors.update(_linear(name, weight, bias))
    del tensors[f"{layer}.attention.output.dense.shrink"]
    return tensors


def sites(layer: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each place of a layer where numbers are rounded, with the linear layers it feeds."""
    heads = f"{layer}.attention.self"
    yield heads, tuple(f"{heads}.{part}" for part in ("query", "key", "value"))
    for name in ("attention.output.dense", "intermediate.dense", "output.dense"):
        yield f"{layer}.{name}", (f"{layer}.{name}",)


def _linear(name: str, weight: FloatArray, bias: FloatArray) -> Tensors:
    scale = np.abs(weight).max(axis=1, keepdims=True) / np.float32(127)
    rounded = np.rint(weight / scale).astype(np.int8)
    return {f"{name}.weight": rounded, f"{name}.scale": scale, f"{name}.bias": bias}


def _norm(source: Mapping[str, FloatArray], name: str) -> Tensors:
    return {f"{name}.{part}": source[f"{name}.{part}"] for part in ("weight", "bias")}

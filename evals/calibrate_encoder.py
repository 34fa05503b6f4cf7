"""Make the table by which the shipped embedder is rounded to 8 bits, from the texts of corpus/.

    python evals/calibrate_encoder.py

Reads what enters each linear layer of the 32-bit model, chooses how far the widest channels are
scaled down (the choice with the least squared error of the layer's output), writes
src/ragqa/embedding/calibration.json and prints the hash that `CONVERTED_SHA256` has to be.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load
from sentence_transformers import SentenceTransformer

from ragqa.embedding import converted_weights, model_files, quantisation, tokens
from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.passage_text import embedding_text
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.reading import is_supported, read_file

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src/ragqa/embedding/calibration.json"
# Shares of the channels that stay below the bound to which the others are scaled.
KEPT = (1.0, 0.999, 0.997, 0.99, 0.98, 0.95, 0.9, 0.75, 0.5)
# A bolder choice has to be better by more than chance.
BETTER = 0.98
ROWS = 1500


def texts() -> Iterator[str]:
    """Yield the passages of the demo corpus as they are embedded."""
    chunker = Chunker(tokens.token_counter(None))
    for path in sorted((ROOT / "corpus").rglob("*")):
        if path.is_file() and is_supported(path) and path.name != "README.md":
            for document in read_file(path, 20_000_000).documents:
                for passage in chunker.passages(document):
                    yield embedding_text(document.source, passage)


def entering(model: SentenceTransformer, sites: dict[str, str]) -> dict[str, FloatArray]:
    """Return what enters the linear layer of each site, one row for each token."""
    seen: dict[str, list[FloatArray]] = {site: [] for site in sites}
    modules = dict(model[0].auto_model.named_modules())
    for site, linear in sites.items():
        modules[linear].register_forward_pre_hook(
            lambda _, given, site=site: seen[site].append(
                given[0].numpy().reshape(-1, given[0].shape[-1])
            )
        )
    with torch.inference_mode():
        for text in texts():
            model.encode(text, show_progress_bar=False)
    return {site: np.concatenate(rows) for site, rows in seen.items()}


def chosen(rows: FloatArray, weight: FloatArray) -> quantisation.Range:
    """Return the range of the site with the least error of what the linear layer gives."""
    widest = np.abs(rows).max(axis=0)
    sample = np.random.default_rng(0).permutation(rows)[:ROWS]
    best, least = None, np.inf
    for kept in KEPT:
        bound = np.quantile(widest, kept)
        scales = np.maximum(widest / bound, 1).astype(np.float32)
        shrunk = rows / scales
        candidate = quantisation.Range(
            low=float(min(shrunk.min(), 0)), high=float(max(shrunk.max(), 0)), scales=scales
        )
        error = error_of(candidate, sample, weight)
        if error < BETTER * least:
            best, least = candidate, error
    assert best is not None
    print(f"   squared error {least:.6f}, channels scaled {int((best.scales > 1).sum())}")
    return best


def error_of(candidate: quantisation.Range, rows: FloatArray, weight: FloatArray) -> float:
    """Return the squared error of the layer's output relative to its square."""
    low, high = candidate.bounds()
    step = (high - low) / (quantisation.LEVELS - 1)
    rounded = np.rint(np.clip(rows / candidate.scales, low, high) / step) * step
    scaled = weight * candidate.scales
    scale = np.abs(scaled).max(axis=1, keepdims=True) / 127
    exact = rows @ weight.T
    given = rounded @ (np.rint(scaled / scale) * scale).T
    return float(((given - exact) ** 2).sum() / (exact**2).sum())


def as_json(entry: quantisation.Range) -> dict[str, object]:
    """Return the entry with four digits, so that the last bits of a machine do not show."""
    scaled = np.flatnonzero(entry.scales > 1)
    return {
        "low": float(f"{entry.low:.4g}"),
        "high": float(f"{entry.high:.4g}"),
        "scales": {str(channel): float(f"{entry.scales[channel]:.4g}") for channel in scaled},
    }


def main() -> None:
    """Write the table and print the hash of what it makes of the weights."""
    files = model_files.locate(None)
    source = load(files.checked_weights())
    linears = {
        site: names
        for number in range(quantisation.LAYERS)
        for site, names in quantisation.sites(f"encoder.layer.{number}")
    }
    model = SentenceTransformer(str(files.folder), device="cpu")
    rows = entering(model, {site: names[0] for site, names in linears.items()})
    table = {}
    for site, names in linears.items():
        print(site, file=sys.stderr)
        weight = np.concatenate([source[f"{name}.weight"] for name in names])
        table[site] = as_json(chosen(rows[site], weight))
    lines = (f'"{site}": {json.dumps(entry)}' for site, entry in table.items())
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    content = converted_weights.serialised(quantisation.convert(source))
    print(f"CONVERTED_SHA256 = {hashlib.sha256(content).hexdigest()}, {len(content):,} bytes")


if __name__ == "__main__":
    main()

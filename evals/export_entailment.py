"""Turn trained entailment weights into 8-bit ones that `Int8EntailmentModel` runs.

    python evals/export_entailment.py DIR --out FILE.safetensors [--stage medical]

Rounds the encoder as the embedder's was (`ragqa.embedding.quantisation`), by ranges seen on pairs
that were learned from, and prints the hash of the file. The vectors of words are left out: they
are the embedder's own. Beside FILE, its hash in FILE with `.sha256` for an ending, without which
ragqa does not read it.
"""

import argparse
import hashlib
import random
from pathlib import Path

import numpy as np
import torch
from calibrate_encoder import as_json, chosen
from entailment_mixture import mixture
from entailment_training import SCALE, Encoded, Encoder, PairClassifier, arrays, batches

from ragqa.embedding.converted_weights import serialised
from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.quantisation import LAYERS, Tensors, converted, sites

PAIRS = 300
TOKENS = 160
SEED = 7


def entering(model: PairClassifier, found: list[list[Encoded]]) -> dict[str, FloatArray]:
    """Return what enters the linear layer of each site, one row for each token that is read."""
    modules = dict(model.encoder.named_modules())
    seen: dict[str, list[FloatArray]] = {}
    mask = np.zeros(0)

    def keep(site: str, given: torch.Tensor) -> None:
        rows = given.float().numpy().reshape(-1, given.shape[-1])
        seen.setdefault(site, []).append(rows[mask.reshape(-1) > 0])

    for layer in range(LAYERS):
        for site, linear in sites(f"encoder.layer.{layer}"):
            modules[linear[0]].register_forward_pre_hook(
                lambda _, given, site=site: keep(site, given[0])
            )
    with torch.inference_mode():
        for batch in found:
            mask = arrays(batch)[2]
            model(batch)
    return {site: np.concatenate(rows) for site, rows in seen.items()}


def rounded(model: PairClassifier, found: list[list[Encoded]]) -> Tensors:
    """Return the shipped tensors: the encoder's, the head's, and the second token type's."""
    source = {name: tensor.numpy() for name, tensor in model.encoder.state_dict().items()}
    rows = entering(model, found)
    table = {}
    for layer in range(LAYERS):
        for site, linear in sites(f"encoder.layer.{layer}"):
            weight = np.concatenate([source[f"{name}.weight"] for name in linear])
            table[site] = as_json(chosen(rows[site], weight))
    tensors = converted(source, table)
    del tensors["words"]
    types = source["embeddings.token_type_embeddings.weight"]
    return {
        **tensors,
        "evidence": types[1] - types[0],
        "head.weight": model.head.weight.detach().numpy() * np.float32(SCALE),
        "head.bias": model.head.bias.detach().numpy(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stage", default="medical")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = PairClassifier()
    weights = options.folder / options.stage / "weights.pt"
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    encoder = Encoder(TOKENS)
    pairs = random.Random(SEED).sample(mixture("medical", every_licence=False), PAIRS)
    content = serialised(
        rounded(model, batches([encoder.encode(pair) for pair in pairs], 2048, SEED))
    )
    options.out.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    options.out.with_suffix(".sha256").write_text(f"{sha256}  {options.out.name}\n")
    print(f"sha256 {sha256}, {len(content):,} bytes")


if __name__ == "__main__":
    main()

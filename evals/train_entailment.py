"""Train the entailment model from the embedder's own weights, and measure it.

    python evals/train_entailment.py --out DIR [--every-licence] [--seed 7]

Two stages, each one pass: general sentence pairs, then biomedical ones with contrast pairs. DIR
holds the state of each, so that the same command goes on where it was stopped. Needs no network
and no GPU; `evals/ENTAILMENT.md` says what came out, `evals/export_entailment.py` makes the shipped
weights of DIR.
"""

import argparse
import time
from pathlib import Path

import torch
from entailment_mixture import mixture
from entailment_sets import Stage, in_random_order
from entailment_training import Encoder, PairClassifier, batches, train

RATES = {"general": 1.5e-4, "medical": 1e-4}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of states and weights")
    parser.add_argument("--every-licence", action="store_true", help="also sets not to ship with")
    parser.add_argument("--share", type=float, default=1.0, help="part of each stage's pairs")
    parser.add_argument("--tokens", type=int, default=160, help="longest claim and evidence")
    parser.add_argument("--batch", type=int, default=1024, help="tokens in a step")
    parser.add_argument("--stages", nargs="*", default=list(RATES), choices=RATES)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def run(stage: Stage, model: PairClassifier, options: argparse.Namespace) -> None:
    """Train one stage, or load what it gave when it has been through."""
    folder = options.out / stage
    weights = folder / "weights.pt"
    if weights.exists():
        model.load_state_dict(torch.load(weights, weights_only=True))
        return
    folder.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(options.tokens)
    whole = in_random_order(mixture(stage, every_licence=options.every_licence), options.seed)
    pairs = whole[: round(options.share * len(whole))]
    found = batches([encoder.encode(pair) for pair in pairs], options.batch, options.seed)
    tokens = sum(len(one.ids) for batch in found for one in batch)
    say(f"{stage}: {len(pairs)} pairs, {tokens} tokens, {len(found)} steps")
    train(model, found, folder, rate=RATES[stage], say=say)
    torch.save(model.state_dict(), weights)


def main() -> None:
    options = arguments()
    torch.manual_seed(options.seed)
    model = PairClassifier()
    for stage in options.stages:
        run(stage, model, options)


if __name__ == "__main__":
    main()

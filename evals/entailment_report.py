"""Measure an entailment model on pairs that it has not learned from.

    python evals/entailment_report.py DIR [--stage medical] [--most 400]
    python evals/entailment_report.py FILE.safetensors

DIR is what `train_entailment.py` wrote, FILE the 8-bit weights that `export_entailment.py` made of
it. Prints
macro-F1 and accuracy for each labelled set, what a bag of the claim's words reaches without any
evidence, and which share of each kind of damaged and of reworded sentences passes at the threshold
that lets 2 % of the damaged ones through. The model is measured alone, without the locks.
"""

import argparse
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from contrast_pairs import UNSEEN
from entailment_mixture import held_out, held_out_contrast
from entailment_sets import SETS, SUPPORTED, UNKNOWN, Pair, kept_back
from entailment_training import Encoder, PairClassifier, probabilities
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

from ragqa.verification.int8_entailment import Int8EntailmentModel

Probabilities = npt.NDArray[np.float32]
Judge = Callable[[Sequence[Pair]], Probabilities]

LET_THROUGH = 0.02
TOKENS = 160


def trained(folder: Path) -> Judge:
    """Return the judge of the weights that training left in a folder."""
    model = PairClassifier()
    model.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
    encoder = Encoder(TOKENS)
    return lambda pairs: probabilities(model, [encoder.encode(pair) for pair in pairs])


def rounded(weights: Path) -> Judge:
    """Return the judge of 8-bit weights, as ragqa runs them."""
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    cache = weights.parent / "models"
    model = Int8EntailmentModel(weights=weights, sha256=sha256, cache=cache, threads=1)
    return lambda pairs: model.judge([(pair.claim, pair.evidence) for pair in pairs])


def figures(found: Probabilities, pairs: Sequence[Pair]) -> str:
    """Return F1 over the labels that the set tells apart, accuracy, and recall of each label."""
    gold, said = _told_apart(pairs, found)
    labels = sorted(set(gold))
    recall = "  ".join(
        f"{'SCN'[label]} {np.mean(said[gold == label] == label):.2f}" for label in labels
    )
    macro = f1_score(gold, said, average="macro", labels=labels, zero_division=0)
    support = f1_score(gold == SUPPORTED, said == SUPPORTED, zero_division=0)
    accuracy = np.mean(gold == said)
    return f"macro-F1 {macro:.3f}  F1 support {support:.3f}  accuracy {accuracy:.3f}  {recall}"


def _told_apart(
    pairs: Sequence[Pair], found: Probabilities
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return gold and answer; where rows say only "not supported", that is one label."""
    known = [min(pair.labels) for pair in pairs]
    gold, present = np.array(known), {label for pair in pairs for label in pair.labels}
    binary = any(len(pair.labels) > 1 for pair in pairs)
    if binary:
        gold = np.where(gold == SUPPORTED, SUPPORTED, UNKNOWN)
        said = np.where(found[:, SUPPORTED] > 0.5, SUPPORTED, UNKNOWN)
        return gold, said
    order = sorted(present)
    return gold, np.array(order)[found[:, order].argmax(axis=1)]


def claim_only(name: str, pairs: Sequence[Pair]) -> str:
    """Return what a bag of words of the claim reaches that learned from the set's other claims."""
    learned = [
        pair for one in SETS if one.name == name for pair in one.pairs() if not kept_back(pair)
    ]
    labels = [min(pair.labels) for pair in learned]
    if len(set(labels)) < 2:
        return ""
    words = make_pipeline(CountVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=300))
    words.fit([pair.claim for pair in learned], labels)
    said = words.predict([pair.claim for pair in pairs])
    gold = [min(pair.labels) for pair in pairs]
    return f"  claim only {f1_score(gold, said, average='macro', zero_division=0):.3f}"


def contrast(judge: Judge, limit: int) -> None:
    """Print which share of each kind passes."""
    kinds = held_out_contrast(limit)
    found = {kind: judge(pairs)[:, SUPPORTED] for kind, pairs in kinds.items() if pairs}
    right = {kind for kind, pairs in kinds.items() if pairs and pairs[0].labels == {SUPPORTED}}
    damaged = np.concatenate([scores for kind, scores in found.items() if kind not in right])
    threshold = float(np.quantile(damaged, 1 - LET_THROUGH))
    print(f"threshold {threshold:.3f} lets {LET_THROUGH:.0%} of the damaged through")
    for kind, scores in found.items():
        mark = (
            "reworded" if kind in right else "damaged, not learned" * (kind in UNSEEN) or "damaged"
        )
        at_half, at_bound = np.mean(scores > 0.5), np.mean(scores > threshold)
        print(f"  {kind:22} n {len(scores):4}  passes {at_half:6.1%} (0.5) {at_bound:6.1%}  {mark}")
    for name, wanted in (("damaged", False), ("reworded", True)):
        scores = np.concatenate([s for kind, s in found.items() if (kind in right) == wanted])
        print(f"  all {name}: {np.mean(scores > 0.5):.1%} (0.5), {np.mean(scores > threshold):.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--stage", default="medical")
    parser.add_argument("--most", type=int, default=400, help="pairs of a labelled set")
    parser.add_argument("--each", type=int, default=100, help="pairs of a kind of damage")
    parser.add_argument("--only", nargs="*", help="labelled sets to measure; none for all")
    options = parser.parse_args()
    judge = (
        trained(options.model / options.stage) if options.model.is_dir() else rounded(options.model)
    )
    for name, pairs in held_out(options.most).items():
        if not options.only or name in options.only:
            control = claim_only(name, pairs)
            print(
                f"{name:28} n {len(pairs):4}  {figures(judge(pairs), pairs)}{control}", flush=True
            )
    contrast(judge, options.each)


if __name__ == "__main__":
    main()

"""Measure the gate's text checks on labelled pairs and on damaged sentences of real works.

    python evals/verifier_pairs.py ../shared/data [--support 0.85] [--examples KIND]

Labelled pairs: HealthVer (dev) and SciFact (train), a claim against a whole abstract or finding;
people wrote these claims, so nearly all are paraphrases. Damaged and reworded sentences come from
`contrast.py` and `rewrites.py`, out of the documents that the entailment model does not learn from.
"let through" is the share judged SUPPORTED: low is good for damaged ones, high for reworded ones.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

from entailment_mixture import held_out_contrast
from entailment_sets import Pair
from rewrites import REWRITES

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate
from ragqa.verification.verifier import Verifier


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def table(gate: Gate, kinds: dict[str, list[Pair]], examples: str | None) -> None:
    passed: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, pairs in kinds.items():
        for pair in pairs:
            verdict = gate.judge(pair.claim, pair.evidence)
            passed[kind][verdict.label] += 1
            wrong = (verdict.label is Label.SUPPORTED) != (kind in REWRITES)
            if kind == examples and wrong:
                print(
                    "  claim   ", pair.claim, "\n  evidence", pair.evidence, "\n ", verdict.checks
                )
    total: Counter[str] = Counter()
    for kind, labels in passed.items():
        total += labels
        print(line(kind, labels))
    print(line("all", total))


def line(kind: str, labels: Counter[str]) -> str:
    count = sum(labels.values())
    return f"  {kind:24} n {count:5}  let through {labels[Label.SUPPORTED] / count:6.1%}"


def labelled(gate: Gate, path: Path) -> None:
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(path):
        answers[row["label"]][gate.judge(row["claim"], row["evidence"]).label] += 1
    for label, given in sorted(answers.items()):
        count = sum(given.values())
        shares = "  ".join(f"{name} {given[name] / count:6.1%}" for name in Label)
        print(f"  {label:12} n {count:5}  {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--support", type=float, default=0.85)
    parser.add_argument("--limit", type=int, default=300, help="pairs of each kind")
    parser.add_argument("--examples", help="print what went wrong in this kind")
    arguments = parser.parse_args()
    gate = Gate(verifier=Verifier(support=arguments.support))
    print(gate.verifier_id)
    for name in ("healthver/pairs_dev", "scifact/pairs_train"):
        print(name)
        labelled(gate, arguments.data / f"{name}.jsonl.gz")
    kinds = held_out_contrast(arguments.limit)
    print("damaged")
    damaged = {kind: pairs for kind, pairs in kinds.items() if kind not in REWRITES}
    table(gate, damaged, arguments.examples)
    print("reworded")
    table(gate, {kind: kinds[kind] for kind in REWRITES}, arguments.examples)


if __name__ == "__main__":
    main()

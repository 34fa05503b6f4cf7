"""Measure the rules that read yes, no or maybe from a direct answer, on PubMedQA's conclusions.

    python evals/decisions.py ../shared/data/pubmedqa/queries_train.jsonl

The rules were written while reading errors on the even rows; the odd rows are the measurement.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from ragqa.evaluation.answer_scores import sentences_of
from ragqa.evaluation.decisions import decision_in


def report(name: str, rows: list[dict[str, str]]) -> None:
    given = Counter(
        (row["final_decision"], str(decision_in(sentences_of(row["long_answer"])))) for row in rows
    )
    labels = ("yes", "no", "maybe")
    right = sum(given[label, label] for label in labels)
    most = max(sum(given[label, other] for other in labels) for label in labels)
    print(f"{name}: accuracy {right / len(rows):.3f}, always the commonest {most / len(rows):.3f}")
    for label in labels:
        print(
            f"  gold {label:<6}" + "".join(f"{given[label, other]:>5} {other}" for other in labels)
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    with parser.parse_args().questions.open(encoding="utf-8") as lines:
        rows = [json.loads(line)["metadata"] for line in lines]
    report("even rows", rows[::2])
    report("odd rows", rows[1::2])


if __name__ == "__main__":
    main()

"""Count which questions on the demo corpus get an article and which an abstention.

    python evals/coverage.py [--index DIR]

`demo_questions.jsonl` holds questions that the corpus answers and near misses that it does not,
written beside the thresholds that they measure: a development set.
"""

import argparse
import json
import tempfile
from pathlib import Path

from ragqa.assembly import build_ingester, build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.schema.article import Article
from ragqa.schema.question import Question

HERE = Path(__file__).parent


def main(index: Path) -> None:
    """Print each wrong decision, and the counts."""
    settings = Settings(index=index)
    build_ingester(settings).ingest([HERE.parent / "corpus"])
    lines = (HERE / "demo_questions.jsonl").read_text(encoding="utf-8").splitlines()
    right = {True: 0, False: 0}
    asked = {True: 0, False: 0}
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        for row in map(json.loads, lines):
            answer = pipeline.answer(Question(text=row["question"]))
            answered, covered = isinstance(answer, Article), row["covered"]
            asked[covered] += 1
            right[covered] += answered == covered
            if answered != covered:
                print("article" if answered else "abstention", "for", row["question"])
    print(f"covered: {right[True]} of {asked[True]} got an article")
    print(f"not covered: {right[False]} of {asked[False]} got an abstention")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path)
    given = parser.parse_args().index
    with tempfile.TemporaryDirectory() as folder:
        main(given or Path(folder) / "index")

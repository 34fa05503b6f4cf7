"""Count which questions on the demo corpus get an article and which an abstention.

    python evals/coverage.py [--index DIR]

`gold/demo.jsonl` holds questions that the corpus answers and near misses that it does not.
Thresholds and word lists were chosen on those tagged "development". Those tagged "held-out" were
written before, but their wrong decisions were seen while the rules were made: no clean test. The
rest came later.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from ragqa.assembly import build_ingester, build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.evaluation.gold import read_gold
from ragqa.schema.article import Article
from ragqa.schema.question import Question

HERE = Path(__file__).parent
SPLITS = ("development", "held-out")


def main(index: Path) -> None:
    """Print each wrong decision, and the counts."""
    settings = Settings(index=index)
    build_ingester(settings).ingest([HERE.parent / "corpus"])
    asked: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        for gold in read_gold(HERE / "gold" / "demo.jsonl"):
            answered = isinstance(pipeline.answer(Question(text=gold.question)), Article)
            split = next((one for one in SPLITS if one in gold.tags), "later")
            group = (split, not gold.should_abstain)
            asked[group] += 1
            right[group] += answered != gold.should_abstain
            if answered == gold.should_abstain:
                print("article" if answered else "abstention", "for", gold.question)
    for split, covered in sorted(asked):
        group = (split, covered)
        named, got = ("covered", "article") if covered else ("not covered", "abstention")
        print(f"{split}, {named}: {right[group]} of {asked[group]} got an {got}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path)
    given = parser.parse_args().index
    with tempfile.TemporaryDirectory() as folder:
        main(given or Path(folder) / "index")

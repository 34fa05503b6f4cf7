"""Print how the sources of each article stand to each other, to be read by eye.

    python evals/concordance.py --index DIR QUESTIONS.txt

One question a line. Every pair that is told is printed, every sentence withheld because another
contradicts it, and what is set apart; then how many of each, and which questions were taken apart.
A conflict that is none is a fault, so that all of them are to be read.
"""

import argparse
from collections import Counter
from pathlib import Path

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.linguistics.question_parts import question_parts
from ragqa.schema.article import Article
from ragqa.schema.question import Question
from ragqa.verification.concordance import DISAGREE


def main(index: Path, questions: Path) -> None:
    """Print each pair, and the counts."""
    settings = Settings(index=index)
    counts: Counter[str] = Counter()
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        for text in filter(None, map(str.strip, questions.read_text("utf-8").splitlines())):
            answer = pipeline.answer(Question(text=text))
            counts["asked"] += 1
            counts["in parts"] += len(question_parts(text)) > 1
            if isinstance(answer, Article):
                counts["articles"] += 1
                counts["claims"] += len(answer.claims)
                counts.update(told(text, answer))
    print(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())))


def told(question: str, article: Article) -> list[str]:
    """Print what an article tells of its sources, and return each relation."""
    found: list[str] = []
    for pair in article.concordance:
        found.append(pair.relation)
        print(f"{pair.relation}: {question}")
        print(f"  guideline: {article.claim(pair.guideline).text}")
        print(f"  research:  {article.claim(pair.research).text}")
    for item in article.withheld:
        if item.reason.startswith("It contradicts “"):
            found.append("withheld")
            print(f"withheld: {question}\n  {item.text}\n  {item.reason}")
    for section in article.sections:
        for block in section.blocks:
            if block.heading == DISAGREE:
                found.append("set apart")
                print(f"set apart: {question}")
                print(*(f"  {article.claim(name).text}" for name in block.claims), sep="\n")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    main(given.index, given.questions)

"""How long it takes to judge a large library, and whether one changed document is found.

    python evals/library_staleness.py [--articles 10000] [--work DIR]

The questions of the demo, worded in several ways and for several audiences, are answered once;
the library is filled up to --articles with copies of these answers under further wordings of
their questions. Then `ragqa batch stale` is timed, process start included: on the snapshot that
the articles rest on, after one figure in one document was changed, and after a document was added
on top. --work keeps the library between runs.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from editor_library import change_document, copied_corpus, questions, ragqa, write_questions

from ragqa.library.store import Library, NewVersion

ANSWERED = 111
NEW = """---
title: Spring dosing of vitamin D3 in overweight adults
kind: research
year: 2026
---

## Results

High doses of vitamin D3 taken for one spring did not change bone mineral density in overweight
adults, compared with placebo.
"""


def fill(place: Path, articles: int) -> None:
    """Copy the answers under further wordings until there are so many."""
    with Library.open(str(place)) as library:
        kept = {one.article_id: one for one in library.kept()}
        answers = [(one.answer(), kept[one.article_id]) for one in library.current()]
        further = (
            (answer, known, f"{answer.question.text} (note {number})")
            for number in count(1)
            for answer, known in answers
        )
        for answer, known, text in islice(further, articles - len(answers)):
            question = replace(answer.question, text=text)
            library.keep(
                NewVersion(
                    answer=replace(answer, question=question),
                    dependencies=known.dependencies,
                    vector=known.vector,
                    reason="",
                )
            )


def judged(place: Path, index: Path, what: str) -> None:
    """Print how long the judgement takes and what it comes to."""
    began = time.perf_counter()
    report = json.loads(ragqa("batch", "stale", "--library", place, "--index", index, "--json"))
    seconds = time.perf_counter() - began
    codes = Counter(reason["code"] for one in report["stale"] for reason in one["reasons"])
    print(
        f"{what:32} {seconds:6.1f} s  {len(report['stale']):,} of {report['articles']:,} stale  "
        f"{dict(codes)}",
        flush=True,
    )


def main() -> None:
    """Make the library and time three judgements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="library-staleness-"))
    work.mkdir(parents=True, exist_ok=True)
    corpus, index, place = copied_corpus(work), work / "index", work / "library.sqlite"
    shutil.rmtree(index, ignore_errors=True)
    ragqa("ingest", corpus, "--index", index)
    if not place.exists():
        file = write_questions(work / "questions.jsonl", min(ANSWERED, len(questions(ANSWERED))))
        ragqa("batch", "run", file, "--library", place, "--index", index, "--by", "eval")
        fill(place, given.articles)
    judged(place, index, "nothing changed")
    change_document(corpus)
    ragqa("ingest", corpus, "--index", index, "--prune")
    judged(place, index, "one document changed")
    (corpus / "new-trial.md").write_text(NEW)
    ragqa("ingest", corpus, "--index", index, "--prune")
    judged(place, index, "and one document added")


if __name__ == "__main__":
    main()

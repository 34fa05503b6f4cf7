"""Measure the sentence splitter on the half of SciFact that its rules were not written on.

    python evals/sentences.py ../shared/data/scifact/corpus_sentences.jsonl.gz [--errors]

Abstracts with an even number were looked at while the rules were written, those with an odd
number never. A boundary counts as found when its offset is exact; ends of abstracts do not count.
pysbd and biosenter are measured on the same text where they are installed.
"""

import argparse
import gzip
import importlib.util
import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ragqa.linguistics.sentences import sentence_spans

Splitter = Callable[[str], list[int]]


def abstracts(path: Path, remainder: int) -> list[tuple[str, set[int]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [joined(row["abstract"]) for row in rows if row["doc_id"] % 2 == remainder]


def joined(sentences: list[str]) -> tuple[str, set[int]]:
    text, ends = "", []
    for sentence in filter(None, (" ".join(s.split()) for s in sentences)):
        text = f"{text} {sentence}" if text else sentence
        ends.append(len(text))
    return text, set(ends[:-1])


def mended(text: str, ends: set[int]) -> tuple[str, set[int]]:
    stops = (end for end in ends if re.search(r"[.?!…][\"'”’)\]]*(?:\s[\"”])?\d*$", text[:end]))
    return text, {end for end in stops if re.match(r"\s*[\"“(\[]*\w", text[end:])}


def ours(text: str) -> list[int]:
    return [end for _, end in sentence_spans(text)][:-1]


def splitters() -> Iterator[tuple[str, Splitter, int]]:
    yield "ragqa", ours, 10**9
    if importlib.util.find_spec("pysbd"):
        import pysbd

        segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)
        yield (
            "pysbd",
            lambda t: [s.start + len(s.sent.rstrip()) for s in segmenter.segment(t)][:-1],
            300,
        )
    if importlib.util.find_spec("biosenter"):
        import biosenter

        model = biosenter.load()
        yield "biosenter", lambda t: [s.end_char for s in model(t).sents][:-1], 300


def measure(split: Splitter, rows: list[tuple[str, set[int]]]) -> tuple[float, float, float, float]:
    seconds, found, gold, right = 0.0, 0, 0, 0
    for text, ends in rows:
        began = time.perf_counter()
        proposed = split(text)
        seconds += time.perf_counter() - began
        found, gold, right = (
            found + len(proposed),
            gold + len(ends),
            right + len(ends & {*proposed}),
        )
    precision, recall = right / found, right / gold
    characters = sum(len(text) for text, _ in rows)
    return precision, recall, 2 * right / (found + gold), characters / seconds / 1e6


def errors(rows: list[tuple[str, set[int]]]) -> None:
    for text, ends in rows:
        proposed = set(ours(text))
        for name, offsets in (("FALSE ", proposed - ends), ("MISSED", ends - proposed)):
            for at in sorted(offsets):
                print(f"{name} …{text[max(0, at - 50) : at]} ¦¦{text[at : at + 40]}…")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--errors", action="store_true", help="list errors of the development half")
    arguments = parser.parse_args()
    if arguments.errors:
        errors([mended(*row) for row in abstracts(arguments.path, remainder=0)])
        return
    given = abstracts(arguments.path, remainder=1)
    for name, split, limit in splitters():
        for gold, rows in (("as given", given), ("mended", [mended(*row) for row in given])):
            runs = [measure(split, rows[:limit]) for _ in range(3 if limit > 300 else 1)]
            precision, recall, f1, _ = runs[0]
            speed = statistics.median(run[3] for run in runs)
            print(
                f"{name:10} {gold:8} precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f} "
                f"{speed:6.2f} M characters/s on {len(rows[:limit])} abstracts"
            )


if __name__ == "__main__":
    main()

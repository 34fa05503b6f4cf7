"""Learn what each kind of evidence counts, and write it into the package.

    python evals/train_fusion.py scifact liveqa medlars --work /tmp/indexes

Moves one weight at a time over a grid while the mean nDCG@10 over the sets, each counting alike,
grows. Then leaves each set out in turn: its figure is what weights learned on the others reach.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path

from ranking import by_document, measured, opened, pools
from relevance import NAMES, RelevanceSet, load

from ragqa.retrieval.candidates import Candidates
from ragqa.retrieval.fusion import FusionWeights, fused, learned_weights

GRID = {
    "words": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "title": (0.0, 0.05, 0.1, 0.15, 0.2, 0.3),
    "passage": (0.0, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0),
    "neighbours": (0.0, 0.1, 0.15, 0.2, 0.3, 0.4),
}
Known = Sequence[tuple[RelevanceSet, Mapping[str, Candidates]]]


class Trainer:
    """Remembers what weights have reached on which set."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._reached: dict[tuple[str, FusionWeights], float] = {}

    def reached(self, row: int, weights: FusionWeights) -> float:
        """Return nDCG@10 of `weights` on the set in this row."""
        one, found = self.known[row]
        key = one.name, weights
        if key not in self._reached:
            runs = {name: by_document(pool, fused(pool, weights)) for name, pool in found.items()}
            self._reached[key] = measured(one, runs)[0]
        return self._reached[key]

    def learned(self, rows: Sequence[int]) -> FusionWeights:
        """Return the best weights for the sets in `rows`."""
        best = learned_weights()
        while True:
            before = best
            for name, values in GRID.items():
                tried = [best, *(replace(best, **{name: value}) for value in values)]
                best = max(tried, key=lambda one: sum(self.reached(row, one) for row in rows))
            if best == before:
                return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--work", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--most", type=int, default=200, help="questions taken from a set")
    given = parser.parse_args()
    known = []
    for name in given.sets:
        one = load(name)
        snapshot, settings = opened(one, given.work)
        with snapshot:
            known.append((one, pools(one, one.answered(given.most), snapshot, settings)))
    trainer = Trainer(known)
    rows = range(len(known))
    if len(known) > 1:
        for row in rows:
            others = trainer.learned([other for other in rows if other != row])
            print(f"{known[row][0].name:20} left out: {trainer.reached(row, others):.4f}")
    best = trainer.learned(rows)
    for row in rows:
        print(f"{known[row][0].name:20} {trainer.reached(row, best):.4f}")
    target = Path(str(files("ragqa.retrieval").joinpath("fusion.json")))
    target.write_text(json.dumps(asdict(best)) + "\n", encoding="utf-8")
    print(f"{best} -> {target}")


if __name__ == "__main__":
    main()

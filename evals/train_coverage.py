"""Learn how likely it is that evidence answers its question, and what that probability is worth.

    python evals/train_coverage.py --work /tmp/indexes

Asks the questions of `answerability.py` of indexes with and without their answers, and learns by
logistic regression what the signals of `retrieval/coverage.py` count: none below zero, a light
ridge, every set counting alike, the development half of the demo questions among them. The figures
of a set are those of weights learned on the sets of other families; a set whose licence is not
stated is measured on and not learned from. Writes the weights learned on all others into the
package, and the reliability curve into `reports/`. What the questions brought is kept below --work
and read again the next time; --again asks anew.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from answerability import NAMES, Case, answerable_set, cases, demo_cases
from calibration import Numbers, auc, bins, brier, calibration_error, drawn, reliance
from relevance import RelevanceSet
from scipy.optimize import minimize

from ragqa.retrieval.coverage import CoverageWeights, Signals, signals_of
from ragqa.schema.evidence import WHOLE

# An article that does not answer costs as much as four abstentions where there was an answer: that
# takes a probability of 4 / (4 + 1). In words that have little in common it costs as much as 19.
LIKELY, CERTAIN = 0.8, 0.95
# Where one sentence names all that is asked, and the draft is read again for what it tells. Of such
# questions, weights learned on other sets gave 55 less than this, and 11 of these had an answer; of
# the 65 between this and LIKELY, 40 had one.
POSSIBLE = 0.4
NOTHING = Signals(likeness=0.0, agreement=0.0, lead=0.0)
SIGNALS = tuple(asdict(NOTHING))
DEMO = "demo"
# The rule before there was a probability, to compare with: two cosines, and all things named.
_SIMILAR, _RELATED = 0.8, 0.35
_RIDGE, _STRENGTH = 0.3, 1000.0
_CURVE = Path(__file__).with_name("reports") / "coverage.svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the signals of its evidence, and whether that answers it.

    `similarity`, `share` and `covered` are those of the best sentences; on the first two the old
    rule rested.
    """

    name: str
    family: str
    trainable: bool
    held: bool
    answered: bool
    signals: Signals
    similarity: float
    share: float
    covered: float

    @property
    def by_old_rule(self) -> bool:
        return self.similarity >= _RELATED and (self.similarity >= _SIMILAR or self.share >= WHOLE)

    def by(self, weights: CoverageWeights) -> bool:
        """Tell whether the product would answer."""
        enough = weights.enough(share=self.share, covered=self.covered)
        return weights.probability(self.signals) >= enough


def asked(case: Case) -> Asked:
    """Return what is learned from."""
    return Asked(
        name=case.name,
        family=case.family,
        trainable=case.trainable,
        held=case.held,
        answered=case.answered,
        signals=signals_of(case.sentences) if case.sentences else NOTHING,
        similarity=max((one.similarity for one in case.sentences), default=0.0),
        share=max((one.jointly for one in case.sentences), default=0.0),
        covered=max((one.coverage for one in case.sentences), default=0.0),
    )


def gathered(
    name: str, known: Mapping[str, RelevanceSet], work: Path, *, again: bool
) -> list[Asked]:
    """Ask the questions of a set, or read what they brought the last time."""
    kept = work / f"{name}-signals.json"
    if again or not kept.exists():
        found = demo_cases(work) if name == DEMO else cases(name, known, work)
        kept.write_text(json.dumps([asdict(asked(case)) for case in found]), encoding="utf-8")
    rows = json.loads(kept.read_text(encoding="utf-8"))
    return [Asked(**{**row, "signals": Signals(**row["signals"])}) for row in rows]


def learned(sets: Sequence[Sequence[Asked]]) -> CoverageWeights:
    """Return the weights that fit the sets best, each set counting alike."""
    table = np.array([list(asdict(one.signals).values()) for rows in sets for one in rows])
    came = np.array([float(one.answered) for rows in sets for one in rows])
    counts = np.concatenate(
        [np.full(len(rows), _STRENGTH / len(rows) / len(sets)) for rows in sets]
    )
    mean, spread = table.mean(axis=0), table.std(axis=0)
    scaled = (table - mean) / spread

    def loss(given: Numbers) -> tuple[float, Numbers]:
        logits = given[0] + scaled @ given[1:]
        off = counts * (1 / (1 + np.exp(-logits)) - came)
        fit = float((counts * (np.logaddexp(0, logits) - came * logits)).sum())
        slope = np.concatenate([[off.sum()], scaled.T @ off + 2 * _RIDGE * given[1:]])
        return fit + _RIDGE * float((given[1:] ** 2).sum()), slope

    bounds = [(None, None), *((0, None) for _ in SIGNALS)]
    start = np.zeros(len(bounds))
    best = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    counted = best[1:] / spread
    return CoverageWeights(
        base=round(float(best[0] - counted @ mean), 2),
        possible=POSSIBLE,
        likely=LIKELY,
        certain=CERTAIN,
        **{name: round(float(one), 2) for name, one in zip(SIGNALS, counted, strict=True)},
    )


def left_out(sets: Mapping[str, Sequence[Asked]]) -> Iterator[tuple[str, CoverageWeights]]:
    """Yield each set with weights learned on sets of other families."""
    for name, rows in sets.items():
        others = [o for o in sets.values() if o[0].trainable and o[0].family != rows[0].family]
        yield name, learned([learnable(other) for other in others])


def learnable(rows: Sequence[Asked]) -> list[Asked]:
    """Leave out the held-out half of the demo questions, which is only measured on."""
    return [one for one in rows if one.trainable]


def show(name: str, rows: Sequence[Asked], weights: CoverageWeights) -> None:
    """Print one line on a set: the probability beside the old rule, and what is answered."""
    said, came = said_and_came(rows, weights)
    old = np.array([one.by_old_rule for one in rows])
    new = np.array([one.by(weights) for one in rows])
    before, now = reliance(old, came), reliance(new, came)
    print(
        f"| {name} | {len(rows)} | {int(came.sum())} | {auc(old.astype(float), came):.3f} "
        f"| {auc(said, came):.3f} | {brier(said, came):.3f} | {calibration_error(said, came):.3f} "
        f"| {before.found:.2f}, {before.false:.2f} | {now.found:.2f}, {now.false:.2f} "
        f"| {before.coverage:.2f}, {before.risk:.2f} | {now.coverage:.2f}, {now.risk:.2f} |"
    )


def said_and_came(rows: Sequence[Asked], weights: CoverageWeights) -> tuple[Numbers, Numbers]:
    """Return the probability of each, and 1.0 where the evidence answers."""
    said = np.array([weights.probability(one.signals) for one in rows])
    return said, np.array([float(one.answered) for one in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=(*NAMES, DEMO), choices=(*NAMES, DEMO))
    parser.add_argument("--work", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--again", action="store_true", help="ask all questions anew")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    known = {name: answerable_set(name) for name in NAMES}
    sets = {name: gathered(name, known, given.work, again=given.again) for name in given.sets}
    print("| set | asked | answered by evidence | AUC, old rule | AUC | Brier | ECE | old rule: "
          "answers found, false | now | old rule: coverage, risk | now |")  # fmt: skip
    print("|" + "---|" * 11)
    told: list[tuple[Numbers, Numbers]] = []
    for name, weights in left_out(sets):
        show(name, sets[name], weights)
        told.append(said_and_came(sets[name], weights))
    said, came = (np.concatenate(parts) for parts in zip(*told, strict=True))
    report(said, came)
    best = learned([learnable(rows) for rows in sets.values() if rows[0].trainable])
    target = Path(str(files("ragqa.retrieval").joinpath("coverage.json")))
    target.write_text(json.dumps(asdict(best)) + "\n", encoding="utf-8")
    print(f"{best} -> {target}")


def report(said: Numbers, came: Numbers) -> None:
    """Print and draw how often what was said of sets left out came true."""
    print("\n| probability given | answered | questions |\n|---|---|---|")
    for one in bins(said, came):
        print(f"| {one.said:.2f} | {one.came:.2f} | {one.count} |")
    print(f"all: AUC {auc(said, came):.3f}, Brier {brier(said, came):.3f}, "
          f"calibration error {calibration_error(said, came):.3f}")  # fmt: skip
    _CURVE.parent.mkdir(exist_ok=True)
    _CURVE.write_text(drawn([("sets left out", bins(said, came))]), encoding="utf-8")


if __name__ == "__main__":
    main()

"""What a probability is worth: whether it comes true, how it ranks, what relying on it costs.

Probabilities and outcomes are arrays of one length; an outcome is 1.0 where the evidence answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Probabilities near each other: their mean, how often they came true, how many there are."""

    said: float
    came: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """What answering some questions costs: the share answered, and of these the share in vain.

    `found` is the share answered of those whose evidence answers, `false` of those where it does
    not.
    """

    coverage: float
    risk: float
    found: float
    false: float


def bins(said: Numbers, came: Numbers, count: int = 10) -> list[Bin]:
    """Return the bins, of equal width, that hold anything."""
    rows = np.minimum((said * count).astype(int), count - 1)
    return [
        Bin(said=float(said[here].mean()), came=float(came[here].mean()), count=int(here.sum()))
        for here in (rows == row for row in range(count))
        if here.any()
    ]


def calibration_error(said: Numbers, came: Numbers) -> float:
    """Return the mean gap between what was said and what came, by bin, each case counting alike.

    Expected calibration error after Naeini et al. (2015), AAAI 29:2901-2907.
    """
    return sum(one.count * abs(one.said - one.came) for one in bins(said, came)) / len(said)


def brier(said: Numbers, came: Numbers) -> float:
    """Return the mean squared gap between what was said and what came."""
    return float(((said - came) ** 2).mean())


def auc(said: Numbers, came: Numbers) -> float:
    """Return how often a case that came true was thought likelier than one that did not.

    Ties count half; undefined, and NaN, where all came out alike.
    """
    true = came == 1
    pairs = int(true.sum()) * int((~true).sum())
    if not pairs:
        return float("nan")
    lowest = true.sum() * (true.sum() + 1) / 2
    return float((rankdata(said)[true].sum() - lowest) / pairs)


def reliance(answered: npt.NDArray[np.bool_], came: Numbers) -> Reliance:
    """Return what answering these questions, and no others, costs."""
    true = came == 1
    return Reliance(
        coverage=float(answered.mean()),
        risk=_share(answered & ~true, answered),
        found=_share(answered & true, true),
        false=_share(answered & ~true, ~true),
    )


def _share(part: npt.NDArray[np.bool_], whole: npt.NDArray[np.bool_]) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 0.0


def drawn(curves: Sequence[tuple[str, Sequence[Bin]]]) -> str:
    """Return reliability curves as a self-contained SVG; dots grow with their cases."""
    side, edge = 360, 50
    colours = ("#1f5fa8", "#c05a00", "#3a7d34")

    def at(x: float, y: float) -> str:
        return f"{edge + side * x:.1f},{edge + side * (1 - y):.1f}"

    def place(x: float, y: float) -> str:
        left, top = at(x, y).split(",")
        return f'cx="{left}" cy="{top}"'

    def text(x: float, y: float, words: str, anchor: str = "middle") -> str:
        left, top = at(x, y).split(",")
        return f'<text x="{left}" y="{top}" text-anchor="{anchor}">{words}</text>'

    ticks = [step / 5 for step in range(6)]
    parts = [
        f'<polyline points="{at(0, 0)} {at(0, 1)} {at(1, 1)} {at(1, 0)} {at(0, 0)}" '
        'fill="none" stroke="#555"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#999" stroke-dasharray="4 4"/>',
        *(text(tick, -0.06, f"{tick:.1f}") for tick in ticks),
        *(text(-0.02, tick - 0.01, f"{tick:.1f}", "end") for tick in ticks),
        text(0.5, -0.12, "probability given"),
        text(0.5, 1.04, "share of questions whose evidence answers them"),
    ]
    for row, ((name, points), colour) in enumerate(zip(curves, colours, strict=False)):
        total = sum(one.count for one in points)
        line = " ".join(at(one.said, one.came) for one in points)
        parts += [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>']
        parts += [
            f'<circle {place(one.said, one.came)} r="{2 + 14 * (one.count / total) ** 0.5:.1f}" '
            f'fill="{colour}" fill-opacity="0.45"/>'
            for one in points
        ]
        parts += [f'<g fill="{colour}">{text(0.03, 0.94 - 0.06 * row, name, "start")}</g>']
    size = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'font-family="sans-serif" font-size="12"><rect width="{size}" height="{size}" '
        f'fill="#fff"/>{"".join(parts)}</svg>\n'
    )

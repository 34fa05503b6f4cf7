"""Curves as SVG that stands in a page: no script, colours from the page's own."""

from collections.abc import Sequence

from markupsafe import Markup

from ragqa.evaluation.abstention_scores import CurvePoint

_WIDTH, _HEIGHT = 560, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 16, 16, 44
_TICKS = 5


def risk_coverage_svg(points: Sequence[CurvePoint]) -> Markup:
    """Return the risk-coverage curve, coverage to the right and risk upwards, both to 1."""
    grid = Markup("").join(_tick(step / _TICKS) for step in range(_TICKS + 1))
    placed = [(_x(point.coverage), _y(point.risk)) for point in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dots = Markup("").join(_dot(point) for point in points)
    return Markup(
        '<svg class="curve" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="Risk against coverage">{grid}'
        '<polyline class="line" points="{line}"/>{dots}'
        '<text class="axis" x="{middle}" y="{foot}" text-anchor="middle">'
        "coverage: share of questions answered, surest first</text>"
        '<text class="axis" transform="translate(13 {centre}) rotate(-90)" '
        'text-anchor="middle">risk</text></svg>'
    ).format(
        width=_WIDTH,
        height=_HEIGHT,
        grid=grid,
        line=line,
        dots=dots,
        middle=(_x(0) + _x(1)) / 2,
        foot=_HEIGHT - 6,
        centre=(_y(0) + _y(1)) / 2,
    )


def interval_svg(value: float, low: float, high: float) -> Markup:
    """Return a value between 0 and 1 as a dot on its interval."""
    return Markup(
        '<svg class="span" viewBox="0 0 120 12" aria-hidden="true">'
        '<line class="rail" x1="4" x2="116" y1="6" y2="6"/>'
        '<line class="reach" x1="{low:.1f}" x2="{high:.1f}" y1="6" y2="6"/>'
        '<circle class="dot" cx="{value:.1f}" cy="6" r="3.5"/></svg>'
    ).format(low=4 + 112 * low, high=4 + 112 * high, value=4 + 112 * value)


def _dot(point: CurvePoint) -> Markup:
    return Markup(
        '<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.5"><title>coverage {coverage:.2f}, '
        "risk {risk:.2f}, confidence {confidence:.2f}</title></circle>"
    ).format(
        x=_x(point.coverage),
        y=_y(point.risk),
        coverage=point.coverage,
        risk=point.risk,
        confidence=point.confidence,
    )


def _tick(share: float) -> Markup:
    return Markup(
        '<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text x="{beside}" y="{level:.1f}" text-anchor="end">{share:.1f}</text>'
        '<text x="{x:.1f}" y="{below}" text-anchor="middle">{share:.1f}</text>'
    ).format(
        left=_x(0),
        right=_x(1),
        y=_y(share),
        beside=_x(0) - 7,
        level=_y(share) + 4,
        share=share,
        x=_x(share),
        below=_y(0) + 17,
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM)

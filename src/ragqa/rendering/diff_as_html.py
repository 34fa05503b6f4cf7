"""A comparison of two versions as one HTML page that needs nothing else."""

from ragqa.rendering import diff_wording
from ragqa.rendering.as_html import environment
from ragqa.schema.claim_diff import Change, ClaimDiff


def render_diff_html(diff: ClaimDiff) -> str:
    """Return `diff` as a standalone page, gravest changes first; every text is escaped."""
    page = environment().get_template("claim_diff.html")
    return page.render(
        diff=diff,
        told=diff_wording,
        groups=diff_wording.grouped(diff),
        unchanged=diff.having(Change.UNCHANGED),
    )

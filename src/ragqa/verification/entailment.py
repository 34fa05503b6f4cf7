"""What a passage says about a claim, as a trained model reads it."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from ragqa.embedding.embedder import FloatArray
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.terms import content_terms
from ragqa.schema.claim import Label

LABELS = (Label.SUPPORTED, Label.CONTRADICTED, Label.NOT_ENOUGH_INFO)
"""The labels in the order of the probabilities."""

PIECE = 60
"""Words of the longest piece of evidence that is kept or left out as a whole."""

_WORD = re.compile(r"\S+")


class EntailmentModel(Protocol):
    """Says how likely each label is for a claim, given its evidence and nothing else.

    What it cannot read whole it never calls supported. Safe to share between threads.
    """

    @property
    def model_id(self) -> str:
        """Name and content hash of the model."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """Return the probabilities of `LABELS` for (claim, evidence), shape (len(pairs), 3).

        Raises:
            ModelError: the model cannot be loaded, or gives what is no probability.
        """
        ...


def fitted(claim: str, evidence: str, *, room: int, count: Callable[[str], int]) -> str:
    """Cut evidence to `room` tokens: the sentences that share most words with the claim.

    They stay in their order. What has no sentences, as tables, is cut by the number of words.
    """
    if count(evidence) <= room:
        return evidence
    sentences = list(_pieces(evidence))
    wanted = frozenset(content_terms(claim))
    shared = [len(wanted.intersection(content_terms(sentence))) for sentence in sentences]
    kept: set[int] = set()
    left = room
    for place in sorted(range(len(sentences)), key=lambda place: (-shared[place], place)):
        needed = count(sentences[place])
        if needed <= left or not kept:
            kept.add(place)
            left -= needed
    return " ".join(sentences[place] for place in sorted(kept))


def _pieces(evidence: str) -> Iterator[str]:
    for start, end in sentence_spans(evidence):
        sentence = evidence[start:end]
        ends = [word.end() for word in _WORD.finditer(sentence)][PIECE - 1 :: PIECE]
        for begin, stop in pairwise([0, *ends[:-1], len(sentence)]):
            yield sentence[begin:stop].strip()

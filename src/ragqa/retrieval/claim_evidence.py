"""The sentences of a snapshot that may carry a claim: the claim is what is searched for."""

from collections.abc import Iterator

from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.retriever import Retriever
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.source import Kind, Standing

PASSAGES = 8
"""Passages searched for a claim."""

SENTENCES = 3
"""Sentences of them that a claim is checked against."""

_SHARED = 0.5  # share of a claim's words below which a sentence says something else


class ClaimEvidence:
    """Looks a claim up as a question would be; nothing that has been retracted comes back.

    Args:
        retriever: finds passages in the pinned snapshot.
        selector: tells their sentences apart, over the same snapshot.
    """

    def __init__(self, retriever: Retriever, selector: SentenceSelector) -> None:
        self._retriever = retriever
        self._selector = selector

    def sentences_for(self, claim: str, kind: Kind | None) -> list[EvidenceSentence]:
        """Return the sentences that share most words with `claim`, best first; ties by meaning."""
        wanted = frozenset(content_terms(claim))
        if not wanted:
            return []
        found = [
            item
            for item in self._retriever.retrieve(claim, limit=PASSAGES, kind=kind)
            if Standing.RETRACTED not in item.source.standings()
        ]
        shared = list(self._shared(wanted, self._selector.select(claim, found)))
        return [sentence for _, sentence in sorted(shared, key=lambda pair: -pair[0])][:SENTENCES]

    def _shared(
        self, wanted: frozenset[str], sentences: list[EvidenceSentence]
    ) -> Iterator[tuple[float, EvidenceSentence]]:
        for sentence in sentences:
            share = len(wanted.intersection(content_terms(sentence.text))) / len(wanted)
            if share >= _SHARED:
                yield share, sentence

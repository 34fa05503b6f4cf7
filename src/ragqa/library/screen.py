"""A bound on what new passages can score for a question, from its words and its vector alone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.ranks import best_of, least_of
from ragqa.library.store import Kept
from ragqa.linguistics.question_parts import listed_parts, question_parts
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.fusion import FusionWeights
from ragqa.retrieval.titles import title_shares

# How near a word of a question finds its nearest in a passage, as the shipped embedder reads them:
# of words that the passage lacks 99 in 100 stay below the first, of words that it holds all below
# the second (every third passage of the demo corpus for 30 demo questions).
_OTHER_WORD, _SAME_WORD = 0.52, 0.8
# The best documents score so much more than their passages that an article ranked.
_ABOVE = 1.2
_PORTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A document that holds new passages: all its terms and vectors, and its title's terms."""

    terms: frozenset[str]
    title: str
    vectors: FloatArray


class ScoreBound:
    """Leaves out articles for which no new passage can reach the top ranks.

    A passage can score at most what its whole document would, had it every term of the question
    that any passage of the document holds: `retrieval.fusion` mixes no more than that, and
    the reranker adds what words that are there, or are not, can find.

    Args:
        snapshot: holds the new passages.
        weights: of the fusion.
        reranked: share of the reranker in a score, 0 where there is none.
    """

    def __init__(self, *, snapshot: Snapshot, weights: FusionWeights, reranked: float) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self._reranked = reranked
        self._rarity = lru_cache(maxsize=None)(self._read_rarity)

    def candidates(self, articles: Sequence[Kept], new: IdArray) -> list[Kept]:
        """Return the articles that have to be searched for, in their order.

        A question of several parts is always among them: each part has a best score of its own.
        """
        works = self._works(new)
        kept: list[Kept] = []
        for at in range(0, len(articles), _PORTION):
            portion = articles[at : at + _PORTION]
            asked = np.array([article.vector for article in portion])
            cosines = [(asked @ work.vectors.T).max(axis=1) for work in works]
            for row, article in enumerate(portion):
                nearness = [float(column[row]) for column in cosines]
                if _in_parts(article.question.text) or self._may_rank(article, works, nearness):
                    kept.append(article)
        return kept

    def _may_rank(self, article: Kept, works: Sequence[_Work], cosines: Sequence[float]) -> bool:
        best = best_of(article.dependencies.ranked)
        rarities = self._rarities(article.question.text)
        titles = title_shares(article.question.text, rarities, [work.title for work in works])
        return any(
            self._bound(best, _share(rarities, work.terms), cosine, title) >= least_of(best)
            for work, cosine, title in zip(works, cosines, titles.tolist(), strict=True)
        )

    def _bound(self, best: float, words: float, cosine: float, title: float) -> float:
        weights = self._weights
        text = (1 - weights.words) * max(cosine, 0.0) + weights.words * words
        alone = (1 - weights.title) * text + weights.title * title
        beside = (1 - weights.passage) * weights.neighbours
        fused = (1 - beside) * alone + beside * min(1.0, _ABOVE * best)
        read = words * _SAME_WORD + (1 - words) * _OTHER_WORD
        return (1 - self._reranked) * fused + self._reranked * read

    def _works(self, new: IdArray) -> list[_Work]:
        return list(self._read_works(new)) if len(new) else []

    def _read_works(self, new: IdArray) -> Iterator[_Work]:
        for document_id in sorted({work.document_id for work in self._snapshot.works_of(new)}):
            passages = self._snapshot.document_passages(document_id)
            (source,) = self._snapshot.sources([document_id]).values()
            texts = [source.title, *(" ".join((*one.section, one.text)) for one in passages)]
            yield _Work(
                terms=frozenset(term for text in texts for term in content_terms(text)),
                title=" ".join(content_terms(source.title)),
                vectors=self._snapshot.vectors([one.passage_id for one in passages]),
            )

    def _rarities(self, question: str) -> dict[str, float]:
        known = {term: self._rarity(term) for term in content_terms(question)}
        return {term: rarity for term, rarity in known.items() if rarity}

    def _read_rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term; 0 where no passage holds it."""
        held, count = self._snapshot.passage_frequency(term), self._snapshot.passage_count
        return math.log1p((count - held + 0.5) / (held + 0.5)) if held else 0.0


def _in_parts(question: str) -> bool:
    return len(question_parts(question)) > 1 or len(listed_parts(question)) > 1


def _share(rarities: dict[str, float], terms: frozenset[str]) -> float:
    """Return how much of a question's terms, by weight, are among `terms`."""
    weights = {term: rarity * math.sqrt(len(term)) for term, rarity in rarities.items()}
    total = sum(weights.values())
    return sum(weights[term] for term in weights.keys() & terms) / total if total else 1.0

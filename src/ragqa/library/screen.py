"""A bound on what new passages can score for a question, from its words and its vector alone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import passage_id_of
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.ranks import best_of, least_of
from ragqa.library.store import Kept
from ragqa.linguistics.question_parts import listed_parts, question_parts
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.fusion import FusionWeights
from ragqa.retrieval.titles import title_shares
from ragqa.schema.document import Passage

# What the reranker can give a passage that holds such a share of the question's words, at most: of
# 9,912 pairs of a demo question and a passage of the demo corpus 999 in 1,000 got no more.
_HELD, _LACKED = 0.8, 0.44
# The best documents score so much more than their passages that an article ranked.
_ABOVE = 1.2
_PORTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A document that holds new passages.

    `terms` and `vectors` are of all its passages, `new` the terms of each new one with its title.
    """

    terms: frozenset[str]
    title: str
    vectors: FloatArray
    new: tuple[frozenset[str], ...]


class ScoreBound:
    """Leaves out articles for which no new passage can reach the top ranks.

    A passage is scored as if it were as near as any of its document, and held each of its terms as
    well as can be: `retrieval.fusion` mixes no more than that, and the reranker adds what words
    that are there, or are not, can find.

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
            self._bound(best, rarities, work, cosine, title) >= least_of(best)
            for work, cosine, title in zip(works, cosines, titles.tolist(), strict=True)
        )

    def _bound(
        self, best: float, rarities: dict[str, float], work: _Work, cosine: float, title: float
    ) -> float:
        """Return the most that a new passage of a document can score."""
        weights = self._weights
        own = max(_share(rarities, terms) for terms in work.new)
        whole = self._mixed(cosine, _share(rarities, work.terms), title)
        beside = weights.neighbours * min(1.0, _ABOVE * best)
        fused = (1 - weights.passage) * ((1 - weights.neighbours) * whole + beside)
        fused += weights.passage * self._mixed(cosine, own, title)
        read = own * _HELD + (1 - own) * _LACKED
        return (1 - self._reranked) * fused + self._reranked * read

    def _mixed(self, cosine: float, words: float, title: float) -> float:
        weights = self._weights
        text = (1 - weights.words) * max(cosine, 0.0) + weights.words * words
        return (1 - weights.title) * text + weights.title * title

    def _works(self, new: IdArray) -> list[_Work]:
        return list(self._read_works(new)) if len(new) else []

    def _read_works(self, new: IdArray) -> Iterator[_Work]:
        wanted = {passage_id_of(one) for one in new.tolist()}
        for document_id in sorted({work.document_id for work in self._snapshot.works_of(new)}):
            passages = self._snapshot.document_passages(document_id)
            (source,) = self._snapshot.sources([document_id]).values()
            terms = {one.passage_id: _terms(source.title, one) for one in passages}
            yield _Work(
                terms=frozenset().union(*terms.values()),
                title=" ".join(content_terms(source.title)),
                vectors=self._snapshot.vectors(list(terms)),
                new=tuple(terms[one] for one in terms if one in wanted),
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


def _terms(title: str, passage: Passage) -> frozenset[str]:
    return frozenset(content_terms("\n".join((title, *passage.section, passage.text))))


def _share(rarities: dict[str, float], terms: frozenset[str]) -> float:
    """Return how much of a question's terms, by weight, are among `terms`."""
    weights = {term: rarity * math.sqrt(len(term)) for term, rarity in rarities.items()}
    total = sum(weights.values())
    return sum(weights[term] for term in weights.keys() & terms) / total if total else 1.0

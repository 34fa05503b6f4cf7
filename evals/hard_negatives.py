"""What a reranker is given and learns from: the first documents of an equal-weight fusion."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from relevance import RelevanceSet

from ragqa.linguistics.terms import content_terms

Scores = npt.NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Scores]

SEARCHED = 100
"""Documents that each search brings into the fusion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """One question, the documents found for it, best first, and their grades."""

    question: str
    documents: tuple[str, ...]
    fused: Scores
    grades: tuple[int, ...]
    ideal: float

    def ndcg(self, scores: Scores) -> float:
        """nDCG@10 of the candidates in the order of `scores`, against all judged documents."""
        order = np.argsort(-scores, kind="stable")
        return discounted([self.grades[at] for at in order]) / self.ideal


def discounted(grades: Sequence[int]) -> float:
    """DCG@10; grades below 0 count as 0."""
    return sum(max(0, grade) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))


def find(judged: RelevanceSet, encode: Encoder, *, depth: int, most: int) -> list[Candidates]:
    """Search for the first `most` questions that have a relevant document."""
    ids = list(judged.documents)
    texts = [f"{title} {text}".strip() for title, text in judged.documents.values()]
    wanted = [one for one in judged.questions if _ideal(judged.grades.get(one, {})) > 0][:most]
    questions = [judged.questions[one] for one in wanted]
    cosines = encode(questions) @ encode(texts).T
    lexical = Bm25(texts)
    found = []
    for name, question, dense in zip(wanted, questions, cosines, strict=True):
        places, fused = fuse(dense, lexical.scores(question), depth)
        grades = judged.grades[name]
        found.append(
            Candidates(
                question=question,
                documents=tuple(texts[at] for at in places),
                fused=fused,
                grades=tuple(max(0, grades.get(ids[at], 0)) for at in places),
                ideal=_ideal(grades),
            )
        )
    return found


def fuse(dense: Scores, lexical: Scores, depth: int) -> tuple[list[int], Scores]:
    """Sum both scores, each scaled to [0, 1] over what both searches bring."""
    searched = min(SEARCHED, len(dense))
    union = np.union1d(np.argsort(-dense)[:searched], np.argsort(-lexical)[:searched])
    fused = (scaled(dense[union]) + scaled(lexical[union])) / 2
    order = np.argsort(-fused, kind="stable")[:depth]
    return union[order].tolist(), fused[order]


def scaled(scores: Scores) -> Scores:
    """Scale to [0, 1]; equal scores all become 0."""
    return (scores - scores.min()) / (np.ptp(scores) or 1)


def _ideal(grades: Mapping[str, int]) -> float:
    return discounted(sorted(grades.values(), reverse=True))


class Bm25:
    """BM25 with k1 = 1.2 and b = 0.75 over the product's own terms."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(content_terms(text)) for text in texts]
        lengths = np.array([sum(one.values()) for one in counts], dtype=np.float32)
        damping = 1.2 * (0.25 + 0.75 * lengths / max(float(lengths.mean()), 1.0))
        postings: dict[str, list[tuple[int, float]]] = {}
        for place, one in enumerate(counts):
            for term, count in one.items():
                weight = 2.2 * count / (count + damping[place])
                postings.setdefault(term, []).append((place, weight))
        self._size = len(texts)
        self._postings = postings

    def scores(self, question: str) -> Scores:
        total = np.zeros(self._size, dtype=np.float32)
        for term in content_terms(question):
            if found := self._postings.get(term):
                rarity = math.log1p((self._size - len(found) + 0.5) / (len(found) + 0.5))
                places, weights = zip(*found, strict=True)
                total[list(places)] += rarity * np.array(weights, dtype=np.float32)
        return total

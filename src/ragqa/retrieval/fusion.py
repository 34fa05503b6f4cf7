"""One score for each candidate, of what its passage and its whole document show."""

import json
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray
from ragqa.retrieval.candidates import Candidates

# Similar documents whose scores a document takes part in; the weight of each is its cosine to
# this power.
_NEIGHBOURS = 16
_SHARPNESS = 4
# Documents compared with each other; a first look brings fewer, and all pairs of 10,000 take long.
_COMPARED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionWeights:
    """What each kind of evidence counts; each in [0, 1].

    `words` is the share of shared words, against that of the cosine; `title` that of the words
    shared with the title; `passage` that of the passage by itself, against its document;
    `neighbours` that of the documents most like it.
    """

    words: float
    title: float
    passage: float
    neighbours: float


def learned_weights() -> FusionWeights:
    """Return the weights that `evals/train_fusion.py` has found."""
    text = files("ragqa.retrieval").joinpath("fusion.json").read_text(encoding="utf-8")
    return FusionWeights(**json.loads(text))


def fused(candidates: Candidates, weights: FusionWeights) -> FloatArray:
    """Return the score of each candidate, in [0, 1].

    Nothing is scaled by the best or the worst candidate: a score means the same beside whatever
    else was found. A document shows what its passages show between them: a question's terms may
    be spread over several.
    """
    own = _own(candidates, weights)
    whole = _of_documents(candidates, weights)[candidates.works]
    return np.asarray((1 - weights.passage) * whole + weights.passage * own, dtype=np.float32)


def _own(candidates: Candidates, weights: FusionWeights) -> FloatArray:
    words = _lexical(candidates.shares, candidates)
    return _mixed(candidates.cosines, words, candidates.titles[candidates.works], weights)


def _of_documents(candidates: Candidates, weights: FusionWeights) -> FloatArray:
    count = len(candidates.documents)
    cosines = np.zeros(count, dtype=np.float32)
    np.maximum.at(cosines, candidates.works, candidates.cosines)
    shares = np.zeros((count, candidates.shares.shape[1]), dtype=np.float32)
    np.maximum.at(shares, candidates.works, candidates.shares)
    alone = _mixed(cosines, _lexical(shares, candidates), candidates.titles, weights)
    beside = _of_neighbours(alone, candidates)
    return (1 - weights.neighbours) * alone + weights.neighbours * beside


def _lexical(shares: FloatArray, candidates: Candidates) -> FloatArray:
    """Return the weighted share of the question's terms that each row holds."""
    total = float(candidates.weights.sum())
    if not total:
        return np.zeros(len(shares), dtype=np.float32)
    return np.asarray(shares @ candidates.weights / total, dtype=np.float32)


def _mixed(
    cosines: FloatArray, words: FloatArray, titles: FloatArray, weights: FusionWeights
) -> FloatArray:
    text = (1 - weights.words) * np.clip(cosines, 0, 1) + weights.words * words
    return np.asarray((1 - weights.title) * text + weights.title * titles, dtype=np.float32)


def _of_neighbours(scores: FloatArray, candidates: Candidates) -> FloatArray:
    """Return the mean score of the documents most like each: what is relevant lies together.

    After Kurland & Lee (2004), SIGIR 27:194-201. A document is where its best passage is.
    """
    compared = np.argsort(-scores, kind="stable")[:_COMPARED]
    count = min(_NEIGHBOURS, len(compared) - 1)
    if count < 1:
        return scores
    vectors = candidates.vectors[_best_passages(candidates)[compared]]
    alike = np.clip(vectors @ vectors.T, 0, 1)
    np.fill_diagonal(alike, 0)
    nearest = np.argpartition(-alike, count - 1, axis=1)[:, :count]
    closeness = np.take_along_axis(alike, nearest, axis=1) ** _SHARPNESS
    total = closeness.sum(axis=1)
    means = (closeness * scores[compared][nearest]).sum(axis=1) / np.where(total > 0, total, 1)
    beside = scores.copy()
    beside[compared] = np.where(total > 0, means, scores[compared])
    return beside


def _best_passages(candidates: Candidates) -> npt.NDArray[np.intp]:
    """Return for each document the row of its passage nearest to the question."""
    order = np.argsort(candidates.cosines, kind="stable")
    best = np.zeros(len(candidates.documents), dtype=np.intp)
    best[candidates.works[order]] = order
    return best

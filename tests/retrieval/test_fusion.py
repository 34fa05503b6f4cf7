"""The fused score, by hand and by its properties."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ragqa.retrieval.candidates import Candidates
from ragqa.retrieval.fusion import FusionWeights, fused, learned_weights
from ragqa.schema.document import DocumentId

PLAIN = FusionWeights(words=0.5, title=0.0, passage=0.0, neighbours=0.0)


def pool(
    cosines: list[float],
    shares: list[list[float]],
    works: list[int],
    *,
    weights: list[float] | None = None,
    titles: list[float] | None = None,
) -> Candidates:
    count = max(works) + 1
    vectors = [[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines]
    return Candidates(
        ids=np.arange(len(cosines)),
        vectors=np.array(vectors, dtype=np.float32),
        cosines=np.array(cosines, dtype=np.float32),
        shares=np.array(shares, dtype=np.float32).reshape(len(cosines), -1),
        weights=np.array(weights or [1.0] * len(shares[0]), dtype=np.float32),
        documents=tuple(DocumentId(f"doc{row}") for row in range(count)),
        works=np.array(works),
        titles=np.array(titles or [0.0] * count, dtype=np.float32),
    )


def test_cosine_and_weighted_words_are_summed() -> None:
    one = pool([0.6], [[0.8, 0.2]], [0], weights=[3.0, 1.0])
    assert fused(one, PLAIN) == pytest.approx([0.5 * 0.6 + 0.5 * (3 * 0.8 + 0.2) / 4])


def test_a_document_holds_what_its_passages_hold_between_them() -> None:
    spread = pool([0.5, 0.3], [[0.8, 0.0], [0.0, 0.8]], [0, 0])
    assert fused(spread, PLAIN) == pytest.approx([0.5 * 0.5 + 0.5 * 0.8] * 2)


def test_within_a_document_the_better_passage_comes_first() -> None:
    spread = pool([0.5, 0.3], [[0.8], [0.4]], [0, 0])
    first, second = fused(spread, replace(PLAIN, passage=0.3))
    assert first > second


def test_a_title_like_the_question_counts() -> None:
    two = pool([0.5, 0.5], [[0.5], [0.5]], [0, 1], titles=[0.0, 0.9])
    plain, titled = fused(two, replace(PLAIN, title=0.2))
    assert titled - plain == pytest.approx(0.2 * 0.9)


def test_a_document_among_good_ones_gains_over_its_equal_among_poor_ones() -> None:
    scores = [0.9, 0.88, 0.5, 0.1, 0.12]
    vectors = np.array([[1, 0], [1, 0.1], [1, 0.05], [0, 1], [0.1, 1]], dtype=np.float32)
    vectors = np.vstack([vectors, [[0.05, 1]]]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    made = pool([*scores, 0.5], [[0.5]] * 6, list(range(6)))
    found = fused(replace(made, vectors=vectors), replace(PLAIN, neighbours=0.3))
    assert found[2] > found[5]


def test_a_question_of_which_no_word_is_known_is_ranked_by_meaning() -> None:
    made = pool([0.2, 0.7], [[], []], [0, 1], weights=[])
    first, second = fused(made, learned_weights())
    assert second > first > 0


@given(data=st.data(), count=st.integers(1, 8), terms=st.integers(1, 4))
def test_scores_lie_in_the_unit_interval(data: st.DataObject, count: int, terms: int) -> None:
    unit = st.floats(0, 1, width=32)
    cosines = data.draw(arrays(np.float32, count, elements=st.floats(-1, 1, width=32)))
    shares = data.draw(arrays(np.float32, (count, terms), elements=unit))
    works = [data.draw(st.integers(0, row)) for row in range(count)]
    works = np.unique(works, return_inverse=True)[1].tolist()
    made = pool(cosines.tolist(), shares.tolist(), works)
    weights = FusionWeights(**{name: data.draw(unit) for name in asdict(PLAIN)})
    found = fused(made, weights)
    assert ((found >= -1e-6) & (found <= 1 + 1e-6)).all()

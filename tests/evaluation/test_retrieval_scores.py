"""What ir-measures computes against our own arithmetic."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.evaluation.gold import GoldSource
from ragqa.evaluation.gold_sources import GoldSources
from ragqa.evaluation.retrieval_scores import retrieval_values
from tests.evaluation.runs import gold, shelf

NAMES = [f"d{number:02}" for number in range(15)]


def own(ranking: list[str], relevance: dict[str, int]) -> dict[str, float]:
    gains = [relevance.get(name, 0) for name in ranking]
    ideal = sorted(relevance.values(), reverse=True)

    def discounted(grades: list[int]) -> float:
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades[:10]))

    wanted = {name for name, grade in relevance.items() if grade}
    first = next((place for place, gain in enumerate(gains) if gain), None)
    return {
        "ndcg_at_10": discounted(gains) / discounted(ideal),
        "recall_at_10": len(wanted.intersection(ranking[:10])) / len(wanted),
        "recall_at_100": len(wanted.intersection(ranking)) / len(wanted),
        "mrr": 0.0 if first is None else 1 / (first + 1),
    }


@settings(max_examples=60)
@given(
    st.permutations(NAMES).flatmap(lambda order: st.integers(0, 15).map(lambda n: order[:n])),
    st.dictionaries(st.sampled_from([*NAMES, "elsewhere"]), st.integers(0, 3), min_size=1),
)
def test_the_measures_are_those_of_their_definitions(
    ranking: list[str], relevance: dict[str, int]
) -> None:
    found = retrieval_values(ranking, relevance)
    if not any(relevance.values()):
        assert set(found.values()) == {None}
        return
    assert found == pytest.approx(own(ranking, relevance))


def test_a_work_in_several_files_is_found_by_any_of_them() -> None:
    sources = GoldSources(
        [gold("q", sources=(GoldSource(source_id="DOI:10.1000/Pain", relevance=1),))], shelf()
    )
    assert sources.in_gold_names(["d3", "d0", "d0"]) == ["d3", "doi:10.1000/pain"]
    assert sources.relevance([GoldSource(source_id="DOI:10.1000/Pain", relevance=2)]) == {
        "doi:10.1000/pain": 2
    }


def test_sources_that_the_index_lacks_are_named_once() -> None:
    asked = [
        gold("a", sources=(GoldSource(source_id="nowhere", relevance=1),
                           GoldSource(source_id="d1", relevance=1))),
        gold("b", sources=(GoldSource(source_id="nowhere", relevance=0),
                           GoldSource(source_id="pmid:1", relevance=1))),
    ]  # fmt: skip
    assert GoldSources(asked, shelf()).missing(asked) == ["nowhere", "pmid:1"]

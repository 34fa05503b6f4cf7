import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.polarity import disagreement, nearest_sentence, negated


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Drug A reduces pain.", "Drug A did not reduce pain."),
        ("Drug A did not reduce pain.", "Drug A reduced pain."),
        ("Drug A is effective.", "Drug A was ineffective."),
        ("Drug A reduced pain.", "Drug A did not significantly reduce pain."),
        ("Drug A increases risk.", "Drug A decreases risk."),
        ("Ferritin was lower with A.", "Ferritin was higher with A."),
        ("The panel recommends against A.", "The panel recommends A."),
        ("The panel recommends drug A.", "The panel recommends against the use of drug A."),
        ("Screening is recommended.", "Screening is not recommended."),
        ("The effect was significant.", "The effect was nonsignificant."),
        ("Pain fell in at most ten women.", "Pain fell in at least ten women."),
        (
            "Drug A raised ferritin and decreased sleep.",
            "Drug A raised ferritin and increased sleep.",
        ),
        ("Drug A is safe.", "Drug A is unsafe."),
        (
            "Women with and without drug A did differ in pain.",
            "Women with and without drug A did not differ in pain.",
        ),
        ("Drug A was better than B.", "Drug A was worse than B."),
    ],
)
def test_opposite_statements_disagree(claim: str, quote: str) -> None:
    assert disagreement(claim, quote) is not None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("A and B did not differ in pain.", "There was no difference in pain between A and B."),
        ("Drug A is not effective.", "Drug A was ineffective."),
        ("Drug A improved sleep.", "Drug A did not reduce pain but improved sleep."),
        ("Do not use drug A.", "The panel recommends against the use of drug A."),
        ("Pain fell.", "Pain fell, but there was no difference between the groups."),
        ("Drug A reduced pain.", "Sleep did not change. Drug A reduced pain."),
        (
            "Pain was reduced and sleep was increased.",
            "Sleep was increased and pain was reduced.",
        ),
    ],
)
def test_statements_that_point_the_same_way_agree(claim: str, quote: str) -> None:
    assert disagreement(claim, quote) is None


def test_the_disagreement_names_both_ends_of_the_scale() -> None:
    found = disagreement("Drug A increases risk.", "Drug A decreases risk.")
    assert found is not None
    assert (found.word, found.opposite, found.negated) == ("increas", "decreas", False)


@pytest.mark.parametrize("text", ["It is not safe.", "No effect.", "Without pain", "It can't work"])
def test_negation_is_noticed_in_all_its_dresses(text: str) -> None:
    assert negated(text)


@pytest.mark.parametrize("text", ["It is safe.", "A notable effect", "Not only pain but sleep"])
def test_assertions_are_not_negated(text: str) -> None:
    assert not negated(text)


def test_the_nearest_sentence_shares_most_words() -> None:
    assert nearest_sentence("Iron helps legs.", "Sleep fell. Iron helps.") == "Iron helps."


CUES = "drug iron no not reduced increased pain sleep, higher lower without but effective"
words = st.sampled_from(CUES.split())


@given(st.lists(words, min_size=1, max_size=15).map(" ".join))
def test_a_sentence_never_disagrees_with_itself(text: str) -> None:
    assert disagreement(text, text) is None

"""Evidence is cut to what the claim is about, and never grows."""

from hypothesis import given
from hypothesis import strategies as st

from ragqa.verification.entailment import fitted

SENTENCES = (
    "Drug A lowers pain in two conditions.",
    "Adults were followed for two years.",
    "Nausea was seen in one of ten.",
    "Drug B does nothing for anybody.",
)
CLAIM = "Nausea occurs with drug A."


def count(text: str) -> int:
    return len(text.split())


def test_evidence_that_fits_is_left_as_it_is() -> None:
    evidence = "  One  line.\nAnother. "
    assert fitted(CLAIM, evidence, room=10, count=count) == evidence


def test_the_sentences_nearest_to_the_claim_stay_in_their_order() -> None:
    assert fitted(CLAIM, " ".join(SENTENCES), room=15, count=count) == (
        f"{SENTENCES[0]} {SENTENCES[2]}"
    )


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.integers(1, 60))
def test_what_is_kept_fits_or_is_one_sentence(chosen: list[str], room: int) -> None:
    kept = fitted(CLAIM, " ".join(chosen), room=room, count=count)
    assert count(kept) <= room or kept in SENTENCES
    rest = iter(chosen)
    assert all(any(part == s for s in rest) for part in kept.replace(". ", ".\0").split("\0"))


def test_of_a_table_the_part_that_names_the_claim_s_words_is_kept() -> None:
    table = " ".join(["row value"] * 100 + ["nausea drug A 7"] + ["row value"] * 100)
    kept = fitted(CLAIM, table, room=130, count=count)
    assert "nausea drug A 7" in kept
    assert count(kept) <= 130

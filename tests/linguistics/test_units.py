"""Units as they are typed."""

import pytest

from ragqa.linguistics.quantities import quantities, uncarried

SIGN, GREEK = "\u00b5", "\u03bc"


@pytest.mark.parametrize("unit", ["g", "g/L", "mol/L", "L", "m", "M"])
def test_a_greek_letter_says_the_same_as_the_sign_for_a_millionth(unit: str) -> None:
    (typed,) = quantities(f"75 {GREEK}{unit} or lower")
    (signed,) = quantities(f"75 {SIGN}{unit} or lower")
    assert typed.unit == signed.unit is not None
    assert typed.same_as(signed)


def test_micrograms_are_not_carried_by_micromoles_in_any_spelling() -> None:
    assert not uncarried(f"Ferritin of 75 {GREEK}g/L.", f"Ferritin of 75 {SIGN}g/L.")
    assert uncarried(f"Ferritin of 75 {GREEK}g/L.", f"Ferritin of 75 {GREEK}mol/L.")

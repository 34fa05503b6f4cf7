import pytest

from ragqa.linguistics.doses import lacks_a_unit, names_its_drug, states_a_dose


@pytest.mark.parametrize(
    "text",
    [
        "Drug A 5 mg daily", "30 mg/kg/day in 3 doses", "0.5 – 1 g", "1.2 million units",
        "5 mL of syrup", "2 tablets at night", "100 - 200 μg", "half adult dose",
    ],
)  # fmt: skip
def test_an_amount_to_be_given_is_a_dose(text: str) -> None:
    assert states_a_dose(text)


@pytest.mark.parametrize(
    "text", ["for 5 days", "every 8 hours", "a 5% cream", "12 years", "PCV < 36"]
)
def test_a_time_an_age_or_a_share_is_none(text: str) -> None:
    assert not states_a_dose(text)


@pytest.mark.parametrize(
    ("above", "text"),
    [
        ("", "Exampline: adult: 5 mg daily"),
        ("exampline", "5 mg daily"),
        ("drug treatment", "Give 5 mg of exampline, then review"),
        ("drug treatment", "Bed rest for two weeks"),
    ],
)
def test_a_dose_with_a_name_before_it_or_above_it_names_its_drug(above: str, text: str) -> None:
    assert names_its_drug(above, text)


@pytest.mark.parametrize(
    "text",
    [
        "Antibiotics: at least 2 – 4 minutes; 2 – 4 g daily in severe infection",
        "Adult: 5 mg daily",
        "Child under 5 years: 20 mg/kg orally every 8 hours",
    ],
)
def test_a_dose_whose_drug_was_lost_names_none(text: str) -> None:
    assert not names_its_drug("drug treatment", text)


@pytest.mark.parametrize("text", ["Exampline: 25 daily.", "exampline 5 - 10 twice daily"])
def test_an_amount_without_its_unit_is_noticed(text: str) -> None:
    assert lacks_a_unit(text)


@pytest.mark.parametrize(
    "text",
    ["Exampline: 25 mg daily", "twice daily for 5 days", "orally 8 hourly", "2 tablets daily"],
)
def test_a_whole_dose_lacks_nothing(text: str) -> None:
    assert not lacks_a_unit(text)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.quantities import Comparator, quantities, uncarried


def read(text: str) -> list[tuple[str, float, float | None, str | None]]:
    return [(q.comparator.value, q.value, q.upper, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("65 mg", [("=", 65, None, "milligram")]),
        ("5mg", [("=", 5, None, "milligram")]),
        ("< 75 µg/L", [("<", 75, None, "microgram/liter")]),
        ("P<.001", [("<", 0.001, None, None)]),
        ("0·5", [("=", 0.5, None, None)]),
        ("12,500 IU", [("=", 12500, None, "international_unit")]),
        ("13-23 weeks", [("=", 13, 23, "week")]),
        ("1.31 to 6.25", [("=", 1.31, 6.25, None)]),
        ("500 mg to 1 g", [("=", 500, 1000, "milligram")]),
        ("−1.2 to −0.3", [("=", -1.2, -0.3, None)]),
        ("at least 18 years", [("≥", 18, None, "year")]),
        ("18 years or older", [("≥", 18, None, "year")]),
        ("no more than 3 g/day", [("≤", 3, None, "gram/day")]),
        ("less than or equal to 5 mg per kg", [("≤", 5, None, "milligram/kilogram")]),
        ("> or = 25", [("≥", 25, None, None)]),
        ("about 50%", [("~", 50, None, "percent")]),
        ("two weeks", [("=", 2, None, "week")]),
        ("twenty-five women", [("=", 25, None, None)]),
        ("twice daily", [("=", 2, None, "fold/day")]),
        ("two times a day", [("=", 2, None, "fold/day")]),
        ("130/80 mm Hg", [("=", 130, None, "mmHg"), ("=", 80, None, "mmHg")]),
        ("OR 2.5, 95% CI", [("=", 2.5, None, None), ("=", 95, None, "percent")]),
        ("5 x 10^9", [("=", 5e9, None, None)]),
        ("IL-6, HbA1c, CYP2C19, 25(OH)D, COVID-19 and the 10th", []),
        ("one of these", []),
        ("three or more hours a week", [("≥", 3, None, "hour/week")]),
        ("aged 65 or older", [("≥", 65, None, "year")]),
        ("every 8 hours to 36 infants", [("=", 8, None, "hour"), ("=", 36, None, None)]),
        ("Over 12 weeks, pain fell.", [("=", 12, None, "week")]),
        ("adults over 65 years", [(">", 65, None, "year")]),
        ("at least one", [("≥", 1, None, None)]),
    ],
)
def test_numbers_are_read_with_unit_bound_and_range(
    text: str, expected: list[tuple[str, float, float | None, str | None]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("75 ng/mL", "75 µg/L"),
        ("1000 mg", "1 g"),
        ("75 percent", "75%"),
        ("two weeks", "14 days"),
        ("at most 5 mg", "≤5 mg"),
        (".05", "0.05"),
        ("about 50", "50"),
        ("65 mg/d", "65 mg daily"),
        ("13 to 23 weeks", "13–23 weeks"),
        ("10 mg", "5, 10 and 20 mg"),
        ("5 mg", "5, 10 and 20 mg"),
        ("nothing", "5 mg"),
    ],
)
def test_equal_values_in_other_dress_are_carried(claim: str, quote: str) -> None:
    assert uncarried(claim, quote) == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("5 mg", "5 mL"),
        ("5 mg", "5"),
        ("5", "5%"),
        ("< 75", "> 75"),
        ("< 75", "≤ 75"),
        ("0.05", "0.5"),
        ("50", "about 50"),
        ("13 weeks", "13-23 weeks"),
        ("1.31 to 6.52", "1.31 to 6.25"),
        ("2 IU", "2 mg"),
        ("5 mg twice daily", "5 mg daily"),
        ("at least 18", "18"),
        ("3 months", "3 weeks"),
        ("−0.5", "0.5"),
    ],
)
def test_another_value_unit_or_bound_is_not_carried(claim: str, quote: str) -> None:
    assert uncarried(claim, quote) != []


number = st.decimals(min_value="0.01", max_value="9999", places=2)
unit = st.sampled_from(["mg", "g", "µg/L", "mmol/L", "%", "weeks", "mm Hg", "IU"])
bound = st.sampled_from(["", "< ", "≥ ", "at least ", "up to ", "about ", "more than "])


@given(bound, number, unit)
def test_a_quantity_is_carried_by_itself(bound: str, number: object, unit: str) -> None:
    text = f"It was {bound}{number} {unit} in all."
    assert len(quantities(text)) == 1
    assert uncarried(text, text) == []


@given(number, number, unit)
def test_a_quantity_is_carried_only_by_an_equal_number(a: object, b: object, unit: str) -> None:
    assert (uncarried(f"{a} {unit}", f"{b} {unit}") == []) == (a == b)


@given(number)
def test_grams_and_milligrams_agree_on_a_factor_of_1000(value: object) -> None:
    assert uncarried(f"{value} g", f"{float(str(value)) * 1000:.1f} mg") == []


@given(st.text(alphabet="0123456789.,-–<>≤%mg to/()x×^ ", max_size=60))
def test_spans_name_the_text_they_were_read_from(text: str) -> None:
    found = quantities(text)
    assert all(text[q.start : q.end] == q.text for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)


def test_about_follows_from_exact_and_never_from_a_bound() -> None:
    (about,), (exact,), (bound) = quantities("about 5"), quantities("5"), quantities("< 5")[0]
    assert about.comparator is Comparator.ABOUT
    assert about.follows_from(exact)
    assert not exact.follows_from(about)
    assert not about.follows_from(bound)


def test_a_percentage_is_read_where_nothing_parts_it_from_the_next_word() -> None:
    assert (
        uncarried("95% confidence interval 1.2 to 3.4", "95%confidence interval 1.2 to 3.4") == []
    )
    assert uncarried("5 mg", "5 mgx") != []

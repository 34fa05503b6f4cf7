"""TOML written and read back."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from ragqa.toml_files import did_you_mean, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PLAIN = (
    TEXTS | st.booleans() | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
TABLES = st.recursive(
    st.dictionaries(TEXTS, PLAIN | st.lists(PLAIN, max_size=3), max_size=3),
    lambda inner: st.dictionaries(TEXTS, PLAIN | inner, max_size=3),
    max_leaves=8,
)


@given(TABLES)
def test_a_table_is_read_back_the_same(table: dict[str, object]) -> None:
    assert tomllib.loads(written(table)) == table


def test_what_is_none_is_left_out_and_sections_come_last() -> None:
    text = written({"run": {"limit": None, "gold": "a"}, "name": "x"})
    assert text == 'name = "x"\n\n[run]\ngold = "a"\n'


def test_only_a_near_name_is_suggested() -> None:
    assert did_you_mean("limits", ["limit", "gold"]) == "Did you mean 'limit'?"
    assert did_you_mean("colour", ["limit", "gold"]) == ""

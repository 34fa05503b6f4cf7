"""A tampered log gives itself away, whatever was done to which of its rows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.library.deeds import Deed, DeedKind
from ragqa.library.review import Action, Step, replayed
from ragqa.library.review_chain import (
    GENESIS,
    STEP_COLUMNS,
    Beside,
    ChainReader,
    Fault,
    Row,
    case_row,
    entry_of,
    row_of,
    seal_of,
)
from tests.library.review_steps import Rows, chained, deed, hundred_steps, step

ROWS = chained(hundred_steps())
COLUMNS = ("sequence", "previous", *STEP_COLUMNS, "seal")
HEAD: Row = {"steps": 100, "seal": ROWS[-1]["seal"]}
KEPT: dict[str, Row] = {
    name: case_row(
        case,
        sum(row["article_id"] == name for row in ROWS),
        str([row["seal"] for row in ROWS if row["article_id"] == name][-1]),
    )
    for name, case in replayed(hundred_steps()).items()
}


BESIDE = Beside(
    head=HEAD,
    cases=KEPT,
    texts=frozenset((name, text) for name in KEPT for text in ("h1", "h2")),
    keys={},
)


def fault(rows: Rows, beside: Beside = BESIDE, noted: str | None = None) -> Fault | None:
    """Return what is wrong with these rows, beside what is known of the untouched log."""
    reader = ChainReader()
    return reader.fault_in(rows) or reader.fault_at_end(beside, noted)


def first_bad(rows: Rows) -> int | None:
    found = fault(rows)
    assert found is not None
    return found.sequence


def resealed(rows: Rows) -> Rows:
    """Return the rows sealed anew, as somebody would who knows how it is done."""
    again: Rows = []
    for number, row in enumerate(rows, start=1):
        again.append(row_of(entry_of(row), number, str(again[-1]["seal"]) if again else GENESIS))
    return again


def otherwise(value: object) -> Iterator[object]:
    """Yield values that somebody could put in the place of one."""
    yield None if value is not None else ""
    yield f"{value} "
    yield 5 if isinstance(value, str) else "5"
    yield b"\xff"
    if isinstance(value, str) and value:
        yield value[:-1] + chr(ord(value[-1]) ^ 1)
        yield value.upper() if value != value.upper() else value.lower() + "x"
    if isinstance(value, int):
        yield value + 1
        yield -value


def test_an_untouched_log_has_no_fault() -> None:
    assert fault(ROWS) is None
    assert fault(ROWS, noted=str(ROWS[41]["seal"])) is None
    head: Row = {"steps": 0, "seal": GENESIS}
    assert fault([], Beside(head=head, cases={}, texts=frozenset(), keys={})) is None


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_of_any_row_is_found_at_that_row(column: str) -> None:
    reader = ChainReader()
    for place, row in enumerate(ROWS):
        for value in otherwise(row[column]):
            found = reader.fault_in([{**row, column: value}, *ROWS[place + 1 :]])
            assert found is not None
            assert found.sequence == place + 1
        assert reader.fault_in([row]) is None
    assert reader.fault_at_end(BESIDE, None) is None


def test_a_removed_row_is_found_whichever_it_is() -> None:
    for place in range(len(ROWS)):
        assert first_bad([*ROWS[:place], *ROWS[place + 1 :]]) == place + 1


def test_an_inserted_row_is_found_wherever_it_stands() -> None:
    for place in range(len(ROWS) + 1):
        before = str(ROWS[place - 1]["seal"]) if place else GENESIS
        fitting = row_of(step(Action.SUBMIT, article_id="a99"), place + 1, before)
        at_end = place == len(ROWS)
        assert first_bad([*ROWS[:place], fitting, *ROWS[place:]]) == place + (1 if at_end else 2)
        alien = {**fitting, "previous": "0" * 63 + "1"}
        assert first_bad([*ROWS[:place], alien, *ROWS[place:]]) == place + 1


def test_swapped_rows_are_found_at_the_first_of_them() -> None:
    for first in range(len(ROWS)):
        for second in (first + 1, first + 7, len(ROWS) - 1):
            if first < second < len(ROWS):
                rows = list(ROWS)
                rows[first], rows[second] = rows[second], rows[first]
                assert first_bad(rows) == first + 1
                renumbered = [{**row, "sequence": n} for n, row in enumerate(rows, start=1)]
                assert first_bad(renumbered) == first + 1


def test_a_truncation_is_found_at_the_first_row_that_went() -> None:
    for length in range(len(ROWS)):
        assert first_bad(ROWS[:length]) == length + 1


def test_a_truncation_is_found_even_when_the_head_was_set_back_as_well() -> None:
    for length in range(len(ROWS)):
        head = {"steps": length, "seal": ROWS[length - 1]["seal"] if length else GENESIS}
        found = fault(ROWS[:length], replace(BESIDE, head=head))
        assert found is not None
        assert "does not stand where its steps in the log leave it" in found.message


@given(st.integers(0, 99), st.sampled_from(["at", "comment"]))
def test_a_log_forged_throughout_is_found_by_a_seal_noted_before(place: int, column: str) -> None:
    forged = [dict(row) for row in ROWS]
    forged[place][column] = "2026-01-01"
    reader = ChainReader()
    assert reader.fault_in(resealed(forged)) is None
    head: Row = {"steps": reader.steps, "seal": reader.seal}
    beside = replace(BESIDE, head=head, cases=reader.kept)
    assert reader.fault_at_end(beside, None) is None
    assert reader.fault_at_end(beside, str(ROWS[-1]["seal"])) is not None


def test_a_well_sealed_row_that_was_never_allowed_is_found() -> None:
    stolen = chained([step(Action.SUBMIT, "Ann Roe"), step(Action.START, "ann  roe")])
    assert first_bad(stolen) == 2
    found = fault(stolen)
    assert found is not None
    assert found.message == (
        "Row 2 of the review log is a step that was not allowed (Article a1 was submitted by "
        "Ann Roe. Somebody else must review it)."
    )
    blessed = {**ROWS[0], "action": "bless"}
    assert first_bad([{**blessed, "seal": seal_of(blessed)}]) == 1


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (None, "The head of the review log is missing."),
        ({"steps": "x", "seal": ""}, "The head of the review log is missing."),
        ({"steps": 101, "seal": HEAD["seal"]}, "Row 101 of the review log is missing; 101 rows"),
        ({"steps": 99, "seal": HEAD["seal"]}, "Row 100 of the review log was added; 99 rows were"),
        ({"steps": 100, "seal": GENESIS}, "Row 100 of the review log is not the last that was"),
    ],
)
def test_a_changed_head_is_told(head: Row | None, told: str) -> None:
    found = fault(ROWS, replace(BESIDE, head=head))
    assert found is not None
    assert found.message.startswith(told)


@pytest.mark.parametrize("column", ["state", "content_hash", "steps", "seal"])
def test_what_is_kept_of_an_article_must_be_what_its_steps_come_to(column: str) -> None:
    for name, row in KEPT.items():
        changed = {**KEPT, name: {**row, column: "submitted"}}
        found = fault(ROWS, replace(BESIDE, cases=changed))
        assert found is not None
        assert f"The review of article {name} does not stand" in found.message
    fewer = {name: row for name, row in KEPT.items() if name != "a3"}
    assert fault(ROWS, replace(BESIDE, cases=fewer)) is not None
    assert fault(ROWS, replace(BESIDE, cases={**KEPT, "a99": KEPT["a1"]})) is not None


def test_the_texts_that_are_stored_are_those_that_were_submitted() -> None:
    more = fault(ROWS, replace(BESIDE, texts=BESIDE.texts | {("a4", "h3")}))
    fewer = fault(ROWS, replace(BESIDE, texts=BESIDE.texts - {("a4", "h1")}))
    assert more is not None
    assert more.message == "Article a4 has a text that the review log was never told of."
    assert fewer is not None
    assert fewer.message == "Article a4 has lost a text that the review log was told of."


def test_a_noted_seal_that_is_nowhere_is_told() -> None:
    found = fault(ROWS, noted="f" * 64)
    assert found is not None
    assert found.message.startswith("No row of the review log has the seal 'ffff")


def between(steps: list[Step]) -> list[Step | Deed]:
    """Return the steps with a deed before each."""
    kinds = list(DeedKind)
    deeds = [deed(kinds[number % len(kinds)]) for number in range(len(steps))]
    return [one for both in zip(deeds, steps, strict=True) for one in both]


def test_deeds_stand_in_the_same_chain_and_leave_the_articles_where_they_were() -> None:
    rows = chained(between(hundred_steps()))
    reader = ChainReader()
    assert reader.fault_in(rows) is None
    assert reader.steps == 200
    assert {name: row["state"] for name, row in reader.kept.items()} == {
        name: row["state"] for name, row in KEPT.items()
    }
    assert [entry_of(row) for row in rows] == between(hundred_steps())


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_of_a_deed_is_found_at_its_row(column: str) -> None:
    rows = chained(between(hundred_steps()[:2]))
    for place in (0, 2):
        for value in otherwise(rows[place][column]):
            changed = [*rows[:place], {**rows[place], column: value}, *rows[place + 1 :]]
            assert first_bad(changed) == place + 1


def test_a_well_sealed_deed_that_is_none_or_says_nothing_is_found() -> None:
    for change in ({"action": "submit"}, {"comment": " "}, {"by": "."}, {"by": "A\x00"}):
        row = {**chained([deed(DeedKind.UPLOAD)])[0], **change}
        assert first_bad([{**row, "seal": seal_of(row)}]) == 1
    of_article = {**chained([deed(DeedKind.UPLOAD)])[0], "article_id": "a1"}
    assert first_bad([{**of_article, "seal": seal_of(of_article)}]) == 1

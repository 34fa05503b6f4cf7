"""Which two versions of an article are compared."""

from pathlib import Path

import pytest

from ragqa.errors import UsageError
from ragqa.library.comparison import compared
from ragqa.library.store import Library
from ragqa.schema.claim_diff import Change, ClaimDiff
from tests.library.editions import CHANGED, UNREVIEWED, fill, reviewing


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    return fill(tmp_path_factory.mktemp("library")).place


def diff(place: str, against: int | None, *, number: int | None = None) -> ClaimDiff:
    with Library.open(place) as library:
        return compared(reviewing(library).read(CHANGED, number=number), against)


def test_the_last_approved_version_is_compared_with(place: str) -> None:
    found = diff(place, None)
    assert (found.before.name, found.after.name) == ("version 1, approved by Ann Roe", "version 3")
    assert found.claims[0].change is Change.DIRECTION
    assert [(one.before, one.after) for one in found.claims[0].differences[:2]] == [
        ("recommended", "not recommended"),
        ("5 mg", "20 mg"),
    ]


def test_an_approved_version_that_is_current_has_none_before_it(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match="has one version so far, and nothing to compare"):
        diff(place, None, number=1)


def test_without_an_approval_the_version_before_is_compared_with(place: str) -> None:
    found = diff(place, 2)
    assert found.before.name == "version 2"
    assert found.claims[0].differences[1].before == "10 mg"
    with Library.open(place) as library, pytest.raises(UsageError, match="one version so far"):
        compared(reviewing(library).read(UNREVIEWED, number=None), None)


def test_a_version_that_is_not_there_is_told(place: str) -> None:
    with pytest.raises(UsageError, match=r"has no version 7. It has 3; name one"):
        diff(place, 7)


def test_a_version_is_not_compared_with_itself(place: str) -> None:
    with pytest.raises(UsageError, match=r"Version 3 of article .* compared with itself"):
        diff(place, 3)

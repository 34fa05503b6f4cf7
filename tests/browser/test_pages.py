"""The pages in a real browser; what each of them does stands in the scenarios beside this file."""

from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, scenarios_in
from tests.browser.place import Place


def _scenarios(*files: str) -> list[object]:
    return [
        pytest.param(file, name, id=f"{file.removesuffix('.mjs')}: {name}")
        for file in files
        for name in scenarios_in(file)
    ]


@pytest.mark.parametrize(("file", "name"), _scenarios("asking.mjs", "editing.mjs"))
def test_in_the_open(
    file: str, name: str, chromium: Chromium, open_place: Place, tmp_path: Path
) -> None:
    chromium.play(file, name, open_place.base, tmp_path, **open_place.given)


@pytest.mark.parametrize(("file", "name"), _scenarios("access.mjs"))
def test_with_keys(
    file: str, name: str, chromium: Chromium, keyed_place: Place, tmp_path: Path
) -> None:
    chromium.play(file, name, keyed_place.base, tmp_path, **keyed_place.given)


@pytest.mark.parametrize(("file", "name"), _scenarios("empty.mjs"))
def test_without_an_index(
    file: str, name: str, chromium: Chromium, empty_place: Place, tmp_path: Path
) -> None:
    chromium.play(file, name, empty_place.base, tmp_path, **empty_place.given)

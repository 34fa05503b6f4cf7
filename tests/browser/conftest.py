"""The application with the demo corpus: open, and asking for keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ragqa.access.roles import Principal, Role
from tests.browser.chromium import Chromium
from tests.browser.place import Place, answered, served, write

WRITTEN = (
    "Should adults with restless legs have iron studies?",
    "Does vitamin D prevent falls in older adults?",
    "Do text messages help smokers to quit?",
    "Who should take a statin for primary prevention of cardiovascular disease?",
)
FIRST = Principal(name="Whoever began", credential="", roles=frozenset({Role.ADMIN}))


@pytest.fixture(scope="session")
def open_place(
    chromium: Chromium, demo_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A server that lets everybody do everything, with four articles to review."""
    with served(demo_index, tmp_path_factory.mktemp("open")) as (base, desk):
        for question in WRITTEN:
            write(desk, question)
        address = answered(base, WRITTEN[0])
        yield Place(base=base, given={"written": WRITTEN, "answered": address})


@pytest.fixture(scope="session")
def keyed_place(
    chromium: Chromium, demo_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A server that asks for keys, with one article and one key for each role."""
    with served(demo_index, tmp_path_factory.mktemp("keyed"), access="keys") as (base, desk):
        write(desk, WRITTEN[0])
        keys = {
            role.value: desk.keys.add(
                f"The {role.value}", [role], credential="MD", days=1, by=FIRST
            ).text
            for role in Role
        }
        yield Place(base=base, given={"keys": keys, "written": WRITTEN[:1]})


@pytest.fixture(scope="session")
def empty_place(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server whose index nobody has filled."""
    with served(None, tmp_path_factory.mktemp("empty")) as (base, _):
        yield Place(base=base, given={})

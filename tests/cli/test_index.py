"""`ragqa index stats` as a user sees it."""

import json
from pathlib import Path

import pytest

from ragqa.indexing.store import IndexStore
from tests.cli.command import ragqa
from tests.indexing.samples import publish, work


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(IndexStore(tmp_path / "index"), [work(number) for number in range(4)])
    return tmp_path / "index"


def test_stats_say_how_each_kind_is_searched_and_why(index: Path) -> None:
    done = ragqa("index", "stats", "--index", index)
    assert (done.status, done.err) == (0, "")
    rows = dict(line.split("  ", 1) for line in done.out.splitlines())
    rows = {name: value.strip() for name, value in rows.items()}
    assert rows["guideline"] == "2 documents, 4 passages"
    assert rows["research vectors"] == (
        "exact. Comparing a query with all 4 vectors takes a millisecond or less. "
        "Finds 100.0% of the ten nearest."
    )
    assert rows["embedder"] == "synthetic@1, 16 numbers a vector"
    assert {"passages on disk", "terms on disk", "vectors on disk"} <= rows.keys()


def test_stats_as_json_hold_the_same_by_kind(index: Path) -> None:
    done = ragqa("index", "stats", "--index", index, "--json")
    figures = json.loads(done.out)
    assert (figures["documents"], figures["passages"], figures["chunker_id"]) == (
        4,
        8,
        "paragraphs@1",
    )
    assert figures["by_kind"]["research"]["vectors"]["name"] == "exact"
    assert figures["by_kind"]["research"]["vectors"]["recall"] == 1.0
    assert sum(figures["bytes"].values()) == figures["snapshot_bytes"]

from pathlib import Path

import pytest

from ragqa.indexing.store import IndexStore


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    """A store in an empty folder, which is `tmp_path / "index"`."""
    return IndexStore(tmp_path / "index")

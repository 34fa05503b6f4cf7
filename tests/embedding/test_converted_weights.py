"""Converted once, kept beside the index, checked whenever they are loaded."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load

from ragqa.embedding import converted_weights
from ragqa.embedding.converted_weights import load_converted, parsed, serialised
from ragqa.embedding.model_files import ModelFiles, locate
from ragqa.embedding.quantisation import CONVERTED_SHA256
from ragqa.errors import ModelError

PLACE = f"{CONVERTED_SHA256[:16]}/weights.safetensors"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for models beside an index that exists."""
    return tmp_path / "models"


@pytest.fixture
def published() -> ModelFiles:
    return locate(None)


@pytest.fixture
def altered(tmp_path: Path, published: ModelFiles) -> ModelFiles:
    """The package with one flipped bit in its weights."""
    folder = tmp_path / "altered"
    folder.mkdir()
    content = bytearray(published.checked_weights())
    content[-1] ^= 1
    (folder / "model.safetensors").write_bytes(content)
    return ModelFiles(name="altered", folder=folder, weights_sha256=published.weights_sha256)


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_they_are_put_in_place_whole_and_used_from_there(
    cache: Path, published: ModelFiles, altered: ModelFiles
) -> None:
    made = load_converted(published, cache)
    assert [path.name for path in (cache / PLACE).parent.iterdir()] == ["weights.safetensors"]
    assert sha256_of(cache / PLACE) == CONVERTED_SHA256
    kept = load_converted(altered, cache)
    assert made.keys() == kept.keys()
    assert all(np.array_equal(made[name], kept[name]) for name in made)


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty"])
def test_a_damaged_file_is_made_again(cache: Path, published: ModelFiles, damage: str) -> None:
    load_converted(published, cache)
    content = bytearray((cache / PLACE).read_bytes())
    content[1000] ^= 1
    wrong = {"flipped": content, "cut": content[:5000], "empty": b""}[damage]
    (cache / PLACE).write_bytes(wrong)
    load_converted(published, cache)
    assert sha256_of(cache / PLACE) == CONVERTED_SHA256


def test_altered_published_weights_are_refused(cache: Path, altered: ModelFiles) -> None:
    with pytest.raises(ModelError, match="Reinstall the package"):
        load_converted(altered, cache)
    assert not cache.exists()


def test_where_nothing_can_be_written_they_are_made_in_memory(
    tmp_path: Path, published: ModelFiles
) -> None:
    occupied = tmp_path / "models"
    occupied.write_text("a file, not a folder")
    assert load_converted(published, occupied)["words"].shape == (30522, 384)
    assert occupied.read_text() == "a file, not a folder"


def test_a_question_to_no_index_leaves_no_folder(tmp_path: Path, published: ModelFiles) -> None:
    load_converted(published, tmp_path / "index" / "models")
    assert list(tmp_path.iterdir()) == []


def test_another_outcome_of_the_conversion_is_one_sentence(
    cache: Path, published: ModelFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converted_weights, "CONVERTED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=f"gave the sha256 {CONVERTED_SHA256} instead of 0000"):
        load_converted(published, cache)


def test_processes_that_convert_at_once_do_not_disturb_each_other(cache: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ragqa.embedding.converted_weights import load_converted\n"
        "from ragqa.embedding.model_files import locate\n"
        "load_converted(locate(None), Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", script, str(cache)]
    children = [subprocess.Popen(command) for _ in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    assert sha256_of(cache / PLACE) == CONVERTED_SHA256
    assert [path.name for path in (cache / PLACE).parent.iterdir()] == ["weights.safetensors"]


def test_tensors_are_read_as_they_were_written() -> None:
    tensors = {
        "b": np.arange(6, dtype=np.float32).reshape(2, 3),
        "a": np.array([[-127, 127]], dtype=np.int8),
        "c": np.array([0.5], dtype=np.float16),
    }
    content = serialised(tensors)
    assert content == serialised(dict(reversed(tensors.items())))
    for read in (load(content), parsed(memoryview(content))):
        assert read.keys() == tensors.keys()
        for name, array in tensors.items():
            assert read[name].dtype == array.dtype
            assert np.array_equal(read[name], array)

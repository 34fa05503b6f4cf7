"""A compiled graph is kept, taken up again bit for bit, and never where it does not hold."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding import kept_graph
from ragqa.embedding.converted_weights import load_converted
from ragqa.embedding.kept_files import mapped
from ragqa.embedding.kept_graph import GRAPH, load_graph, sealed, surroundings, unsealed
from ragqa.embedding.minilm_graph import WIDTH
from ragqa.embedding.model_files import locate
from ragqa.embedding.openvino_runtime import CompiledGraph, Inputs
from ragqa.embedding.quantisation import Tensors

SHAPES = [(1, 16, 1), (3, 48, 5), (2, 256, 40)]


@pytest.fixture(scope="module")
def tensors(tmp_path_factory: pytest.TempPathFactory) -> Tensors:
    return load_converted(locate(None), tmp_path_factory.mktemp("index") / "models")


class Asked:
    """Gives the tensors, and counts how often they were asked for: a kept graph needs none."""

    def __init__(self, tensors: Tensors) -> None:
        self.times = 0
        self._tensors = tensors

    def __call__(self) -> Tensors:
        self.times += 1
        return self._tensors


@pytest.fixture
def asked(tensors: Tensors) -> Asked:
    return Asked(tensors)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of models beside an index that exists."""
    return tmp_path / "models" / "made"


def batches() -> Iterator[Inputs]:
    drawn = np.random.default_rng(0)
    for texts, tokens, spans in SHAPES:
        yield {
            "words": drawn.normal(scale=0.05, size=(texts, tokens, WIDTH)).astype(np.float32),
            "bias": np.zeros((texts, 1, 1, tokens), dtype=np.float32),
            "pooling": np.full((texts, spans, tokens), 1 / tokens, dtype=np.float32),
        }


def vectors(graph: CompiledGraph) -> list[list[float]]:
    return [output.ravel().tolist() for output in graph.run(batches())]


def test_what_was_kept_is_taken_up_and_gives_the_same_bits(asked: Asked, folder: Path) -> None:
    compiled = vectors(load_graph(asked, folder, threads=1))
    for threads in (1, 2):
        assert vectors(load_graph(asked, folder, threads=threads)) == compiled
    assert asked.times == 1
    assert [path.name for path in folder.iterdir()] == [GRAPH]


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "folder"])
def test_a_damaged_graph_is_compiled_again(asked: Asked, folder: Path, damage: str) -> None:
    expected = vectors(load_graph(asked, folder, threads=1))
    content = bytearray((folder / GRAPH).read_bytes())
    content[5000] ^= 1
    wrong = {"flipped": bytes(content), "cut": bytes(content[:5000]), "empty": b""}
    (folder / GRAPH).unlink()
    if damage == "folder":
        (folder / GRAPH).mkdir()
    else:
        (folder / GRAPH).write_bytes(wrong[damage])
    assert vectors(load_graph(asked, folder, threads=1)) == expected
    assert asked.times == 2


def test_a_graph_of_another_processor_is_compiled_again(
    asked: Asked, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graph(asked, folder, threads=1)
    other = tmp_path / "cpuinfo"
    other.write_text("processor: 0\nmodel name: Another\nflags: fpu\n\nprocessor: 1\n")
    monkeypatch.setattr(kept_graph, "PROCESSOR", other)
    load_graph(asked, folder, threads=1)
    assert asked.times == 2
    load_graph(asked, folder, threads=1)
    assert asked.times == 2


@pytest.mark.parametrize("told", [None, "", "processor: 0\n"])
def test_where_the_processor_cannot_be_told_nothing_is_kept(
    asked: Asked, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None
) -> None:
    other = tmp_path / "cpuinfo"
    if told is not None:
        other.write_text(told)
    monkeypatch.setattr(kept_graph, "PROCESSOR", other)
    load_graph(asked, folder, threads=1)
    assert asked.times == 1
    assert not folder.exists()


def test_what_openvino_refuses_is_compiled_again(asked: Asked, folder: Path) -> None:
    place = surroundings()
    assert place is not None
    folder.mkdir(parents=True)
    (folder / GRAPH).write_bytes(sealed(b"no graph at all", place))
    load_graph(asked, folder, threads=1)
    load_graph(asked, folder, threads=1)
    assert asked.times == 1


@given(graph=st.binary(max_size=200), place=st.binary(min_size=1, max_size=40), data=st.data())
def test_a_seal_holds_for_these_bytes_in_this_place_alone(
    graph: bytes, place: bytes, data: st.DataObject
) -> None:
    content = bytearray(sealed(graph, place))
    assert unsealed(memoryview(content), place) == graph
    assert unsealed(memoryview(content), place + b"!") is None
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert unsealed(memoryview(content), place) is None


def test_a_file_that_is_not_there_maps_to_nothing(tmp_path: Path) -> None:
    assert mapped(tmp_path / "none") is None

"""The compiled graph of the shipped model, kept beside its weights.

Compiling takes a quarter of the time in which a search is answered, and gives the same each time.
What is kept is sealed with a hash of itself and of where it holds: these weights, this graph, this
version of OpenVINO, this processor. Wherever the seal does not fit, the graph is compiled again.
"""

import hashlib
import logging
from collections.abc import Callable
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from ragqa.embedding.kept_files import keep, mapped
from ragqa.embedding.openvino_runtime import CompiledGraph, runtime
from ragqa.embedding.quantisation import CONVERTED_SHA256, Tensors

logger = logging.getLogger(__name__)

GRAPH = "graph.blob"
PROCESSOR = Path("/proc/cpuinfo")
# How Linux calls, on one architecture or another, what tells processors apart.
_TELLING = ("model name", "flags", "CPU part", "Features")
_SOURCES = ("minilm_graph.py", "openvino_runtime.py")
_SEAL = hashlib.sha256().digest_size


def load_graph(tensors: Callable[[], Tensors], folder: Path, *, threads: int) -> CompiledGraph:
    """Return the compiled graph, from `folder` where it lies there and holds here.

    Otherwise it is made of the tensors and put there, for the next start.
    """
    place = surroundings()
    if place is not None and (kept := unsealed(mapped(folder / GRAPH), place)) is not None:
        try:
            return CompiledGraph.restored(kept, threads=threads)
        except RuntimeError as error:
            logger.info("OpenVINO refuses the kept graph, which is compiled again: %s", error)
    from ragqa.embedding.minilm_graph import minilm

    graph = CompiledGraph.compiled(minilm(tensors()), threads=threads)
    if place is not None:
        keep(folder / GRAPH, sealed(graph.stored(), place))
    return graph


def surroundings() -> bytes | None:
    """Hash what a compiled graph depends on; None where the processor cannot be told."""
    try:
        with PROCESSOR.open(encoding="utf-8", errors="replace") as lines:
            # One blank line ends what is said of the first core; the others are like it.
            first = next(group for blank, group in groupby(lines, key=str.isspace) if not blank)
            told = [line for line in first if line.startswith(_TELLING)]
    except (OSError, StopIteration):
        return None
    if not told:
        return None
    parts = [CONVERTED_SHA256, runtime().__version__, *told]
    whole = hashlib.sha256("\n".join(parts).encode())
    for name in _SOURCES:
        whole.update((files("ragqa.embedding") / name).read_bytes())
    return whole.digest()


def sealed(graph: bytes, place: bytes) -> bytes:
    """Return a stored graph below the seal that it has in a place."""
    return _seal(graph, place) + graph


def unsealed(content: memoryview | None, place: bytes) -> bytes | None:
    """Return the stored graph; None where it is missing, or its seal is not that of this place."""
    if content is None or content[:_SEAL] != _seal(content[_SEAL:], place):
        return None
    return bytes(content[_SEAL:])


def _seal(graph: bytes | memoryview, place: bytes) -> bytes:
    whole = hashlib.sha256(place)
    whole.update(graph)
    return whole.digest()

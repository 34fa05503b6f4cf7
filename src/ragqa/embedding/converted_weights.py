"""The converted weights of the shipped model: made once, kept beside the index, checked."""

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ragqa.embedding.kept_files import intact, keep
from ragqa.embedding.model_files import ModelFiles
from ragqa.embedding.quantisation import CONVERTED_SHA256, Tensors, convert
from ragqa.errors import ModelError

WEIGHTS = "weights.safetensors"
_TYPES = {"float32": "F32", "float16": "F16", "int8": "I8"}
_NUMBERS = {written: np.dtype(name).newbyteorder("<") for name, written in _TYPES.items()}


def folder_of_converted(cache: Path) -> Path:
    """Return where under `cache` all that is made of the weights is kept."""
    return cache / CONVERTED_SHA256[:16]


def load_converted(files: ModelFiles, cache: Path) -> Tensors:
    """Return the converted weights, mapped from `cache` where they lie there intact.

    Otherwise they are made again and put there. Several processes may do so at once, and where
    nothing can be written they are made each time.

    Raises:
        ModelError: they are not in `cache`, and the published weights are missing or altered.
    """
    path = folder_of_converted(cache) / WEIGHTS
    kept = intact(path, CONVERTED_SHA256)
    if kept is not None:
        return parsed(kept)
    content = _made(files)
    keep(path, content)
    return parsed(memoryview(content))


def _made(files: ModelFiles) -> bytes:
    from safetensors.numpy import load

    content = serialised(convert(load(files.checked_weights())))
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != CONVERTED_SHA256:
        raise ModelError(
            f"Converting {files.name!r} gave the sha256 {sha256} instead of {CONVERTED_SHA256}. "
            "Install ragqa and numpy again, at the versions of constraints.txt."
        )
    return content


def serialised(tensors: Tensors) -> bytes:
    """Return the bytes of a safetensors file; the same tensors give the same bytes."""
    header: dict[str, object] = {}
    parts: list[bytes] = []
    position = 0
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name])
        end = position + array.nbytes
        header[name] = {
            "dtype": _TYPES[array.dtype.name],
            "shape": array.shape,
            "data_offsets": (position, end),
        }
        parts.append(array.tobytes())
        position = end
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    head += b" " * (-len(head) % 8)
    return b"".join([len(head).to_bytes(8, "little"), head, *parts])


def parsed(content: memoryview) -> Tensors:
    """Return the tensors of a safetensors file whose bytes have been checked; nothing is copied."""
    begin = 8 + int.from_bytes(content[:8], "little")
    entries = json.loads(bytes(content[8:begin]))
    return {name: _tensor(content[begin:], **entry) for name, entry in entries.items()}


def _tensor(
    data: memoryview, *, dtype: str, shape: list[int], data_offsets: list[int]
) -> npt.NDArray[np.generic]:
    start, end = data_offsets
    return np.frombuffer(data[start:end], dtype=_NUMBERS[dtype]).reshape(shape)
